//! A valid p-value for several figures at once.
//!
//! The report is put among the trials as one more day. Each day is scored by every figure alone and by
//! all together; what counts is its best rank in any score; p is the share of days whose best rank is
//! no worse than the report's (Westfall & Young 1993; Barnard 1963). If the report is a day like the
//! others, p <= a happens with probability at most a, whatever the figures' dependence.

use super::Side;

/// One figure of a joint claim.
pub(super) struct Margin<'a> {
    /// Simulated values, one a trial.
    pub values: &'a [f64],
    /// Smallest and largest value the report may stand for; infinite where open.
    pub claim: (f64, f64),
    /// The remarkable side; `None` when both are.
    pub side: Option<Side>,
}

/// The calibrated p of several figures, in (0, 1\]: (days at least as remarkable + 1) / (trials + 1).
///
/// Scores: each figure in standard deviations towards its side (away from the mean where both sides
/// are remarkable), and the sum of these, which notices figures that are unremarkable alone but trade
/// off against each other. The report stands at its claims' near edges.
pub(super) fn joint_p(margins: &[Margin<'_>]) -> f64 {
    let mut scores: Vec<Vec<f64>> = margins.iter().map(score).collect();
    let days = scores.first().map_or(1, Vec::len);
    let sum = (0..days).map(|day| scores.iter().map(|score| score[day]).sum());
    scores.push(sum.collect());
    let mut best = vec![days; days];
    for score in &scores {
        for (best, rank) in best.iter_mut().zip(ranks_from_top(score)) {
            *best = rank.min(*best);
        }
    }
    let report = best[days - 1];
    best.iter().filter(|&&rank| rank <= report).count() as f64 / days as f64
}

/// How far each trial, and last the report, is out, in standard deviations of all of them.
fn score(margin: &Margin<'_>) -> Vec<f64> {
    let (lowest, highest) = margin.claim;
    let report = match margin.side {
        Some(Side::High) => lowest,
        Some(Side::Low) => highest,
        None => mean(margin.values).max(lowest).min(highest),
    };
    let mut days = margin.values.to_vec();
    days.push(report);
    let centre = mean(&days);
    let squares = days.iter().map(|x| (x - centre) * (x - centre));
    let sd = (squares.sum::<f64>() / days.len() as f64).sqrt();
    let out = |x: &f64| {
        let z = if sd > 0.0 { (x - centre) / sd } else { 0.0 };
        match margin.side {
            Some(Side::High) => z,
            Some(Side::Low) => -z,
            None => z.abs(),
        }
    };
    days.iter().map(out).collect()
}

/// For each value how many are at least as large, itself included.
fn ranks_from_top(values: &[f64]) -> Vec<usize> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let below = |x: &f64| sorted.partition_point(|y| y < x);
    values.iter().map(|x| values.len() - below(x)).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Address, Fast, Place, Purpose, Seed};

    fn high(values: &[f64], at: f64) -> Margin<'_> {
        Margin {
            values,
            claim: (at, at),
            side: Some(Side::High),
        }
    }

    #[test]
    fn by_hand() {
        // Four days (1,4), (2,3), (3,2), (4,1) and the report (3,3): all standard deviations are
        // equal, so the sum ranks the report alone first (6 against 5). Ranks by the first figure:
        // 4 -> 1; 3, 3 -> 3; by the second likewise. Best ranks: (1,4) 1, (2,3) 3, (3,2) 3,
        // (4,1) 1, report 1. Three of five days have rank 1.
        let (x, y) = ([1.0, 2.0, 3.0, 4.0], [4.0, 3.0, 2.0, 1.0]);
        assert_eq!(joint_p(&[high(&x, 3.0), high(&y, 3.0)]), 3.0 / 5.0);
        // (5,5) is first in everything.
        assert_eq!(joint_p(&[high(&x, 5.0), high(&y, 5.0)]), 1.0 / 5.0);
        // (0,0) is last in everything.
        assert_eq!(joint_p(&[high(&x, 0.0), high(&y, 0.0)]), 1.0);
    }

    #[test]
    fn low_sides_mirror_high_ones() {
        let (x, y) = ([1.0, 5.0, 2.0, 8.0, 3.0], [2.0, 1.0, 7.0, 3.0, 4.0]);
        let mirror = |values: &[f64]| values.iter().map(|v| -v).collect::<Vec<_>>();
        let (mx, my) = (mirror(&x), mirror(&y));
        let low = |values, at| Margin {
            values,
            claim: (at, at),
            side: Some(Side::Low),
        };
        assert_eq!(
            joint_p(&[high(&x, 6.0), high(&y, 5.0)]),
            joint_p(&[low(&mx, -6.0), low(&my, -5.0)])
        );
    }

    #[test]
    fn an_undeclared_side_looks_both_ways() {
        let values: Vec<f64> = (0..99).map(f64::from).collect();
        let margin = |at| Margin {
            values: &values,
            claim: (at, at),
            side: None,
        };
        assert_eq!(joint_p(&[margin(-500.0), margin(-500.0)]), 0.01);
        assert_eq!(joint_p(&[margin(500.0), margin(-500.0)]), 0.01);
        assert_eq!(joint_p(&[margin(49.0), margin(49.0)]), 1.0);
    }

    #[test]
    fn units_and_figures_that_never_vary_do_not_matter() {
        // In standard deviations both figures weigh the same, so that (3, 3) is first by their sum,
        // however large the unit of one of them.
        let y = [4.0, 3.0, 2.0, 1.0];
        for unit in [0.001, 1.0, 1_000.0] {
            let x: Vec<f64> = [1.0, 2.0, 3.0, 4.0].iter().map(|x| x * unit).collect();
            assert_eq!(joint_p(&[high(&x, 3.0 * unit), high(&y, 3.0)]), 0.6);
        }
        // What is the same on all days leaves (5) the first of five.
        let same = [7.0; 4];
        assert_eq!(joint_p(&[high(&y, 5.0)]), 0.2);
        assert_eq!(joint_p(&[high(&y, 5.0), high(&same, 7.0)]), 0.2);
    }

    #[test]
    fn an_interval_is_put_at_its_near_edge() {
        let values: Vec<f64> = (1..=99).map(f64::from).collect();
        let p = |claim, side| {
            joint_p(&[Margin {
                values: &values,
                claim,
                side,
            }])
        };
        // 90 to 99 are ten days at least as high as 90, and the report is one more.
        assert_eq!(p((90.0, 95.0), Some(Side::High)), 0.11);
        // 1 to 10 are as low as 10.
        assert_eq!(p((5.0, 10.0), Some(Side::Low)), 0.11);
        // The mean is 50. What holds it is as ordinary as can be; 60 to 70 is 10 away: 1 to 40 and 60 to 99.
        assert_eq!(p((20.0, 60.0), None), 1.0);
        assert_eq!(p((60.0, 70.0), None), 0.81);
        assert_eq!(p((30.0, 40.0), None), 0.81);
        assert_eq!(p((f64::NEG_INFINITY, 40.0), None), 0.81);
    }

    /// A pair that trades off: x high means y low, with a little noise.
    fn pair(dice: &mut Fast) -> (f64, f64) {
        let (u, noise) = (dice.open01(), dice.open01());
        (u, 1.0 - u + 0.05 * noise)
    }

    fn dice() -> Fast {
        let (purpose, place) = (Purpose::Resampling, Place::EVERYWHERE);
        let seed = Seed(20_061_112);
        Address {
            seed,
            purpose,
            trial: 0,
            place,
        }
        .fast()
    }

    #[test]
    fn honest_pairs_are_refused_no_more_often_than_the_level() {
        let mut dice = dice();
        let (reports, trials) = (2_000, 499);
        let mut ps = Vec::new();
        for _ in 0..reports {
            let (x, y): (Vec<f64>, Vec<f64>) = (0..trials).map(|_| pair(&mut dice)).unzip();
            let (a, b) = pair(&mut dice);
            ps.push(joint_p(&[high(&x, a), high(&y, b)]));
        }
        for level in [0.05, 0.01] {
            let refused = ps.iter().filter(|&&p| p <= level).count() as f64 / reports as f64;
            let slack = 3.0 * (level * (1.0 - level) / reports as f64).sqrt();
            assert!(refused <= level + slack, "{refused} at {level}");
            assert!(
                refused >= level / 4.0,
                "no power left: {refused} at {level}"
            );
        }
    }

    #[test]
    fn figures_that_trade_off_are_seen_together() {
        let mut dice = dice();
        let (x, y): (Vec<f64>, Vec<f64>) = (0..999).map(|_| pair(&mut dice)).unzip();
        // 0.8 is ordinary for each, but no day has both.
        assert!(joint_p(&[high(&x, 0.8), high(&y, 0.8)]) <= 0.003);
        assert!(joint_p(&[high(&x, 0.8), high(&y, 0.1)]) > 0.2);
    }

    #[test]
    fn ties_share_the_rank_of_the_last_of_them() {
        assert_eq!(ranks_from_top(&[3.0, 1.0, 3.0, 2.0]), [2, 4, 2, 3]);
    }

    #[test]
    fn a_sum_weighs_its_figures_by_their_standard_deviations() {
        // Nine days (1, 9) to (9, 1) and the report (6, 6): it alone is first in the sum, with the two that
        // are first in one figure.
        let y: Vec<f64> = (1..=9).rev().map(f64::from).collect();
        for unit in [0.001, 1.0, 1_000.0] {
            let x: Vec<f64> = (1..=9).map(|it| f64::from(it) * unit).collect();
            assert_eq!(joint_p(&[high(&x, 6.0 * unit), high(&y, 6.0)]), 0.3);
        }
    }
}
