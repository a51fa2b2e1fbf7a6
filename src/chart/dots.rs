//! C2, the quantile dotplot: how rare, for somebody who does not read histograms?
//!
//! Fifty dots at the middles of fifty equal shares of the simulated days (Kay et al. 2016).

use super::bins::Lattice;
use super::frame::{self, WIDTH};
use super::lanes;
use super::roles::Role;
use super::scale::{Scale, around};
use super::sketch::{Area, Sketch};
use super::text::{clean, plain, sentence, value};
use super::{ChartKind, Draft, Subject, Table, words};
use crate::compare::{Claim, Side};
use crate::words::charts::dots as says;

/// Dots in the picture.
const DOTS: usize = 50;
/// Pixels of the plot below the words.
const HEIGHT: f64 = 230.0;

/// Smallest radius of a dot; a column that is still too tall is broken into several side by side.
const SMALLEST: f64 = 5.0;

/// A column of dots.
struct Column {
    /// Middle of its values.
    at: f64,
    /// The dots' values, ascending.
    values: Vec<f64>,
}

/// Draws the dotplot of one figure.
pub fn draw(of: &Subject) -> Draft {
    let (claim, percent) = (&of.figure.claim, of.figure.claim.percent);
    let dots = quantile_dots(&of.figure.values);
    let side = of.figure.tail.side;
    let reaching = dots.iter().filter(|v| reaches(**v, claim, side)).count();
    let title = sentence(&says::finding(of, reaching));
    let subtitle = says::subtitle(of);

    let mut shown = dots.clone();
    shown.push(claim.printed);
    shown.extend(claim.lowest);
    shown.extend(claim.highest);
    let (low, high) = around(&shown, percent);
    let across = Area {
        left: 26.0,
        top: 0.0,
        right: WIDTH - 26.0,
        bottom: 0.0,
    };
    let x = Scale {
        low,
        high,
        from: across.left,
        to: across.right,
    };
    let note = lanes::report(of);
    let lane = note.height(&across, &x);
    let (mut sketch, top) = frame::heading(&title, &subtitle, lane + HEIGHT + 68.0);
    let all = Area {
        top,
        bottom: sketch.height - 50.0,
        ..across
    };
    let plot = Area {
        top: all.bottom - HEIGHT,
        ..all
    };

    let lattice = Lattice::of(&of.figure.values, percent);
    lanes::claim_band(&mut sketch, (&all, &plot), &x, claim, lattice.step);
    lanes::claim_rule(&mut sketch, &all, &x, claim);
    let edge = words::near_edge(claim, side);
    let (columns, radius) = stacks(&dots, &x, edge, side);
    for column in &columns {
        stack(&mut sketch, &plot, &x, column, radius, &|v| {
            reaches(v, claim, side)
        });
    }
    note.draw(&mut sketch, &all, &x, top);
    frame::x_axis(
        &mut sketch,
        &plot,
        &x,
        &of.axis(),
        &|v| value(v, percent),
        !percent,
    );

    Draft {
        name: format!("c2-{}", of.reported.id),
        kind: ChartKind::Dots,
        description: says::description(of, reaching),
        caption: says::CAPTION.into(),
        table: table(of, &dots),
        title,
        sketch,
        figures: vec![of.at],
        polls: of.reported.polls.clone(),
        variant: of.variant.id.clone(),
    }
}

/// Whether a value is at least as extreme as the near edge of the claim.
fn reaches(v: f64, claim: &Claim, side: Side) -> bool {
    match side {
        Side::High => claim
            .lowest
            .is_none_or(|low| v > low || claim.lowest_included && v >= low),
        Side::Low => claim
            .highest
            .is_none_or(|high| v < high || claim.highest_included && v <= high),
    }
}

/// The values at the middles of fifty equal shares, ascending.
fn quantile_dots(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else {
        return Vec::new();
    };
    let middle = |i: usize| (2 * i + 1) * sorted.len() / (2 * DOTS);
    (0..DOTS).map(|i| sorted[middle(i).min(last)]).collect()
}

/// Columns one dot wide with the largest dots whose tallest column fits; a column ends at the edge,
/// so that no column mixes dots on both sides of it.
fn stacks(dots: &[f64], x: &Scale, edge: f64, side: Side) -> (Vec<Column>, f64) {
    let mut radius = 12.0;
    loop {
        let wide = 2.0 * radius / x.per_unit();
        let nudge = if side == Side::Low { wide * 1e-9 } else { 0.0 };
        let mut columns: Vec<(i64, Column)> = Vec::new();
        for v in dots {
            let slot = ((v - edge - nudge) / wide).floor() as i64;
            match columns.last_mut() {
                Some((last, column)) if *last == slot => column.values.push(*v),
                _ => columns.push((
                    slot,
                    Column {
                        at: edge + (slot as f64 + 0.5) * wide,
                        values: vec![*v],
                    },
                )),
            }
        }
        let tallest = columns
            .iter()
            .map(|(_, c)| c.values.len())
            .max()
            .unwrap_or(0);
        if tallest as f64 * 2.0 * radius <= HEIGHT || radius <= SMALLEST {
            return (
                columns.into_iter().map(|(_, column)| column).collect(),
                radius,
            );
        }
        radius -= 0.5;
    }
}

fn stack(
    sketch: &mut Sketch,
    plot: &Area,
    x: &Scale,
    column: &Column,
    radius: f64,
    reaches: &dyn Fn(f64) -> bool,
) {
    let rows = ((HEIGHT / (2.0 * radius)) as usize).max(1);
    let wide = column.values.len().div_ceil(rows);
    let rows = column.values.len().div_ceil(wide.max(1)).max(1);
    let first = x.held(column.at) - radius * (wide as f64 - 1.0);
    for (i, v) in column.values.iter().enumerate() {
        let at = first + 2.0 * radius * (i / rows) as f64;
        let centre = (at, plot.bottom - radius * (2.0 * (i % rows) as f64 + 1.0));
        if reaches(*v) {
            sketch.dot(centre, radius - 0.7, Role::Mark);
            sketch.dot(centre, (radius - 2.6).max(0.6), Role::Page);
        } else {
            sketch.dot(centre, radius - 0.7, Role::Core);
        }
    }
}

fn table(of: &Subject, dots: &[f64]) -> Table {
    let mut table = Table::new(&says::COLUMNS);
    let (claim, side) = (&of.figure.claim, of.figure.tail.side);
    table.row([
        clean(&of.reported.label),
        plain(claim.printed),
        String::new(),
    ]);
    for (i, v) in dots.iter().enumerate() {
        let met = says::reaches(reaches(*v, claim, side));
        table.row([(i + 1).to_string(), plain(*v), met.into()]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dot_is_the_middle_of_a_fiftieth() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let dots = quantile_dots(&values);
        assert_eq!(
            (dots.len(), dots[0], dots[1], dots[49]),
            (50, 1.0, 3.0, 99.0)
        );
        assert_eq!(quantile_dots(&[4.0; 3]), [4.0; 50]);
        assert!(quantile_dots(&[]).is_empty());
    }

    #[test]
    fn no_column_mixes_both_sides_of_the_edge() {
        let dots: Vec<f64> = (0..50).map(|i| 100.0 + f64::from(i)).collect();
        let x = Scale {
            low: 90.0,
            high: 170.0,
            from: 0.0,
            to: 700.0,
        };
        for (edge, side) in [(123.0, Side::High), (123.0, Side::Low)] {
            let (columns, _) = stacks(&dots, &x, edge, side);
            assert_eq!(columns.iter().map(|c| c.values.len()).sum::<usize>(), 50);
            for column in columns {
                let hit = |v: &f64| {
                    if side == Side::High {
                        *v >= edge
                    } else {
                        *v <= edge
                    }
                };
                let hits = column.values.iter().filter(|v| hit(v)).count();
                assert!(
                    hits == 0 || hits == column.values.len(),
                    "{:?}",
                    column.values
                );
            }
        }
    }
}
