//! Bad input: a clear error, exit code 1, nothing written, whatever the file.

use std::fs;
use std::path::Path;

use super::{Place, code, err, out, shipped, shown};

/// Every file of `tests/data/bad`: the whole command's answer is a snapshot.
#[test]
fn every_bad_scenario_is_refused_with_line_caret_and_help() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/bad"));
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder is part of the project")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "toml"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 25, "{} bad files", paths.len());
    for path in paths {
        let name = path
            .file_name()
            .expect("a file")
            .to_string_lossy()
            .into_owned();
        let place = Place::new();
        fs::copy(&path, place.path(&name)).expect("ours");
        let output = place.run(&["run", &name]);
        assert_eq!(code(&output), 1, "{name}: {}", err(&output));
        assert_eq!(out(&output), "", "{name}");
        assert!(place.names(".") == [name.as_str()], "nothing is written");
        insta::assert_snapshot!(
            format!("bad-{}", name.trim_end_matches(".toml")),
            shown(&output)
        );
    }
}

/// Answers of the command to files that are no scenario at all.
#[test]
fn what_is_no_text_file_is_refused() {
    let place = Place::new();
    fs::create_dir(place.path("folder")).expect("ours");
    fs::write(place.path("binary"), [b't', b'i', 0xff, 0xfe]).expect("ours");
    place.write("empty", "");
    place.write("large", &" ".repeat(1024 * 1024 + 1));
    for (file, why) in [
        ("missing", "No such file"),
        ("folder", "it is a folder"),
        ("binary", "not UTF-8 text (byte 2)"),
        ("large", "larger than 1024 KiB"),
        ("empty", "empty has "),
    ] {
        for verb in ["run", "check"] {
            let output = place.run(&[verb, file]);
            assert_eq!(code(&output), 1, "{verb} {file}: {}", err(&output));
            assert!(
                err(&output).contains(why),
                "{verb} {file}: {}",
                err(&output)
            );
        }
    }
    let output = place.run(&["trace", "missing", "--trial", "0"]);
    assert_eq!(code(&output), 1);
    assert_eq!(
        place.names("."),
        ["binary", "empty", "large"],
        "nothing is written"
    );
}

/// Nobody ever writes to the pipe, so opening it would wait for ever.
#[test]
#[cfg(unix)]
fn pipes_and_devices_are_refused_without_being_opened() {
    let place = Place::new();
    let made = std::process::Command::new("mkfifo")
        .arg(place.path("pipe"))
        .status();
    assert!(made.expect("mkfifo is there").success());
    for file in ["pipe", "/dev/zero", "/dev/null"] {
        let output = place.run(&["run", file]);
        assert_eq!(code(&output), 1, "{file}");
        assert!(
            err(&output).contains("not a regular file"),
            "{}",
            err(&output)
        );
    }
}

/// Ten gigabytes on paper; the file is sparse and is never read.
#[test]
fn a_file_of_ten_gigabytes_is_refused_unread() {
    let place = Place::new();
    let file = fs::File::create(place.path("huge.toml")).expect("ours");
    file.set_len(10 << 30).expect("sparse files are supported");
    let output = place.run(&["check", "huge.toml"]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("larger than"), "{}", err(&output));
}

#[test]
fn depth_and_repetition_are_refused() {
    let place = Place::new();
    let deep = format!("a = {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
    let dotted = format!("{} = 1\n", vec!["a"; 10_000].join("."));
    let keys: String = (0..60_000).map(|n| format!("k{n} = {n}\n")).collect();
    let headers: String = (0..60_000).map(|n| format!("[t{n}]\n")).collect();
    for (name, text) in [
        ("deep", deep),
        ("dotted", dotted),
        ("keys", keys),
        ("headers", headers),
    ] {
        place.write(name, &text);
        let output = place.run(&["check", name]);
        assert_eq!(code(&output), 1, "{name}");
        assert!(
            err(&output).len() < 100_000,
            "{name}: the answer is bounded"
        );
    }
}

#[test]
fn a_scenario_cannot_speak_to_the_terminal_in_escape_sequences() {
    let place = Place::new();
    let text = shipped("demo").replacen("title = \"", "title = \"\\u001b[31m\\u202e", 1);
    place.write("town.toml", &text);
    for words in [
        &["run", "town.toml", "--trials", "20"][..],
        &["check", "town.toml"],
    ] {
        let output = place.run(words);
        for text in [out(&output), err(&output)] {
            assert!(!text.contains('\x1b'), "{text}");
            assert!(!text.contains('\u{202e}'), "{text}");
        }
    }
}

/// Files made to be costly or strange: each refused where it is wrong, within 300 MB of address space.
#[test]
#[cfg(target_os = "linux")]
fn costly_and_strange_files_are_refused_in_little_memory() {
    let place = Place::new();
    let good = shipped("demo");
    let many = |each: &dyn Fn(usize) -> String, bytes: usize| {
        let mut text = String::new();
        for at in 0.. {
            let next = each(at);
            if text.len() + next.len() > bytes {
                break;
            }
            text.push_str(&next);
        }
        text
    };
    const MIB: usize = 1 << 20;
    let deep = |open: &str, middle: &str, close: &str, levels| {
        format!(
            "a = {}{middle}{}\n",
            open.repeat(levels),
            close.repeat(levels)
        )
    };
    let value = |value: &str| good.replacen("trials = 2_000", &format!("trials = {value}"), 1);
    let cases = [
        (
            "100,000 levels of lists",
            deep("[", "", "]", 100_000),
            "nested",
        ),
        (
            "100,000 levels of tables",
            deep("{a=", "1", "}", 100_000),
            "nested",
        ),
        (
            "100,000 dots",
            format!("{}a = 1\n", "a.".repeat(100_000)),
            "nested",
        ),
        (
            "100,000 dots in a header",
            format!("[{}a]\n", "a.".repeat(100_000)),
            "nested",
        ),
        ("81 levels", deep("[", "", "]", 81), "nested"),
        (
            "a megabyte of keys",
            many(&|at| format!("k{at}=1\n"), MIB),
            "entries",
        ),
        (
            "a megabyte of headers",
            many(&|at| format!("[t{at}]\n"), MIB),
            "entries",
        ),
        (
            "headers that grow",
            many(&|at| format!("[{}x{at}]\n", "a.".repeat(at % 70)), MIB),
            "unknown",
        ),
        (
            "a megabyte of one list",
            format!("a = [{}]", "1,".repeat(MIB / 2 - 9)),
            "entries",
        ),
        (
            "a megabyte of text",
            format!("titel = \"{}\"", "x".repeat(MIB - 20)),
            "titel",
        ),
        ("a number beyond all", value("1e400"), "trials"),
        (
            "a number beyond 64 bits",
            value("18446744073709551616"),
            "trials",
        ),
        ("no number", value("nan"), "trials"),
        ("no end", value("inf"), "trials"),
        ("a key twice", format!("title = \"x\"\n{good}"), "duplicate"),
        (
            "a NUL",
            good.replacen("title = \"", "title = \"\0", 1),
            "title",
        ),
        (
            "a turn of direction",
            good.replacen("title = \"", "title = \"\u{202e}", 1),
            "title",
        ),
        (
            "a mark of byte order within",
            good.replacen("title", "\u{feff}title", 1),
            "title",
        ),
    ];
    for (name, text, word) in cases {
        place.write("hostile.toml", &text);
        let command = place.command(&["check", "hostile.toml"]);
        let mut limited = std::process::Command::new("bash");
        limited
            .args(["-c", "ulimit -v 300000; exec \"$@\"", "-"])
            .arg(command.get_program())
            .args(command.get_args())
            .current_dir(place.path("."));
        let output = limited.output().expect("bash is there");
        let talk = err(&output);
        let start: String = talk.chars().take(400).collect();
        assert_eq!(code(&output), 1, "{name}: {start}");
        assert!(talk.contains(word), "{name}: {start}");
        let placed = talk.contains("hostile.toml:") || talk.contains("hostile.toml has");
        assert!(placed && talk.len() < 100_000, "{name}: {start}");
        assert!(!talk.contains(['\0', '\u{202e}', '\u{1b}']), "{name}");
    }
}
