//! The first days of a run as curves of turnout by the hour, on the fan of all days.

use std::fmt::Write as _;

use serde::Serialize;

use crate::chart::{Announced, announced};
use crate::compare::{Comparison, DayBands, Quantiles};
use crate::model::{Base, PollId, Quantity, Roll, Scenario};
use crate::report::steps::Steps;
use crate::words::steps as words;

/// The picture, in its own units.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 260.0;
/// Room for a ring or half a diamond at each edge.
const EDGE: f64 = 10.0;
/// Room on the right, for the diamond of a whole day behind the ends of the lines.
const BEHIND: f64 = 28.0;
/// How many times as high as all days a reported figure may be and still be drawn.
const FAR: f64 = 1.6;
/// Days that stand side by side where nothing plays.
const STILL: usize = 12;

/// The curves, and what they are drawn on.
#[derive(Serialize)]
pub struct Curves {
    width: f64,
    height: f64,
    /// Path of each band, the widest first.
    fan: Vec<String>,
    /// Path of the median of all days.
    median: String,
    /// Grid lines.
    grid: String,
    /// Path of each day, and where on it the figure is.
    days: Vec<(String, f64, f64)>,
    /// Path of the diamond of the report.
    marks: Vec<String>,
    /// Paths of what was announced of the hours before.
    small: Vec<String>,
    /// What the upper end of the scale is.
    top: String,
    /// The first time, how the report stands, the last time.
    across: [String; 3],
    still_title: String,
    /// What stands under each of the days side by side.
    still: Vec<String>,
    #[serde(skip)]
    pub poll: usize,
}

impl Curves {
    /// How many days there are.
    pub fn days(&self) -> usize {
        self.days.len()
    }

    /// Whether a reported figure is in the picture.
    pub fn is_marked(&self) -> bool {
        !self.marks.is_empty()
    }
}

/// Where hours and shares lie in the picture.
struct Plane {
    /// First and last hour.
    from: f64,
    to: f64,
    /// Percent at the top.
    high: f64,
}

impl Plane {
    fn x(&self, hours: f64) -> f64 {
        let part = (hours - self.from) / (self.to - self.from);
        tenth(EDGE + part * (WIDTH - EDGE - BEHIND))
    }

    fn y(&self, percent: f64) -> f64 {
        let part = percent / self.high;
        tenth(HEIGHT - EDGE - part * (HEIGHT - 2.0 * EDGE))
    }

    fn path(&self, points: impl Iterator<Item = (f64, f64)>) -> String {
        let mut path = String::new();
        for (at, (hours, percent)) in points.enumerate() {
            let sign = if at == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{sign}{} {}", self.x(hours), self.y(percent));
        }
        path
    }

    fn diamond(&self, of: &Announced, size: f64) -> String {
        let behind = if of.last { BEHIND - EDGE } else { 0.0 };
        let (x, y) = (tenth(self.x(of.at.as_hours()) + behind), self.y(of.printed));
        format!(
            "M{x} {}L{} {y}L{x} {}L{} {y}Z",
            tenth(y - size),
            tenth(x + size),
            tenth(y + size),
            tenth(x - size)
        )
    }
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// The curves beside the figure of these steps; `None` where it is no turnout of one poll, or no hours were played.
pub fn curves(scenario: &Scenario, comparison: &Comparison, steps: &Steps) -> Option<Curves> {
    let figure = steps.figure;
    let [PollId(poll)] = steps.reported.polls[..] else {
        return None;
    };
    let all_are_on_the_roll = scenario.assumptions.polls.get(poll)?.roll == Roll::Eligible;
    let at = match steps.reported.quantity {
        Quantity::BallotsCast { at } => at,
        Quantity::Turnout { of, at } if of == Base::Registered || all_are_on_the_roll => at,
        _ => return None,
    };
    let base = comparison.variants.first()?;
    let day = base.days.iter().find(|it| it.poll == poll)?;
    let hours: Vec<f64> = day.times.iter().map(|it| it.as_hours()).collect();
    let (first, last) = (day.times.first()?, day.times.last()?);
    let shown = day.first_days.len().min(figure.values.len());
    if hours.len() < 2 || shown == 0 || day.turnout.len() != hours.len() {
        return None;
    }
    // Where the figure is looked at: at its own time, or at the close.
    let looked_at = at.and_then(|at| day.times.iter().position(|it| *it == at));
    let looked_at = looked_at.unwrap_or(hours.len() - 1);
    let most = highest(day);
    let all = announced(scenario, base, poll).into_iter();
    let (own, others): (Vec<Announced>, Vec<Announced>) = all
        .filter(|it| it.at <= *last)
        .partition(|it| it.reported == figure.reported);
    let in_sight = |it: &&Announced| it.printed <= FAR * most;
    let own_in_sight: Vec<&Announced> = own.iter().filter(in_sight).collect();
    let others: Vec<&Announced> = others
        .iter()
        .filter(|it| !it.last)
        .filter(in_sight)
        .collect();
    let reported = own_in_sight.iter().chain(&others);
    let high = round_up(reported.map(|it| it.printed).fold(most, f64::max));
    let plane = Plane {
        from: hours[0],
        to: last.as_hours(),
        high,
    };
    let on = |shares: &[f64]| plane.path(hours.iter().copied().zip(shares.iter().copied()));
    let days = day.first_days[..shown].iter().map(|shares| {
        let (hour, share) = (hours[looked_at], shares[looked_at]);
        (on(shares), plane.x(hour), plane.y(share))
    });
    let medians: Vec<f64> = day.turnout.iter().map(|q| q.median).collect();
    let diamonds = |of: &[&Announced], size| -> Vec<String> {
        of.iter().map(|it| plane.diamond(it, size)).collect()
    };
    let (marks, small) = (diamonds(&own_in_sight, 8.0), diamonds(&others, 5.0));
    let values = figure.first_days(shown.min(STILL)).0;
    let still = (1_usize..).zip(values);
    Some(Curves {
        width: WIDTH,
        height: HEIGHT,
        fan: fan(&plane, &hours, &day.turnout),
        median: on(&medians),
        grid: grid(&plane),
        days: days.collect(),
        across: [
            first.to_string(),
            words::beside_diamond(
                figure,
                steps.reported,
                (!own.is_empty(), !marks.is_empty()),
                small.len(),
            ),
            last.to_string(),
        ],
        marks,
        small,
        top: words::top(high),
        still_title: words::still(values.len()),
        still: still
            .map(|(day, &value)| words::still_day(day, value, figure))
            .collect(),
        poll,
    })
}

/// The highest share of any day shown and of the widest band, percent; at least 1.
fn highest(day: &DayBands) -> f64 {
    let shares = day.first_days.iter().flatten().copied();
    let bands = day.turnout.iter().map(|q| q.q975);
    shares.chain(bands).fold(1.0, f64::max)
}

/// The bands of 95, 80 and 50 of 100 days.
fn fan(plane: &Plane, hours: &[f64], bands: &[Quantiles]) -> Vec<String> {
    type Pick = fn(&Quantiles) -> f64;
    let pairs: [(Pick, Pick); 3] = [
        (|q| q.q025, |q| q.q975),
        (|q| q.q10, |q| q.q90),
        (|q| q.q25, |q| q.q75),
    ];
    let band = |(low, high): (Pick, Pick)| {
        let at = || hours.iter().copied().zip(bands);
        let up = at().map(|(hours, q)| (hours, high(q)));
        let back = at().rev().map(|(hours, q)| (hours, low(q)));
        format!("{}Z", plane.path(up.chain(back)))
    };
    pairs.map(band).to_vec()
}

/// The distance of grid lines, percent.
fn step(high: f64) -> f64 {
    match high {
        it if it > 50.0 => 20.0,
        it if it > 10.0 => 10.0,
        _ => 2.0,
    }
}

/// The next whole half of a step.
fn round_up(high: f64) -> f64 {
    let half = step(high) / 2.0;
    (high / half).ceil() * half
}

/// Lines across at every step, and at the top.
fn grid(plane: &Plane) -> String {
    let step = step(plane.high);
    let whole = (1..).map(|k| step * f64::from(k));
    let lines = whole.take_while(|&it| it < plane.high).chain([plane.high]);
    let line = |percent: f64| format!("M{EDGE} {}H{WIDTH}", plane.y(percent));
    lines.map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::units::SimTime;

    fn of(comparison: &Comparison) -> Option<Curves> {
        let scenario = sample::scenario();
        let steps = Steps::of(&scenario, comparison, 60).expect("a figure");
        curves(&scenario, comparison, &steps)
    }

    /// Across and down of the points of a path.
    fn points(path: &str) -> Vec<(f64, f64)> {
        let pairs = path[1..]
            .split('L')
            .map(|it| it.split_once(' ').expect("a pair"));
        let number = |it: &str| it.parse().expect("a number");
        pairs.map(|(x, y)| (number(x), number(y))).collect()
    }

    #[test]
    fn a_curve_rises_from_time_to_time_and_ends_where_its_day_ends() {
        let mut comparison = sample::comparison();
        let day = &mut comparison.variants[0].days[0];
        day.times = [8, 12, 20].map(|hour| SimTime::from_hm(hour, 0)).to_vec();
        day.turnout.insert(0, day.turnout[0]);
        for (shares, at) in day.first_days.iter_mut().zip(0_u8..) {
            shares.insert(0, f64::from(at));
        }
        let first = day.first_days.clone();
        let curves = of(&comparison).expect("hours");
        assert_eq!(curves.days(), 4);
        assert_eq!(curves.top, "Top line: 90 % of registered electors");
        for ((path, x, y), shares) in curves.days.iter().zip(first) {
            let points = points(path);
            assert_eq!(points.len(), 3);
            assert!(
                points
                    .windows(2)
                    .all(|it| it[0].0 < it[1].0 && it[0].1 >= it[1].1)
            );
            assert_eq!(points[2], (*x, *y));
            // Noon is a third of the way from 8 to 20; 90 % are the whole height.
            assert_eq!(points[1].0, tenth(EDGE + (WIDTH - EDGE - BEHIND) / 3.0));
            let up = (HEIGHT - EDGE - y) / (HEIGHT - 2.0 * EDGE);
            assert!((up - shares[2] / 90.0).abs() < 0.001, "{up} {shares:?}");
        }
    }

    #[test]
    fn a_figure_of_an_hour_is_looked_at_then() {
        let mut scenario = sample::scenario();
        let mut comparison = sample::comparison();
        let noon = comparison.variants[0].days[0].times[0];
        scenario.reported[0].quantity = Quantity::BallotsCast { at: Some(noon) };
        let shares: Vec<f64> = comparison.variants[0].days[0]
            .first_days
            .iter()
            .map(|it| it[0])
            .collect();
        comparison.variants[0].figures[0].values = vec![20_000.0; 4];
        let steps = Steps::of(&scenario, &comparison, 60).expect("a figure");
        let curves = curves(&scenario, &comparison, &steps).expect("hours");
        for ((path, x, y), share) in curves.days.iter().zip(shares) {
            assert_eq!(points(path)[0], (*x, *y), "{share}");
            assert_eq!(*x, EDGE);
        }
    }

    #[test]
    fn at_most_twelve_days_stand_side_by_side() {
        let mut comparison = sample::comparison();
        assert_eq!(of(&comparison).expect("hours").still.len(), 4);
        let base = &mut comparison.variants[0];
        let one = base.days[0].first_days[0].clone();
        base.days[0].first_days = vec![one; DayBands::ONE_BY_ONE];
        base.figures[0].values = vec![40_000.0; 50];
        let curves = of(&comparison).expect("hours");
        assert_eq!((curves.days(), curves.still.len()), (40, 12));
        assert_eq!(curves.still[11], "Day 12: 40,000");
        assert_eq!(curves.still_title, "The first 12 days side by side");
    }

    #[test]
    fn where_no_hours_were_played_there_is_no_curve() {
        let mut comparison = sample::comparison();
        comparison.variants[0].days.clear();
        assert!(of(&comparison).is_none());
    }

    #[test]
    fn a_report_far_above_all_days_is_told_and_not_drawn() {
        let mut scenario = sample::scenario();
        let stated = crate::model::Roll::Stated(crate::model::InputId(0));
        scenario.assumptions.polls[0].roll = stated;
        let comparison = sample::comparison();
        let roll = scenario.assumptions.inputs[0].median();
        let curves = |printed: f64| {
            let mut comparison = comparison.clone();
            comparison.variants[0].figures[0].claim.printed = printed;
            let steps = Steps::of(&scenario, &comparison, 60).expect("a figure");
            curves(&scenario, &comparison, &steps).expect("hours")
        };
        let near = curves(0.9 * roll);
        assert!(near.is_marked() && near.across[1].starts_with("Diamond: reported"));
        assert_eq!(near.small.len(), 1, "of noon");
        assert!(near.across[1].ends_with("; small diamond: announced during the day"));
        let far = curves(3.0 * roll);
        assert!(!far.is_marked() && far.across[1].contains(": far above; small diamond:"));
    }
}
