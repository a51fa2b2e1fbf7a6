//! Playing days at points.

use crate::engine::{self, EngineError, Lane, NOISE_KEYS, PollingDay, Prepared, Workspace};
use crate::model::Assumptions;
use crate::random::Seed;
use crate::stats::splitting::State;
use crate::trials::{TrialTable, tabulate};

/// The level of every day in a table: how near each is to a goal, one number a row. 0 or more means
/// that the goal is reached.
pub type LevelOf<'a> = dyn Fn(&TrialTable) -> Vec<f64> + Sync + 'a;

/// One set of assumptions, ready to be played at any point, in the count lane.
#[derive(Clone, Debug)]
pub struct Ground<'a> {
    /// The assumptions.
    pub assumptions: &'a Assumptions,
    prepared: Prepared,
    seed: Seed,
}

/// Days played at points.
#[derive(Clone, Debug)]
pub struct Days {
    /// The days that there are, one row each, in the order of their points.
    pub table: TrialTable,
    /// For every point the row of its day; `None` where a total refuses the inputs.
    pub rows: Vec<Option<usize>>,
}

impl<'a> Ground<'a> {
    /// Prepares a set of assumptions.
    ///
    /// # Errors
    /// [`EngineError::Correlation`].
    pub fn new(assumptions: &'a Assumptions, seed: Seed) -> Result<Self, EngineError> {
        Ok(Self {
            prepared: Prepared::with_lane(assumptions, Lane::Count)?,
            assumptions,
            seed,
        })
    }

    /// What every trial of these assumptions shares.
    pub fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// The seed of all dice.
    pub fn seed(&self) -> Seed {
        self.seed
    }

    /// How many normal scores a point has.
    pub fn dimension(&self) -> usize {
        self.prepared.coordinates().dimension()
    }

    /// Keys of chance of a point.
    pub const KEYS: usize = NOISE_KEYS;

    /// Plays the day of every point. A point at which there cannot be a day (no weight to divide a
    /// total by, more people than the engine counts) counts as refused.
    pub fn days(&self, points: &[State]) -> Days {
        let mut workspace = Workspace::default();
        let mut rows = Vec::with_capacity(points.len());
        let mut played = Vec::with_capacity(points.len());
        for point in points {
            let day = PollingDay::at(
                &self.prepared,
                self.assumptions,
                self.seed,
                &point.scores,
                &point.noise,
            );
            rows.push(day.ok().flatten().map(|day| {
                let tally = engine::run(&self.prepared, self.assumptions, &day, &mut workspace);
                played.push((day, tally));
                played.len() - 1
            }));
        }
        Days {
            table: tabulate(self.assumptions, Lane::Count, &played),
            rows,
        }
    }

    /// The level of the day of every point; minus infinity where there is no day.
    pub(super) fn levels(&self, points: &[State], level: &LevelOf<'_>) -> Vec<f64> {
        let days = self.days(points);
        let levels = level(&days.table);
        let of = |row: &Option<usize>| row.map_or(f64::NEG_INFINITY, |row| levels[row]);
        days.rows.iter().map(of).collect()
    }
}
