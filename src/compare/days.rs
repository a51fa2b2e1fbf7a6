//! Turnout and queue over the day of each poll.

use super::Quantiles;
use super::capacity::{Ends, voters_through};
use super::figures::{add, column, percent};
use super::spread::quantiles;
use crate::model::{Assumptions, Poll};
use crate::trials::{Outcome, TrialTable};
use crate::units::SimTime;

/// Turnout and queue over the day of one poll.
#[derive(Clone, Debug)]
pub struct DayBands {
    /// Position of the poll.
    pub poll: usize,
    /// When it was looked at.
    pub times: Vec<SimTime>,
    /// Ballots cast up to then as a percentage of registered electors.
    pub turnout: Vec<Quantiles>,
    /// The same of the first days of the run one by one, at most [`DayBands::ONE_BY_ONE`]: by day, then by time.
    pub first_days: Vec<Vec<f64>>,
    /// Persons waiting then, all stations together.
    pub waiting: Vec<Quantiles>,
    /// Ballots cast from one time to the next, per hour; one entry less than `times`.
    pub per_hour: Vec<Quantiles>,
    /// Ballots an hour that all stations can take at the median inputs; `None` when unbounded.
    pub capacity_per_hour: Option<f64>,
    /// Median and 95 % quantile of the longest wait, minutes.
    pub longest_wait: Quantiles,
    /// Waiting when the doors closed.
    pub waiting_at_close: Quantiles,
    /// Turned away, gave up, found no papers or were sent away.
    pub lost: Quantiles,
}

impl DayBands {
    /// How many days are kept one by one.
    pub const ONE_BY_ONE: usize = 40;
}

/// The day of every poll, in the order of the assumptions; empty where days were counted without a
/// clock.
pub(super) fn days(table: &TrialTable, of: &Assumptions) -> Vec<DayBands> {
    if !has_clock(table) {
        return Vec::new();
    }
    of.polls
        .iter()
        .enumerate()
        .map(|(at, poll)| day(table, of, at, poll))
        .collect()
}

/// Whether the days of a table were played through the hours.
pub(super) fn has_clock(table: &TrialTable) -> bool {
    table.outcomes.iter().any(|outcome| outcome.needs_clock())
}

fn day(table: &TrialTable, of: &Assumptions, poll: usize, it: &Poll) -> DayBands {
    let cast: Vec<&[i64]> = (0..it.checkpoints.len())
        .map(|checkpoint| column(table, Outcome::CastBy { poll, checkpoint }))
        .collect();
    let registered = column(table, Outcome::Registered { poll });
    let shares = |cast: &[i64]| -> Vec<f64> {
        let pairs = cast.iter().zip(registered);
        pairs.map(|(&cast, &roll)| percent(cast, roll)).collect()
    };
    let counts = |outcome| column(table, outcome).iter().map(|&n| n as f64).collect();
    let minutes = |outcome| {
        let waits = column(table, outcome).iter();
        waits.map(|&ms| SimTime(ms).as_minutes()).collect()
    };
    DayBands {
        poll,
        times: it.checkpoints.clone(),
        turnout: cast.iter().map(|c| quantiles(shares(c))).collect(),
        first_days: (0..table.len.min(DayBands::ONE_BY_ONE))
            .map(|day| {
                let shares = cast.iter().map(|c| percent(c[day], registered[day]));
                shares.collect()
            })
            .collect(),
        waiting: (0..it.checkpoints.len())
            .map(|checkpoint| quantiles(counts(Outcome::WaitingAt { poll, checkpoint })))
            .collect(),
        per_hour: cast
            .windows(2)
            .zip(it.checkpoints.windows(2))
            .map(|(cast, times)| quantiles(rates(cast[0], cast[1], times[1] - times[0])))
            .collect(),
        capacity_per_hour: capacity_per_hour(of, it),
        longest_wait: quantiles(minutes(Outcome::LongestWait { poll })),
        waiting_at_close: quantiles(counts(Outcome::WaitingAtClose { poll })),
        lost: quantiles(lost(table, poll).iter().map(|&n| n as f64).collect()),
    }
}

/// Ballots an hour between two checkpoints, trial by trial.
fn rates(before: &[i64], after: &[i64], span: SimTime) -> Vec<f64> {
    let pairs = before.iter().zip(after);
    pairs
        .map(|(&before, &after)| (after - before) as f64 / span.as_hours())
        .collect()
}

/// Persons who came and cast no ballot: doors shut, queue too long, patience gone, no papers, or sent away.
pub(super) fn lost(table: &TrialTable, poll: usize) -> Vec<i64> {
    let mut sum = vec![0; table.len];
    for outcome in [
        Outcome::TurnedAway { poll },
        Outcome::GaveUp { poll },
        Outcome::OutOfPapers { poll },
        Outcome::Unserved { poll },
    ] {
        add(&mut sum, column(table, outcome), 1);
    }
    sum
}

/// Voters an hour that all booths of a poll can take at the median inputs; where a registration desk
/// is slower, that many. `None` when service takes no time. Mobile boxes are not counted.
fn capacity_per_hour(of: &Assumptions, poll: &Poll) -> Option<f64> {
    let hour = SimTime(SimTime::HOUR).as_seconds();
    let sets = poll.stations.iter();
    let sum: f64 = sets
        .map(|set| voters_through(of, set, hour, Ends::Median))
        .sum();
    sum.is_finite().then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assumptions, table};
    use super::*;
    use crate::model::{Desk, Law, PersonLaw, Support};

    #[test]
    fn a_day_by_hand() {
        let of = assumptions();
        let cast = |checkpoint| Outcome::CastBy {
            poll: 0,
            checkpoint,
        };
        let table = table(
            &of,
            2,
            &[
                (Outcome::Registered { poll: 0 }, &[600, 600]),
                (cast(1), &[120, 180]),
                (cast(2), &[300, 480]),
                (Outcome::LongestWait { poll: 0 }, &[60_000, 180_000]),
                (Outcome::TurnedAway { poll: 0 }, &[1, 2]),
                (Outcome::GaveUp { poll: 0 }, &[3, 4]),
                (Outcome::OutOfPapers { poll: 0 }, &[5, 6]),
                (Outcome::Unserved { poll: 0 }, &[7, 8]),
            ],
        );
        let days = days(&table, &of);
        let north = &days[0];
        assert_eq!(north.times.len(), 3);
        // 120 and 180 of 600 are 20 % and 30 %; in the middle 25 %.
        assert_eq!(
            (north.turnout[1].lowest, north.turnout[1].highest),
            (20.0, 30.0)
        );
        assert_eq!(north.turnout[1].median, 25.0);
        // The days themselves: 20 % and then 50 %, 30 % and then 80 %.
        assert_eq!(north.first_days, [[0.0, 20.0, 50.0], [0.0, 30.0, 80.0]]);
        // From 14:00 to 20:00: 180 and 300 ballots in 6 hours.
        assert_eq!(north.per_hour.len(), 2);
        assert_eq!(
            (north.per_hour[1].lowest, north.per_hour[1].highest),
            (30.0, 50.0)
        );
        assert_eq!(
            (north.longest_wait.lowest, north.longest_wait.highest),
            (1.0, 3.0)
        );
        assert_eq!((north.lost.lowest, north.lost.highest), (16.0, 20.0));
        assert_eq!(days[1].lost.highest, 0.0);
    }

    #[test]
    fn capacity_is_booths_times_hours_unless_the_desk_is_slower() {
        let mut of = assumptions();
        // 2 stations x 3 booths x 60 voters an hour.
        assert_eq!(capacity_per_hour(&of, &of.polls[0]), Some(360.0));
        // One clerk who takes 30 seconds: 2 x 120; one who takes 10 seconds does not limit.
        for (seconds, expected) in [(30.0, 240.0), (10.0, 360.0)] {
            let pace = of.polls[0].stations[0].service.pace;
            of.polls[0].stations[0].desk = Some(Desk {
                clerks: pace,
                service: PersonLaw {
                    law: Law::Fixed(seconds),
                    support: Support::NOT_NEGATIVE,
                    pace,
                    milliseconds_per_unit: 1_000,
                },
            });
            assert_eq!(capacity_per_hour(&of, &of.polls[0]), Some(expected));
        }
        of.polls[0].stations[0].desk = None;
        of.polls[0].stations[0].service.law = Law::Fixed(0.0);
        assert_eq!(capacity_per_hour(&of, &of.polls[0]), None);
    }
}
