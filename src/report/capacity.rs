//! The answer to the question of capacity: on the terminal, as JSON, as files.

use serde_json::{Value, json};

use super::json::{number, quantiles};
use super::layout::{left, right, wrap};
use super::page::Page;
use super::words::capacity as words;
use super::{Artefact, Style, clean, tables, words as all_words};
use crate::chart::Chart;
use crate::compare::capacity::{BoothRow, Bound, Capacity, Demand, Pace, PollCapacity, needed};
use crate::model::{Poll, Scenario};

/// Name and number of the document's schema.
pub const SCHEMA: &str = "scrutineer.capacity/1";

/// Columns of a number in the tables.
const NUMBER: usize = 8;

/// The whole text, at most 80 columns wide, lines ended by line feeds.
pub fn terminal(scenario: &Scenario, capacity: &Capacity, style: Style) -> String {
    let mut page = Page::new(Style { width: 80, ..style });
    page.bold(&words::title(scenario));
    page.text(words::ABOUT);
    page.text(&words::setting(capacity));
    for of in &capacity.polls {
        poll(&mut page, scenario, of);
    }
    page.gap();
    page.text(words::LEGEND);
    page.finish()
}

fn poll(page: &mut Page, scenario: &Scenario, of: &PollCapacity) {
    let poll = &scenario.assumptions.polls[of.poll];
    page.heading(&words::poll(poll));
    page.rule();
    if let Some(answer) = words::answer(scenario, of) {
        page.text(&answer);
        page.gap();
    }
    page.line(words::BOUND);
    let [median, generous] = &of.bounds;
    let bounds = [
        Some(median),
        (median.sets != generous.sets).then_some(generous),
    ];
    for line in bounds
        .into_iter()
        .flatten()
        .flat_map(|it| words::bound(poll, it))
    {
        page.item("- ", &line);
    }
    paces(page, scenario, &of.paces);
    page.gap();
    for demand in &of.demands {
        page.item("- ", &words::demand_served(demand));
    }
    for set in 0..poll.stations.len() {
        booths(page, poll, of, set);
    }
}

/// Reported figures against the clock.
fn paces(page: &mut Page, scenario: &Scenario, paces: &[Pace]) {
    if paces.is_empty() {
        return;
    }
    page.gap();
    let row = |cells: [&str; 4]| {
        let [name, ballots, booth, station] = cells;
        format!(
            "{}{}{}{}",
            left(name, 44),
            right(ballots, 10),
            right(booth, 12),
            right(station, 14)
        )
    };
    for heads in words::PACES_HEAD {
        page.line(&row(heads));
    }
    for pace in paces {
        let name = words::pace(scenario, pace);
        let (ballots, booth, station) = (
            all_words::whole(pace.ballots),
            words::seconds(pace.booth_seconds),
            words::seconds(pace.station_seconds),
        );
        for (at, line) in wrap(&name, 42).iter().enumerate() {
            match at {
                0 => page.line(&row([line, &ballots, &booth, &station])),
                _ => page.line(&format!("  {line}")),
            }
        }
    }
}

/// Waits against booths of one set, all demands side by side.
fn booths(page: &mut Page, poll: &Poll, of: &PollCapacity, set: usize) {
    page.gap();
    page.line(&clean::inline(&poll.stations[set].label));
    let sweeps: Vec<(&Demand, &[BoothRow])> = of
        .demands
        .iter()
        .filter_map(|demand| {
            let sweep = demand.sweeps.iter().find(|sweep| sweep.set == set)?;
            Some((demand, &sweep.rows[..]))
        })
        .collect();
    let group = words::BOOTHS_COLUMNS.len() * NUMBER;
    let names = sweeps.iter().map(|it| right(&words::demand(it.0), group));
    page.line(&format!(
        "{}{}",
        left(words::BOOTHS_HEAD, 8),
        names.collect::<String>()
    ));
    let heads: String = words::BOOTHS_COLUMNS
        .iter()
        .map(|it| right(it, NUMBER))
        .collect();
    page.line(&format!("{}{}", left("", 8), heads.repeat(sweeps.len())));
    let rows = || sweeps.iter().flat_map(|it| it.1);
    let (first, last) = (
        rows().map(|r| r.booths).min(),
        rows().map(|r| r.booths).max(),
    );
    for number in first.unwrap_or(1)..=last.unwrap_or(0) {
        let cells =
            sweeps.iter().map(
                |(_, rows)| match rows.iter().find(|row| row.booths == number) {
                    Some(row) => cells(row),
                    None => " ".repeat(group),
                },
            );
        let number = right(&number.to_string(), 6);
        page.line(&format!(
            "{}{}",
            left(&number, 8),
            cells.collect::<String>()
        ));
    }
    page.text(&words::booths(poll, of, set));
}

fn cells(row: &BoothRow) -> String {
    [
        words::wait(row.mean),
        words::wait(row.longest.q95),
        words::over(row.over),
        row.kept.to_string(),
    ]
    .map(|cell| right(&cell, NUMBER))
    .concat()
}

/// The answer as one JSON document, schema [`SCHEMA`]; ends with a line feed.
pub fn json(scenario: &Scenario, capacity: &Capacity) -> String {
    let polls = capacity.polls.iter().map(|it| poll_json(scenario, it));
    let document = json!({
        "schema": SCHEMA,
        "scenario": clean::plain(&scenario.name),
        "title": clean::plain(&scenario.title),
        "version": env!("CARGO_PKG_VERSION"),
        "seed": capacity.seed,
        "trials": capacity.trials,
        "polls": polls.collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&document).expect("a JSON value always has a text");
    text.push('\n');
    text
}

fn poll_json(scenario: &Scenario, of: &PollCapacity) -> Value {
    let poll = &scenario.assumptions.polls[of.poll];
    let [median, generous] = [0, 1].map(|at| bound_json(poll, &of.bounds[at]));
    json!({
        "id": clean::plain(&poll.id),
        "label": clean::plain(&poll.label),
        "answer": words::answer(scenario, of),
        "bound": { "median": median, "generous": generous },
        "paces": of.paces.iter().map(|it| pace_json(scenario, it)).collect::<Vec<_>>(),
        "demands": of.demands.iter().map(|it| demand_json(scenario, poll, it)).collect::<Vec<_>>(),
    })
}

fn bound_json(poll: &Poll, of: &Bound) -> Value {
    let sets = poll.stations.iter().zip(&of.sets);
    json!({
        "open_seconds": number(of.open_seconds),
        "voters": number(of.voters()),
        "sets": sets.map(|(set, bound)| json!({
            "id": clean::plain(&set.id),
            "stations": bound.stations,
            "booths": bound.booths,
            "mean_seconds": number(bound.mean_seconds),
            "voters": number(bound.voters),
            "by_desk": bound.by_desk,
        })).collect::<Vec<_>>(),
    })
}

fn pace_json(scenario: &Scenario, of: &Pace) -> Value {
    json!({
        "figure": clean::plain(&scenario.reported[of.reported].id),
        "ballots": of.ballots,
        "until": of.until.to_string(),
        "booth_seconds": number(of.booth_seconds),
        "station_seconds": number(of.station_seconds),
    })
}

fn demand_json(scenario: &Scenario, poll: &Poll, of: &Demand) -> Value {
    let served = &of.served;
    json!({
        "claim": of.claim.as_ref().map(|claim| pace_json(scenario, claim)),
        "days": served.days,
        "everybody_voted": served.everybody,
        "came": quantiles(&served.came),
        "voted": quantiles(&served.voted),
        "lost": quantiles(&served.lost),
        "longest_wait_minutes": quantiles(&served.longest_wait),
        "last_ballot_hours": quantiles(&served.ended),
        "sweeps": of.sweeps.iter().map(|sweep| json!({
            "set": clean::plain(&poll.stations[sweep.set].id),
            "needed": needed(&sweep.rows),
            "rows": sweep.rows.iter().map(row_json).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn row_json(of: &BoothRow) -> Value {
    json!({
        "booths": of.booths,
        "mean_longest_wait_minutes": number(of.mean),
        "longest_wait_minutes": quantiles(&of.longest),
        "share_over_30_minutes": number(of.over),
        "days_kept": of.kept,
        "days": of.days,
    })
}

/// The files of an output folder: `capacity.txt`, `capacity.json`, and a picture and a table for each
/// chart in `charts/`.
pub fn artefacts(scenario: &Scenario, capacity: &Capacity, charts: &[Chart]) -> Vec<Artefact> {
    let file = |name: String, bytes: Vec<u8>| Artefact { name, bytes };
    let text = terminal(scenario, capacity, Style::default());
    let mut files = vec![
        file("capacity.txt".into(), text.into_bytes()),
        file(
            "capacity.json".into(),
            json(scenario, capacity).into_bytes(),
        ),
    ];
    for chart in charts {
        let rows = tables::texts(&chart.table.columns, &chart.table.rows);
        files.push(file(
            format!("charts/{}.svg", chart.name),
            chart.svg.clone().into_bytes(),
        ));
        files.push(file(format!("charts/{}.csv", chart.name), rows));
    }
    files
}
