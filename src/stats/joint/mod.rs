//! Several figures at once: is the report one of these days?
//!
//! Knows columns of numbers and the interval each observed number lies in. Never knows polls, files
//! or seeds (a random subset takes its caller's dice).
//!
//! The observed figures are put among the N simulated ones as one more day. Any statistic that treats
//! the N + 1 days alike gives a valid p: the share of days whose statistic is no less extreme than the
//! report's, the report and all ties included (Barnard 1963; Vovk, Gammerman & Shafer 2005). If the
//! report is a day like the others, p is at most a with probability at most a, for every a, every
//! number of trials and every dependence between figures. What differs is the power:
//!
//! - [`Pool::neighbours`]: distance to the k-th nearest day. Sees what no figure shows alone, also
//!   when the figures depend on each other along a curve. Looks in every direction.
//! - [`extremes`]: extreme rank lengths. Blind to trade-offs, but says *which* figure sticks out.
//! - [`Pool::mahalanobis`]: distance from the centre, with each figure's part in it: the explanation.
//!
//! None of them sees a report in a gap between two modes that spans few standard deviations; where a
//! scenario has a switch, condition on it instead.
//!
//! ```
//! use scrutineer::stats::joint::{Figure, Pool, Side};
//! // Two figures that add up to about 100, each between 0 and 100.
//! let a: Vec<f64> = (0..200).map(|i| f64::from(i) * 0.5).collect();
//! let b: Vec<f64> = (0..200).map(|i| 100.0 - f64::from(i) * 0.5 + f64::from(i % 7)).collect();
//! let at = |simulated, value| Figure { simulated, lowest: value, highest: value, side: Side::Either };
//! let mut dice = || 0.5; // not used: so few trials are all compared with each other
//! let mut p = |x, y| Pool::new(&[at(&a, x), at(&b, y)]).unwrap().neighbours(&mut dice).p;
//! assert!(p(60.0, 43.0) > 0.1);
//! // 80 is ordinary for either, but not for both.
//! let mut dice = || 0.5;
//! assert_eq!(Pool::new(&[at(&a, 80.0), at(&b, 80.0)]).unwrap().neighbours(&mut dice).p, 1.0 / 201.0);
//! ```

mod claim;
mod extreme;
mod nearest;
mod scores;
mod whiten;

pub use extreme::{Extreme, Extremes, extremes};
pub use nearest::{MOST_COMPARED, Neighbours, neighbours_of};
pub(super) use scores::mean_ranks;
pub use scores::normal_scores;
pub use whiten::{Mahalanobis, Part, Whitening};

/// Which values of a figure are extreme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// High ones, declared before looking.
    High,
    /// Low ones, declared before looking.
    Low,
    /// Both: not declared.
    Either,
}

/// One figure: what was simulated, and the interval of values its report stands for.
#[derive(Clone, Copy, Debug)]
pub struct Figure<'a> {
    /// Simulated values, one a trial, in the same order for every figure.
    pub simulated: &'a [f64],
    /// Smallest value the report may stand for; minus infinity where it is open.
    pub lowest: f64,
    /// Largest value the report may stand for; infinity where it is open.
    pub highest: f64,
    /// Which values are extreme. Heard by [`extremes`] only: distances look everywhere.
    pub side: Side,
}

/// Why figures cannot be compared together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JointError {
    /// There is no figure.
    #[error("there is no figure to compare")]
    Empty,
    /// A figure with another number of simulated values than the first.
    #[error("figure {0} has not as many simulated values as the first")]
    Lengths(usize),
    /// A simulated value that is not a finite number.
    #[error("figure {0} has a simulated value that is no finite number")]
    Value(usize),
    /// An interval without a value: its ends are swapped, not numbers or at the same infinity.
    #[error("no value lies in the reported interval of figure {0}")]
    Interval(usize),
}

/// The simulated days and the report as one more day, as normal scores without their correlations.
///
/// The scores of each figure are those of its pooled ranks ([`normal_scores`]). A figure that is the
/// same on every day, the report included, says nothing and is dropped. The others are whitened
/// ([`Whitening`]).
#[derive(Clone, Debug)]
pub struct Pool {
    /// Positions of the figures that vary.
    kept: Vec<usize>,
    /// Their scores, one column a figure; the report last.
    scores: Vec<Vec<f64>>,
    whitening: Whitening,
    /// The same days, whitened; one column a figure.
    white: Vec<Vec<f64>>,
    /// Where the report was put, one value a figure given.
    point: Vec<f64>,
    trials: usize,
}

impl Pool {
    /// Puts the report among the simulated days.
    ///
    /// A report that stands for an interval is put at the point of its box where the simulated days
    /// are densest, as found among the box's nearest points to the columns' medians and to the days
    /// themselves. So the distance is about the smallest over all values the report may stand for,
    /// which favours the report and keeps p valid. An exact report is a point.
    ///
    /// # Errors
    /// [`JointError`]: no figure, columns of different lengths, values that are no numbers, an empty
    /// interval.
    pub fn new(figures: &[Figure<'_>]) -> Result<Self, JointError> {
        check(figures)?;
        let point = claim::densest_point(figures);
        let pooled = figures.iter().zip(&point).map(|(figure, &at)| {
            let mut days = figure.simulated.to_vec();
            days.push(at);
            days
        });
        let pooled: Vec<Vec<f64>> = pooled.collect();
        let kept: Vec<usize> = (0..pooled.len())
            .filter(|&at| pooled[at].iter().any(|x| *x != pooled[at][0]))
            .collect();
        let scores: Vec<Vec<f64>> = kept.iter().map(|&at| normal_scores(&pooled[at])).collect();
        let whitening = Whitening::of(&scores);
        Ok(Self {
            white: whitening.apply(&scores),
            trials: figures[0].simulated.len(),
            kept,
            scores,
            whitening,
            point,
        })
    }

    /// Trials, the report not counted.
    pub fn trials(&self) -> u64 {
        self.trials as u64
    }

    /// Where in its box the report was put, one value a figure.
    pub fn point(&self) -> &[f64] {
        &self.point
    }

    /// Whether the report is further from its k-th nearest day than the days are from theirs.
    /// `dice` gives uniform numbers in [0, 1); it is called only with more than [`MOST_COMPARED`]
    /// days. See [`Neighbours`].
    pub fn neighbours(&self, dice: &mut impl FnMut() -> f64) -> Neighbours {
        if self.white.is_empty() {
            // Nothing varies: every day is like every other.
            return neighbours_of(&[vec![0.0; self.days()]], dice);
        }
        neighbours_of(&self.white, dice)
    }

    /// How far the report is from the centre of the days, and which figures take it there.
    pub fn mahalanobis(&self) -> Mahalanobis {
        whiten::mahalanobis(self)
    }

    fn days(&self) -> usize {
        self.trials + 1
    }
}

/// Whether the figures can be compared at all.
fn check(figures: &[Figure<'_>]) -> Result<(), JointError> {
    let first = figures.first().ok_or(JointError::Empty)?;
    for (at, figure) in figures.iter().enumerate() {
        if figure.simulated.len() != first.simulated.len() {
            return Err(JointError::Lengths(at));
        }
        if !figure.simulated.iter().all(|x| x.is_finite()) {
            return Err(JointError::Value(at));
        }
        let holds_a_number = figure.lowest <= figure.highest
            && figure.lowest < f64::INFINITY
            && figure.highest > f64::NEG_INFINITY;
        if !holds_a_number {
            return Err(JointError::Interval(at));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_compared_is_named() {
        let (a, b) = ([1.0, 2.0, 3.0], [1.0, f64::NAN, 3.0]);
        let figure = |simulated, lowest, highest| Figure {
            simulated,
            lowest,
            highest,
            side: Side::Either,
        };
        let error = |figures: &[Figure<'_>]| Pool::new(figures).unwrap_err();
        assert_eq!(error(&[]), JointError::Empty);
        let short = [figure(&a, 1.0, 1.0), figure(&a[..2], 1.0, 1.0)];
        assert_eq!(error(&short), JointError::Lengths(1));
        assert_eq!(error(&[figure(&b, 1.0, 1.0)]), JointError::Value(0));
        assert_eq!(error(&[figure(&a, 2.0, 1.0)]), JointError::Interval(0));
        assert_eq!(error(&[figure(&a, f64::NAN, 1.0)]), JointError::Interval(0));
        let nowhere = figure(&a, f64::INFINITY, f64::INFINITY);
        assert_eq!(error(&[nowhere]), JointError::Interval(0));
        let nor_below = figure(&a, f64::NEG_INFINITY, f64::NEG_INFINITY);
        assert_eq!(error(&[nor_below]), JointError::Interval(0));
    }

    #[test]
    fn a_figure_that_never_varies_is_dropped() {
        let (same, varies) = ([5.0; 9], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]);
        let at = |simulated, value| Figure {
            simulated,
            lowest: value,
            highest: value,
            side: Side::Either,
        };
        let dull = Pool::new(&[at(&same, 5.0), at(&varies, 20.0)]).unwrap();
        let alone = Pool::new(&[at(&varies, 20.0)]).unwrap();
        let p = |pool: &Pool| pool.neighbours(&mut || 0.5).p;
        assert_eq!(p(&dull), p(&alone));
        assert_eq!(dull.mahalanobis().parts.len(), 1);
        assert_eq!(dull.mahalanobis().parts[0].figure, 1);
        // Nothing varies, nothing is odd; the report alone differs, the report is odd.
        let silent = Pool::new(&[at(&same, 5.0)]).unwrap();
        assert_eq!((p(&silent), silent.mahalanobis().p), (1.0, 1.0));
        assert_eq!(p(&Pool::new(&[at(&same, 6.0)]).unwrap()), 0.1);
    }

    #[test]
    fn without_trials_nothing_is_odd() {
        let pool = Pool::new(&[Figure {
            simulated: &[],
            lowest: 3.0,
            highest: 4.0,
            side: Side::High,
        }])
        .unwrap();
        assert_eq!((pool.trials(), pool.neighbours(&mut || 0.5).p), (0, 1.0));
    }
}
