//! The library of scenarios: each says what it asks, what its authors take from it, what is expected, and
//! where every number comes from. That the expectations come true is held by `.ci/run`, which runs all of
//! them.

use std::fs;
use std::path::{Path, PathBuf};

use scrutineer::model::{Expectation, Scenario};
use scrutineer::scenario::{self, NoTable};

/// The shelves: their folders, and how many scenarios stand there at least.
const SHELVES: [(&str, usize); 3] = [
    ("scenarios", 14),
    ("scenarios/controls", 7),
    ("scenarios/lessons", 9),
];

fn shelf(folder: &str) -> Vec<(PathBuf, Scenario)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).expect("the folder is part of the project");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "toml"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("text");
        let stem = path.file_stem().expect("a file").to_string_lossy();
        let tables = |name: &str| {
            let table = fs::read(path.with_file_name(name));
            table.map(Into::into).map_err(|_| NoTable::Missing)
        };
        let checked = scenario::read_with_tables(&text, &stem, &[], &tables);
        let checked = checked.unwrap_or_else(|_| panic!("{}", path.display()));
        (path, checked.scenario)
    };
    paths.into_iter().map(read).collect()
}

fn library() -> Vec<(PathBuf, Scenario)> {
    SHELVES
        .iter()
        .flat_map(|(folder, _)| shelf(folder))
        .collect()
}

#[test]
fn the_shelves_are_full() {
    for (folder, least) in SHELVES {
        assert!(shelf(folder).len() >= least, "{folder}");
    }
}

#[test]
fn every_scenario_asks_answers_and_expects() {
    for (path, it) in library() {
        let path = path.display();
        assert!(it.question.is_some(), "{path}: no question");
        let lesson = path.to_string().contains("lessons");
        assert!(lesson || it.answer.is_some(), "{path}: no answer");
        assert!(!it.expect.is_empty(), "{path}: nothing is expected");
        assert_eq!(path.to_string().contains("controls"), it.control, "{path}");
    }
}

#[test]
fn every_number_has_a_source_and_every_source_an_address_or_a_remark() {
    for (path, it) in library() {
        let path = path.display();
        // Where a set of stations names no curve of arrivals, people come evenly: a number of the program.
        for input in &it.assumptions.inputs {
            let ours = input.is_fixed() && input.path.contains(".arrivals.");
            assert!(ours || !input.sources.is_empty(), "{path}: {}", input.path);
        }
        for reported in &it.reported {
            assert!(!reported.sources.is_empty(), "{path}: {}", reported.id);
        }
        for source in &it.sources {
            let said = source.url.is_some() || source.note.is_some() || source.judgement;
            assert!(said, "{path}: {}", source.title);
        }
    }
}

#[test]
fn no_control_expects_a_hard_finding_or_a_strained_figure() {
    for (path, it) in shelf("scenarios/controls") {
        for expected in &it.expect {
            let fine = match expected {
                Expectation::Standing { any_of, .. } => *any_of == ["within"],
                Expectation::Check { grade, .. } => grade != "hard",
            };
            assert!(fine, "{}: {expected:?}", path.display());
        }
    }
}
