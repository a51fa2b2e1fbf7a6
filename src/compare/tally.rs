//! Counting days as they are finished, where there are too many to hold: what a comparison needs of
//! them and no rows.
//!
//! Whole numbers and exact counts: what comes out is what counting the whole table gives, whatever the
//! order of the pieces. Only the quantiles of a figure with very many different values are those of
//! narrow cells, see [`Histogram`].

use std::collections::BTreeMap;

use super::joint::headline;
use super::tails::{Counted, holds};
use super::{Interval, Side, simulated};
use crate::model::{Assumptions, Figure, Reported, Scenario};
use crate::stats::histogram::Histogram;
use crate::trials::TrialTable;

/// Different values of a figure that are held exactly, whatever the number of days: about a million
/// counts, or 131,072 percentages.
pub fn most_different(figure: &Figure) -> usize {
    match figure {
        Figure::Count(_) => 1 << 20,
        Figure::Percent(_) => 1 << 17,
    }
}

/// The days of one set of assumptions, counted.
#[derive(Clone, Debug)]
pub struct Tally {
    days: u64,
    /// One entry a reported figure.
    pub(super) figures: Vec<FigureTally>,
    /// Positions of the headline figures of a joint claim.
    headline: Vec<usize>,
    /// How often which of them are reached, from the high and the low side each.
    combinations: BTreeMap<Vec<[bool; 2]>, u64>,
}

/// The days beside one figure.
#[derive(Clone, Debug)]
pub(super) struct FigureTally {
    /// How many reach it.
    pub reached: Counted,
    /// What they came to, persons or percent.
    pub values: Histogram,
}

impl Tally {
    /// Nothing counted yet, for the figures of a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        let figure = |reported: &Reported| FigureTally {
            reached: Counted::default(),
            values: Histogram::new(most_different(&reported.figure)),
        };
        Self {
            days: 0,
            figures: scenario.reported.iter().map(figure).collect(),
            headline: headline(&scenario.reported),
            combinations: BTreeMap::new(),
        }
    }

    /// Counts the days of a table; `of` are the assumptions they were played with.
    ///
    /// # Panics
    /// When it is the tally of another scenario, or the table lacks a column.
    pub fn add(&mut self, scenario: &Scenario, of: &Assumptions, table: &TrialTable) {
        self.days += table.len as u64;
        let mut combinations = vec![Vec::with_capacity(self.headline.len()); table.len];
        let mut sides: Vec<Vec<[bool; 2]>> = Vec::new();
        for (reported, figure) in scenario.reported.iter().zip(&mut self.figures) {
            let (days, claim) = (
                simulated(table, of, reported),
                Interval::of(&reported.figure),
            );
            let held = |row| [Side::High, Side::Low].map(|side| holds(&days, &claim, side, row));
            let held: Vec<[bool; 2]> = (0..table.len).map(held).collect();
            held.iter().for_each(|&it| figure.reached.add(it));
            days.values().into_iter().for_each(|x| figure.values.add(x));
            sides.push(held);
        }
        for &at in &self.headline {
            for (day, &held) in combinations.iter_mut().zip(&sides[at]) {
                day.push(held);
            }
        }
        for day in combinations {
            *self.combinations.entry(day).or_insert(0) += 1;
        }
    }

    /// How many days were counted.
    pub fn days(&self) -> u64 {
        self.days
    }

    /// Days on which every headline figure is reached, each from its side.
    pub(super) fn all_hold(&self, sides: &[Side]) -> u64 {
        let holds = |held: &[[bool; 2]]| {
            held.iter()
                .zip(sides)
                .all(|(&[high, low], side)| match side {
                    Side::High => high,
                    Side::Low => low,
                })
        };
        let all = self.combinations.iter().filter(|(day, _)| holds(day));
        all.map(|(_, often)| often).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assumptions, reported, run, scenario, table};
    use super::super::{Comparison, Warning, compare, compare_tallied};
    use super::*;
    use crate::model::{Base, Direction, PollId, Precision, Quantity};
    use crate::random::{Address, Place, Purpose, Seed};
    use crate::trials::{Outcome, VariantRun};
    use crate::units::MicroPercent;

    /// Days on which the two polls trade off, and the roll varies.
    fn days(len: usize) -> TrialTable {
        let (purpose, place) = (Purpose::Resampling, Place::EVERYWHERE);
        let (seed, trial) = (Seed(20_061_112), 3);
        let mut dice = Address {
            seed,
            purpose,
            trial,
            place,
        }
        .fast();
        let mut upto = |n: u64| (dice.bits() % n) as i64;
        let roll: Vec<i64> = (0..len).map(|_| 560 + upto(80)).collect();
        let north: Vec<i64> = (0..len).map(|_| 300 + upto(100)).collect();
        let south: Vec<i64> = north.iter().map(|n| 500 - n + upto(30)).collect();
        let columns = [
            (Outcome::Registered { poll: 0 }, &roll[..]),
            (Outcome::BallotsCast { poll: 0 }, &north[..]),
            (Outcome::BallotsCast { poll: 1 }, &south[..]),
        ];
        table(&assumptions(), len, &columns)
    }

    /// Rows of a table, as a block has them.
    fn rows(of: &TrialTable, from: usize, to: usize) -> TrialTable {
        let mut part = of.clone();
        (part.first, part.len) = (from as u64, to - from);
        part.inputs
            .iter_mut()
            .for_each(|it| *it = it[from..to].to_vec());
        part.counts
            .iter_mut()
            .for_each(|it| *it = it[from..to].to_vec());
        part
    }

    fn figures() -> Scenario {
        let cast = Quantity::BallotsCast { at: None };
        let turnout = Quantity::Turnout {
            of: Base::Registered,
            at: None,
        };
        let percent = Figure::Percent(Precision::Rounded {
            value: MicroPercent(66_000_000),
            to: MicroPercent(1_000_000),
        });
        let mut figures = vec![
            reported(
                "north",
                vec![PollId(0)],
                cast,
                Figure::Count(Precision::AtLeast(390)),
            ),
            reported(
                "south",
                vec![PollId(1)],
                cast,
                Figure::Count(Precision::Exact(130)),
            ),
            reported("percent", vec![PollId(0)], turnout, percent),
            reported(
                "low",
                vec![PollId(0)],
                cast,
                Figure::Count(Precision::AtMost(301)),
            ),
        ];
        figures[1].direction = Direction::Both;
        figures[2].direction = Direction::Both;
        scenario(assumptions(), figures)
    }

    /// The first `held` days in a table and all counted, in blocks of `block`.
    fn tallied(scenario: &Scenario, all: &TrialTable, held: usize, block: usize) -> Comparison {
        let mut tally = Tally::new(scenario);
        for from in (0..all.len).step_by(block) {
            let part = rows(all, from, all.len.min(from + block));
            tally.add(scenario, &scenario.assumptions, &part);
        }
        assert_eq!(tally.days(), all.len as u64);
        let done = all.len as u64;
        let first = VariantRun {
            done,
            requested: done,
            ..run("base", rows(all, 0, held))
        };
        compare_tallied(scenario, &[first], &[tally])
    }

    #[test]
    fn counting_all_days_says_what_holding_them_says() {
        let (scenario, all) = (figures(), days(5_000));
        let whole = &compare(&scenario, &[run("base", all.clone())]).variants[0];
        for (held, block) in [(5_000, 5_000), (700, 64), (64, 4_096), (1, 1)] {
            let counted = &tallied(&scenario, &all, held, block).variants[0];
            assert_eq!((counted.trials, counted.shown), (5_000, held as u64));
            for (counted, whole) in counted.figures.iter().zip(&whole.figures) {
                assert_eq!(counted.tail, whole.tail, "{held}, {block}");
                assert_eq!(counted.simulated, whole.simulated, "{held}, {block}");
                assert_eq!(counted.standing, whole.standing);
                assert_eq!(counted.values, whole.values[..held]);
            }
            let joint = |it: &super::super::VariantComparison| {
                let tail = it.joint.as_ref().map(|it| it.tail);
                tail.map(|it| (it.side, it.hits, it.trials, it.p, it.area))
            };
            assert!(joint(whole).is_some_and(|it| it.1 > 0));
            assert_eq!(joint(counted), joint(whole), "{held}, {block}");
            let told = counted
                .warnings
                .contains(&Warning::FirstDays(held as u64, 5_000));
            assert_eq!(told, held < 5_000);
        }
    }
}
