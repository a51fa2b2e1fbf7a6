//! What the command says of its own work: what it wrote, how far it is, why it stopped, what to type
//! next.

use std::fmt::Display;

use super::numbers::{counted, whole};

/// Where a folder or page was written.
pub fn written(path: impl Display) -> String {
    format!("written: {path}")
}

/// A file that was written to begin with.
pub fn wrote(path: impl Display) -> String {
    format!("wrote {path}")
}

/// What to type after that.
pub fn next_check(path: impl Display) -> String {
    format!("next: scrutineer check {path}")
}

/// What to type after the list of shipped scenarios.
pub const COPY: &str = "\nA copy to change: scrutineer new --from NAME";
/// What to type after the demo, a line each.
pub const AFTER_DEMO: [&str; 2] = [
    "\nThe same with a page to open: scrutineer demo --out demo-report",
    "The scenario behind it:       scrutineer new --from demo",
];

/// A command that was stopped and leaves nothing behind.
pub const NOTHING_WRITTEN: &str = "interrupted: nothing is written";
/// A run that was stopped early.
pub const NO_TRIAL_DONE: &str = "interrupted before the first trial was done; nothing is written";

/// A command that was stopped, and what is to be said of that.
pub fn interrupted(what: &str) -> String {
    format!("interrupted: {what}")
}

/// A sweep that was stopped: how many points of how many, and whether they are in a folder.
pub fn sweep_interrupted(points: usize, all: usize, kept: bool) -> String {
    let then = match kept {
        true => "; the same command goes on from there",
        false => ", and nothing is written",
    };
    interrupted(&format!("{points} of {all} points are finished{then}"))
}

/// A sweep that finds some of its points.
pub fn points_there(path: impl Display, held: usize, all: usize) -> String {
    format!("{path}: {held} of {all} points are there already")
}

/// A folder whose run is finished.
pub fn done_already(path: impl Display) -> String {
    format!("{path}: this run is done already; showing it (--force runs it anew)\n")
}

/// A folder whose run is not finished.
pub fn anew(path: impl Display, why: impl Display) -> String {
    format!("{path}: {why}; running anew")
}

/// A file of a folder that the back-test leaves out.
pub fn not_a_control(path: impl Display) -> String {
    format!("{path}: not a control, left out")
}

/// A seed that was thrown.
pub fn thrown_seed(seed: u64) -> String {
    format!("seed {seed} (again with --seed {seed})")
}

/// What is about to be simulated.
pub fn about_to_run(trials: u64, sets: usize, seed: u64, threads: usize) -> String {
    format!(
        "{} trials of each of {sets} sets of assumptions, seed {seed}, {threads} threads",
        whole(trials as i64)
    )
}

/// A set of assumptions that an interrupted run has not begun.
pub fn not_begun(id: &str) -> String {
    format!("{id}: not begun")
}

/// A set of assumptions that an interrupted run has not finished.
pub fn partly_done(id: &str, trials: u64, asked: u64) -> String {
    format!(
        "{id}: {} of {} trials",
        whole(trials as i64),
        whole(asked as i64)
    )
}

/// What an interrupted run lacks when all days are done.
pub const NOT_SOUGHT: &str = "not every rare day was sought";

/// What is being done: the report.
pub const DRAWING: &str = "drawing charts and writing the report";
/// What is being done: the accounts.
pub const WEIGHING: &str = "weighing accounts of how a figure arose";

/// What is being done: days are played once more for their stations.
pub fn station_days(days: u64) -> String {
    let days = counted(days, "day", "days");
    format!("playing {days} once more, station by station")
}

/// What is being done: an assumption is moved.
pub fn moving(path: &str) -> String {
    format!("moving {path}")
}

/// What is being done: a search for rare days.
pub fn seeking(figure: &str, variant: &str) -> String {
    format!("seeking days that reach {figure} ({variant})")
}

/// The bar on a terminal without colours and with them; the names in braces are filled in.
pub const BAR: [&str; 2] = [
    "{bar:30} {percent:>3} %  {human_pos} of {human_len} trials  {per_sec}  {eta} left  {msg}",
    "{bar:30.cyan} {percent:>3} %  {human_pos} of {human_len} trials  {per_sec}  {eta} left  {msg}",
];

/// How far it is, where there is no bar: trials, trials a second, seconds left, and with what.
pub fn progress((done, total): (u64, u64), rate: f64, left: f64, what: &str) -> String {
    format!(
        "progress: {} of {} trials, {rate:.0} a second, about {} left ({what})",
        whole(done as i64),
        whole(total as i64),
        seconds(left),
    )
}

/// Seconds in words: `40 s`, `12 min`, `3 h`.
fn seconds(seconds: f64) -> String {
    match seconds {
        s if s < 100.0 => format!("{s:.0} s"),
        s if s < 6_000.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.0} h", s / 3_600.0),
    }
}

/// Why `--deny warnings` ends with a failure.
pub fn denied(unmet: usize) -> String {
    format!("--deny warnings applies: {unmet} of the scenario's expectations not met")
}

/// Why `--fail-if` ends with a failure: ids and standings.
pub fn failed_if(found: &[(&str, &str)]) -> String {
    let found: Vec<String> = found
        .iter()
        .map(|(id, standing)| format!("{id} is {standing}"))
        .collect();
    format!("--fail-if applies: {}", found.join(", "))
}

/// The stations of a set that is not listed one by one.
pub fn numbered_stations(count: u32) -> String {
    format!("1 to {count} of this set")
}

/// The stations of a list that are not named.
pub fn more_stations(more: usize, file: &str) -> String {
    format!("and {more} more of {file}")
}

/// The head of a trace.
pub fn trace_head(trial: u64, seed: u64, variant: &str) -> String {
    format!("Trial {trial} of seed {seed}, assumptions: {variant}")
}

/// The heading over what was drawn before the day.
pub const DRAWN: &str = "\nDrawn";
/// The heading over the events.
pub const THE_DAY: &str = "\nThe day";
/// The heading over what the day came to.
pub const END_OF_THE_DAY: &str = "\nThe end of the day, all stations";

/// How many adults a group has on this day.
pub fn adults(group: &str, adults: u64) -> String {
    format!("{group}: {} adults", whole(adults as i64))
}

/// Events that a limit keeps back.
pub fn held_back(events: u64) -> String {
    format!("… and {} more events (--limit)", whole(events as i64))
}

/// The heading of a lesson.
pub fn lesson(number: usize) -> String {
    format!("Lesson {number}")
}

/// The heading over the answers to a lesson.
pub fn lesson_answers(number: usize) -> String {
    format!("# {}: answers", lesson(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_in_the_unit_that_fits() {
        assert_eq!(seconds(99.4), "99 s");
        assert_eq!(seconds(600.0), "10 min");
        assert_eq!(seconds(7_200.0), "2 h");
    }

    #[test]
    fn a_stopped_sweep_says_whether_it_goes_on() {
        let told = sweep_interrupted(3, 11, true);
        assert!(told.starts_with("interrupted: 3 of 11 points") && told.ends_with("from there"));
        assert!(sweep_interrupted(3, 11, false).ends_with("nothing is written"));
    }
}
