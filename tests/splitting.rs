//! Splitting against events of known probability, and at its edges.
//!
//! How often its intervals hold the truth is measured, with a table, by
//! `cargo test --release --test splitting -- --ignored --nocapture`.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions

mod common;

use common::benches::{
    Bench, beta_chain, erlang, exponential, hidden_path, linear, of_scores, rarity, runs, switch,
    three_groups, two_modes, voters,
};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use scrutineer::stats::normal;
use scrutineer::stats::splitting::{Effort, End, Problem, State, combine, one_run, relative_error};

/// An event and its exact probability.
struct Known {
    name: &'static str,
    problem: Box<dyn Problem>,
    goal: f64,
    p: f64,
}

/// Probability that a standard normal number is above `x`.
fn above(x: f64) -> f64 {
    normal::cdf(-x)
}

/// Everything that splitting must find: benches 1 to 4 and 6 to 8, from 1e-3 to 1e-13.
fn findable() -> Vec<Known> {
    let known = |name, problem, goal, p| Known {
        name,
        problem,
        goal,
        p,
    };
    let modes = |goal: f64| 1.0 - (1.0 - above(goal)) * (1.0 - above(goal - 0.5));
    let switched = |goal: f64| 0.01 * above(goal - 2.5) + 0.99 * above(goal);
    vec![
        known("erlang 1e-3", erlang(), 22.657_373_309_062_93, 1e-3),
        known("erlang 1e-6", erlang(), 32.710_340_517_523_92, 1e-6),
        known("erlang 1e-9", erlang(), 41.739_562_181_846_85, 1e-9),
        known("erlang 1e-12", erlang(), 50.279_884_494_928_69, 1e-12),
        known("beta chain 1e-5", beta_chain(), 0.85, 1.107_846_668_965e-5),
        known(
            "beta chain 7e-14",
            beta_chain(),
            0.95,
            6.567_380_069_473e-14,
        ),
        known("two modes 4e-6", two_modes(), 5.0, modes(5.0)),
        known("two modes 1e-12", two_modes(), 7.5, 1.311_721_460_615e-12),
        known("linear 5 1e-12", linear(5), 7.034_483_825_301_132, 1e-12),
        known("linear 50 1e-6", linear(50), 4.753_424_308_822_899, 1e-6),
        known("linear 50 1e-12", linear(50), 7.034_483_825_301_132, 1e-12),
        known("switch 6e-5", switch(), 5.0, switched(5.0)),
        known("switch 3e-8", switch(), 7.0, switched(7.0)),
        known("voters 4e-6", voters(), 92.0, 3.855_802_566_327e-6),
        known("voters 8e-9", voters(), 97.0, 7.681_217_028e-9),
        known("counts 5e-6", three_groups(), 325.0, 4.549_105_123_845e-6),
        known("counts 4e-10", three_groups(), 340.0, 4.364_075_823_519e-10),
    ]
}

fn effort(particles: usize, runs: usize) -> Effort {
    Effort {
        particles,
        runs,
        ..Effort::default()
    }
}

/// Runs of 100 particles; the mean of six within four of its theoretical standard errors.
#[test]
fn finds_what_can_be_found() {
    for (seed, it) in findable().iter().enumerate() {
        let found = rarity(&*it.problem, it.goal, &effort(100, 6), seed as u64);
        let ratio = found.estimate.unwrap().value / it.p;
        let error = relative_error(it.p, 0.5, 100) / 6f64.sqrt();
        assert!((ratio - 1.0).abs() < 4.0 * error, "{}: {ratio}", it.name);
        assert!(found.at_most > 0.5 * it.p, "{}", it.name);
    }
}

/// Each run climbs as many halves as the probability has, and its accepted moves are steered.
#[test]
fn a_run_says_how_it_went() {
    let problem = linear(30);
    let run = &runs(&*problem, 4.753_424_308_822_899, &effort(200, 1), 5)[0];
    assert_eq!(run.end, End::Goal);
    assert!((18..=22).contains(&run.climbs.len()), "log2 of 1e6 is 19.9");
    assert!(run.climbs.is_sorted_by(|a, b| a.level < b.level));
    assert!(run.climbs.iter().all(|it| it.survivors == 100));
    let late = &run.climbs[10..];
    let accepted = late.iter().map(|it| it.accepted_scores).sum::<f64>() / late.len() as f64;
    assert!((accepted - 0.35).abs() < 0.05, "{accepted}");
    assert!(late.iter().all(|it| it.accepted_noise.is_nan()));
    assert_eq!((run.drawn, run.allowed), (200, 200));
    assert_eq!(run.scored, 200 + 200 * 10 * run.climbs.len() as u64);
    assert!(run.states.len() > 100 && run.ancestors >= 10);
    let levels = problem.levels(&run.states);
    assert!(levels.iter().all(|level| *level >= 4.753_424_308_822_899));
}

/// What is common is counted: no level, and the exact interval of a share.
#[test]
fn a_common_event_is_counted() {
    let it = rarity(&*linear(3), -1.0, &effort(500, 10), 1);
    let estimate = it.estimate.unwrap();
    assert_eq!(it.scored, 5000);
    assert!(estimate.low < 0.841_344_7 && 0.841_344_7 < estimate.high);
    assert!(estimate.high - estimate.low < 0.022);
    let certain = rarity(&*linear(3), f64::NEG_INFINITY, &effort(500, 10), 1);
    let estimate = certain.estimate.unwrap();
    assert_eq!((estimate.value, estimate.high), (1.0, 1.0));
    assert!(0.999 < estimate.low && estimate.low < 1.0);
    assert!(!certain.alarm);
}

/// A level function that cannot reach the goal leaves a bound above 0, and says that it is one.
#[test]
fn a_plateau_is_a_bound_and_never_0() {
    // Nothing to climb: a constant. Nobody in 5,000 was there, and that is all.
    let flat = rarity(&*of_scores(2, |_| 0.0), 1.0, &effort(500, 10), 1);
    assert_eq!((flat.estimate, flat.on_plateau), (None, 10));
    assert!((flat.at_most - 7.4e-4).abs() < 1e-5);
    // A ceiling: the level ends at 2, which 1 in 44 reach. The goal is no likelier.
    let ceiling = of_scores(2, |scores| scores[0].min(2.0));
    let under = rarity(&*ceiling, 3.0, &effort(500, 10), 1);
    assert_eq!((under.estimate, under.on_plateau), (None, 10));
    assert!(under.at_most > above(2.0) && under.at_most < 1.5 * above(2.0));
    // A slope that never ends below the goal: the levels run out.
    let slope = of_scores(1, |scores| scores[0].atan());
    let few = Effort {
        levels: 30,
        ..effort(50, 2)
    };
    let there = runs(&*slope, 2.0, &few, 1);
    assert!(there.iter().all(|run| run.end == End::Limit));
    let bound = combine(&there);
    assert!(bound.estimate.is_none() && bound.at_most > 0.0 && bound.at_most < 1e-3);
}

/// Ties at the level are killed and the fraction that really survived counts.
#[test]
fn ties_are_killed_too() {
    // All of six throws of a coin; there are only seven levels.
    let coins = of_scores(6, |scores| {
        scores.iter().filter(|u| **u > 0.0).count() as f64
    });
    let it = rarity(&*coins, 6.0, &effort(400, 10), 3);
    let ratio = it.estimate.unwrap().value * 64.0;
    let error = relative_error(1.0 / 64.0, 0.5, 400) / 10f64.sqrt();
    assert!((ratio - 1.0).abs() < 4.0 * error, "{ratio}");
}

/// States that are not allowed are thrown away, at first and on the way.
#[test]
fn the_prior_is_conditioned_on_the_allowed() {
    // Both above 2 in that order has half of Q(2)^2, and the order itself a half.
    let given = |level: fn(&[f64]) -> f64| {
        of_scores(2, move |scores| {
            if scores[1] > scores[0] {
                level(scores)
            } else {
                f64::NEG_INFINITY
            }
        })
    };
    let problem = given(|scores| scores[0].min(scores[1]));
    let there = runs(&*problem, 2.0, &effort(400, 10), 8);
    let it = combine(&there);
    let truth = above(2.0) * above(2.0);
    let error = relative_error(truth, 0.5, 400) / 10f64.sqrt();
    assert!((it.estimate.unwrap().value / truth - 1.0).abs() < 4.0 * error);
    assert!((it.allowed - 0.5).abs() < 0.03);
    let mut states = there.iter().flat_map(|run| &run.states);
    assert!(states.all(|state| state.scores[1] > state.scores[0]));
    // Where nothing is allowed, or only what is not a number, there is no population.
    for nowhere in [f64::NEG_INFINITY, f64::NAN] {
        let it = rarity(&*of_scores(1, move |_| nowhere), 1.0, &effort(10, 2), 1);
        assert_eq!((it.estimate, it.at_most, it.reached), (None, 1.0, 0));
        assert_eq!(it.allowed, 0.0);
    }
}

/// Noise alone: fifty keys, and as many as 45 of them in their upper halves.
#[test]
fn noise_alone_is_enough() {
    let upper = |state: &State| state.noise.iter().filter(|key| **key >> 63 == 1).count() as f64;
    let coins = Bench {
        scores: 0,
        noise: 50,
        level: upper,
    };
    let truth = scrutineer::stats::Binomial { n: 50, p: 0.5 }.at_least(45);
    let it = rarity(&coins, 45.0, &effort(400, 10), 3);
    let error = relative_error(truth, 0.5, 400) / 10f64.sqrt();
    assert!((it.estimate.unwrap().value / truth - 1.0).abs() < 4.0 * error);
}

/// The same dice, the same run; a stop leaves a bound.
#[test]
fn runs_repeat_and_stop() {
    let problem = voters();
    let first = runs(&*problem, 92.0, &effort(60, 2), 11);
    assert_eq!(first, runs(&*problem, 92.0, &effort(60, 2), 11));
    assert_ne!(first[0], first[1]);
    let asked = std::cell::Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        asked.get() > 25
    };
    let mut dice = ChaCha8Rng::seed_from_u64(1);
    let run = one_run(&*problem, 97.0, &effort(60, 1), &mut dice, &stop);
    assert_eq!(
        (run.end, run.reached(), run.climbs.len()),
        (End::Stopped, false, 3)
    );
    assert!(combine(&[run]).estimate.is_none());
}

/// The population at the goal is the prior given the event: the mean of the sum beyond its threshold.
#[test]
fn the_last_population_is_the_prior_given_the_event() {
    let goal = 32.710_340_517_523_92;
    let there = runs(&*erlang(), goal, &effort(300, 8), 21);
    let sum = |state: &State| state.scores.iter().map(|u| exponential(*u)).sum::<f64>();
    let means: Vec<f64> = there
        .iter()
        .map(|run| run.states.iter().map(sum).sum::<f64>() / run.states.len() as f64)
        .collect();
    let mean = means.iter().sum::<f64>() / 8.0;
    // Exactly 34.052888; the excess of 1.34 is about as wide, and a population is worth some 50 draws.
    assert!(
        (mean - 34.052_888_115).abs() < 4.0 * 1.3 / 400f64.sqrt(),
        "{mean}"
    );
}

/// The alarm rings where most runs miss a way to the goal that counts.
#[test]
fn a_hidden_path_rings_the_alarm() {
    let it = rarity(&*hidden_path(), 7.0, &effort(500, 10), 2);
    assert!(it.alarm && it.spread > 2.0, "{it:?}");
}

/// What 60 repeats gave.
struct Measured {
    covered: usize,
    alarms: usize,
    unanswered: usize,
    mean_ratio: f64,
    /// Relative standard deviation of the mean of ten runs.
    error: f64,
    /// States scored for one interval.
    cost: u64,
}

const REPEATS: u64 = 60;

/// Sixty intervals of ten runs, on two threads.
fn repeat(it: &Known, effort: &Effort, seed: u64) -> Measured {
    let some = |from: u64| -> Vec<_> {
        (from..REPEATS)
            .step_by(2)
            .map(|i| rarity(&*it.problem, it.goal, effort, seed + i))
            .collect()
    };
    let all = std::thread::scope(|scope| {
        let other = scope.spawn(|| some(1));
        let mut all = some(0);
        all.extend(other.join().unwrap());
        all
    });
    let found: Vec<_> = all.iter().filter_map(|it| it.estimate).collect();
    let ratios: Vec<f64> = found.iter().map(|found| found.value / it.p).collect();
    let count = ratios.len() as f64;
    let mean_ratio = ratios.iter().sum::<f64>() / count;
    let squares: f64 = ratios.iter().map(|x| (x - mean_ratio).powi(2)).sum();
    Measured {
        covered: found
            .iter()
            .filter(|found| found.low <= it.p && it.p <= found.high)
            .count(),
        alarms: all.iter().filter(|it| it.alarm).count(),
        unanswered: all.len() - found.len(),
        mean_ratio,
        error: (squares / (count - 1.0)).sqrt() / mean_ratio,
        cost: all.iter().map(|it| it.scored).sum::<u64>() / REPEATS,
    }
}

/// The nominal 95 % interval of ten runs holds the truth in at least 90 % of 60 repeats, the estimates
/// are right on average (four standard errors), and the alarm stays silent.
#[test]
#[ignore = "nightly: cargo test --release --test splitting -- --ignored"]
fn intervals_hold_the_truth() {
    let effort = effort(200, 10);
    let mut complaints = Vec::new();
    println!("{:16} covered ratio error alarms cost", "");
    for (i, it) in findable().iter().enumerate() {
        let got = repeat(it, &effort, 1000 * (i as u64 + 1));
        println!(
            "{:16} {}/{REPEATS} {:.3} {:.3} {} {}",
            it.name, got.covered, got.mean_ratio, got.error, got.alarms, got.cost
        );
        let off = (got.mean_ratio - 1.0).abs() > 4.0 * got.error / (REPEATS as f64).sqrt();
        let seldom = got.covered * 10 < REPEATS as usize * 9;
        if off || seldom || got.unanswered > 0 || got.alarms > 3 {
            complaints.push(it.name);
        }
    }
    assert!(complaints.is_empty(), "{complaints:?}");
}

/// On the hidden path the alarm rings in most repeats of 500 states, though not in all: the rest is
/// silent, and so are most repeats of 200.
#[test]
#[ignore = "nightly: cargo test --release --test splitting -- --ignored"]
fn the_alarm_rings_on_most_hidden_paths() {
    let hidden = Known {
        name: "hidden path",
        problem: hidden_path(),
        goal: 7.0,
        p: 4.143_981_838_243e-11,
    };
    for (particles, least) in [(200, 10), (500, 45)] {
        let got = repeat(&hidden, &effort(particles, 10), 90_000);
        println!(
            "{} {particles}: {}/{REPEATS} covered, ratio {:.3}, {} alarms",
            hidden.name, got.covered, got.mean_ratio, got.alarms
        );
        assert!(got.alarms >= least, "{particles}: {}", got.alarms);
    }
}
