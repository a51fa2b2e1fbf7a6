//! Files with mistakes: every one is refused with the line, the rule and what to do about it.
//!
//! One snapshot a file of `tests/data/bad`, the rendered problems as a person sees them.

use std::path::Path;

use scrutineer::scenario::{Rule, Severity, read, template};

fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("snapshots/bad");
    settings.set_omit_expression(true);
    settings
}

#[test]
fn every_bad_file_is_explained() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad");
    let mut names: Vec<String> = std::fs::read_dir(folder.as_path())
        .expect("the folder is part of the repository")
        .map(|entry| {
            entry
                .expect("readable")
                .file_name()
                .into_string()
                .expect("plain names")
        })
        .collect();
    names.sort();
    assert!(names.len() >= 25, "only {} bad files", names.len());
    for name in names {
        let text = std::fs::read_to_string(folder.join(&name)).expect("readable");
        let problems = read(&text, &name).expect_err(&name);
        assert!(
            problems
                .iter()
                .any(|problem| problem.severity == Severity::Error),
            "{name}: refused without an error"
        );
        let shown = problems.render(false);
        let stem = name.trim_end_matches(".toml").to_string();
        snapshots().bind(|| insta::assert_snapshot!(stem, shown));
    }
}

#[test]
fn every_problem_says_what_to_do() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad");
    for entry in std::fs::read_dir(folder).expect("the folder is part of the repository") {
        let path = entry.expect("readable").path();
        let text = std::fs::read_to_string(&path).expect("readable");
        let Err(problems) = read(&text, "bad.toml") else {
            panic!("{} was taken", path.display());
        };
        for problem in problems.iter() {
            let syntax = matches!(problem.rule, Rule::Syntax(_));
            assert!(
                syntax || !problem.help.is_empty(),
                "{}: {}",
                path.display(),
                problem.rule
            );
            assert!(problem.line >= 1 && problem.column >= 1);
            assert!(problem.span.end <= text.len());
        }
    }
}

#[test]
fn problems_come_in_the_order_of_the_file() {
    let text = std::fs::read_to_string("tests/data/bad/several-at-once.toml").expect("readable");
    let problems = read(&text, "several-at-once.toml").expect_err("six mistakes");
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    let mut sorted = lines.clone();
    sorted.sort();
    assert_eq!(lines, sorted);
    assert_eq!(lines.len(), 5);
}

fn only_rule(text: &str) -> Rule {
    let problems = read(text, "hostile.toml").expect_err("hostile");
    problems
        .iter()
        .next()
        .expect("at least one problem")
        .rule
        .clone()
}

#[test]
fn ten_thousand_levels_are_refused_by_name() {
    let lists = format!("title = {}{}", "[".repeat(10_000), "]".repeat(10_000));
    let tables = format!("title = {}1{}", "{a=".repeat(10_000), "}".repeat(10_000));
    let keys = format!("{}z = 1", "a.".repeat(10_000));
    let headers = format!("[{}z]", "a.".repeat(10_000));
    for text in [lists, tables, keys, headers] {
        assert_eq!(only_rule(&text), Rule::TooDeep);
    }
}

#[test]
fn long_files_are_refused_by_name() {
    let text = format!("title = \"{}\"", "a".repeat(1 << 20));
    assert_eq!(only_rule(&text), Rule::FileTooLong(text.len()));
    let shown = read(&text, "long.toml")
        .expect_err("too long")
        .render(false);
    assert!(
        shown.len() < 1_000,
        "the refusal of a long file is short: {}",
        shown.len()
    );
}

#[test]
fn many_entries_are_refused_by_name() {
    let list = format!("stages = [{}]", "1,".repeat(200_000));
    assert_eq!(only_rule(&list), Rule::TooManyEntries);
    let keys: String = (0..110_000).map(|n| format!("k{n}=1\n")).collect();
    assert_eq!(
        only_rule(&keys[..keys.len().min(1 << 20)]),
        Rule::TooManyEntries
    );
}

#[test]
fn thousands_of_mistakes_are_counted_and_a_few_are_shown() {
    let keys: String = (0..50_000).map(|n| format!("k{n} = 1\n")).collect();
    let problems = read(&keys, "mistakes.toml").expect_err("none of these keys exists");
    assert_eq!(
        problems.len(),
        50_000 + 3,
        "with three required keys missing"
    );
    assert_eq!(problems.iter().count(), 200);
    let shown = problems.render(false);
    assert!(
        shown.ends_with("… and 49963 more"),
        "{}",
        &shown[shown.len() - 60..]
    );
}

#[test]
fn many_groups_polls_and_variants_are_refused_by_name() {
    let groups: String = (0..600)
        .map(|n| format!("[groups.g{n}]\nadults = 1\n"))
        .collect();
    let text = format!("{}\n{groups}", template());
    let problems = read(&text, "many.toml").expect_err("too many groups");
    assert!(problems.iter().any(|problem| matches!(
        &problem.rule,
        Rule::TooMany {
            found: 601,
            most: 500,
            ..
        }
    )));
    let variants: String = (0..60).map(|n| format!("[variants.v{n}]\n")).collect();
    let text = format!("{}\n{variants}", template());
    let problems = read(&text, "many.toml").expect_err("too many variants");
    assert!(problems.iter().any(|problem| matches!(
        &problem.rule,
        Rule::TooMany {
            found: 61,
            most: 50,
            ..
        }
    )));
}

#[test]
fn a_long_line_is_cut_around_its_mistake() {
    let text = format!(
        "{}\nbase-label = \"{}\"\nbase_label = \"é{}\"",
        template(),
        "é".repeat(3_000),
        "x".repeat(3_000)
    );
    let at = text.find("base-label").expect("it is there");
    let (_, tail) = text.split_at(at);
    let problems =
        read(&format!("{tail}\n{}", template()), "long-line.toml").expect_err("unknown key");
    let widest = problems
        .render(false)
        .lines()
        .map(|line| line.chars().count())
        .max();
    assert!(widest.expect("lines") < 250, "{widest:?}");
}

/// Cuts of a sound file and single changed bytes never panic, whatever they do.
#[test]
fn broken_files_never_panic() {
    let text = template();
    for at in (0..text.len())
        .filter(|at| text.is_char_boundary(*at))
        .step_by(7)
    {
        if let Err(problems) = read(&text[..at], "cut.toml") {
            problems.render(at % 2 == 0);
        }
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] = b"\"[]{}=.,#x0-\n"[at % 13];
        if let Ok(changed) = String::from_utf8(bytes)
            && let Err(problems) = read(&changed, "changed.toml")
        {
            problems.render(false);
        }
    }
}
