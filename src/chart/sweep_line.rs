//! The chance of a figure along one assumption, on a logarithmic axis.

use super::Draft;
use super::frame::{self, WIDTH};
use super::roles::Role;
use super::scale::Scale;
use super::sketch::{Anchor, Area, Label, MEDIUM, Places, Sketch};
use super::sweep::Shown;
use super::text::sentence;
use crate::compare::sweep::{Axis, ONE_IN_TWENTY, Outcome};
use crate::words::charts::sweep::{self as says, ceiling, value};

/// Pixels of the plot.
const HEIGHT: f64 = 320.0;

/// The chance along one assumption.
pub(super) fn draw(shown: &Shown, axis: &Axis) -> Option<Draft> {
    let points = &shown.sweep.points;
    let (first, last) = (points.first()?.at[0], points.last()?.at[0]);
    if first >= last {
        return None;
    }
    let title = sentence(&shown.finding());
    let (mut sketch, top) = frame::heading(&title, &says::subtitle(shown.sweep), HEIGHT + 70.0);
    let plot = Area {
        left: 112.0,
        top: top + 14.0,
        right: WIDTH - 40.0,
        bottom: top + 14.0 + HEIGHT,
    };
    let air = 0.025 * (last - first);
    let x = Scale {
        low: first - air,
        high: last + air,
        from: plot.left,
        to: plot.right,
    };
    let lowest = points.iter().map(|it| foot(shown.outcome(it)));
    let lowest = lowest.fold(0.01, f64::min);
    let y = Scale {
        low: libm::log10(lowest) - 0.25,
        high: 0.0,
        from: plot.bottom,
        to: plot.top,
    };
    stated(&mut sketch, &plot, &x, axis);
    chances(&mut sketch, &plot, &y);
    let title_of_x = says::axis_with_path(axis);
    let tick = |v: f64| value(axis, v);
    frame::x_axis(&mut sketch, &plot, &x, &title_of_x, &tick, false);
    let mut places = Places::default();
    rule(&mut sketch, &plot, &y, &mut places);
    let drawn: Vec<(f64, f64)> = points
        .iter()
        .map(|it| (x.at(it.at[0]), y.at(libm::log10(height(shown.outcome(it))))))
        .collect();
    let feet: Vec<(f64, f64)> = points
        .iter()
        .map(|it| (x.at(it.at[0]), y.at(libm::log10(foot(shown.outcome(it))))))
        .collect();
    for (pair, ends) in feet.windows(2).zip(points.windows(2)) {
        // Between two limits there is nothing that a line could follow.
        if ends.iter().any(|it| shown.outcome(it).tail.hits > 0) {
            sketch.line(pair.to_vec(), Role::Core, 2.0);
        }
    }
    for (point, &(px, py)) in points.iter().zip(&drawn) {
        let outcome = shown.outcome(point);
        if outcome.tail.hits == 0 {
            let (up, down) = (py - 4.0, py + 6.0);
            let corners = vec![(px - 6.0, up), (px + 6.0, up), (px, down)];
            sketch.shape(corners, Role::Core);
            continue;
        }
        let (low, high) = outcome.interval();
        let ends = [low, high].map(|p| y.held(libm::log10(p.max(1e-12))));
        sketch.line(vec![(px, ends[0]), (px, ends[1])], Role::Core, 1.2);
        sketch.dot((px, py), 4.5, Role::Core);
    }
    for &(px, py) in &drawn {
        let around = Area {
            left: px - 12.0,
            right: px + 12.0,
            top: py - 12.0,
            bottom: py + 12.0,
        };
        places.avoid(around, 5.0);
    }
    for pair in feet.windows(2) {
        for n in 1..8 {
            let part = f64::from(n) / 8.0;
            let px = pair[0].0 + part * (pair[1].0 - pair[0].0);
            let py = pair[0].1 + part * (pair[1].1 - pair[0].1);
            let around = Area {
                left: px - 2.0,
                right: px + 2.0,
                top: py - 2.0,
                bottom: py + 2.0,
            };
            places.avoid(around, 1.0);
        }
    }
    none(&mut sketch, &plot, &y, shown, &mut places);
    for it in shown.sweep.crossings(shown.at) {
        let (px, py) = (x.at(it.near), y.at(libm::log10(ONE_IN_TWENTY)));
        sketch.diamond((px, py), 7.0, Role::Mark, false);
        let label = Label::new(says::crossing(axis, it.near), 0.0, 0.0, Role::MarkText);
        let label = label.sized(MEDIUM).bold();
        let moved = |(dx, dy, anchor): (f64, f64, Anchor)| Label {
            x: px + dx,
            y: py + dy,
            ..label.clone().anchored(anchor)
        };
        let around = [
            (14.0, 22.0, Anchor::Start),
            (-14.0, -12.0, Anchor::End),
            (-14.0, 22.0, Anchor::End),
            (14.0, -12.0, Anchor::Start),
        ];
        if let Some(label) = places.choose(around.map(moved).into(), &plot) {
            sketch.text_on_paper(label);
        }
    }
    let description = shown.description();
    Some(shown.draft((title, sketch, description, says::LINE_CAPTION)))
}

/// Where a point is drawn: its chance, or the ceiling when no day had it.
fn height(of: &Outcome) -> f64 {
    match of.tail.hits {
        0 => ceiling(of.tail.trials),
        _ => of.chance(),
    }
}

/// Where the line passes a point: its chance, or 1 in n + 1 when none of n days had it, as crossings are
/// reckoned.
fn foot(of: &Outcome) -> f64 {
    match of.tail.hits {
        0 => 1.0 / (of.tail.trials + 1) as f64,
        _ => of.chance(),
    }
}

/// The range that the scenario states.
fn stated(sketch: &mut Sketch, plot: &Area, x: &Scale, axis: &Axis) {
    let Some((low, high)) = axis.stated else {
        return;
    };
    let (left, right) = (x.held(low), x.held(high));
    if right - left < 1.0 {
        return;
    }
    let area = Area {
        left,
        right,
        ..*plot
    };
    sketch.fill(area, Role::Beyond);
    let (middle, above) = ((left + right) / 2.0, plot.top - 5.0);
    let label = Label::new(says::STATED, middle, above, Role::Muted);
    let label = label.anchored(Anchor::Middle);
    let extent = label.extent();
    let shift = (plot.left - extent.left).max(0.0) - (extent.right - plot.right).max(0.0);
    sketch.text(Label {
        x: label.x + shift,
        ..label
    });
}

/// The axis of chances, in powers of ten.
fn chances(sketch: &mut Sketch, plot: &Area, y: &Scale) {
    let mut one_in = 1.0;
    while -libm::log10(one_in) >= y.low {
        let at = y.at(-libm::log10(one_in));
        sketch.line(vec![(plot.left, at), (plot.right, at)], Role::Grid, 1.0);
        let text = says::tick(one_in);
        let label = Label::new(text, plot.left - 7.0, at + 4.5, Role::Muted);
        sketch.text(label.anchored(Anchor::End));
        one_in *= 10.0;
    }
    let middle = (plot.top + plot.bottom) / 2.0;
    let label = Label::new(says::UPWARDS, frame::MARGIN + 4.0, middle, Role::Muted);
    sketch.text(Label {
        turned: true,
        ..label.anchored(Anchor::Middle)
    });
}

/// The line of 1 in 20.
fn rule(sketch: &mut Sketch, plot: &Area, y: &Scale, places: &mut Places) {
    let at = y.at(libm::log10(ONE_IN_TWENTY));
    sketch.line(vec![(plot.left, at), (plot.right, at)], Role::Rule, 1.5);
    let label = Label::new(says::RULE, plot.left - 7.0, at + 4.5, Role::Ink);
    let label = label.anchored(Anchor::End);
    places.avoid(label.extent(), 20.0);
    sketch.text(label);
}

/// The dotted ceiling of points that no day reached.
fn none(sketch: &mut Sketch, plot: &Area, y: &Scale, shown: &Shown, places: &mut Places) {
    let empty = shown.sweep.points.iter();
    if !empty.into_iter().any(|it| shown.outcome(it).tail.hits == 0) {
        return;
    }
    let limit = ceiling(shown.sweep.trials);
    let at = y.at(libm::log10(limit));
    let mut from = plot.left;
    while from < plot.right {
        let to = (from + 2.5).min(plot.right);
        sketch.line(vec![(from, at), (to, at)], Role::Axis, 1.5);
        from += 7.0;
    }
    let text = says::none_of(shown.sweep.trials);
    let label = |(x, dy, anchor): (f64, f64, Anchor)| {
        Label::new(text.clone(), x, at + dy, Role::SimulatedText).anchored(anchor)
    };
    let tries = [
        (plot.right - 8.0, 22.0, Anchor::End),
        (plot.left + 8.0, 22.0, Anchor::Start),
        (plot.right - 8.0, -12.0, Anchor::End),
        (plot.left + 8.0, -12.0, Anchor::Start),
    ];
    if let Some(label) = places.choose(tries.map(label).into(), plot) {
        sketch.text(label);
    }
}
