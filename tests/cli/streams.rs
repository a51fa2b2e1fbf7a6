//! What goes where, and what happens when nobody listens.

use std::fs::OpenOptions;
use std::io::Read;
use std::process::Stdio;

use super::{Place, code, err, out};

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let place = Place::with_town();
    for words in [
        &["trace", "town.toml", "--trial", "0"][..],
        &["schema"],
        &["completions", "bash"],
        &["--help"],
        &["run", "town.toml", "--trials", "20", "--no-progress"],
    ] {
        let mut child = place
            .command(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        drop(child.stdout.take()); // the reader is gone before the first byte
        let mut talk = String::new();
        let mut stderr = child.stderr.take().expect("piped");
        stderr.read_to_string(&mut talk).expect("text");
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(0), "{words:?}: {talk}");
        assert!(!talk.contains("panicked"), "{talk}");
    }
    assert!(place.names("output/town").contains(&"run.json".to_string()));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_standard_output_is_told() {
    let place = Place::new();
    for words in [&["schema"][..], &["man"], &["--version"]] {
        let full = OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("linux has it");
        let output = place
            .command(words)
            .stdout(full)
            .output()
            .expect("it starts");
        assert_eq!(code(&output), 3, "{words:?}: {}", err(&output));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_standard_error_hides_nothing_else() {
    let place = Place::with_town();
    let full = OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("linux has it");
    let output = place
        .command(&["run", "town.toml", "--trials", "20"])
        .stderr(full)
        .output()
        .expect("it starts");
    assert_eq!(code(&output), 0);
    assert!(!out(&output).is_empty());
}

#[test]
fn quiet_leaves_only_data_and_errors() {
    let place = Place::with_town();
    let output = place.run(&["run", "town.toml", "--trials", "20", "-q"]);
    assert_eq!(code(&output), 0);
    assert_eq!(err(&output), "");
    assert!(!out(&output).is_empty());
}

#[test]
fn colour_appears_only_where_it_is_asked_for() {
    let place = Place::with_town();
    const DEMO: [&str; 5] = ["run", "town.toml", "--trials", "20", "-q"];
    let escape = |output: &std::process::Output| out(output).contains('\x1b');
    fn with<'a>(words: &[&'a str]) -> Vec<&'a str> {
        [&DEMO[..], words].concat()
    }
    assert!(!escape(&place.run(&DEMO)), "no terminal, no colour");
    assert!(escape(&place.run(&with(&["--color", "always", "--force"]))));
    assert!(!escape(&place.run(&with(&["--color", "never", "--force"]))));
    let forced = |key: &str, value: &str, words: &[&str]| {
        let mut command = place.command(&with(words));
        command.env("CLICOLOR_FORCE", "1").env(key, value);
        command.output().expect("it starts")
    };
    assert!(escape(&forced("TERM", "xterm", &["--force"])));
    assert!(!escape(&forced("NO_COLOR", "1", &["--force"])));
    assert!(!escape(&forced("TERM", "xterm", &["--force", "--plain"])));
}

#[test]
fn plain_writes_no_drawing_characters_of_its_own() {
    let place = Place::with_town();
    let output = place.run(&["run", "town.toml", "--trials", "20", "-q", "--plain"]);
    let drawn: String = out(&output)
        .chars()
        .filter(|c| ('\u{2500}'..='\u{259f}').contains(c))
        .collect();
    assert_eq!(drawn, "");
}
