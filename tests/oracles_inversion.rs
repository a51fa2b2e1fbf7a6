//! Exact answers on what would have to be true: topic `4_inversion` of `tests/data/oracles.json`, and
//! the calibration of the inversion by simulation.
//!
//! Where a population of splitting is held against an exact answer, a population of N states that
//! descend from each other is taken to be worth N / 6 independent draws, and four standard errors are
//! allowed.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions

mod common;

use common::benches::{beta_chain, chain_of_shares, erlang, exponential, linear, of_scores, runs};
use common::oracles::{Oracle, run};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use scrutineer::stats::evidence::{ReportedShare, after, honest, inflated, invented};
use scrutineer::stats::inversion::{Moments, bits, moved};
use scrutineer::stats::splitting::{Effort, Problem, Run, combine, one_run, relative_error};
use scrutineer::stats::{inverse_beta_reg, normal};
use serde_json::Value;

/// What the program does not offer, and why.
const NOT_USED: [(&str, &str); 7] = [
    ("4:ess_", NO_WEIGHTS),
    ("4:khat_exact", NO_WEIGHTS),
    ("4:psis_", NO_WEIGHTS),
    ("4:gpdfit", NO_WEIGHTS),
    ("4:khat_threshold", NO_WEIGHTS),
    ("4:tilt_table", NO_WEIGHTS),
    (
        "4:sbc_rank",
        "the calibration below takes the share of all states, not a rank among a few",
    ),
];

const NO_WEIGHTS: &str =
    "no table is re-weighted: another prior is another run, a rare report splitting";

#[test]
fn inversion() {
    run("4_inversion", &NOT_USED, |oracle| {
        match oracle.kind() {
            "censored" => rounded_report(oracle),
            "loglinear" => lognormal_chain(oracle),
            "linear" => line(oracle),
            "erlang" => sum_of_waits(oracle),
            "betachain" => product_of_shares(oracle),
            "abc" => tolerances(oracle),
            "bf" => accounts(oracle),
            "sbc" => misjudged_widths(oracle),
            "kl" => {
                let (mean, sd) = (oracle.number("m"), oracle.number("s"));
                oracle.check("bits", bits(mean, sd));
            }
            _ => return false,
        }
        true
    });
}

const RUNS: usize = 4;

/// Populations given the event.
fn given(problem: &dyn Problem, goal: f64, particles: usize) -> Vec<Run> {
    let effort = Effort {
        particles,
        runs: RUNS,
        ..Effort::default()
    };
    runs(problem, goal, &effort, 4)
}

/// A number of every state.
fn each(runs: &[Run], of: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let states = runs.iter().flat_map(|run| &run.states);
    states.map(|state| of(&state.scores)).collect()
}

/// Four standard errors of a mean, relative to the standard deviation.
fn slack(particles: usize) -> f64 {
    4.0 / ((RUNS * particles) as f64 / 6.0).sqrt()
}

fn near(what: &str, got: f64, truth: &Value, slack: f64) {
    let truth = truth.as_f64().unwrap();
    assert!((got - truth).abs() < slack, "{what}: {got}, not {truth}");
}

fn rounded_report(it: &mut Oracle) {
    let (a, b) = (it.number("a"), it.number("b"));
    let counts = (it.count("k1"), it.count("k2"));
    let report = ReportedShare {
        persons: it.count("n"),
        counts,
        shares: (0.0, 1.0),
    };
    // Bayes' rule for a beta law: E(p^m | report) = E(p^m) P(report | a + m, b) / P(report | a, b).
    let size = a + b;
    let evidence = honest(&report, a, b);
    let mean = a / size * honest(&report, a + 1.0, b) / evidence;
    let square = a * (a + 1.0) / (size * (size + 1.0)) * honest(&report, a + 2.0, b) / evidence;
    let prior = Moments {
        mean: a / size,
        sd: (a * b / (size * size * (size + 1.0))).sqrt(),
    };
    let posterior = Moments {
        mean,
        sd: (square - mean * mean).sqrt(),
    };
    let learnt = moved(prior, posterior);
    it.check("evidence", evidence);
    it.check("prior_mean", prior.mean);
    it.check("prior_sd", prior.sd);
    it.check("post_mean", posterior.mean);
    it.check("shift_prior_sd", learnt.shift);
    it.check("contraction", learnt.contraction);
    it.loosen(1e-6); // the difference of two nearly equal squares
    it.check("post_sd", posterior.sd);
}

/// Three lognormal inputs, and a product within 0.2 % of a figure.
fn lognormal_chain(it: &mut Oracle) {
    const PARTICLES: usize = 2000;
    let (medians, sds) = (it.numbers("median"), it.numbers("sdlog"));
    let delta = (it.number("K") / medians.iter().product::<f64>()).ln();
    let variance: f64 = sds.iter().map(|sd| sd * sd).sum();
    it.check("delta", delta);
    it.check("z", delta / variance.sqrt());
    it.check("kl_bits_min", bits(delta / variance.sqrt(), 1.0));
    let widths = sds.clone();
    let product = of_scores(3, move |scores| {
        let sum: f64 = scores.iter().zip(&widths).map(|(u, sd)| u * sd).sum();
        -((sum - delta).abs() - 0.002).max(0.0)
    });
    let there = given(&*product, 0.0, PARTICLES);
    let (shifts, contractions) = (it.expected("shift_prior_sd"), it.expected("contraction"));
    let (factors, centres) = (it.expected("factor"), it.expected("post_median"));
    for i in 0..3 {
        let learnt = moved(Moments::STANDARD, Moments::of(&each(&there, |u| u[i])));
        let sd = (1.0 - contractions[i].as_f64().unwrap()).sqrt();
        let error = sd * slack(PARTICLES);
        near("shift", learnt.shift, &shifts[i], error);
        let of_variance = 2f64.sqrt() * sd * error;
        near(
            "contraction",
            learnt.contraction,
            &contractions[i],
            of_variance,
        );
        let factor = (sds[i] * learnt.shift).exp();
        near("factor", factor, &factors[i], factor * sds[i] * error);
        let (centre, off) = (medians[i] * factor, medians[i] * factor * sds[i] * error);
        near("median", centre, &centres[i], off);
    }
}

fn line(it: &mut Oracle) {
    const PARTICLES: usize = 400;
    let (d, b) = (it.count("d") as usize, it.number("b"));
    let there = given(&*linear(d), b, PARTICLES);
    let root = (d as f64).sqrt();
    // The level's own standard deviation is below 1 / b; scores are many and nearly independent.
    let error = slack(PARTICLES) / b;
    let mean = Moments::of(&each(&there, |u| u.iter().sum::<f64>() / root)).mean;
    near("h", mean, &it.expected("h"), error);
    let all: Vec<f64> = there
        .iter()
        .flat_map(|run| run.states.iter().flat_map(|state| state.scores.clone()))
        .collect();
    let scores = Moments::of(&all);
    near("mean", scores.mean, &it.expected("mean_u"), error / root);
    let of_variance = slack(PARTICLES) * 2f64.sqrt() / root;
    near(
        "variance",
        scores.sd * scores.sd,
        &it.expected("var_u"),
        of_variance,
    );
}

fn sum_of_waits(it: &mut Oracle) {
    const PARTICLES: usize = 400;
    let (d, s) = (it.count("d") as f64, it.number("s"));
    let there = given(&*erlang(), s, PARTICLES);
    let sum = |u: &[f64]| u.iter().map(|u| exponential(*u)).sum::<f64>();
    let mean = Moments::of(&each(&there, sum)).mean;
    let truth = it.expected("mean_S");
    // The excess over the threshold is nearly exponential: as wide as it is long.
    let error = (truth.as_f64().unwrap() - s) * slack(PARTICLES);
    near("sum", mean, &truth, error);
    near("each", mean / d, &it.expected("mean_each"), error / d);
}

fn product_of_shares(it: &mut Oracle) {
    const PARTICLES: usize = 400;
    let t = it.number("t");
    let there = given(&*beta_chain(), t, PARTICLES);
    let mean = Moments::of(&each(&there, chain_of_shares())).mean;
    let truth = it.expected("mean");
    let error = (truth.as_f64().unwrap() - t) * slack(PARTICLES);
    near("product", mean, &truth, error);
}

/// A reported interval is the tolerance: what falls into it is the exact law given the report.
fn tolerances(it: &mut Oracle) {
    const PARTICLES: usize = 1500;
    let (sigma, y) = (it.number("sigma"), it.number("y"));
    let learn = |half: f64| {
        let inside = of_scores(2, move |u| {
            -((u[0] + sigma * u[1] - y).abs() - half).max(0.0)
        });
        let there = given(&*inside, 0.0, PARTICLES);
        let p = combine(&there).estimate.unwrap().value;
        (p, Moments::of(&each(&there, |u| u[0])))
    };
    let check = |truth: [&Value; 2], got: Moments| {
        let error = truth[1].as_f64().unwrap() * slack(PARTICLES);
        near("mean", got.mean, truth[0], error);
        near("sd", got.sd, truth[1], error / 2f64.sqrt());
    };
    for (half, truth) in it.expected("abc").as_object().unwrap() {
        let (p, got) = learn(half.parse().unwrap());
        let accepted = truth["accept"].as_f64().unwrap();
        let error = 4.0 * relative_error(accepted, 0.5, PARTICLES * RUNS);
        near("accept", p, &truth["accept"], accepted * error);
        check([&truth["mean"], &truth["sd"]], got);
    }
    let exact = [it.expected("exact_mean"), it.expected("exact_sd")];
    check([&exact[0], &exact[1]], learn(0.001).1);
}

fn accounts(it: &mut Oracle) {
    let counts = it.numbers("interval");
    let report = ReportedShare {
        persons: it.count("N"),
        counts: (counts[0] as u64, counts[1] as u64),
        shares: (0.945, 0.955),
    };
    let (a, b) = (it.number("a"), it.number("b"));
    let evidences = [
        honest(&report, a, b),
        inflated(&report, a, b),
        invented(&report, (0.5, 1.0)),
    ];
    it.check_all("evidence", &evidences);
    it.check("BF10", evidences[1] / evidences[0]);
    it.check("BF20", evidences[2] / evidences[0]);
    it.check("BF12", evidences[1] / evidences[2]);
    it.check("log10_BF10", (evidences[1] / evidences[0]).log10());
    it.check_all("post_equal", &after(&[1.0, 1.0, 1.0], &evidences));
    it.check_all("post_90_5_5", &after(&[0.9, 0.05, 0.05], &evidences));
}

/// Where the truth lies in a law that is `c` times as wide as it should be; uniform when c is 1.
fn misjudged_widths(it: &mut Oracle) {
    let c = it.number("c");
    let places: Vec<f64> = (0..20_000)
        .map(|i| normal::cdf(normal::quantile((f64::from(i) + 0.5) / 20_000.0) / c))
        .collect();
    let sd = Moments::of(&places).sd;
    it.loosen(1e-5); // a sum for an integral
    it.check("var", sd * sd);
}

/// Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari & Gelman 2018): draw an input, draw a
/// figure, report it rounded, find the inputs given the report; the input's place among them is uniform.
/// Inputs found twice too wide or too narrow would have variances of 0.032 or 0.148.
#[test]
fn the_truth_lies_anywhere_among_what_is_found() {
    let mut dice = ChaCha8Rng::seed_from_u64(77);
    let effort = Effort {
        particles: 100,
        ..Effort::default()
    };
    let prior = of_scores(2, |_| 0.0);
    let places: Vec<f64> = (0..200)
        .map(|_| {
            let drawn = one_run(&*prior, 0.0, &effort, &mut dice, &|| false);
            let truth = &drawn.states[0].scores;
            let report = (2.0 * (truth[0] + 0.5 * truth[1])).round() / 2.0;
            let rounds = of_scores(2, move |u| {
                -((u[0] + 0.5 * u[1] - report).abs() - 0.25).max(0.0)
            });
            let found = one_run(&*rounds, 0.0, &effort, &mut dice, &|| false).states;
            let below = found.iter().filter(|it| it.scores[0] < truth[0]).count();
            below as f64 / found.len() as f64
        })
        .collect();
    let it = Moments::of(&places);
    // Standard errors of the mean and the variance of 200 uniform numbers: 0.0204 and 0.00527.
    assert!((it.mean - 0.5).abs() < 4.0 * 0.0204, "{it:?}");
    assert!((it.sd * it.sd - 1.0 / 12.0).abs() < 4.0 * 0.00527, "{it:?}");
}

/// "52 thousand" of 60,000 under a share that is beta with 30 and 20: exactly 4.012088e-6, and given
/// that the share is 0.864066 on average with a standard deviation of 0.004643.
#[test]
fn one_search_gives_the_evidence_and_what_would_have_to_be_true() {
    const PARTICLES: usize = 1000;
    let share = |u: f64| inverse_beta_reg(30.0, 20.0, normal::cdf(u));
    let table: Vec<f64> = (0..=4096)
        .map(|i| share(f64::from(i) / 256.0 - 8.0))
        .collect();
    let share = move |u: f64| {
        let place = (u.clamp(-7.99, 7.99) + 8.0) * 256.0;
        let cell = place as usize;
        table[cell] + (place - cell as f64) * (table[cell + 1] - table[cell])
    };
    let of = share.clone();
    let rounded = of_scores(2, move |u| {
        let p = of(u[0]);
        let count = (60_000.0 * p + (60_000.0 * p * (1.0 - p)).sqrt() * u[1]).round();
        -(51_500.0 - count).max(count - 52_499.0).max(0.0)
    });
    let there = given(&*rounded, 0.0, PARTICLES);
    let evidence = combine(&there).estimate.unwrap().value;
    let error = 4.0 * relative_error(4.012e-6, 0.5, PARTICLES * RUNS);
    assert!((evidence / 4.012_088e-6 - 1.0).abs() < error, "{evidence}");
    let it = Moments::of(&each(&there, |u| share(u[0])));
    assert!(
        (it.mean - 0.864_066).abs() < 0.004_643 * slack(PARTICLES),
        "{it:?}"
    );
    assert!((it.sd / 0.004_643 - 1.0).abs() < slack(PARTICLES), "{it:?}");
}
