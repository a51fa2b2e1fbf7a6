//! Which assumption a run moves to show what would have to be true: for every headline figure that is
//! strained or outside, the one that drives it most.
//!
//! Knows the drivers of a finished comparison. Never knows how days are played.

use super::sweep::{Axis, Subject};
use super::{Comparison, Standing};
use crate::model::{Assumptions, Input, Law, Scenario, Unit};

/// Points along the assumption.
const POINTS: u32 = 9;
/// Most assumptions that are moved.
const MOST: usize = 2;

/// An assumption to move and the figures it is moved for.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Position in `Assumptions::inputs` of the base set.
    pub input: usize,
    /// The assumption and its values.
    pub axis: Axis,
    /// The figures it drives most.
    pub subjects: Vec<Subject>,
}

/// The courses that are worth the days: for headline figures (all where none is marked) that are strained or
/// outside under the base set, along the assumption that explains most of the figure's variance; two at
/// most, those of strained figures first. Empty where [drivers](super::Drivers) were not sought.
pub fn courses(scenario: &Scenario, comparison: &Comparison) -> Vec<Course> {
    let Some(base) = comparison.variants.first() else {
        return Vec::new();
    };
    let any = scenario.reported.iter().any(|it| it.headline);
    let mut courses: Vec<Course> = Vec::new();
    let mut all: Vec<_> = base.drivers.iter().collect();
    all.sort_by_key(|it| base.figures[it.figure].standing);
    for drivers in all {
        let figure = &base.figures[drivers.figure];
        let headline = !any || scenario.reported[figure.reported].headline;
        let unusual = matches!(figure.standing, Standing::Strained | Standing::Outside);
        let Some(driver) = drivers.inputs.first().filter(|_| headline && unusual) else {
            continue;
        };
        let subject = Subject::Figure(figure.reported);
        if let Some(course) = courses.iter_mut().find(|it| it.input == driver.input) {
            course.subjects.push(subject);
            continue;
        }
        let input = &scenario.assumptions.inputs[driver.input];
        if courses.len() < MOST {
            courses.extend(values(input).map(|values| Course {
                input: driver.input,
                axis: Axis::new(scenario, &input.path, values),
                subjects: vec![subject],
            }));
        }
    }
    courses
}

/// Evenly spaced values over what is stated (5 % to 95 %) and half of that on either side, as far as such a
/// quantity can go; `None` where it cannot move.
fn values(input: &Input) -> Option<Vec<f64>> {
    let (low, high) = (input.quantile(0.05), input.quantile(0.95));
    let more = (high - low) / 2.0;
    // Where nothing can be below 0, 0 itself is often nonsense: nobody lives there, no second passes.
    let lowest = match low > 0.0 && input.support.low >= 0.0 {
        true => (low - more).max(low / 2.0),
        false => low - more,
    };
    let ends = (
        lowest.max(input.support.low),
        (high + more).min(input.support.high),
    );
    let at = |n: u32| {
        let x = ends.0 + (ends.1 - ends.0) * f64::from(n) / f64::from(POINTS - 1);
        match input.unit {
            Unit::Persons => x.round(),
            _ => x,
        }
    };
    let mut values: Vec<f64> = (0..POINTS).map(at).collect();
    values.dedup();
    (values.len() > 2 && values.iter().all(|it| it.is_finite())).then_some(values)
}

/// The assumptions with one input held at a value, all else as it was: the other dice fall as before.
///
/// # Panics
/// When there is no such input.
pub fn held(assumptions: &Assumptions, input: usize, value: f64) -> Assumptions {
    let mut held = assumptions.clone();
    held.inputs[input].law = Law::Fixed(value);
    held
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Support;

    fn input(low: f64, high: f64, unit: Unit, support: Support) -> Input {
        Input {
            path: "inputs.x".into(),
            label: "x".into(),
            unit,
            law: Law::Uniform { low, high },
            support,
            sources: Vec::new(),
            note: None,
        }
    }

    #[test]
    fn values_go_half_a_range_further_on_either_side() {
        // 5 % to 95 % of [0.4, 0.6] is [0.41, 0.59].
        let it = input(0.4, 0.6, Unit::Share, Support::SHARE);
        let values = values(&it).expect("values");
        assert_eq!(values.len(), 9);
        assert!((values[0] - 0.32).abs() < 1e-12 && (values[8] - 0.68).abs() < 1e-12);
        assert!((values[1] - values[0] - 0.045).abs() < 1e-12);
    }

    #[test]
    fn values_stay_where_such_a_quantity_can_be() {
        let near_one = values(&input(0.8, 1.0, Unit::Share, Support::SHARE)).expect("values");
        assert_eq!(near_one[8], 1.0);
        let people = input(100.0, 1_000.0, Unit::Persons, Support::NOT_NEGATIVE);
        let people = values(&people).expect("values");
        assert_eq!(people[0], 73.0, "half of 145, not minus 260");
        assert!(people.iter().all(|it| it.fract() == 0.0));
        let certain = Input {
            law: Law::Fixed(3.0),
            ..input(0.0, 1.0, Unit::Plain, Support::NOT_NEGATIVE)
        };
        assert_eq!(values(&certain), None);
    }

    use super::super::drivers::{Driver, DriverEnd, Drivers};
    use super::super::testing;
    use crate::model::{Figure, PollId, Precision, Quantity};
    use crate::units::Estimate;

    /// What drives a figure most.
    fn driven(figure: usize, by: &[usize]) -> Drivers {
        let share = Estimate {
            value: 0.5,
            low: 0.4,
            high: 0.6,
            level: 0.95,
        };
        let end = DriverEnd {
            value: 0.0,
            figure: 0.0,
        };
        let driver = |&input: &usize| Driver {
            input,
            share,
            distance: None,
            ends: [end, end],
        };
        Drivers {
            figure,
            inputs: by.iter().map(driver).collect(),
            rest: share,
            straight: 0.5,
            by_chance: None,
            days: 1,
            middle: 0.0,
        }
    }

    /// The courses, as inputs and figures, where figures are headlines, have these standings and are driven by these
    /// inputs.
    fn told(figures: &[(bool, Standing, &[usize])]) -> Vec<(usize, Vec<Subject>)> {
        let mut of = testing::assumptions();
        for input in &mut of.inputs[2..5] {
            input.law = Law::Uniform {
                low: 0.4,
                high: 0.6,
            };
        }
        let cast = Quantity::BallotsCast { at: None };
        let figure = |(at, it): (usize, &(bool, Standing, &[usize]))| {
            let figure = Figure::Count(Precision::Exact(1));
            let mut told = testing::reported(&at.to_string(), vec![PollId(0)], cast, figure);
            told.headline = it.0;
            told
        };
        let reported = figures.iter().enumerate().map(figure).collect();
        let run = testing::run("base", testing::table(&of, 20, &[]));
        let scenario = testing::scenario(of, reported);
        let mut comparison = super::super::compare(&scenario, &[run]);
        let base = &mut comparison.variants[0];
        for (at, (_, standing, by)) in figures.iter().enumerate() {
            base.figures[at].standing = *standing;
            base.drivers.push(driven(at, by));
        }
        let all = courses(&scenario, &comparison);
        all.into_iter().map(|it| (it.input, it.subjects)).collect()
    }

    #[test]
    fn courses_go_along_what_drives_unusual_headlines() {
        use Standing::{Impossible, Outside, Strained, Within};
        let one = Subject::Figure;
        let some = told(&[
            (true, Within, &[2]),
            (false, Strained, &[3]),
            (true, Outside, &[4, 3]),
        ]);
        assert_eq!(some, [(4, vec![one(2)])]);
        // Without a headline all count, those that are strained first.
        let all = told(&[
            (false, Outside, &[2]),
            (false, Strained, &[3]),
            (false, Within, &[4]),
        ]);
        assert_eq!(all, [(3, vec![one(1)]), (2, vec![one(0)])]);
        // What drives both is gone along once; what nothing drives, or arithmetic decides, not at all.
        let same = told(&[
            (true, Outside, &[3]),
            (true, Strained, &[3, 2]),
            (true, Outside, &[]),
        ]);
        assert_eq!(same, [(3, vec![one(1), one(0)])]);
        assert!(told(&[(true, Impossible, &[3])]).is_empty());
        // Two at most, but further figures of the same two.
        let two = told(&[
            (true, Strained, &[2]),
            (true, Strained, &[3]),
            (true, Strained, &[4]),
            (true, Strained, &[2]),
        ]);
        assert_eq!(two, [(2, vec![one(0), one(3)]), (3, vec![one(1)])]);
        assert!(told(&[]).is_empty());
    }
}
