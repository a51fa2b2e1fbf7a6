//! Accounts of how reported figures arose.

use super::inputs::Place;
use super::{Decoder, dangling, flag, label_of};
use crate::model::{Law, Mechanism, Quantity, Reported, SourceId, Story};
use crate::scenario::measures::{PERCENT, PERSONS, SHARE, THINGS};
use crate::scenario::rule::Rule;
use crate::scenario::shape::Measure;
use crate::scenario::tree::{Entry, Node};

impl Decoder<'_, '_> {
    /// `[stories.ID]`.
    pub(super) fn stories(&mut self, reported: &[Reported]) -> Vec<Story> {
        let mut stories = Vec::new();
        for entry in self.children("stories") {
            stories.extend(self.story(entry, reported));
        }
        stories
    }

    fn story(&mut self, entry: &Entry, reported: &[Reported]) -> Option<Story> {
        let node = &entry.value;
        if entry.key == "honest" {
            self.sink.error(
                entry.at,
                Rule::ReservedId(entry.key.clone()),
                "the account that a figure is the rounded count is always there; choose another id",
            );
        }
        let about = self.about(entry, reported);
        let mut sources = self.sources_of(node, &[]);
        let mechanism = self.mechanism(node, &entry.key, &mut sources);
        Some(Story {
            id: entry.key.clone(),
            label: label_of(entry),
            about: about?,
            mechanism: mechanism?,
            sources,
            note: node.get("note").and_then(Node::text).map(str::to_string),
        })
    }

    /// The figures an account speaks of, in the order of the file.
    fn about(&mut self, entry: &Entry, reported: &[Reported]) -> Option<Vec<usize>> {
        let names = entry.value.get("about").map_or(&[][..], Node::items);
        let headlines = || (0..reported.len()).filter(|&at| reported[at].headline);
        if names.is_empty() {
            let about: Vec<usize> = headlines().collect();
            let first = about.first().map(|&at| &reported[at].polls);
            let one = about.iter().all(|&at| Some(&reported[at].polls) == first);
            if about.is_empty() || !one || !about.iter().all(|&at| suits(&reported[at])) {
                self.sink.error(
                    entry.at,
                    Rule::AboutWhat,
                    "name the figures: about = [\"ID\"]",
                );
                return None;
            }
            return Some(about);
        }
        let mut about: Vec<usize> = Vec::new();
        for name in names {
            let id = name.text()?;
            let Some(at) = reported.iter().position(|figure| figure.id == id) else {
                let ids = reported.iter().map(|figure| figure.id.as_str());
                dangling(self.sink, "reported figure", id, name.at, ids);
                return None;
            };
            let figure = &reported[at];
            if !suits(figure) {
                self.sink.error(
                    name.at,
                    Rule::NoAccountOf(id.to_string()),
                    "take a figure with quantity \"ballots-cast\" or \"turnout-percent\" without `at`",
                );
                return None;
            }
            if about
                .iter()
                .any(|&other| reported[other].polls != figure.polls)
            {
                self.sink.error(
                    name.at,
                    Rule::AboutSeveralPolls(id.to_string()),
                    "write one account for each poll",
                );
                return None;
            }
            if !about.contains(&at) {
                about.push(at);
            }
        }
        about.sort_unstable();
        Some(about)
    }

    fn mechanism(
        &mut self,
        node: &Node,
        id: &str,
        sources: &mut Vec<SourceId>,
    ) -> Option<Mechanism> {
        for (key, with) in [
            ("heap", "percent"),
            ("heap-to", "percent"),
            ("within-roll", "repeated"),
        ] {
            if let (Some(entry), None) = (node.entry(key), node.get(with)) {
                self.sink.error(
                    entry.at,
                    Rule::DoesNotGoWith {
                        key: key.into(),
                        with: format!("an account without `{with}`"),
                    },
                    "remove it",
                );
            }
        }
        let mut law = |key: &str, measure: &'static Measure| -> Option<Law> {
            let place = Place {
                path: format!("stories.{id}.{key}"),
                label: key.to_string(),
                measure,
                inherited: &[],
            };
            let (law, more) = self.bare_law(node.get(key)?, &place);
            for source in more {
                if !sources.contains(&source) {
                    sources.push(source);
                }
            }
            Some(law)
        };
        if let Some(law) = law("added", &SHARE) {
            return Some(Mechanism::Added(law));
        }
        if let Some(law) = law("factor", &THINGS) {
            return Some(Mechanism::Factor(law));
        }
        if let Some(law) = law("padded", &PERSONS) {
            return Some(Mechanism::Padded(law));
        }
        if let Some(share) = law("repeated", &SHARE) {
            let within_roll = flag(node, "within-roll", false);
            return Some(Mechanism::Repeated { share, within_roll });
        }
        let percent = law("percent", &PERCENT)?;
        let heap_to = node.get("heap-to").and_then(Node::whole).unwrap_or(5);
        Some(Mechanism::Invented {
            percent,
            heap: node.get("heap").and_then(Node::number).unwrap_or(0.0),
            heap_to: u32::try_from(heap_to).unwrap_or(5),
        })
    }
}

/// Whether accounts can speak of a figure.
fn suits(figure: &Reported) -> bool {
    matches!(
        figure.quantity,
        Quantity::BallotsCast { at: None } | Quantity::Turnout { at: None, .. }
    )
}
