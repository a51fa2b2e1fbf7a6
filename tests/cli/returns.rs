//! Stations as they were reported: the charts, the table on the terminal and the document of a run.

use super::*;

const CONTROL: &str = "district-of-columbia-2010";

/// The shipped control with precincts, in a folder of its own.
fn place() -> Place {
    let place = Place::new();
    assert_eq!(
        code(&place.run(&["new", "--from", CONTROL, "poll.toml"])),
        0
    );
    place
}

fn document(place: &Place, words: &[&str]) -> serde_json::Value {
    let all = [
        &["run", "poll.toml", "--trials", "60", "--json", "-q"],
        words,
    ]
    .concat();
    let output = place.run(&all);
    assert_eq!(code(&output), 0, "{}", err(&output));
    serde_json::from_str(&out(&output)).expect("JSON")
}

#[test]
fn reported_stations_stand_beside_a_simulated_day_that_can_be_replayed() {
    let place = place();
    let document = document(&place, &["--out", "o", "--by-station", "60"]);
    let sets = document["stations"].as_array().expect("a list");
    assert_eq!(sets.len(), 1);
    let set = &sets[0];
    assert_eq!(
        (&set["set"], &set["days"]),
        (&"precincts".into(), &60.into())
    );
    let stations = set["stations"].as_array().expect("a list");
    assert_eq!(stations.len(), 143);
    // The simulated side is the day that it says it is.
    let shown = set["shown_trial"].as_u64().expect("a trial").to_string();
    let rows = place.read("o/trials-by-station.csv");
    let mut rows = csv::Reader::from_reader(rows.as_bytes());
    let heads = rows.headers().expect("a head").clone();
    let at = |name: &str| heads.iter().position(|it| it == name).expect("a column");
    let (trial, cast, invalid) = (at("trial"), at("ballots-cast"), at("mayor.invalid"));
    let day: Vec<csv::StringRecord> = rows
        .records()
        .map(|row| row.expect("sound"))
        .filter(|row| row[trial] == shown)
        .collect();
    assert_eq!(day.len(), 143);
    for (station, row) in stations.iter().zip(&day) {
        let number = |at: usize| row[at].parse::<f64>().expect("a number");
        let valid = number(cast) - number(invalid);
        let turnout = 100.0 * valid / station["registered"].as_f64().expect("electors");
        assert!((station["turnout_simulated"].as_f64().expect("one") - turnout).abs() < 1e-9);
    }
    // The first precinct: 770 valid votes of 3,568 electors, 650 of them for the option.
    assert_eq!(stations[0]["turnout_reported"], 100.0 * 770.0 / 3568.0);
    assert_eq!(stations[0]["share_reported"], 100.0 * 650.0 / 770.0);
    for chart in ["c6-mayor-precincts", "c10-mayor-precincts"] {
        assert!(
            place
                .read(&format!("o/charts/{chart}.svg"))
                .contains("role=\"img\"")
        );
        let page = place.read("o/report.html");
        assert!(page.contains(&format!("id=\"chart-{chart}\"")), "{chart}");
    }
    let table = place.read("o/charts/c10-mayor-precincts.csv");
    assert_eq!(table.lines().count(), 144);
}

#[test]
fn threads_change_no_rank() {
    let place = place();
    let one = document(&place, &["--threads", "1", "--out", "a"]);
    let two = document(&place, &["--threads", "2", "--out", "b"]);
    assert_eq!(one["stations"], two["stations"]);
    for file in [
        "charts/c6-mayor-precincts.svg",
        "charts/c10-mayor-precincts.csv",
    ] {
        assert_eq!(
            place.read(&format!("a/{file}")),
            place.read(&format!("b/{file}"))
        );
    }
}

#[test]
fn stations_that_may_not_differ_are_told_to_differ_as_was_to_be_expected() {
    let place = place();
    let flat = "polls.mayor.participation.overdispersion=0";
    let words = [
        "run",
        "poll.toml",
        "--trials",
        "60",
        "--set",
        flat,
        "-q",
        "--out",
        "o",
    ];
    let output = place.run(&words);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let told = out(&output)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for words in [
        "Station by station - General election of the mayor, 143 precincts, final: Ranks of 143 stations leave the band",
        "reported turnouts differ more from station to station than the assumptions let them",
        "That was to be expected: the assumptions let stations differ by chance alone (overdispersion 0)",
    ] {
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn what_a_precinct_contradicts_is_found_and_what_it_may_have_is_asked() {
    let place = place();
    let table = format!("{CONTROL}.csv");
    let rows = place.read(&table);
    let changed = rows.replace("001,3568,770,650", "001,700,770,800");
    assert_ne!(rows, changed);
    place.write(&table, &changed);
    let output = place.run(&["run", "poll.toml", "--trials", "40", "-q", "--out", "o"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let told = out(&output)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for words in [
        "143 precincts: votes for the option exceed valid votes at the station 001 by 30.",
        "votes for the option of all stations add up to 98,128, 150 more than",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    // A note stands on the page.
    let page = place.read("o/report.html");
    let note = "valid votes exceed the registered electors at the station 001 by 70. Names added on the day";
    assert!(page.contains(note));
}

#[test]
fn a_scenario_without_returns_says_nothing_of_them() {
    let place = Place::with_town();
    let output = place.run(&[
        "run",
        "town.toml",
        "--trials",
        "40",
        "--json",
        "-q",
        "--out",
        "o",
    ]);
    let document: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    assert!(document.get("stations").is_none());
}
