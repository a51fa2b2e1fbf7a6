//! From values to pixels, and where the ticks go.

use crate::units::SimTime;

/// A straight scale: values onto pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Smallest value.
    pub low: f64,
    /// Largest value, above `low`.
    pub high: f64,
    /// Pixel of the smallest value.
    pub from: f64,
    /// Pixel of the largest value.
    pub to: f64,
}

impl Scale {
    /// The pixel of a value.
    pub fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// The pixel of a value, moved onto the scale when it lies beyond its ends.
    pub fn held(&self, value: f64) -> f64 {
        self.at(value.clamp(self.low, self.high))
    }

    /// Whether a value is on the scale.
    pub fn holds(&self, value: f64) -> bool {
        value >= self.low && value <= self.high
    }

    /// Pixels of one unit.
    pub fn per_unit(&self) -> f64 {
        (self.to - self.from).abs() / (self.high - self.low)
    }

    /// About `count` round values on the scale, ascending. Whole when `whole`.
    pub fn ticks(&self, count: usize, whole: bool) -> Vec<f64> {
        let mut step = round_step((self.high - self.low) / count.max(1) as f64);
        if whole {
            step = step.max(1.0);
        }
        let first = (self.low / step - 1e-9).ceil();
        let last = (self.high / step + 1e-9).floor();
        (0..=(last - first).max(0.0) as usize)
            .map(|i| (first + i as f64) * step)
            .filter(|v| v.is_finite())
            .collect()
    }
}

/// The smallest of 1, 2, 5 times a power of ten that is at least `least`.
pub fn round_step(least: f64) -> f64 {
    if !(least.is_finite() && least > 0.0) {
        return 1.0;
    }
    let mut power = 1.0_f64;
    while power > least {
        power /= 10.0;
    }
    while power * 10.0 <= least {
        power *= 10.0;
    }
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|s| *s >= least * (1.0 - 1e-9))
        .unwrap_or(power * 10.0)
}

/// Ends of an axis that shows all `values` with some air, not below 0 unless the values are, and not
/// above 100 for percentages unless the values are.
pub fn around(values: &[f64], percent: bool) -> (f64, f64) {
    let finite = || values.iter().copied().filter(|v| v.is_finite());
    let low = finite().fold(f64::INFINITY, f64::min);
    let high = finite().fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return (0.0, 1.0);
    }
    let least = if percent { 0.5 } else { 5.0 };
    let air = ((high - low) * 0.06).max(least);
    let bottom = if low >= 0.0 {
        (low - air).max(0.0)
    } else {
        low - air
    };
    let top = if percent && high <= 100.0 {
        (high + air).min(100.0)
    } else {
        high + air
    };
    (bottom, top)
}

/// Full hours (or every second, third … hour) between two times, at most `most`.
pub fn hours(from: SimTime, to: SimTime, most: usize) -> Vec<SimTime> {
    let mut step = 1;
    loop {
        let span = step * SimTime::HOUR;
        let first = from.0.div_euclid(span) + i64::from(from.0.rem_euclid(span) != 0);
        let last = to.0.div_euclid(span);
        if last - first < most.max(2) as i64 {
            return (first..=last).map(|i| SimTime(i * span)).collect();
        }
        step += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_on_the_scale() {
        let scale = Scale {
            low: 8_300.0,
            high: 52_700.0,
            from: 0.0,
            to: 100.0,
        };
        assert_eq!(
            scale.ticks(5, true),
            [10_000.0, 20_000.0, 30_000.0, 40_000.0, 50_000.0]
        );
        let narrow = Scale {
            low: 0.0,
            high: 2.0,
            ..scale
        };
        assert_eq!(narrow.ticks(8, true), [0.0, 1.0, 2.0]);
        let huge = Scale {
            low: 0.0,
            high: 3e15,
            ..scale
        };
        assert!(huge.ticks(4, true).len() <= 5);
        assert_eq!(round_step(0.03), 0.05);
        assert_eq!(round_step(f64::NAN), 1.0);
    }

    #[test]
    fn axes_keep_to_what_makes_sense() {
        assert_eq!(around(&[0.0, 100.0], true), (0.0, 100.0));
        assert_eq!(around(&[50.0, 50.0], false), (45.0, 55.0));
        assert!(around(&[104.0], true).1 > 104.0);
        assert_eq!(around(&[f64::NAN], false), (0.0, 1.0));
    }

    #[test]
    fn clock_ticks_are_full_hours() {
        let ticks = hours(SimTime::from_hm(7, 30), SimTime::from_hm(20, 0), 7);
        assert_eq!(ticks[0], SimTime::from_hm(8, 0));
        assert_eq!(ticks.last(), Some(&SimTime::from_hm(20, 0)));
        assert!(ticks.len() <= 7);
    }
}
