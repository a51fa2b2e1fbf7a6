//! Charts: a finished comparison becomes pictures, each with its finding, its words and its table.
//!
//! Knows how to show a [`Comparison`]. Never knows how to compute one, nor the disk. plotters is named
//! in one file of this room only; every chart is first a plain list of marks, so the same input
//! gives the same bytes and another drawing library could take plotters' place.
//!
//! Every title states the finding; a reported figure is always line, diamond and word, so that a grey
//! print loses nothing; every picture comes with the rows it was drawn from.

mod announced;
pub mod backtest;
mod bins;
mod capacity;
mod convergence;
mod dots;
mod falling;
mod fingerprint;
mod font;
mod frame;
mod histogram;
mod hours;
mod implied;
mod joint;
mod lanes;
pub mod lineup;
mod paint;
mod plane;
mod queue;
mod region;
mod roles;
mod scale;
mod sketch;
mod station_ranks;
mod sweep;
mod sweep_contours;
mod sweep_line;
mod sweep_points;
mod text;
mod tornado;
mod variants;

#[cfg(test)]
mod long_names;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use announced::{Announced, announced};
pub use bins::Bins;
pub use roles::ROLES;

use crate::compare::Comparison;
use crate::compare::capacity::Capacity;
use crate::compare::sweep::Sweep;
use crate::model::{PollId, Quantity, Scenario};
use crate::words::charts as words;
use crate::words::charts::Subject;
use sketch::Sketch;

/// Most histograms in a report.
const MOST_HISTOGRAMS: usize = 12;
/// Most headline figures with a dotplot and a comparison of variants.
const MOST_HEADLINES: usize = 6;

/// A finished chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// File stem and id, unique in a report: small letters, digits, `-`; e.g. `c1-home-ballots-cast`.
    pub name: String,
    /// What kind of chart it is.
    pub kind: ChartKind,
    /// The finding, one sentence without a full stop.
    pub title: String,
    /// What is drawn and its key numbers, for readers who do not see it.
    pub description: String,
    /// How to read it, two plain sentences.
    pub caption: String,
    /// The picture: one `<svg>` element without a fixed size, to be put into a page or a file.
    pub svg: String,
    /// The rows it was drawn from.
    pub table: Table,
    /// Positions in `Scenario::reported` of the figures it shows; the first is what it is about.
    pub figures: Vec<usize>,
    /// The polls it is about.
    pub polls: Vec<PollId>,
    /// The assumptions it shows: `base`, a variant's id, or empty when it shows all of them.
    pub variant: String,
}

/// The kinds of charts, in the order of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChartKind {
    /// C1: a figure on the histogram of its simulated values.
    Histogram,
    /// C2: fifty days as dots.
    Dots,
    /// C3: two polls at once.
    Joint,
    /// C4: turnout by hour.
    Hours,
    /// C5: the queue over the day.
    Queue,
    /// C7: what moves a figure, one input at a time.
    Tornado,
    /// C14: all sets of assumptions side by side.
    Variants,
    /// C6: turnout against share of many stations, reported beside one simulated day.
    Fingerprint,
    /// C10 for stations: whether the ranks of reported stations are spread evenly.
    StationRanks,
    /// Waits against booths per station.
    Capacity,
    /// C8: the chance of a figure along an assumption.
    Sweep,
    /// C10: whether the ranks of trusted polls are spread evenly.
    Backtest,
    /// C16: how the chance of a sought figure falls on the way to it.
    Falling,
    /// C15: whether there are enough days.
    Convergence,
}

/// Columns and rows, as text: decimal points, no thousands separators.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    fn new(columns: &[&str]) -> Self {
        let columns = columns.iter().map(|c| (*c).to_string()).collect();
        Table {
            columns,
            rows: Vec::new(),
        }
    }

    fn row<const N: usize>(&mut self, cells: [String; N]) {
        debug_assert_eq!(N, self.columns.len());
        self.rows.push(cells.to_vec());
    }
}

/// Why a chart could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// The drawing library or the PNG writer failed.
    #[error("the chart could not be drawn: {cause}")]
    Drawing {
        /// What it said.
        cause: String,
    },
    /// No chart has this name.
    #[error("there is no chart named `{name}`")]
    Unknown {
        /// The name asked for.
        name: String,
    },
}

/// Every chart of a comparison as SVG, in the order of a report.
///
/// The same input gives the same bytes. A figure without simulated values gets no chart.
///
/// # Errors
/// [`ChartError::Drawing`] when the drawing library fails.
pub fn draw(scenario: &Scenario, comparison: &Comparison) -> Result<Vec<Chart>, ChartError> {
    drafts(scenario, comparison)
        .into_iter()
        .map(Draft::finish)
        .collect()
}

/// Waits against booths, a chart for each station set.
///
/// # Errors
/// [`ChartError::Drawing`] when the drawing library fails.
pub fn capacity(scenario: &Scenario, capacity: &Capacity) -> Result<Vec<Chart>, ChartError> {
    let mut drafts = capacity::drafts(scenario, capacity);
    name_apart(&mut drafts);
    drafts.into_iter().map(Draft::finish).collect()
}

/// The chart named `name` of an answer to the question of capacity as PNG, two pixels for each of the
/// SVG's nominal size.
///
/// # Errors
/// [`ChartError::Unknown`] when no chart has that name, [`ChartError::Drawing`] when drawing fails.
pub fn capacity_png(
    scenario: &Scenario,
    capacity: &Capacity,
    name: &str,
) -> Result<Vec<u8>, ChartError> {
    let mut drafts = capacity::drafts(scenario, capacity);
    name_apart(&mut drafts);
    png_of(&drafts, name)
}

/// The chance of each figure along an assumption, or over a grid of two: a chart for each subject.
///
/// # Errors
/// [`ChartError::Drawing`] when the drawing library fails.
pub fn sweep(scenario: &Scenario, sweep: &Sweep) -> Result<Vec<Chart>, ChartError> {
    let mut drafts = sweep::drafts(scenario, sweep);
    name_apart(&mut drafts);
    drafts.into_iter().map(Draft::finish).collect()
}

/// The chart named `name` of a sweep as PNG, two pixels for each of the SVG's nominal size.
///
/// # Errors
/// [`ChartError::Unknown`] when no chart has that name, [`ChartError::Drawing`] when drawing fails.
pub fn sweep_png(scenario: &Scenario, sweep: &Sweep, name: &str) -> Result<Vec<u8>, ChartError> {
    let mut drafts = sweep::drafts(scenario, sweep);
    name_apart(&mut drafts);
    png_of(&drafts, name)
}

/// The chart named `name` as PNG, two pixels for each of the SVG's nominal size.
///
/// # Errors
/// [`ChartError::Unknown`] when no chart has that name, [`ChartError::Drawing`] when drawing fails.
pub fn png(
    scenario: &Scenario,
    comparison: &Comparison,
    name: &str,
) -> Result<Vec<u8>, ChartError> {
    png_of(&drafts(scenario, comparison), name)
}

fn png_of(drafts: &[Draft], name: &str) -> Result<Vec<u8>, ChartError> {
    match drafts.iter().find(|draft| draft.name == name) {
        Some(draft) => paint::png(&draft.sketch),
        None => Err(ChartError::Unknown {
            name: name.to_string(),
        }),
    }
}

/// A chart before it is painted.
struct Draft {
    sketch: Sketch,
    name: String,
    kind: ChartKind,
    title: String,
    description: String,
    caption: String,
    table: Table,
    figures: Vec<usize>,
    polls: Vec<PollId>,
    variant: String,
}

impl Draft {
    fn finish(self) -> Result<Chart, ChartError> {
        let svg = paint::svg(&self.sketch, &self.name, &self.title, &self.description)?;
        Ok(Chart {
            name: self.name,
            kind: self.kind,
            title: self.title,
            description: self.description,
            caption: self.caption,
            svg,
            table: self.table,
            figures: self.figures,
            polls: self.polls,
            variant: self.variant,
        })
    }
}

fn drafts(scenario: &Scenario, comparison: &Comparison) -> Vec<Draft> {
    let Some(base) = comparison.variants.first() else {
        return Vec::new();
    };
    let subjects: Vec<Subject> = base
        .figures
        .iter()
        .filter(|figure| figure.values.iter().any(|v| v.is_finite()))
        .filter_map(|figure| {
            let reported = scenario.reported.get(figure.reported)?;
            Some(Subject {
                scenario,
                variant: base,
                figure,
                reported,
                at: figure.reported,
            })
        })
        .collect();
    let heads = headlines(&subjects);
    let mut drafts = Vec::new();
    for subject in heads
        .iter()
        .copied()
        .chain(others(&subjects, &heads))
        .take(MOST_HISTOGRAMS)
    {
        drafts.push(histogram::draw(subject));
    }
    let few = || heads.iter().take(MOST_HEADLINES);
    drafts.extend(few().map(|subject| dots::draw(subject)));
    let moved = comparison.moved.iter();
    drafts.extend(moved.flat_map(|it| sweep::drafts(scenario, it)));
    drafts.extend(joint::draw(scenario, base));
    drafts.extend(
        base.days
            .iter()
            .filter_map(|day| hours::draw(scenario, base, day)),
    );
    drafts.extend(
        base.days
            .iter()
            .filter_map(|day| queue::draw(scenario, base, day)),
    );
    drafts.extend(few().filter_map(|subject| tornado::draw(subject)));
    drafts.extend(few().filter_map(|subject| variants::draw(subject, comparison)));
    let sets = || comparison.stations.iter();
    drafts.extend(sets().filter_map(|of| fingerprint::draw(scenario, base, of)));
    drafts.extend(sets().filter_map(|of| station_ranks::draw(scenario, base, of)));
    drafts.extend(few().filter_map(|subject| falling::draw(subject)));
    drafts.extend(few().filter_map(|subject| convergence::draw(subject)));
    name_apart(&mut drafts);
    drafts
}

/// The figures the question is about: the declared ones; failing those, ballots cast in the whole
/// day; failing those, the first figure.
fn headlines<'a>(subjects: &'a [Subject<'a>]) -> Vec<&'a Subject<'a>> {
    let declared: Vec<_> = subjects.iter().filter(|s| s.reported.headline).collect();
    if !declared.is_empty() {
        return declared;
    }
    let cast = Quantity::BallotsCast { at: None };
    let ballots: Vec<_> = subjects
        .iter()
        .filter(|s| s.reported.quantity == cast)
        .collect();
    if ballots.is_empty() {
        subjects.iter().take(1).collect()
    } else {
        ballots
    }
}

/// The other figures that vary at all; those of a time of day are shown hour by hour.
fn others<'a>(
    subjects: &'a [Subject<'a>],
    heads: &[&'a Subject<'a>],
) -> impl Iterator<Item = &'a Subject<'a>> {
    let shown: Vec<usize> = heads.iter().map(|s| s.at).collect();
    subjects.iter().filter(move |s| {
        let timed = matches!(
            s.reported.quantity,
            Quantity::BallotsCast { at: Some(_) } | Quantity::Turnout { at: Some(_), .. }
        );
        let varies = s.figure.simulated.lowest < s.figure.simulated.highest;
        !shown.contains(&s.at) && !timed && varies
    })
}

/// Names become file stems: small letters, digits and `-`, each once.
fn name_apart(drafts: &mut [Draft]) {
    let mut used = std::collections::BTreeSet::new();
    for draft in drafts {
        let mut stem = String::new();
        for c in draft.name.chars().take(80) {
            match c.to_ascii_lowercase() {
                c @ ('a'..='z' | '0'..='9') => stem.push(c),
                _ if stem.ends_with('-') => {}
                _ => stem.push('-'),
            }
        }
        let stem = stem.trim_end_matches('-').to_string();
        let mut name = stem.clone();
        let mut number = 1;
        while !used.insert(name.clone()) {
            number += 1;
            name = format!("{stem}-{number}");
        }
        draft.name = name;
    }
}
