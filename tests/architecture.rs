//! The house rules that a compiler does not check: who may use whom, who must never know what.
//!
//! Reads the sources as text. Code means a file without comments, strings and its tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may use. An arrow that is not here fails.
const ROOMS: [(&str, &[&str]); 13] = [
    ("units", &[]),
    ("stats", &["units"]),
    ("random", &[]),
    ("model", &["units", "stats"]),
    ("scenario", &["model", "units", "stats"]),
    ("engine", &["units", "stats", "random", "model"]),
    ("trials", &["engine", "units", "stats", "random", "model"]),
    (
        "seek",
        &["trials", "engine", "units", "stats", "random", "model"],
    ),
    (
        "compare",
        &["seek", "trials", "model", "units", "stats", "random"],
    ),
    ("words", &["compare", "engine", "trials", "model", "units"]),
    ("chart", &["words", "compare", "model", "units"]),
    (
        "report",
        &[
            "chart", "words", "compare", "trials", "engine", "model", "units",
        ],
    ),
    (
        "cli",
        &[
            "report", "chart", "words", "compare", "trials", "engine", "scenario", "model",
            "random", "stats", "units",
        ],
    ),
];

/// Functions whose last bits differ from platform to platform; `libm` has them all.
const PLATFORM_FUNCTIONS: [&str; 22] = [
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "sin", "cos",
    "tan", "sin_cos", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "cbrt",
];

/// Strings of two or more words in `chart` and `report` that are no sentences for a reader.
const NO_SENTENCES: [(&str, &str); 5] = [
    ("chart/font.rs", "Segoe UI, Roboto"),
    ("chart/paint.rs", "<svg xmlns="),
    ("report/by_station/columnar.rs", "scrutineer version "),
    ("report/html/mod.rs", "@media screen and "),
    ("report/manifest.rs", "chacha8 and xoshiro256++"),
];

/// Lines of a file before its tests.
const LONGEST_FILE: usize = 400;

/// Files that are longer, with what they may come to: long lists of one kind, not long stories.
const LONGER_FILES: [(&str, usize); 3] = [
    ("chart/histogram.rs", 420),
    ("engine/agenda.rs", 440),
    ("scenario/validate.rs", 450),
];

/// One source file of the library.
struct Source {
    path: PathBuf,
    room: String,
    text: String,
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
    found.sort();
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut paths = Vec::new();
    files(&src, &mut paths);
    let sources: Vec<Source> = paths
        .into_iter()
        .filter(|path| path.extension().is_some_and(|it| it == "rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("sources are text");
            let inside = path.strip_prefix(&src).expect("listed from there");
            let first = inside.components().next().expect("a file has a name");
            let room = first.as_os_str().to_string_lossy();
            Source {
                room: room.trim_end_matches(".rs").to_owned(),
                code: code_of(&text),
                path: inside.to_owned(),
                text,
            }
        })
        .collect();
    assert!(sources.len() > 20, "the sources were not found");
    sources
}

/// Files that hold nothing but tests: those whose `mod` line carries `#[cfg(test)]`.
fn test_files(sources: &[Source]) -> BTreeSet<PathBuf> {
    let declared = |source: &Source| {
        let folder = match source.path.file_name() {
            Some(name) if name == "mod.rs" || name == "lib.rs" => source.path.with_file_name(""),
            _ => source.path.with_extension(""),
        };
        let lines: Vec<&str> = source.text.lines().map(str::trim).collect();
        let pairs = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]");
        let names = pairs.filter_map(|pair| pair[1].strip_suffix(';')?.split("mod ").nth(1));
        names.map(|name| folder.join(name)).collect::<Vec<_>>()
    };
    let modules: Vec<PathBuf> = sources.iter().flat_map(declared).collect();
    let within = |path: &Path| {
        modules
            .iter()
            .any(|module| path.with_extension("").starts_with(module))
    };
    let paths = sources.iter().map(|source| source.path.clone());
    paths.filter(|path| within(path)).collect()
}

/// The text without comments, string contents and whatever follows the first `#[cfg(test)] mod`.
fn code_of(text: &str) -> String {
    before_tests(&strip(text)).to_owned()
}

/// The text up to its module of tests.
fn before_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

/// Blanks out comments and the contents of strings and characters.
fn strip(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let skip = match rest {
            ['/', '/', ..] => rest.iter().position(|&c| c == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => block_comment(rest),
            ['r', '"' | '#', ..] if !ends_in_name(&out) => raw_string(rest),
            ['"', ..] => quoted(rest, '"'),
            ['\'', '\\', ..] => quoted(rest, '\''),
            ['\'', _, '\'', ..] => 3,
            _ => 0,
        };
        if skip == 0 {
            out.push(rest[0]);
            at += 1;
        } else {
            out.push(' ');
            at += skip;
        }
    }
    out
}

fn ends_in_name(text: &str) -> bool {
    text.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Length of a block comment, which may nest.
fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at + 1 < rest.len() {
        match (rest[at], rest[at + 1]) {
            ('/', '*') => (depth, at) = (depth + 1, at + 2),
            ('*', '/') => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// Length of a quoted string or character, escapes included.
fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            c if c == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// Length of a raw string; 0 when it is none (a raw identifier).
fn raw_string(rest: &[char]) -> usize {
    let hashes = rest[1..].iter().take_while(|&&c| c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return 0;
    }
    let from = 2 + hashes;
    let ends = |at: &usize| {
        rest[*at] == '"' && rest[at + 1..].iter().take_while(|&&c| c == '#').count() >= hashes
    };
    let end = (from..rest.len()).find(ends);
    end.map_or(rest.len(), |end| end + 1 + hashes)
}

/// The rooms that code names as `crate::room` or within `crate::{...}`.
fn rooms_used(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if ends_in_name(&code[..at]) {
            continue;
        }
        let rest = code[at + "crate::".len()..].trim_start();
        match rest.strip_prefix('{') {
            None => drop(rooms.insert(first_name(rest))),
            Some(group) => rooms.extend(names_of_group(group)),
        }
    }
    rooms
}

fn first_name(text: &str) -> String {
    let name = |c: &char| c.is_alphanumeric() || *c == '_';
    text.trim_start().chars().take_while(name).collect()
}

/// First names of the items of `a::b, c::{d, e}}`, up to the closing brace.
fn names_of_group(group: &str) -> Vec<String> {
    let mut names = vec![first_name(group)];
    let mut depth = 1;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => names.push(first_name(&group[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Levels above the file's own module that the longest `super::super::` reaches.
fn levels_up(code: &str) -> usize {
    (1..)
        .take_while(|&n| code.contains(&"super::".repeat(n)))
        .last()
        .unwrap_or(0)
}

/// How deep the module of a file lies: 1 for a room's own file.
fn depth(path: &Path) -> usize {
    let parts = path.components().count();
    let is_mod = path.file_name().is_some_and(|name| name == "mod.rs");
    if is_mod { parts - 1 } else { parts }
}

/// Whether `code` holds `word` with no letter, digit or underscore on either side.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let after = &code[at + word.len()..];
        !ends_in_name(&code[..at]) && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

/// Fails with every complaint at once.
fn none(rule: &str, complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{rule}:\n{}", complaints.join("\n"));
}

fn every_source(complain: impl Fn(&Source) -> Option<String>) -> Vec<String> {
    let sources = sources();
    let tests = test_files(&sources);
    let shipped = sources
        .iter()
        .filter(|source| !tests.contains(&source.path));
    shipped.filter_map(complain).collect()
}

#[test]
fn rooms_use_only_the_rooms_before_them() {
    let complaints = every_source(|source| {
        let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == source.room) else {
            let outside = ["lib", "main"].contains(&source.room.as_str());
            return (!outside)
                .then(|| format!("{}: a room not listed here", source.path.display()));
        };
        let known = |room: &String| ROOMS.iter().any(|(it, _)| it == room);
        let wrong: Vec<String> = rooms_used(&source.code)
            .into_iter()
            .filter(|room| known(room) && *room != source.room)
            .filter(|room| !allowed.contains(&room.as_str()))
            .collect();
        let wrong = wrong.join(", ");
        (!wrong.is_empty()).then(|| format!("{} uses {wrong}", source.path.display()))
    });
    none("an arrow runs the wrong way", complaints);
}

#[test]
fn nobody_leaves_a_room_by_the_back_door() {
    let complaints = every_source(|source| {
        let out = levels_up(&source.code) >= depth(&source.path);
        let inside = ROOMS.iter().any(|(room, _)| *room == source.room);
        (inside && out).then(|| format!("{}: `super::` leads out", source.path.display()))
    });
    none("rooms are named by `crate::`", complaints);
}

#[test]
fn the_engine_cannot_peek_at_the_answer() {
    let complaints = sources()
        .iter()
        .filter(|source| ["engine", "trials", "seek"].contains(&source.room.as_str()))
        .filter(|source| names(&source.text, "Reported") || names(&source.text, "Scenario"))
        .map(|source| source.path.display().to_string())
        .collect();
    none(
        "the rooms that simulate receive assumptions only",
        complaints,
    );
}

#[test]
fn only_the_chart_room_draws() {
    let complaints = every_source(|source| {
        let draws = source.room != "chart" && names(&source.code, "plotters");
        draws.then(|| source.path.display().to_string())
    });
    none("plotters is named outside chart", complaints);
}

#[test]
fn only_the_command_line_touches_the_world() {
    let world = [
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::time",
        "SystemTime",
        "Instant",
        "stdout",
        "stderr",
        "stdin",
        "println!",
        "eprintln!",
        "print!",
        "eprint!",
        "dbg!",
    ];
    let complaints = every_source(|source| {
        if ["cli", "main"].contains(&source.room.as_str()) {
            return None;
        }
        let touches = |word: &&str| names(&source.code, word);
        let touched: Vec<&str> = world.into_iter().filter(touches).collect();
        let named = touched.join(", ");
        (!touched.is_empty()).then(|| format!("{}: {named}", source.path.display()))
    });
    none(
        "disk, clock, terminal and environment belong to cli",
        complaints,
    );
}

#[test]
fn no_platform_function_enters_a_result() {
    let complaints = every_source(|source| {
        if source.room == "cli" {
            return None;
        }
        let used: Vec<&str> = PLATFORM_FUNCTIONS
            .into_iter()
            .filter(|function| uses_function(&source.code, function))
            .collect();
        let named = used.join(", ");
        (!used.is_empty()).then(|| format!("{}: {named}", source.path.display()))
    });
    none("take it from libm", complaints);
}

/// Whether code calls a method or associated function of floats.
fn uses_function(code: &str, function: &str) -> bool {
    [".", "f64::", "f32::"].iter().any(|before| {
        let call = format!("{before}{function}(");
        code.contains(&call) || before.ends_with(':') && names(code, &format!("{before}{function}"))
    })
}

#[test]
fn no_order_comes_from_a_hash() {
    let complaints = every_source(|source| {
        let hashed = names(&source.code, "HashMap") || names(&source.code, "HashSet");
        hashed.then(|| source.path.display().to_string())
    });
    none("BTreeMap and Vec have an order of their own", complaints);
}

#[test]
fn every_file_is_read_in_one_sitting() {
    let complaints = every_source(|source| {
        let before_tests = before_tests(&source.text).lines().count();
        let longer = LONGER_FILES
            .iter()
            .find(|it| Path::new(it.0) == source.path);
        let longest = longer.map_or(LONGEST_FILE, |it| it.1);
        (before_tests > longest).then(|| format!("{}: {before_tests} lines", source.path.display()))
    });
    none("split it", complaints);
}

#[test]
fn the_project_speaks_of_assumptions_never_of_guilt() {
    let forbidden = [
        "fraud",
        "fake",
        "true turnout",
        "rigged",
        "rigging",
        "forged",
    ];
    let mut paths = Vec::new();
    for folder in ["docs", "scenarios", "examples", "assets"] {
        files(&root().join(folder), &mut paths);
    }
    for file in [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "CITATION.cff",
        "Cargo.toml",
    ] {
        paths.push(root().join(file));
    }
    let read = |path: PathBuf| Some((fs::read_to_string(&path).ok()?, path));
    let mut texts: Vec<(String, PathBuf)> = paths.into_iter().filter_map(read).collect();
    // Tests may name the words to show that nobody says them.
    let sources = sources();
    let tests = test_files(&sources);
    let shipped = sources
        .iter()
        .filter(|source| !tests.contains(&source.path));
    texts
        .extend(shipped.map(|source| (before_tests(&source.text).to_owned(), source.path.clone())));
    let complaints = texts
        .iter()
        .flat_map(|(text, path)| {
            // The address of a source is its publisher's wording.
            let lines = text.lines().filter(|line| !line.starts_with("url = "));
            let text = lines.collect::<Vec<_>>().join("\n").to_lowercase();
            let found = forbidden.iter().filter(move |word| text.contains(**word));
            found.map(move |word| format!("{}: {word}", path.display()))
        })
        .collect();
    none("a word the house does not use", complaints);
}

/// The contents of the strings of a file before its tests, but for the reasons given to `expect` and
/// the messages of errors, which are worded where they are defined.
fn sentences(text: &str) -> Vec<String> {
    let chars: Vec<char> = before_tests(text).chars().collect();
    let (mut found, mut before, mut at) = (Vec::new(), String::new(), 0);
    while at < chars.len() {
        let rest = &chars[at..];
        let (length, is_text) = match rest {
            ['/', '/', ..] => (
                rest.iter().position(|&c| c == '\n').unwrap_or(rest.len()),
                false,
            ),
            ['/', '*', ..] => (block_comment(rest), false),
            ['r', '"' | '#', ..] if !ends_in_name(&before) => (raw_string(rest), true),
            ['"', ..] => (quoted(rest, '"'), true),
            ['\'', '\\', ..] => (quoted(rest, '\''), false),
            ['\'', _, '\'', ..] => (3, false),
            _ => (0, false),
        };
        let excused = before.ends_with("expect(") || before.ends_with("error(");
        if is_text && length > 0 && !excused {
            found.push(one_line(&rest[..length]));
        }
        if length == 0 && !rest[0].is_whitespace() {
            before.push(rest[0]);
        }
        at += length.max(1);
    }
    found
}

/// A string literal with the breaks taken out that a backslash makes.
fn one_line(literal: &[char]) -> String {
    let text: String = literal.iter().collect();
    let mut lines = text.split("\\\n");
    let first = lines.next().unwrap_or("").to_owned();
    lines.fold(first, |joined, line| joined + line.trim_start())
}

/// Whether a text holds two words: letters, blanks, letters.
fn has_two_words(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).collect();
    words.windows(2).any(|pair| {
        pair[0].ends_with(|c: char| c.is_alphabetic() || c == ',')
            && pair[1].starts_with(char::is_alphabetic)
    })
}

#[test]
fn every_sentence_lives_in_the_room_of_words() {
    let complaints = every_source(|source| {
        if !["chart", "report"].contains(&source.room.as_str()) {
            return None;
        }
        let excused = |text: &String| {
            let of = NO_SENTENCES.iter();
            of.filter(|it| Path::new(it.0) == source.path)
                .any(|it| text.contains(it.1))
        };
        let found: Vec<String> = sentences(&source.text)
            .into_iter()
            .filter(|text| has_two_words(text) && !excused(text))
            .collect();
        let told = found.join(", ");
        (!found.is_empty()).then(|| format!("{}: {told}", source.path.display()))
    });
    none("words a person reads are kept in `words`", complaints);
}

#[test]
fn sentences_are_seen_and_code_is_not() {
    let text = "let a = \"two \\\n   words\"; // not \"this one\"\nlet b = \"word\"; x.expect(\"not a \
                sentence\"); #[error(\"nor this one\")] let c = \"{a}: it is\"; let d = '\"'; \
                x.expect(\n  \"nor here\");";
    let found = sentences(text);
    assert_eq!(found, ["\"two words\"", "\"word\"", "\"{a}: it is\""]);
    assert!(has_two_words(&found[0]) && has_two_words(&found[2]) && !has_two_words(&found[1]));
    assert!(!has_two_words("c1-{name} 95 % {}"));
}

#[test]
fn every_room_says_what_it_knows_and_what_it_never_knows() {
    let complaints = sources()
        .iter()
        .filter(|source| depth(&source.path) == 1)
        .filter(|source| ROOMS.iter().any(|(room, _)| *room == source.room))
        .filter(|source| {
            let is_front = source.path.components().count() == 1
                || source.path.file_name().is_some_and(|name| name == "mod.rs");
            let front: String = source.text.lines().take(12).collect();
            is_front
                && !(front.contains("nows ")
                    && (front.contains("ever knows") || front.contains("nothing")))
        })
        .map(|source| source.path.display().to_string())
        .collect();
    none(
        "the first lines tell what the room knows and never knows",
        complaints,
    );
}

// The reader of sources is itself tested, so that the rules above can fail.

#[test]
fn comments_strings_and_tests_are_not_code() {
    let text = "use crate::model; // crate::chart\n/* crate::cli /* deep */ */\nlet s = \"crate::cli\";\n\
                let r = r#\"crate::cli \"x\" \"#; let c = '\"'; let l: &'static str = f('\\'');\n\
                #[cfg(test)]\nmod tests { use crate::report; }";
    assert_eq!(
        rooms_used(&code_of(text)),
        BTreeSet::from(["model".to_owned()])
    );
}

#[test]
fn grouped_and_inline_paths_are_seen() {
    let code = "use crate::{units::{A, B}, stats, model::Law};\nfn f() -> crate::chart::Chart {}\nmycrate::cli";
    let expected = ["chart", "model", "stats", "units"].map(str::to_owned);
    assert_eq!(rooms_used(code), BTreeSet::from(expected));
}

#[test]
fn back_doors_and_platform_functions_are_seen() {
    assert_eq!(levels_up("use super::super::engine::run;"), 2);
    assert_eq!(depth(Path::new("compare/tails.rs")), 2);
    assert_eq!(depth(Path::new("compare/mod.rs")), 1);
    assert_eq!(depth(Path::new("units.rs")), 1);
    assert!(uses_function("x.ln()", "ln") && uses_function("map(f64::exp)", "exp"));
    assert!(!uses_function("libm::exp(x)", "exp") && !uses_function("x.ln_1p()", "ln"));
    assert!(names("a Reported b", "Reported") && !names("isReported", "Reported"));
}
