//! Same inputs, same bytes: whatever the number of threads, wherever it runs.

use std::fs;

use super::{Place, code, err};

#[test]
fn whole_folders_are_the_same_on_one_two_and_eight_threads() {
    let place = Place::with_town();
    for threads in ["1", "2", "8"] {
        let output = place.run(&[
            "run",
            "town.toml",
            "--trials",
            "150",
            "--png",
            "--threads",
            threads,
            "--out",
            threads,
        ]);
        assert_eq!(code(&output), 0, "{}", err(&output));
    }
    let names = place.names("1");
    for other in ["2", "8"] {
        assert_eq!(place.names(other), names);
        for name in names.iter().filter(|name| *name != "run.json") {
            let read = |folder: &str| fs::read(place.path(folder).join(name)).expect("listed");
            assert!(
                read("1") == read(other),
                "{name} differs on {other} threads"
            );
        }
    }
}

#[test]
fn the_manifest_differs_only_in_what_it_is_for() {
    let place = Place::with_town();
    let manifest = |threads: &str| {
        let words = [
            "run",
            "town.toml",
            "--trials",
            "20",
            "--threads",
            threads,
            "--out",
            threads,
        ];
        assert_eq!(code(&place.run(&words)), 0);
        let text = place.read(&format!("{threads}/run.json"));
        let mut value: serde_json::Value = serde_json::from_str(&text).expect("a document");
        assert_eq!(value["started"], "2006-11-12T00:00:00Z");
        for own in ["command", "threads"] {
            assert!(
                value
                    .as_object_mut()
                    .expect("an object")
                    .remove(own)
                    .is_some(),
                "{own}"
            );
        }
        value
    };
    assert_eq!(manifest("1"), manifest("2"));
}

#[test]
fn more_trials_extend_and_never_rewrite() {
    let place = Place::with_town();
    for trials in ["50", "80"] {
        let words = ["run", "town.toml", "--trials", trials, "--out", trials];
        assert_eq!(code(&place.run(&words)), 0);
    }
    // `trials.csv` is ordered by set of assumptions, then by trial.
    let base = |folder: &str| -> Vec<String> {
        let text = place.read(&format!("{folder}/trials.csv"));
        text.lines().take(51).map(str::to_string).collect()
    };
    assert_eq!(base("50"), base("80"));
}
