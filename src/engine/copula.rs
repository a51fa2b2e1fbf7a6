//! The dice of the uncertain inputs, correlated.

use super::error::EngineError;
use crate::model::{Assumptions, Input};
use crate::random::{Address, Place, Purpose, Seed};
use crate::stats::correlation::{Cholesky, CorrelationError, copula_parameter};
use crate::stats::normal;

/// The Gaussian copula of the inputs: rank correlations between some, independence otherwise.
///
/// A rank correlation r becomes the copula's parameter 2 sin(pi r / 6) (Pearson 1907).
#[derive(Clone, Debug)]
pub(super) struct Copula {
    /// Inputs with a correlation, ascending.
    members: Vec<usize>,
    root: Cholesky,
}

impl Copula {
    /// Factors the correlations of the inputs.
    pub fn new(assumptions: &Assumptions) -> Result<Self, EngineError> {
        let mut members: Vec<usize> = assumptions
            .correlations
            .iter()
            .flat_map(|c| [c.between.0.0, c.between.1.0])
            .collect();
        members.sort_unstable();
        members.dedup();
        let at = |input: usize| members.partition_point(|&member| member < input);
        let mut matrix = vec![vec![0.0; members.len()]; members.len()];
        for (i, row) in matrix.iter_mut().enumerate() {
            row[i] = 1.0;
        }
        for correlation in &assumptions.correlations {
            let (a, b) = (at(correlation.between.0.0), at(correlation.between.1.0));
            let parameter = copula_parameter(correlation.rank);
            matrix[a][b] = parameter;
            matrix[b][a] = parameter;
        }
        let root = Cholesky::new(&matrix).map_err(|source| {
            let row = match source {
                CorrelationError::Shape(row) | CorrelationError::Contradiction(row) => row,
                CorrelationError::Value(_, row) => row,
            };
            let path = members.get(row).map_or(String::new(), |&input| {
                assumptions.inputs[input].path.clone()
            });
            EngineError::Correlation { path, source }
        })?;
        Ok(Self { members, root })
    }

    /// One cumulative probability an input, in (0, 1), for one attempt of one trial.
    pub fn draw(
        &self,
        assumptions: &Assumptions,
        seed: Seed,
        trial: u64,
        attempt: u64,
    ) -> Vec<f64> {
        let mut levels = independent(assumptions, seed, trial, attempt);
        if !self.members.is_empty() {
            let scores = self.members.iter().map(|&i| normal::quantile(levels[i]));
            let mut scores: Vec<f64> = scores.collect();
            self.root.correlate(&mut scores);
            for (&input, &score) in self.members.iter().zip(&scores) {
                levels[input] = normal::cdf(score).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON);
            }
        }
        levels
    }

    /// Turns independent normal scores, one an input, into correlated ones.
    pub fn correlate(&self, scores: &mut [f64]) {
        if self.members.is_empty() {
            return;
        }
        let mut own: Vec<f64> = self.members.iter().map(|&i| scores[i]).collect();
        self.root.correlate(&mut own);
        for (&input, &score) in self.members.iter().zip(&own) {
            scores[input] = score;
        }
    }
}

/// The dice of the inputs before they are correlated: one number in (0, 1) an input, 1/2 for those
/// that are fixed.
///
/// Each input has an address of its own, keyed by its path, so that an input more re-rolls none.
pub(super) fn independent(
    assumptions: &Assumptions,
    seed: Seed,
    trial: u64,
    attempt: u64,
) -> Vec<f64> {
    let of_input = |input: &Input| {
        if input.is_fixed() {
            return 0.5;
        }
        let place = Place::of(&[&input.path], attempt);
        let purpose = Purpose::Inputs;
        let address = Address {
            seed,
            purpose,
            trial,
            place,
        };
        address.uniform()
    };
    assumptions.inputs.iter().map(of_input).collect()
}
