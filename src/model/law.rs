//! Laws of uncertain numbers: a quantile function, a range and a density each.
//!
//! Everything is computed with `libm` (through [`crate::stats`]), never with the platform's own
//! functions, so that the same seed gives the same values on every machine.

mod shape;

use crate::stats::normal;
use shape::Shape;

/// The law an uncertain number follows.
///
/// Every law is truncated (never clamped) to the [`Support`] of its quantity.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Certain.
    Fixed(f64),
    /// Uniform on [low, high].
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end, above `low`.
        high: f64,
    },
    /// Triangular.
    Triangular {
        /// Lower end.
        low: f64,
        /// Mode, within the ends.
        mode: f64,
        /// Upper end, above `low`.
        high: f64,
    },
    /// PERT: beta on [low, high], shape 1 + 4 (mode - low) / (high - low) and its mirror (Malcolm 1959).
    Pert {
        /// Lower end.
        low: f64,
        /// Mode, within the ends.
        mode: f64,
        /// Upper end, above `low`.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean before truncation.
        mean: f64,
        /// Standard deviation before truncation, above 0.
        sd: f64,
    },
    /// Lognormal, given by the mean and standard deviation of the number itself, not of its logarithm.
    Lognormal {
        /// Mean, above 0.
        mean: f64,
        /// Standard deviation, above 0.
        sd: f64,
    },
    /// Beta on [0, 1], given by mean and standard deviation.
    Beta {
        /// Mean, inside (0, 1).
        mean: f64,
        /// Standard deviation, with sd^2 < mean (1 - mean).
        sd: f64,
    },
    /// Central 90 % between the two ends, tails beyond them: logit-normal for a share (support within
    /// [0, 1]), lognormal for a positive quantity (support from 0 or more without upper end), normal
    /// otherwise, and where an end has no logarithm. The median is where the transform puts the middle.
    Between {
        /// 5 % quantile.
        low: f64,
        /// 95 % quantile.
        high: f64,
    },
    /// One of several values.
    Discrete(
        /// Value and weight; weights above 0, values ascending.
        Vec<(f64, f64)>,
    ),
}

/// The values that make sense for a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Support {
    /// Smallest value.
    pub low: f64,
    /// Largest value; may be infinite.
    pub high: f64,
}

impl Support {
    /// Shares and probabilities: [0, 1].
    pub const SHARE: Support = Support {
        low: 0.0,
        high: 1.0,
    };
    /// Counts and durations: [0, infinity).
    pub const NOT_NEGATIVE: Support = Support {
        low: 0.0,
        high: f64::INFINITY,
    };
    /// Counts of things there must be at least one of.
    pub const AT_LEAST_ONE: Support = Support {
        low: 1.0,
        high: f64::INFINITY,
    };
    /// Everything.
    pub const REAL: Support = Support {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    };

    /// Whether `x` is a finite member.
    pub fn contains(&self, x: f64) -> bool {
        x.is_finite() && x >= self.low && x <= self.high
    }
}

impl Law {
    /// The value that the number stays at or below with probability `p`, truncated to `support`.
    ///
    /// Range: `p` in [0, 1]; the result lies in [`Law::range`]. Never falls as `p` rises, up to
    /// rounding; relative error about 1e-12. Where the law has no mass in the support at all, the end
    /// of the support that is nearest to it.
    ///
    /// ```
    /// use scrutineer::model::{Law, Support};
    /// let pert = Law::Pert { low: 60.0, mode: 70.0, high: 75.0 };
    /// assert!((pert.quantile(0.5, &Support::REAL) - 69.36281239493819).abs() < 1e-12);
    /// // Truncated, never clamped: the mass above 1 is spread over the rest, not piled up at 1.
    /// let near_one = Law::Normal { mean: 0.95, sd: 0.1 };
    /// assert!((near_one.quantile(0.95, &Support::SHARE) - 0.9903988299038142).abs() < 1e-12);
    /// ```
    pub fn quantile(&self, p: f64, support: &Support) -> f64 {
        if let Law::Fixed(value) = self {
            return *value;
        }
        if let Law::Discrete(points) = self {
            return discrete_quantile(points, p, support);
        }
        let (low, high) = self.range(support);
        if p <= 0.0 || p >= 1.0 {
            return if p <= 0.0 { low } else { high };
        }
        let shape = Shape::of(self, support);
        let (start, end) = shape.range();
        let below = if support.low <= start {
            0.0
        } else {
            shape.below(support.low)
        };
        let above = if support.high >= end {
            0.0
        } else {
            shape.above(support.high)
        };
        let x = if below == 0.0 && above == 0.0 {
            shape.quantile(p)
        } else if below > 0.5 {
            // Counted from above, where the digits are.
            let kept = shape.above(support.low);
            shape.quantile_from_above(kept - p * (kept - above))
        } else {
            let kept = if above > 0.5 {
                shape.below(support.high) - below
            } else {
                1.0 - above - below
            };
            shape.quantile(below + p * kept)
        };
        if !x.is_finite() {
            return if low.is_finite() { low } else { high };
        }
        x.clamp(low, high) // against rounding only
    }

    /// The value at a normal score: [`Law::quantile`] of the standard normal distribution at `score`,
    /// with full precision in both tails (a score of 9 is not the end of the range).
    ///
    /// ```
    /// use scrutineer::model::{Law, Support};
    /// let about = Law::Normal { mean: 300.0, sd: 50.0 };
    /// assert!((about.at_score(9.0, &Support::REAL) - 750.0).abs() < 1e-9);
    /// ```
    pub fn at_score(&self, score: f64, support: &Support) -> f64 {
        if score <= 0.0 || matches!(self, Law::Fixed(_) | Law::Discrete(_)) {
            return self.quantile(normal::cdf(score), support);
        }
        let (low, high) = self.range(support);
        let shape = Shape::of(self, support);
        let (start, end) = shape.range();
        let below = match support.low > start {
            true => shape.below(support.low),
            false => 0.0,
        };
        let above = match support.high < end {
            true => shape.above(support.high),
            false => 0.0,
        };
        let exceeded = normal::cdf(-score);
        if exceeded <= 0.0 {
            return high;
        }
        let x = if above > 0.5 {
            // Counted from below, where the digits are.
            let kept = shape.below(support.high);
            shape.quantile(kept - exceeded * (kept - below))
        } else {
            let kept = match below > 0.5 {
                true => shape.above(support.low) - above,
                false => 1.0 - above - below,
            };
            shape.quantile_from_above(above + exceeded * kept)
        };
        if !x.is_finite() {
            return if high.is_finite() { high } else { low };
        }
        x.clamp(low, high) // against rounding only
    }

    /// The value that is as likely exceeded as not.
    pub fn median(&self, support: &Support) -> f64 {
        self.quantile(0.5, support)
    }

    /// Smallest and largest possible value within `support`; infinite where an end is open.
    ///
    /// ```
    /// use scrutineer::model::{Law, Support};
    /// let about = Law::Normal { mean: 300.0, sd: 50.0 };
    /// assert_eq!(about.range(&Support::NOT_NEGATIVE), (0.0, f64::INFINITY));
    /// ```
    pub fn range(&self, support: &Support) -> (f64, f64) {
        let (low, high) = match self {
            Law::Fixed(value) => return (*value, *value),
            Law::Discrete(points) => {
                let mut kept = points.iter().filter(|(x, _)| support.contains(*x));
                match (kept.clone().next(), kept.next_back()) {
                    (Some(first), Some(last)) => (first.0, last.0),
                    _ => (points[0].0, points[points.len() - 1].0),
                }
            }
            _ => Shape::of(self, support).range(),
        };
        let inside = |x: f64| x.max(support.low).min(support.high);
        (inside(low), inside(high))
    }

    /// Density at `x` of the law truncated to `support`; for [`Law::Fixed`] and [`Law::Discrete`] the
    /// probability of exactly `x`. May be infinite at an end of a beta law with a shape below 1.
    pub fn density(&self, x: f64, support: &Support) -> f64 {
        if !support.contains(x) {
            return 0.0;
        }
        let kept = 1.0 - self.mass_outside(support);
        if kept <= 0.0 {
            return 0.0;
        }
        let raw = match self {
            Law::Fixed(value) => f64::from(u8::from(*value == x)),
            Law::Discrete(points) => {
                let total: f64 = points.iter().map(|(_, weight)| weight).sum();
                let here = points.iter().filter(|(value, _)| *value == x);
                here.map(|(_, weight)| weight / total).sum()
            }
            _ => Shape::of(self, support).density(x),
        };
        raw / kept
    }

    /// The greatest value of [`Law::density`] within `support`; infinite where the density is.
    ///
    /// ```
    /// use scrutineer::model::{Law, Support};
    /// let flat = Law::Uniform { low: 30_000.0, high: 82_500.0 };
    /// assert_eq!(flat.greatest_density(&Support::NOT_NEGATIVE), 1.0 / 52_500.0);
    /// ```
    pub fn greatest_density(&self, support: &Support) -> f64 {
        let (low, high) = self.range(support);
        let peaks = match self {
            Law::Fixed(value) => vec![*value],
            Law::Discrete(points) => points.iter().map(|(x, _)| *x).collect(),
            _ => Shape::of(self, support).peaks(),
        };
        peaks
            .into_iter()
            .map(|x| x.clamp(low, high))
            .chain([low, high])
            .map(|x| self.density(x, support))
            .fold(0.0, f64::max)
    }

    /// Probability that the number, truncated to `support`, stays strictly below `x`.
    ///
    /// ```
    /// use scrutineer::model::{Law, Support};
    /// let wide = Law::Uniform { low: 0.0, high: 8.0 };
    /// assert_eq!(wide.under(2.0, &Support::NOT_NEGATIVE), 0.25);
    /// assert_eq!(Law::Fixed(3.0).under(3.0, &Support::REAL), 0.0);
    /// ```
    pub fn under(&self, x: f64, support: &Support) -> f64 {
        let atoms = |points: &[(f64, f64)]| {
            let kept = points.iter().filter(|(value, _)| support.contains(*value));
            let (below, all) = kept.fold((0.0, 0.0), |(below, all), (value, weight)| {
                let here = if *value < x { *weight } else { 0.0 };
                (below + here, all + weight)
            });
            below / all
        };
        match self {
            Law::Fixed(value) => f64::from(u8::from(*value < x)),
            Law::Discrete(points) => atoms(points),
            _ if x <= support.low => 0.0,
            _ if x >= support.high => 1.0,
            _ => {
                let shape = Shape::of(self, support);
                let start = shape.below(support.low);
                let kept = 1.0 - start - shape.above(support.high);
                ((shape.below(x) - start) / kept).clamp(0.0, 1.0)
            }
        }
    }

    /// Probability that the law, before truncation, gives a value outside `support`.
    ///
    /// Above 1 % the author probably means another law: worth a warning.
    pub fn mass_outside(&self, support: &Support) -> f64 {
        match self {
            Law::Fixed(value) => f64::from(u8::from(!support.contains(*value))),
            Law::Discrete(points) => {
                let total: f64 = points.iter().map(|(_, weight)| weight).sum();
                let outside = points.iter().filter(|(x, _)| !support.contains(*x));
                outside.map(|(_, weight)| weight / total).sum()
            }
            _ => {
                let shape = Shape::of(self, support);
                shape.below(support.low) + shape.above(support.high)
            }
        }
    }

    /// Mean of the law truncated to `support`.
    ///
    /// Closed forms where nothing is cut off; otherwise the trapezoidal rule over the quantiles of 641
    /// evenly spaced normal scores, with a relative error of about 1e-9 (1e-6 for laws with kinks).
    pub fn mean(&self, support: &Support) -> f64 {
        let whole = self.mass_outside(support) == 0.0;
        match *self {
            Law::Fixed(value) => value,
            Law::Uniform { .. } => {
                let (low, high) = self.range(support);
                0.5 * (low + high)
            }
            Law::Triangular { low, mode, high } if whole => (low + mode + high) / 3.0,
            Law::Pert { low, mode, high } if whole => (low + 4.0 * mode + high) / 6.0,
            Law::Normal { mean, .. } | Law::Lognormal { mean, .. } | Law::Beta { mean, .. }
                if whole =>
            {
                mean
            }
            Law::Discrete(ref points) => {
                let kept = points.iter().filter(|(x, _)| support.contains(*x));
                let (sum, total) = kept.fold((0.0, 0.0), |(sum, total), (x, weight)| {
                    (sum + x * weight, total + weight)
                });
                sum / total
            }
            _ => self.mean_by_scores(support),
        }
    }

    fn mean_by_scores(&self, support: &Support) -> f64 {
        const STEP: f64 = 0.025;
        (-320..=320)
            .map(|i| {
                let score = f64::from(i) * STEP;
                STEP * normal::density(score) * self.quantile(normal::cdf(score), support)
            })
            .sum()
    }
}

/// The quantile of a law of several values, those outside `support` left out.
fn discrete_quantile(points: &[(f64, f64)], p: f64, support: &Support) -> f64 {
    let kept = || points.iter().filter(|(x, _)| support.contains(*x));
    let total: f64 = kept().map(|(_, weight)| weight).sum();
    let mut left = p * total;
    let mut value = f64::NAN;
    for (x, weight) in kept() {
        value = *x;
        left -= weight;
        if left <= 0.0 {
            break;
        }
    }
    if value.is_nan() {
        points[0].0.clamp(support.low, support.high) // nothing makes sense; the reader refuses it
    } else {
        value
    }
}

#[cfg(test)]
mod tests;
