//! The page: one self-contained HTML file that needs no script to be read. The only one it has
//! ([`steps`]) is compiled in and named by its hash, so that no other can run.
//!
//! The template and the style sheet are compiled in. Everything in them is escaped by default; only
//! the style sheet and the drawings of the chart room go in as they are.

mod assumed;
mod curves;
mod learnt;
pub mod lineup;
mod sections;
mod steps;
mod stories;
mod view;
mod walk;

use minijinja::value::Rest;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior, syntax::SyntaxConfig};

use super::{Plate, RunInfo};
use crate::compare::Comparison;
use crate::model::Scenario;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("style.css");

/// The page for a finished comparison. `roles` are the colours of the charts, on a light page and on
/// a dark page; a dark page replaces the first by the second.
pub fn page(
    scenario: &Scenario,
    comparison: &Comparison,
    plates: &[Plate],
    roles: &[(&str, &str)],
    run: &RunInfo,
) -> String {
    let mut view = view::View::of(scenario, comparison, plates, style(roles), run);
    let environment = environment();
    view.steps = steps::section(scenario, comparison, &environment);
    environment
        .render_named_str("page.html", TEMPLATE, Value::from(Serde(view)))
        .expect("the template is compiled in and a test renders it")
        .trim_start()
        .to_string()
}

/// What every template is filled in with: text of the author stays text, and a name that is not there is a
/// bug.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()
            .expect("the syntax is the default one"),
    );
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("fill", fill);
    environment
}

/// `text` with `{0}`, `{1}` … replaced by the values.
fn fill(text: &str, values: Rest<Value>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (number, after) = after.split_once('}').unwrap_or(("", after));
        let value = number.parse().ok().and_then(|at: usize| values.get(at));
        filled.push_str(&value.map_or_else(String::new, Value::to_string));
        rest = after;
    }
    filled + rest
}

/// The style sheet with the charts' colours for a dark page.
fn style(roles: &[(&str, &str)]) -> String {
    let recolour = |on: &str| {
        roles
            .iter()
            .flat_map(|(light, dark)| {
                [("fill", light, dark), ("stroke", light, dark)].map(|(what, light, dark)| {
                    format!("{on} svg [{what}=\"{light}\"]{{{what}:{dark}}}\n")
                })
            })
            .collect::<String>()
    };
    format!(
        "{STYLE}\n@media screen and (prefers-color-scheme: dark) {{\n{}}}\n",
        recolour("figure")
    )
}

#[cfg(test)]
mod tests;
