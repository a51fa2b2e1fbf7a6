//! Reported figures and simulated values in words.

use super::numbers::{amount, list, percent, printed_percent, span, whole};
use crate::compare::{Claim, FigureComparison, Quantiles, Side, Standing};
use crate::model::{Base, Direction, Figure, Precision, Quantity, Reported, Scenario};
use crate::units::MicroPercent;
use crate::words::clean::inline;

/// What the figure is called, safe to stand in a sentence.
pub fn label(reported: &Reported) -> String {
    inline(&reported.label)
}

/// The polls a figure is about; empty when the scenario has a single poll.
pub fn polls(scenario: &Scenario, reported: &Reported) -> String {
    let polls = &scenario.assumptions.polls;
    if polls.len() < 2 {
        return String::new();
    }
    let labels = reported.polls.iter().filter_map(|p| polls.get(p.0));
    list(&labels.map(|p| inline(&p.label)).collect::<Vec<_>>())
}

/// What the figure is called where its poll is not said otherwise: `Eastern poll: ballots cast`.
pub fn named(scenario: &Scenario, reported: &Reported) -> String {
    let (poll, label) = (polls(scenario, reported), label(reported));
    if poll.is_empty() || label.to_lowercase().contains(&poll.to_lowercase()) {
        label
    } else {
        format!("{poll}: {label}")
    }
}

/// The figure as published, with its precision: `42,000, rounded to 1,000`.
pub fn figure(figure: &Figure) -> String {
    match figure {
        Figure::Count(precision) => long(precision, |n| whole(*n)),
        Figure::Percent(precision) => long(precision, exact_percent),
    }
}

/// The figure as published, as short as it can be: `42,000`, `over 94 %`.
pub fn figure_short(figure: &Figure) -> String {
    match figure {
        Figure::Count(precision) => short(precision, |n| whole(*n)),
        Figure::Percent(precision) => short(precision, exact_percent),
    }
}

fn exact_percent(value: &MicroPercent) -> String {
    printed_percent(value)
}

fn long<T>(precision: &Precision<T>, say: impl Fn(&T) -> String) -> String {
    match precision {
        Precision::Exact(v) => format!("{}, to the unit", say(v)),
        Precision::Rounded { value, to } => format!("{}, rounded to {}", say(value), say(to)),
        Precision::About { value, grain } => {
            format!("about {}, give or take {}", say(value), say(grain))
        }
        other => short(other, say),
    }
}

fn short<T>(precision: &Precision<T>, say: impl Fn(&T) -> String) -> String {
    match precision {
        Precision::Exact(v) | Precision::Rounded { value: v, .. } => say(v),
        Precision::About { value, .. } => format!("about {}", say(value)),
        Precision::MoreThan(v) => format!("more than {}", say(v)),
        Precision::AtLeast(v) => format!("at least {}", say(v)),
        Precision::LessThan(v) => format!("less than {}", say(v)),
        Precision::AtMost(v) => format!("at most {}", say(v)),
        Precision::Between(a, b) => format!("{} to {}", say(a), say(b)),
    }
}

/// The values a published figure may stand for: `41,500 to 42,499`, `94.55 to below 94.65 %`.
pub fn claim(claim: &Claim) -> String {
    let say = |x: f64| amount(x, claim.percent);
    match (claim.lowest, claim.highest) {
        (Some(low), Some(high)) if low == high => say(low),
        (Some(low), Some(high)) if claim.highest_included => span(low, high, claim.percent),
        (Some(low), Some(high)) => span(low, high, claim.percent).replacen(" to ", " to below ", 1),
        (Some(low), None) if claim.lowest_included => format!("{} or more", say(low)),
        (Some(low), None) => format!("more than {}", say(low)),
        (None, Some(high)) if claim.highest_included => format!("{} or less", say(high)),
        (None, Some(high)) => format!("less than {}", say(high)),
        (None, None) => "anything".into(),
    }
}

/// What a simulated day had to do to be as extreme as the figure: `reached 41,500 or more`.
pub fn as_extreme(of: &FigureComparison) -> String {
    let (edge, included) = match of.tail.side {
        Side::High => (of.claim.lowest, of.claim.lowest_included),
        Side::Low => (of.claim.highest, of.claim.highest_included),
    };
    let edge = amount(edge.unwrap_or(of.claim.printed), of.claim.percent);
    match (of.tail.side, included) {
        (Side::High, true) => format!("reached {edge} or more"),
        (Side::High, false) => format!("exceeded {edge}"),
        (Side::Low, true) => format!("came to {edge} or less"),
        (Side::Low, false) => format!("stayed below {edge}"),
    }
}

/// Simulated values in a sentence.
pub fn simulated(values: &Quantiles, is_percent: bool) -> String {
    format!(
        "{} in 95 of 100 simulated days, half of them below {}",
        span(values.q025, values.q975, is_percent),
        amount(values.median, is_percent)
    )
}

/// Stands in place of a standing where a figure was used to set an assumption.
pub const NO_TEST: &str = "no test";

/// The word of the standing, or that the figure is no test.
pub fn standing_or_none(reported: &Reported, standing: Standing) -> &'static str {
    if reported.used_for_assumptions {
        NO_TEST
    } else {
        standing.word()
    }
}

/// The standing in three letters at most, for narrow columns.
pub fn standing_short(standing: Standing) -> &'static str {
    match standing {
        Standing::Within => "in",
        Standing::Strained => "str",
        Standing::Outside => "out",
        Standing::Impossible => "imp",
    }
}

/// Which direction was declared, in words.
pub fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::High => "too high",
        Direction::Low => "too low",
        Direction::Both => "either way",
    }
}

/// What a quantity counts, with the base of percentages named.
pub fn quantity(scenario: &Scenario, reported: &Reported) -> String {
    let poll = reported
        .polls
        .first()
        .and_then(|p| scenario.assumptions.polls.get(p.0));
    let contest = |c: usize| poll.and_then(|p| p.contests.get(c));
    let on = |c: usize| contest(c).map_or(String::new(), |c| format!(" ({})", inline(&c.label)));
    let option = |c: usize, o: usize| {
        contest(c)
            .and_then(|c| c.options.get(o))
            .map_or(String::new(), |(_, label)| {
                format!(" for {}", inline(label))
            })
    };
    match reported.quantity {
        Quantity::Registered => "registered electors".into(),
        Quantity::BallotsCast { at: None } => "ballots cast".into(),
        Quantity::BallotsCast { at: Some(at) } => format!("ballots cast by {at}"),
        Quantity::Turnout { of, at: None } => format!("turnout, of {}", base(of)),
        Quantity::Turnout { of, at: Some(at) } => format!("turnout by {at}, of {}", base(of)),
        Quantity::Valid { contest } => format!("valid votes{}", on(contest)),
        Quantity::Invalid { contest } => format!("invalid votes{}", on(contest)),
        Quantity::Votes { contest, option: o } => {
            format!("votes{}{}", option(contest, o), on(contest))
        }
        Quantity::VotePercent {
            contest,
            option: o,
            of,
        } => {
            format!(
                "share of votes{}, of {}{}",
                option(contest, o),
                base(of),
                on(contest)
            )
        }
        Quantity::Abstentions => "registered electors who cast no ballot".into(),
    }
}

/// The base of a percentage.
pub fn base(base: Base) -> &'static str {
    match base {
        Base::Valid => "valid votes",
        Base::Ballots => "ballots cast",
        Base::Registered => "registered electors",
        Base::Eligible => "adults of all admitted groups",
    }
}

/// What a standing means, in one clause.
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Within => {
            "ordinary under these assumptions, which does not show that the figure is right"
        }
        Standing::Strained => "unusual under these assumptions",
        Standing::Outside => {
            "hardly compatible with these assumptions, without saying which of the two is wrong"
        }
        Standing::Impossible => "beyond anything the stated ranges can give",
    }
}

/// The four standings with their thresholds.
pub fn thresholds() -> [(&'static str, String); 4] {
    let strained = percent(Standing::STRAINED_BELOW * 100.0);
    let outside = super::numbers::one_in(1.0 / Standing::OUTSIDE_BELOW + 0.5);
    [
        (
            Standing::Within.word(),
            format!("ordinary: a tail area of {strained} or more. It does not show that the figure is right."),
        ),
        (
            Standing::Strained.word(),
            format!("unusual: a tail area below {strained}, but not below {outside}."),
        ),
        (
            Standing::Outside.word(),
            format!("hardly compatible with these assumptions: a tail area below {outside}. It does not say which of the two is wrong."),
        ),
        (
            Standing::Impossible.word(),
            "beyond a hard bound: no values within the stated ranges can give it. It comes from arithmetic, never from counting simulated days.".into(),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_precision_has_its_words() {
        let say = |p| figure(&Figure::Count(p));
        assert_eq!(say(Precision::Exact(52_163)), "52,163, to the unit");
        assert_eq!(
            say(Precision::Rounded {
                value: 42_000,
                to: 1_000
            }),
            "42,000, rounded to 1,000"
        );
        assert_eq!(
            say(Precision::About {
                value: 100_000,
                grain: 10_000
            }),
            "about 100,000, give or take 10,000"
        );
        assert_eq!(say(Precision::Between(85, 94)), "85 to 94");
        let more = Figure::Percent(Precision::MoreThan(MicroPercent(94 * MicroPercent::ONE)));
        assert_eq!(figure_short(&more), "more than 94 %");
    }

    #[test]
    fn thresholds_come_from_the_verdict() {
        let texts = thresholds();
        assert!(texts[1].1.contains("below 5 %"), "{}", texts[1].1);
        assert!(texts[2].1.contains("1 in 1,000"), "{}", texts[2].1);
    }
}
