//! What would have to be true, on the page of a run: the assumption that drives an unusual figure most is
//! moved, with the dice of the run, for a tenth of the run's days.

use super::exit::Failure;
use super::progress::Progress;
use super::signals::Stop;
use super::simulate::{Plan, one};
use super::streams::Voice;
use crate::compare::along::{Course, courses, held};
use crate::compare::sweep::{Design, Point, Sweep};
use crate::compare::{Comparison, compare_tallied};
use crate::model::Scenario;
use crate::trials::VariantRun;
use crate::words::command as says;

/// The part of a run's days that may be spent, 1 in so many.
const PART: u64 = 10;
/// Fewest and most days at a point: with fewer, 1 in 20 cannot be told from 1 in 100.
const DAYS: (u64, u64) = (100, 500);
/// Fewest points that make a course.
const FEWEST_POINTS: usize = 3;
/// Days with every input at its median: nothing here shows them.
const FROZEN: u64 = 1;

/// Moves what is worth it and fills the courses into the comparison; nothing where the run is too short
/// to spend days on it, or was stopped. Values with which the rest of the assumptions cannot hold are left
/// out.
///
/// # Errors
/// [`Failure::Engine`] when the assumptions contradict themselves.
pub fn add(
    scenario: &Scenario,
    comparison: &mut Comparison,
    plan: &Plan,
    stop: &Stop,
    voice: &Voice,
) -> Result<(), Failure> {
    let mut courses = courses(scenario, comparison);
    let run = plan.trials * comparison.variants.len() as u64;
    let share = |courses: &[Course]| {
        let points: usize = courses.iter().map(|it| it.axis.values.len()).sum();
        (points as u64, (run / PART).checked_div(points as u64))
    };
    while share(&courses).1.is_some_and(|days| days < DAYS.0) {
        courses.pop();
    }
    let (points, Some(days)) = share(&courses) else {
        return Ok(());
    };
    let days = days.min(DAYS.1) / 10 * 10;
    let plan = Plan {
        trials: days,
        ..*plan
    };
    let progress = Progress::new(voice, points * (days + FROZEN));
    for course in courses {
        let along = Along {
            scenario,
            plan: &plan,
            stop,
            voice,
            progress: &progress,
        };
        let Some(sweep) = along.sweep(course)? else {
            break;
        };
        if sweep.points.len() >= FEWEST_POINTS {
            comparison.moved.push(sweep);
        }
    }
    progress.finish();
    Ok(())
}

/// What every point is played with.
struct Along<'a> {
    scenario: &'a Scenario,
    plan: &'a Plan,
    stop: &'a Stop,
    voice: &'a Voice,
    progress: &'a Progress,
}

impl Along<'_> {
    /// All points of a course; `None` when stopped.
    fn sweep(&self, course: Course) -> Result<Option<Sweep>, Failure> {
        self.voice.detail(says::moving(&course.axis.path));
        let mut sweep = Sweep {
            set: None,
            seed: self.plan.seed.0,
            trials: self.plan.trials,
            design: Design::Grid,
            axes: vec![course.axis],
            subjects: course.subjects,
            points: Vec::new(),
        };
        for at in sweep.layout() {
            match self.point(course.input, &at, &sweep) {
                Ok(Some(point)) => sweep.points.push(point),
                Ok(None) => return Ok(None),
                // With this value the rest cannot hold, such as a total: no day has it.
                Err(Failure::Trials { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(Some(sweep))
    }

    /// One point; `None` when stopped.
    fn point(&self, input: usize, at: &[f64], of: &Sweep) -> Result<Option<Point>, Failure> {
        let scenario = Scenario {
            assumptions: held(&self.scenario.assumptions, input, at[0]),
            variants: Vec::new(),
            ..self.scenario.clone()
        };
        let set = ("base", &scenario.assumptions);
        let (plan, progress) = (self.plan, self.progress);
        let played = one(
            &scenario, set, plan, FROZEN, self.stop, self.voice, progress,
        )?;
        let whole = |run: &&VariantRun| run.done == plan.trials && run.frozen.len > 0;
        if played.runs.first().filter(whole).is_none() {
            return Ok(None);
        }
        let comparison = compare_tallied(&scenario, &played.runs, &played.tallies);
        let base = &comparison.variants[0];
        Ok(Some(Point::new(at.to_vec(), &of.subjects, base)))
    }
}
