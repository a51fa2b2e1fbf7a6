//! How likely a reported share is under rival accounts of where it came from.
//!
//! Knows a report as a set of counts and of shares, and laws of a share. Never knows a poll.
//!
//! Three accounts: the report rounds an honest count ([`honest`]); somebody added part of those who did
//! not come ([`inflated`]); somebody named a figure ([`invented`]). The ratio of two of these
//! probabilities is a Bayes factor. It compares the accounts, not their consequences, and it hangs on
//! the width of the law of the share, by many orders of magnitude: print it with [`sensitivity`] only.

use super::{BetaBinomial, beta_density, beta_reg};

/// A reported share of a number of persons: the counts and the shares that the report stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReportedShare {
    /// Persons the share is of.
    pub persons: u64,
    /// The smallest and the largest count that the report can stand for.
    pub counts: (u64, u64),
    /// The shares that it can stand for: from the first, up to but without the second; in [0, 1].
    pub shares: (f64, f64),
}

/// The probability of the report when a share is drawn from the beta law with shapes `a`, `b` above 0,
/// each person then comes with that probability, and the count is reported rounded. Exact.
pub fn honest(it: &ReportedShare, a: f64, b: f64) -> f64 {
    let law = BetaBinomial {
        n: it.persons,
        a,
        b,
    };
    law.between(it.counts.0, it.counts.1)
}

/// The same when part of those who did not come are added, any part from none to all being as likely.
///
/// With y the share of those who did not come, a beta number with shapes `b`, `a`, what remains of it
/// after the addition is y U, and P(y U <= w) = E min(w / y, 1), which is closed.
pub fn inflated(it: &ReportedShare, a: f64, b: f64) -> f64 {
    let (from, to) = it.shares;
    (remaining_at_most(1.0 - from, a, b) - remaining_at_most(1.0 - to, a, b)).max(0.0)
}

/// The same when any share from `range.0` to `range.1` is as likely to be named.
pub fn invented(it: &ReportedShare, range: (f64, f64)) -> f64 {
    let (from, to) = (it.shares.0.max(range.0), it.shares.1.min(range.1));
    (to - from).max(0.0) / (range.1 - range.0)
}

/// E min(w / y, 1) for a beta number y with shapes `b`, `a`.
fn remaining_at_most(w: f64, a: f64, b: f64) -> f64 {
    if w <= 0.0 {
        return 0.0;
    }
    if w >= 1.0 {
        return 1.0;
    }
    beta_reg(b, a, w) + w * inverse_above(w, a, b)
}

/// The part of E 1 / y that comes from y above `w`: by parts, so that it holds for `b` below 1 too.
fn inverse_above(w: f64, a: f64, b: f64) -> f64 {
    /// The formula has a gap at b = 1; the mean of both sides leads over it, off by about its square.
    const GAP: f64 = 1e-4;
    let by_parts = |b: f64| {
        let above = beta_reg(a, b, 1.0 - w);
        ((a + b - 1.0) * above - (1.0 - w) * beta_density(b, a, w)) / (b - 1.0)
    };
    if (b - 1.0).abs() < GAP {
        0.5 * (by_parts(1.0 - GAP) + by_parts(1.0 + GAP))
    } else {
        by_parts(b)
    }
}

/// One line of the table that belongs to every Bayes factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Mean of the law of the share.
    pub mean: f64,
    /// Its size a + b: the larger, the narrower.
    pub size: f64,
    /// [`honest`] under that law.
    pub honest: f64,
    /// [`inflated`] under that law.
    pub inflated: f64,
}

impl Row {
    /// Bayes factor of inflated against honest; infinite where the honest probability underflows.
    pub fn factor(&self) -> f64 {
        self.inflated / self.honest
    }
}

/// The two probabilities under beta laws of each of these means in (0, 1) and sizes above 0, means first.
pub fn sensitivity(it: &ReportedShare, means: &[f64], sizes: &[f64]) -> Vec<Row> {
    let row = |mean: f64, size: f64| {
        let (a, b) = (mean * size, (1.0 - mean) * size);
        Row {
            mean,
            size,
            honest: honest(it, a, b),
            inflated: inflated(it, a, b),
        }
    };
    let pairs = means
        .iter()
        .flat_map(|m| sizes.iter().map(move |s| (*m, *s)));
    pairs.map(|(mean, size)| row(mean, size)).collect()
}

/// Probabilities of rival accounts after the report, from those before (`weights` of at least 0, which
/// need not sum to 1) and the probabilities of the report under each: Bayes' rule.
///
/// ```
/// use scrutineer::stats::evidence::after;
/// assert_eq!(after(&[1.0, 1.0], &[0.375, 0.125]), [0.75, 0.25]);
/// ```
pub fn after(weights: &[f64], evidences: &[f64]) -> Vec<f64> {
    let joint: Vec<f64> = weights.iter().zip(evidences).map(|(w, e)| w * e).collect();
    let total: f64 = joint.iter().sum();
    joint.iter().map(|it| it / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: ReportedShare = ReportedShare {
        persons: 9,
        counts: (5, 9),
        shares: (0.5, 1.0),
    };

    #[test]
    fn a_uniform_share_by_hand() {
        // Every count from 0 to 9 is as likely; y U of two uniform numbers is at most w with w - w ln w.
        assert!((honest(&HALF, 1.0, 1.0) - 0.5).abs() < 1e-13);
        let w = 0.5;
        assert!((inflated(&HALF, 1.0, 1.0) - (w - w * f64::ln(w))).abs() < 1e-7);
        assert_eq!(invented(&HALF, (0.25, 0.75)), 0.5);
        assert_eq!(invented(&HALF, (0.0, 0.4)), 0.0);
    }

    #[test]
    fn inflation_agrees_with_a_sum_over_shares() {
        let report = ReportedShare {
            shares: (0.8, 0.83),
            ..HALF
        };
        for (a, b) in [(2.0, 0.4), (3.0, 1.00003), (7.0, 3.0), (0.7, 2.0)] {
            let nodes = 20_000;
            let sum: f64 = (0..nodes)
                .map(|i| {
                    let y = super::super::inverse_beta_reg(
                        b,
                        a,
                        (f64::from(i) + 0.5) / f64::from(nodes),
                    );
                    (0.2 / y).min(1.0) - (0.17 / y).min(1.0)
                })
                .sum();
            let sum = sum / f64::from(nodes);
            assert!((inflated(&report, a, b) - sum).abs() < 1e-6, "{a} {b}");
        }
    }

    #[test]
    fn everything_is_reported_somehow() {
        let anything = ReportedShare {
            persons: 9,
            counts: (0, 9),
            shares: (0.0, 1.0),
        };
        assert!((honest(&anything, 2.0, 3.0) - 1.0).abs() < 1e-12);
        assert!((inflated(&anything, 2.0, 3.0) - 1.0).abs() < 1e-12);
        assert_eq!(invented(&anything, (0.0, 1.0)), 1.0);
    }
}
