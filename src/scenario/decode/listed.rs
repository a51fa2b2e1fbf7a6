//! Stations that a table lists one by one.

use std::sync::Arc;

use super::Decoder;
use crate::model::{Poll, Roll, StationList};
use crate::scenario::rule::Rule;
use crate::scenario::tree::Node;

impl Decoder<'_, '_> {
    /// The list of a set's table, if the set has one that can be read.
    pub(super) fn station_list(&mut self, set: &Node) -> Option<Arc<StationList>> {
        let file = set.get("file").filter(|file| file.text().is_some())?;
        if let Some(size) = set.entry("size") {
            self.sink.error(
                size.at,
                Rule::DoesNotGoWith {
                    key: "size".into(),
                    with: "`file`".into(),
                },
                "remove it: the table's registered electors say how unequal the stations are",
            );
        }
        self.shelf.stations(file, self.sink)
    }

    /// Warns where the tables of all sets add up to another roll than the poll's.
    pub(super) fn rolls_agree(&mut self, node: &Node, poll: &Poll) {
        let (Roll::Stated(roll), Some(entry)) = (&poll.roll, node.entry("registered")) else {
            return;
        };
        let lists = poll.stations.iter().map(|set| set.list.as_ref());
        let Some(stations) = lists
            .map(|list| Some(list?.registered()))
            .sum::<Option<u64>>()
        else {
            return;
        };
        let input = &self.inputs[roll.0];
        let stated = input.median();
        if input.is_fixed() && !poll.stations.is_empty() && stated != stations as f64 {
            self.sink.warn(
                entry.at,
                Rule::RollDiffers {
                    stations,
                    roll: stated as u64,
                },
                "if both are right, say in a `note` why; the roll is the base of percentages, the table only divides people among stations",
            );
        }
    }
}
