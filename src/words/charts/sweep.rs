//! C8: the words of the chance of a figure along an assumption.

use super::{clip, days, decimal, figure, name, polls, whole};
use crate::compare::sweep::{Axis, Outcome, Subject, Sweep};
use crate::model::{Scenario, Unit};
use crate::words::locale::LOCALE;

/// How to read the chart of one assumption.
pub const LINE_CAPTION: &str = "Each point is the share of simulated days at least as extreme as the figure, with its \
    95 % interval, when the assumption has this value; the orange diamond is where it passes 1 in \
    20. A triangle is a limit: no simulated day had it, and the line goes on as if it were 1 in one day more. The \
    shaded part is what the scenario states.";
/// How to read the grid of two assumptions.
pub const CELLS_CAPTION: &str = "Each cell is the share of simulated days at least as extreme as the figure, when both \
    assumptions have these values; everything else stays as uncertain as the scenario states it. Lines join \
    places of the same chance, drawn between the middles of the cells: whole at 1 in 20, dashed at 1 in 100, \
    dotted at 1 in 1,000, as far as so many days can tell. The thin box is what the scenario states.";
/// How to read the points of two assumptions.
pub const POINTS_CAPTION: &str = "Each mark is a pair of values of the two assumptions, and its number the share of \
    simulated days at least as extreme as the figure; everything else stays as uncertain as the \
    scenario states it. Numbers without room stand in the table.";

/// What the chance is called upwards.
pub const UPWARDS: &str = "chance of so extreme a figure";
/// The word over the range that the scenario states.
pub const STATED: &str = "as stated, 5 % to 95 %";
/// The word at the line of 1 in 20.
pub const RULE: &str = "1 in 20";
/// Columns of the table, after those of the assumptions.
pub const COLUMNS: [&str; 6] = ["days", "of", "chance", "low", "high", "standing"];

/// The claim in the middle of a sentence.
fn claim(scenario: &Scenario, subject: Subject) -> String {
    match subject {
        Subject::Joint => "all headline claims together".into(),
        Subject::Figure(at) => {
            let (reported, of) = (&scenario.reported[at], &scenario.assumptions);
            let (name, figure) = (name(reported), figure(reported));
            match of.polls.len() {
                1 => format!("{name}, {figure}"),
                _ => format!("{name}, {figure} ({})", polls(reported, of)),
            }
        }
    }
}

/// Where the chance of the subject at position `at` passes 1 in 20, or that it never does.
pub fn finding(scenario: &Scenario, sweep: &Sweep, at: usize) -> String {
    let (claim, points) = (claim(scenario, sweep.subjects[at]), sweep.points.len());
    let axis = &sweep.axes[0];
    let crossings = sweep.crossings(at);
    let each = crossings.iter().take(3).map(|it| {
        let way = match it.rising {
            true => "rises above",
            false => "falls below",
        };
        format!("{way} 1 in 20 near {}", value(axis, it.near))
    });
    let each = each.collect::<Vec<_>>().join(", then ");
    match sweep.below(at) {
        _ if !crossings.is_empty() => format!("{claim}: the chance {each}"),
        0 => format!("{claim}: the chance is 1 in 20 or more at every point tried"),
        n if n == points => format!("{claim}: the chance is below 1 in 20 at every point tried"),
        n => format!("{claim}: the chance is below 1 in 20 at {n} of {points} points"),
    }
}

/// How many days, and what stays as it is.
pub fn subtitle(sweep: &Sweep) -> String {
    let days = days(sweep.trials);
    let rest = match &sweep.set {
        Some((_, label)) => format!("in the set “{}”", clip(label, 60)),
        None => "the scenario states it".into(),
    };
    format!("{days} at every point, with the same dice; everything else as {rest}")
}

/// The same with the colours of the cells.
pub fn cells_subtitle(sweep: &Sweep) -> String {
    let text = subtitle(sweep);
    format!("{text}. Blue: 1 in 20 or more; orange: rarer; grey: no such day")
}

/// The same with the marks of the points.
pub fn points_subtitle(sweep: &Sweep) -> String {
    let text = subtitle(sweep);
    format!("{text}. Dot: 1 in 20 or more; diamond: rarer; ring: no such day")
}

/// The key numbers of the subject at position `at`, for readers who do not see the picture.
pub fn description(sweep: &Sweep, at: usize) -> String {
    let axes: Vec<String> = sweep.axes.iter().map(axis_name).collect();
    let points = [sweep.points.first(), sweep.points.last()];
    let ends = points.into_iter().flatten().map(|point| {
        let values = sweep.axes.iter().zip(&point.at);
        let values: Vec<String> = values.map(|(axis, &x)| value(axis, x)).collect();
        let chance = chance(&point.outcomes[at]);
        format!("{chance} at {}", values.join(" and "))
    });
    format!(
        "Chance of a figure at least as extreme, against {}. {}.",
        axes.join(" and "),
        ends.collect::<Vec<_>>().join("; ")
    )
}

/// What an axis is called.
pub fn axis_name(axis: &Axis) -> String {
    clip(&axis.label, 80)
}

/// What an axis is called, with its path in the file.
pub fn axis_with_path(axis: &Axis) -> String {
    match axis.label == axis.path {
        true => axis_name(axis),
        false => format!("{} ({})", axis_name(axis), clip(&axis.path, 60)),
    }
}

/// What runs upwards, where it stands above the plot.
pub fn upwards(axis: &Axis) -> String {
    format!("upwards: {}", axis_name(axis))
}

/// A value of an axis in its unit.
pub fn value(axis: &Axis, x: f64) -> String {
    match axis.unit {
        Unit::Persons => whole(x),
        Unit::Share => LOCALE.percent(100.0 * x, 1),
        Unit::Seconds => LOCALE.with_unit(&decimal(x, 1), "s"),
        Unit::Minutes => LOCALE.with_unit(&decimal(x, 1), "min"),
        Unit::Plain => decimal(x, 3),
    }
}

/// `1 in 12`, `34 %`, or how rare at most.
pub fn chance(of: &Outcome) -> String {
    match of.chance() {
        p if of.tail.hits == 0 => match ceiling(of.tail.trials) {
            limit if limit > 0.1 || p > 0.0 => "none".into(),
            limit => format!("< {}", one_in(limit)),
        },
        p if p > 0.99 && p < 1.0 => format!("> {}", LOCALE.percent(99.0, 0)),
        p if p >= 0.1 => LOCALE.percent(100.0 * p, 0),
        p => one_in(p),
    }
}

/// `1 in 12`.
fn one_in(p: f64) -> String {
    format!("1 in {}", whole((1.0 / p).round()))
}

/// The word at a power of ten of the axis of chances: `always`, `1 in 100`.
pub fn tick(one_in: f64) -> String {
    match one_in {
        1.0 => "always".into(),
        n => format!("1 in {}", whole(n)),
    }
}

/// `1 in 20 near 62 %`: the word at a diamond.
pub fn crossing(axis: &Axis, near: f64) -> String {
    format!("1 in 20 near {}", value(axis, near))
}

/// What the dotted ceiling of points says that no day reached.
pub fn none_of(trials: u64) -> String {
    let (days, limit) = (whole(trials as f64), ceiling(trials));
    match limit > 0.1 {
        true => format!("none of {days} days: too few to say how rare"),
        false => format!(
            "none of {days} days: fewer than {} (95 % limit)",
            one_in(limit)
        ),
    }
}

/// What no day of so many can be more frequent than, at 95 %: the rule of three (Hanley &
/// Lippman-Hand 1983), rounded up so that "fewer than" stays right.
pub fn ceiling(trials: u64) -> f64 {
    let least = trials as f64 / 3.0;
    let mut scale = 1.0;
    while least / scale >= 100.0 {
        scale *= 10.0;
    }
    1.0 / ((least / scale).floor() * scale).max(1.0)
}
