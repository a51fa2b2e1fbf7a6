//! The output folder: opened before the run, never overwritten unasked, never half written.

use std::fs;

use super::{Place, code, err, out};

const RUN: [&str; 5] = ["run", "town.toml", "--trials", "20", "--no-progress"];

fn with(words: &[&'static str]) -> Vec<&'static str> {
    [&RUN[..], words].concat()
}

#[test]
fn a_run_fills_its_folder_and_leaves_no_trace_of_the_writing() {
    let place = Place::with_town();
    let output = place.run(&RUN);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let names = place.names("output/town");
    for name in [
        "comparison.csv",
        "comparison.json",
        "report.html",
        "run.json",
        "scenario.resolved.toml",
        "trials.csv",
    ] {
        assert!(names.contains(&name.to_string()), "{name} in {names:?}");
    }
    for kind in ["svg", "csv"] {
        let chart = |name: &&String| name.starts_with("charts/") && name.ends_with(kind);
        assert!(names.iter().find(chart).is_some(), "{kind} in {names:?}");
    }
    assert!(
        names.iter().all(|name| !name.contains("scrutineer-")),
        "{names:?}"
    );
}

#[test]
fn png_is_drawn_on_request() {
    let place = Place::with_town();
    assert_eq!(code(&place.run(&RUN)), 0);
    let output = place.run(&with(&["--png"]));
    assert_eq!(code(&output), 0, "{}", err(&output));
    let names = place.names("output/town/charts");
    let count = |end: &str| names.iter().filter(|name| name.ends_with(end)).count();
    assert!(count(".png") > 0);
    assert_eq!(count(".png"), count(".svg"));
    let again = place.run(&with(&["--png"]));
    assert!(err(&again).contains("done already"), "{}", err(&again));
}

#[test]
fn a_finished_run_is_shown_again_and_not_run_again() {
    let place = Place::with_town();
    let first = place.run(&RUN);
    let manifest = place.read("output/town/run.json");
    let mut second = place.command(&RUN);
    second.env("SOURCE_DATE_EPOCH", "1700000000"); // would show in a new manifest
    let second = second.output().expect("it starts");
    assert_eq!(code(&second), 0);
    assert_eq!(out(&second), out(&first));
    assert!(err(&second).contains("done already"), "{}", err(&second));
    assert_eq!(place.read("output/town/run.json"), manifest);
    let document = out(&place.run(&with(&["--json"])));
    assert_eq!(document, place.read("output/town/comparison.json"));
}

#[test]
fn a_damaged_folder_is_filled_anew() {
    let place = Place::with_town();
    place.run(&RUN);
    let whole = place.read("output/town/trials.csv");
    place.write("output/town/trials.csv", &whole[..whole.len() / 2]);
    let output = place.run(&RUN);
    assert_eq!(code(&output), 0);
    assert!(err(&output).contains("trials.csv"), "{}", err(&output));
    assert_eq!(place.read("output/town/trials.csv"), whole);
}

#[test]
fn another_run_is_not_overwritten_unasked() {
    for (words, differs) in [
        (&["--seed", "7"][..], "seed 20061112, not 7"),
        (&["--trials", "21"], "20 trials, not 21"),
        (
            &["--set", "title='Other'"],
            "another version of this scenario",
        ),
        (&["--variant", "base"], "variants"),
    ] {
        let place = Place::with_town();
        place.run(&RUN);
        let before = place.read("output/town/run.json");
        let mut asked = RUN.to_vec();
        if words[0] == "--trials" {
            asked.drain(2..4);
        }
        asked.extend(words);
        let output = place.run(&asked);
        assert_eq!(code(&output), 3, "{words:?}: {}", err(&output));
        for word in [differs, "--force", "--out"] {
            assert!(err(&output).contains(word), "{words:?}: {}", err(&output));
        }
        assert_eq!(out(&output), "");
        assert_eq!(place.read("output/town/run.json"), before);
        asked.push("--force");
        assert_eq!(code(&place.run(&asked)), 0);
        assert_ne!(place.read("output/town/run.json"), before);
    }
}

#[test]
fn a_folder_of_other_files_is_left_alone() {
    let place = Place::with_town();
    fs::create_dir(place.path("mine")).expect("ours");
    place.write("mine/thesis.txt", "years of work");
    let output = place.run(&with(&["--out", "mine"]));
    assert_eq!(code(&output), 3);
    assert!(err(&output).contains("--force"), "{}", err(&output));
    assert_eq!(place.names("mine"), ["thesis.txt"]);
    assert_eq!(code(&place.run(&with(&["--out", "mine", "--force"]))), 0);
    assert_eq!(place.read("mine/thesis.txt"), "years of work");
}

#[test]
fn an_unwritable_folder_is_told_before_the_run() {
    let place = Place::with_town();
    place.write("file", "");
    for out in ["file", "file/inside", "/proc/no-such-place"] {
        // So many trials that the test would never end if they were run first.
        let output = place.run(&["run", "town.toml", "--trials", "1e7", "--out", out]);
        assert_eq!(code(&output), 3, "{out}: {}", err(&output));
        assert!(err(&output).contains(out), "{}", err(&output));
    }
    assert_eq!(place.names("."), ["file", "town.toml"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_cannot_be_written_is_named_and_nothing_is_half_written() {
    // A limit of some kilobytes on any file: the system's answer to a quota or a full disk.
    for (limit, file) in [("8", "trials.csv"), ("64", "report.html")] {
        let place = Place::with_town();
        let command = format!(
            "ulimit -f {limit}; exec '{}' {} --trials 20",
            env!("CARGO_BIN_EXE_scrutineer"),
            "run town.toml --no-progress"
        );
        let output = std::process::Command::new("bash")
            .args(["-c", &command])
            .current_dir(place.path("."))
            .output()
            .expect("bash is there");
        assert_eq!(code(&output), 3, "{}", err(&output));
        let told = format!("cannot write output/town/{file}");
        assert!(err(&output).contains(&told), "{}", err(&output));
        let names = match place.path("output/town").exists() {
            true => place.names("output/town"),
            false => Vec::new(),
        };
        assert!(!names.contains(&"run.json".to_string()), "{names:?}");
        assert!(
            names.iter().all(|name| !name.ends_with("-tmp")),
            "{names:?}"
        );
        let output = place.run(&RUN);
        assert_eq!(code(&output), 0, "{}", err(&output));
    }
}
