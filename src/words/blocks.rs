//! What is said of long runs: blocks, shards, memory.

use std::fmt::Display;

/// A block that cannot be used and is played again.
pub fn bad_block(path: &dyn Display, damaged: bool) -> String {
    format!(
        "{path}: {}; these trials are played again",
        bad_word(damaged)
    )
}

/// What is wrong with a block: it is damaged, or foreign.
pub fn bad_word(damaged: bool) -> &'static str {
    match damaged {
        true => "the block is damaged",
        false => "the block belongs to another run or place",
    }
}

/// A run that goes on.
pub fn going_on(path: &dyn Display, done: u64, blocks: usize) -> String {
    format!("{path}: going on with {done} of {blocks} blocks")
}

/// What is kept of a run that was interrupted.
pub fn goes_on(done: u64, blocks: usize) -> String {
    format!("{done} of {blocks} blocks are kept; the same command with --resume goes on from there")
}

/// A part of a run that is done.
pub fn shard_done(path: &dyn Display, part: &str, done: usize, blocks: usize) -> String {
    format!(
        "{path}: {done} of {blocks} blocks ({part}) are there\n\
         when all parts are: scrutineer merge {path}"
    )
}

/// A part of a run that was interrupted.
pub fn shard_stopped(part: &str, done: usize, blocks: usize) -> String {
    format!("interrupted: {part}: {done} of {blocks} blocks are kept; the same command goes on")
}

/// A plan that cannot be read.
pub const DAMAGED_PLAN: &str = "its plan.json is damaged";
/// A folder that holds no blocks.
pub const NO_BLOCKS: &str = "it holds no blocks of a run (no blocks/plan.json)";

/// A folder that is not taken in when shards are put together.
pub fn left_out(path: &dyn Display, why: &str) -> String {
    format!("{path} is left out: {why}")
}

/// Blocks that are nowhere whole, as ranges.
pub fn missing_blocks(blocks: &str) -> String {
    format!("missing: blocks {blocks}")
}

/// Blocks of a folder that cannot be used.
pub fn bad_blocks(path: &dyn Display, blocks: &str, what: &str) -> String {
    format!("{path}: blocks {blocks}: {what}")
}

/// Blocks that are in more than one folder.
pub fn overlapping(blocks: &str) -> String {
    format!("blocks {blocks} are in more than one folder, with the same rows; they are taken once")
}

/// A block that came out in two ways.
pub fn contradicts(block: u64) -> String {
    format!("block {block} has other rows here than in another folder, and both are whole")
}
