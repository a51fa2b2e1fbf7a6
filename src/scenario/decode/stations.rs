//! Sets of polling stations.

use super::inputs::Place;
use super::{Decoder, label_of};
use crate::model::{
    ArrivalProfile, ComeBack, Desk, GroupId, MobileBox, PersonLaw, Poll, SourceId, StationSet,
};
use crate::scenario::measures::{
    FACTOR, MINUTES, SECONDS, SHARE, SIZE, THINGS, THINGS_OR_NONE, WEIGHT,
};
use crate::scenario::rule::Rule;
use crate::scenario::shape::Measure;
use crate::scenario::time;
use crate::scenario::tree::{Entry, Node};
use crate::units::SimTime;

/// Most stations of one poll.
const MOST_STATIONS: u64 = 1_000_000;

/// Where a set's values stand and how they are called.
struct Set<'p> {
    path: String,
    words: String,
    sources: &'p [SourceId],
}

impl Set<'_> {
    fn place(&self, key: &str, label: &str, measure: &'static Measure) -> Place<'_> {
        Place {
            path: format!("{}.{key}", self.path),
            label: format!("{label}: {}", self.words),
            measure,
            inherited: self.sources,
        }
    }
}

impl Decoder<'_, '_> {
    /// Decodes the stations of a poll whose groups are known.
    pub(super) fn stations(&mut self, node: &Node, poll: &mut Poll) {
        let Some(table) = node.entry("stations") else {
            return;
        };
        let sets = table.value.entries();
        if sets.is_empty() && table.value.is_table() {
            self.sink.error(
                table.at,
                Rule::Empty {
                    what: "`stations`".into(),
                    least: "one set".into(),
                },
                format!("head it [polls.{}.stations.all]", poll.id),
            );
        }
        let inherited = self.inherited(&table.value, &poll.sources);
        for entry in sets {
            let set = self.station_set(entry, poll, sets.len(), &inherited);
            poll.stations.push(set);
        }
        let count: u64 = poll.stations.iter().map(|set| u64::from(set.count)).sum();
        if count > MOST_STATIONS {
            self.sink.error(
                table.at,
                Rule::TooMany {
                    what: "stations in one poll".into(),
                    found: count as usize,
                    most: MOST_STATIONS as usize,
                },
                "",
            );
        }
        self.everybody_is_served(table, poll);
        self.rolls_agree(node, poll);
    }

    fn everybody_is_served(&mut self, table: &Entry, poll: &Poll) {
        let incomplete = table
            .value
            .entries()
            .iter()
            .any(|set| set.value.get("serves").is_none());
        if incomplete {
            return;
        }
        for admission in &poll.admits {
            let served = poll
                .stations
                .iter()
                .any(|set| set.serves.contains(&admission.group));
            if !served {
                let id = self.groups[admission.group.0].id.clone();
                self.sink.error(
                    table.at,
                    Rule::NotServed(id.clone()),
                    format!("add \"{id}\" to `serves` of a set of stations"),
                );
            }
        }
    }

    fn station_set(
        &mut self,
        entry: &Entry,
        poll: &Poll,
        sets: usize,
        inherited: &[SourceId],
    ) -> StationSet {
        let node = &entry.value;
        let label = label_of(entry);
        let sources = self.sources_of(node, inherited);
        let set = Set {
            path: format!("polls.{}.stations.{}", poll.id, entry.key),
            words: if sets == 1 {
                poll.label.clone()
            } else {
                format!("{label}, {}", poll.label)
            },
            sources: &sources,
        };
        let booths = self.input(
            node.get("booths"),
            1.0,
            set.place("booths", "booths per station", &THINGS),
        );
        let service = self.service(node, &set, "");
        let size = node.get("size").map(|size| {
            self.bare_law(size, &set.place("size", "size of a station", &SIZE))
                .0
        });
        let ballot_papers = node.get("ballot-papers").map(|papers| {
            let place = set.place(
                "ballot-papers",
                "ballot papers per station",
                &THINGS_OR_NONE,
            );
            self.input(Some(papers), 0.0, place)
        });
        let turn_back_at = node.get("turn-back-at").map(|many| {
            let place = set.place("turn-back-at", "queue at which people turn back", &THINGS);
            self.input(Some(many), 1.0, place)
        });
        let list = self.station_list(node);
        let stated = node.get("count").and_then(Node::whole);
        let stated = stated.and_then(|count| u32::try_from(count).ok());
        let listed = list.as_ref().map(|list| list.stations.len() as u32);
        StationSet {
            id: entry.key.clone(),
            count: listed
                .or(stated.filter(|count| *count <= 100_000))
                .unwrap_or(1),
            list,
            serves: self.serves(entry, poll, sets),
            size,
            booths,
            desk: self.desk(node, &set),
            service,
            arrivals: self.arrivals(node, poll, &set),
            patience: self.patience(node, &set),
            turn_back_at,
            come_back: self.come_back(node, &set),
            ballot_papers,
            mobile: self.mobile(node, &set),
            label,
            sources: sources.clone(),
        }
    }

    fn serves(&mut self, entry: &Entry, poll: &Poll, sets: usize) -> Vec<GroupId> {
        let Some(list) = entry.value.get("serves") else {
            if sets > 1 {
                self.sink.error(
                    entry.at,
                    Rule::NeededWith {
                        key: "serves".into(),
                        with: "several sets of stations in one poll".into(),
                    },
                    "name the groups that vote here: serves = [\"GROUP\"]",
                );
            }
            return poll
                .admits
                .iter()
                .map(|admission| admission.group)
                .collect();
        };
        let groups = self.groups_named(Some(list));
        for group in &groups {
            if poll
                .admits
                .iter()
                .all(|admission| admission.group != *group)
            {
                let id = self.groups[group.0].id.clone();
                let at = list.items().iter().find(|name| name.text() == Some(&id));
                self.sink.error(
                    at.map_or(list.at, |name| name.at),
                    Rule::NotAdmitted {
                        group: id,
                        poll: poll.id.clone(),
                    },
                    "remove it, or give the group a participation",
                );
            }
        }
        groups
    }

    /// `PREFIXservice-seconds` with its pace.
    fn service(&mut self, node: &Node, set: &Set<'_>, prefix: &str) -> PersonLaw {
        let whose = if prefix.is_empty() {
            "service time"
        } else {
            "service time at the desk"
        };
        self.person_law(
            node.get("service-seconds"),
            node.get("service-pace"),
            SimTime::SECOND,
            set.place(&format!("{prefix}service-seconds"), whose, &SECONDS),
            set.place(
                &format!("{prefix}service-pace"),
                &format!("pace of the {whose}"),
                &FACTOR,
            ),
        )
    }

    fn desk(&mut self, node: &Node, set: &Set<'_>) -> Option<Desk> {
        let desk = node.get("desk").filter(|desk| desk.is_table())?;
        let place = set.place("desk.clerks", "clerks per station", &THINGS);
        Some(Desk {
            clerks: self.input(desk.get("clerks"), 1.0, place),
            service: self.service(desk, set, "desk."),
        })
    }

    fn patience(&mut self, node: &Node, set: &Set<'_>) -> Option<PersonLaw> {
        let Some(law) = node.get("patience-minutes") else {
            if let Some(entry) = node.entry("patience-pace") {
                self.sink.error(
                    entry.at,
                    Rule::NeededWith {
                        key: "patience-minutes".into(),
                        with: "`patience-pace`".into(),
                    },
                    "without it people wait for ever",
                );
            }
            return None;
        };
        Some(self.person_law(
            Some(law),
            node.get("patience-pace"),
            SimTime::MINUTE,
            set.place("patience-minutes", "patience", &MINUTES),
            set.place("patience-pace", "pace of the patience", &FACTOR),
        ))
    }

    fn come_back(&mut self, node: &Node, set: &Set<'_>) -> Option<ComeBack> {
        let back = node
            .entry("come-back")
            .filter(|entry| entry.value.is_table())?;
        if node.get("patience-minutes").is_none() && node.get("turn-back-at").is_none() {
            self.sink.error(
                back.at,
                Rule::NeededWith {
                    key: "patience-minutes".into(),
                    with: "`come-back`".into(),
                },
                "without it (or `turn-back-at`) nobody gives up, so nobody can come back",
            );
        }
        let place = set.place(
            "come-back.share",
            "share of those who gave up who come back",
            &SHARE,
        );
        Some(ComeBack {
            share: self.input(back.value.get("share"), 0.0, place),
            after: self.person_law(
                back.value.get("after-minutes"),
                None,
                SimTime::MINUTE,
                set.place(
                    "come-back.after-minutes",
                    "time until they come back",
                    &MINUTES,
                ),
                set.place("come-back.after-pace", "pace of coming back", &FACTOR),
            ),
        })
    }

    fn mobile(&mut self, node: &Node, set: &Set<'_>) -> Option<MobileBox> {
        let mobile = node.get("mobile").filter(|mobile| mobile.is_table())?;
        let share = set.place("mobile.share", "share voting at home", &SHARE);
        let boxes = set.place("mobile.boxes", "mobile boxes per station", &THINGS);
        Some(MobileBox {
            share: self.input(mobile.get("share"), 0.0, share),
            boxes: self.input(mobile.get("boxes"), 1.0, boxes),
            visit: self.person_law(
                mobile.get("visit-minutes"),
                None,
                SimTime::MINUTE,
                set.place(
                    "mobile.visit-minutes",
                    "visit with the mobile box",
                    &MINUTES,
                ),
                set.place("mobile.visit-pace", "pace of visits", &FACTOR),
            ),
        })
    }

    /// The arrival profile; flat when the file is silent.
    fn arrivals(&mut self, node: &Node, poll: &Poll, set: &Set<'_>) -> ArrivalProfile {
        let stated = node.get("arrivals");
        let mut points: Vec<(SimTime, Option<&Node>)> = Vec::new();
        for item in stated.map_or(&[][..], Node::items) {
            if let [at, weight] = item.items()
                && let Some(at) = time::of(at)
            {
                points.push((at, Some(weight)));
            }
        }
        if let Some(stated) = stated {
            self.profile_is_sound(stated, &points, poll);
        }
        if points.len() < 2 {
            points = vec![(poll.opens, None), (poll.closes, None)];
        }
        let points = points
            .into_iter()
            .map(|(at, weight)| {
                let label = format!("intensity of arrivals at {at}");
                let place = set.place(&format!("arrivals.{at}"), &label, &WEIGHT);
                (at, self.input(weight, 1.0, place))
            })
            .collect();
        let profile = ArrivalProfile { points };
        if let Some(stated) = stated
            && profile
                .points
                .iter()
                .all(|(_, id)| self.inputs[id.0].range() == (0.0, 0.0))
        {
            self.sink.error(
                stated.at,
                Rule::NobodyArrives,
                "give at least one time an intensity above 0",
            );
        }
        profile
    }

    fn profile_is_sound(
        &mut self,
        stated: &Node,
        points: &[(SimTime, Option<&Node>)],
        poll: &Poll,
    ) {
        if let Some(two) = points.windows(2).find(|two| two[1].0 <= two[0].0) {
            let at = two[1].1.map_or(stated.at, |node| node.at);
            self.sink.error(
                at,
                Rule::TimesOutOfOrder(format!("{} after {}", two[1].0, two[0].0)),
                "earlier times come first, each once",
            );
            return;
        }
        let (Some(first), Some(last)) = (points.first(), points.last()) else {
            return;
        };
        if first.0 > poll.opens {
            self.sink.error(
                stated.at,
                Rule::ArrivalsShort(format!(
                    "they begin at {}, doors open at {}",
                    first.0, poll.opens
                )),
                format!("begin with [\"{}\", …]", poll.opens),
            );
        }
        if last.0 < poll.closes {
            self.sink.error(
                stated.at,
                Rule::ArrivalsShort(format!(
                    "they end at {}, doors close at {}",
                    last.0, poll.closes
                )),
                format!("end with [\"{}\", …]", poll.closes),
            );
        }
    }
}
