//! The files of an output folder.

use super::run::Shelf;
use super::{Artefact, Plate, RunInfo, html, json, manifest, tables};
use crate::chart::{Chart, ChartKind, ROLES};
use crate::compare::Comparison;
use crate::model::Scenario;
use crate::trials::VariantRun;

/// Every file of the output folder that fits into memory, `run.json` last: `report.html`,
/// `comparison.json`, `comparison.csv`, `scenario.resolved.toml`, and a picture and a table for each
/// chart in `charts/`; then `more`, what the caller adds (charts as PNG, say). `trials.csv` is
/// written before ([`trials`](super::trials)) and stands in `run.written`. All but `run.json` depend
/// on the scenario, seed, trials and version alone.
pub fn artefacts(
    scenario: &Scenario,
    comparison: &Comparison,
    charts: &[Chart],
    runs: &[VariantRun],
    run: &RunInfo,
    resolved_toml: &str,
    more: Vec<Artefact>,
) -> Vec<Artefact> {
    let mut shown: Vec<&Chart> = charts.iter().collect();
    shown.sort_by_key(|chart| place(chart.kind));
    let plates: Vec<Plate> = shown
        .into_iter()
        .map(|chart| plate(chart, shelf(scenario, chart)))
        .collect();
    let page = html::page(scenario, comparison, &plates, ROLES, run);
    let mut files = vec![
        file("report.html", page),
        file("comparison.json", json(scenario, comparison, run)),
        file("comparison.csv", tables::comparison(scenario, comparison)),
        file("scenario.resolved.toml", resolved_toml),
    ];
    for chart in charts {
        files.push(file(
            &format!("charts/{}.svg", chart.name),
            chart.svg.as_str(),
        ));
        let rows = tables::texts(&chart.table.columns, &chart.table.rows);
        files.push(file(&format!("charts/{}.csv", chart.name), rows));
    }
    files.extend(more);
    let manifest = manifest::manifest(scenario, runs, run, resolved_toml, &files);
    files.push(file("run.json", manifest));
    files
}

/// Whether a name, relative to the output folder, is that of a result, so that nothing else may have it.
pub fn is_result(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let rows = super::RowFormat::ALL.map(super::RowFormat::file);
    let results = ["comparison.csv", super::TRIALS];
    let results = [&results[..], &rows[..]].concat();
    let folders = ["charts/", "blocks/"];
    results.contains(&name.as_str()) || folders.iter().any(|it| name.starts_with(it))
}

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> Artefact {
    Artefact {
        name: name.into(),
        bytes: bytes.into(),
    }
}

/// Where a kind of chart stands on the page.
fn place(kind: ChartKind) -> u8 {
    match kind {
        ChartKind::Histogram => 0,
        ChartKind::Joint => 1,
        ChartKind::Variants => 2,
        ChartKind::Dots => 3,
        ChartKind::Falling => 3,
        ChartKind::Sweep => 4,
        ChartKind::Tornado => 5,
        ChartKind::Hours => 6,
        ChartKind::Queue => 7,
        ChartKind::Fingerprint => 8,
        ChartKind::StationRanks => 9,
        ChartKind::Capacity => 10,
        ChartKind::Backtest => 11,
        ChartKind::Convergence => 12,
    }
}

/// Where a chart stands: whether there are enough days, in the method; the histograms of figures that are
/// not headlines, folded away; all others are shown at once.
fn shelf(scenario: &Scenario, chart: &Chart) -> Shelf {
    if chart.kind == ChartKind::Convergence {
        return Shelf::Method;
    }
    let headline = |at: &usize| scenario.reported.get(*at).is_some_and(|it| it.headline);
    let any = scenario.reported.iter().any(|it| it.headline);
    match chart.kind != ChartKind::Histogram || !any || chart.figures.iter().any(headline) {
        true => Shelf::First,
        false => Shelf::More,
    }
}

fn plate(chart: &Chart, shelf: Shelf) -> Plate<'_> {
    Plate {
        name: &chart.name,
        title: &chart.title,
        caption: &chart.caption,
        svg: &chart.svg,
        columns: &chart.table.columns,
        rows: &chart.table.rows,
        shelf,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Table;
    use crate::report::sample;

    fn files(run: &RunInfo) -> Vec<Artefact> {
        let chart = Chart {
            name: "c1-west".into(),
            kind: ChartKind::Histogram,
            title: "A finding".into(),
            description: "What is drawn".into(),
            caption: "How to read it.".into(),
            svg: "<svg viewBox=\"0 0 1 1\"></svg>".into(),
            table: Table {
                columns: vec!["x".into()],
                rows: vec![vec!["1".into()]],
            },
            figures: vec![0],
            polls: Vec::new(),
            variant: "base".into(),
        };
        let (scenario, comparison) = (sample::scenario(), sample::comparison());
        artefacts(
            &scenario,
            &comparison,
            &[chart],
            &sample::runs(),
            run,
            "title = 1\n",
            vec![file("charts/c1-west.png", "PNG")],
        )
    }

    #[test]
    fn the_folder_is_complete_and_its_manifest_last() {
        let names: Vec<String> = files(&sample::run()).into_iter().map(|f| f.name).collect();
        assert_eq!(
            names,
            [
                "report.html",
                "comparison.json",
                "comparison.csv",
                "scenario.resolved.toml",
                "charts/c1-west.svg",
                "charts/c1-west.csv",
                "charts/c1-west.png",
                "run.json"
            ]
        );
    }

    #[test]
    fn only_the_manifest_knows_when_and_how_the_run_was_made() {
        let once = files(&sample::run());
        let other = RunInfo {
            started: Some("2030-09-09T09:09:09Z".into()),
            command: vec!["elsewhere".into()],
            threads: 8,
            ..sample::run()
        };
        let again = files(&other);
        for (a, b) in once.iter().zip(&again) {
            assert_eq!(a == b, a.name != "run.json", "{}", a.name);
        }
    }
}
