//! Distance of two empirical distributions.

/// The largest distance between the empirical distribution functions of two samples, in [0, 1]
/// (Smirnov 1939). 0 when either is empty. NaN is not allowed.
///
/// ```
/// use scrutineer::stats::ks::ks_distance;
/// assert_eq!(ks_distance(&[1.0, 2.0], &[2.0, 3.0]), 0.5);
/// assert_eq!(ks_distance(&[1.0, 1.0], &[1.0]), 0.0);
/// ```
pub fn ks_distance(a: &[f64], b: &[f64]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let sorted = |sample: &[f64]| {
        let mut sample = sample.to_vec();
        sample.sort_by(f64::total_cmp);
        sample
    };
    let (a, b) = (sorted(a), sorted(b));
    let at_most =
        |sample: &[f64], x: f64| sample.partition_point(|&y| y <= x) as f64 / sample.len() as f64;
    let gap = |&x: &f64| (at_most(&a, x) - at_most(&b, x)).abs();
    a.iter().chain(&b).map(gap).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_by_hand() {
        // Up to 5 lie all four and two of five: 1 - 2/5.
        let (a, b) = ([5.0, 1.0, 2.0, 2.5], [4.0, 2.0, 7.0, 8.0, 9.0]);
        assert!((ks_distance(&a, &b) - 0.6).abs() < 1e-15);
        assert_eq!(ks_distance(&a, &b), ks_distance(&b, &a));
        assert_eq!(ks_distance(&[1.0, 2.0], &[3.0]), 1.0);
        assert_eq!(
            (ks_distance(&[], &[1.0]), ks_distance(&[1.0], &[])),
            (0.0, 0.0)
        );
    }
}
