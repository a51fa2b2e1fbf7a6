//! C10: whether the ranks of trusted polls are spread evenly, with the band that chance allows.

use super::frame::{self, WIDTH};
use super::roles::Role;
use super::scale::Scale;
use super::sketch::{Anchor, Area, Label, Sketch};
use super::text::{decimal, plain};
use super::{Chart, ChartError, ChartKind, Draft, Table};
use crate::compare::backtest::Backtest;
use crate::words::backtest as words;

/// Pixels of the plot.
const HEIGHT: f64 = 300.0;
/// Most steps of a line.
const MOST_STEPS: usize = 1_000;

/// The chart of a back-test; none without ranks.
///
/// # Errors
/// [`ChartError::Drawing`] when the drawing library fails.
pub fn charts(of: &Backtest) -> Result<Vec<Chart>, ChartError> {
    draft(of).into_iter().map(Draft::finish).collect()
}

/// The same as PNG, two pixels for each of the SVG's nominal size.
///
/// # Errors
/// [`ChartError::Unknown`] when no chart has that name, [`ChartError::Drawing`] when drawing fails.
pub fn png(of: &Backtest, name: &str) -> Result<Vec<u8>, ChartError> {
    super::png_of(&draft(of).into_iter().collect::<Vec<_>>(), name)
}

fn draft(of: &Backtest) -> Option<Draft> {
    if of.ranks.is_empty() {
        return None;
    }
    let title = words::chart_title(of);
    let subtitle = words::chart_subtitle(of);
    let (mut sketch, top) = frame::heading(&title, &subtitle, HEIGHT + 76.0);
    let plot = Plot::below(
        top,
        HEIGHT,
        of.calibration.limit.max(of.calibration.distance),
    );
    band(&mut sketch, &plot, of.calibration.limit);
    plot.axes(&mut sketch, words::CHART_X, words::CHART_Y);
    plot.steps(&mut sketch, &of.ranks);
    for &rank in &of.ranks {
        let at = (plot.x.at(rank), plot.y.at(0.0));
        sketch.diamond(at, 5.0, Role::Mark, false);
    }
    let plot = plot.area;
    let above = plot.top - 5.0;
    let label = Label::new(words::CHART_BAND, plot.right, above, Role::SimulatedText);
    sketch.text(label.anchored(Anchor::End));
    Some(Draft {
        name: "c10-ranks".into(),
        kind: ChartKind::Backtest,
        description: words::chart_description(of),
        title,
        caption: words::CHART_CAPTION.into(),
        table: table(of),
        sketch,
        figures: Vec::new(),
        polls: Vec::new(),
        variant: String::new(),
    })
}

/// Where ranks run from 0 to 1, and what goes up is how far they are from an even spread.
pub(super) struct Plot {
    /// Its place.
    pub area: Area,
    /// Ranks.
    pub x: Scale,
    /// The share of ranks up to a value, less the value.
    pub y: Scale,
}

impl Plot {
    /// A plot of this height below a row of pixels that shows differences up to `most`.
    pub fn below(top: f64, height: f64, most: f64) -> Self {
        let area = Area {
            left: 92.0,
            top: top + 20.0,
            right: WIDTH - 40.0,
            bottom: top + 20.0 + height,
        };
        let reach = (1.15 * most).min(1.0);
        Self {
            area,
            x: Scale {
                low: 0.0,
                high: 1.0,
                from: area.left,
                to: area.right,
            },
            y: Scale {
                low: -reach,
                high: reach,
                from: area.bottom,
                to: area.top,
            },
        }
    }

    /// Axes, and the line of ranks that are spread evenly.
    pub fn axes(&self, sketch: &mut Sketch, across: &str, upwards: &str) {
        let (plot, name) = (&self.area, |v: f64| decimal(v, 2));
        frame::y_axis(sketch, plot, &self.y, upwards, &name, (6, false));
        frame::x_axis(sketch, plot, &self.x, across, &name, false);
        let even = self.y.at(0.0);
        sketch.line(vec![(plot.left, even), (plot.right, even)], Role::Rule, 1.5);
    }

    /// The share of ranks (ascending) up to each value less the value, as steps.
    pub fn steps(&self, sketch: &mut Sketch, ranks: &[f64]) {
        let (x, y, n) = (&self.x, &self.y, ranks.len() as f64);
        let mut line = vec![(x.at(0.0), y.at(0.0))];
        // More points than pixels would only make the file large.
        let every = ranks.len().div_ceil(MOST_STEPS).max(1);
        for (below, &rank) in ranks.iter().enumerate().step_by(every) {
            let below = below as f64 / n;
            line.push((x.at(rank), y.held(below - rank)));
            line.push((x.at(rank), y.held(below + 1.0 / n - rank)));
        }
        line.push((x.at(1.0), y.at(0.0)));
        sketch.line(line, Role::Mark, 2.0);
    }
}

/// Where the difference may lie: within `limit`, and never beyond what a share can be.
pub(super) fn band(sketch: &mut Sketch, plot: &Plot, limit: f64) {
    let upper = [(0.0, limit), (1.0 - limit, limit), (1.0, 0.0)];
    let lower = [(1.0, -limit), (limit, -limit), (0.0, 0.0)];
    let at = |&(u, d): &(f64, f64)| (plot.x.at(u), plot.y.held(d));
    sketch.shape(upper.iter().chain(&lower).map(at).collect(), Role::Wide);
}

fn table(of: &Backtest) -> Table {
    let mut table = Table::new(&["scenario", "figure", "rank", "share_up_to", "difference"]);
    let n = of.ranks.len() as f64;
    let mut rows: Vec<(f64, &str, &str)> = Vec::new();
    for control in &of.controls {
        for it in control.ranks.iter().filter(|it| it.speaks) {
            let figure = &control.scenario.reported[it.reported];
            rows.push((it.rank, &control.scenario.name, &figure.id));
        }
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (at, (rank, scenario, figure)) in rows.into_iter().enumerate() {
        let share = (at + 1) as f64 / n;
        table.row([
            scenario.to_string(),
            figure.to_string(),
            plain(rank),
            plain(share),
            plain(share - rank),
        ]);
    }
    table
}
