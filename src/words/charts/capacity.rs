//! The words of waits against booths.

use super::{clip, decimal, whole};
use crate::compare::capacity::{BoothRow, Demand, needed};
use crate::model::Poll;

/// What is shown upwards.
pub const UPWARDS: &str = "longest wait, minutes";
/// What runs across.
pub const ACROSS: &str = "booths at every station";
/// The word at the rule.
pub const RULE: &str = "30 minutes";

/// How to read it.
pub const CAPTION: &str = "Each point is the longest wait that 95 of 100 simulated days stay below, the thin \
    line its mean over the days; blue as many as the assumptions bring, orange as many as \
    the report says. Waits beyond the scale leave through the top.";

/// Columns of the table.
pub const COLUMNS: [&str; 8] = [
    "demand",
    "booths",
    "longest wait mean, minutes",
    "median",
    "95 %",
    "share of voters over 30 minutes",
    "days without such a wait",
    "days",
];

/// A demand and its rows, one for each number of booths.
pub type Line<'a> = (&'a Demand, &'a [BoothRow]);

/// What a demand is called.
pub fn demand(of: &Demand) -> String {
    match &of.claim {
        None => "as assumed".into(),
        Some(claim) => format!("if {} come", whole(claim.ballots as f64)),
    }
}

/// How many booths are needed under each demand.
pub fn finding(name: &str, lines: &[Line]) -> String {
    let each = lines
        .iter()
        .map(|it| format!("{} {}", takes(it.1), demand(it.0)));
    format!(
        "{name}: booths per station for no wait above 30 minutes: {}",
        each.collect::<Vec<_>>().join(", ")
    )
}

/// What is shown, in how many days.
pub fn subtitle(poll: &Poll, trials: u64) -> String {
    format!(
        "{}: longest wait of the day, {} simulated days for each number of booths. Marks: what 95 of \
         100 days stay below; thin line: the mean. Nobody leaves the queue",
        clip(&poll.label, 60),
        whole(trials as f64),
    )
}

/// The key numbers, for readers who do not see the picture.
pub fn description(lines: &[Line]) -> String {
    let each = lines.iter().filter_map(|(of, rows)| {
        let (first, last) = (rows.first()?, rows.last()?);
        Some(format!(
            "{}: {} minutes with {}, {} with {}, and {} needed",
            demand(of),
            decimal(first.longest.q95, 0),
            first.booths,
            decimal(last.longest.q95, 0),
            last.booths,
            takes(rows),
        ))
    });
    format!(
        "Longest wait that 95 of 100 days stay below, against booths per station. {}.",
        each.collect::<Vec<_>>().join("; ")
    )
}

fn takes(rows: &[BoothRow]) -> String {
    match (needed(rows), rows.last()) {
        (Some(booths), _) => booths.to_string(),
        (None, last) => format!("more than {}", last.map_or(0, |row| row.booths)),
    }
}
