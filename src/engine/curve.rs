//! Values of an input by its normal score, tabulated where the law itself is slow.

use std::sync::OnceLock;

use crate::model::{Input, Law};

/// Nodes per unit of score, and the score of the last (the first is its negative).
const FINENESS: f64 = 32.0;
const LAST: f64 = 8.0;
/// Nodes on either side of a score that say what its value is.
const HALF: usize = 4;

/// What an input is worth at a normal score.
///
/// PERT and beta laws with shapes of at least 1 have quantiles that are found by search, a thousand
/// times the cost of a multiplication, and the normal kinds ask for logarithms; but all of these bend
/// gently from score to score: the polynomial of degree 7 through the eight nearest of 32 nodes a unit
/// misses them by less than 1e-9 of their value or spread, or 1e-11 of their range. Nodes are worked out
/// when they are first asked for. Beyond scores of 7.9, and for other laws, the law is asked.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    nodes: Vec<OnceLock<f64>>,
    range: (f64, f64),
}

impl Curve {
    /// The curve of an input; empty where its law is quick or not gentle.
    pub fn of(input: &Input) -> Self {
        let gentle = match input.law {
            Law::Pert { .. } | Law::Normal { .. } | Law::Lognormal { .. } => true,
            Law::Between { .. } => true,
            Law::Beta { mean, sd } => {
                let size = mean * (1.0 - mean) / (sd * sd) - 1.0;
                mean * size >= 1.0 && (1.0 - mean) * size >= 1.0
            }
            _ => false,
        };
        let nodes = if gentle {
            (2.0 * LAST * FINENESS) as usize + 1
        } else {
            0
        };
        Self {
            nodes: vec![OnceLock::new(); nodes],
            range: input.range(),
        }
    }

    /// The value of the input at a score.
    pub fn at(&self, input: &Input, score: f64) -> f64 {
        let place = (score + LAST) * FINENESS;
        let cell = place.floor();
        let first = cell - (HALF as f64 - 1.0);
        let within = first >= 0.0 && first + 2.0 * HALF as f64 <= self.nodes.len() as f64;
        if !within {
            return input.at_score(score);
        }
        let first = first as usize;
        let t = place - first as f64;
        // Lagrange's polynomial: for each node the product of the distances to the others.
        let mut before = [1.0; 2 * HALF];
        for at in 1..2 * HALF {
            before[at] = before[at - 1] * (t - (at - 1) as f64);
        }
        let (mut after, mut value) = (1.0, 0.0);
        for at in (0..2 * HALF).rev() {
            let node = self.nodes[first + at].get_or_init(|| {
                let score = (first + at) as f64 / FINENESS - LAST;
                input.at_score(score)
            });
            value += node * (before[at] * after / OTHERS[at]);
            after *= t - at as f64;
        }
        value.clamp(self.range.0, self.range.1)
    }
}

/// For each of eight neighbours the product of its distances to the others.
const OTHERS: [f64; 2 * HALF] = [-5040.0, 720.0, -240.0, 144.0, -144.0, 240.0, -720.0, 5040.0];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::samples;
    use crate::model::{Assumptions, Support};

    #[test]
    fn values_are_the_laws_own() {
        let pert = |low, mode, high| Law::Pert { low, mode, high };
        let beta = |mean, sd| Law::Beta { mean, sd };
        let laws = [
            pert(0.55, 0.7, 0.8),
            pert(0.0, 0.0, 1.0),
            pert(20_000.0, 45_000.0, 47_000.0),
            pert(-1.0, 0.9, 1.5),
            beta(0.9, 0.02),
            beta(0.5, 0.28),
            beta(0.02, 0.015),
            beta(0.3, 0.4),
            Law::Normal { mean: 0.9, sd: 0.2 },
            Law::Normal {
                mean: 300.0,
                sd: 100.0,
            },
            Law::Lognormal { mean: 3.0, sd: 6.0 },
            Law::Between {
                low: 0.02,
                high: 0.3,
            },
            Law::Between {
                low: 1e-4,
                high: 0.9,
            },
            Law::Between {
                low: 20.0,
                high: 4_000.0,
            },
            Law::Uniform {
                low: 0.1,
                high: 0.4,
            },
        ];
        let mut tabulated = 0;
        for law in laws {
            let mut a = Assumptions::default();
            let support = match law.quantile(0.9, &Support::REAL) > 2.0 {
                true => Support::NOT_NEGATIVE,
                false => Support::SHARE,
            };
            samples::input(&mut a, "input", law.clone(), support);
            let input = &a.inputs[0];
            let (low, high) = input.range();
            let curve = Curve::of(input);
            tabulated += usize::from(!curve.nodes.is_empty());
            for step in -900..=900 {
                let score = f64::from(step) * 0.01003;
                let (value, wanted) = (curve.at(input, score), input.at_score(score));
                let size = match high < f64::INFINITY {
                    true => 0.01 * (high - low),
                    false => input.at_score(1.0) - input.at_score(-1.0),
                };
                let allowed = 1e-9 * size.max(wanted.abs());
                let miss = (value - wanted).abs();
                assert!(miss <= allowed, "{law:?} at {score}: {value}, {wanted}");
            }
        }
        assert_eq!(tabulated, 13);
    }
}
