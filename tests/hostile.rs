//! Names that try everything, in every field that takes text, through every file a reader opens. They come out as
//! text: no element, attribute, link, formula or escape sequence that a plain name would not have brought.
//!
//! What only a browser can tell is in `tests/browser/check.mjs`.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use scrutineer::chart;
use scrutineer::compare;
use scrutineer::engine::{Freeze, Lane};
use scrutineer::random::Seed;
use scrutineer::report::{self, Artefact, RunInfo, Style};
use scrutineer::scenario::{self, Problems};
use scrutineer::trials::{self, Go, Settings, VariantRun};

/// Every field that takes text has `@` and a word; the word tells the places apart.
const TEXT: &str = r#"
title = "@ title"
question = "@ question"
answer = "@ answer"
description = "@ description"
base-label = "@ base"
date = 2026-05-03
stages = ["@ stage", "final"]
[sources.s]
title = "@ source"
url = "@"
note = "@ source-note"
[inputs.i]
label = "@ input"
unit = "share"
value = { uniform = [0.7, 0.8] }
note = "@ input-note"
source = "s"
[groups.g]
label = "@ group"
note = "@ group-note"
residents = { value = { uniform = [60, 90] }, label = "@ residents", note = "@ n", source = "s" }
voting-age-share = { input = "i" }
[groups.h]
label = "@ shut"
adults = 20
[polls.p]
label = "@ poll"
note = "@ poll-note"
opens = "08:00"
closes = "18:00"
registered = 80
excludes = { h = { reason = "@ reason", source = "s" } }
[polls.p.participation]
g = { uniform = [0.4, 0.7] }
overdispersion = 0.01
[polls.p.stations.set]
label = "@ set"
note = "@ set-note"
file = "stations.csv"
booths = 1
service-seconds = 100
patience-minutes = 5
[polls.p.contests.c]
label = "@ contest"
note = "@ contest-note"
options = { yes = "@ yes", no = "@ no" }
invalid-share = 0.02
support.all = { yes = 0.6 }
[[events]]
label = "@ event"
note = "@ event-note"
poll = "p"
at = "12:00"
close-for-minutes = 30
[[reported]]
id = "ballots"
label = "@ figure"
note = "@ figure-note"
poll = "p"
quantity = "ballots-cast"
persons = 70
stage = "@ stage"
claimant = "@ claimant"
headline = true
source = "s"
[[reported]]
label = "@ share"
poll = "p"
quantity = "vote-percent"
option = "yes"
of = "valid"
percent = 90
claimant = "@ other"
[[context]]
label = "@ context"
kind = "other-poll"
poll = "p"
persons = 10
note = "@ context-note"
[[parallel]]
label = "@ parallel"
poll = "p"
option = "yes"
votes = 60
note = "@ parallel-note"
[[thresholds]]
poll = "p"
percent = 90
note = "@ threshold-note"
[[returns]]
poll = "p"
option = "yes"
claimant = "@ returns"
source = "s"
[stories.t]
label = "@ story"
note = "@ story-note"
about = ["ballots"]
added = { uniform = [0, 1] }
[variants.v]
label = "@ variant"
note = "@ variant-note"
"polls.p.participation.g" = { value = 0.8, label = "@ override" }
"#;

/// A table of stations whose texts are names too.
fn table(name: &str) -> String {
    let quoted = |word: &str| format!("\"{} {word}\"", name.replace('"', "\"\""));
    let (id, district, more) = (quoted("id"), quoted("district"), quoted("more"));
    format!(
        "id,registered,district,x-more,ballots-cast,valid,votes\n{id},40,{district},{more},30,29,20\nb,40,{district},,35,34,30\n"
    )
}

/// Names that a text field may be given, and what is special about them.
fn names() -> Vec<String> {
    let long = |text: &str, times| text.repeat(times);
    let names: [&str; 62] = [
        "<script>window.hostile=1</script>",
        "\"><svg/onload=window.hostile=1>",
        "'><img src=x onerror=window.hostile=1>",
        "</title><script>window.hostile=1</script>",
        "</style><script>window.hostile=1</script>",
        "</script><script>window.hostile=1</script>",
        "<!-- --!> <b>",
        "--><script>window.hostile=1</script>",
        "]]>",
        "<![CDATA[ x ]]>",
        "<?xml version=\"1.0\"?>",
        "<!DOCTYPE html [<!ENTITY x \"y\">]>&x;",
        "&lt;script&gt;",
        "&#60;script&#62;",
        "&#x3c;img src=x onerror=1&#x3e;",
        "&amp;amp;",
        "&nosuch;",
        "javascript:window.hostile=1",
        "JaVaScRiPt:window.hostile=1",
        "java\tscript:window.hostile=1",
        "data:text/html,<script>1</script>",
        "vbscript:msgbox(1)",
        "//example.org/x",
        "https://example.org/\"onmouseover=\"window.hostile=1",
        "https://example.org/'><b>",
        "http://user:pass@example.org",
        "file:///etc/passwd",
        "{{7*7}}",
        "${7*7}",
        "{% include 'x' %}",
        "{# x #}",
        "{% raw %}{{ x }}{% endraw %}",
        "%s%n%x",
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "\t=1+1",
        "  =1+1",
        "＝1+1",
        "a,b;c\"d\"",
        "line\nbreak",
        "carriage\rreturn",
        "| cell | cell |",
        "# heading",
        "[link](javascript:alert(1))",
        "![image](x)",
        "`code` **bold** _it_",
        "\\u001b[31m",
        "\u{1b}[31mred",
        "\u{1b}]0;title\u{7}",
        "\u{9b}31m",
        "\u{7f}\u{8}\u{8}",
        "\u{202e}txt.exe",
        "\u{2066}x\u{2069}",
        "\u{200f}\u{200e}",
        "a\u{2028}b\u{2029}c",
        "\u{feff}bom\u{200b}zero",
        "\u{fffe}\u{ffff}",
        "שלום עולם 12 مرحبا",
        "",
    ];
    let mut all: Vec<String> = names.iter().map(|it| it.to_string()).collect();
    all.push("e\u{301}".repeat(40));
    all.push(long("W", 4_000));
    all.push(long("ab ", 3_000));
    all.push(long("<b>", 1_500));
    all.push("\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}".repeat(20));
    all
}

/// A name inside a TOML string.
fn escaped(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            '"' => "\\\"".to_string(),
            '\\' => "\\\\".to_string(),
            c if c.is_control() => format!("\\u{:04X}", c as u32),
            c => c.to_string(),
        })
        .collect()
}

/// Everything that is made of a scenario with this name in all places.
struct Made {
    terminal: String,
    json: String,
    files: Vec<Artefact>,
}

fn made(name: &str) -> Result<Made, Problems> {
    let text = TEXT.replace('@', &escaped(name));
    let table = table(name);
    let tables = |_: &str| Ok(Arc::from(table.as_bytes()));
    let checked = scenario::read_with_tables(&text, "hostile.toml", &[], &tables)?;
    let of = &checked.scenario;
    let sets = std::iter::once(("base", &of.assumptions));
    let sets = sets.chain(
        of.variants
            .iter()
            .map(|it| (it.id.as_str(), &it.assumptions)),
    );
    let play = |of, freeze| {
        let settings = Settings {
            seed: Seed(1),
            first: 0,
            trials: 12,
            freeze,
            lane: Lane::Auto,
            threads: Some(1),
        };
        trials::run(of, &settings, &|_| Go::On).expect("it can be played")
    };
    let runs: Vec<VariantRun> = sets
        .map(|(id, of)| VariantRun::whole(id, play(of, Freeze::No), play(of, Freeze::Inputs), 12))
        .collect();
    let comparison = compare::compare(of, &runs);
    let info = RunInfo {
        trials: 12,
        version: "0".into(),
        ..RunInfo::default()
    };
    let charts = chart::draw(of, &comparison).expect("drawn");
    let resolved = scenario::resolved_with_tables(&text, &[], &tables)?;
    Ok(Made {
        terminal: report::terminal(of, &comparison, &info, Style::default()),
        json: report::json(of, &comparison, &info),
        files: report::artefacts(of, &comparison, &charts, &runs, &info, &resolved, vec![]),
    })
}

/// The tags of a page or a drawing: each with its attributes, and the values of those that lead somewhere.
#[derive(Default, Debug)]
struct Tags {
    kinds: BTreeSet<String>,
    scripts: usize,
    targets: BTreeSet<String>,
}

/// Takes markup apart as a browser would; `<script>` and `<style>` end at their own end only.
fn tags(markup: &str) -> Tags {
    let mut tags = Tags::default();
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix("!--") {
            rest = after.split_once("-->").map_or("", |it| it.1);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) {
            panic!("a bare < before {:?}", &rest[..rest.len().min(60)]);
        }
        let name: String = rest
            .chars()
            .take_while(|c| !c.is_whitespace() && *c != '>')
            .collect();
        rest = attributes(&rest[name.len()..], &name, &mut tags);
        let name = name.to_ascii_lowercase();
        if name == "script" || name == "style" {
            tags.scripts += usize::from(name == "script");
            rest = rest.split_once(&format!("</{name}>")).map_or("", |it| it.1);
        }
        tags.kinds.insert(name);
    }
    tags
}

/// Reads the attributes of a tag; returns what comes after it.
fn attributes<'a>(mut rest: &'a str, tag: &str, tags: &mut Tags) -> &'a str {
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return rest;
        }
        if let Some(after) = rest.strip_prefix('>') {
            return after;
        }
        let end = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c));
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()).max(1));
        tags.kinds.insert(format!("{tag} {name}"));
        rest = after;
        let Some(value) = rest.strip_prefix('=') else {
            continue;
        };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((value, "")),
            _ => value.split_at(value.find([' ', '>']).unwrap_or(value.len())),
        };
        if ["href", "src", "action", "xlink:href", "srcset", "content"].contains(&name) {
            let value = value.replace("&#x2f;", "/").replace("&quot;", "\"");
            tags.targets
                .insert(value.replace("&#x27;", "'").replace("&amp;", "&"));
        }
        rest = after;
    }
}

/// Whether every `&` begins a character reference that XML knows.
fn assert_references(name: &str, markup: &str) {
    for part in markup.split('&').skip(1) {
        let word = part.split(';').next().unwrap_or_default();
        let known = ["amp", "lt", "gt", "quot", "apos"].contains(&word)
            || (word.starts_with('#') && word.len() < 9);
        assert!(known, "{name}: &{}", &part[..part.len().min(20)]);
    }
}

fn assert_quiet(name: &str, text: &str) {
    let wild = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(
                c,
                '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            )
    };
    let found = text.find(wild);
    assert!(found.is_none(), "{name:?}: a wild character at {found:?}");
}

fn text_of(file: &Artefact) -> String {
    String::from_utf8(file.bytes.clone()).expect("text")
}

#[test]
fn names_come_out_as_text_in_every_file() {
    let plain = made("Plain").unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let page = |made: &Made| text_of(&made.files[0]);
    let mut plain_page = tags(&page(&plain));
    let linked = made("https://example.org/").unwrap_or_else(|it| panic!("{}", it.render(false)));
    plain_page.kinds.extend(tags(&page(&linked)).kinds);
    let mut plain_drawn = BTreeSet::new();
    for file in plain.files.iter().filter(|it| it.name.ends_with(".svg")) {
        plain_drawn.extend(tags(&text_of(file)).kinds);
    }
    let (mut through, mut refused) = (0, 0);
    for name in names() {
        let shown: String = name.chars().take(40).collect();
        let made = match made(&name) {
            Ok(made) => made,
            Err(problems) => {
                assert_quiet(&shown, &problems.render(false));
                refused += 1;
                continue;
            }
        };
        through += 1;
        assert_eq!(made.files[0].name, "report.html");
        let html = page(&made);
        assert!(html.contains("default-src 'none'"), "{shown}: the policy");
        let found = tags(&html);
        let new: Vec<_> = found.kinds.difference(&plain_page.kinds).collect();
        assert!(new.is_empty(), "{shown}: {new:?}");
        assert_eq!(found.scripts, plain_page.scripts, "{shown}");
        for target in found.targets.difference(&plain_page.targets) {
            let web = target.starts_with("https://example.org/") || target.starts_with("http://");
            let title = target.ends_with("title");
            assert!(web || title, "{shown}: leads to {target}");
        }
        assert_quiet(&shown, &made.terminal);
        for file in &made.files {
            let text = text_of(file);
            match file.name.rsplit('.').next() {
                Some("svg") => {
                    assert_references(&shown, &text);
                    assert_quiet(&shown, &text);
                    let drawn = tags(&text).kinds;
                    let new: Vec<_> = drawn.difference(&plain_drawn).collect();
                    assert!(new.is_empty(), "{shown}, {}: {new:?}", file.name);
                }
                Some("csv") => assert_fields(&shown, &file.name, &file.bytes),
                Some("json") => {
                    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                    assert!(document.is_object());
                    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
                }
                _ => {}
            }
        }
        let document: serde_json::Value = serde_json::from_str(&made.json).expect("JSON");
        assert!(
            document["title"].is_string()
                || document["scenario"].is_object()
                || document.is_object()
        );
    }
    println!("{through} names through every file, {refused} refused by the reader");
    assert!(through >= 40 && through + refused == names().len());
}

/// No field of a table begins as a formula, and every row has all fields.
fn assert_fields(name: &str, file: &str, bytes: &[u8]) {
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    for row in rows.records() {
        let row = row.unwrap_or_else(|problem| panic!("{name}, {file}: {problem}"));
        for field in &row {
            let begins = field.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']);
            let formula = begins && field.parse::<f64>().is_err();
            assert!(!formula, "{name}, {file}: {field:?}");
        }
    }
}

/// The command in a folder with a file of this name.
fn command(folder: &tempfile::TempDir, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scrutineer"))
        .args(words)
        .current_dir(folder.path())
        .env("COLUMNS", "80")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .expect("it starts")
}

fn assert_tame(shown: &str, output: &Output) {
    for stream in [&output.stdout, &output.stderr] {
        let text = String::from_utf8(stream.clone()).expect("text");
        assert_quiet(shown, &text);
        assert!(!text.contains("panicked"), "{shown}: {text}");
    }
}

/// Names of files, of `--set` and of `--vary`, as a shell would give them.
#[test]
#[cfg(unix)]
fn names_of_files_and_flags_drive_no_terminal() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let text = include_str!("longruns/hamlet.toml");
    let mut tried = 0;
    for name in [
        "a\u{1b}[31m.toml",
        "a\u{1b}]0;x\u{7}.toml",
        "a\u{9b}31m.toml",
        "a\u{202e}lmot.toml",
        "a\nb.toml",
        "a\rb.toml",
        "<b>.toml",
        "\"'.toml",
        "=1+1.toml",
        "$(id).toml",
        "`id`.toml",
        "a b.toml",
        "%s%n.toml",
        "{{7*7}}.toml",
        "...toml",
        "\u{2066}x.toml",
        "-rf.toml",
        "\u{7f}.toml",
    ] {
        tried += 1;
        fs::write(folder.path().join(name), text).expect("a name that Linux takes");
        let file = format!("./{name}");
        assert_tame(name, &command(&folder, &["check", &file]));
        let run = [
            "run",
            &file,
            "--trials",
            "8",
            "--rare",
            "off",
            "--no-progress",
            "--force",
        ];
        let output = command(&folder, &[&run[..], &["--out", "o"]].concat());
        assert_eq!(output.status.code(), Some(0), "{name:?}");
        assert_tame(name, &output);
        let page = fs::read_to_string(folder.path().join("o/report.html")).expect("a page");
        assert!(!page.contains("<b>.toml"), "{name:?}");
        // The same name where none is there, with a mistake in it, and as a folder.
        assert_tame(name, &command(&folder, &["check", &format!("{file}x")]));
        let wrong = format!("{file}y.toml");
        fs::write(folder.path().join(&wrong), "titel = 1").expect("ours");
        assert_tame(name, &command(&folder, &["check", &wrong]));
        let out = format!("o{name}");
        let output = command(&folder, &[&run[..], &["--out", &out]].concat());
        assert_tame(name, &output);
    }
    for value in names().iter().filter(|it| !it.is_empty() && it.len() < 100) {
        tried += 1;
        let title = format!("title=\"{}\"", escaped(value));
        let path = format!("{value}.a=1");
        let bare = format!("groups.folk.adults={value}");
        for flag in [title, path, bare, value.clone()] {
            for (verb, option) in [("check", "--set"), ("sweep", "--vary")] {
                let words = [verb, "./a b.toml", option, &flag];
                assert_tame(value, &command(&folder, &words));
            }
        }
        assert_tame(value, &command(&folder, &["run", value, "--out", value]));
        assert_tame(value, &command(&folder, &[value]));
    }
    println!("{tried} names of files and values of flags");
}
