//! A published figure as the exact interval of values it may stand for.
//!
//! Integers throughout: persons are whole, percentages are compared as fractions, so that no rounding
//! of ours ever decides on which side of an edge a simulated value falls.

use super::Claim;
use crate::model::{Figure, Precision};
use crate::units::MicroPercent;

/// Half-millionths of a percent in a whole: the unit of percentage edges, fine enough for half a grain.
const WHOLE: i128 = 2 * 100 * MicroPercent::ONE as i128;

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Edge {
    /// Persons, or half-millionths of a percent.
    at: i128,
    /// Whether the end itself belongs to the interval.
    included: bool,
}

/// The values a published figure may stand for, exactly.
///
/// Persons: closed intervals of whole numbers. Exact v is \[v, v\]; v rounded half up to g is the g
/// numbers from v - floor(g/2); about v (grain g) is everything nearer than one grain. Percentages:
/// rounded v to g is v - g/2 <= p < v + g/2, about v is v - g < p < v + g.
///
/// ```
/// use scrutineer::compare::Interval;
/// use scrutineer::model::{Figure, Precision};
/// let about = Interval::of(&Figure::Count(Precision::Rounded { value: 42_000, to: 1_000 }));
/// assert_eq!((about.claim().lowest, about.claim().highest), (Some(41_500.0), Some(42_499.0)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    lowest: Option<Edge>,
    highest: Option<Edge>,
    /// Twice the printed value in the unit of the edges, so that the middle of "between" is whole.
    printed_twice: i128,
    percent: bool,
}

impl Interval {
    /// The interval of a published figure.
    pub fn of(figure: &Figure) -> Self {
        match *figure {
            Figure::Count(precision) => count(map(precision, i128::from)),
            Figure::Percent(precision) => percent(map(precision, |p| 2 * i128::from(p.0))),
        }
    }

    /// Whether the edges are percentages.
    pub fn is_percent(&self) -> bool {
        self.percent
    }

    /// Whether `part` persons (of `base`, for a percentage) are at or above the lower edge; always so
    /// without one. A base of 0 is read as 1, see [`Simulated`](super::Simulated).
    pub fn reached_by(&self, part: i64, base: i64) -> bool {
        let (value, unit) = self.scaled(part, base);
        self.lowest.is_none_or(|edge| {
            let at = edge.at * unit;
            if edge.included {
                value >= at
            } else {
                value > at
            }
        })
    }

    /// Whether `part` persons (of `base`) are at or below the upper edge; always so without one.
    pub fn not_exceeded_by(&self, part: i64, base: i64) -> bool {
        let (value, unit) = self.scaled(part, base);
        self.highest.is_none_or(|edge| {
            let at = edge.at * unit;
            if edge.included {
                value <= at
            } else {
                value < at
            }
        })
    }

    /// Smallest and largest number of persons, of `base` for a percentage, that lie within; `None`
    /// where the interval is open. The first may exceed the second: then no whole number of persons
    /// gives the percentage (GRIM; Brown & Heathers 2017).
    pub fn persons(&self, base: i64) -> (Option<i64>, Option<i64>) {
        let (_, unit) = self.scaled(0, base);
        let scale = if self.percent { WHOLE } else { 1 };
        let lowest = self.lowest.map(|edge| {
            let at = edge.at * unit;
            let floor = at.div_euclid(scale);
            let exact = at.rem_euclid(scale) == 0;
            narrow(if exact && edge.included {
                floor
            } else {
                floor + 1
            })
        });
        let highest = self.highest.map(|edge| {
            let at = edge.at * unit;
            let floor = at.div_euclid(scale);
            let exact = at.rem_euclid(scale) == 0;
            narrow(if exact && !edge.included {
                floor - 1
            } else {
                floor
            })
        });
        (lowest, highest)
    }

    /// The interval for showing: persons or percent as floats.
    pub fn claim(&self) -> Claim {
        let shown = |twice: i128| {
            let unit = if self.percent { 2 * WHOLE / 100 } else { 2 };
            twice as f64 / unit as f64
        };
        Claim {
            lowest: self.lowest.map(|edge| shown(2 * edge.at)),
            highest: self.highest.map(|edge| shown(2 * edge.at)),
            lowest_included: self.lowest.is_none_or(|edge| edge.included),
            highest_included: self.highest.is_none_or(|edge| edge.included),
            printed: shown(self.printed_twice),
            percent: self.percent,
        }
    }

    /// A simulated value and the factor on the edges that makes the two comparable.
    fn scaled(&self, part: i64, base: i64) -> (i128, i128) {
        if self.percent {
            (WHOLE * i128::from(part), i128::from(base.max(1)))
        } else {
            (i128::from(part), 1)
        }
    }
}

/// A count that leaves the range of `i64` stays at its end.
fn narrow(x: i128) -> i64 {
    i64::try_from(x).unwrap_or(if x < 0 { i64::MIN } else { i64::MAX })
}

/// The same precision over another kind of number.
fn map<T, U>(precision: Precision<T>, to_unit: impl Fn(T) -> U) -> Precision<U> {
    match precision {
        Precision::Exact(v) => Precision::Exact(to_unit(v)),
        Precision::Rounded { value, to } => Precision::Rounded {
            value: to_unit(value),
            to: to_unit(to),
        },
        Precision::About { value, grain } => Precision::About {
            value: to_unit(value),
            grain: to_unit(grain),
        },
        Precision::MoreThan(v) => Precision::MoreThan(to_unit(v)),
        Precision::AtLeast(v) => Precision::AtLeast(to_unit(v)),
        Precision::LessThan(v) => Precision::LessThan(to_unit(v)),
        Precision::AtMost(v) => Precision::AtMost(to_unit(v)),
        Precision::Between(a, b) => Precision::Between(to_unit(a), to_unit(b)),
    }
}

/// Interval of whole persons: both ends closed, a rounded value never below 0.
fn count(precision: Precision<i128>) -> Interval {
    let (lowest, highest, printed_twice) = match precision {
        Precision::Exact(v) => (Some(v), Some(v), 2 * v),
        Precision::Rounded { value, to } => {
            let lowest = value - to / 2;
            (Some(lowest.max(0)), Some(lowest + to - 1), 2 * value)
        }
        Precision::About { value, grain } => {
            let lowest = (value - grain + 1).max(0);
            (Some(lowest), Some(value + grain - 1), 2 * value)
        }
        Precision::MoreThan(v) => (Some(v + 1), None, 2 * v),
        Precision::AtLeast(v) => (Some(v), None, 2 * v),
        Precision::LessThan(v) => (None, Some(v - 1), 2 * v),
        Precision::AtMost(v) => (None, Some(v), 2 * v),
        Precision::Between(a, b) => (Some(a.min(b)), Some(a.max(b)), a + b),
    };
    let closed = |at| Edge { at, included: true };
    Interval {
        lowest: lowest.map(closed),
        highest: highest.map(closed),
        printed_twice,
        percent: false,
    }
}

/// Interval of percentages, in half-millionths of a percent.
fn percent(precision: Precision<i128>) -> Interval {
    let closed = |at| Some(Edge { at, included: true });
    let open = |at| {
        Some(Edge {
            at,
            included: false,
        })
    };
    let (lowest, highest, printed_twice) = match precision {
        Precision::Exact(v) => (closed(v), closed(v), 2 * v),
        Precision::Rounded { value, to } => {
            let lowest = (value - to / 2).max(0);
            (closed(lowest), open(value + to / 2), 2 * value)
        }
        Precision::About { value, grain } if value < grain => {
            (closed(0), open(value + grain), 2 * value)
        }
        Precision::About { value, grain } => (open(value - grain), open(value + grain), 2 * value),
        Precision::MoreThan(v) => (open(v), None, 2 * v),
        Precision::AtLeast(v) => (closed(v), None, 2 * v),
        Precision::LessThan(v) => (None, open(v), 2 * v),
        Precision::AtMost(v) => (None, closed(v), 2 * v),
        Precision::Between(a, b) => (closed(a.min(b)), closed(a.max(b)), a + b),
    };
    Interval {
        lowest,
        highest,
        printed_twice,
        percent: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Precision::*;

    fn persons(precision: Precision<i64>) -> (Option<i64>, Option<i64>) {
        Interval::of(&Figure::Count(precision)).persons(0)
    }

    fn micro(percent: f64) -> MicroPercent {
        MicroPercent::from_f64(percent).expect("finite")
    }

    fn rounded(value: f64, to: f64) -> Interval {
        Interval::of(&Figure::Percent(Rounded {
            value: micro(value),
            to: micro(to),
        }))
    }

    #[test]
    fn persons_by_precision() {
        for (precision, lowest, highest) in [
            (Exact(52_163), Some(52_163), Some(52_163)),
            // 42,000 to 1,000: floor((n + 500) / 1000) is 42 from 41,500 to 42,499.
            (
                Rounded {
                    value: 42_000,
                    to: 1_000,
                },
                Some(41_500),
                Some(42_499),
            ),
            // To 5: floor((n + 2) / 5) is 2 for 8, 9, 10, 11, 12.
            (Rounded { value: 10, to: 5 }, Some(8), Some(12)),
            (Rounded { value: 0, to: 10 }, Some(0), Some(4)),
            (
                About {
                    value: 42_000,
                    grain: 1_000,
                },
                Some(41_001),
                Some(42_999),
            ),
            (MoreThan(40_000), Some(40_001), None),
            (AtLeast(40_000), Some(40_000), None),
            (LessThan(40_000), None, Some(39_999)),
            (AtMost(40_000), None, Some(40_000)),
            (Between(7, 9), Some(7), Some(9)),
        ] {
            assert_eq!(persons(precision), (lowest, highest), "{precision:?}");
        }
    }

    #[test]
    fn rounded_persons_are_those_that_round_half_up_to_the_value() {
        for (value, to) in [(40, 10), (42, 7), (100, 1), (0, 8)] {
            let interval = Interval::of(&Figure::Count(Rounded { value, to }));
            for n in 0..200 {
                let rounds_to_it = (n + to / 2) / to * to == value;
                let inside = interval.reached_by(n, 0) && interval.not_exceeded_by(n, 0);
                assert_eq!(inside, rounds_to_it, "{n} to {to}");
            }
        }
    }

    #[test]
    fn percentages_against_counts_as_in_the_oracles() {
        // Oracles 7:grim_*: percent, grain, base, smallest and largest count.
        for (value, to, base, lowest, highest) in [
            (90.0, 1.0, 17, 16, 15), // no whole number of 17 gives 90 %
            (88.0, 1.0, 17, 15, 15),
            (95.1, 0.1, 55_163, 52_433, 52_487),
            (94.6, 0.1, 55_163, 52_157, 52_211),
            (99.88, 0.01, 51_625, 51_561, 51_565),
            (0.12, 0.01, 51_625, 60, 64),
            (50.5, 0.1, 99, 50, 50),
            (33.3, 0.1, 12, 4, 4),
        ] {
            let interval = rounded(value, to);
            assert_eq!(
                interval.persons(base),
                (Some(lowest), Some(highest)),
                "{value} % of {base}"
            );
            assert!(interval.reached_by(lowest, base) && !interval.reached_by(lowest - 1, base));
            assert!(interval.not_exceeded_by(highest, base));
            assert!(!interval.not_exceeded_by(highest + 1, base));
        }
    }

    #[test]
    fn more_than_94_percent_begins_at_the_next_person() {
        // Oracle 1:over_94_percent_55163.
        let over = Interval::of(&Figure::Percent(MoreThan(micro(94.0))));
        assert_eq!(over.persons(55_163), (Some(51_854), None));
        // 94 of 100 is not more than 94 %, but it is at least 94 %.
        assert!(!over.reached_by(94, 100) && over.reached_by(95, 100));
        assert!(Interval::of(&Figure::Percent(AtLeast(micro(94.0)))).reached_by(94, 100));
    }

    #[test]
    fn half_a_grain_up_rounds_to_the_next_percentage() {
        // 951.5 of 1000 does not exist; 1903 of 2000 is 95.15 %, printed 95.2, not 95.1.
        let interval = rounded(95.1, 0.1);
        assert!(interval.reached_by(1_901, 2_000) && interval.not_exceeded_by(1_902, 2_000));
        assert!(!interval.not_exceeded_by(1_903, 2_000) && !interval.reached_by(1_900, 2_000));
        let claim = interval.claim();
        assert_eq!((claim.lowest, claim.highest), (Some(95.05), Some(95.15)));
        assert!(claim.lowest_included && !claim.highest_included && claim.percent);
        assert_eq!(claim.printed, 95.1);
    }

    #[test]
    fn ends_of_the_other_percentages() {
        let claim = |precision| Interval::of(&Figure::Percent(precision)).claim();
        let about = claim(About {
            value: micro(60.0),
            grain: micro(10.0),
        });
        assert_eq!((about.lowest, about.highest), (Some(50.0), Some(70.0)));
        assert!(!about.lowest_included && !about.highest_included);
        let between = claim(Between(micro(60.0), micro(65.0)));
        assert_eq!(between.printed, 62.5);
        assert!(between.lowest_included && between.highest_included);
        let less = claim(LessThan(micro(50.0)));
        assert_eq!((less.lowest, less.highest), (None, Some(50.0)));
        assert!(less.lowest_included && !less.highest_included);
    }

    proptest::proptest! {
        /// Whatever is published by rounding half up lies in its own interval and in no neighbour's.
        #[test]
        fn a_percentage_lies_in_its_own_interval(base in 1i64..200_000, share in 0.0f64..1.2, decimals in 0u32..4) {
            let part = (share * base as f64) as i64;
            let (steps, to) = (10i64.pow(decimals), 10i64.pow(6 - decimals));
            let value = (200 * steps * part + base) / (2 * base);
            for neighbour in -1..=1 {
                let interval = Interval::of(&Figure::Percent(Rounded {
                    value: MicroPercent((value + neighbour) * to),
                    to: MicroPercent(to),
                }));
                let inside = interval.reached_by(part, base) && interval.not_exceeded_by(part, base);
                proptest::prop_assert_eq!(inside, neighbour == 0);
            }
        }

        /// Telling a percentage of a fixed base or the counts it stands for makes no difference.
        #[test]
        fn a_percentage_and_its_counts_hold_the_same_people(base in 1i64..2_000, tenths in 0i64..1_100, part in 0i64..2_200) {
            let percent = Interval::of(&Figure::Percent(Rounded {
                value: MicroPercent(tenths * 100_000),
                to: MicroPercent(100_000),
            }));
            let (Some(lowest), Some(highest)) = percent.persons(base) else {
                panic!("a rounded figure has two ends");
            };
            proptest::prop_assert_eq!(percent.reached_by(part, base), part >= lowest);
            proptest::prop_assert_eq!(percent.not_exceeded_by(part, base), part <= highest);
        }
    }
}
