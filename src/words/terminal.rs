//! Headings and table heads of the comparison on the terminal.

use super::{clean, first_upper, hits, published_short, span, standing, standing_or_none, whole};
use crate::compare::{FigureComparison, Standing, VariantComparison};
use crate::model::Reported;

/// The two lines over the table of figures, their standing last.
pub const TABLE_HEAD: [([&str; 4], &str); 2] = [
    (["Figure", "Reported", "Simulated,", "Days as"], "Standing"),
    (["", "", "95 % of days", "extreme"], ""),
];
/// The heading over the verdicts.
pub const VERDICTS: &str = "Verdicts";
/// The heading over the joint verdict.
pub const TOGETHER: &str = "Together";
/// The heading over the table of all sets of assumptions.
pub const SIDE_BY_SIDE: &str = "Under each set of assumptions";
/// The first column of that table.
pub const FIGURE: &str = "Figure";
/// What the short words for standings in it mean.
pub const SHORT_STANDINGS: &str =
    "in: within; str: strained; out: outside; imp: impossible; -: no test";
/// Where the sets are that do not fit beside the others.
pub const FURTHER_SETS: &str = "Further sets are in report.html and comparison.csv.";
/// The headline claims as one row or heading.
pub const HEADLINES_TOGETHER: &str = "Headline claims together";
/// The heading over findings that need no simulation.
pub const ARITHMETIC: &str = "Arithmetic of the report";
/// The heading over what stations were reported to be like.
pub const STATIONS: &str = "Station by station";
/// The heading over the warnings.
pub const PLEASE_NOTE: &str = "Please note";

/// Under which assumptions, in how many days, with which seed.
pub fn under(set: &VariantComparison, seed: u64) -> String {
    format!(
        "Under \"{}\": {} simulated days, seed {seed}",
        clean::inline(&set.label),
        whole(set.trials as i64)
    )
}

/// How many days were as extreme, in a cell.
pub fn days_as_extreme(hits: u64) -> String {
    match hits {
        0 => "none".into(),
        n => whole(n as i64),
    }
}

/// A row of the table in one sentence, where its columns do not fit.
pub fn row_in_one_line(figure: &FigureComparison, reported: &Reported) -> String {
    let q = &figure.simulated;
    format!(
        "{}; simulated {}; {}; {}",
        published_short(&reported.figure),
        span(q.q025, q.q975, figure.claim.percent),
        hits(&figure.tail),
        standing_or_none(reported, figure.standing)
    )
}

/// `Outside, under these assumptions …`: a standing with what it means.
pub fn standing_told(of: Standing) -> String {
    first_upper(&format!("{}, {}", of.word(), standing(of)))
}
