//! Ctrl-C and SIGTERM: what was finished is kept.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use super::Place;

/// Starts a run that would take hours and waits until it tells of its progress.
fn running(place: &Place, more: &[&str]) -> (Child, BufReader<std::process::ChildStderr>) {
    let words = ["run", "town.toml", "--trials", "1e7", "--variant", "base"];
    let words = [&words[..], &["--max-memory", "1TB"]].concat();
    let mut child = place
        .command(&[&words[..], more].concat())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut talk = BufReader::new(child.stderr.take().expect("piped"));
    let mut line = String::new();
    while !line.starts_with("progress: ") {
        line.clear();
        let read = talk.read_line(&mut line).expect("text");
        assert!(read > 0, "it ended before it told of any progress");
    }
    (child, talk)
}

fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args([name, &id]).status();
    assert!(sent.expect("kill is there").success());
}

fn stopped_with(name: &str, more: &[&str]) -> (Place, Option<i32>, String) {
    let place = Place::with_town();
    let (mut child, mut talk) = running(&place, more);
    signal(&child, name);
    let mut rest = String::new();
    talk.read_to_string(&mut rest).expect("text");
    let status = child.wait().expect("it ends");
    (place, status.code(), rest)
}

#[test]
fn ctrl_c_keeps_what_is_finished() {
    let (place, code, talk) = stopped_with("-INT", &[]);
    assert_eq!(code, Some(130), "{talk}");
    assert!(talk.contains("interrupted: base: "), "{talk}");
    assert!(talk.contains(" of 10,000,000 trials"), "{talk}");
    let manifest: serde_json::Value =
        serde_json::from_str(&place.read("output/town/run.json")).expect("a document");
    assert_eq!(manifest["interrupted"], true);
    let rows = place.read("output/town/trials.csv").lines().count();
    assert!(rows > 1, "some trials were finished");

    // What was finished are the first trials of the whole run.
    let again = place.run(&[
        "run",
        "town.toml",
        "--trials",
        "20",
        "--out",
        "short",
        "--variant",
        "base",
    ]);
    assert_eq!(super::code(&again), 0);
    let kept = place.read("output/town/trials.csv");
    let short = place.read("short/trials.csv");
    // The first lines are the header and the base trials, in order.
    let rows = |text: &str| -> Vec<String> { text.lines().take(21).map(str::to_string).collect() };
    let same = rows(&kept) == rows(&short);
    assert!(same, "an interrupted run is a shorter run");
}

#[test]
fn sigterm_does_the_same_and_ends_with_143() {
    let (place, code, talk) = stopped_with("-TERM", &[]);
    assert_eq!(code, Some(143), "{talk}");
    assert!(talk.contains("interrupted: base: "), "{talk}");
    assert!(
        place
            .names("output/town")
            .contains(&"report.html".to_string())
    );
}

#[test]
fn a_folder_left_by_a_killed_run_is_taken_again() {
    let place = Place::with_town();
    let (mut child, _talk) = running(&place, &[]);
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    let names = place.names("output/town");
    assert!(names.contains(&".scrutineer-unfinished".to_string()));
    assert!(names.contains(&"blocks/plan.json".to_string()));
    // Another run would lose the blocks that are there.
    let words = ["run", "town.toml", "--trials", "20"];
    let output = place.run(&words);
    assert_eq!(super::code(&output), 3, "{}", super::err(&output));
    assert!(
        super::err(&output).contains("10,000,000 trials, not 20"),
        "{}",
        super::err(&output)
    );
    let output = place.run(&[&words[..], &["--force"]].concat());
    assert_eq!(super::code(&output), 0, "{}", super::err(&output));
    assert!(
        place
            .names("output/town")
            .iter()
            .all(|name| !name.starts_with("blocks"))
    );
    assert!(
        !place
            .names("output/town")
            .contains(&".scrutineer-unfinished".to_string())
    );
}

#[test]
fn two_runs_do_not_write_into_one_folder() {
    let place = Place::with_town();
    let (mut child, _talk) = running(&place, &[]);
    let output = place.run(&["run", "town.toml", "--trials", "20"]);
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    assert_eq!(super::code(&output), 3);
    assert!(
        super::err(&output).contains("is writing into"),
        "{}",
        super::err(&output)
    );
}

/// A stopped run that kept rows of stations, and the rows that a run of 20 trials keeps.
fn stopped_rows(name: &str, code: i32, format: &[&str]) -> (Place, Place) {
    let all = [&["--by-station", "all"], format].concat();
    let (place, ended, talk) = stopped_with(name, &all);
    assert_eq!(ended, Some(code), "{talk}");
    let names = place.names("output/town");
    assert!(names.iter().all(|it| !it.contains("tmp")), "{names:?}");
    let manifest: serde_json::Value =
        serde_json::from_str(&place.read("output/town/run.json")).expect("a document");
    assert_eq!(manifest["interrupted"], true);
    let file = names.iter().find(|it| it.starts_with("trials-by-station."));
    let length = std::fs::metadata(place.path("output/town").join(file.expect("kept")));
    let files = manifest["files"].as_array().expect("a list");
    let listed = files
        .iter()
        .find(|it| it["name"] == file.expect("kept").as_str());
    let listed = &listed.expect("listed")["bytes"];
    assert_eq!(*listed, length.expect("there").len(), "whole");
    let short = Place::with_town();
    let words = ["run", "town.toml", "--trials", "20", "--variant", "base"];
    let output = short.run(&[&words[..], &all].concat());
    assert_eq!(super::code(&output), 0, "{}", super::err(&output));
    (place, short)
}

/// Held: `rows` are those of whole days from the first on, as many as `trials` has, and begin like `short`.
fn assert_whole_days(place: &Place, rows: &[String], short: &[String]) {
    let trials = place.read("output/town/trials.csv");
    let trials = trials
        .lines()
        .filter(|it| it.starts_with("base,full,"))
        .count();
    let stations = short.len() / 20;
    assert_eq!(short.len(), 20 * stations);
    assert_eq!(rows.len(), trials * stations, "rows of finished days only");
    let day = |row: &String| {
        row.split(',')
            .nth(1)
            .and_then(|it| it.parse::<usize>().ok())
    };
    for (at, row) in rows.iter().enumerate() {
        assert_eq!(day(row), Some(at / stations), "row {at}: {row}");
    }
    let same = rows.len().min(short.len());
    assert_eq!(rows[..same], short[..same]);
}

#[test]
fn rows_of_stations_are_those_of_finished_days() {
    for (name, code) in [("-INT", 130), ("-TERM", 143)] {
        let (place, short) = stopped_rows(name, code, &[]);
        let rows = |place: &Place| -> Vec<String> {
            let text = place.read("output/town/trials-by-station.csv");
            assert!(text.ends_with('\n'), "the last row is whole");
            text.lines().skip(1).map(str::to_string).collect()
        };
        assert_whole_days(&place, &rows(&place), &rows(&short));
    }
}

#[cfg(feature = "parquet")]
#[test]
fn a_stopped_parquet_file_is_whole() {
    let format = ["--by-station-format", "parquet"];
    let (place, short) = stopped_rows("-INT", 130, &format);
    let rows = |place: &Place| {
        super::by_station::parquet_file::rows(place, "output/town/trials-by-station.parquet")
    };
    assert_whole_days(&place, &rows(&place), &rows(&short));
}

#[test]
fn a_killed_run_leaves_no_rows_of_stations_under_their_name() {
    let place = Place::with_town();
    let (mut child, _talk) = running(&place, &["--by-station", "all"]);
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    let names = place.names("output/town");
    assert!(
        names
            .iter()
            .all(|it| it.starts_with('.') || it.starts_with("blocks/")),
        "{names:?}"
    );
    let output = place.run(&["run", "town.toml", "--trials", "20", "--force"]);
    assert_eq!(super::code(&output), 0, "{}", super::err(&output));
    let names = place.names("output/town");
    assert!(
        names.iter().all(|it| !it.contains("by-station")),
        "{names:?}"
    );
}
