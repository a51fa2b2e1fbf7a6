//! `compare`: several files beside each other.

use super::*;

/// The demo under another name, with its figures called something else.
fn other_ids() -> String {
    let ids = [
        "council-turnout",
        "council-noon",
        "council-yes",
        "market-voters",
        "market-no",
    ];
    ids.iter().fold(shipped("demo"), |text, id| {
        text.replace(id, &format!("other-{id}"))
    })
}

#[test]
fn every_set_of_every_file_is_a_row_with_the_same_dice() {
    let place = Place::with_town();
    place.write("again.toml", &shipped("demo"));
    let words = ["compare", "town.toml", "again.toml", "--trials", "60"];
    let json = place.run(&[&words[..], &["--json", "--out", "beside", "-q"]].concat());
    assert_eq!(code(&json), 0, "{}", err(&json));
    let document: serde_json::Value = serde_json::from_str(&out(&json)).expect("JSON");
    assert_eq!(document["schema"], "scrutineer.files/1");
    let sets = document["sets"].as_array().expect("a list");
    let ids: Vec<&str> = sets.iter().filter_map(|set| set["id"].as_str()).collect();
    assert!(ids.contains(&"town/base") && ids.contains(&"again/base"));
    // The same text under the same dice: the same numbers, and nothing depends on which file it is.
    for figure in document["figures"].as_array().expect("a list") {
        let rows = figure["sets"].as_array().expect("a list");
        let of = |id: &str| {
            let row = rows.iter().find(|row| row["set"] == id);
            let mut row = row.expect("a row a set").clone();
            row["set"] = "".into();
            row
        };
        assert_eq!(rows.len(), sets.len());
        assert_eq!(of("town/base"), of("again/base"));
    }
    let names = place.names("beside");
    assert!(names.contains(&"comparison.csv".to_string()), "{names:?}");
    assert!(
        names.iter().any(|name| name.starts_with("charts/c14")),
        "{names:?}"
    );
    let rows = place.read("beside/comparison.csv").lines().count();
    assert!(rows > 5 * sets.len(), "{rows}");
    let text = place.read("beside/comparison.txt");
    assert!(text.contains("set of assumptions"), "{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
}

#[test]
fn files_without_a_common_figure_are_refused() {
    let place = Place::with_town();
    place.write("other.toml", &other_ids());
    let files = ["compare", "town.toml", "other.toml"];
    let flags = ["--trials", "5", "-q", "--out", "beside"];
    let output = place.run(&[&files[..], &flags[..]].concat());
    assert_eq!(code(&output), 2, "{}", err(&output));
    assert!(err(&output).contains("share no reported figure"));
    assert!(out(&output).is_empty());
    // It looks before it opens the folder and simulates.
    assert!(!place.path("beside").exists());
}
