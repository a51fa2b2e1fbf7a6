//! The JSON Schema of the format (draft 2020-12), for editors.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::format::FILE;
use super::format_values::{INPUT_REF, LAWS, SOURCED};
use super::shape::{Field, Kind, Measure, Shape};

/// Ids of the author's making.
const ID: &str = "^[a-z0-9][a-z0-9-]{0,63}$";
/// Dates as text; the day or the month may be unknown.
const DATE: &str = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$";
/// Times of day as text; TOML's own local times are known to editors as `time-local`.
const TIME: &str = "^([0-9]|[0-3][0-9]|4[0-7]):[0-5][0-9](:[0-5][0-9])?$";

/// The schema as JSON text.
pub(super) fn render() -> String {
    let mut defs = BTreeMap::new();
    let mut root = Map::new();
    root.insert(
        "$schema".into(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    root.insert("title".into(), json!("Scrutineer scenario"));
    let Value::Object(body) = table(&FILE, &mut defs) else {
        return String::new();
    };
    root.extend(body);
    let defs: Map<String, Value> = defs.into_iter().collect();
    root.insert("$defs".into(), Value::Object(defs));
    let mut text = serde_json::to_string_pretty(&Value::Object(root))
        .expect("a tree of strings and numbers is always JSON");
    text.push('\n');
    text
}

type Defs = BTreeMap<String, Value>;

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// A reference to a shape's definition, which is added on the way.
fn shape(shape: &'static Shape, defs: &mut Defs) -> Value {
    define(shape.name, defs, |defs| table(shape, defs))
}

fn define(name: &str, defs: &mut Defs, make: impl FnOnce(&mut Defs) -> Value) -> Value {
    if !defs.contains_key(name) {
        defs.insert(name.to_string(), Value::Null);
        let made = make(defs);
        defs.insert(name.to_string(), made);
    }
    reference(name)
}

fn table(shape: &'static Shape, defs: &mut Defs) -> Value {
    let mut out = Map::new();
    out.insert("description".into(), json!(shape.doc));
    out.insert("type".into(), json!("object"));
    let mut properties = Map::new();
    for field in shape.fields {
        properties.insert(field.key.into(), property(field, defs));
    }
    if !properties.is_empty() {
        out.insert("properties".into(), Value::Object(properties));
    }
    let required: Vec<&str> = shape
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.key)
        .collect();
    if !required.is_empty() {
        out.insert("required".into(), json!(required));
    }
    if !shape.exactly_one.is_empty() {
        let choices: Vec<Value> = shape
            .exactly_one
            .iter()
            .map(|key| json!({ "required": [key] }))
            .collect();
        out.insert("oneOf".into(), Value::Array(choices));
    }
    let others = match &shape.others {
        Some(others) => described(kind(&others.kind, defs), others.doc),
        None => json!(false),
    };
    out.insert("additionalProperties".into(), others);
    Value::Object(out)
}

fn property(field: &'static Field, defs: &mut Defs) -> Value {
    let mut doc = field.doc.to_string();
    if !field.default.is_empty() {
        doc += &format!(" Default: {}.", field.default);
    }
    described(kind(&field.kind, defs), &doc)
}

fn described(schema: Value, doc: &str) -> Value {
    match schema {
        Value::Object(mut body) => {
            body.insert("description".into(), json!(doc));
            Value::Object(body)
        }
        _ => json!({ "description": doc }),
    }
}

fn kind(of: &'static Kind, defs: &mut Defs) -> Value {
    match of {
        Kind::Text | Kind::Path => json!({ "type": "string" }),
        Kind::Id => json!({ "type": "string", "pattern": ID }),
        Kind::Ref(_) => json!({ "type": "string" }),
        Kind::Date => json!({ "anyOf": [
            { "type": "string", "format": "date" },
            { "type": "string", "pattern": DATE },
        ] }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Time => json!({ "anyOf": [
            { "type": "string", "pattern": TIME },
            { "type": "string", "format": "time-local" },
        ] }),
        Kind::Whole { low, high } => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Kind::Number { low, high, open } => number(*low, *high, *open, false),
        Kind::Choice(words) => json!({ "type": "string", "enum": words }),
        Kind::Value(measure) => assumption(measure, defs),
        Kind::Law(measure) => person_law(measure, defs),
        Kind::AnyLaw => any_law(defs),
        Kind::List(of, least) => {
            let items = kind(of, defs);
            if *least == 0 {
                json!({ "type": "array", "items": items })
            } else {
                json!({ "type": "array", "items": items, "minItems": least })
            }
        }
        Kind::Tuple(of) => {
            let items: Vec<Value> = of.iter().map(|of| kind(of, defs)).collect();
            let n = items.len();
            json!({ "type": "array", "prefixItems": items, "minItems": n, "maxItems": n })
        }
        Kind::Table(of) => shape(of, defs),
        Kind::Map(of, most) => {
            let of = kind(of, defs);
            json!({
                "type": "object",
                "propertyNames": { "pattern": ID },
                "additionalProperties": of,
                "maxProperties": most,
            })
        }
        Kind::Any([one]) => kind(one, defs),
        Kind::Any(kinds) => {
            let any: Vec<Value> = kinds.iter().map(|of| kind(of, defs)).collect();
            json!({ "anyOf": any })
        }
        Kind::Override => anything(defs),
    }
}

fn number(low: f64, high: f64, low_open: bool, high_open: bool) -> Value {
    let mut out = Map::new();
    out.insert("type".into(), json!("number"));
    if low.is_finite() {
        let key = if low_open {
            "exclusiveMinimum"
        } else {
            "minimum"
        };
        out.insert(key.into(), json!(low));
    }
    if high.is_finite() {
        let key = if high_open {
            "exclusiveMaximum"
        } else {
            "maximum"
        };
        out.insert(key.into(), json!(high));
    }
    Value::Object(out)
}

fn measured(measure: &Measure) -> Value {
    number(
        measure.low,
        measure.high,
        measure.low_open,
        measure.high_open,
    )
}

fn any_law(defs: &mut Defs) -> Value {
    let law = shape(&LAWS, defs);
    json!({ "anyOf": [{ "type": "number" }, law] })
}

/// What may stand at an overridden path: an assumption, or any other value or table of the file.
fn anything(defs: &mut Defs) -> Value {
    define("override", defs, |defs| {
        let (law, input, sourced) = (
            shape(&LAWS, defs),
            shape(&INPUT_REF, defs),
            shape(&SOURCED, defs),
        );
        json!({ "anyOf": [
            { "type": "number" }, law, input, sourced,
            { "type": "string" }, { "type": "boolean" }, { "type": "array" },
            { "type": "object", "additionalProperties": true },
        ] })
    })
}

/// An assumption: number, law, shared input, sourced form.
fn assumption(measure: &'static Measure, defs: &mut Defs) -> Value {
    let name = format!("assumption-{}", measure.name);
    define(&name, defs, |defs| {
        let (law, input, sourced) = (
            shape(&LAWS, defs),
            shape(&INPUT_REF, defs),
            shape(&SOURCED, defs),
        );
        json!({ "anyOf": [measured(measure), law, input, sourced] })
    })
}

/// A law that every person draws from.
fn person_law(measure: &'static Measure, defs: &mut Defs) -> Value {
    let name = format!("person-law-{}", measure.name);
    define(&name, defs, |defs| {
        let (law, sourced) = (shape(&LAWS, defs), shape(&SOURCED, defs));
        json!({ "anyOf": [measured(measure), law, sourced] })
    })
}
