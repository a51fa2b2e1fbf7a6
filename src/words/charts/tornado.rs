//! C7: the words of what moves a figure, one input at a time.

use super::{Subject, clean, clip, decimal, figure, name, value};
use crate::compare::{Driver, Drivers};
use crate::model::Unit;
use crate::words::locale::LOCALE;

/// How to read it.
pub const CAPTION: &str = "Each bar moves one input from its 5 % to its 95 % quantile while all others stay at \
    their medians; the input's own values stand at the ends of the bar. Inputs that matter only \
    together do not show here. The orange line with the diamond is what was reported.";

/// Columns of the table.
pub const COLUMNS: [&str; 6] = [
    "input",
    "low value",
    "high value",
    "figure at low",
    "figure at high",
    "share of variance",
];

/// Characters of an input's name in a title.
const IN_TITLE: usize = 100;

/// Which input moves the figure most, from where to where.
pub fn finding(of: &Subject, most: &Driver) -> String {
    let inputs = &of.scenario.assumptions.inputs;
    format!(
        "{}: one at a time, {} moves it most, from {}",
        name(of.reported),
        clip(&inputs[most.input].label, IN_TITLE),
        bar(of, most)
    )
}

/// What is shown, and how it was worked out.
pub fn subtitle(of: &Subject, drivers: &Drivers) -> String {
    format!(
        "{}, median of {} days; each input at its 5 % and 95 % quantile, the others at their \
         medians, with the same dice",
        of.axis(),
        drivers.days
    )
}

/// The key numbers, for readers who do not see the picture.
pub fn description(of: &Subject, drivers: &Drivers, rows: &[&Driver]) -> String {
    let inputs = &of.scenario.assumptions.inputs;
    let bars = rows
        .iter()
        .map(|row| format!("{}: {}", clean(&inputs[row.input].label), bar(of, row)));
    format!(
        "Bars, the widest first. With every input at its median the figure is {}; reported was {}. {}.",
        value(drivers.middle, of.figure.claim.percent),
        figure(of.reported),
        bars.collect::<Vec<_>>().join("; ")
    )
}

/// `34,000 to 41,000`: the ends of a bar, the smaller first.
fn bar(of: &Subject, row: &Driver) -> String {
    let [a, b] = row.ends.map(|end| end.figure);
    let show = |v: f64| value(v, of.figure.claim.percent);
    format!("{} to {}", show(a.min(b)), show(a.max(b)))
}

/// A value of an input in its unit.
pub fn in_unit(x: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => value(100.0 * x, true),
        Unit::Persons => value(x, false),
        Unit::Seconds => LOCALE.with_unit(&decimal(x, 0), "s"),
        Unit::Minutes => LOCALE.with_unit(&decimal(x, 0), "min"),
        Unit::Plain => LOCALE.fixed(x, 2),
    }
}
