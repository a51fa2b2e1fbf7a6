//! How the format is described: fields, kinds, tables.
//!
//! One description (in [`super::format`]) serves the checker, the JSON Schema, the reference page and
//! the canonical rendering, so that they cannot disagree.

use super::tree::{Data, Node};
use crate::model::{Support, Unit};

/// A table of the format.
pub(super) struct Shape {
    /// Its name in the schema and on the reference page.
    pub name: &'static str,
    /// How it is written, e.g. `[groups.ID]`.
    pub spelling: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Its keys, in the order in which they are best written.
    pub fields: &'static [Field],
    /// What any other key means, if others are allowed.
    pub others: Option<Others>,
    /// Keys of which exactly one must be there; empty when there is no such rule.
    pub exactly_one: &'static [&'static str],
    /// A short example, TOML; may be empty.
    pub example: &'static str,
}

/// Keys that are ids of the author's own making.
pub(super) struct Others {
    /// What the key names, e.g. `a group`.
    pub what: &'static str,
    /// What stands under it.
    pub kind: Kind,
    /// What it means.
    pub doc: &'static str,
}

/// One key of a table.
pub(super) struct Field {
    pub key: &'static str,
    pub kind: Kind,
    pub doc: &'static str,
    pub required: bool,
    /// What holds when the key is absent.
    pub default: &'static str,
}

/// What may stand under a key.
pub(super) enum Kind {
    /// Text.
    Text,
    /// An id that names the table it stands in.
    Id,
    /// A date, as a TOML date or as text.
    Date,
    /// `true` or `false`.
    Flag,
    /// A time of day.
    Time,
    /// A whole number in a range.
    Whole { low: i64, high: i64 },
    /// A plain number in a range; `open` excludes the lower end.
    Number { low: f64, high: f64, open: bool },
    /// One of these words.
    Choice(&'static [&'static str]),
    /// The id of something declared elsewhere.
    Ref(&'static str),
    /// The path of an assumption.
    Path,
    /// An assumption: number, law, shared input or sourced form.
    Value(&'static Measure),
    /// A law that every person draws from anew: number, law or sourced form.
    Law(&'static Measure),
    /// The law of a shared input or of anything whose measure is known only later.
    AnyLaw,
    /// A list with at least so many entries.
    List(&'static Kind, usize),
    /// A list of exactly these entries.
    Tuple(&'static [Kind]),
    /// A table of this shape.
    Table(&'static Shape),
    /// Tables of one kind under ids; at most so many.
    Map(&'static Kind, usize),
    /// Any of these, told apart by their TOML type.
    Any(&'static [Kind]),
    /// Whatever stands at the overridden path.
    Override,
}

/// What an assumption measures: its unit and the values that make sense.
#[derive(Debug, PartialEq)]
pub(super) struct Measure {
    /// Name in the schema: `share`, `persons`, …
    pub name: &'static str,
    /// The unit.
    pub unit: Unit,
    /// Smallest value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// Whether the smallest value itself is excluded.
    pub low_open: bool,
    /// Whether the largest value itself is excluded.
    pub high_open: bool,
    /// The rule in words: `a share lies between 0 and 1`.
    pub rule: &'static str,
}

impl Measure {
    /// The support for laws.
    pub fn support(&self) -> Support {
        Support {
            low: self.low,
            high: self.high,
        }
    }

    /// Whether a single value makes sense.
    pub fn admits(&self, value: f64) -> bool {
        let above = if self.low_open {
            value > self.low
        } else {
            value >= self.low
        };
        let below = if self.high_open {
            value < self.high
        } else {
            value <= self.high
        };
        above && below
    }
}

impl Field {
    /// A key that may be absent without consequence.
    pub const fn new(key: &'static str, kind: Kind, doc: &'static str) -> Self {
        Field {
            key,
            kind,
            doc,
            required: false,
            default: "",
        }
    }

    /// The same, required.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same, with what holds in its absence.
    pub const fn default(mut self, default: &'static str) -> Self {
        self.default = default;
        self
    }
}

impl Shape {
    /// The description of a key.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// What stands under a key, described or of the author's making.
    pub fn kind_of(&'static self, key: &str) -> Option<&'static Kind> {
        match self.field(key) {
            Some(field) => Some(&field.kind),
            None => self.others.as_ref().map(|others| &others.kind),
        }
    }
}

impl Kind {
    /// Whether the TOML type of a value fits a kind.
    pub fn accepts(&self, node: &Node) -> bool {
        match self {
            Kind::Text | Kind::Id | Kind::Ref(_) | Kind::Path | Kind::Choice(_) => {
                matches!(node.data, Data::Text(_))
            }
            Kind::Flag => matches!(node.data, Data::Flag(_)),
            Kind::Date => match &node.data {
                Data::Moment(moment) => moment.date.is_some(),
                other => matches!(other, Data::Text(_)),
            },
            Kind::Time => match &node.data {
                Data::Moment(moment) => moment.time.is_some() && moment.date.is_none(),
                other => matches!(other, Data::Text(_)),
            },
            Kind::Whole { .. } => matches!(node.data, Data::Whole(_)),
            Kind::Number { .. } => matches!(node.data, Data::Whole(_) | Data::Real { .. }),
            Kind::Value(_) | Kind::Law(_) | Kind::AnyLaw => {
                matches!(
                    node.data,
                    Data::Whole(_) | Data::Real { .. } | Data::Table(_)
                )
            }
            Kind::List(..) | Kind::Tuple(_) => matches!(node.data, Data::List(_)),
            Kind::Table(_) | Kind::Map(..) => node.is_table(),
            Kind::Any(kinds) => kinds.iter().any(|kind| kind.accepts(node)),
            Kind::Override => true,
        }
    }

    /// What is expected, in words: `takes …`.
    pub fn words(&self) -> String {
        match self {
            Kind::Text => "text in quotes".into(),
            Kind::Id | Kind::Ref(_) => "an id in quotes".into(),
            Kind::Date => "a date such as 2006-11-12".into(),
            Kind::Flag => "true or false".into(),
            Kind::Time => "a time of day such as \"08:00\"".into(),
            Kind::Whole { .. } => "a whole number".into(),
            Kind::Number { .. } => "a number".into(),
            Kind::Choice(words) => format!("one of {}", quoted(words)),
            Kind::Path => "the path of an assumption, in quotes".into(),
            Kind::Value(_) | Kind::AnyLaw => {
                "a number, a law such as { uniform = [0.2, 0.4] }, or { input = \"ID\" }".into()
            }
            Kind::Law(_) => {
                "a number or a law such as { lognormal = { mean = 120, sd = 60 } }".into()
            }
            Kind::List(of, _) => format!("a list; each entry {}", of.words()),
            Kind::Tuple(of) => format!(
                "a list of {}: {}",
                of.len(),
                of.iter().map(Kind::words).collect::<Vec<_>>().join(", ")
            ),
            Kind::Table(shape) => format!("a table with the keys of `{}`", shape.name),
            Kind::Map(..) => "a table of ids".into(),
            Kind::Any(kinds) => kinds
                .iter()
                .map(Kind::words)
                .collect::<Vec<_>>()
                .join(", or "),
            Kind::Override => "a value".into(),
        }
    }
}

/// `a`, `b`, `c`.
pub(super) fn quoted(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// The candidate nearest to a word, if any is near enough to have been meant.
pub(super) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    if word.len() > 100 {
        return None;
    }
    candidates
        .into_iter()
        .take(1_000)
        .filter(|candidate| candidate.len() <= 100)
        .map(|candidate| (likeness(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.55)
        .fold(None, |best: Option<(f64, &str)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        })
        .map(|(_, candidate)| candidate)
}

/// How alike two words are, from 0 to 1; a word that begins the other counts as very alike.
fn likeness(word: &str, candidate: &str) -> f64 {
    let begins = word.len() >= 4 && candidate.starts_with(word);
    let begun = candidate.len() >= 4 && word.starts_with(candidate);
    if begins || begun {
        0.9
    } else {
        strsim::normalized_damerau_levenshtein(word, candidate)
    }
}
