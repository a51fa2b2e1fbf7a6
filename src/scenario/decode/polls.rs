//! Polls: hours, roll, who is admitted and who is not, contests.

use super::inputs::Place;
use super::{Decoder, dangling, flag, label_of};
use crate::model::{Admission, Exclusion, GroupId, InputId, Poll, Roll, SourceId};
use crate::scenario::measures::{DISPERSION, PERSONS, SHARE};
use crate::scenario::rule::Rule;
use crate::scenario::time;
use crate::scenario::tree::{Entry, Node};
use crate::units::SimTime;

/// Keys of `participation` that are no groups.
const NOT_GROUPS: &[&str] = &["overdispersion", "common-factor"];

impl Decoder<'_, '_> {
    /// Decodes one poll.
    pub(super) fn poll(&mut self, entry: &Entry) -> Poll {
        let node = &entry.value;
        let path = format!("polls.{}", entry.key);
        let label = label_of(entry);
        let sources = self.sources_of(node, &[]);
        let (opens, closes) = self.hours(node);
        let roll = self.roll(node, &path, &label, &sources);
        let (admits, overdispersion) = self.participation(entry, &path, &label, &sources);
        let excludes = self.exclusions(node, &admits, &sources);
        let mut poll = Poll {
            id: entry.key.clone(),
            label,
            opens,
            closes,
            queue_may_vote: flag(node, "queue-may-vote", true),
            roll,
            admits,
            excludes,
            overdispersion,
            stations: Vec::new(),
            contests: Vec::new(),
            checkpoints: Vec::new(),
            sources,
        };
        self.every_group_has_a_place(entry, &poll);
        self.stations(node, &mut poll);
        if let Some(contests) = node.get("contests") {
            let sources = self.inherited(contests, &poll.sources);
            for contest in contests.entries() {
                let contest = self.contest(contest, &poll, &sources);
                poll.contests.push(contest);
            }
        }
        poll
    }

    fn hours(&mut self, node: &Node) -> (SimTime, SimTime) {
        let opens = node.get("opens").and_then(time::of);
        let closes = node.get("closes").and_then(time::of);
        if let (Some(opens), Some(closes), Some(at)) = (opens, closes, node.get("closes"))
            && closes <= opens
        {
            let next_day = closes + SimTime::from_hm(24, 0);
            self.sink.error(
                at.at,
                Rule::HoursReversed {
                    opens: opens.to_string(),
                    closes: closes.to_string(),
                },
                format!("if the doors close on the next day, write \"{next_day}\""),
            );
        }
        let opens = opens.unwrap_or(SimTime::from_hm(8, 0));
        (
            opens,
            closes.unwrap_or(opens).max(opens + SimTime::minutes(1)),
        )
    }

    fn roll(&mut self, node: &Node, path: &str, label: &str, sources: &[SourceId]) -> Roll {
        match node.get("registered") {
            Some(word) if word.text().is_some() => Roll::Eligible,
            stated => Roll::Stated(self.input(
                stated,
                0.0,
                Place {
                    path: format!("{path}.registered"),
                    label: format!("registered electors: {label}"),
                    measure: &PERSONS,
                    inherited: sources,
                },
            )),
        }
    }

    fn participation(
        &mut self,
        entry: &Entry,
        path: &str,
        label: &str,
        inherited: &[SourceId],
    ) -> (Vec<Admission>, InputId) {
        let node = entry.value.get("participation");
        let sources = match node {
            Some(node) => self.inherited(node, inherited),
            None => Vec::new(),
        };
        let mut admits: Vec<Admission> = Vec::new();
        let mut named = 0;
        for value in node.map_or(&[][..], Node::entries) {
            if NOT_GROUPS.contains(&value.key.as_str()) {
                continue;
            }
            named += 1;
            let Some(&group) = self.group_ids.get(&value.key) else {
                let known = self.group_ids.keys().map(String::as_str);
                let others = known.chain(NOT_GROUPS.iter().copied());
                dangling(self.sink, "group", &value.key, value.at, others);
                continue;
            };
            let place = Place {
                path: format!("{path}.participation.{}", value.key),
                label: format!(
                    "readiness to take part: {} in {label}",
                    self.groups[group].label
                ),
                measure: &SHARE,
                inherited: &sources,
            };
            let participation = self.input(Some(&value.value), 0.0, place);
            admits.push(Admission {
                group: GroupId(group),
                participation,
            });
        }
        if let Some(node) = entry.value.entry("participation")
            && named == 0
            && node.value.is_table()
        {
            self.sink.error(
                node.at,
                Rule::NobodyMayVote(entry.key.clone()),
                "name at least one group here: GROUP = 0.6",
            );
        }
        let place = Place {
            path: format!("{path}.participation.overdispersion"),
            label: format!("how alike voters of one station are: {label}"),
            measure: &DISPERSION,
            inherited: &sources,
        };
        let overdispersion = node.and_then(|node| node.get("overdispersion"));
        (admits, self.input(overdispersion, 0.0, place))
    }

    fn exclusions(
        &mut self,
        node: &Node,
        admits: &[Admission],
        inherited: &[SourceId],
    ) -> Vec<Exclusion> {
        let mut excludes = Vec::new();
        let table = node.get("excludes");
        let inherited = table.map_or(Vec::new(), |table| self.inherited(table, inherited));
        for value in table.map_or(&[][..], Node::entries) {
            let Some(&group) = self.group_ids.get(&value.key) else {
                let known = self.group_ids.keys().map(String::as_str);
                dangling(self.sink, "group", &value.key, value.at, known);
                continue;
            };
            if admits.iter().any(|admission| admission.group.0 == group) {
                self.sink.error(
                    value.at,
                    Rule::AdmittedAndExcluded(value.key.clone()),
                    "remove it here, or from `participation`; split the group if only a part of it is shut out",
                );
            }
            let reason = value
                .value
                .text()
                .or_else(|| value.value.get("reason")?.text());
            excludes.push(Exclusion {
                group: GroupId(group),
                reason: reason.unwrap_or_default().to_string(),
                sources: self.sources_of(&value.value, &inherited),
            });
        }
        excludes
    }

    /// Every group is admitted or excluded; silence is a warning.
    fn every_group_has_a_place(&mut self, entry: &Entry, poll: &Poll) {
        if entry
            .value
            .get("participation")
            .is_none_or(|node| !node.is_table())
        {
            return;
        }
        for (at, group) in self.groups.iter().enumerate() {
            let admitted = poll.admits.iter().any(|admission| admission.group.0 == at);
            let excluded = poll
                .excludes
                .iter()
                .any(|exclusion| exclusion.group.0 == at);
            if !admitted && !excluded {
                self.sink.warn(
                    entry.at,
                    Rule::NeitherAdmittedNorExcluded(group.id.clone()),
                    format!(
                        "give it a participation, or say why not: excludes = {{ {} = \"reason\" }}",
                        group.id
                    ),
                );
            }
        }
    }
}
