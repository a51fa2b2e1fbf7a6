//! Which lane plays which stations.

use crate::model::{Assumptions, DisturbanceKind, StationSet};

/// A way of playing a station's day. All give the same tallies, bit for bit, where they apply.
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
}

/// Whether the station lane can play a set: `poll` and `at` are its positions, `circle` tells
/// whether its poll shares a calendar with others.
pub(super) fn is_plain(assumptions: &Assumptions, poll: usize, at: usize, circle: bool) -> bool {
    let set: &StationSet = &assumptions.polls[poll].stations[at];
    let booths_change = assumptions.disturbances.iter().any(|disturbance| {
        disturbance.poll.0 == poll
            && disturbance.sets.contains(&at)
            && matches!(disturbance.kind, DisturbanceKind::Booths { .. })
    });
    !circle && !booths_change && set.desk.is_none() && set.come_back.is_none()
}
