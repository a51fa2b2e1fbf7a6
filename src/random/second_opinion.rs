//! The samplers against their laws, and against `rand_distr`'s.
//!
//! Every test has a fixed seed. A comparison fails a sound sampler with a chance of at most 1 in
//! 100,000 ([`ALPHA`]); there are about 150 of them.

use super::*;
use crate::stats::{BetaBinomial, Binomial, beta_reg, normal};

const ALPHA: f64 = 1e-5;
const DRAWS: usize = 40_000;

fn dice(trial: u64) -> Fast {
    let (seed, purpose, place) = (Seed(7), Purpose::Resampling, Place::EVERYWHERE);
    Address {
        seed,
        purpose,
        trial,
        place,
    }
    .fast()
}

/// Probability that a chi-square number with `freedom` degrees exceeds `x`.
fn chi_square_tail(x: f64, freedom: usize) -> f64 {
    statrs::function::gamma::gamma_ur(freedom as f64 / 2.0, x / 2.0)
}

/// Pearson's test of counts against a law around `mean`, cells merged until 20 are expected in each; whether it is
/// passed. Whatever lies beyond 9 standard deviations fails it.
fn follows(counts: &[u64], (mean, sd): (f64, f64), n: u64, chance: impl Fn(u64) -> f64) -> bool {
    let low = (mean - 9.0 * sd - 20.0).max(0.0) as u64;
    let high = ((mean + 9.0 * sd + 20.0) as u64).min(n);
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let total = sorted.len() as f64;
    if sorted[0] < low || sorted[sorted.len() - 1] > high {
        return false;
    }
    let (mut sum, mut cells, mut taken) = (0.0, 0, 0);
    let (mut expected, mut before) = (0.0, 0.0);
    for k in low..=high {
        expected += total * chance(k);
        if expected >= 20.0 && total - before - expected >= 20.0 || k == high {
            // The last cell takes what is left.
            let wanted = if k == high { total - before } else { expected };
            let end = sorted.partition_point(|&count| count <= k);
            let seen = (end - taken) as f64;
            sum += (seen - wanted) * (seen - wanted) / wanted;
            (cells, taken, before, expected) = (cells + 1, end, before + wanted, 0.0);
        }
    }
    cells == 1 || chi_square_tail(sum, cells - 1) > ALPHA
}

/// Kolmogorov's test of numbers against a law; whether it is passed.
fn fits(numbers: &[f64], below: impl Fn(f64) -> f64) -> bool {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let far = |(at, &x): (usize, &f64)| {
        let level = below(x);
        (level - at as f64 / n).max((at + 1) as f64 / n - level)
    };
    let distance = sorted.iter().enumerate().map(far).fold(0.0, f64::max);
    distance < (-(ALPHA / 2.0).ln() / 2.0 / n).sqrt()
}

/// Smirnov's test of two samples of one size (conservative where values repeat).
fn alike(one: &mut [f64], other: &mut [f64]) -> bool {
    one.sort_by(f64::total_cmp);
    other.sort_by(f64::total_cmp);
    let n = one.len() as f64;
    let share = |of: &[f64], x: f64| of.partition_point(|&y| y <= x) as f64 / n;
    let far = |&x: &f64| (share(one, x) - share(other, x)).abs();
    let distance = one.iter().chain(other.iter()).map(far).fold(0.0, f64::max);
    distance < (-(ALPHA / 2.0).ln() / n).sqrt()
}

/// Tries and chances on both sides of every switch of the sampler.
fn tries() -> Vec<(u64, f64)> {
    let mut tries = vec![
        (1, 1e-9),
        (1, 0.3),
        (1, 0.5),
        (1, 1.0 - 1e-9),
        (2, 0.5),
        (19, 0.5),
        (20, 0.5),
        (21, 0.5),
        (30, 1.0 / 3.0),
        (31, 1.0 / 3.0),
        (200, 0.7),
        (200, 0.999),
        (2_147_483_647, 1e-9),
        (2_147_483_647, 1.0 - 1e-9),
        (2_147_483_647, 4.6e-9),
        (2_147_483_647, 4.7e-9),
        (2_147_483_647, 1e-6),
        (2_000_000, 0.37),
    ];
    for n in [25, 60, 137, 1_000, 40_000] {
        for expected in [0.02, 1.0, 9.99, 10.0, 10.01, 12.0] {
            tries.push((n, expected / n as f64));
            tries.push((n, 1.0 - expected / n as f64));
        }
        tries.extend([0.42, 0.5, 0.58].map(|p| (n, p)));
    }
    tries
}

#[test]
fn binomials_follow_their_law() {
    for (at, (n, p)) in tries().into_iter().enumerate() {
        let mut dice = dice(at as u64);
        let counts: Vec<u64> = (0..DRAWS).map(|_| binomial(n, p, &mut dice)).collect();
        let law = Binomial { n, p };
        let moments = (n as f64 * p, (n as f64 * p * (1.0 - p)).sqrt());
        assert!(follows(&counts, moments, n, |k| law.exactly(k)), "{n}, {p}");
    }
}

#[test]
fn a_binomial_of_the_largest_group() {
    // Skewness below 1e-5: the normal law tells the quantiles to 1e-5, far below what the test sees.
    let (n, mut dice) = (2_147_483_647, dice(1));
    for p in [0.3, 0.5, 0.999] {
        let (mean, sd) = (n as f64 * p, (n as f64 * p * (1.0 - p)).sqrt());
        let score = |_| (binomial(n, p, &mut dice) as f64 - mean) / sd;
        let scores: Vec<f64> = (0..DRAWS).map(score).collect();
        assert!(fits(&scores, normal::cdf), "{p}");
    }
}

#[test]
fn the_test_of_counts_sees_a_difference() {
    let mut dice = dice(0);
    let counts: Vec<u64> = (0..DRAWS).map(|_| binomial(200, 0.7, &mut dice)).collect();
    let wrong = Binomial { n: 200, p: 0.702 };
    assert!(!follows(&counts, (140.0, 6.5), 200, |k| wrong.exactly(k)));
    let numbers: Vec<f64> = (0..DRAWS).map(|_| standard_normal(&mut dice)).collect();
    assert!(!fits(&numbers, |x| normal::cdf(x + 0.06)));
    let mut moved: Vec<f64> = numbers.iter().map(|x| x + 0.05).collect();
    assert!(!alike(&mut numbers.clone(), &mut moved));
}

#[test]
fn beyond_its_ends_a_chance_is_cut() {
    let mut dice = dice(0);
    for p in [-1.0, 0.0, -0.0, f64::NAN, f64::NEG_INFINITY, 5e-324] {
        assert_eq!(binomial(1_000, p, &mut dice), 0);
    }
    for p in [1.0, 1.5, f64::INFINITY, 1.0 - f64::EPSILON / 2.0] {
        assert_eq!(binomial(1_000, p, &mut dice), 1_000);
    }
    assert_eq!(binomial(0, 0.5, &mut dice), 0);
}

#[test]
fn tabulated_counts_follow_their_law() {
    let mut table = Counts::default();
    assert_eq!(table.draw(&mut dice(0)), 0);
    for (at, (n, p)) in tries().into_iter().enumerate() {
        let mut dice = dice(at as u64);
        table.binomial(n, p);
        let counts: Vec<u64> = (0..DRAWS).map(|_| table.draw(&mut dice)).collect();
        let law = Binomial { n, p };
        let moments = (n as f64 * p, (n as f64 * p * (1.0 - p)).sqrt());
        assert!(follows(&counts, moments, n, |k| law.exactly(k)), "{n}, {p}");
    }
    for (at, (n, a, b)) in [
        (1, 1.0, 1.0),
        (1, 40.0, 2.0),
        (200, 1.0, 1.0),
        (200, 34.3, 14.7),
        (200, 1.0, 300.0),
        (1_000, 900.0, 1.5),
        (20_000, 70.0, 30.0),
        (300, 1e12, 3e12),
    ]
    .into_iter()
    .enumerate()
    {
        let mut dice = dice(at as u64);
        table.beta_binomial(n, (a, b));
        let counts: Vec<u64> = (0..DRAWS).map(|_| table.draw(&mut dice)).collect();
        let law = BetaBinomial { n, a, b };
        let moments = (law.mean(), law.sd());
        assert!(
            follows(&counts, moments, n, |k| law.exactly(k)),
            "{n}, {a}, {b}"
        );
    }
}

#[test]
fn a_higher_chance_never_tabulates_a_lower_count() {
    let (mut low, mut high) = (Counts::default(), Counts::default());
    low.binomial(500, 0.6);
    high.binomial(500, 0.61);
    let (mut dice, mut same) = (dice(3), dice(3));
    assert!((0..DRAWS).all(|_| low.draw(&mut dice) <= high.draw(&mut same)));
}

#[test]
fn normals_follow_their_law() {
    let mut dice = dice(2);
    let numbers: Vec<f64> = (0..400_000).map(|_| standard_normal(&mut dice)).collect();
    assert!(fits(&numbers, normal::cdf));
    // The tail beyond the widest layer, and within it the law of the tail.
    let tail = 3.654_152_885_361_009;
    let beyond: Vec<f64> = (0..4_000_000)
        .map(|_| standard_normal(&mut dice).abs())
        .filter(|&x| x > tail)
        .collect();
    let chance = 2.0 * normal::cdf(-tail);
    let law = Binomial {
        n: 4_000_000,
        p: chance,
    };
    let seen = beyond.len() as u64;
    assert!(law.at_most(seen).min(law.at_least(seen)) > ALPHA);
    assert!(fits(&beyond, |x| 1.0 - 2.0 * normal::cdf(-x) / chance));
}

#[test]
fn betas_follow_their_law() {
    for (at, (a, b)) in [
        (1.0, 1.0),
        (34.3, 14.7),
        (2.0, 8.0),
        (1.0, 30.0),
        (0.999, 1.001),
        (0.5, 0.5),
        (0.02, 3.0),
        (7.0, 0.3),
        (0.1, 0.4),
        (1e-3, 2e-3),
        (900.0, 1.5),
        (3e6, 1e6),
    ]
    .into_iter()
    .enumerate()
    {
        let mut dice = dice(at as u64);
        let beta = Beta::new(a, b).expect("sound shapes");
        let numbers: Vec<f64> = (0..DRAWS).map(|_| beta.draw(&mut dice)).collect();
        assert!(numbers.iter().all(|x| (0.0..=1.0).contains(x)));
        // Where rounding has put some on the ends, only halves and the mean can be compared.
        if numbers.iter().all(|&x| x > 0.0 && x < 1.0) {
            assert!(fits(&numbers, |x| beta_reg(a, b, x)), "{a}, {b}");
        }
        let half = Binomial {
            n: DRAWS as u64,
            p: beta_reg(a, b, 0.5),
        };
        let low = numbers.iter().filter(|&&x| x <= 0.5).count() as u64;
        let tail = half.at_most(low).min(half.at_least(low));
        assert!(tail > ALPHA, "{a}, {b}: {low}");
        let mean = numbers.iter().sum::<f64>() / DRAWS as f64;
        let sd = (a * b / (a + b + 1.0)).sqrt() / (a + b) / (DRAWS as f64).sqrt();
        assert!((mean - a / (a + b)).abs() < 4.5 * sd, "{a}, {b}: {mean}");
    }
}

#[test]
fn betas_of_extreme_shapes() {
    let mut dice = dice(5);
    // Next to all or none: one with probability a / (a + b).
    let rare = Beta::new(1e-9, 3e-9).expect("sound shapes");
    let numbers: Vec<f64> = (0..DRAWS).map(|_| rare.draw(&mut dice)).collect();
    assert!(numbers.iter().all(|&x| x == 0.0 || x == 1.0));
    let ones = numbers.iter().filter(|&&x| x == 1.0).count() as u64;
    let law = Binomial {
        n: DRAWS as u64,
        p: 0.25,
    };
    assert!(law.at_most(ones).min(law.at_least(ones)) > ALPHA);
    // Next to no spread: normal.
    for size in [1e9, 1e15, 1e24] {
        let (a, b) = (0.7 * size, 0.3 * size);
        let (beta, sd) = (Beta::new(a, b).expect("sound shapes"), (0.21 / size).sqrt());
        let numbers: Vec<f64> = (0..DRAWS).map(|_| beta.draw(&mut dice)).collect();
        match sd > 1e-10 {
            true => assert!(fits(&numbers, |x| normal::cdf((x - 0.7) / sd)), "{size}"),
            false => assert!(numbers.iter().all(|x| (x - 0.7).abs() < 8.0 * sd + 1e-15)),
        }
    }
    for (a, b) in [
        (0.0, 1.0),
        (1.0, -1.0),
        (f64::NAN, 1.0),
        (1.0, f64::INFINITY),
    ] {
        assert!(Beta::new(a, b).is_none());
    }
}

#[test]
fn the_library_draws_alike() {
    for (at, (n, p)) in [
        (200, 0.7),
        (200, 0.01),
        (25, 0.44),
        (1_000_000, 0.3),
        (60, 0.9),
    ]
    .into_iter()
    .enumerate()
    {
        let (mut ours, mut theirs) = (dice(at as u64), dice(100 + at as u64));
        let library = rand_distr::Binomial::new(n, p).expect("sound numbers");
        let draw = |_| binomial(n, p, &mut ours) as f64;
        let mut one: Vec<f64> = (0..DRAWS).map(draw).collect();
        let draw = |_| library.sample(&mut theirs) as f64;
        let mut other: Vec<f64> = (0..DRAWS).map(draw).collect();
        assert!(alike(&mut one, &mut other), "{n}, {p}");
    }
    for (at, (a, b)) in [(34.3, 14.7), (0.3, 0.6), (1.5, 20.0), (0.7, 9.0)]
        .into_iter()
        .enumerate()
    {
        let (mut ours, mut theirs) = (dice(at as u64), dice(200 + at as u64));
        let library = rand_distr::Beta::new(a, b).expect("sound shapes");
        let beta = Beta::new(a, b).expect("sound shapes");
        let mut one: Vec<f64> = (0..DRAWS).map(|_| beta.draw(&mut ours)).collect();
        let mut other: Vec<f64> = (0..DRAWS).map(|_| library.sample(&mut theirs)).collect();
        assert!(alike(&mut one, &mut other), "{a}, {b}");
    }
    let (mut ours, mut theirs) = (dice(8), dice(300));
    let mut one: Vec<f64> = (0..DRAWS).map(|_| standard_normal(&mut ours)).collect();
    let normal = rand_distr::StandardNormal;
    let mut other: Vec<f64> = (0..DRAWS).map(|_| normal.sample(&mut theirs)).collect();
    assert!(alike(&mut one, &mut other));
}

#[test]
fn first_values_are_pinned() {
    // A change here is value-breaking.
    let mut dice = dice(0);
    let counts = [
        (200, 0.7),
        (140, 0.01),
        (1_000_000, 0.3),
        (50, 0.9),
        (2_147_483_647, 0.5),
    ];
    let drawn = counts.map(|(n, p)| binomial(n, p, &mut dice));
    assert_eq!(drawn, [140, 3, 300_257, 44, 1_073_727_372]);
    let shapes = [(34.3, 14.7), (0.5, 0.5), (1e-3, 2.0), (3e6, 1e6)];
    let drawn = shapes.map(|(a, b)| Beta::new(a, b).expect("sound").draw(&mut dice));
    assert_eq!(
        drawn,
        [
            0.645_525_732_325_271_9,
            0.120_659_984_607_967_62,
            1.407_943_129_724_849_4e-161,
            0.749_948_987_546_297
        ]
    );
    assert_eq!(
        [(); 3].map(|_| standard_normal(&mut dice)),
        [
            -0.557_165_720_412_779_5,
            -1.215_008_817_079_605_6,
            -1.830_506_947_498_369_3
        ]
    );
    let mut table = Counts::default();
    table.beta_binomial(200, (34.3, 14.7));
    assert_eq!([(); 4].map(|_| table.draw(&mut dice)), [171, 150, 118, 134]);
}

#[test]
fn in_parts_the_laws_are_the_same() {
    for (at, (n, p)) in tries().into_iter().enumerate() {
        let mut dice: Vec<Fast> = (0..7).map(|part| dice(1_000 * part + at as u64)).collect();
        let counts: Vec<u64> = (0..DRAWS)
            .map(|_| binomial_in_parts(n, p, &mut dice))
            .collect();
        let law = Binomial { n, p };
        let moments = (n as f64 * p, (n as f64 * p * (1.0 - p)).sqrt());
        assert!(follows(&counts, moments, n, |k| law.exactly(k)), "{n}, {p}");
    }
    for (a, b) in [
        (1.0, 1.0),
        (1.0, 40.0),
        (3.4, 1.7),
        (70.0, 30.0),
        (0.3, 0.6),
        (1e4, 3e4),
    ] {
        let law = Beta::new(a, b).unwrap();
        let mut dice: Vec<Fast> = (0..16).map(dice).collect();
        let shares: Vec<f64> = (0..DRAWS).map(|_| law.draw_in_parts(&mut dice)).collect();
        assert!(fits(&shares, |x| beta_reg(a, b, x)), "{a}, {b}");
    }
}

#[test]
fn without_dice_nothing_comes() {
    assert_eq!(binomial_in_parts(9, 0.5, &mut []), 0);
    assert!(Beta::new(2.0, 3.0).unwrap().draw_in_parts(&mut []).is_nan());
}
