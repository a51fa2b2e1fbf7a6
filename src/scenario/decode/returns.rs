//! What was reported station by station: whose figures stand in the tables.

use super::{Decoder, find, find_among};
use crate::model::{Poll, PollId, StationReturns, StationSet};
use crate::scenario::rule::Rule;
use crate::scenario::tree::Node;

impl Decoder<'_, '_> {
    /// `[[returns]]`.
    pub(super) fn returns(&mut self, polls: &[Poll]) -> Vec<StationReturns> {
        let list = self.root.get("returns").map_or(&[][..], Node::items);
        let mut found: Vec<StationReturns> = Vec::new();
        let mut named = Vec::new();
        for node in list {
            let Some((poll, set)) = self.set_of_returns(node, polls) else {
                continue;
            };
            if named.contains(&(poll, set)) {
                let id = polls[poll].stations[set].id.clone();
                let help = "a table holds one report; remove one of the two";
                self.sink.error(node.at, Rule::ReturnsTwice(id), help);
                continue;
            }
            named.push((poll, set));
            found.extend(self.returns_of(node, (poll, set), polls));
        }
        self.returns_of_nobody(polls, &named);
        found
    }

    /// Positions of the poll and the set.
    fn set_of_returns(&mut self, node: &Node, polls: &[Poll]) -> Option<(usize, usize)> {
        let poll = find(self.sink, "poll", node.get("poll")?, &self.poll_ids)?;
        let sets = &polls[poll].stations;
        match node.get("stations") {
            Some(named) => {
                let ids = sets.iter().map(|set| set.id.as_str());
                let set = find_among(self.sink, "set of stations", named, ids)?;
                Some((poll, set))
            }
            None if sets.len() == 1 => Some((poll, 0)),
            None => {
                let (key, with) = ("stations".into(), "a poll of several sets".into());
                let help = "name the set whose table it is";
                self.sink
                    .error(node.at, Rule::NeededWith { key, with }, help);
                None
            }
        }
    }

    fn returns_of(
        &mut self,
        node: &Node,
        (poll, set): (usize, usize),
        polls: &[Poll],
    ) -> Option<StationReturns> {
        let sources = self.sources_of(node, &[]);
        let stages = self.stages();
        self.stage_order(node, &stages);
        let option = self.option_of_returns(node, &polls[poll]);
        // A set whose table cannot be read has been complained of.
        let stations = &polls[poll].stations[set];
        let returned = match &stations.list {
            Some(list) => self.shelf.returned(&list.file),
            None if self.has_file(poll, &stations.id) => return None,
            None => None,
        };
        let Some(returned) = returned else {
            let help =
                "add the columns `ballots-cast` or `valid`, and `votes`, to the set's `file`";
            self.sink.error(node.at, Rule::NoReturns, help);
            return None;
        };
        if returned.columns.votes && node.get("option").is_none() {
            let (key, with) = ("option".into(), "the column `votes`".into());
            let help = "say whose votes they are: option = \"…\"";
            self.sink
                .error(node.at, Rule::NeededWith { key, with }, help);
        }
        let named = node.entry("option").filter(|_| !returned.columns.votes);
        if let Some(entry) = named {
            let (key, with) = ("option".into(), "a table without the column `votes`".into());
            let rule = Rule::DoesNotGoWith { key, with };
            self.sink
                .error(entry.at, rule, "remove it, or add the column");
        }
        let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_string);
        Some(StationReturns {
            poll: PollId(poll),
            set,
            option,
            columns: returned.columns,
            stations: returned.stations.clone(),
            stage: text("stage"),
            claimant: text("claimant"),
            sources,
            note: text("note"),
        })
    }

    /// Contest and option, when an option is named.
    fn option_of_returns(&mut self, node: &Node, poll: &Poll) -> Option<(usize, usize)> {
        let named = node.get("option")?;
        let contest = self.contest_for(node, poll)?;
        let ids = poll.contests[contest].options.iter();
        let ids = ids.map(|option| option.0.as_str());
        let option = find_among(self.sink, "option", named, ids)?;
        Some((contest, option))
    }

    /// Whether a set names a table, whether or not it can be read.
    fn has_file(&self, poll: usize, set: &str) -> bool {
        let polls = self.root.get("polls").map_or(&[][..], Node::entries);
        let sets = polls.get(poll).and_then(|it| it.value.get("stations"));
        let set = sets.and_then(|sets| sets.get(set));
        set.is_some_and(|set| set.get("file").is_some())
    }

    /// Complains of tables with a report that no `[[returns]]` speaks of.
    fn returns_of_nobody(&mut self, polls: &[Poll], named: &[(usize, usize)]) {
        for (at, poll) in polls.iter().enumerate() {
            for (set, stations) in poll.stations.iter().enumerate() {
                if !named.contains(&(at, set)) {
                    self.returns_without_source(poll, stations);
                }
            }
        }
    }

    fn returns_without_source(&mut self, poll: &Poll, set: &StationSet) {
        let Some(list) = &set.list else {
            return;
        };
        if self.shelf.returned(&list.file).is_none() {
            return;
        }
        let polls = self.root.get("polls");
        let sets = polls.and_then(|polls| polls.get(&poll.id)?.get("stations"));
        let file = sets.and_then(|sets| sets.get(&set.id)?.entry("file"));
        let at = file.map_or(self.root.at, |file| file.at);
        self.sink.error(
            at,
            Rule::ReturnsOfNobody(list.file.clone()),
            format!(
                "say whose they are: [[returns]] with poll = \"{}\", stations = \"{}\", option and source",
                poll.id, set.id
            ),
        );
    }
}
