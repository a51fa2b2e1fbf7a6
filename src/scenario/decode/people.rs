//! Groups and totals.

use super::inputs::Place;
use super::{Decoder, NOWHERE, find, flag, keys_of, label_of};
use crate::model::{Group, GroupId, GroupSize, SourceId, Total};
use crate::scenario::measures::{PERSONS, SHARE, WEIGHT};
use crate::scenario::rule::Rule;
use crate::scenario::tree::{Entry, Node};

/// Ids that mean something else where a group may stand.
const RESERVED: &[&str] = &["all", "overdispersion", "common-factor"];

impl Decoder<'_, '_> {
    /// Decodes `[groups]` and `[totals]`.
    pub(super) fn people(&mut self) {
        for entry in self.children("groups") {
            if RESERVED.contains(&entry.key.as_str()) {
                self.sink.error(
                    entry.at,
                    Rule::ReservedId(entry.key.clone()),
                    "choose another id",
                );
            }
            let group = self.group(entry);
            self.groups.push(group);
        }
        for entry in self.children("totals") {
            let total = self.total(entry);
            self.totals.push(total);
        }
        self.shares_are_listed();
    }

    fn group(&mut self, entry: &Entry) -> Group {
        let node = &entry.value;
        let label = label_of(entry);
        let sources = self.sources_of(node, &[]);
        let size = self.group_size(entry, &label, &sources);
        Group {
            id: entry.key.clone(),
            label,
            size,
            abroad: flag(node, "abroad", false),
            sources,
        }
    }

    fn group_size(&mut self, entry: &Entry, label: &str, sources: &[SourceId]) -> GroupSize {
        let node = &entry.value;
        let place = |key: &str, label: String, measure| Place {
            path: format!("groups.{}.{key}", entry.key),
            label,
            measure,
            inherited: sources,
        };
        let share = place(
            "voting-age-share",
            format!("share of voting age: {label}"),
            &SHARE,
        );
        if let Some(adults) = node.get("adults") {
            if node.get("residents").is_none() && node.get("share-of").is_none() {
                self.only_with_residents(node, "voting-age-share", "`adults`");
                self.only_with_residents(node, "weight", "`adults`");
            }
            let place = place("adults", format!("adults: {label}"), &PERSONS);
            return GroupSize::Adults(self.input(Some(adults), 0.0, place));
        }
        if let Some(of) = node.get("share-of") {
            let total = find(self.sink, "total", of, &self.total_ids).unwrap_or(NOWHERE);
            self.needed(entry, "weight", "`share-of`");
            self.needed(entry, "voting-age-share", "`share-of`");
            let weight = place("weight", format!("weight: {label}"), &WEIGHT);
            return GroupSize::PartOf {
                total,
                weight: self.input(node.get("weight"), 1.0, weight),
                voting_age_share: self.input(node.get("voting-age-share"), 1.0, share),
            };
        }
        if let Some(residents) = node.get("residents") {
            self.only_with_residents(node, "weight", "`residents`");
            self.needed(entry, "voting-age-share", "`residents`");
            let place = place("residents", format!("residents: {label}"), &PERSONS);
            return GroupSize::Residents {
                residents: self.input(Some(residents), 0.0, place),
                voting_age_share: self.input(node.get("voting-age-share"), 1.0, share),
            };
        }
        GroupSize::Adults(self.input(None, 0.0, place("adults", label.into(), &PERSONS)))
    }

    fn only_with_residents(&mut self, node: &Node, key: &str, with: &str) {
        if let Some(entry) = node.entry(key) {
            self.sink.error(
                entry.at,
                Rule::DoesNotGoWith {
                    key: key.into(),
                    with: with.into(),
                },
                "remove it; `residents` and `share-of` take a `voting-age-share`, `share-of` takes a `weight`",
            );
        }
    }

    fn needed(&mut self, entry: &Entry, key: &str, with: &str) {
        if entry.value.get(key).is_none() {
            let help = if key == "weight" {
                "the group's part of the total, relative to the others: weight = 1"
            } else {
                "residents of any age times this share are the adults; write `adults = …` if you know those"
            };
            self.sink.error(
                entry.at,
                Rule::NeededWith {
                    key: key.into(),
                    with: with.into(),
                },
                help,
            );
        }
    }

    fn total(&mut self, entry: &Entry) -> Total {
        let node = &entry.value;
        let sources = self.sources_of(node, &[]);
        let label = label_of(entry);
        let of = self.groups_named(node.get("of"));
        let place = Place {
            path: format!("totals.{}.value", entry.key),
            label: label.clone(),
            measure: &PERSONS,
            inherited: &sources,
        };
        let value = self.input(node.get("value"), 0.0, place);
        self.total_of_alike(entry, &of);
        let total = Total {
            id: entry.key.clone(),
            label,
            of,
            value,
        };
        self.sum_can_be_reached(entry, &total);
        total
    }

    /// Groups a list names, each once.
    pub(super) fn groups_named(&mut self, list: Option<&Node>) -> Vec<GroupId> {
        let mut groups = Vec::new();
        for name in list.map_or(&[][..], Node::items) {
            let Some(at) = find(self.sink, "group", name, &self.group_ids) else {
                continue;
            };
            if groups.contains(&GroupId(at)) {
                let id = name.text().unwrap_or_default().to_string();
                self.sink.error(
                    name.at,
                    Rule::Duplicate { what: "group", id },
                    "name it once",
                );
            } else {
                groups.push(GroupId(at));
            }
        }
        groups
    }

    /// A total adds up groups that are stated alike.
    fn total_of_alike(&mut self, entry: &Entry, of: &[GroupId]) {
        let own = self.total_ids.get(&entry.key).copied();
        let names = entry.value.get("of").map_or(&[][..], Node::items);
        let mut parts = 0;
        for group in of {
            let group = &self.groups[group.0];
            let at = names
                .iter()
                .find(|name| name.text() == Some(&group.id))
                .map_or(entry.at, |name| name.at);
            match group.size {
                GroupSize::PartOf { total, .. } if Some(total) == own => parts += 1,
                GroupSize::Residents { .. } => {}
                _ => {
                    let id = group.id.clone();
                    self.sink.error(
                        at,
                        Rule::TotalTakesResidents(id),
                        format!(
                            "state it in `residents`, or as `share-of = \"{}\"`",
                            entry.key
                        ),
                    );
                    parts = of.len().min(parts + 1);
                }
            }
        }
        if parts != 0 && parts != of.len() {
            self.sink.error(
                entry.at,
                Rule::TotalMixed,
                format!(
                    "write `share-of = \"{}\"` and a weight in every one of its groups, or in none",
                    entry.key
                ),
            );
        }
    }

    /// The groups' own ranges leave room for the sum.
    fn sum_can_be_reached(&mut self, entry: &Entry, total: &Total) {
        let (mut low, mut high) = (0.0, 0.0);
        for group in &total.of {
            let GroupSize::Residents { residents, .. } = self.groups[group.0].size else {
                return;
            };
            let range = self.inputs[residents.0].range();
            low += range.0;
            high += range.1;
        }
        let (least, most) = self.inputs[total.value.0].range();
        if total.of.is_empty() || (low <= most && high >= least) {
            return;
        }
        let what = format!(
            "the groups add up to {low:.0} to {high:.0}, the total is {least:.0} to {most:.0}"
        );
        self.sink.error(
            entry.at,
            Rule::TotalUnreachable(what),
            "widen the total or the groups' residents",
        );
    }

    /// A group that is a share of a total is listed by it.
    fn shares_are_listed(&mut self) {
        let positions = keys_of(self.children("groups"));
        for entry in self.children("groups") {
            let at = positions[&entry.key];
            let GroupSize::PartOf { total, .. } = self.groups[at].size else {
                continue;
            };
            let Some(named) = entry.value.get("share-of") else {
                continue;
            };
            let listed = self
                .totals
                .get(total)
                .is_some_and(|total| total.of.contains(&GroupId(at)));
            let known = named
                .text()
                .is_some_and(|id| self.total_ids.contains_key(id));
            if known && !listed {
                self.sink.error(
                    named.at,
                    Rule::NotInTotal {
                        group: entry.key.clone(),
                        total: named.text().unwrap_or_default().into(),
                    },
                    format!(
                        "add \"{}\" to `of` under [totals.{}]",
                        entry.key,
                        named.text().unwrap_or_default()
                    ),
                );
            }
        }
    }
}
