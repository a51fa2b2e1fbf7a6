//! Very small tails by adaptive multilevel splitting.
//!
//! Knows states, levels and a goal. Never knows what a level means, a voter, or a seed: the caller
//! scores the states and brings the dice.
//!
//! A population of states climbs towards the goal: at each level the lower half is killed and replaced
//! by copies of the rest, and all are moved in ways that leave the prior law unchanged and are refused
//! when they fall back to the level or below it. The product of the surviving fractions is the
//! probability (Cérou & Guyader 2007). Where levels tie, everything at the level is killed too and the
//! fraction that really survived counts; keeping ties makes the estimate too small (Walter 2015;
//! Bréhier, Gazeau, Goudenège, Lelièvre & Rousset 2016).
//!
//! - [`one_run`]: one climb, with its diagnostics and the population that reached the goal: draws from
//!   the prior law *given the event*.
//! - [`combine`]: several independent runs to one [`Rarity`], with its interval and its alarm.
//!
//! No black box finds every way to the goal. A way that almost no state takes at moderate levels can be
//! missed by all runs, and then nothing shows it; often, but not always, the runs disagree more than
//! they should, and the alarm rings ([`Rarity::alarm`]).

mod moves;
mod rarity;
mod run;

pub use rarity::{ALARM, Rarity, combine, relative_error};
pub use run::one_run;

/// One point of the space that is searched.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct State {
    /// Standard normal scores, a priori independent.
    pub scores: Vec<f64>,
    /// Keys of replayable noise: equal keys, equal noise. A priori independent, all 64-bit words alike.
    pub noise: Vec<u64>,
}

/// What the search needs to know of a simulator.
pub trait Problem: Sync {
    /// How many scores a state has; with 0 only the noise moves.
    fn scores(&self) -> usize;

    /// How many keys of noise a state has; with 0 only the scores move.
    fn noise(&self) -> usize;

    /// The level of each state, in their order, one for each; the same state must always get the same.
    ///
    /// Minus infinity where the state is not allowed: the prior law is conditioned on the others. NaN
    /// counts as not allowed.
    fn levels(&self, states: &[State]) -> Vec<f64>;
}

/// How much work to spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// States in a population; fewer than 2 count as 2. One run's relative standard error is about
    /// the root of log2(1 / p) / particles.
    pub particles: usize,
    /// Moves of every state at every level, at least 1. Where there are both scores and noise, the odd
    /// ones move the scores and the even ones the noise.
    pub moves: usize,
    /// Independent runs: what [`combine`] wants, for the caller to start.
    pub runs: usize,
    /// Levels after which a run gives up and reports a bound.
    pub levels: usize,
}

impl Default for Effort {
    /// 500 particles, 10 moves, 10 runs, at most 500 levels.
    fn default() -> Self {
        Self {
            particles: 500,
            moves: 10,
            runs: 10,
            levels: 500,
        }
    }
}

impl Effort {
    /// The same with four times the particles: what to repeat with after an alarm.
    pub fn larger(self) -> Self {
        Self {
            particles: 4 * self.particles,
            ..self
        }
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At the goal.
    Goal,
    /// On a plateau: no state stood above the level, so that nobody was left to copy.
    Plateau,
    /// At the last level of [`Effort::levels`], or below 1e-300.
    Limit,
    /// The caller asked it to stop.
    Stopped,
    /// No allowed state was found to begin with.
    NoneAllowed,
}

/// One level that was climbed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Climb {
    /// The level; everything at or below it was killed.
    pub level: f64,
    /// States that survived, at least 1.
    pub survivors: usize,
    /// Share of accepted moves of the scores; NaN when none was tried.
    pub accepted_scores: f64,
    /// Share of accepted moves of the noise; NaN when none was tried.
    pub accepted_noise: f64,
}

/// One run and what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// How it ended.
    pub end: End,
    /// Natural logarithm of the estimated probability of the goal, given that a state is allowed. At any
    /// other [`End`] than the goal: of the probability of a set that contains the goal, a bound.
    pub ln_p: f64,
    /// States in the population.
    pub particles: usize,
    /// The levels climbed, in order; empty when the goal was common and counting was enough.
    pub climbs: Vec<Climb>,
    /// The states at the goal after the last moves: draws from the prior law given the event. Those of a
    /// common ancestor resemble each other.
    pub states: Vec<State>,
    /// Different members of the first population that `states` descend from; below 10 is weak.
    pub ancestors: usize,
    /// States drawn for the first population.
    pub drawn: u64,
    /// How many of those were allowed.
    pub allowed: u64,
    /// States scored in all.
    pub scored: u64,
}

impl Run {
    /// Whether the goal was reached, so that [`Run::ln_p`] is an estimate and not a bound.
    pub fn reached(&self) -> bool {
        self.end == End::Goal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_effort_has_four_times_the_particles() {
        let it = Effort {
            particles: 30,
            moves: 2,
            runs: 3,
            levels: 40,
        };
        let larger = it.larger();
        assert_eq!((larger.particles, larger.moves), (120, 2));
        assert_eq!((larger.runs, larger.levels), (3, 40));
        let usual = Effort::default();
        assert_eq!((usual.particles, usual.moves), (500, 10));
        assert_eq!((usual.runs, usual.levels), (10, 500));
    }
}
