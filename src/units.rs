//! Units: the small measures every room shares.
//!
//! Knows arithmetic. Knows nothing of voters, files, seeds or the clock on the wall.

use std::fmt;

/// A moment of the polling day, in whole milliseconds since its midnight.
///
/// Range: any `i64`; a poll may run past midnight, so values above 24 h are ordinary.
/// Time is an integer so that two events never differ by a rounding error.
///
/// ```
/// use scrutineer::units::SimTime;
/// assert_eq!(SimTime::from_hm(8, 30).to_string(), "08:30");
/// assert_eq!(SimTime::from_hm(8, 0) + SimTime::minutes(90), SimTime::from_hm(9, 30));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SimTime(pub i64);

impl SimTime {
    /// One second, in milliseconds.
    pub const SECOND: i64 = 1_000;
    /// One minute, in milliseconds.
    pub const MINUTE: i64 = 60 * Self::SECOND;
    /// One hour, in milliseconds.
    pub const HOUR: i64 = 60 * Self::MINUTE;

    /// The moment `hours:minutes` after midnight.
    pub const fn from_hm(hours: i64, minutes: i64) -> Self {
        Self(hours * Self::HOUR + minutes * Self::MINUTE)
    }

    /// A span of whole minutes.
    pub const fn minutes(minutes: i64) -> Self {
        Self(minutes * Self::MINUTE)
    }

    /// This span in seconds, as a float.
    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / Self::SECOND as f64
    }

    /// This span in minutes, as a float.
    pub fn as_minutes(self) -> f64 {
        self.0 as f64 / Self::MINUTE as f64
    }

    /// This span in hours, as a float.
    pub fn as_hours(self) -> f64 {
        self.0 as f64 / Self::HOUR as f64
    }
}

impl std::ops::Add for SimTime {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for SimTime {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl fmt::Display for SimTime {
    /// `HH:MM`, with seconds (`HH:MM:SS`) only where they are not zero; milliseconds are dropped.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let seconds = self.0.abs() / Self::SECOND;
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if rest == 0 {
            write!(f, "{sign}{hours:02}:{minutes:02}")
        } else {
            write!(f, "{sign}{hours:02}:{minutes:02}:{rest:02}")
        }
    }
}

/// An uncertain number: a value with the interval that a stated share of repetitions would cover.
///
/// The one type for every uncertain number (house rule 8). `low <= value <= high`; `level` in (0, 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate itself.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Coverage of the interval, in (0, 1); 0.95 unless said otherwise.
    pub level: f64,
}

/// Whole persons in a number of persons that came out of a product: the part of a person that remains
/// is nobody. Not negative; a number that is whole but for rounding counts as whole.
///
/// The polling day and the hard bounds count with the same rule, so that no simulated day can ever
/// exceed its bound.
///
/// ```
/// use scrutineer::units::whole_persons;
/// assert_eq!(whole_persons(27_000.0 * 0.79), 21_330.0);
/// assert_eq!(whole_persons(30_000.0 * 0.71), 21_300.0); // 21,299.999999999996 in floats
/// assert_eq!(whole_persons(0.9), 0.0);
/// ```
pub fn whole_persons(persons: f64) -> f64 {
    const ROUNDING: f64 = 1e-6;
    (persons.max(0.0) + ROUNDING).floor()
}

/// A percentage as an exact decimal: an integer number of millionths of a percent.
///
/// 95.1 % is `MicroPercent(95_100_000)`. May exceed 100 %: a report may say anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MicroPercent(pub i64);

impl MicroPercent {
    /// Millionths in one percent.
    pub const ONE: i64 = 1_000_000;

    /// The nearest exact decimal to `percent`; `None` when it is not finite or above 10^6 %.
    pub fn from_f64(percent: f64) -> Option<Self> {
        (percent.is_finite() && percent.abs() <= 1e6)
            .then(|| Self((percent * Self::ONE as f64).round() as i64))
    }

    /// As a float, in percent.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / Self::ONE as f64
    }
}

impl fmt::Display for MicroPercent {
    /// The shortest decimal, without a percent sign: `95.1`, `99.88`, `100`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.abs() / Self::ONE, self.0.abs() % Self::ONE);
        let digits = format!("{part:06}");
        let digits = digits.trim_end_matches('0');
        if digits.is_empty() {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{digits}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_clock_times() {
        assert_eq!(SimTime::from_hm(20, 0).to_string(), "20:00");
        assert_eq!(
            SimTime(SimTime::from_hm(13, 5).0 + 7_250).to_string(),
            "13:05:07"
        );
    }

    #[test]
    fn percentages_are_exact_decimals() {
        for (value, text) in [
            (95.1, "95.1"),
            (99.88, "99.88"),
            (100.0, "100"),
            (0.12, "0.12"),
        ] {
            assert_eq!(
                MicroPercent::from_f64(value).map(|p| p.to_string()),
                Some(text.into())
            );
        }
        assert_eq!(MicroPercent::from_f64(f64::NAN), None);
    }
}
