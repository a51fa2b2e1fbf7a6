//! A line-up: its pages, and the same as one JSON document, schema `scrutineer.lineup/1`.
//!
//! The document tells where the report stands: it is for programs that make another game of it, or count picks.

use serde_json::{Value, json};

use super::clean;
pub use super::html::lineup::{KEY, Made, PAGE, pages};
use super::json::number;
use crate::compare::lineup::{Lane, LineUp, PANELS};
use crate::model::Scenario;
use crate::words::lineup as says;

/// Name and number of the document's schema.
pub const SCHEMA: &str = "scrutineer.lineup/1";

/// The line-up of a set of assumptions `variant`; ends with a line feed. `position` counts panels from 1, as the pages do.
pub fn json(
    scenario: &Scenario,
    of: &LineUp,
    (variant, seed): (&str, u64),
    made: &Made<'_>,
) -> String {
    let figures = of.figures.iter().enumerate();
    let document = json!({
        "schema": SCHEMA,
        "scenario": clean::plain(&scenario.name),
        "title": clean::plain(&scenario.title),
        "version": clean::plain(made.version),
        "seed": seed,
        "variant": clean::plain(variant),
        "panels": PANELS,
        "position": of.position + 1,
        "days": (0..PANELS).map(|panel| of.day(panel).map(|day| day + 1)).collect::<Vec<_>>(),
        "figures": figures.map(|(at, lane)| figure(scenario, of, at, lane)).collect::<Vec<_>>(),
        "command": clean::plain(&made.command),
        "note": says::NOTE,
    });
    let mut text = serde_json::to_string_pretty(&document).expect("a JSON value always has a text");
    text.push('\n');
    text
}

fn figure(scenario: &Scenario, of: &LineUp, at: usize, lane: &Lane) -> Value {
    let reported = &scenario.reported[lane.reported];
    let [below, level, above] = lane.around(of.position);
    json!({
        "id": clean::plain(&reported.id),
        "letter": says::letter(at),
        "label": clean::plain(&reported.label),
        "shown_as": says::name(scenario, reported),
        "unit": if lane.percent { "percent" } else { "persons" },
        "decimals": lane.decimals,
        "values": lane.values.iter().map(|&it| number(it)).collect::<Vec<_>>(),
        "days_below": below,
        "days_level": level,
        "days_above": above,
    })
}
