//! C1: the words of the histogram of one figure.

use super::{Subject, days_of, figure, runs, sentence, value};

/// What is counted upwards.
pub const UPWARDS: &str = "simulated days";
/// The bar of everything that is uncertain.
pub const UNCERTAIN: &str = "chance and uncertain assumptions";
/// The bar of chance alone.
pub const CHANCE: &str = "chance alone";

/// How to read it.
pub const CAPTION: &str = "Blue shows how often each value came out when the day was simulated again and \
    again; the orange line with the diamond is what was reported, and its pale band holds all \
    values the rounded figure may stand for. The thick part of each bar above holds the middle \
    50 % of the days, the thin part 95 %: once with everything that is uncertain, once with \
    chance alone.";

/// Columns of the table.
pub const COLUMNS: [&str; 4] = ["mark", "from", "to", "simulated days"];
/// The row of the report.
pub const REPORTED: &str = "reported";
/// The middle 50 and 95 % with everything that is uncertain.
pub const UNCERTAIN_ROWS: [&str; 2] = [
    "chance and uncertain assumptions, 50 %",
    "chance and uncertain assumptions, 95 %",
];
/// The middle 50 and 95 % with chance alone.
pub const CHANCE_ROWS: [&str; 2] = ["chance alone, 50 %", "chance alone, 95 %"];
/// The row of the hard bound.
pub const BOUND: &str = "hard bound";
/// The row of a bin.
pub const BIN: &str = "bin";
/// The row of all days.
pub const ALL: &str = "all";

/// The key numbers, for readers who do not see the picture.
pub fn description(of: &Subject) -> String {
    let (q, claim) = (&of.figure.simulated, &of.figure.claim);
    let show = |v: f64| value(v, claim.percent);
    format!(
        "Histogram of {} in {}. Simulated median {}; 95 % of the days from {} to {}; reported {}. {}.",
        of.axis(),
        days_of(of.variant),
        show(q.median),
        show(q.q025),
        show(q.q975),
        figure(of.reported),
        sentence(&runs(&of.figure.tail, claim)),
    )
}
