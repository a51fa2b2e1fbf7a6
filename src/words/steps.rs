//! One day, ten days, a thousand: what is said beside each.

use super::clean::plain;
use super::figures::{as_extreme, named};
use super::numbers::{amount, counted, whole};
use super::{first_upper, published_short};
use crate::compare::FigureComparison;
use crate::model::{Reported, Scenario};

/// Asked between the steps.
pub const NEXT: &str = "Press Enter to go on.";

/// The heading of the section of the page.
pub const TITLE: &str = "One day, ten days, a thousand";

/// What the section of the page is about.
pub const ABOUT: &str = "How a count of days comes about: the first simulated days of this run, the first \
    rows of trials.csv, on one scale. The line marks the reported figure, at the edge that days are counted from.";

/// The heading of the days that come one by one, and their button.
pub const WALK: &str = "Day by day";
/// What its buttons are for.
pub const CONTROL: &str = "Play the days";
/// Lets the days come by themselves.
pub const PLAY: &str = "Play";
/// Stops them.
pub const PAUSE: &str = "Pause";
/// Shows one day more.
pub const NEXT_DAY: &str = "Next day";
/// Goes back to the first day.
pub const AGAIN: &str = "From the start";
/// Stands where the reader has asked for less motion.
pub const LESS_MOTION: &str = "This device asks for less motion, so nothing plays by itself here: every press of \
    “Next day” shows one day.";

/// What the days are that come one by one, and what a ring is.
pub fn walk_about(figure: &FigureComparison, days: usize) -> String {
    format!(
        "The first {} of the run, each a dot where it came out. A ring is a day that {}.",
        counted(days as u64, "day", "days"),
        as_extreme(figure)
    )
}

/// What the curves are that come one by one, in this poll so many, and whether the report is among them.
pub fn curves_about(
    scenario: &Scenario,
    figure: &FigureComparison,
    (poll, days): (usize, usize),
    marked: bool,
) -> String {
    let name = &scenario.assumptions.polls[poll].label;
    let mark = if marked {
        " The diamond is the report."
    } else {
        ""
    };
    format!(
        "The first {} of the run, each a line: how many of 100 registered electors had voted by each hour at “{}”. The bands \
         hold 50, 80 and 95 of 100 of all days. A line with a ring is a day that {}.{mark}",
        counted(days as u64, "day", "days"),
        plain(name),
        as_extreme(figure)
    )
}

/// The upper end of the scale of curves, percent of registered electors.
pub fn top(high: f64) -> String {
    format!("Top line: {} of registered electors", amount(high, true))
}

/// Stands under the curves: what the diamond is, or that the report is `there` and lies far above, and what small ones are.
pub fn beside_diamond(
    figure: &FigureComparison,
    reported: &Reported,
    (there, drawn): (bool, bool),
    small: usize,
) -> String {
    let text = mark(figure, reported);
    let own = match (there, drawn) {
        (_, true) => format!("Diamond: {text}"),
        (true, false) => format!("{text}: far above"),
        (false, false) => text,
    };
    match small {
        0 => own,
        1 => format!("{own}; small diamond: announced during the day"),
        _ => format!("{own}; small diamonds: announced during the day"),
    }
}

/// Over the days that stand side by side.
pub fn still(days: usize) -> String {
    match days {
        1 => "The first day by itself".into(),
        n => format!("The first {} days side by side", whole(n as i64)),
    }
}

/// Under one of them.
pub fn still_day(day: usize, value: f64, figure: &FigureComparison) -> String {
    format!(
        "Day {}: {}",
        whole(day as i64),
        amount(value, figure.claim.percent)
    )
}

/// What is told of one of so many days: `{day}`, `{value}` and `{hits}` stand for what changes.
pub fn of_day(figure: &FigureComparison, days: usize) -> String {
    format!(
        "Day {{day}} of {}: {{value}}. Days so far that {}: {{hits}} of {{day}}.",
        whole(days as i64),
        as_extreme(figure)
    )
}

/// [`of_day`] filled in.
pub fn told(pattern: &str, day: usize, value: &str, hits: u64) -> String {
    pattern
        .replace("{day}", &whole(day as i64))
        .replace("{hits}", &whole(hits as i64))
        .replace("{value}", value)
}

/// The button of the page that shows all steps at once.
pub const ALL: &str = "All at once";

/// What the buttons of the page are for.
pub const CHOOSE: &str = "How many days to show";

/// What so many days are called.
pub fn title(days: usize) -> String {
    match days {
        1 => "One day".into(),
        10 => "Ten days".into(),
        1_000 => "A thousand days".into(),
        n => format!("{} days", whole(n as i64)),
    }
}

/// What the first `days` days gave beside the figure.
pub fn sentence(
    scenario: &Scenario,
    figure: &FigureComparison,
    reported: &Reported,
    days: usize,
) -> String {
    let percent = figure.claim.percent;
    let (values, hits) = figure.first_days(days);
    let count = format!(
        "Days that {}: {} of {}.",
        as_extreme(figure),
        whole(hits as i64),
        whole(values.len() as i64)
    );
    match values {
        [value] => format!(
            "{}: the first simulated day gave {}; reported is {}. One day says little: the next one \
             may be different.",
            first_upper(&named(scenario, reported)),
            amount(*value, percent),
            published_short(&reported.figure),
        ),
        few if few.len() <= 10 => {
            let each: Vec<String> = few.iter().map(|&it| amount(it, percent)).collect();
            format!("They gave {}. {count}", each.join(", "))
        }
        many if (many.len() as u64) < figure.tail.trials => format!(
            "{count} Of all {} days of this run: {}.",
            whole(figure.tail.trials as i64),
            whole(figure.tail.hits as i64)
        ),
        _ => count,
    }
}

/// Stands at the mark of the reported figure: `reported 67 %, counted from 66.5 %`.
pub fn mark(figure: &FigureComparison, reported: &Reported) -> String {
    let printed = published_short(&reported.figure);
    let edge = amount(figure.near_edge(), figure.claim.percent);
    match printed == edge {
        true => format!("reported {printed}"),
        false => format!("reported {printed}, counted from {edge}"),
    }
}

/// Stands under a picture with a line at the figure, or without one where it lies far `right` or left.
pub fn beside_line(figure: &FigureComparison, reported: &Reported, line: Option<bool>) -> String {
    let text = mark(figure, reported);
    match line {
        None => format!("Line: {text}"),
        Some(true) => format!("{text}: far to the right"),
        Some(false) => format!("{text}: far to the left"),
    }
}

/// A value at an end of the scale.
pub fn end(value: f64, figure: &FigureComparison) -> String {
    amount(value, figure.claim.percent)
}
