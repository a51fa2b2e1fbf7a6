//! The incomplete beta function and its inverse.

use std::f64::consts::PI;

/// Logarithm of the gamma function for `x` above 0.
#[inline]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Logarithm of the beta function of `a`, `b` above 0; accurate for large arguments too.
pub fn ln_beta(a: f64, b: f64) -> f64 {
    let n = a + b;
    Kernel::new(a, b).constant - a * libm::log(n / a) - b * libm::log(n / b)
}

/// The regularised incomplete beta function I_x(a, b): probability that a beta number with shapes
/// `a`, `b` is at most `x`.
///
/// Range: `a`, `b` above 0; 0 at and below `x = 0`, 1 at and above `x = 1`. Relative error about 1e-13
/// also for shapes of a million. Continued fraction (Lentz's method; Press et al. 2007, 6.4), with
/// the factor before it after Loader (2000), so that large shapes lose no digits.
///
/// ```
/// use scrutineer::stats::beta_reg;
/// assert!((beta_reg(2.0, 8.0, 0.1) - 0.225159022).abs() < 1e-12);
/// ```
pub fn beta_reg(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    Kernel::new(a, b).lower(x, 1.0 - x).0
}

/// Density of the beta law with shapes `a`, `b` above 0 at `x`; 0 outside [0, 1], infinite at an end
/// whose shape is below 1.
pub fn beta_density(a: f64, b: f64, x: f64) -> f64 {
    if x > 0.0 && x < 1.0 {
        return Kernel::new(a, b).factor(x, 1.0 - x) / (x * (1.0 - x));
    }
    let end = |here: f64, there: f64| match here.total_cmp(&1.0) {
        std::cmp::Ordering::Less => f64::INFINITY,
        std::cmp::Ordering::Equal => there,
        std::cmp::Ordering::Greater => 0.0,
    };
    if x == 0.0 {
        end(a, b)
    } else if x == 1.0 {
        end(b, a)
    } else {
        0.0
    }
}

/// The `x` with I_x(a, b) = `p`: the quantile of the beta law.
///
/// Range: `a`, `b` above 0, `p` in [0, 1]; NaN when `p` is not. Newton's method for the logarithm of
/// the smaller tail as a function of logit x (a concave function), kept between known ends.
///
/// ```
/// use scrutineer::stats::inverse_beta_reg;
/// assert!((inverse_beta_reg(2.0, 8.0, 0.025) - 0.028144973477898197).abs() < 1e-14);
/// ```
pub fn inverse_beta_reg(a: f64, b: f64, p: f64) -> f64 {
    if p.is_nan() || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return p;
    }
    if p <= 0.5 {
        expit(logit_of_lower_tail(a, b, p))
    } else {
        expit(-logit_of_lower_tail(b, a, 1.0 - p))
    }
}

/// 1 / (1 + e^-u), the inverse of the logit.
#[inline]
pub fn expit(u: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-u))
}

/// ln(x / (1 - x)) for `x` in [0, 1]; infinite at the ends.
#[inline]
pub fn logit(x: f64) -> f64 {
    libm::log(x) - libm::log1p(-x)
}

/// Logit of the quantile at `p`, 0 < p <= 1/2.
fn logit_of_lower_tail(a: f64, b: f64, p: f64) -> f64 {
    let kernel = Kernel::new(a, b);
    let n = a + b;
    let goal = libm::log(p);
    let mut u = first_guess(a, b, p, goal);
    let (mut left, mut right) = (f64::NEG_INFINITY, f64::INFINITY);
    for _ in 0..100 {
        let (x, y) = (expit(u), expit(-u));
        let (below, factor) = kernel.lower(x, y);
        let gap = libm::log(below) - goal; // minus infinity where it underflows
        let slope = factor / below;
        let newton = gap / slope;
        // Halley's correction, when it is a correction.
        let curve = 0.5 * newton * (a - n * x - slope);
        let step = if curve.abs() < 0.5 {
            newton / (1.0 - curve)
        } else {
            newton
        };
        if gap < 0.0 {
            left = u;
        } else {
            right = u;
        }
        let next = u - step;
        if step.abs() <= 1e-9 || gap.abs() <= 4.0 * f64::EPSILON {
            // The error after a step of this size is of the order of its cube.
            return next;
        }
        u = if left < next && next < right {
            next
        } else {
            between(left, right)
        };
    }
    u
}

/// A point strictly between two ends, one of which may be infinite.
fn between(left: f64, right: f64) -> f64 {
    match (left.is_finite(), right.is_finite()) {
        (true, false) => left + left.abs().max(1.0),
        (false, true) => right - right.abs().max(1.0),
        _ => 0.5 * (left + right),
    }
}

/// Where the search begins: Carter's (1947) normal approximation for shapes above 1, otherwise the
/// power law of the lower tail.
fn first_guess(a: f64, b: f64, p: f64, ln_p: f64) -> f64 {
    if a > 1.0 && b > 1.0 {
        let z = -super::normal::quantile(p);
        let r = (z * z - 3.0) / 6.0;
        let s = 1.0 / (2.0 * a - 1.0);
        let t = 1.0 / (2.0 * b - 1.0);
        let h = 2.0 / (s + t);
        let w = z * (h + r).max(0.0).sqrt() / h - (t - s) * (r + 5.0 / 6.0 - 2.0 / (3.0 * h));
        return libm::log(a / b) - 2.0 * w;
    }
    let ln_x = (ln_p + libm::log(a) + ln_beta(a, b)) / a;
    if ln_x < 0.0 {
        ln_x - libm::log(-libm::expm1(ln_x))
    } else {
        libm::log(a / b)
    }
}

/// What of I_x(a, b) does not depend on x.
struct Kernel {
    a: f64,
    b: f64,
    /// ln B(a, b) + a ln(n / a) + b ln(n / b) with n = a + b; small, whatever the shapes.
    constant: f64,
}

impl Kernel {
    fn new(a: f64, b: f64) -> Self {
        let n = a + b;
        let constant = stirling_error(a) + stirling_error(b) - stirling_error(n)
            + 0.5 * libm::log(2.0 * PI * n / (a * b));
        Self { a, b, constant }
    }

    /// x^a y^b / B(a, b) with y = 1 - x.
    fn factor(&self, x: f64, y: f64) -> f64 {
        let n = self.a + self.b;
        // x n - a, from whichever of x and y is the smaller and so the more precise.
        let excess = if x < y {
            libm::fma(x, n, -self.a)
        } else {
            -libm::fma(y, n, -self.b)
        };
        libm::exp(
            self.a * ln_ratio(excess / self.a, x * n / self.a)
                + self.b * ln_ratio(-excess / self.b, y * n / self.b)
                - self.constant,
        )
    }

    /// I_x(a, b) and x^a y^b / B(a, b), for x, y inside (0, 1) with y = 1 - x.
    fn lower(&self, x: f64, y: f64) -> (f64, f64) {
        let (a, b) = (self.a, self.b);
        let factor = self.factor(x, y);
        let value = if x < (a + 1.0) / (a + b + 2.0) {
            factor * continued_fraction(a, b, x) / a
        } else {
            1.0 - factor * continued_fraction(b, a, y) / b
        };
        (value, factor)
    }
}

/// ln(ratio), where `excess` = ratio - 1 is known more precisely.
#[inline]
fn ln_ratio(excess: f64, ratio: f64) -> f64 {
    if excess.abs() < 0.5 {
        libm::log1p(excess)
    } else {
        libm::log(ratio)
    }
}

/// ln Gamma(z) minus Stirling's formula (z - 1/2) ln z - z + ln(2 pi) / 2.
fn stirling_error(z: f64) -> f64 {
    if z < 10.0 {
        return ln_gamma(z) - (z - 0.5) * libm::log(z) + z - 0.5 * libm::log(2.0 * PI);
    }
    let s = 1.0 / (z * z);
    let series = [
        -691.0 / 360_360.0,
        1.0 / 1188.0,
        -1.0 / 1680.0,
        1.0 / 1260.0,
        -1.0 / 360.0,
        1.0 / 12.0,
    ];
    series.iter().fold(0.0, |sum, c| sum * s + c) / z
}

/// The continued fraction of I_x(a, b) by Lentz's method; converges fast for x below the mean, in
/// about the square root of the larger shape otherwise.
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..100_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let change = d * c;
        h *= change;
        if (change - 1.0).abs() <= 2.0 * f64::EPSILON {
            break;
        }
    }
    h
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_between_two_ends() {
        let (none, all) = (f64::NEG_INFINITY, f64::INFINITY);
        assert_eq!((between(1.0, 4.0), between(-3.0, 1.0)), (2.5, -1.0));
        // Away from the only end by its own size, at least by 1.
        assert_eq!(
            (between(5.0, all), between(-5.0, all), between(0.25, all)),
            (10.0, 0.0, 1.25)
        );
        assert_eq!(
            (between(none, 5.0), between(none, -5.0), between(none, 0.0)),
            (0.0, -10.0, -1.0)
        );
    }

    #[test]
    fn the_search_for_a_quantile_begins_near_it() {
        // With b = 1 the law is x^a, so that the guess is the quantile itself.
        for (a, p) in [(0.5_f64, 0.1_f64), (1.0, 0.3), (3.0, 0.5)] {
            let exact = libm::pow(p, 1.0 / a);
            assert!((first_guess(a, 1.0, p, libm::log(p)) - logit(exact)).abs() < 1e-12);
        }
        // Carter's approximation is good to some hundredths of the logit where both shapes are above 5.
        for (a, b) in [(5.0, 5.0), (6.0, 60.0), (60.0, 6.0), (500.0, 800.0)] {
            for p in [0.5, 0.2, 0.025, 0.001] {
                let exact = logit(inverse_beta_reg(a, b, p));
                let guess = first_guess(a, b, p, libm::log(p));
                assert!((guess - exact).abs() < 0.03, "{a} {b} {p}: {guess} {exact}");
            }
        }
        // A guess beyond 1 is no quantile: the mean instead.
        assert_eq!(first_guess(0.1, 0.01, 0.5, libm::log(0.5)), libm::log(10.0));
    }

    #[test]
    fn polynomial_cases_by_hand() {
        // I_x(1, b) = 1 - (1 - x)^b, I_x(a, 1) = x^a, I_x(2, 2) = 3 x^2 - 2 x^3.
        for x in [0.01, 0.2, 0.5, 0.83, 0.999] {
            assert!((beta_reg(1.0, 3.0, x) - (1.0 - (1.0 - x).powi(3))).abs() < 1e-14);
            assert!((beta_reg(7.0, 1.0, x) - x.powi(7)).abs() < 1e-14 * x.powi(7).max(0.1));
            assert!((beta_reg(2.0, 2.0, x) - x * x * (3.0 - 2.0 * x)).abs() < 1e-14);
        }
    }

    #[test]
    fn agrees_with_statrs_where_both_converge() {
        for (a, b) in [
            (0.3, 0.4),
            (2.0, 8.0),
            (36.0, 4.0),
            (300.0, 120.0),
            (0.5, 900.0),
        ] {
            for i in 1..20 {
                let x = f64::from(i) / 20.0;
                let theirs = statrs::function::beta::beta_reg(a, b, x);
                assert!((beta_reg(a, b, x) - theirs).abs() < 1e-12, "{a} {b} {x}");
            }
        }
    }

    #[test]
    fn large_shapes_keep_their_digits() {
        // By symmetry I_1/2(a, a) = 1/2; and I_x(a, b) + I_(1-x)(b, a) = 1.
        for a in [10.0, 1e3, 1e5, 1e6] {
            assert!((beta_reg(a, a, 0.5) - 0.5).abs() < 1e-12, "{a}");
            let x = 0.5 + 0.3 / f64::sqrt(a);
            let sum = beta_reg(a, a, x) + beta_reg(a, a, 1.0 - x);
            assert!((sum - 1.0).abs() < 1e-12, "{a}");
        }
    }

    #[test]
    fn inverse_undoes() {
        for (a, b) in [
            (0.05, 0.05),
            (0.5, 0.5),
            (0.2, 6.0),
            (1.0, 1.0),
            (1.0, 5.0),
            (2.2, 3.8),
            (36.0, 4.0),
            (8.0, 9993.0),
            (5e5, 5e5),
            (1.0, 1e6),
        ] {
            for p in [
                1e-12, 1e-6, 0.001, 0.025, 0.3, 0.5, 0.500001, 0.8, 0.975, 0.999999,
            ] {
                let x = inverse_beta_reg(a, b, p);
                if x > 1.0 - 1e-9 {
                    continue; // no double stands close enough to the quantile
                }
                let back = beta_reg(a, b, x);
                assert!((back / p - 1.0).abs() < 1e-10, "{a} {b} {p}: {back}");
            }
        }
        assert_eq!(inverse_beta_reg(2.0, 3.0, 0.0), 0.0);
        assert_eq!(inverse_beta_reg(2.0, 3.0, 1.0), 1.0);
        assert!(inverse_beta_reg(2.0, 3.0, f64::NAN).is_nan());
    }

    #[test]
    fn inverse_rises_with_p() {
        for (a, b) in [(2.2, 3.8), (0.4, 0.7), (90.0, 6.0)] {
            let mut last = 0.0;
            for i in 1..4000 {
                let x = inverse_beta_reg(a, b, f64::from(i) / 4000.0);
                assert!(x > last, "{a} {b} {i}");
                last = x;
            }
        }
    }

    #[test]
    fn ln_beta_by_hand() {
        assert!((ln_beta(2.0, 3.0) - f64::ln(1.0 / 12.0)).abs() < 1e-14);
        assert!((ln_beta(0.5, 0.5) - PI.ln()).abs() < 1e-14);
    }
}
