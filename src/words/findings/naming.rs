//! How figures are named inside a sentence.

use super::super::figures::figure_short;
use super::super::numbers::{list, whole};
use crate::compare::arithmetic::{Span, Term, What};
use crate::model::{PollId, Quantity, Reported, Scenario};
use crate::words::clean::inline;

/// The scenario whose figures are named.
pub(super) struct Words<'a> {
    pub scenario: &'a Scenario,
}

/// A whole number with commas.
pub(super) fn number(n: i128) -> String {
    i64::try_from(n).map_or_else(|_| n.to_string(), whole)
}
/// `54,947 to 55,004`.
pub(super) fn range((low, high): (i128, i128)) -> String {
    if low == high {
        number(low)
    } else {
        format!("{} to {}", number(low), number(high))
    }
}
/// The sum of terms.
pub(super) fn total(terms: &[Term]) -> Span {
    terms
        .iter()
        .fold(Span::exactly(0), |sum, term| sum.plus(&term.span))
}
impl Words<'_> {
    pub(super) fn reported(&self, figure: usize) -> &Reported {
        &self.scenario.reported[figure]
    }

    /// The figure as published: `52,163`, `about 57,000`, `95.1 %`.
    pub(super) fn printed(&self, figure: usize) -> String {
        figure_short(&self.reported(figure).figure)
    }

    /// What the figure counts, without poll and stage: `votes for Kokoity`.
    pub(super) fn noun(&self, figure: usize) -> String {
        let reported = self.reported(figure);
        let poll = reported
            .polls
            .first()
            .and_then(|poll| self.scenario.assumptions.polls.get(poll.0));
        let option = |contest: usize, option: usize| {
            poll.and_then(|poll| poll.contests.get(contest)?.options.get(option))
                .map_or(String::new(), |(_, label)| {
                    format!(" for {}", inline(label))
                })
        };
        match reported.quantity {
            Quantity::Registered => "on the roll".into(),
            Quantity::BallotsCast { at: None } => "ballots cast".into(),
            Quantity::BallotsCast { at: Some(at) } => format!("ballots cast by {at}"),
            Quantity::Turnout { at: None, .. } => "turnout".into(),
            Quantity::Turnout { at: Some(at), .. } => format!("turnout by {at}"),
            Quantity::Valid { .. } => "valid".into(),
            Quantity::Invalid { .. } => "invalid".into(),
            Quantity::Votes { contest, option: o } => format!("votes{}", option(contest, o)),
            Quantity::VotePercent {
                contest, option: o, ..
            } => format!("share{}", option(contest, o)),
            Quantity::Abstentions => "who cast no ballot".into(),
        }
    }

    /// ` (final)`, or nothing.
    pub(super) fn stage(&self, figure: usize) -> String {
        self.reported(figure)
            .stage
            .as_ref()
            .map_or(String::new(), |stage| format!(" ({})", inline(stage)))
    }

    pub(super) fn poll(&self, poll: PollId) -> String {
        inline(&self.scenario.assumptions.polls[poll.0].label)
    }

    /// Where the figure belongs, to open a sentence: `Poll run from Tskhinvali, final: `.
    pub(super) fn place(&self, figure: usize) -> String {
        let reported = self.reported(figure);
        let polls: Vec<String> = reported.polls.iter().map(|&poll| self.poll(poll)).collect();
        let stage = reported
            .stage
            .as_ref()
            .map_or(String::new(), |stage| format!(", {}", inline(stage)));
        format!("{}{stage}: ", list(&polls))
    }

    /// Where the first figure among terms belongs.
    pub(super) fn place_of(&self, terms: &[Term]) -> String {
        let figure = terms.iter().find_map(|term| match term.what {
            What::Figure(figure) => Some(figure),
            What::Roll(_) => None,
        });
        figure.map_or(String::new(), |figure| self.place(figure))
    }

    pub(super) fn roll_place(&self, roll: &Term) -> String {
        match roll.what {
            What::Figure(figure) => self.place(figure),
            What::Roll(poll) => format!("{}: ", self.poll(poll)),
        }
    }

    /// The number alone: `52,163`.
    pub(super) fn size(&self, term: &Term) -> String {
        match term.what {
            What::Figure(figure) => self.printed(figure),
            What::Roll(_) => term.span.low.map_or(String::new(), number),
        }
    }

    /// Number and noun: `52,163 ballots cast`.
    pub(super) fn term(&self, term: &Term) -> String {
        let noun = match term.what {
            What::Figure(figure) => self.noun(figure),
            What::Roll(_) => "on the roll".into(),
        };
        format!("{} {noun}", self.size(term))
    }

    /// `51,565 votes for Yes + 60 votes for No`; only numbers when there are many; poll names when
    /// the parts are of several polls.
    pub(super) fn sum(&self, terms: &[Term]) -> String {
        let poll = |term: &Term| match term.what {
            What::Figure(figure) => self.reported(figure).polls.clone(),
            What::Roll(poll) => vec![poll],
        };
        let several = terms.windows(2).any(|two| poll(&two[0]) != poll(&two[1]));
        let word = |term: &Term| match &poll(term)[..] {
            [only] if several => format!("{} ({})", self.size(term), self.poll(*only)),
            _ if terms.len() <= 3 => self.term(term),
            _ => self.size(term),
        };
        terms.iter().map(word).collect::<Vec<_>>().join(" + ")
    }

    /// What a sum comes to, when it is exact and has several parts: ` = 51,625`.
    pub(super) fn comes_to(&self, terms: &[Term]) -> String {
        match total(terms).exact().filter(|_| terms.len() > 1) {
            Some(n) => format!(" = {}", number(n)),
            None => String::new(),
        }
    }

    /// A sum as one number when it is exact, else written out.
    pub(super) fn short_sum(&self, terms: &[Term]) -> String {
        match total(terms).exact() {
            Some(n) => number(n),
            None => self.sum(terms),
        }
    }
}
