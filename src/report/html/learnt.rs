//! The sections of the page about what the figures would need, and what drives them.

use serde::Serialize;

use crate::compare::VariantComparison;
use crate::model::Scenario;
use crate::words;

/// What would have to be true for one claim.
#[derive(Serialize)]
pub struct WhyView {
    title: String,
    lead: String,
    lines: Vec<[String; 4]>,
    more: Vec<String>,
}

/// The answers of the base set.
pub fn why(scenario: &Scenario, of: &VariantComparison) -> Vec<WhyView> {
    let view = |why| {
        let words = words::why(scenario, of, &scenario.assumptions, why);
        let more = [words.others, words.way, words.stretch];
        WhyView {
            title: words.title,
            lead: words.lead,
            lines: words.lines,
            more: more.into_iter().flatten().collect(),
        }
    };
    of.why.iter().map(view).collect()
}

/// What drives one figure.
#[derive(Serialize)]
pub struct DriversView {
    title: String,
    lead: String,
    lines: Vec<[String; 5]>,
    more: Vec<String>,
}

/// What drives the headline figures of the base set.
pub fn drivers(scenario: &Scenario, of: &VariantComparison) -> Vec<DriversView> {
    let view = |it| {
        let words = words::drivers(scenario, of, &scenario.assumptions, it)?;
        Some(DriversView {
            title: words.title,
            lead: words.lead,
            lines: words.lines,
            more: words.more,
        })
    };
    of.drivers.iter().filter_map(view).collect()
}
