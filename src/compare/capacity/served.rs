//! What the simulated days say about capacity.

use super::super::Quantiles;
use super::super::days::lost;
use super::super::figures::column;
use super::super::spread::quantiles;
use crate::trials::{Outcome, TrialTable};
use crate::units::SimTime;

/// Of a hundred simulated days, how many must keep the rule of 30 minutes for booths to be enough.
pub const KEPT: u64 = 95;

/// The rule: nobody waits longer, milliseconds.
const RULE: i64 = 30 * SimTime::MINUTE;

/// How some simulated days of one poll went.
#[derive(Clone, Debug, PartialEq)]
pub struct Served {
    /// Simulated days.
    pub days: u64,
    /// Days on which everybody who came cast a ballot.
    pub everybody: u64,
    /// Persons who came.
    pub came: Quantiles,
    /// Ballots cast.
    pub voted: Quantiles,
    /// Persons who came and cast none: turned away, turned back, out of patience, sent away, no paper.
    pub lost: Quantiles,
    /// Longest wait of a voter, minutes.
    pub longest_wait: Quantiles,
    /// When the last ballot was cast, hours after midnight.
    pub ended: Quantiles,
}

/// Reads a table of trials of the poll at `poll` in its assumptions.
pub fn served(table: &TrialTable, poll: usize) -> Served {
    let of = |outcome| column(table, outcome);
    let plain = |values: &[i64]| quantiles(values.iter().map(|&n| n as f64).collect());
    let scaled = |values: &[i64], unit: i64| {
        quantiles(values.iter().map(|&n| n as f64 / unit as f64).collect())
    };
    let lost = lost(table, poll);
    Served {
        days: table.len as u64,
        everybody: lost.iter().filter(|&&n| n == 0).count() as u64,
        came: plain(of(Outcome::Came { poll })),
        voted: plain(of(Outcome::BallotsCast { poll })),
        lost: plain(&lost),
        longest_wait: scaled(of(Outcome::LongestWait { poll }), SimTime::MINUTE),
        ended: scaled(of(Outcome::LastBallotAt { poll }), SimTime::HOUR),
    }
}

/// The waits of one station set with a number of booths, nobody leaving the queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoothRow {
    /// Booths at every station of the set.
    pub booths: u32,
    /// Longest wait of the day, minutes: its mean over the simulated days.
    pub mean: f64,
    /// Its quantiles.
    pub longest: Quantiles,
    /// Share of all voters of all days who waited longer than 30 minutes, in [0, 1].
    pub over: f64,
    /// Days on which nobody waited longer than 30 minutes.
    pub kept: u64,
    /// Simulated days.
    pub days: u64,
}

/// Reads a table of trials of [`what_if::with_booths`](super::what_if::with_booths): all waits of the
/// poll are those of the set.
pub fn booth_row(table: &TrialTable, poll: usize, set: usize, booths: u32) -> BoothRow {
    let waits = column(table, Outcome::LongestWait { poll });
    let sum = |outcome| column(table, outcome).iter().sum::<i64>() as f64;
    let minutes: Vec<f64> = waits.iter().map(|&ms| SimTime(ms).as_minutes()).collect();
    BoothRow {
        booths,
        mean: minutes.iter().sum::<f64>() / minutes.len().max(1) as f64,
        longest: quantiles(minutes),
        over: sum(Outcome::WaitedOver30Min { poll }) / sum(Outcome::BySet { poll, set }).max(1.0),
        kept: waits.iter().filter(|&&ms| ms <= RULE).count() as u64,
        days: table.len as u64,
    }
}

/// Whether a number of booths is enough: nobody waits longer than 30 minutes in at least
/// [`KEPT`] of 100 simulated days.
pub fn enough(row: &BoothRow) -> bool {
    row.days > 0 && 100 * row.kept >= KEPT * row.days
}

/// The fewest booths of a sweep that are enough, as are all larger numbers in it.
pub fn needed(rows: &[BoothRow]) -> Option<u32> {
    let last = rows.iter().rev().take_while(|row| enough(row)).last();
    last.map(|row| row.booths)
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{assumptions, table};
    use super::*;

    #[test]
    fn days_by_hand() {
        let of = assumptions();
        let mut table = table(
            &of,
            4,
            &[
                (Outcome::Came { poll: 0 }, &[100, 100, 120, 120]),
                (Outcome::BallotsCast { poll: 0 }, &[100, 98, 120, 117]),
                (Outcome::GaveUp { poll: 0 }, &[0, 2, 0, 1]),
                (Outcome::TurnedAway { poll: 0 }, &[0, 0, 0, 2]),
                (
                    Outcome::LongestWait { poll: 0 },
                    &[60_000, 1_800_000, 1_800_001, 3_600_000],
                ),
            ],
        );
        for (outcome, values) in [
            (Outcome::LastBallotAt { poll: 0 }, vec![72_000_000; 4]),
            (Outcome::WaitedOver30Min { poll: 0 }, vec![0, 0, 1, 20]),
            (Outcome::BySet { poll: 0, set: 0 }, vec![100, 98, 120, 102]),
        ] {
            let at = table
                .outcomes
                .binary_search(&outcome)
                .unwrap_or_else(|at| at);
            table.outcomes.insert(at, outcome);
            table.counts.insert(at, values);
        }
        let days = served(&table, 0);
        assert_eq!((days.days, days.everybody), (4, 2));
        assert_eq!((days.came.lowest, days.voted.highest), (100.0, 120.0));
        assert_eq!((days.lost.highest, days.ended.median), (3.0, 20.0));
        let row = booth_row(&table, 0, 0, 3);
        // Half an hour to the millisecond keeps the rule; 21 of 420 voters waited longer.
        assert_eq!((row.kept, row.over, row.booths), (2, 0.05, 3));
        assert!((row.mean - (1.0 + 30.0 + 30.0 + 1.0 / 60_000.0 + 60.0) / 4.0).abs() < 1e-9);
    }

    #[test]
    fn needed_is_the_first_number_after_which_all_are_enough() {
        let row = |booths, kept| BoothRow {
            booths,
            kept,
            days: 20,
            mean: 0.0,
            longest: Quantiles::default(),
            over: 0.0,
        };
        let rows = [row(1, 0), row(2, 18), row(3, 19), row(4, 20)];
        assert_eq!(needed(&rows), Some(3));
        assert_eq!(needed(&rows[..2]), None);
        assert_eq!(needed(&[row(1, 19), row(2, 18)]), None);
    }
}
