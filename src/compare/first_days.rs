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
