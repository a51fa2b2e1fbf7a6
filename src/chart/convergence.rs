//! C15, convergence: are there enough days?

use super::frame::{self, WIDTH};
use super::roles::Role;
use super::scale::Scale;
use super::sketch::{Anchor, Area, Label, MEDIUM, SMALL, Sketch};
use super::text::{fit, plain, sentence, whole};
use super::{ChartKind, Draft, Subject, Table};
use crate::compare::running::{Running, running};
use crate::compare::sweep::{ONE_IN_TWENTY, Outcome};
use crate::words::charts::convergence as says;
use crate::words::charts::sweep::{RULE, ceiling, tick};

/// Pixels of the plot.
const HEIGHT: f64 = 210.0;
/// Room for the words at the end of the line, pixels.
const END: f64 = 150.0;
/// Decades that the axis shows below the lowest estimate.
const BELOW: f64 = 0.6;

/// Draws how the estimate of a figure settles; `None` with too few days.
pub fn draw(of: &Subject) -> Option<Draft> {
    let it = running(of.figure)?;
    let (first, last) = (it.looks.first()?, it.looks.last()?);
    let title = sentence(&says::finding(of, &it));
    let (mut sketch, top) = frame::heading(&title, &says::subtitle(of), HEIGHT + 62.0);
    let plot = Area {
        left: 112.0,
        top: top + 6.0,
        right: WIDTH - frame::MARGIN - END,
        bottom: top + 6.0 + HEIGHT,
    };
    let x = Scale {
        low: libm::log10(first.tail.trials as f64),
        high: libm::log10(last.tail.trials as f64),
        from: plot.left,
        to: plot.right,
    };
    let y = Scale {
        low: lowest(&it),
        high: 0.0,
        from: plot.bottom,
        to: plot.top,
    };
    let at = |look: &Outcome, p: f64| {
        let days = libm::log10(look.tail.trials as f64);
        (x.at(days), y.held(libm::log10(p.max(1e-12))))
    };
    let upper = it.looks.iter().map(|look| at(look, ends(look).1));
    let lower = it.looks.iter().rev().map(|look| at(look, ends(look).0));
    sketch.shape(upper.chain(lower).collect(), Role::Wide);
    across(&mut sketch, &plot, &x);
    upwards(&mut sketch, &plot, &y, says::UPWARDS);
    let seen = it.looks.iter().filter(|look| look.tail.hits > 0);
    let line: Vec<(f64, f64)> = seen.map(|look| at(look, look.chance())).collect();
    if line.len() > 1 {
        sketch.line(line, Role::Core, 2.2);
    }
    let height = match last.tail.hits {
        0 => ceiling(last.tail.trials),
        _ => last.chance(),
    };
    let (px, py) = at(last, height);
    sketch.dot((px, py), 4.0, Role::Core);
    let start = (py + 4.5).clamp(plot.top + 10.0, plot.bottom - 38.0);
    for (n, text) in says::at_the_end(last).into_iter().enumerate() {
        let text = fit(&text, END - 14.0, MEDIUM, n == 0);
        let label = Label::new(
            text,
            px + 12.0,
            start + 17.0 * n as f64,
            Role::SimulatedText,
        );
        sketch.text(match n {
            0 => label.sized(MEDIUM).bold(),
            _ => label,
        });
    }
    Some(Draft {
        name: format!("c15-{}", of.reported.id),
        kind: ChartKind::Convergence,
        description: says::description(&it),
        caption: says::CAPTION.into(),
        table: table(&it),
        title,
        sketch,
        figures: vec![of.at],
        polls: of.reported.polls.clone(),
        variant: of.variant.id.clone(),
    })
}

/// The interval that is drawn; before there is any hit, up to the limit that the rest of the report names.
fn ends(look: &Outcome) -> (f64, f64) {
    match look.tail.hits {
        0 => (0.0, ceiling(look.tail.trials)),
        _ => look.interval(),
    }
}

/// The lowest end of the axis, as a logarithm: below 1 in 20 and every estimate or limit, with room for what
/// the last interval reaches below that.
fn lowest(it: &Running) -> f64 {
    let shown = it.looks.iter().map(|look| match look.tail.hits {
        0 => ceiling(look.tail.trials),
        _ => look.chance(),
    });
    libm::log10(shown.fold(0.03, f64::min)) - BELOW
}

/// The axis of days, in powers of ten.
fn across(sketch: &mut Sketch, plot: &Area, x: &Scale) {
    let axis = vec![(plot.left, plot.bottom), (plot.right, plot.bottom)];
    sketch.line(axis, Role::Axis, 1.0);
    let mut days = 10.0;
    while libm::log10(days) <= x.high + 1e-9 {
        frame::x_tick(sketch, plot, x.held(libm::log10(days)), &whole(days));
        days *= 10.0;
    }
    frame::x_title(sketch, plot, says::ACROSS);
}

/// The axis of chances, in powers of ten, with the line of 1 in 20.
pub(super) fn upwards(sketch: &mut Sketch, plot: &Area, y: &Scale, title: &str) {
    let rule = y.at(libm::log10(ONE_IN_TWENTY));
    let mut one_in = 1.0;
    while -libm::log10(one_in) >= y.low {
        let at = y.at(-libm::log10(one_in));
        sketch.line(vec![(plot.left, at), (plot.right, at)], Role::Grid, 1.0);
        if (at - rule).abs() >= SMALL + 3.0 {
            let label = Label::new(tick(one_in), plot.left - 7.0, at + 4.5, Role::Muted);
            sketch.text(label.anchored(Anchor::End));
        }
        one_in *= 10.0;
    }
    sketch.line(vec![(plot.left, rule), (plot.right, rule)], Role::Rule, 1.5);
    let label = Label::new(RULE, plot.left - 7.0, rule + 4.5, Role::Ink);
    sketch.text(label.anchored(Anchor::End));
    let middle = (plot.top + plot.bottom) / 2.0;
    let label = Label::new(title, frame::MARGIN + 4.0, middle, Role::Muted);
    sketch.text(Label {
        turned: true,
        ..label.anchored(Anchor::Middle)
    });
}

fn table(it: &Running) -> Table {
    let mut table = Table::new(&says::COLUMNS);
    for look in &it.looks {
        let (low, high) = look.interval();
        table.row([
            look.tail.trials.to_string(),
            look.tail.hits.to_string(),
            plain(look.chance()),
            plain(low),
            plain(high),
        ]);
    }
    table
}
