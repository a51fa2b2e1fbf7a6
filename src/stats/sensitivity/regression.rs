//! One straight line through all inputs.

use super::{SensitivityError, check_outcome};
use crate::stats::joint::{Whitening, mean_ranks};

/// A straight line through a table, everything in standard deviations.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    /// Standard deviations of the outcome for one of each input, the others held; 0 for an input that
    /// never varies.
    pub coefficients: Vec<f64>,
    /// Share of the outcome's variance that the line explains, in [0, 1]. Below about 0.7 the
    /// coefficients should not be shown.
    pub explained: f64,
}

/// Standardised regression of the outcome on all inputs (least squares).
///
/// # Errors
/// [`SensitivityError`]: lengths, too few trials, values that are no numbers, an outcome that never
/// varies.
pub fn regression(inputs: &[&[f64]], outcome: &[f64]) -> Result<Regression, SensitivityError> {
    check_outcome(inputs, outcome)?;
    let mut columns: Vec<Vec<f64>> = inputs.iter().map(|x| standard(x)).collect();
    columns.push(standard(outcome));
    let whitening = Whitening::of(&columns);
    let (last, before) = whitening.root().split_last().expect("the outcome is there");
    let (left, known) = last.split_last().expect("a row is not empty");
    let mut coefficients = known.to_vec();
    for i in (0..before.len()).rev() {
        let later: f64 = (i + 1..before.len())
            .map(|j| before[j][i] * coefficients[j])
            .sum();
        coefficients[i] = (coefficients[i] - later) / before[i][i];
    }
    Ok(Regression {
        coefficients,
        explained: (1.0 - left * left).clamp(0.0, 1.0),
    })
}

/// The same on ranks (Iman & Conover 1979): right for outcomes that only rise or only fall with each
/// input, along whatever curve; useless for others, which `explained` tells.
///
/// # Errors
/// As [`regression`].
pub fn rank_regression(inputs: &[&[f64]], outcome: &[f64]) -> Result<Regression, SensitivityError> {
    check_outcome(inputs, outcome)?;
    let ranks: Vec<Vec<f64>> = inputs.iter().map(|x| mean_ranks(x)).collect();
    let ranks: Vec<&[f64]> = ranks.iter().map(Vec::as_slice).collect();
    regression(&ranks, &mean_ranks(outcome))
}

/// Less the mean, over the standard deviation; all 0 where nothing varies.
fn standard(values: &[f64]) -> Vec<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    let sd = (squares / (n - 1.0)).sqrt();
    let scaled = |x: &f64| if sd > 0.0 { (x - mean) / sd } else { 0.0 };
    values.iter().map(scaled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_is_explained_and_ranks_straighten_a_curve() {
        let x: Vec<f64> = (0..100).map(|i| f64::from(i * 37 % 100)).collect();
        let z: Vec<f64> = (0..100).map(|i| f64::from(i * 61 % 100)).collect();
        let same = [2.0; 100];
        let y: Vec<f64> = x.iter().zip(&z).map(|(x, z)| 3.0 * x - 4.0 * z).collect();
        let it = regression(&[&x, &same, &z], &y).unwrap();
        assert!((it.explained - 1.0).abs() < 1e-6);
        assert!((it.coefficients[0] / it.coefficients[2] + 0.75).abs() < 1e-6);
        assert_eq!(it.coefficients[1], 0.0);
        let cubed: Vec<f64> = x.iter().map(|x| x * x * x).collect();
        assert!(regression(&[&x], &cubed).unwrap().explained < 0.9);
        assert!(rank_regression(&[&x], &cubed).unwrap().explained > 0.999_99);
    }
}
