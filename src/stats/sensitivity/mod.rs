//! Which inputs drive an outcome, from one table of trials.
//!
//! Knows columns of numbers. Never knows what they are called, nor seeds: resampling takes its caller's
//! dice, uniform numbers in [0, 1).
//!
//! - [`drivers`]: the share of the outcome's variance that each input explains alone (first-order
//!   Sobol' indices), with intervals. What no input explains alone is interactions and noise.
//! - [`first_order_by_neighbours`]: the same by another estimator, to hold the first against.
//! - [`filter`]: which inputs are different in the trials that reached something. For rare events,
//!   where shares of variance mislead: all inputs matter together there, and none alone.
//! - [`regression`], [`rank_regression`]: one straight line, with the share it explains.
//!
//! Shares of correlated inputs overlap and may add up to more than 1. Total-order indices are not
//! offered: from one table they are unreliable for more than a handful of inputs.

mod filter;
mod regression;
mod shares;

pub use filter::{Filter, filter};
pub use regression::{Regression, rank_regression, regression};
pub use shares::{Drivers, RESAMPLES, classes, drivers, first_order, first_order_by_neighbours};

/// Fewest trials from which anything is told.
pub const FEWEST_TRIALS: usize = 30;

/// Why a table cannot tell what drives its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SensitivityError {
    /// An input with another number of values than the outcome.
    #[error("input {0} has not as many values as the outcome")]
    Lengths(usize),
    /// Fewer than [`FEWEST_TRIALS`] trials.
    #[error("{0} trials are too few, at least 30 are needed")]
    TooFew(usize),
    /// A value that is not a finite number, in the outcome or an input.
    #[error("a value is no finite number")]
    Value,
    /// The outcome is the same in every trial.
    #[error("the outcome is the same in every trial")]
    NoSpread,
    /// No trial, or every trial, is a hit: there is nothing to tell apart.
    #[error("{0} of {1} trials are hits: there is nothing to tell apart")]
    Hits(usize, usize),
}

/// Whether every input has as many finite values as there are trials, and those are enough.
fn check(inputs: &[&[f64]], trials: usize) -> Result<(), SensitivityError> {
    if let Some(at) = inputs.iter().position(|it| it.len() != trials) {
        return Err(SensitivityError::Lengths(at));
    }
    if trials < FEWEST_TRIALS {
        return Err(SensitivityError::TooFew(trials));
    }
    if inputs.iter().any(|it| it.iter().any(|x| !x.is_finite())) {
        return Err(SensitivityError::Value);
    }
    Ok(())
}

/// The same for an outcome that must vary.
fn check_outcome(inputs: &[&[f64]], outcome: &[f64]) -> Result<(), SensitivityError> {
    check(inputs, outcome.len())?;
    if outcome.iter().any(|y| !y.is_finite()) {
        return Err(SensitivityError::Value);
    }
    if outcome.iter().all(|y| *y == outcome[0]) {
        return Err(SensitivityError::NoSpread);
    }
    Ok(())
}

/// Positions in ascending order of the values; equal ones as they come.
fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_told_is_named() {
        let (x, y): (Vec<f64>, Vec<f64>) =
            (0..40).map(|i| (f64::from(i), f64::from(i % 3))).unzip();
        let same = [1.0; 40];
        let mut broken = x.clone();
        broken[7] = f64::NAN;
        let error = |inputs: &[&[f64]], outcome: &[f64]| {
            drivers(inputs, outcome, 0.95, &mut || 0.5).unwrap_err()
        };
        assert_eq!(error(&[&x, &x[1..]], &y), SensitivityError::Lengths(1));
        assert_eq!(error(&[&x[..9]], &y[..9]), SensitivityError::TooFew(9));
        let few = FEWEST_TRIALS;
        assert_eq!(
            error(&[&x[..few - 1]], &y[..few - 1]),
            SensitivityError::TooFew(few - 1)
        );
        assert!(drivers(&[&x[..few]], &y[..few], 0.95, &mut || 0.5).is_ok());
        assert_eq!(error(&[&broken], &y), SensitivityError::Value);
        assert_eq!(error(&[&x], &broken), SensitivityError::Value);
        assert_eq!(error(&[&x], &same), SensitivityError::NoSpread);
        let none = filter(&[&x], &[false; 40], &mut || 0.5).unwrap_err();
        assert_eq!(none, SensitivityError::Hits(0, 40));
    }
}
