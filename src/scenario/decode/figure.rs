//! Published figures: exact integers and decimals, as precise as they were printed.

use crate::model::{Figure, Precision};
use crate::scenario::problems::Sink;
use crate::scenario::rule::Rule;
use crate::scenario::tree::{Data, Node};
use crate::units::MicroPercent;

/// A number as printed, in its smallest unit (persons, or millionths of a percent).
#[derive(Clone, Copy, Debug, PartialEq)]
struct Printed {
    value: i64,
    /// One unit of the last printed digit.
    last_digit: i64,
    /// One unit of the last digit that is not zero.
    last_nonzero: i64,
}

/// `persons = …`.
pub(super) fn persons(node: &Node, sink: &mut Sink) -> Option<Figure> {
    let figure = match node.whole() {
        Some(value) => Precision::Exact(value),
        None => precision(node, &whole, sink)?,
    };
    Some(Figure::Count(figure))
}

/// `percent = …`. A bare number is rounded to its last printed digit.
pub(super) fn percent(node: &Node, sink: &mut Sink) -> Option<Figure> {
    let figure = if node.is_table() {
        precision(node, &decimal, sink)?
    } else {
        let printed = decimal(node, sink)?;
        Precision::Rounded {
            value: printed.value,
            to: printed.last_digit,
        }
    };
    Some(Figure::Percent(match figure {
        Precision::Exact(a) => Precision::Exact(MicroPercent(a)),
        Precision::Rounded { value, to } => Precision::Rounded {
            value: MicroPercent(value),
            to: MicroPercent(to),
        },
        Precision::About { value, grain } => Precision::About {
            value: MicroPercent(value),
            grain: MicroPercent(grain),
        },
        Precision::MoreThan(a) => Precision::MoreThan(MicroPercent(a)),
        Precision::AtLeast(a) => Precision::AtLeast(MicroPercent(a)),
        Precision::LessThan(a) => Precision::LessThan(MicroPercent(a)),
        Precision::AtMost(a) => Precision::AtMost(MicroPercent(a)),
        Precision::Between(a, b) => Precision::Between(MicroPercent(a), MicroPercent(b)),
    }))
}

type Read = dyn Fn(&Node, &mut Sink) -> Option<Printed>;

/// A table with one precision.
fn precision(node: &Node, read: &Read, sink: &mut Sink) -> Option<Precision<i64>> {
    let [entry] = node.entries() else { return None };
    let body = &entry.value;
    let mut value = |node: &Node| read(node, sink).map(|printed| printed.value);
    Some(match entry.key.as_str() {
        "exact" => Precision::Exact(value(body)?),
        "more-than" => Precision::MoreThan(value(body)?),
        "at-least" => Precision::AtLeast(value(body)?),
        "less-than" => Precision::LessThan(value(body)?),
        "at-most" => Precision::AtMost(value(body)?),
        "rounded" => rounded(body, read, sink)?,
        "about" => about(body, read, sink)?,
        "between" => {
            let [low, high] = body.items() else {
                return None;
            };
            let (a, b) = (value(low)?, value(high)?);
            if a > b {
                let (low, high) = (text(low), text(high));
                sink.error(
                    body.at,
                    Rule::RangeReversed(format!("{low} to {high}")),
                    "the smaller end comes first",
                );
                return None;
            }
            Precision::Between(a, b)
        }
        _ => return None,
    })
}

fn rounded(body: &Node, read: &Read, sink: &mut Sink) -> Option<Precision<i64>> {
    let value = read(body.get("value")?, sink)?.value;
    let to = read(body.get("to")?, sink)?.value;
    if to <= 0 {
        return None;
    }
    if value % to != 0 {
        sink.error(
            body.at,
            Rule::NotAMultiple {
                value: text(body.get("value")?),
                to: text(body.get("to")?),
            },
            "a figure rounded to `to` is a multiple of it; take a smaller `to`, or `about`",
        );
        return None;
    }
    Some(Precision::Rounded { value, to })
}

fn about(body: &Node, read: &Read, sink: &mut Sink) -> Option<Precision<i64>> {
    if !body.is_table() {
        let printed = read(body, sink)?;
        return Some(Precision::About {
            value: printed.value,
            grain: printed.last_nonzero,
        });
    }
    let printed = read(body.get("value")?, sink)?;
    let grain = match body.get("grain") {
        Some(grain) => read(grain, sink)?.value,
        None => printed.last_nonzero,
    };
    (grain > 0).then_some(Precision::About {
        value: printed.value,
        grain,
    })
}

/// The number as it stands in the file.
fn text(node: &Node) -> String {
    match &node.data {
        Data::Whole(value) => value.to_string(),
        Data::Real { digits, .. } => digits.clone(),
        _ => String::new(),
    }
}

/// A whole number of persons.
fn whole(node: &Node, _: &mut Sink) -> Option<Printed> {
    let value = node
        .whole()
        .filter(|value| (0..=1_000_000_000_000).contains(value))?;
    Some(Printed {
        value,
        last_digit: 1,
        last_nonzero: trailing(value),
    })
}

/// The largest power of ten that divides a number; 1 for 0.
fn trailing(value: i64) -> i64 {
    let mut power = 1;
    while value != 0 && value % (power * 10) == 0 {
        power *= 10;
    }
    power
}

/// A percentage, exactly as printed.
fn decimal(node: &Node, sink: &mut Sink) -> Option<Printed> {
    let number = node.number().filter(|n| (0.0..=1e6).contains(n))?;
    let digits = match &node.data {
        Data::Real { digits, .. } if !digits.contains(['e', 'E']) => digits.clone(),
        _ => format!("{number}"),
    };
    let digits = digits.trim_start_matches(['+', '-']);
    let (units, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    if decimals.len() > 6 {
        sink.error(
            node.at,
            Rule::TooFine(digits.to_string()),
            "write it as it was published",
        );
        return None;
    }
    let value: i64 = format!("{units}{decimals:0<6}").parse().ok()?;
    Some(Printed {
        value,
        last_digit: 10_i64.pow(6 - decimals.len() as u32),
        last_nonzero: if value == 0 {
            MicroPercent::ONE
        } else {
            trailing(value)
        },
    })
}
