//! Shares of variance.

use super::{SensitivityError, ascending, check_outcome};
use crate::stats::normal;
use crate::units::Estimate;

/// How often the trials are drawn anew for intervals.
pub const RESAMPLES: usize = 200;

/// How much each input explains alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// First-order Sobol' index of each input, in the order given: the share of the outcome's variance
    /// that would go if the input were known. About 0 to 1; chance takes an inert one a little below 0.
    pub shares: Vec<Estimate>,
    /// 1 less their sum: interactions of inputs, and noise that is no input. Negative when correlated
    /// inputs explain the same twice.
    pub rest: Estimate,
}

impl Drivers {
    /// Whether input `a` drives more than input `b` and their intervals are apart. Inputs whose
    /// intervals overlap should not be ranked.
    pub fn above(&self, a: usize, b: usize) -> bool {
        self.shares[a].low > self.shares[b].high
    }
}

/// Classes for a table of so many trials: twice its cube root, rounded.
pub fn classes(trials: usize) -> usize {
    (2.0 * libm::cbrt(trials as f64)).round() as usize
}

/// The share of the outcome's variance that each input explains alone (Sobol' 1993), by classes of the
/// input with equally many trials (given-data estimator: Plischke, Borgonovo & Smith 2013), corrected
/// for the share that so many classes explain by chance (Kelley 1935): (e - c) / (1 - c) with e the
/// variance of the class means over the variance and c = (classes - 1) / (trials - 1).
///
/// Intervals are normal, from [`RESAMPLES`] draws of whole trials with replacement (Efron 1979).
/// Tables of about 1,000 trials give a share to about 0.03, of 10,000 to about 0.01.
///
/// # Errors
/// [`SensitivityError`]: lengths, too few trials, values that are no numbers, an outcome that never
/// varies.
///
/// ```
/// use scrutineer::stats::sensitivity::drivers;
/// let x: Vec<f64> = (0..1000).map(|i| f64::from(i * 618 % 1000)).collect();
/// let inert: Vec<f64> = (0..1000).map(|i| f64::from(i * 387 % 1000)).collect();
/// let y: Vec<f64> = x.iter().map(|x| 3.0 * x).collect();
/// let mut at = 0.0;
/// let mut dice = || { at = (at + 0.618_033_988_749_895) % 1.0; at };
/// let it = drivers(&[&x, &inert], &y, 0.95, &mut dice).unwrap();
/// assert!(it.shares[0].value > 0.99 && it.shares[1].value < 0.05);
/// assert!(it.above(0, 1));
/// ```
pub fn drivers(
    inputs: &[&[f64]],
    outcome: &[f64],
    level: f64,
    dice: &mut impl FnMut() -> f64,
) -> Result<Drivers, SensitivityError> {
    check_outcome(inputs, outcome)?;
    let orders: Vec<Vec<usize>> = inputs.iter().map(|x| ascending(x)).collect();
    let once = vec![1; outcome.len()];
    let of = |times: &[u32]| -> Vec<f64> {
        let shares = orders.iter().map(|order| in_classes(order, times, outcome));
        let mut all: Vec<f64> = shares.collect();
        all.push(1.0 - all.iter().sum::<f64>());
        all
    };
    let values = of(&once);
    let mut sums = vec![(0.0, 0.0); values.len()];
    for _ in 0..RESAMPLES {
        let drawn = of(&resample(outcome.len(), dice));
        for ((sum, squares), (drawn, value)) in sums.iter_mut().zip(drawn.iter().zip(&values)) {
            *sum += drawn - value;
            *squares += (drawn - value) * (drawn - value);
        }
    }
    let z = normal::quantile(0.5 * (1.0 + level));
    let n = RESAMPLES as f64;
    let estimates = values.iter().zip(&sums).map(|(&value, (sum, squares))| {
        let half = z * ((squares - sum * sum / n).max(0.0) / (n - 1.0)).sqrt();
        Estimate {
            value,
            low: value - half,
            high: value + half,
            level,
        }
    });
    let mut shares: Vec<Estimate> = estimates.collect();
    let rest = shares.pop().expect("the rest was pushed last");
    Ok(Drivers { shares, rest })
}

/// One input's share as in [`drivers`], without an interval. NaN for an outcome that never varies.
pub fn first_order(input: &[f64], outcome: &[f64]) -> f64 {
    in_classes(&ascending(input), &vec![1; outcome.len()], outcome)
}

/// One input's share by neighbours: with the trials in order of the input, the products of each
/// outcome with the next one's, the last with the first's (Gamboa, Gremaud, Klein & Lagnoux 2022;
/// Chatterjee 2021). No classes to choose; about twice the variance. NaN for an outcome that never
/// varies.
///
/// ```
/// use scrutineer::stats::sensitivity::first_order_by_neighbours;
/// let x = [3.0, 1.0, 4.0, 1.5, 5.0, 9.0, 2.0, 6.0];
/// let y = [2.0, 7.0, 1.0, 8.0, 2.8, 1.8, 2.9, 4.0];
/// assert!((first_order_by_neighbours(&x, &y) - 0.268823216931809).abs() < 1e-14);
/// ```
pub fn first_order_by_neighbours(input: &[f64], outcome: &[f64]) -> f64 {
    let order = ascending(input);
    let n = order.len() as f64;
    let mean = outcome.iter().sum::<f64>() / n;
    let next = order.iter().cycle().skip(1);
    // About the mean, which changes nothing in exact arithmetic and keeps digits.
    let products = order
        .iter()
        .zip(next)
        .map(|(&a, &b)| (outcome[a] - mean) * (outcome[b] - mean));
    let squares = outcome.iter().map(|y| (y - mean) * (y - mean));
    products.sum::<f64>() / squares.sum::<f64>()
}

/// The corrected share with each trial taken so many times, in ascending order of the input.
fn in_classes(order: &[usize], times: &[u32], outcome: &[f64]) -> f64 {
    let trials = order.len();
    let n = trials as f64;
    let mean = outcome
        .iter()
        .zip(times)
        .map(|(y, &t)| y * f64::from(t))
        .sum::<f64>()
        / n;
    let classes = classes(trials);
    let (mut between, mut total) = (0.0, 0.0);
    // Trials seen, and those of the present class with their sum.
    let (mut seen, mut held, mut sum, mut class) = (0, 0usize, 0.0, 0);
    for &at in order {
        let y = outcome[at] - mean;
        total += f64::from(times[at]) * y * y;
        for _ in 0..times[at] {
            sum += y;
            held += 1;
            seen += 1;
            if seen == (class + 1) * trials / classes {
                between += sum * sum / held as f64;
                (held, sum) = (0, 0.0);
                class += 1;
            }
        }
    }
    let chance = (classes - 1) as f64 / (n - 1.0);
    (between / total - chance) / (1.0 - chance)
}

/// How often each of `n` trials comes when `n` are drawn with replacement.
fn resample(n: usize, dice: &mut impl FnMut() -> f64) -> Vec<u32> {
    let mut times = vec![0; n];
    for _ in 0..n {
        times[((dice() * n as f64) as usize).min(n - 1)] += 1;
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // 64 trials, 8 classes of 8: the outcome is the class number, 0 to 7, plus or minus 1 within.
        let x: Vec<f64> = (0..64).map(f64::from).collect();
        let y: Vec<f64> = (0..64)
            .map(|i| f64::from(i / 8 + 2 * (i % 2) - 1))
            .collect();
        assert_eq!(classes(64), 8);
        // Between (64 - 1) / 12 = 5.25, within 1; by chance 7 / 63.
        let (e, c) = (5.25 / 6.25, 7.0 / 63.0);
        assert!((first_order(&x, &y) - (e - c) / (1.0 - c)).abs() < 1e-14);
    }

    #[test]
    fn a_trial_drawn_twice_counts_twice() {
        let x: Vec<f64> = (0..30).map(f64::from).collect();
        let y: Vec<f64> = (0..30).map(|i| f64::from(i * 7 % 11)).collect();
        let order = ascending(&x);
        // Every other trial twice is the table of these trials written twice.
        let times: Vec<u32> = (0..30).map(|i| 2 * (i % 2)).collect();
        let twice = |v: &[f64]| -> Vec<f64> { (0..30).map(|i| v[i / 2 * 2 + 1]).collect() };
        let direct = first_order(&twice(&x), &twice(&y));
        assert!((in_classes(&order, &times, &y) - direct).abs() < 1e-12);
    }

    #[test]
    fn trials_are_drawn_by_their_dice() {
        let drawn = |dice: &[f64]| {
            let mut at = 0;
            resample(dice.len(), &mut || {
                at += 1;
                dice[at - 1]
            })
        };
        assert_eq!(drawn(&[0.0, 0.25, 0.5, 0.75]), [1, 1, 1, 1]);
        assert_eq!(drawn(&[0.24, 0.74, 0.7, 0.0]), [2, 0, 2, 0]);
        // Dice at their upper end stay inside.
        assert_eq!(drawn(&[1.0, 1.0, 0.999, 0.3]), [0, 1, 0, 3]);
    }

    #[test]
    fn the_interval_is_that_of_the_draws() {
        // Whoever always draws the same table has no spread; other levels have other quantiles.
        let x: Vec<f64> = (0..64).map(f64::from).collect();
        let y: Vec<f64> = (0..64).map(|i| f64::from(i * 7 % 23)).collect();
        let mut at = 0;
        let mut each_once = || {
            at = (at + 1) % 64;
            f64::from(at) / 64.0
        };
        let it = drivers(&[&x], &y, 0.95, &mut each_once).unwrap();
        let share = it.shares[0];
        assert_eq!((share.low, share.high), (share.value, share.value));
        assert!((it.rest.value + share.value - 1.0).abs() < 1e-15);
        let wide = |level| {
            let mut at = 0.5;
            let mut dice = || {
                at = (at * 997.0 + 0.123) % 1.0;
                at
            };
            let it = drivers(&[&x], &y, level, &mut dice).unwrap().shares[0];
            assert!((it.value - 0.5 * (it.low + it.high)).abs() < 1e-12);
            it.high - it.low
        };
        // 1.959964 against 0.674490 standard deviations.
        assert!((wide(0.95) / wide(0.5) - 1.959_963_985 / 0.674_489_750).abs() < 1e-6);
    }

    #[test]
    fn inputs_that_do_nothing_come_out_near_nothing() {
        // The average over many inert inputs is 0: the correction is right.
        let y: Vec<f64> = (0..500).map(|i| f64::from(i * 7919 % 4999)).collect();
        let inert = (1..200u64).map(|k| {
            let mut split = k.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let x: Vec<f64> = (0..500)
                .map(|_| {
                    split ^= split << 13;
                    split ^= split >> 7;
                    split ^= split << 17;
                    (split >> 11) as f64
                })
                .collect();
            first_order(&x, &y)
        });
        let mean = inert.sum::<f64>() / 199.0;
        // One has a standard deviation of about sqrt(2 x 15) / 500.
        assert!(mean.abs() < 4.0 * 0.011 / 199f64.sqrt(), "{mean}");
    }
}
