//! Which assumption matters: what drives a figure, and what drives whether it is reached.
//!
//! From the one table of trials, no further days needed: shares of variance, and the inputs on the days
//! that reach the figure against all days ([`crate::stats::sensitivity`]). And one input at a time:
//! each at its 5 % and 95 % quantile while the others stay at their medians, with the same chance.

use super::figures::simulated;
use super::goals::Goal;
use super::{FigureComparison, VariantComparison};
use crate::model::{Assumptions, Reported};
use crate::random::{Address, Place, Purpose, Seed};
use crate::seek::Ground;
use crate::stats::sensitivity::{drivers, filter, rank_regression};
use crate::trials::TrialTable;
use crate::units::Estimate;
use rayon::prelude::*;

/// Most inputs that are shown.
const MOST: usize = 12;

/// Days with the same chance at each end of an input's range.
const DAYS: u64 = 40;

/// Fewest hits, and misses, that inputs are compared on.
const FEWEST_HITS: u64 = 20;

/// What drives one figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// Position in `figures`.
    pub figure: usize,
    /// The inputs that matter most, first those that explain most; at most twelve.
    pub inputs: Vec<Driver>,
    /// What no input explains alone: interactions of inputs, and the chance of the day. A share of the
    /// variance; negative where correlated inputs explain the same twice.
    pub rest: Estimate,
    /// Share of the variance of ranks that one straight line through all inputs explains, in [0, 1].
    pub straight: f64,
    /// Distance between hits and all trials that the largest of all inputs exceeds by chance in 5 of
    /// 100 cases; `None` where too few trials reach the figure, or nearly all.
    pub by_chance: Option<f64>,
    /// Days at each end of a range.
    pub days: u64,
    /// Median of the figure with every input at its median.
    pub middle: f64,
}

/// One input and what it does to a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// Position in `Assumptions::inputs`.
    pub input: usize,
    /// First-order index: share of the figure's variance that would go if the input were known
    /// (Sobol' 1993), with a 95 % interval.
    pub share: Estimate,
    /// Largest distance between the input's distribution on days that reach the figure and on all days
    /// (Hornberger & Spear 1981).
    pub distance: Option<f64>,
    /// At its 5 % and 95 % quantile, others at their medians.
    pub ends: [DriverEnd; 2],
}

/// One end of an input's range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DriverEnd {
    /// The input's value, in its own unit.
    pub value: f64,
    /// Median of the figure there.
    pub figure: f64,
}

/// What drives the figure at `at`; `None` where nothing is uncertain, the figure never varies, trials
/// are too few, or it is of an hour of the day.
pub(super) fn of_figure(
    ground: &Ground<'_>,
    table: &TrialTable,
    reported: &[Reported],
    variant: &VariantComparison,
    at: usize,
) -> Option<Drivers> {
    let figure = &variant.figures[at];
    let of = ground.assumptions;
    let claim = &reported[figure.reported];
    if claim.quantity.hour().is_some() {
        return None;
    }
    let free: Vec<(usize, &[f64])> = (0..of.inputs.len())
        .filter_map(|input| Some((input, table.input(&of.inputs[input].path)?)))
        .filter(|(_, values)| values.iter().any(|x| *x != values[0]))
        .collect();
    let columns: Vec<&[f64]> = free.iter().map(|(_, values)| *values).collect();
    let mut dice = dice(ground.seed(), &figure.id);
    let shares = drivers(&columns, &figure.values, 0.95, &mut dice).ok()?;
    let line = rank_regression(&columns, &figure.values).ok()?;
    let filtered =
        hits(of, reported, figure, table).and_then(|hits| filter(&columns, &hits, &mut dice).ok());
    let median = |changed: &[(usize, f64)]| median_of(ground, claim, changed);
    let driver = |column: usize| {
        let input = free[column].0;
        let end = |score: f64| {
            let value = of.inputs[input].at_score(score);
            let figure = median(&[(input, value)])?;
            Some(DriverEnd { value, figure })
        };
        Some(Driver {
            input,
            share: shares.shares[column],
            distance: filtered.as_ref().map(|it| it.distances[column]),
            ends: [end(-FIVE_PERCENT)?, end(FIVE_PERCENT)?],
        })
    };
    let inputs = (0..free.len()).into_par_iter().map(driver);
    Some(Drivers {
        figure: at,
        inputs: those_that_matter(inputs.collect::<Option<Vec<_>>>()?),
        rest: shares.rest,
        straight: line.explained,
        by_chance: filtered.map(|it| it.by_chance),
        days: DAYS,
        middle: median(&[])?,
    })
}

/// The inputs that explain something beyond chance, or move the figure by a fiftieth of what the
/// strongest does; those that explain most first.
fn those_that_matter(mut inputs: Vec<Driver>) -> Vec<Driver> {
    let width = |it: &Driver| (it.ends[1].figure - it.ends[0].figure).abs();
    let widest = inputs.iter().map(width).fold(0.0, f64::max);
    inputs.retain(|it| it.share.low > 0.0 || (width(it) > 0.0 && width(it) >= 0.02 * widest));
    inputs.sort_by(|a, b| {
        let by_share = b.share.value.total_cmp(&a.share.value);
        by_share.then(a.input.cmp(&b.input))
    });
    inputs.truncate(MOST);
    inputs
}

/// The 95 % quantile of a normal score.
const FIVE_PERCENT: f64 = 1.644_853_626_951_472_2;

/// Which trials reach the figure; `None` where too few do, or too few do not.
fn hits(
    of: &Assumptions,
    reported: &[Reported],
    figure: &FigureComparison,
    table: &TrialTable,
) -> Option<Vec<bool>> {
    let misses = figure.tail.trials - figure.tail.hits;
    if figure.tail.hits.min(misses) < FEWEST_HITS {
        return None;
    }
    let levels = Goal::tails(of, reported, &[figure]).levels(table);
    Some(levels.into_iter().map(|level| level >= 0.0).collect())
}

/// Median of a figure over days with the same chance, some inputs changed, the others at their medians.
fn median_of(ground: &Ground<'_>, claim: &Reported, changed: &[(usize, f64)]) -> Option<f64> {
    let table = ground.medians_but(changed, DAYS).ok()?;
    let mut values = simulated(&table, ground.assumptions, claim).values();
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    Some(0.5 * (values[half] + values[values.len() - 1 - half]))
}

/// Dice for resampling, addressed by the figure.
fn dice(seed: Seed, figure: &str) -> impl FnMut() -> f64 {
    let address = Address {
        seed,
        purpose: Purpose::Resampling,
        trial: 0,
        place: Place::of(&["drivers", figure], 0),
    };
    let mut dice = address.fast();
    move || dice.open01()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn driver(input: usize, low: f64, share: f64, ends: [f64; 2]) -> Driver {
        Driver {
            input,
            share: Estimate {
                value: share,
                low,
                high: 1.0,
                level: 0.95,
            },
            distance: None,
            ends: ends.map(|figure| DriverEnd { value: 0.0, figure }),
        }
    }

    #[test]
    fn hits_are_told_where_twenty_days_are_on_either_side() {
        use super::super::compare;
        use super::super::testing::{assumptions, reported, run, scenario, table};
        use crate::model::{Figure, PollId, Precision, Quantity};
        use crate::trials::Outcome;
        let hits_of = |reach: usize| {
            let of = assumptions();
            let cast: Vec<i64> = (0..100)
                .map(|day| if day < reach { 400 } else { 399 })
                .collect();
            let table = table(&of, 100, &[(Outcome::BallotsCast { poll: 0 }, &cast)]);
            let figure = Figure::Count(Precision::AtLeast(400));
            let quantity = Quantity::BallotsCast { at: None };
            let told = vec![reported("cast", vec![PollId(0)], quantity, figure)];
            let scenario = scenario(of, told);
            let run = run("base", table);
            let comparison = compare(&scenario, std::slice::from_ref(&run));
            let figure = &comparison.variants[0].figures[0];
            assert_eq!(figure.tail.hits, reach as u64);
            hits(
                &scenario.assumptions,
                &scenario.reported,
                figure,
                &run.table,
            )
        };
        for reach in [0, 19, 81, 100] {
            assert_eq!(hits_of(reach), None, "{reach}");
        }
        for reach in [20, 50, 80] {
            let expected: Vec<bool> = (0..100).map(|day| day < reach).collect();
            assert_eq!(hits_of(reach), Some(expected));
        }
    }

    #[test]
    fn inputs_that_are_level_stand_in_their_order_and_twelve_are_enough() {
        let one = |input| driver(input, 0.1, 0.2, [40.0, 60.0]);
        let kept = those_that_matter((0..14).rev().map(one).collect());
        let order: Vec<usize> = kept.iter().map(|it| it.input).collect();
        assert_eq!(order, (0..12).collect::<Vec<_>>());
        // Below nothing and below a fiftieth is left out, from either side.
        let kept = those_that_matter(vec![
            driver(0, 0.0, 0.1, [50.0, 50.0]),
            driver(1, 0.0, 0.1, [51.99, 50.0]),
            driver(2, 0.0, 0.1, [52.0, 50.0]),
            driver(3, 0.0, 0.1, [0.0, 100.0]),
        ]);
        assert_eq!(kept.iter().map(|it| it.input).collect::<Vec<_>>(), [2, 3]);
        assert!(those_that_matter(vec![driver(0, 0.0, 0.1, [50.0, 50.0])]).is_empty());
    }

    #[test]
    fn only_what_matters_is_kept_and_the_strongest_comes_first() {
        let kept = those_that_matter(vec![
            driver(0, -0.01, 0.02, [50.0, 50.0]), // does nothing
            driver(1, -0.02, 0.01, [49.0, 51.0]), // a fiftieth of the widest
            driver(2, 0.3, 0.4, [0.0, 100.0]),
            driver(3, 0.5, 0.6, [60.0, 40.0]),
            driver(4, -0.02, 0.01, [49.9, 50.1]),
        ]);
        assert_eq!(
            kept.iter().map(|it| it.input).collect::<Vec<_>>(),
            [3, 2, 1]
        );
    }
}
