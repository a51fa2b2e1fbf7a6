//! Monte Carlo filtering: hits against all.

use super::{SensitivityError, ascending, check};
use crate::stats::proportion;

/// Random subsets against which distances are held.
const SUBSETS: u64 = 199;

/// How different each input is in the trials that hit.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// Largest distance between the input's distribution in the hits and in all trials, in [0, 1),
    /// in the order given (Kolmogorov 1933; for this use Hornberger & Spear 1981).
    pub distances: Vec<f64>,
    /// p of each distance against random subsets of as many trials, allowing for the number of inputs:
    /// (subsets whose largest distance of any input is at least this + 1) / 200. In (0, 1].
    pub ps: Vec<f64>,
    /// Distance that the largest of all inputs exceeds in 5 of 100 random subsets: inputs below it
    /// may differ by chance.
    pub by_chance: f64,
    /// Trials that hit.
    pub hits: usize,
}

/// Compares each input in the trials that hit with the input in all trials. Valid for any number of
/// hits and any dependence between inputs (permutation test with the largest statistic: Westfall &
/// Young 1993).
///
/// # Errors
/// [`SensitivityError`]: lengths, too few trials, values that are no numbers; no trial hits, or all.
///
/// ```
/// use scrutineer::stats::sensitivity::filter;
/// let x: Vec<f64> = (0..100).map(f64::from).collect();
/// let hits: Vec<bool> = (0..100).map(|i| i >= 80).collect();
/// let mut at = 0.0;
/// let mut dice = || { at = (at + 0.618_033_988_749_895) % 1.0; at };
/// let it = filter(&[&x], &hits, &mut dice).unwrap();
/// assert!((it.distances[0] - 0.8).abs() < 1e-12 && it.by_chance < 0.5);
/// ```
pub fn filter(
    inputs: &[&[f64]],
    hits: &[bool],
    dice: &mut impl FnMut() -> f64,
) -> Result<Filter, SensitivityError> {
    check(inputs, hits.len())?;
    let count = hits.iter().filter(|&&hit| hit).count();
    if count == 0 || count == hits.len() {
        return Err(SensitivityError::Hits(count, hits.len()));
    }
    let sorted: Vec<(Vec<usize>, Vec<bool>)> = inputs.iter().map(|x| ranked(x)).collect();
    let distances: Vec<f64> = sorted.iter().map(|it| distance(it, hits, count)).collect();
    let mut order: Vec<usize> = (0..hits.len()).collect();
    let mut largest: Vec<f64> = (0..SUBSETS)
        .map(|_| {
            let mut chosen = vec![false; hits.len()];
            for at in 0..count {
                let left = hits.len() - at;
                let pick = at + ((dice() * left as f64) as usize).min(left - 1);
                order.swap(at, pick);
                chosen[order[at]] = true;
            }
            let of = sorted.iter().map(|it| distance(it, &chosen, count));
            of.fold(0.0, f64::max)
        })
        .collect();
    largest.sort_by(f64::total_cmp);
    let p = |d: &f64| {
        // Equal distances, computed alike, are equal numbers; the slack is for those of other inputs.
        let above = largest.iter().filter(|&&it| it >= d - 1e-12).count();
        proportion::monte_carlo_p(above as u64, SUBSETS)
    };
    Ok(Filter {
        ps: distances.iter().map(p).collect(),
        distances,
        by_chance: largest[largest.len() - largest.len() / 20 - 1],
        hits: count,
    })
}

/// Ascending positions, and whether each is the last of its value.
fn ranked(values: &[f64]) -> (Vec<usize>, Vec<bool>) {
    let order = ascending(values);
    let last = (0..order.len())
        .map(|i| {
            order
                .get(i + 1)
                .is_none_or(|&next| values[next] != values[order[i]])
        })
        .collect();
    (order, last)
}

fn distance((order, last): &(Vec<usize>, Vec<bool>), hits: &[bool], count: usize) -> f64 {
    let (mut hit, mut most) = (0usize, 0.0f64);
    for (i, (&at, &is_last)) in order.iter().zip(last).enumerate() {
        hit += usize::from(hits[at]);
        if is_last {
            let gap = hit as f64 / count as f64 - (i + 1) as f64 / order.len() as f64;
            most = most.max(gap.abs());
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::ks::ks_distance;

    #[test]
    fn distances_are_those_of_two_samples() {
        let x: Vec<f64> = (0..60).map(|i| f64::from(i * 17 % 23)).collect();
        let hits: Vec<bool> = (0..60).map(|i| i % 5 == 0 || x[i] > 19.0).collect();
        let of_hits: Vec<f64> = (0..60).filter(|&i| hits[i]).map(|i| x[i]).collect();
        let it = filter(&[&x], &hits, &mut || 0.3).unwrap();
        assert!((it.distances[0] - ks_distance(&of_hits, &x)).abs() < 1e-15);
        assert_eq!(it.hits, of_hits.len());
    }

    #[test]
    fn an_input_with_one_value_says_nothing() {
        let hits: Vec<bool> = (0..60).map(|i| i < 20).collect();
        let it = filter(&[&[4.0; 60]], &hits, &mut || 0.3).unwrap();
        assert_eq!((it.distances[0], it.ps[0], it.by_chance), (0.0, 1.0, 0.0));
    }
}
