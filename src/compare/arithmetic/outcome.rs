//! What the checks of a result and its surroundings found: data only, as [`Fact`](super::Fact).

use super::{Span, Term};
use crate::model::{GroupId, PollId};
use crate::units::{MicroPercent, SimTime};

/// A result beside a threshold, an electorate, a curve of the day, or somebody else's count.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A threshold of law and how far the result is from it.
    Threshold {
        /// Position in `Scenario::thresholds`.
        threshold: usize,
        /// Votes, or ballots.
        part: i128,
        /// What the share is of.
        base: i128,
        /// The smallest number that reaches the threshold.
        needed: i128,
    },
    /// Adults who are shut out, and what counting them in the base would do.
    Excluded {
        /// The poll.
        poll: PollId,
        /// Who.
        groups: Vec<GroupId>,
        /// Fewest adults under the stated ranges of the base set.
        fewest: i128,
        /// The threshold that is reached without them and missed with them: position in
        /// `Scenario::thresholds`, votes, and the base with them.
        missed: Option<(usize, i128, i128)>,
    },
    /// More ballots than a boycott leaves room for.
    Boycott {
        /// The ballots.
        ballots: Term,
        /// The roll.
        roll: Term,
        /// Who stays away.
        groups: Vec<GroupId>,
        /// Most ballots under the base set, when the roll covers all groups alike.
        most: i128,
        /// In how many sets of assumptions the ballots exceed it.
        sets: usize,
        /// How many sets of assumptions state a boycott.
        of: usize,
    },
    /// More ballots late in the day than in every reference.
    LateSurge {
        /// The figure of the day: position in `Scenario::reported`.
        figure: usize,
        /// The final figure.
        last: usize,
        /// The hour.
        hour: SimTime,
        /// Share of the opening hours that was left.
        left: f64,
        /// Share of all ballots cast in them.
        after: f64,
        /// The largest such share among the references.
        reference: f64,
        /// The poll of that reference.
        curve: &'static str,
    },
    /// More votes in a parallel count than in the official one.
    MoreElsewhere {
        /// Position in `Scenario::parallel`.
        parallel: usize,
        /// The official votes.
        official: Term,
        /// Fewest votes found less most official ones, above zero.
        excess: i128,
    },
    /// A share that what was not seen by a parallel count would have to make up for.
    RestNeeded {
        /// Position in `Scenario::parallel`.
        parallel: usize,
        /// The official share of valid votes.
        official: MicroPercent,
        /// The share that the unseen rest would need; below 0 or above 100 % when none suffices.
        rest: MicroPercent,
        /// Whether no share of the rest suffices.
        impossible: bool,
    },
    /// Claimants who print different numbers for one thing.
    Rivals {
        /// The lowest: position in `Scenario::reported`.
        lowest: usize,
        /// The highest.
        highest: usize,
        /// What others print between the two.
        between: Vec<usize>,
    },
    /// Percentages of a poll of which no counts were printed.
    CountsMissing {
        /// The poll.
        poll: PollId,
        /// How many percentages were printed.
        percentages: usize,
    },
    /// Rejected papers that outnumber the margin.
    RejectedAboveMargin {
        /// The rejected papers.
        invalid: Term,
        /// Votes of the first option.
        first: Term,
        /// Votes of the second option.
        second: Term,
        /// First less second.
        margin: i128,
    },
    /// A large share of the votes that is a small share of the roll.
    NotTheElectorate {
        /// Votes of the first option.
        votes: Term,
        /// Their share of the valid votes.
        of_valid: MicroPercent,
        /// Their share of the roll.
        of_roll: MicroPercent,
        /// The roll.
        roll: Span,
    },
}
