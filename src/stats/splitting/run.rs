//! One climb to the goal.

use std::collections::BTreeSet;

use rand::Rng;

use super::moves::{Mover, Particle, below};
use super::{Climb, Effort, End, Problem, Run};
use crate::stats::proportion::bound_without_hits;

/// Populations drawn in search of allowed states before a run gives up.
const MOST_DRAWS: usize = 1000;

/// Natural logarithm of 1e-300: beyond it a double would soon hold 0.
const LOWEST: f64 = -690.775_527_898_213_7;

/// Estimates the probability of a level of at least `goal`, given that a state is allowed.
///
/// The first population is drawn from the prior law, states that are not allowed thrown away. Then, as
/// long as no more than half are at the goal: everybody at the median level or below it is replaced by
/// a copy of a random survivor, and all are moved [`Effort::moves`] times. Nearly unbiased in p; its
/// relative standard error is about [`super::relative_error`], and [`super::combine`] measures it from
/// several runs. When the goal is common this is plain counting.
///
/// `stop` is asked before every batch. Deterministic given the dice and the levels.
///
/// ```
/// use rand::SeedableRng;
/// use scrutineer::stats::splitting::{Effort, Problem, State, combine, one_run};
///
/// struct BothHigh; // two scores, and the lower of them counts
/// impl Problem for BothHigh {
///     fn scores(&self) -> usize { 2 }
///     fn noise(&self) -> usize { 0 }
///     fn levels(&self, states: &[State]) -> Vec<f64> {
///         states.iter().map(|state| state.scores[0].min(state.scores[1])).collect()
///     }
/// }
///
/// let effort = Effort { particles: 200, ..Effort::default() };
/// let mut dice = rand::rngs::ChaCha8Rng::seed_from_u64(1);
/// let runs: Vec<_> = (0..5)
///     .map(|_| one_run(&BothHigh, 3.0, &effort, &mut dice, &|| false))
///     .collect();
/// let rarity = combine(&runs).estimate.expect("the goal can be reached");
/// assert!(rarity.low < 1.822e-6 && 1.822e-6 < rarity.high); // 0.00134990^2
/// ```
///
/// # Panics
/// When [`Problem::levels`] gives more or fewer levels than states.
pub fn one_run(
    problem: &dyn Problem,
    goal: f64,
    effort: &Effort,
    dice: &mut dyn Rng,
    stop: &dyn Fn() -> bool,
) -> Run {
    let mut run = Run {
        end: End::Goal,
        ln_p: 0.0,
        particles: effort.particles.max(2),
        climbs: Vec::new(),
        states: Vec::new(),
        ancestors: 0,
        drawn: 0,
        allowed: 0,
        scored: 0,
    };
    let mut mover = Mover::new(problem, dice);
    let mut population = Vec::new();
    run.end = match first_population(&mut run, &mut mover, &mut population, stop) {
        None => climb(&mut run, &mut mover, &mut population, goal, effort, stop),
        Some(end) => end,
    };
    run.scored = mover.scored;
    if run.end == End::Goal {
        population.retain(|particle| particle.level >= goal);
        run.ln_p += libm::log(population.len() as f64 / run.particles as f64);
        let ancestors: BTreeSet<usize> = population.iter().map(|it| it.ancestor).collect();
        run.ancestors = ancestors.len();
        run.states = population.into_iter().map(|it| it.state).collect();
    }
    run
}

/// Fills the first population with allowed states; why it could not, if so.
fn first_population(
    run: &mut Run,
    mover: &mut Mover,
    population: &mut Vec<Particle>,
    stop: &dyn Fn() -> bool,
) -> Option<End> {
    for _ in 0..MOST_DRAWS {
        if stop() {
            return Some(End::Stopped);
        }
        run.drawn += run.particles as u64;
        for (state, level) in mover.draw(run.particles) {
            if level > f64::NEG_INFINITY {
                run.allowed += 1;
                if population.len() < run.particles {
                    population.push(Particle {
                        state,
                        level,
                        ancestor: population.len(),
                    });
                }
            }
        }
        if population.len() == run.particles {
            return None;
        }
    }
    Some(End::NoneAllowed)
}

fn climb(
    run: &mut Run,
    mover: &mut Mover,
    population: &mut [Particle],
    goal: f64,
    effort: &Effort,
    stop: &dyn Fn() -> bool,
) -> End {
    loop {
        let mut levels: Vec<f64> = population.iter().map(|it| it.level).collect();
        levels.sort_by(f64::total_cmp);
        let (lowest, median) = (levels[0], levels[levels.len() / 2 - 1]);
        if median >= goal || lowest >= goal {
            return End::Goal;
        }
        let survivors = levels.iter().filter(|level| **level > median).count();
        let all = levels.len() as f64;
        if survivors == 0 {
            // The goal is above everybody, so reaching this level is at least as likely. Independent
            // states, as they are before the first level, also bound what none of them reached.
            let here = levels.iter().filter(|level| **level >= median).count();
            let mut bound = here as f64 / all;
            if run.climbs.is_empty() {
                bound = bound.min(bound_without_hits(levels.len() as u64, 0.975));
            }
            run.ln_p += libm::log(bound);
            return End::Plateau;
        }
        if run.climbs.len() >= effort.levels || run.ln_p < LOWEST {
            return End::Limit;
        }
        run.ln_p += libm::log(survivors as f64 / all);
        copy_survivors(population, median, mover.dice);
        let mut climb = Climb {
            level: median,
            survivors,
            accepted_scores: f64::NAN,
            accepted_noise: f64::NAN,
        };
        let done = move_all(mover, population, &mut climb, effort.moves.max(1), stop);
        run.climbs.push(climb);
        if !done {
            return End::Stopped;
        }
    }
}

/// Replaces everybody at or below the level by a copy of a random one above it.
fn copy_survivors(population: &mut [Particle], level: f64, dice: &mut dyn Rng) {
    let alive: Vec<usize> = (0..population.len())
        .filter(|i| population[*i].level > level)
        .collect();
    for i in 0..population.len() {
        if population[i].level <= level {
            let parent = alive[below(dice, alive.len())];
            population[i] = population[parent].clone();
        }
    }
}

/// Moves everybody so many times; whether it came to the end of that.
fn move_all(
    mover: &mut Mover,
    population: &mut [Particle],
    climb: &mut Climb,
    moves: usize,
    stop: &dyn Fn() -> bool,
) -> bool {
    let (scores, noise) = (mover.problem.scores() > 0, mover.problem.noise() > 0);
    let (mut of_scores, mut of_noise) = (Vec::new(), Vec::new());
    for i in 0..moves {
        if stop() {
            return false;
        }
        if scores && (!noise || i % 2 == 0) {
            of_scores.push(mover.move_scores(population, climb.level));
        } else if noise {
            of_noise.push(mover.move_noise(population, climb.level));
        }
    }
    let mean = |shares: &[f64]| shares.iter().sum::<f64>() / shares.len() as f64;
    climb.accepted_scores = mean(&of_scores);
    climb.accepted_noise = mean(&of_noise);
    true
}
