//! The section of the page about accounts of how a figure arose.

use serde::Serialize;

use crate::compare::VariantComparison;
use crate::model::Scenario;
use crate::words;

/// All accounts of the same figures.
#[derive(Serialize)]
pub struct StoriesView {
    title: String,
    lines: Vec<[String; 5]>,
    pairs: Vec<String>,
    notes: Vec<String>,
}

/// The accounts weighed under one set of assumptions.
pub fn views(scenario: &Scenario, of: &VariantComparison) -> Vec<StoriesView> {
    let view = |accounts| {
        let words = words::stories(scenario, accounts);
        StoriesView {
            title: words.title,
            lines: words.lines,
            pairs: words.pairs,
            notes: words.notes,
        }
    };
    of.accounts.iter().map(view).collect()
}
