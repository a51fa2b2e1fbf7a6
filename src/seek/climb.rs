//! Climbing towards a goal: independent runs of multilevel splitting, side by side.

use super::ground::{Ground, LevelOf};
use crate::random::{Address, Place, Purpose};
use crate::stats::splitting::{self, Effort, End, Problem, Rarity, Run, State};
use rayon::prelude::*;
use std::ops::Range;

/// When so many first runs all give up at the last level, the others are spared.
const ENOUGH_AT_THE_LIMIT: usize = 5;

/// How a search is made.
#[derive(Clone, Copy)]
pub struct Seeking<'a> {
    /// Particles, moves and runs.
    pub effort: Effort,
    /// Keeps the dice of different searches apart: an id of what is sought.
    pub name: &'a str,
    /// Threads; `None` for one a core. The result does not depend on it.
    pub threads: Option<usize>,
    /// Asked now and then, from any thread: whether to stop.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// One step of a run: how likely it is to be above a level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The level, 0 at the goal and below 0 before it.
    pub level: f64,
    /// Probability of a day above the level (at the goal: that reaches it), as this run estimates it.
    /// In [0, 1]; may be too small for a number.
    pub chance: f64,
}

/// The steps of a run; the goal, where it was reached, is the last.
fn way(run: &Run) -> Vec<Step> {
    let mut ln_p = 0.0;
    let mut steps = Vec::with_capacity(run.climbs.len() + 1);
    for climb in &run.climbs {
        ln_p += libm::log(climb.survivors as f64 / run.particles as f64);
        steps.push(Step {
            level: climb.level,
            chance: libm::exp(ln_p),
        });
    }
    if run.reached() {
        steps.push(Step {
            level: 0.0,
            chance: libm::exp(run.ln_p),
        });
    }
    steps
}

/// What a search came to.
#[derive(Clone, Debug)]
pub struct Sought {
    /// The probability of the goal, its error, and what there is to know about the search.
    pub rarity: Rarity,
    /// Steps from ordinary days to the goal, mean over the runs.
    pub steps: f64,
    /// The way of every run, level by level, as far as it came.
    pub ways: Vec<Vec<Step>>,
    /// Points whose days reach the goal, from all runs: draws from the scenario given the goal. Empty
    /// where none was reached.
    pub reached: Vec<State>,
    /// Particles of each run; four times those asked for when the runs disagreed.
    pub particles: usize,
}

/// Searches for days whose level is 0 or more; `None` when stopped.
///
/// When the runs disagree more than chance allows, there may be a second way to the goal that a run
/// of this size meets by luck: the search is made once more with four times as many particles
/// (see [`Rarity`]).
pub fn seek(ground: &Ground<'_>, level: &LevelOf<'_>, seeking: &Seeking<'_>) -> Option<Sought> {
    let first = attempt(ground, level, seeking, seeking.effort)?;
    if !first.rarity.alarm {
        return Some(first);
    }
    attempt(ground, level, seeking, seeking.effort.larger())
}

/// All runs with this effort; half of them where none comes near.
fn attempt(
    ground: &Ground<'_>,
    level: &LevelOf<'_>,
    seeking: &Seeking<'_>,
    effort: Effort,
) -> Option<Sought> {
    let problem = Search { ground, level };
    let one = |run: usize| -> Run {
        let mut dice = Address {
            seed: ground.seed(),
            purpose: Purpose::Search,
            trial: run as u64,
            place: Place::of(&[seeking.name], effort.particles as u64),
        }
        .fast();
        splitting::one_run(&problem, 0.0, &effort, &mut dice, seeking.stop)
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(seeking.threads.unwrap_or(0))
        .build();
    let some = |range: Range<usize>| -> Vec<Run> {
        match &pool {
            Ok(pool) => pool.install(|| range.into_par_iter().map(one).collect()),
            Err(_) => range.map(one).collect(),
        }
    };
    let first = effort.runs.min(ENOUGH_AT_THE_LIMIT);
    let mut runs = some(0..first);
    // What is rarer than the search goes stays so: the bound of some runs is that of all.
    if !runs.iter().all(|run| run.end == End::Limit) {
        runs.extend(some(first..effort.runs));
    }
    if runs.is_empty() || runs.iter().any(|run| run.end == End::Stopped) {
        return None;
    }
    Some(Sought {
        rarity: splitting::combine(&runs),
        steps: runs.iter().map(|run| run.climbs.len()).sum::<usize>() as f64 / runs.len() as f64,
        ways: runs.iter().map(way).collect(),
        reached: runs
            .iter_mut()
            .flat_map(|run| std::mem::take(&mut run.states))
            .collect(),
        particles: effort.particles,
    })
}

/// The days of a ground as a problem of splitting.
struct Search<'a> {
    ground: &'a Ground<'a>,
    level: &'a LevelOf<'a>,
}

impl Problem for Search<'_> {
    fn scores(&self) -> usize {
        self.ground.dimension()
    }

    fn noise(&self) -> usize {
        Ground::KEYS
    }

    fn levels(&self, states: &[State]) -> Vec<f64> {
        self.ground.levels_at(states, self.level)
    }
}
