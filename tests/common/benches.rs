//! Events whose probability is known exactly, down to 1e-12 and beyond.

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use scrutineer::stats::splitting::{Effort, Problem, Rarity, Run, State, combine, one_run};
use scrutineer::stats::{inverse_beta_reg, normal};

/// A problem by its level function.
pub struct Bench<F> {
    pub scores: usize,
    pub noise: usize,
    pub level: F,
}

impl<F: Fn(&State) -> f64 + Sync> Problem for Bench<F> {
    fn scores(&self) -> usize {
        self.scores
    }
    fn noise(&self) -> usize {
        self.noise
    }
    fn levels(&self, states: &[State]) -> Vec<f64> {
        states.iter().map(&self.level).collect()
    }
}

/// A problem of scores alone.
pub fn of_scores(
    scores: usize,
    level: impl Fn(&[f64]) -> f64 + Sync + 'static,
) -> Box<dyn Problem> {
    Box::new(Bench {
        scores,
        noise: 0,
        level: move |state: &State| level(&state.scores),
    })
}

/// The exponential number with mean 1 at a score.
pub fn exponential(score: f64) -> f64 {
    -libm::log(normal::cdf(-score))
}

/// 1: the sum of ten exponential numbers.
pub fn erlang() -> Box<dyn Problem> {
    of_scores(10, |scores| scores.iter().map(|u| exponential(*u)).sum())
}

/// Quantiles of a beta law, read off a table that is fine in the score.
pub struct BetaTable(Vec<f64>);

impl BetaTable {
    const LOW: f64 = -9.0;
    const STEP: f64 = 1.0 / 256.0;

    pub fn new(a: f64, b: f64) -> Self {
        let nodes = (-2.0 * Self::LOW / Self::STEP) as u32;
        let at = |i: u32| Self::LOW + f64::from(i) * Self::STEP;
        // 1 - x with shapes swapped, so that the upper end keeps its digits.
        Self(
            (0..=nodes)
                .map(|i| 1.0 - inverse_beta_reg(b, a, normal::cdf(-at(i))))
                .collect(),
        )
    }

    pub fn at(&self, score: f64) -> f64 {
        let place = (score.clamp(Self::LOW, -Self::LOW - 1e-9) - Self::LOW) / Self::STEP;
        let cell = place as usize;
        self.0[cell] + (place - cell as f64) * (self.0[cell + 1] - self.0[cell])
    }
}

/// A share that is the product of three beta numbers, and so itself one with shapes 30, 20.
pub fn chain_of_shares() -> impl Fn(&[f64]) -> f64 + Sync + 'static {
    let links = [(30.0, 6.0), (36.0, 6.0), (42.0, 8.0)].map(|(a, b)| BetaTable::new(a, b));
    move |scores| links.iter().zip(scores).map(|(it, u)| it.at(*u)).product()
}

/// 2: that share.
pub fn beta_chain() -> Box<dyn Problem> {
    of_scores(3, chain_of_shares())
}

fn sum_over_root(scores: &[f64]) -> f64 {
    scores.iter().sum::<f64>() / (scores.len() as f64).sqrt()
}

/// 3: two ways to the goal, the second half a standard deviation ahead.
pub fn two_modes() -> Box<dyn Problem> {
    of_scores(20, |scores| {
        let (one, other) = scores.split_at(10);
        sum_over_root(one).max(sum_over_root(other) + 0.5)
    })
}

/// 4: a straight line in many dimensions.
pub fn linear(dimension: usize) -> Box<dyn Problem> {
    of_scores(dimension, sum_over_root)
}

/// 5: a second way that is steeper and starts far below, so that moderate levels do not show it.
pub fn hidden_path() -> Box<dyn Problem> {
    of_scores(20, |scores| {
        let (one, other) = scores.split_at(10);
        sum_over_root(one).max(2.0 * sum_over_root(other) - 6.0)
    })
}

/// 6: a switch of probability 1 % that adds two and a half standard deviations.
pub fn switch() -> Box<dyn Problem> {
    of_scores(5, |scores| {
        let on = scores[0] > 2.326_347_874_040_840_8;
        sum_over_root(&scores[1..]) + if on { 2.5 } else { 0.0 }
    })
}

/// 7: a hundred voters with noise of their own, who vote with the probability of bench 2.
pub fn voters() -> Box<dyn Problem> {
    let share = chain_of_shares();
    Box::new(Bench {
        scores: 3,
        noise: 100,
        level: move |state: &State| {
            let share = share(&state.scores);
            let votes = |key: &&u64| ((**key >> 11) as f64) * (1.0 / (1u64 << 53) as f64) < share;
            state.noise.iter().filter(votes).count() as f64
        },
    })
}

/// 8: whole votes of three groups, each the count at its score; levels tie.
pub fn three_groups() -> Box<dyn Problem> {
    let groups = [(200, 0.9), (150, 0.5), (150, 0.2)].map(|(n, p)| {
        let law = scrutineer::stats::Binomial { n, p };
        (0..=n)
            .map(|k| normal::quantile(law.at_most(k)))
            .collect::<Vec<f64>>()
    });
    let upper: Vec<Vec<f64>> = [(200, 0.9), (150, 0.5), (150, 0.2)]
        .map(|(n, p)| {
            let law = scrutineer::stats::Binomial { n, p };
            (0..=n)
                .map(|k| -normal::quantile(law.at_least(k + 1)))
                .collect()
        })
        .into();
    of_scores(3, move |scores| {
        let count = |(i, u): (usize, &f64)| {
            // The smallest k with P(K <= k) >= the score's probability, from the smaller tail.
            let ends = if *u > 0.0 { &upper[i] } else { &groups[i] };
            ends.partition_point(|end| end < u) as f64
        };
        scores.iter().enumerate().map(count).sum()
    })
}

/// One after the other, from one seed.
pub fn runs(problem: &dyn Problem, goal: f64, effort: &Effort, seed: u64) -> Vec<Run> {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    (0..effort.runs)
        .map(|_| one_run(problem, goal, effort, &mut dice, &|| false))
        .collect()
}

/// The same, combined.
pub fn rarity(problem: &dyn Problem, goal: f64, effort: &Effort, seed: u64) -> Rarity {
    combine(&runs(problem, goal, effort, seed))
}
