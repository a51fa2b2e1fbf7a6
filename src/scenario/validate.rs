//! Holds a tree against the description of the format: keys, types, plain ranges, ids.
//!
//! Knows shapes and positions. Knows nothing of what the values mean together.

use super::format_values::{INPUT_REF, LAWS, SOURCED};
use super::letters::{is_bidi, is_control, is_id, shown, slug};
use super::problems::Sink;
use super::rule::Rule;
use super::shape::{Kind, Shape, nearest, quoted};
use super::time;
use super::tree::{At, Data, Node};

/// Most tables in one list such as `[[reported]]`.
const MOST_TABLES: usize = 5_000;
/// Most overrides of one variant.
const MOST_OVERRIDES: usize = 200;

/// Reports everything in `root` that the format does not allow.
pub(super) fn file(root: &Node, sink: &mut Sink) {
    Walk { sink }.table(root, &super::format::FILE, root.at, "the file");
}

struct Walk<'s> {
    sink: &'s mut Sink,
}

impl Walk<'_> {
    /// A value under a key; `key_at` is where the key stands, `what` how it is called.
    fn value(&mut self, node: &Node, kind: &'static Kind, key_at: At, what: &str) {
        if !kind.accepts(node) {
            return self.wrong_type(node, kind, what);
        }
        match kind {
            Kind::Text | Kind::Path => self.text(node),
            Kind::Ref(_) => self.reference(node),
            Kind::Id => self.id(node.text().unwrap_or_default(), node.at),
            Kind::Date => self.date(node),
            Kind::Time => self.time(node),
            Kind::Whole { low, high } => self.whole(node, (*low, *high), what),
            Kind::Number { low, high, open } => self.number(node, (*low, *high, *open), what),
            Kind::Choice(words) => self.choice(node, words, what),
            Kind::Value(_) | Kind::Law(_) | Kind::AnyLaw => self.assumption(node, key_at, what),
            Kind::List(of, least) => self.list(node, of, *least, what),
            Kind::Tuple(of) => self.tuple(node, of, what),
            Kind::Table(shape) => self.table(node, shape, key_at, what),
            Kind::Map(of, most) => self.map(node, of, *most, what),
            Kind::Any(kinds) => {
                if let Some(kind) = kinds.iter().find(|kind| kind.accepts(node)) {
                    self.value(node, kind, key_at, what);
                }
            }
            Kind::Flag | Kind::Override => {}
        }
    }

    fn wrong_type(&mut self, node: &Node, kind: &Kind, what: &str) {
        let percent = node
            .text()
            .is_some_and(|text| text.trim_end().ends_with('%'));
        let help = match (kind, node.text()) {
            (Kind::Value(_), Some(_)) if percent => "write a share as 0.713 for 71.3 %",
            (Kind::Number { .. } | Kind::Any(_), Some(_)) if percent => {
                "write a percentage without the sign and the quotes: 71.3"
            }
            (
                Kind::Value(_) | Kind::Number { .. } | Kind::Whole { .. } | Kind::Law(_),
                Some(text),
            ) if text.replace(['_', ',', ' '], "").parse::<f64>().is_ok() => {
                "leave the quotes out; digits may be grouped with `_`, as in 52_000"
            }
            (Kind::Whole { .. }, None) if matches!(node.data, Data::Real { .. }) => {
                "write it without a decimal point"
            }
            (Kind::List(..), _) => "put it in brackets: [ … ]; a list of tables is headed `[[…]]`",
            (Kind::Table(shape), _) if !shape.spelling.is_empty() => shape.spelling,
            _ => "",
        };
        self.sink.error(
            node.at,
            Rule::WrongType {
                what: what.into(),
                expected: kind.words(),
                found: node.words(),
            },
            help,
        );
    }

    fn text(&mut self, node: &Node) {
        let Some(text) = node.text() else { return };
        if let Some(hidden) = text.chars().find(|&c| is_bidi(c) || is_control(c)) {
            self.sink.error(
                node.at,
                Rule::InvisibleText(format!("U+{:04X}", hidden as u32)),
                "remove it; control characters and marks that turn the direction of text could make a reader see something else than what is written",
            );
        }
    }

    fn reference(&mut self, node: &Node) {
        let text = node.text().unwrap_or_default();
        if text.chars().any(|c| is_bidi(c) || is_control(c)) {
            self.text(node);
        }
    }

    fn id(&mut self, id: &str, at: At) {
        if !is_id(id) {
            let help = match slug(id) {
                Some(slug) => format!("write `{slug}`; an id has small letters a to z, digits and dashes, at most 64"),
                None => "an id has small letters a to z, digits and dashes, at most 64, and begins with a letter or digit".into(),
            };
            self.sink
                .error(at, Rule::NotAnId(id.escape_debug().collect()), help);
        }
    }

    fn date(&mut self, node: &Node) {
        if let Data::Text(text) = &node.data
            && !time::is_date(text)
        {
            self.sink.error(
                node.at,
                Rule::NotADate(text.clone()),
                "write year-month-day, as in 2006-11-12; a year or year-month will do where the day is not known",
            );
        }
    }

    fn time(&mut self, node: &Node) {
        if let Data::Text(text) = &node.data
            && time::parse(text).is_none()
        {
            self.sink.error(
                node.at,
                Rule::NotATime(text.clone()),
                "write hours and minutes, \"08:00\" to \"47:59\" (\"26:00\" is two in the morning of the next day)",
            );
        }
    }

    fn whole(&mut self, node: &Node, (low, high): (i64, i64), what: &str) {
        let value = node.whole().unwrap_or(low);
        if value < low || value > high {
            self.sink.error(
                node.at,
                Rule::OutOfRange {
                    what: what.into(),
                    rule: format!("it takes a whole number from {low} to {high}"),
                },
                "",
            );
        }
    }

    fn number(&mut self, node: &Node, (low, high, open): (f64, f64, bool), what: &str) {
        let Some(value) = node.number() else { return };
        if value < low || value > high || (open && value <= low) {
            let from = if open { "above" } else { "from" };
            let rule = if high.is_finite() {
                format!("it takes a number {from} {low} to {high}")
            } else {
                format!("it takes a number {from} {low}")
            };
            self.sink.error(
                node.at,
                Rule::OutOfRange {
                    what: what.into(),
                    rule,
                },
                "",
            );
        }
    }

    fn choice(&mut self, node: &Node, words: &[&'static str], what: &str) {
        let word = node.text().unwrap_or_default();
        if !words.contains(&word) {
            let help = match nearest(word, words.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`? The words are {}", quoted(words)),
                None => format!("the words are {}", quoted(words)),
            };
            self.sink.error(
                node.at,
                Rule::NotAChoice {
                    what: what.into(),
                    word: word.into(),
                },
                help,
            );
        }
    }

    /// A number, `{ input = … }`, `{ value = … }` or a law.
    fn assumption(&mut self, node: &Node, key_at: At, what: &str) {
        if !node.is_table() {
            return;
        }
        let shape = if node.get("value").is_some() {
            &SOURCED
        } else if node.get("input").is_some() {
            &INPUT_REF
        } else {
            &LAWS
        };
        let at = if node.at.start < node.at.end {
            node.at
        } else {
            key_at
        };
        self.table(node, shape, at, what);
    }

    fn list(&mut self, node: &Node, of: &'static Kind, least: usize, what: &str) {
        let items = node.items();
        if matches!(of, Kind::Table(_)) && items.len() > MOST_TABLES {
            self.sink.error(
                node.at,
                Rule::TooMany {
                    what: format!("tables in {what}"),
                    found: items.len(),
                    most: MOST_TABLES,
                },
                "split the scenario",
            );
            return;
        }
        if items.len() < least {
            self.sink.error(
                node.at,
                Rule::Empty {
                    what: what.into(),
                    least: entries(least),
                },
                "",
            );
        }
        for item in items {
            let what = if matches!(of, Kind::Table(_)) {
                format!("`[[{}]]`", what.trim_matches('`'))
            } else {
                what.to_string()
            };
            self.value(item, of, item.at, &what);
        }
    }

    fn tuple(&mut self, node: &Node, of: &'static [Kind], what: &str) {
        let items = node.items();
        if items.len() != of.len() {
            self.sink.error(
                node.at,
                Rule::WrongType {
                    what: what.into(),
                    expected: format!("a list of {}", of.len()),
                    found: if items.len() < of.len() {
                        "a shorter one"
                    } else {
                        "a longer one"
                    },
                },
                "",
            );
            return;
        }
        for (item, kind) in items.iter().zip(of) {
            self.value(item, kind, item.at, what);
        }
    }

    fn map(&mut self, node: &Node, of: &'static Kind, most: usize, what: &str) {
        let found = node.entries().len();
        if found > most {
            self.sink.error(
                node.at,
                Rule::TooMany {
                    what: format!("entries of {what}"),
                    found,
                    most,
                },
                "merge some of them",
            );
        }
        for entry in node.entries() {
            self.id(&entry.key, entry.at);
            let what = format!("`{}.{}`", what.trim_matches('`'), shown(&entry.key));
            self.value(&entry.value, of, entry.at, &what);
        }
    }

    fn table(&mut self, node: &Node, shape: &'static Shape, at: At, what: &str) {
        let mut near_misses = Vec::new();
        if shape.name == "variant" && node.entries().len() > MOST_OVERRIDES {
            self.sink.error(
                at,
                Rule::TooMany {
                    what: "overrides in one variant".into(),
                    found: node.entries().len(),
                    most: MOST_OVERRIDES,
                },
                "write a scenario of its own",
            );
        }
        for entry in node.entries() {
            if let Some(field) = shape.field(&entry.key) {
                let what = format!("`{}`", entry.key);
                let mark = self.sink.mark();
                self.value(&entry.value, &field.kind, entry.at, &what);
                self.sink.help_since(mark, field.doc);
            } else if let Some(others) = &shape.others {
                self.other_key(&entry.key, entry.at, &others.kind, others.what);
                let what = format!("`{}`", shown(&entry.key));
                self.value(&entry.value, &others.kind, entry.at, &what);
            } else {
                near_misses.extend(self.unknown_key(&entry.key, entry.at, node, shape, what));
            }
        }
        self.absent(node, shape, at, what, &near_misses);
    }

    /// A key of the author's making: a path for overrides and figures, else an id.
    fn other_key(&mut self, key: &str, at: At, kind: &Kind, what: &str) {
        let is_path = matches!(kind, Kind::Override) || what.starts_with("a reported figure");
        if !is_path {
            self.id(key, at);
        }
    }

    /// Says that a key is unknown; returns the key that was probably meant.
    fn unknown_key(
        &mut self,
        key: &str,
        at: At,
        node: &Node,
        shape: &'static Shape,
        what: &str,
    ) -> Option<&'static str> {
        let keys: Vec<&'static str> = shape.fields.iter().map(|field| field.key).collect();
        if self.sink.is_full() {
            self.sink.count();
            return None;
        }
        let meant = nearest(key, keys.iter().copied());
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known keys here: {}", quoted(&keys)),
        };
        self.sink.error(
            at,
            Rule::UnknownKey {
                key: shown(key),
                table: what.into(),
            },
            help,
        );
        meant.filter(|meant| node.get(meant).is_none())
    }

    fn absent(
        &mut self,
        node: &Node,
        shape: &'static Shape,
        at: At,
        what: &str,
        near_misses: &[&str],
    ) {
        for field in shape.fields.iter().filter(|field| field.required) {
            if node.get(field.key).is_none() && !near_misses.contains(&field.key) {
                self.sink.error(
                    at,
                    Rule::MissingKey {
                        key: field.key.into(),
                        table: what.into(),
                    },
                    format!("`{}`: {}", field.key, field.doc),
                );
            }
        }
        let one_of = shape.exactly_one;
        let found: Vec<&str> = one_of
            .iter()
            .copied()
            .filter(|key| node.get(key).is_some())
            .collect();
        let excused = found.is_empty() && one_of.iter().any(|key| near_misses.contains(key));
        if !one_of.is_empty() && found.len() != 1 && !excused {
            let second = found.get(1).and_then(|key| node.entry(key));
            self.sink.error(
                second.map_or(at, |entry| entry.at),
                Rule::ExactlyOne {
                    table: what.into(),
                    of: quoted(one_of),
                    found: if found.is_empty() {
                        "none".into()
                    } else {
                        quoted(&found)
                    },
                },
                if found.is_empty() {
                    choices(shape)
                } else {
                    "keep one of them".to_string()
                },
            );
        }
    }
}

/// The keys of which one is needed, with what they mean.
fn choices(shape: &Shape) -> String {
    let choices: Vec<String> = shape
        .exactly_one
        .iter()
        .filter_map(|key| shape.fields.iter().find(|field| field.key == *key))
        .map(|field| format!("`{}`: {}", field.key, field.doc))
        .collect();
    choices.join(" ")
}

fn entries(least: usize) -> String {
    if least == 1 {
        "one entry".into()
    } else {
        format!("{least} entries")
    }
}
