//! What the course says around its lessons, and verdicts in one sentence.

use super::figures::{as_extreme, named, standing};
use super::numbers::{counted, significant};
use super::{bound, published_short, tail};
use crate::compare::{FigureComparison, Standing, VariantComparison};
use crate::model::{Reported, Scenario};

/// Asked before anything is run.
pub const PREDICT: &str = "Write your guess down first. Then press Enter.";

/// Stands above the list of lessons.
pub const LESSONS: &str = "A course of lessons, 20 minutes each. Everything in them is made up.";

/// Stands under the list of lessons.
pub const LESSONS_NOTE: &str = "Begin with: scrutineer lesson 1   \
    (--no-run prints the page alone, --answers the answer key)";

/// Stands between what came out of a changed lesson and the text of the printed one.
pub const AS_PRINTED: &str =
    "What follows speaks of the lesson as it is printed, without your change:";

/// The heading of a lesson under which its numbers stand.
pub const COMES_OUT: &str = "What comes out";

/// One figure: its standing and how many days reached it.
pub fn verdict_in_short(
    scenario: &Scenario,
    figure: &FigureComparison,
    reported: &Reported,
) -> String {
    let printed = published_short(&reported.figure);
    let mut text = format!(
        "{} ({printed}): {}, {}. {}",
        named(scenario, reported),
        figure.standing.word(),
        standing(figure.standing),
        tail(&figure.tail, &as_extreme(figure)),
    );
    if figure.bound.broken {
        text.push_str(&format!(" {}", bound(figure, &printed)));
    }
    text
}

/// How many of the figures would be strained if all were right, and how many are.
pub fn expected_by_chance(of: &VariantComparison) -> String {
    let beyond = |it: &&FigureComparison| it.standing != Standing::Within;
    let figures = of.figures.len();
    format!(
        "{} were looked at. If all were right, at most about {} would be strained or beyond by chance \
         on average. Here: {}.",
        counted(figures as u64, "figure", "figures"),
        significant(figures as f64 * Standing::STRAINED_BELOW, 2),
        of.figures.iter().filter(beyond).count(),
    )
}
