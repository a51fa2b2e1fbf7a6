//! Overrides: a value is put at a path of the tree, by a variant or by `--set`.
//!
//! Knows paths. Knows nothing of what stands at them.

use std::borrow::Cow;

use super::problems::Sink;
use super::rule::Rule;
use super::shape::{nearest, quoted};
use super::tree::{At, Data, Entry, Graft, Node};

/// What a variant may override: the assumptions.
const ASSUMPTIONS: &[&str] = &[
    "groups",
    "totals",
    "polls",
    "inputs",
    "correlation",
    "overlap",
    "events",
];

/// One override.
pub(super) struct Override<'o> {
    /// The path, keys separated by dots.
    pub path: &'o str,
    /// Where the path itself stands.
    pub at: At,
    /// The new value.
    pub value: &'o Node,
    /// Who puts it there.
    pub graft: Graft,
}

/// Puts a value at a path. A key may be new, its parent may not.
pub(super) fn apply(root: &mut Node, what: &Override<'_>, sink: &mut Sink) {
    let parts: Vec<&str> = what.path.split('.').collect();
    if what.graft == Graft::Variant && !ASSUMPTIONS.contains(&parts[0]) {
        refuse_part(parts[0], what, sink);
        return;
    }
    let Some((last, parents)) = parts.split_last() else {
        return;
    };
    let mut node = root;
    let mut walked: Vec<&str> = Vec::new();
    for (depth, part) in parents.iter().enumerate() {
        match step(node, parents.get(depth.wrapping_sub(1)), part) {
            Ok(index) => {
                node = child(node, index);
                walked.push(part);
            }
            Err(candidates) => return no_path(part, &walked, &candidates, what, sink),
        }
    }
    put(node, parents.last(), last, &walked, what, sink);
}

fn refuse_part(part: &str, what: &Override<'_>, sink: &mut Sink) {
    let help = match nearest(part, ASSUMPTIONS.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!(
            "a variant overrides paths under {}, such as \"groups.home.residents\"",
            quoted(ASSUMPTIONS)
        ),
    };
    let part: String = part.chars().take(80).collect();
    sink.error(what.at, Rule::NotAnAssumption(part), help);
}

fn no_path(
    part: &str,
    walked: &[&str],
    candidates: &[String],
    what: &Override<'_>,
    sink: &mut Sink,
) {
    let names: Vec<&str> = candidates.iter().map(String::as_str).collect();
    let help = match nearest(part, names.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if names.is_empty() => "nothing lies below it".to_string(),
        None => format!("there are {}", quoted(&names[..names.len().min(12)])),
    };
    let parent = if walked.is_empty() {
        "the file".to_string()
    } else {
        format!("`{}`", walked.join("."))
    };
    let part = part.chars().take(80).collect();
    sink.error(what.at, Rule::NoSuchPath { part, parent }, help);
}

/// Where a part of a path leads, or what it could have been.
fn step(node: &Node, list_key: Option<&&str>, part: &str) -> Result<usize, Vec<String>> {
    match &node.data {
        Data::Table(entries) => entries
            .iter()
            .position(|entry| entry.key == part)
            .ok_or_else(|| entries.iter().map(|entry| entry.key.clone()).collect()),
        Data::List(items) => {
            let key = list_key.copied().unwrap_or_default();
            let named = (0..items.len()).position(|at| name(key, at, &items[at]) == *part);
            let numbered = part.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            named
                .or(numbered.filter(|n| *n < items.len()))
                .ok_or_else(|| element_names(key, node))
        }
        _ => Err(Vec::new()),
    }
}

fn child(node: &mut Node, index: usize) -> &mut Node {
    match &mut node.data {
        Data::Table(entries) => &mut entries[index].value,
        Data::List(items) => &mut items[index],
        _ => unreachable!("`step` finds children only in tables and lists"),
    }
}

/// Puts the value under the last key of its path.
fn put(
    node: &mut Node,
    list_key: Option<&&str>,
    key: &str,
    walked: &[&str],
    what: &Override<'_>,
    sink: &mut Sink,
) {
    let mut value = what.value.clone();
    value.graft = what.graft;
    match step(node, list_key, key) {
        Ok(index) => replace(child(node, index), value),
        Err(candidates) => match &mut node.data {
            Data::Table(entries) => entries.push(Entry {
                key: key.to_string(),
                at: what.at,
                value,
            }),
            _ => no_path(key, walked, &candidates, what, sink),
        },
    }
}

/// Replaces a node. A bare value replaces the `value` of a table that has one, so that an input keeps
/// its label and a total its groups.
fn replace(old: &mut Node, new: Node) {
    let bare = new.get("value").is_none()
        && (!new.is_table() || new.entries().len() == 1 && new.get("source").is_none());
    if let Data::Table(entries) = &mut old.data
        && bare
        && let Some(entry) = entries.iter_mut().find(|entry| entry.key == "value")
    {
        entry.value = new;
        return;
    }
    *old = new;
}

/// The names of a list's entries, by which paths address them.
pub(super) fn element_names(list_key: &str, list: &Node) -> Vec<String> {
    let items = list.items().iter().enumerate();
    items
        .map(|(at, node)| name(list_key, at, node).into_owned())
        .collect()
}

/// The name of a list's entry: its `id`; for an overlap without one `FIRST-to-SECOND`; else its number
/// from 1.
fn name<'n>(list_key: &str, at: usize, node: &'n Node) -> Cow<'n, str> {
    let text = |key: &str| node.get(key).and_then(Node::text);
    if let Some(id) = text("id") {
        return Cow::Borrowed(id);
    }
    match (text("voted-in"), text("also-votes-in")) {
        (Some(from), Some(to)) if list_key == "overlap" => Cow::Owned(format!("{from}-to-{to}")),
        _ => Cow::Owned((at + 1).to_string()),
    }
}
