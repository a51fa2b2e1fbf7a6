//! The first days of a run, one by one, beside a figure: counting as a person would do it.

use super::{FigureComparison, Side};

impl FigureComparison {
    /// The edge of the claim that days are counted from, persons or percent: the lower one on the high
    /// side, the upper one on the low side; the printed value where the claim is open there.
    pub fn near_edge(&self) -> f64 {
        let edge = match self.tail.side {
            Side::High => self.claim.lowest,
            Side::Low => self.claim.highest,
        };
        edge.unwrap_or(self.claim.printed)
    }

    /// Whether a simulated value (persons or percent) is at least as extreme as the claim's near edge.
    pub fn reached_by(&self, value: f64) -> bool {
        let claim = &self.claim;
        match self.tail.side {
            Side::High => claim
                .lowest
                .is_none_or(|edge| value > edge || (claim.lowest_included && value >= edge)),
            Side::Low => claim
                .highest
                .is_none_or(|edge| value < edge || (claim.highest_included && value <= edge)),
        }
    }

    /// The values of the first `days` trials, fewer where there are fewer, and how many of them are at
    /// least as extreme as the claim's near edge. Of all trials that is `tail.hits`.
    pub fn first_days(&self, days: usize) -> (&[f64], u64) {
        let values = &self.values[..days.min(self.values.len())];
        let hits = values.iter().filter(|&&value| self.reached_by(value));
        (values, hits.count() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assumptions, reported, run, scenario, table};
    use super::super::{Claim, compare};
    use super::*;
    use crate::model::{Figure, PollId, Precision, Quantity};
    use crate::trials::Outcome;

    #[test]
    fn days_are_counted_from_the_near_edge() {
        let of = assumptions();
        let cast = Quantity::BallotsCast { at: None };
        let figure = Figure::Count(Precision::Between(30, 40));
        let told = vec![reported("cast", vec![PollId(0)], cast, figure)];
        let days = [10, 30, 40, 50, 20];
        let run = run(
            "base",
            table(&of, 5, &[(Outcome::BallotsCast { poll: 0 }, &days)]),
        );
        let mut it = compare(&scenario(of, told), &[run]).variants[0].figures[0].clone();
        assert_eq!(it.near_edge(), 30.0);
        assert_eq!(it.first_days(2), (&[10.0, 30.0][..], 1));
        assert_eq!(
            (it.first_days(5).1, it.first_days(99).1, it.first_days(0).1),
            (3, 3, 0)
        );
        assert_eq!(it.first_days(99).0.len(), 5);
        it.tail.side = Side::Low;
        assert_eq!((it.near_edge(), it.first_days(5).1), (40.0, 4));
        // An edge that does not belong to the claim.
        let claim: Claim = it.claim;
        it.claim.highest_included = false;
        assert!(!it.reached_by(40.0) && it.reached_by(39.9) && !it.reached_by(40.1));
        it.claim = claim;
        assert!(it.reached_by(40.0) && !it.reached_by(40.1));
        it.tail.side = Side::High;
        assert!(it.reached_by(30.0) && it.reached_by(31.0) && !it.reached_by(29.9));
        it.claim.lowest_included = false;
        assert!(!it.reached_by(30.0) && it.reached_by(30.1));
        // Open on that side: every day, and what is printed stands for the edge.
        it.claim.lowest = None;
        assert!(it.reached_by(-1e9));
        assert_eq!(it.near_edge(), it.claim.printed);
    }
}
