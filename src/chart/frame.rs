//! What every chart has around its data: the finding on top, what is shown below it, and axes.

use super::font;
use super::roles::Role;
use super::scale::Scale;
use super::sketch::{Anchor, Area, LARGE, Label, MEDIUM, SMALL, Sketch};
use super::text::{fit, wrap_even};
use crate::units::SimTime;

/// Width of every chart, pixels.
pub const WIDTH: f64 = 760.0;
/// Space at the left and right edge of the canvas, pixels.
pub const MARGIN: f64 = 18.0;
/// Most lines of a title or a subtitle: names are cut before, so that the finding has room.
const MOST_LINES: usize = 5;

/// Writes title and subtitle; returns the sketch and the pixel row where the rest may begin.
pub fn heading(title: &str, subtitle: &str, height: f64) -> (Sketch, f64) {
    let room = WIDTH - 2.0 * MARGIN;
    let titles = wrap_even(title, room, LARGE, true, MOST_LINES);
    let subtitles = wrap_even(subtitle, room, MEDIUM, false, MOST_LINES);
    let head = 14.0 + titles.len() as f64 * 24.0 + 4.0 + subtitles.len() as f64 * 18.0;
    let mut sketch = Sketch::new(WIDTH, (height + head).ceil());
    let mut y = 14.0;
    for line in titles {
        y += 24.0;
        sketch.text(
            Label::new(line, MARGIN, y - 6.0, Role::Ink)
                .sized(LARGE)
                .bold(),
        );
    }
    y += 4.0;
    for line in subtitles {
        y += 18.0;
        sketch.text(Label::new(line, MARGIN, y - 5.0, Role::Muted).sized(MEDIUM));
    }
    (sketch, y + 10.0)
}

/// As many labelled ticks as fit side by side: value and text.
fn fitting(scale: &Scale, name: &dyn Fn(f64) -> String, whole: bool) -> Vec<(f64, String)> {
    for count in [9, 8, 7, 6, 5, 4, 3, 2, 1] {
        let ticks: Vec<(f64, String)> = scale
            .ticks(count, whole)
            .into_iter()
            .map(|v| (v, name(v)))
            .collect();
        let needed: f64 = ticks
            .iter()
            .map(|(_, t)| font::width(t, SMALL, false) + 16.0)
            .sum();
        let same = ticks.windows(2).any(|w| w[0].1 == w[1].1);
        if needed <= (scale.to - scale.from).abs() && !same {
            return ticks;
        }
    }
    Vec::new()
}

/// A horizontal axis under `plot` with its title; `whole` keeps ticks on whole numbers.
pub fn x_axis(
    sketch: &mut Sketch,
    plot: &Area,
    scale: &Scale,
    title: &str,
    name: &dyn Fn(f64) -> String,
    whole: bool,
) {
    sketch.line(
        vec![(plot.left, plot.bottom), (plot.right, plot.bottom)],
        Role::Axis,
        1.0,
    );
    for (value, text) in fitting(scale, name, whole) {
        x_tick(sketch, plot, scale.at(value), &text);
    }
    x_title(sketch, plot, title);
}

/// A horizontal axis of clock times.
pub fn x_clock(sketch: &mut Sketch, plot: &Area, scale: &Scale, hours: &[SimTime], title: &str) {
    sketch.line(
        vec![(plot.left, plot.bottom), (plot.right, plot.bottom)],
        Role::Axis,
        1.0,
    );
    for hour in hours {
        x_tick(sketch, plot, scale.at(hour.as_hours()), &hour.to_string());
    }
    x_title(sketch, plot, title);
}

/// A tick of a horizontal axis at the pixel column `x`.
pub fn x_tick(sketch: &mut Sketch, plot: &Area, x: f64, text: &str) {
    sketch.line(
        vec![(x, plot.bottom), (x, plot.bottom + 5.0)],
        Role::Axis,
        1.0,
    );
    let label = Label::new(text, x, plot.bottom + 18.0, Role::Muted).anchored(Anchor::Middle);
    let e = label.extent();
    // the last label may not leave the canvas
    let shift = (e.right - (WIDTH - 3.0)).max(0.0) - (3.0 - e.left).max(0.0);
    sketch.text(Label {
        x: x - shift,
        ..label
    });
}

/// The title of a horizontal axis.
pub fn x_title(sketch: &mut Sketch, plot: &Area, title: &str) {
    let room = WIDTH - 2.0 * MARGIN;
    let text = fit(title, room, SMALL, false);
    let half = font::width(&text, SMALL, false) / 2.0;
    let middle = ((plot.left + plot.right) / 2.0).clamp(MARGIN + half, WIDTH - MARGIN - half);
    let label = Label::new(text, middle, plot.bottom + 37.0, Role::Muted);
    sketch.text(label.anchored(Anchor::Middle));
}

/// Pixels that the labels of a vertical axis need to the left of the plot, its title included.
pub fn y_room(
    scale_of: (f64, f64),
    ticks: usize,
    whole: bool,
    name: &dyn Fn(f64) -> String,
) -> f64 {
    let scale = Scale {
        low: scale_of.0,
        high: scale_of.1,
        from: 0.0,
        to: 1.0,
    };
    let widest = scale
        .ticks(ticks, whole)
        .into_iter()
        .map(|v| font::width(&name(v), SMALL, false))
        .fold(0.0, f64::max);
    (widest + 44.0).clamp(60.0, 200.0)
}

/// A vertical axis with grid lines and its title, written upwards.
pub fn y_axis(
    sketch: &mut Sketch,
    plot: &Area,
    scale: &Scale,
    title: &str,
    name: &dyn Fn(f64) -> String,
    (ticks, whole): (usize, bool),
) {
    for value in scale.ticks(ticks, whole) {
        let y = scale.at(value);
        sketch.line(vec![(plot.left, y), (plot.right, y)], Role::Grid, 1.0);
        let label = Label::new(name(value), plot.left - 7.0, y + 4.5, Role::Muted);
        sketch.text(label.anchored(Anchor::End));
    }
    let text = fit(title, plot.height() + 24.0, SMALL, false);
    let middle = (plot.top + plot.bottom) / 2.0;
    let label = Label::new(text, MARGIN + 4.0, middle, Role::Muted).anchored(Anchor::Middle);
    sketch.text(Label {
        turned: true,
        ..label
    });
}
