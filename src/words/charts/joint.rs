//! C3: the words of two polls at once.

use super::{Reported, assumptions, axis, clean, clip, days_of, figure, polls, whole};
use crate::compare::{FigureComparison, Joint, Standing, VariantComparison};
use crate::model::Scenario;

/// What the points are, where there are too few for regions.
pub const POINTS: &str = "each dot is a simulated day";
/// What the regions are.
pub const REGIONS: &str = "50, 80 and 95\u{a0}% of simulated days";
/// The line of the most voters there can be.
pub const MOST_VOTERS: &str = "voters at most (hard bound)";

/// How to read it.
pub const CAPTION: &str = "The blue regions hold 50, 80 and 95 % of the simulated days; the orange diamond is \
    the pair of reported figures, with a box for what the rounding allows. On a slanting line \
    the two polls together have as many ballots as there are people: above the last of them \
    there are more ballots than people.";

/// Columns of the table.
pub const COLUMNS: [&str; 5] = ["mark", "x from", "x to", "y from", "y to"];
/// The row of the reported pair.
pub const REPORTED: &str = "reported";
/// The rows of the middle 50 and 95 % of each.
pub const SIMULATED: [&str; 2] = ["simulated, 50 % each", "simulated, 95 % each"];

/// What the values of one of the two are, with its poll.
pub fn axis_of(reported: &Reported, scenario: &Scenario) -> String {
    let polls = polls(reported, &scenario.assumptions);
    format!("{}, {polls}", axis(reported, &scenario.assumptions))
}

/// Whether both can hold at once, or on how many days they do.
pub fn finding(joint: &Joint) -> String {
    let claimed = whole(joint.claimed as f64);
    let double = joint.must_be_double.filter(|n| *n > 0);
    match (joint.standing, double, joint.voters.highest) {
        (Standing::Impossible, Some(double), Some(most)) => format!(
            "both at once is impossible here: {claimed} ballots claimed, at most {} voters, so at \
             least {} must have voted twice or not exist",
            whole(most),
            whole(double as f64)
        ),
        (Standing::Impossible, ..) => {
            format!("both at once is impossible under these assumptions: {claimed} ballots claimed")
        }
        _ => {
            let (hits, all) = (joint.tail.hits, whole(joint.tail.trials as f64));
            let days = match hits {
                0 => format!("none of {all} simulated days has"),
                1 => format!("1 of {all} simulated days has"),
                n => format!("{} of {all} simulated days have", whole(n as f64)),
            };
            format!("{days} both at once: {claimed} ballots claimed together")
        }
    }
}

/// What is shown, under which assumptions, and who may vote twice.
pub fn subtitle(scenario: &Scenario, variant: &VariantComparison, joint: &Joint) -> String {
    let name = assumptions(scenario, &variant.id, &variant.label);
    let twice = match joint.may_be_double {
        Some(0) => "nobody may vote in both".into(),
        Some(n) => format!("at most {} people may vote in both", whole(n as f64)),
        None => "no limit is stated on voting in both".into(),
    };
    format!(
        "Participants of both polls in {}; {name}; {twice}",
        days_of(variant)
    )
}

/// The key numbers, for readers who do not see the picture.
pub fn description(
    scenario: &Scenario,
    joint: &Joint,
    figures: [&FigureComparison; 2],
    reported: [&Reported; 2],
) -> String {
    let [across, upwards] = reported.map(|it| axis_of(it, scenario));
    let [first, second] = reported.map(figure);
    let [median, other] = figures.map(|it| whole(it.simulated.median));
    format!(
        "{across} across, {upwards} upwards, one point a simulated day. Reported {first} and {second}; \
         simulated medians {median} and {other}; {} of {} days hold both.",
        whole(joint.tail.hits as f64),
        whole(joint.tail.trials as f64),
    )
}

/// The word beside the diamond of the pair.
pub fn reported_pair(reported: [&Reported; 2]) -> String {
    let [first, second] = reported.map(figure);
    format!("reported {first} and {second}")
}

/// What somebody else says of one of the two polls.
pub fn rival(reported: &Reported) -> String {
    let who = reported.claimant.as_deref().unwrap_or(&reported.label);
    format!("{} ({})", figure(reported), clip(who, 24))
}

/// The word at a line of so many people.
pub fn people(persons: f64, label: &str) -> String {
    format!("{} {label}", whole(persons))
}

/// The row that says what an axis is.
pub fn axis_row(axis: &str, reported: &Reported) -> String {
    format!("{axis}: {}", clean(&reported.label))
}

/// The row of a line of people.
pub fn people_row(label: &str) -> String {
    format!("x + y: {}", clean(label))
}
