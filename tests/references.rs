//! The list of works: everything cited in code and documentation is in it, and everything in it is cited.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What stands before a year, or a number like one, and is no author: months, places that voted, other words.
const NO_AUTHORS: &str = "January February March April May June July August September October November December \
    Abkhazia Bosnia Catalonia Columbia Crimea Cruz Iceland Ireland Islands Karabakh \
    Kurdistan Liberia Montenegro Norway Ossetia Poland Quebec Rico Serbia Srpska Venezuela RFC Measured Stimmen";

/// Authors and a year.
type Work = (String, u32);

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder with one of these endings.
fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("part of the project") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            files(&path, endings, found);
        } else if path
            .extension()
            .is_some_and(|it| endings.iter().any(|ending| it == *ending))
        {
            found.push(path);
        }
    }
}

/// A year of four digits and nothing else, once brackets and stops are taken off.
fn year(word: &str) -> Option<u32> {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let year: u32 = bare.parse().ok()?;
    (bare.len() == 4 && (1700..2030).contains(&year)).then_some(year)
}

/// The name in a word, without what ends it: `Kolmogorov's`, `Box,`.
fn name(word: &str) -> Option<String> {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
    let bare = bare
        .strip_suffix("'s")
        .unwrap_or(bare)
        .trim_end_matches('\'');
    let capital = bare.chars().next().is_some_and(char::is_uppercase);
    (capital && bare.chars().filter(|c| c.is_alphabetic()).count() > 1).then(|| bare.to_owned())
}

/// Whether a sentence or an aside ends with this word, so that no name before it belongs to a year after it.
fn ends(word: &str) -> bool {
    word.ends_with(['.', ':', ';', ')']) && word != "al."
}

/// The author nearest to each year: `Box 1980`, `Box (1980)`, `Box, 1980`, `Kay et al. 2016`, `Buja and others 2009`.
fn cited(text: &str) -> BTreeSet<Work> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut works = BTreeSet::new();
    for (at, word) in words.iter().enumerate() {
        let Some(year) = year(word) else { continue };
        let before = |back: usize| at.checked_sub(back).map_or("", |at| words[at]);
        let author = match (before(2), before(1)) {
            ("et", "al.") | ("and", "others") => before(3),
            (_, last) if ends(last) => continue,
            (_, last) => last,
        };
        if let Some(author) = name(author) {
            works.insert((author, year));
        }
    }
    works.retain(|(author, _)| !NO_AUTHORS.split_whitespace().any(|it| it == author));
    works
}

/// Text of code as it is read: comments joined over the ends of their lines.
fn flowing(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.trim_start().trim_start_matches(['/', '!']));
    lines.collect::<Vec<_>>().join(" ")
}

/// The head of every entry: its authors and its year.
fn listed() -> Vec<Work> {
    let page = fs::read_to_string(root().join("docs/REFERENCES.md")).expect("a page");
    let heads = page.lines().filter_map(|line| line.strip_prefix("- **"));
    heads
        .map(|line| {
            let head = line.split_once(".**").expect("a year and a stop").0;
            let (authors, of) = head.rsplit_once(' ').expect("authors and a year");
            (authors.to_owned(), year(of).expect("a year"))
        })
        .collect()
}

/// Whether an entry is by this author, among others.
fn is_by(authors: &str, author: &str) -> bool {
    let mut names = authors
        .split([',', '&'])
        .map(|it| it.trim().trim_end_matches(" et al.").trim_end_matches('\''));
    names.any(|it| it == author || it.split(' ').next_back() == Some(author))
}

#[test]
fn every_work_that_is_cited_is_listed_and_every_listed_one_cited() {
    let mut paths = Vec::new();
    for folder in ["src", "docs", "benches"] {
        files(&root().join(folder), &["rs", "md"], &mut paths);
    }
    files(&root().join("tests"), &["rs"], &mut paths);
    let listed = listed();
    let mut used = BTreeSet::new();
    let mut missing = Vec::new();
    for path in paths.iter().filter(|it| !it.ends_with("REFERENCES.md")) {
        let text = fs::read_to_string(path).expect("text");
        for (author, year) in cited(&flowing(&text)) {
            let by = |it: &&Work| it.1 == year && is_by(&it.0, &author);
            if !listed.iter().any(|it| by(&it)) {
                missing.push(format!("{author} {year} in {}", path.display()));
            }
            used.extend(listed.iter().filter(by));
        }
    }
    assert!(
        missing.is_empty(),
        "not in docs/REFERENCES.md: {missing:#?}"
    );
    let idle: Vec<_> = listed.iter().filter(|it| !used.contains(it)).collect();
    assert!(idle.is_empty(), "cited nowhere: {idle:#?}");
}

#[test]
fn the_list_is_in_order_and_has_each_work_once() {
    let mut keys: Vec<String> = Vec::new();
    for (authors, year) in listed() {
        let plain = authors.to_lowercase().replace('é', "e").replace('ä', "a");
        // Names first, letter by letter, as a reader looks them up.
        let letters = plain.replace([',', '&', '-'], " ");
        let words: Vec<&str> = letters.split_whitespace().collect();
        keys.push(format!("{} {year}", words.join(" ")));
    }
    let mut sorted = keys.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(keys, sorted);
}

#[test]
fn citations_are_seen_in_every_way_they_are_written() {
    let text = "of Box (1980) and (Rao 1945; Kay et al. 2016), Kolmogorov's 1933, Buja and others \
                (2009); in 1999, Norway 1905, of 12 May 2009. 2013";
    let seen: Vec<Work> = cited(text).into_iter().collect();
    let of = |author: &str, year| (author.to_owned(), year);
    let all = [
        of("Box", 1980),
        of("Buja", 2009),
        of("Kay", 2016),
        of("Kolmogorov", 1933),
        of("Rao", 1945),
    ];
    assert_eq!(seen, all);
}
