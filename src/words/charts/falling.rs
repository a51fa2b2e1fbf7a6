//! C16: the words of how the chance of a sought figure falls.

use super::{Subject, assumptions, count, figure, name, near_edge, numbers, value, whole};
use crate::compare::Told;
use crate::compare::falling::Falling;
use crate::words::rare::{LITERALLY, TOO_SMALL};

/// How to read it.
pub const CAPTION: &str = "Each grey line further down is ten times rarer. The thick line ends at the last simulated day. \
    Each thin line is one search: at every level it keeps the half of its days that came nearer and goes on from \
    them. Where the thin lines part, the searches are not sure, and the interval at the figure says how much. \
    Searches count days without a clock; what of the found days is lost by the clock is counted in at the figure \
    only. Below one in a million nothing is drawn: the assumptions themselves are not that exact.";

/// Columns of the table.
pub const COLUMNS: [&str; 5] = ["from", "value", "chance", "low", "high"];
/// The rows of counted days.
pub const COUNTED: &str = "simulated days";
/// The row of the figure itself, an estimate.
pub const ESTIMATE: &str = "the figure";
/// The row of the figure itself, a limit.
pub const LIMIT: &str = "the figure, at most";

/// The rows of a search, counted from 1.
pub fn search(number: usize) -> String {
    format!("search {number}")
}

/// What runs upwards.
pub const UPWARDS: &str = "chance of a value so extreme";

/// How rare the figure is.
pub fn finding(of: &Subject, told: &Told) -> String {
    let (what, said) = (name(of.reported), figure(of.reported));
    let rare = match told.area.value {
        p if p < TOO_SMALL => LITERALLY.into(),
        p if told.bound_only => format!("a search finds at most {} days", numbers::one_in(1.0 / p)),
        p => format!("a search finds about {} days", about(p)),
    };
    format!("{what}, {said}: {rare}")
}

/// `1 in 50,000`.
fn about(p: f64) -> String {
    numbers::one_in((1.0 + 1e-9) / p.max(f64::MIN_POSITIVE))
}

/// What is drawn.
pub fn subtitle(of: &Subject, it: &Falling) -> String {
    let days = super::days_of(of.variant);
    let set = assumptions(of.scenario, &of.variant.id, &of.variant.label);
    format!(
        "Thick line: the share of {days} that get so far; thin lines: {} searches of {} days in all; {set}",
        count(it.told.runs),
        whole(it.told.days as f64)
    )
}

/// The key numbers, for readers who do not see the picture.
pub fn description(of: &Subject, it: &Falling) -> String {
    let percent = of.figure.claim.percent;
    let counted = it.counted.first().into_iter().chain(it.counted.last());
    let counted: Vec<String> = counted
        .map(|point| {
            let chance = super::sweep::tick(rounded(1.0 / point.chance));
            format!("{} at {}", chance, value(point.value, percent))
        })
        .collect();
    let edge = value(near_edge(&of.figure.claim, of.figure.tail.side), percent);
    format!(
        "The chance of a value so extreme, against the value, on a logarithmic axis. Simulated days: {}. At {edge}: {}.",
        counted.join(" and "),
        at_the_end(it.told).join(" ")
    )
}

/// A number of days to two digits.
fn rounded(one_in: f64) -> f64 {
    let mut scale = 1.0;
    while one_in / scale >= 100.0 {
        scale *= 10.0;
    }
    (one_in / scale).round() * scale
}

/// The words at the figure: the estimate, and its interval in two lines; or the limit.
pub fn at_the_end(told: &Told) -> Vec<String> {
    let area = &told.area;
    if area.value < TOO_SMALL {
        return vec![
            "less than one in a million".into(),
            "if taken literally".into(),
        ];
    }
    if told.bound_only {
        return vec![
            format!("at most {}", numbers::one_in(1.0 / area.value)),
            "(95 % limit)".into(),
        ];
    }
    let low = match area.low {
        p if p < TOO_SMALL => "less than 1 in 1,000,000".into(),
        p => about(p),
    };
    vec![
        format!("about {}", about(area.value)),
        format!("95 %: {low}"),
        format!("to {}", about(area.high)),
    ]
}
