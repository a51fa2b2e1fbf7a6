//! Lines of equal chance over a grid of two assumptions, and the box that the scenario states.
//!
//! Lines run between the middles of the cells, where the points are, by marching squares (Lorensen & Cline
//! 1987) on the logarithm of the chance.

use std::collections::BTreeMap;

use super::roles::Role;
use super::sketch::{Anchor, Area, Label, Places, SMALL, Sketch};
use super::sweep::Shown;
use crate::compare::sweep::Axis;
use crate::words::charts::sweep::{self as says, ceiling};

/// The chances that get a line, and how it is drawn: width, dash, gap.
const LEVELS: [(f64, f64, f64, f64); 3] = [
    (20.0, 2.4, 0.0, 0.0),
    (100.0, 1.8, 9.0, 4.0),
    (1_000.0, 1.8, 2.0, 4.0),
];

/// A place on the chart.
type Spot = (f64, f64);

/// Where the points of a grid lie on the chart.
pub(super) struct Plane<'a> {
    /// The cells, all of one size, the first row at the bottom.
    pub plot: Area,
    /// What runs upwards.
    pub rows: &'a Axis,
    /// What runs to the right.
    pub columns: &'a Axis,
}

impl Plane<'_> {
    /// The middle of a cell.
    fn middle(&self, row: usize, column: usize) -> Spot {
        let (down, across) = (self.rows.values.len(), self.columns.values.len());
        let x = (column as f64 + 0.5) / across as f64;
        let y = (row as f64 + 0.5) / down as f64;
        (
            self.plot.left + x * self.plot.width(),
            self.plot.bottom - y * self.plot.height(),
        )
    }

    /// The edge between two rows that is nearest to the pixel row `y`: no number of a cell stands there.
    fn between_rows(&self, y: f64) -> f64 {
        let down = self.rows.values.len() as f64;
        let row = self.plot.height() / down;
        let edge = ((self.plot.bottom - y) / row).round();
        self.plot.bottom - edge.clamp(1.0, down - 1.0) * row
    }
}

/// Position of `x` among ascending `values`, counted in cells from the first one's middle, held within
/// the outer edges of the cells.
fn position(values: &[f64], x: f64) -> f64 {
    let last = values.len() - 2;
    let at = values.partition_point(|&it| it <= x).saturating_sub(1);
    let at = at.min(last);
    let along = at as f64 + (x - values[at]) / (values[at + 1] - values[at]);
    along.clamp(-0.5, last as f64 + 1.5)
}

/// Draws the box of what is stated and the lines that so many days can tell, and over them the numbers of
/// the cells, each on the colour of its cell.
pub(super) fn draw(sketch: &mut Sketch, shown: &Shown, plane: &Plane, numbers: Vec<(Label, Role)>) {
    let mut places = Places::default();
    for (number, _) in &numbers {
        places.avoid(number.extent(), 20.0);
    }
    let mut names = stated(sketch, plane, &mut places);
    names.extend(lines(sketch, shown, plane, &mut places));
    for (number, role) in numbers {
        sketch.fill(number.extent(), role);
        sketch.text(number);
    }
    for name in names {
        sketch.text_on_paper(name);
    }
}

/// Draws the lines of equal chance; gives their names.
fn lines(sketch: &mut Sketch, shown: &Shown, plane: &Plane, places: &mut Places) -> Vec<Label> {
    let limit = ceiling(shown.sweep.trials);
    let told = LEVELS.iter().filter(|it| 1.0 / it.0 >= limit);
    let Some(heights) = heights(shown, plane) else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for &(one_in, width, on, off) in told {
        let lines = contours(&heights, -libm::log10(one_in));
        let lines: Vec<Vec<Spot>> = lines
            .iter()
            .map(|line| line.iter().map(|&at| placed(plane, at)).collect())
            .collect();
        for dash in lines.iter().flat_map(|line| dashes(line, on, off)) {
            sketch.line(dash, Role::Ink, width);
        }
        let longest = lines.iter().max_by_key(|it| it.len());
        let middles = longest.into_iter().flat_map(|line| {
            let middle =
                |pair: &[Spot]| ((pair[0].0 + pair[1].0) / 2.0, (pair[0].1 + pair[1].1) / 2.0);
            line.windows(2).map(middle)
        });
        let on_it: Vec<Spot> = middles.collect();
        let between = on_it.iter().map(|&(x, y)| (x, plane.between_rows(y)));
        let tries = on_it.iter().copied().chain(between).map(|(x, y)| {
            let label = Label::new(says::tick(one_in), x, y + 4.5, Role::Ink);
            label.sized(SMALL).anchored(Anchor::Middle).bold()
        });
        if let Some(name) = places.choose(tries.collect(), &plane.plot) {
            places.avoid(name.extent(), 40.0);
            names.push(name);
        }
    }
    names
}

/// Draws the outline of the range that the scenario states, where it states one; gives its name.
fn stated(sketch: &mut Sketch, plane: &Plane, places: &mut Places) -> Vec<Label> {
    if plane.rows.stated.is_none() && plane.columns.stated.is_none() {
        return Vec::new();
    }
    let ends = |axis: &Axis| {
        let cells = axis.values.len() as f64;
        let ends = axis.stated.map(|(low, high)| {
            let at = |x: f64| (position(&axis.values, x) + 0.5) / cells;
            (at(low), at(high))
        });
        ends.unwrap_or((0.0, 1.0))
    };
    let ((left, right), (bottom, top)) = (ends(plane.columns), ends(plane.rows));
    let plot = &plane.plot;
    let x = |share: f64| plot.left + share * plot.width();
    let y = |share: f64| plot.bottom - share * plot.height();
    let corners = [(left, bottom), (right, bottom), (right, top), (left, top)];
    let corners = corners.map(|(across, up)| (x(across), y(up)));
    let outline: Vec<Spot> = corners.into_iter().chain([corners[0]]).collect();
    sketch.line(outline, Role::Rule, 1.2);
    let between = |share: f64| plane.between_rows(y(share)) + 4.5;
    let heights = [
        y(top) - 3.0,
        y(bottom) + 12.0,
        between(top),
        between(bottom),
    ];
    let tries = heights.into_iter().flat_map(|y| {
        let name = Label::new(says::STATED, x(left) + 3.0, y, Role::Ink).sized(SMALL);
        let other = Label {
            x: x(right) - 3.0,
            ..name.clone()
        };
        [name, other.anchored(Anchor::End)]
    });
    let name = places.choose(tries.collect(), plot);
    name.iter()
        .inspect(|it| places.avoid(it.extent(), 40.0))
        .cloned()
        .collect()
}

/// Common logarithms of the chances, row by row; what no day had lies below every line. `None` where a
/// point is missing.
fn heights(shown: &Shown, plane: &Plane) -> Option<Vec<Vec<f64>>> {
    let nothing = libm::log10(ceiling(shown.sweep.trials)) - 0.5;
    let height = |down: f64, across: f64| {
        let mut points = shown.sweep.points.iter();
        let point = points.find(|it| it.at == [down, across])?;
        let outcome = shown.outcome(point);
        Some(match outcome.tail.hits {
            0 => nothing,
            _ => libm::log10(outcome.chance()),
        })
    };
    let row = |&down: &f64| {
        let columns = plane.columns.values.iter();
        columns.map(|&across| height(down, across)).collect()
    };
    plane.rows.values.iter().map(row).collect()
}

/// A crossing in units of cells: (row, column) of the cell before, and how far it is to the next.
fn placed(plane: &Plane, (row, column): Spot) -> Spot {
    let (low, left) = (row.floor(), column.floor());
    let (x, y) = plane.middle(low as usize, left as usize);
    let (right, up) = plane.middle(low as usize + 1, left as usize + 1);
    (
        x + (column - left) * (right - x),
        y + (row - low) * (up - y),
    )
}

/// An edge between two neighbouring points: row and column of the first, and whether it runs upwards.
type Edge = (usize, usize, bool);

/// The lines at which the heights pass `level`, as (row, column) in units of cells.
fn contours(heights: &[Vec<f64>], level: f64) -> Vec<Vec<Spot>> {
    let above = |row: usize, column: usize| heights[row][column] >= level;
    let crossing = |(row, column, upwards): Edge| -> Spot {
        let next = if upwards {
            (row + 1, column)
        } else {
            (row, column + 1)
        };
        let (from, to) = (heights[row][column], heights[next.0][next.1]);
        let along = (level - from) / (to - from);
        match upwards {
            true => (row as f64 + along, column as f64),
            false => (row as f64, column as f64 + along),
        }
    };
    let mut links: BTreeMap<Edge, Vec<Edge>> = BTreeMap::new();
    for row in 0..heights.len() - 1 {
        for column in 0..heights[0].len() - 1 {
            // Round the square: below, right, above, left.
            let corners = [
                above(row, column),
                above(row, column + 1),
                above(row + 1, column + 1),
                above(row + 1, column),
            ];
            let edges: [Edge; 4] = [
                (row, column, false),
                (row, column + 1, true),
                (row + 1, column, false),
                (row, column, true),
            ];
            let cut: Vec<usize> = (0..4)
                .filter(|&at| corners[at] != corners[(at + 1) % 4])
                .collect();
            let middle = (0..4).map(|at| {
                let (r, c) = [(0, 0), (0, 1), (1, 1), (1, 0)][at];
                heights[row + r][column + c] / 4.0
            });
            let pairs: Vec<(usize, usize)> = match cut[..] {
                [one, other] => vec![(one, other)],
                // A saddle: the corners of the middle's side hang together.
                [..] if cut.len() == 4 && (middle.sum::<f64>() >= level) == corners[0] => {
                    vec![(0, 1), (2, 3)]
                }
                [..] if cut.len() == 4 => vec![(3, 0), (1, 2)],
                _ => Vec::new(),
            };
            for (one, other) in pairs {
                links.entry(edges[one]).or_default().push(edges[other]);
                links.entry(edges[other]).or_default().push(edges[one]);
            }
        }
    }
    chains(links)
        .iter()
        .map(|chain| chain.iter().map(|&edge| crossing(edge)).collect())
        .collect()
}

/// Edges that hang together, from end to end; rings from anywhere back to there.
fn chains(mut links: BTreeMap<Edge, Vec<Edge>>) -> Vec<Vec<Edge>> {
    let mut chains = Vec::new();
    loop {
        let open = links.iter().find(|(_, to)| to.len() == 1);
        let Some((&start, _)) = open.or_else(|| links.iter().find(|(_, to)| !to.is_empty())) else {
            return chains;
        };
        let mut chain = vec![start];
        let mut at = start;
        while let Some(next) = links.get_mut(&at).and_then(Vec::pop) {
            if let Some(back) = links.get_mut(&next) {
                back.retain(|it| *it != at);
            }
            chain.push(next);
            at = next;
        }
        links.retain(|_, to| !to.is_empty());
        chains.push(chain);
    }
}

/// A line cut into dashes of `on` pixels with gaps of `off`; whole where there is no gap.
fn dashes(line: &[Spot], on: f64, off: f64) -> Vec<Vec<Spot>> {
    if off <= 0.0 {
        return vec![line.to_vec()];
    }
    let mut dashes = Vec::new();
    let mut dash = vec![line[0]];
    let (mut drawing, mut left) = (true, on);
    for pair in line.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            let length = libm::hypot(dx, dy);
            if length <= left {
                left -= length;
                dash.push(to);
                break;
            }
            from = (from.0 + dx * left / length, from.1 + dy * left / length);
            dash.push(from);
            if drawing {
                dashes.push(std::mem::take(&mut dash));
            }
            drawing = !drawing;
            left = if drawing { on } else { off };
            dash = vec![from];
        }
    }
    if drawing && dash.len() > 1 {
        dashes.push(dash);
    }
    dashes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slope_has_one_line_from_side_to_side() {
        // Height is the column: the line at 1.25 runs upwards a quarter behind the second column.
        let heights = vec![vec![0.0, 1.0, 2.0]; 4];
        let lines = contours(&heights, 1.25);
        assert_eq!(lines.len(), 1);
        let mut rows: Vec<f64> = lines[0].iter().map(|it| it.0).collect();
        rows.sort_by(f64::total_cmp);
        assert_eq!(rows, [0.0, 1.0, 2.0, 3.0]);
        assert!(lines[0].iter().all(|it| it.1 == 1.25));
        assert!(contours(&heights, 5.0).is_empty());
    }

    #[test]
    fn a_hill_has_a_ring_around_it() {
        let heights = vec![
            vec![0.0, 0.0, 0.0],
            vec![0.0, 4.0, 0.0],
            vec![0.0, 0.0, 0.0],
        ];
        let lines = contours(&heights, 1.0);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].len(), 5);
        assert_eq!(lines[0].first(), lines[0].last());
        // A quarter of the way up is a quarter of the way in.
        for want in [(0.25, 1.0), (1.75, 1.0), (1.0, 0.25), (1.0, 1.75)] {
            assert!(lines[0].contains(&want), "{want:?}");
        }
    }

    #[test]
    fn a_saddle_keeps_its_high_corners_together_if_its_middle_is_high() {
        let high = contours(&[vec![3.0, 0.0], vec![0.0, 3.0]], 1.0);
        let low = contours(&[vec![3.0, 0.0], vec![0.0, 3.0]], 2.0);
        assert_eq!((high.len(), low.len()), (2, 2));
        // Together: each line cuts off a low corner, so its ends are nearer to it than to the high ones.
        let cuts_off = |line: &[Spot], (row, column): Spot| {
            let mean = |of: fn(&Spot) -> f64| line.iter().map(of).sum::<f64>() / 2.0;
            libm::hypot(mean(|it| it.0) - row, mean(|it| it.1) - column) < 0.5
        };
        assert!(high.iter().any(|it| cuts_off(it, (0.0, 1.0))));
        assert!(low.iter().any(|it| cuts_off(it, (0.0, 0.0))));
    }

    #[test]
    fn dashes_and_gaps_fill_the_line_across_its_corners() {
        let line = [(0.0, 0.0), (5.0, 0.0), (5.0, 5.0)];
        let cut = dashes(&line, 4.0, 2.0);
        assert_eq!(
            cut,
            [vec![(0.0, 0.0), (4.0, 0.0)], vec![(5.0, 1.0), (5.0, 5.0)],]
        );
        assert_eq!(dashes(&line, 1.0, 0.0), [line.to_vec()]);
    }

    #[test]
    fn a_value_has_its_place_among_the_cells() {
        let values = [10.0, 20.0, 40.0];
        assert_eq!(position(&values, 10.0), 0.0);
        assert_eq!(position(&values, 30.0), 1.5);
        assert_eq!(position(&values, 40.0), 2.0);
        assert_eq!(position(&values, 0.0), -0.5);
        assert_eq!(position(&values, 99.0), 2.5);
    }
}
