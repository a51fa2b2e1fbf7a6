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

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_asks_for_a_build_that_has_it() {
    let place = Place::with_town();
    let asked = ["--by-station", "1", "--by-station-format", "parquet"];
    let output = run(&place, &asked);
    assert_eq!(code(&output), 2);
    assert_eq!(
        err(&output),
        "error: this scrutineer was built without Parquet\n  \
         help: build it with `cargo install --path . --features parquet`, or take the CSV\n"
    );
    assert!(!place.path("output").exists());
}

#[test]
fn a_format_without_rows_is_a_mistake() {
    let place = Place::with_town();
    let output = run(&place, &["--by-station-format", "csv"]);
    assert_eq!(code(&output), 2, "{}", err(&output));
    assert!(
        err(&output).contains("--by-station <N>"),
        "{}",
        err(&output)
    );
}

#[cfg(feature = "parquet")]
pub mod parquet_file {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;

    const PARQUET: &str = "trials-by-station.parquet";
    const ASKED: [&str; 4] = ["--by-station", "5", "--by-station-format", "parquet"];

    /// The rows of a file in a folder, fields without marks of their kind.
    pub fn rows(place: &Place, name: &str) -> Vec<String> {
        let file = std::fs::File::open(place.path(name)).expect("the file was written");
        let reader = SerializedFileReader::new(file).expect("a whole file");
        let rows = reader.get_row_iter(None).expect("rows");
        let rows = rows.map(|row| {
            let row = row.expect("a sound row");
            let fields = row.get_column_iter().map(|(_, it)| match it {
                parquet::record::Field::Str(text) => text.clone(),
                parquet::record::Field::Null => String::new(),
                other => other.to_string(),
            });
            fields.collect::<Vec<_>>().join(",")
        });
        rows.collect()
    }

    #[test]
    fn it_holds_what_the_csv_holds_and_goes_with_its_run() {
        let place = Place::with_town();
        assert_eq!(code(&run(&place, &["--by-station", "5", "--out", "o"])), 0);
        let text = place.read(&format!("o/{FILE}"));
        let other = run(&place, &[&ASKED[..], &["--out", "o"]].concat());
        assert_eq!(code(&other), 0, "{}", err(&other));
        let why = "the run in it has no trials-by-station.parquet; running anew";
        assert!(err(&other).contains(why), "{}", err(&other));
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(rows(&place, &format!("o/{PARQUET}")), lines);
        assert!(!place.path(&format!("o/{FILE}")).exists(), "not its run");
        let again = run(&place, &[&ASKED[..], &["--out", "o"]].concat());
        assert!(err(&again).contains("done already"), "{}", err(&again));
        let manifest: serde_json::Value =
            serde_json::from_str(&place.read("o/run.json")).expect("JSON");
        let files = manifest["files"].as_array().expect("a list");
        assert!(files.iter().any(|it| it["name"] == PARQUET), "listed");
    }
}
