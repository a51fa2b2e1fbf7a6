//! Shares estimated by counting: `hits` of `trials`.

use super::{inverse_beta_reg, normal};
use crate::units::Estimate;

/// The valid Monte Carlo p-value (hits + 1) / (trials + 1); never 0 (Davison & Hinkley 1997, 4.2;
/// Phipson & Smyth 2010).
///
/// ```
/// use scrutineer::stats::proportion::monte_carlo_p;
/// assert_eq!(monte_carlo_p(0, 999), 0.001);
/// ```
pub fn monte_carlo_p(hits: u64, trials: u64) -> f64 {
    (hits as f64 + 1.0) / (trials as f64 + 1.0)
}

/// Two-sided Monte Carlo p: twice the smaller of the two sides' [`monte_carlo_p`], at most 1. `low`
/// and `high` count the trials at or below and at or above the observed value.
pub fn two_sided_p(low: u64, high: u64, trials: u64) -> f64 {
    (2.0 * monte_carlo_p(low.min(high), trials)).min(1.0)
}

/// Standard error of hits / trials.
pub fn standard_error(hits: u64, trials: u64) -> f64 {
    let share = hits as f64 / trials as f64;
    (share * (1.0 - share) / trials as f64).sqrt()
}

/// The sequential Monte Carlo p-value of Besag & Clifford (1991): draws stop as soon as `stop_at` hits
/// have come, the last draw included in `trials`. `hits` may not exceed `stop_at`.
pub fn sequential_p(hits: u64, trials: u64, stop_at: u64) -> f64 {
    if hits >= stop_at {
        hits as f64 / trials as f64
    } else {
        monte_carlo_p(hits, trials)
    }
}

/// Trials that estimate a share `p` in (0, 1] with the relative standard error `error`:
/// (1 - p) / (p error^2).
pub fn trials_needed(p: f64, error: f64) -> f64 {
    (1.0 - p) / (p * error * error)
}

/// Surprise in bits, -log2 p (Greenland 2019): as odd as so many heads in a row.
///
/// ```
/// use scrutineer::stats::proportion::bits;
/// assert_eq!(bits(0.125), 3.0);
/// ```
pub fn bits(p: f64) -> f64 {
    -libm::log2(p)
}

/// hits / trials with its exact interval (Clopper & Pearson 1934), the one to use in tails: it covers
/// at least `level`, whatever the share. All of [0, 1] without trials.
///
/// ```
/// use scrutineer::stats::proportion::clopper_pearson;
/// let area = clopper_pearson(0, 1000, 0.95);
/// assert_eq!((area.value, area.low), (0.0, 0.0));
/// assert!((area.high - 0.003682083896865671).abs() < 1e-15);
/// ```
pub fn clopper_pearson(hits: u64, trials: u64, level: f64) -> Estimate {
    let tail = 0.5 * (1.0 - level);
    let (k, n) = (hits as f64, trials as f64);
    let low = if hits == 0 {
        0.0
    } else {
        inverse_beta_reg(k, n - k + 1.0, tail)
    };
    let high = if hits == trials {
        1.0
    } else {
        inverse_beta_reg(k + 1.0, n - k, 1.0 - tail)
    };
    estimate(hits, trials, low, high, level)
}

/// hits / trials with Wilson's (1927) interval: shorter on average, for shares of ordinary size; too
/// high at its lower end for a handful of hits. All of [0, 1] without trials.
pub fn wilson(hits: u64, trials: u64, level: f64) -> Estimate {
    if trials == 0 {
        return estimate(0, 0, 0.0, 1.0, level);
    }
    let (k, n) = (hits as f64, trials as f64);
    let z = normal::quantile(0.5 * (1.0 + level));
    let middle = k + 0.5 * z * z;
    let half = z * (k * (n - k) / n + 0.25 * z * z).sqrt();
    let (low, high) = ((middle - half) / (n + z * z), (middle + half) / (n + z * z));
    let low = if hits == 0 { 0.0 } else { low };
    let high = if hits == trials { 1.0 } else { high };
    estimate(hits, trials, low, high, level)
}

/// hits / trials with the interval of Jeffreys' prior, closed at 0 and 1 (Brown, Cai & DasGupta 2001).
pub fn jeffreys(hits: u64, trials: u64, level: f64) -> Estimate {
    let tail = 0.5 * (1.0 - level);
    let (a, b) = (hits as f64 + 0.5, (trials - hits) as f64 + 0.5);
    let low = if hits == 0 {
        0.0
    } else {
        inverse_beta_reg(a, b, tail)
    };
    let high = if hits == trials {
        1.0
    } else {
        inverse_beta_reg(a, b, 1.0 - tail)
    };
    estimate(hits, trials, low, high, level)
}

/// hits / trials with the mid-p interval (Lancaster 1961): shares whose mid-p in either tail is not
/// below (1 - level) / 2. Shorter than Clopper-Pearson; its coverage is not guaranteed.
pub fn mid_p(hits: u64, trials: u64, level: f64) -> Estimate {
    let tail = 0.5 * (1.0 - level);
    let exact = clopper_pearson(hits, trials, level);
    let upper = |p: f64| super::Binomial { n: trials, p }.mid_p(hits);
    let value = exact.value;
    let low = if hits == 0 {
        0.0
    } else {
        root(exact.low, value, |p| upper(p) - tail)
    };
    let high = if hits == trials {
        1.0
    } else {
        root(value, exact.high, |p| upper(p) - (1.0 - tail))
    };
    estimate(hits, trials, low, high, level)
}

/// Upper bound, at confidence `level`, of a share that never came in `trials`: 1 - (1 - level)^(1/n),
/// about 3 / n at 95 % (the rule of three; Hanley & Lippman-Hand 1983).
pub fn bound_without_hits(trials: u64, level: f64) -> f64 {
    -libm::expm1(libm::log1p(-level) / trials as f64)
}

fn estimate(hits: u64, trials: u64, low: f64, high: f64, level: f64) -> Estimate {
    Estimate {
        value: if trials == 0 {
            0.0
        } else {
            hits as f64 / trials as f64
        },
        low,
        high,
        level,
    }
}

/// Where a rising function crosses zero between two ends, by halving until no double is between.
fn root(mut low: f64, mut high: f64, rising: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if rising(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_trials_keep_their_digits() {
        // The share at each end of the interval gives the observed count or beyond with 2.5 %.
        let (hits, trials) = (300_000, 1_000_000);
        let it = clopper_pearson(hits, trials, 0.95);
        let above = super::super::Binomial {
            n: trials,
            p: it.low,
        };
        let below = super::super::Binomial {
            n: trials,
            p: it.high,
        };
        assert!((above.at_least(hits) - 0.025).abs() < 1e-10);
        assert!((below.at_most(hits) - 0.025).abs() < 1e-10);
    }

    #[test]
    fn intervals_are_nested_and_mirror() {
        for (hits, trials) in [(0, 10), (1, 1000), (7, 10_000), (250, 1000), (10, 10)] {
            let exact = clopper_pearson(hits, trials, 0.95);
            let mid = mid_p(hits, trials, 0.95);
            assert!(exact.low <= mid.low && mid.high <= exact.high);
            assert!(mid.low <= mid.value && mid.value <= mid.high);
            for interval in [clopper_pearson, wilson, jeffreys, mid_p] {
                let here = interval(hits, trials, 0.9);
                let there = interval(trials - hits, trials, 0.9);
                assert!((here.low - (1.0 - there.high)).abs() < 1e-12);
                assert!((here.high - (1.0 - there.low)).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn without_trials_everything_is_possible() {
        for interval in [clopper_pearson, wilson] {
            let none = interval(0, 0, 0.95);
            assert_eq!((none.low, none.high), (0.0, 1.0));
        }
    }

    #[test]
    fn sequential_draws_by_hand() {
        // Ten hits asked for: stopped by the tenth at draw 50, or never stopped in 99 draws.
        assert_eq!(sequential_p(10, 50, 10), 0.2);
        assert_eq!(sequential_p(3, 99, 10), 0.04);
        // Stopped at once, every draw was a hit.
        assert_eq!(sequential_p(10, 10, 10), 1.0);
    }

    #[test]
    fn errors_of_shares_by_hand() {
        assert_eq!(two_sided_p(4, 30, 99), 0.1);
        assert_eq!(two_sided_p(60, 60, 99), 1.0);
        // 0.2 x 0.8 / 400 = 0.02 squared; as many trials make a tenth of the share its error.
        assert!((standard_error(80, 400) - 0.02).abs() < 1e-15);
        assert!((trials_needed(0.2, 0.1) - 400.0).abs() < 1e-9);
    }
}
