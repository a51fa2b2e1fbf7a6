//! The sentences of the charts: findings, axes, what a figure stands for.
//!
//! Every sentence is made from the finished comparison. It speaks of assumptions and of days, never
//! of guilt.

pub mod capacity;
pub mod convergence;
pub mod dots;
pub mod falling;
pub mod fingerprint;
pub mod histogram;
pub mod hours;
pub mod joint;
pub mod queue;
pub mod stations;
pub mod sweep;
pub mod tornado;
pub mod variants;

use super::locale::LOCALE;
use super::numbers;
use crate::compare::{Claim, FigureComparison, Side, Standing, Tail, VariantComparison};
use crate::model::{Assumptions, Base, Figure, Precision, Quantity, Reported, Scenario};
use crate::units::MicroPercent;

/// One figure under one set of assumptions: what most charts are about.
pub struct Subject<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The set of assumptions.
    pub variant: &'a VariantComparison,
    /// The figure under these assumptions.
    pub figure: &'a FigureComparison,
    /// The figure as published.
    pub reported: &'a Reported,
    /// Its position in `Scenario::reported`.
    pub at: usize,
}

impl Subject<'_> {
    /// What is shown, of which poll, under which assumptions.
    pub fn subtitle(&self) -> String {
        let polls = polls(self.reported, &self.scenario.assumptions);
        let (axis, days) = (self.axis(), days_of(self.variant));
        format!("{polls}: {axis} in {days}; {}", self.assumptions())
    }

    /// What the values of the figure are.
    pub fn axis(&self) -> String {
        axis(self.reported, &self.scenario.assumptions)
    }

    fn assumptions(&self) -> String {
        assumptions(self.scenario, &self.variant.id, &self.variant.label)
    }
}

/// The words beside the line of a report: the figure, what it may stand for, how many days get there.
pub fn beside_report(figure_of: &FigureComparison, of: &Reported) -> Vec<String> {
    let mut lines = vec![reported(of)];
    lines.extend(band(&figure_of.claim).map(|band| format!("may stand for {band}")));
    lines.push(runs(&figure_of.tail, &figure_of.claim));
    lines.extend(limit(&figure_of.tail));
    lines
}

/// `reported about 42,000`: the word beside the mark of a report.
pub fn reported(of: &Reported) -> String {
    format!("reported {}", figure(of))
}

/// `hard bound: at most 52,163`.
pub fn hard_bound(most: f64, percent: bool) -> String {
    format!("hard bound: {}", at_most(most, percent))
}

/// `at most 52,163`: the word beside a bound.
pub fn at_most(most: f64, percent: bool) -> String {
    format!("at most {}", value(most, percent))
}

/// A bound that is too far away to be drawn.
pub fn off_axis(text: &str) -> String {
    format!("{text}, off this axis")
}

/// Characters of a label that go into a sentence; the table has the rest.
const IN_SENTENCE: usize = 64;

/// The label of a reported figure as it stands in a sentence.
pub fn name(reported: &Reported) -> String {
    clip(&reported.label, IN_SENTENCE)
}

/// The published figure with its precision: `about 42,000`, `more than 94 %`.
pub fn figure(reported: &Reported) -> String {
    match reported.figure {
        Figure::Count(precision) => published(precision, &|n| whole(n as f64)),
        Figure::Percent(precision) => published(precision, &|p: MicroPercent| {
            LOCALE.with_unit(&LOCALE.number(&p.to_string()), "%")
        }),
    }
}

fn published<T: Copy>(precision: Precision<T>, show: &dyn Fn(T) -> String) -> String {
    match precision {
        Precision::Exact(v) => show(v),
        Precision::Rounded { value, .. } => show(value),
        Precision::About { value, .. } => format!("about {}", show(value)),
        Precision::MoreThan(v) => format!("more than {}", show(v)),
        Precision::AtLeast(v) => format!("at least {}", show(v)),
        Precision::LessThan(v) => format!("less than {}", show(v)),
        Precision::AtMost(v) => format!("at most {}", show(v)),
        Precision::Between(a, b) => format!("{} to {}", show(a), show(b)),
    }
}

/// The values a rounded figure may stand for: `66.5 to 67.5 %`; `None` when it is exact or open.
pub fn band(claim: &Claim) -> Option<String> {
    let (low, high) = (claim.lowest?, claim.highest?);
    (high > low).then(|| match claim.percent {
        true => format!("{} to {}", decimal(low, 3), value(high, true)),
        false => format!("{} to {}", whole(low), whole(high)),
    })
}

/// The edge of the claim from which the tail is counted.
pub fn near_edge(claim: &Claim, side: Side) -> f64 {
    match side {
        Side::High => claim.lowest,
        Side::Low => claim.highest,
    }
    .unwrap_or(claim.printed)
}

/// `26 of 20,000 days reach 66.5 %`, `none of 20,000 days reaches 42,000`.
pub fn runs(tail: &Tail, claim: &Claim) -> String {
    let edge = value(near_edge(claim, tail.side), claim.percent);
    let (many, one) = match tail.side {
        Side::High if claim.lowest_included => ("reach", "reaches"),
        Side::High => ("exceed", "exceeds"),
        Side::Low if claim.highest_included => ("are as low as", "is as low as"),
        Side::Low => ("stay below", "stays below"),
    };
    let all = whole(tail.trials as f64);
    match tail.hits {
        0 => format!("none of {all} days {one} {edge}"),
        1 => format!("1 of {all} days {one} {edge}"),
        n if n == tail.trials => format!("all {all} days {many} {edge}"),
        n => format!("{} of {all} days {many} {edge}", whole(n as f64)),
    }
}

/// `fewer than 1 in 6,600 (95 % limit)`: the rule of three for no hit in n days (Hanley &
/// Lippman-Hand 1983), two digits. `None` when there were hits, or too few days to say anything.
pub fn limit(tail: &Tail) -> Option<String> {
    (tail.hits == 0 && tail.trials >= 6).then(|| {
        let most = numbers::one_in(tail.trials as f64 / 3.0);
        format!("fewer than {most} (95\u{a0}% limit)")
    })
}

/// The finding about one figure.
pub fn finding(figure_of: &FigureComparison, reported: &Reported) -> String {
    let (what, said) = (name(reported), figure(reported));
    let runs = runs(&figure_of.tail, &figure_of.claim);
    match figure_of.standing {
        Standing::Within if figure_of.tail.hits == 0 => {
            format!("{what}: too few days to judge {said}; {runs}")
        }
        Standing::Within => format!("{what}: {said} is within the ordinary range; {runs}"),
        Standing::Strained => format!("{what}: {said} is unusual; {runs}"),
        Standing::Outside => {
            format!("{what}: {said} lies outside what the assumptions give; {runs}")
        }
        Standing::Impossible => match beyond(figure_of) {
            Some(limit) => format!("{what}: {said} is impossible here; {limit}"),
            None => format!("{what}: {said} is impossible under these assumptions"),
        },
    }
}

fn beyond(figure: &FigureComparison) -> Option<String> {
    let percent = figure.claim.percent;
    match (figure.bound.highest, figure.bound.lowest) {
        (Some(most), _) if figure.claim.lowest.is_some_and(|low| low > most) => {
            Some(format!("no draw can exceed {}", value(most, percent)))
        }
        (_, Some(least)) if figure.claim.highest.is_some_and(|high| high < least) => {
            Some(format!("no draw can fall below {}", value(least, percent)))
        }
        _ => None,
    }
}

/// What the values of a figure are, for its axis; percentages name their base.
pub fn axis(reported: &Reported, of: &Assumptions) -> String {
    let contest = |at: usize| {
        let poll = reported.polls.first().and_then(|p| of.polls.get(p.0));
        poll.and_then(|p| p.contests.get(at))
    };
    let option = |at: usize, option: usize| {
        contest(at)
            .and_then(|c| c.options.get(option))
            .map_or_else(|| "the option".into(), |(_, label)| clip(label, 40))
    };
    match reported.quantity {
        Quantity::Registered => "registered electors".into(),
        Quantity::BallotsCast { at: None } => "ballots cast".into(),
        Quantity::BallotsCast { at: Some(time) } => format!("ballots cast by {time}"),
        Quantity::Turnout { of, at: None } => format!("turnout, percent of {}", base(of)),
        Quantity::Turnout { of, at: Some(time) } => {
            format!("turnout by {time}, percent of {}", base(of))
        }
        Quantity::Valid { .. } => "valid votes".into(),
        Quantity::Invalid { .. } => "invalid votes".into(),
        Quantity::Votes { contest, option: o } => format!("votes for {}", option(contest, o)),
        Quantity::VotePercent {
            contest,
            option: o,
            of,
        } => {
            format!("votes for {}, percent of {}", option(contest, o), base(of))
        }
        Quantity::Abstentions => "registered electors who cast no ballot".into(),
    }
}

/// The base of a percentage in words.
pub fn base(base: Base) -> &'static str {
    match base {
        Base::Valid => "valid votes",
        Base::Ballots => "ballots cast",
        Base::Registered => "registered electors",
        Base::Eligible => "persons entitled to vote",
    }
}

/// `Poll of Tskhinvali, Poll of Eredvi`: the polls a figure is about.
pub fn polls(reported: &Reported, of: &Assumptions) -> String {
    let labels: Vec<String> = reported
        .polls
        .iter()
        .filter_map(|p| of.polls.get(p.0))
        .map(|poll| clip(&poll.label, 60))
        .collect();
    labels.join(" and ")
}

/// What a base set or a variant of assumptions is called.
pub fn assumptions(scenario: &Scenario, id: &str, label: &str) -> String {
    clip(assumptions_in_full(scenario, id, label), 60)
}

/// The same, not cut.
pub fn assumptions_in_full<'a>(scenario: &'a Scenario, id: &'a str, label: &'a str) -> &'a str {
    match label.trim() {
        "" if id == "base" => &scenario.base_label,
        "" => id,
        other => other,
    }
}

/// `1 simulated day`, `20,000 simulated days`.
pub fn days(trials: u64) -> String {
    match trials {
        1 => "1 simulated day".into(),
        n => format!("{} simulated days", whole(n as f64)),
    }
}

/// The days of a set of assumptions that a chart is drawn from.
pub fn days_of(variant: &VariantComparison) -> String {
    match variant.shown < variant.trials {
        false => days(variant.trials),
        true => format!(
            "the first {} of {}",
            whole(variant.shown as f64),
            days(variant.trials)
        ),
    }
}

/// A whole number below 51 as a word at the start of a sentence or within one.
pub fn count(n: usize) -> String {
    const SMALL: [&str; 13] = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    SMALL
        .get(n)
        .map_or_else(|| n.to_string(), |word| (*word).to_string())
}

/// One line of harmless text: control characters and bidirectional controls are dropped, white
/// space is folded. What is left can stand in an XML document and cannot reorder its neighbours.
pub fn clean(text: &str) -> String {
    let allowed = |c: &char| {
        !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}'
            | '\u{061C}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
    };
    let spaced: String = text
        .chars()
        .filter(allowed)
        .map(|c| {
            if c.is_control() || c == '\u{2028}' || c == '\u{2029}' {
                ' '
            } else {
                c
            }
        })
        .collect();
    let words: Vec<&str> = spaced
        .split([' ', '\t'])
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// `text` cleaned and cut to at most `most` characters, with an ellipsis where something is missing.
pub fn clip(text: &str, most: usize) -> String {
    let text = clean(text);
    if text.chars().count() <= most {
        return text;
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A sentence begins with a capital.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

/// A whole number with thousands separated: `52,163`.
pub fn whole(value: f64) -> String {
    LOCALE.whole(value.round() as i64)
}

/// A number with at most `places` decimals and no trailing zeros: `95.1`, `66.5`, `67`.
pub fn decimal(value: f64, places: usize) -> String {
    LOCALE.trimmed(value, places)
}

/// A value in its unit: `52,163` or `66.5 %` (with a space that does not break).
pub fn value(value: f64, percent: bool) -> String {
    if percent {
        LOCALE.percent(value, 2)
    } else {
        whole(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Estimate;

    fn tail(side: Side, hits: u64, trials: u64) -> Tail {
        let area = Estimate {
            value: 0.0,
            low: 0.0,
            high: 0.0,
            level: 0.95,
        };
        Tail {
            side,
            doubled: false,
            hits,
            trials,
            p: 0.5,
            p_decisive: 0.5,
            area,
            bits: 1.0,
        }
    }

    #[test]
    fn the_tail_is_told_from_the_near_edge() {
        let claim = Claim {
            lowest: Some(66.5),
            highest: Some(67.5),
            lowest_included: true,
            highest_included: false,
            printed: 67.0,
            percent: true,
        };
        assert_eq!(
            runs(&tail(Side::High, 26, 20_000), &claim),
            "26 of 20,000 days reach 66.5\u{a0}%"
        );
        assert_eq!(
            runs(&tail(Side::Low, 1, 3), &claim),
            "1 of 3 days stays below 67.5\u{a0}%"
        );
        assert_eq!(
            runs(&tail(Side::High, 3, 3), &claim),
            "all 3 days reach 66.5\u{a0}%"
        );
        assert_eq!(band(&claim).as_deref(), Some("66.5 to 67.5\u{a0}%"));
    }

    #[test]
    fn no_hit_is_never_told_as_no_chance() {
        let none = limit(&tail(Side::High, 0, 20_000));
        assert_eq!(
            none.as_deref(),
            Some("fewer than 1 in 6,600 (95\u{a0}% limit)")
        );
        assert_eq!(limit(&tail(Side::High, 1, 20_000)), None);
        assert_eq!(
            limit(&tail(Side::High, 0, 3)),
            None,
            "three days say nothing"
        );
    }

    #[test]
    fn published_figures_keep_their_precision() {
        let percent = |v: i64| MicroPercent(v * 100_000);
        assert_eq!(
            published(Precision::MoreThan(42_000), &|n| whole(n as f64)),
            "more than 42,000"
        );
        assert_eq!(
            published(
                Precision::Rounded {
                    value: percent(951),
                    to: percent(1)
                },
                &|p| p.to_string()
            ),
            "95.1"
        );
        assert_eq!(count(0), "none");
        assert_eq!(count(26), "26");
    }
}
