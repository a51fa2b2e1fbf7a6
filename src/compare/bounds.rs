//! Hard bounds: the largest and smallest value that any draw from the stated ranges could give.
//!
//! A claim beyond its hard bound is `impossible`, and it takes no simulation to see that. The word is
//! deserved because the bound is the support of what is simulated, or wider:
//!
//! - Nothing is assumed about turnout. Who takes part is drawn person by person, and whatever the
//!   probability, all might; so every adult of every admitted group is counted.
//! - Adults are residents times the share of voting age, both at their largest. Groups that a total
//!   holds together share its largest value in the most favourable way (see [`electorate`]). Fractions
//!   of a person are nobody, there as here ([`whole_persons`](crate::units::whole_persons)).
//! - Those who come over from another poll are its largest number of voters times the largest share
//!   that goes on. Going on is drawn person by person too, so chance may add to that share; as many
//!   are added as it exceeds with a probability of 1 in 10^12 ([`BoundStep::Chance`]).
//! - Queues, papers and closing times only take voters away, never add any.
//!
//! Where a law has no upper end there is no bound, and the input is named ([`Bound::open`]). An input
//! used in two places is taken at its largest in one and its smallest in the other where that is more
//! generous, so that some bounds are wider than need be, never narrower.

mod crowd;
mod electorate;
#[cfg(test)]
mod tests;

use super::{Bound, BoundStep};
use crate::model::{Assumptions, Base, GroupId, PollId, Quantity, Reported, Roll};
use crowd::Crowd;
use electorate::{Most, fewest, most, range, whole};

/// The hard bound of what a report is about, in persons or in percent. `broken` is left to the
/// comparison with the claim.
pub fn figure_bound(of: &Assumptions, reported: &Reported) -> Bound {
    let polls = &reported.polls;
    match reported.quantity {
        Quantity::Registered => registered(of, polls),
        Quantity::BallotsCast { .. }
        | Quantity::Valid { .. }
        | Quantity::Invalid { .. }
        | Quantity::Votes { .. } => ballots(of, polls),
        Quantity::Turnout { of: base, .. } | Quantity::VotePercent { of: base, .. } => {
            percent(of, polls, base)
        }
        Quantity::Abstentions => abstentions(of, polls),
    }
}

/// Fewest and most persons who may vote in any of these polls: the adults of all groups admitted to at
/// least one of them, each person once.
pub fn voters_bound(of: &Assumptions, polls: &[PollId]) -> Bound {
    let groups = admitted(of, polls);
    let weights: Vec<f64> = (0..of.groups.len())
        .map(|g| f64::from(u8::from(groups.contains(&GroupId(g)))))
        .collect();
    let mut steps = Vec::new();
    let all = most(of, &weights);
    group_steps(of, &all, &mut steps);
    Bound {
        lowest: Some(fewest(of, &groups)),
        ..up_to(of, all.sum, 0.0, steps, all.open)
    }
}

/// Most persons who may vote in two of these polls under the stated overlaps, chance included; `None`
/// when there is no largest number.
///
/// Somebody goes on at most once, so nobody is counted twice.
pub fn double_bound(of: &Assumptions, polls: &[PollId]) -> Option<i64> {
    let crowd = Crowd::of(of, polls, |_| false, |poll| polls.contains(&poll));
    let travellers = crowd.travellers(of, &mut Vec::new());
    travellers.is_finite().then(|| whole(travellers) as i64)
}

/// Ballots cast, valid votes, or votes for an option: none, or one by everybody who can be there.
fn ballots(of: &Assumptions, polls: &[PollId]) -> Bound {
    let crowd = Crowd::of(of, polls, |poll| polls.contains(&poll), |_| true);
    let mut steps = Vec::new();
    let own = most(of, &crowd.own());
    group_steps(of, &own, &mut steps);
    let both = most(of, &crowd.weights());
    let travellers = crowd.travellers(of, &mut steps);
    // Own voters and travellers may come out of the same total; both ways of counting are bounds.
    let sum = (own.sum + travellers).min(both.sum + crowd.chance(of));
    up_to(of, sum, 0.0, steps, both.open)
}

/// Registered electors: the stated rolls, and the adults of the admitted groups where the roll is
/// perfect.
fn registered(of: &Assumptions, polls: &[PollId]) -> Bound {
    let (stated, open) = stated_rolls(of, polls);
    let weights = perfect_roll_weights(of, polls);
    let adults = most(of, &weights);
    let mut steps = Vec::new();
    group_steps(of, &adults, &mut steps);
    let open = open.into_iter().chain(adults.open).collect();
    Bound {
        lowest: Some(fewest_registered(of, polls)),
        ..up_to(of, adults.sum, stated.1, steps, open)
    }
}

/// Registered electors who cast no ballot: at most all of them; below zero where more persons may come
/// than the roll has.
fn abstentions(of: &Assumptions, polls: &[PollId]) -> Bound {
    let bound = registered(of, polls);
    let extra = if perfect(of, polls) {
        extra_ballots(of, polls)
    } else {
        ballots(of, polls)
            .highest
            .map(|most| most - fewest_registered(of, polls))
    };
    Bound {
        lowest: extra.map(|extra| (-extra).min(0.0)),
        ..bound
    }
}

/// Ballots or votes as a percentage of a base.
///
/// Of ballots or valid votes at most 100. Of the roll: most ballots by the smallest roll. Of a perfect
/// roll, or of all adults, at most 100 and what travellers add, because everybody else is in the base.
fn percent(of: &Assumptions, polls: &[PollId], base: Base) -> Bound {
    let whole_base = |least: f64| least.max(1.0); // a base of 0 is read as 1
    let bound = |highest: Option<f64>, steps, open| Bound {
        lowest: Some(0.0),
        highest,
        steps,
        open,
        broken: false,
    };
    let adults = match base {
        Base::Valid | Base::Ballots => return bound(Some(100.0), Vec::new(), Vec::new()),
        Base::Eligible => true,
        Base::Registered => perfect(of, polls),
    };
    if adults {
        let least = whole_base(
            polls
                .iter()
                .map(|&poll| fewest(of, &admitted(of, &[poll])))
                .sum(),
        );
        let crowd = Crowd::of(of, polls, |poll| polls.contains(&poll), |_| true);
        let mut steps = Vec::new();
        let extra = crowd.travellers(of, &mut steps);
        if extra == 0.0 {
            return bound(Some(100.0), Vec::new(), Vec::new());
        }
        let highest = 100.0 + 100.0 * extra / least;
        steps.push(BoundStep::Base {
            persons: least,
            percent: highest,
        });
        let open = most(of, &crowd.weights()).open;
        return if highest.is_finite() {
            bound(Some(highest), steps, Vec::new())
        } else {
            bound(None, Vec::new(), open)
        };
    }
    let cast = ballots(of, polls);
    let Some(most) = cast.highest else {
        return bound(None, Vec::new(), cast.open);
    };
    let least = whole_base(fewest_registered(of, polls));
    let highest = 100.0 * most / least;
    let mut steps = cast.steps;
    steps.push(BoundStep::Base {
        persons: least,
        percent: highest,
    });
    bound(Some(highest), steps, Vec::new())
}

/// Ballots beyond the perfect roll: those of travellers. `None` when unbounded.
fn extra_ballots(of: &Assumptions, polls: &[PollId]) -> Option<f64> {
    let crowd = Crowd::of(of, polls, |poll| polls.contains(&poll), |_| true);
    let extra = crowd.travellers(of, &mut Vec::new());
    extra.is_finite().then_some(extra)
}

/// What a term adds to the sum below it.
fn persons_of(step: &BoundStep) -> f64 {
    match step {
        BoundStep::Group { adults, .. } => *adults,
        BoundStep::Overlap { persons, .. } | BoundStep::Chance { persons } => *persons,
        _ => 0.0,
    }
}

/// A bound from 0 to `adults` weighed together and `stated` persons; none where laws are open.
fn up_to(
    of: &Assumptions,
    adults: f64,
    stated: f64,
    mut steps: Vec<BoundStep>,
    open: Vec<String>,
) -> Bound {
    let highest = (open.is_empty() && (adults + stated).is_finite())
        .then(|| whole_sum(adults, of.groups.len()) + stated);
    match highest {
        Some(persons) => {
            let less = steps.iter().map(persons_of).sum::<f64>() + stated - persons;
            // Each term may have lost a person by rounding.
            if less >= steps.len() as f64 {
                steps.push(BoundStep::Held { persons: less });
            }
            steps.push(BoundStep::Sum { persons });
        }
        None => steps.clear(),
    }
    Bound {
        lowest: Some(0.0),
        highest,
        steps,
        open,
        broken: false,
    }
}

/// Whole persons in a sum over groups; each may have been rounded.
fn whole_sum(persons: f64, groups: usize) -> f64 {
    whole(persons + 1e-6 * groups as f64)
}

/// The groups admitted to at least one of these polls, ascending.
fn admitted(of: &Assumptions, polls: &[PollId]) -> Vec<GroupId> {
    let admissions = polls.iter().flat_map(|poll| &of.polls[poll.0].admits);
    let mut groups: Vec<GroupId> = admissions.map(|admission| admission.group).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// Whether all these polls have a perfect roll.
fn perfect(of: &Assumptions, polls: &[PollId]) -> bool {
    polls
        .iter()
        .all(|poll| of.polls[poll.0].roll == Roll::Eligible)
}

/// Fewest and most electors on the stated rolls of these polls, and the inputs without an upper end.
fn stated_rolls(of: &Assumptions, polls: &[PollId]) -> ((f64, f64), Vec<String>) {
    let mut open = Vec::new();
    let mut sum = (0.0, 0.0);
    for poll in polls {
        if let Roll::Stated(input) = of.polls[poll.0].roll {
            let (low, high) = range(of, input);
            sum = (sum.0 + low.round(), sum.1 + high.round());
            if high.is_infinite() {
                open.push(of.inputs[input.0].path.clone());
            }
        }
    }
    (sum, open)
}

/// On how many perfect rolls of these polls each group stands.
fn perfect_roll_weights(of: &Assumptions, polls: &[PollId]) -> Vec<f64> {
    let mut weights = vec![0.0; of.groups.len()];
    for poll in polls.iter().map(|poll| &of.polls[poll.0]) {
        for admission in poll.admits.iter().filter(|_| poll.roll == Roll::Eligible) {
            weights[admission.group.0] += 1.0;
        }
    }
    weights
}

fn fewest_registered(of: &Assumptions, polls: &[PollId]) -> f64 {
    let perfect = polls
        .iter()
        .filter(|poll| of.polls[poll.0].roll == Roll::Eligible);
    let adults: f64 = perfect
        .map(|&poll| fewest(of, &admitted(of, &[poll])))
        .sum();
    stated_rolls(of, polls).0.0 + adults
}

/// Writes down how the groups reach their largest sum, each total before the groups that it holds.
fn group_steps(of: &Assumptions, most: &Most, steps: &mut Vec<BoundStep>) {
    for &total in &most.totals {
        steps.push(BoundStep::Total {
            label: of.totals[total].label.clone(),
            residents: range(of, of.totals[total].value).1,
        });
    }
    for group in &most.groups {
        steps.push(BoundStep::Group {
            label: of.groups[group.group.0].label.clone(),
            residents: group.share.map(|_| group.heads),
            share: group.share,
            adults: group.adults,
            held_by_total: group.held,
        });
    }
}
