//! Findings of the report's own arithmetic in words.

use crate::compare::Finding;
use crate::model::Scenario;
use crate::report::clean::plain;

/// What was found, in a sentence.
pub fn finding(scenario: &Scenario, finding: &Finding) -> String {
    let _ = scenario;
    format!(
        "{} fires on {}.",
        finding.check.replace('-', " "),
        plain(&finding.subject)
    )
}
