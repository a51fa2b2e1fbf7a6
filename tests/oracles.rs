//! Exact answers, computed beforehand elsewhere: `tests/data/oracles.json`.
//!
//! Every oracle of the topics held here is checked, or stands in a list with the reason why not; one
//! that is neither fails the test with its id.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions

mod common;

use common::oracles::{Oracle, run};
use scrutineer::model::{Law, Support};
use scrutineer::stats::correlation::{Cholesky, copula_parameter, rank_of_copula};
use scrutineer::stats::proportion as share;
use scrutineer::stats::{BetaBinomial, Binomial, interval, inverse_beta_reg, normal, score};
use scrutineer::units::Estimate;

#[test]
fn tail_areas() {
    run("1_tail_areas", &[], |oracle| {
        match oracle.kind() {
            "mcp" => monte_carlo_p(oracle),
            "ci95" => intervals_of_a_share(oracle),
            "zero" => zero_hits(oracle),
            "midp" => binomial_tails(oracle),
            "rounded" => rounded_report(oracle),
            "over" => over_94_percent(oracle),
            "svalue" => bits(oracle),
            "hdi" => intervals_of_a_law(oracle),
            "crps" => scores(oracle),
            "trials" => trials_needed(oracle),
            "besag" => sequential(oracle),
            "quantile" => ranks(oracle),
            _ => return false,
        }
        true
    });
}

fn monte_carlo_p(it: &mut Oracle) {
    if it.id() == "1:mcp_two_sided" {
        let p = share::two_sided_p(it.count("lo"), it.count("hi"), it.count("N"));
        return it.check("p", p);
    }
    let (hits, trials) = (it.count("r"), it.count("N"));
    it.check("p_valid", share::monte_carlo_p(hits, trials));
    it.check("p_hat", share::clopper_pearson(hits, trials, 0.95).value);
    it.check("mc_se", share::standard_error(hits, trials));
}

fn intervals_of_a_share(it: &mut Oracle) {
    let (k, n, level) = (it.count("k"), it.count("n"), it.number("level"));
    let ends = |e: Estimate| [e.low, e.high];
    it.check_all(
        "clopper_pearson",
        &ends(share::clopper_pearson(k, n, level)),
    );
    it.check_all("wilson", &ends(share::wilson(k, n, level)));
    it.check_all("jeffreys", &ends(share::jeffreys(k, n, level)));
    it.check_all("mid_p", &ends(share::mid_p(k, n, level)));
}

fn zero_hits(it: &mut Oracle) {
    let n = it.count("n");
    it.check("one_sided_95", share::bound_without_hits(n, 0.95));
    it.check("one_sided_99", share::bound_without_hits(n, 0.99));
    it.check("rule_of_three", 3.0 / n as f64);
    it.check(
        "cp_two_sided_95_upper",
        share::clopper_pearson(0, n, 0.95).high,
    );
    // A uniform prior turns n misses into a beta number with shapes 1, n + 1.
    it.check("bayes_uniform_95", share::bound_without_hits(n + 1, 0.95));
    it.check(
        "jeffreys_95_upper",
        inverse_beta_reg(0.5, n as f64 + 0.5, 0.95),
    );
}

fn binomial_tails(it: &mut Oracle) {
    let law = Binomial {
        n: it.count("n"),
        p: it.number("p"),
    };
    let k = it.count("k");
    it.check("upper", law.at_least(k));
    it.check("strict", law.at_least(k + 1));
    it.check("mid", law.mid_p(k));
    let doubled = 2.0 * law.at_least(k).min(law.at_most(k));
    it.check("two_sided_doubling", doubled.min(1.0));
    it.check("two_sided_minlik", law.no_likelier_than(k));
}

fn rounded_report(it: &mut Oracle) {
    let law = Binomial {
        n: it.count("n"),
        p: it.number("p"),
    };
    let (report, grain) = (it.count("report"), it.count("grain"));
    let (low, high) = (report - grain / 2, report + grain / 2 - 1);
    it.check_all("interval", &[low as f64, high as f64]);
    let strict = law.at_least(high + 1);
    let below = law.at_most(low - 1);
    let inside = 1.0 - strict - below;
    it.check("prob_report", inside);
    it.check("upper_generous", law.at_least(low));
    it.check("upper_strict", strict);
    it.check("upper_mid", strict + 0.5 * inside);
    it.check("lower_generous", law.at_most(high));
    it.check("lower_strict", below);
}

fn over_94_percent(it: &mut Oracle) {
    let law = BetaBinomial {
        n: it.count("N"),
        a: it.number("a"),
        b: it.number("b"),
    };
    let above = |percent: u64| percent * law.n / 100 + 1;
    it.check("k_min", above(94) as f64);
    it.check("prob_true", law.at_least(above(94)));
    let rest = law.at_least((95 * law.n).div_ceil(100));
    it.check(
        "prob_true_and_rounds_to_94_or_just_over",
        law.at_least(above(94)) - rest,
    );
}

fn bits(it: &mut Oracle) {
    let bits = share::bits(it.number("p"));
    it.check("bits", bits);
    it.check("heads_in_a_row", bits.round());
}

fn intervals_of_a_law(it: &mut Oracle) {
    use statrs::distribution::{ContinuousCDF, Gamma};
    let quantile: Box<dyn Fn(f64) -> f64> = match it.text("dist").as_str() {
        "Beta" => {
            let (a, b) = (it.number("a"), it.number("b"));
            let mean = a / (a + b);
            let sd = (mean * (1.0 - mean) / (a + b + 1.0)).sqrt();
            let law = Law::Beta { mean, sd };
            Box::new(move |p| law.quantile(p, &Support::SHARE))
        }
        "LogNormal" => {
            let (mu, sigma) = (it.number("mu"), it.number("sigma"));
            let mean = (mu + 0.5 * sigma * sigma).exp();
            let sd = mean * (sigma * sigma).exp_m1().sqrt();
            let law = Law::Lognormal { mean, sd };
            Box::new(move |p| law.quantile(p, &Support::NOT_NEGATIVE))
        }
        "Gamma" => {
            let law = Gamma::new(it.number("shape"), it.number("rate")).unwrap();
            Box::new(move |p| {
                if p >= 1.0 {
                    f64::INFINITY
                } else {
                    law.inverse_cdf(p)
                }
            })
        }
        other => panic!("no law {other}"),
    };
    let (low, high) = interval::highest_density(&quantile, 0.95);
    it.check_all("hdi", &[low, high]);
    it.check("hdi_width", high - low);
    let (low, high) = interval::equal_tailed(&quantile, 0.95);
    it.check_all("eti", &[low, high]);
    it.check("eti_width", high - low);
}

fn scores(it: &mut Oracle) {
    let y = it.number("y");
    if it.id().starts_with("1:crps_norm") {
        it.check(
            "crps",
            score::crps_normal(y, it.number("mu"), it.number("sigma")),
        );
    } else if it.id().starts_with("1:crps_ens") {
        let sample = it.numbers("ensemble");
        it.check("crps", score::crps_sample(&sample, y));
        it.check("fair", score::crps_sample_fair(&sample, y));
    } else {
        let law = Binomial {
            n: it.count("n"),
            p: it.number("p"),
        };
        let at_most = |k| law.at_most(k);
        it.check("crps", score::crps_counts(at_most, law.n, y as u64));
        let (low, high) = score::pit_of_count(at_most, y as u64);
        it.check_all("pit_interval", &[low, high]);
    }
}

fn trials_needed(it: &mut Oracle) {
    let error = it.number("e");
    let needed: Vec<f64> = it
        .numbers("p")
        .iter()
        .map(|&p| share::trials_needed(p, error))
        .collect();
    it.check_all("N", &needed);
}

fn sequential(it: &mut Oracle) {
    let stop = it.count("h");
    it.check("p_stop", share::sequential_p(stop, it.count("L"), stop));
    it.check(
        "p_nostop",
        share::sequential_p(it.count("g"), it.count("n"), stop),
    );
}

fn ranks(it: &mut Oracle) {
    let got = interval::ranks_around_quantile(it.count("n"), it.number("q"), 0.95);
    it.check("l", got.low as f64);
    it.check("u", got.high as f64);
    it.check("coverage", got.coverage);
}

/// Kinds of topic 6 that a scenario cannot say, so that nothing here computes them.
const NOT_SAID: &[(&str, &str)] = &[
    ("6:t_copula", "inputs are joined by a Gaussian copula only"),
    ("6:clayton", "inputs are joined by a Gaussian copula only"),
    ("6:metalog3", "no metalog law"),
    (
        "6:beta_two_quantiles",
        "two quantiles give a logit-normal law (`between`)",
    ),
    ("6:beta_three_quantiles", "no law of three quantiles"),
    (
        "6:pert_60_70_75_2",
        "a PERT law weighs its mode by 4, always",
    ),
    (
        "6:dirichlet",
        "groups share a total by weights with laws of their own",
    ),
    (
        "6:fixed_sum_normal",
        "a total pools with its parts by rejection, for laws of any kind",
    ),
    (
        "6:frechet_binary",
        "correlations are between ranks, not between switches",
    ),
];

#[test]
fn priors_and_dependence() {
    run("6_priors_dependence", NOT_SAID, |oracle| {
        match oracle.kind() {
            "gauss" => {
                let rank = rank_of_copula(oracle.number("rho"));
                oracle.check("spearman", rank);
                // Kendall's tau is not used; both tails of the copula are independent.
                oracle.leave(&["kendall", "tail_dependence"]);
                assert!((copula_parameter(rank) - oracle.number("rho")).abs() < 1e-14);
            }
            "spearman" => oracle.check("rho", copula_parameter(oracle.number("rs"))),
            "copula" => both_high(oracle),
            "common" => common_factor(oracle),
            "betabinom" => overdispersion(oracle),
            "households" => households(oracle),
            "pert" => pert(oracle),
            "triangular" => triangular(oracle),
            "truncnorm" => truncated(oracle),
            _ => return false,
        }
        true
    });
}

/// Two correlated inputs above their 99 % quantiles at once: given the first score, the second is
/// normal; the first is integrated over with the midpoint rule.
fn both_high(it: &mut Oracle) {
    const STEP: f64 = 1e-4;
    let (q, rho) = (it.number("q"), it.number("rho"));
    let root = Cholesky::new(&[vec![1.0, rho], vec![rho, 1.0]]).unwrap();
    let edge = normal::quantile(q);
    let both: f64 = (0..70_000)
        .map(|i| {
            let first = edge + (f64::from(i) + 0.5) * STEP;
            let (mut shift, mut unit) = ([first, 0.0], [0.0, 1.0]);
            root.correlate(&mut shift);
            root.correlate(&mut unit);
            STEP * normal::density(first) * normal::cdf((shift[1] - edge) / unit[1])
        })
        .sum();
    it.check("independent", (1.0 - q) * (1.0 - q));
    it.check("gaussian", both);
}

/// Scores that share a correlation: the variance of their mean from the matrix's root.
fn common_factor(it: &mut Oracle) {
    let (n, sd) = (it.count("n") as usize, it.number("s"));
    let spread: Vec<f64> = it
        .numbers("rho")
        .iter()
        .map(|&rho| {
            let row = |i| (0..n).map(|j| if i == j { 1.0 } else { rho }).collect();
            let root = Cholesky::new(&(0..n).map(row).collect::<Vec<_>>()).unwrap();
            let variance: f64 = (0..n)
                .map(|k| {
                    let mut scores = vec![0.0; n];
                    scores[k] = 1.0;
                    root.correlate(&mut scores);
                    let mean = scores.iter().sum::<f64>() / n as f64;
                    mean * mean
                })
                .sum();
            sd * variance.sqrt()
        })
        .collect();
    it.check_all("sd", &spread);
}

fn overdispersion(it: &mut Oracle) {
    let (n, mean) = (it.count("n"), it.number("m"));
    let law = BetaBinomial::with_correlation(n, mean, it.number("icc"));
    it.check("a", law.a);
    it.check("b", law.b);
    it.check("mean", law.mean());
    it.check("sd", law.sd());
    it.check("design_effect", law.design_effect());
    it.check("effective_n", n as f64 / law.design_effect());
    it.check("binomial_sd", law.sd() / law.design_effect().sqrt());
}

/// Households that agree are a binomial count of households.
fn households(it: &mut Oracle) {
    let (n, m, size) = (it.number("n"), it.number("m"), it.number("s"));
    it.check("sd", size * (n / size * m * (1.0 - m)).sqrt());
    it.check("icc_within", 1.0);
}

fn pert(it: &mut Oracle) {
    let (low, mode, high) = (it.number("low"), it.number("mode"), it.number("high"));
    let law = Law::Pert { low, mode, high };
    assert_eq!(it.number("lam"), 4.0);
    it.check("mean", law.mean(&Support::REAL));
    it.check("sd", sd(&law, &Support::REAL));
    for (name, p) in [("q05", 0.05), ("q50", 0.5), ("q95", 0.95)] {
        it.check(name, law.quantile(p, &Support::REAL));
    }
    // The shapes are seen through mean and standard deviation.
    it.leave(&["alpha", "beta"]);
}

fn triangular(it: &mut Oracle) {
    let (low, mode, high) = (it.number("low"), it.number("mode"), it.number("high"));
    let law = Law::Triangular { low, mode, high };
    it.check("mean", law.mean(&Support::REAL));
    it.loosen(1e-7); // the sum below sees the kink
    it.check("sd", sd(&law, &Support::REAL));
    it.loosen(1e-9);
    it.check("q05", law.quantile(0.05, &Support::REAL));
    it.check("q95", law.quantile(0.95, &Support::REAL));
}

fn truncated(it: &mut Oracle) {
    let law = Law::Normal {
        mean: it.number("mu"),
        sd: it.number("sigma"),
    };
    let support = Support {
        low: it.number("lo"),
        high: it.number("hi"),
    };
    it.check("mean", law.mean(&support));
    it.check("sd", sd(&law, &support));
    it.check("mass_outside", law.mass_outside(&support));
    it.check("q05", law.quantile(0.05, &support));
    it.check("q95", law.quantile(0.95, &support));
    it.leave(&["clamped_mean"]); // what must not be done
}

/// Standard deviation of a law, by the trapezoidal rule over normal scores.
fn sd(law: &Law, support: &Support) -> f64 {
    const STEP: f64 = 0.005;
    let centre = law.median(support);
    let (mut first, mut second) = (0.0, 0.0);
    for i in -1600..=1600 {
        let score = f64::from(i) * STEP;
        let weight = STEP * normal::density(score);
        let x = law.quantile(normal::cdf(score), support) - centre;
        first += weight * x;
        second += weight * x * x;
    }
    (second - first * first).sqrt()
}
