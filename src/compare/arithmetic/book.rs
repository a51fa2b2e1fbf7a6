//! Which figures belong together: the same polls, the same stage, compatible claimants.

use super::{PercentSpan, Span, Term, What};
use crate::model::{Assumptions, Base, Figure, Law, PollId, Quantity, Reported, Roll, Scenario};

/// The figures that may stand for one quantity; more than one when it was printed twice.
pub(super) type Slot = Vec<Term>;

/// Every reported figure, as the set of values it may stand for.
pub(super) struct Book<'a> {
    pub scenario: &'a Scenario,
    pub entries: Vec<Entry<'a>>,
}

/// One reported figure.
pub(super) struct Entry<'a> {
    pub at: usize,
    pub it: &'a Reported,
    pub size: Size,
}

/// The values a figure may stand for.
pub(super) enum Size {
    Count(Span),
    Percent(PercentSpan),
}

/// The figures of one publication: same polls, same stage, claimants that do not rival each other.
pub(super) struct Sheet<'a> {
    pub book: &'a Book<'a>,
    pub polls: &'a [PollId],
    /// Positions in [`Book::entries`].
    pub members: Vec<usize>,
    /// Whether no later stage of these polls was published by a compatible claimant.
    pub last: bool,
    claimant: Option<&'a str>,
    /// Whether claimants are told apart.
    strict: bool,
}

impl Entry<'_> {
    pub fn count(&self) -> Option<Span> {
        match self.size {
            Size::Count(span) => Some(span),
            Size::Percent(_) => None,
        }
    }

    pub fn percent(&self) -> Option<PercentSpan> {
        match self.size {
            Size::Percent(span) => Some(span),
            Size::Count(_) => None,
        }
    }

    pub fn term(&self) -> Option<Term> {
        self.count().map(|span| Term {
            what: What::Figure(self.at),
            span,
        })
    }

    /// Whether the same claimant may have said both; a figure without claimant is anybody's.
    pub fn may_share_claimant(&self, other: &Entry) -> bool {
        compatible(self.it.claimant.as_deref(), other.it.claimant.as_deref())
    }
}

pub(super) fn compatible(one: Option<&str>, other: Option<&str>) -> bool {
    one.zip(other).is_none_or(|(a, b)| a == b)
}

impl<'a> Book<'a> {
    pub fn new(scenario: &'a Scenario) -> Self {
        let entries = scenario.reported.iter().enumerate().map(|(at, it)| Entry {
            at,
            it,
            size: match &it.figure {
                Figure::Count(figure) => Size::Count(Span::of(figure)),
                Figure::Percent(figure) => Size::Percent(PercentSpan::of(figure)),
            },
        });
        Self {
            scenario,
            entries: entries.collect(),
        }
    }

    pub fn id(&self, figure: usize) -> &'a str {
        &self.scenario.reported[figure].id
    }

    /// Id of what a term is: a figure's own, or `registered` of a poll for a stated roll.
    pub fn ids(&self, terms: &[Term]) -> Vec<&'a str> {
        let mut ids = Vec::new();
        for term in terms {
            match term.what {
                What::Figure(figure) => ids.push(self.id(figure)),
                What::Roll(poll) => ids.push(&self.scenario.assumptions.polls[poll.0].id),
            }
        }
        ids
    }

    /// Positions of the reported figures among terms.
    pub fn figures(&self, terms: &[Term]) -> Vec<usize> {
        let figure = |term: &Term| match term.what {
            What::Figure(figure) => Some(figure),
            What::Roll(_) => None,
        };
        terms.iter().filter_map(figure).collect()
    }

    /// The ballots that a poll is said to have had in the end: the headline claim, else the exact
    /// figure of the latest stage, else any of the latest stage.
    pub fn claim(&self, poll: PollId) -> Option<Term> {
        self.entries
            .iter()
            .filter(|e| e.it.polls == [poll])
            .filter(|e| e.it.quantity == Quantity::BallotsCast { at: None })
            .filter_map(|e| e.term().map(|term| (e, term)))
            .filter(|(_, term)| term.span.low.is_some())
            .max_by_key(|(e, term)| (e.it.headline, e.it.stage_order, term.span.exact().is_some()))
            .map(|(_, term)| term)
    }

    /// The roll printed for a poll (the latest), else the one that the scenario states as certain.
    pub fn roll_of(&self, poll: PollId) -> Option<Term> {
        let printed = self
            .entries
            .iter()
            .filter(|e| e.it.polls == [poll] && e.it.quantity == Quantity::Registered)
            .max_by_key(|e| e.it.stage_order)
            .and_then(Entry::term);
        printed.or_else(|| self.stated_roll(poll))
    }

    /// The base set of assumptions and the variants, with their labels.
    pub fn sets(&self) -> Vec<(&'a str, &'a Assumptions)> {
        let base = (&self.scenario.base_label[..], &self.scenario.assumptions);
        let variants = self.scenario.variants.iter();
        let rivals = variants.map(|v| (&v.label[..], &v.assumptions));
        std::iter::once(base).chain(rivals).collect()
    }

    /// A roll that the scenario states as certain from a published source.
    fn stated_roll(&self, poll: PollId) -> Option<Term> {
        let scenario = self.scenario;
        let Roll::Stated(input) = scenario.assumptions.polls[poll.0].roll else {
            return None;
        };
        let input = &scenario.assumptions.inputs[input.0];
        let published = input.sources.iter().any(|source| {
            let source = scenario.sources.get(source.0);
            source.is_some_and(|source| !source.judgement)
        });
        match input.law {
            Law::Fixed(value) if published && value >= 1.0 && value == value.trunc() => {
                Some(Term {
                    what: What::Roll(poll),
                    span: Span::exactly(value as i128),
                })
            }
            _ => None,
        }
    }

    /// All publications, claimants told apart: figures without claimant belong to everybody's.
    pub fn sheets(&'a self) -> Vec<Sheet<'a>> {
        self.gather(true)
    }

    /// All publications, whoever said what.
    pub fn loose_sheets(&'a self) -> Vec<Sheet<'a>> {
        self.gather(false)
    }

    fn gather(&'a self, strict: bool) -> Vec<Sheet<'a>> {
        let mut keys: Vec<(&[PollId], Option<&str>, Option<&str>)> = Vec::new();
        for entry in &self.entries {
            let claimant = entry.it.claimant.as_deref().filter(|_| strict);
            let key = (&entry.it.polls[..], entry.it.stage.as_deref(), claimant);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let named: Vec<_> = keys.iter().filter(|key| key.2.is_some()).copied().collect();
        // A sheet of figures without claimant is part of every named one beside it.
        keys.retain(|key| key.2.is_some() || !named.iter().any(|n| (n.0, n.1) == (key.0, key.1)));
        keys.into_iter()
            .map(|(polls, stage, claimant)| self.sheet(polls, stage, claimant, strict))
            .collect()
    }

    fn sheet(
        &'a self,
        polls: &'a [PollId],
        stage: Option<&'a str>,
        claimant: Option<&'a str>,
        strict: bool,
    ) -> Sheet<'a> {
        let of_claimant =
            |entry: &Entry| !strict || compatible(entry.it.claimant.as_deref(), claimant);
        let mut members = Vec::new();
        let (mut order, mut latest) = (0, 0);
        for entry in &self.entries {
            if entry.it.polls != polls || !of_claimant(entry) {
                continue;
            }
            latest = latest.max(entry.it.stage_order);
            if entry.it.stage.as_deref() == stage {
                order = order.max(entry.it.stage_order);
                members.push(entry.at);
            }
        }
        Sheet {
            book: self,
            polls,
            members,
            last: stage.is_none() || order == latest,
            claimant,
            strict,
        }
    }
}

impl<'a> Sheet<'a> {
    pub fn entries(&self) -> impl Iterator<Item = &'a Entry<'a>> {
        self.members.iter().map(|&at| &self.book.entries[at])
    }

    /// The only poll of the sheet, when it is one.
    pub fn poll(&self) -> Option<PollId> {
        match self.polls {
            [poll] => Some(*poll),
            _ => None,
        }
    }

    /// Number of contests of the only poll.
    pub fn contests(&self) -> usize {
        self.poll().map_or(0, |poll| {
            self.book.scenario.assumptions.polls[poll.0].contests.len()
        })
    }

    /// Printed counts of a quantity; only the exact ones when there are any.
    pub fn slot(&self, quantity: Quantity) -> Slot {
        let all: Slot = self
            .entries()
            .filter(|entry| entry.it.quantity == quantity)
            .filter_map(Entry::term)
            .collect();
        let exact: Slot = all
            .iter()
            .filter(|t| t.span.exact().is_some())
            .copied()
            .collect();
        if exact.is_empty() { all } else { exact }
    }

    /// One slot an option of the contest that was printed, and whether all of them were.
    pub fn options(&self, contest: usize) -> (Vec<Slot>, bool) {
        let Some(poll) = self.poll() else {
            return (Vec::new(), false);
        };
        let number = self.book.scenario.assumptions.polls[poll.0].contests[contest]
            .options
            .len();
        let slots: Vec<Slot> = (0..number)
            .map(|option| self.slot(Quantity::Votes { contest, option }))
            .filter(|slot| !slot.is_empty())
            .collect();
        let complete = slots.len() == number;
        (slots, complete)
    }

    /// The roll that these figures are held against, and whether it is of the same publication.
    ///
    /// A roll printed at the same stage is; so is one without stage (or the roll that the scenario
    /// states as certain, with a published source) beside the last stage.
    pub fn roll(&self) -> Option<(Slot, bool)> {
        let printed = self.slot(Quantity::Registered);
        if !printed.is_empty() {
            return Some((printed, true));
        }
        let elsewhere = |unstaged: bool| -> Slot {
            let of_claimant = |entry: &&Entry| {
                !self.strict || compatible(entry.it.claimant.as_deref(), self.claimant)
            };
            self.book
                .entries
                .iter()
                .filter(|e| e.it.polls == self.polls && e.it.quantity == Quantity::Registered)
                .filter(|e| e.it.stage.is_none() == unstaged)
                .filter(of_claimant)
                .filter_map(Entry::term)
                .collect()
        };
        let unstaged = elsewhere(true);
        if !unstaged.is_empty() {
            return Some((unstaged, self.last));
        }
        if let Some(stated) = self.poll().and_then(|poll| self.book.stated_roll(poll)) {
            return Some((vec![stated], self.last));
        }
        Some((elsewhere(false), false)).filter(|(slot, _)| !slot.is_empty())
    }

    /// What stands below the line for a base: slots that add up, and whether they are of the same
    /// publication. `None` when it was not printed.
    pub fn base(&self, base: Base, contest: Option<usize>) -> Option<(Vec<Slot>, bool)> {
        match base {
            Base::Registered => self.roll().map(|(slot, firm)| (vec![slot], firm)),
            Base::Ballots => self.ballots(contest).map(|slots| (slots, true)),
            Base::Valid => self.valid(contest?).map(|slots| (slots, true)),
            Base::Eligible => None,
        }
    }

    /// Valid votes of a contest: printed, or the sum of all its options.
    pub fn valid(&self, contest: usize) -> Option<Vec<Slot>> {
        let printed = self.slot(Quantity::Valid { contest });
        if !printed.is_empty() {
            return Some(vec![printed]);
        }
        let (options, complete) = self.options(contest);
        complete.then_some(options)
    }

    /// Ballots cast: printed, or the valid and invalid ones of a contest.
    pub fn ballots(&self, contest: Option<usize>) -> Option<Vec<Slot>> {
        let printed = self.slot(Quantity::BallotsCast { at: None });
        if !printed.is_empty() {
            return Some(vec![printed]);
        }
        let contests = contest.map_or(0..self.contests(), |only| only..only + 1);
        for contest in contests {
            let invalid = self.slot(Quantity::Invalid { contest });
            if let Some(mut slots) = self.valid(contest)
                && !invalid.is_empty()
            {
                slots.push(invalid);
                return Some(slots);
            }
        }
        None
    }
}

/// Every way to take one term from each slot; `None` when there are more than 256.
pub(super) fn choices(slots: &[Slot]) -> Option<Vec<Vec<Term>>> {
    let number = slots.iter().try_fold(1_usize, |n, slot| {
        n.checked_mul(slot.len()).filter(|&n| n <= 256)
    })?;
    let mut all = vec![Vec::with_capacity(number)];
    for slot in slots {
        all = all
            .iter()
            .flat_map(|start: &Vec<Term>| {
                slot.iter().map(move |term| [&start[..], &[*term]].concat())
            })
            .collect();
    }
    Some(all)
}

/// The sum of terms.
pub(super) fn total(terms: &[Term]) -> Span {
    terms
        .iter()
        .fold(Span::exactly(0), |sum, term| sum.plus(&term.span))
}
