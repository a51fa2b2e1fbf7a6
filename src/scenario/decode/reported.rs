//! Reported figures and figures of context.

use super::names::{auto_id, auto_label};
use super::{Decoder, figure, find_among, flag, poll_list};
use crate::model::{Base, Direction, Figure, Poll, PollId, Precision, Quantity, Reported};
use crate::scenario::format_reports::QUANTITIES;
use crate::scenario::rule::Rule;
use crate::scenario::shape::{nearest, quoted};
use crate::scenario::time;
use crate::scenario::tree::Node;
use crate::units::SimTime;

impl Decoder<'_, '_> {
    /// `[[reported]]`.
    pub(super) fn reported(&mut self, polls: &[Poll]) -> Vec<Reported> {
        let list = self.root.get("reported").map_or(&[][..], Node::items);
        let stages = self.stages();
        let mut reported = Vec::new();
        let mut places = Vec::new();
        for node in list {
            if let Some(figure) = self.report(node, polls, &stages) {
                reported.push(figure);
                places.push(node);
            }
        }
        self.name_apart(&mut reported, &places);
        reported
    }

    fn report(&mut self, node: &Node, polls: &[Poll], stages: &[String]) -> Option<Reported> {
        let about = poll_list(self, node.get("poll"));
        let stage_order = self.stage_order(node, stages);
        let sources = self.sources_of(node, &[]);
        let quantity = self.quantity(node, &about, polls);
        let figure = self.figure(node);
        let (quantity, figure) = (quantity?, figure?);
        if about.is_empty() {
            return None;
        }
        let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_string);
        let stage = text("stage");
        let word = text("quantity").unwrap_or_default();
        Some(Reported {
            id: text("id")
                .unwrap_or_else(|| auto_id(&word, quantity, &about, stage.as_deref(), polls)),
            label: text("label")
                .unwrap_or_else(|| auto_label(quantity, &about, stage.as_deref(), polls)),
            polls: about,
            quantity,
            direction: direction(node, &figure),
            figure,
            stage,
            stage_order,
            claimant: text("claimant"),
            headline: flag(node, "headline", false),
            used_for_assumptions: flag(node, "used-for-assumptions", false),
            sources,
            note: text("note"),
        })
    }

    pub(super) fn stage_order(&mut self, node: &Node, stages: &[String]) -> u32 {
        let Some(stage) = node.get("stage") else {
            return 0;
        };
        let Some(name) = stage.text() else { return 0 };
        if let Some(at) = stages.iter().position(|known| known == name) {
            return at as u32 + 1;
        }
        let names: Vec<&str> = stages.iter().map(String::as_str).collect();
        let help = match nearest(name, names.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!(
                "the stages are {}; add it to `stages` at the top of the file",
                quoted(&names)
            ),
        };
        self.sink.error(
            stage.at,
            Rule::Dangling {
                what: "stage",
                id: name.to_string(),
            },
            help,
        );
        0
    }

    /// The figure itself; a quantity in percent takes `percent`, all others `persons`.
    fn figure(&mut self, node: &Node) -> Option<Figure> {
        let word = node.get("quantity").and_then(Node::text)?;
        if !QUANTITIES.contains(&word) {
            return None;
        }
        let in_percent = word.ends_with("-percent");
        let (wanted, other) = if in_percent {
            ("percent", "persons")
        } else {
            ("persons", "percent")
        };
        if let (Some(entry), None) = (node.entry(other), node.get(wanted)) {
            self.sink.error(
                entry.at,
                Rule::DoesNotGoWith {
                    key: other.into(),
                    with: format!("quantity = \"{word}\""),
                },
                format!("write it under `{wanted}`, or choose another quantity"),
            );
            return None;
        }
        let stated = node.get(wanted)?;
        if in_percent {
            figure::percent(stated, self.sink)
        } else {
            figure::persons(stated, self.sink)
        }
    }

    fn quantity(&mut self, node: &Node, about: &[PollId], polls: &[Poll]) -> Option<Quantity> {
        let word = node.get("quantity").and_then(Node::text)?;
        if !QUANTITIES.contains(&word) {
            return None;
        }
        let by_contest = matches!(word, "valid" | "invalid" | "votes" | "vote-percent");
        let by_option = matches!(word, "votes" | "vote-percent");
        let by_time = matches!(word, "ballots-cast" | "turnout-percent");
        self.only_with(node, "contest", by_contest, word);
        self.only_with(node, "option", by_option, word);
        self.only_with(node, "at", by_time, word);
        self.only_with(node, "of", word.ends_with("-percent"), word);
        let at = if by_time {
            self.moment_reported(node, about, polls)
        } else {
            None
        };
        let contest = if by_contest {
            self.contest_reported(node, about, polls, word)
        } else {
            None
        };
        let option = match contest {
            Some(contest) if by_option => {
                self.option_reported(node, &polls[about.first()?.0], contest, word)
            }
            _ => None,
        };
        let base = self.base(node, word);
        Some(match word {
            "registered" => Quantity::Registered,
            "ballots-cast" => Quantity::BallotsCast { at },
            "turnout-percent" => Quantity::Turnout { of: base?, at },
            "valid" => Quantity::Valid { contest: contest? },
            "invalid" => Quantity::Invalid { contest: contest? },
            "votes" => Quantity::Votes {
                contest: contest?,
                option: option?,
            },
            "vote-percent" => Quantity::VotePercent {
                contest: contest?,
                option: option?,
                of: base?,
            },
            "abstentions" => Quantity::Abstentions,
            _ => return None,
        })
    }

    fn only_with(&mut self, node: &Node, key: &str, allowed: bool, word: &str) {
        if let (Some(entry), false) = (node.entry(key), allowed) {
            self.sink.error(
                entry.at,
                Rule::DoesNotGoWith {
                    key: key.into(),
                    with: format!("quantity = \"{word}\""),
                },
                "remove it",
            );
        }
    }

    fn moment_reported(
        &mut self,
        node: &Node,
        about: &[PollId],
        polls: &[Poll],
    ) -> Option<SimTime> {
        let stated = node.get("at")?;
        let at = time::of(stated)?;
        for poll in about {
            let poll = &polls[poll.0];
            if at < poll.opens || at > poll.closes {
                self.outside(at, stated, "at", poll);
            }
        }
        Some(at)
    }

    /// The base of a percentage.
    fn base(&mut self, node: &Node, word: &str) -> Option<Base> {
        let Some(of) = node.get("of") else {
            if word == "vote-percent" {
                self.sink.error(
                    node.at,
                    Rule::NeededWith {
                        key: "of".into(),
                        with: "quantity = \"vote-percent\"".into(),
                    },
                    "say of what: of = \"valid\", \"ballots\", \"registered\" or \"eligible\"",
                );
                return None;
            }
            return Some(Base::Registered);
        };
        let base = match of.text()? {
            "valid" => Base::Valid,
            "ballots" => Base::Ballots,
            "registered" => Base::Registered,
            "eligible" => Base::Eligible,
            _ => return None,
        };
        if word == "turnout-percent" && matches!(base, Base::Valid | Base::Ballots) {
            self.sink.error(
                of.at,
                Rule::WrongBase {
                    base: of.text().unwrap_or_default().into(),
                    quantity: word.into(),
                },
                "turnout is a percentage of \"registered\" or \"eligible\"",
            );
        }
        Some(base)
    }

    /// The contest a figure is about; it stands at the same place in all polls that are added up.
    fn contest_reported(
        &mut self,
        node: &Node,
        about: &[PollId],
        polls: &[Poll],
        word: &str,
    ) -> Option<usize> {
        let first = &polls[about.first()?.0];
        let Some(named) = node.get("contest") else {
            if first.contests.len() == 1 && about.len() == 1 {
                return Some(0);
            }
            self.sink.error(
                node.at,
                Rule::NeededWith {
                    key: "contest".into(),
                    with: format!("quantity = \"{word}\""),
                },
                "say in which contest of the poll",
            );
            return None;
        };
        let contest = self.contest_of(first, named)?;
        for poll in &about[1..] {
            if self.contest_of(&polls[poll.0], named) != Some(contest) {
                let id = named.text().unwrap_or_default().to_string();
                self.sink.error(
                    named.at,
                    Rule::ContestMoves(id),
                    "list the contests of these polls in the same order",
                );
            }
        }
        Some(contest)
    }

    fn option_reported(
        &mut self,
        node: &Node,
        poll: &Poll,
        contest: usize,
        word: &str,
    ) -> Option<usize> {
        let options = &poll.contests[contest].options;
        let Some(named) = node.get("option") else {
            let ids: Vec<&str> = options
                .iter()
                .map(|option| option.0.as_str())
                .take(12)
                .collect();
            self.sink.error(
                node.at,
                Rule::NeededWith {
                    key: "option".into(),
                    with: format!("quantity = \"{word}\""),
                },
                format!("one of {}", quoted(&ids)),
            );
            return None;
        };
        let ids = options.iter().map(|option| option.0.as_str());
        find_among(self.sink, "option", named, ids)
    }
}

/// The side that would be remarkable: stated, else what the figure itself implies.
fn direction(node: &Node, figure: &Figure) -> Direction {
    match node.get("direction").and_then(Node::text) {
        Some("high") => return Direction::High,
        Some("low") => return Direction::Low,
        Some(_) => return Direction::Both,
        None => {}
    }
    match figure {
        Figure::Count(Precision::MoreThan(_) | Precision::AtLeast(_))
        | Figure::Percent(Precision::MoreThan(_) | Precision::AtLeast(_)) => Direction::High,
        Figure::Count(Precision::LessThan(_) | Precision::AtMost(_))
        | Figure::Percent(Precision::LessThan(_) | Precision::AtMost(_)) => Direction::Low,
        _ => Direction::Both,
    }
}
