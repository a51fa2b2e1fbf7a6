//! Sweeps in words: what was moved, and where a chance passes 1 in 20.

use super::figures::{figure_short, named};
use super::laws;
use super::numbers::{in_percent, list, significant, whole};
use super::tails;
use crate::compare::sweep::{Axis, Crossing, Design, Outcome, Subject, Sweep};
use crate::model::Scenario;
use crate::words::clean::inline;

/// How the numbers are to be read.
pub const NOTE: &str = "Chance: share of simulated days at least as extreme as the figure, doubled \
    where it was published without a direction; for several figures, days on which all hold. The \
    assumption is put to one value at a time, everything else stays as uncertain as the scenario \
    states it. It says what an assumption would have to be, not what it was.";

/// The first line: which scenario.
pub fn title(scenario: &Scenario) -> String {
    format!(
        "What an assumption would have to be. {}",
        inline(&scenario.title)
    )
}

/// The column of the first assumption's values.
pub const FIRST_VALUE: &str = "value";
/// The column of the second one's.
pub const SECOND_VALUE: &str = "second";
/// The columns after them.
pub const LIST_HEAD: [&str; 3] = ["days  ", "chance, 95 % interval", "standing"];
/// What stands before the assumption of the rows of a grid.
pub const DOWN: &str = "down: ";
/// What stands before the assumption of its columns.
pub const ACROSS: &str = "across: ";

/// A value of an axis in its unit.
pub fn value(axis: &Axis, x: f64) -> String {
    laws::value(x, axis.unit)
}

/// What is moved, with the range that the scenario states.
pub fn axis(axis: &Axis) -> String {
    let ends = |low: f64, high: f64| format!("{} to {}", value(axis, low), value(axis, high));
    let (first, last) = (axis.values.first(), axis.values.last());
    let range = ends(
        first.copied().unwrap_or(f64::NAN),
        last.copied().unwrap_or(f64::NAN),
    );
    let stated = match axis.stated {
        Some((low, high)) => format!(
            "; the scenario states {} (5 % to 95 % of its law)",
            ends(low, high)
        ),
        None => String::new(),
    };
    let name = match axis.label == axis.path {
        true => inline(&axis.path),
        false => format!("{} ({})", inline(&axis.label), inline(&axis.path)),
    };
    format!("{name}: {range} in {} points{stated}.", axis.values.len())
}

/// How many days are behind every point.
pub fn setting(sweep: &Sweep) -> String {
    let text = format!(
        "{} simulated days at every point, all with seed {} and the same dice.",
        whole(sweep.trials as i64),
        sweep.seed
    );
    let text = match &sweep.set {
        Some((_, label)) => format!("Everything else as in the set “{}”. {text}", inline(label)),
        None => text,
    };
    match sweep.design {
        Design::Grid => text,
        Design::Latin(_) => format!(
            "{text} The points are a Latin hypercube: the range is cut into as many layers as there are \
             points, and one point lies in each, somewhere by chance."
        ),
    }
}

/// What is asked: a figure as published, or all headline claims.
pub fn subject(scenario: &Scenario, of: Subject) -> String {
    match of {
        Subject::Joint => "All headline claims together".into(),
        Subject::Figure(at) => {
            let reported = &scenario.reported[at];
            format!(
                "{} ({})",
                named(scenario, reported),
                figure_short(&reported.figure)
            )
        }
    }
}

/// Where the chance of a subject passes 1 in 20, or that it never does.
pub fn course(sweep: &Sweep, subject: usize) -> String {
    let (points, below) = (sweep.points.len(), sweep.below(subject));
    if let ([axis], false) = (&sweep.axes[..], points == 0) {
        let crossings = sweep.crossings(subject);
        let each: Vec<String> = crossings.iter().map(|it| crossing(axis, it)).collect();
        if !each.is_empty() {
            return format!("The chance {}.", list(&each));
        }
    }
    match below {
        0 => "The chance is 1 in 20 or more at every point.".into(),
        n if n == points => "The chance is below 1 in 20 at every point.".into(),
        n => format!("The chance is below 1 in 20 at {n} of {points} points."),
    }
}

fn crossing(axis: &Axis, it: &Crossing) -> String {
    let say = |x: f64| value(axis, x);
    format!(
        "{} 1 in 20 near {} (between {} and {})",
        if it.rising {
            "rises above"
        } else {
            "falls below"
        },
        value(axis, near(it.near)),
        say(it.between.0),
        say(it.between.1)
    )
}

/// Three digits, which is more than a few hundred days can tell.
fn near(x: f64) -> f64 {
    format!("{x:.2e}").parse().unwrap_or(x)
}

/// `5.2 %, 3.4 % to 7.5 %`, or how rare at most when no day has it.
pub fn chance(of: &Outcome) -> String {
    if of.tail.hits == 0 {
        return tails::limit(of.tail.trials);
    }
    let (low, high) = of.interval();
    let [value, low, high] = [of.chance(), low, high].map(percent);
    let [value, high] = [value, high].map(|it| in_percent(&it));
    format!("{value}, {low} to {high}")
}

/// As short as it can be, for a cell of a grid: `5.2 %`, `none`.
pub fn chance_in_a_cell(of: &Outcome) -> String {
    match of.tail.hits {
        0 => "none".into(),
        _ => in_percent(&percent(of.chance())),
    }
}

fn percent(share: f64) -> String {
    match share {
        x if x > 0.99 && x < 1.0 => "over 99".into(),
        x => significant(100.0 * x, 2),
    }
}
