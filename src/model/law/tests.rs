use super::*;
use proptest::prelude::*;

const SHARE: Support = Support::SHARE;
const COUNT: Support = Support::NOT_NEGATIVE;
const REAL: Support = Support::REAL;

fn close(x: f64, y: f64, relative: f64) -> bool {
    (x - y).abs() <= relative * y.abs().max(1e-300)
}

/// Laws of every kind, with a support that cuts some of them.
fn examples() -> Vec<(Law, Support)> {
    let pert = |low, mode, high| Law::Pert { low, mode, high };
    let triangular = |low, mode, high| Law::Triangular { low, mode, high };
    vec![
        (
            Law::Uniform {
                low: 2.0,
                high: 5.0,
            },
            COUNT,
        ),
        (
            Law::Uniform {
                low: -2.0,
                high: 0.5,
            },
            SHARE,
        ),
        (triangular(60.0, 70.0, 75.0), COUNT),
        (triangular(0.0, 0.0, 1.0), SHARE),
        (triangular(-1.0, 0.2, 1.1), SHARE),
        (pert(60.0, 70.0, 75.0), COUNT),
        (pert(0.0, 0.1, 0.6), SHARE),
        (pert(0.5, 1.0, 1.0), SHARE),
        (pert(-0.5, 0.9, 1.5), SHARE),
        (
            Law::Normal {
                mean: 300.0,
                sd: 50.0,
            },
            COUNT,
        ),
        (
            Law::Normal {
                mean: 0.95,
                sd: 0.1,
            },
            SHARE,
        ),
        (
            Law::Normal {
                mean: -3.0,
                sd: 1.0,
            },
            COUNT,
        ),
        (
            Law::Lognormal {
                mean: 120.0,
                sd: 60.0,
            },
            COUNT,
        ),
        (Law::Lognormal { mean: 1.2, sd: 0.5 }, Support::AT_LEAST_ONE),
        (Law::Beta { mean: 0.7, sd: 0.1 }, SHARE),
        (
            Law::Beta {
                mean: 0.02,
                sd: 0.05,
            },
            SHARE,
        ),
        (Law::Beta { mean: 0.5, sd: 0.4 }, SHARE),
        (
            Law::Between {
                low: 0.5,
                high: 0.9,
            },
            SHARE,
        ),
        (
            Law::Between {
                low: 40_000.0,
                high: 90_000.0,
            },
            COUNT,
        ),
        (
            Law::Between {
                low: -3.0,
                high: 4.0,
            },
            REAL,
        ),
    ]
}

#[test]
fn quantile_rises_and_stays_in_range() {
    for (law, support) in examples() {
        let (low, high) = law.range(&support);
        let mut last = f64::NEG_INFINITY;
        for i in 0..=2000 {
            let x = law.quantile(f64::from(i) / 2000.0, &support);
            assert!(x >= last && x >= low && x <= high, "{law:?} at {i}: {x}");
            last = x;
        }
        assert_eq!(law.quantile(0.0, &support), low, "{law:?}");
        assert_eq!(law.quantile(1.0, &support), high, "{law:?}");
    }
}

/// Between neighbouring quantiles lies the probability that the density says, by Simpson's rule.
#[test]
fn quantile_and_density_belong_together() {
    for (law, support) in examples() {
        for i in 3..97 {
            let p = f64::from(i) / 100.0;
            let (x, y) = (law.quantile(p, &support), law.quantile(p + 1e-4, &support));
            let d = |x: f64| law.density(x, &support);
            let mass = (y - x) / 6.0 * (d(x) + 4.0 * d(0.5 * (x + y)) + d(y));
            assert!(close(mass, 1e-4, 1e-3), "{law:?} at {p}: {mass}");
        }
    }
}

#[test]
fn no_density_above_the_greatest() {
    for (law, support) in examples() {
        let greatest = law.greatest_density(&support);
        let mut seen = 0.0_f64;
        for i in 1..5000 {
            let x = law.quantile(f64::from(i) / 5000.0, &support);
            seen = seen.max(law.density(x, &support));
        }
        assert!(
            seen <= greatest * (1.0 + 1e-12),
            "{law:?}: {seen} {greatest}"
        );
        if greatest.is_finite() {
            assert!(seen >= 0.99 * greatest, "{law:?}: {seen} {greatest}");
        }
    }
}

#[test]
fn between_has_its_quantiles_and_the_middle_of_its_scale() {
    let share = Law::Between {
        low: 0.5,
        high: 0.9,
    };
    let count = Law::Between {
        low: 40_000.0,
        high: 90_000.0,
    };
    let plain = Law::Between {
        low: -3.0,
        high: 4.0,
    };
    for (law, support, low, middle, high) in [
        (&share, SHARE, 0.5, 0.75, 0.9),               // odds 1, 3, 9
        (&count, COUNT, 40_000.0, 60_000.0, 90_000.0), // geometric mean
        (&plain, REAL, -3.0, 0.5, 4.0),
    ] {
        assert!(close(law.quantile(0.05, &support), low, 1e-14));
        assert!(close(law.median(&support), middle, 1e-14));
        assert!(close(law.quantile(0.95, &support), high, 1e-14));
    }
    assert_eq!(share.range(&SHARE), (0.0, 1.0));
    assert_eq!(count.range(&COUNT), (0.0, f64::INFINITY));
}

#[test]
fn lognormal_has_the_mean_and_sd_of_the_number_itself() {
    let law = Law::Lognormal {
        mean: 120.0,
        sd: 60.0,
    };
    let (mut mean, mut square) = (0.0, 0.0);
    let n = 100_000;
    for i in 0..n {
        let x = law.quantile((f64::from(i) + 0.5) / f64::from(n), &COUNT);
        mean += x / f64::from(n);
        square += x * x / f64::from(n);
    }
    assert!(close(mean, 120.0, 1e-3));
    assert!(close((square - mean * mean).sqrt(), 60.0, 1e-2));
    assert_eq!(law.mean(&COUNT), 120.0);
}

#[test]
fn discrete_by_hand() {
    let law = Law::Discrete(vec![(-1.0, 5.0), (0.0, 1.0), (1.0, 3.0)]);
    assert_eq!(law.quantile(0.25, &COUNT), 0.0);
    assert_eq!(law.quantile(0.250001, &COUNT), 1.0);
    assert_eq!(law.range(&COUNT), (0.0, 1.0));
    assert_eq!(law.density(1.0, &COUNT), 0.75);
    assert_eq!(law.density(0.5, &COUNT), 0.0);
    assert_eq!(law.greatest_density(&COUNT), 0.75);
    assert!(close(law.mass_outside(&COUNT), 5.0 / 9.0, 1e-15));
    assert_eq!(law.mean(&COUNT), 0.75);
    assert_eq!(law.range(&REAL), (-1.0, 1.0));
}

#[test]
fn fixed_is_itself() {
    let law = Law::Fixed(7.0);
    assert_eq!(law.quantile(0.3, &COUNT), 7.0);
    assert_eq!(law.range(&COUNT), (7.0, 7.0));
    assert_eq!(law.mean(&COUNT), 7.0);
    assert_eq!(
        (law.density(7.0, &COUNT), law.density(6.0, &COUNT)),
        (1.0, 0.0)
    );
}

#[test]
fn hopeless_laws_give_an_end_and_say_so() {
    for (law, support, end) in [
        (
            Law::Uniform {
                low: -3.0,
                high: -1.0,
            },
            COUNT,
            0.0,
        ),
        (
            Law::Normal {
                mean: 0.0,
                sd: 0.01,
            },
            Support::AT_LEAST_ONE,
            1.0,
        ),
        (
            Law::Pert {
                low: 2.0,
                mode: 3.0,
                high: 4.0,
            },
            SHARE,
            1.0,
        ),
        (Law::Discrete(vec![(-2.0, 1.0), (-1.0, 1.0)]), COUNT, 0.0),
    ] {
        assert_eq!(law.quantile(0.5, &support), end, "{law:?}");
        assert_eq!(law.mass_outside(&support), 1.0, "{law:?}");
    }
}

proptest! {
    /// Any law of the four families with hard ends, cut anywhere: values stay within law and support.
    #[test]
    fn truncation_never_leaks(
        low in -10.0..10.0f64, width in 0.01..20.0f64, at in 0.0..=1.0f64,
        from in -10.0..10.0f64, span in 0.01..20.0f64, p in 0.0..=1.0f64,
    ) {
        let (high, mode) = (low + width, low + at * width);
        let support = Support { low: from, high: from + span };
        for law in [
            Law::Uniform { low, high },
            Law::Triangular { low, mode, high },
            Law::Pert { low, mode, high },
            Law::Between { low, high },
        ] {
            let x = law.quantile(p, &support);
            let (least, most) = law.range(&support);
            prop_assert!(least <= x && x <= most);
            prop_assert!(from <= x && x <= from + span);
        }
    }
}

#[test]
fn scores_are_quantiles_with_full_tails() {
    for (law, support) in examples() {
        let mut last = f64::NEG_INFINITY;
        for step in -60..=60 {
            let score = f64::from(step) * 0.1;
            let x = law.at_score(score, &support);
            let y = law.quantile(normal::cdf(score), &support);
            let (low, high) = law.range(&support);
            let width = if high.is_finite() { high - low } else { y };
            assert!(
                (x - y).abs() <= 1e-6 * width.abs(),
                "{law:?} {score}: {x} {y}"
            );
            assert!(x >= last - 1e-12 * x.abs(), "{law:?} falls at {score}");
            last = x;
        }
        for far in [7.0, 9.0, 12.0, 30.0] {
            let (x, less) = (
                law.at_score(far, &support),
                law.at_score(far - 0.5, &support),
            );
            assert!(support.contains(x) && x >= less, "{law:?} {far}: {x}");
        }
    }
}
