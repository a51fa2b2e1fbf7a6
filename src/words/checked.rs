//! What `check` has understood of a scenario, a line or two for each part.

use super::numbers::whole;
use crate::model::{GroupId, Poll, Roll, Scenario, StationReturns};

/// The summary of a file without problems; `sets` are the ids of its sets of assumptions.
pub fn checked(file: &str, scenario: &Scenario, sets: &[&str]) -> String {
    let assumptions = &scenario.assumptions;
    let mut lines = vec![
        format!("{file}: no problems"),
        row("title", &scenario.title),
    ];
    let question = scenario.question.as_deref();
    lines.extend(question.map(|question| row("question", question)));
    if scenario.control {
        lines.push(row("control", "its figures are not in dispute"));
    }
    for group in &assumptions.groups {
        let place = match group.abroad {
            true => " (lives elsewhere)",
            false => "",
        };
        let text = format!("{}: {}{place}", group.id, group.label);
        lines.push(row("group", &text));
    }
    for poll in &assumptions.polls {
        lines.push(row("poll", &format!("{}: {}", poll.id, poll.label)));
        lines.push(row("", &poll_line(scenario, poll)));
    }
    lines.push(row("inputs", &inputs(scenario)));
    lines.push(row("reported", &reported(scenario)));
    for returns in &scenario.returns {
        lines.push(row("returns", &of_stations(scenario, returns)));
    }
    lines.push(row("variants", &sets.join(", ")));
    lines.push(row("trials", &whole(i64::from(scenario.trials))));
    lines.join("\n") + "\n"
}

/// How many inputs are uncertain, certain, and without a source.
fn inputs(scenario: &Scenario) -> String {
    let inputs = &scenario.assumptions.inputs;
    let uncertain = inputs.iter().filter(|input| !input.is_fixed()).count();
    let unsourced = inputs.iter().filter(|it| it.sources.is_empty()).count();
    format!(
        "{uncertain} uncertain, {} certain; {unsourced} without a source",
        inputs.len() - uncertain
    )
}

/// How many figures are reported, and how many of them are headlines.
fn reported(scenario: &Scenario) -> String {
    let headlines = scenario.reported.iter().filter(|it| it.headline).count();
    format!(
        "{}, of which headline: {headlines}",
        scenario.reported.len()
    )
}

/// How many stations of a set have reported, and whose votes.
fn of_stations(scenario: &Scenario, returns: &StationReturns) -> String {
    let poll = &scenario.assumptions.polls[returns.poll.0];
    let option = returns.option.map(|(contest, option)| {
        let (_, label) = &poll.contests[contest].options[option];
        format!("; votes for {label}")
    });
    format!(
        "{}, {}: {} of {} stations{}",
        poll.id,
        poll.stations[returns.set].id,
        whole(returns.reporting() as i64),
        whole(returns.stations.len() as i64),
        option.unwrap_or_default()
    )
}

/// Hours, stations, roll and who is admitted, in one line.
fn poll_line(scenario: &Scenario, poll: &Poll) -> String {
    let name = |group: GroupId| scenario.assumptions.groups[group.0].id.as_str();
    let stations: i64 = poll.stations.iter().map(|set| i64::from(set.count)).sum();
    let admits: Vec<&str> = poll.admits.iter().map(|it| name(it.group)).collect();
    let mut line = format!(
        "{} to {}; stations: {}{}; {}; admits {}",
        poll.opens,
        poll.closes,
        whole(stations),
        listed(poll),
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

/// The files in which stations are listed, in brackets.
fn listed(poll: &Poll) -> String {
    let lists = poll.stations.iter().filter_map(|set| set.list.as_ref());
    let files: Vec<&str> = lists.map(|list| list.file.as_str()).collect();
    match files.is_empty() {
        true => String::new(),
        false => format!(" (listed in {})", files.join(", ")),
    }
}

fn row(key: &str, value: &str) -> String {
    format!("  {key:<9} {value}").trim_end().to_string()
}
