//! A sweep: on the terminal, as JSON, and as rows that can be read back.

use serde_json::{Value, json};

use super::json::number;
use super::layout::{left, right};
use super::page::Page;
use super::words::sweep as words;
use super::{Artefact, Style, clean, tables};
use crate::chart::Chart;
use crate::compare::sweep::{Axis, Crossing, Design, Outcome, Point, Subject, Sweep};
use crate::compare::{Side, Standing, tail_of_hits};
use crate::model::Scenario;

/// Name and number of the document's schema.
pub const SCHEMA: &str = "scrutineer.sweep/1";
/// Name of the document in an output folder.
pub const DOCUMENT: &str = "sweep.json";
/// Name of the rows in an output folder.
pub const ROWS: &str = "sweep.csv";

/// Most columns of a grid on the terminal.
const MOST_COLUMNS: usize = 7;
/// Columns of a number there.
const CELL: usize = 9;
/// Columns that every row has after the values of the axes.
const COLUMNS: [&str; 10] = [
    "figure",
    "side",
    "doubled",
    "hits",
    "trials",
    "p",
    "share_low",
    "share_high",
    "p_decisive",
    "standing",
];

/// The whole text, at most 80 columns wide, lines ended by line feeds.
pub fn terminal(scenario: &Scenario, sweep: &Sweep, style: Style) -> String {
    let mut page = Page::new(Style { width: 80, ..style });
    page.bold(&words::title(scenario));
    for axis in &sweep.axes {
        page.item("- ", &words::axis(axis));
    }
    page.text(&words::setting(sweep));
    for (at, &subject) in sweep.subjects.iter().enumerate() {
        page.heading(&words::subject(scenario, subject));
        page.rule();
        page.text(&words::course(sweep, at));
        match &sweep.axes[..] {
            [rows, columns]
                if sweep.design == Design::Grid && columns.values.len() <= MOST_COLUMNS =>
            {
                grid(&mut page, sweep, at, (rows, columns));
            }
            _ => list(&mut page, sweep, at),
        }
    }
    page.gap();
    page.text(words::NOTE);
    page.finish()
}

/// One line a point.
fn list(page: &mut Page, sweep: &Sweep, subject: usize) {
    let wide = 12;
    let heads = sweep.axes.iter().enumerate().map(|(at, _)| match at {
        0 => right(words::FIRST_VALUE, wide),
        _ => right(words::SECOND_VALUE, wide),
    });
    let heads: String = heads.collect();
    let [days, chance, standing] = words::LIST_HEAD;
    page.line(&format!(
        "{heads}  {}{}{standing}",
        right(days, 8),
        left(chance, 36)
    ));
    for point in &sweep.points {
        let at = sweep.axes.iter().zip(&point.at);
        let at: String = at
            .map(|(axis, &x)| right(&words::value(axis, x), wide))
            .collect();
        let outcome = &point.outcomes[subject];
        let chance = left(&words::chance(outcome), 36);
        let days = right(&format!("{}  ", outcome.tail.hits), 8);
        let standing = page.standing(outcome.standing, outcome.standing.word());
        page.line(&format!("{at}  {days}{chance}{standing}"));
    }
}

/// Rows and columns of chances.
fn grid(page: &mut Page, sweep: &Sweep, subject: usize, (rows, columns): (&Axis, &Axis)) {
    page.item(words::DOWN, &clean::inline(&rows.label));
    page.item(words::ACROSS, &clean::inline(&columns.label));
    let heads = columns
        .values
        .iter()
        .map(|&x| right(&words::value(columns, x), CELL));
    page.line(&format!("{}{}", left("", 12), heads.collect::<String>()));
    for &down in &rows.values {
        let cells = columns.values.iter().map(|&across| {
            let point = sweep.points.iter().find(|it| it.at == [down, across]);
            let text = point.map(|it| words::chance_in_a_cell(&it.outcomes[subject]));
            right(text.as_deref().unwrap_or(""), CELL)
        });
        let cells: String = cells.collect();
        page.line(&format!("{}{cells}", right(&words::value(rows, down), 12)));
    }
}

/// The sweep as one JSON document, schema [`SCHEMA`]; ends with a line feed. `request` is the hash of
/// everything that makes this sweep this sweep.
pub fn json(scenario: &Scenario, sweep: &Sweep, request: &str) -> String {
    let document = json!({
        "schema": SCHEMA,
        "scenario": clean::plain(&scenario.name),
        "title": clean::plain(&scenario.title),
        "version": env!("CARGO_PKG_VERSION"),
        "request": request,
        "set": sweep.set.as_ref().map_or("base".into(), |(id, _)| clean::plain(id)),
        "seed": sweep.seed,
        "trials": sweep.trials,
        "finished": sweep.is_finished(),
        "design": match sweep.design {
            Design::Grid => "grid",
            Design::Latin(_) => "latin",
        },
        "axes": axes(sweep),
        "subjects": subjects(scenario, sweep),
        "note": words::NOTE,
    });
    let mut text = serde_json::to_string_pretty(&document).expect("a JSON value always has a text");
    text.push('\n');
    text
}

/// What an assumption would have to be, as a part of the document of a run.
pub(super) fn part(scenario: &Scenario, sweep: &Sweep) -> Value {
    json!({
        "trials": sweep.trials,
        "axes": axes(sweep),
        "subjects": subjects(scenario, sweep),
    })
}

fn axes(sweep: &Sweep) -> Value {
    let axis = |axis: &Axis| {
        json!({
            "path": clean::plain(&axis.path),
            "label": clean::plain(&axis.label),
            "values": axis.values.iter().map(|&x| number(x)).collect::<Vec<_>>(),
            "stated_q05": axis.stated.map(|it| number(it.0)),
            "stated_q95": axis.stated.map(|it| number(it.1)),
        })
    };
    sweep.axes.iter().map(axis).collect()
}

fn subjects(scenario: &Scenario, sweep: &Sweep) -> Value {
    let subject = |(at, &subject): (usize, &Subject)| {
        json!({
            "id": clean::plain(id(scenario, subject)),
            "label": words::subject(scenario, subject),
            "course": words::course(sweep, at),
            "crossings": sweep.crossings(at).iter().map(crossing).collect::<Vec<_>>(),
            "points": sweep.points.iter().map(|it| point(it, at)).collect::<Vec<_>>(),
        })
    };
    sweep.subjects.iter().enumerate().map(subject).collect()
}

fn crossing(of: &Crossing) -> Value {
    json!({
        "between": [number(of.between.0), number(of.between.1)],
        "near": number(of.near),
        "rising": of.rising,
    })
}

fn point(of: &Point, subject: usize) -> Value {
    let outcome = &of.outcomes[subject];
    let (low, high) = outcome.interval();
    json!({
        "at": of.at.iter().map(|&x| number(x)).collect::<Vec<_>>(),
        "side": side(outcome.tail.side),
        "doubled": outcome.tail.doubled,
        "hits": outcome.tail.hits,
        "trials": outcome.tail.trials,
        "p": number(outcome.tail.p),
        "p_decisive": number(outcome.tail.p_decisive),
        "chance": number(outcome.chance()),
        "chance_low": number(low),
        "chance_high": number(high),
        "standing": outcome.standing.word(),
    })
}

fn id(scenario: &Scenario, subject: Subject) -> &str {
    match subject {
        Subject::Joint => "joint",
        Subject::Figure(at) => &scenario.reported[at].id,
    }
}

fn side(side: Side) -> &'static str {
    match side {
        Side::High => "high",
        Side::Low => "low",
    }
}

/// One row a point and subject; numbers in full, so that [`points`] reads back what was written.
pub fn rows(scenario: &Scenario, sweep: &Sweep) -> Vec<u8> {
    let axes = sweep.axes.iter().map(|axis| axis.path.clone());
    let columns = axes.chain(COLUMNS.map(String::from));
    let row = |point: &Point, subject: Subject, of: &Outcome| -> Vec<String> {
        let tail = &of.tail;
        let cells = [
            id(scenario, subject).to_string(),
            side(tail.side).into(),
            tail.doubled.to_string(),
            tail.hits.to_string(),
            tail.trials.to_string(),
            tail.p.to_string(),
            tail.area.low.to_string(),
            tail.area.high.to_string(),
            tail.p_decisive.to_string(),
            of.standing.word().into(),
        ];
        point.at.iter().map(f64::to_string).chain(cells).collect()
    };
    let rows = sweep.points.iter().flat_map(|point| {
        let pairs = sweep.subjects.iter().zip(&point.outcomes);
        pairs
            .map(|(&subject, of)| row(point, subject, of))
            .collect::<Vec<_>>()
    });
    tables::texts(&columns.collect::<Vec<_>>(), &rows.collect::<Vec<_>>())
}

/// The points of `sweep`'s grid that are whole in `text`, written by [`rows`] for the same request.
/// Rows that cannot be read count as missing.
pub fn points(scenario: &Scenario, sweep: &Sweep, text: &str) -> Vec<Point> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows: Vec<_> = reader
        .records()
        .filter_map(|record| row(&record.ok()?, sweep))
        .collect();
    let ids: Vec<&str> = sweep.subjects.iter().map(|&it| id(scenario, it)).collect();
    let whole = |at: Vec<f64>| {
        let here: Vec<_> = rows.iter().filter(|row| row.0 == at).collect();
        let same = here
            .iter()
            .map(|row| row.1.as_str())
            .eq(ids.iter().copied());
        same.then(|| Point {
            outcomes: here.iter().map(|row| row.2).collect(),
            at,
        })
    };
    sweep.layout().into_iter().filter_map(whole).collect()
}

/// Values of the axes, id and outcome of one row.
fn row(record: &csv::StringRecord, sweep: &Sweep) -> Option<(Vec<f64>, String, Outcome)> {
    let axes = sweep.axes.len();
    let at: Option<Vec<f64>> = (0..axes).map(|n| record.get(n)?.parse().ok()).collect();
    let cell = |n: usize| record.get(axes + n);
    let side = match cell(1)? {
        "high" => Side::High,
        "low" => Side::Low,
        _ => return None,
    };
    let (hits, trials): (u64, u64) = (cell(3)?.parse().ok()?, cell(4)?.parse().ok()?);
    if hits > trials || trials != sweep.trials {
        return None;
    }
    let mut tail = tail_of_hits(side, cell(2)?.parse().ok()?, hits, trials);
    tail.p_decisive = cell(8)?.parse().ok()?;
    let all = [
        Standing::Within,
        Standing::Strained,
        Standing::Outside,
        Standing::Impossible,
    ];
    let standing = all.into_iter().find(|it| Some(it.word()) == cell(9))?;
    Some((at?, cell(0)?.to_string(), Outcome { tail, standing }))
}

/// The files of an output folder: text, document, rows, and a picture and a table for each chart.
pub fn artefacts(
    scenario: &Scenario,
    sweep: &Sweep,
    request: &str,
    charts: &[Chart],
) -> Vec<Artefact> {
    let file = |name: String, bytes: Vec<u8>| Artefact { name, bytes };
    let text = terminal(scenario, sweep, Style::default());
    let mut files = vec![
        file(ROWS.into(), rows(scenario, sweep)),
        file(DOCUMENT.into(), json(scenario, sweep, request).into_bytes()),
        file("sweep.txt".into(), text.into_bytes()),
    ];
    for chart in charts {
        let rows = tables::texts(&chart.table.columns, &chart.table.rows);
        let svg = chart.svg.clone().into_bytes();
        files.push(file(format!("charts/{}.svg", chart.name), svg));
        files.push(file(format!("charts/{}.csv", chart.name), rows));
    }
    files
}
