//! The standard normal law.

#![allow(clippy::excessive_precision)] // coefficients as published

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Probability that a standard normal number is at most `x`; accurate in both tails.
///
/// ```
/// use scrutineer::stats::normal;
/// assert_eq!(normal::cdf(0.0), 0.5);
/// assert!((normal::cdf(-1.959963984540054) - 0.025).abs() < 1e-15);
/// ```
#[inline]
pub fn cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// Density of the standard normal law at `x`.
#[inline]
pub fn density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / (2.0 * PI).sqrt()
}

/// The number that a standard normal number stays below with probability `p`.
///
/// Range: `p` in [0, 1], with minus infinity at 0 and infinity at 1; NaN outside. Relative error about
/// 1e-16 (Wichura 1988, algorithm AS 241).
///
/// ```
/// use scrutineer::stats::normal;
/// assert!((normal::quantile(0.975) - 1.959963984540054).abs() < 1e-15);
/// ```
pub fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * polynomial(&CENTRE_TOP, r) / polynomial(&CENTRE_BOTTOM, r);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail == 0.0 {
        return f64::INFINITY.copysign(q);
    }
    let r = (-libm::log(tail)).sqrt(); // NaN outside [0, 1]
    let size = if r <= 5.0 {
        polynomial(&MIDDLE_TOP, r - 1.6) / polynomial(&MIDDLE_BOTTOM, r - 1.6)
    } else {
        polynomial(&FAR_TOP, r - 5.0) / polynomial(&FAR_BOTTOM, r - 5.0)
    };
    size.copysign(q)
}

/// A polynomial by Horner's rule, highest power first.
#[inline]
fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, c| sum * x + c)
}

// Coefficients as printed by Wichura, to more digits than a double holds.
const CENTRE_TOP: [f64; 8] = [
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080e0,
];
const CENTRE_BOTTOM: [f64; 8] = [
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1.0,
];
const MIDDLE_TOP: [f64; 8] = [
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258e0,
    3.64784832476320460504e0,
    5.76949722146069140550e0,
    4.63033784615654529590e0,
    1.42343711074968357734e0,
];
const MIDDLE_BOTTOM: [f64; 8] = [
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940e0,
    2.05319162663775882187e0,
    1.0,
];
const FAR_TOP: [f64; 8] = [
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580e0,
    5.46378491116411436990e0,
    6.65790464350110377720e0,
];
const FAR_BOTTOM: [f64; 8] = [
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1.0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantile_undoes_cdf_in_both_tails() {
        for i in -340..=20 {
            let x = f64::from(i) * 0.1;
            let p = cdf(x);
            // dx = dp / density, and dp is a few units in the last place of p.
            let slack = 1e-13 + 4.0 * f64::EPSILON * p / density(x);
            assert!((quantile(p) - x).abs() <= slack * (1.0 + x.abs()), "{x}");
        }
    }

    #[test]
    fn known_values() {
        // Roots of the complementary error function.
        for (p, x) in [
            (0.05, -1.6448536269514729),
            (0.95, 1.644_853_626_951_472_2),
            (0.075, -1.439531470938456),
            (1e-10, -6.361340902404056),
            (1e-300, -37.047_096_299_361_2),
        ] {
            assert!((quantile(p) - x).abs() < 2e-15 * x.abs(), "{p}");
        }
        assert_eq!(quantile(0.5), 0.0);
        assert_eq!(quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(quantile(1.0), f64::INFINITY);
        assert!(quantile(-0.1).is_nan() && quantile(1.1).is_nan());
    }

    #[test]
    fn quantile_never_falls() {
        let mut last = f64::NEG_INFINITY;
        for i in 1..200_000 {
            let x = quantile(f64::from(i) / 200_000.0);
            assert!(x > last);
            last = x;
        }
    }
}
