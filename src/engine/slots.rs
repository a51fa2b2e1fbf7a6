//! Checkpoints: which one a moment falls before.

use crate::units::SimTime;

/// The checkpoints of a poll with a table that finds one in a step or two.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    times: Vec<i64>,
    /// For each minute from the first checkpoint on, the first checkpoint at or after its beginning.
    minutes: Vec<u32>,
}

/// One minute.
const STEP: i64 = SimTime::MINUTE;

impl Slots {
    /// Prepares ascending checkpoints.
    pub fn new(checkpoints: &[SimTime]) -> Self {
        let times: Vec<i64> = checkpoints.iter().map(|t| t.0).collect();
        let minutes = match (times.first(), times.last()) {
            (Some(&first), Some(&last)) => (0..=(last - first).max(0) / STEP)
                .map(|minute| {
                    let begins = first + minute * STEP;
                    times.partition_point(|&t| t < begins) as u32
                })
                .collect(),
            _ => Vec::new(),
        };
        Self { times, minutes }
    }

    /// The checkpoints, ascending.
    pub fn times(&self) -> &[i64] {
        &self.times
    }

    /// Position of the first checkpoint at or after `time`; their number when there is none.
    #[inline]
    pub fn at_or_after(&self, time: i64) -> usize {
        let Some(&first) = self.times.first() else {
            return 0;
        };
        let minute = (time - first).max(0) / STEP;
        let Some(&guess) = self.minutes.get(minute as usize) else {
            return self.times.len();
        };
        let mut at = guess as usize;
        while at < self.times.len() && self.times[at] < time {
            at += 1;
        }
        at
    }

    /// The checkpoints in [from, until): those at which somebody waiting from then till then is seen.
    #[inline]
    pub fn within(&self, from: i64, until: i64) -> std::ops::Range<usize> {
        let first = self.at_or_after(from);
        let mut end = first;
        while end < self.times.len() && self.times[end] < until {
            end += 1;
        }
        first..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_a_plain_search() {
        let times: Vec<SimTime> = [100, 30_000, 60_000, 60_001, 300_000].map(SimTime).into();
        let slots = Slots::new(&times);
        for time in (-1_000..400_000)
            .step_by(77)
            .chain([100, 101, 60_000, 60_001, 60_002])
        {
            let plain = times
                .iter()
                .position(|t| t.0 >= time)
                .unwrap_or(times.len());
            assert_eq!(slots.at_or_after(time), plain, "{time}");
        }
        assert_eq!(slots.within(100, 60_000), 0..2);
        assert_eq!(slots.within(101, 60_001), 1..3);
        assert_eq!(Slots::new(&[]).within(0, 9), 0..0);
    }
}
