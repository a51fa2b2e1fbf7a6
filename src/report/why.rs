//! What would have to be true: on the terminal and as JSON.

use serde_json::{Value, json};

use super::json::{number, quantiles, rare};
use super::page::Page;
use super::{RunInfo, Style, clean, words};
use crate::compare::{From, Rare, VariantComparison, Why};
use crate::model::{Assumptions, Scenario};

/// Name and number of the document's schema.
pub const SCHEMA: &str = "scrutineer.why/1";

/// Answers under one set of assumptions.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a> {
    /// The set of assumptions, compared.
    pub variant: &'a VariantComparison,
    /// Its assumptions.
    pub of: &'a Assumptions,
    /// The answers.
    pub why: &'a [Why],
}

/// The whole text, at most 80 columns wide, lines ended by line feeds.
pub fn terminal(scenario: &Scenario, answers: &Answers<'_>, run: &RunInfo, style: Style) -> String {
    let mut page = Page::new(Style { width: 80, ..style });
    page.bold(&words::why_title(scenario));
    page.text(&words::why_setting(scenario, answers.variant, run.seed));
    for why in answers.why {
        one(
            &mut page,
            &words::why(scenario, answers.variant, answers.of, why),
        );
    }
    page.gap();
    page.text(words::WHY_NOTE);
    page.finish()
}

fn one(page: &mut Page, of: &words::WhyWords) {
    page.heading(&of.title);
    page.rule();
    page.text(&of.lead);
    for [input, before, after, shift] in &of.lines {
        page.item("- ", input);
        page.item("    ", &words::why_line(before, after, shift));
    }
    for more in [&of.others, &of.way, &of.stretch].into_iter().flatten() {
        page.text(more);
    }
}

/// The answers as one JSON document; ends with a line feed.
pub fn json(scenario: &Scenario, answers: &Answers<'_>, run: &RunInfo) -> String {
    let all = answers
        .why
        .iter()
        .map(|why| of_why(answers.variant, answers.of, why));
    let document = json!({
        "schema": SCHEMA,
        "scenario": clean::plain(&scenario.name),
        "version": clean::plain(&run.version),
        "seed": run.seed,
        "trials": answers.variant.trials,
        "variant": answers.variant.id,
        "answers": all.collect::<Vec<_>>(),
        "note": words::WHY_NOTE,
    });
    let mut text = serde_json::to_string_pretty(&document).expect("a JSON value always has a text");
    text.push('\n');
    text
}

/// One answer; numbers unrounded, scores in prior standard deviations.
pub(super) fn of_why(variant: &VariantComparison, of: &Assumptions, why: &Why) -> Value {
    let ids = why.of.iter().filter_map(|&at| variant.figures.get(at));
    json!({
        "of": ids.map(|figure| figure.id.as_str()).collect::<Vec<_>>(),
        "from": from(&why.from),
        "inputs": why.inputs.iter().map(|it| json!({
            "path": clean::plain(&of.inputs[it.input].path),
            "shift": number(it.moved.shift),
            "contraction": number(it.moved.contraction),
            "bits": number(it.moved.bits),
            "before": quantiles(&it.before),
            "after": quantiles(&it.after),
        })).collect::<Vec<_>>(),
        "way": why.way.as_ref().map(|way| json!({
            "distance": number(way.distance),
            "inputs": way.inputs.iter().map(|&(input, score, value)| json!({
                "path": clean::plain(&of.inputs[input].path),
                "score": number(score),
                "value": number(value),
            })).collect::<Vec<_>>(),
        })),
        "stretch": why.stretch.as_ref().map(|factor| json!({
            "factor": number(factor.value),
            "low": number(factor.low),
            "high": number(factor.high),
        })),
    })
}

fn from(of: &From) -> Value {
    match of {
        From::Trials { hits, trials } => json!({ "how": "trials", "days": hits, "of": trials }),
        From::Nearest { taken, trials } => json!({ "how": "nearest", "days": taken, "of": trials }),
        From::Sought(told) => json!({ "how": "sought", "rare": rare(&Rare::Told(told.clone())) }),
        From::NotFound(told) => {
            json!({ "how": "not-found", "rare": rare(&Rare::Told(told.clone())) })
        }
        From::NotTold(agreement) => {
            json!({ "how": "not-told", "rare": rare(&Rare::NotTold(*agreement)) })
        }
        From::Beyond(factor) => json!({ "how": "beyond", "factor": factor.map(number) }),
    }
}
