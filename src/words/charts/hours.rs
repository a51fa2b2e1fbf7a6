//! C4: the words of turnout by hour.

use super::{clean, count, days_of, value};
use crate::compare::{Quantiles, VariantComparison};
use crate::units::SimTime;

/// What is shown upwards.
pub const UPWARDS: &str = "turnout so far, percent of registered electors";
/// What runs across.
pub const ACROSS: &str = "time of day";

/// How to read it.
pub const CAPTION: &str = "The dark band holds the middle 50 % of the simulated days at each time, the paler \
    ones 80 and 95 %; the line is the median. Each orange diamond is a figure announced for \
    that time; its bar shows what rounding allows.";

/// What is written at the right end of the bands, from the top down; the second and the fourth are
/// left out where the bands are narrow.
pub const ENDS: [&str; 5] = [
    "97.5\u{a0}%",
    "75\u{a0}%",
    "median",
    "25\u{a0}%",
    "2.5\u{a0}%",
];

/// Columns of the table.
pub const COLUMNS: [&str; 9] = [
    "time", "mark", "2.5 %", "10 %", "25 %", "median", "75 %", "90 %", "97.5 %",
];
/// The rows of the simulated bands.
pub const SIMULATED: &str = "simulated turnout, percent";

/// The row of an announced figure.
pub fn announced_row(label: &str) -> String {
    format!("announced: {}", clean(label))
}

/// What is shown, under which assumptions.
pub fn subtitle(variant: &VariantComparison, assumptions: &str) -> String {
    format!(
        "Ballots cast so far, percent of registered electors, in {}; {assumptions}",
        days_of(variant)
    )
}

/// The key numbers, for readers who do not see the picture.
pub fn description(
    variant: &VariantComparison,
    announced: usize,
    last: SimTime,
    close: &Quantiles,
) -> String {
    format!(
        "Turnout over the day as bands of {}, with {} announced figures. At {last} the median is \
         {}, and 95 % of the days lie between {} and {}.",
        days_of(variant),
        count(announced),
        value(close.median, true),
        value(close.q025, true),
        value(close.q975, true),
    )
}

/// How many of the `all` announced figures lie above and below the band of 95 %, and when; without any,
/// where turnout ends.
pub fn finding(
    poll: &str,
    close: &Quantiles,
    all: usize,
    above: &[SimTime],
    below: &[SimTime],
) -> String {
    let band = "the 95\u{a0}% band";
    match (all, above.len(), below.len()) {
        (0, ..) => {
            let (low, high) = (value(close.q025, true), value(close.q975, true));
            format!("{poll}: turnout ends between {low} and {high} in 95 of 100 simulated days")
        }
        (_, 0, 0) => format!("{poll}: {} within {band}", some(all, all)),
        (_, n, 0) => format!("{poll}: {} above {band} ({})", some(n, all), times(above)),
        (_, 0, n) => format!("{poll}: {} below {band} ({})", some(n, all), times(below)),
        (_, up, down) => format!(
            "{poll}: {} above {band}, {} below it",
            some(up, all),
            count(down)
        ),
    }
}

/// `two of five announced figures lie`.
fn some(n: usize, all: usize) -> String {
    match (n, all) {
        (1, 1) => "the announced figure lies".to_string(),
        (2, 2) => "both announced figures lie".to_string(),
        (n, all) if n == all => format!("all {} announced figures lie", count(n)),
        (1, all) => format!("one of {} announced figures lies", count(all)),
        (n, all) => format!("{} of {} announced figures lie", count(n), count(all)),
    }
}

/// `09:00, 12:00`: at most four times.
fn times(of: &[SimTime]) -> String {
    let mut times: Vec<String> = of.iter().map(SimTime::to_string).collect();
    times.dedup();
    if times.len() > 4 {
        times.truncate(3);
        times.push("…".into());
    }
    times.join(", ")
}

/// `12:00: announced 33 %`; without a time, of the whole day.
pub fn announced(at: Option<SimTime>, figure: &str) -> String {
    let when = at.map_or_else(|| "whole day".to_string(), |at| at.to_string());
    format!("{when}: announced {figure}")
}

/// Many figures of the whole day in one line: how many, the least and the most, percent.
pub fn announced_many(n: usize, least: f64, most: f64) -> String {
    format!(
        "whole day: {} announced figures, {} to {}",
        count(n),
        value(least, true),
        value(most, true)
    )
}
