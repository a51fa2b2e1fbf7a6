//! The arithmetic of reports on real figures: trusted polls raise no alarm, known contradictions are
//! found, and of known slips of the pen the right repair is offered.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions

mod common;

use common::reports::scenario;
use scrutineer::compare::arithmetic::{Amount, CHECKS, Fact, examine, percentage};
use scrutineer::compare::{Finding, Grade};
use scrutineer::model::Expectation;
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
        expectations_hold(&case, &findings);
        let taken: u64 = looks.by_check.iter().map(|(_, looks, _)| looks).sum();
        assert!(taken > 3, "{}: {taken} looks", case["case"]);
    }
}

#[test]
fn known_findings_are_found() {
    for case in data(include_str!("data/cases_findings.json"), "cases") {
        let (findings, _) = examine(&scenario(&case));
        expectations_hold(&case, &findings);
    }
}

/// Every check that the case names is as the case says; at least one is named.
fn expectations_hold(case: &Value, findings: &[Finding]) {
    let expected = case["expect"].as_array().unwrap();
    assert!(!expected.is_empty(), "{}", case["case"]);
    for expected in expected {
        let (check, grade) = (expected[0].as_str().unwrap(), expected[1].as_str().unwrap());
        assert!(CHECKS.contains(&check), "{check}");
        let mut of_check = findings.iter().filter(|f| f.check == check);
        let met = match grade {
            "quiet" => of_check.next().is_none(),
            grade => of_check.any(|f| f.grade.word() == grade),
        };
        let told = told(case, findings);
        assert!(met, "{}: {check} is not {grade}\n{told}", case["case"]);
    }
}

/// The checks that rest on more than counts speak of what they rest on.
#[test]
fn results_are_held_against_thresholds_boycotts_curves_and_other_counts() {
    let findings = data(include_str!("data/cases_findings.json"), "cases");
    let controls = data(include_str!("data/cases_controls.json"), "cases");
    let said = |name: &str, check: &str| -> String {
        let mut cases = findings.iter().chain(&controls);
        let case = cases.find(|case| case["case"] == name).unwrap();
        let (found, _) = examine(&scenario(case));
        let of_check = found.iter().find(|f| f.check == check);
        words::finding(&scenario(case), of_check.unwrap())
    };
    for (case, check, parts) in [
        // 55 % of 415,663 valid votes is 228,614.65.
        (
            "montenegro_2006",
            "threshold",
            &["228,615", "2,046 to spare"][..],
        ),
        // Half of 1,219,395.
        (
            "republika_srpska_2016",
            "threshold",
            &["609,698", "70,418 to spare"],
        ),
        // 3,521,724 of 6,639,385 + 1,000,000 is 46.1 %.
        (
            "serbia_2006",
            "exclusion-base",
            &["1,000,000", "7,639,385", "would have missed"],
        ),
        ("norway_1905", "exclusion-base", &["Women", "440,000"]),
        // 1 - 47.03 / 54.91 = 14.4 % in the last 2 of 26 hours.
        ("serbia_2006", "hourly-curve", &["14.35 %", "7.69 %"]),
        // 6,885,000 - 5,326,104.
        (
            "venezuela_2024",
            "parallel-count",
            &["5,326,104", "1,558,896 more"],
        ),
        // (36.6 - 0.48 x 16.7) / 0.52 = 54.97.
        (
            "poland_1946",
            "parallel-count",
            &["16.7 %", "48 %", "54.96"],
        ),
        (
            "puerto_rico_2017",
            "representativeness",
            &["97.18 %", "22.23 %"],
        ),
        ("catalonia_2017", "representativeness", &["37.81 %"]),
        // 26,000 of 132,000 adults stay away but for 1 in 10,000: 132,328 x 106,002.6 / 132,000.
        (
            "karabakh_1991_2006",
            "boycott-bound",
            &["108,736", "Azerbaijanis", "106,266"],
        ),
        ("abkhazia_1999", "counts-missing", &["2 percentages"]),
    ] {
        let said = said(case, check);
        let found = parts.iter().all(|part| said.contains(part));
        assert!(found, "{case} {check} {parts:?}: {said}");
    }
}

#[test]
fn shipped_controls_are_as_quiet_as_they_say() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/controls");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "toml"))
        .collect();
    files.sort();
    assert!(files.len() >= 7, "{files:?}");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = file.display().to_string();
        let tables = |name: &str| Ok(std::fs::read(file.with_file_name(name)).unwrap().into());
        let of = scrutineer::scenario::read_with_tables(&text, &name, &[], &tables);
        let of = of.unwrap().scenario;
        assert!(of.control, "{name}");
        let (findings, _) = examine(&of);
        let told = |f: &Finding| format!("{} {}", f.check, words::finding(&of, f));
        let all: Vec<String> = findings.iter().map(told).collect();
        assert!(
            findings.iter().all(|f| f.grade != Grade::Hard),
            "{name}\n{all:?}"
        );
        for expected in &of.expect {
            let Expectation::Check { check, grade } = expected else {
                continue;
            };
            let mut of_check = findings.iter().filter(|f| f.check == check);
            let met = match &grade[..] {
                "quiet" => of_check.next().is_none(),
                grade => of_check.any(|f| f.grade.word() == grade),
            };
            assert!(met, "{name}: {check} is not {grade}\n{}", all.join("\n"));
        }
    }
}

/// Rival claims and rejected papers, which none of the recorded cases has.
#[test]
fn brackets_and_margins_are_notes() {
    let case = serde_json::json!({
        "case": "made-up",
        "polls": [{ "id": "main", "label": "Poll", "contests":
            [{ "label": "Bridge", "options": ["Yes", "No"] }] }],
        "figures": [
            { "id": "a", "polls": [0], "quantity": "turnout", "rounded": [40, 1], "claimant": "one side" },
            { "id": "b", "polls": [0], "quantity": "turnout", "rounded": [66, 1], "claimant": "other side" },
            { "id": "c", "polls": [0], "quantity": "turnout", "rounded": [54, 1], "claimant": "commission" },
            { "id": "yes", "polls": [0], "quantity": "votes", "exact": 1_010, "contest": 0, "option": 0 },
            { "id": "no", "polls": [0], "quantity": "votes", "exact": 1_000, "contest": 0, "option": 1 },
            { "id": "invalid", "polls": [0], "quantity": "invalid", "exact": 10, "contest": 0 },
        ],
        "expect": [["rival-claims", "note"], ["rejected-vs-margin", "note"]],
    });
    let (findings, _) = examine(&scenario(&case));
    expectations_hold(&case, &findings);
    assert!(findings.iter().all(|f| f.grade == Grade::Note));
    let all = told(&case, &findings);
    for part in [
        "from 40 % (one side) to 66 % (other side); between them 54 % (commission)",
        "10 votes between 1,010 votes for Yes",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    let mut fewer = case.clone();
    fewer["figures"][5]["exact"] = 9.into();
    let (findings, _) = examine(&scenario(&fewer));
    assert!(findings.iter().all(|f| f.check != "rejected-vs-margin"));
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
