//! Exact answers on very small tails: topics `2_small_tails` and `10_robustness` of
//! `tests/data/oracles.json`. Splitting itself is held against them in `tests/splitting.rs`.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions

mod common;

use common::benches::{linear, of_scores};
use common::oracles::{Oracle, run};
use scrutineer::stats::evidence::{ReportedShare, sensitivity};
use scrutineer::stats::splitting::{State, relative_error};
use scrutineer::stats::stretch::stretch_factor;
use scrutineer::stats::{BetaBinomial, Binomial, Hypergeometric, beta_reg, masses_of_sum, normal};

/// What the program does not offer, and why.
const NO_TAIL: [(&str, &str); 4] = [
    (
        "2:thinning",
        "an identity of laws; the voters themselves are drawn, and tests/theory.rs holds their counts",
    ),
    (
        "2:tilt_normal",
        "importance sampling is not offered: its error is silent about a way it misses",
    ),
    (
        "2:ams_theory",
        "theory of killing one at a time; halves are killed, whose theory is 2:subset_theory",
    ),
    (
        "2:gpd",
        "tails are not extrapolated by a generalised Pareto law: two decades out it is fiction",
    ),
];

#[test]
fn small_tails() {
    run("2_small_tails", &NO_TAIL, |oracle| {
        match oracle.kind() {
            "binom" => binomial(oracle),
            "betabinom" | "bench2b" => beta_binomial(oracle),
            "hyper" => hypergeometric(oracle),
            "poisbin" => stations(oracle),
            "three" => groups(oracle),
            "bench1" => erlang(oracle),
            "bench2" => beta_chain(oracle),
            "bench3" => two_modes(oracle),
            "bench4" => oracle.check("prob", above(oracle.number("b"))),
            "lognormal" => lognormal_chain(oracle),
            "subset" => halves(oracle),
            _ => return false,
        }
        true
    });
}

/// Probability that a standard normal number is above `x`.
fn above(x: f64) -> f64 {
    normal::cdf(-x)
}

/// 1 - (1 - p)(1 - q), without losing digits.
fn either(p: f64, q: f64) -> f64 {
    p + q - p * q
}

fn probability(it: &mut Oracle, p: f64) {
    it.check("prob", p);
    it.check("log10", p.log10());
}

fn binomial(it: &mut Oracle) {
    let law = Binomial {
        n: it.count("n"),
        p: it.number("p"),
    };
    let k = it.count("k");
    let ln = law.ln_at_least(k);
    it.check("log10", ln / 10f64.ln());
    if law.at_least(k) > 0.0 {
        it.check("prob", ln.exp());
    } else {
        it.leave(&["prob"]); // below what a double holds; its logarithm is checked
    }
}

fn beta_binomial(it: &mut Oracle) {
    let law = BetaBinomial {
        n: it.count("n"),
        a: it.number("a"),
        b: it.number("b"),
    };
    probability(it, law.at_least(it.count("k")));
    if it.kind() == "betabinom" {
        // The intraclass correlation that gives these shapes back.
        let icc = 1.0 / (law.a + law.b + 1.0);
        let again = BetaBinomial::with_correlation(law.n, law.a / (law.a + law.b), icc);
        assert!((again.a / law.a - 1.0).abs() < 1e-12);
        it.check("icc", icc);
    }
}

fn hypergeometric(it: &mut Oracle) {
    let law = Hypergeometric {
        population: it.count("N"),
        marked: it.count("K"),
        drawn: it.count("n"),
    };
    probability(it, law.at_least(it.count("k")));
}

fn at_least(masses: &[f64], k: u64) -> f64 {
    masses[k as usize..].iter().rev().sum()
}

fn stations(it: &mut Oracle) {
    let stations: Vec<Binomial> = (1..=20)
        .map(|i| Binomial {
            n: 1,
            p: f64::from(i) / 21.0,
        })
        .collect();
    it.check("prob", at_least(&masses_of_sum(&stations), it.count("k")));
}

fn groups(it: &mut Oracle) {
    let groups: Vec<Binomial> = it
        .input("groups")
        .as_array()
        .unwrap()
        .iter()
        .map(|group| Binomial {
            n: group[0].as_u64().unwrap(),
            p: group[1].as_f64().unwrap(),
        })
        .collect();
    probability(it, at_least(&masses_of_sum(&groups), it.count("k")));
}

/// P(sum of `d` exponential numbers >= `s`): fewer than `d` events of a Poisson process by then.
fn erlang_tail(d: u32, s: f64) -> f64 {
    let mut term = (-s).exp();
    let mut sum = 0.0;
    for i in 0..d {
        sum += term;
        term *= s / f64::from(i + 1);
    }
    sum
}

fn erlang(it: &mut Oracle) {
    let d = it.count("d") as u32;
    if !it.id().contains("threshold") {
        return probability(it, erlang_tail(d, it.number("s")));
    }
    let p = 10f64.powi(-(it.count("e") as i32));
    let (mut low, mut high) = (0.0, 200.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if erlang_tail(d, middle) > p {
            low = middle;
        } else {
            high = middle;
        }
    }
    it.check("s", high);
}

fn beta_chain(it: &mut Oracle) {
    let rest: f64 = it.numbers("b").iter().sum();
    probability(it, beta_reg(rest, it.number("a"), 1.0 - it.number("t")));
}

fn two_modes(it: &mut Oracle) {
    let (one, other) = (above(it.number("c")), above(it.number("c") - 0.5));
    probability(it, either(one, other));
    it.check("share_of_region_B", other / either(one, other));
}

/// Standard deviations from the median of a product of lognormal numbers to `k`.
fn chain_score(it: &Oracle, k: f64) -> f64 {
    let median: f64 = it.numbers("median").iter().product();
    let variance: f64 = it.numbers("sdlog").iter().map(|sd| sd * sd).sum();
    (k / median).ln() / variance.sqrt()
}

fn lognormal_chain(it: &mut Oracle) {
    probability(it, above(chain_score(it, it.number("k"))));
}

fn halves(it: &mut Oracle) {
    let (p, kept) = (it.number("p"), it.number("p0"));
    let particles = it.count("N") as usize;
    it.check("rel_sd", relative_error(p, kept, particles));
    it.leave(&["levels", "r"]); // on the way to it
}

/// What the program does not offer, and why.
const NO_COMFORT: [(&str, &str); 2] = [
    (
        "10:best_corner",
        "the hard bound takes the ends of the ranges; no corner of quantiles is shown",
    ),
    (
        "10:form_design_point",
        "no most probable combination is searched: in many dimensions no state comes near it",
    ),
];

#[test]
fn robustness() {
    run("10_robustness", &NO_COMFORT, |oracle| {
        match oracle.kind() {
            "bf" => factors(oracle),
            "stretch" => stretch(oracle),
            "bench5" => hidden_path(oracle),
            "bench6" => switch(oracle),
            "bench7" => voters(oracle),
            _ => return false,
        }
        true
    });
}

fn factors(it: &mut Oracle) {
    let counts = it.numbers("interval");
    let report = ReportedShare {
        persons: it.count("N"),
        counts: (counts[0] as u64, counts[1] as u64),
        shares: (0.945, 0.955),
    };
    let rows = it.expected("rows");
    let got = sensitivity(&report, &[0.7, 0.8], &[10.0, 20.0, 50.0, 100.0]);
    assert_eq!(got.len(), rows.as_array().unwrap().len());
    for (got, row) in got.iter().zip(rows.as_array().unwrap()) {
        let near = |name: &str, got: f64| {
            let truth = row[name].as_f64().unwrap();
            assert!((got / truth - 1.0).abs() < 1e-6, "{row}: {name} is {got}");
        };
        near("mean", got.mean);
        near("M", got.size);
        near("honest", got.honest);
        near("inflated", got.inflated);
        near("BF", got.factor());
    }
}

fn stretch(it: &mut Oracle) {
    let z = it.number("z");
    it.check("p_at_1_5", above(z / 1.5));
    it.check("p_at_2", above(z / 2.0));
    // States at evenly spaced probabilities, so that their 95 % quantile is that of the law.
    let states: Vec<State> = (0..20_000)
        .map(|i| State {
            scores: vec![normal::quantile((f64::from(i) + 0.5) / 20_000.0)],
            noise: vec![],
        })
        .collect();
    let factor = stretch_factor(&*linear(1), z, 0.05, &states, 100.0).unwrap();
    it.loosen(5e-4);
    it.check("s", factor.value);
    assert!(factor.low < factor.value && factor.value < factor.high);
    assert!(factor.high / factor.low < 1.05);
    // Nor does it matter how the distance is spread over the inputs.
    let tilted = of_scores(1, |scores| 0.5 * scores[0]);
    let same = stretch_factor(&*tilted, 0.5 * z, 0.05, &states, 100.0).unwrap();
    assert!((same.value / factor.value - 1.0).abs() < 1e-3);
}

fn hidden_path(it: &mut Oracle) {
    let c = it.number("c");
    let (open, hidden) = (above(c), above(0.5 * (c + 6.0)));
    it.check("prob", either(open, hidden));
    it.check("share_B", hidden / either(open, hidden));
}

fn switch(it: &mut Oracle) {
    let q = it.number("q");
    let (on, off) = (0.01 * above(q - 2.5), 0.99 * above(q));
    it.check("prob", on + off);
    it.check("share_switch", on / (on + off));
}

fn voters(it: &mut Oracle) {
    let law = BetaBinomial {
        n: it.count("n"),
        a: it.number("a"),
        b: it.number("b"),
    };
    it.check("prob", law.at_least(it.count("k")));
}
