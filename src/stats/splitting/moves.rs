//! Populations, and moves that leave the prior law as it is.

use rand::Rng;

use super::{Problem, State};
use crate::stats::normal;

/// Share of accepted moves of the scores that their step width is steered to.
const WANTED: f64 = 0.35;

/// Share of the keys of noise that the first move draws anew.
const REFRESHED: f64 = 0.2;

/// A state with its level and the member of the first population it descends from.
#[derive(Clone)]
pub struct Particle {
    pub state: State,
    pub level: f64,
    pub ancestor: usize,
}

/// States to be scored, the dice and the count of what was scored.
pub struct Mover<'a> {
    pub problem: &'a dyn Problem,
    pub dice: &'a mut dyn Rng,
    /// Width of a step of the scores, in (0, 1].
    pub width: f64,
    /// Share of the keys of noise that a move draws anew, in (0, 1].
    pub fresh: f64,
    pub scored: u64,
    proposals: Vec<State>,
    order: Vec<usize>,
}

impl<'a> Mover<'a> {
    pub fn new(problem: &'a dyn Problem, dice: &'a mut dyn Rng) -> Self {
        Self {
            order: (0..problem.noise()).collect(),
            problem,
            dice,
            width: 0.5,
            fresh: REFRESHED,
            scored: 0,
            proposals: Vec::new(),
        }
    }

    /// Fresh states from the prior law, with their levels.
    pub fn draw(&mut self, count: usize) -> Vec<(State, f64)> {
        let states: Vec<State> = (0..count)
            .map(|_| State {
                scores: (0..self.problem.scores())
                    .map(|_| normal_number(self.dice))
                    .collect(),
                noise: (0..self.problem.noise())
                    .map(|_| self.dice.next_u64())
                    .collect(),
            })
            .collect();
        let levels = self.score(&states);
        states.into_iter().zip(levels).collect()
    }

    /// Moves the scores of everybody a step, the noise staying (preconditioned Crank-Nicolson; Cotter,
    /// Roberts, Stuart & White 2013), keeps what stays above `level`, and steers the width of the next
    /// step. The share accepted.
    pub fn move_scores(&mut self, population: &mut [Particle], level: f64) -> f64 {
        self.copy(population);
        let keep = (1.0 - self.width * self.width).sqrt();
        for state in &mut self.proposals {
            for score in &mut state.scores {
                *score = keep * *score + self.width * normal_number(self.dice);
            }
        }
        let accepted = self.settle(population, level);
        self.width = (self.width * libm::exp(0.5 * (accepted - WANTED))).clamp(0.02, 1.0);
        accepted
    }

    /// Draws some of everybody's keys anew, at least one, the scores staying, keeps what stays above
    /// `level`, and steers how many are drawn at the next move: with a fixed share the noise stands
    /// still deep in the tail and the estimate is too small. The share accepted.
    pub fn move_noise(&mut self, population: &mut [Particle], level: f64) -> f64 {
        self.copy(population);
        let keys = self.order.len();
        let fresh = ((self.fresh * keys as f64).round() as usize).clamp(1, keys);
        for state in &mut self.proposals {
            for i in 0..fresh {
                self.order.swap(i, i + below(self.dice, keys - i));
                state.noise[self.order[i]] = self.dice.next_u64();
            }
        }
        let accepted = self.settle(population, level);
        self.fresh = (self.fresh * libm::exp(0.5 * (accepted - WANTED))).clamp(0.01, 1.0);
        accepted
    }

    fn copy(&mut self, population: &[Particle]) {
        self.proposals.resize_with(population.len(), State::default);
        for (proposal, particle) in self.proposals.iter_mut().zip(population) {
            proposal.clone_from(&particle.state);
        }
    }

    fn settle(&mut self, population: &mut [Particle], level: f64) -> f64 {
        let proposals = std::mem::take(&mut self.proposals);
        let levels = self.score(&proposals);
        self.proposals = proposals;
        let mut accepted = 0;
        let moved = self.proposals.iter_mut().zip(levels);
        for (particle, (proposal, reached)) in population.iter_mut().zip(moved) {
            if reached > level {
                std::mem::swap(&mut particle.state, proposal);
                particle.level = reached;
                accepted += 1;
            }
        }
        f64::from(accepted) / population.len() as f64
    }

    fn score(&mut self, states: &[State]) -> Vec<f64> {
        self.scored += states.len() as u64;
        let levels = self.problem.levels(states);
        assert_eq!(levels.len(), states.len(), "one level for each state");
        levels
    }
}

/// A whole number below `n`, all alike but for one part in 2^64 / `n`.
pub fn below(dice: &mut dyn Rng, n: usize) -> usize {
    ((u128::from(dice.next_u64()) * n as u128) >> 64) as usize
}

/// A standard normal number, by inversion of one uniform number strictly inside (0, 1).
fn normal_number(dice: &mut dyn Rng) -> f64 {
    let uniform = ((dice.next_u64() >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64);
    normal::quantile(uniform)
}
