//! Normal scores: what a rank would be worth were the values normal.

use crate::stats::normal;

/// The normal score of each value: the normal quantile of (rank - 1/2) / n, with the mean rank for
/// ties (Hazen 1914; van der Waerden 1952 has rank / (n + 1)). Any monotone change of scale leaves
/// them as they are, so that counts and percentages give the same answer.
///
/// ```
/// use scrutineer::stats::joint::normal_scores;
/// let scores = normal_scores(&[3.0, 1.0, 2.0]);
/// assert_eq!(scores[2], 0.0);
/// assert_eq!(scores[0], -scores[1]);
/// ```
pub fn normal_scores(values: &[f64]) -> Vec<f64> {
    let n = values.len() as f64;
    mean_ranks(values)
        .into_iter()
        .map(|rank| normal::quantile((rank - 0.5) / n))
        .collect()
}

/// Rank of each value from 1, the mean rank for ties.
pub(in crate::stats) fn mean_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let value = values[order[from]];
        let mut to = from + 1;
        while to < order.len() && values[order[to]] == value {
            to += 1;
        }
        for &at in &order[from..to] {
            ranks[at] = 0.5 * (from + to + 1) as f64;
        }
        from = to;
    }
    ranks
}

/// The score that `value` would have as one more among these ascending ones.
pub(super) fn score_among(sorted: &[f64], value: f64) -> f64 {
    let below = sorted.partition_point(|x| *x < value) as f64;
    let up_to = sorted.partition_point(|x| *x <= value) as f64;
    // Of the mean rank (below + 1 + up_to + 1) / 2, less a half.
    normal::quantile((0.5 * (below + up_to) + 0.5) / (sorted.len() as f64 + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_ranks() {
        assert_eq!(
            mean_ranks(&[5.0, 1.0, 5.0, 2.0, 5.0]),
            [4.0, 1.0, 4.0, 2.0, 4.0]
        );
        assert_eq!(mean_ranks(&[0.0, -0.0]), [1.5, 1.5]);
        assert!(mean_ranks(&[]).is_empty());
    }

    #[test]
    fn one_more_value_has_the_score_it_has_in_the_pool() {
        let days = [3.0, 1.0, 3.0, 8.0];
        let mut sorted = days.to_vec();
        sorted.sort_by(f64::total_cmp);
        for value in [0.0, 1.0, 2.0, 3.0, 9.0] {
            let mut pool = days.to_vec();
            pool.push(value);
            assert_eq!(score_among(&sorted, value), normal_scores(&pool)[4]);
        }
    }
}
