//! Is the program right as often as it says? Ranks of what came among what was simulated, and whether
//! they are uniform.
//!
//! The only way to show that forecasts are calibrated is a bank of polls that nobody disputes: each
//! poll's figure has a rank among its simulated values, and the ranks of many polls are uniform when
//! the forecasts are right. With few polls only gross errors show. One poll's rank is its p again.

use super::proportion;

/// Where a figure lies among `n` simulated values: its probability integral transform is uniform
/// between the two ends (Czado, Gneiting & Held 2009).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pit {
    /// Lower end, in [0, 1).
    pub low: f64,
    /// Upper end, in (0, 1].
    pub high: f64,
}

impl Pit {
    /// The rank of a report that stands for `lowest` to `highest` among simulated values: with b below
    /// and t within of n, it lies between b / (n + 1) and (b + t + 1) / (n + 1). If the report is a
    /// value like the others, rounded as they are, [`Pit::at`] a uniform number is exactly uniform.
    ///
    /// ```
    /// use scrutineer::stats::calibration::Pit;
    /// let pit = Pit::among(&[10.0, 20.0, 20.0, 40.0], 20.0, 20.0);
    /// assert_eq!((pit.low, pit.high), (0.2, 0.8));
    /// assert_eq!(pit.at(0.5), 0.5);
    /// ```
    pub fn among(simulated: &[f64], lowest: f64, highest: f64) -> Self {
        let below = simulated.iter().filter(|&&x| x < lowest).count() as f64;
        let above = simulated.iter().filter(|&&x| x > highest).count() as f64;
        let n = simulated.len() as f64;
        Self {
            low: below / (n + 1.0),
            high: (n - above + 1.0) / (n + 1.0),
        }
    }

    /// The point a share `u` in [0, 1] of the way from the lower to the upper end: with a uniform
    /// number, the randomised transform; with 1/2, its middle.
    pub fn at(&self, u: f64) -> f64 {
        self.low + u * (self.high - self.low)
    }
}

/// The largest distance between the empirical distribution of values and the uniform law on [0, 1]
/// (Kolmogorov 1933). 0 without values.
pub fn distance_from_uniform(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let gaps = sorted.iter().enumerate().map(|(i, x)| {
        let below = i as f64 / n;
        (x - below).max(below + 1.0 / n - x)
    });
    gaps.fold(0.0, f64::max)
}

/// Most values for which [`uniform_p`] is exact.
const EXACT_UP_TO: usize = 200;
/// Below this, what is left of 1 has lost its digits.
const LOST: f64 = 1e-9;

/// Probability that `n` independent uniform numbers lie at least `distance` from the uniform law, by
/// [`distance_from_uniform`]: exact up to 200 numbers (Marsaglia, Tsang & Wang 2003; from a distance of
/// 1/2 on Birnbaum & Tingey 1951), an upper bound beyond and below 1e-9 ([`dkw_p`]). 1 without numbers.
///
/// ```
/// use scrutineer::stats::calibration::uniform_p;
/// // The table's 5 % point for 20 numbers (Miller 1956).
/// assert!((uniform_p(20, 0.29408) - 0.05).abs() < 1e-5);
/// ```
pub fn uniform_p(n: usize, distance: f64) -> f64 {
    // No distance is smaller than 1 / 2n.
    if n == 0 || distance * 2.0 * n as f64 <= 1.0 {
        return 1.0;
    }
    if distance >= 1.0 {
        return 0.0;
    }
    let bound = dkw_p(n, distance);
    if n > EXACT_UP_TO || bound < LOST {
        return bound;
    }
    if distance >= 0.5 {
        return (2.0 * one_sided_p(n, distance)).min(bound);
    }
    let exact = 1.0 - kolmogorov(n, distance);
    exact.max(LOST).min(bound)
}

/// Probability that the empirical distribution of `n` uniform numbers is somewhere at least `d` above
/// the law: a finite sum (Birnbaum & Tingey 1951). From 1/2 on, only one side can be so far out.
fn one_sided_p(n: usize, d: f64) -> f64 {
    let total = n as f64;
    let last = (total * (1.0 - d)).floor() as usize;
    let mut choose = 1.0;
    let mut sum = 0.0;
    for j in 0..=last {
        let share = j as f64 / total;
        let left = (1.0 - d - share).max(0.0);
        sum += choose * libm::pow(d + share, j as f64 - 1.0) * libm::pow(left, total - j as f64);
        choose *= (total - j as f64) / (j as f64 + 1.0);
    }
    d * sum
}

/// Upper bound of the same for every n: min(1, 2 exp(-2 n d^2)) (Dvoretzky, Kiefer & Wolfowitz 1956;
/// the constant: Massart 1990).
pub fn dkw_p(n: usize, distance: f64) -> f64 {
    (2.0 * libm::exp(-2.0 * n as f64 * distance * distance)).min(1.0)
}

/// Half the width of a band around the distribution function of `n` simulated values that holds the
/// whole true one with at least `level`: sqrt(ln(2 / (1 - level)) / 2n).
///
/// ```
/// use scrutineer::stats::calibration::dkw_half_width;
/// assert!((dkw_half_width(10_000, 0.95) - 0.013581015157406196).abs() < 1e-15);
/// ```
pub fn dkw_half_width(n: usize, level: f64) -> f64 {
    (libm::log(2.0 / (1.0 - level)) / (2.0 * n as f64)).sqrt()
}

/// Half the width of the band that holds the whole empirical distribution of `n` uniform numbers with
/// probability `level`: exact up to 200 numbers, a little wide beyond.
pub fn uniform_half_width(n: usize, level: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if uniform_p(n, middle) > 1.0 - level {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// What a bank of undisputed polls says about the program.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// Polls.
    pub polls: usize,
    /// Distance of their ranks from the uniform law.
    pub distance: f64,
    /// p of that distance; see [`uniform_p`].
    pub p: f64,
    /// Distance that calibrated forecasts exceed in 5 of 100 banks of this size.
    pub limit: f64,
    /// Share of ranks in the middle half, with its exact 95 % interval: a half when the widths are
    /// right, more when forecasts are too wide, less when they are too narrow.
    pub in_middle_half: crate::units::Estimate,
}

/// Holds the ranks of many figures, each in [0, 1] (see [`Pit::at`]), against the uniform law.
pub fn calibration(ranks: &[f64]) -> Calibration {
    let distance = distance_from_uniform(ranks);
    let middle = ranks.iter().filter(|&&u| (0.25..=0.75).contains(&u));
    Calibration {
        polls: ranks.len(),
        distance,
        p: uniform_p(ranks.len(), distance),
        limit: uniform_half_width(ranks.len(), 0.95),
        in_middle_half: proportion::clopper_pearson(
            middle.count() as u64,
            ranks.len() as u64,
            0.95,
        ),
    }
}

/// Probability that the distance of `n` uniform numbers is below `d`: the middle entry of the n-th
/// power of a matrix, times n! / n^n (Marsaglia, Tsang & Wang 2003).
fn kolmogorov(n: usize, d: f64) -> f64 {
    let nd = n as f64 * d;
    let k = nd.floor() as usize + 1;
    let size = 2 * k - 1;
    let h = k as f64 - nd;
    let mut matrix = vec![0.0; size * size];
    for i in 0..size {
        for j in 0..size.min(i + 2) {
            matrix[i * size + j] = 1.0;
        }
    }
    let mut power = 1.0;
    for i in 0..size {
        power *= h;
        matrix[i * size] -= power;
        matrix[(size - 1) * size + size - 1 - i] -= power;
    }
    if 2.0 * h > 1.0 {
        matrix[(size - 1) * size] += libm::pow(2.0 * h - 1.0, size as f64);
    }
    for i in 0..size {
        for j in 0..=i {
            for g in 1..=(i + 1 - j) {
                matrix[i * size + j] /= g as f64;
            }
        }
    }
    let (raised, mut scale) = raise(&matrix, size, n);
    let mut p = raised[(k - 1) * size + k - 1];
    for i in 1..=n {
        p *= i as f64 / n as f64;
        if p < 1e-140 {
            p *= 1e140;
            scale -= 140;
        }
    }
    p * libm::pow(10.0, f64::from(scale))
}

/// The matrix to the power `n`, over ten to the second number.
fn raise(matrix: &[f64], size: usize, n: usize) -> (Vec<f64>, i32) {
    if n == 1 {
        return (matrix.to_vec(), 0);
    }
    let (half, scale) = raise(matrix, size, n / 2);
    let mut product = times(&half, &half, size);
    let mut scale = 2 * scale;
    if n % 2 == 1 {
        product = times(matrix, &product, size);
    }
    let middle = size / 2;
    if product[middle * size + middle] > 1e140 {
        product.iter_mut().for_each(|x| *x *= 1e-140);
        scale += 140;
    }
    (product, scale)
}

fn times(a: &[f64], b: &[f64], size: usize) -> Vec<f64> {
    let mut out = vec![0.0; size * size];
    for i in 0..size {
        for k in 0..size {
            let factor = a[i * size + k];
            for j in 0..size {
                out[i * size + j] += factor * b[k * size + j];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(got: f64, expected: f64, tolerance: f64) {
        assert!((got - expected).abs() <= tolerance, "{got}, not {expected}");
    }

    #[test]
    fn no_numbers_are_as_uniform_as_can_be() {
        for distance in [0.0, 0.3, 1.0] {
            assert_eq!(uniform_p(0, distance), 1.0);
        }
        // No distance of n numbers is smaller than 1 / 2n, and none is larger than 1.
        for n in [1, 7, 150] {
            let least = 0.5 / n as f64;
            assert_eq!(uniform_p(n, least), 1.0);
            assert!(uniform_p(n, 1.01 * least) < 1.0 || n > 10);
            assert_eq!((uniform_p(n, 1.0), uniform_p(n, 1.5)), (0.0, 0.0));
        }
    }

    #[test]
    fn exact_law_of_the_distance() {
        // One number: the distance is the larger of it and what is left of 1.
        for d in [0.5, 0.6, 0.975] {
            about(uniform_p(1, d), 2.0 * (1.0 - d), 1e-14);
        }
        // Two numbers, by integration.
        about(uniform_p(2, 0.4), 1.0 - 2.0 * 0.3f64.powi(2), 1e-14);
        about(uniform_p(2, 0.7), 2.0 * 0.3f64.powi(2), 1e-14);
        // Three, by integration: 6 times the volume of 0 < x < 0.4, 4/15 < y < 11/15, 0.6 < z, in order.
        about(uniform_p(3, 0.4), 223.0 / 375.0, 1e-14);
        // As printed by Marsaglia, Tsang & Wang 2003.
        about(1.0 - uniform_p(10, 0.274), 0.628_479_615_456_504_3, 1e-14);
        // Five percent points as tabled by Miller 1956.
        for (n, d) in [(5, 0.56328), (10, 0.40925), (20, 0.29408)] {
            about(uniform_half_width(n, 0.95), d, 1e-5);
        }
    }

    #[test]
    fn both_exact_laws_meet() {
        for n in [3, 12, 25] {
            for d in [0.5, 0.55, 0.62] {
                about(uniform_p(n, d), 1.0 - kolmogorov(n, d), 1e-12);
            }
        }
    }

    #[test]
    fn p_falls_with_the_distance_and_is_never_above_the_bound() {
        for n in [1, 7, 60, 200, 201, 5_000] {
            let ps: Vec<f64> = (0..=40)
                .map(|i| uniform_p(n, f64::from(i) / 40.0))
                .collect();
            assert!(ps.windows(2).all(|pair| pair[1] <= pair[0]), "{n}: {ps:?}");
            assert_eq!((ps[0], ps[40]), (1.0, 0.0));
            for (i, p) in (0..=40).zip(&ps) {
                assert!(*p <= dkw_p(n, f64::from(i) / 40.0) && *p >= 0.0);
            }
        }
        assert_eq!(uniform_p(0, 0.0), 1.0);
    }

    #[test]
    fn ranks_share_out_the_unit_interval() {
        // As any of five pooled values, ties included, a report's interval is that of its value.
        let pooled = [3.0, 1.0, 3.0, 8.0, 3.0];
        for (value, ends) in [(1.0, (0.0, 0.2)), (3.0, (0.2, 0.8)), (8.0, (0.8, 1.0))] {
            let at = pooled.iter().position(|&x| x == value).unwrap();
            let mut others = pooled.to_vec();
            others.remove(at);
            let pit = Pit::among(&others, value, value);
            assert_eq!((pit.low, pit.high), ends);
        }
        // An interval that all values may lie in says nothing.
        let open = Pit::among(&pooled, f64::NEG_INFINITY, f64::INFINITY);
        assert_eq!((open.low, open.high), (0.0, 1.0));
    }

    #[test]
    fn a_bank_of_polls_tells_widths() {
        let even: Vec<f64> = (0..40).map(|i| (f64::from(i) + 0.5) / 40.0).collect();
        let right = calibration(&even);
        about(right.distance, 0.0125, 1e-12);
        assert_eq!((right.polls, right.p), (40, 1.0));
        assert_eq!(right.in_middle_half.value, 0.5);
        // Forecasts far too wide: every rank near a half.
        let wide: Vec<f64> = even.iter().map(|u| 0.35 + 0.3 * u).collect();
        let wide = calibration(&wide);
        assert!(wide.p < 0.001 && wide.distance > wide.limit && wide.in_middle_half.low > 0.5);
        let none = calibration(&[]);
        assert_eq!(
            (none.distance, none.p, none.in_middle_half.high),
            (0.0, 1.0, 1.0)
        );
    }

    #[test]
    fn width_and_chance_of_the_band_undo_each_other() {
        for (n, level) in [(10, 0.5), (400, 0.95), (10_000, 0.99)] {
            about(dkw_p(n, dkw_half_width(n, level)), 1.0 - level, 1e-14);
        }
        // Four times the numbers, half the width.
        about(
            dkw_half_width(400, 0.9),
            2.0 * dkw_half_width(1_600, 0.9),
            1e-15,
        );
    }

    #[test]
    fn beyond_its_reach_the_exact_law_gives_way_to_the_bound() {
        // As many numbers as it takes, and one more.
        assert!(uniform_p(200, 0.08) < dkw_p(200, 0.08));
        assert_eq!(uniform_p(201, 0.08), dkw_p(201, 0.08));
        // So few chances that what is left of 1 has no digits: also for few numbers.
        assert_eq!(uniform_p(20, 0.99), dkw_p(20, 0.99));
    }
}
