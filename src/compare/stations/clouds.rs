//! What a cloud of stations is like.

/// Pearson's correlation of pairs; `None` where one of the two does not vary.
pub fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
    let (a, b) = (mean(|it| it.0), mean(|it| it.1));
    let sums = pairs.iter().fold((0.0, 0.0, 0.0), |sums, it| {
        let (x, y) = (it.0 - a, it.1 - b);
        (sums.0 + x * x, sums.1 + y * y, sums.2 + x * y)
    });
    (sums.0 > 0.0 && sums.1 > 0.0).then(|| sums.2 / (sums.0 * sums.1).sqrt())
}

/// The values below and above which a quarter lies, by linear interpolation; NaN without values.
pub fn middle_half(values: &[f64]) -> (f64, f64) {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let Some(last) = sorted.len().checked_sub(1) else {
            return f64::NAN;
        };
        let place = share * last as f64;
        let (low, part) = (place.floor() as usize, place.fract());
        sorted[low] + part * (sorted[(low + 1).min(last)] - sorted[low])
    };
    (at(0.25), at(0.75))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cloud_by_hand() {
        let line = [(1.0, 5.0), (2.0, 7.0), (3.0, 9.0)];
        assert_eq!(correlation(&line), Some(1.0));
        // Deviations -1, 0, 1 and 1, -2, 1: their products add up to 0.
        assert_eq!(
            correlation(&[(1.0, 4.0), (2.0, 1.0), (3.0, 4.0)]),
            Some(0.0)
        );
        assert_eq!(correlation(&[(1.0, 4.0), (1.0, 1.0)]), None);
        assert_eq!(correlation(&[]), None);
        assert_eq!(correlation(&[(1.0, 4.0), (2.0, 4.0)]), None);
        // Deviations -2, -1, 3 and -1, 0, 1: 5 over the root of 14 times 2.
        let r = correlation(&[(0.0, 6.0), (1.0, 7.0), (5.0, 8.0)]).expect("both vary");
        assert!((r - 5.0 / 28.0_f64.sqrt()).abs() < 1e-15);
        // Steps of 1, 2 and 4, each a quarter or three of the way.
        assert_eq!(middle_half(&[8.0, 1.0, 4.0, 2.0]), (1.75, 5.0));
        assert_eq!(middle_half(&[4.0, 1.0, 3.0, 2.0, 5.0]), (2.0, 4.0));
        assert_eq!(middle_half(&[4.0, 2.0]), (2.5, 3.5));
        assert_eq!(middle_half(&[7.0]), (7.0, 7.0));
        assert!(middle_half(&[]).0.is_nan());
    }
}
