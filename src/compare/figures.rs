//! The simulated value of every quantity that can be reported, out of the trial table.

use crate::model::{Assumptions, Base, PollId, Quantity, Reported};
use crate::trials::{Outcome, TrialTable};
use crate::units::SimTime;

/// Simulated values of one quantity, one a trial: whole persons, or persons of a base.
///
/// Percentages stay fractions, so that they are compared exactly. Where the base of a trial is 0 it
/// is read as 1: nobody of nobody is 0 %, and somebody of nobody is far above 100 %.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulated {
    /// Persons, ballots or votes.
    pub parts: Vec<i64>,
    /// What they are a percentage of; `None` for a plain count.
    pub bases: Option<Vec<i64>>,
}

impl Simulated {
    /// The value of trial `row` as (part, base); the base of a plain count is 1.
    pub fn at(&self, row: usize) -> (i64, i64) {
        let base = self.bases.as_ref().map_or(1, |bases| bases[row]);
        (self.parts[row], base)
    }

    /// Persons, or percent, as floats.
    pub fn values(&self) -> Vec<f64> {
        match &self.bases {
            None => self.parts.iter().map(|&part| part as f64).collect(),
            Some(bases) => self
                .parts
                .iter()
                .zip(bases)
                .map(|(&part, &base)| percent(part, base))
                .collect(),
        }
    }
}

/// `part` of `base` in percent; a base of 0 counts as 1.
pub(super) fn percent(part: i64, base: i64) -> f64 {
    100.0 * part as f64 / base.max(1) as f64
}

/// The simulated values of what a report is about; sums over its polls.
///
/// # Panics
/// When the table lacks a column of the quantity. The scenario reader makes every time of day that a
/// report names a checkpoint, and the engine counts everything else always.
pub fn simulated(table: &TrialTable, of: &Assumptions, reported: &Reported) -> Simulated {
    let sum = |count: &dyn Fn(usize) -> Vec<i64>| {
        let mut total = vec![0; table.len];
        for &PollId(poll) in &reported.polls {
            add(&mut total, &count(poll), 1);
        }
        total
    };
    let registered = |poll| column(table, Outcome::Registered { poll }).to_vec();
    let ballots = |poll| column(table, Outcome::BallotsCast { poll }).to_vec();
    let ballots_at = |at: Option<SimTime>| {
        move |poll| match at {
            None => column(table, Outcome::BallotsCast { poll }).to_vec(),
            Some(time) => cast_by(table, of, poll, time),
        }
    };
    let invalid = |contest| move |poll| column(table, Outcome::Invalid { poll, contest }).to_vec();
    let valid = |contest| {
        move |poll| {
            let mut total = ballots(poll);
            add(&mut total, &invalid(contest)(poll), -1);
            total
        }
    };
    let votes = |contest, option| {
        move |poll| {
            let outcome = Outcome::Votes {
                poll,
                contest,
                option,
            };
            column(table, outcome).to_vec()
        }
    };
    let base = |of: Base, contest: Option<usize>| match (of, contest) {
        (Base::Valid, Some(contest)) => sum(&valid(contest)),
        (Base::Valid, None) | (Base::Ballots, _) => sum(&ballots),
        (Base::Registered, _) => sum(&registered),
        (Base::Eligible, _) => sum(&|poll| column(table, Outcome::Eligible { poll }).to_vec()),
    };
    let count = |parts| Simulated { parts, bases: None };
    let share = |parts, base| Simulated {
        parts,
        bases: Some(base),
    };
    match reported.quantity {
        Quantity::Registered => count(sum(&registered)),
        Quantity::BallotsCast { at } => count(sum(&ballots_at(at))),
        Quantity::Turnout { of, at } => share(sum(&ballots_at(at)), base(of, None)),
        Quantity::Valid { contest } => count(sum(&valid(contest))),
        Quantity::Invalid { contest } => count(sum(&invalid(contest))),
        Quantity::Votes { contest, option } => count(sum(&votes(contest, option))),
        Quantity::VotePercent {
            contest,
            option,
            of,
        } => share(sum(&votes(contest, option)), base(of, Some(contest))),
        Quantity::Abstentions => {
            let mut rest = sum(&registered);
            add(&mut rest, &sum(&ballots), -1);
            count(rest)
        }
    }
}

/// Ballots cast at one poll up to a time of day.
fn cast_by(table: &TrialTable, of: &Assumptions, poll: usize, time: SimTime) -> Vec<i64> {
    let checkpoint = of.polls[poll]
        .checkpoints
        .iter()
        .position(|&at| at == time)
        .expect("the scenario reader makes every reported time of day a checkpoint");
    column(table, Outcome::CastBy { poll, checkpoint }).to_vec()
}

/// A column that every table has.
pub(super) fn column(table: &TrialTable, outcome: Outcome) -> &[i64] {
    table
        .column(outcome)
        .expect("the trials count every outcome of the assumptions they were run with")
}

/// Adds `sign` times `what` to `total`, trial by trial.
pub(super) fn add(total: &mut [i64], what: &[i64], sign: i64) {
    for (sum, x) in total.iter_mut().zip(what) {
        *sum += sign * x;
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assumptions, reported, table};
    use super::*;
    use crate::model::{Figure, Precision};

    /// Three days at two polls.
    fn three_days() -> (Assumptions, TrialTable) {
        let of = assumptions();
        let votes = |option| Outcome::Votes {
            poll: 0,
            contest: 0,
            option,
        };
        let noon = Outcome::CastBy {
            poll: 0,
            checkpoint: 1,
        };
        let invalid = Outcome::Invalid {
            poll: 0,
            contest: 0,
        };
        let table = table(
            &of,
            3,
            &[
                (Outcome::Registered { poll: 0 }, &[600, 600, 0]),
                (Outcome::Registered { poll: 1 }, &[400, 200, 0]),
                (Outcome::Eligible { poll: 0 }, &[500, 400, 500]),
                (Outcome::BallotsCast { poll: 0 }, &[300, 360, 30]),
                (Outcome::BallotsCast { poll: 1 }, &[100, 40, 0]),
                (noon, &[150, 90, 7]),
                (invalid, &[50, 0, 5]),
                (votes(0), &[200, 270, 20]),
                (votes(1), &[50, 90, 5]),
            ],
        );
        (of, table)
    }

    fn at(polls: &[usize], quantity: Quantity) -> Vec<f64> {
        let (of, table) = three_days();
        let polls = polls.iter().map(|&poll| PollId(poll)).collect();
        let figure = Figure::Count(Precision::Exact(0));
        simulated(&table, &of, &reported("x", polls, quantity, figure)).values()
    }

    #[test]
    fn every_quantity_by_hand() {
        let contest = 0;
        let noon = Some(SimTime::from_hm(14, 0));
        for (quantity, expected) in [
            (Quantity::Registered, [600.0, 600.0, 0.0]),
            (Quantity::BallotsCast { at: None }, [300.0, 360.0, 30.0]),
            (Quantity::BallotsCast { at: noon }, [150.0, 90.0, 7.0]),
            (Quantity::Valid { contest }, [250.0, 360.0, 25.0]),
            (Quantity::Invalid { contest }, [50.0, 0.0, 5.0]),
            (Quantity::Votes { contest, option: 0 }, [200.0, 270.0, 20.0]),
            (Quantity::Abstentions, [300.0, 240.0, -30.0]),
        ] {
            assert_eq!(at(&[0], quantity), expected, "{quantity:?}");
        }
    }

    #[test]
    fn every_percentage_by_hand() {
        let noon = Some(SimTime::from_hm(14, 0));
        let turnout = |of, at| Quantity::Turnout { of, at };
        let yes = |of| Quantity::VotePercent {
            contest: 0,
            option: 0,
            of,
        };
        for (quantity, expected) in [
            // On the third day the roll is empty and read as 1: 30 voters are 3,000 %.
            (turnout(Base::Registered, None), [50.0, 60.0, 3_000.0]),
            (turnout(Base::Registered, noon), [25.0, 15.0, 700.0]),
            (turnout(Base::Eligible, None), [60.0, 90.0, 6.0]),
            (turnout(Base::Ballots, noon), [50.0, 25.0, 700.0 / 30.0]),
            (yes(Base::Valid), [80.0, 75.0, 80.0]),
            (yes(Base::Ballots), [200.0 / 3.0, 75.0, 200.0 / 3.0]),
            (yes(Base::Registered), [100.0 / 3.0, 45.0, 2_000.0]),
            (yes(Base::Eligible), [40.0, 67.5, 4.0]),
        ] {
            let got = at(&[0], quantity);
            for (got, expected) in got.iter().zip(expected) {
                assert!((got - expected).abs() < 1e-9, "{quantity:?}: {got}");
            }
        }
    }

    #[test]
    fn several_polls_are_added_up() {
        assert_eq!(
            at(&[0, 1], Quantity::BallotsCast { at: None }),
            [400.0, 400.0, 30.0]
        );
        let turnout = Quantity::Turnout {
            of: Base::Registered,
            at: None,
        };
        assert_eq!(at(&[0, 1], turnout), [40.0, 50.0, 3_000.0]);
    }

    #[test]
    fn nobody_of_nobody_is_nothing() {
        let turnout = Quantity::Turnout {
            of: Base::Registered,
            at: None,
        };
        assert_eq!(at(&[1], turnout), [25.0, 20.0, 0.0]);
    }
}
