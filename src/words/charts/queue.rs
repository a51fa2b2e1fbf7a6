//! C5: the words of the queue over the day.

use super::{days_of, decimal, whole};
use crate::compare::{DayBands, VariantComparison};
use crate::units::SimTime;

/// What the upper plot shows upwards.
pub const WAITING: &str = "people waiting";
/// What the lower plot shows upwards.
pub const PER_HOUR: &str = "ballots an hour";
/// What runs across.
pub const ACROSS: &str = "time of day";

/// How to read it.
pub const CAPTION: &str = "Above, how many people stand in the queues of all stations together; below, how \
    many ballots are cast an hour, against what all booths can take. The dark band holds the \
    middle 50 % of the simulated days, the paler ones 80 and 95 %; orange shows what two \
    announced figures imply for the hours between them.";

/// Columns of the table.
pub const COLUMNS: [&str; 10] = [
    "from", "to", "mark", "2.5 %", "10 %", "25 %", "median", "75 %", "90 %", "97.5 %",
];
/// The row of the longest wait.
pub const LONGEST_ROW: &str = "longest wait, minutes";
/// The row of those who wait when the doors close.
pub const AT_CLOSE_ROW: &str = "waiting at closing time";
/// The row of those who came in vain.
pub const LOST_ROW: &str = "came and cast no ballot";
/// The rows of the rates that announced figures imply.
pub const IMPLIED_ROW: &str = "ballots an hour implied by announced figures";
/// The row of what the booths can take.
pub const CAPACITY_ROW: &str = "ballots an hour all booths can take";

/// The highest rate that two announced figures imply: ballots an hour, from when, until when.
pub type Rate = (f64, SimTime, SimTime);

/// Whether the booths can take the highest implied rate; else when the queue is longest.
pub fn finding(poll: &str, day: &DayBands, implied: Option<Rate>) -> String {
    if let (Some(capacity), Some((most, from, to))) = (day.capacity_per_hour, implied) {
        let than = match most > capacity {
            true => "more than",
            false => "within",
        };
        return format!(
            "{poll}: the announced figures imply {} ballots an hour from {from} to {to}, {than} the {} \
             that all booths can take",
            whole(most),
            whole(capacity)
        );
    }
    let middling = day.waiting.iter().map(|q| q.median).zip(&day.times);
    match middling.max_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((most, at)) if most >= 1.0 => format!(
            "{poll}: on a middling day the queue is longest at {at}, with {} people",
            whole(most)
        ),
        _ => format!(
            "{poll}: at each of these times the queue is empty on at least half of the simulated days"
        ),
    }
}

/// The waits of the day, under which assumptions.
pub fn subtitle(variant: &VariantComparison, assumptions: &str, day: &DayBands) -> String {
    format!(
        "All stations together, {}; {assumptions}. Longest wait {} minutes on a middling day; {} still \
         waiting at closing time; {} came in vain",
        days_of(variant),
        decimal(day.longest_wait.median, 0),
        whole(day.waiting_at_close.median),
        whole(day.lost.median),
    )
}

/// The key numbers, for readers who do not see the picture.
pub fn description(variant: &VariantComparison, day: &DayBands) -> String {
    let peak = day.waiting.iter().map(|q| q.median).fold(0.0, f64::max);
    let busiest = day.per_hour.iter().map(|q| q.median).fold(0.0, f64::max);
    let capacity = match day.capacity_per_hour {
        Some(most) => capacity(most),
        None => "the booths set no limit".into(),
    };
    format!(
        "Two plots over the time of day for {}: people waiting (highest median {}) and ballots an hour \
         (highest median {}); {capacity}.",
        days_of(variant),
        whole(peak),
        whole(busiest),
    )
}

/// `all booths can take 1,200 an hour`.
pub fn capacity(most: f64) -> String {
    format!("all booths can take {} an hour", whole(most))
}

/// The same where the scale ends far below.
pub fn capacity_far(most: f64) -> String {
    format!("{}, far above this scale", capacity(most))
}

/// The word at the line of closing time.
pub fn doors_close(at: SimTime) -> String {
    format!("doors close {at}")
}

/// The word beside a rate that two announced figures imply, ballots an hour.
pub fn announced_rate(per_hour: f64) -> String {
    format!("announced {}", whole(per_hour))
}
