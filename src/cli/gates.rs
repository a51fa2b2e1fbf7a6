//! When a finished run shall not end with 0: `--fail-if` and `--deny warnings`.
//!
//! Both read the document that is also printed by `--json`, so a run that is shown again ends as it
//! did the first time.

use clap::ValueEnum;
use serde_json::Value;

use super::args::Simulate;
use super::exit::{Exit, Failure};
use super::streams::Voice;
use crate::words::command as says;

/// A standing that `--fail-if` waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Threshold {
    /// Strained, outside or impossible
    Strained,
    /// Outside or impossible
    Outside,
    /// Impossible only
    Impossible,
}

impl Threshold {
    /// Whether a standing, given by its word, is this one or beyond.
    pub fn reached_by(self, standing: &str) -> bool {
        match self {
            Threshold::Strained => ["strained", "outside", "impossible"].contains(&standing),
            Threshold::Outside => ["outside", "impossible"].contains(&standing),
            Threshold::Impossible => standing == "impossible",
        }
    }
}

/// The exit of a finished run; says why when it is not 0.
pub fn exit(document: &str, args: &Simulate, voice: &Voice) -> Result<Exit, Failure> {
    let document: Value = serde_json::from_str(document).unwrap_or_default();
    let unmet = list(&document, "unmet");
    if args.deny.is_some() && !unmet.is_empty() {
        voice.say(says::denied(unmet.len()));
        return Ok(Exit::Scenario);
    }
    let found = args.fail_if.map_or(Vec::new(), |at| reached(&document, at));
    if found.is_empty() {
        return Ok(Exit::Done);
    }
    voice.note(says::failed_if(&found));
    Ok(Exit::Found)
}

/// Ids of the figures, and `joint`, that stand at the threshold or beyond under the base set of
/// assumptions, with their standings. A figure that was used to set an assumption is no test.
fn reached(document: &Value, threshold: Threshold) -> Vec<(&str, &str)> {
    let Some(base) = list(document, "variants").first() else {
        return Vec::new();
    };
    let figures = list(base, "comparisons")
        .iter()
        .filter(|figure| figure.get("used_for_assumptions") != Some(&Value::Bool(true)))
        .map(|figure| (text(figure, "id"), text(figure, "standing")));
    let joint = base.get("joint").filter(|joint| !joint.is_null());
    figures
        .chain(joint.map(|joint| ("joint", text(joint, "standing"))))
        .filter(|(_, standing)| threshold.reached_by(standing))
        .collect()
}

fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of.get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn text<'a>(of: &'a Value, key: &str) -> &'a str {
    of.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_takes_itself_and_what_lies_beyond() {
        let document = serde_json::json!({ "variants": [
            { "comparisons": [
                { "id": "a", "standing": "within" },
                { "id": "b", "standing": "strained" },
                { "id": "c", "standing": "impossible" },
                { "id": "e", "standing": "impossible", "used_for_assumptions": true },
            ], "joint": { "standing": "outside" } },
            { "comparisons": [{ "id": "d", "standing": "impossible" }], "joint": null },
        ]});
        let ids = |threshold| -> Vec<&str> {
            let reached = reached(&document, threshold);
            reached.iter().map(|it| it.0).collect()
        };
        assert_eq!(ids(Threshold::Strained), ["b", "c", "joint"]);
        assert_eq!(ids(Threshold::Outside), ["c", "joint"]);
        assert_eq!(ids(Threshold::Impossible), ["c"]);
    }
}
