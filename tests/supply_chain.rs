//! What comes in from outside: licences, sources, doubles and the table of `docs/DEPENDENCIES.md`.
//!
//! The lists are those of `deny.toml`, so that this holds where `cargo deny` is not at hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Most crates that the command is built from, this one included, with all features (Linux).
const MOST_CRATES: usize = 130;

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn toml_of(name: &str) -> toml::Table {
    read(name).parse().expect("it is TOML")
}

/// `cargo` and its words; without the network if everything is here already.
fn cargo(words: &[&str]) -> String {
    let run = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(env!("CARGO_MANIFEST_DIR"));
        let output = command.args(words).args(more).output();
        output.expect("cargo runs us")
    };
    let mut output = run(&["--locked", "--offline"]);
    if !output.status.success() {
        output = run(&["--locked"]);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).expect("text")
}

/// All packages of all platforms and features.
fn packages() -> Vec<Value> {
    let text = cargo(&["metadata", "--format-version", "1", "--all-features"]);
    let mut document: Value = serde_json::from_str(&text).expect("JSON");
    match document["packages"].take() {
        Value::Array(packages) => packages,
        _ => panic!("no packages"),
    }
}

fn words(list: &toml::Value) -> BTreeSet<&str> {
    let list = list.as_array().expect("a list").iter();
    list.map(|it| it.as_str().expect("a word")).collect()
}

/// Whether a licence expression is satisfied by some of these licences.
fn satisfied(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let answer = either(&mut words, allowed);
    assert!(words.next().is_none(), "not understood: {expression}");
    answer
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words, allowed: &BTreeSet<&str>) -> bool {
    let mut answer = both(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        answer |= both(words, allowed);
    }
    answer
}

fn both(words: &mut Words, allowed: &BTreeSet<&str>) -> bool {
    let mut answer = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        answer &= one(words, allowed);
    }
    answer
}

fn one(words: &mut Words, allowed: &BTreeSet<&str>) -> bool {
    match words.next() {
        Some("(") => {
            let answer = either(words, allowed);
            assert_eq!(words.next(), Some(")"));
            answer
        }
        Some(name) => match words.next_if_eq(&"WITH").and_then(|_| words.next()) {
            Some(exception) => allowed.contains(format!("{name} WITH {exception}").as_str()),
            None => allowed.contains(name),
        },
        None => false,
    }
}

#[test]
fn licence_expressions_are_understood() {
    let allowed = BTreeSet::from(["MIT", "Zlib"]);
    for (expression, answer) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only/MIT", true),
        ("MIT AND Unicode-3.0", false),
        ("(MIT OR Apache-2.0) AND Zlib", true),
        ("(Apache-2.0 OR ISC) AND Zlib", false),
        ("MIT WITH LLVM-exception", false),
    ] {
        assert_eq!(satisfied(expression, &allowed), answer, "{expression}");
    }
}

#[test]
fn every_licence_is_on_the_list_and_every_source_is_the_registry() {
    let lists = toml_of("deny.toml");
    let licences = &lists["licenses"];
    let allowed = words(&licences["allow"]);
    let exceptions = licences["exceptions"].as_array().expect("a list");
    let packages = packages();
    assert!(packages.len() > 100, "the packages were not found");
    for package in &packages {
        let name = package["name"].as_str().expect("a name");
        let mut allowed = allowed.clone();
        let own = |it: &&toml::Value| it["crate"].as_str() == Some(name);
        if let Some(exception) = exceptions.iter().find(own) {
            allowed.extend(words(&exception["allow"]));
        }
        let licence = package["license"].as_str().unwrap_or("none told");
        assert!(satisfied(licence, &allowed), "{name}: {licence}");
        let source = package["source"].as_str();
        let registry = source.is_some_and(|it| it.starts_with("registry+"));
        assert!(registry || name == "scrutineer", "{name}: {source:?}");
    }
    let names: BTreeSet<_> = packages.iter().map(|it| it["name"].as_str()).collect();
    for exception in exceptions {
        let name = exception["crate"].as_str();
        assert!(names.contains(&name), "{name:?} has gone: no exception");
    }
}

#[test]
fn two_versions_of_a_crate_have_a_reason_and_unwanted_crates_are_absent() {
    let lists = toml_of("deny.toml");
    let bans = &lists["bans"];
    let named = |key: &str| -> BTreeSet<String> {
        let list = bans[key].as_array().expect("a list").iter();
        list.map(|it| it["crate"].as_str().expect("a crate").to_string())
            .collect()
    };
    let skipped = named("skip");
    let tree = ["tree", "--prefix", "none", "--all-features"];
    let text = cargo(&[&tree[..], &["--target", "all"]].concat());
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            let version = version.trim_start_matches('v').to_string();
            versions.entry(name.into()).or_default().insert(version);
        }
    }
    assert!(versions.len() > 100, "the tree was not found");
    for (name, versions) in &versions {
        let full = versions.iter().map(|it| format!("{name}@{it}"));
        let free: Vec<_> = full.filter(|it| !skipped.contains(it)).collect();
        assert!(free.len() <= 1, "without a reason in deny.toml: {free:?}");
    }
    for skipped in &skipped {
        let (name, version) = skipped.split_once('@').expect("crate@version");
        let there = versions.get(name).filter(|all| all.len() > 1);
        let there = there.is_some_and(|all| all.contains(version));
        assert!(there, "{skipped} is no double any more");
    }
    for unwanted in named("deny") {
        assert!(!versions.contains_key(&unwanted), "{unwanted}");
    }
}

#[test]
fn the_command_is_built_from_few_crates() {
    let tree = ["tree", "--prefix", "none", "--edges", "normal"];
    let target = ["--all-features", "--target", "x86_64-unknown-linux-gnu"];
    let text = cargo(&[&tree[..], &target[..]].concat());
    let crates: BTreeSet<&str> = text
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter(|line| !line.is_empty())
        .collect();
    assert!(crates.len() > 20, "the tree was not found");
    assert!(crates.len() <= MOST_CRATES, "{} crates", crates.len());
}

#[test]
fn every_direct_dependency_has_its_row() {
    let manifest = toml_of("Cargo.toml");
    let mut declared = BTreeSet::new();
    for (table, kind) in [("dependencies", "always"), ("dev-dependencies", "tests")] {
        for (name, value) in manifest[table].as_table().expect("a table") {
            let optional = value.get("optional").and_then(toml::Value::as_bool);
            let kind = match optional {
                Some(true) => "feature",
                _ => kind,
            };
            declared.insert((name.clone(), kind.to_string()));
        }
    }
    let page = read("docs/DEPENDENCIES.md");
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    let mut told = BTreeSet::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 4, "{row}");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{row}");
        let once = told.insert((cells[0].trim_matches('`').into(), cells[1].into()));
        assert!(once, "twice: {row}");
    }
    assert_eq!(declared, told, "Cargo.toml beside docs/DEPENDENCIES.md");
}
