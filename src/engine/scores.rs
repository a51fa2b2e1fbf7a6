//! A day as a point: normal scores of what is uncertain, keys of what is left to chance.
//!
//! Whoever looks for rare days moves such points a little at a time and has the day played anew; the
//! law of the days stays that of the dice.

use super::day;
use super::prepared::Prepared;
use super::totals::Pool;
use crate::model::{Assumptions, Input};

/// What the normal scores of a day belong to: first every input that is not fixed, in the order of
/// [`Assumptions::inputs`], then every total over groups with laws of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coordinates {
    /// Positions of the inputs in [`Assumptions::inputs`].
    pub free: Vec<usize>,
    /// Positions of the totals in [`Assumptions::totals`]; their scores decide whether a draw is kept.
    pub totals: Vec<usize>,
}

impl Coordinates {
    /// The coordinates of a set of assumptions.
    pub(super) fn of(assumptions: &Assumptions, pools: &[Pool]) -> Self {
        let inputs = &assumptions.inputs;
        Self {
            free: (0..inputs.len())
                .filter(|&at| !inputs[at].is_fixed())
                .collect(),
            totals: (0..pools.len())
                .filter(|&at| !pools[at].parts.is_empty())
                .collect(),
        }
    }

    /// How many scores a point has.
    pub fn dimension(&self) -> usize {
        self.free.len() + self.totals.len()
    }

    /// The scores of the free inputs with the stated rank correlations: each is standard normal alone,
    /// as far as totals leave it so.
    pub fn correlated(&self, prepared: &Prepared, scores: &[f64]) -> Vec<f64> {
        let all = self.of_inputs(prepared, scores);
        self.free.iter().map(|&input| all[input]).collect()
    }

    /// One correlated score an input; 0 for those that are fixed.
    fn of_inputs(&self, prepared: &Prepared, scores: &[f64]) -> Vec<f64> {
        let inputs = self.free.last().map_or(0, |last| last + 1);
        let mut all = vec![0.0; inputs];
        for (&input, &score) in self.free.iter().zip(scores) {
            all[input] = score;
        }
        prepared.copula.correlate(&mut all);
        all
    }

    /// The value of every input at a point, in the order of [`Assumptions::inputs`]; `None` where a
    /// total refuses them.
    pub(super) fn values(
        &self,
        prepared: &Prepared,
        assumptions: &Assumptions,
        scores: &[f64],
    ) -> Option<Vec<f64>> {
        assert_eq!(scores.len(), self.dimension(), "one score a coordinate");
        let own = self.of_inputs(prepared, scores);
        let inputs = assumptions.inputs.iter().enumerate();
        let value = |(at, input): (usize, &Input)| match own.get(at) {
            Some(&score) => prepared.curves[at].at(input, score),
            None => input.at_score(0.0),
        };
        let values: Vec<f64> = inputs.map(value).collect();
        let levels = &scores[self.free.len()..];
        let mut totals = self.totals.iter().zip(levels);
        let kept = totals.all(|(&total, &score)| {
            let level = crate::stats::normal::cdf(score);
            day::keeps(prepared, assumptions, total, &values, level)
        });
        kept.then_some(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{self, Freeze, Lane, NOISE_KEYS, PollingDay, Workspace, samples};
    use crate::model::{Correlation, GroupId, GroupSize, InputId, Law, Support, Total};
    use crate::random::Seed;

    /// Two groups whose sizes are uncertain and correlated, and whose sum is bounded.
    fn uncertain() -> Assumptions {
        let mut a = samples::seed_sized();
        for group in 0..2 {
            let law = Law::Normal {
                mean: 20_000.0,
                sd: 2_000.0,
            };
            let path = format!("adults-{group}");
            let adults = samples::input(&mut a, &path, law, Support::NOT_NEGATIVE);
            a.groups[group].size = GroupSize::Adults(adults);
        }
        let last = a.inputs.len() - 1;
        a.correlations.push(Correlation {
            between: (InputId(last - 1), InputId(last)),
            rank: 0.6,
            sources: Vec::new(),
        });
        let bounds = Law::Uniform {
            low: 38_000.0,
            high: 43_000.0,
        };
        let value = samples::input(&mut a, "both", bounds, Support::NOT_NEGATIVE);
        a.totals.push(Total {
            id: "both".into(),
            label: "both".into(),
            of: vec![GroupId(0), GroupId(1)],
            value,
        });
        a
    }

    #[test]
    fn a_drawn_day_is_found_again_at_its_scores() {
        let assumptions = uncertain();
        let prepared = Prepared::with_lane(&assumptions, Lane::Count).unwrap();
        let mut workspace = Workspace::default();
        for trial in 0..50 {
            let drawn =
                PollingDay::draw(&prepared, &assumptions, Seed(7), trial, Freeze::No).unwrap();
            let scores = engine::scores_of(&prepared, &assumptions, Seed(7), trial).unwrap();
            let keys = [trial; NOISE_KEYS];
            let again = PollingDay::at(&prepared, &assumptions, Seed(7), &scores, &keys)
                .unwrap()
                .expect("a trial that was kept is kept");
            for (a, b) in drawn.values.iter().zip(&again.values) {
                assert!((a - b).abs() <= 1e-9 * a.abs(), "{a} {b}");
            }
            assert_eq!(drawn.adults, again.adults);
            let [first, second] = [&drawn, &again]
                .map(|day| engine::run(&prepared, &assumptions, day, &mut workspace));
            // The values differ in the last digits, so a voter in a million may.
            assert!(first.polls[0].came.abs_diff(second.polls[0].came) <= 1);
        }
    }
}
