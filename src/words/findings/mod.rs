//! Findings of the report's own arithmetic in words.

mod assumptions;
mod naming;
mod notes;
mod outcome;
mod stations;

use super::figures::base;
use super::numbers::{list, printed_percent};
use crate::compare::Finding;
use crate::compare::arithmetic::{Fact, Ratio, Term, What};
use crate::model::{Base, Quantity, Scenario};
use naming::{Words, number, range};

/// What was found, in a sentence or three.
pub fn finding(scenario: &Scenario, finding: &Finding) -> String {
    let of = Words { scenario };
    let text = of
        .contradiction(&finding.fact)
        .or_else(|| of.note(&finding.fact, finding.chance))
        .or_else(|| of.resting(&finding.fact))
        .or_else(|| match &finding.fact {
            Fact::Outcome(outcome) => Some(of.outcome(outcome)),
            Fact::Stations { returns, found } => Some(of.stations(*returns, found)),
            _ => None,
        })
        .unwrap_or_else(|| finding.check.replace('-', " "));
    super::first_upper(&text)
}

impl Words<'_> {
    /// Facts that contradict each other by arithmetic alone.
    fn contradiction(&self, fact: &Fact) -> Option<String> {
        Some(match fact {
            Fact::SumDiffers { parts, whole, gap } => self.sum_differs(parts, whole, *gap),
            Fact::PartsExceed { parts, whole, gap } => format!(
                "{}{}{} is {} more than {}, although not all parts are counted in.",
                self.place_of(parts),
                self.sum(parts),
                self.comes_to(parts),
                number(*gap),
                self.term(whole),
            ),
            Fact::PercentMisfit {
                ratio,
                parts_needed,
                bases_needed,
                also_fits,
            } => self.misfit(ratio, *parts_needed, *bases_needed, also_fits),
            Fact::PercentOtherBase {
                ratio,
                part,
                found,
                base: below,
            } => self.other_base(ratio, part, *found, below),
            Fact::PercentCut { ratio } => format!(
                "{}{} of {} is nearer to {}, but {} was printed: cut off or rounded up, not rounded.",
                self.place(ratio.percent),
                self.short_sum(&ratio.part),
                self.short_sum(&ratio.base),
                ratio.gives.map_or("another value".into(), printed_percent),
                self.printed(ratio.percent),
            ),
            Fact::PercentTotal {
                figures,
                total,
                slack,
            } => {
                let printed: Vec<String> = figures.iter().map(|&f| self.printed(f)).collect();
                format!(
                    "{}{} add up to {}, and rounding moves the sum of {} percentages by {slack} at most. Not all of them are of the same base.",
                    self.place(figures[0]),
                    list(&printed),
                    printed_percent(total),
                    figures.len(),
                )
            }
            Fact::NoSuchCount { percent, base } => format!(
                "{}no whole number of {} is {}.",
                self.place(*percent),
                self.size(base),
                self.printed(*percent),
            ),
            Fact::AboveHundred { percent } => format!(
                "{}{} of {} is more than all of them.",
                self.place(*percent),
                self.printed(*percent),
                self.noun(*percent),
            ),
            Fact::AboveRoll {
                ballots,
                roll,
                excess,
            } => format!(
                "{}{} for {}: {} more ballots than names. Names added on the day would explain a small surplus.",
                self.place_of(&[*ballots]),
                self.term(ballots),
                self.term(roll),
                number(*excess),
            ),
            Fact::Fell { earlier, later, by } => format!(
                "{} {}{} were reported before {}{}: {} fewer. A count that is added up station by station cannot fall, save for corrections.",
                self.printed(*earlier),
                self.noun(*earlier),
                self.stage(*earlier),
                self.printed(*later),
                self.stage(*later),
                number(*by),
            ),
            Fact::TurnoutFell { earlier, later } => format!(
                "{} of {}{} is followed by {}{}. Percentages can fall when their base changes, for example when voters abroad are added.",
                self.noun(*earlier),
                self.printed(*earlier),
                self.stage(*earlier),
                self.printed(*later),
                self.stage(*later),
            ),
            _ => return None,
        })
    }

    fn sum_differs(&self, parts: &[Term], whole: &Term, gap: i128) -> String {
        let side = if gap > 0 { "more" } else { "fewer" };
        let mut text = format!(
            "{}{}{} is {} {side} than {}.",
            self.place_of(&[*whole]),
            self.sum(parts),
            self.comes_to(parts),
            number(gap.abs()),
            self.term(whole),
        );
        let of_papers = parts.iter().any(|term| match term.what {
            What::Figure(figure) => matches!(
                self.reported(figure).quantity,
                Quantity::Valid { .. } | Quantity::Votes { .. }
            ),
            What::Roll(_) => false,
        });
        let small = whole.span.low.is_some_and(|whole| -gap * 100 <= whole);
        if gap < 0 && of_papers && small {
            text.push_str(" Ballots handed out but not put into the box would explain it.");
        }
        text
    }

    fn misfit(
        &self,
        ratio: &Ratio,
        parts_needed: Option<(i128, i128)>,
        bases_needed: Option<(i128, i128)>,
        also_fits: &[usize],
    ) -> String {
        let printed = self.printed(ratio.percent);
        let gives = ratio
            .gives
            .map_or(String::new(), |p| format!(" is {}", printed_percent(p)));
        let mut text = format!(
            "{}{} of {printed} does not follow from the printed counts: {} of {}{gives}.",
            self.place(ratio.percent),
            self.noun(ratio.percent),
            self.short_sum(&ratio.part),
            self.short_sum(&ratio.base),
        );
        let mut needed: Vec<String> = Vec::new();
        if let Some(parts) = parts_needed {
            let noun = match self.reported(ratio.percent).quantity {
                Quantity::Turnout { .. } => "ballots",
                _ => "votes",
            };
            needed.push(format!("{} {noun}", range(parts)));
        }
        if let Some(bases) = bases_needed {
            let noun = match ratio.named {
                Base::Registered | Base::Eligible => "a roll of",
                Base::Ballots => "a number of ballots of",
                Base::Valid => "a number of valid votes of",
            };
            needed.push(format!("{noun} {}", range(bases)));
        }
        if !needed.is_empty() {
            text.push_str(&format!(" {printed} would need {}.", needed.join(", or ")));
        }
        if let Some(&other) = also_fits.first() {
            text.push_str(&format!(
                " It would fit {} {}{}.",
                self.printed(other),
                self.noun(other),
                self.stage(other),
            ));
        }
        text
    }

    fn other_base(&self, ratio: &Ratio, part: &[Term], found: Base, below: &[Term]) -> String {
        let gives = ratio.gives.map_or(String::new(), |p| {
            format!(", of which it is {}", printed_percent(p))
        });
        let part_differs = part != ratio.part;
        let fits = if part_differs {
            format!("{} of {}", self.short_sum(part), self.short_sum(below))
        } else {
            format!("{}, {}", base(found), self.short_sum(below))
        };
        format!(
            "{}{} of {} fits {fits}, not {}, {}{gives}.",
            self.place(ratio.percent),
            self.noun(ratio.percent),
            self.printed(ratio.percent),
            base(ratio.named),
            self.short_sum(&ratio.base),
        )
    }
}
