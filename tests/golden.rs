//! Results that may not change unnoticed: few days of the first scenario, the demo and every lesson.
//!
//! Pinned in `tests/data/golden/`: the SHA-256 of the trial tables, and for each reported figure its
//! standing, how many days reached it and the median. A change that means to change numbers says so in the
//! changelog ("Value-breaking") and writes them anew:
//!
//! ```text
//! GOLDEN_UPDATE=1 cargo test --release --test golden
//! ```
//!
//! No number depends on the build: arithmetic is done in the order it is written in, transcendental
//! functions come from `libm`; `cargo test --test golden` holds a debug build to the same files.

use std::fs;
use std::path::PathBuf;

use scrutineer::compare::{self, Comparison};
use scrutineer::engine::{Freeze, Lane};
use scrutineer::model::{Assumptions, Scenario};
use scrutineer::random::Seed;
use scrutineer::scenario;
use scrutineer::trials::{self, Go, Settings, TrialTable, VariantRun};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The scenarios and how many days of each.
const PINNED: [(&str, u64); 11] = [
    ("south-ossetia-2006", 12),
    ("demo", 60),
    ("lessons/lesson-1", 60),
    ("lessons/lesson-2", 60),
    ("lessons/lesson-3", 60),
    ("lessons/lesson-4", 60),
    ("lessons/lesson-5", 60),
    ("lessons/lesson-6", 60),
    ("lessons/lesson-7", 60),
    ("lessons/lesson-8", 60),
    ("lessons/lesson-9", 60),
];

/// The default seed.
const SEED: u64 = 20_061_112;

/// Other seeds, the ends of what there is among them.
const SEEDS: [u64; 3] = [0, 1, u64::MAX];

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn text_of(name: &str) -> String {
    fs::read_to_string(path(&format!("scenarios/{name}.toml"))).expect("it is shipped")
}

fn read(text: &str, name: &str) -> Scenario {
    match scenario::read(text, &format!("{name}.toml")) {
        Ok(checked) => checked.scenario,
        Err(problems) => panic!("{}", problems.render(false)),
    }
}

fn play(of: &Assumptions, lane: Lane, trials: u64, freeze: Freeze, threads: usize) -> TrialTable {
    play_with(SEED, of, lane, trials, freeze, threads)
}

fn play_with(
    seed: u64,
    of: &Assumptions,
    lane: Lane,
    trials: u64,
    freeze: Freeze,
    threads: usize,
) -> TrialTable {
    let settings = Settings {
        seed: Seed(seed),
        first: 0,
        trials,
        freeze,
        lane,
        threads: Some(threads),
    };
    trials::run(of, &settings, &|_| Go::On).expect("shipped scenarios can be played")
}

/// The tables of every set of assumptions.
fn runs(scenario: &Scenario, trials: u64, threads: usize) -> Vec<VariantRun> {
    let lane = match scenario.clock {
        true => Lane::Auto,
        false => Lane::Count,
    };
    let run = |id: &str, of: &Assumptions| {
        let table = play(of, lane, trials, Freeze::No, threads);
        let frozen = play(of, lane, trials.min(5), Freeze::Inputs, threads);
        VariantRun::whole(id, table, frozen, trials)
    };
    let base = run("base", &scenario.assumptions);
    let variants = scenario.variants.iter();
    let variants = variants.map(|it| run(&it.id, &it.assumptions));
    std::iter::once(base).chain(variants).collect()
}

fn sets(scenario: &Scenario) -> impl Iterator<Item = &Assumptions> {
    let variants = scenario.variants.iter().map(|it| &it.assumptions);
    std::iter::once(&scenario.assumptions).chain(variants)
}

/// A table as text: a line a column, by name, whatever their order.
fn by_name(table: &TrialTable, of: &Assumptions) -> String {
    let inputs = table.input_names.iter().zip(&table.inputs);
    let inputs = inputs.map(|(name, values)| format!("{name}: {values:?}"));
    let counts = table.outcomes.iter().zip(&table.counts);
    let counts = counts.map(|(outcome, values)| format!("{}: {values:?}", outcome.name(of)));
    let mut lines: Vec<String> = inputs.chain(counts).collect();
    lines.sort();
    lines.join("\n")
}

fn digest(scenario: &Scenario, runs: &[VariantRun]) -> String {
    let mut digest = Sha256::new();
    for (run, of) in runs.iter().zip(sets(scenario)) {
        for table in [&run.table, &run.frozen] {
            digest.update(by_name(table, of));
            digest.update("\n");
        }
    }
    let bytes = digest.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is said of every figure under every set of assumptions.
fn figures(comparison: &Comparison) -> Value {
    let sets = comparison.variants.iter().map(|set| {
        let figures = set.figures.iter().map(|it| {
            let said = json!([it.standing.word(), it.tail.hits, it.simulated.median]);
            (it.id.clone(), said)
        });
        (set.id.clone(), Value::Object(figures.collect()))
    });
    Value::Object(sets.collect::<Map<_, _>>())
}

fn golden(text: &str, name: &str, trials: u64) -> Value {
    let scenario = read(text, name);
    let runs = runs(&scenario, trials, 2);
    let comparison = compare::compare(&scenario, &runs);
    json!({
        "days": trials,
        "tables_sha256": digest(&scenario, &runs),
        "figures": figures(&comparison),
    })
}

#[test]
fn results_are_those_that_were_pinned() {
    let mut other = Vec::new();
    for (name, trials) in PINNED {
        let found = golden(&text_of(name), name, trials);
        let stem = name.rsplit('/').next().unwrap_or(name);
        let file = path(&format!("tests/data/golden/{stem}.json"));
        let found = serde_json::to_string_pretty(&found).expect("JSON") + "\n";
        if std::env::var_os("GOLDEN_UPDATE").is_some() {
            fs::write(&file, &found).expect("the folder is ours");
        }
        if fs::read_to_string(&file).unwrap_or_default() != found {
            other.push(format!("{name}: {found}"));
        }
    }
    assert!(other.is_empty(), "not as pinned:\n{}", other.join("\n"));
}

/// Twelve scenarios, the pinned ones and one of many small stations, each by three seeds.
#[test]
fn twelve_scenarios_by_three_seeds_are_those_that_were_pinned() {
    let mut found = Map::new();
    let names = PINNED.iter().map(|it| it.0);
    for name in names.chain(["controls/falklands-2013"]) {
        let scenario = read(&text_of(name), name);
        let lane = match scenario.clock {
            true => Lane::Auto,
            false => Lane::Count,
        };
        let of = &scenario.assumptions;
        let digests = SEEDS.map(|seed| {
            let table = play_with(seed, of, lane, 4, Freeze::No, 2);
            let bytes = Sha256::digest(by_name(&table, of));
            bytes
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
        });
        assert!(digests[0] != digests[1] && digests[1] != digests[2]);
        found.insert(name.into(), json!(digests));
    }
    assert_eq!(found.len(), 12);
    let found = serde_json::to_string_pretty(&found).expect("JSON") + "\n";
    let file = path("tests/data/golden/by-seed.json");
    if std::env::var_os("GOLDEN_UPDATE").is_some() {
        fs::write(&file, &found).expect("the folder is ours");
    }
    let pinned = fs::read_to_string(&file).unwrap_or_default();
    assert!(pinned == found, "not as pinned:\n{found}");
}

#[test]
fn every_lesson_is_pinned() {
    let lessons = fs::read_dir(path("scenarios/lessons")).expect("part of the project");
    let files = lessons.filter(|it| {
        let path = it.as_ref().expect("readable").path();
        path.extension().is_some_and(|kind| kind == "toml")
    });
    let pinned = PINNED.iter().filter(|it| it.0.starts_with("lessons/"));
    assert_eq!(files.count(), pinned.count());
}

#[test]
fn one_two_and_three_threads_give_the_same_tables() {
    for (name, trials) in PINNED {
        let scenario = read(&text_of(name), name);
        let of = &scenario.assumptions;
        let trials = trials.min(20);
        let lane = match scenario.clock {
            true => Lane::Auto,
            false => Lane::Count,
        };
        let one = play(of, lane, trials, Freeze::No, 1);
        for threads in [2, 3] {
            assert!(
                one == play(of, lane, trials, Freeze::No, threads),
                "{name}, {threads}"
            );
        }
    }
}

/// The text with the tables that `belong` in the opposite order; all others stay where they are.
fn reversed(text: &str, belong: impl Fn(&str) -> bool) -> String {
    let mut chunks: Vec<String> = vec![String::new()];
    let mut in_text = false; // of several lines, where a line may begin as a table does
    for line in text.split_inclusive('\n') {
        let header = !in_text && line.starts_with('[') && line.trim_end().ends_with(']');
        if header {
            chunks.push(String::new());
        }
        in_text ^= line.matches("\"\"\"").count() % 2 == 1;
        let last = chunks.last_mut().expect("there is one from the beginning");
        last.push_str(line);
    }
    let places: Vec<usize> = (0..chunks.len())
        .filter(|&at| belong(&chunks[at]))
        .collect();
    let half = places.len() / 2;
    for (&a, &b) in places[..half].iter().zip(places.iter().rev()) {
        chunks.swap(a, b);
    }
    chunks
        .iter()
        .map(|it| format!("{}\n", it.trim_end()))
        .collect()
}

/// Places are keyed by id: whoever writes groups or stations in another order gets the same numbers.
#[test]
fn the_order_of_groups_and_stations_in_the_file_changes_no_number() {
    let mut turned = 0;
    for (name, trials) in PINNED {
        let text = text_of(name);
        let trials = trials.min(20);
        for part in ["[groups.", ".stations.", "[polls.", "[inputs."] {
            let other = reversed(&text, |chunk| {
                let header = chunk.lines().next().unwrap_or_default();
                header.starts_with('[') && header.contains(part)
            });
            let (before, after) = (read(&text, name), read(&other, name));
            let ids = |it: &Scenario| {
                let of = &it.assumptions;
                let polls = of.polls.iter();
                let stations = polls.flat_map(|it| it.stations.iter().map(|set| set.id.clone()));
                let groups = of.groups.iter().map(|it| it.id.clone());
                groups.chain(stations).collect::<Vec<_>>()
            };
            if ids(&before) == ids(&after) {
                continue;
            }
            turned += 1;
            let [one, two] = [&before, &after].map(|it| {
                let runs = runs(it, trials, 2);
                let said = figures(&compare::compare(it, &runs));
                (digest(it, &runs), said)
            });
            assert_eq!(one.1, two.1, "{name}, {part}");
            assert_eq!(one.0, two.0, "{name}, {part}");
        }
    }
    assert!(turned >= 4, "hardly anything was turned round: {turned}");
}
