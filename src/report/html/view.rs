//! What the template sees: finished words and nothing to compute.

use std::collections::BTreeMap;

use serde::Serialize;

use super::assumed::Assumed;
use super::learnt::{self, DriversView, WhyView};
use super::sections::{self, BoundView, CapacityView, Finding, Row, SetRow, Sets};
use super::steps::Section;
use super::stories::{self, StoriesView};
use crate::compare::Comparison;
use crate::model::Scenario;
use crate::report::run::Shelf;
use crate::report::{Plate, RunInfo, clean, words};

/// The whole page.
#[derive(Serialize)]
pub struct View {
    t: BTreeMap<&'static str, &'static str>,
    files: &'static [(&'static str, &'static str)],
    style: String,
    title: String,
    control: Option<&'static str>,
    question: Option<String>,
    authors: Option<String>,
    date: Option<String>,
    description: Option<String>,
    lead: String,
    alone: Vec<String>,
    together: Option<String>,
    depends: Vec<String>,
    base_label: String,
    trials: String,
    rows: Vec<Row>,
    charts: Vec<ChartView>,
    /// One day, ten days, a thousand; filled in by the page.
    pub steps: Option<Section>,
    more_charts: Vec<ChartView>,
    method_charts: Vec<ChartView>,
    joint: Option<BoundView>,
    joint_days: Option<String>,
    as_one_day: Vec<String>,
    why: Vec<WhyView>,
    why_note: &'static str,
    why_columns: [&'static str; 4],
    stories: Vec<StoriesView>,
    stories_note: &'static str,
    stories_columns: [&'static str; 5],
    drivers: Vec<DriversView>,
    drivers_note: &'static str,
    drivers_columns: [&'static str; 5],
    bounds: Vec<BoundView>,
    capacity: Vec<CapacityView>,
    capacity_about: &'static str,
    looks: String,
    grades: Vec<Grade>,
    checks: Vec<[String; 3]>,
    sets: Option<Sets>,
    set_rows: Vec<SetRow>,
    days: Vec<sections::Day>,
    assumed: Assumed,
    warnings: Vec<String>,
    unmet: Vec<String>,
    made: String,
    lanes: String,
    battery: Option<String>,
    method: &'static [&'static str],
    thresholds: Vec<(&'static str, String)>,
    limits: &'static [&'static str],
    glossary: &'static [(&'static str, &'static str)],
    columns: &'static [(&'static str, &'static str)],
    command: String,
    reproduce: String,
    cite: String,
    version: String,
}

/// A chart with its table.
#[derive(Serialize)]
struct ChartView {
    name: String,
    title: String,
    svg: String,
    caption: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Whether there are more rows, which stand in the file alone.
    cut: bool,
}

/// Most rows of a chart's table on the page.
const MOST_ROWS: usize = 500;

/// The findings of one grade.
#[derive(Serialize)]
struct Grade {
    title: &'static str,
    note: &'static str,
    findings: Vec<Finding>,
}

/// The charts of one place of the page.
fn chart_views(plates: &[Plate], shelf: Shelf) -> Vec<ChartView> {
    let chosen = plates.iter().filter(|plate| plate.shelf == shelf);
    chosen.map(ChartView::of).collect()
}

impl View {
    /// Words everything.
    pub fn of(
        scenario: &Scenario,
        comparison: &Comparison,
        plates: &[Plate],
        style: String,
        run: &RunInfo,
    ) -> Self {
        let answer = words::answer(scenario, comparison);
        let base = comparison.variants.first();
        let joint = base.and_then(|b| b.joint.as_ref());
        let author = |text: &Option<String>| text.as_deref().map(clean::inline);
        Self {
            t: words::ON_THE_PAGE.iter().copied().collect(),
            files: words::FILES,
            style,
            title: clean::inline(&scenario.title),
            control: scenario.control.then_some(words::CONTROL),
            question: author(&scenario.question),
            authors: words::authors(scenario),
            date: author(&scenario.date),
            description: author(&scenario.description),
            lead: answer.lead,
            alone: answer.alone,
            together: answer.together,
            depends: answer.depends,
            base_label: base.map_or(String::new(), |b| clean::inline(&b.label)),
            trials: base.map_or(String::new(), |b| words::whole(b.trials as i64)),
            rows: base.map_or(Vec::new(), |b| sections::rows(scenario, b)),
            charts: chart_views(plates, Shelf::First),
            steps: None,
            more_charts: chart_views(plates, Shelf::More),
            method_charts: chart_views(plates, Shelf::Method),
            joint: joint.map(sections::joint),
            joint_days: joint.map(words::joint_days),
            as_one_day: base.map_or(Vec::new(), |b| words::together(scenario, b)),
            why: base.map_or(Vec::new(), |b| learnt::why(scenario, b)),
            why_note: words::WHY_NOTE,
            why_columns: words::WHY_COLUMNS,
            stories: base.map_or(Vec::new(), |b| stories::views(scenario, b)),
            stories_note: words::STORIES_NOTE,
            stories_columns: words::STORIES_COLUMNS,
            drivers: base.map_or(Vec::new(), |b| learnt::drivers(scenario, b)),
            drivers_note: words::DRIVERS_NOTE,
            drivers_columns: words::DRIVERS_COLUMNS,
            bounds: base.map_or(Vec::new(), |b| sections::bounds(scenario, b)),
            capacity: sections::capacity(scenario),
            capacity_about: words::capacity::ON_THE_PAGE,
            looks: words::looks(comparison),
            grades: grades(scenario, comparison),
            checks: sections::checks(comparison),
            sets: sections::sets(scenario, comparison),
            set_rows: sections::set_rows(scenario, comparison),
            days: base.map_or(Vec::new(), |b| sections::days(scenario, b)),
            assumed: Assumed::of(scenario),
            warnings: sections::warnings(comparison),
            unmet: comparison.unmet.iter().map(words::unmet).collect(),
            made: words::made(comparison, run),
            lanes: words::lanes(run),
            battery: words::battery(comparison),
            method: words::METHOD,
            thresholds: words::thresholds().to_vec(),
            limits: words::LIMITS,
            glossary: words::GLOSSARY,
            columns: crate::words::COMPARISON_COLUMNS,
            command: words::command(run),
            reproduce: words::reproduce(),
            cite: words::cite(&run.version),
            version: clean::plain(&run.version),
        }
    }
}

/// A cell as the page shows it; the id of a station is a name, even where it is made of digits.
fn cell(text: &str, column: &str) -> String {
    let text = clean::inline(text);
    match column == words::charts::stations::COLUMNS[0] {
        true => text,
        false => words::cell(&text),
    }
}

impl ChartView {
    fn of(plate: &Plate) -> Self {
        Self {
            name: clean::plain(plate.name),
            title: clean::inline(plate.title),
            svg: plate.svg.to_string(),
            caption: clean::inline(plate.caption),
            columns: plate.columns.iter().map(|c| clean::inline(c)).collect(),
            cut: plate.rows.len() > MOST_ROWS,
            rows: plate
                .rows
                .iter()
                .take(MOST_ROWS)
                .map(|row| {
                    let cells = row.iter().zip(plate.columns);
                    cells.map(|(text, column)| cell(text, column)).collect()
                })
                .collect(),
        }
    }
}

fn grades(scenario: &Scenario, comparison: &Comparison) -> Vec<Grade> {
    use crate::compare::Grade as G;
    [G::Hard, G::Assumptions, G::Note]
        .map(|grade| {
            let (title, note) = words::grade(grade);
            Grade {
                title,
                note,
                findings: sections::findings(scenario, comparison, grade),
            }
        })
        .into_iter()
        .filter(|g| !g.findings.is_empty())
        .collect()
}
