//! What a search for rare days is to reach: reported figures as levels.

use super::figures::{Simulated, simulated};
use super::tails::holds;
use super::{FigureComparison, Interval, Side};
use crate::model::{Assumptions, Reported};
use crate::trials::TrialTable;

/// Reported figures that a day is to reach, and how far it is from them.
///
/// A day's level is 0 when all claims hold and negative otherwise: minus the greatest distance of its
/// figures from their claims, each in units of its figure's simulated spread. So days can be compared
/// by how near they come.
#[derive(Clone, Debug)]
pub struct Goal<'a> {
    of: &'a Assumptions,
    claims: Vec<Aim<'a>>,
}

/// One figure of a goal.
#[derive(Clone, Debug)]
struct Aim<'a> {
    reported: &'a Reported,
    interval: Interval,
    /// Only this edge counts; `None` when the whole interval must be met.
    side: Option<Side>,
    /// Simulated spread, above 0.
    scale: f64,
}

impl<'a> Goal<'a> {
    /// Days at least as extreme as each figure's near edge, on the side of its tail.
    pub fn tails(
        of: &'a Assumptions,
        reported: &'a [Reported],
        figures: &[&FigureComparison],
    ) -> Self {
        let aim = |figure: &&FigureComparison| aim(reported, figure, Some(figure.tail.side));
        Self {
            of,
            claims: figures.iter().map(aim).collect(),
        }
    }

    /// Days on which every figure comes out as published, within its precision.
    pub fn as_published(
        of: &'a Assumptions,
        reported: &'a [Reported],
        figures: &[&FigureComparison],
    ) -> Self {
        let aim = |figure: &&FigureComparison| aim(reported, figure, None);
        Self {
            of,
            claims: figures.iter().map(aim).collect(),
        }
    }

    /// The level of every day of a table, one number a row; 0 exactly where the goal is reached.
    ///
    /// # Panics
    /// When the table lacks a column: a figure of an hour of the day needs a clock.
    pub fn levels(&self, table: &TrialTable) -> Vec<f64> {
        let mut levels = vec![0.0_f64; table.len];
        for aim in &self.claims {
            let simulated = simulated(table, self.of, aim.reported);
            for (row, level) in levels.iter_mut().enumerate() {
                *level = level.min(aim.level(&simulated, row));
            }
        }
        levels
    }

    /// Whether the count lane can tell: no figure of an hour of the day.
    pub fn without_clock(&self) -> bool {
        let timeless = |aim: &Aim<'_>| aim.reported.quantity.hour().is_none();
        self.claims.iter().all(timeless)
    }
}

impl Aim<'_> {
    /// 0 where the claim holds, else minus the distance to it.
    fn level(&self, simulated: &Simulated, row: usize) -> f64 {
        let met = |side| holds(simulated, &self.interval, side, row);
        let (part, base) = simulated.at(row);
        let value = match &simulated.bases {
            None => part as f64,
            Some(_) => super::figures::percent(part, base),
        };
        let claim = self.interval.claim();
        let short = |edge: Option<f64>, sign: f64| {
            let away = edge.map_or(0.0, |edge| sign * (edge - value));
            // Rounding of the percentage never turns a miss into a hit.
            -(away / self.scale).max(f64::MIN_POSITIVE)
        };
        let sides = [
            (Side::High, claim.lowest, 1.0),
            (Side::Low, claim.highest, -1.0),
        ];
        let missed = sides
            .into_iter()
            .filter(|(side, ..)| self.side.is_none_or(|only| only == *side) && !met(*side));
        missed
            .map(|(_, edge, sign)| short(edge, sign))
            .fold(0.0, f64::min)
    }
}

/// A figure as an aim, scaled by its simulated spread.
fn aim<'a>(reported: &'a [Reported], figure: &FigureComparison, side: Option<Side>) -> Aim<'a> {
    let reported = &reported[figure.reported];
    Aim {
        reported,
        interval: Interval::of(&reported.figure),
        side,
        scale: scale_of(figure),
    }
}

/// The simulated spread of a figure, in which distances from its claim are told: about a standard deviation;
/// above 0.
pub(super) fn scale_of(figure: &FigureComparison) -> f64 {
    let spread = figure.simulated.q975 - figure.simulated.q025;
    if spread > 0.0 { spread / 4.0 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assumptions, reported, table};
    use super::*;
    use crate::model::{Base, Figure, PollId, Precision, Quantity, Scenario};
    use crate::trials::Outcome;
    use crate::units::MicroPercent;

    fn days() -> (Assumptions, TrialTable) {
        let of = assumptions();
        let cast = Outcome::BallotsCast { poll: 0 };
        let table = table(&of, 4, &[(cast, &[300, 399, 400, 460])]);
        (of, table)
    }

    fn levels(side: Option<Side>, precision: Precision<i64>) -> Vec<f64> {
        let (of, table) = days();
        let quantity = Quantity::BallotsCast { at: None };
        let claim = reported("x", vec![PollId(0)], quantity, Figure::Count(precision));
        let goal = Goal {
            of: &of,
            claims: vec![Aim {
                interval: Interval::of(&claim.figure),
                reported: &claim,
                side,
                scale: 10.0,
            }],
        };
        assert!(goal.without_clock());
        goal.levels(&table)
    }

    #[test]
    fn levels_by_hand() {
        let rounded = Precision::Rounded { value: 425, to: 50 }; // 400 to 449
        let high = levels(Some(Side::High), rounded);
        assert_eq!(high, [-10.0, -0.1, 0.0, 0.0]);
        let low = levels(Some(Side::Low), rounded);
        assert_eq!(low, [0.0, 0.0, 0.0, -1.1]);
        assert_eq!(levels(None, rounded), [-10.0, -0.1, 0.0, -1.1]);
    }

    #[test]
    fn a_miss_by_nothing_is_a_miss() {
        // More than 400 are 401 persons, less are 399.
        let more = levels(Some(Side::High), Precision::MoreThan(400));
        assert_eq!(more, [-10.1, -0.2, -0.1, 0.0]);
        let less = levels(Some(Side::Low), Precision::LessThan(400));
        assert_eq!(less, [0.0, 0.0, -0.1, -6.1]);
        // 399 of 600 are 66.5 %, which is not more than that, nor less, and away by nothing.
        let (of, _) = days();
        let columns: [(Outcome, &[i64]); 2] = [
            (Outcome::BallotsCast { poll: 0 }, &[300, 399, 400, 460]),
            (Outcome::Registered { poll: 0 }, &[600; 4]),
        ];
        let table = table(&of, 4, &columns);
        let percent = |side, precision| {
            let quantity = Quantity::Turnout {
                of: Base::Registered,
                at: None,
            };
            let claim = reported("x", vec![PollId(0)], quantity, Figure::Percent(precision));
            let goal = Goal {
                of: &of,
                claims: vec![Aim {
                    interval: Interval::of(&claim.figure),
                    reported: &claim,
                    side: Some(side),
                    scale: 0.5,
                }],
            };
            goal.levels(&table)
        };
        let edge = MicroPercent(66_500_000);
        let more = percent(Side::High, Precision::MoreThan(edge));
        assert_eq!((more[0], more[2], more[3]), (-33.0, 0.0, 0.0));
        assert!(more[1] < 0.0 && more[1] > -1e-300, "{more:?}");
        let less = percent(Side::Low, Precision::LessThan(edge));
        assert_eq!((less[0], less[1] < 0.0), (0.0, true));
        assert!((less[3] + 2.0 * (46_000.0 / 600.0 - 66.5)).abs() < 1e-9);
        // Of two sides that cannot both be met, the one that is missed by more.
        let between = levels(None, Precision::Between(390, 410));
        assert_eq!(between, [-9.0, 0.0, 0.0, -5.0]);
    }

    #[test]
    fn distances_are_told_in_quarters_of_what_95_of_100_days_span() {
        let (of, table) = days();
        let quantity = Quantity::BallotsCast { at: None };
        let exact = |value| Figure::Count(Precision::Exact(value));
        let scenario = |value| {
            let told = reported("x", vec![PollId(0)], quantity, exact(value));
            super::super::testing::scenario(of.clone(), vec![told])
        };
        let figure = |value| {
            let run = super::super::testing::run("base", table.clone());
            super::super::compare(&scenario(value), &[run]).variants[0].figures[0].clone()
        };
        let mut it = figure(400);
        it.simulated.q025 = 310.0;
        it.simulated.q975 = 450.0;
        assert_eq!(scale_of(&it), 35.0);
        it.simulated.q975 = 310.0;
        assert_eq!(scale_of(&it), 1.0);
        // The whole figure must be met as published; of its tail only the near edge.
        it.simulated.q975 = 350.0;
        let all = scenario(400);
        let tails = Goal::tails(&of, &all.reported, &[&it]).levels(&table);
        assert_eq!(tails, [-10.0, -0.1, 0.0, 0.0]);
        let published = Goal::as_published(&of, &all.reported, &[&it]).levels(&table);
        assert_eq!(published, [-10.0, -0.1, 0.0, -6.0]);
        // Several figures together: the one that is furthest away.
        let mut other = figure(460);
        (other.simulated.q025, other.simulated.q975) = (310.0, 350.0);
        let all = Scenario {
            reported: vec![all.reported[0].clone(), scenario(460).reported.remove(0)],
            ..all
        };
        other.reported = 1;
        let both = Goal::tails(&of, &all.reported, &[&it, &other]).levels(&table);
        assert_eq!(both, [-16.0, -6.1, -6.0, 0.0]);
    }

    #[test]
    fn a_claim_without_an_edge_there_holds() {
        let at_least = Precision::AtLeast(400);
        assert_eq!(levels(None, at_least), [-10.0, -0.1, 0.0, 0.0]);
    }
}
