//! A back-test: on the terminal, as JSON, and as files.

use serde_json::{Value, json};

use super::json::number;
use super::layout::{left, right, wrap};
use super::page::Page;
use super::words::backtest as words;
use super::words::published_short;
use super::{Artefact, Style, clean, tables};
use crate::chart::Chart;
use crate::compare::backtest::{Backtest, Control, Ranked};

/// Name and number of the document's schema.
pub const SCHEMA: &str = "scrutineer.backtest/1";
/// Name of the document in an output folder.
pub const DOCUMENT: &str = "backtest.json";

/// Columns of a figure's name and of each of its four numbers.
const NAME: usize = 20;
const CELL: usize = 11;

/// The whole text, at most 80 columns wide, lines ended by line feeds.
pub fn terminal(of: &Backtest, trials: u64, seed: u64, style: Style) -> String {
    let mut page = Page::new(Style { width: 80, ..style });
    page.bold(words::TITLE);
    page.text(&words::setting(of, trials, seed));
    for control in &of.controls {
        table(&mut page, control);
    }
    page.gap();
    for sentence in words::meaning(of) {
        page.text(&sentence);
    }
    page.gap();
    page.text(words::NOTE);
    page.finish()
}

fn table(page: &mut Page, control: &Control) {
    page.heading(&clean::inline(&control.scenario.title));
    page.text(&words::lane(control));
    page.rule();
    let [figure, heads @ .., rank] = words::TABLE_HEAD;
    let heads = heads.map(|head| right(head, CELL));
    page.line(&format!("{}{}{rank}", left(figure, NAME), heads.concat()));
    page.rule();
    for ranked in &control.ranks {
        row(page, control, ranked);
    }
    page.rule();
    let without = words::without(control);
    if !without.is_empty() {
        page.text(&without);
    }
}

fn row(page: &mut Page, control: &Control, ranked: &Ranked) {
    let reported = &control.scenario.reported[ranked.reported];
    let figure = &control.base.figures[ranked.reported];
    let value = |x| right(&words::value(x, figure.claim.percent), CELL);
    let numbers = [
        right(&published_short(&reported.figure), CELL),
        value(figure.simulated.q05),
        value(figure.simulated.median),
        value(figure.simulated.q95),
    ];
    for (at, line) in wrap(&words::name(reported, ranked), NAME - 1)
        .iter()
        .enumerate()
    {
        if at > 0 {
            page.line(line);
            continue;
        }
        let standing = page.standing(figure.standing, figure.standing.word());
        page.line(&format!(
            "{}{}  {}  {standing}",
            left(line, NAME),
            numbers.concat(),
            words::rank(ranked.rank)
        ));
    }
}

/// The back-test as one JSON document, schema [`SCHEMA`]; ends with a line feed.
pub fn json(of: &Backtest, trials: u64, seed: u64) -> String {
    let it = &of.calibration;
    let document = json!({
        "schema": SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "seed": seed,
        "trials": trials,
        "scenarios": of.controls.iter().map(scenario).collect::<Vec<_>>(),
        "ranks": of.ranks.iter().map(|&x| number(x)).collect::<Vec<_>>(),
        "distance": number(it.distance),
        "limit": number(it.limit),
        "p": number(it.p),
        "leaves_band": of.leaves_band(),
        "in_middle_half": number(it.in_middle_half.value),
        "in_middle_half_low": number(it.in_middle_half.low),
        "in_middle_half_high": number(it.in_middle_half.high),
        "figures": of.looks,
        "strained_or_beyond": of.strained,
        "meaning": words::meaning(of),
        "note": words::NOTE,
    });
    let mut text = serde_json::to_string_pretty(&document).expect("a JSON value always has a text");
    text.push('\n');
    text
}

fn scenario(of: &Control) -> Value {
    let id = |at: &usize| clean::plain(&of.scenario.reported[*at].id);
    json!({
        "scenario": clean::plain(&of.scenario.name),
        "title": clean::plain(&of.scenario.title),
        "control": of.scenario.control,
        "lane": if of.counted { "count" } else { "auto" },
        "trials": of.base.trials,
        "trials_by_clock": match (of.counted, of.by_clock) {
            (true, days) => days,
            (false, _) => of.base.trials,
        },
        "figures": of.ranks.iter().map(|it| ranked(of, it)).collect::<Vec<_>>(),
        "without_rank": of.without.iter().map(id).collect::<Vec<_>>(),
    })
}

fn ranked(of: &Control, it: &Ranked) -> Value {
    let reported = &of.scenario.reported[it.reported];
    let figure = &of.base.figures[it.reported];
    json!({
        "id": clean::plain(&reported.id),
        "label": clean::plain(&reported.label),
        "reported": published_short(&reported.figure),
        "q05": number(figure.simulated.q05),
        "median": number(figure.simulated.median),
        "q95": number(figure.simulated.q95),
        "rank": number(it.rank),
        "rank_low": number(it.pit.low),
        "rank_high": number(it.pit.high),
        "speaks_for_its_poll": it.speaks,
        "standing": figure.standing.word(),
    })
}

/// The files of an output folder: text, document, and a picture and a table for each chart.
pub fn artefacts(of: &Backtest, trials: u64, seed: u64, charts: &[Chart]) -> Vec<Artefact> {
    let file = |name: String, bytes: Vec<u8>| Artefact { name, bytes };
    let text = terminal(of, trials, seed, Style::default());
    let mut files = vec![
        file(DOCUMENT.into(), json(of, trials, seed).into_bytes()),
        file("backtest.txt".into(), text.into_bytes()),
    ];
    for chart in charts {
        let rows = tables::texts(&chart.table.columns, &chart.table.rows);
        let svg = chart.svg.clone().into_bytes();
        files.push(file(format!("charts/{}.svg", chart.name), svg));
        files.push(file(format!("charts/{}.csv", chart.name), rows));
    }
    files
}
