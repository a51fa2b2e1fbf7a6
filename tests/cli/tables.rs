//! Stations from a table beside the scenario: what is read, kept and refused.

use std::fs;

use super::{Place, code, err, out};

const TABLE: &str = "id,registered,booths,district\nschool,900,2,North\ntown-hall,1200,,South\n";

/// A place with the template whose stations stand in `stations.csv`.
fn place() -> Place {
    let place = Place::new();
    let text = scrutineer::scenario::template();
    let text = text.replace("count            = 3", "file = \"stations.csv\"");
    place.write("poll.toml", &text);
    place.write("stations.csv", TABLE);
    place
}

const RUN: [&str; 6] = ["run", "poll.toml", "--trials", "20", "--out", "o"];

#[test]
fn the_folder_keeps_the_table_and_can_be_run_again() {
    let place = place();
    let first = place.run(&RUN);
    assert_eq!(code(&first), 0, "{}", err(&first));
    assert_eq!(place.read("o/stations.csv"), TABLE);
    let manifest: serde_json::Value =
        serde_json::from_str(&place.read("o/run.json")).expect("JSON");
    let listed = |key: &str| {
        let tables = manifest[key].as_array().expect("a list");
        tables
            .iter()
            .find(|it| it["name"] == "stations.csv")
            .map(|it| it["sha256"].as_str().expect("a hash").to_string())
    };
    let hash = listed("tables").expect("the table is named");
    assert_eq!(Some(hash), listed("files"), "and kept as it was read");

    let again = place.run(&[
        "run",
        "o/scenario.resolved.toml",
        "--trials",
        "20",
        "--out",
        "again",
    ]);
    assert_eq!(code(&again), 0, "{}", err(&again));
    assert_eq!(place.read("o/trials.csv"), place.read("again/trials.csv"));
}

#[test]
fn a_changed_table_is_another_run() {
    let place = place();
    assert_eq!(code(&place.run(&RUN)), 0);
    let same = place.run(&RUN);
    assert!(err(&same).contains("done already"), "{}", err(&same));
    place.write("stations.csv", &TABLE.replace("1200", "1201"));
    let other = place.run(&RUN);
    assert_eq!(code(&other), 3);
    let said = "it holds a run with another `stations.csv`";
    assert!(err(&other).contains(said), "{}", err(&other));
    assert_eq!(
        place.read("o/stations.csv"),
        TABLE,
        "nothing is overwritten"
    );
}

#[test]
fn problems_of_a_table_are_told_by_every_verb_that_reads_scenarios() {
    let place = place();
    place.write("stations.csv", &TABLE.replace("1200", "-1"));
    for verb in ["run", "check", "capacity"] {
        let output = place.run(&[verb, "poll.toml"]);
        assert_eq!(code(&output), 1, "{verb}");
        assert!(
            err(&output).contains("--> stations.csv:3:11"),
            "{verb}: {}",
            err(&output)
        );
        assert_eq!(out(&output), "");
    }
    assert_eq!(place.names("."), ["poll.toml", "stations.csv"]);
}

#[test]
fn what_is_no_table_in_the_folder_is_refused() {
    let outside = Place::new();
    outside.write("stations.csv", TABLE);
    let place = place();
    let table = place.path("stations.csv");
    fs::remove_file(&table).expect("ours");
    let refused = |words: &str| {
        let output = place.run(&["check", "poll.toml"]);
        assert_eq!(code(&output), 1);
        assert!(err(&output).contains(words), "{}", err(&output));
    };
    refused("there is no such file beside the scenario");
    fs::create_dir(&table).expect("ours");
    refused("it is not a regular file");
    fs::remove_dir(&table).expect("ours");
    fs::File::create(&table)
        .and_then(|file| file.set_len((64 << 20) + 1))
        .expect("ours");
    refused("it is larger than 64 MiB");
    fs::remove_file(&table).expect("ours");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.path("stations.csv"), &table).expect("ours");
        refused("it leads out of the scenario's folder");
        fs::remove_file(&table).expect("ours");
        place.write("other.csv", TABLE);
        std::os::unix::fs::symlink("other.csv", &table).expect("ours");
        let output = place.run(&["check", "poll.toml"]);
        assert_eq!(code(&output), 0, "a link within the folder is fine");
    }
}

#[test]
fn a_table_named_as_a_result_is_refused_before_the_run() {
    let place = place();
    let text = place
        .read("poll.toml")
        .replace("stations.csv", "trials.csv");
    place.write("poll.toml", &text);
    place.write("trials.csv", TABLE);
    let output = place.run(&RUN);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("cannot be kept beside the results"));
    assert!(err(&output).contains("help: give the table another name"));
}

#[test]
fn stations_of_a_table_are_shown_by_their_ids() {
    let place = place();
    let check = out(&place.run(&["check", "poll.toml"]));
    assert!(
        check.contains("stations: 2 (listed in stations.csv)"),
        "{check}"
    );
    let words = [
        "trace",
        "poll.toml",
        "--trial",
        "0",
        "--limit",
        "5",
        "--station",
    ];
    let ask = |station: &str| place.run(&[&words[..], &[station]].concat());
    let trace = ask("council/schools/town-hall");
    assert_eq!(code(&trace), 0, "{}", err(&trace));
    assert!(out(&trace).contains("council/schools/town-hall  will be open"));
    assert!(out(&trace).contains("with 3 booths"));
    assert!(out(&ask("council/schools/school")).contains("with 2 booths"));
    let unknown = ask("council/schools/2");
    assert_eq!(code(&unknown), 2);
    assert!(
        err(&unknown).contains("there is: school, town-hall"),
        "{}",
        err(&unknown)
    );
}
