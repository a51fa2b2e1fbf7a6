//! Several scenario files beside each other: on the terminal, as JSON, as files.

use serde_json::{Value, json};

use super::json::number;
use super::layout::{left, wrap_at_most};
use super::page::Page;
use super::{Artefact, RunInfo, Style, clean, tables, words};
use crate::chart::Chart;
use crate::compare::{Beside, FigureComparison, VariantComparison};

/// Name and number of the document's schema.
pub const SCHEMA: &str = "scrutineer.files/1";

/// Columns of the cells.
const SPAN: usize = 24;
const STANDING: usize = 10;

/// The whole text, at most 80 columns wide, lines ended by line feeds.
pub fn terminal(of: &Beside, run: &RunInfo, style: Style) -> String {
    let mut page = Page::new(Style { width: 80, ..style });
    let sets = &of.comparison.variants;
    page.bold(words::BESIDE);
    page.text(&words::beside(of, run));
    for (at, reported) in of.scenario.reported.iter().enumerate() {
        page.heading(&format!(
            "{} ({})",
            words::named(&of.scenario, reported),
            words::published_short(&reported.figure)
        ));
        page.rule();
        for set in sets {
            if let Some(figure) = set.figures.get(at) {
                row(&mut page, set, figure, reported.used_for_assumptions);
            }
        }
    }
    let joint: Vec<_> = sets
        .iter()
        .filter_map(|set| Some((set, set.joint.as_ref()?)))
        .collect();
    if !joint.is_empty() {
        page.heading(words::terminal::HEADLINES_TOGETHER);
        page.rule();
        for (set, joint) in joint {
            let name = clean::inline(&set.label);
            cells(
                &mut page,
                &name,
                &words::hits(&joint.tail),
                joint.standing.word(),
            );
        }
    }
    page.gap();
    for line in words::answer(&of.scenario, &of.comparison).depends {
        page.text(&line);
    }
    if let Some(line) = words::left_out(of) {
        page.text(&line);
    }
    page.finish()
}

fn row(page: &mut Page, set: &VariantComparison, figure: &FigureComparison, no_test: bool) {
    let q = &figure.simulated;
    let span = words::span(q.q025, q.q975, figure.claim.percent);
    let standing = match no_test {
        true => words::NO_TEST,
        false => figure.standing.word(),
    };
    cells(page, &clean::inline(&set.label), &span, standing);
    page.item("    ", &words::chance_short(&figure.tail));
}

fn cells(page: &mut Page, name: &str, span: &str, standing: &str) {
    let room = page.columns - SPAN - STANDING - 2;
    for (at, part) in wrap_at_most(name, room, 2).iter().enumerate() {
        match at {
            0 => page.line(&format!(
                "{} {} {standing}",
                left(part, room),
                left(span, SPAN)
            )),
            _ => page.line(&format!("  {part}")),
        }
    }
}

/// Everything as one JSON document; ends with a line feed.
pub fn json(of: &Beside, run: &RunInfo) -> String {
    let sets = &of.comparison.variants;
    let figures = of
        .scenario
        .reported
        .iter()
        .enumerate()
        .map(|(at, reported)| {
            let rows = sets.iter().filter_map(|set| {
                let it = set.figures.get(at)?;
                Some(json!({
                    "set": clean::plain(&set.id),
                    "q025": number(it.simulated.q025),
                    "median": number(it.simulated.median),
                    "q975": number(it.simulated.q975),
                    "hits": it.tail.hits,
                    "trials": it.tail.trials,
                    "p": number(it.tail.p),
                    "interval": [number(it.tail.area.low), number(it.tail.area.high)],
                    "p_decisive": number(it.tail.p_decisive),
                    "standing": it.standing.word(),
                }))
            });
            json!({
                "id": clean::plain(&reported.id),
                "label": clean::plain(&reported.label),
                "reported": words::published(&reported.figure),
                "used_for_assumptions": reported.used_for_assumptions,
                "depends": depends(of, Some(at)),
                "sets": rows.collect::<Vec<_>>(),
            })
        });
    let joint = sets.iter().filter_map(|set| {
        let joint = set.joint.as_ref()?;
        Some(json!({
            "set": clean::plain(&set.id),
            "hits": joint.tail.hits,
            "trials": joint.tail.trials,
            "p": number(joint.tail.p),
            "p_decisive": number(joint.tail.p_decisive),
            "standing": joint.standing.word(),
        }))
    });
    let document = json!({
        "schema": SCHEMA,
        "version": clean::plain(&run.version),
        "seed": run.seed,
        "sets": sets.iter().map(|set| json!({
            "id": clean::plain(&set.id),
            "label": clean::plain(&set.label),
            "trials": set.trials,
        })).collect::<Vec<_>>(),
        "figures": figures.collect::<Vec<_>>(),
        "joint": json!({
            "depends": depends(of, None),
            "sets": joint.collect::<Vec<_>>(),
        }),
        "depends": words::answer(&of.scenario, &of.comparison).depends,
        "left_out": of.left_out.iter().map(|id| clean::plain(id)).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&document).expect("a JSON value always has a text");
    text.push('\n');
    text
}

/// Whether a conclusion depends on the set; null where it was not asked.
fn depends(of: &Beside, figure: Option<usize>) -> Value {
    let across = of.comparison.across.iter().find(|it| it.figure == figure);
    across.map_or(Value::Null, |it| it.depends.into())
}

/// `comparison.csv`, `comparison.txt`, `comparison.json` and the charts.
pub fn artefacts(of: &Beside, charts: &[Chart], run: &RunInfo) -> Vec<Artefact> {
    let file = |name: &str, bytes| Artefact {
        name: name.into(),
        bytes,
    };
    let text = terminal(of, run, Style::default());
    let mut files = vec![
        file(
            "comparison.csv",
            tables::comparison(&of.scenario, &of.comparison),
        ),
        file("comparison.txt", text.into_bytes()),
        file("comparison.json", json(of, run).into_bytes()),
    ];
    for chart in charts {
        let name = format!("charts/{}.svg", chart.name);
        files.push(file(&name, chart.svg.clone().into_bytes()));
        let table = tables::texts(&chart.table.columns, &chart.table.rows);
        files.push(file(&format!("charts/{}.csv", chart.name), table));
    }
    files
}
