//! Playing days at points.

use crate::engine::{self, EngineError, Lane, NOISE_KEYS, PollingDay, Prepared, Workspace};
use crate::model::Assumptions;
use crate::random::{Address, Place, Purpose, Seed, open01};
use crate::stats::normal;
use crate::stats::splitting::{Problem, State};
use crate::stats::stretch::stretch_factor;
use crate::trials::{TrialTable, tabulate};
use crate::units::Estimate;
use rayon::prelude::*;

/// The level of every day in a table: how near each is to a goal, one number a row. 0 or more means
/// that the goal is reached.
pub type LevelOf<'a> = dyn Fn(&TrialTable) -> Vec<f64> + Sync + 'a;

/// One set of assumptions, ready to be played at any point, in the count lane.
#[derive(Clone, Debug)]
pub struct Ground<'a> {
    /// The assumptions.
    pub assumptions: &'a Assumptions,
    prepared: Prepared,
    lane: Lane,
    seed: Seed,
    spread: f64,
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
            lane: Lane::Count,
            assumptions,
            seed,
            spread: 1.0,
        })
    }

    /// The same with every input's normal score multiplied by `spread` (above 0) before a day is
    /// played: 0.5 for half of every stated uncertainty, 2 for twice as much.
    pub fn with_spread(self, spread: f64) -> Self {
        Self { spread, ..self }
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

    /// Of some points at whose counted days a level is reached, those that reach it when the day is
    /// played by the clock too, and how many were played: evenly chosen, at most `most` (none for 0).
    ///
    /// # Errors
    /// [`EngineError`] when the lanes that play by the clock cannot be prepared.
    pub fn confirmed(
        &self,
        points: &[State],
        level: &LevelOf<'_>,
        most: usize,
    ) -> Result<(Vec<State>, u64), EngineError> {
        if most == 0 {
            return Ok((Vec::new(), 0));
        }
        let by_clock = Self {
            prepared: Prepared::with_lane(self.assumptions, Lane::Auto)?,
            lane: Lane::Auto,
            ..*self
        };
        let step = points.len().div_ceil(most).max(1);
        let chosen: Vec<State> = points.iter().step_by(step).cloned().collect();
        let reached = |points: &[State]| {
            let levels = by_clock.levels_at(points, level);
            let kept = points.iter().zip(levels).filter(|(_, level)| *level >= 0.0);
            kept.map(|(point, _)| point.clone()).collect::<Vec<_>>()
        };
        let kept: Vec<Vec<State>> = chosen.par_chunks(8).map(reached).collect();
        Ok((kept.concat(), chosen.len() as u64))
    }

    /// Days with every input at its median but some (position and value), the same chance each time it
    /// is called.
    ///
    /// # Errors
    /// As [`PollingDay::draw`].
    pub fn medians_but(
        &self,
        changed: &[(usize, f64)],
        days: u64,
    ) -> Result<TrialTable, EngineError> {
        let mut workspace = Workspace::default();
        let mut played = Vec::new();
        for trial in 0..days {
            let day = PollingDay::medians_but(
                &self.prepared,
                self.assumptions,
                (self.seed, trial),
                changed,
            )?;
            let tally = engine::run(&self.prepared, self.assumptions, &day, &mut workspace);
            played.push((day, tally));
        }
        Ok(tabulate(self.assumptions, self.lane, &played))
    }

    /// Plays the day of every point. A point at which there cannot be a day (no weight to divide a
    /// total by, more people than the engine counts) counts as refused.
    pub fn days(&self, points: &[State]) -> Days {
        let mut workspace = Workspace::default();
        let mut rows = Vec::with_capacity(points.len());
        let mut played = Vec::with_capacity(points.len());
        let free = self.prepared.coordinates().free.len();
        for point in points {
            let mut scores = point.scores.clone();
            scores
                .iter_mut()
                .take(free)
                .for_each(|score| *score *= self.spread);
            let day = PollingDay::at(
                &self.prepared,
                self.assumptions,
                self.seed,
                &scores,
                &point.noise,
            );
            rows.push(day.ok().flatten().map(|day| {
                let tally = engine::run(&self.prepared, self.assumptions, &day, &mut workspace);
                played.push((day, tally));
                played.len() - 1
            }));
        }
        Days {
            table: tabulate(self.assumptions, self.lane, &played),
            rows,
        }
    }

    /// The point of a trial: the same inputs and the same chance as when it is drawn.
    ///
    /// # Errors
    /// [`EngineError::TotalNotMet`].
    pub fn state_of(&self, trial: u64) -> Result<State, EngineError> {
        Ok(State {
            scores: engine::scores_of(&self.prepared, self.assumptions, self.seed, trial)?,
            noise: vec![trial; Self::KEYS],
        })
    }

    /// The smallest factor, up to `most`, by which the scores of all inputs must be multiplied for a
    /// share of days to reach the goal, from so many days ([`stretch_factor`]). Whether a total keeps
    /// a draw is left to the chance of the day; days it refuses do not reach the goal.
    pub fn stretch(
        &self,
        level: &LevelOf<'_>,
        share: f64,
        days: usize,
        most: f64,
    ) -> Option<Estimate> {
        let problem = Stretched {
            ground: self,
            level,
        };
        let mut dice = Address {
            seed: self.seed,
            purpose: Purpose::Search,
            trial: 0,
            place: Place::of(&["stretch"], 0),
        }
        .fast();
        let free = problem.scores();
        let mut state = || State {
            scores: (0..free).map(|_| normal::quantile(dice.open01())).collect(),
            noise: (0..Self::KEYS).map(|_| dice.bits()).collect(),
        };
        let states: Vec<State> = (0..days).map(|_| state()).collect();
        stretch_factor(&problem, 0.0, share, &states, most)
    }

    /// The level of the day of every point; minus infinity where there is no day.
    pub fn levels_at(&self, points: &[State], level: &LevelOf<'_>) -> Vec<f64> {
        let days = self.days(points);
        let levels = level(&days.table);
        let of = |row: &Option<usize>| row.map_or(f64::NEG_INFINITY, |row| levels[row]);
        days.rows.iter().map(of).collect()
    }
}

/// The days of a ground with the inputs' scores alone as coordinates.
struct Stretched<'a> {
    ground: &'a Ground<'a>,
    level: &'a LevelOf<'a>,
}

impl Problem for Stretched<'_> {
    fn scores(&self) -> usize {
        self.ground.prepared.coordinates().free.len()
    }

    fn noise(&self) -> usize {
        Ground::KEYS
    }

    fn levels(&self, states: &[State]) -> Vec<f64> {
        let totals = self.ground.dimension() - self.scores();
        let with_totals = |state: &State| {
            let mut state = state.clone();
            let kept = |&key: &u64| normal::quantile(open01(key));
            let kept: Vec<f64> = state.noise.iter().take(totals).map(kept).collect();
            state.scores.extend(kept);
            state.scores.resize(self.ground.dimension(), 0.0);
            state
        };
        let points: Vec<State> = states.iter().map(with_totals).collect();
        self.ground.levels_at(&points, self.level)
    }
}
