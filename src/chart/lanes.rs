//! Rows of words and bars above a plot, each tied to a value on its horizontal axis.
//!
//! Text that belongs to the data stands up here and never on the data, so nothing can overlap.

use super::frame::WIDTH;
use super::roles::Role;
use super::scale::Scale;
use super::sketch::{Anchor, Area, Label, MEDIUM, SMALL, Sketch};
use super::text::fit;
use super::{Subject, font, words};
use crate::compare::{Claim, Quantiles};

/// A row above a plot.
pub enum Lane {
    /// Text beside the vertical line that stands at a value.
    Note {
        /// The value.
        at: f64,
        /// The lines; the first is bold when `bold`.
        lines: Vec<String>,
        /// Colour.
        role: Role,
        /// Whether the first line is bold.
        bold: bool,
    },
    /// An interval bar with its label.
    Bar {
        /// The interval.
        q: Quantiles,
        /// What it is.
        label: &'static str,
        /// Colour of the bar.
        role: Role,
        /// Values at which vertical lines stand that the label should not cross.
        lines: Vec<f64>,
    },
    /// Text without a place on the axis.
    Remark(String),
}

/// What is said beside the line of a report: the figure, what it may stand for, how many runs get
/// there.
pub fn report(of: &Subject) -> Lane {
    let f = of.figure;
    Lane::Note {
        at: f.claim.printed,
        lines: words::beside_report(f, of.reported),
        role: Role::MarkText,
        bold: true,
    }
}

/// The hard bound's largest value, when it is near enough to be on the axis.
pub fn bound_on_axis(of: &Subject) -> Option<f64> {
    let f = of.figure;
    let most = f.bound.highest.filter(|most| most.is_finite())?;
    bound_words(of)?;
    let ends = [f.claim.printed, f.simulated.lowest, f.simulated.highest];
    let low = ends.iter().copied().fold(f64::INFINITY, f64::min);
    let high = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (most <= high + 1.2 * (high - low)).then_some(most)
}

/// What is said about the hard bound, if there is one.
pub fn bound(of: &Subject) -> Option<Lane> {
    let text = bound_words(of)?;
    Some(match bound_on_axis(of) {
        Some(at) => Lane::Note {
            at,
            lines: vec![text],
            role: Role::Ink,
            bold: false,
        },
        None => Lane::Remark(words::off_axis(&text)),
    })
}

fn bound_words(of: &Subject) -> Option<String> {
    let percent = of.figure.claim.percent;
    let most = of.figure.bound.highest.filter(|most| most.is_finite())?;
    if percent && most >= 100.0 && of.figure.claim.printed <= 100.0 {
        return None; // every share ends there
    }
    Some(words::hard_bound(most, percent))
}

impl Lane {
    /// Pixels it needs on `plot` with the axis `x`.
    pub fn height(&self, plot: &Area, x: &Scale) -> f64 {
        match self {
            Lane::Note { lines, .. } => lines.len() as f64 * 17.0 + 8.0,
            Lane::Bar {
                q, label, lines, ..
            } => match bar_label(plot, x, q, label, lines, 0.0) {
                Some(_) => 22.0,
                None => 38.0,
            },
            Lane::Remark(_) => 22.0,
        }
    }

    /// Draws it from the pixel row `top` down.
    pub fn draw(&self, sketch: &mut Sketch, plot: &Area, x: &Scale, top: f64) {
        match self {
            Lane::Note {
                at,
                lines,
                role,
                bold,
            } => {
                for (i, line) in lines.iter().enumerate() {
                    let y = top + 13.0 + i as f64 * 17.0;
                    let label = beside(line, x.held(*at), y, plot, *bold && i == 0);
                    sketch.text_on_paper(Label {
                        role: *role,
                        ..label
                    });
                }
            }
            Lane::Bar {
                q,
                label,
                role,
                lines,
            } => match bar_label(plot, x, q, label, lines, top + 15.5) {
                Some(text) => {
                    bar(sketch, x, q, (*role, top + 11.0, 4.0));
                    sketch.text(text);
                }
                None => {
                    bar(sketch, x, q, (*role, top + 27.0, 4.0));
                    let middle = (x.held(q.q025) + x.held(q.q975)) / 2.0;
                    let half = font::width(label, SMALL, false) / 2.0;
                    let at = middle.clamp(plot.left + half, plot.right - half);
                    let text = Label::new(*label, at, top + 15.0, Role::SimulatedText);
                    sketch.text_on_paper(text.anchored(Anchor::Middle));
                }
            },
            Lane::Remark(text) => {
                let text = fit(text, plot.width(), SMALL, false);
                let label = Label::new(text, plot.right, top + 14.0, Role::Ink);
                sketch.text_on_paper(label.anchored(Anchor::End));
            }
        }
    }
}

/// The label of a bar to its left or right, where it crosses no line and stays in the plot.
fn bar_label(
    plot: &Area,
    x: &Scale,
    q: &Quantiles,
    label: &str,
    lines: &[f64],
    baseline: f64,
) -> Option<Label> {
    let (from, to) = (x.held(q.q025), x.held(q.q975));
    let right = Label::new(label, to + 9.0, baseline, Role::SimulatedText);
    let left = Label {
        x: from - 9.0,
        ..right.clone()
    }
    .anchored(Anchor::End);
    [left, right].into_iter().find(|text| {
        let e = text.extent();
        let crossed = lines
            .iter()
            .any(|v| (e.left - 4.0..=e.right + 4.0).contains(&x.held(*v)));
        e.left >= plot.left + 2.0 && e.right <= WIDTH - 4.0 && !crossed
    })
}

/// Text beside a vertical line, on the side with room for it.
fn beside(text: &str, x: f64, y: f64, plot: &Area, bold: bool) -> Label {
    let gap = 11.0;
    let (left, right) = (x - gap - 4.0, WIDTH - 6.0 - x - gap);
    let width = font::width(text, MEDIUM, bold);
    let to_right = width <= right && (width > left || x < (plot.left + plot.right) / 2.0);
    let room = if to_right { right } else { left.max(right) };
    let text = fit(text, room, MEDIUM, bold);
    let label = Label {
        bold,
        ..Label::new(text, x + gap, y, Role::Ink).sized(MEDIUM)
    };
    match to_right || right > left {
        true => label,
        false => Label {
            x: x - gap,
            ..label
        }
        .anchored(Anchor::End),
    }
}

/// The bar of 50 % (thick, `half` pixels up and down) and 95 % (thin), centred on the pixel row `y`.
pub fn bar(sketch: &mut Sketch, x: &Scale, q: &Quantiles, (role, y, half): (Role, f64, f64)) {
    let wide = |a: f64, b: f64, half: f64| {
        let (a, b) = (x.held(a), x.held(b));
        let (a, b) = if b - a < 2.0 {
            ((a + b) / 2.0 - 1.0, (a + b) / 2.0 + 1.0)
        } else {
            (a, b)
        };
        Area {
            left: a,
            right: b,
            top: y - half,
            bottom: y + half,
        }
    };
    sketch.fill(wide(q.q025, q.q975, 1.5), role);
    sketch.fill(wide(q.q25, q.q75, half), role);
}

/// The pale band of values that the report may stand for, through the lanes and the plot; a wide one
/// stays in the plot, clear of the words. `step` is the distance of two neighbouring possible values.
pub fn claim_band(
    sketch: &mut Sketch,
    (all, plot): (&Area, &Area),
    x: &Scale,
    claim: &Claim,
    step: f64,
) {
    let half = if claim.percent { 0.0 } else { step / 2.0 };
    let low = claim.lowest.map_or(x.low, |v| v - half);
    let high = claim.highest.map_or(x.high, |v| v + half);
    let (left, right) = (x.held(low), x.held(high));
    let over = if right - left > 90.0 { plot } else { all };
    if right - left >= 2.0 {
        sketch.fill(
            Area {
                left,
                right,
                ..*over
            },
            Role::Band,
        );
    }
}

/// The line of the report with its diamond on top.
pub fn claim_rule(sketch: &mut Sketch, plot: &Area, x: &Scale, claim: &Claim) {
    let at = x.held(claim.printed);
    sketch.line(
        vec![(at, plot.top + 8.0), (at, plot.bottom)],
        Role::Mark,
        2.0,
    );
    sketch.diamond((at, plot.top + 8.0), 6.5, Role::Mark, false);
}
