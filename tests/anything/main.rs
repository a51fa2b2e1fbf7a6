//! Whatever the format can say, said by dice in a file, goes all the way: text, model, days in every lane that
//! can play them, comparison, weighing of accounts, charts, page, tables, terminal. Nothing panics, and on
//! every day everybody who came has one fate.
//!
//! `ANYTHING_REFUSED=1` shows why a scenario was refused. The night plays 10,000 scenarios:
//! `cargo test --release --test anything -- --ignored --nocapture` (about twenty minutes).

mod text;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use scrutineer::chart;
use scrutineer::compare::{self, Search};
use scrutineer::engine::{self, Freeze, Lane};
use scrutineer::model::{Assumptions, Scenario};
use scrutineer::random::Seed;
use scrutineer::report::{self, RunInfo, Style};
use scrutineer::scenario::{self, NoTable};
use scrutineer::stats::splitting::Effort;
use scrutineer::trials::{self, Go, Outcome, Settings, TrialTable, TrialsError, VariantRun};
use text::{Made, made};

const SEED: Seed = Seed(20_061_112);

/// Days of each set of assumptions.
const DAYS: u64 = 4;

fn sets(scenario: &Scenario) -> impl Iterator<Item = (&str, &Assumptions)> {
    let variants = scenario.variants.iter();
    let variants = variants.map(|it| (it.id.as_str(), &it.assumptions));
    std::iter::once(("base", &scenario.assumptions)).chain(variants)
}

fn play(of: &Assumptions, lane: Lane, freeze: Freeze) -> Result<TrialTable, TrialsError> {
    let settings = Settings {
        seed: SEED,
        first: 0,
        trials: DAYS,
        freeze,
        lane,
        threads: Some(1),
    };
    trials::run(of, &settings, &|_| Go::On)
}

/// Everybody who came has one fate and every ballot one mark, on every day of a table.
fn assert_conserved(of: &Assumptions, table: &TrialTable, lane: Lane) {
    assert_eq!(table.len as u64, DAYS);
    let get = |outcome| table.column(outcome).expect("every table has it");
    for (poll, model) in of.polls.iter().enumerate() {
        for (day, &cast) in get(Outcome::BallotsCast { poll }).iter().enumerate() {
            if lane != Lane::Count {
                let fates = [
                    Outcome::TurnedAway { poll },
                    Outcome::GaveUp { poll },
                    Outcome::OutOfPapers { poll },
                    Outcome::Unserved { poll },
                ];
                let lost: i64 = fates.iter().map(|&it| get(it)[day]).sum();
                assert_eq!(get(Outcome::Came { poll })[day], cast + lost);
            }
            let by_set =
                (0..model.stations.len()).map(|set| get(Outcome::BySet { poll, set })[day]);
            assert_eq!(by_set.sum::<i64>(), cast);
            for (contest, asked) in model.contests.iter().enumerate() {
                let votes = (0..asked.options.len()).map(|option| {
                    get(Outcome::Votes {
                        poll,
                        contest,
                        option,
                    })[day]
                });
                let invalid = get(Outcome::Invalid { poll, contest })[day];
                assert_eq!(votes.sum::<i64>() + invalid, cast);
            }
            let admitted = model.admits.iter().map(|it| it.group.0);
            let adults = admitted.map(|group| get(Outcome::Adults { group })[day]);
            assert_eq!(adults.sum::<i64>(), get(Outcome::Eligible { poll })[day]);
        }
    }
    let negative = table.counts.iter().flatten().any(|&n| n < 0);
    assert!(!negative, "a count is never below 0");
    assert!(table.inputs.iter().flatten().all(|it| it.is_finite()));
}

/// Lanes that can play a scenario and answer what it asks.
fn lanes(scenario: &Scenario) -> Vec<Lane> {
    let plays = |lane| sets(scenario).all(|(_, of)| engine::lanes(of, lane).is_ok());
    let timed = scenario
        .reported
        .iter()
        .any(|it| it.quantity.hour().is_some());
    let mut lanes = Vec::new();
    if scenario.clock {
        lanes.extend([Lane::Auto, Lane::Agenda]);
        lanes.extend(plays(Lane::Station).then_some(Lane::Station));
    }
    if !timed {
        lanes.push(Lane::Count);
    }
    lanes
}

/// What became of a scenario.
#[derive(Default)]
struct Seen {
    refused: u64,
    not_drawn: u64,
    whole: u64,
    days: u64,
    files: u64,
    lanes: BTreeSet<&'static str>,
    losses: [i64; 4],
}

fn runs(scenario: &Scenario, lane: Lane) -> Result<Vec<VariantRun>, TrialsError> {
    let run = |(id, of): (&str, &Assumptions)| {
        let table = play(of, lane, Freeze::No)?;
        let frozen = play(of, lane, Freeze::Inputs)?;
        assert_conserved(of, &table, lane);
        assert_conserved(of, &frozen, lane);
        Ok(VariantRun::whole(id, table, frozen, DAYS))
    };
    sets(scenario).map(run).collect()
}

/// Takes one scenario all the way.
fn go(made: &Made, seen: &mut Seen, drawn: bool) {
    let tables = |_: &str| match &made.table {
        Some(table) => Ok(Arc::from(table.as_bytes())),
        None => Err(NoTable::Missing),
    };
    let checked = match scenario::read_with_tables(&made.text, "made.toml", &[], &tables) {
        Ok(checked) => checked,
        Err(problems) => {
            assert!(problems.render(false).lines().count() > 1, "it says why");
            seen.refused += 1;
            if std::env::var_os("ANYTHING_REFUSED").is_some() {
                println!("{}", problems.render(false));
            }
            return;
        }
    };
    let scenario = &checked.scenario;
    let resolved = scenario::resolved_with_tables(&made.text, &[], &tables);
    let Ok(resolved) = resolved else {
        panic!("taken once, refused once");
    };
    let again = scenario::resolved_with_tables(&resolved, &[], &tables);
    assert!(
        again.is_ok_and(|it| it == resolved),
        "its own canonical text"
    );
    let mut first: Option<Vec<VariantRun>> = None;
    for lane in lanes(scenario) {
        let runs = match runs(scenario, lane) {
            Ok(runs) => runs,
            Err(problem) => {
                assert!(!problem.to_string().is_empty());
                seen.not_drawn += 1;
                return;
            }
        };
        seen.lanes.insert(lane.word());
        seen.days += 2 * DAYS * runs.len() as u64;
        match &first {
            Some(auto) if lane != Lane::Count => {
                let same = auto.iter().zip(&runs).all(|(a, b)| a.table == b.table);
                assert!(same, "{} counts otherwise", lane.word());
            }
            Some(_) => {}
            None => {
                tally(scenario, &runs, seen);
                first = Some(runs.clone());
            }
        }
        if lane == Lane::Auto || lane == Lane::Count {
            show(scenario, &runs, lane, &resolved, drawn, seen);
        }
    }
    seen.whole += 1;
}

/// Which losses of the day the scenarios come to.
fn tally(scenario: &Scenario, runs: &[VariantRun], seen: &mut Seen) {
    for poll in 0..scenario.assumptions.polls.len() {
        let losses = [
            Outcome::TurnedAway { poll },
            Outcome::GaveUp { poll },
            Outcome::OutOfPapers { poll },
            Outcome::Unserved { poll },
        ];
        for (sum, outcome) in seen.losses.iter_mut().zip(losses) {
            let column = runs[0].table.column(outcome).unwrap_or_default();
            *sum += column.iter().sum::<i64>();
        }
    }
}

/// Compares, weighs, and writes everything that a folder would hold.
fn show(
    scenario: &Scenario,
    runs: &[VariantRun],
    lane: Lane,
    resolved: &str,
    drawn: bool,
    seen: &mut Seen,
) {
    let mut comparison = compare::compare(scenario, runs);
    comparison.battery = compare::battery(scenario, &runs[0]);
    let search = Search {
        seed: SEED,
        effort: Effort {
            particles: 4,
            moves: 1,
            runs: 2,
            levels: 2,
        },
        all: false,
        explain: false,
        threads: Some(1),
        tell: &|_, _| {},
        stop: &|| false,
    };
    if lane == Lane::Auto && drawn {
        compare::weigh(scenario, runs, &mut comparison, &search, true).expect("it was played");
        compare::sharpen(scenario, runs, &mut comparison, &search).expect("it was played");
    }
    let info = RunInfo {
        seed: SEED.0,
        trials: DAYS,
        version: "0".into(),
        threads: 1,
        lane: lane.word().into(),
        rare: "headline".into(),
        ..RunInfo::default()
    };
    for style in [
        Style::default(),
        Style {
            width: 40,
            color: true,
            ascii: true,
        },
    ] {
        let said = report::terminal(scenario, &comparison, &info, style);
        assert!(!said.contains("NaN") && !said.contains("inf "), "{said}");
    }
    let document = report::json(scenario, &comparison, &info);
    let document: serde_json::Value = serde_json::from_str(&document).expect("a document");
    assert!(document.is_object());
    if !drawn {
        return;
    }
    let charts = chart::draw(scenario, &comparison).expect("a drawing");
    let files = report::artefacts(
        scenario,
        &comparison,
        &charts,
        runs,
        &info,
        resolved,
        vec![],
    );
    seen.files += files.len() as u64;
    let page = files.iter().find(|it| it.name == "report.html");
    let page = String::from_utf8_lossy(&page.expect("the page").bytes).into_owned();
    assert!(page.contains("default-src 'none'"), "the policy is there");
    for hostile in ["<svg onload", "<b>bold"] {
        assert!(!page.contains(hostile), "{hostile} came through");
    }
    for file in &files {
        if file.name.ends_with(".csv") {
            assert_fields(&file.name, &file.bytes);
        }
        if file.name.ends_with(".svg") {
            let svg = String::from_utf8_lossy(&file.bytes);
            assert!(
                !svg.contains("NaN") && !svg.contains("inf\""),
                "{}",
                file.name
            );
        }
    }
}

/// Rows are of one length, and no field is a formula.
fn assert_fields(name: &str, bytes: &[u8]) {
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    for row in rows.records() {
        let row = row.unwrap_or_else(|problem| panic!("{name}: {problem}"));
        for field in &row {
            let formula = field.starts_with(['=', '@', '\t', '\r']);
            assert!(!formula, "{name}: {field:?} would be a formula");
        }
    }
}

/// Plays scenarios of these numbers; what fails is named with its file.
fn all(numbers: std::ops::Range<u64>) -> Seen {
    let mut seen = Seen::default();
    let mut failed = Vec::new();
    for number in numbers {
        let made = made(number);
        let drawn = number % 3 == 0;
        let gone = catch_unwind(AssertUnwindSafe(|| go(&made, &mut seen, drawn)));
        if gone.is_err() {
            println!("# scenario {number}\n{}", made.text);
            failed.push(number);
        }
    }
    println!(
        "{} whole, {} refused, {} that no day can be drawn of; {} days, {} files; losses {:?}",
        seen.whole, seen.refused, seen.not_drawn, seen.days, seen.files, seen.losses
    );
    assert!(failed.is_empty(), "scenarios {failed:?}");
    seen
}

fn assert_broad(seen: &Seen, of: u64) {
    let four = ["agenda", "auto", "count", "station"];
    assert!(seen.lanes.iter().eq(&four), "{:?}", seen.lanes);
    assert!(10 * seen.whole >= 9 * of, "hardly any went all the way");
    assert!(
        seen.losses.iter().all(|&it| it > 100),
        "the scenarios use everything: {:?}",
        seen.losses
    );
}

#[test]
fn a_hundred_scenarios_made_by_dice_go_all_the_way() {
    let seen = all(0..120);
    assert_broad(&seen, 120);
}

#[test]
#[ignore = "twenty minutes"]
fn ten_thousand_scenarios_made_by_dice_go_all_the_way() {
    let seen = all(1_000..11_000);
    assert_broad(&seen, 10_000);
}
