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
mod exact;
mod facts;
mod ledger;
mod participants_le_eligible;
mod percent_vs_counts;
mod sum_identity;

pub use exact::*;
pub use facts::*;

use super::{Finding, Looks};
use crate::model::Scenario;
use book::Book;
use ledger::Ledger;

const SUM_IDENTITY: &str = "sum-identity";
const PERCENT_VS_COUNTS: &str = "percent-vs-counts";
const PARTICIPANTS_LE_ELIGIBLE: &str = "participants-le-eligible";

/// The names of all checks, in the order in which they are reported.
pub const CHECKS: [&str; 3] = [SUM_IDENTITY, PERCENT_VS_COUNTS, PARTICIPANTS_LE_ELIGIBLE];

/// Looks at every pair of figures that belong together.
///
/// Findings come hard ones first, then in the order of [`CHECKS`]; equal scenarios give equal
/// findings.
pub fn examine(scenario: &Scenario) -> (Vec<Finding>, Looks) {
    let book = Book::new(scenario);
    let mut ledger = Ledger::default();
    sum_identity::look(&book, &mut ledger);
    percent_vs_counts::look(&book, &mut ledger);
    participants_le_eligible::look(&book, &mut ledger);
    ledger.close()
}
