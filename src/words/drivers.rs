//! Which assumption matters, in words.

use super::figures;
use super::laws::value;
use super::numbers::{amount, fixed, in_percent, list};
use crate::compare::{Drivers, VariantComparison};
use crate::model::{Assumptions, Scenario};
use crate::words::clean::inline;

/// Below this share of the variance an input is not named.
const WORTH_NAMING: f64 = 0.05;

/// Most inputs named in the sentence.
const MOST_NAMED: usize = 3;

/// How to read the section.
pub const DRIVERS_NOTE: &str = "How far a simulated figure varies has causes: the inputs that are not \
    known, and the luck of the day. The share says how much of the variation would go if one input were \
    known exactly. The two last columns move one input at a time to the ends of its range, the others \
    staying at their medians, with the same luck.";

/// Columns of [`DriversWords::lines`].
pub const DRIVERS_COLUMNS: [&str; 5] = [
    "Input",
    "Share of the variation (95 % interval)",
    "Days that reach it against all",
    "Figure with the input low",
    "Figure with the input high",
];

/// What drives one figure, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct DriversWords {
    /// The figure.
    pub title: String,
    /// The sentence that answers.
    pub lead: String,
    /// One line an input.
    pub lines: Vec<[String; 5]>,
    /// What else there is to say.
    pub more: Vec<String>,
}

/// Words what drives a figure.
pub fn drivers(
    scenario: &Scenario,
    variant: &VariantComparison,
    of: &Assumptions,
    it: &Drivers,
) -> Option<DriversWords> {
    let figure = variant.figures.get(it.figure)?;
    let reported = scenario.reported.get(figure.reported)?;
    let percent = figure.claim.percent;
    let share = |x: f64| in_percent(&fixed(100.0 * x.clamp(0.0, 1.0), 0));
    let lines = it.inputs.iter().map(|driver| {
        let input = &of.inputs[driver.input];
        let end = |at: usize| {
            let end = &driver.ends[at];
            format!(
                "{} at {}",
                amount(end.figure, percent),
                value(end.value, input.unit)
            )
        };
        [
            inline(&input.label),
            format!(
                "{} ({} to {})",
                share(driver.share.value),
                share(driver.share.low),
                share(driver.share.high)
            ),
            match (driver.distance, it.by_chance) {
                (Some(distance), Some(chance)) if distance > chance => format!("{distance:.2}"),
                (Some(distance), _) => format!("{distance:.2}, may be chance"),
                _ => "not told".into(),
            },
            end(0),
            end(1),
        ]
    });
    let named: Vec<String> = it
        .inputs
        .iter()
        .filter(|driver| driver.share.low > 0.0 && driver.share.value >= WORTH_NAMING)
        .take(MOST_NAMED)
        .map(|driver| {
            let label = inline(&of.inputs[driver.input].label);
            format!("{label} ({})", share(driver.share.value))
        })
        .collect();
    let lead = match named.is_empty() {
        true => "No single input explains a share of the variation worth naming.".into(),
        false => format!(
            "Most of what can be put down to one input is put down to {}.",
            list(&named)
        ),
    };
    let mut more = vec![format!(
        "What no input explains alone, interactions between inputs and the luck of the day, comes to \
         {} of the variation ({} to {}). Shares whose intervals overlap should not be ranked.",
        share(it.rest.value),
        share(it.rest.low),
        share(it.rest.high)
    )];
    if it.rest.value < 0.0 {
        more.push(
            "Inputs that go together explain the same variation twice, so the shares overlap."
                .into(),
        );
    }
    if it.by_chance.is_none() {
        more.push(
            "Too few simulated days reach the figure, or too few do not, to compare their inputs: see \
             what would have to be true."
                .into(),
        );
    }
    Some(DriversWords {
        title: figures::named(scenario, reported),
        lead,
        lines: lines.collect(),
        more,
    })
}
