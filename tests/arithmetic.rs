//! The arithmetic of reports on real figures: trusted polls raise no alarm, known contradictions are
//! found, and of known slips of the pen the right repair is offered.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions

mod common;

use common::reports::scenario;
use scrutineer::compare::arithmetic::{Amount, CHECKS, Fact, examine, percentage};
use scrutineer::compare::{Finding, Grade};
use scrutineer::units::MicroPercent;
use scrutineer::words;
use serde_json::Value;

fn data(text: &str, list: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(text).unwrap();
    file[list].as_array().unwrap().clone()
}

fn told(case: &Value, findings: &[Finding]) -> String {
    let of = scenario(case);
    let lines = findings
        .iter()
        .map(|f| format!("{} {}: {}", f.grade.word(), f.check, words::finding(&of, f)));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn controls_raise_no_hard_finding() {
    let cases = data(include_str!("data/cases_controls.json"), "cases");
    assert!(cases.len() >= 6);
    for case in cases {
        let (findings, looks) = examine(&scenario(&case));
        let hard = findings.iter().any(|f| f.grade == Grade::Hard);
        assert!(!hard, "{}\n{}", case["case"], told(&case, &findings));
        assert!(
            findings.iter().all(|f| f.check != "near-unanimity"),
            "{}",
            case["case"]
        );
        let taken: u64 = looks.by_check.iter().map(|(_, looks, _)| looks).sum();
        assert!(taken > 3, "{}: {taken} looks", case["case"]);
    }
}

#[test]
fn known_findings_are_found() {
    for case in data(include_str!("data/cases_findings.json"), "cases") {
        let (findings, _) = examine(&scenario(&case));
        for expected in case["expect"].as_array().unwrap() {
            let (check, grade) = (expected[0].as_str().unwrap(), expected[1].as_str().unwrap());
            assert!(CHECKS.contains(&check), "{check}");
            let mut of_check = findings.iter().filter(|f| f.check == check);
            let met = match grade {
                "quiet" => of_check.next().is_none(),
                grade => of_check.any(|f| f.grade.word() == grade),
            };
            let told = told(&case, &findings);
            assert!(met, "{}: {check} is not {grade}\n{told}", case["case"]);
        }
    }
}

#[test]
fn the_right_repair_is_offered_for_every_slip() {
    for case in data(include_str!("data/slips.json"), "slips") {
        let of = scenario(&case);
        let (findings, _) = examine(&of);
        let offered: Vec<Amount> = findings
            .iter()
            .filter(|finding| finding.check == case["by"].as_str().unwrap())
            .flat_map(|finding| match &finding.fact {
                Fact::Slip { repairs, .. } => repairs.iter().map(|r| r.repaired).collect(),
                Fact::PercentMisfit { ratio, .. } => {
                    let of_term = |terms: &[scrutineer::compare::arithmetic::Term]| {
                        terms.iter().map(|t| t.span.exact().unwrap()).sum::<i128>()
                    };
                    let hundredth = MicroPercent(10_000);
                    let gives = percentage(of_term(&ratio.part), of_term(&ratio.base), hundredth);
                    vec![Amount::Percent(gives.unwrap())]
                }
                _ => Vec::new(),
            })
            .collect();
        let repaired = &case["repaired"];
        let right = match repaired.as_i64() {
            Some(count) => Amount::Count(count.into()),
            None => Amount::Percent(MicroPercent::from_f64(repaired.as_f64().unwrap()).unwrap()),
        };
        let told = told(&case, &findings);
        let name = format!("{} {}", case["case"], case["figure"]);
        assert!(offered.contains(&right), "{name}: {offered:?}\n{told}");
        if case["sole"].as_bool().unwrap() {
            assert_eq!(offered, [right], "{name}\n{told}");
        }
    }
}

#[test]
fn the_first_case_reads_as_its_sources_do() {
    let text = include_str!("../scenarios/south-ossetia-2006.toml");
    let of = scrutineer::scenario::read(text, "south-ossetia-2006.toml")
        .unwrap()
        .scenario;
    let (findings, looks) = examine(&of);
    let said: Vec<String> = findings
        .iter()
        .map(|f| format!("{} {}: {}", f.grade.word(), f.check, words::finding(&of, f)))
        .collect();
    for (start, parts) in [
        (
            "hard percent-vs-counts",
            &[
                "52,163 of 55,163 is 94.56 %",
                "52,433 to 52,487 ballots",
                "54,822 to 54,879",
            ][..],
        ),
        ("hard stage-consistency", &["52,337", "52,163", "174 fewer"]),
        (
            "assumptions sum-identity",
            &["= 52,443 is 280 more than 52,163"],
        ),
        (
            "assumptions history",
            &["1.79 times 29,169", "2.33 times 22,407"],
        ),
        (
            "assumptions joint-feasibility",
            &["93,663", "take part twice"],
        ),
        ("assumptions register-vs-population", &["about 57,000"]),
        (
            "note turnout-base",
            &["52,337", "95.2 %", "54,947 to 55,004, not 55,163"],
        ),
        (
            "note percent-first",
            &["52,030", "94.6 % of 55,000", "1 of 55 cases"],
        ),
        (
            "note coincidence",
            &["exactly 3,000", "differ in one digit"],
        ),
        ("note same-figure", &["= 52,163 equals 52,163"]),
        ("note register-frozen", &["55,163", "12", "55,151"]),
        (
            "note throughput",
            &["42,000", "one voter every 27.1 seconds"],
        ),
    ] {
        let found = said
            .iter()
            .any(|line| line.starts_with(start) && parts.iter().all(|part| line.contains(part)));
        assert!(found, "{start} {parts:?}\n{}", said.join("\n"));
    }
    let hard = findings.iter().filter(|f| f.grade == Grade::Hard).count();
    assert_eq!(hard, 2, "{}", said.join("\n"));
    // 99.88 % is of valid votes, and the scenario says so: it fits.
    assert!(!said.iter().any(|line| line.contains("99.88")));
    assert!(looks.expected_by_chance > 0.0 && looks.expected_by_chance < 1.0);
    let names: Vec<&str> = looks.by_check.iter().map(|(name, ..)| *name).collect();
    assert_eq!(names, CHECKS);
}
