//! The page in a real browser: `tests/browser/check.mjs` drives a headless Chromium over pages made
//! here by the command itself.
//!
//! Needs Chromium and Node.js; where one is missing the test says so and holds nothing, unless
//! `SCRUTINEER_BROWSER=required`. `SCRUTINEER_PICTURES=FOLDER` keeps pictures of every page.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The first of these programs that can be started.
fn found(programs: &[&'static str]) -> Option<&'static str> {
    let starts = |program: &&&str| {
        Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    programs.iter().find(starts).copied()
}

/// The report of a scenario of the repository, in a folder `name`.
fn page(folder: &Path, name: &str, scenario: &str, trials: &str) -> PathBuf {
    let out = folder.join(name);
    let made = Command::new(env!("CARGO_BIN_EXE_scrutineer"))
        .arg("run")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(scenario))
        .args([
            "--trials",
            trials,
            "--rare",
            "off",
            "--no-progress",
            "--out",
        ])
        .arg(&out)
        .output()
        .expect("the command starts");
    assert!(
        made.status.success(),
        "{scenario}: {}",
        String::from_utf8_lossy(&made.stderr)
    );
    out.join("report.html")
}

/// The two pages of a line-up of a scenario of the repository, each in a folder of its own.
fn line_up(folder: &Path, name: &str, scenario: &str) -> [PathBuf; 2] {
    let out = folder.join(name);
    let made = Command::new(env!("CARGO_BIN_EXE_scrutineer"))
        .arg("lineup")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(scenario))
        .args(["--no-progress", "--out"])
        .arg(&out)
        .output()
        .expect("the command starts");
    assert!(
        made.status.success(),
        "{scenario}: {}",
        String::from_utf8_lossy(&made.stderr)
    );
    ["lineup", "answer"].map(|page| {
        let beside = folder.join(format!("{name}-{page}"));
        fs::create_dir(&beside).expect("the folder is ours");
        let file = beside.join(format!("{page}.html"));
        fs::rename(out.join(format!("{page}.html")), &file).expect("the page was written");
        file
    })
}

/// The labels of the figures of a scenario, and its title.
fn figures(table: &toml::Value) -> Vec<String> {
    let all = table["reported"].as_array().expect("figures are reported");
    let labels = all.iter().map(|it| &it["label"]).chain([&table["title"]]);
    labels
        .map(|it| it.as_str().expect("a label is text").to_owned())
        .collect()
}

/// The words an author may choose in a scenario file: labels, notes, reasons, titles, claimants.
fn labels(value: &toml::Value, key: &str, into: &mut BTreeSet<String>) {
    const WORDS: [&str; 8] = [
        "title",
        "question",
        "description",
        "base-label",
        "label",
        "note",
        "reason",
        "claimant",
    ];
    match value {
        toml::Value::String(text) if WORDS.contains(&key) || key == "options" => {
            into.insert(text.clone());
        }
        toml::Value::Table(table) => {
            for (name, inner) in table {
                let name = if key == "options" { key } else { name };
                labels(inner, name, into);
            }
        }
        toml::Value::Array(list) => list.iter().for_each(|inner| labels(inner, key, into)),
        _ => {}
    }
}

#[test]
fn the_page_holds_in_a_real_browser() {
    let programs = (
        found(&["chromium", "chromium-browser", "google-chrome"]),
        found(&["node", "nodejs"]),
    );
    let (Some(browser), Some(node)) = programs else {
        let missing = "SKIPPED: the page was not looked at, Chromium or Node.js is not installed";
        assert!(
            env::var_os("SCRUTINEER_BROWSER").is_none_or(|it| it != "required"),
            "{missing}"
        );
        eprintln!("{missing}");
        return;
    };
    let folder = TempDir::new().expect("a temporary folder");
    let hostile = page(folder.path(), "hostile", "tests/data/hostile.toml", "100");
    let pages = [
        page(folder.path(), "demo", "scenarios/demo.toml", "300"),
        page(
            folder.path(),
            "seed-case",
            "scenarios/south-ossetia-2006.toml",
            "40",
        ),
    ];
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/hostile.toml"))
            .expect("the file is in the repository");
    let mut words = BTreeSet::new();
    let table = toml::Value::Table(text.parse().expect("the file is TOML"));
    labels(&table, "", &mut words);
    assert!(words.len() > 15, "the hostile file has its labels");
    let list: Vec<String> = words.into_iter().collect();
    fs::write(hostile.with_extension("html.labels"), list.join("\n")).expect("the folder is ours");

    let [shown, answer] = line_up(folder.path(), "hostile-line-up", "tests/data/hostile.toml");
    let line_ups = line_up(folder.path(), "demo-line-up", "scenarios/demo.toml");
    for page in [&shown, &answer] {
        fs::write(
            page.with_extension("html.labels"),
            figures(&table).join("\n"),
        )
        .expect("the folder is ours");
    }

    let mut check = Command::new(node);
    check
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/check.mjs"))
        .arg(browser)
        .args(&pages)
        .arg(&hostile)
        .args(&line_ups)
        .args([&shown, &answer]);
    if let Some(pictures) = env::var_os("SCRUTINEER_PICTURES") {
        check.arg("--pictures").arg(pictures);
    }
    let told = check.output().expect("node starts");
    let out = String::from_utf8_lossy(&told.stdout);
    eprintln!("{out}");
    assert!(
        told.status.success(),
        "{out}\n{}",
        String::from_utf8_lossy(&told.stderr)
    );
}
