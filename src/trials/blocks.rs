//! Cutting a run into blocks: the unit in which a long run is kept, resumed, divided and put together.

use crate::engine::Freeze;

/// Consecutive trials of one set of assumptions. What comes out of a block depends on the
/// assumptions, the seed and the block alone: never on threads, machines or other blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its number in the run, from 0.
    pub number: u64,
    /// Position of the set of assumptions; 0 is the base set.
    pub set: usize,
    /// Whether the inputs stand at their medians.
    pub freeze: Freeze,
    /// Number of its first trial.
    pub first: u64,
    /// How many trials; at least 1.
    pub trials: u64,
}

/// Voters that a block plays, about: some seconds of one core.
const VOTERS_IN_A_BLOCK: u64 = 1 << 26;
/// Fewest and most trials in a block.
const TRIALS_IN_A_BLOCK: (u64, u64) = (16, 4_096);

/// How many trials go into a block when there are `adults` on each day: a power of two from 16 to
/// 4,096. A property of the scenario, never of the machine.
pub fn trials_per_block(adults: u64) -> u64 {
    let most = VOTERS_IN_A_BLOCK / adults.max(1);
    let (low, high) = TRIALS_IN_A_BLOCK;
    1 << most.clamp(low, high).ilog2()
}

/// All blocks of a run of `sets` sets of assumptions, numbered as they are played: for one set after
/// the other first `frozen` trials with every input at its median, then `trials` with inputs drawn.
/// Only the last block of each kind may have fewer than `per_block` trials.
pub fn blocks(sets: usize, trials: u64, frozen: u64, per_block: u64) -> Vec<Block> {
    let per_block = per_block.max(1);
    let mut all = Vec::new();
    for set in 0..sets {
        for (freeze, trials) in [(Freeze::Inputs, frozen), (Freeze::No, trials)] {
            for at in 0..trials.div_ceil(per_block) {
                let first = at * per_block;
                all.push(Block {
                    number: all.len() as u64,
                    set,
                    freeze,
                    first,
                    trials: per_block.min(trials - first),
                });
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_cover_every_trial_once_and_in_order() {
        let all = blocks(2, 10, 3, 4);
        let shown: Vec<_> = all
            .iter()
            .map(|b| (b.number, b.set, b.freeze == Freeze::No, b.first, b.trials))
            .collect();
        assert_eq!(
            shown,
            [
                (0, 0, false, 0, 3),
                (1, 0, true, 0, 4),
                (2, 0, true, 4, 4),
                (3, 0, true, 8, 2),
                (4, 1, false, 0, 3),
                (5, 1, true, 0, 4),
                (6, 1, true, 4, 4),
                (7, 1, true, 8, 2),
            ]
        );
    }

    #[test]
    fn a_block_of_large_days_has_few_trials() {
        for (adults, trials) in [
            (0, 4_096),
            (5_000, 4_096),
            (60_000, 1_024),
            (4_000_000, 16),
            (u64::MAX, 16),
        ] {
            assert_eq!(trials_per_block(adults), trials, "{adults}");
        }
    }
}
