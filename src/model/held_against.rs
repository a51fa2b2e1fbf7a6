//! What a result is held against besides simulated days: thresholds of law, and counts of others.

use super::{Base, PollId, SourceId};
use crate::units::MicroPercent;

/// A share that a result had to reach to be valid or to pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// The poll.
    pub poll: PollId,
    /// Contest and option whose votes count; `None` when it is about taking part.
    pub option: Option<(usize, usize)>,
    /// The share to be reached.
    pub percent: MicroPercent,
    /// Of what.
    pub of: Base,
    /// Where it comes from.
    pub sources: Vec<SourceId>,
}

/// A count made beside the official one, of all or some of the ballots.
#[derive(Clone, Debug, PartialEq)]
pub struct ParallelCount {
    /// Unique id.
    pub id: String,
    /// What it is called in sentences.
    pub label: String,
    /// The poll.
    pub poll: PollId,
    /// Contest and option whose votes were counted.
    pub option: (usize, usize),
    /// What was found.
    pub found: ParallelResult,
    /// Where it comes from.
    pub sources: Vec<SourceId>,
}

/// What a parallel count found for an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParallelResult {
    /// So many votes at least, wherever it counted: fewer cannot have been cast.
    Votes(i64),
    /// A share of the valid votes it saw, and the share of all valid votes that it saw.
    Share {
        /// Of the valid votes it saw.
        percent: MicroPercent,
        /// How much of the whole it saw.
        coverage: MicroPercent,
    },
}
