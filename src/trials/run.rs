//! Running trials on several threads, in an order that leaves no trace in the table.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::by_station::{ByStation, Waiting};
use super::columns::{Columns, Row};
use super::table::TrialTable;
use crate::engine::{
    self, EngineError, Freeze, Lane, PollingDay, Prepared, StationTally, Tally, Workspace,
};
use crate::model::Assumptions;
use crate::random::Seed;

/// How often a thread tells its progress: after this many of its own trials.
const TELL_EVERY: u64 = 8;

/// Which trials to run, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The run's seed.
    pub seed: Seed,
    /// Number of the first trial. A run from `first + trials` on continues this one: put together
    /// they are the run of all, so more trials extend and never rewrite.
    pub first: u64,
    /// How many trials.
    pub trials: u64,
    /// Whether the inputs stand at their medians.
    pub freeze: Freeze,
    /// Which lane plays the stations. The table does not depend on it, except in [`Lane::Count`],
    /// whose table has no column that [needs a clock](super::Outcome::needs_clock).
    pub lane: Lane,
    /// Threads; `None` for as many as there are cores. The table does not depend on it.
    pub threads: Option<usize>,
}

/// Whether a run shall go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// Go on.
    On,
    /// Stop soon; what is finished without a gap is kept.
    Stop,
}

/// Why a run yields no table.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TrialsError {
    /// The assumptions cannot be prepared.
    #[error(transparent)]
    Prepare(#[from] EngineError),
    /// A day cannot be drawn.
    #[error("trial {trial}: {source}")]
    Day {
        /// Number of the trial; the lowest that failed.
        trial: u64,
        /// What is wrong.
        source: EngineError,
    },
    /// The threads cannot be started.
    #[error("cannot start {threads} threads")]
    Threads {
        /// How many were asked for.
        threads: usize,
    },
}

/// Runs trials and collects them in a table, one row a trial, in the order of their numbers.
///
/// `progress` is called now and then, from any thread, with the number of trials finished since it
/// was last called (by that thread); when it answers [`Go::Stop`] no further trial begins, and the
/// table holds the longest prefix that is finished without a gap.
///
/// # Errors
/// [`TrialsError`]; which one does not depend on the number of threads.
pub fn run(
    assumptions: &Assumptions,
    settings: &Settings,
    progress: &(dyn Fn(u64) -> Go + Sync),
) -> Result<TrialTable, TrialsError> {
    run_by_station(assumptions, settings, progress, None)
}

/// As [`run`], and keeps rows of single stations.
///
/// # Errors
/// As [`run`].
pub fn run_by_station(
    assumptions: &Assumptions,
    settings: &Settings,
    progress: &(dyn Fn(u64) -> Go + Sync),
    by_station: Option<&ByStation>,
) -> Result<TrialTable, TrialsError> {
    let prepared = Prepared::with_lane(assumptions, settings.lane)?;
    let columns = Columns::new(assumptions, settings.lane);
    let work = Work {
        prepared: &prepared,
        assumptions,
        settings,
        columns: &columns,
        progress,
        by_station,
        waiting: Waiting::default(),
        next: AtomicU64::new(0),
        stop: AtomicBool::new(false),
    };
    let threads = settings.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|_| TrialsError::Threads { threads })?;
    let mut rows: Vec<Finished> = pool.broadcast(|_| work.take_turns()).concat();
    rows.sort_unstable_by_key(|finished| finished.0);
    let mut table = columns.table(settings.first, rows.len());
    for (expected, (at, row)) in rows.into_iter().enumerate() {
        if at != expected as u64 {
            break; // a gap: the run was stopped
        }
        match row {
            Ok(row) => columns.append(&mut table, &row),
            Err(source) => {
                let trial = settings.first + at;
                return Err(TrialsError::Day { trial, source });
            }
        }
    }
    Ok(table)
}

/// A trial counted from the run's first, and its row.
type Finished = (u64, Result<Row, EngineError>);

/// What all threads work on.
struct Work<'a> {
    prepared: &'a Prepared,
    assumptions: &'a Assumptions,
    settings: &'a Settings,
    columns: &'a Columns,
    progress: &'a (dyn Fn(u64) -> Go + Sync),
    by_station: Option<&'a ByStation<'a>>,
    waiting: Waiting,
    /// The next trial nobody has begun.
    next: AtomicU64,
    stop: AtomicBool,
}

impl Work<'_> {
    /// One thread: takes the next trial until none is left. Trials are taken in order, so that a run
    /// that is stopped has hardly a gap.
    fn take_turns(&self) -> Vec<Finished> {
        let mut workspace = Workspace::default();
        let mut finished = Vec::new();
        let mut untold = 0;
        while !self.stop.load(Ordering::Relaxed) {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            if at >= self.settings.trials {
                break;
            }
            let row = self.play(at, &mut workspace);
            if row.is_err() {
                self.stop.store(true, Ordering::Relaxed);
            }
            finished.push((at, row));
            untold += 1;
            if untold == TELL_EVERY {
                self.tell(&mut untold);
            }
        }
        if untold > 0 {
            self.tell(&mut untold);
        }
        finished
    }

    fn tell(&self, untold: &mut u64) {
        if (self.progress)(std::mem::take(untold)) == Go::Stop {
            self.stop.store(true, Ordering::Relaxed);
        }
    }

    fn play(&self, at: u64, workspace: &mut Workspace) -> Result<Row, EngineError> {
        let Settings {
            seed,
            first,
            freeze,
            ..
        } = *self.settings;
        let day = PollingDay::draw(self.prepared, self.assumptions, seed, first + at, freeze)?;
        let tally = match self.by_station.filter(|by| at < by.trials) {
            None => engine::run(self.prepared, self.assumptions, &day, workspace),
            Some(by) => self.play_by_station(by, (at, &day), workspace),
        };
        Ok(self.columns.row(&day, &tally))
    }

    /// Plays a day and hands over the rows of its stations.
    fn play_by_station(
        &self,
        by: &ByStation,
        (at, day): (u64, &PollingDay),
        workspace: &mut Workspace,
    ) -> Tally {
        let mut rows = Vec::new();
        let mut tell = |station: StationTally| (by.write)(day.trial, &station, &mut rows);
        let tally =
            engine::run_by_station(self.prepared, self.assumptions, day, workspace, &mut tell);
        if self.waiting.finish(at, rows, by) == Go::Stop {
            self.stop.store(true, Ordering::Relaxed);
        }
        tally
    }
}
