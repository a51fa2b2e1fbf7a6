//! Several figures at once: honest reports are refused no more often than the level says, and odd ones
//! are seen.
//!
//! The full tables: `cargo test --release --test joint -- --ignored --nocapture`.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions

use scrutineer::random::{Address, Fast, Place, Purpose, Seed};
use scrutineer::stats::joint::{Figure, Pool, Side, extremes};
use scrutineer::stats::normal;

/// Dice of one repetition.
fn dice(trial: u64) -> Fast {
    let (purpose, place) = (Purpose::Resampling, Place::EVERYWHERE);
    let seed = Seed(20_061_112);
    Address {
        seed,
        purpose,
        trial,
        place,
    }
    .fast()
}

fn gauss(dice: &mut Fast) -> f64 {
    normal::quantile(dice.open01())
}

type Shape = fn(&mut Fast) -> Vec<f64>;

/// Four independent normal figures.
fn plain(dice: &mut Fast) -> Vec<f64> {
    (0..4).map(|_| gauss(dice)).collect()
}

/// The first two trade off a little (correlation -0.3).
fn related(dice: &mut Fast) -> Vec<f64> {
    let mut z = plain(dice);
    z[1] = -0.3 * z[0] + 0.91f64.sqrt() * z[1];
    z
}

/// The first two trade off (correlation -0.9), the third goes along with the first.
fn trade_off(dice: &mut Fast) -> Vec<f64> {
    let mut z = plain(dice);
    z[1] = -0.9 * z[0] + 0.19f64.sqrt() * z[1];
    z[2] = 0.5 * z[0] + 0.75f64.sqrt() * z[2];
    z
}

/// The same with heavy tails that come to all figures at once: Student's t with 3 degrees.
fn heavy(dice: &mut Fast) -> Vec<f64> {
    let z = trade_off(dice);
    let chi: f64 = (0..3).map(|_| gauss(dice).powi(2)).sum();
    z.iter().map(|z| z / (chi / 3.0).sqrt()).collect()
}

/// The second figure falls off on either side of the first one's middle, the fourth of the third one's.
fn curved(dice: &mut Fast) -> Vec<f64> {
    let mut z = plain(dice);
    z[1] = -z[0] * z[0] + 0.2 * z[1];
    z[3] = -z[2] * z[2] + 0.2 * z[3];
    z
}

/// Whole thousands of a coarse unit, so that most values tie.
fn rounded(dice: &mut Fast) -> Vec<f64> {
    trade_off(dice).iter().map(|z| (z * 2.0).round()).collect()
}

const SHAPES: [(&str, Shape); 4] = [
    ("gauss", trade_off),
    ("t3", heavy),
    ("curved", curved),
    ("rounded", rounded),
];

fn columns(shape: Shape, trials: usize, dice: &mut Fast) -> Vec<Vec<f64>> {
    let mut columns = vec![Vec::new(); 4];
    for _ in 0..trials {
        for (column, value) in columns.iter_mut().zip(shape(dice)) {
            column.push(value);
        }
    }
    columns
}

/// The p of the neighbours, of Mahalanobis' distance, of the extremes and of the smallest rank.
fn ps(columns: &[Vec<f64>], report: &[(f64, f64)], dice: &mut Fast) -> [f64; 4] {
    let figures: Vec<Figure<'_>> = columns
        .iter()
        .zip(report)
        .map(|(simulated, &(lowest, highest))| Figure {
            simulated,
            lowest,
            highest,
            side: Side::Either,
        })
        .collect();
    let pool = Pool::new(&figures).unwrap();
    let extremes = extremes(&figures, 0.95).unwrap();
    [
        pool.neighbours(&mut || dice.open01()).p,
        pool.mahalanobis().p,
        extremes.p,
        extremes.p_smallest,
    ]
}

fn exact(values: &[f64]) -> Vec<(f64, f64)> {
    values.iter().map(|&v| (v, v)).collect()
}

/// Asserts that no method refuses more honest reports than the level and three standard deviations
/// allow, and prints the shares.
fn honest(name: &str, level: f64, of: &[[f64; 4]], least: f64) {
    let reports = of.len() as f64;
    let slack = 3.0 * (level * (1.0 - level) / reports).sqrt();
    let share = |method: usize| of.iter().filter(|p| p[method] <= level).count() as f64 / reports;
    let shares = [share(0), share(1), share(2), share(3)];
    println!("{name} at {level}: {shares:.4?}");
    for (method, share) in shares.into_iter().enumerate() {
        assert!(
            share <= level + slack,
            "{name} at {level}, method {method}: {share}"
        );
    }
    assert!(
        shares[0] >= least,
        "{name} at {level}: the neighbours refuse {}",
        shares[0]
    );
}

fn sizes(reports: u64, trials: usize) {
    for (at, (name, shape)) in (0u64..).zip(SHAPES) {
        let all: Vec<[f64; 4]> = (0..reports)
            .map(|report| {
                let mut dice = dice(1_000_000 * at + report);
                let columns = columns(shape, trials, &mut dice);
                let report = exact(&shape(&mut dice));
                ps(&columns, &report, &mut dice)
            })
            .collect();
        // Ties and repeats make rounded reports harder to refuse.
        let floor = if name == "rounded" { 0.2 } else { 0.6 };
        honest(name, 0.05, &all, 0.05 * floor);
        honest(name, 0.01, &all, 0.0);
    }
}

#[test]
fn honest_reports_are_refused_no_more_often_than_the_level() {
    sizes(2_000, 99);
}

#[test]
#[ignore = "nightly: 8,000 reports among 499 trials each; cargo test --release --test joint -- --ignored"]
fn honest_reports_are_refused_no_more_often_than_the_level_with_more_trials() {
    sizes(2_000, 499);
}

/// The reports of boxes: every figure known to a grain, the first only as "at least".
fn boxes(reports: u64, trials: usize) {
    for (at, (name, shape)) in (0u64..).zip(SHAPES) {
        for grain in [0.5, 2.0] {
            let all: Vec<[f64; 4]> = (0..reports)
                .map(|report| {
                    let mut dice = dice(7_000_000 + 1_000_000 * at + report);
                    let columns = columns(shape, trials, &mut dice);
                    let mut claim: Vec<(f64, f64)> = shape(&mut dice)
                        .iter()
                        .map(|v| {
                            (
                                (v / grain).floor() * grain,
                                (v / grain).floor() * grain + grain,
                            )
                        })
                        .collect();
                    claim[0].1 = f64::INFINITY;
                    ps(&columns, &claim, &mut dice)
                })
                .collect();
            honest(&format!("{name} to {grain}"), 0.05, &all, 0.0);
        }
    }
}

#[test]
fn honest_reports_of_intervals_are_refused_no_more_often() {
    boxes(400, 99);
}

#[test]
#[ignore = "nightly: 16,000 reports of intervals; cargo test --release --test joint -- --ignored"]
fn honest_reports_of_intervals_are_refused_no_more_often_with_more_trials() {
    boxes(2_000, 299);
}

#[test]
#[ignore = "nightly: 1,000 reports among 3,000 trials; cargo test --release --test joint -- --ignored"]
fn a_subset_of_references_keeps_the_level() {
    let all: Vec<[f64; 4]> = (0..1_000)
        .map(|report| {
            let mut dice = dice(50_000_000 + report);
            let columns = columns(heavy, 3_000, &mut dice);
            let report = exact(&heavy(&mut dice));
            ps(&columns, &report, &mut dice)
        })
        .collect();
    honest("subset", 0.05, &all, 0.03);
    honest("subset", 0.01, &all, 0.003);
}

/// Share of odd reports that each method refuses at 5 %.
fn power(name: &str, shape: Shape, odd: impl Fn(&mut Vec<f64>), setting: (u64, usize)) -> [f64; 4] {
    let (reports, trials) = setting;
    let mut refused = [0.0; 4];
    for report in 0..reports {
        let mut dice = dice(90_000_000 + report);
        let columns = columns(shape, trials, &mut dice);
        let mut report = shape(&mut dice);
        odd(&mut report);
        for (refused, p) in refused
            .iter_mut()
            .zip(ps(&columns, &exact(&report), &mut dice))
        {
            *refused += f64::from(u8::from(p <= 0.05));
        }
    }
    let power = refused.map(|n| n / reports as f64);
    println!("{name}: neighbours, Mahalanobis, extremes, smallest rank {power:.3?}");
    power
}

/// The first two figures at values that are ordinary alone.
fn both_high(first: f64, second: f64) -> impl Fn(&mut Vec<f64>) {
    move |report| {
        report[0] = first;
        report[1] = second;
    }
}

/// The table of powers, held against what 1,000 reports among 999 trials gave.
fn powers(setting: (u64, usize), slack: f64) {
    let seen = |name: &str, power: f64, at: f64| {
        assert!(power >= at - slack, "{name}: {power} instead of {at}");
    };
    let blind = |name: &str, power: f64| assert!(power <= 0.08 + slack, "{name}: {power}");
    let q90 = 1.281_551_565_544_600_4;

    let one = power("one figure 3 sd up", related, |r| r[0] += 3.0, setting);
    seen("one, neighbours", one[0], 0.695);
    seen("one, extremes", one[2], 0.71);
    let all = |r: &mut Vec<f64>| r.iter_mut().for_each(|x| *x += 1.5);
    let all = power("all figures 1.5 sd up", related, all, setting);
    seen("all, neighbours", all[0], 0.745);
    seen("all, extremes", all[2], 0.525);

    let gauss = power("both high, gauss", trade_off, both_high(q90, q90), setting);
    seen("gauss, neighbours", gauss[0], 1.0);
    blind("gauss, extremes", gauss[2]);
    let t3 = power("both high, t3", heavy, both_high(1.638, 1.638), setting);
    seen("t3, neighbours", t3[0], 1.0);
    blind("t3, extremes", t3[2]);
    // Under the arcs: two figures at their middle, two at their 10 % quantile.
    let under = |r: &mut Vec<f64>| r.copy_from_slice(&[0.0, -2.71, 0.0, -2.71]);
    let bend = power("under the arcs, curved", curved, under, setting);
    seen("curved, neighbours", bend[0], 1.0);
    blind("curved, extremes", bend[2]);
    // What the neighbours are there for: along a curve the distance from the centre sees little.
    assert!(bend[1] < bend[0] - 0.3, "{bend:?}");
}

#[test]
fn odd_reports_are_seen() {
    powers((60, 499), 0.2);
}

#[test]
#[ignore = "nightly: 1,000 reports among 999 trials, five kinds; cargo test --release --test joint -- --ignored"]
fn odd_reports_are_seen_as_often_as_measured() {
    powers((1_000, 999), 0.045);
}
