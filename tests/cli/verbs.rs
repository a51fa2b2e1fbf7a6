//! The small verbs: check, new, list, schema, trace.

use super::{Place, code, err, out, shipped, shown};

#[test]
fn check_tells_what_was_understood() {
    insta::assert_snapshot!(shown(&Place::with_town().run(&["check", "town.toml"])));
}

#[test]
fn check_goes_on_after_a_bad_file_and_ends_with_1() {
    let place = Place::with_town();
    place.write("bad.toml", "titel = 1\n");
    let output = place.run(&["check", "bad.toml", "missing.toml", "town.toml"]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("bad.toml has "), "{}", err(&output));
    assert!(err(&output).contains("missing.toml"), "{}", err(&output));
    assert!(
        out(&output).starts_with("town.toml: no problems"),
        "{}",
        out(&output)
    );
}

#[test]
fn every_shipped_scenario_passes_its_own_check_without_a_warning() {
    let place = Place::new();
    let listed = out(&place.run(&["list", "--json"]));
    let listed: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
    let listed = listed["scenarios"].as_array().expect("a list");
    assert!(listed.len() >= 3);
    for scenario in listed {
        let name = scenario["name"].as_str().expect("a name");
        // With the tables beside it.
        let file = format!("{name}.toml");
        assert_eq!(code(&place.run(&["new", "--from", name])), 0);
        assert_eq!(place.read(&file), shipped(name));
        let output = place.run(&["check", "--deny", "warnings", &file]);
        assert_eq!(code(&output), 0, "{name}: {}", err(&output));
        for said in ["question", "authors_answer"] {
            // A lesson asks for a guess first.
            let may_be_absent = scenario["kind"] == "lesson" && said == "authors_answer";
            assert!(
                may_be_absent || scenario[said].is_string(),
                "{name}: {said}"
            );
        }
    }
}

#[test]
fn new_writes_a_template_that_checks_and_never_overwrites() {
    let place = Place::new();
    assert_eq!(code(&place.run(&["new"])), 0);
    let output = place.run(&["check", "--deny", "warnings", "scenario.toml"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    place.write("scenario.toml", "mine");
    let output = place.run(&["new"]);
    assert_eq!(code(&output), 3);
    assert_eq!(place.read("scenario.toml"), "mine");
    assert_eq!(code(&place.run(&["new", "no/such/folder.toml"])), 3);
}

#[test]
fn new_copies_a_shipped_scenario() {
    let place = Place::new();
    assert_eq!(code(&place.run(&["new", "--from", "demo"])), 0);
    assert_eq!(place.read("demo.toml"), shipped("demo"));
    assert_eq!(
        out(&place.run(&["new", "--from", "demo", "-"])),
        shipped("demo")
    );
    // A table, and where it is from, come along, or nothing does.
    let name = "district-of-columbia-2010";
    place.write(&format!("{name}.csv"), "mine");
    assert_eq!(code(&place.run(&["new", "--from", name])), 3);
    let other = ["new", "--from", name, "other/poll.toml"];
    std::fs::create_dir(place.path("other")).expect("the folder is ours");
    assert_eq!(code(&place.run(&other)), 0);
    assert!(
        place
            .read(&format!("other/{name}.licence.txt"))
            .contains("MIT License")
    );
    let checked = place.run(&["check", "--deny", "warnings", "other/poll.toml"]);
    assert_eq!(code(&checked), 0, "{}", err(&checked));
}

#[test]
fn list_shows_shipped_scenarios_by_shelf_with_question_and_answer() {
    let listed = out(&Place::new().run(&["list"]));
    let at = |text: &str| listed.find(text).expect(text);
    let order = ["Cases\n  demo\n", "\n\nControls", "  scotland-2014\n"].map(at);
    assert!(order.is_sorted(), "{listed}");
    assert!(listed.contains("    Both sides announced a triumph. Can both be right?\n"));
    assert!(listed.contains("    The scenario's authors say: The council"));
}

#[test]
fn list_as_markdown_has_a_row_a_scenario() {
    let listed = out(&Place::new().run(&["list", "--markdown"]));
    let first =
        "### Cases\n\n| Scenario | Question | Its authors' answer |\n|---|---|---|\n| `demo` |";
    assert!(listed.starts_with(first), "{listed}");
    assert_eq!(
        code(&Place::new().run(&["list", "--markdown", "--json"])),
        2
    );
}

#[test]
fn the_committed_schema_is_the_one_the_command_prints() {
    let output = Place::new().run(&["schema"]);
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/scenarios/scenario.schema.json"
    );
    let committed = std::fs::read_to_string(path).expect("the schema is committed");
    assert!(
        out(&output) == committed,
        "write it anew: scrutineer schema > {path}"
    );
}

#[test]
fn a_trace_is_the_same_every_time_and_can_be_cut() {
    let place = Place::with_town();
    let trace = ["trace", "town.toml", "--trial", "17"];
    let whole = place.run(&trace);
    assert_eq!(code(&whole), 0, "{}", err(&whole));
    assert_eq!(out(&whole), out(&place.run(&trace)));
    let short = place.run(&[&trace[..], &["--limit", "12"]].concat());
    insta::assert_snapshot!(shown(&short));
}

#[test]
fn a_trace_of_one_station_tells_of_that_station_only() {
    let place = Place::with_town();
    let whole = out(&place.run(&["trace", "town.toml", "--trial", "3"]));
    let station = whole
        .lines()
        .filter_map(|line| line.split("  ").nth(1))
        .find(|word| word.matches('/').count() == 2)
        .expect("something happens");
    let only = out(&place.run(&["trace", "town.toml", "--trial", "3", "--station", station]));
    let events = |text: &str| -> Vec<String> {
        let of_day = text
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
        of_day.map(str::to_string).collect()
    };
    let mine = format!("  {station}  ");
    let expected: Vec<String> = events(&whole)
        .into_iter()
        .filter(|line| line.contains(&mine))
        .collect();
    assert!(expected.len() < events(&whole).len());
    assert_eq!(events(&only), expected);
}

#[test]
fn why_tells_what_would_have_to_be_true() {
    let place = Place::with_town();
    let why = |more: &[&str]| {
        let always = ["why", "town.toml", "--trials", "300"];
        place.run(&[&always, more].concat())
    };
    insta::assert_snapshot!(shown(&why(&["--figure", "market-voters"])));
    let output = why(&["--figure", "council-turnout", "--json"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let document: serde_json::Value = serde_json::from_str(&out(&output)).expect("one document");
    assert_eq!(document["schema"], "scrutineer.why/1");
    assert_eq!(document["answers"][0]["of"][0], "council-turnout");
    assert!(document["answers"][0]["inputs"][0]["shift"].is_number());
    let output = why(&["--figure", "market-votes"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("market-voters"), "{}", err(&output));
}
