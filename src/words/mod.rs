//! Every sentence a person reads, on the terminal, on the page and in the charts: kept in one room,
//! so that the same thing is said the same way everywhere, and a translation has one place to go.
//!
//! Knows a finished comparison and how a run was made; never knows a page, a picture or a terminal.
//!
//! Two kinds of sentences stay elsewhere: messages of errors are worded where the error is defined
//! (`#[error]`, and the help beside it in `cli`), so that they cannot part from their cause; what is
//! said of a flag stands at the flag.
//!
//! Rules of speech: numbers before words; counts of simulated days before probabilities; a
//! probability never 0 and never without its interval; always "under these assumptions"; about how
//! figures and assumptions fit, never about anybody's guilt, and never how likely a report is to be
//! right. Labels of the author pass through [`clean`] on their way in.

mod answer;
mod assumed;
mod auto;
pub mod backtest;
mod beside;
mod blocks;
mod bounds;
pub mod capacity;
pub mod charts;
mod checked;
pub mod clean;
mod columns;
pub mod command;
pub mod course;
mod day;
mod drivers;
mod figures;
mod findings;
mod headings;
mod laws;
mod library;
pub mod lineup;
pub mod locale;
mod numbers;
mod page;
mod plan;
mod rare;
mod run;
mod scale;
pub mod steps;
mod stories;
pub mod sweep;
mod tails;
pub mod terminal;
mod together;
mod verify;
mod warnings;
mod why;

pub use answer::{Answer, answer};
pub use auto::{AUTO_MOST, AUTO_SETTLED, AUTO_TIME, auto};
pub use blocks::{
    DAMAGED_PLAN, NO_BLOCKS, bad_block, bad_blocks, bad_word, contradicts, goes_on, going_on,
    left_out as folder_left_out, missing_blocks, overlapping, shard_done, shard_stopped,
};
pub use checked::checked;
pub use columns::COMPARISON_COLUMNS;
pub use day::{drawn, happening, poll_ended, station};
pub use drivers::{DRIVERS_COLUMNS, DRIVERS_NOTE, drivers};
pub use figures::{figure as published, figure_short as published_short, label, thresholds};
pub use findings::finding;
pub use headings::{FILES, ON_THE_PAGE};
pub use page::{lanes, written};
pub use plan::{PlanWords, plan};
pub use rare::rare;
pub use run::{Played, RunInfo, Written};
pub use scale::{likelihood_ratio, surprise};
pub use stories::{STORIES_COLUMNS, STORIES_NOTE, StoriesWords, stories, stories_short};
pub use together::together;
pub use verify::{Agreement, NO_RUN, NOT_FINISHED, RESOLVED, not_the_same, verified};
pub use warnings::{all_warnings, unmet, warning};
pub use why::{WHY_COLUMNS, WHY_NOTE, WhyWords, why, why_line, why_setting, why_title};

pub use answer::{first_upper, reported};
pub use assumed::{
    NOT_AN_INPUT, by_law, contest, disturbance, group, group_label, hours, overlap, roll, stations,
    take_part, total,
};
pub use beside::{BESIDE, beside, left_out};
pub use bounds::{double, joint_days, sentence as bound, step as bound_step};
pub use course::{expected_by_chance, verdict_in_short};
pub use figures::{
    NO_TEST, as_extreme, claim, direction, named, polls, quantity, simulated, standing,
    standing_or_none, standing_short,
};
pub use laws::{correlation, implied, law};
pub use library::{LIBRARY_COLUMNS, Shelf, authors, shelf};
pub use numbers::{cell, count, list, probability, span, trimmed, whole};
pub use page::{
    CONTROL, GLOSSARY, LIMITS, METHOD, battery, cite, command, elsewhere, grade, looks, made,
    reproduce,
};
pub use tails::{chance_short, hits, sentence as tail};

/// The verdict on one figure in a few sentences: standing, count of days, simulated values.
pub fn verdict(
    scenario: &crate::model::Scenario,
    figure: &crate::compare::FigureComparison,
    reported: &crate::model::Reported,
) -> String {
    let printed = published_short(&reported.figure);
    let mut text = format!(
        "{} ({printed}): {}, {}. {} Simulated: {}; with chance alone {}.",
        named(scenario, reported),
        figure.standing.word(),
        standing(figure.standing),
        tail(&figure.tail, &as_extreme(figure)),
        simulated(&figure.simulated, figure.claim.percent),
        span(
            figure.chance_only.q025,
            figure.chance_only.q975,
            figure.claim.percent
        ),
    );
    if let Some(of) = &figure.rare {
        text.push_str(&format!(" {}", rare(of)));
    }
    if figure.bound.broken {
        text.push_str(&format!(" {}", bound(figure, &printed)));
    }
    if reported.used_for_assumptions {
        text.push_str(" No test: the figure was used to set an assumption.");
    }
    text
}
