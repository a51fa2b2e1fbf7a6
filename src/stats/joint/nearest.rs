//! Distance to the k-th nearest day.

use crate::stats::proportion;

/// Days that others are compared with, at most: with more, a random subset of this size.
pub const MOST_COMPARED: usize = 2_000;

/// References whose distances are computed before one looks whether enough are near.
const BLOCK: usize = 64;

/// Whether the report lies where days are thin: a test by the distance to the k-th nearest day
/// (Loftsgaarden & Quesenberry 1965 for the density; Barnard 1963 for the test).
///
/// With n days in all and m = min(n, 2,000) of them as references, k is the square root of m / 10,
/// rounded, at least 1: 10 with 1,000 days, 14 from 2,000 days on. A day is not its own neighbour.
///
/// The references are drawn from all n days alike, the report included, by dice that know none of
/// their values. So the statistic treats days and report alike, whatever n, and p stays exactly
/// valid; with a subset it depends on the dice, about as much as p of 2,000 trials would.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbours {
    /// Distance of the report to its k-th nearest reference, in whitened normal scores.
    pub distance: f64,
    /// Which neighbour; 0 when there is no other day.
    pub k: usize,
    /// References.
    pub compared: usize,
    /// Trials whose distance is at least the report's.
    pub hits: u64,
    /// Trials in all.
    pub trials: u64,
    /// (hits + 1) / (trials + 1), in (0, 1].
    pub p: f64,
}

/// The test on columns as they are, one value a day, the report last; at least the report.
/// [`Pool::neighbours`](super::Pool::neighbours) whitens them first. `dice` gives uniform numbers in
/// [0, 1).
pub fn neighbours_of(columns: &[Vec<f64>], dice: &mut impl FnMut() -> f64) -> Neighbours {
    let days = columns.first().map_or(1, Vec::len);
    let trials = days as u64 - 1;
    let references = subset(days, MOST_COMPARED, dice);
    let m = references.len();
    let k = ((m as f64 / 10.0).sqrt().round() as usize).clamp(1, (m - 1).max(1));
    let near: Vec<Vec<f64>> = columns
        .iter()
        .map(|column| references.iter().map(|&at| column[at]).collect())
        .collect();
    let mut is_reference = vec![false; days];
    for &at in &references {
        is_reference[at] = true;
    }
    // Of a report alone there is no other, and the distance is 0.
    let others = k + usize::from(is_reference[days - 1]);
    let squared = kth_squared(columns, &near, days - 1, others);
    // A day is at least as far as the report when fewer than k others are strictly nearer to it. Its
    // own distance, 0, is strictly nearer wherever the report's is not 0 too.
    let hits = (0..days - 1)
        .filter(|&at| {
            let enough = k + usize::from(is_reference[at]);
            !enough_nearer(columns, &near, at, squared, enough)
        })
        .count() as u64;
    Neighbours {
        distance: squared.sqrt(),
        k: if m > 1 { k } else { 0 },
        compared: m,
        hits,
        trials,
        p: proportion::monte_carlo_p(hits, trials),
    }
}

/// The `k`-th smallest squared distance of a day to the references, itself among them where it is one.
fn kth_squared(columns: &[Vec<f64>], near: &[Vec<f64>], day: usize, k: usize) -> f64 {
    let mut squared = vec![0.0; near.first().map_or(0, Vec::len)];
    for (column, near) in columns.iter().zip(near) {
        add_squares(&mut squared, near, column[day]);
    }
    match k.checked_sub(1).filter(|&at| at < squared.len()) {
        Some(at) => *squared.select_nth_unstable_by(at, f64::total_cmp).1,
        None => 0.0,
    }
}

/// Whether `enough` references lie strictly within the squared distance.
fn enough_nearer(
    columns: &[Vec<f64>],
    near: &[Vec<f64>],
    day: usize,
    within: f64,
    enough: usize,
) -> bool {
    let references = near.first().map_or(0, Vec::len);
    let (mut from, mut found) = (0, 0);
    while from < references && found < enough {
        let to = (from + BLOCK).min(references);
        let mut squared = [0.0; BLOCK];
        for (column, near) in columns.iter().zip(near) {
            add_squares(&mut squared[..to - from], &near[from..to], column[day]);
        }
        found += squared[..to - from]
            .iter()
            .filter(|&&it| it < within)
            .count();
        from = to;
    }
    found >= enough
}

#[inline]
fn add_squares(sums: &mut [f64], near: &[f64], value: f64) {
    for (sum, x) in sums.iter_mut().zip(near) {
        *sum += (x - value) * (x - value);
    }
}

/// A uniform subset of `most` of 0 to `n - 1`, ascending; all of them when there are no more.
fn subset(n: usize, most: usize, dice: &mut impl FnMut() -> f64) -> Vec<usize> {
    let mut all: Vec<usize> = (0..n).collect();
    if n > most {
        for at in 0..most {
            let left = n - at;
            let pick = at + ((dice() * left as f64) as usize).min(left - 1);
            all.swap(at, pick);
        }
        all.truncate(most);
        all.sort_unstable();
    }
    all
}

/// Squared distance to the `k`-th nearest of `near` (columns) from a point that is none of them.
pub(super) fn squared_from(point: &[f64], near: &[Vec<f64>], k: usize) -> f64 {
    let as_columns: Vec<Vec<f64>> = point.iter().map(|&x| vec![x]).collect();
    kth_squared(&as_columns, near, 0, k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // Days at 0, 1, 3, 4, 9 and the report at 6, one neighbour: distances 1, 1, 1, 1, 3 and 2.
        let days = vec![vec![0.0, 1.0, 3.0, 4.0, 9.0, 6.0]];
        let it = neighbours_of(&days, &mut || 0.5);
        assert_eq!((it.k, it.compared, it.distance), (1, 6, 2.0));
        assert_eq!((it.hits, it.trials, it.p), (1, 5, 2.0 / 6.0));
    }

    #[test]
    fn ties_count_against_significance() {
        // Every day and the report are 1 from their nearest: all tie.
        let days = vec![(0..20).map(f64::from).collect()];
        assert_eq!(neighbours_of(&days, &mut || 0.5).p, 1.0);
        // Copies of one another: all distances 0.
        assert_eq!(neighbours_of(&[vec![7.0; 30]], &mut || 0.5).p, 1.0);
    }

    #[test]
    fn k_follows_the_number_of_days() {
        let k = |n: u32| {
            let days = vec![(0..n).map(f64::from).collect()];
            let mut at = 0.0;
            let it = neighbours_of(&days, &mut || {
                at = (at + 0.618_033_988_749_895) % 1.0;
                at
            });
            (it.k, it.compared)
        };
        assert_eq!(k(1), (0, 1));
        assert_eq!(k(2), (1, 2));
        assert_eq!(k(500), (7, 500));
        assert_eq!(k(1_000), (10, 1_000));
        assert_eq!(k(2_000), (14, 2_000));
        assert_eq!(k(5_000), (14, 2_000));
    }

    #[test]
    fn a_subset_is_a_subset() {
        let mut state = 0.1;
        let mut dice = || {
            state = (state * 997.0 + 0.123) % 1.0;
            state
        };
        let it = subset(50, 20, &mut dice);
        assert_eq!(it.len(), 20);
        assert!(it.windows(2).all(|pair| pair[0] < pair[1]) && it[19] < 50);
        assert_eq!(subset(3, 20, &mut dice), [0, 1, 2]);
        // Dice at their upper end stay inside.
        assert_eq!(subset(4, 1, &mut || 1.0), [3]);
    }
}
