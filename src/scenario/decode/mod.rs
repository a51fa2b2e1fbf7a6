//! From the checked tree to the model.
//!
//! Knows what the values mean together: references, hours, sums. A value of the wrong type has been
//! reported already and is passed over in silence, so that one mistake is told once.

mod contests;
mod context;
mod day;
mod expect;
mod figure;
mod held_against;
mod inputs;
mod laws;
mod listed;
mod names;
mod people;
mod polls;
mod reported;
mod returns;
mod stations;
mod stories;
mod together;

use std::collections::{BTreeMap, BTreeSet};

use super::format::{STAGES, TRIALS};
use super::problems::Sink;
use super::rule::Rule;
use super::shape::nearest;
use super::shelf::Shelf;
use super::time;
use super::tree::{At, Data, Entry, Graft, Node};
use crate::model::{Assumptions, Group, InputId, Poll, Scenario, Source, SourceId, Support, Total};

/// Decodes the base set of assumptions and everything else but the variants.
pub(super) fn scenario(root: &Node, name: &str, shelf: &Shelf, sink: &mut Sink) -> Scenario {
    let mut decoder = Decoder::new(root, shelf, sink);
    let assumptions = decoder.assumptions();
    let reported = decoder.reported(&assumptions.polls);
    let returns = decoder.returns(&assumptions.polls);
    let context = decoder.context();
    let thresholds = decoder.thresholds(&assumptions.polls);
    let parallel = decoder.parallel(&assumptions.polls);
    let stories = decoder.stories(&reported);
    decoder.variant_sources();
    decoder.unused();
    let expect = decoder.expect(&reported);
    let text = |key: &str| root.get(key).and_then(Node::text).map(str::to_string);
    Scenario {
        name: name.to_string(),
        title: text("title").unwrap_or_default(),
        question: text("question"),
        answer: text("answer"),
        date: root.get("date").and_then(time::date_of),
        description: text("description"),
        sources: decoder.sources,
        assumptions,
        base_label: text("base-label").unwrap_or_else(|| "base assumptions".into()),
        variants: Vec::new(),
        reported,
        returns,
        context,
        thresholds,
        parallel,
        control: flag(root, "control", false),
        trials: root
            .get("trials")
            .and_then(Node::whole)
            .and_then(|trials| u32::try_from(trials).ok())
            .unwrap_or(TRIALS),
        clock: flag(root, "clock", true),
        expect,
        stories,
    }
}

/// Decodes the assumptions of a variant, given the tree with its overrides applied.
pub(super) fn variant(root: &Node, of: &Node, shelf: &Shelf, sink: &mut Sink) -> Assumptions {
    let mut decoder = Decoder::new(root, shelf, sink);
    decoder.grafted = decoder.named_sources(of).unwrap_or_default();
    decoder.assumptions()
}

/// What has been declared so far, while a tree is decoded.
struct Decoder<'t, 's> {
    root: &'t Node,
    shelf: &'t Shelf<'t>,
    sink: &'s mut Sink,
    sources: Vec<Source>,
    source_ids: BTreeMap<String, usize>,
    used_sources: BTreeSet<usize>,
    /// Sources of what a variant replaces.
    grafted: Vec<SourceId>,
    inputs: Vec<crate::model::Input>,
    /// Where each input's value stands.
    input_at: Vec<At>,
    /// Inputs by path; a shared input also under the paths that use it.
    paths: BTreeMap<String, InputId>,
    shared: BTreeMap<String, InputId>,
    correlations: Vec<crate::model::Correlation>,
    correlated: BTreeSet<(InputId, InputId)>,
    groups: Vec<Group>,
    group_ids: BTreeMap<String, usize>,
    totals: Vec<Total>,
    total_ids: BTreeMap<String, usize>,
    poll_ids: BTreeMap<String, usize>,
    declared_inputs: BTreeMap<String, usize>,
}

impl<'t, 's> Decoder<'t, 's> {
    fn new(root: &'t Node, shelf: &'t Shelf<'t>, sink: &'s mut Sink) -> Self {
        let mut decoder = Decoder {
            root,
            shelf,
            sink,
            sources: Vec::new(),
            source_ids: BTreeMap::new(),
            used_sources: BTreeSet::new(),
            grafted: Vec::new(),
            inputs: Vec::new(),
            input_at: Vec::new(),
            paths: BTreeMap::new(),
            shared: BTreeMap::new(),
            correlations: Vec::new(),
            correlated: BTreeSet::new(),
            groups: Vec::new(),
            group_ids: ids(root, "groups"),
            totals: Vec::new(),
            total_ids: ids(root, "totals"),
            poll_ids: ids(root, "polls"),
            declared_inputs: ids(root, "inputs"),
        };
        decoder.declare_sources();
        decoder
    }

    fn assumptions(&mut self) -> Assumptions {
        self.people();
        let mut polls: Vec<Poll> = Vec::new();
        for entry in self.children("polls") {
            let poll = self.poll(entry);
            polls.push(poll);
        }
        let overlaps = self.overlaps(&polls);
        let disturbances = self.events(&polls);
        self.checkpoints(&mut polls);
        self.explicit_correlations();
        self.common_factors(&polls);
        self.correlations_hold();
        Assumptions {
            inputs: std::mem::take(&mut self.inputs),
            correlations: std::mem::take(&mut self.correlations),
            groups: std::mem::take(&mut self.groups),
            totals: std::mem::take(&mut self.totals),
            polls,
            overlaps,
            disturbances,
        }
    }

    /// The entries of a table at the top of the file.
    fn children(&self, key: &str) -> &'t [Entry] {
        self.root.get(key).map_or(&[], Node::entries)
    }

    fn declare_sources(&mut self) {
        for (at, entry) in self.children("sources").iter().enumerate() {
            let text = |key: &str| {
                entry
                    .value
                    .get(key)
                    .and_then(Node::text)
                    .map(str::to_string)
            };
            self.sources.push(Source {
                id: entry.key.clone(),
                title: text("title").unwrap_or_default(),
                url: text("url"),
                date: entry.value.get("date").and_then(time::date_of),
                note: text("note"),
                judgement: flag(&entry.value, "judgement", false),
            });
            self.source_ids.insert(entry.key.clone(), at);
        }
    }

    /// The sources a table names itself; `None` when it names none.
    fn named_sources(&mut self, table: &Node) -> Option<Vec<SourceId>> {
        let named = table.get("source")?;
        let names: &[Node] = match &named.data {
            Data::List(names) => names,
            _ => std::slice::from_ref(named),
        };
        let mut found = Vec::new();
        for name in names {
            if let Some(at) = find(self.sink, "source", name, &self.source_ids) {
                self.used_sources.insert(at);
                if found.contains(&SourceId(at)) {
                    let id = name.text().unwrap_or_default().to_string();
                    self.sink.error(
                        name.at,
                        Rule::Duplicate { what: "source", id },
                        "name it once",
                    );
                } else {
                    found.push(SourceId(at));
                }
            }
        }
        Some(found)
    }

    /// The sources of a table: its own, else those it inherits.
    fn sources_of(&mut self, table: &Node, inherited: &[SourceId]) -> Vec<SourceId> {
        match self.named_sources(table) {
            Some(own) => own,
            None => self.inherited(table, inherited),
        }
    }

    /// What a node without sources of its own inherits: a replaced value does not inherit the sources
    /// of what it replaces.
    fn inherited(&self, node: &Node, inherited: &[SourceId]) -> Vec<SourceId> {
        match node.graft {
            Graft::No => inherited.to_vec(),
            Graft::Set => Vec::new(),
            Graft::Variant => self.grafted.clone(),
        }
    }

    /// Marks the sources that variants name as used.
    fn variant_sources(&mut self) {
        for entry in self.children("variants") {
            self.named_sources(&entry.value);
            for replaced in entry.value.entries() {
                self.named_sources(&replaced.value);
            }
        }
    }

    /// Warns of what is declared and never used.
    fn unused(&mut self) {
        if self.sink.errors() > 0 {
            return; // a misspelt name would be told twice
        }
        for (at, entry) in self.children("sources").iter().enumerate() {
            if !self.used_sources.contains(&at) {
                self.sink.warn(
                    entry.at,
                    Rule::UnusedSource(entry.key.clone()),
                    "name it with `source = …` where it is used, or remove it",
                );
            }
        }
        for entry in self.children("inputs") {
            if !self.shared.contains_key(&entry.key) {
                self.sink.warn(
                    entry.at,
                    Rule::UnusedInput(entry.key.clone()),
                    format!("use it as {{ input = \"{}\" }}, or remove it", entry.key),
                );
            }
        }
    }

    /// The names of the stages of publication.
    fn stages(&self) -> Vec<String> {
        match self.root.get("stages").map(Node::items) {
            Some(items) if !items.is_empty() => items
                .iter()
                .map(|item| item.text().unwrap_or_default().to_string())
                .collect(),
            _ => STAGES.iter().map(|stage| stage.to_string()).collect(),
        }
    }
}

/// Ids declared in a table at the top of the file, with their positions.
fn ids(root: &Node, key: &str) -> BTreeMap<String, usize> {
    keys_of(root.get(key).map_or(&[], Node::entries))
}

/// Keys of entries, with their positions.
fn keys_of(entries: &[Entry]) -> BTreeMap<String, usize> {
    entries
        .iter()
        .enumerate()
        .map(|(at, entry)| (entry.key.clone(), at))
        .collect()
}

/// The position of the thing a node names; says so when there is none.
fn find(
    sink: &mut Sink,
    what: &'static str,
    node: &Node,
    ids: &BTreeMap<String, usize>,
) -> Option<usize> {
    let id = node.text()?;
    let found = ids.get(id).copied();
    if found.is_none() {
        dangling(sink, what, id, node.at, ids.keys().map(String::as_str));
    }
    found
}

/// The position of the thing a node names among a few ids; says so when there is none.
fn find_among<'c>(
    sink: &mut Sink,
    what: &'static str,
    node: &Node,
    mut ids: impl Iterator<Item = &'c str> + Clone,
) -> Option<usize> {
    let id = node.text()?;
    let all = ids.clone();
    let found = ids.position(|known| known == id);
    if found.is_none() {
        dangling(sink, what, id, node.at, all);
    }
    found
}

/// Says that an id names nothing, and what may have been meant.
fn dangling<'c>(
    sink: &mut Sink,
    what: &'static str,
    id: &str,
    at: At,
    candidates: impl Iterator<Item = &'c str> + Clone,
) {
    if sink.is_full() {
        return sink.count();
    }
    let help = match nearest(id, candidates.clone()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => {
            let some: Vec<&str> = candidates.take(12).collect();
            if some.is_empty() {
                format!("there is no {what} to name here")
            } else {
                format!("declared: {}", super::shape::quoted(&some))
            }
        }
    };
    let id: String = id.chars().take(80).collect();
    sink.error(at, Rule::Dangling { what, id }, help);
}

/// A flag of a table.
fn flag(table: &Node, key: &str, default: bool) -> bool {
    table.get(key).and_then(Node::flag).unwrap_or(default)
}

/// The label of a table, else its id in words.
fn label_of(entry: &Entry) -> String {
    match entry.value.get("label").and_then(Node::text) {
        Some(label) => label.to_string(),
        None => entry.key.replace('-', " "),
    }
}

/// The intersection of two supports.
fn narrower(a: Support, b: Support) -> Support {
    Support {
        low: a.low.max(b.low),
        high: a.high.min(b.high),
    }
}

/// Marker used where a reference could not be resolved; the scenario is refused anyway.
const NOWHERE: usize = 0;

/// Poll positions a node names, one or several.
fn poll_list(decoder: &mut Decoder<'_, '_>, node: Option<&Node>) -> Vec<crate::model::PollId> {
    let Some(node) = node else { return Vec::new() };
    let names: &[Node] = match node.items() {
        [] => std::slice::from_ref(node),
        items => items,
    };
    let mut polls = Vec::new();
    for name in names {
        if let Some(at) = find(decoder.sink, "poll", name, &decoder.poll_ids) {
            let poll = crate::model::PollId(at);
            if polls.contains(&poll) {
                let id = name.text().unwrap_or_default().to_string();
                decoder.sink.error(
                    name.at,
                    Rule::Duplicate { what: "poll", id },
                    "name it once",
                );
            } else {
                polls.push(poll);
            }
        }
    }
    polls
}
