//! Exact answers for judging reports: several figures at once, what drives the result, saying it.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions

mod common;

use common::oracles::{Oracle, run};
use scrutineer::random::{Address, Fast, Place, Purpose, Seed};
use scrutineer::stats::calibration::dkw_half_width;
use scrutineer::stats::correlation::Cholesky;
use scrutineer::stats::joint::{Figure, Pool, Side, Whitening, extremes};
use scrutineer::stats::normal;
use scrutineer::stats::odds::{self, NaturalFrequencies};
use scrutineer::stats::sensitivity::{
    drivers, filter, first_order_by_neighbours, rank_regression, regression,
};

/// Kinds of topic 3 whose method is not used.
const NOT_JOINED: &[(&str, &str)] = &[
    (
        "3:maha_chi2",
        "distances are ranked among the trials, never looked up in a chi-square table",
    ),
    (
        "3:hotelling",
        "distances are ranked among the trials, never looked up in an F table",
    ),
    (
        "3:maxT",
        "the largest of several scores is ranked among the trials, whatever their correlation",
    ),
    (
        "3:hdr_gap",
        "no density is estimated: a gap between two modes is a stated limit",
    ),
];

#[test]
fn several_figures() {
    run("3_joint", NOT_JOINED, |oracle| {
        match oracle.kind() {
            "orthant" => {
                let p = both_above(0.0, 0.0, oracle.number("rho"));
                oracle.check("p", p);
            }
            "bvn" => {
                let (h, k) = (oracle.number("h"), oracle.number("k"));
                oracle.check("p", both_above(h, k, oracle.number("rho")));
                oracle.check("independent_product", normal::cdf(-h) * normal::cdf(-k));
            }
            "rank" => rank_tests(oracle),
            "erl" => extreme_ranks(oracle),
            _ => return false,
        }
        true
    });
}

/// Two correlated scores above `h` and `k`: given the first, the second is normal, by the root of
/// their correlation; the first is integrated over (Simpson).
fn both_above(h: f64, k: f64, rho: f64) -> f64 {
    const STEPS: u32 = 20_000;
    let root = Cholesky::new(&[vec![1.0, rho], vec![rho, 1.0]]).unwrap();
    let step = 12.0 / f64::from(STEPS);
    let sum: f64 = (0..=STEPS)
        .map(|i| {
            let first = h + f64::from(i) * step;
            let (mut shift, mut unit) = ([first, 0.0], [0.0, 1.0]);
            root.correlate(&mut shift);
            root.correlate(&mut unit);
            let weight = match i {
                0 | STEPS => 1.0,
                i => f64::from(2 + 2 * (i % 2)),
            };
            weight * normal::density(first) * normal::cdf((shift[1] - k) / unit[1])
        })
        .sum();
    sum * step / 3.0
}

/// The pooled vectors by columns.
fn columns(it: &Oracle) -> Vec<Vec<f64>> {
    let rows = it.input("pooled").as_array().unwrap();
    let wide = rows[0].as_array().unwrap().len();
    assert_eq!(it.count("observed_index") as usize, rows.len() - 1);
    (0..wide)
        .map(|at| rows.iter().map(|row| row[at].as_f64().unwrap()).collect())
        .collect()
}

/// The last of each column is the report, the others are the trials.
fn figures(columns: &[Vec<f64>]) -> Vec<Figure<'_>> {
    columns
        .iter()
        .map(|column| {
            let (report, simulated) = column.split_last().unwrap();
            Figure {
                simulated,
                lowest: *report,
                highest: *report,
                side: Side::Either,
            }
        })
        .collect()
}

/// Each day's ranks, by making every day the report in turn.
fn ranks(columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let days = columns[0].len();
    (0..days)
        .map(|day| {
            let mut turned = columns.to_vec();
            turned
                .iter_mut()
                .for_each(|column| column.swap(day, days - 1));
            let it = extremes(&figures(&turned), 0.95).unwrap();
            let mut ranks: Vec<f64> = it.figures.iter().map(|it| it.rank as f64).collect();
            ranks.sort_by(f64::total_cmp);
            ranks
        })
        .collect()
}

fn rank_tests(it: &mut Oracle) {
    let columns = columns(it);
    let smallest: Vec<f64> = ranks(&columns)
        .iter()
        .map(|ranks| ranks[0] / columns[0].len() as f64)
        .collect();
    it.check_all("minp_T", &smallest);
    let figures = figures(&columns);
    it.check("minp_p", extremes(&figures, 0.95).unwrap().p_smallest);
    let scored = Pool::new(&figures).unwrap().mahalanobis();
    it.check("nscore_p", scored.p);
    // The program scores first; the distance itself can be held against unscored columns too.
    let white = Whitening::of(&columns).apply(&columns);
    let raw: Vec<f64> = (0..columns[0].len())
        .map(|day| white.iter().map(|column| column[day] * column[day]).sum())
        .collect();
    let p = raw.iter().filter(|&&d| d >= raw[9]).count() as f64 / raw.len() as f64;
    it.check("maha_p", p);
    it.loosen(1e-7); // the ridge on the covariance moves the eighth digit
    it.check_all("maha_D2", &raw);
    it.check_all("nscore_D2", &scored.of_days);
    it.leave(&["mean_euclid"]); // the mean distance has no more power than Mahalanobis' distance
}

fn extreme_ranks(it: &mut Oracle) {
    let columns = columns(it);
    let got = ranks(&columns);
    let expected: Vec<Vec<f64>> = serde_json::from_value(it.expected("sorted_ranks")).unwrap();
    assert_eq!(got, expected, "{}", it.id());
    let all = extremes(&figures(&columns), 0.95).unwrap();
    if it.id() == "3:erl_by_hand" {
        it.check("p", all.p);
    } else {
        it.check("p_erl", all.p);
        it.check("p_minp", all.p_smallest);
    }
}

/// Kinds of topic 5 whose method is not used.
const NOT_DRIVEN: &[(&str, &str)] = &[
    (
        "5:shapley",
        "shares of correlated inputs are shown as they are, with the warning that they overlap",
    ),
    (
        "5:pawn",
        "what depends on slices of the input is not offered: hits against all says it",
    ),
];

#[test]
fn what_drives_an_outcome() {
    run("5_sensitivity", NOT_DRIVEN, |oracle| {
        match oracle.kind() {
            "ishigami" => ishigami(oracle),
            "gfunction" => g_function(oracle),
            "product" => product(oracle),
            "linear" => linear(oracle),
            "chatterjee" => correlated(oracle),
            "rank" => by_hand(oracle),
            "target" => rare(oracle),
            "mc" => hits_against_all(oracle),
            _ => return false,
        }
        true
    });
}

/// Coverage of the intervals that must hold the exact shares; there are some fifty of them, so that one
/// of 200 choices of the seed would fail a correct program.
const SURE: f64 = 0.9999;
const TRIALS: usize = 20_000;

/// Dice for an oracle's simulation.
fn dice() -> Fast {
    Address {
        seed: Seed(5),
        purpose: Purpose::Resampling,
        trial: 0,
        place: Place::EVERYWHERE,
    }
    .fast()
}

/// Simulates a table of uniform scores and holds the shares against the exact ones, by classes with
/// their own intervals and by neighbours with twice their width. `slack`: what classes of finite width
/// lose; no interval may be wider than the second number.
fn shares(it: &mut Oracle, inputs: usize, slack: (f64, f64), outcome: impl Fn(&[f64]) -> f64) {
    let (bias, widest) = slack;
    let mut dice = dice();
    let mut columns = vec![Vec::new(); inputs];
    let mut outcomes = Vec::with_capacity(TRIALS);
    for _ in 0..TRIALS {
        let day: Vec<f64> = (0..inputs).map(|_| dice.open01()).collect();
        outcomes.push(outcome(&day));
        columns
            .iter_mut()
            .zip(day)
            .for_each(|(column, x)| column.push(x));
    }
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let got = drivers(&columns, &outcomes, SURE, &mut || dice.open01()).unwrap();
    let expected: Vec<f64> = serde_json::from_value(it.expected("S")).unwrap();
    for (at, exact) in expected.iter().enumerate() {
        let share = got.shares[at];
        assert!(share.high - share.low < widest, "{}: {share:?}", it.id());
        let fits = share.low - bias <= *exact && *exact <= share.high + bias;
        assert!(fits, "{}: input {at} {share:?}, not {exact}", it.id());
        let double = first_order_by_neighbours(columns[at], &outcomes);
        let width = (share.high - share.low).max(0.06);
        assert!((double - exact).abs() < width, "{}: {double}", it.id());
    }
    let rest = 1.0 - expected.iter().sum::<f64>();
    let fits = got.rest.low - bias <= rest && rest <= got.rest.high + bias * inputs as f64;
    assert!(fits, "{}: rest {:?}, not {rest}", it.id(), got.rest);
}

fn ishigami(it: &mut Oracle) {
    use std::f64::consts::PI;
    let (a, b) = (it.number("a"), it.number("b"));
    shares(it, 3, (0.004, 0.15), |u| {
        let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
        x[0].sin() + a * x[1].sin().powi(2) + b * x[2].powi(4) * x[0].sin()
    });
    it.leave(&["mean", "var"]); // of the function, not of a method here
    it.leave(&["ST", "S13", "shapley"]); // neither total-order nor Shapley indices are offered
}

fn g_function(it: &mut Oracle) {
    let a = it.numbers("a");
    shares(it, a.len(), (0.002, 0.15), |u| {
        let factor = |(u, a): (&f64, &f64)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a);
        u.iter().zip(&a).map(factor).product()
    });
    it.leave(&["mean", "var", "ST"]);
}

fn product(it: &mut Oracle) {
    let (mean, cv) = (it.numbers("mean"), it.numbers("cv"));
    shares(it, 3, (0.002, 0.15), |u| {
        let factor = |i: usize| mean[i] * (1.0 + cv[i] * normal::quantile(u[i]));
        (0..3).map(factor).product()
    });
    it.leave(&["ST", "total_cv"]);
}

fn linear(it: &mut Oracle) {
    let b = it.numbers("b");
    let value = |u: &[f64]| -> f64 {
        let terms = u.iter().zip(&b).map(|(u, b)| b * normal::quantile(*u));
        terms.sum()
    };
    shares(it, 3, (0.002, 0.15), value);
    // Scores on a lattice with hardly any correlation: the line is exact but for what is left of it.
    let lattice: Vec<Vec<f64>> = [
        0.618_033_988_749_895,
        0.324_717_957_244_746,
        0.219_743_115_211_1,
    ]
    .iter()
    .map(|step| (0..TRIALS).map(|i| (i as f64 * step + 0.5) % 1.0).collect())
    .collect();
    let day = |i: usize| -> Vec<f64> { lattice.iter().map(|column| column[i]).collect() };
    let outcomes: Vec<f64> = (0..TRIALS).map(|i| value(&day(i))).collect();
    let scores: Vec<Vec<f64>> = lattice
        .iter()
        .map(|column| column.iter().map(|u| normal::quantile(*u)).collect())
        .collect();
    let scores: Vec<&[f64]> = scores.iter().map(Vec::as_slice).collect();
    let line = regression(&scores, &outcomes).unwrap();
    assert!(line.explained > 0.999_999);
    it.loosen(5e-3);
    it.check_all("SRC", &line.coefficients);
    let ranked = rank_regression(&scores, &outcomes).unwrap();
    assert!(ranked.explained > 0.95);
    it.leave(&["shift_of_input_given_y_2sd"]); // shifts come from the days that hit, not from a line
}

/// One normal number given another: its share is the square of the correlation.
fn correlated(it: &mut Oracle) {
    let rho = it.number("rho");
    let mut dice = dice();
    let pair = |_| {
        let (a, b) = (
            normal::quantile(dice.open01()),
            normal::quantile(dice.open01()),
        );
        (a, rho * a + (1.0 - rho * rho).sqrt() * b)
    };
    let (x, y): (Vec<f64>, Vec<f64>) = (0..TRIALS).map(pair).unzip();
    let exact = it.expected("S1").as_f64().unwrap();
    let got = drivers(&[&x], &y, SURE, &mut || dice.open01())
        .unwrap()
        .shares[0];
    let fits = got.low - 0.002 <= exact && exact <= got.high + 0.002;
    assert!(fits, "{}: {got:?}, not {exact}", it.id());
    it.leave(&["xi"]); // a correlation, not a share of variance; used nowhere
}

fn by_hand(it: &mut Oracle) {
    let share = first_order_by_neighbours(&it.numbers("x"), &it.numbers("y"));
    it.check("S1_rank", share);
    it.leave(&["xi"]);
}

/// Why shares are not used for rare events: of the indicator they nearly vanish. At 3 standard
/// deviations no table of ordinary size has hits enough even for that.
fn rare(it: &mut Oracle) {
    let (w, c) = (it.numbers("w"), it.number("c"));
    it.check("p", normal::cdf(-c));
    it.leave(&["ST", "sumS"]); // the sum is held through the rest
    if c > 2.5 {
        return it.leave(&["S"]);
    }
    shares(it, 3, (0.004, 0.2), |u| {
        let sum: f64 = w.iter().zip(u).map(|(w, u)| w * normal::quantile(*u)).sum();
        f64::from(u8::from(sum >= c))
    });
}

fn hits_against_all(it: &mut Oracle) {
    let (w, c) = (it.numbers("w"), it.number("c"));
    let mut dice = dice();
    let trials = 100_000;
    let mut column = || -> Vec<f64> {
        let scores = (0..trials).map(|_| normal::quantile(dice.open01()));
        scores.collect()
    };
    let columns = [column(), column(), column()];
    let hits: Vec<bool> = (0..trials)
        .map(|i| w.iter().zip(&columns).map(|(w, x)| w * x[i]).sum::<f64>() >= c)
        .collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let got = filter(&columns, &hits, &mut || dice.open01()).unwrap();
    // The distance of r hits is uncertain by at most 2 / sqrt(r) with probability 0.9993 (DKW).
    let slack = 2.0 / (got.hits as f64).sqrt();
    let expected: Vec<f64> = serde_json::from_value(it.expected("ks")).unwrap();
    for (distance, exact) in got.distances.iter().zip(&expected) {
        assert!((distance - exact).abs() < slack, "{distance}, not {exact}");
    }
    assert!(got.ps.iter().all(|&p| p == 0.005) && got.by_chance < slack);
}

#[test]
fn saying_it() {
    run("9_saying_it", &[], |oracle| {
        match oracle.kind() {
            "prosecutor" => {
                let [seen, otherwise] = ["p_infl", "p_honest"].map(|name| oracle.number(name));
                let prior = oracle.number("prior");
                let it = NaturalFrequencies::new(1e6, prior, seen, otherwise);
                oracle.check("posterior", it.share());
                oracle.check("bayes_factor", it.likelihood_ratio());
                let again = odds::posterior(prior, it.likelihood_ratio());
                assert!((again - it.share()).abs() < 1e-12);
            }
            "sellke" => {
                let least = odds::least_bayes_factor(oracle.number("p"));
                oracle.check("min_bf", least);
                oracle.check("min_posterior", odds::posterior(0.5, least));
            }
            "multiplicity" => {
                let looks = oracle.numbers("k");
                let chances = looks.iter().map(|&k| odds::at_least_one(0.05, k as u64));
                oracle.check_all("prob", &chances.collect::<Vec<_>>());
            }
            "evalue" => {
                let (z, weight) = (oracle.number("z"), oracle.number("w"));
                oracle.check("shift_needed", odds::tipping_shift(z, weight, 0.05));
            }
            "dkw" => {
                let n = oracle.numbers("N");
                let widths = n.iter().map(|&n| dkw_half_width(n as usize, 0.95));
                oracle.check_all("eps", &widths.collect::<Vec<_>>());
            }
            _ => return false,
        }
        true
    });
}
