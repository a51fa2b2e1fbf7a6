//! What goes together: common factors of polls, and whether all correlations can hold at once.

use std::collections::BTreeMap;

use super::Decoder;
use crate::model::{Correlation, InputId, Poll};
use crate::scenario::rule::Rule;
use crate::scenario::tree::Node;
use crate::stats::correlation::{Cholesky, copula_parameter};

/// Most inputs that may be correlated with one another, directly or through others.
const MOST_TOGETHER: usize = 100;
/// Most correlations in all.
const MOST_PAIRS: usize = 20_000;

impl Decoder<'_, '_> {
    /// Writes the common factor of every poll as correlations between its participations. A pair that
    /// the file correlates itself keeps its own.
    pub(super) fn common_factors(&mut self, polls: &[Poll]) {
        for (poll, entry) in polls.iter().zip(self.children("polls")) {
            let table = entry.value.get("participation");
            let Some(factor) = table.and_then(|table| table.get("common-factor")) else {
                continue;
            };
            let Some(rank) = factor.number().filter(|rank| *rank > 0.0 && *rank <= 1.0) else {
                continue;
            };
            let table = table.unwrap_or(factor);
            let sources = self.inherited(table, &poll.sources);
            let mut uncertain: Vec<InputId> = poll
                .admits
                .iter()
                .map(|admission| admission.participation)
                .filter(|id| !self.inputs[id.0].is_fixed())
                .collect();
            uncertain.sort();
            uncertain.dedup();
            if uncertain.len() > MOST_TOGETHER {
                self.too_many_together(factor, uncertain.len());
                continue;
            }
            if self.correlations.len() > MOST_PAIRS {
                self.too_many_together(factor, self.correlations.len());
                return;
            }
            for (at, &a) in uncertain.iter().enumerate() {
                for &b in &uncertain[at + 1..] {
                    if self.correlated.insert((a, b)) {
                        self.correlations.push(Correlation {
                            between: (a, b),
                            rank,
                            sources: sources.clone(),
                        });
                    }
                }
            }
        }
    }

    fn too_many_together(&mut self, node: &Node, found: usize) {
        self.sink.error(
            node.at,
            Rule::TooMany {
                what: "assumptions correlated with one another".into(),
                found,
                most: MOST_TOGETHER,
            },
            "share an input instead: { input = \"ID\" }",
        );
    }

    /// All correlations together are those of some joint law.
    pub(super) fn correlations_hold(&mut self) {
        let place = match self.root.get("correlation").map(Node::items) {
            Some([first, ..]) => first.clone(),
            _ => self.root.clone(),
        };
        for members in clusters(&self.correlations) {
            if members.len() > MOST_TOGETHER {
                self.too_many_together(&place, members.len());
            } else if !holds(&members, &self.correlations) {
                let paths: Vec<&str> = members
                    .iter()
                    .take(6)
                    .map(|id| self.inputs[id.0].path.as_str())
                    .collect();
                self.sink.error(
                    place.at,
                    Rule::CorrelationsClash(format!("those among {}", paths.join(", "))),
                    "if a goes with b and b with c, then a cannot go against c; bring the ranks closer to 0",
                );
            }
        }
    }
}

/// Sets of inputs that are correlated with one another, directly or through others.
fn clusters(correlations: &[Correlation]) -> Vec<Vec<InputId>> {
    let mut leader: BTreeMap<InputId, InputId> = BTreeMap::new();
    fn find(leader: &BTreeMap<InputId, InputId>, mut id: InputId) -> InputId {
        while leader[&id] != id {
            id = leader[&id];
        }
        id
    }
    for correlation in correlations {
        let (a, b) = correlation.between;
        leader.entry(a).or_insert(a);
        leader.entry(b).or_insert(b);
        let (a, b) = (find(&leader, a), find(&leader, b));
        leader.insert(a.max(b), a.min(b));
    }
    let mut clusters: BTreeMap<InputId, Vec<InputId>> = BTreeMap::new();
    for &id in leader.keys() {
        clusters.entry(find(&leader, id)).or_default().push(id);
    }
    clusters.into_values().collect()
}

/// Whether the copula's matrix of a cluster is positive semidefinite.
fn holds(members: &[InputId], correlations: &[Correlation]) -> bool {
    let n = members.len();
    let position: BTreeMap<InputId, usize> = members.iter().copied().zip(0..).collect();
    let mut matrix = vec![vec![0.0; n]; n];
    for (at, row) in matrix.iter_mut().enumerate() {
        row[at] = 1.0;
    }
    for correlation in correlations {
        let (a, b) = correlation.between;
        if let (Some(&a), Some(&b)) = (position.get(&a), position.get(&b)) {
            let parameter = copula_parameter(correlation.rank);
            matrix[a][b] = parameter;
            matrix[b][a] = parameter;
        }
    }
    Cholesky::new(&matrix).is_ok()
}
