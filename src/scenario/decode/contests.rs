//! Contests: options, invalid ballots, and how the groups divide their valid ones.

use std::collections::BTreeMap;

use super::inputs::Place;
use super::{Decoder, dangling, find_among, label_of};
use crate::model::{Contest, GroupId, InputId, Law, Poll, SourceId, Support4Group};
use crate::scenario::measures::{DISPERSION, SHARE};
use crate::scenario::rule::Rule;
use crate::scenario::tree::{Entry, Node};

impl Decoder<'_, '_> {
    /// Decodes one contest of a poll whose groups are known.
    pub(super) fn contest(
        &mut self,
        entry: &Entry,
        poll: &Poll,
        inherited: &[SourceId],
    ) -> Contest {
        let node = &entry.value;
        let path = format!("polls.{}.contests.{}", poll.id, entry.key);
        let label = label_of(entry);
        let sources = self.sources_of(node, inherited);
        let options = self.options(node);
        let place = Place {
            path: format!("{path}.invalid-share"),
            label: format!("share of invalid ballots: {label}, {}", poll.label),
            measure: &SHARE,
            inherited: &sources,
        };
        let invalid_share = self.input(node.get("invalid-share"), 0.0, place);
        let support = self.support(entry, poll, &path, &options, &sources);
        let overdispersion = node.get("overdispersion").map(|alike| {
            let place = Place {
                path: format!("{path}.overdispersion"),
                label: format!(
                    "how alike voters of one station mark: {label}, {}",
                    poll.label
                ),
                measure: &DISPERSION,
                inherited: &sources,
            };
            self.input(Some(alike), 0.0, place)
        });
        Contest {
            id: entry.key.clone(),
            label,
            options,
            invalid_share,
            support,
            overdispersion,
        }
    }

    fn options(&mut self, node: &Node) -> Vec<(String, String)> {
        let Some(stated) = node.get("options") else {
            return Vec::new();
        };
        let mut options: Vec<(String, String)> = Vec::new();
        for item in stated.items() {
            let id = item.text().unwrap_or_default().to_string();
            if options.iter().any(|known| known.0 == id) {
                self.sink.error(
                    item.at,
                    Rule::Duplicate { what: "option", id },
                    "name it once",
                );
            } else {
                let label = id.replace('-', " ");
                options.push((id, label));
            }
        }
        for option in stated.entries() {
            let label = option.value.text().unwrap_or_default().to_string();
            let alike = options.iter().find(|known| known.1 == label);
            if let Some((other, _)) = alike {
                let help = format!("`{other}` is called the same; say how they differ");
                self.sink
                    .warn(option.at, Rule::SameLabel(label.clone()), help);
            }
            options.push((option.key.clone(), label));
        }
        if stated.is_table() && options.len() < 2 {
            self.sink.error(
                stated.at,
                Rule::Empty {
                    what: "`options`".into(),
                    least: "2 entries".into(),
                },
                "name at least two options: { yes = \"Yes\", no = \"No\" }",
            );
        }
        options
    }

    fn support(
        &mut self,
        entry: &Entry,
        poll: &Poll,
        path: &str,
        options: &[(String, String)],
        inherited: &[SourceId],
    ) -> Vec<Support4Group> {
        let table = entry.value.get("support");
        let sources = match table {
            Some(table) => self.inherited(table, inherited),
            None => Vec::new(),
        };
        let mut by_group: BTreeMap<usize, Support4Group> = BTreeMap::new();
        let mut for_all = None;
        for value in table.map_or(&[][..], Node::entries) {
            let group = self.supporter(value, poll);
            if value.key != "all" && group.is_none() {
                continue;
            }
            let shares = self.shares(value, entry, poll, path, options, &sources);
            match group {
                Some(group) => {
                    by_group.insert(group.0, shares);
                }
                None => for_all = Some(shares),
            }
        }
        let mut support = Vec::new();
        for admission in &poll.admits {
            let stated = by_group
                .remove(&admission.group.0)
                .or_else(|| for_all.clone());
            if stated.is_none() && table.is_some() {
                let group = self.groups[admission.group.0].id.clone();
                self.sink.warn(
                    entry.at,
                    Rule::NoSupport { group: group.clone() },
                    format!("add support.{group} = {{ OPTION = … }}, or support.all for every group not named"),
                );
            }
            support.push(stated.unwrap_or_else(|| Support4Group {
                shares: vec![None; options.len()],
            }));
        }
        support
    }

    /// The admitted group whose support an entry states; `None` for `all` and for mistakes.
    fn supporter(&mut self, value: &Entry, poll: &Poll) -> Option<GroupId> {
        if value.key == "all" {
            return None;
        }
        let Some(&group) = self.group_ids.get(&value.key) else {
            let known = self.group_ids.keys().map(String::as_str).chain(["all"]);
            dangling(self.sink, "group", &value.key, value.at, known);
            return None;
        };
        let admitted = poll
            .admits
            .iter()
            .any(|admission| admission.group.0 == group);
        if !admitted {
            self.sink.error(
                value.at,
                Rule::NotAdmitted {
                    group: value.key.clone(),
                    poll: poll.id.clone(),
                },
                "remove it, or give the group a participation",
            );
        }
        admitted.then_some(GroupId(group))
    }

    fn shares(
        &mut self,
        value: &Entry,
        contest: &Entry,
        poll: &Poll,
        path: &str,
        options: &[(String, String)],
        inherited: &[SourceId],
    ) -> Support4Group {
        let sources = self.inherited(&value.value, inherited);
        let mut shares = vec![None; options.len()];
        let ids: BTreeMap<String, usize> = options
            .iter()
            .enumerate()
            .map(|(at, option)| (option.0.clone(), at))
            .collect();
        let whose = match self.group_ids.get(&value.key) {
            Some(&group) => self.groups[group].label.clone(),
            None => "all groups".to_string(),
        };
        for share in value.value.entries() {
            let Some(&at) = ids.get(&share.key) else {
                dangling(
                    self.sink,
                    "option",
                    &share.key,
                    share.at,
                    ids.keys().map(String::as_str),
                );
                continue;
            };
            let place = Place {
                path: format!("{path}.support.{}.{}", value.key, share.key),
                label: format!(
                    "share for {}: {whose}, {}, {}",
                    options[at].1,
                    label_of(contest),
                    poll.label
                ),
                measure: &SHARE,
                inherited: &sources,
            };
            shares[at] = Some(self.input(Some(&share.value), 0.0, place));
        }
        self.shares_leave_room(value, &shares);
        Support4Group { shares }
    }

    /// Certain shares do not add up to more than 1.
    fn shares_leave_room(&mut self, value: &Entry, shares: &[Option<InputId>]) {
        let sum: f64 = shares
            .iter()
            .flatten()
            .map(|id| match self.inputs[id.0].law {
                Law::Fixed(share) => share,
                _ => 0.0,
            })
            .sum();
        if sum > 1.0 + 1e-9 {
            self.sink.error(
                value.at,
                Rule::SharesAboveOne(format!("{sum:.4}")),
                "the shares of all options together are at most 1",
            );
        }
    }

    /// The contest with an id in a poll.
    pub(super) fn contest_of(&mut self, poll: &Poll, named: &Node) -> Option<usize> {
        let ids = poll.contests.iter().map(|contest| contest.id.as_str());
        find_among(self.sink, "contest", named, ids)
    }
}
