//! Intervals of samples and of laws.

use super::Binomial;

/// The quantile `p` in [0, 1] of ascending values: linear between order statistics, the lowest at 0 and
/// the highest at 1 (type 7 of Hyndman & Fan 1996). NaN without values.
///
/// ```
/// use scrutineer::stats::interval::quantile_of_sorted;
/// assert_eq!(quantile_of_sorted(&[10.0, 20.0], 0.25), 12.5);
/// ```
pub fn quantile_of_sorted(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let position = p.clamp(0.0, 1.0) * last as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

/// The interval with the same probability (1 - level) / 2 beyond either end, from a quantile function.
pub fn equal_tailed(quantile: impl Fn(f64) -> f64, level: f64) -> (f64, f64) {
    let tail = 0.5 * (1.0 - level);
    (quantile(tail), quantile(1.0 - tail))
}

/// The shortest interval that holds `level`, from the quantile function of a law with one peak: its
/// density is highest inside (Hyndman 1996). Golden-section search; ends to about 1e-7 of the width.
///
/// ```
/// use scrutineer::model::{Law, Support};
/// use scrutineer::stats::interval::highest_density;
/// let law = Law::Triangular { low: 0.0, mode: 0.0, high: 1.0 };
/// let (low, high) = highest_density(|p| law.quantile(p, &Support::REAL), 0.75);
/// assert!(low.abs() < 1e-6 && (high - 0.5).abs() < 1e-6);
/// ```
pub fn highest_density(quantile: impl Fn(f64) -> f64, level: f64) -> (f64, f64) {
    let golden = 0.5 * (5f64.sqrt() - 1.0);
    let width = |p: f64| quantile((p + level).min(1.0)) - quantile(p);
    let (mut low, mut high) = (0.0, 1.0 - level);
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (width(left), width(right));
    while high - low > 1e-11 {
        if at_left <= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = width(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = width(right);
        }
    }
    let p = 0.5 * (low + high);
    (quantile(p), quantile(p + level))
}

/// The shortest interval between two of the values that holds at least `level` of them; the lowest one
/// of several. `None` without values.
pub fn highest_density_of_sorted(sorted: &[f64], level: f64) -> Option<(f64, f64)> {
    let held = ((level * sorted.len() as f64).ceil() as usize).max(1);
    sorted
        .windows(held.min(sorted.len()).max(1))
        .map(|window| (window[0], window[window.len() - 1]))
        .min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
}

/// A distribution-free interval for a quantile: the `low`-th to the `high`-th of the ascending values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranks {
    /// Rank of the lower end, from 1; 0 when the sample has none low enough.
    pub low: u64,
    /// Rank of the upper end; one more than the sample has when none is high enough.
    pub high: u64,
    /// Exact coverage: the probability of `low` to `high - 1` values at or below the quantile.
    pub coverage: f64,
}

/// The order statistics between which the quantile `p` of the law lies with at least `level`, out of
/// `n` draws (Hahn & Meeker 1991, 5.2).
///
/// ```
/// use scrutineer::stats::interval::ranks_around_quantile;
/// let it = ranks_around_quantile(1000, 0.95, 0.95);
/// assert_eq!((it.low, it.high), (936, 964));
/// ```
pub fn ranks_around_quantile(n: u64, p: f64, level: f64) -> Ranks {
    let count = Binomial { n, p };
    let tail = 0.5 * (1.0 - level);
    let (low, last) = (count.quantile(tail), count.quantile(1.0 - tail));
    Ranks {
        low,
        high: last + 1,
        coverage: count.at_most(last) - low.checked_sub(1).map_or(0.0, |k| count.at_most(k)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortest_window_by_hand() {
        let values = [0.0, 5.0, 6.0, 7.0, 9.0, 20.0];
        assert_eq!(highest_density_of_sorted(&values, 0.5), Some((5.0, 7.0)));
        assert_eq!(highest_density_of_sorted(&values, 0.51), Some((5.0, 9.0)));
        assert_eq!(highest_density_of_sorted(&values, 1.0), Some((0.0, 20.0)));
        assert_eq!(highest_density_of_sorted(&[], 0.5), None);
    }

    #[test]
    fn symmetric_law_has_one_interval() {
        let (low, high) = highest_density(super::super::normal::quantile, 0.9);
        let (from, to) = equal_tailed(super::super::normal::quantile, 0.9);
        assert!((low - from).abs() < 1e-6 && (high - to).abs() < 1e-6);
    }

    #[test]
    fn small_samples_say_that_they_are_small() {
        // Ten values cannot bound a 99 % quantile from above.
        let it = ranks_around_quantile(10, 0.99, 0.95);
        assert_eq!(it.high, 11);
        assert!(it.coverage >= 0.95);
    }
}
