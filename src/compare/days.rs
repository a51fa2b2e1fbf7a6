//! Turnout and queue over the day of each poll.

use super::DayBands;
use super::figures::{add, column, percent};
use super::spread::quantiles;
use crate::model::{Assumptions, PersonLaw, Poll, StationSet};
use crate::trials::{Outcome, TrialTable};
use crate::units::SimTime;

/// The day of every poll, in the order of the assumptions.
pub(super) fn days(table: &TrialTable, of: &Assumptions) -> Vec<DayBands> {
    of.polls
        .iter()
        .enumerate()
        .map(|(at, poll)| day(table, of, at, poll))
        .collect()
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

/// Persons who came and cast no ballot: doors shut, patience gone, no papers, or sent away.
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
    poll.stations
        .iter()
        .map(|set| capacity_of_set(of, set))
        .sum()
}

fn capacity_of_set(of: &Assumptions, set: &StationSet) -> Option<f64> {
    let median = |id: crate::model::InputId| of.inputs[id.0].quantile(0.5);
    let servers = |id| median(id).round().max(1.0);
    let per_hour = |servers: f64, service: &PersonLaw| {
        let milliseconds =
            mean(service) * median(service.pace) * service.milliseconds_per_unit as f64;
        (milliseconds > 0.0).then(|| servers * SimTime::HOUR as f64 / milliseconds)
    };
    let booths = per_hour(servers(set.booths), &set.service);
    let desk = set
        .desk
        .as_ref()
        .and_then(|desk| per_hour(servers(desk.clerks), &desk.service));
    let station = match (booths, desk) {
        (Some(booths), Some(desk)) => Some(booths.min(desk)),
        (one, other) => one.or(other),
    };
    station.map(|rate| rate * f64::from(set.count))
}

/// Mean of a law, in its unit: the average of its quantiles in the middle of a thousand equal cells.
fn mean(of: &PersonLaw) -> f64 {
    const CELLS: u32 = 1_000;
    let quantile = |cell| {
        let p = (f64::from(cell) + 0.5) / f64::from(CELLS);
        of.law.quantile(p, &of.support)
    };
    (0..CELLS).map(quantile).sum::<f64>() / f64::from(CELLS)
}
