//! `capacity`: what it prints, writes and refuses.

use serde_json::Value;

use super::{Place, code, err, out, shown};

#[test]
fn the_capacity_of_the_demo() {
    let place = Place::with_town();
    let words = ["capacity", "town.toml", "--trials", "20", "--no-progress"];
    insta::assert_snapshot!(shown(&place.run(&words)));
}

#[test]
fn it_fits_eighty_columns_and_keeps_to_the_booths_asked_for() {
    let place = Place::with_town();
    let words = ["capacity", "town.toml", "--trials", "4", "--poll", "market"];
    let output = place.run(&[&words[..], &["--booths", "2..3"]].concat());
    assert_eq!(code(&output), 0, "{}", err(&output));
    let widest = out(&output).lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{widest:?}");
    let output = place.run(&[&words[..], &["--booths", "2..3", "--json"]].concat());
    let document: Value = serde_json::from_str(&out(&output)).expect("one document");
    assert_eq!(document["schema"], "scrutineer.capacity/1");
    assert_eq!(document["polls"].as_array().map(Vec::len), Some(1));
    let rows = &document["polls"][0]["demands"][1]["sweeps"][0]["rows"];
    let booths: Vec<_> = rows.as_array().into_iter().flatten().collect();
    assert_eq!(booths.len(), 2);
    assert_eq!(
        (&booths[0]["booths"], &booths[1]["days"]),
        (&2.into(), &4.into())
    );
}

#[test]
fn a_folder_gets_text_document_pictures_and_tables() {
    let place = Place::with_town();
    let words = [
        "capacity",
        "town.toml",
        "--trials",
        "4",
        "-q",
        "--png",
        "--out",
        "seen",
    ];
    let output = place.run(&words);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert_eq!(
        place.names("seen"),
        [
            "capacity.json",
            "capacity.txt",
            "charts/capacity-council-halls.csv",
            "charts/capacity-council-halls.png",
            "charts/capacity-council-halls.svg",
            "charts/capacity-market-hall.csv",
            "charts/capacity-market-hall.png",
            "charts/capacity-market-hall.svg",
        ]
    );
    assert_eq!(place.read("seen/capacity.txt"), out(&output));
    // Again: the same bytes. The folder of a run is left alone.
    let text = place.read("seen/capacity.json");
    assert_eq!(code(&place.run(&words)), 0);
    assert_eq!(place.read("seen/capacity.json"), text);
    place.run(&["demo", "--trials", "4", "-q", "--out", "run"]);
    let words = [
        "capacity",
        "town.toml",
        "--trials",
        "4",
        "-q",
        "--out",
        "run",
    ];
    assert_eq!(code(&place.run(&words)), 3);
}

#[test]
fn unknown_polls_and_odd_ranges_are_refused() {
    let place = Place::with_town();
    for (words, hint) in [
        (["--poll", "marked"], "did you mean `market`?"),
        (["--booths", "3..1"], "a range such as 1..8"),
    ] {
        let output = place.run(&[&["capacity", "town.toml"], &words[..]].concat());
        assert_eq!(code(&output), 2, "{}", err(&output));
        assert!(err(&output).contains(hint), "{}", err(&output));
    }
}

#[test]
fn a_number_far_beyond_the_bound_is_told_without_a_simulated_day() {
    let place = Place::with_town();
    let far = "polls.market.stations.hall.booths=1";
    let words = [
        "capacity",
        "town.toml",
        "--trials",
        "2",
        "--poll",
        "market",
        "--booths",
        "1",
    ];
    let slow = "polls.market.stations.hall.service-seconds=2_000";
    let output = place.run(&[&words[..], &["--set", far, "--set", slow]].concat());
    assert_eq!(code(&output), 0, "{}", err(&output));
    let text = out(&output)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        text.contains("above the bound of 18 in the opening hours"),
        "{text}"
    );
    assert!(text.contains("no days are simulated for it"), "{text}");
    assert!(!text.contains("if 1,801 come"), "{text}");
}
