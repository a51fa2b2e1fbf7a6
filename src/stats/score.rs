//! Scores of forecasts against what came: for holding the program against polls nobody disputes.

use super::normal;

/// Continuous ranked probability score of a normal forecast at `y` (Gneiting & Raftery 2007); in the
/// unit of `y`, 0 is perfect.
pub fn crps_normal(y: f64, mean: f64, sd: f64) -> f64 {
    let z = (y - mean) / sd;
    let root_pi = std::f64::consts::PI.sqrt();
    sd * (z * (2.0 * normal::cdf(z) - 1.0) + 2.0 * normal::density(z) - 1.0 / root_pi)
}

/// The same score of a sample: mean |x - y| - sum |x - x'| / (2 m^2).
///
/// ```
/// use scrutineer::stats::score::crps_sample;
/// assert_eq!(crps_sample(&[1.0, 2.0, 3.0, 4.0], 2.5), 0.375);
/// ```
pub fn crps_sample(sample: &[f64], y: f64) -> f64 {
    let m = sample.len() as f64;
    mean_distance(sample, y) - sum_of_differences(sample) / (m * m)
}

/// The fair version (Ferro 2014), which does not punish a sample for being small: m (m - 1) in place
/// of m^2. At least two values.
pub fn crps_sample_fair(sample: &[f64], y: f64) -> f64 {
    let m = sample.len() as f64;
    mean_distance(sample, y) - sum_of_differences(sample) / (m * (m - 1.0))
}

/// The same score of counts 0 to `n` with cumulative probabilities `at_most`, at `y`.
pub fn crps_counts(at_most: impl Fn(u64) -> f64, n: u64, y: u64) -> f64 {
    (0..=n)
        .map(|k| {
            let gap = at_most(k) - f64::from(u8::from(k >= y));
            gap * gap
        })
        .sum()
}

/// Probability integral transform of a count: it is uniform between these two (Czado, Gneiting & Held
/// 2009).
pub fn pit_of_count(at_most: impl Fn(u64) -> f64, y: u64) -> (f64, f64) {
    (y.checked_sub(1).map_or(0.0, &at_most), at_most(y))
}

fn mean_distance(sample: &[f64], y: f64) -> f64 {
    sample.iter().map(|x| (x - y).abs()).sum::<f64>() / sample.len() as f64
}

/// Sum of |x - x'| over all pairs, each once: sorted, x(i) counts 2 i - m - 1 times.
fn sum_of_differences(sample: &[f64]) -> f64 {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let m = sorted.len() as f64;
    sorted
        .iter()
        .enumerate()
        .map(|(i, x)| (2.0 * i as f64 + 1.0 - m) * x)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_of_one_is_its_distance() {
        assert_eq!(crps_sample(&[3.0], 5.0), 2.0);
    }

    #[test]
    fn a_large_sample_scores_like_its_law() {
        let sample: Vec<f64> = (0..2000)
            .map(|i| normal::quantile((f64::from(i) + 0.5) / 2000.0))
            .collect();
        assert!((crps_sample(&sample, 1.5) - crps_normal(1.5, 0.0, 1.0)).abs() < 1e-3);
    }

    #[test]
    fn a_certain_count_scores_its_distance() {
        let certain = |k: u64| f64::from(u8::from(k >= 4));
        assert_eq!(crps_counts(certain, 10, 7), 3.0);
        assert_eq!(pit_of_count(certain, 4), (0.0, 1.0));
        assert_eq!(pit_of_count(certain, 0), (0.0, 0.0));
    }

    #[test]
    fn fair_scores_by_hand() {
        // Distances 1.5, 0.5, 0.5, 1.5 have the mean 1; the six pairs lie 10 apart in all.
        let sample = [4.0, 1.0, 3.0, 2.0];
        assert!((crps_sample(&sample, 2.5) - (1.0 - 10.0 / 16.0)).abs() < 1e-15);
        assert!((crps_sample_fair(&sample, 2.5) - (1.0 - 10.0 / 12.0)).abs() < 1e-15);
    }

    #[test]
    fn the_fair_score_of_small_samples_averages_to_that_of_their_law() {
        // All 27 samples of three from the law with 1, 2 and 6 as likely, against what came.
        let law = [1.0, 2.0, 6.0];
        for y in [0.0, 2.0, 5.0] {
            let mut sum = 0.0;
            for a in law {
                for b in law {
                    sum += law
                        .map(|c| crps_sample_fair(&[a, b, c], y))
                        .iter()
                        .sum::<f64>();
                }
            }
            assert!((sum / 27.0 - crps_sample(&law, y)).abs() < 1e-14, "{y}");
        }
    }
}
