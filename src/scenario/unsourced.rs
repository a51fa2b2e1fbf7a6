//! Values put by `--set`, spelt so that a file can hold them: they inherit no source and no remark of what they
//! replace, which in a file only an empty list of sources can say.
//!
//! Knows trees and the shapes of the format. Never knows what a value means.

use super::shape::{Kind, Shape};
use super::tree::{At, Data, Entry, Graft, Node};

/// Gives everything that `--set` put somewhere below `root` an empty list of sources where it would
/// otherwise inherit one once it is read from a file.
pub(super) fn spell_out(root: &mut Node, shape: &'static Shape) {
    table(root, shape, false);
}

/// `orphan`: it stands in something that was put there and cannot hold a source of its own.
fn walk(node: &mut Node, kind: &'static Kind, orphan: bool) {
    let orphan = orphan || node.graft == Graft::Set;
    match kind {
        Kind::Value(_) | Kind::Law(_) | Kind::AnyLaw => assumption(node, orphan),
        Kind::Table(shape) => table(node, shape, orphan),
        Kind::Map(of, _) | Kind::List(of, _) => {
            for child in children(node) {
                walk(child.1, of, orphan);
            }
        }
        Kind::Any(kinds) => {
            let of = kinds.iter().find(|kind| kind.accepts(node));
            if let (Some(Kind::Text), true) = (of, orphan) {
                text(node, kinds);
            } else if let Some(kind) = of {
                walk(node, kind, orphan);
            }
        }
        _ => {}
    }
}

fn assumption(node: &mut Node, orphan: bool) {
    if replaced(node) {
        forget(node);
    } else if orphan && node.get("value").is_some() {
        own_nothing(node);
    } else if orphan && node.get("input").is_none() {
        wrap(node, "value");
    }
}

/// Puts it into a table that has no source.
fn wrap(node: &mut Node, key: &str) {
    let value = std::mem::replace(node, nothing(node.at, Data::Table(Vec::new())));
    node.data = Data::Table(vec![entry(key, value)]);
    own_nothing(node);
}

/// A text that may as well be a table which has a source: as such.
fn text(node: &mut Node, kinds: &'static [Kind]) {
    let tables = kinds.iter().filter_map(|kind| match kind {
        Kind::Table(shape) if shape.field("source").is_some() => Some(shape),
        _ => None,
    });
    for shape in tables {
        if let Some(field) = shape.fields.first() {
            wrap(node, field.key);
        }
    }
}

fn table(node: &mut Node, shape: &'static Shape, orphan: bool) {
    let mut orphan = orphan;
    if shape.field("source").is_some() && node.is_table() {
        if replaced(node) {
            forget(node);
        } else if orphan {
            own_nothing(node);
        }
        orphan = false;
    }
    // The value of a table that has a source is its own.
    let own = shape.field("source").is_some();
    for (key, child) in children(node) {
        match shape.kind_of(key) {
            Some(kind) if !(own && key == "value") => walk(child, kind, orphan),
            _ => {}
        }
    }
}

/// Whether its `value` was put there.
fn replaced(node: &Node) -> bool {
    node.get("value").is_some_and(|it| it.graft == Graft::Set)
}

/// Drops source and remark, which belong to what was replaced.
fn forget(node: &mut Node) {
    if let Data::Table(entries) = &mut node.data {
        entries.retain(|entry| !["source", "note"].contains(&entry.key.as_str()));
    }
    own_nothing(node);
}

/// Adds an empty list of sources where none is named.
fn own_nothing(node: &mut Node) {
    let none = entry("source", nothing(node.at, Data::List(Vec::new())));
    match &mut node.data {
        Data::Table(entries) if entries.iter().all(|it| it.key != "source") => entries.push(none),
        _ => {}
    }
}

fn nothing(at: At, data: Data) -> Node {
    Node {
        at,
        graft: Graft::No,
        data,
    }
}

fn entry(key: &str, value: Node) -> Entry {
    Entry {
        key: key.into(),
        at: value.at,
        value,
    }
}

/// What stands in a table or a list; the entries of a list without a key.
fn children(node: &mut Node) -> Vec<(&str, &mut Node)> {
    match &mut node.data {
        Data::Table(entries) => entries
            .iter_mut()
            .map(|entry| (entry.key.as_str(), &mut entry.value))
            .collect(),
        Data::List(items) => items.iter_mut().map(|item| ("", item)).collect(),
        _ => Vec::new(),
    }
}
