//! C15: the words of how an estimate settles.

use super::sweep::chance;
use super::{Subject, days_of, decimal, figure, name, numbers, whole};
use crate::compare::FEW_HITS;
use crate::compare::running::Running;
use crate::compare::sweep::Outcome;

/// How to read it.
pub const CAPTION: &str = "The line is the share of the days so far that are at least as extreme as the figure; the \
    shaded part is its 95 % interval (Clopper and Pearson). More days make the interval narrower and say \
    nothing about whether the assumptions are right. As long as no such day has come there is only a limit.";

/// Columns of the table.
pub const COLUMNS: [&str; 5] = ["days", "as extreme", "share", "low", "high"];

/// What runs upwards.
pub const UPWARDS: &str = "chance of so extreme a figure";
/// What runs to the right.
pub const ACROSS: &str = "simulated days so far (each step ten times as many)";

/// How far the estimate still moves.
pub fn finding(of: &Subject, it: &Running) -> String {
    let (what, said) = (name(of.reported), figure(of.reported));
    let after = whole(it.settled_after as f64);
    let Some(last) = it.looks.last() else {
        return what;
    };
    if (1..FEW_HITS).contains(&last.tail.hits) {
        let (hits, days) = (last.tail.hits, whole(last.tail.trials as f64));
        return format!(
            "{what}, {said}: {hits} of {days} days so extreme are too few for the estimate to settle"
        );
    }
    let moves = match it.moved {
        _ if last.tail.hits == 0 => {
            let days = whole(last.tail.trials as f64);
            return format!(
                "{what}, {said}: none of {days} days is so extreme, and a limit is all they can give"
            );
        }
        0.0 => "does not move any more".to_string(),
        moved => format!("moves by less than {}", points(moved)),
    };
    format!("{what}, {said}: after {after} days the estimate {moves}")
}

/// A distance of two shares in percentage points, rounded up to two digits.
fn points(moved: f64) -> String {
    let percent = 100.0 * moved;
    let mut places = 0;
    let mut step = 1.0;
    while percent / step < 10.0 && places < 6 {
        places += 1;
        step /= 10.0;
    }
    let up = ((percent / step).floor() + 1.0) * step;
    match decimal(up, places) {
        one if one == "1" => "1 percentage point".into(),
        more => format!("{more} percentage points"),
    }
}

/// What is drawn.
pub fn subtitle(of: &Subject) -> String {
    format!(
        "The share of days at least as extreme, day after day, in {}",
        days_of(of.variant)
    )
}

/// The key numbers, for readers who do not see the picture.
pub fn description(it: &Running) -> String {
    let said = it.looks.iter().map(|look| {
        let days = whole(look.tail.trials as f64);
        format!("{} after {days} days", chance(look))
    });
    let said: Vec<String> = said.collect();
    let some = [said.first(), said.get(said.len() / 2), said.last()];
    let some: Vec<&str> = some.into_iter().flatten().map(String::as_str).collect();
    format!(
        "The share of days so far with its 95 % interval, against the number of days: {}.",
        some.join("; ")
    )
}

/// The words at the end of the line: the estimate, and its interval in two lines.
pub fn at_the_end(last: &Outcome) -> [String; 3] {
    if last.tail.hits == 0 {
        let days = whole(last.tail.trials as f64);
        return [
            chance(last),
            "(95 % limit);".into(),
            format!("none of {days}"),
        ];
    }
    let (low, high) = last.interval();
    let show = |p: f64| match p {
        p if p >= 0.1 => numbers::in_percent(&numbers::fixed(100.0 * p, 0)),
        p => numbers::one_in(1.0 / p.max(f64::MIN_POSITIVE)),
    };
    [
        chance(last),
        format!("95 %: {}", show(low)),
        format!("to {}", show(high)),
    ]
}
