//! `sweep`: what it prints, writes, takes up again and refuses.

use serde_json::Value;

use super::{Place, code, err, out, shown};

const SHARE: &str = "polls.market.participation.far-bank=0.5..0.95";

#[test]
fn one_assumption_of_the_demo() {
    let place = Place::with_town();
    let words = ["sweep", "town.toml", "--vary", SHARE, "--points", "4"];
    let few = ["--trials", "60", "--no-progress"];
    insta::assert_snapshot!(shown(&place.run(&[&words[..], &few].concat())));
}

#[test]
fn a_latin_hypercube_has_one_point_in_each_layer_and_goes_on() {
    let place = Place::with_town();
    let roll = "groups.near-bank.residents=3000..5000";
    let words = [
        "sweep",
        "town.toml",
        "--vary",
        SHARE,
        "--vary",
        roll,
        "--design",
        "latin",
    ];
    let more = ["--points", "8", "--trials", "20", "--png", "--out", "swept"];
    let words = [&words[..], &more].concat();
    let first = place.run(&words);
    assert_eq!(code(&first), 0, "{}", err(&first));
    let rows = place.read("swept/sweep.csv");
    let document: Value = serde_json::from_str(&place.read("swept/sweep.json")).expect("JSON");
    assert_eq!(document["design"], "latin");
    let mut layers: [Vec<usize>; 2] = Default::default();
    let points = document["subjects"][0]["points"]
        .as_array()
        .expect("points");
    for point in points {
        let at = |n: usize| point["at"][n].as_f64().expect("a number");
        layers[0].push(((at(0) - 0.5) / 0.45 * 8.0) as usize);
        layers[1].push(((at(1) - 3_000.0) / 250.0) as usize);
    }
    assert_eq!(layers[0], [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_ne!(layers[1], layers[0], "the second axis is shuffled");
    layers[1].sort_unstable();
    assert_eq!(layers[1], layers[0]);
    // Rows gone: the same command fills them in, with the same bytes.
    let kept: Vec<&str> = rows.lines().take(11).collect();
    place.write("swept/sweep.csv", &(kept.join("\n") + "\n"));
    let again = place.run(&words);
    assert_eq!(code(&again), 0, "{}", err(&again));
    assert_eq!(place.read("swept/sweep.csv"), rows);
    assert_eq!(out(&again), out(&first));
}

#[test]
fn a_folder_gets_everything_and_goes_on_where_rows_are_missing() {
    let place = Place::with_town();
    let words = ["sweep", "town.toml", "--vary", SHARE, "--points", "3"];
    let more = ["--trials", "40", "--png", "--out", "swept"];
    let words = [&words[..], &more].concat();
    let first = place.run(&words);
    assert_eq!(code(&first), 0, "{}", err(&first));
    assert_eq!(
        place.names("swept"),
        [
            "charts/c8-council-turnout.csv",
            "charts/c8-council-turnout.png",
            "charts/c8-council-turnout.svg",
            "charts/c8-joint.csv",
            "charts/c8-joint.png",
            "charts/c8-joint.svg",
            "charts/c8-market-voters.csv",
            "charts/c8-market-voters.png",
            "charts/c8-market-voters.svg",
            "sweep.csv",
            "sweep.json",
            "sweep.txt",
        ]
    );
    assert_eq!(place.read("swept/sweep.txt"), out(&first));
    let (rows, document) = (
        place.read("swept/sweep.csv"),
        place.read("swept/sweep.json"),
    );
    // A head, and three points of three subjects.
    assert_eq!(rows.lines().count(), 10);
    // Four rows gone: one point wholly, one partly.
    let kept: Vec<&str> = rows.lines().take(6).collect();
    place.write("swept/sweep.csv", &(kept.join("\n") + "\n"));
    let again = place.run(&words);
    assert_eq!(code(&again), 0, "{}", err(&again));
    let said = "1 of 3 points are there already";
    assert!(err(&again).contains(said), "{}", err(&again));
    assert_eq!(place.read("swept/sweep.csv"), rows);
    assert_eq!(place.read("swept/sweep.json"), document);
    assert_eq!(out(&again), out(&first));
    // Another sweep does not go into the same folder, nor a sweep into a run's.
    let other = place.run(&[&words[..], &["--seed", "2"]].concat());
    assert_eq!(code(&other), 3);
    assert!(err(&other).contains("another sweep"), "{}", err(&other));
    assert_eq!(place.read("swept/sweep.csv"), rows);
    let forced = place.run(&[&words[..], &["--seed", "2", "--force"]].concat());
    assert_eq!(code(&forced), 0, "{}", err(&forced));
    assert_ne!(place.read("swept/sweep.csv"), rows);
    place.run(&["demo", "--trials", "4", "-q", "--out", "run"]);
    let mut into_a_run = words.clone();
    into_a_run[words.len() - 1] = "run";
    assert_eq!(code(&place.run(&into_a_run)), 3);
}

#[test]
fn points_that_are_there_are_not_run_again() {
    let place = Place::with_town();
    let words = ["sweep", "town.toml", "--vary", SHARE, "--points", "2"];
    let more = ["--trials", "30", "--out", "swept", "--json", "-q"];
    let words = [&words[..], &more, &["--figure", "market-voters"]].concat();
    assert_eq!(code(&place.run(&words)), 0);
    let rows = place.read("swept/sweep.csv");
    // A count that no days gave shows which points were run.
    let mut lines: Vec<String> = rows.lines().map(String::from).collect();
    let mut cells: Vec<&str> = lines[1].split(',').collect();
    cells[4] = "17";
    lines[1] = cells.join(",");
    place.write("swept/sweep.csv", &lines[..2].join("\n"));
    let output = place.run(&words);
    let document: Value = serde_json::from_str(&out(&output)).expect("one document");
    let points = &document["subjects"][0]["points"];
    assert_eq!(points[0]["hits"], 17);
    assert_eq!(points[1]["at"][0], 0.95);
    assert_eq!(
        place.read("swept/sweep.csv").lines().nth(2),
        rows.lines().nth(2)
    );
}

#[test]
fn two_assumptions_make_a_grid_and_every_point_is_a_run_with_set() {
    let place = Place::with_town();
    let words = [
        "sweep",
        "town.toml",
        "--vary",
        "groups.far-bank.residents=1000..2000",
        "--vary",
        SHARE,
        "--points",
        "2",
        "--trials",
        "50",
    ];
    let output = place.run(&words);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let widest = out(&output).lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{widest:?}");
    let output = place.run(&[&words[..], &["--json"]].concat());
    let document: Value = serde_json::from_str(&out(&output)).expect("one document");
    assert_eq!(document["schema"], "scrutineer.sweep/1");
    assert_eq!(document["finished"], true);
    let points = document["subjects"][1]["points"].as_array();
    let points = points.expect("points");
    assert_eq!(points.len(), 4);
    let last = &points[3];
    assert_eq!(last["at"], serde_json::json!([2000, 0.95]));
    let run = place.run(&[
        "run",
        "town.toml",
        "--set",
        "groups.far-bank.residents=2000",
        "--set",
        "polls.market.participation.far-bank=0.95",
        "--trials",
        "50",
        "--variant",
        "base",
        "--rare",
        "off",
        "--json",
        "-q",
    ]);
    let run: Value = serde_json::from_str(&out(&run)).expect("one document");
    let figures = run["variants"][0]["comparisons"].as_array();
    let tail = figures
        .into_iter()
        .flatten()
        .find(|it| it["id"] == "market-voters" || it["figure"] == "market-voters")
        .map(|it| it["tail"]["hits"].clone());
    assert_eq!(tail.as_ref(), Some(&last["hits"]));
}

#[test]
fn bad_ranges_and_paths_are_told_with_help() {
    let place = Place::with_town();
    let far = "polls.market.participation.far-";
    for (vary, exit, hint) in [
        (&["polls.market"][..], 2, "PATH=LO..HI"),
        (&["polls.market=1"], 2, "PATH=LO..HI"),
        (&["polls.market=few..many"], 2, "is no number"),
        (&["polls.market=2..1"], 2, "must be below"),
        (&["a=1..2", "a=1..2"], 2, "are the same"),
        (&["a=1..2", "b=1..2", "c=1..2"], 2, "or two"),
        (&[&format!("{far}bnk=0.5..0.9")], 1, "did you mean"),
        (&[&format!("{far}bank=0.5..1.9")], 1, "far-bank"),
        (&["title=1..2"], 1, "title"),
    ] {
        let flags = vary.iter().flat_map(|it| ["--vary", it]);
        let words: Vec<&str> = ["sweep", "town.toml", "--trials", "4"]
            .into_iter()
            .chain(flags)
            .collect();
        let output = place.run(&words);
        assert_eq!(code(&output), exit, "{vary:?}: {}", err(&output));
        assert!(err(&output).contains(hint), "{vary:?}: {}", err(&output));
        assert_eq!(out(&output), "");
        let told = err(&output);
        assert!(!told.contains("--> --set"), "{told}");
        assert_eq!(told.contains("--> --vary"), exit == 1, "{told}");
    }
    let words = ["sweep", "town.toml", "--vary", SHARE, "--figure", "nobody"];
    assert_eq!(code(&place.run(&words)), 2);
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_finished_points() {
    use std::process::{Command, Stdio};
    let place = Place::with_town();
    let words = ["sweep", "town.toml", "--vary", SHARE, "--points", "101"];
    let more = ["--trials", "400", "--out", "swept"];
    let words = [&words[..], &more, &["--figure", "market-voters"]].concat();
    let mut child = place
        .command(&words)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let points = || {
        let rows = std::fs::read_to_string(place.path("swept/sweep.csv"));
        rows.map_or(0, |rows| rows.lines().count().saturating_sub(1))
    };
    while points() < 2 {
        assert!(child.try_wait().expect("it can be asked").is_none());
        std::thread::yield_now();
    }
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status();
    assert!(sent.expect("kill is there").success());
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(ended.status.code(), Some(130));
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(said.contains("of 101 points are finished"), "{said}");
    let kept = points();
    assert!((2..101).contains(&kept), "{kept}");
    let document: Value =
        serde_json::from_str(&place.read("swept/sweep.json")).expect("a document");
    assert_eq!(document["finished"], false);
    let held = document["subjects"][0]["points"].as_array().map(Vec::len);
    assert_eq!(held, Some(kept));
}

#[test]
fn a_sweep_in_a_named_set_is_a_run_of_that_set() {
    let place = Place::with_town();
    let vary = ["--vary", SHARE, "--points", "2"];
    let more = [
        "--trials",
        "60",
        "--figure",
        "market-voters",
        "--json",
        "-q",
    ];
    let set = ["--variant", "bigger-far-bank"];
    let sweep = place.run(&[&["sweep", "town.toml"][..], &vary, &more, &set].concat());
    assert_eq!(code(&sweep), 0, "{}", err(&sweep));
    let sweep: Value = serde_json::from_str(&out(&sweep)).expect("one document");
    assert_eq!(sweep["set"], "bigger-far-bank");
    let words = ["run", "town.toml", "--trials", "60", "--rare", "off"];
    let moved = "polls.market.participation.far-bank=0.95";
    let run = place.run(&[&words[..], &["--set", moved, "--json", "-q"], &set].concat());
    let run: Value = serde_json::from_str(&out(&run)).expect("one document");
    let variant = &run["variants"][1];
    assert_eq!(variant["id"], "bigger-far-bank");
    let mut figures = variant["comparisons"].as_array().into_iter().flatten();
    let figure = figures.find(|it| it["id"] == "market-voters" || it["figure"] == "market-voters");
    let hits = figure.map(|it| it["tail"]["hits"].clone());
    assert_eq!(
        hits.as_ref(),
        Some(&sweep["subjects"][0]["points"][1]["hits"])
    );
    // Another set is another sweep: what is there is not taken for it.
    let place_of = ["--out", "swept"];
    let here = |set: &[&str]| {
        let words = [&["sweep", "town.toml"][..], &vary, &more, &place_of, set].concat();
        place.run(&words)
    };
    assert_eq!(code(&here(&set)), 0);
    assert_eq!(code(&here(&set)), 0);
    assert_eq!(code(&here(&[])), 3);
}

#[test]
fn what_a_set_settles_cannot_be_moved_in_it() {
    let place = Place::with_town();
    let set = ["--variant", "bigger-far-bank", "--trials", "5", "-q"];
    for path in [
        "groups.far-bank.residents",
        "groups.far-bank.residents.value",
    ] {
        let vary = format!("{path}=1000..2000");
        let output = place.run(&[&["sweep", "town.toml", "--vary", &vary][..], &set].concat());
        assert_eq!(code(&output), 2, "{}", err(&output));
        let said = format!("the set `bigger-far-bank` settles `{path}` itself");
        assert!(err(&output).contains(&said), "{}", err(&output));
    }
    let vary = [
        "sweep",
        "town.toml",
        "--vary",
        SHARE,
        "--variant",
        "biger-far-bank",
    ];
    let output = place.run(&vary);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("did you mean `bigger-far-bank`?"));
}
