//! The arithmetic of the report: do the published figures agree with each other?
//!
//! Knows reported figures and, for a few checks, the stated ranges of the scenario. Exact: whole
//! numbers and ratios of them, no floats, no simulation. Never knows who is right: it says which
//! figures do not fit together, how much that rests on, and how often it looked.
//!
//! The checks are a closed list ([`CHECKS`]), one file each. Every comparison is counted, the silent
//! ones too, because a list of findings without the number of looks misleads (Gelman & Loken 2014).
//!
//! Three grades: [`Grade::Hard`](super::Grade::Hard) is arithmetic alone,
//! [`Grade::Assumptions`](super::Grade::Assumptions) rests on stated ranges,
//! [`Grade::Note`](super::Grade::Note) is worth a question to the source and proves nothing.
//! A result near 100 % is no finding at all: see `near-unanimity`.

mod book;
mod boycott_bound;
mod coincidence;
mod counts_missing;
mod digit_slip;
#[cfg(test)]
mod edges;
mod exact;
mod exclusion_base;
mod facts;
mod grid;
mod history;
mod hourly_curve;
mod joint_feasibility;
mod label_ambiguity;
mod ledger;
mod near_unanimity;
mod outcome;
mod parallel_count;
mod participants_le_eligible;
mod people;
mod percent_first;
mod percent_vs_counts;
mod register_vs_population;
mod rejected_vs_margin;
mod relations;
mod representativeness;
mod rival_claims;
mod same_figure;
mod stage_consistency;
mod stations;
mod sum_identity;
mod threshold;
mod throughput;
mod turnout_base;

pub use crate::model::CHECKS;
pub use exact::*;
pub use facts::*;
pub use grid::*;
pub use hourly_curve::{CURVES, Curve};
pub use outcome::*;

use super::{Finding, Looks};
use crate::model::Scenario;
use book::Book;
use ledger::Ledger;

const SUM_IDENTITY: &str = "sum-identity";
const PERCENT_VS_COUNTS: &str = "percent-vs-counts";
const PARTICIPANTS_LE_ELIGIBLE: &str = "participants-le-eligible";
const STAGE_CONSISTENCY: &str = "stage-consistency";
const DIGIT_SLIP: &str = "digit-slip";
const TURNOUT_BASE: &str = "turnout-base";
const PERCENT_FIRST: &str = "percent-first";
const COINCIDENCE: &str = "coincidence";
const SAME_FIGURE: &str = "same-figure";
const LABEL_AMBIGUITY: &str = "label-ambiguity";
const REGISTER_VS_POPULATION: &str = "register-vs-population";
const REGISTER_FROZEN: &str = "register-frozen";
const JOINT_FEASIBILITY: &str = "joint-feasibility";
const THROUGHPUT: &str = "throughput";
const HISTORY: &str = "history";
const BOYCOTT_BOUND: &str = "boycott-bound";
const HOURLY_CURVE: &str = "hourly-curve";
const PARALLEL_COUNT: &str = "parallel-count";
const EXCLUSION_BASE: &str = "exclusion-base";
const THRESHOLD: &str = "threshold";
const RIVAL_CLAIMS: &str = "rival-claims";
const COUNTS_MISSING: &str = "counts-missing";
const REJECTED_VS_MARGIN: &str = "rejected-vs-margin";
const REPRESENTATIVENESS: &str = "representativeness";

impl Finding {
    /// Whether it offers the slip of the pen that would explain a gap between printed counts.
    pub fn explains_a_gap(&self) -> bool {
        self.check == DIGIT_SLIP
    }
}

/// Looks at every pair of figures that belong together.
///
/// Findings come hard ones first, then in the order of [`CHECKS`]; equal scenarios give equal
/// findings. A check may stay silent; its looks are counted all the same.
pub fn examine(scenario: &Scenario) -> (Vec<Finding>, Looks) {
    let book = Book::new(scenario);
    let mut ledger = Ledger::default();
    for look in [
        sum_identity::look,
        percent_vs_counts::look,
        participants_le_eligible::look,
        stage_consistency::look,
        digit_slip::look,
        turnout_base::look,
        percent_first::look,
        coincidence::look,
        same_figure::look,
        label_ambiguity::look,
        register_vs_population::look,
        joint_feasibility::look,
        throughput::look,
        history::look,
        boycott_bound::look,
        hourly_curve::look,
        parallel_count::look,
        exclusion_base::look,
        threshold::look,
        rival_claims::look,
        counts_missing::look,
        rejected_vs_margin::look,
        representativeness::look,
        near_unanimity::look,
        stations::look,
    ] {
        look(&book, &mut ledger);
    }
    ledger.close()
}
