//! The arithmetic of the report: exact, in integers and rationals, no model needed.

/// What a check of the report's arithmetic found. Data only; the words are in `report::words`.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {}
