//! `check`: what is wrong with scenario files, and what was understood.

use std::path::Path;

use super::args::Check;
use super::exit::{Exit, Failure};
use super::grouped;
use super::simulate::sets_of;
use super::streams::Voice;
use super::understand::{Source, understand};
use crate::engine::Prepared;
use crate::model::{Poll, Roll, Scenario};

/// Checks every file; problems go to standard error, a summary of what was understood to standard
/// output. Ends with 1 when a file has problems.
pub fn check(args: &Check, voice: &Voice) -> Result<Exit, Failure> {
    let mut exit = Exit::Done;
    for file in &args.files {
        match check_one(file, args, voice) {
            Ok(summary) => voice.out(&summary)?,
            Err(failure) => {
                voice.error(&failure);
                exit = Exit::Scenario;
            }
        }
    }
    Ok(exit)
}

fn check_one(file: &Path, args: &Check, voice: &Voice) -> Result<String, Failure> {
    let source = Source::open(file)?;
    let scenario = understand(&source, &args.sets, args.deny, voice)?;
    for (id, assumptions) in sets_of(&scenario) {
        Prepared::new(assumptions).map_err(|source| Failure::Engine {
            variant: id.into(),
            source,
        })?;
    }
    Ok(summary(&source.file, &scenario))
}

/// What was understood, a line or two for each part.
fn summary(file: &str, scenario: &Scenario) -> String {
    let assumptions = &scenario.assumptions;
    let mut lines = vec![
        format!("{file}: no problems"),
        row("title", &scenario.title),
    ];
    lines.extend(
        scenario
            .question
            .as_deref()
            .map(|question| row("question", question)),
    );
    if scenario.control {
        lines.push(row("control", "its figures are not in dispute"));
    }
    for group in &assumptions.groups {
        let place = if group.abroad {
            " (lives elsewhere)"
        } else {
            ""
        };
        lines.push(row(
            "group",
            &format!("{}: {}{place}", group.id, group.label),
        ));
    }
    for poll in &assumptions.polls {
        lines.push(row("poll", &format!("{}: {}", poll.id, poll.label)));
        lines.push(row("", &poll_line(scenario, poll)));
    }
    let inputs = &assumptions.inputs;
    let uncertain = inputs.iter().filter(|input| !input.is_fixed()).count();
    let unsourced = inputs
        .iter()
        .filter(|input| input.sources.is_empty())
        .count();
    lines.push(row(
        "inputs",
        &format!(
            "{uncertain} uncertain, {} certain; {unsourced} without a source",
            inputs.len() - uncertain
        ),
    ));
    let headlines = scenario.reported.iter().filter(|it| it.headline).count();
    lines.push(row(
        "reported",
        &format!(
            "{}, of which headline: {headlines}",
            scenario.reported.len()
        ),
    ));
    let ids: Vec<&str> = sets_of(scenario).into_iter().map(|(id, _)| id).collect();
    lines.push(row("variants", &ids.join(", ")));
    lines.push(row("trials", &grouped(u64::from(scenario.trials))));
    lines.join("\n") + "\n"
}

/// Hours, stations, roll and who is admitted, in one line.
fn poll_line(scenario: &Scenario, poll: &Poll) -> String {
    let name = |group: crate::model::GroupId| scenario.assumptions.groups[group.0].id.as_str();
    let stations: u64 = poll.stations.iter().map(|set| u64::from(set.count)).sum();
    let admits: Vec<&str> = poll.admits.iter().map(|it| name(it.group)).collect();
    let listed: Vec<&str> = poll
        .stations
        .iter()
        .filter_map(|set| Some(set.list.as_ref()?.file.as_str()))
        .collect();
    let listed = match listed.is_empty() {
        true => String::new(),
        false => format!(" (listed in {})", listed.join(", ")),
    };
    let mut line = format!(
        "{} to {}; stations: {}{listed}; {}; admits {}",
        poll.opens,
        poll.closes,
        grouped(stations),
        match poll.roll {
            Roll::Stated(_) => "a stated roll",
            Roll::Eligible => "a perfect roll",
        },
        admits.join(", "),
    );
    if !poll.excludes.is_empty() {
        let excludes: Vec<&str> = poll.excludes.iter().map(|it| name(it.group)).collect();
        line += &format!("; shuts out {}", excludes.join(", "));
    }
    line
}

fn row(key: &str, value: &str) -> String {
    format!("  {key:<9} {value}").trim_end().to_string()
}
