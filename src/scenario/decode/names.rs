//! Ids and labels of reported figures that the author did not name.

use std::collections::{BTreeMap, BTreeSet};

use super::Decoder;
use crate::model::{Poll, PollId, Quantity, Reported};
use crate::scenario::rule::Rule;
use crate::scenario::tree::Node;
use crate::units::SimTime;

impl Decoder<'_, '_> {
    /// Figures that would have the same id get `-2`, `-3`, …; an id the author gave stands alone.
    pub(super) fn name_apart(&mut self, reported: &mut [Reported], places: &[&Node]) {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for (figure, node) in reported.iter().zip(places) {
            if let Some(id) = node.get("id")
                && !taken.insert(figure.id.clone())
            {
                let id_text = figure.id.clone();
                self.sink.error(
                    id.at,
                    Rule::Duplicate {
                        what: "reported figure",
                        id: id_text,
                    },
                    "choose another id",
                );
            }
        }
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        for (figure, node) in reported.iter_mut().zip(places) {
            if node.get("id").is_some() {
                continue;
            }
            let stem = figure.id.clone();
            let number = numbers.entry(stem.clone()).or_insert(1);
            while !taken.insert(figure.id.clone()) {
                *number += 1;
                figure.id = format!("{stem}-{number}");
            }
        }
    }
}

/// Contest, option and time of a quantity, where it has them.
fn parts(quantity: Quantity) -> (Option<usize>, Option<usize>, Option<SimTime>) {
    match quantity {
        Quantity::BallotsCast { at } | Quantity::Turnout { at, .. } => (None, None, at),
        Quantity::Valid { contest } | Quantity::Invalid { contest } => (Some(contest), None, None),
        Quantity::Votes { contest, option }
        | Quantity::VotePercent {
            contest, option, ..
        } => (Some(contest), Some(option), None),
        Quantity::Registered | Quantity::Abstentions => (None, None, None),
    }
}

/// `tskhinvali.ballots-cast.final`, `tskhinvali.turnout-percent@12:00.day`.
pub(super) fn auto_id(
    word: &str,
    quantity: Quantity,
    about: &[PollId],
    stage: Option<&str>,
    polls: &[Poll],
) -> String {
    let names: Vec<&str> = about.iter().map(|poll| polls[poll.0].id.as_str()).collect();
    let mut id = format!("{}.{word}", names.join("+"));
    let (contest, option, at) = parts(quantity);
    if let Some(contest) = contest.map(|at| &polls[about[0].0].contests[at]) {
        id += &format!(".{}", contest.id);
        if let Some(option) = option {
            id += &format!(".{}", contest.options[option].0);
        }
    }
    if let Some(at) = at {
        id += &format!("@{at}");
    }
    if let Some(stage) = stage {
        id += &format!(".{}", stage.replace(' ', "-"));
    }
    id
}

/// `ballots cast, Referendum run from Tskhinvali (final)`.
pub(super) fn auto_label(
    quantity: Quantity,
    about: &[PollId],
    stage: Option<&str>,
    polls: &[Poll],
) -> String {
    let names: Vec<&str> = about
        .iter()
        .map(|poll| polls[poll.0].label.as_str())
        .collect();
    let (contest, option, at) = parts(quantity);
    let contest = contest.map(|at| &polls[about[0].0].contests[at]);
    let option = contest
        .zip(option)
        .map(|(contest, at)| contest.options[at].1.as_str());
    let what = match quantity {
        Quantity::Registered => "registered electors".to_string(),
        Quantity::BallotsCast { .. } => "ballots cast".to_string(),
        Quantity::Turnout { .. } => "turnout".to_string(),
        Quantity::Valid { .. } => "valid votes".to_string(),
        Quantity::Invalid { .. } => "invalid votes".to_string(),
        Quantity::Votes { .. } => format!("votes for {}", option.unwrap_or_default()),
        Quantity::VotePercent { .. } => format!("share for {}", option.unwrap_or_default()),
        Quantity::Abstentions => "abstentions".to_string(),
    };
    let mut label = what;
    if let Some(at) = at {
        label += &format!(" by {at}");
    }
    if let Some(contest) = contest {
        label += &format!(", {}", contest.label);
    }
    // A figure of one poll always stands beside the name of its poll.
    if names.len() > 1 {
        label += &format!(", {}", names.join(" + "));
    }
    if let Some(stage) = stage {
        label += &format!(" ({stage})");
    }
    label
}
