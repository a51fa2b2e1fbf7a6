//! Which lane plays which stations.

use super::error::EngineError;
use super::prepared::components;
use crate::model::{Assumptions, DisturbanceKind, StationSet};

/// A way of playing a station's day. The agenda and the station lane give the same tallies, bit for
/// bit, where both apply; the count lane answers less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lane {
    /// For each set of stations the fastest lane that can play it.
    #[default]
    Auto,
    /// A calendar of events; plays everything.
    Agenda,
    /// A recursion over the booths, no calendar; plays sets without a desk, without people who come
    /// back, with the same booths all day, and without travellers going both ways.
    Station,
    /// No clock: whoever comes votes. Never chosen by itself, and never for a part of the sets only.
    /// The same people come as in the other lanes; a day on which nobody is lost to doors, queues or
    /// papers has the same law of ballots. Nothing with a time of day is counted: those fields of the
    /// tally are 0, and so are those of persons who do not get to vote.
    Count,
}

impl Lane {
    /// The lane's word: `auto`, `agenda`, `station`, `count`.
    pub fn word(self) -> &'static str {
        match self {
            Lane::Auto => "auto",
            Lane::Agenda => "agenda",
            Lane::Station => "station",
            Lane::Count => "count",
        }
    }
}

/// Which lane plays which set, by poll and set: [`Lane::Agenda`], [`Lane::Station`], or all
/// [`Lane::Count`]; never [`Lane::Auto`]. What a report says about the run that `wanted` leads to.
///
/// # Errors
/// [`EngineError::Lane`] when the station lane is wanted and cannot play some set.
pub fn lanes(assumptions: &Assumptions, wanted: Lane) -> Result<Vec<Vec<Lane>>, EngineError> {
    let circles: Vec<Vec<usize>> = components(assumptions)
        .into_iter()
        .filter(|component| component.len() > 1)
        .collect();
    let of_set = |poll: usize, at: usize| {
        let circle = circles.iter().any(|circle| circle.contains(&poll));
        match (wanted, is_plain(assumptions, poll, at, circle)) {
            (Lane::Count, _) => Ok(Lane::Count),
            (Lane::Auto | Lane::Station, true) => Ok(Lane::Station),
            (Lane::Auto, false) | (Lane::Agenda, _) => Ok(Lane::Agenda),
            (Lane::Station, false) => Err(EngineError::Lane {
                poll: assumptions.polls[poll].id.clone(),
                set: assumptions.polls[poll].stations[at].id.clone(),
            }),
        }
    };
    let of_poll = |poll: usize| {
        let sets = 0..assumptions.polls[poll].stations.len();
        sets.map(|at| of_set(poll, at)).collect()
    };
    (0..assumptions.polls.len()).map(of_poll).collect()
}

/// Whether the station lane can play a set: `poll` and `at` are its positions, `circle` tells
/// whether its poll shares a calendar with others.
fn is_plain(assumptions: &Assumptions, poll: usize, at: usize, circle: bool) -> bool {
    let set: &StationSet = &assumptions.polls[poll].stations[at];
    let booths_change = assumptions.disturbances.iter().any(|disturbance| {
        disturbance.poll.0 == poll
            && disturbance.sets.contains(&at)
            && matches!(disturbance.kind, DisturbanceKind::Booths { .. })
    });
    !circle && !booths_change && set.desk.is_none() && set.come_back.is_none()
}
