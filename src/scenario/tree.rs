//! The file as a tree in which everything remembers where it stands.
//!
//! Knows TOML and positions. Knows nothing of polls.

use toml::de::{DeTable, DeValue};

use super::problems::Sink;
use super::rule::Rule;

/// Largest scenario text, bytes.
pub(super) const MOST_BYTES: usize = 1 << 20;
/// Most values, keys and list entries of one file together.
pub(super) const MOST_ENTRIES: usize = 100_000;

/// A stretch of a text: bytes `start..end` of text number `text` (0 is the file, n the n-th `--set`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub text: usize,
    pub start: usize,
    pub end: usize,
}

/// Where a node came from, which decides whose sources it may inherit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Graft {
    /// It stands where it stands in the file.
    #[default]
    No,
    /// Put there by `--set`.
    Set,
    /// Put there by a variant.
    Variant,
}

/// A value and its position.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub at: At,
    pub graft: Graft,
    pub data: Data,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum Data {
    Text(String),
    Whole(i64),
    /// A number with a point or an exponent, and how it was printed.
    Real {
        value: f64,
        digits: String,
    },
    Flag(bool),
    Moment(toml::value::Datetime),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key, its position and its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: String,
    pub at: At,
    pub value: Node,
}

impl Node {
    /// The entries, when this is a table; else none.
    pub fn entries(&self) -> &[Entry] {
        match &self.data {
            Data::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The items, when this is a list; else none.
    pub fn items(&self) -> &[Node] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The text, when this is text.
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, when this is a finite number.
    pub fn number(&self) -> Option<f64> {
        match self.data {
            Data::Whole(value) => Some(value as f64),
            Data::Real { value, .. } => Some(value).filter(|value| value.is_finite()),
            _ => None,
        }
    }

    /// The whole number, when this is one.
    pub fn whole(&self) -> Option<i64> {
        match self.data {
            Data::Whole(value) => Some(value),
            _ => None,
        }
    }

    /// Yes or no, when this is a flag.
    pub fn flag(&self) -> Option<bool> {
        match self.data {
            Data::Flag(value) => Some(value),
            _ => None,
        }
    }

    /// Whether this is a table.
    pub fn is_table(&self) -> bool {
        matches!(self.data, Data::Table(_))
    }

    /// How many values it holds, itself included.
    pub fn count(&self) -> usize {
        let items: usize = self.items().iter().map(Node::count).sum();
        let entries: usize = self.entries().iter().map(|entry| entry.value.count()).sum();
        1 + items + entries
    }

    /// What it is, in words.
    pub fn words(&self) -> &'static str {
        match &self.data {
            Data::Text(_) => "text",
            Data::Whole(_) => "a whole number",
            Data::Real { .. } => "a number with a decimal point",
            Data::Flag(_) => "true or false",
            Data::Moment(moment) if moment.date.is_none() => "a time of day",
            Data::Moment(_) => "a date",
            Data::List(_) => "a list",
            Data::Table(_) => "a table",
        }
    }
}

/// Parses a whole file. Syntax errors go to the sink; what could be understood is returned.
pub(super) fn parse(text: &str, sink: &mut Sink) -> Option<Node> {
    let whole = At {
        text: 0,
        start: 0,
        end: 0,
    };
    if text.len() > MOST_BYTES {
        sink.error(
            whole,
            Rule::FileTooLong(text.len()),
            "large tables of stations do not belong in the scenario itself",
        );
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        sink.syntax(0, error);
    }
    let mut grower = Grower {
        text: 0,
        left: MOST_ENTRIES,
        sink,
    };
    let root = grower.table(table.get_ref(), whole);
    if grower.left == 0 {
        sink.error(whole, Rule::TooManyEntries, "split the scenario");
        return None;
    }
    Some(root)
}

/// Parses one value, as given to `--set`.
pub(super) fn parse_value(number: usize, text: &str, sink: &mut Sink) -> Option<Node> {
    let whole = At {
        text: number,
        start: 0,
        end: text.len(),
    };
    if text.len() > MOST_BYTES {
        sink.error(whole, Rule::FileTooLong(text.len()), "shorten it");
        return None;
    }
    let value = match DeValue::parse(text) {
        Ok(value) => value,
        Err(error) => {
            sink.syntax(number, &error);
            return None;
        }
    };
    let mut grower = Grower {
        text: number,
        left: MOST_ENTRIES,
        sink,
    };
    let mut node = grower.value(value.get_ref(), whole);
    mark(&mut node, Graft::Set);
    Some(node)
}

/// Marks a node as grafted. What lies inside it belongs to it and is not marked.
pub(super) fn mark(node: &mut Node, graft: Graft) {
    node.graft = graft;
}

/// Turns the parser's tree into ours, counting entries.
struct Grower<'s> {
    text: usize,
    left: usize,
    sink: &'s mut Sink,
}

impl Grower<'_> {
    fn at(&self, span: std::ops::Range<usize>) -> At {
        At {
            text: self.text,
            start: span.start,
            end: span.end,
        }
    }

    fn node(&self, at: At, data: Data) -> Node {
        Node {
            at,
            graft: Graft::No,
            data,
        }
    }

    fn table(&mut self, table: &DeTable<'_>, at: At) -> Node {
        let mut entries = Vec::new();
        for (key, value) in table.iter() {
            if self.left == 0 {
                break;
            }
            self.left -= 1;
            let value_at = self.at(value.span());
            entries.push(Entry {
                key: key.get_ref().to_string(),
                at: self.at(key.span()),
                value: self.value(value.get_ref(), value_at),
            });
        }
        self.node(at, Data::Table(entries))
    }

    fn value(&mut self, value: &DeValue<'_>, at: At) -> Node {
        let data = match value {
            DeValue::String(text) => Data::Text(text.to_string()),
            DeValue::Boolean(flag) => Data::Flag(*flag),
            DeValue::Datetime(moment) => Data::Moment(*moment),
            DeValue::Table(table) => return self.table(table, at),
            DeValue::Integer(number) => self.whole(number.as_str(), number.radix(), at),
            DeValue::Float(number) => self.real(number.as_str(), at),
            DeValue::Array(list) => {
                let mut items = Vec::new();
                for item in list.iter() {
                    if self.left == 0 {
                        break;
                    }
                    self.left -= 1;
                    let item_at = self.at(item.span());
                    items.push(self.value(item.get_ref(), item_at));
                }
                Data::List(items)
            }
        };
        self.node(at, data)
    }

    fn whole(&mut self, digits: &str, radix: u32, at: At) -> Data {
        match i64::from_str_radix(digits, radix) {
            Ok(value) => Data::Whole(value),
            Err(_) => {
                self.sink
                    .error(at, Rule::NumberTooLarge, "use fewer digits");
                Data::Whole(0)
            }
        }
    }

    fn real(&mut self, digits: &str, at: At) -> Data {
        let value: f64 = digits.parse().unwrap_or(f64::NAN);
        if !value.is_finite() {
            self.sink.error(
                at,
                Rule::NotFinite,
                "every number of a scenario is a finite one; leave the key out if the number is not known",
            );
        }
        Data::Real {
            value,
            digits: digits.to_string(),
        }
    }
}
