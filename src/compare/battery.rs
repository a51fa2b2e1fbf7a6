//! The size of the whole battery: how often would an honest report raise at least one alarm?
//!
//! Knows a scenario's reported figures as forms to fill in, and its simulated days. Takes days one at a
//! time as if they were the report, published with the habits of the real one, and looks at each with
//! everything that forms a standing or a hard finding. Many looks raise alarms by chance alone (Gelman
//! & Loken 2014); this counts how often.

use std::cmp::Ordering;

use super::calibrate::{Margin, joint_p};
use super::joint::headline;
use super::tails::{declared_side, tail_of_hits};
use super::{Grade, Interval, Side, Simulated, Standing, examine, publish, simulated};
use crate::model::{Figure, Reported, Scenario};
use crate::stats::proportion;
use crate::trials::VariantRun;
use crate::units::Estimate;

/// Most days that are taken as the report.
pub const MOST_DAYS: usize = 400;
/// Most days that a joint claim is held against here; its p is valid for every number.
const JOINT_DAYS: usize = 1_000;
/// Coverage of the interval.
const LEVEL: f64 = 0.95;

/// What came out when simulated days were taken as the report.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Battery {
    /// Days taken as the report.
    pub days: u64,
    /// Of these, how many raised at least one alarm: a hard finding, or a figure or the joint claim that
    /// is strained or beyond.
    pub alarms: u64,
    /// Their share, with its exact 95 % interval.
    pub rate: Estimate,
    /// Days with a hard finding of the arithmetic.
    pub hard: u64,
    /// Days with something outside.
    pub outside: u64,
    /// Looks a day that form a standing.
    pub looks: u64,
    /// Most days on which one and the same look raised an alarm.
    pub most_of_one: u64,
    /// Alarms of all looks together; days with several count as often.
    pub of_all: u64,
}

/// The battery on up to [`MOST_DAYS`] simulated days of the base set; `None` without days or figures
/// that are tests. Hard bounds are left out: a simulated day cannot lie beyond them.
///
/// # Panics
/// When the run is not of this scenario's base set (see [`compare`](super::compare)).
pub fn battery(scenario: &Scenario, run: &VariantRun) -> Option<Battery> {
    battery_at(scenario, run, Standing::STRAINED_BELOW)
}

/// The same with another level below which a figure is strained.
fn battery_at(scenario: &Scenario, run: &VariantRun, level: f64) -> Option<Battery> {
    let days = run.table.len.min(MOST_DAYS);
    let pool: Vec<Sorted> = scenario
        .reported
        .iter()
        .map(|it| Sorted::of(simulated(&run.table, &scenario.assumptions, it)))
        .collect();
    let tested = |at: &usize| !scenario.reported[*at].used_for_assumptions;
    let tested: Vec<usize> = (0..pool.len()).filter(tested).collect();
    if days < 2 || tested.is_empty() {
        return None;
    }
    let heads = Some(headline(&scenario.reported)).filter(|heads| heads.len() > 1);
    let joint = heads.map(|heads| Heads::of(heads, &pool));
    let mut report = scenario.clone();
    // One count for the arithmetic, one for each figure, one for the joint claim.
    let looks = tested.len() + usize::from(joint.is_some());
    let mut by_look = vec![0_u64; looks + 1];
    let (mut alarms, mut outside) = (0, 0);
    for day in 0..days {
        let forms = scenario.reported.iter().zip(&pool);
        for (it, (form, days)) in report.reported.iter_mut().zip(forms) {
            let (part, base) = days.simulated.at(day);
            it.figure = publish(&form.figure, part, base);
        }
        let (findings, _) = examine(&report);
        let hard = findings.iter().any(|it| it.grade == Grade::Hard);
        let single = |&at: &usize| pool[at].p(&report.reported[at], day);
        let mut ps: Vec<f64> = tested.iter().map(single).collect();
        ps.extend(joint.as_ref().map(|it| it.p(&report.reported, day)));
        let raised = std::iter::once(hard).chain(ps.iter().map(|&p| p < level));
        let mut any = false;
        for (count, raised) in by_look.iter_mut().zip(raised) {
            *count += u64::from(raised);
            any |= raised;
        }
        alarms += u64::from(any);
        outside += u64::from(ps.iter().any(|&p| p < Standing::OUTSIDE_BELOW));
    }
    Some(Battery {
        days: days as u64,
        alarms,
        rate: proportion::clopper_pearson(alarms, days as u64, LEVEL),
        hard: by_look[0],
        outside,
        looks: looks as u64,
        most_of_one: by_look.iter().copied().max().unwrap_or(0),
        of_all: by_look.iter().sum(),
    })
}

/// A figure's simulated values, and its days from the smallest to the largest.
struct Sorted {
    simulated: Simulated,
    order: Vec<usize>,
}

impl Sorted {
    fn of(simulated: Simulated) -> Self {
        let mut order: Vec<usize> = (0..simulated.parts.len()).collect();
        order.sort_by(|&a, &b| smaller(simulated.at(a), simulated.at(b)));
        Self { simulated, order }
    }

    /// The p that a figure's standing is formed from when the report is day `day`, held against all
    /// other days.
    fn p(&self, reported: &Reported, day: usize) -> f64 {
        let claim = Interval::of(&reported.figure);
        let (side, doubled) = match declared_side(reported) {
            Some(side) => (side, false),
            None if self.hits(&claim, Side::Low) < self.hits(&claim, Side::High) => {
                (Side::Low, true)
            }
            None => (Side::High, true),
        };
        let (part, base) = self.simulated.at(day);
        let own = match side {
            Side::High => claim.reached_by(part, base),
            Side::Low => claim.not_exceeded_by(part, base),
        };
        let hits = self.hits(&claim, side) - u64::from(own);
        tail_of_hits(side, doubled, hits, self.order.len() as u64 - 1).p_decisive
    }

    /// Days at least as extreme as the near edge of the claim.
    fn hits(&self, claim: &Interval, side: Side) -> u64 {
        let at = |&row: &usize| self.simulated.at(row);
        let hits = match side {
            Side::High => {
                let short = |row: &usize| {
                    let (part, base) = at(row);
                    !claim.reached_by(part, base)
                };
                self.order.len() - self.order.partition_point(short)
            }
            Side::Low => self.order.partition_point(|row| {
                let (part, base) = at(row);
                claim.not_exceeded_by(part, base)
            }),
        };
        hits as u64
    }
}

/// Compares part / base exactly; a base of 0 is read as 1.
fn smaller((part, base): (i64, i64), (other, of): (i64, i64)) -> Ordering {
    let wide = |a: i64, b: i64| i128::from(a) * i128::from(b.max(1));
    wide(part, of).cmp(&wide(other, base))
}

/// The headline claims of several polls, with the days they are held against.
struct Heads {
    of: Vec<usize>,
    values: Vec<Vec<f64>>,
}

impl Heads {
    fn of(of: Vec<usize>, pool: &[Sorted]) -> Self {
        let first = |&at: &usize| {
            let mut values = pool[at].simulated.values();
            values.truncate(JOINT_DAYS + 1);
            values
        };
        Self {
            values: of.iter().map(first).collect(),
            of,
        }
    }

    /// The calibrated p of all claims together when the report is day `day`.
    fn p(&self, reported: &[Reported], day: usize) -> f64 {
        let others: Vec<Vec<f64>> = self
            .values
            .iter()
            .map(|values| {
                let mut others = values.clone();
                others.remove(day);
                others
            })
            .collect();
        let margin = |(&at, values)| margin(&reported[at], values);
        joint_p(&self.of.iter().zip(&others).map(margin).collect::<Vec<_>>())
    }
}

fn margin<'a>(reported: &Reported, values: &'a Vec<f64>) -> Margin<'a> {
    let figure: &Figure = &reported.figure;
    let claim = Interval::of(figure).claim();
    Margin {
        values,
        claim: (
            claim.lowest.unwrap_or(f64::NEG_INFINITY),
            claim.highest.unwrap_or(f64::INFINITY),
        ),
        side: declared_side(reported),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assumptions, reported, run, scenario, table};
    use super::*;
    use crate::model::{Direction, PollId, Precision, Quantity};
    use crate::random::{Address, Fast, Place, Purpose, Seed};
    use crate::trials::Outcome;

    fn dice(number: u64) -> Fast {
        Address {
            seed: Seed(20_061_112),
            purpose: Purpose::Resampling,
            trial: number,
            place: Place::EVERYWHERE,
        }
        .fast()
    }

    fn ballots(id: &str, poll: usize) -> Reported {
        let quantity = Quantity::BallotsCast { at: None };
        let figure = Figure::Count(Precision::Exact(1));
        reported(id, vec![PollId(poll)], quantity, figure)
    }

    /// Days whose ballots in the two polls are independent and hardly ever tie.
    fn two_polls(days: usize) -> VariantRun {
        let mut dice = dice(1);
        let mut draw = || (0..days).map(|_| (dice.bits() >> 24) as i64).collect();
        let (north, south): (Vec<i64>, Vec<i64>) = (draw(), draw());
        let columns = [
            (Outcome::BallotsCast { poll: 0 }, &north[..]),
            (Outcome::BallotsCast { poll: 1 }, &south[..]),
        ];
        run("base", table(&assumptions(), days, &columns))
    }

    fn within(battery: &Battery, expected: f64) -> bool {
        let sd = (expected * (1.0 - expected) / battery.days as f64).sqrt();
        (battery.rate.value - expected).abs() <= 3.0 * sd
    }

    #[test]
    fn one_look_by_exact_count() {
        // All 400 days as the report: ranks 1 to 400 once each, 19 of them below 0.05 x 400.
        let scenario = scenario(assumptions(), vec![ballots("north", 0)]);
        let battery = battery(&scenario, &two_polls(400)).expect("a figure and days");
        assert_eq!((battery.days, battery.looks), (400, 1));
        assert_eq!((battery.alarms, battery.hard, battery.outside), (19, 0, 0));
        assert_eq!((battery.most_of_one, battery.of_all), (19, 19));
    }

    #[test]
    fn both_ends_count_where_no_side_is_declared() {
        // p is twice the smaller rank over 400: below 0.05 for 9 days at either end, 0.005 at the least.
        let mut north = ballots("north", 0);
        north.direction = Direction::Both;
        let scenario = scenario(assumptions(), vec![north]);
        let battery = battery(&scenario, &two_polls(400)).expect("a figure and days");
        assert_eq!((battery.alarms, battery.hard, battery.outside), (18, 0, 0));
    }

    #[test]
    fn the_lowest_or_the_highest_days_are_alarms() {
        let columns = [(
            Outcome::BallotsCast { poll: 0 },
            &(1..=100).collect::<Vec<_>>()[..],
        )];
        let run = run("base", table(&assumptions(), 100, &columns));
        for (direction, low) in [(Direction::High, false), (Direction::Low, true)] {
            let mut figure = ballots("north", 0);
            figure.direction = direction;
            let sorted = Sorted::of(simulated(&run.table, &assumptions(), &figure));
            for day in 0..100 {
                figure.figure = Figure::Count(Precision::Exact(day as i64 + 1));
                // As many of the 99 others as lie beyond, and itself.
                let beyond = if low { day } else { 99 - day };
                let p = (beyond + 1) as f64 / 100.0;
                assert!((sorted.p(&figure, day) - p).abs() < 1e-12, "{day}");
            }
        }
    }

    #[test]
    fn a_known_size_is_found_and_a_wrong_threshold_is_noticed() {
        let known = 1.0 - 0.95_f64 * 0.95;
        let mut scenario = scenario(assumptions(), vec![ballots("a", 0), ballots("b", 1)]);
        // A mere upper limit is nobody's headline, so that there is no joint claim.
        scenario.reported[1].figure = Figure::Count(Precision::AtMost(1));
        let run = two_polls(4_000);
        let battery = battery(&scenario, &run).expect("figures and days");
        assert_eq!(battery.looks, 2);
        assert!(within(&battery, known), "{battery:?}");
        let wrong = battery_at(&scenario, &run, 0.2).expect("figures and days");
        assert!(!within(&wrong, known), "{wrong:?}");
        assert!(within(&wrong, 1.0 - 0.8 * 0.8), "{wrong:?}");
    }

    #[test]
    fn the_whole_lies_between_its_largest_look_and_their_sum() {
        for direction in [Direction::High, Direction::Low, Direction::Both] {
            let mut figures = vec![ballots("north", 0), ballots("south", 1)];
            figures.iter_mut().for_each(|it| it.direction = direction);
            let scenario = scenario(assumptions(), figures);
            let battery = battery(&scenario, &two_polls(2_000)).expect("figures and days");
            // Two figures and the joint claim.
            assert_eq!(battery.looks, 3);
            assert!(battery.alarms >= battery.most_of_one);
            assert!(battery.alarms <= battery.of_all);
            // Each look keeps its level, so that no more than its band of 3 sd stands out.
            let level = 0.05 * 400.0 + 3.0 * (400.0 * 0.05 * 0.95_f64).sqrt();
            assert!(battery.most_of_one as f64 <= level, "{battery:?}");
        }
    }

    #[test]
    fn figures_that_are_no_test_are_not_counted() {
        let mut used = ballots("used", 0);
        used.used_for_assumptions = true;
        let scenario = scenario(assumptions(), vec![used]);
        assert_eq!(battery(&scenario, &two_polls(100)), None);
    }

    #[test]
    fn days_that_contradict_themselves_are_found_hard() {
        let mut figures = vec![ballots("a", 0)];
        let roll = Quantity::Registered;
        figures.push(reported(
            "roll",
            vec![PollId(0)],
            roll,
            Figure::Count(Precision::Exact(1)),
        ));
        // The table's roll is 0 on every day: more ballots than names.
        let scenario = scenario(assumptions(), figures);
        let battery = battery(&scenario, &two_polls(50)).expect("figures and days");
        assert_eq!((battery.hard, battery.alarms), (50, 50));
    }
}
