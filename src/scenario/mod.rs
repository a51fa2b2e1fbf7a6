//! The scenario file: from text to [`Scenario`], or to a list of everything that is wrong with it.
//!
//! Knows TOML, lines and hints. Never knows how anything is simulated.
//!
//! One description of the format (`format`, in the terms of `shape`) serves four ends: the file is
//! held against it, the JSON Schema and the reference page are printed from it, and the canonical
//! rendering follows its order. The way of a text:
//!
//! 1. `tree`: TOML to a tree in which everything remembers where it stands;
//! 2. `graft`: `--set` and variants put values at paths of that tree;
//! 3. `validate`: the tree is held against the format, key by key;
//! 4. `decode`: the tree becomes the model, and what the values mean together is checked.
//!
//! Every step goes on after a problem, so that a reader of problems sees them all at once.
//!
//! ```
//! let checked = scrutineer::scenario::read(scrutineer::scenario::template(), "new.toml").unwrap();
//! assert!(checked.warnings.is_empty());
//! let problems = scrutineer::scenario::read("titel = \"A poll\"", "typo.toml").unwrap_err();
//! assert!(problems.render(false).contains("did you mean `title`?"));
//! ```

mod decode;
mod fields;
mod format;
mod format_day;
mod format_held_against;
mod format_polls;
mod format_reports;
mod format_returns;
mod format_stories;
mod format_values;
mod graft;
mod letters;
mod measures;
mod page;
mod problems;
mod resolved;
mod rule;
mod schema;
mod shape;
mod shelf;
mod station_returns;
mod station_table;
mod time;
mod tree;
mod unsourced;
mod validate;

pub use problems::{Problem, Problems, Severity};
pub use rule::Rule;
pub use shelf::{MOST_TABLE_BYTES, NoTable, Tables};

use crate::model::{Scenario, Variant};
use problems::Sink;
use shelf::Shelf;
use tree::{At, Graft, Node};

/// A scenario that was taken, and what its author should look at.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The scenario.
    pub scenario: Scenario,
    /// Warnings; empty when there is nothing to say.
    pub warnings: Problems,
}

/// Reads a scenario. `name` is the file's name, shown beside problems; its stem names the scenario.
///
/// # Errors
/// All problems of the text, in the order of their positions, when at least one is an error.
pub fn read(text: &str, name: &str) -> Result<Checked, Problems> {
    read_with(text, name, &[])
}

/// Reads a scenario after putting values at paths: each of `sets` is a path such as
/// `groups.home.residents` and a value in TOML. Variants apply to what then stands there.
///
/// # Errors
/// As [`read`]; a problem of the n-th set is shown under `--set PATH`.
pub fn read_with(text: &str, name: &str, sets: &[(String, String)]) -> Result<Checked, Problems> {
    read_with_tables(text, name, sets, &shelf::no_tables)
}

/// As [`read_with`], for a scenario whose stations may stand in tables: `tables` gives the bytes of a
/// table by its name.
///
/// ```
/// use scrutineer::scenario::{NoTable, read_with_tables, template};
/// let text = template().replace("count            = 3", "file = \"stations.csv\"");
/// let table = "id,registered\nschool,900\ntown hall,1200\n";
/// let tables = |name: &str| match name {
///     "stations.csv" => Ok(table.as_bytes().into()),
///     _ => Err(NoTable::Missing),
/// };
/// let checked = read_with_tables(&text, "mine.toml", &[], &tables).unwrap();
/// assert_eq!(checked.scenario.assumptions.polls[0].stations[0].count, 2);
/// ```
///
/// # Errors
/// As [`read_with`]; a problem in a table is shown under the table's name, with the line there.
pub fn read_with_tables(
    text: &str,
    name: &str,
    sets: &[(String, String)],
    tables: &Tables,
) -> Result<Checked, Problems> {
    read_moved(text, name, (sets, &[]), tables)
}

/// A path and the value that is put there, written as in the file.
pub type Moved = (String, String);

/// As [`read_with_tables`], with more values put at paths after the `sets`: `moved`, whose problems are
/// shown under `--vary PATH`.
///
/// # Errors
/// As [`read_with_tables`].
pub fn read_moved(
    text: &str,
    name: &str,
    (sets, moved): (&[Moved], &[Moved]),
    tables: &Tables,
) -> Result<Checked, Problems> {
    let all = [sets, moved].concat();
    let mut sink = Sink::default();
    let shelf = Shelf::new(tables, 1 + all.len());
    let scenario = interpret(text, name, &all, &shelf, &mut sink);
    let refused = sink.errors() > 0;
    let mut texts = vec![(name.to_string(), text.to_string())];
    for (at, (path, value)) in all.into_iter().enumerate() {
        let flag = if at < sets.len() { "--set" } else { "--vary" };
        texts.push((format!("{flag} {path}"), value));
    }
    texts.extend(shelf.into_texts());
    let problems = sink.finish(texts);
    match scenario {
        Some(scenario) if !refused => Ok(Checked {
            scenario,
            warnings: problems,
        }),
        _ => Err(problems),
    }
}

/// The JSON Schema of the format (draft 2020-12), committed as `scenarios/scenario.schema.json`.
pub fn schema() -> String {
    schema::render()
}

/// The reference page of the format in Markdown, committed as `docs/FORMAT.md`.
pub fn format_page() -> String {
    page::render()
}

/// A small, complete, commented scenario to start from. It checks without a warning and runs.
pub fn template() -> &'static str {
    include_str!("template.toml")
}

/// The canonical TOML of a scenario with `sets` applied (see [`read_with`]): known keys in the order of
/// the format, ids in file order, no comments. The same scenario gives the same bytes.
///
/// # Errors
/// All problems, as [`read_with`].
pub fn resolved(text: &str, sets: &[(String, String)]) -> Result<String, Problems> {
    resolved_with_tables(text, sets, &shelf::no_tables)
}

/// As [`resolved`], for a scenario whose stations may stand in tables (see [`read_with_tables`]). The
/// tables are named in it as they were.
///
/// # Errors
/// All problems, as [`read_with_tables`].
pub fn resolved_with_tables(
    text: &str,
    sets: &[(String, String)],
    tables: &Tables,
) -> Result<String, Problems> {
    read_with_tables(text, "scenario.toml", sets, tables)?;
    let mut sink = Sink::default();
    let root = tree::parse(text, &mut sink);
    Ok(root.map_or_else(String::new, |mut root| {
        apply_sets(&mut root, sets, &mut sink);
        unsourced::spell_out(&mut root, &format::FILE);
        resolved::render(&root)
    }))
}

fn interpret(
    text: &str,
    name: &str,
    sets: &[(String, String)],
    shelf: &Shelf,
    sink: &mut Sink,
) -> Option<Scenario> {
    let root = tree::parse(text, sink);
    let broken = sink.errors() > 0;
    let mut root = root?;
    apply_sets(&mut root, sets, sink);
    validate::file(&root, sink);
    if sink.too_much() {
        return None;
    }
    let mut scenario = decode::scenario(&root, stem(name), shelf, sink);
    if broken {
        sink.without_echoes(text);
        return None;
    }
    scenario.variants = variants(&root, shelf, sink);
    Some(scenario)
}

/// Puts the values of `--set` in their places.
fn apply_sets(root: &mut Node, sets: &[(String, String)], sink: &mut Sink) {
    for (number, (path, value)) in sets.iter().enumerate() {
        let Some(node) = tree::parse_value(number + 1, value, sink) else {
            continue;
        };
        let at = At {
            text: number + 1,
            start: 0,
            end: value.len(),
        };
        let what = graft::Override {
            path,
            at,
            value: &node,
            graft: Graft::Set,
        };
        graft::apply(root, &what, sink);
    }
}

/// Most entries of a file times its variants, which are complete sets of assumptions each.
const MOST_WORK: usize = 500_000;

/// Every variant as a complete set of assumptions.
fn variants(root: &Node, shelf: &Shelf, sink: &mut Sink) -> Vec<Variant> {
    let mut variants = Vec::new();
    let entries = root.get("variants").map_or(&[][..], Node::entries);
    let work = root.count() * entries.len();
    if work > MOST_WORK {
        let at = root.entry("variants").map_or(root.at, |entry| entry.at);
        let rule = Rule::TooMany {
            what: "entries, counted once for every variant".into(),
            found: work,
            most: MOST_WORK,
        };
        sink.error(at, rule, "write fewer variants, or a scenario of its own");
        return variants;
    }
    for entry in entries {
        if entry.key == "base" {
            let rule = Rule::ReservedId("base".into());
            sink.error(entry.at, rule, "choose another id");
        }
    }
    for entry in entries {
        let own = |key: &str| {
            entry
                .value
                .get(key)
                .and_then(Node::text)
                .map(str::to_string)
        };
        let mut tree = root.clone();
        let mut overrides = Vec::new();
        sink.enter_variant(&entry.key);
        for replaced in entry.value.entries() {
            if format::VARIANT.field(&replaced.key).is_some() {
                continue;
            }
            overrides.push(replaced.key.clone());
            let what = graft::Override {
                path: &replaced.key,
                at: replaced.at,
                value: &replaced.value,
                graft: Graft::Variant,
            };
            graft::apply(&mut tree, &what, sink);
        }
        validate::file(&tree, sink);
        variants.push(Variant {
            id: entry.key.clone(),
            label: own("label").unwrap_or_else(|| entry.key.replace('-', " ")),
            note: own("note"),
            overrides,
            assumptions: decode::variant(&tree, &entry.value, shelf, sink),
        });
    }
    variants
}

/// The stem of a file's name: no folders, no `.toml`.
fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.strip_suffix(".toml").unwrap_or(name)
}
