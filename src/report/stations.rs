//! Stations as they were reported, on the terminal and in the document.

use serde_json::{Value, json};

use super::page::Page;
use super::{clean, words};
use crate::compare::Comparison;
use crate::compare::stations::StationComparison;
use crate::model::Scenario;
use crate::words::charts::sentence;
use crate::words::charts::stations as says;

/// Most stations that the document lists one by one; those of larger sets are in `charts/`.
const MOST_LISTED: usize = 10_000;

/// What the ranks of stations say, one item a set of stations; nothing where no station has a rank.
pub fn show(page: &mut Page, scenario: &Scenario, comparison: &Comparison) {
    let sets = comparison.stations.iter();
    let told: Vec<_> = sets
        .filter_map(|it| Some((it, it.ranks.as_ref()?)))
        .collect();
    if told.is_empty() {
        return;
    }
    page.heading(words::terminal::STATIONS);
    for (it, ranks) in told {
        let place = says::place(scenario, it);
        let finding = sentence(&says::finding(it, ranks));
        let (meaning, left_out) = (says::meaning(it, ranks), says::left_out(it));
        let text = format!("{place}: {finding}. {meaning} {left_out}");
        page.item("- ", text.trim_end());
    }
}

/// A set of stations of the document: numbers unrounded.
pub fn of_stations(scenario: &Scenario, it: &StationComparison) -> Value {
    let returns = &scenario.returns[it.returns];
    let poll = &scenario.assumptions.polls[returns.poll.0];
    let set = &poll.stations[returns.set];
    let option = returns.option.map(|(contest, option)| {
        let contest = &poll.contests[contest];
        json!({ "contest": contest.id, "option": contest.options[option].0 })
    });
    let id = |number| {
        let station = set.list.as_ref().and_then(|list| list.station(number));
        station.map(|station| clean::plain(&station.id))
    };
    let few = it.stations.len() <= MOST_LISTED;
    json!({
        "poll": poll.id,
        "set": set.id,
        "of": option,
        "days": it.days,
        "shown_trial": it.shown,
        "not_reported": it.silent,
        "without_electors": it.empty,
        "stations_may_differ": it.may_differ,
        "ranks": it.ranks.map(|ranks| json!({
            "distance": ranks.distance,
            "limit": ranks.limit,
            "p": ranks.p,
            "in_middle_half": ranks.in_middle_half,
            "leave_band": ranks.leaves_band(),
        })),
        "stations": few.then(|| it.stations.iter().map(|at| json!({
            "station": id(at.station),
            "registered": at.registered,
            "turnout_reported": at.turnout(&at.reported),
            "turnout_simulated": at.turnout(&at.simulated),
            "share_reported": at.reported.share(),
            "share_simulated": at.simulated.share(),
            "rank": it.ranks.map(|_| at.rank),
        })).collect::<Vec<_>>()),
    })
}
