//! Assumptions: every scalar one becomes an input with a law, a unit and its sources.

use super::{Decoder, find, label_of, laws, narrower};
use crate::model::{Correlation, Input, InputId, Law, PersonLaw, SourceId, Unit};
use crate::scenario::measures::{ANYTHING, MINUTES, PERSONS, SECONDS, SHARE};
use crate::scenario::rule::Rule;
use crate::scenario::shape::Measure;
use crate::scenario::tree::{At, Graft, Node};

/// Where an assumption stands and how it is called.
pub(super) struct Place<'p> {
    /// Its path in the file.
    pub path: String,
    /// What it is called in sentences, unless the file names it.
    pub label: String,
    /// What it measures.
    pub measure: &'static Measure,
    /// Sources of the table it stands in.
    pub inherited: &'p [SourceId],
}

/// A value taken apart: what is stated, and what is said about it.
struct Stated<'n> {
    value: Option<&'n Node>,
    sources: Vec<SourceId>,
    note: Option<String>,
    label: Option<String>,
}

impl Decoder<'_, '_> {
    /// The input a value states or refers to. When `node` is absent the input is `default`, certain.
    pub(super) fn input(&mut self, node: Option<&Node>, default: f64, place: Place<'_>) -> InputId {
        let Some(node) = node else {
            return self.add(
                place.path,
                place.label,
                place.measure,
                Law::Fixed(default),
                vec![],
                None,
                At::default(),
            );
        };
        let stated = self.taken_apart(node, place.inherited);
        let value = stated.value.unwrap_or(node);
        if let Some(named) = value.get("input") {
            return self.shared_input(named, &place);
        }
        let what = last_key(&place.path);
        let law = laws::read(value, self.sink)
            .filter(|law| laws::suits(law, place.measure, what, value.at, self.sink));
        let label = stated.label.unwrap_or(place.label);
        self.add(
            place.path,
            label,
            place.measure,
            law.unwrap_or(Law::Fixed(default)),
            stated.sources,
            stated.note,
            value.at,
        )
    }

    /// Separates `{ value, source, note, label }` from a bare value.
    fn taken_apart<'n>(&mut self, node: &'n Node, inherited: &[SourceId]) -> Stated<'n> {
        let inherited = self.inherited(node, inherited);
        let Some(value) = node.get("value") else {
            return Stated {
                value: None,
                sources: inherited,
                note: None,
                label: None,
            };
        };
        let own = self.sources_of(node, &inherited);
        let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_string);
        let replaced = value.graft != Graft::No;
        Stated {
            value: Some(value),
            sources: if replaced {
                self.inherited(value, &own)
            } else {
                own
            },
            note: if replaced { None } else { text("note") },
            label: text("label"),
        }
    }

    #[allow(clippy::too_many_arguments)] // the fields of an input, once
    fn add(
        &mut self,
        path: String,
        label: String,
        measure: &Measure,
        law: Law,
        sources: Vec<SourceId>,
        note: Option<String>,
        at: At,
    ) -> InputId {
        let id = InputId(self.inputs.len());
        self.paths.insert(path.clone(), id);
        self.input_at.push(at);
        self.inputs.push(Input {
            path,
            label,
            unit: measure.unit,
            law,
            support: measure.support(),
            sources,
            note,
        });
        id
    }

    /// The shared input a node names; it comes into being when it is first used.
    fn shared_input(&mut self, named: &Node, place: &Place<'_>) -> InputId {
        let Some(at) = find(self.sink, "input", named, &self.declared_inputs) else {
            return self.placeholder(place);
        };
        let entry = &self.children("inputs")[at];
        let id = entry.key.clone();
        if let Some(&known) = self.shared.get(&id) {
            self.use_again(known, named, place.measure);
            self.paths.insert(place.path.clone(), known);
            return known;
        }
        let unit = entry.value.get("unit").and_then(Node::text);
        let wanted = unit_name(place.measure.unit);
        if let Some(unit) = unit
            && unit != wanted
            && let Some(has) = super::super::format::UNITS
                .iter()
                .copied()
                .find(|known| *known == unit)
        {
            let help = format!("write unit = \"{wanted}\", or leave `unit` out");
            self.sink.error(
                named.at,
                Rule::WrongUnit {
                    id: id.clone(),
                    has,
                    wanted,
                },
                help,
            );
            let known = self.placeholder(place);
            self.shared.insert(id, known);
            return known;
        }
        let node = &entry.value;
        let stated = self.taken_apart(node, &[]);
        let value = stated.value.unwrap_or(node);
        let law = laws::read(value, self.sink)
            .filter(|law| laws::suits(law, place.measure, &id, value.at, self.sink));
        let known = self.add(
            format!("inputs.{id}"),
            label_of(entry),
            place.measure,
            law.unwrap_or(Law::Fixed(0.0)),
            stated.sources,
            stated.note,
            value.at,
        );
        self.shared.insert(id, known);
        self.paths.insert(place.path.clone(), known);
        known
    }

    /// A shared input is used once more: it must suit this place too.
    fn use_again(&mut self, known: InputId, named: &Node, measure: &'static Measure) {
        let input = self.inputs[known.0].clone();
        if input.unit != measure.unit {
            let id = named.text().unwrap_or_default().to_string();
            self.sink.error(
                named.at,
                Rule::WrongUnit {
                    id,
                    has: unit_name(input.unit),
                    wanted: unit_name(measure.unit),
                },
                "declare two inputs, one for each unit",
            );
            return;
        }
        let at = self.input_at[known.0];
        let what = last_key(&input.path);
        laws::suits(&input.law, measure, what, at, self.sink);
        self.inputs[known.0].support = narrower(input.support, measure.support());
    }

    /// Stands in for an input that could not be read; the scenario is refused.
    fn placeholder(&mut self, place: &Place<'_>) -> InputId {
        self.add(
            place.path.clone(),
            place.label.clone(),
            place.measure,
            Law::Fixed(0.0),
            vec![],
            None,
            At::default(),
        )
    }

    /// Looks at shared inputs that nothing uses, so that their mistakes are told as well.
    pub(super) fn idle_inputs(&mut self) {
        for entry in self.children("inputs") {
            let value = entry.value.get("value");
            if let Some(named) = value.and_then(|value| value.get("input")) {
                self.sink.error(
                    named.at,
                    Rule::InputOfInput(entry.key.clone()),
                    "state a number or a law",
                );
            } else if !self.shared.contains_key(&entry.key)
                && let Some(value) = value
                && let Some(law) = laws::read(value, self.sink)
            {
                let unit = entry.value.get("unit").and_then(Node::text);
                let measure = idle_measure(unit, &law);
                laws::suits(&law, measure, &entry.key, value.at, self.sink);
            }
            self.named_sources(&entry.value);
        }
    }

    /// A law that every person draws from, with its pace.
    pub(super) fn person_law(
        &mut self,
        node: Option<&Node>,
        pace: Option<&Node>,
        milliseconds_per_unit: i64,
        law_of: Place<'_>,
        pace_of: Place<'_>,
    ) -> PersonLaw {
        let (law, sources) = match node {
            Some(node) => self.bare_law(node, &law_of),
            None => (Law::Fixed(1.0), vec![]),
        };
        let pace = match pace {
            Some(pace) => self.input(Some(pace), 1.0, pace_of),
            None => {
                let id = self.input(None, 1.0, pace_of);
                self.inputs[id.0].sources = sources;
                id
            }
        };
        PersonLaw {
            law,
            support: law_of.measure.support(),
            pace,
            milliseconds_per_unit,
        }
    }

    /// A law that is no input: nobody draws it once a trial.
    pub(super) fn bare_law(&mut self, node: &Node, place: &Place<'_>) -> (Law, Vec<SourceId>) {
        let stated = self.taken_apart(node, place.inherited);
        let value = stated.value.unwrap_or(node);
        if let Some(named) = value.get("input") {
            self.sink.error(
                named.at,
                Rule::DoesNotGoWith {
                    key: "input".into(),
                    with: "a law that every person draws from anew".into(),
                },
                "state the law here; what is uncertain about it as a whole goes into the pace",
            );
        }
        let what = last_key(&place.path);
        let law = laws::read(value, self.sink)
            .filter(|law| laws::suits(law, place.measure, what, value.at, self.sink));
        (law.unwrap_or(Law::Fixed(1.0)), stated.sources)
    }

    /// `[[correlation]]`.
    pub(super) fn explicit_correlations(&mut self) {
        self.idle_inputs();
        let list = self.root.get("correlation").map_or(&[][..], Node::items);
        for node in list {
            let sources = self.sources_of(node, &[]);
            let between = node.get("between").map_or(&[][..], Node::items);
            let [first, second] = between else { continue };
            let (first_id, second_id) = (self.by_path(first), self.by_path(second));
            let (Some(a), Some(b)) = (first_id, second_id) else {
                continue;
            };
            if a == b {
                self.sink.error(
                    second.at,
                    Rule::CorrelationWithItself,
                    "a shared input is one and the same wherever it is used",
                );
                continue;
            }
            let pair = (a.min(b), a.max(b));
            if !self.correlated.insert(pair) {
                self.sink
                    .error(node.at, Rule::CorrelationTwice, "state it once");
                continue;
            }
            for (id, named) in [(a, first), (b, second)] {
                if self.inputs[id.0].is_fixed() && !self.sink.in_variant() {
                    let path = named.text().unwrap_or_default().to_string();
                    self.sink.warn(
                        named.at,
                        Rule::CorrelationWithCertain(path),
                        "give it a law, or remove the correlation",
                    );
                }
            }
            let Some(rank) = node.get("rank").and_then(Node::number) else {
                continue;
            };
            if (-1.0..=1.0).contains(&rank) {
                self.correlations.push(Correlation {
                    between: pair,
                    rank,
                    sources,
                });
            }
        }
    }

    /// The input at a path, or with an id under `[inputs]`.
    fn by_path(&mut self, node: &Node) -> Option<InputId> {
        let path = node.text()?;
        let known = self
            .paths
            .get(path)
            .or_else(|| self.shared.get(path))
            .copied();
        if known.is_none() {
            let candidates = self
                .paths
                .keys()
                .chain(self.shared.keys())
                .map(String::as_str);
            super::dangling(self.sink, "assumption", path, node.at, candidates);
        }
        known
    }
}

/// The key under which the value at a path is written.
fn last_key(path: &str) -> &str {
    let last = path.rsplit('.').next().unwrap_or(path);
    if last.contains(':') { "arrivals" } else { last }
}

/// The name of a unit in the file.
/// What an input that nothing uses measures, as far as its unit and its law tell.
fn idle_measure(unit: Option<&str>, law: &Law) -> &'static Measure {
    match (unit, law) {
        (Some("persons"), _) => &PERSONS,
        (Some("share"), _) | (None, Law::Beta { .. }) => &SHARE,
        (Some("seconds"), _) => &SECONDS,
        (Some("minutes"), _) => &MINUTES,
        _ => &ANYTHING,
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Persons => "persons",
        Unit::Share => "share",
        Unit::Seconds => "seconds",
        Unit::Minutes => "minutes",
        Unit::Plain => "plain",
    }
}
