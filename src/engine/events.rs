//! Which disturbances happen in a trial, and where.

use super::rules::Rules;
use super::timetable::Hit;
use crate::model::DisturbanceKind;
use crate::random::{Place, Purpose, open01};

/// What disturbs each station of each poll in this trial.
///
/// Whether a disturbance happens is one draw at its own address. It then hits the stated share of the
/// stations of its sets, rounded to whole stations: those whose own draw is smallest.
pub(super) fn all(rules: &Rules, hits: &mut Vec<Vec<Vec<Hit>>>) {
    hits.resize(rules.prepared.polls.len(), Vec::new());
    for (poll, plan) in hits.iter_mut().zip(&rules.prepared.polls) {
        poll.resize(plan.stations.len(), Vec::new());
        poll.iter_mut().for_each(Vec::clear);
    }
    let values = &rules.day.values;
    for (at, disturbance) in rules.assumptions.disturbances.iter().enumerate() {
        let poll = disturbance.poll.0;
        let id = &rules.assumptions.polls[poll].id;
        let dice = |place: Place| open01(rules.day.address(Purpose::Events, place).fast().bits());
        let whether = Place::of(&[id, &disturbance.label], 0);
        if dice(whether) > values[disturbance.probability.0] {
            continue;
        }
        let plan = &rules.prepared.polls[poll];
        let stations = disturbance
            .sets
            .iter()
            .flat_map(|&set| plan.sets[set].stations.clone());
        let mut drawn: Vec<(f64, Place, usize)> = stations
            .map(|station| {
                let place = plan.stations[station].place;
                (
                    dice(Place::of(&[&disturbance.label], place.0)),
                    place,
                    station,
                )
            })
            .collect();
        drawn.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let share = values[disturbance.share_of_stations.0].clamp(0.0, 1.0);
        let struck = (share * drawn.len() as f64).round() as usize;
        let value = match disturbance.kind {
            DisturbanceKind::Slow { factor: input, .. }
            | DisturbanceKind::Booths { booths: input, .. }
            | DisturbanceKind::Surge { share: input, .. } => values[input.0],
            _ => 0.0,
        };
        for &(_, _, station) in &drawn[..struck] {
            hits[poll][station].push(Hit {
                disturbance: at,
                value,
            });
        }
    }
}
