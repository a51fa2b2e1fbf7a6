//! The comparison as one JSON document, schema `scrutineer.compare/1`.
//!
//! Numbers are unrounded; what does not exist is `null`. Fields may be added within a schema number;
//! none changes its meaning or disappears.

use serde_json::{Map, Value, json};

use super::stations::of_stations;
use super::stories::of_accounts;
use super::tables::assumptions;
use super::why::of_why;
use super::{RunInfo, clean, words};
use crate::compare::{
    Agreement, Battery, Bound, Claim, Comparison, Drivers, FigureComparison, Finding, Joint,
    Quantiles, Rare, Side, Tail, Together, VariantComparison,
};
use crate::model::{Assumptions, Scenario};
use crate::units::Estimate;

/// Name and number of the document's schema.
pub const SCHEMA: &str = "scrutineer.compare/1";

/// The whole comparison; ends with a line feed.
pub fn json(scenario: &Scenario, comparison: &Comparison, run: &RunInfo) -> String {
    let checks: Vec<Value> = comparison
        .findings
        .iter()
        .map(|f| check(scenario, f))
        .collect();
    let variants: Vec<Value> = comparison
        .variants
        .iter()
        .map(|v| variant(scenario, v, &checks))
        .collect();
    let answer = words::answer(scenario, comparison);
    let mut document = json!({
        "schema": SCHEMA,
        "scenario": clean::plain(&scenario.name),
        "title": clean::plain(&scenario.title),
        "control": scenario.control,
        "question": scenario.question.as_deref().map(clean::plain),
        "authors_answer": scenario.answer.as_deref().map(clean::plain),
        "version": clean::plain(&run.version),
        "seed": run.seed,
        "trials": run.trials,
        "lane": run.lane,
        "interrupted": run.interrupted,
        "answer": answer.lead,
        "variants": variants,
        "checks": checks,
        "looks": comparison.looks.by_check.iter().map(|(name, looks, findings)| json!({
            "check": name, "looks": looks, "findings": findings,
        })).collect::<Vec<_>>(),
        "expected_by_chance": number(comparison.looks.expected_by_chance),
        "looks_at_days": comparison.looks_at_days(),
        "expected_strained": number(comparison.expected_strained()),
        "battery": comparison.battery.as_ref().map(battery),
        "moved": comparison.moved.iter().map(|it| super::sweep::part(scenario, it)).collect::<Vec<_>>(),
        "unmet": comparison.unmet.iter().map(|u| json!({
            "expected": clean::plain(&u.expected), "found": clean::plain(&u.found),
        })).collect::<Vec<_>>(),
    });
    if !comparison.stations.is_empty() {
        let sets = comparison.stations.iter();
        document["stations"] = sets.map(|it| of_stations(scenario, it)).collect();
    }
    let mut text = serde_json::to_string_pretty(&document).expect("a JSON value always has a text");
    text.push('\n');
    text
}

fn battery(of: &Battery) -> Value {
    json!({
        "days": of.days,
        "alarms": of.alarms,
        "rate": number(of.rate.value),
        "rate_low": number(of.rate.low),
        "rate_high": number(of.rate.high),
        "hard": of.hard,
        "outside": of.outside,
        "looks": of.looks,
        "most_of_one_look": of.most_of_one,
        "of_all_looks": of.of_all,
    })
}

fn variant(scenario: &Scenario, of: &VariantComparison, checks: &[Value]) -> Value {
    json!({
        "id": of.id,
        "label": clean::plain(&of.label),
        "trials": of.trials,
        "chance_only_trials": of.frozen_trials,
        "comparisons": of.figures.iter().map(|f| comparison(scenario, f)).collect::<Vec<_>>(),
        "joint": of.joint.as_ref().map(|j| joint(of, j)),
        "together": of.together.iter().map(|t| together(scenario, of, t)).collect::<Vec<_>>(),
        "drivers": of.drivers.iter()
            .map(|it| drivers(of, assumptions(scenario, &of.id), it))
            .collect::<Vec<_>>(),
        "why": of.why.iter()
            .map(|why| of_why(of, assumptions(scenario, &of.id), why))
            .collect::<Vec<_>>(),
        "accounts": of.accounts.iter().map(|it| of_accounts(scenario, it)).collect::<Vec<_>>(),
        "checks": checks,
        "warnings": of.warnings.iter().map(words::warning).collect::<Vec<_>>(),
    })
}

fn comparison(scenario: &Scenario, of: &FigureComparison) -> Value {
    let reported = words::reported(scenario, of);
    let mut claimed = claim(&of.claim);
    claimed.insert("printed".into(), amount(of.claim.printed, of.claim.percent));
    claimed.insert("unit".into(), unit(&of.claim).into());
    if let Some(reported) = reported {
        claimed.insert("words".into(), words::published(&reported.figure).into());
    }
    json!({
        "id": of.id,
        "label": reported.map(|r| clean::plain(&r.label)),
        "claim": claimed,
        "simulated": quantiles(&of.simulated),
        "chance_only": quantiles(&of.chance_only),
        "tail": tail(&of.tail),
        "bound": bound(&of.bound),
        "rare": of.rare.as_ref().map(rare),
        "bound_open": of.bound.open,
        "standing": of.standing.word(),
        "headline": reported.is_some_and(|r| r.headline),
        "used_for_assumptions": reported.is_some_and(|r| r.used_for_assumptions),
    })
}

/// The word for the unit of a claim.
pub(super) fn unit(claim: &Claim) -> &'static str {
    if claim.percent { "percent" } else { "persons" }
}

fn claim(of: &Claim) -> Map<String, Value> {
    let edge = |x: Option<f64>| x.map_or(Value::Null, |x| amount(x, of.percent));
    let mut map = Map::new();
    map.insert("lowest".into(), edge(of.lowest));
    map.insert("highest".into(), edge(of.highest));
    map.insert("lowest_included".into(), of.lowest_included.into());
    map.insert("highest_included".into(), of.highest_included.into());
    map
}

/// Quantiles by name.
pub(super) fn quantiles(q: &Quantiles) -> Value {
    json!({
        "median": number(q.median), "q025": number(q.q025), "q05": number(q.q05),
        "q10": number(q.q10), "q25": number(q.q25), "q75": number(q.q75),
        "q90": number(q.q90), "q95": number(q.q95), "q975": number(q.q975), "lowest": number(q.lowest), "highest": number(q.highest),
    })
}

/// What drives a figure; shares of its variance, unrounded.
fn drivers(variant: &VariantComparison, of: &Assumptions, it: &Drivers) -> Value {
    let share = |of: &Estimate| {
        json!({
            "value": number(of.value), "low": number(of.low), "high": number(of.high),
        })
    };
    json!({
        "of": variant.figures.get(it.figure).map(|figure| figure.id.as_str()),
        "inputs": it.inputs.iter().map(|driver| json!({
            "path": clean::plain(&of.inputs[driver.input].path),
            "share": share(&driver.share),
            "distance": driver.distance.map(number),
            "ends": driver.ends.map(|end| json!({
                "value": number(end.value), "figure": number(end.figure),
            })),
        })).collect::<Vec<_>>(),
        "rest": share(&it.rest),
        "straight": number(it.straight),
        "distance_by_chance": it.by_chance.map(number),
        "middle": number(it.middle),
        "days": it.days,
    })
}

/// What a search for days that reach a claim came to; `p` is null where it was not told.
pub(super) fn rare(of: &Rare) -> Value {
    let agreement = |of: &Agreement| {
        json!({
            "days": of.days, "distance": number(of.distance), "allowed": number(of.allowed),
        })
    };
    match of {
        Rare::NotTold(of) => json!({ "p": Value::Null, "agreement": agreement(of) }),
        Rare::Told(of) => json!({
            "p": number(of.area.value),
            "low": number(of.area.low),
            "high": number(of.area.high),
            "level": of.area.level,
            "bound_only": of.bound_only,
            "bits": number(of.bits),
            "searches": of.runs,
            "particles": of.particles,
            "days": of.days,
            "levels": number(of.levels),
            "ancestors": of.ancestors,
            "spread_ratio": number(of.spread_ratio),
            "alarm": of.alarm,
            "confirmed": { "hits": of.confirmed.0, "days": of.confirmed.1 },
            "agreement": agreement(&of.agreement),
        }),
    }
}

fn tail(of: &Tail) -> Value {
    json!({
        "direction": side(of.side),
        "hits": of.hits,
        "trials": of.trials,
        "p": number(of.p),
        "interval": [number(of.area.low), number(of.area.high)],
        "bits": number(of.bits),
        "level": number(of.area.level),
        "doubled": of.doubled,
        "p_decisive": number(of.p_decisive),
    })
}

/// The word for a side of a distribution.
pub(super) fn side(side: Side) -> &'static str {
    match side {
        Side::High => "high",
        Side::Low => "low",
    }
}

/// A hard bound; `null` where there is neither a smallest nor a largest value.
fn bound(of: &Bound) -> Value {
    if of.lowest.is_none() && of.highest.is_none() {
        return Value::Null;
    }
    json!({
        "lowest": of.lowest.map(number),
        "highest": of.highest.map(number),
        "broken": of.broken,
        "arithmetic": of.steps.iter().map(words::bound_step).collect::<Vec<_>>(),
    })
}

fn joint(variant: &VariantComparison, of: &Joint) -> Value {
    let ids: Vec<&str> = of
        .of
        .iter()
        .filter_map(|at| variant.figures.get(*at).map(|f| f.id.as_str()))
        .collect();
    json!({
        "of": ids,
        "tail": tail(&of.tail),
        "claimed": of.claimed,
        "bound": bound(&of.voters),
        "must_be_double": of.must_be_double,
        "may_be_double": of.may_be_double,
        "rare": of.rare.as_ref().map(rare),
        "standing": of.standing.word(),
    })
}

fn together(scenario: &Scenario, variant: &VariantComparison, of: &Together) -> Value {
    let id = |at: &usize| variant.figures.get(*at).map(|f| f.id.as_str());
    let polls = &assumptions(scenario, &variant.id).polls;
    json!({
        "poll": of.poll.and_then(|at| polls.get(at)).map(|poll| poll.id.as_str()),
        "of": of.of.iter().filter_map(id).collect::<Vec<_>>(),
        "left_out": of.follow.iter().filter_map(id).collect::<Vec<_>>(),
        "hits": of.hits,
        "trials": of.trials,
        "p": number(of.p),
        "interval": [number(of.area().low), number(of.area().high)],
        "neighbour": of.k,
        "compared": of.compared,
        "p_extreme": number(of.p_extreme),
        "parts": of.parts.iter().map(|part| json!({
            "id": id(&part.figure),
            "alone": number(part.alone),
            "given_others": number(part.given_others),
            "sticks_out": part.sticks_out,
        })).collect::<Vec<_>>(),
    })
}

fn check(scenario: &Scenario, of: &Finding) -> Value {
    json!({
        "check": of.check,
        "grade": of.grade.word(),
        "subject": clean::plain(&of.subject),
        "message": words::finding(scenario, of),
        "chance": of.chance.map(number),
    })
}

/// A number, whole when it is; `null` when it is not finite.
pub(super) fn number(x: f64) -> Value {
    if x.fract() == 0.0 && x.abs() < 9e15 {
        json!(x as i64)
    } else if x.is_finite() {
        json!(x)
    } else {
        Value::Null
    }
}

/// Persons as whole numbers, percentages as they are.
fn amount(x: f64, percent: bool) -> Value {
    if percent && x.is_finite() {
        json!(x)
    } else {
        number(x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn the_sample_as_json() {
        insta::assert_snapshot!(json(
            &sample::scenario(),
            &sample::comparison(),
            &sample::run()
        ));
    }

    #[test]
    fn it_is_json_whatever_the_numbers_and_the_text() {
        for text in sample::HOSTILE {
            let (scenario, mut comparison) = sample::hostile(text);
            comparison.variants[0].figures[0].simulated.median = f64::NAN;
            comparison.variants[0].figures[0].tail.bits = f64::INFINITY;
            let out = json(&scenario, &comparison, &sample::run());
            let back: Value = serde_json::from_str(&out).unwrap();
            let first = &back["variants"][0]["comparisons"][0];
            assert_eq!(first["simulated"]["median"], Value::Null);
            assert_eq!(first["tail"]["bits"], Value::Null);
        }
    }

    #[test]
    fn numbers_are_unrounded() {
        let out = json(&sample::scenario(), &sample::comparison(), &sample::run());
        let back: Value = serde_json::from_str(&out).unwrap();
        let p = back["variants"][0]["comparisons"][0]["tail"]["p"]
            .as_f64()
            .unwrap();
        assert_eq!(p, 8.0 / 10_001.0);
    }
}
