//! The gallery: every picture that is named is there, every picture that is there is named, and those that
//! are cheap are what the command draws.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pictures of the gallery that a page shows.
fn named(page: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let links = text.split("](").skip(1);
    let links = links.filter_map(|it| it.split(')').next()?.rsplit_once("gallery/"));
    links
        .map(|it| it.1.to_owned())
        .filter(|it| it.ends_with(".svg"))
        .collect()
}

#[test]
fn every_picture_is_named_and_every_named_picture_is_there() {
    let there: BTreeSet<String> = fs::read_dir(root().join("docs/gallery"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let shown = named("docs/gallery.md");
    assert_eq!(shown, there);
    assert!(shown.len() >= 12, "{shown:?}");
    let front = named("README.md");
    assert_eq!(front.len(), 3);
    assert!(front.is_subset(&there), "{front:?}");
    for name in there {
        let text = fs::read_to_string(root().join("docs/gallery").join(&name)).unwrap();
        assert!(
            text.starts_with("<svg ") && text.trim_end().ends_with("</svg>"),
            "{name}"
        );
        let title = text.split("<title").nth(1);
        assert!(
            title.is_some_and(|it| it.contains("</title>")),
            "{name} has no title"
        );
    }
}

#[test]
fn every_kind_of_chart_is_in_it() {
    let room = fs::read_to_string(root().join("src/chart/mod.rs")).unwrap();
    let (_, kinds) = room.split_once("pub enum ChartKind {").unwrap();
    let kinds = kinds.split_once("\n}\n").unwrap().0;
    let told: Vec<&str> = kinds
        .lines()
        .filter_map(|it| it.trim().strip_prefix("/// "))
        .collect();
    assert!(told.len() >= 14, "{told:?}");
    let page = fs::read_to_string(root().join("docs/gallery.md")).unwrap();
    for line in told {
        let number = line.split([':', ' ']).next().unwrap();
        let name = match number.strip_prefix('C').map(str::parse::<u8>) {
            Some(Ok(_)) => format!("**{number}, "),
            _ => "**Booths.**".to_owned(),
        };
        assert!(page.contains(&name), "no picture of: {line}");
    }
}

#[cfg(unix)]
#[test]
fn the_pictures_of_the_demo_are_what_the_command_draws() {
    let folder = tempfile::TempDir::new().unwrap();
    let made = std::process::Command::new("bash")
        .arg(root().join(".ci/gallery"))
        .arg(folder.path())
        .env("SCRUTINEER", env!("CARGO_BIN_EXE_scrutineer"))
        .env("GALLERY", "quick")
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let mut pictures = 0;
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        let kept = fs::read_to_string(root().join("docs/gallery").join(&name)).unwrap();
        let drawn = fs::read_to_string(entry.path()).unwrap();
        let name = name.to_string_lossy();
        assert!(kept == drawn, "{name} is out of date: run .ci/gallery");
        pictures += 1;
    }
    assert_eq!(pictures, 7);
}

#[test]
fn the_answer_of_the_line_up_is_the_right_one() {
    let folder = tempfile::TempDir::new().unwrap();
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_scrutineer"))
        .arg("lineup")
        .arg(root().join("scenarios/demo.toml"))
        .args(["--seed", "3", "--no-progress", "--out"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(made.status.success());
    let answer = fs::read_to_string(folder.path().join("answer.html")).unwrap();
    let (_, panel) = answer
        .split_once("The reported figures are in panel ")
        .unwrap();
    let panel = panel.split('.').next().unwrap();
    let page = fs::read_to_string(root().join("docs/gallery.md")).unwrap();
    let told = format!("The report is in panel {panel} of the line-up.");
    assert!(page.contains(&told), "{told}");
}
