//! How much larger every uncertainty would have to be.
//!
//! Knows states and levels, as [`super::splitting`] does. Never knows what they are of.

use super::interval::ranks_around_quantile;
use super::splitting::{Problem, State};
use crate::units::Estimate;

/// Relative precision to which a factor is searched.
const PRECISION: f64 = 1e-4;

/// The smallest factor, from 1 to `most`, by which all scores must be multiplied so that at least `share`
/// of the states come to a level of at least `goal`; the noise stays.
///
/// Where that share grows with the factor this is "every uncertainty in the scenario would have to be so
/// many times larger for the figure to be a 1 in 20 matter" (`share` = 0.05). It needs no small tail:
/// some 1,000 to 2,000 states drawn from the prior law do. On a straight line, the goal z standard
/// deviations away, it is z / 1.645. Where the share does not grow steadily it is one of the factors at
/// which the share is crossed.
///
/// The 95 % interval says what other states of the same number might have given: between order
/// statistics (Hahn & Meeker 1991, 5.2). Its upper end is `most` where they do not bound it. `None` when
/// `most` is not enough, or without states.
///
/// ```
/// use scrutineer::stats::splitting::{Problem, State};
/// use scrutineer::stats::stretch::stretch_factor;
///
/// struct First;
/// impl Problem for First {
///     fn scores(&self) -> usize { 1 }
///     fn noise(&self) -> usize { 0 }
///     fn levels(&self, states: &[State]) -> Vec<f64> {
///         states.iter().map(|state| state.scores[0]).collect()
///     }
/// }
///
/// let states: Vec<State> = (1..=20)
///     .map(|i| State { scores: vec![f64::from(i) / 10.0], noise: vec![] })
///     .collect();
/// let it = stretch_factor(&First, 6.0, 0.05, &states, 100.0).expect("100 is enough");
/// assert!((it.value - 3.0).abs() < 1e-3); // one in twenty: the highest score, 2
/// ```
pub fn stretch_factor(
    problem: &dyn Problem,
    goal: f64,
    share: f64,
    states: &[State],
    most: f64,
) -> Option<Estimate> {
    if states.is_empty() {
        return None;
    }
    let mut search = Search {
        problem,
        goal,
        states,
        known: Vec::new(),
    };
    let count = states.len() as u64;
    let wanted = ((share * count as f64).ceil() as u64).max(1);
    let value = search.smallest(wanted, most)?;
    let ranks = ranks_around_quantile(count, share, 0.95);
    let low = search.smallest(ranks.low.max(1), value).unwrap_or(value);
    let high = search.smallest(ranks.high, most).unwrap_or(most);
    Some(Estimate {
        value,
        low: if ranks.low == 0 { 1.0 } else { low },
        high: high.max(value),
        level: 0.95,
    })
}

struct Search<'a> {
    problem: &'a dyn Problem,
    goal: f64,
    states: &'a [State],
    /// Factors that were tried, and how many states came to the goal.
    known: Vec<(f64, u64)>,
}

impl Search<'_> {
    /// The smallest factor with which `wanted` states come to the goal.
    fn smallest(&mut self, wanted: u64, most: f64) -> Option<f64> {
        if self.at_goal(1.0) >= wanted {
            return Some(1.0);
        }
        let (mut short, mut enough) = (1.0, 1.0);
        while self.at_goal(enough) < wanted {
            if enough >= most {
                return None;
            }
            short = enough;
            enough = (1.5 * enough).min(most);
        }
        // What earlier searches know narrows the bracket.
        for (factor, count) in &self.known {
            if *count < wanted && *factor < enough {
                short = factor.max(short);
            }
        }
        while enough - short > PRECISION * short {
            let middle = 0.5 * (short + enough);
            if self.at_goal(middle) >= wanted {
                enough = middle;
            } else {
                short = middle;
            }
        }
        Some(enough)
    }

    fn at_goal(&mut self, factor: f64) -> u64 {
        if let Some((_, count)) = self.known.iter().find(|(known, _)| *known == factor) {
            return *count;
        }
        let stretched: Vec<State> = self
            .states
            .iter()
            .map(|state| State {
                scores: state.scores.iter().map(|u| u * factor).collect(),
                noise: state.noise.clone(),
            })
            .collect();
        let levels = self.problem.levels(&stretched);
        let count = levels.iter().filter(|level| **level >= self.goal).count() as u64;
        self.known.push((factor, count));
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::normal;

    struct Line {
        ceiling: f64,
    }

    impl Problem for Line {
        fn scores(&self) -> usize {
            1
        }
        fn noise(&self) -> usize {
            0
        }
        fn levels(&self, states: &[State]) -> Vec<f64> {
            let level = |state: &State| state.scores[0].min(self.ceiling);
            states.iter().map(level).collect()
        }
    }

    fn states(count: u32) -> Vec<State> {
        let score = |i: u32| normal::quantile((f64::from(i) + 0.5) / f64::from(count));
        (0..count)
            .map(|i| State {
                scores: vec![score(i)],
                noise: vec![],
            })
            .collect()
    }

    const OPEN: Line = Line {
        ceiling: f64::INFINITY,
    };

    #[test]
    fn a_line_needs_its_distance_over_1_645() {
        let it = stretch_factor(&OPEN, 4.75, 0.05, &states(2000), 100.0).unwrap();
        assert!((it.value - 4.75 / 1.6449).abs() < 5e-3, "{it:?}");
        assert!(it.low < it.value && it.value < it.high);
        assert!(it.high / it.low < 1.2, "{it:?}");
    }

    #[test]
    fn a_common_event_needs_no_stretch_and_an_impossible_one_has_none() {
        let ordinary = stretch_factor(&OPEN, 1.0, 0.05, &states(200), 100.0).unwrap();
        assert_eq!((ordinary.value, ordinary.low), (1.0, 1.0));
        let shut = Line { ceiling: 2.0 };
        assert_eq!(stretch_factor(&shut, 3.0, 0.05, &states(200), 50.0), None);
        assert_eq!(stretch_factor(&OPEN, 3.0, 0.05, &[], 50.0), None);
    }

    #[test]
    fn few_states_bound_little() {
        let it = stretch_factor(&OPEN, 6.0, 0.05, &states(20), 100.0).unwrap();
        assert!(it.low < it.value && it.high > 2.0 * it.value, "{it:?}");
    }
}
