//! `--by-station`: a file that grows while the days are played, and is there whole or not at all.

use super::{Place, code, err};

const FILE: &str = "trials-by-station.csv";

fn run(place: &Place, more: &[&str]) -> std::process::Output {
    let words = ["run", "town.toml", "--trials", "12", "--variant", "base"];
    place.run(&[&words[..], more].concat())
}

#[test]
fn the_file_is_listed_and_the_same_on_any_number_of_threads() {
    let place = Place::with_town();
    for threads in ["1", "2", "8"] {
        let out = format!("o{threads}");
        let more = ["--by-station", "5", "--threads", threads, "--out", &out];
        let output = run(&place, &more);
        assert_eq!(code(&output), 0, "{}", err(&output));
    }
    let text = place.read(&format!("o1/{FILE}"));
    for out in ["o2", "o8"] {
        assert_eq!(place.read(&format!("{out}/{FILE}")), text);
    }
    let head = text.lines().next().expect("a head");
    assert!(
        head.starts_with("variant,trial,poll,set,station,district,registered,came,ballots-cast,")
    );
    let trials: Vec<&str> = text
        .lines()
        .skip(1)
        .filter_map(|row| row.split(',').nth(1))
        .collect();
    assert_eq!((trials.first(), trials.last()), (Some(&"0"), Some(&"4")));
    assert!(trials.is_sorted());
    let manifest: serde_json::Value =
        serde_json::from_str(&place.read("o1/run.json")).expect("JSON");
    assert_eq!(manifest["by_station"], 5);
    let files = manifest["files"].as_array().expect("a list");
    let listed = files.iter().find(|it| it["name"] == FILE).expect("listed");
    assert_eq!(listed["bytes"], text.len());
    assert!(place.names("o1").iter().all(|name| !name.contains("tmp")));
}

#[test]
fn who_asks_for_more_stations_runs_anew_and_who_asks_for_fewer_is_shown() {
    let place = Place::with_town();
    assert_eq!(code(&run(&place, &["--out", "o"])), 0);
    let more = run(&place, &["--out", "o", "--by-station", "3"]);
    assert!(
        err(&more).contains("not so many trials by station; running anew"),
        "{}",
        err(&more)
    );
    for days in [&["--by-station", "3"][..], &["--by-station", "2"], &[]] {
        let same = run(&place, &[&["--out", "o"], days].concat());
        assert!(err(&same).contains("done already"), "{}", err(&same));
    }
    let all = run(&place, &["--out", "o", "--by-station", "all"]);
    assert!(err(&all).contains("running anew"), "{}", err(&all));
    assert!(
        place
            .read(&format!("o/{FILE}"))
            .lines()
            .last()
            .expect("rows")
            .starts_with("base,11,")
    );
    // Without it, run anew: the file goes with the run it belonged to.
    assert_eq!(code(&run(&place, &["--out", "o", "--force"])), 0);
    assert!(!place.path(&format!("o/{FILE}")).exists());
}

#[test]
fn a_damaged_file_is_noticed() {
    let place = Place::with_town();
    let asked = ["--out", "o", "--by-station", "1"];
    assert_eq!(code(&run(&place, &asked)), 0);
    place.write(&format!("o/{FILE}"), "variant\n");
    let again = run(&place, &asked);
    assert!(err(&again).contains("trials-by-station.csv in it is missing or changed"));
    assert!(place.read(&format!("o/{FILE}")).len() > 1_000);
}
