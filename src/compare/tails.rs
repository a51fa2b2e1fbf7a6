//! Tail areas by counting: how many simulated days are at least as extreme as the report.

use super::{Interval, Side, Simulated, Tail};
use crate::model::{Direction, Figure, Precision, Reported};
use crate::stats::proportion;

/// Coverage of the interval of a tail area.
const LEVEL: f64 = 0.95;

/// The side on which a reported figure would be remarkable; `None` when the author left it open.
///
/// One-sided claims carry their own: "more than" can only be too high, "at most" only too low.
pub fn declared_side(reported: &Reported) -> Option<Side> {
    match reported.figure {
        Figure::Count(precision) => side_of_claim(&precision),
        Figure::Percent(precision) => side_of_claim(&precision),
    }
    .or(match reported.direction {
        Direction::High => Some(Side::High),
        Direction::Low => Some(Side::Low),
        Direction::Both => None,
    })
}

fn side_of_claim<T>(precision: &Precision<T>) -> Option<Side> {
    match precision {
        Precision::MoreThan(_) | Precision::AtLeast(_) => Some(Side::High),
        Precision::LessThan(_) | Precision::AtMost(_) => Some(Side::Low),
        _ => None,
    }
}

/// The tail area of a claim, counted from its near edge, which is generous to the reporter: every
/// trial that would have been published as the claim or beyond it is a hit.
///
/// Without a declared side the rarer one is taken and its p doubled.
pub fn tail(simulated: &Simulated, claim: &Interval, side: Option<Side>) -> Tail {
    tail_of_counts(&Counted::of(simulated, claim), side)
}

/// How many days reach the near edge of a claim, from either side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    /// Days in all.
    pub days: u64,
    /// Days at or above the claim's lower edge.
    pub high: u64,
    /// Days at or below its upper edge.
    pub low: u64,
}

impl Counted {
    fn of(simulated: &Simulated, claim: &Interval) -> Self {
        let mut counted = Self::default();
        for row in 0..simulated.parts.len() {
            let held = [Side::High, Side::Low].map(|side| holds(simulated, claim, side, row));
            counted.add(held);
        }
        counted
    }

    /// Adds a day; whether the claim holds towards the high and the low side.
    pub fn add(&mut self, [high, low]: [bool; 2]) {
        self.days += 1;
        self.high += u64::from(high);
        self.low += u64::from(low);
    }
}

/// [`tail`] out of its counts.
pub(super) fn tail_of_counts(counted: &Counted, side: Option<Side>) -> Tail {
    let Counted { days, high, low } = *counted;
    match side {
        Some(Side::High) => tail_of_hits(Side::High, false, high, days),
        Some(Side::Low) => tail_of_hits(Side::Low, false, low, days),
        None if low < high => tail_of_hits(Side::Low, true, low, days),
        None => tail_of_hits(Side::High, true, high, days),
    }
}

/// Whether a trial is at least as extreme as the near edge of the claim.
pub(super) fn holds(simulated: &Simulated, claim: &Interval, side: Side, row: usize) -> bool {
    let (part, base) = simulated.at(row);
    match side {
        Side::High => claim.reached_by(part, base),
        Side::Low => claim.not_exceeded_by(part, base),
    }
}

/// A tail out of its counts: the valid Monte Carlo p-value, its surprise in bits, and hits / trials
/// with its Clopper-Pearson interval (see [`proportion`]). Without trials p is 1.
pub fn tail_of_hits(side: Side, doubled: bool, hits: u64, trials: u64) -> Tail {
    let p = proportion::monte_carlo_p(hits, trials);
    Tail {
        side,
        doubled,
        hits,
        trials,
        p,
        p_decisive: if doubled { (2.0 * p).min(1.0) } else { p },
        area: proportion::clopper_pearson(hits, trials, LEVEL),
        bits: proportion::bits(p),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{reported, simulated_counts as counts};
    use super::*;
    use crate::model::{PollId, Quantity};
    use crate::random::{Address, Fast, Place, Purpose, Seed};
    use crate::units::MicroPercent;

    fn exact(v: i64) -> Interval {
        Interval::of(&Figure::Count(Precision::Exact(v)))
    }

    fn about(got: f64, expected: f64) {
        assert!(
            (got - expected).abs() <= 1e-9 * expected.abs(),
            "{got} is not {expected}"
        );
    }

    #[test]
    fn counted_from_the_near_edge() {
        // Ten days: 10, 20, ..., 100.
        let days = counts(&[10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
        let rounded = Interval::of(&Figure::Count(Precision::Rounded { value: 90, to: 20 }));
        // 90 to 20 is 80 to 99: from 80 on there are 3 days, up to 99 there are 9.
        let high = tail(&days, &rounded, Some(Side::High));
        assert_eq!((high.hits, high.trials, high.side), (3, 10, Side::High));
        assert_eq!((high.p, high.p_decisive), (4.0 / 11.0, 4.0 / 11.0));
        let low = tail(&days, &rounded, Some(Side::Low));
        assert_eq!((low.hits, low.p), (9, 10.0 / 11.0));
        // Left open, the rarer side counts twice.
        let open = tail(&days, &rounded, None);
        assert_eq!((open.side, open.hits, open.doubled), (Side::High, 3, true));
        assert_eq!(open.p_decisive, 8.0 / 11.0);
        assert_eq!(tail(&days, &exact(12), None).side, Side::Low);
        assert_eq!(tail(&days, &exact(50), None).p_decisive, 1.0);
    }

    #[test]
    fn a_one_sided_claim_is_counted_as_the_chance_that_it_is_true() {
        let days = counts(&[10, 20, 30]);
        let more = Interval::of(&Figure::Count(Precision::MoreThan(20)));
        assert_eq!(tail(&days, &more, Some(Side::High)).hits, 1);
        let at_least = Interval::of(&Figure::Count(Precision::AtLeast(20)));
        assert_eq!(tail(&days, &at_least, Some(Side::High)).hits, 2);
    }

    #[test]
    fn claims_carry_their_own_direction() {
        let poll = vec![PollId(0)];
        let mut figure = reported(
            "a",
            poll,
            Quantity::Registered,
            Figure::Count(Precision::Exact(1)),
        );
        figure.direction = Direction::Both;
        assert_eq!(declared_side(&figure), None);
        figure.direction = Direction::Low;
        assert_eq!(declared_side(&figure), Some(Side::Low));
        figure.figure = Figure::Percent(Precision::MoreThan(MicroPercent(94_000_000)));
        assert_eq!(declared_side(&figure), Some(Side::High));
        figure.figure = Figure::Count(Precision::AtMost(3));
        figure.direction = Direction::High;
        assert_eq!(declared_side(&figure), Some(Side::Low));
    }

    #[test]
    fn p_and_bits_as_in_the_oracles() {
        // Oracles 1:mcp_* and 1:svalue_*.
        for (hits, trials, p) in [
            (0, 999, 0.001),
            (0, 9_999, 0.0001),
            (7, 10_000, 0.000_799_920_007_999_200_1),
            (49, 999, 0.05),
        ] {
            about(tail_of_hits(Side::High, false, hits, trials).p, p);
        }
        about(tail_of_hits(Side::High, true, 14, 9_999).p_decisive, 0.003);
        for (hits, trials, bits) in [
            (0, 1, 1.0),
            (0, 3, 2.0),
            (49, 999, 4.321_928_094_887_363),
            (0, 99, 6.643_856_189_774_724),
            (0, 999, 9.965_784_284_662_087),
            (0, 999_999, 19.931_568_569_324_174),
        ] {
            about(tail_of_hits(Side::High, false, hits, trials).bits, bits);
        }
    }

    #[test]
    fn the_area_has_its_exact_interval() {
        // Oracle 1:ci95_1_1000.
        let area = tail_of_hits(Side::High, false, 1, 1_000).area;
        assert_eq!((area.value, area.level), (0.001, 0.95));
        about(area.low, 2.531_748_749_129_406_5e-5);
        about(area.high, 0.005_558_924_279_826_672);
    }

    #[test]
    fn without_trials_nothing_is_known() {
        let none = tail(&counts(&[]), &exact(1), Some(Side::High));
        assert_eq!((none.p, none.bits), (1.0, 0.0));
        assert_eq!((none.area.low, none.area.high), (0.0, 1.0));
    }

    /// A law with ties: the sum of four dice of 50 sides, in steps of 5.
    fn draw(dice: &mut Fast) -> i64 {
        let sum: u64 = (0..4).map(|_| dice.bits() % 50).sum();
        5 * (sum as i64 / 5)
    }

    #[test]
    fn honest_reports_are_refused_no_more_often_than_the_level() {
        let (purpose, place) = (Purpose::Resampling, Place::EVERYWHERE);
        let seed = Seed(20_061_112);
        let mut dice = Address {
            seed,
            purpose,
            trial: 1,
            place,
        }
        .fast();
        let reports = 2_000;
        // By side and grain: how small the decisive p came out.
        for side in [Some(Side::High), Some(Side::Low), None] {
            for to in [1, 20] {
                let mut ps = Vec::new();
                for _ in 0..reports {
                    let days: Vec<i64> = (0..399).map(|_| draw(&mut dice)).collect();
                    let value = (draw(&mut dice) + to / 2) / to * to;
                    let rounded = Figure::Count(Precision::Rounded { value, to });
                    let tail = tail(&counts(&days), &Interval::of(&rounded), side);
                    ps.push(tail.p_decisive);
                }
                for level in [0.05, 0.01] {
                    let small = ps.iter().filter(|&&p| p <= level).count();
                    let share = small as f64 / f64::from(reports);
                    let slack = 3.0 * (level * (1.0 - level) / f64::from(reports)).sqrt();
                    assert!(
                        share <= level + slack,
                        "{share} at {level}, {side:?}, to {to}"
                    );
                    assert!(small > 0, "no power at {level}, {side:?}, to {to}");
                }
            }
        }
    }

    #[test]
    fn a_more_extreme_report_never_has_a_larger_p() {
        let days = counts(&[3, 3, 7, 9, 12, 12, 12, 20]);
        for to in [1, 4, 10] {
            let p = |value, side| {
                let rounded = Figure::Count(Precision::Rounded { value, to });
                tail(&days, &Interval::of(&rounded), Some(side)).p
            };
            for value in 0..30 {
                assert!(p(value + 1, Side::High) <= p(value, Side::High));
                assert!(p(value, Side::Low) <= p(value + 1, Side::Low));
            }
        }
    }
}
