//! What every station of one set came to on the days of a run, kept in memory.

use std::sync::{Mutex, PoisonError};

use super::by_station::ByStation;
use super::run::{Go, Settings, TrialsError, run_by_station};
use crate::engine::StationTally;
use crate::model::{Assumptions, PollId};

/// Which stations, and the votes of which option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StationsOf {
    /// The poll.
    pub poll: PollId,
    /// Position of the set in `Poll::stations`.
    pub set: usize,
    /// Position of the contest whose valid votes are counted; `None` where every ballot is taken as valid.
    pub contest: Option<usize>,
    /// Position of the option in that contest; `None` for no votes.
    pub option: Option<usize>,
}

/// What one station came to on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StationCount {
    /// Ballots cast.
    pub ballots_cast: u32,
    /// Valid votes.
    pub valid: u32,
    /// Votes for the option; 0 without one.
    pub votes: u32,
}

/// The stations of a set on the days of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StationDays {
    /// Number of the first day's trial.
    pub first: u64,
    /// How many stations.
    pub stations: usize,
    /// One entry a day and station: all stations of a day in the order of their numbers, day after day.
    pub counts: Vec<StationCount>,
}

impl StationDays {
    /// How many days.
    pub fn days(&self) -> usize {
        self.counts.len() / self.stations.max(1)
    }

    /// All stations on a day, counted from the first.
    pub fn day(&self, at: usize) -> &[StationCount] {
        &self.counts[at * self.stations..(at + 1) * self.stations]
    }
}

/// Bytes of a station's counts on their way from a thread.
const BYTES: usize = 12;

/// Plays the days of `settings` once more and keeps what each station of a set came to. The days are
/// those that [`run`](fn@super::run) plays with the same settings, and fewer when stopped.
///
/// # Errors
/// As [`run`](fn@super::run).
pub fn station_days(
    assumptions: &Assumptions,
    settings: &Settings,
    of: StationsOf,
    progress: &(dyn Fn(u64) -> Go + Sync),
) -> Result<StationDays, TrialsError> {
    let all: Mutex<Vec<StationCount>> = Mutex::default();
    let write = |_: u64, it: &StationTally, to: &mut Vec<u8>| {
        if it.poll == of.poll && it.set == of.set {
            let count = count(it, of);
            for number in [count.ballots_cast, count.valid, count.votes] {
                to.extend_from_slice(&number.to_le_bytes());
            }
        }
    };
    let take = |rows: &[u8]| {
        let number = |b: &[u8]| u32::from_le_bytes([b[0], b[1], b[2], b[3]]);
        let counts = rows.chunks_exact(BYTES).map(|row| StationCount {
            ballots_cast: number(&row[..4]),
            valid: number(&row[4..8]),
            votes: number(&row[8..]),
        });
        // A thread that panicked while it held the list has put in no half of a day.
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(counts);
        Go::On
    };
    let by = ByStation {
        trials: settings.trials,
        write: &write,
        take: &take,
    };
    run_by_station(assumptions, settings, progress, Some(&by))?;
    Ok(StationDays {
        first: settings.first,
        stations: assumptions.polls[of.poll.0].stations[of.set].count as usize,
        counts: all.into_inner().unwrap_or_else(PoisonError::into_inner),
    })
}

fn count(it: &StationTally, of: StationsOf) -> StationCount {
    let tally = it.tally;
    let contest = of.contest.map(|at| &tally.contests[at]);
    let valid = contest.map_or(tally.ballots_cast, |of| tally.ballots_cast - of.invalid);
    let votes = contest.zip(of.option).map(|(of, at)| of.votes[at]);
    // No station has so many people; a count that did not fit would be the most there is.
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    StationCount {
        ballots_cast: small(tally.ballots_cast),
        valid: small(valid),
        votes: small(votes.unwrap_or(0)),
    }
}
