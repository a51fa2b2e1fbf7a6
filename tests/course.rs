//! The course: every command of its pages is run, every line they quote is printed, and the exact answers
//! they name are exact.

#[path = "common/pages.rs"]
mod walk;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use scrutineer::stats::Binomial;
use walk::run;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages of the course by their names, the answers and the page for teachers among them.
fn pages() -> Vec<(String, String)> {
    let folder = root().join("docs/course");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the course is part of the project")
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().expect("a file").to_string_lossy().into();
        (name, fs::read_to_string(&path).expect("text"))
    };
    paths.into_iter().map(read).collect()
}

/// The page of a lesson.
fn page(lesson: usize) -> String {
    let begins = format!("{lesson}-");
    let found = pages().into_iter().find(|it| it.0.starts_with(&begins));
    found.expect("every lesson has a page").1
}

/// A folder with the scenarios in it, as in the repository.
fn place() -> tempfile::TempDir {
    let place = tempfile::TempDir::new().expect("a temporary folder");
    let into = place.path().join("scenarios/lessons");
    fs::create_dir_all(&into).expect("the folder is ours");
    for entry in fs::read_dir(root().join("scenarios/lessons")).expect("the lessons") {
        let path = entry.expect("readable").path();
        let name = path.file_name().expect("a file");
        fs::copy(&path, into.join(name)).expect("the folder is ours");
    }
    place
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

/// Words with single spaces, so that a line break does not matter.
fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands in bold on a page and is a count of days, with the number of days: `**281 of 10,000**`.
fn counts(page: &str) -> Vec<(&str, &str)> {
    let number = |it: &str| it.chars().all(|c| c.is_ascii_digit() || c == ',');
    let bold = page.split("**").skip(1).step_by(2);
    let pairs = bold.filter_map(|it| it.split_once(" of "));
    pairs.filter(|it| number(it.0) && number(it.1)).collect()
}

/// Whether a count of days is printed: in a verdict, or in a row of the table under so many days.
fn is_printed(days: &str, of: &str, printed: &str) -> bool {
    let flowing = flowing(printed);
    let row = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        matches!(cells[..], [.., count, "within" | "strained" | "outside"] if count == days)
    };
    flowing.contains(&format!("{days} of {of} simulated days"))
        || flowing.contains(&format!("{of} simulated days, seed")) && printed.lines().any(row)
}

#[test]
fn every_quoted_line_is_printed_by_the_commands_before_it() {
    let place = place();
    let mut quotes = 0;
    for (name, page) in pages() {
        if name == "README.md" {
            continue;
        }
        let ran = walk::walk(&name, &page, place.path());
        let printed = &ran.printed;
        quotes += ran.quotes;
        for (days, of) in counts(&page) {
            quotes += 1;
            let found = is_printed(days, of, printed);
            assert!(found, "{name} says {days} of {of}, but there is\n{printed}");
        }
    }
    assert!(quotes > 50, "{quotes}");
}

#[test]
fn every_command_in_a_sentence_is_understood() {
    let place = place();
    let mut commands = 0;
    for (name, page) in pages() {
        for code in page.split('`').skip(1).step_by(2) {
            let ours = code.starts_with("scrutineer lesson") && !code.contains('\n');
            if ours {
                commands += 1;
                let output = run(code, place.path());
                assert_eq!(output.status.code(), Some(0), "{name}: {code}");
            }
        }
    }
    assert!(commands > 5, "{commands}");
}

#[test]
fn the_exact_answers_beside_the_simulated_ones_are_exact() {
    let at_least = |n: u64, k: u64, p: f64| Binomial { n, p }.at_least(k);
    let coin = |n, k| at_least(n, k, 0.5);
    for (lesson, printed, exact) in [
        (1, "0.0284", coin(100, 60)),
        (2, "0.000445", coin(1_000, 553)),
        (2, "0.00243", coin(1_000, 545)),
        (2, "0.0606", coin(1_000, 525)),
        (5, "0.0666", coin(100, 58)),
        (5, "0.00176", coin(100, 65)),
        (5, "0.0000063", coin(100, 72)),
        (9, "0.0352", 2.0 * coin(100, 61)),
        (9, "0.021", 2.0 * coin(10, 9)),
    ] {
        let page = page(lesson);
        assert!(page.contains(printed), "lesson {lesson}: {printed}");
        let value: f64 = printed.parse().expect("a number");
        let decimals = printed.split_once('.').map_or(0, |it| it.1.len());
        assert_eq!(format!("{exact:.decimals$}"), printed, "lesson {lesson}");
        assert!((value / exact - 1.0).abs() < 0.03);
    }
    // Lesson 5: bits, and how rare 72 heads are.
    for (k, bits) in [(58, 3.9), (65, 9.2), (72, 17.3)] {
        assert!((-libm::log2(coin(100, k)) - bits).abs() < 0.05, "{k}");
    }
    assert!((1.0 / coin(100, 72) - 159_000.0).abs() < 500.0);
    // Lesson 6: Anna, and Clara by averaging over her range.
    assert!((at_least(1_000, 780, 0.7) * 1e9 - 8.2).abs() < 0.1);
    let clara = (0..400).map(|i| at_least(1_000, 780, 0.5 + 0.4 * (f64::from(i) + 0.5) / 400.0));
    assert!((clara.sum::<f64>() / 400.0 - 0.30).abs() < 0.005);
    // Lesson 9: the chance of at least one in twenty.
    let none = (1.0 - 2.0 * coin(100, 61)).powi(20);
    assert_eq!(format!("{:.2} {:.2}", none, 1.0 - none), "0.49 0.51");
}

#[test]
fn the_first_step_is_the_first_day_of_the_run() {
    let place = place();
    let out = text(&run(
        "scrutineer run scenarios/lessons/lesson-1.toml --out full --step -q",
        place.path(),
    ));
    let table = fs::read_to_string(place.path().join("full/trials.csv")).expect("written");
    let mut rows = table
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>());
    let head = rows.next().expect("a head");
    let column = |name: &str| head.iter().position(|it| *it == name).expect("a column");
    let votes = column("village.bridge.votes.yes");
    let kind = column("kind");
    let days: Vec<u64> = rows
        .filter(|row| row[kind] == "full")
        .map(|row| row[votes].parse().expect("votes"))
        .collect();
    assert!(out.contains(&format!("the first simulated day gave {};", days[0])));
    let ten: Vec<String> = days[..10].iter().map(u64::to_string).collect();
    assert!(
        flowing(&out).contains(&format!("They gave {}.", ten.join(", "))),
        "{out}"
    );
    let hits = days[..1_000].iter().filter(|&&it| it >= 60).count();
    assert!(
        flowing(&out).contains(&format!("60 or more: {hits} of 1,000.")),
        "{out}"
    );
    let all = days.iter().filter(|&&it| it >= 60).count();
    assert!(
        flowing(&out).contains(&format!("this run: {all}.")),
        "{out}"
    );
}

#[test]
fn the_pages_of_the_command_have_no_markup_left() {
    let place = place();
    for lesson in 1..=9 {
        for more in ["--no-run", "--answers", ""] {
            let line = format!("scrutineer lesson {lesson} {more}");
            let out = text(&run(&line, place.path()));
            for mark in ["**", "](", "```", "\n#"] {
                assert!(!out.contains(mark), "{line}: {mark:?}\n{out}");
            }
            let code = |line: &&str| !line.starts_with("    ");
            let long = out.lines().filter(code).find(|it| it.chars().count() > 80);
            assert_eq!(long, None, "{line}");
        }
    }
    let unknown = run("scrutineer lesson 10", place.path());
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn under_a_dumb_terminal_the_steps_are_ascii() {
    let out = text(&run("scrutineer lesson 1 --step --plain", place().path()));
    let steps = out.split_once("One day").expect("steps").1;
    let steps = steps.split_once("Under \"").expect("then the table").0;
    assert!(steps.is_ascii(), "{steps}");
    assert!(steps.contains('^') && steps.contains('#'), "{steps}");
}
