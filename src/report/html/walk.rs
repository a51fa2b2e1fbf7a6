//! Days one by one: where the figure is a turnout and the hours were played, each a curve on the fan of all days; else
//! a dot each on the scale of the figure.

use serde::Serialize;

use super::curves::{Curves, curves};
use crate::compare::Comparison;
use crate::model::Scenario;
use crate::report::steps::Steps;
use crate::words::steps as words;

/// Days that are shown as dots.
const DOTS: usize = 100;
/// Height of the tallest column of dots.
const TALLEST: u64 = 200;

/// The days one by one.
#[derive(Serialize)]
pub struct Walk {
    title: &'static str,
    about: String,
    control: &'static str,
    play: &'static str,
    pause: &'static str,
    next: &'static str,
    again: &'static str,
    less_motion: &'static str,
    /// What is told of a day, with names in braces for what changes.
    pattern: String,
    /// The same of the last day.
    told: String,
    /// Height of the picture of dots.
    height: u64,
    days: Vec<Day>,
    curves: Option<Curves>,
}

/// One of them.
#[derive(Serialize)]
struct Day {
    /// Where its dot is.
    across: usize,
    down: u64,
    value: String,
    /// Whether it is at least as extreme as the report.
    hit: bool,
}

/// The first days of the run beside the figure of these steps, whose columns are `cell` wide.
pub fn walk(scenario: &Scenario, comparison: &Comparison, steps: &Steps, cell: usize) -> Walk {
    let figure = steps.figure;
    let curves = curves(scenario, comparison, steps);
    let many = curves.as_ref().map_or(DOTS, Curves::days);
    let (values, hits) = figure.first_days(many);
    let tallest = steps.counts(many).into_iter().max().unwrap_or(0).max(1);
    let tall = (cell as u64).min(TALLEST / tallest).max(1);
    let height = (tallest + 1) * tall;
    let mut stacked = vec![0_u64; steps.columns];
    let day = |&value: &f64| {
        let column = steps.column(value);
        stacked[column] += 1;
        Day {
            across: column * cell + cell / 2,
            down: height - stacked[column] * tall + tall / 2,
            value: words::end(value, figure),
            hit: figure.reached_by(value),
        }
    };
    let days: Vec<Day> = values.iter().map(day).collect();
    let pattern = words::of_day(figure, days.len());
    let last = days.last().map_or("", |it| it.value.as_str());
    let about = match &curves {
        Some(of) => words::curves_about(scenario, figure, (of.poll, days.len()), of.is_marked()),
        None => words::walk_about(figure, days.len()),
    };
    Walk {
        title: words::WALK,
        about,
        control: words::CONTROL,
        play: words::PLAY,
        pause: words::PAUSE,
        next: words::NEXT_DAY,
        again: words::AGAIN,
        less_motion: words::LESS_MOTION,
        told: words::told(&pattern, days.len(), last, hits),
        pattern,
        height,
        days,
        curves,
    }
}
