//! Picking parts of a scenario by the names typed.

use super::exit::Failure;
use crate::engine::TraceEvent;
use crate::model::{Assumptions, PollId, Scenario, StationList};
use crate::words;

/// Leaves only the variants asked for, in file order; asking for none leaves all. The base set of
/// assumptions (`base`) is always there.
///
/// # Errors
/// [`Failure::Unknown`] for a name that is not a variant's.
pub fn variants(scenario: &mut Scenario, asked: &[String]) -> Result<(), Failure> {
    if asked.is_empty() {
        return Ok(());
    }
    for id in asked {
        assumptions(scenario, Some(id))?;
    }
    scenario
        .variants
        .retain(|variant| asked.contains(&variant.id));
    Ok(())
}

/// The assumptions of a variant, or the base set.
///
/// # Errors
/// [`Failure::Unknown`] for a name that is not a variant's.
pub fn assumptions<'a>(
    scenario: &'a Scenario,
    id: Option<&str>,
) -> Result<&'a Assumptions, Failure> {
    match id {
        None | Some("base") => Ok(&scenario.assumptions),
        Some(id) => scenario
            .variants
            .iter()
            .find(|variant| variant.id == id)
            .map(|variant| &variant.assumptions)
            .ok_or_else(|| Failure::Unknown {
                what: "variant",
                name: id.into(),
                known: std::iter::once("base".to_string())
                    .chain(scenario.variants.iter().map(|variant| variant.id.clone()))
                    .collect(),
            }),
    }
}

/// Makes the named set of assumptions the scenario's only one; `base`, or none, leaves the base set.
///
/// # Errors
/// [`Failure::Unknown`] for a name that is not a variant's.
pub fn set(scenario: &mut Scenario, id: Option<&str>) -> Result<(), Failure> {
    scenario.assumptions = assumptions(scenario, id)?.clone();
    scenario.variants.clear();
    Ok(())
}

/// Id and label of the set of assumptions in which what is at `paths` shall move; `None` for the base set.
///
/// # Errors
/// [`Failure::Unknown`] for a set that is not there, [`Failure::Settled`] for one that overrides what
/// should move.
pub fn set_to_move_in(
    scenario: &Scenario,
    id: Option<&str>,
    paths: &[&str],
) -> Result<Option<(String, String)>, Failure> {
    assumptions(scenario, id)?;
    let mut sets = scenario.variants.iter();
    let Some(set) = sets.find(|it| Some(it.id.as_str()) == id) else {
        return Ok(None);
    };
    let settled = |path: &&&str| set.overrides.iter().any(|it| overlap(it, path));
    match paths.iter().find(settled) {
        Some(path) => Err(Failure::Settled {
            variant: set.id.clone(),
            path: path.to_string(),
        }),
        None => Ok(Some((set.id.clone(), set.label.clone()))),
    }
}

/// Whether two paths are about the same value, or one holds the other.
fn overlap(one: &str, other: &str) -> bool {
    let bare = |path: &str| format!("{}.", path.strip_suffix(".value").unwrap_or(path));
    let (one, other) = (bare(one), bare(other));
    one.starts_with(&other) || other.starts_with(&one)
}

/// Some of the stations of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stations {
    poll: PollId,
    set: Option<usize>,
    number: Option<u32>,
}

impl Stations {
    /// Whether an event happened at one of them.
    pub fn holds(&self, event: &TraceEvent) -> bool {
        self.poll == event.poll
            && self.set.is_none_or(|set| set == event.set)
            && self.number.is_none_or(|number| number == event.station)
    }
}

/// The stations named by `POLL`, `POLL/SET`, `POLL/SET/NUMBER` (from 1), or `POLL/SET/ID` where a
/// table lists them.
///
/// # Errors
/// [`Failure::Unknown`] for a poll, set or number that is not there.
pub fn station(assumptions: &Assumptions, name: &str) -> Result<Stations, Failure> {
    let unknown = |what, known| Failure::Unknown {
        what,
        name: name.into(),
        known,
    };
    let mut parts = name.splitn(3, '/');
    let (poll, set, number) = (parts.next(), parts.next(), parts.next());
    let polls = &assumptions.polls;
    let at = polls
        .iter()
        .position(|it| Some(it.id.as_str()) == poll)
        .ok_or_else(|| unknown("poll", polls.iter().map(|it| it.id.clone()).collect()))?;
    let sets = &polls[at].stations;
    let set = set.map(|set| {
        sets.iter().position(|it| it.id == set).ok_or_else(|| {
            let known = sets.iter().map(|it| format!("{}/{}", polls[at].id, it.id));
            unknown("set of stations", known.collect())
        })
    });
    let set = set.transpose()?;
    let number = number.map(|number| {
        let count = set.map_or(0, |set| sets[set].count);
        let list = set.and_then(|set| sets[set].list.as_ref());
        let by_id = list.and_then(|list| {
            let at = list.stations.binary_search_by(|it| (*it.id).cmp(number));
            Some(at.ok()? as u32 + 1)
        });
        by_id
            .or_else(|| number.parse().ok().filter(|_| list.is_none()))
            .filter(|number| (1..=count).contains(number))
            .ok_or_else(|| unknown("station", known_stations(list.map(|list| &**list), count)))
    });
    Ok(Stations {
        poll: PollId(at),
        set,
        number: number.transpose()?,
    })
}

/// What there is, for somebody who has asked for another station.
fn known_stations(list: Option<&StationList>, count: u32) -> Vec<String> {
    let Some(list) = list else {
        return vec![words::command::numbered_stations(count)];
    };
    let some = list.stations.iter().take(5).map(|it| it.id.to_string());
    let more = list.stations.len().saturating_sub(5);
    let more = (more > 0).then(|| words::command::more_stations(more, &list.file));
    some.chain(more).collect()
}

/// Makes sure that all figures asked for are reported.
///
/// # Errors
/// [`Failure::Unknown`] for an id that is no figure's.
pub fn figures(scenario: &Scenario, asked: &[String]) -> Result<(), Failure> {
    let all = &scenario.reported;
    match asked.iter().find(|id| all.iter().all(|it| it.id != **id)) {
        Some(name) => Err(Failure::Unknown {
            what: "figure",
            name: name.into(),
            known: all.iter().map(|it| it.id.clone()).collect(),
        }),
        None => Ok(()),
    }
}

/// The polls asked for by id, in the order of the assumptions; asking for none means all.
///
/// # Errors
/// [`Failure::Unknown`] for an id that is no poll's.
pub fn polls(assumptions: &Assumptions, asked: &[String]) -> Result<Vec<PollId>, Failure> {
    let all = &assumptions.polls;
    if let Some(name) = asked.iter().find(|id| all.iter().all(|it| it.id != **id)) {
        return Err(Failure::Unknown {
            what: "poll",
            name: name.clone(),
            known: all.iter().map(|it| it.id.clone()).collect(),
        });
    }
    let wanted = |at: &usize| asked.is_empty() || asked.contains(&all[*at].id);
    Ok((0..all.len()).filter(wanted).map(PollId).collect())
}
