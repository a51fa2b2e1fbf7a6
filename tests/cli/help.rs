//! What it says about itself.

use super::{Place, code, err, out, shown};

#[test]
fn the_bare_command_prints_a_short_help_that_begins_with_two_examples() {
    insta::assert_snapshot!(shown(&Place::new().run(&[])));
}

#[test]
fn the_long_help_names_every_exit_code() {
    let output = Place::new().run(&["--help"]);
    assert_eq!(code(&output), 0);
    for exit in [
        "  0  ", "  1  ", "  2  ", "  3  ", "  4  ", "101  ", "130  ", "143  ",
    ] {
        assert!(out(&output).contains(exit), "{exit}");
    }
    assert_eq!(err(&output), "");
}

#[test]
fn the_help_of_run() {
    insta::assert_snapshot!(shown(&Place::new().run(&["run", "--help"])));
}

#[test]
fn the_version_is_the_packages() {
    let output = Place::new().run(&["--version"]);
    assert_eq!(
        out(&output),
        format!("scrutineer {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_is_right() {
    let place = Place::with_town();
    for (words, hint) in [
        (&["chek"][..], "check"),
        (&["run"], "<FILE>"),
        (
            &["run", "town.toml", "--trials", "0"],
            "from 1 to 10,000,000",
        ),
        (
            &["run", "town.toml", "--trials", "many"],
            "from 1 to 10,000,000",
        ),
        (&["run", "town.toml", "--seed=-1"], "random"),
        (&["run", "town.toml", "--set", "title"], "PATH=VALUE"),
        (&["run", "town.toml", "--threads", "0"], "1..=1024"),
        (&["run", "town.toml", "--fail-if", "odd"], "strained"),
        (&["run", "town.toml", "--variant", "nobody"], "base"),
        (&["run", "town.toml", "-q", "-v"], "cannot be used with"),
        (&["trace", "town.toml"], "--trial"),
        (
            &["trace", "town.toml", "--trial", "1", "--station", "nowhere"],
            "council",
        ),
        (&["completions", "cobol"], "bash"),
        (&["man", "nothing"], "completions"),
        (&["new", "--from", "demmo"], "did you mean `demo`?"),
    ] {
        let output = place.run(words);
        assert_eq!(code(&output), 2, "{words:?}: {}", err(&output));
        assert!(err(&output).contains(hint), "{words:?}: {}", err(&output));
        assert_eq!(out(&output), "", "{words:?}");
    }
    assert_eq!(place.names("."), ["town.toml"], "nothing is written");
}

#[test]
fn completions_and_manual_are_made_from_the_command_itself() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = place.run(&["completions", shell]);
        assert_eq!(code(&output), 0);
        for word in ["scrutineer", "fail-if", "trace"] {
            assert!(out(&output).contains(word), "{shell}: {word}");
        }
    }
    let manual = out(&place.run(&["man"]));
    assert!(manual.contains(".TH SCRUTINEER 1"), "{manual}");
    assert!(manual.contains("Exit codes:"), "{manual}");
    let page = out(&place.run(&["man", "run"]));
    assert!(page.contains(".TH SCRUTINEER-RUN 1"), "{page}");
    assert!(page.contains("\\-\\-trials"), "{page}");
}
