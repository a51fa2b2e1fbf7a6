//! Taking the correlations out of columns, and the distance that is left.

use super::Pool;
use crate::stats::proportion;

/// Added to each variance, so that figures which determine each other stay solvable: scores have
/// variances of about 1.
const RIDGE: f64 = 1e-9;

/// Centre and covariance of columns, ready to measure distances in standard deviations.
#[derive(Clone, Debug)]
pub struct Whitening {
    centre: Vec<f64>,
    /// Lower triangle of the covariance's square root (Cholesky), by rows.
    root: Vec<Vec<f64>>,
}

impl Whitening {
    /// Centre and covariance (divided by n - 1, plus a ridge of 1e-9) of columns of equal length.
    pub fn of(columns: &[Vec<f64>]) -> Self {
        let days = columns.first().map_or(0, Vec::len) as f64;
        let centre: Vec<f64> = columns
            .iter()
            .map(|column| column.iter().sum::<f64>() / days)
            .collect();
        let mut root: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
        for i in 0..columns.len() {
            let mut row: Vec<f64> = Vec::with_capacity(i + 1);
            for j in 0..=i {
                let pairs = columns[i].iter().zip(&columns[j]);
                let sum: f64 = pairs.map(|(x, y)| (x - centre[i]) * (y - centre[j])).sum();
                let covariance = sum / (days - 1.0).max(1.0);
                let above = if i == j { &row } else { &root[j] };
                let known: f64 = row.iter().zip(above).map(|(a, b)| a * b).sum();
                row.push(if i == j {
                    // Rounding may leave a figure that follows from the others just below zero.
                    (covariance + RIDGE - known).max(RIDGE).sqrt()
                } else {
                    (covariance - known) / root[j][j]
                });
            }
            root.push(row);
        }
        Self { centre, root }
    }

    /// Lower triangle of the covariance's square root (Cholesky), by rows: row `i` has `i + 1` entries.
    pub fn root(&self) -> &[Vec<f64>] {
        &self.root
    }

    /// The columns without their correlations: every column of variance about 1, independent on a
    /// straight line. Distances between days do not depend on the order of the columns.
    pub fn apply(&self, columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let days = columns.first().map_or(0, Vec::len);
        let mut white = vec![vec![0.0; days]; columns.len()];
        let mut day = vec![0.0; columns.len()];
        for at in 0..days {
            for (value, column) in day.iter_mut().zip(columns) {
                *value = column[at];
            }
            self.whiten(&mut day);
            for (column, value) in white.iter_mut().zip(&day) {
                column[at] = *value;
            }
        }
        white
    }

    /// One day, in place.
    pub fn whiten(&self, day: &mut [f64]) {
        for i in 0..day.len() {
            let row = &self.root[i];
            let known: f64 = row[..i].iter().zip(&day[..i]).map(|(a, b)| a * b).sum();
            day[i] = (day[i] - self.centre[i] - known) / row[i];
        }
    }

    /// The inverse of the covariance, times a whitened day: what is left of each figure given all the
    /// others, in units of its conditional variance.
    fn back(&self, white: &[f64]) -> Vec<f64> {
        let mut out = white.to_vec();
        for i in (0..out.len()).rev() {
            let known: f64 = (i + 1..out.len()).map(|j| self.root[j][i] * out[j]).sum();
            out[i] = (out[i] - known) / self.root[i][i];
        }
        out
    }

    /// Diagonal of the inverse of the covariance: one over each figure's variance given the others.
    fn precision(&self) -> Vec<f64> {
        (0..self.root.len())
            .map(|i| {
                let mut unit = vec![0.0; self.root.len()];
                unit[i] = 1.0;
                for row in i..unit.len() {
                    let of = &self.root[row];
                    let known: f64 = (i..row).map(|j| of[j] * unit[j]).sum();
                    unit[row] = (f64::from(u8::from(row == i)) - known) / of[row];
                }
                unit.iter().map(|x| x * x).sum()
            })
            .collect()
    }
}

/// How far the report is from the centre of the days (Mahalanobis 1936), on normal scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Mahalanobis {
    /// Squared distance of the report, in squared standard deviations.
    pub squared: f64,
    /// The squared distances of all days, the report last.
    pub of_days: Vec<f64>,
    /// Trials at least as far.
    pub hits: u64,
    /// (hits + 1) / (trials + 1), a valid p. Never to be taken from a chi-square table instead:
    /// with heavy tails that refuses honest reports far too often.
    pub p: f64,
    /// The figures' parts, in the order given; those that never vary left out.
    pub parts: Vec<Part>,
}

/// One figure's part in a distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Position among the figures given.
    pub figure: usize,
    /// Its normal score: standard deviations from the middle, seen alone. Positive is high.
    pub alone: f64,
    /// Standard deviations from what the other figures lead one to expect. Positive is high. Its
    /// square is what the squared distance would lose without the figure.
    pub given_others: f64,
    /// Its addend in the squared distance. The addends add up to it; one can be negative.
    pub addend: f64,
}

pub(super) fn mahalanobis(pool: &Pool) -> Mahalanobis {
    let days = pool.days();
    let mut of_days = vec![0.0; days];
    for column in &pool.white {
        for (sum, x) in of_days.iter_mut().zip(column) {
            *sum += x * x;
        }
    }
    let squared = of_days[days - 1];
    let hits = of_days[..days - 1]
        .iter()
        .filter(|&&it| it >= squared)
        .count() as u64;
    let last = |columns: &[Vec<f64>]| -> Vec<f64> {
        columns.iter().map(|column| column[days - 1]).collect()
    };
    let (scores, white) = (last(&pool.scores), last(&pool.white));
    let left = pool.whitening.back(&white);
    let precision = pool.whitening.precision();
    let parts = (0..pool.kept.len()).map(|i| Part {
        figure: pool.kept[i],
        alone: scores[i],
        given_others: left[i] / precision[i].sqrt(),
        addend: (scores[i] - pool.whitening.centre[i]) * left[i],
    });
    Mahalanobis {
        squared,
        hits,
        p: proportion::monte_carlo_p(hits, days as u64 - 1),
        parts: parts.collect(),
        of_days,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Figure, Side};
    use super::*;

    /// Days on a noisy falling line, and a report above it.
    fn pool() -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let noise = |i: i32, k: f64| f64::from(i) * k.sqrt() % 1.0;
        let x: Vec<f64> = (0..300).map(|i| noise(i, 2.0) + noise(i, 3.0)).collect();
        let y: Vec<f64> = (0..300)
            .map(|i| 2.0 - x[i as usize] + 0.3 * noise(i, 5.0))
            .collect();
        let z: Vec<f64> = (0..300).map(|i| noise(i, 7.0)).collect();
        (x, y, z)
    }

    fn at(simulated: &[f64], value: f64) -> Figure<'_> {
        Figure {
            simulated,
            lowest: value,
            highest: value,
            side: Side::Either,
        }
    }

    #[test]
    fn parts_explain_the_distance() {
        let (x, y, z) = pool();
        let figures = [at(&x, 1.5), at(&y, 1.6), at(&z, 0.5)];
        let all = Pool::new(&figures).unwrap().mahalanobis();
        let sum: f64 = all.parts.iter().map(|part| part.addend).sum();
        assert!((sum - all.squared).abs() < 1e-9 * all.squared);
        // Each figure is ordinary alone; the first two do not go together; the third is innocent.
        let [a, b, c] = all.parts[..] else {
            panic!("three parts");
        };
        assert!(a.alone.abs() < 1.5 && b.alone.abs() < 1.5);
        assert!(a.given_others > 2.0 && b.given_others > 2.0, "{a:?} {b:?}");
        assert!(c.given_others.abs() < 1.0, "{c:?}");
        // The square is what the distance loses without the figure.
        let without = Pool::new(&figures[..2]).unwrap().mahalanobis();
        let lost = all.squared - without.squared;
        assert!((lost - c.given_others * c.given_others).abs() < 1e-9);
    }

    #[test]
    fn each_part_is_what_the_distance_loses_without_it() {
        let (x, y, z) = pool();
        // All three go with each other.
        let z: Vec<f64> = (x.iter().zip(&y).zip(&z))
            .map(|((x, y), z)| z + 0.4 * x - 0.3 * y)
            .collect();
        let figures = [at(&x, 1.4), at(&y, 1.3), at(&z, 0.2)];
        let all = Pool::new(&figures).unwrap().mahalanobis();
        for without in 0..3 {
            let mut others = vec![at(&x, 1.4), at(&y, 1.3), at(&z, 0.2)];
            others.remove(without);
            let rest = Pool::new(&others).unwrap().mahalanobis().squared;
            let lost = all.parts[without].given_others * all.parts[without].given_others;
            assert!(
                (all.squared - rest - lost).abs() < 1e-9,
                "{without}: {lost}"
            );
        }
    }

    #[test]
    fn whitening_by_hand() {
        // Variances 4 and 5, covariance 2: the root is (2), (1, 2).
        let columns = [
            vec![2.0 + 1.0, -2.0 + 1.0, 2.0 + 1.0, -2.0 + 1.0],
            vec![1.0 + 2.0, -1.0 + 2.0, 1.0 - 2.0, -1.0 - 2.0],
        ];
        let third: f64 = 4.0 / 3.0; // divided by 3, not by 4
        let it = Whitening::of(&columns);
        let root = it.root();
        assert!((root[0][0] - 2.0 * third.sqrt()).abs() < 1e-8);
        assert!((root[1][0] - third.sqrt()).abs() < 1e-8);
        assert!((root[1][1] - 2.0 * third.sqrt()).abs() < 1e-8);
        let white = it.apply(&columns);
        let unit = 1.0 / third.sqrt();
        for (column, signs) in white
            .iter()
            .zip([[1.0, -1.0, 1.0, -1.0], [1.0, 1.0, -1.0, -1.0]])
        {
            for (x, sign) in column.iter().zip(signs) {
                assert!((x - sign * unit).abs() < 1e-8, "{white:?}");
            }
        }
    }

    #[test]
    fn order_and_scale_of_figures_do_not_matter() {
        let (x, y, z) = pool();
        let one = Pool::new(&[at(&x, 1.5), at(&y, 1.6), at(&z, 0.5)]).unwrap();
        let percent: Vec<f64> = y.iter().map(|y| 100.0 * y).collect();
        let two = Pool::new(&[at(&z, 0.5), at(&percent, 160.0), at(&x, 1.5)]).unwrap();
        let gap = one.mahalanobis().squared - two.mahalanobis().squared;
        assert!(gap.abs() < 1e-9);
        assert_eq!(
            one.neighbours(&mut || 0.5).hits,
            two.neighbours(&mut || 0.5).hits
        );
    }

    #[test]
    fn figures_that_determine_each_other_stay_solvable() {
        let (x, ..) = pool();
        let twice: Vec<f64> = x.iter().map(|x| 2.0 * x).collect();
        let fits = Pool::new(&[at(&x, 1.01), at(&twice, 2.02)]).unwrap();
        assert!(fits.mahalanobis().p > 0.3);
        let breaks = Pool::new(&[at(&x, 1.01), at(&twice, 2.9)]).unwrap();
        assert_eq!(breaks.mahalanobis().p, 1.0 / 301.0);
        assert_eq!(breaks.neighbours(&mut || 0.5).p, 1.0 / 301.0);
    }
}
