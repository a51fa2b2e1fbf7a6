//! The laws before truncation.

use super::{Law, Support};
use crate::stats::{beta_density, beta_reg, expit, inverse_beta_reg, logit, normal};

/// Half the width of the central 90 % of a standard normal number.
const NORMAL_95: f64 = 1.644_853_626_951_472_2;

/// A continuous law before truncation, its parameters worked out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    Triangular {
        low: f64,
        mode: f64,
        high: f64,
    },
    /// A beta number with shapes a, b, times `width`, plus `low`; a uniform law has a = b = 1.
    Beta {
        a: f64,
        b: f64,
        low: f64,
        width: f64,
    },
    /// A normal number seen through the inverse of a transform.
    Normal {
        mean: f64,
        sd: f64,
        scale: Scale,
    },
    /// One value, the law of a number that is not uncertain.
    Point(f64),
}

/// On which scale a number is normal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scale {
    Plain,
    Log,
    Logit,
}

impl Scale {
    fn to(self, x: f64) -> f64 {
        match self {
            Scale::Plain => x,
            Scale::Log => libm::log(x.max(0.0)),
            Scale::Logit => logit(x.clamp(0.0, 1.0)),
        }
    }

    fn from(self, z: f64) -> f64 {
        match self {
            Scale::Plain => z,
            Scale::Log => libm::exp(z),
            Scale::Logit => expit(z),
        }
    }

    /// Derivative of [`Scale::to`].
    fn slope(self, x: f64) -> f64 {
        match self {
            Scale::Plain => 1.0,
            Scale::Log => 1.0 / x,
            Scale::Logit => 1.0 / (x * (1.0 - x)),
        }
    }
}

impl Shape {
    /// The shape of a law; `support` only decides on which scale [`Law::Between`] is normal.
    pub(super) fn of(law: &Law, support: &Support) -> Self {
        match *law {
            Law::Uniform { low, high } => Shape::Beta {
                a: 1.0,
                b: 1.0,
                low,
                width: high - low,
            },
            Law::Triangular { low, mode, high } => Shape::Triangular { low, mode, high },
            Law::Pert { low, mode, high } => Shape::Beta {
                a: 1.0 + 4.0 * (mode - low) / (high - low),
                b: 1.0 + 4.0 * (high - mode) / (high - low),
                low,
                width: high - low,
            },
            Law::Normal { mean, sd } => Shape::Normal {
                mean,
                sd,
                scale: Scale::Plain,
            },
            Law::Lognormal { mean, sd } => {
                let variance = libm::log1p((sd / mean) * (sd / mean));
                Shape::Normal {
                    mean: libm::log(mean) - 0.5 * variance,
                    sd: variance.sqrt(),
                    scale: Scale::Log,
                }
            }
            Law::Beta { mean, sd } => {
                let size = mean * (1.0 - mean) / (sd * sd) - 1.0;
                Shape::Beta {
                    a: mean * size,
                    b: (1.0 - mean) * size,
                    low: 0.0,
                    width: 1.0,
                }
            }
            Law::Between { low, high } => Shape::between(low, high, support),
            Law::Fixed(value) => Shape::Point(value),
            Law::Discrete(ref points) => Shape::Point(points[0].0),
        }
    }

    fn between(low: f64, high: f64, support: &Support) -> Self {
        let scale = if support.low >= 0.0 && support.high <= 1.0 && low > 0.0 && high < 1.0 {
            Scale::Logit
        } else if support.low >= 0.0 && support.high.is_infinite() && low > 0.0 {
            Scale::Log
        } else {
            Scale::Plain
        };
        let (start, end) = (scale.to(low), scale.to(high));
        Shape::Normal {
            mean: 0.5 * (start + end),
            sd: (end - start) / (2.0 * NORMAL_95),
            scale,
        }
    }

    /// Smallest and largest value.
    pub(super) fn range(&self) -> (f64, f64) {
        match *self {
            Shape::Triangular { low, high, .. } => (low, high),
            Shape::Beta { low, width, .. } => (low, low + width),
            Shape::Normal { scale, .. } => match scale {
                Scale::Plain => (f64::NEG_INFINITY, f64::INFINITY),
                Scale::Log => (0.0, f64::INFINITY),
                Scale::Logit => (0.0, 1.0),
            },
            Shape::Point(value) => (value, value),
        }
    }

    /// Probability of a value at or below `x`.
    pub(super) fn below(&self, x: f64) -> f64 {
        match *self {
            Shape::Triangular { low, mode, high } => {
                if x <= low {
                    0.0
                } else if x <= mode {
                    (x - low) * (x - low) / ((high - low) * (mode - low))
                } else {
                    1.0 - self.above(x)
                }
            }
            Shape::Beta { a, b, low, width } => beta_reg(a, b, (x - low) / width),
            Shape::Normal { mean, sd, scale } => normal::cdf((scale.to(x) - mean) / sd),
            Shape::Point(value) => f64::from(u8::from(value <= x)),
        }
    }

    /// Probability of a value above `x`.
    pub(super) fn above(&self, x: f64) -> f64 {
        match *self {
            Shape::Triangular { low, mode, high } => {
                if x >= high {
                    0.0
                } else if x > mode {
                    (high - x) * (high - x) / ((high - low) * (high - mode))
                } else {
                    1.0 - self.below(x)
                }
            }
            Shape::Beta { a, b, low, width } => beta_reg(b, a, (low + width - x) / width),
            Shape::Normal { mean, sd, scale } => normal::cdf((mean - scale.to(x)) / sd),
            Shape::Point(value) => f64::from(u8::from(value > x)),
        }
    }

    /// The value with probability `p` at or below it.
    pub(super) fn quantile(&self, p: f64) -> f64 {
        match *self {
            Shape::Triangular { low, mode, high } => {
                let width = high - low;
                if p * width <= mode - low {
                    low + (p * width * (mode - low)).sqrt()
                } else {
                    high - ((1.0 - p) * width * (high - mode)).sqrt()
                }
            }
            Shape::Beta { a, b, low, width } if a == 1.0 && b == 1.0 => low + p * width,
            Shape::Beta { a, b, low, width } => low + width * inverse_beta_reg(a, b, p),
            Shape::Normal { mean, sd, scale } => scale.from(mean + sd * normal::quantile(p)),
            Shape::Point(value) => value,
        }
    }

    /// The value with probability `q` above it.
    pub(super) fn quantile_from_above(&self, q: f64) -> f64 {
        match *self {
            Shape::Triangular { low, mode, high } => {
                let mirrored = Shape::Triangular {
                    low: -high,
                    mode: -mode,
                    high: -low,
                };
                -mirrored.quantile(q)
            }
            Shape::Beta { a, b, low, width } => low + width * (1.0 - inverse_beta_reg(b, a, q)),
            Shape::Normal { mean, sd, scale } => scale.from(mean - sd * normal::quantile(q)),
            Shape::Point(value) => value,
        }
    }

    /// Density at `x`.
    pub(super) fn density(&self, x: f64) -> f64 {
        match *self {
            Shape::Triangular { low, mode, high } => {
                if x < low || x > high {
                    0.0
                } else if x < mode {
                    2.0 * (x - low) / ((high - low) * (mode - low))
                } else if x > mode {
                    2.0 * (high - x) / ((high - low) * (high - mode))
                } else {
                    2.0 / (high - low)
                }
            }
            Shape::Beta { a, b, low, width } if a == 1.0 && b == 1.0 => {
                f64::from(u8::from(low <= x && x <= low + width)) / width
            }
            Shape::Beta { a, b, low, width } => beta_density(a, b, (x - low) / width) / width,
            Shape::Normal { mean, sd, scale } => {
                let z = (scale.to(x) - mean) / sd;
                if z.is_infinite() {
                    0.0
                } else {
                    normal::density(z) / sd * scale.slope(x)
                }
            }
            Shape::Point(value) => f64::from(u8::from(x == value)),
        }
    }

    /// Where the density may be greatest, besides the ends of the range.
    pub(super) fn peaks(&self) -> Vec<f64> {
        match *self {
            Shape::Triangular { mode, .. } => vec![mode],
            Shape::Beta { a, b, low, width } if a + b > 2.0 => {
                vec![low + width * (a - 1.0) / (a + b - 2.0)]
            }
            Shape::Beta { .. } => Vec::new(),
            Shape::Normal { mean, sd, scale } => match scale {
                Scale::Plain => vec![mean],
                Scale::Log => vec![libm::exp(mean - sd * sd)],
                Scale::Logit => logit_normal_peaks(mean, sd),
            },
            Shape::Point(value) => vec![value],
        }
    }
}

/// Peaks of a logit-normal density (one, or two when it is wide): with u = logit x they solve
/// u = mean + sd^2 (2 x - 1). The right-hand side rises with u, so that iterating it from both ends
/// goes down, or up, to the outermost solutions, and these are the peaks.
fn logit_normal_peaks(mean: f64, sd: f64) -> Vec<f64> {
    let variance = sd * sd;
    let settle = |from: f64| {
        let mut u = from;
        for _ in 0..500 {
            u = mean + variance * (2.0 * expit(u) - 1.0);
        }
        expit(u)
    };
    vec![settle(mean - variance), settle(mean + variance)]
}
