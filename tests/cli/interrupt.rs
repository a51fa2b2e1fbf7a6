//! Ctrl-C and SIGTERM: what was finished is kept.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use super::Place;

/// Starts a run that would take hours and waits until it tells of its progress.
fn running(place: &Place) -> (Child, BufReader<std::process::ChildStderr>) {
    let mut child = place
        .command(&["run", "town.toml", "--trials", "1e7", "--variant", "base"])
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

fn stopped_with(name: &str) -> (Place, Option<i32>, String) {
    let place = Place::with_town();
    let (mut child, mut talk) = running(&place);
    signal(&child, name);
    let mut rest = String::new();
    talk.read_to_string(&mut rest).expect("text");
    let status = child.wait().expect("it ends");
    (place, status.code(), rest)
}

#[test]
fn ctrl_c_keeps_what_is_finished() {
    let (place, code, talk) = stopped_with("-INT");
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
    let (place, code, talk) = stopped_with("-TERM");
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
    let (mut child, _talk) = running(&place);
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    assert_eq!(place.names("output/town"), [".scrutineer-unfinished"]);
    let output = place.run(&["run", "town.toml", "--trials", "20"]);
    assert_eq!(super::code(&output), 0, "{}", super::err(&output));
    assert!(
        super::err(&output).contains("did not finish"),
        "{}",
        super::err(&output)
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
    let (mut child, _talk) = running(&place);
    let output = place.run(&["run", "town.toml", "--trials", "20"]);
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    assert_eq!(super::code(&output), 3);
    assert!(
        super::err(&output).contains("another run is writing"),
        "{}",
        super::err(&output)
    );
}
