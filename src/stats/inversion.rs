//! What would have to be true: how far a condition moves an input.
//!
//! Knows draws from a law before and after a condition. Never knows which input they are of.
//!
//! A report is a set of values, so the days that fall into it are draws from the law of the inputs
//! *given the report*, without approximation. Where the inputs are standard normal scores, shifts are in
//! prior standard deviations and comparable, whatever the units.

use std::f64::consts::LN_2;

/// Mean and standard deviation of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Mean.
    pub mean: f64,
    /// Standard deviation, above 0.
    pub sd: f64,
}

impl Moments {
    /// Those of a score before any condition: 0 and 1.
    pub const STANDARD: Moments = Moments { mean: 0.0, sd: 1.0 };

    /// Those of equally weighted draws, as they are (divided by their number); NaN without draws.
    pub fn of(draws: &[f64]) -> Self {
        Self::weighted(draws, |_| 1.0)
    }

    /// Those of draws with weights of at least 0 by their position, which need not sum to 1.
    pub fn weighted(draws: &[f64], weight: impl Fn(usize) -> f64) -> Self {
        let sum = |of: &dyn Fn(f64) -> f64| -> f64 {
            let terms = draws.iter().enumerate().map(|(i, x)| weight(i) * of(*x));
            terms.sum()
        };
        let total = sum(&|_| 1.0);
        let mean = sum(&|x| x) / total;
        let variance = sum(&|x| (x - mean) * (x - mean)) / total;
        Self {
            mean,
            sd: variance.sqrt(),
        }
    }
}

/// How far a condition moved one input, and how much it says about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// New mean less old mean, in old standard deviations.
    pub shift: f64,
    /// 1 - new variance / old variance (Schad, Betancourt & Vasishth 2021): 1 when the condition fixes the
    /// input, 0 when it only shifts it, negative when it spreads it.
    pub contraction: f64,
    /// Information gained, in bits, as if both laws were normal: [`bits`].
    pub bits: f64,
}

/// From the law before to the law after.
///
/// ```
/// use scrutineer::stats::inversion::{Moments, moved};
/// let after = Moments { mean: 2.0, sd: 0.5 };
/// let it = moved(Moments::STANDARD, after);
/// assert_eq!((it.shift, it.contraction), (2.0, 0.75));
/// ```
pub fn moved(before: Moments, after: Moments) -> Moved {
    let shift = (after.mean - before.mean) / before.sd;
    let ratio = after.sd / before.sd;
    Moved {
        shift,
        contraction: 1.0 - ratio * ratio,
        bits: bits(shift, ratio),
    }
}

/// Kullback & Leibler's (1951) divergence of a normal law with mean `shift` and standard deviation `sd`
/// above 0 from the standard normal law, in bits: (sd^2 + shift^2 - 1 - ln sd^2) / (2 ln 2).
pub fn bits(shift: f64, sd: f64) -> f64 {
    let variance = sd * sd;
    0.5 * (variance + shift * shift - 1.0 - libm::log(variance)) / LN_2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_by_hand() {
        let it = Moments::of(&[1.0, 3.0, 5.0, 7.0]);
        assert_eq!((it.mean, it.sd), (4.0, 5f64.sqrt()));
        let heavy = Moments::weighted(&[1.0, 5.0], |i| [3.0, 1.0][i]);
        assert_eq!((heavy.mean, heavy.sd), (2.0, 3f64.sqrt()));
        assert!(Moments::of(&[]).mean.is_nan());
    }

    #[test]
    fn nothing_learnt_is_no_information() {
        let it = moved(Moments::STANDARD, Moments::STANDARD);
        assert_eq!((it.shift, it.contraction, it.bits), (0.0, 0.0, 0.0));
    }

    #[test]
    fn units_cancel() {
        let (before, after) = ([3.0, 5.0, 7.0], [4.0, 6.0, 6.5]);
        let scale = |values: [f64; 3]| Moments::of(&values.map(|x| 1000.0 * x - 7.0));
        let it = moved(Moments::of(&before), Moments::of(&after));
        let other = moved(scale(before), scale(after));
        assert!((it.shift - other.shift).abs() < 1e-12);
        assert!((it.bits - other.bits).abs() < 1e-12);
    }
}
