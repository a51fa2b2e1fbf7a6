//! Why so many days.

/// More days would hardly change what is said.
pub const AUTO_SETTLED: &str = "more would hardly change what is said of the headline figures";
/// No more are tried.
pub const AUTO_MOST: &str = "no more are tried, though some verdict still hangs on the dice";
/// The time was up.
pub const AUTO_TIME: &str = "the time of --max-time would not do for twice as many, though some verdict still hangs on the dice";

/// How many days were chosen, why, and how to have the same again.
pub fn auto(trials: &str, reason: &str) -> String {
    let plain = trials.replace(',', "");
    format!("{trials} days: {reason} (again with --trials {plain})")
}
