//! Extreme rank lengths: which figure sticks out, and whether that is odd among so many figures.

use std::cmp::Ordering;

use super::{Figure, JointError, Side, check};
use crate::stats::proportion;

/// What the ranks of all figures say together (Myllymäki, Mrkvička, Grabarnik, Seijo & Hahn 2017).
///
/// Each day has a rank in each figure, 1 the most extreme on its declared side (the smaller of both
/// where none is declared). Days are ordered by their smallest rank, ties by the next smallest, and so
/// on. The p of that order is the share of days that are no less extreme than the report. A report of
/// an interval is ranked at its least extreme value in each figure, so that p is never too small.
#[derive(Clone, Debug, PartialEq)]
pub struct Extremes {
    /// Trials at least as extreme.
    pub hits: u64,
    /// Trials in all.
    pub trials: u64,
    /// (hits + 1) / (trials + 1), in (0, 1].
    pub p: f64,
    /// The same by the smallest rank alone (Westfall & Young 1993): coarse, because of its ties.
    pub p_smallest: f64,
    /// One entry a figure, in the order given.
    pub figures: Vec<Extreme>,
}

/// One figure among the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extreme {
    /// The report's rank on its extreme side, 1 the most extreme of all days; ties at the far end.
    pub rank: usize,
    /// Which side the rank was counted from; never [`Side::Either`].
    pub side: Side,
    /// The p of this figure alone: rank / days, doubled (at most 1) where no side was declared.
    pub alone: f64,
    /// Smallest value within the envelope: below it the figure sticks out, allowing for looking at
    /// all figures at once. Minus infinity where low values are not extreme.
    pub lowest: f64,
    /// Largest value within the envelope; infinity where high values are not extreme.
    pub highest: f64,
    /// Whether the report lies beyond the envelope here.
    pub sticks_out: bool,
}

impl Extremes {
    /// Positions of the figures, the most extreme first; as given among equals.
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.figures.len()).collect();
        order.sort_by_key(|&at| self.figures[at].rank);
        order
    }
}

/// Ranks the report among the simulated days in all figures at once. `level` in (0, 1) is that of the
/// envelope, e.g. 0.95: a report whose p is 1 - level or less leaves it somewhere.
///
/// # Errors
/// [`JointError`], as [`Pool::new`](super::Pool::new).
///
/// ```
/// use scrutineer::stats::joint::{Figure, Side, extremes};
/// let (a, b): (Vec<f64>, Vec<f64>) = (0..99).map(|i| (f64::from(i), f64::from(i * 7 % 99))).unzip();
/// let at = |simulated, value| Figure { simulated, lowest: value, highest: value, side: Side::High };
/// let it = extremes(&[at(&a, 50.0), at(&b, 200.0)], 0.95).unwrap();
/// assert_eq!(it.order(), [1, 0]);
/// assert!(it.figures[1].sticks_out && !it.figures[0].sticks_out);
/// ```
pub fn extremes(figures: &[Figure<'_>], level: f64) -> Result<Extremes, JointError> {
    check(figures)?;
    let columns: Vec<Column> = figures.iter().map(Column::of).collect();
    let days = columns[0].values.len();
    let mut sorted_ranks: Vec<Vec<usize>> = (0..days)
        .map(|day| columns.iter().map(|column| column.ranks[day].0).collect())
        .collect();
    for ranks in &mut sorted_ranks {
        ranks.sort_unstable();
    }
    let report = &sorted_ranks[days - 1];
    let trials = days as u64 - 1;
    let count = |order: &dyn Fn(&Vec<usize>) -> Ordering| {
        let others = &sorted_ranks[..days - 1];
        others.iter().filter(|it| order(it).is_le()).count() as u64
    };
    let hits = count(&|it| it.cmp(report));
    let smallest = count(&|it| it[0].cmp(&report[0]));
    let inside = central(&sorted_ranks, level);
    let figures = columns.iter().map(|column| column.report(&inside));
    Ok(Extremes {
        hits,
        trials,
        p: proportion::monte_carlo_p(hits, trials),
        p_smallest: proportion::monte_carlo_p(smallest, trials),
        figures: figures.collect(),
    })
}

/// Which days the envelope is drawn around: those whose own p is above 1 - `level`.
fn central(sorted_ranks: &[Vec<usize>], level: f64) -> Vec<bool> {
    let mut order: Vec<&Vec<usize>> = sorted_ranks.iter().collect();
    order.sort_unstable();
    let limit = (1.0 - level) * sorted_ranks.len() as f64;
    let inside = |ranks: &Vec<usize>| {
        let no_less_extreme = order.partition_point(|it| *it <= ranks);
        no_less_extreme as f64 > limit * (1.0 + 1e-12)
    };
    sorted_ranks.iter().map(inside).collect()
}

/// One figure's days, the report last, with rank and side of each.
struct Column {
    values: Vec<f64>,
    ranks: Vec<(usize, Side)>,
    side: Side,
}

impl Column {
    fn of(figure: &Figure<'_>) -> Self {
        let mut values = figure.simulated.to_vec();
        values.push(least_extreme(figure));
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let ranks = values
            .iter()
            .map(|value| {
                let from_top = sorted.len() - sorted.partition_point(|x| x < value);
                let from_bottom = sorted.partition_point(|x| x <= value);
                match figure.side {
                    Side::High => (from_top, Side::High),
                    Side::Low => (from_bottom, Side::Low),
                    Side::Either if from_bottom < from_top => (from_bottom, Side::Low),
                    Side::Either => (from_top, Side::High),
                }
            })
            .collect();
        Self {
            values,
            ranks,
            side: figure.side,
        }
    }

    fn report(&self, inside: &[bool]) -> Extreme {
        let days = self.values.len();
        let (rank, side) = self.ranks[days - 1];
        let share = rank as f64 / days as f64;
        let value = self.values[days - 1];
        let held = self.values.iter().zip(inside).filter(|it| *it.1);
        let (low, high) = held.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| {
            (low.min(*it.0), high.max(*it.0))
        });
        let lowest = match self.side {
            Side::High => f64::NEG_INFINITY,
            Side::Low | Side::Either => low,
        };
        let highest = match self.side {
            Side::Low => f64::INFINITY,
            Side::High | Side::Either => high,
        };
        Extreme {
            rank,
            side,
            alone: match self.side {
                Side::Either => (2.0 * share).min(1.0),
                Side::High | Side::Low => share,
            },
            lowest,
            highest,
            sticks_out: value < lowest || value > highest,
        }
    }
}

/// The value of the interval that is least extreme: its near edge, or the nearest to the median.
fn least_extreme(figure: &Figure<'_>) -> f64 {
    match figure.side {
        Side::High => figure.lowest,
        Side::Low => figure.highest,
        Side::Either => {
            let mut sorted = figure.simulated.to_vec();
            sorted.sort_by(f64::total_cmp);
            let median = crate::stats::interval::quantile_of_sorted(&sorted, 0.5);
            let median = if median.is_nan() { 0.0 } else { median };
            median.max(figure.lowest).min(figure.highest)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(simulated: &[f64], lowest: f64, highest: f64, side: Side) -> Figure<'_> {
        Figure {
            simulated,
            lowest,
            highest,
            side,
        }
    }

    #[test]
    fn the_next_rank_breaks_ties() {
        // The report and the second day are both highest somewhere; the report is second in the other.
        let (a, b) = ([1.0, 2.0, 3.0, 4.0], [1.0, 9.0, 3.0, 4.0]);
        let it = extremes(
            &[
                figure(&a, 5.0, 5.0, Side::High),
                figure(&b, 5.0, 5.0, Side::High),
            ],
            0.8,
        )
        .unwrap();
        assert_eq!((it.hits, it.p, it.p_smallest), (0, 0.2, 0.4));
        assert_eq!((it.figures[0].rank, it.figures[1].rank), (1, 2));
        assert_eq!(it.figures[0].alone, 0.2);
        // With the report left out, the envelope reaches from its edge to 4 and to 9.
        assert_eq!(
            (it.figures[0].lowest, it.figures[0].highest),
            (f64::NEG_INFINITY, 4.0)
        );
        assert_eq!(it.figures[1].highest, 9.0);
        assert!(it.figures[0].sticks_out && !it.figures[1].sticks_out);
    }

    #[test]
    fn sides_and_intervals() {
        let a: Vec<f64> = (1..=9).map(f64::from).collect();
        let one = |lowest, highest, side| {
            extremes(&[figure(&a, lowest, highest, side)], 0.95)
                .unwrap()
                .figures[0]
        };
        // 8 to 20, high: ranked at 8, where 8 itself ties.
        assert_eq!(one(8.0, 20.0, Side::High).rank, 3);
        assert_eq!(one(8.0, 20.0, Side::Low).rank, 10);
        let open = one(8.0, f64::INFINITY, Side::Either);
        assert_eq!((open.rank, open.side, open.alone), (3, Side::High, 0.6));
        let low = one(0.0, 0.5, Side::Either);
        assert_eq!((low.rank, low.side, low.alone), (1, Side::Low, 0.2));
        // An open claim on its own side is satisfied by every day.
        assert_eq!(one(f64::NEG_INFINITY, 3.0, Side::High).alone, 1.0);
    }

    #[test]
    fn a_report_leaves_the_envelope_exactly_when_its_p_is_small() {
        let a: Vec<f64> = (0..199).map(f64::from).collect();
        let b: Vec<f64> = (0..199).map(|i| f64::from(i * 83 % 199)).collect();
        for x in (-5..205).step_by(3) {
            for y in (-5..205).step_by(7) {
                let (x, y) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
                let it = extremes(
                    &[
                        figure(&a, x, x, Side::Either),
                        figure(&b, y, y, Side::Either),
                    ],
                    0.95,
                )
                .unwrap();
                let out = it.figures.iter().any(|it| it.sticks_out);
                assert!(!out || it.p <= 0.05, "{x} {y}: {it:?}");
                assert!(out || it.p > 0.05 - 2.0 / 200.0, "{x} {y}: {it:?}");
            }
        }
    }
}
