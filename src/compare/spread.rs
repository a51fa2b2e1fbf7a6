//! Quantiles of simulated values.

use super::Quantiles;
use crate::stats::interval::quantile_of_sorted;

/// Quantiles of values in any order, interpolated linearly between order statistics (type 7 of
/// Hyndman & Fan 1996); all `nan` without values.
pub(super) fn quantiles(mut values: Vec<f64>) -> Quantiles {
    values.sort_by(f64::total_cmp);
    quantiles_of(|p| quantile_of_sorted(&values, p))
}

/// Quantiles out of the function that has them all.
pub(super) fn quantiles_of(at: impl Fn(f64) -> f64) -> Quantiles {
    Quantiles {
        q025: at(0.025),
        q05: at(0.05),
        q10: at(0.1),
        q25: at(0.25),
        median: at(0.5),
        q75: at(0.75),
        q90: at(0.9),
        q95: at(0.95),
        q975: at(0.975),
        lowest: at(0.0),
        highest: at(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_order_statistics() {
        // 0, 10, ..., 400: 41 values, so quantile p stands at position 40 p.
        let q = quantiles((0..=40).rev().map(|i| 10.0 * f64::from(i)).collect());
        assert_eq!((q.lowest, q.q025, q.q05), (0.0, 10.0, 20.0));
        assert_eq!((q.q25, q.median, q.q75), (100.0, 200.0, 300.0));
        assert_eq!((q.q95, q.q975, q.highest), (380.0, 390.0, 400.0));
        assert_eq!((q.q10, q.q90), (40.0, 360.0));
        // Two values: 10 + p (20 - 10).
        assert_eq!(quantiles(vec![20.0, 10.0]).q25, 12.5);
    }

    #[test]
    fn one_value_and_none() {
        assert_eq!(quantiles(vec![7.0]).q975, 7.0);
        assert!(quantiles(Vec::new()).median.is_nan());
    }
}
