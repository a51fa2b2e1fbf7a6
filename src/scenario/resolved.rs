//! The canonical rendering of a scenario: known keys in the order of the format, ids in file order,
//! no comments. The same tree gives the same bytes, and reading them gives the same scenario.

use super::format::FILE;
use super::shape::{Kind, Shape};
use super::tree::{Data, Entry, Node};

/// The whole file.
pub(super) fn render(root: &Node) -> String {
    let mut out = String::from("#:schema ./scenario.schema.json\n\n");
    table(&mut out, "", root, &FILE);
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

/// The entries of a table in the order of its shape; the author's own keys follow in file order.
fn ordered<'n>(node: &'n Node, shape: &Shape) -> Vec<&'n Entry> {
    let known = shape
        .fields
        .iter()
        .filter_map(|field| node.entry(field.key));
    let own = node
        .entries()
        .iter()
        .filter(|entry| shape.field(&entry.key).is_none());
    known.chain(own).collect()
}

/// The body of a table: plain keys first, then what has headers of its own.
fn table(out: &mut String, path: &str, node: &Node, shape: &'static Shape) {
    let entries = ordered(node, shape);
    let mut headed = Vec::new();
    for entry in entries {
        match shape.kind_of(&entry.key) {
            Some(kind) if has_header(kind) => headed.push((entry, kind)),
            _ => {
                out.push_str(&format!("{} = ", key(&entry.key)));
                value(out, &entry.value);
                out.push('\n');
            }
        }
    }
    if !out.ends_with("\n\n") {
        out.push('\n');
    }
    for (entry, kind) in headed {
        let path = join(path, &entry.key);
        section(out, &path, &entry.value, kind);
    }
}

fn section(out: &mut String, path: &str, node: &Node, kind: &'static Kind) {
    match kind {
        Kind::Table(shape) => {
            out.push_str(&format!("[{path}]\n"));
            table(out, path, node, shape);
        }
        Kind::Map(of, _) => {
            for entry in node.entries() {
                section(out, &join(path, &entry.key), &entry.value, of);
            }
        }
        Kind::List(Kind::Table(shape), _) => {
            for item in node.items() {
                out.push_str(&format!("[[{path}]]\n"));
                table(out, path, item, shape);
            }
        }
        _ => {}
    }
}

/// Whether something is written under a header of its own.
fn has_header(kind: &Kind) -> bool {
    match kind {
        Kind::Table(shape) => shape.spelling.starts_with('['),
        Kind::Map(Kind::Table(_), _) | Kind::List(Kind::Table(_), _) => true,
        _ => false,
    }
}

fn join(path: &str, part: &str) -> String {
    if path.is_empty() {
        key(part)
    } else {
        format!("{path}.{}", key(part))
    }
}

/// A key, in quotes where it needs them.
fn key(key: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if !key.is_empty() && key.bytes().all(bare) {
        key.to_string()
    } else {
        quote(key)
    }
}

/// Text as a basic TOML string.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn value(out: &mut String, node: &Node) {
    match &node.data {
        Data::Text(text) => out.push_str(&quote(text)),
        Data::Whole(number) => out.push_str(&number.to_string()),
        Data::Real { digits, .. } => out.push_str(digits),
        Data::Flag(flag) => out.push_str(&flag.to_string()),
        Data::Moment(moment) => out.push_str(&moment.to_string()),
        Data::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                value(out, item);
            }
            out.push(']');
        }
        Data::Table(entries) if entries.is_empty() => out.push_str("{}"),
        Data::Table(entries) => {
            out.push_str("{ ");
            for (at, entry) in entries.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                out.push_str(&format!("{} = ", key(&entry.key)));
                value(out, &entry.value);
            }
            out.push_str(" }");
        }
    }
}
