//! C11, the line-up: twenty small panels of the same figures, one of them as reported.
//!
//! The panels differ by their values only: scales, room for numbers, marks and ids are the same in all.

use super::ChartError;
use super::font;
use super::paint;
use super::roles::Role;
use super::scale::Scale;
use super::sketch::{Anchor, Label, MEDIUM, SMALL, Sketch};
use crate::compare::lineup::{Lane, LineUp, PANELS};
use crate::words::lineup as says;

/// Width of a panel, pixels.
const WIDTH: f64 = 220.0;
/// Pixels of a row.
const ROW: f64 = 26.0;
/// Pixels above the first row and below the last.
const AIR: f64 = 7.0;
/// Pixels of the column of letters.
const LETTERS: f64 = 20.0;
/// Panels side by side on a sheet.
const COLUMNS: usize = 5;
/// Pixels between the panels of a sheet.
const GAP: f64 = 12.0;
/// Pixels above a panel of a sheet, for its number.
const NUMBER: f64 = 22.0;
/// Radius of a dot.
const DOT: f64 = 5.0;

/// How a panel is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As every other: nothing tells the report from a simulated day.
    Hidden,
    /// With the diamonds and the colour of a reported figure.
    AsReported,
}

/// All panels as SVG, in their order; the report is told from the others only where `shown` says so.
///
/// # Errors
/// [`ChartError::Drawing`] when the drawing library fails.
pub fn panels(of: &LineUp, shown: Shown) -> Result<Vec<String>, ChartError> {
    let room = room(of);
    let drawn = (0..PANELS).map(|panel| {
        let marked = shown == Shown::AsReported && panel == of.position;
        let sketch = sketch(of, panel, room, marked);
        let name = format!("panel-{}", panel + 1);
        paint::svg(
            &sketch,
            &name,
            &says::panel(panel),
            &says::description(of, panel),
        )
    });
    drawn.collect()
}

/// All panels on one sheet, numbered, for a slide or a print; the report is not told from the others.
///
/// # Errors
/// [`ChartError::Drawing`] when the drawing library fails.
pub fn sheet(of: &LineUp) -> Result<String, ChartError> {
    let room = room(of);
    let tall = NUMBER + sketch(of, 0, room, false).height;
    let (wide, rows) = (COLUMNS as f64 * (WIDTH + GAP) + GAP, PANELS / COLUMNS);
    let mut sheet = Sketch::new(wide, rows as f64 * (tall + GAP) + GAP);
    for panel in 0..PANELS {
        let left = GAP + (panel % COLUMNS) as f64 * (WIDTH + GAP);
        let top = GAP + (panel / COLUMNS) as f64 * (tall + GAP);
        let frame = [
            (left, top),
            (left + WIDTH, top),
            (left + WIDTH, top + tall),
            (left, top + tall),
            (left, top),
        ];
        let number = Label::new(says::number(panel), left + 7.0, top + 20.0, Role::Ink);
        sheet.text(number.sized(MEDIUM).bold());
        let drawn = sketch(of, panel, room, false);
        let marks = drawn.marks.into_iter().skip(1); // the paper
        sheet
            .marks
            .extend(marks.map(|it| it.moved(left, top + NUMBER)));
        sheet.line(frame.to_vec(), Role::Grid, 1.0);
    }
    let about: Vec<String> = (0..PANELS)
        .map(|panel| format!("{}: {}", says::panel(panel), says::description(of, panel)))
        .collect();
    paint::svg(&sheet, "line-up", says::SHEET, &about.join(". "))
}

/// Pixels that the widest number of any panel takes.
fn room(of: &LineUp) -> f64 {
    let numbers = of.figures.iter().flat_map(|lane| {
        let panels = 0..lane.values.len();
        panels.map(|panel| font::width(&says::value(lane, panel), SMALL, false))
    });
    numbers.fold(0.0, f64::max).ceil()
}

fn sketch(of: &LineUp, panel: usize, room: f64, marked: bool) -> Sketch {
    let height = 2.0 * AIR + ROW * of.figures.len() as f64;
    let mut sketch = Sketch::new(WIDTH, height);
    let row = |at: usize| AIR + ROW * (at as f64 + 0.5);
    let (from, to) = (LETTERS + DOT + 2.0, WIDTH - 4.0 - room - DOT - 8.0);
    let mut dots = Vec::new();
    for (at, lane) in of.figures.iter().enumerate() {
        let y = row(at);
        sketch.line(vec![(from - DOT, y), (to + DOT, y)], Role::Grid, 1.5);
        dots.push((scale(lane, from, to).at(lane.values[panel]), y));
    }
    let role = if marked { Role::Mark } else { Role::Core };
    if dots.len() > 1 {
        sketch.line(dots.clone(), role, 1.5);
    }
    for (at, (lane, dot)) in of.figures.iter().zip(dots).enumerate() {
        match marked {
            true => sketch.diamond(dot, DOT + 2.0, role, false),
            false => sketch.dot(dot, DOT, role),
        }
        let y = row(at) + 4.5;
        let letter = Label::new(says::letter(at).to_string(), 3.0, y, Role::Muted).sized(MEDIUM);
        sketch.text(letter.bold());
        let number = Label::new(says::value(lane, panel), WIDTH - 4.0, y, Role::Ink);
        sketch.text(number.anchored(Anchor::End));
    }
    sketch
}

/// From the smallest to the largest value of all panels.
fn scale(lane: &Lane, from: f64, to: f64) -> Scale {
    let low = lane.values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = lane
        .values
        .iter()
        .copied()
        .fold(f64::NEG_INFINITY, f64::max);
    Scale {
        low,
        high,
        from,
        to,
    }
}
