//! What happens between polls and to them: overlaps, events, and when the day is looked at.

use std::collections::BTreeMap;

use super::inputs::Place;
use super::{Decoder, find, find_among};
use crate::model::{
    Disturbance, DisturbanceKind, GroupId, InputId, Overlap, Poll, PollId, SourceId,
};
use crate::scenario::graft::element_names;
use crate::scenario::measures::{FACTOR, MINUTES, SHARE, THINGS_OR_NONE};
use crate::scenario::rule::Rule;
use crate::scenario::shape::Measure;
use crate::scenario::time;
use crate::scenario::tree::Node;
use crate::units::SimTime;

/// Half an hour, the distance of checkpoints.
const CHECKPOINT: SimTime = SimTime::minutes(30);

impl Decoder<'_, '_> {
    /// `[[overlap]]`.
    pub(super) fn overlaps(&mut self, polls: &[Poll]) -> Vec<Overlap> {
        let Some(list) = self.root.get("overlap") else {
            return Vec::new();
        };
        let names = element_names("overlap", list);
        self.names_are_unique("overlap", list, &names);
        let mut overlaps = Vec::new();
        for (node, name) in list.items().iter().zip(&names) {
            overlaps.extend(self.overlap(node, name, polls));
        }
        overlaps
    }

    fn overlap(&mut self, node: &Node, name: &str, polls: &[Poll]) -> Option<Overlap> {
        let sources = self.sources_of(node, &[]);
        let first = node.get("voted-in");
        let second = node.get("also-votes-in");
        let from = first.and_then(|name| find(self.sink, "poll", name, &self.poll_ids));
        let to = second.and_then(|name| find(self.sink, "poll", name, &self.poll_ids));
        let groups = match from {
            Some(from) => self.overlapping_groups(node, &polls[from]),
            None => self.groups_named(node.get("groups")),
        };
        let (from, to) = (from?, to?);
        if from == to {
            let at = second.map_or(node.at, |second| second.at);
            self.sink
                .error(at, Rule::OverlapWithItself, "name another poll");
        }
        let labels = (&polls[from].label, &polls[to].label);
        let place = |key: &str, what: &str, measure| Place {
            path: format!("overlap.{name}.{key}"),
            label: format!("{what}: {} to {}", labels.0, labels.1),
            measure,
            inherited: &sources,
        };
        Some(Overlap {
            from: PollId(from),
            to: PollId(to),
            groups,
            share: self.input(
                node.get("share"),
                0.0,
                place("share", "share who also vote", &SHARE),
            ),
            travel: self.person_law(
                node.get("travel-minutes"),
                None,
                SimTime::MINUTE,
                place("travel-minutes", "time on the way", &MINUTES),
                place("travel-pace", "pace on the way", &FACTOR),
            ),
            sources: sources.clone(),
        })
    }

    fn overlapping_groups(&mut self, node: &Node, from: &Poll) -> Vec<GroupId> {
        let admitted: Vec<GroupId> = from
            .admits
            .iter()
            .map(|admission| admission.group)
            .collect();
        let Some(list) = node.get("groups") else {
            return admitted;
        };
        let groups = self.groups_named(Some(list));
        for group in &groups {
            if !admitted.contains(group) {
                let id = self.groups[group.0].id.clone();
                let at = list.items().iter().find(|name| name.text() == Some(&id));
                self.sink.error(
                    at.map_or(list.at, |name| name.at),
                    Rule::NotAdmitted {
                        group: id,
                        poll: from.id.clone(),
                    },
                    "only voters of the first poll can go on to another",
                );
            }
        }
        groups
    }

    /// Names of list entries are paths of dice; no two are alike.
    fn names_are_unique(&mut self, what: &'static str, list: &Node, names: &[String]) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (node, name) in list.items().iter().zip(names) {
            if seen.insert(name, 1).is_some() {
                let at = node.get("id").map_or(node.at, |id| id.at);
                let id = name.clone();
                self.sink.error(
                    at,
                    Rule::Duplicate { what, id },
                    "give each an `id` of its own",
                );
            }
        }
    }

    /// `[[events]]`.
    pub(super) fn events(&mut self, polls: &[Poll]) -> Vec<Disturbance> {
        let Some(list) = self.root.get("events") else {
            return Vec::new();
        };
        let names = element_names("events", list);
        self.names_are_unique("event", list, &names);
        let mut events = Vec::new();
        for (node, name) in list.items().iter().zip(&names) {
            events.extend(self.event(node, name, polls));
        }
        events
    }

    fn event(&mut self, node: &Node, name: &str, polls: &[Poll]) -> Option<Disturbance> {
        let sources = self.sources_of(node, &[]);
        let at = find(self.sink, "poll", node.get("poll")?, &self.poll_ids)?;
        let poll = &polls[at];
        let sets = self.sets_hit(node, poll);
        let event = Event {
            node,
            name,
            sources: &sources,
        };
        let kind = self.what_happens(&event, poll)?;
        let label = match node.get("label").and_then(Node::text) {
            Some(label) => label.to_string(),
            None => format!("{}, {}", in_words(&kind), poll.label),
        };
        let place = |key: &str, what: &str| Place {
            path: format!("events.{name}.{key}"),
            label: format!("{what}: {label}"),
            measure: &SHARE,
            inherited: &sources,
        };
        let share = place("share-of-stations", "share of stations hit");
        let share_of_stations = self.input(node.get("share-of-stations"), 1.0, share);
        let chance = place("probability", "probability");
        let probability = self.input(node.get("probability"), 1.0, chance);
        Some(Disturbance {
            label,
            poll: PollId(at),
            sets,
            share_of_stations,
            probability,
            kind,
            sources: sources.clone(),
        })
    }

    fn sets_hit(&mut self, node: &Node, poll: &Poll) -> Vec<usize> {
        let Some(list) = node.get("stations") else {
            return (0..poll.stations.len()).collect();
        };

        let mut sets = Vec::new();
        for name in list.items() {
            let ids = poll.stations.iter().map(|set| set.id.as_str());
            let Some(set) = find_among(self.sink, "station set", name, ids) else {
                continue;
            };
            if sets.contains(&set) {
                let id = name.text().unwrap_or_default().to_string();
                self.sink.error(
                    name.at,
                    Rule::Duplicate {
                        what: "station set",
                        id,
                    },
                    "name it once",
                );
            } else {
                sets.push(set);
            }
        }
        sets
    }

    /// Exactly one of the things that can happen; `None` when that has been reported.
    fn what_happens(&mut self, event: &Event<'_>, poll: &Poll) -> Option<DisturbanceKind> {
        let node = event.node;
        if let Some(late) = node.get("open-late") {
            self.no_moment(node, "open-late");
            let at = time::of(late)?;
            self.within(at, late, "open-late", poll);
            return Some(DisturbanceKind::OpensLate(at));
        }
        if let Some(close) = node.get("close-at") {
            self.no_moment(node, "close-at");
            let at = time::of(close)?;
            if at <= poll.opens {
                self.outside(at, close, "close-at", poll);
            }
            return Some(DisturbanceKind::ClosesAt(at));
        }
        let at = self.moment(node, poll)?;
        if let Some(minutes) = node.get("close-for-minutes") {
            let span = span(Some(minutes))?;
            return Some(DisturbanceKind::Closed { at, span });
        }
        if let Some(slow) = node.get("slow") {
            let span = span(slow.get("for-minutes"))?;
            let factor = self.part(event, slow, ("slow", "factor"), "slowness", &FACTOR);
            return Some(DisturbanceKind::Slow { at, span, factor });
        }
        if let Some(surge) = node.get("surge") {
            let span = span(surge.get("for-minutes"))?;
            let share = self.part(
                event,
                surge,
                ("surge", "share"),
                "share who come early",
                &SHARE,
            );
            return Some(DisturbanceKind::Surge { at, span, share });
        }
        let booths = node.get("booths")?;
        let span = span(booths.get("for-minutes"));
        let count = self.part(
            event,
            booths,
            ("booths", "count"),
            "booths left",
            &THINGS_OR_NONE,
        );
        Some(DisturbanceKind::Booths {
            at,
            span,
            booths: count,
        })
    }

    fn part(
        &mut self,
        event: &Event<'_>,
        table: &Node,
        (what, key): (&str, &str),
        label: &str,
        measure: &'static Measure,
    ) -> InputId {
        let place = Place {
            path: format!("events.{}.{what}.{key}", event.name),
            label: format!("{label}: event {}", event.name),
            measure,
            inherited: event.sources,
        };
        self.input(table.get(key), 1.0, place)
    }

    /// The `at` of an event that needs one.
    fn moment(&mut self, node: &Node, poll: &Poll) -> Option<SimTime> {
        let what = ["close-for-minutes", "slow", "booths", "surge"]
            .into_iter()
            .find_map(|key| node.entry(key))?;
        let Some(at) = node.get("at") else {
            self.sink.error(
                what.at,
                Rule::NeededWith {
                    key: "at".into(),
                    with: format!("`{}`", what.key),
                },
                "say when it begins: at = \"13:30\"",
            );
            return None;
        };
        let moment = time::of(at)?;
        self.within(moment, at, "at", poll);
        Some(moment)
    }

    fn no_moment(&mut self, node: &Node, with: &str) {
        if let Some(entry) = node.entry("at") {
            self.sink.error(
                entry.at,
                Rule::DoesNotGoWith {
                    key: "at".into(),
                    with: format!("`{with}`"),
                },
                format!("`{with}` is itself the time; remove `at`"),
            );
        }
    }

    fn within(&mut self, at: SimTime, node: &Node, what: &str, poll: &Poll) {
        if at < poll.opens || at >= poll.closes {
            self.outside(at, node, what, poll);
        }
    }

    /// Says that a moment lies outside the hours of a poll.
    pub(super) fn outside(&mut self, at: SimTime, node: &Node, what: &str, poll: &Poll) {
        self.sink.error(
            node.at,
            Rule::OutsideHours {
                what: format!("`{what}`"),
                at: at.to_string(),
                poll: poll.id.clone(),
                opens: poll.opens.to_string(),
                closes: poll.closes.to_string(),
            },
            "choose a time within the hours, or correct `opens` and `closes` of the poll",
        );
    }

    /// Every half hour from opening to closing, the closing time, and every time that is reported.
    pub(super) fn checkpoints(&mut self, polls: &mut [Poll]) {
        for poll in polls.iter_mut() {
            let mut at = poll.opens;
            while at < poll.closes {
                poll.checkpoints.push(at);
                at = at + CHECKPOINT;
            }
            poll.checkpoints.push(poll.closes);
        }
        for node in self.root.get("reported").map_or(&[][..], Node::items) {
            let Some(at) = node.get("at").and_then(time::of) else {
                continue;
            };
            let Some(named) = node.get("poll") else {
                continue;
            };
            let names: &[Node] = match named.items() {
                [] => std::slice::from_ref(named),
                items => items,
            };
            for name in names {
                if let Some(&poll) = name.text().and_then(|id| self.poll_ids.get(id))
                    && at >= polls[poll].opens
                    && at <= polls[poll].closes
                {
                    polls[poll].checkpoints.push(at);
                }
            }
        }
        for poll in polls {
            poll.checkpoints.sort();
            poll.checkpoints.dedup();
        }
    }
}

/// An event while it is read.
struct Event<'e> {
    node: &'e Node,
    name: &'e str,
    sources: &'e [SourceId],
}

/// Minutes as a span, in whole milliseconds.
fn span(node: Option<&Node>) -> Option<SimTime> {
    let minutes = node?.number()?;
    (minutes > 0.0 && minutes <= 2_880.0)
        .then(|| SimTime((minutes * SimTime::MINUTE as f64).round() as i64))
}

/// What happens, when the author gives it no name.
fn in_words(kind: &DisturbanceKind) -> String {
    let minutes = |span: SimTime| span.as_minutes();
    match kind {
        DisturbanceKind::OpensLate(at) => format!("doors open only at {at}"),
        DisturbanceKind::ClosesAt(at) => format!("doors close at {at}"),
        DisturbanceKind::Closed { at, span } => {
            format!("closed from {at} for {} minutes", minutes(*span))
        }
        DisturbanceKind::Slow { at, span, .. } => {
            format!("slow service from {at} for {} minutes", minutes(*span))
        }
        DisturbanceKind::Booths { at, .. } => format!("another number of booths from {at}"),
        DisturbanceKind::Surge { at, .. } => format!("people come early, from {at}"),
    }
}
