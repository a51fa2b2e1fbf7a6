//! Notes in words: worth a question to the source, proof of nothing.

use super::super::numbers::{list, one_in, printed_percent, share, trimmed};
use super::naming::{Words, number, range, total};
use crate::compare::arithmetic::{Amount, Fact, Repair, SlipKind, Term, chance_of_any};

/// `1 in 55`; small numbers as they are, large ones rounded down to two digits.
fn odds(chance: f64) -> String {
    let n = 1.0 / chance;
    if n < 10_000.0 {
        format!("1 in {}", trimmed(n, 0))
    } else {
        one_in(n)
    }
}
fn amount(of: Amount) -> String {
    match of {
        Amount::Count(n) => number(n),
        Amount::Percent(p) => printed_percent(p),
    }
}
fn one_digit_apart(a: i128, b: i128) -> bool {
    let (a, b) = (a.to_string(), b.to_string());
    a.len() == b.len() && a.bytes().zip(b.bytes()).filter(|(x, y)| x != y).count() == 1
}
impl Words<'_> {
    /// Facts that are worth a question to the source.
    pub(super) fn note(&self, fact: &Fact, chance: Option<f64>) -> Option<String> {
        Some(match fact {
            Fact::Slip {
                repairs,
                closes,
                tried,
            } => self.slip(repairs, *closes, *tried),
            Fact::ImpliedRoll {
                ballots,
                percent,
                implied,
                roll,
            } => format!(
                "{}{} {} printed as {} imply a roll of {}, not {}. The percentage was taken of another base.",
                self.place(*ballots),
                self.printed(*ballots),
                self.noun(*ballots),
                self.printed(*percent),
                range(*implied),
                self.size(roll),
            ),
            Fact::ImpliedRollsDiffer { earlier, later } => format!(
                "{} ballots printed as {}{} imply a roll of {}; {} printed as {}{} imply {}. The base changed on the way.",
                self.printed(earlier.0),
                self.printed(earlier.1),
                self.stage(earlier.0),
                range(earlier.2),
                self.printed(later.0),
                self.printed(later.1),
                self.stage(later.0),
                range(later.2),
            ),
            Fact::RollsDiffer { earlier, later } => format!(
                "the roll changed from {}{} to {}{}. Turnout percentages before and after have different bases.",
                self.printed(*earlier),
                self.stage(*earlier),
                self.printed(*later),
                self.stage(*later),
            ),
            Fact::GridCounts {
                counts,
                total,
                steps,
                at_most,
                ..
            } => self.grid(counts, *total, *steps, *at_most, chance),
            Fact::CountFromPercent {
                count,
                percent,
                base: of,
                printed,
                one_of,
            } => self.counts_from_percent(*count, *percent, (*of, printed), *one_of),
            Fact::RoundNumber {
                terms,
                value,
                multiple,
                looks,
            } => self.round(terms, *value, *multiple, *looks),
            Fact::SameFigure { one, other, value } => format!(
                "{}{}{} equals {}, although invalid votes were printed as well: one number, {}, stands for two different things.",
                self.place_of(one),
                self.sum(one),
                self.comes_to(one),
                self.term(other),
                number(*value),
            ),
            Fact::TwoLabels {
                registered,
                ballots,
            } => format!(
                "{} is printed as the roll{} and as the ballots cast{}. One of the two labels may be wrong.",
                self.printed(*registered),
                self.stage(*registered),
                self.stage(*ballots),
            ),
            _ => return None,
        })
    }

    fn slip(&self, repairs: &[Repair], closes: usize, tried: u64) -> String {
        let say = |repair: &Repair| {
            let (printed, repaired) = (amount(repair.printed), amount(repair.repaired));
            let noun = self.noun(repair.figure);
            match repair.kind {
                SlipKind::OtherPrinting(_) => format!(
                    "{noun}: of the two numbers printed, {printed} and {repaired}, only {repaired} fits the other figures"
                ),
                SlipKind::OneDigit => format!("{noun}: {repaired} for {printed}, one digit"),
                SlipKind::Transposition => {
                    format!("{noun}: {repaired} for {printed}, two digits exchanged")
                }
                SlipKind::TotalAsPart => {
                    format!("{noun}: {repaired} for {printed}, which is the total of all options")
                }
                SlipKind::Replaced => format!("{noun}: {repaired} for {printed}"),
            }
        };
        let said: Vec<String> = repairs.iter().map(say).collect();
        let Some(first) = repairs.first() else {
            return "no repair.".into();
        };
        let place = self.place(first.figure);
        if let SlipKind::OtherPrinting(_) = first.kind {
            return format!("{place}{}. Probably a slip in copying.", said.join("; "));
        }
        let which = if repairs.len() == 1 {
            "a single slip of the pen would explain it".to_owned()
        } else {
            format!(
                "any one of {} slips of the pen would explain it",
                repairs.len()
            )
        };
        let all = if closes > 1 {
            format!(" and closes {closes} sums and percentages at once")
        } else {
            String::new()
        };
        format!(
            "{place}{which}{all}. {}. {} single changes were tried.",
            super::super::first_upper(&said.join("; ")),
            number(i128::from(tried)),
        )
    }

    fn grid(
        &self,
        counts: &[(usize, crate::units::MicroPercent)],
        total: i128,
        steps: u32,
        at_most: bool,
        chance: Option<f64>,
    ) -> String {
        let say = |(figure, percent): &(usize, crate::units::MicroPercent)| {
            format!("{} = {}", self.printed(*figure), printed_percent(percent))
        };
        let counts_said: Vec<String> = counts.iter().map(say).collect();
        let grain = if steps == 100 {
            "whole percent"
        } else {
            "percentages with one decimal"
        };
        let limit = if at_most { "at most " } else { "" };
        format!(
            "{}all {} counts are the nearest whole numbers to {grain} of {}: {}. If every split of the votes were equally likely, the chance would be {limit}{}. It suggests that the counts were computed from percentages, which a clerk may do in good faith; it says nothing about who won.",
            self.place(counts[0].0),
            counts.len(),
            number(total),
            list(&counts_said),
            chance.map_or("unknown".into(), odds),
        )
    }

    fn counts_from_percent(
        &self,
        count: usize,
        percent: usize,
        (of, printed): (i128, &[Term]),
        one_of: i128,
    ) -> String {
        let rounding = if total(printed).exact() == Some(of) {
            String::new()
        } else {
            format!(
                ", and {} is {} rounded",
                number(of),
                self.short_sum(printed)
            )
        };
        format!(
            "{}{} {} is to the unit {} of {}{rounding}. Of a count made independently of the percentage one would expect this in 1 of {} cases: weak by itself, and {} is a guess when it was not printed.",
            self.place(count),
            self.printed(count),
            self.noun(count),
            self.printed(percent),
            number(of),
            number(one_of),
            number(of),
        )
    }

    fn round(&self, terms: &[Term], value: i128, multiple: i128, looks: u64) -> String {
        let what = match terms {
            [only] => self.term(only),
            [first, rest @ ..] => {
                let rest: Vec<String> = rest.iter().map(|term| self.size(term)).collect();
                let less = rest.join(" - ");
                format!("{} - {less} is exactly {}", self.term(first), number(value))
            }
            [] => String::new(),
        };
        let mut text = format!(
            "{}{what}, a multiple of {}. A number that is not rounded is so once in {}; {} numbers were looked at, so the chance that at least one is so is {}.",
            self.place_of(terms),
            number(multiple),
            number(multiple),
            looks,
            share(chance_of_any(1.0 / multiple as f64, looks)),
        );
        if let [first, second] = terms
            && let (Some(a), Some(b)) = (first.span.exact(), second.span.exact())
            && one_digit_apart(a, b)
        {
            text.push_str(" The two numbers differ in one digit only: a slip in copying would explain it too.");
        }
        text
    }
}
