//! What can keep a day from being drawn.

use crate::stats::correlation::CorrelationError;

/// Why a day cannot be prepared or drawn.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EngineError {
    /// The stated rank correlations cannot hold together.
    #[error("correlations between inputs contradict each other at {path}: {source}")]
    Correlation {
        /// Path of the input at which the contradiction shows.
        path: String,
        /// What is wrong with the matrix.
        source: CorrelationError,
    },
    /// The groups' own laws almost never add up to what their total allows.
    #[error(
        "the groups of total {total} never added up to a value it allows, in {attempts} attempts"
    )]
    TotalNotMet {
        /// Id of the total.
        total: String,
        /// How many draws were tried.
        attempts: u64,
    },
    /// A total is to be divided among groups whose weights are all zero.
    #[error("total {total} cannot be divided: the weights of its groups are all zero")]
    NoWeight {
        /// Id of the total.
        total: String,
    },
    /// More adults in a group than the engine counts (2^31).
    #[error("group {group} has more adults than can be simulated")]
    TooManyPeople {
        /// Id of the group.
        group: String,
    },
    /// A lane was asked for that cannot play a set.
    #[error(
        "the station lane cannot play set {set} of poll {poll}: it has a desk, people who come back, \
         booths that change, or travellers going both ways"
    )]
    Lane {
        /// Id of the poll.
        poll: String,
        /// Id of the set.
        set: String,
    },
}
