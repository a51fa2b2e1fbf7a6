//! The line-up: nothing on the page to show tells where the report stands.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scrutineer"))
        .current_dir(folder)
        .arg("lineup")
        .args(words)
        .arg("--no-progress")
        .output()
        .unwrap()
}

/// Both pages of a shipped scenario with a seed.
fn pages(folder: &Path, scenario: &str, seed: u64) -> [String; 2] {
    let file = root().join(scenario);
    let out = folder.join(format!("seed-{seed}"));
    let words = ["--seed", &seed.to_string(), "--force", "--out"];
    let file = file.to_str().unwrap();
    let output = run(
        folder,
        &[&[file], &words[..], &[out.to_str().unwrap()]].concat(),
    );
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    ["lineup.html", "answer.html"].map(|name| fs::read_to_string(out.join(name)).unwrap())
}

/// The text with every number put out of sight, but for the digits of colours.
fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '#' {
            out.push(c);
            while let Some(c) = rest.next_if(char::is_ascii_alphanumeric) {
                out.push(c);
            }
        } else if c.is_ascii_digit() {
            out.push('N');
            while rest
                .next_if(|c| c.is_ascii_digit() || ".,".contains(*c))
                .is_some()
            {}
        } else {
            out.push(c);
        }
    }
    out
}

/// The panels of a page, in their order.
fn panels(page: &str) -> Vec<String> {
    let (_, list) = page.split_once("<ol class=\"panels\"").unwrap();
    let (list, _) = list.split_once("</ol>").unwrap();
    list.split("<li").skip(1).map(str::to_owned).collect()
}

/// The tags of a name as they are, numbers and all.
fn tags<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let opens = format!("<{name} ");
    let found = text.match_indices(&opens).map(|(at, _)| &text[at..]);
    found.map(|it| it.split('>').next().unwrap()).collect()
}

/// An attribute of every tag of a name.
fn attributes<'a>(text: &'a str, name: &str, attribute: &str) -> Vec<&'a str> {
    let opens = format!(" {attribute}=\"");
    let of = |tag: &'a str| tag.split_once(&opens).unwrap().1.split('"').next().unwrap();
    tags(text, name).into_iter().map(of).collect()
}

/// The panel that the page with the answer names, from 0.
fn position(answer: &str) -> usize {
    let (_, after) = answer
        .split_once("The reported figures are in panel ")
        .unwrap();
    after.split('.').next().unwrap().parse::<usize>().unwrap() - 1
}

#[test]
fn no_panel_differs_from_another_but_by_its_values() {
    let folder = TempDir::new().unwrap();
    let mut found = Vec::new();
    for seed in [1, 2, 3, 4] {
        let [page, answer] = pages(folder.path(), "scenarios/demo.toml", seed);
        let all = panels(&page);
        assert_eq!(all.len(), 20);
        for panel in &all {
            assert_eq!(without_numbers(panel), without_numbers(&all[0]));
            // Letters and numbers stand in the same places, dots on the same lines.
            assert_eq!(tags(panel, "text"), tags(&all[0], "text"));
            for attribute in ["cy", "r", "fill"] {
                let of = |panel| attributes(panel, "circle", attribute);
                assert_eq!(of(panel), of(&all[0]));
            }
            assert_eq!(
                attributes(panel, "svg", "viewBox"),
                attributes(&all[0], "svg", "viewBox")
            );
        }
        found.push((position(&answer), without_numbers(&page)));
    }
    // The sheet: a hundred dots of one size and colour, twenty numbers.
    let sheet = fs::read_to_string(folder.path().join("seed-4/lineup.svg")).unwrap();
    for (attribute, value) in [("r", "10"), ("fill", "#0072B2")] {
        let of = attributes(&sheet, "circle", attribute);
        assert!(
            of.len() == 100 && of.iter().all(|it| *it == value),
            "{attribute}: {of:?}"
        );
    }
    // Wherever the report stands, the rest of the page is the same.
    let places: std::collections::BTreeSet<usize> = found.iter().map(|it| it.0).collect();
    assert!(places.len() > 1, "{places:?}");
    assert!(found.iter().all(|it| it.1 == found[0].1));
}

#[test]
fn every_value_is_written_as_the_reported_one_is() {
    let folder = TempDir::new().unwrap();
    // Figures of every kind: exact and rounded counts, percentages to 1 and to 0.1 %.
    let [page, answer] = pages(folder.path(), "scenarios/south-ossetia-2006.toml", 7);
    let at = position(&answer);
    let rows: Vec<Vec<String>> = {
        let (_, table) = page.split_once("<tbody>").unwrap();
        let (table, _) = table.split_once("</tbody>").unwrap();
        let cells = |row: &str| {
            let cells = row.split("<td class=\"n\">").skip(1);
            cells
                .map(|cell| cell.split('<').next().unwrap().to_owned())
                .collect()
        };
        table.split("<tr>").skip(1).map(cells).collect()
    };
    assert_eq!(rows.len(), 20);
    let decimals = |cell: &str| {
        let number: String = cell
            .chars()
            .take_while(|c| c.is_ascii_digit() || ".,".contains(*c))
            .collect();
        number.split_once('.').map_or(0, |it| it.1.len())
    };
    for column in 0..rows[0].len() {
        let report = &rows[at][column];
        for row in &rows {
            let cell = &row[column];
            assert_eq!(decimals(cell), decimals(report), "{cell} beside {report}");
            assert_eq!(cell.ends_with('%'), report.ends_with('%'));
            // 42,000 is stated as rounded to 1,000.
            assert!(
                !report.ends_with(",000") || cell.ends_with(",000"),
                "{cell} beside {report}"
            );
        }
    }
    assert!(rows[at].iter().any(|cell| cell == "52,163"));
    // The answer shows the same panels, and marks one.
    let told = panels(&answer);
    let marked = |panel: &&String| panel.starts_with(" class=\"reported\"");
    assert_eq!(told.iter().position(|it| marked(&it)), Some(at));
    assert_eq!(told.iter().filter(marked).count(), 1);
    assert!(told[at].contains("as reported") && !page.contains("as reported<"));
    for word in ["simulated day", "class=\"reported\"", "answer.html\""] {
        assert!(!panels(&page).concat().contains(word), "{word}");
    }
}

#[test]
fn same_file_and_seed_give_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    let once = pages(folder.path(), "scenarios/demo.toml", 5);
    let file = root().join("scenarios/demo.toml");
    let words = ["--seed", "5", "--threads", "3", "--out", "seed-5"];
    let output = run(
        folder.path(),
        &[&[file.to_str().unwrap()], &words[..]].concat(),
    );
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("there already"));
    let names = ["lineup.html", "answer.html"];
    let again =
        names.map(|name| fs::read_to_string(folder.path().join("seed-5").join(name)).unwrap());
    assert_eq!(once, again);
    for page in &again {
        for outside in ["<script", "href=\"http", " src=", "url(", "@import"] {
            assert!(!page.contains(outside), "{outside}");
        }
    }
}

#[test]
fn what_cannot_be_is_refused_with_help() {
    let folder = TempDir::new().unwrap();
    let town = fs::read_to_string(root().join("scenarios/demo.toml")).unwrap();
    let silent: PathBuf = folder.path().join("silent.toml");
    let mut dropped = false;
    let kept = town.lines().filter(|line| {
        if line.starts_with('[') {
            dropped = line.contains("reported") || line.contains("expect");
        }
        !dropped && !line.starts_with("expect")
    });
    let bare = kept.collect::<Vec<_>>().join("\n");
    fs::write(&silent, bare).unwrap();
    let output = run(folder.path(), &["silent.toml"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("no reported figure to hide"), "{told}");
    assert!(told.contains("help:"), "{told}");

    let file = root().join("scenarios/demo.toml");
    let file = file.to_str().unwrap();
    let unknown = run(folder.path(), &[file, "--figure", "nobody"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        run(folder.path(), &[file, "--out", "there"])
            .status
            .success()
    );
    let other = run(folder.path(), &[file, "--out", "there", "--seed", "8"]);
    assert_eq!(
        other.status.code(),
        Some(3),
        "another line-up is not overwritten"
    );
    assert!(String::from_utf8_lossy(&other.stderr).contains("--force"));
}

#[test]
fn a_label_with_a_reported_number_is_replaced_on_the_page_to_show() {
    let folder = TempDir::new().unwrap();
    let town = fs::read_to_string(root().join("scenarios/demo.toml")).unwrap();
    let (before, after) = town.split_once("label = \"voters\"").unwrap();
    // However its thousands are set apart; 29 has too few digits to give anything away.
    for told in [
        "more than 1,800 voters",
        "mehr als 1.800 Stimmen",
        "1800!",
        "1\u{202f}800 in all",
    ] {
        let given = format!("{before}label = \"{told}\"{after}").replace(
            "label = \"share for the bridge\"",
            "label = \"29 for the bridge\"",
        );
        let given = given.replacen("title = \"", "title = \"No. 1'800: ", 1);
        let file = folder.path().join("given.toml");
        fs::write(&file, given).unwrap();
        let [page, answer] = pages(folder.path(), file.to_str().unwrap(), 3);
        assert!(!page.contains(told), "{told}");
        let (_, legend) = page.split_once("<dl class=\"letters\">").unwrap();
        let (legend, _) = legend.split_once("</dl>").unwrap();
        let bare: String = legend.chars().filter(char::is_ascii_alphanumeric).collect();
        assert!(!bare.contains("1800"), "{legend}");
        assert!(legend.contains("29 for the bridge"), "{legend}");
        assert!(legend.contains("<dt>B</dt><dd>ballots"), "{legend}");
        // The narrow space is shown as a plain one.
        assert!(answer.contains(&told.replace('\u{202f}', " ")), "{told}");
        assert!(page.contains("<title>Line-up: given</title>"));
        assert!(!page.contains("1&#x27;800"));
    }
}

#[test]
fn the_document_tells_what_the_pages_show() {
    let folder = TempDir::new().unwrap();
    let file = root().join("scenarios/south-ossetia-2006.toml");
    let file = file.to_str().unwrap();
    let [page, answer] = pages(folder.path(), file, 9);
    let once = run(
        folder.path(),
        &[file, "--seed", "9", "--out", "j", "--json"],
    );
    let again = [
        file,
        "--seed",
        "9",
        "--out",
        "j",
        "--json",
        "--threads",
        "2",
    ];
    assert_eq!(once.stdout, run(folder.path(), &again).stdout);
    let document: serde_json::Value = serde_json::from_slice(&once.stdout).unwrap();
    assert_eq!(document["schema"], "scrutineer.lineup/1");
    assert_eq!(
        (&document["seed"], &document["variant"]),
        (&9.into(), &"base".into())
    );
    assert_eq!(document["position"], position(&answer) + 1);
    let days = document["days"].as_array().unwrap();
    assert_eq!((days.len(), document["panels"].as_u64()), (20, Some(20)));
    assert!(days[position(&answer)].is_null());
    assert_eq!(
        days.iter().filter_map(|it| it.as_u64()).collect::<Vec<_>>(),
        (1..20).collect::<Vec<_>>()
    );
    let figures = document["figures"].as_array().unwrap();
    assert!(figures.len() > 1);
    for (column, figure) in figures.iter().enumerate() {
        let around: u64 = ["days_below", "days_level", "days_above"]
            .iter()
            .map(|it| figure[it].as_u64().unwrap())
            .sum();
        assert_eq!(around, 19);
        let values = figure["values"].as_array().unwrap();
        assert_eq!(values.len(), 20);
        let (_, table) = page.split_once("<tbody>").unwrap();
        for (row, value) in table.split("<tr>").skip(1).zip(values) {
            let cell = row.split("<td class=\"n\">").nth(column + 1).unwrap();
            let cell = cell.split('<').next().unwrap();
            let plain: String = cell
                .chars()
                .filter(|c| c.is_ascii_digit() || *c == '.')
                .collect();
            assert_eq!(
                plain.parse::<f64>().unwrap(),
                value.as_f64().unwrap(),
                "{cell}"
            );
        }
    }
    assert_eq!(
        fs::read_to_string(folder.path().join("j/lineup.html")).unwrap(),
        page
    );
}
