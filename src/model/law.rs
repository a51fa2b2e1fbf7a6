//! Laws of uncertain numbers: a quantile function, a range and a density each.
//!
//! Everything is computed with `libm` (through [`crate::stats`]), never with the platform's own
//! functions, so that the same seed gives the same values on every machine.

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
    /// PERT: a beta law on [low, high] with shape 1 + 4 (mode - low) / (high - low) and its mirror
    /// (Malcolm et al. 1959).
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
    /// Central 90 % between the two ends, tails beyond them: logit-normal for a share, lognormal for
    /// a positive quantity, normal otherwise; the median is where the transform puts the middle.
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
    /// The value at cumulative probability `p` in (0, 1), truncated to `support`.
    pub fn quantile(&self, p: f64, support: &Support) -> f64 {
        let _ = support;
        match self {
            Law::Fixed(value) => *value,
            Law::Uniform { low, high } => low + p * (high - low),
            _ => f64::NAN,
        }
    }

    /// Smallest and largest possible value within `support`; infinite where an end is open.
    pub fn range(&self, support: &Support) -> (f64, f64) {
        let _ = support;
        match self {
            Law::Fixed(value) => (*value, *value),
            Law::Uniform { low, high } => (*low, *high),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }
}
