//! Exact answers for judging reports: several figures at once, what drives the result, saying it.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions

mod common;

use common::oracles::{Oracle, run};
use scrutineer::stats::correlation::Cholesky;
use scrutineer::stats::joint::{Figure, Pool, Side, Whitening, extremes};
use scrutineer::stats::normal;

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
