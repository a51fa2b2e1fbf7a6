//! `backtest`: the program on polls whose figures nobody disputes.

use super::*;

/// The demo, said to be trusted.
fn trusted() -> String {
    format!("control = true\n{}", shipped("demo"))
}

#[test]
fn the_demo_as_if_it_were_a_control() {
    let place = Place::new();
    place.write("town.toml", &trusted());
    let words = ["backtest", "town.toml", "--trials", "100", "--no-progress"];
    insta::assert_snapshot!(shown(&place.run(&words)));
}

#[test]
fn figures_in_dispute_are_refused_unless_asked_for() {
    let place = Place::with_town();
    let refused = place.run(&["backtest", "town.toml", "--trials", "20"]);
    insta::assert_snapshot!(shown(&refused));
    let any = ["backtest", "town.toml", "--any", "--trials", "20", "-q"];
    let any = place.run(&any);
    assert_eq!(code(&any), 0, "{}", err(&any));
}

#[test]
fn folders_give_their_controls() {
    let place = Place::with_town();
    let words = ["--trials", "20", "--no-progress", "--json"];
    let none = place.run(&[&["backtest", "."][..], &words].concat());
    assert_eq!(code(&none), 2);
    assert!(
        err(&none).contains("no control in this folder"),
        "{}",
        err(&none)
    );
    place.write("trusted.toml", &trusted());
    let some = place.run(&[&["backtest", "."][..], &words].concat());
    assert_eq!(code(&some), 0, "{}", err(&some));
    assert!(err(&some).contains("town.toml: not a control, left out"));
    let document: serde_json::Value = serde_json::from_str(&out(&some)).expect("JSON");
    let scenarios = document["scenarios"].as_array().expect("a list");
    assert_eq!(scenarios.len(), 1);
    assert_eq!(scenarios[0]["scenario"], "trusted");
}

#[test]
fn one_rank_a_poll_with_files_and_the_same_whatever_the_threads() {
    let place = Place::new();
    place.write("town.toml", &trusted());
    let words = ["backtest", "town.toml", "--trials", "50", "--json", "-q"];
    let one = place.run(&[&words[..], &["--threads", "1"]].concat());
    let two = place.run(&[&words[..], &["--threads", "2", "--out", "o", "--png"]].concat());
    assert_eq!(out(&one), out(&two));
    assert_eq!(place.read("o/backtest.json"), out(&one));
    let files = [
        "backtest.json",
        "backtest.txt",
        "charts/c10-ranks.csv",
        "charts/c10-ranks.png",
        "charts/c10-ranks.svg",
    ];
    assert_eq!(place.names("o"), files);
    let document: serde_json::Value = serde_json::from_str(&out(&one)).expect("JSON");
    assert_eq!(document["schema"], "scrutineer.backtest/1");
    let ranks = document["ranks"].as_array().expect("a list").len();
    let figures = document["scenarios"][0]["figures"]
        .as_array()
        .expect("a list");
    let speak = figures
        .iter()
        .filter(|it| it["speaks_for_its_poll"] == true);
    assert_eq!(speak.count(), ranks);
    // The demo has two polls; each of its figures is ranked within its ends.
    assert_eq!(ranks, 2);
    for figure in figures {
        let number = |key: &str| figure[key].as_f64().expect("a number");
        assert!(number("rank_low") <= number("rank") && number("rank") <= number("rank_high"));
    }
}
