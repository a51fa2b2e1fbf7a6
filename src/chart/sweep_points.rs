//! The chance of a figure at scattered values of two assumptions.

use super::Draft;
use super::frame::{self, WIDTH};
use super::roles::Role;
use super::scale::Scale;
use super::sketch::{Anchor, Area, Label, Places, SMALL};
use super::sweep::Shown;
use super::text::sentence;
use crate::compare::sweep::{Axis, ONE_IN_TWENTY};
use crate::words::charts::sweep::{self as says, axis_name, chance, value};

/// Pixels of the plot.
const HEIGHT: f64 = 420.0;

/// One mark a point, with its chance as a number where there is room.
pub(super) fn draw(shown: &Shown, rows: &Axis, columns: &Axis) -> Option<Draft> {
    let points = &shown.sweep.points;
    let [down, across] = [rows, columns].map(|it| (it.values.first(), it.values.last()));
    let (Some(&low), Some(&high)) = down else {
        return None;
    };
    let (Some(&left), Some(&right)) = across else {
        return None;
    };
    if points.is_empty() || low >= high || left >= right {
        return None;
    }
    let title = sentence(&shown.finding());
    let subtitle = says::points_subtitle(shown.sweep);
    let (mut sketch, top) = frame::heading(&title, &subtitle, HEIGHT + 70.0);
    let label_of_row = |v: f64| value(rows, v);
    let plot = Area {
        left: frame::y_room((low, high), 5, false, &label_of_row),
        top: top + 14.0,
        right: WIDTH - 40.0,
        bottom: top + 14.0 + HEIGHT,
    };
    let air = |a: f64, b: f64| 0.04 * (b - a);
    let x = Scale {
        low: left - air(left, right),
        high: right + air(left, right),
        from: plot.left,
        to: plot.right,
    };
    let y = Scale {
        low: low - air(low, high),
        high: high + air(low, high),
        from: plot.bottom,
        to: plot.top,
    };
    let tick = |v: f64| value(columns, v);
    frame::y_axis(
        &mut sketch,
        &plot,
        &y,
        &axis_name(rows),
        &label_of_row,
        (5, false),
    );
    frame::x_axis(&mut sketch, &plot, &x, &axis_name(columns), &tick, false);
    let mut places = Places::default();
    let spots: Vec<(f64, f64)> = points
        .iter()
        .map(|it| (x.at(it.at[1]), y.at(it.at[0])))
        .collect();
    for &(px, py) in &spots {
        let around = Area {
            left: px - 7.0,
            right: px + 7.0,
            top: py - 7.0,
            bottom: py + 7.0,
        };
        places.avoid(around, 5.0);
    }
    for (point, &(px, py)) in points.iter().zip(&spots) {
        let of = shown.outcome(point);
        match of.chance() {
            _ if of.tail.hits == 0 => {
                sketch.dot((px, py), 5.5, Role::Chance);
                sketch.dot((px, py), 3.5, Role::Page);
            }
            p if p >= ONE_IN_TWENTY => sketch.dot((px, py), 5.5, Role::Core),
            _ => sketch.diamond((px, py), 6.5, Role::Mark, false),
        }
        if of.tail.hits == 0 {
            continue;
        }
        let label = Label::new(chance(of), px, py, Role::Ink).sized(SMALL);
        let moved = |(dx, dy, anchor): (f64, f64, Anchor)| Label {
            x: px + dx,
            y: py + dy,
            ..label.clone().anchored(anchor)
        };
        let around = [
            (10.0, 4.5, Anchor::Start),
            (-10.0, 4.5, Anchor::End),
            (0.0, -10.0, Anchor::Middle),
            (0.0, 19.0, Anchor::Middle),
        ];
        if let Some(label) = places.choose(around.map(moved).into(), &plot) {
            sketch.text(label);
        }
    }
    let description = shown.description();
    Some(shown.draft((title, sketch, description, says::POINTS_CAPTION)))
}
