//! Assumptions with something changed: other booths, other numbers of voters, nobody impatient.
//!
//! Dice have addresses, so that a changed number of booths changes waits and never who comes, when,
//! or how long somebody takes.

use crate::model::{
    Assumptions, Disturbance, GroupSize, Input, InputId, Law, PollId, Support, Unit,
};

/// Booths at which nobody waits: what the other sets get while one is looked at.
const AMPLE: f64 = 2_000.0;

/// The same with nobody leaving the queue: no limit to patience, nobody turning back, and whoever is in the queue at
/// closing may vote. Ballots are not marked. Waits are then those the booths impose, not those that
/// people bear.
pub fn everybody_waits(of: &Assumptions) -> Assumptions {
    let mut it = of.clone();
    for poll in &mut it.polls {
        poll.queue_may_vote = true;
        poll.contests.clear();
        for set in &mut poll.stations {
            set.patience = None;
            set.turn_back_at = None;
            set.come_back = None;
        }
    }
    it
}

/// The same with `booths` booths at every station of one set, and no wait at the other sets of the
/// poll (ample booths, no desk, no disturbance), so that all waits of the poll are those of the set.
pub fn with_booths(of: &Assumptions, poll: PollId, set: usize, booths: u32) -> Assumptions {
    let mut it = of.clone();
    let number = fixed(&mut it, "capacity.booths", f64::from(booths));
    let ample = fixed(&mut it, "capacity.ample", AMPLE);
    for (at, other) in it.polls[poll.0].stations.iter_mut().enumerate() {
        other.forget_own_booths();
        if at == set {
            other.booths = number;
        } else {
            other.booths = ample;
            other.desk = None;
        }
    }
    it.disturbances.retain_mut(|disturbance| {
        if disturbance.poll == poll {
            disturbance.sets.retain(|&at| at == set);
        }
        !disturbance.sets.is_empty()
    });
    it
}

/// One poll alone (it becomes poll 0), with exactly `voters` persons who come to its stations.
///
/// They are divided among the admitted groups as their median numbers of voters stand to each other,
/// by largest remainders; within a group, among its stations by weight as ever. Nobody of another
/// poll travels in.
pub fn with_voters(of: &Assumptions, poll: PollId, voters: u64) -> Assumptions {
    let mut it = of.clone();
    let (none, all) = (
        fixed(&mut it, "capacity.none", 0.0),
        fixed(&mut it, "capacity.all", 1.0),
    );
    let mut theirs = it.polls.swap_remove(poll.0);
    let weights: Vec<f64> = theirs
        .admits
        .iter()
        .map(|it| median_adults(of, it.group.0) * of.inputs[it.participation.0].median())
        .collect();
    for group in &mut it.groups {
        group.size = GroupSize::Adults(none);
    }
    for (admission, part) in theirs.admits.iter_mut().zip(parts(voters, &weights)) {
        let path = format!("capacity.{}", it.groups[admission.group.0].id);
        let adults = fixed(&mut it, &path, part as f64);
        it.groups[admission.group.0].size = GroupSize::Adults(adults);
        admission.participation = all;
    }
    theirs.overdispersion = none;
    it.polls = vec![theirs];
    it.totals.clear();
    it.overlaps.clear();
    it.disturbances
        .retain(|disturbance| disturbance.poll == poll);
    let here = |disturbance: &mut Disturbance| disturbance.poll = PollId(0);
    it.disturbances.iter_mut().for_each(here);
    it
}

/// Adds an input that is certain.
fn fixed(of: &mut Assumptions, path: &str, value: f64) -> InputId {
    of.inputs.push(Input {
        path: path.into(),
        label: path.into(),
        unit: Unit::Plain,
        law: Law::Fixed(value),
        support: Support::NOT_NEGATIVE,
        sources: Vec::new(),
        note: None,
    });
    InputId(of.inputs.len() - 1)
}

/// Adults of a group with every input at its median.
fn median_adults(of: &Assumptions, group: usize) -> f64 {
    let median = |input: InputId| of.inputs[input.0].median();
    match of.groups[group].size {
        GroupSize::Adults(adults) => median(adults),
        GroupSize::Residents {
            residents,
            voting_age_share,
        } => median(residents) * median(voting_age_share),
        GroupSize::PartOf {
            total,
            weight,
            voting_age_share,
        } => {
            let total = &of.totals[total];
            let weight_of = |group: usize| match of.groups[group].size {
                GroupSize::PartOf { weight, .. } => median(weight),
                _ => 0.0,
            };
            let sum: f64 = total.of.iter().map(|group| weight_of(group.0)).sum();
            let share = if sum > 0.0 { median(weight) / sum } else { 0.0 };
            median(total.value) * share * median(voting_age_share)
        }
    }
}

/// Divides `whole` in proportion to weights by largest remainders, ties to the earlier; equally where
/// all weights are 0.
fn parts(whole: u64, weights: &[f64]) -> Vec<u64> {
    let sum: f64 = weights.iter().sum();
    let share = |weight: &f64| {
        if sum > 0.0 {
            weight / sum
        } else {
            1.0 / weights.len() as f64
        }
    };
    let quotas: Vec<f64> = weights.iter().map(|w| whole as f64 * share(w)).collect();
    let mut parts: Vec<u64> = quotas.iter().map(|quota| *quota as u64).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let rest = |at: usize| quotas[at] - quotas[at].floor();
    order.sort_by(|&a, &b| rest(b).total_cmp(&rest(a)).then(a.cmp(&b)));
    let missing = whole.saturating_sub(parts.iter().sum()) as usize;
    for &at in order.iter().take(missing) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::assumptions;
    use super::*;

    #[test]
    fn largest_remainders_leave_nobody_out() {
        assert_eq!(parts(10, &[1.0, 1.0, 1.0]), [4, 3, 3]);
        assert_eq!(parts(7, &[0.0, 0.0]), [4, 3]);
        assert_eq!(parts(100, &[3.0, 1.0]), [75, 25]);
        assert!(parts(5, &[]).is_empty());
    }

    #[test]
    fn a_poll_alone_with_a_stated_number_of_voters() {
        let of = with_voters(&assumptions(), PollId(1), 777);
        assert_eq!((of.polls.len(), of.polls[0].id.as_str()), (1, "south"));
        let GroupSize::Adults(adults) = of.groups[1].size else {
            panic!("adults are stated");
        };
        assert_eq!(of.inputs[adults.0].median(), 777.0);
        assert!(of.overlaps.is_empty());
    }

    #[test]
    fn disturbances_of_other_sets_are_left_out() {
        use crate::model::DisturbanceKind;
        use crate::units::SimTime;
        let mut of = assumptions();
        let other = of.polls[0].stations[0].clone();
        of.polls[0].stations.push(other);
        let mut disturb = |label: &str, poll, sets: &[usize]| {
            of.disturbances.push(Disturbance {
                label: label.into(),
                poll: PollId(poll),
                sets: sets.to_vec(),
                share_of_stations: InputId(0),
                probability: InputId(0),
                kind: DisturbanceKind::OpensLate(SimTime(0)),
                sources: Vec::new(),
            });
        };
        disturb("both", 0, &[0, 1]);
        disturb("the other", 0, &[1]);
        disturb("elsewhere", 1, &[0]);
        let it = with_booths(&of, PollId(0), 0, 5);
        let left: Vec<(&str, &[usize])> = it
            .disturbances
            .iter()
            .map(|it| (&it.label[..], &it.sets[..]))
            .collect();
        assert_eq!(left, [("both", &[0][..]), ("elsewhere", &[0][..])]);
        let booths = |set: usize| it.inputs[it.polls[0].stations[set].booths.0].median();
        assert_eq!((booths(0), booths(1)), (5.0, 2_000.0));
        // One poll alone keeps its own, and is the first.
        let alone = with_voters(&of, PollId(1), 10);
        assert_eq!(alone.disturbances.len(), 1);
        assert_eq!(
            (&alone.disturbances[0].label[..], alone.disturbances[0].poll),
            ("elsewhere", PollId(0))
        );
    }
}
