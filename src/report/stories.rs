//! Accounts of how figures arose, as JSON.

use serde_json::{Value, json};

use super::json::number;
use super::{clean, words};
use crate::compare::{Accounts, Evidence, SPREADS};
use crate::model::Scenario;

/// All accounts of the same figures; the account that they are the rounded count has the id `honest`.
pub(super) fn of_accounts(scenario: &Scenario, of: &Accounts) -> Value {
    let id = |story: Option<usize>| match story.and_then(|at| scenario.stories.get(at)) {
        Some(story) => clean::plain(&story.id),
        None => "honest".into(),
    };
    let about = of.about.iter().filter_map(|&at| scenario.reported.get(at));
    let pairs = (0..of.accounts.len())
        .flat_map(|second| (second + 1..of.accounts.len()).map(move |first| (first, second)));
    json!({
        "about": about.map(|it| clean::plain(&it.id)).collect::<Vec<_>>(),
        "spreads": SPREADS,
        "accounts": of.accounts.iter().map(|it| json!({
            "id": id(it.story),
            "evidence": it.evidence.iter()
                .map(|row| row.as_ref().map(|row| row.iter().map(evidence).collect::<Vec<_>>()))
                .collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "ratios": pairs.map(|(first, second)| {
            let it = of.weighing(first, second);
            json!({
                "of": id(of.accounts[first].story),
                "to": id(of.accounts[second].story),
                "ratio": number(it.ratio),
                "low": number(it.low),
                "high": number(it.high),
                "at_least": it.at_least,
                "at_most": it.at_most,
                "apart": it.apart,
            })
        }).collect::<Vec<_>>(),
        "words": words::stories(scenario, of).pairs,
    })
}

fn evidence(of: &Evidence) -> Value {
    json!({
        "value": number(of.area.value),
        "low": number(of.area.low),
        "high": number(of.area.high),
        "bound_only": of.bound_only,
    })
}
