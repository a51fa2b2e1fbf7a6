//! Correlated normal scores: a Gaussian copula from rank correlations.

use std::f64::consts::PI;

/// Why a correlation matrix cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum CorrelationError {
    /// A row is shorter or longer than the matrix is high, or the diagonal is not 1.
    #[error("row {0} does not belong to a correlation matrix")]
    Shape(usize),
    /// A correlation outside [-1, 1], not a number, or different from its mirror image.
    #[error("the correlation of {0} and {1} is not a correlation")]
    Value(usize, usize),
    /// The correlations contradict each other: number `0` cannot have those with the ones before it.
    #[error("the correlations of number {0} contradict those of the numbers before it")]
    Contradiction(usize),
}

/// Residual variances below this count as zero: a number that the ones before it determine.
const ZERO_VARIANCE: f64 = 1e-10;
/// Residual covariances with such a number that still count as zero (square root of the above).
const ZERO_COVARIANCE: f64 = 1e-5;

/// The parameter of the Gaussian copula whose Spearman rank correlation is `rank`:
/// 2 sin(pi rank / 6) (Pearson 1907). Range: [-1, 1] to [-1, 1].
///
/// ```
/// use scrutineer::stats::correlation::copula_parameter;
/// assert!((copula_parameter(0.5) - 0.5176380902050415).abs() < 1e-15);
/// assert_eq!(copula_parameter(1.0), 1.0);
/// ```
pub fn copula_parameter(rank: f64) -> f64 {
    if rank.abs() == 1.0 {
        return rank; // the sine of pi / 6 is one bit short of a half
    }
    2.0 * libm::sin(PI * rank / 6.0)
}

/// Spearman's rank correlation of a Gaussian copula with parameter `rho`: (6 / pi) asin(rho / 2).
pub fn rank_of_copula(rho: f64) -> f64 {
    6.0 / PI * libm::asin(rho / 2.0)
}

/// The lower triangle of a correlation matrix's square root: `matrix = lower * transposed(lower)`.
///
/// Perfect correlations (+1, -1) are fine: the later number is then a copy of the earlier.
#[derive(Clone, Debug, PartialEq)]
pub struct Cholesky {
    /// Row `i` has `i + 1` entries.
    rows: Vec<Vec<f64>>,
}

impl Cholesky {
    /// Decomposes a correlation matrix given by rows (Cholesky's method, no pivoting).
    ///
    /// # Errors
    /// [`CorrelationError`]: not square or no correlation matrix, or the correlations contradict
    /// each other (the matrix is not positive semidefinite).
    ///
    /// ```
    /// use scrutineer::stats::correlation::Cholesky;
    /// let root = Cholesky::new(&[vec![1.0, 0.6], vec![0.6, 1.0]]).unwrap();
    /// let mut scores = [1.0, 1.0];
    /// root.correlate(&mut scores);
    /// assert!((scores[1] - (0.6 + 0.8)).abs() < 1e-15);
    /// ```
    pub fn new(matrix: &[Vec<f64>]) -> Result<Self, CorrelationError> {
        check(matrix)?;
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (i, given) in matrix.iter().enumerate() {
            let mut row: Vec<f64> = Vec::with_capacity(i + 1);
            for (j, above) in rows.iter().enumerate() {
                let rest = given[j] - dot(&row, &above[..j]);
                let pivot = above[j];
                if pivot > 0.0 {
                    row.push(rest / pivot);
                } else if rest.abs() <= ZERO_COVARIANCE {
                    row.push(0.0);
                } else {
                    return Err(CorrelationError::Contradiction(i));
                }
            }
            let variance = 1.0 - dot(&row, &row);
            if variance < -ZERO_VARIANCE {
                return Err(CorrelationError::Contradiction(i));
            }
            row.push(if variance <= ZERO_VARIANCE {
                0.0
            } else {
                variance.sqrt()
            });
            rows.push(row);
        }
        Ok(Self { rows })
    }

    /// How many numbers it correlates.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it correlates nothing.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Turns independent standard-normal scores into correlated ones, in place.
    ///
    /// # Panics
    /// When `scores` is shorter than [`Cholesky::len`].
    pub fn correlate(&self, scores: &mut [f64]) {
        for (i, row) in self.rows.iter().enumerate().rev() {
            scores[i] = dot(row, &scores[..=i]);
        }
    }
}

/// Whether this is a correlation matrix by its looks.
fn check(matrix: &[Vec<f64>]) -> Result<(), CorrelationError> {
    for (i, row) in matrix.iter().enumerate() {
        if row.len() != matrix.len() || row[i] != 1.0 {
            return Err(CorrelationError::Shape(i));
        }
    }
    for (i, row) in matrix.iter().enumerate() {
        for (j, &value) in row.iter().enumerate().take(i) {
            if !(-1.0..=1.0).contains(&value) || value != matrix[j][i] {
                return Err(CorrelationError::Value(j, i));
            }
        }
    }
    Ok(())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equal(n: usize, r: f64) -> Vec<Vec<f64>> {
        (0..n)
            .map(|i| (0..n).map(|j| if i == j { 1.0 } else { r }).collect())
            .collect()
    }

    #[test]
    fn a_root_knows_how_many_it_correlates() {
        let three = Cholesky::new(&equal(3, 0.5)).unwrap();
        assert_eq!((three.len(), three.is_empty()), (3, false));
        let none = Cholesky::new(&[]).unwrap();
        assert_eq!((none.len(), none.is_empty()), (0, true));
    }

    fn product(root: &Cholesky) -> Vec<Vec<f64>> {
        let n = root.len();
        let at = |i: usize, j: usize| root.rows[i].get(j).copied().unwrap_or(0.0);
        (0..n)
            .map(|i| {
                (0..n)
                    .map(|j| (0..n).map(|k| at(i, k) * at(j, k)).sum())
                    .collect()
            })
            .collect()
    }

    #[test]
    fn product_gives_the_matrix_back() {
        for matrix in [
            equal(4, 0.5),
            equal(3, -0.5), // singular: the three add up to zero
            equal(3, 1.0),
            vec![
                vec![1.0, -1.0, 0.3],
                vec![-1.0, 1.0, -0.3],
                vec![0.3, -0.3, 1.0],
            ],
        ] {
            let back = product(&Cholesky::new(&matrix).unwrap());
            for (row, given) in back.iter().zip(&matrix) {
                for (x, y) in row.iter().zip(given) {
                    assert!((x - y).abs() < 1e-9, "{matrix:?}");
                }
            }
        }
    }

    #[test]
    fn perfect_correlation_copies() {
        let mut scores = [0.7, -2.0];
        Cholesky::new(&[vec![1.0, -1.0], vec![-1.0, 1.0]])
            .unwrap()
            .correlate(&mut scores);
        assert_eq!(scores, [0.7, -0.7]);
    }

    #[test]
    fn contradictions_are_named() {
        let three = |a: f64, b: f64, c: f64| {
            Cholesky::new(&[vec![1.0, a, b], vec![a, 1.0, c], vec![b, c, 1.0]])
        };
        // Two copies cannot differ in their correlation with a third.
        assert_eq!(
            three(1.0, 0.5, 0.4),
            Err(CorrelationError::Contradiction(2))
        );
        assert_eq!(
            three(0.9, 0.9, -0.9),
            Err(CorrelationError::Contradiction(2))
        );
        assert_eq!(
            three(f64::NAN, 0.0, 0.0),
            Err(CorrelationError::Value(0, 1))
        );
        assert_eq!(three(1.5, 0.0, 0.0), Err(CorrelationError::Value(0, 1)));
        assert_eq!(
            Cholesky::new(&[vec![1.0, 0.0]]),
            Err(CorrelationError::Shape(0))
        );
        assert!(Cholesky::new(&[]).unwrap().is_empty());
    }

    #[test]
    fn rank_and_parameter_undo_each_other() {
        for r in [-1.0, -0.8, 0.0, 0.3, 0.99, 1.0] {
            assert!((rank_of_copula(copula_parameter(r)) - r).abs() < 1e-14);
        }
    }
}
