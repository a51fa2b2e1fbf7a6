//! Regions that hold a stated share of many points, as closed outlines.
//!
//! Points are counted in cells of whole votes, the counts smoothed the more the fewer they are, and
//! the densest cells that hold the share are outlined (highest-density regions, Hyndman 1996; normal
//! reference bandwidth, Scott 1992, narrowed; marching squares).

use std::collections::BTreeMap;

/// Cells in each direction, without the empty rim.
const CELLS: usize = 44;
/// Empty cells around, so that every outline closes.
const RIM: usize = 8;
const SIDE: usize = CELLS + 2 * RIM;

/// One closed outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Its corners, in the units of the points.
    pub corners: Vec<(f64, f64)>,
    /// Whether it bounds a hole in a region.
    pub hole: bool,
}

/// Counts of points in square cells of whole votes.
pub struct Density {
    counts: Vec<f64>,
    cells: Vec<f64>,
    origin: (f64, f64),
    size: (f64, f64),
}

impl Density {
    /// Counts the points. `None` when there are fewer than 200: a region would pretend to know.
    pub fn of(points: &[(f64, f64)]) -> Option<Self> {
        if points.len() < 200 {
            return None;
        }
        let (x0, dx) = range(points.iter().map(|p| p.0));
        let (y0, dy) = range(points.iter().map(|p| p.1));
        let mut cells = vec![0.0; SIDE * SIDE];
        for (x, y) in points {
            let cell = |v: f64, origin: f64, size: f64| ((v - origin) / size).floor();
            let (i, j) = (cell(*x, x0, dx), cell(*y, y0, dy));
            if i >= 0.0 && j >= 0.0 && i < CELLS as f64 && j < CELLS as f64 {
                cells[(j as usize + RIM) * SIDE + i as usize + RIM] += 1.0;
            }
        }
        let rim = RIM as f64;
        let origin = (x0 - rim * dx, y0 - rim * dy);
        let passes = passes(points, (dx, dy));
        let smoothed = (0..passes).fold(cells.clone(), |cells, _| smooth(&cells));
        Some(Density {
            counts: cells,
            cells: smoothed,
            origin,
            size: (dx, dy),
        })
    }

    /// Outlines of the densest cells that hold `share` of the points, largest first.
    pub fn region(&self, share: f64) -> Vec<Outline> {
        let mut order: Vec<usize> = (0..self.cells.len()).collect();
        order.sort_by(|a, b| self.cells[*b].total_cmp(&self.cells[*a]));
        let wanted = share * self.counts.iter().sum::<f64>();
        // cells in order of smoothed density, until they hold enough of the points themselves
        let mut held = 0.0;
        let last = order.iter().position(|cell| {
            held += self.counts[*cell];
            held >= wanted
        });
        // halfway to the next cell, so that a single cell has an outline too
        let level = |at: usize| {
            let next = order.get(at + 1).map_or(0.0, |cell| self.cells[*cell]);
            (self.cells[order[at]] + next) / 2.0
        };
        last.map_or_else(Vec::new, |at| self.outlines(level(at).max(1e-9)))
    }

    /// Middle of a cell; a cell of whole votes n to n + dx - 1 has it at n + (dx - 1) / 2.
    fn corner(&self, (i, j): (usize, usize)) -> (f64, f64) {
        let (dx, dy) = self.size;
        (
            self.origin.0 + (i as f64 + 0.5) * dx - 0.5,
            self.origin.1 + (j as f64 + 0.5) * dy - 0.5,
        )
    }

    fn outlines(&self, level: f64) -> Vec<Outline> {
        let mut next: BTreeMap<Edge, Edge> = BTreeMap::new();
        for j in 0..SIDE - 1 {
            for i in 0..SIDE - 1 {
                self.cross(i, j, level, &mut next);
            }
        }
        let mut outlines: Vec<(f64, Outline)> = Vec::new();
        while let Some((&start, _)) = next.iter().next() {
            let mut corners = Vec::new();
            let mut at = start;
            while let Some(to) = next.remove(&at) {
                corners.push(self.crossing(at, level));
                at = to;
            }
            let area = signed_area(&corners);
            outlines.push((
                area,
                Outline {
                    corners,
                    hole: false,
                },
            ));
        }
        outlines.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
        let outer = outlines.first().is_none_or(|(area, _)| *area >= 0.0);
        outlines
            .into_iter()
            .map(|(area, outline)| Outline {
                hole: (area >= 0.0) != outer,
                ..outline
            })
            .collect()
    }

    /// Adds the pieces of outline within one square of four cell centres.
    fn cross(&self, i: usize, j: usize, level: f64, next: &mut BTreeMap<Edge, Edge>) {
        let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
        let edges = [
            (i, j, false),
            (i + 1, j, true),
            (i, j + 1, false),
            (i, j, true),
        ];
        let height = corners.map(|(i, j)| self.cells[j * SIDE + i]);
        let inside = height.map(|h| h >= level);
        let joined = height.iter().sum::<f64>() / 4.0 >= level;
        for k in 0..4 {
            if !inside[k] || inside[(k + 1) % 4] {
                continue;
            }
            // walk round the square to the edge where the outline comes back
            let steps: [usize; 3] = if joined { [1, 2, 3] } else { [3, 2, 1] };
            let back = steps
                .into_iter()
                .map(|step| (k + step) % 4)
                .find(|&m| !inside[m] && inside[(m + 1) % 4]);
            if let Some(m) = back {
                next.insert(edges[k], edges[m]);
            }
        }
    }

    /// Where an outline crosses an edge, by straight interpolation.
    fn crossing(&self, (i, j, upward): Edge, level: f64) -> (f64, f64) {
        let other = if upward { (i, j + 1) } else { (i + 1, j) };
        let (a, b) = (
            self.cells[j * SIDE + i],
            self.cells[other.1 * SIDE + other.0],
        );
        let t = if a == b {
            0.5
        } else {
            ((level - a) / (b - a)).clamp(0.0, 1.0)
        };
        let ((ax, ay), (bx, by)) = (self.corner((i, j)), self.corner(other));
        (ax + t * (bx - ax), ay + t * (by - ay))
    }
}

/// Column, row, and whether it runs upwards.
type Edge = (usize, usize, bool);

/// First whole vote and whole width of cells that cover all but the outermost thousandths.
fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let cut = sorted.len() / 1000;
    let (low, high) = (sorted[cut], sorted[sorted.len() - 1 - cut]);
    let width = ((high - low + 1.0) / CELLS as f64).ceil().max(1.0);
    let spare = ((width * CELLS as f64 - (high - low + 1.0)) / 2.0).floor();
    ((low - spare).floor(), width)
}

/// How often [`smooth`], which has a variance of one cell, is to be applied: half the variance of the
/// normal reference rule, n^(-1/3) times that of the points (the smaller of the two directions, so
/// that a narrow cloud stays narrow); at least 2, and at most 8, which the rim can take.
fn passes(points: &[(f64, f64)], (dx, dy): (f64, f64)) -> usize {
    let n = points.len() as f64;
    let variance = |of: fn(&(f64, f64)) -> f64, cell: f64| {
        let mean = points.iter().map(of).sum::<f64>() / n;
        let square = |p| (of(p) - mean) * (of(p) - mean);
        points.iter().map(square).sum::<f64>() / n / (cell * cell)
    };
    let least = variance(|p| p.0, dx).min(variance(|p| p.1, dy));
    (0.5 * least / libm::cbrt(n)).round().clamp(2.0, 8.0) as usize
}

/// Spreads each cell over its neighbours by binomial weights 1 4 6 4 1.
fn smooth(cells: &[f64]) -> Vec<f64> {
    let weights = [1.0, 4.0, 6.0, 4.0, 1.0];
    let spread = |from: &[f64], stride: usize| {
        let mut to = vec![0.0; from.len()];
        for (at, count) in from.iter().enumerate().filter(|(_, count)| **count > 0.0) {
            let place = at / stride % SIDE;
            for (k, weight) in weights.iter().enumerate() {
                let target = (place + k).saturating_sub(2).min(SIDE - 1);
                to[at - place * stride + target * stride] += count * weight / 16.0;
            }
        }
        to
    };
    spread(&spread(cells, 1), SIDE)
}

fn signed_area(corners: &[(f64, f64)]) -> f64 {
    let next = corners.iter().cycle().skip(1);
    corners
        .iter()
        .zip(next)
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum::<f64>()
        / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(outlines: &[Outline], (x, y): (f64, f64)) -> bool {
        let mut odd = false;
        for o in outlines {
            for (a, b) in o.corners.iter().zip(o.corners.iter().cycle().skip(1)) {
                if (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0) {
                    odd = !odd;
                }
            }
        }
        odd
    }

    /// A ring of points: the region has a hole, and holds about the share it should.
    #[test]
    fn a_ring_has_a_hole_and_the_share_is_held() {
        let points: Vec<(f64, f64)> = (0..20_000)
            .map(|i| {
                let (turn, out) = (f64::from(i) * 2.399_963, 3_000.0 + f64::from(i % 997));
                (
                    (5_000.0 + out * turn.cos()).round(),
                    (5_000.0 + out * turn.sin()).round(),
                )
            })
            .collect();
        let density = Density::of(&points).unwrap();
        for share in [0.5, 0.8, 0.95] {
            let region = density.region(share);
            let held = points.iter().filter(|p| within(&region, **p)).count() as f64 / 20_000.0;
            assert!((held - share).abs() < 0.06, "{share}: {held}");
        }
        let region = density.region(0.95);
        assert!(region.iter().any(|o| o.hole) && !region[0].hole);
        assert!(!within(&region, (5_000.0, 5_000.0)));
    }

    #[test]
    fn one_place_and_few_points() {
        assert!(Density::of(&[(1.0, 1.0); 199]).is_none());
        let region = Density::of(&[(7.0, 9.0); 500]).unwrap().region(0.95);
        assert!(within(&region, (7.0, 9.0)));
    }
}
