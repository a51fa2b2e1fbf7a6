//! The arithmetic of the report: exact, in integers and rationals, no model needed.

use super::{Finding, Looks};
use crate::model::Scenario;

/// What a check of the report's arithmetic found. Data only; the words are in `report::words`.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {}

/// Every finding of the report's arithmetic, hard ones first, and how many looks it took.
pub fn examine(_scenario: &Scenario) -> (Vec<Finding>, Looks) {
    (Vec::new(), Looks::default())
}
