//! Accounts of how a published figure came from the counted one, as a scenario states them.

use super::{Law, SourceId, Support};

/// One account. That the figure is the rounded count is always there beside those stated.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Unique id from the file.
    pub id: String,
    /// What it is called in sentences.
    pub label: String,
    /// Positions in `Scenario::reported` of the figures it speaks of, ascending, at least one: ballots
    /// cast or turnout of the whole day, all of the same polls.
    pub about: Vec<usize>,
    /// How the published figure came from the counted one.
    pub mechanism: Mechanism,
    /// Where it comes from.
    pub sources: Vec<SourceId>,
    /// The author's remark.
    pub note: Option<String>,
}

/// How a published figure came from the counted one. Published counts are rounded to whole persons.
#[derive(Clone, Debug, PartialEq)]
pub enum Mechanism {
    /// This share of the electors of the roll who did not vote is added; nobody where there are none.
    Added(Law),
    /// The count is multiplied by this, at least 1.
    Factor(Law),
    /// A percentage of the roll is named, and the count worked out from it.
    Invented {
        /// The percentage, from 0 to 100.
        percent: Law,
        /// Share of cases in which it is rounded to a multiple of `heap_to`, in [0, 1].
        heap: f64,
        /// Percent, a whole number from 1 to 50.
        heap_to: u32,
    },
    /// This share of the voters is counted a second time.
    Repeated {
        /// The share, in [0, 1].
        share: Law,
        /// Whether the published count stops at the roll.
        within_roll: bool,
    },
    /// So many electors beyond those there are stand on the roll, and all are counted as voters. A roll
    /// that is stated as a number holds them already; any other grows by them.
    Padded(Law),
}

impl Mechanism {
    /// The law of what the account leaves open, with the values that make sense for it.
    pub fn law(&self) -> (&Law, Support) {
        let support = |low, high| Support { low, high };
        match self {
            Mechanism::Added(law) | Mechanism::Repeated { share: law, .. } => (law, Support::SHARE),
            Mechanism::Factor(law) => (law, Support::AT_LEAST_ONE),
            Mechanism::Invented { percent, .. } => (percent, support(0.0, 100.0)),
            Mechanism::Padded(law) => (law, Support::NOT_NEGATIVE),
        }
    }
}
