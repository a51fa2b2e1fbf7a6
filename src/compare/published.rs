//! How an honest source would have published a simulated value: of the same kind, with the same grain.
//!
//! Knows one reported figure as a form to fill in. Exact: whole numbers and ratios of them.

use crate::model::{Figure, Precision, Reported};
use crate::units::MicroPercent;

/// The figure that a source with the habits of `reported` would publish for `part` persons (of `base`,
/// for a percentage; a base of 0 is read as 1).
///
/// Exact stays exact, percentages to a millionth of a percent. Rounded and about: the nearest value that
/// is a whole number of grains from the published one, halves upwards. More than and at least: the
/// largest such value that is true; less than and at most: the smallest; their grain is the unit of the
/// last digit that is not zero. Between: the span of the same length, moved by whole lengths.
///
/// ```
/// use scrutineer::compare::publish;
/// use scrutineer::model::{Figure, Precision};
/// let as_42_000 = Figure::Count(Precision::Rounded { value: 42_000, to: 1_000 });
/// let told = publish(&as_42_000, 37_500, 1);
/// assert_eq!(told, Figure::Count(Precision::Rounded { value: 38_000, to: 1_000 }));
/// ```
pub fn publish(form: &Figure, part: i64, base: i64) -> Figure {
    match *form {
        Figure::Count(form) => Figure::Count(fill(form, &Ratio::of(part))),
        Figure::Percent(form) => {
            let value = Ratio {
                top: i128::from(part) * 100 * i128::from(MicroPercent::ONE),
                bottom: i128::from(base.max(1)),
            };
            let form = match map(form, |p| p.0) {
                Precision::Exact(value) => Precision::Rounded { value, to: 1 },
                form => form,
            };
            Figure::Percent(map(fill(form, &value), MicroPercent))
        }
    }
}

/// The value published for `part` of `base`, persons or percent, where the figure is exact or rounded;
/// `None` where it only gives limits or its rule of rounding is unknown. For the published figure itself
/// it is the printed value.
pub(super) fn as_published(reported: &Reported, part: i64, base: i64) -> Option<f64> {
    printed(&publish(&reported.figure, part, base))
}

/// The value of an exact or rounded figure, persons or percent.
pub(super) fn printed(figure: &Figure) -> Option<f64> {
    match *figure {
        Figure::Count(Precision::Exact(value) | Precision::Rounded { value, .. }) => {
            Some(value as f64)
        }
        Figure::Percent(Precision::Exact(value) | Precision::Rounded { value, .. }) => {
            Some(value.as_f64())
        }
        _ => None,
    }
}

/// An exact value in the unit of a figure.
struct Ratio {
    top: i128,
    /// Above zero.
    bottom: i128,
}

impl Ratio {
    fn of(whole: i64) -> Self {
        Self {
            top: i128::from(whole),
            bottom: 1,
        }
    }

    /// How many whole `grain`s lie between `from` and the value, towards minus infinity.
    fn down(&self, from: i64, grain: i64) -> i128 {
        (self.top - i128::from(from) * self.bottom).div_euclid(i128::from(grain) * self.bottom)
    }

    /// The same towards infinity.
    fn up(&self, from: i64, grain: i64) -> i128 {
        -(i128::from(from) * self.bottom - self.top).div_euclid(i128::from(grain) * self.bottom)
    }

    /// To the nearest, halves upwards.
    fn near(&self, from: i64, grain: i64) -> i128 {
        let twice = 2 * (self.top - i128::from(from) * self.bottom);
        let grain = i128::from(grain) * self.bottom;
        (twice + grain).div_euclid(2 * grain)
    }
}

/// `from` and so many `grain`s; stays at the end of the range where it would leave it.
fn moved(from: i64, grain: i64, by: i128) -> i64 {
    let to = i128::from(from) + by * i128::from(grain);
    to.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
}

fn fill(form: Precision<i64>, value: &Ratio) -> Precision<i64> {
    let near = |from, grain| moved(from, grain, value.near(from, grain));
    let (top, bottom) = (value.top, value.bottom);
    match form {
        Precision::Exact(from) => Precision::Exact(near(from, 1)),
        Precision::Rounded { value, to } => Precision::Rounded {
            value: near(value, to),
            to,
        },
        Precision::About { value, grain } => Precision::About {
            value: near(value, grain),
            grain,
        },
        Precision::AtLeast(from) => {
            let grain = last_digit(from);
            Precision::AtLeast(moved(from, grain, value.down(from, grain)))
        }
        Precision::AtMost(from) => {
            let grain = last_digit(from);
            Precision::AtMost(moved(from, grain, value.up(from, grain)))
        }
        Precision::MoreThan(from) => {
            let grain = last_digit(from);
            let at = moved(from, grain, value.down(from, grain));
            let equal = i128::from(at) * bottom == top;
            Precision::MoreThan(if equal { at - grain } else { at })
        }
        Precision::LessThan(from) => {
            let grain = last_digit(from);
            let at = moved(from, grain, value.up(from, grain));
            let equal = i128::from(at) * bottom == top;
            Precision::LessThan(if equal { at + grain } else { at })
        }
        Precision::Between(low, high) => {
            let length = (high - low).saturating_add(1).max(1);
            let by = value.down(low, length);
            Precision::Between(moved(low, length, by), moved(high, length, by))
        }
    }
}

/// One unit of the last digit that is not zero; 1 for zero.
fn last_digit(value: i64) -> i64 {
    let mut unit = 1;
    while value != 0 && value % (unit * 10) == 0 && unit < i64::MAX / 100 {
        unit *= 10;
    }
    unit
}

fn map<T, U>(precision: Precision<T>, f: impl Fn(T) -> U) -> Precision<U> {
    match precision {
        Precision::Exact(x) => Precision::Exact(f(x)),
        Precision::Rounded { value, to } => Precision::Rounded {
            value: f(value),
            to: f(to),
        },
        Precision::About { value, grain } => Precision::About {
            value: f(value),
            grain: f(grain),
        },
        Precision::MoreThan(x) => Precision::MoreThan(f(x)),
        Precision::AtLeast(x) => Precision::AtLeast(f(x)),
        Precision::LessThan(x) => Precision::LessThan(f(x)),
        Precision::AtMost(x) => Precision::AtMost(f(x)),
        Precision::Between(low, high) => Precision::Between(f(low), f(high)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Interval;
    use super::*;

    #[test]
    fn whatever_is_published_is_true() {
        let percent = |x| MicroPercent(x);
        let forms = [
            Figure::Count(Precision::Exact(7)),
            Figure::Count(Precision::Rounded { value: 380, to: 20 }),
            Figure::Count(Precision::Rounded { value: 385, to: 25 }),
            Figure::Count(Precision::About {
                value: 400,
                grain: 100,
            }),
            Figure::Count(Precision::MoreThan(400)),
            Figure::Count(Precision::AtLeast(350)),
            Figure::Count(Precision::LessThan(400)),
            Figure::Count(Precision::AtMost(360)),
            Figure::Count(Precision::Between(100, 149)),
            Figure::Percent(Precision::Rounded {
                value: percent(95_200_000),
                to: percent(100_000),
            }),
            Figure::Percent(Precision::Rounded {
                value: percent(62_000_000),
                to: percent(1_000_000),
            }),
            Figure::Percent(Precision::MoreThan(percent(60_000_000))),
            Figure::Percent(Precision::AtMost(percent(60_000_000))),
        ];
        for form in forms {
            for part in 0..=600 {
                let told = publish(&form, part, 600);
                let claim = Interval::of(&told);
                let holds = claim.reached_by(part, 600) && claim.not_exceeded_by(part, 600);
                assert!(holds, "{part} of 600 published as {told:?}");
                // What is published is published the same again.
                if let (Figure::Count(_), Some(value)) = (form, printed(&told)) {
                    assert_eq!(publish(&form, value as i64, 1), told);
                }
            }
        }
    }

    #[test]
    fn the_last_digit_that_counts() {
        let grains = [(400, 100), (42_163, 1), (0, 1), (94_500_000, 100_000)];
        for (value, grain) in grains {
            assert_eq!(last_digit(value), grain);
        }
    }
}
