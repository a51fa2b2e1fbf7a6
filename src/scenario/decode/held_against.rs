//! Thresholds of law and counts made beside the official one.

use super::{Decoder, find, find_among};
use crate::model::{Base, ParallelCount, ParallelResult, Poll, PollId, SourceId, Threshold};
use crate::scenario::rule::Rule;
use crate::scenario::tree::Node;
use crate::units::MicroPercent;

impl Decoder<'_, '_> {
    /// `[[thresholds]]`.
    pub(super) fn thresholds(&mut self, polls: &[Poll]) -> Vec<Threshold> {
        let list = self.root.get("thresholds").map_or(&[][..], Node::items);
        let read = |node| self.threshold(node, polls);
        list.iter().filter_map(read).collect()
    }

    fn threshold(&mut self, node: &Node, polls: &[Poll]) -> Option<Threshold> {
        let sources = self.sources_of(node, &[]);
        let (poll, option) = self.place_of_option(node, polls)?;
        let of = match (node.get("of").and_then(Node::text), option) {
            (Some("valid"), _) | (None, Some(_)) => Base::Valid,
            (Some("ballots"), _) => Base::Ballots,
            (Some("eligible"), _) => Base::Eligible,
            _ => Base::Registered,
        };
        Some(Threshold {
            poll,
            option,
            percent: percent_of(node, "percent")?,
            of,
            sources,
        })
    }

    /// `[[parallel]]`.
    pub(super) fn parallel(&mut self, polls: &[Poll]) -> Vec<ParallelCount> {
        let list = self.root.get("parallel").map_or(&[][..], Node::items);
        let mut found: Vec<ParallelCount> = Vec::new();
        for (number, node) in list.iter().enumerate() {
            let Some(count) = self.parallel_count(number, node, polls) else {
                continue;
            };
            if found.iter().any(|known| known.id == count.id) {
                let at = node.get("id").map_or(node.at, |id| id.at);
                let what = "parallel count";
                let id = count.id.clone();
                self.sink
                    .error(at, Rule::Duplicate { what, id }, "choose another id");
            }
            found.push(count);
        }
        found
    }

    fn parallel_count(
        &mut self,
        number: usize,
        node: &Node,
        polls: &[Poll],
    ) -> Option<ParallelCount> {
        let sources: Vec<SourceId> = self.sources_of(node, &[]);
        let (poll, option) = self.place_of_option(node, polls)?;
        let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_string);
        let votes = node.get("votes").and_then(Node::whole);
        if let (Some(_), Some(entry)) = (votes, node.entry("coverage-percent")) {
            let (key, with) = ("coverage-percent".into(), "votes".into());
            let rule = Rule::DoesNotGoWith { key, with };
            self.sink.error(entry.at, rule, "remove it");
        }
        let found = match votes {
            Some(votes) => ParallelResult::Votes(votes),
            None => ParallelResult::Share {
                percent: percent_of(node, "percent")?,
                coverage: percent_of(node, "coverage-percent")
                    .unwrap_or(MicroPercent(100 * MicroPercent::ONE)),
            },
        };
        Some(ParallelCount {
            id: text("id").unwrap_or_else(|| format!("parallel-{}", number + 1)),
            label: text("label").unwrap_or_default(),
            poll,
            option: option?,
            found,
            sources,
        })
    }

    /// The poll, and the contest and option when an option is named.
    fn place_of_option(
        &mut self,
        node: &Node,
        polls: &[Poll],
    ) -> Option<(PollId, Option<(usize, usize)>)> {
        let at = find(self.sink, "poll", node.get("poll")?, &self.poll_ids)?;
        let poll = &polls[at];
        let Some(named) = node.get("option") else {
            return Some((PollId(at), None));
        };
        let contest = self.contest_for(node, poll)?;
        let ids = poll.contests[contest].options.iter();
        let ids = ids.map(|option| option.0.as_str());
        let option = find_among(self.sink, "option", named, ids)?;
        Some((PollId(at), Some((contest, option))))
    }

    /// The contest of an option: the one that is named, or the poll's only one.
    pub(super) fn contest_for(&mut self, node: &Node, poll: &Poll) -> Option<usize> {
        match node.get("contest") {
            Some(contest) => self.contest_of(poll, contest),
            None if poll.contests.len() == 1 => Some(0),
            None => {
                let (key, with) = ("contest".into(), "option".into());
                let rule = Rule::NeededWith { key, with };
                let help = "say in which contest of the poll";
                self.sink.error(node.at, rule, help);
                None
            }
        }
    }
}

fn percent_of(node: &Node, key: &str) -> Option<MicroPercent> {
    node.get(key)
        .and_then(Node::number)
        .and_then(MicroPercent::from_f64)
}
