//! Exact arithmetic of published figures: whole numbers and ratios of whole numbers, never floats.
//!
//! A published figure stands for a set of values: a count for a [`Span`] of whole numbers, a
//! percentage for a [`PercentSpan`]. Whether figures agree is a question about those sets.

use crate::model::Precision;
use crate::units::MicroPercent;

/// One hundred percent in the half-millionths of a percent in which [`PercentSpan`] is held.
const HUNDRED: i128 = 2 * 100 * MicroPercent::ONE as i128;

/// The whole numbers a published count may stand for; both ends included, `None` when open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Smallest value.
    pub low: Option<i128>,
    /// Largest value.
    pub high: Option<i128>,
}

impl Span {
    /// Exactly this number.
    pub fn exactly(value: i128) -> Self {
        Self {
            low: Some(value),
            high: Some(value),
        }
    }

    /// What a published count may stand for.
    ///
    /// Rounded counts are rounded half up; "about" leaves the rule open and so spans a grain either
    /// way; "more than" is strict.
    ///
    /// ```
    /// use scrutineer::{compare::arithmetic::Span, model::Precision};
    /// let span = Span::of(&Precision::Rounded { value: 52_000, to: 1_000 });
    /// assert_eq!((span.low, span.high), (Some(51_500), Some(52_499)));
    /// ```
    pub fn of(figure: &Precision<i64>) -> Self {
        let (low, high) = match *figure {
            Precision::Exact(value) => (Some(value as i128), Some(value as i128)),
            Precision::Rounded { value, to } => {
                let (value, to) = (value as i128, to.max(1) as i128);
                // n + to/2 in [value, value + to)
                let low = ceil_div(2 * value - to, 2);
                (Some(low), Some(ceil_div(2 * value + to, 2) - 1))
            }
            Precision::About { value, grain } => {
                let (value, grain) = (value as i128, grain.max(1) as i128);
                (Some(value - grain + 1), Some(value + grain - 1))
            }
            Precision::MoreThan(value) => (Some(value as i128 + 1), None),
            Precision::AtLeast(value) => (Some(value as i128), None),
            Precision::LessThan(value) => (None, Some(value as i128 - 1)),
            Precision::AtMost(value) => (None, Some(value as i128)),
            Precision::Between(low, high) => (Some(low as i128), Some(high as i128)),
        };
        Self { low, high }
    }

    /// The number, when only one is possible.
    pub fn exact(&self) -> Option<i128> {
        self.low.filter(|_| self.low == self.high)
    }

    /// The sums of a number from each.
    pub fn plus(&self, other: &Span) -> Span {
        Span {
            low: self.low.zip(other.low).map(|(a, b)| a + b),
            high: self.high.zip(other.high).map(|(a, b)| a + b),
        }
    }

    /// The differences of a number from each.
    pub fn minus(&self, other: &Span) -> Span {
        Span {
            low: self.low.zip(other.high).map(|(a, b)| a - b),
            high: self.high.zip(other.low).map(|(a, b)| a - b),
        }
    }

    /// How far the nearest value of `self` lies above `other` (negative: below; 0: they share one).
    pub fn gap(&self, other: &Span) -> i128 {
        if let (Some(low), Some(high)) = (self.low, other.high)
            && low > high
        {
            return low - high;
        }
        if let (Some(high), Some(low)) = (self.high, other.low)
            && high < low
        {
            return high - low;
        }
        0
    }
}

/// One end of a [`PercentSpan`], in half-millionths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Edge {
    at: i128,
    included: bool,
}

/// The percentages that a published percentage may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PercentSpan {
    low: Option<Edge>,
    high: Option<Edge>,
}

impl PercentSpan {
    /// What a published percentage may stand for.
    ///
    /// Rounded percentages are rounded half up: 95.1 to 0.1 means 95.05 <= p < 95.15. A percentage
    /// given as exact is taken as rounded to its own last digit, because a printed decimal is.
    pub fn of(figure: &Precision<MicroPercent>) -> Self {
        let edge = |at: i128, included| Some(Edge { at, included });
        let (low, high) = match *figure {
            Precision::Exact(value) => {
                return Self::of(&Precision::Rounded {
                    value,
                    to: last_digit(value),
                });
            }
            Precision::Rounded { value, to } => {
                let (twice, to) = (2 * value.0 as i128, to.0 as i128);
                (edge(twice - to, true), edge(twice + to, false))
            }
            Precision::About { value, grain } => {
                let (twice, grain) = (2 * value.0 as i128, 2 * grain.0 as i128);
                (edge(twice - grain, false), edge(twice + grain, false))
            }
            Precision::MoreThan(value) => (edge(2 * value.0 as i128, false), None),
            Precision::AtLeast(value) => (edge(2 * value.0 as i128, true), None),
            Precision::LessThan(value) => (None, edge(2 * value.0 as i128, false)),
            Precision::AtMost(value) => (None, edge(2 * value.0 as i128, true)),
            Precision::Between(low, high) => (
                edge(2 * low.0 as i128, true),
                edge(2 * high.0 as i128, true),
            ),
        };
        Self { low, high }
    }

    /// The same percentage read as cut off or rounded up instead of rounded: a whole grain either
    /// way, ends included. Only rounded percentages have such a reading.
    pub fn loosely(figure: &Precision<MicroPercent>) -> Option<Self> {
        let (value, to) = printed_grain(figure)?;
        let (twice, to) = (2 * value.0 as i128, 2 * to.0 as i128);
        let edge = |at| {
            Some(Edge {
                at,
                included: false,
            })
        };
        Some(Self {
            low: edge(twice - to),
            high: edge(twice + to),
        })
    }

    /// Whether some ratio `part / base` of values from both spans is among the percentages.
    ///
    /// Ratios with a base of zero or below are left out.
    pub fn fits(&self, part: &Span, base: &Span) -> bool {
        let base_low = base.low.map_or(1, |n| n.max(1));
        if base.high.is_some_and(|n| n < 1) {
            return false;
        }
        let largest_is_low_enough = match (self.low, part.high) {
            (Some(edge), Some(k)) => at_least(k, base_low, edge),
            _ => true,
        };
        let smallest_is_high_enough = match (self.high, part.low, base.high) {
            (Some(edge), Some(k), Some(n)) => at_most(k, n, edge),
            _ => true,
        };
        largest_is_low_enough && smallest_is_high_enough
    }

    /// Smallest and largest count `k` of `base` with `100 k / base` among the percentages; `None`
    /// when there is none (GRIM; Brown & Heathers 2017) or when a side is open.
    pub fn counts_of(&self, base: i128) -> Option<(i128, i128)> {
        let (low, high) = (self.low?, self.high?);
        let from = if low.included {
            ceil_div(low.at * base, HUNDRED)
        } else {
            floor_div(low.at * base, HUNDRED) + 1
        };
        let to = if high.included {
            floor_div(high.at * base, HUNDRED)
        } else {
            ceil_div(high.at * base, HUNDRED) - 1
        };
        let from = from.max(0);
        (from <= to).then_some((from, to))
    }

    /// Smallest and largest base of which `part` is one of the percentages; `None` when there is
    /// none or when a side is open.
    pub fn bases_of(&self, part: i128) -> Option<(i128, i128)> {
        let (low, high) = (self.low?, self.high?);
        if low.at <= 0 || part <= 0 {
            return None;
        }
        let scaled = part * HUNDRED;
        let to = if low.included {
            floor_div(scaled, low.at)
        } else {
            ceil_div(scaled, low.at) - 1
        };
        let from = if high.included {
            ceil_div(scaled, high.at)
        } else {
            floor_div(scaled, high.at) + 1
        };
        (from <= to).then_some((from, to))
    }

    /// Whether every percentage of the span lies above one hundred.
    pub fn above_hundred(&self) -> bool {
        self.low
            .is_some_and(|edge| edge.at > HUNDRED || (edge.at == HUNDRED && !edge.included))
    }

    /// Whether all percentages of `self` lie above all of `other`.
    pub fn wholly_above(&self, other: &PercentSpan) -> bool {
        match (self.low, other.high) {
            (Some(low), Some(high)) => {
                low.at > high.at || (low.at == high.at && !(low.included && high.included))
            }
            _ => false,
        }
    }
}

/// Whether `k / n` reaches the lower end.
fn at_least(k: i128, n: i128, edge: Edge) -> bool {
    let (left, right) = (k * HUNDRED, edge.at * n);
    left > right || (edge.included && left == right)
}

/// Whether `k / n` stays within the upper end.
fn at_most(k: i128, n: i128, edge: Edge) -> bool {
    let (left, right) = (k * HUNDRED, edge.at * n);
    left < right || (edge.included && left == right)
}

/// The printed value of a percentage and the grain it was rounded to, when it was rounded.
pub fn printed_grain(figure: &Precision<MicroPercent>) -> Option<(MicroPercent, MicroPercent)> {
    match *figure {
        Precision::Exact(value) => Some((value, last_digit(value))),
        Precision::Rounded { value, to } => Some((value, to)),
        _ => None,
    }
}

/// One unit of the last digit that is printed: 0.1 for 95.1, 1 for 96.
fn last_digit(value: MicroPercent) -> MicroPercent {
    let mut grain = MicroPercent::ONE;
    while grain > 1 && value.0 % grain != 0 {
        grain /= 10;
    }
    MicroPercent(grain)
}

/// `100 part / base`, rounded half up to a multiple of `grain`.
///
/// ```
/// use scrutineer::{compare::arithmetic::percentage, units::MicroPercent};
/// let grain = MicroPercent(10_000);
/// assert_eq!(percentage(52_163, 55_163, grain).map(|p| p.to_string()), Some("94.56".into()));
/// ```
pub fn percentage(part: i128, base: i128, grain: MicroPercent) -> Option<MicroPercent> {
    let grain = grain.0.max(1) as i128;
    if base <= 0 {
        return None;
    }
    let steps = floor_div(part * HUNDRED + grain * base, 2 * grain * base);
    i64::try_from(steps * grain).ok().map(MicroPercent)
}

/// The whole number nearest to `percent` of `base`, halves up.
pub fn nearest_count(percent: MicroPercent, base: i128) -> i128 {
    let hundred = HUNDRED / 2;
    floor_div(2 * percent.0 as i128 * base + hundred, 2 * hundred)
}

/// `a / b` rounded down; `b` above zero.
pub fn floor_div(a: i128, b: i128) -> i128 {
    a.div_euclid(b)
}

/// `a / b` rounded up; `b` above zero.
pub fn ceil_div(a: i128, b: i128) -> i128 {
    -(-a).div_euclid(b)
}

/// Fewest persons who took part twice, or do not exist, when polls claim `claimed` different
/// participants together out of at most `persons` (Fréchet 1935).
///
/// ```
/// assert_eq!(scrutineer::compare::arithmetic::must_be_double(94_163, 70_000), 24_163);
/// ```
pub fn must_be_double(claimed: i128, persons: i128) -> i128 {
    (claimed - persons).max(0)
}

/// Chance that at least one of `looks` independent looks shows a coincidence of chance `each`.
pub fn chance_of_any(each: f64, looks: u64) -> f64 {
    -libm::expm1(looks as f64 * libm::log1p(-each))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(value: f64, to: f64) -> PercentSpan {
        let micro = |x| MicroPercent::from_f64(x).unwrap();
        PercentSpan::of(&Precision::Rounded {
            value: micro(value),
            to: micro(to),
        })
    }

    #[test]
    fn counts_stand_for_spans() {
        for (figure, low, high) in [
            (Precision::Exact(7), Some(7), Some(7)),
            (Precision::Rounded { value: 10, to: 5 }, Some(8), Some(12)),
            (Precision::Rounded { value: 10, to: 1 }, Some(10), Some(10)),
            (
                Precision::About {
                    value: 57_000,
                    grain: 1_000,
                },
                Some(56_001),
                Some(57_999),
            ),
            (Precision::MoreThan(4), Some(5), None),
            (Precision::LessThan(4), None, Some(3)),
            (Precision::Between(3, 9), Some(3), Some(9)),
        ] {
            assert_eq!(Span::of(&figure), Span { low, high }, "{figure:?}");
        }
    }

    #[test]
    fn every_count_rounds_back_to_its_print() {
        for to in 1..=12_i128 {
            for n in 0..100_i128 {
                let value = floor_div(2 * n + to, 2 * to) * to;
                let span = Span::of(&Precision::Rounded {
                    value: value as i64,
                    to: to as i64,
                });
                assert!(
                    span.low <= Some(n) && Some(n) <= span.high,
                    "{n} to {to}: {span:?}"
                );
            }
        }
    }

    #[test]
    fn counts_and_bases_agree_with_trying_all() {
        for (value, to) in [(95.0, 1.0), (33.3, 0.1), (0.0, 1.0), (100.0, 0.5)] {
            let span = percent(value, to);
            for base in 1..300 {
                let tried: Vec<i128> = (0..=base)
                    .filter(|&k| span.fits(&Span::exactly(k), &Span::exactly(base)))
                    .collect();
                let found = span.counts_of(base);
                assert_eq!(found.map(|f| f.0), tried.first().copied());
                assert_eq!(found.map(|f| f.1.min(base)), tried.last().copied());
            }
            for part in 1..100 {
                let tried: Vec<i128> = (1..4_000)
                    .filter(|&n| span.fits(&Span::exactly(part), &Span::exactly(n)))
                    .collect();
                if let Some((from, to)) = span.bases_of(part).filter(|found| found.1 < 4_000) {
                    assert_eq!(
                        (Some(from), Some(to)),
                        (tried.first().copied(), tried.last().copied())
                    );
                }
            }
        }
    }

    #[test]
    fn a_tie_rounds_up() {
        // 1 of 8 is 12.5 %: printed 13, not 12.
        assert!(percent(13.0, 1.0).fits(&Span::exactly(1), &Span::exactly(8)));
        assert!(!percent(12.0, 1.0).fits(&Span::exactly(1), &Span::exactly(8)));
        assert_eq!(
            percentage(1, 8, MicroPercent(1_000_000)),
            Some(MicroPercent(13_000_000))
        );
    }

    #[test]
    fn an_exact_percentage_is_read_to_its_last_digit() {
        let exact = PercentSpan::of(&Precision::Exact(MicroPercent(95_100_000)));
        assert_eq!(exact, percent(95.1, 0.1));
    }

    #[test]
    fn more_than_is_strict() {
        let span = PercentSpan::of(&Precision::MoreThan(MicroPercent(50_000_000)));
        assert!(!span.fits(&Span::exactly(1), &Span::exactly(2)));
        assert!(span.fits(&Span::exactly(51), &Span::exactly(100)));
        assert!(!span.above_hundred());
        assert!(percent(104.0, 1.0).above_hundred());
    }
}
