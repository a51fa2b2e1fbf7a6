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

mod electorate;
#[cfg(test)]
mod tests;

use super::{Bound, BoundStep};
use crate::model::{Assumptions, Base, GroupId, Overlap, PollId, Quantity, Reported, Roll};
use crate::stats::Binomial;
use electorate::{Most, fewest, most, product, range, whole};

/// What chance exceeds with at most this probability is left out.
const CHANCE: f64 = 1e-12;

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
        Some(persons) => steps.push(BoundStep::Sum { persons }),
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

/// What the persons of each group can do at most for a number of ballots.
///
/// A person takes part in at most one poll as its own and then goes on at most once.
struct Crowd {
    /// One entry a group: ballots of a person who stays, and by which overlaps he goes on with which
    /// share.
    doing: Vec<(bool, Vec<(usize, f64)>)>,
}

impl Crowd {
    /// The most favourable poll for each group: `counts` says of which polls a person's own ballot
    /// counts; going on counts from polls that `starts` at, into `polls`.
    fn of(
        of: &Assumptions,
        polls: &[PollId],
        counts: impl Fn(PollId) -> bool,
        starts: impl Fn(PollId) -> bool,
    ) -> Self {
        let best = |group: usize| {
            let open_to = (0..of.polls.len()).map(PollId).filter(|poll| {
                let admits = &of.polls[poll.0].admits;
                admits.iter().any(|admission| admission.group.0 == group)
            });
            let options = open_to.map(|poll| {
                let ways = if starts(poll) {
                    ways(of, GroupId(group), poll, polls)
                } else {
                    Vec::new()
                };
                (counts(poll), ways)
            });
            let value = |it: &(bool, Vec<(usize, f64)>)| ballots_of_one(it);
            // The first of equals, so that the order of the file decides.
            options.fold((false, Vec::new()), |best, option| {
                if value(&option) > value(&best) {
                    option
                } else {
                    best
                }
            })
        };
        Self {
            doing: (0..of.groups.len()).map(best).collect(),
        }
    }

    /// Ballots a person of each group adds on average.
    fn weights(&self) -> Vec<f64> {
        self.doing.iter().map(ballots_of_one).collect()
    }

    /// Groups whose own ballots count.
    fn own(&self) -> Vec<f64> {
        let own = |it: &(bool, _)| f64::from(u8::from(it.0));
        self.doing.iter().map(own).collect()
    }

    /// Most persons who go on, chance included, with the arithmetic; infinite without a largest number.
    fn travellers(&self, of: &Assumptions, steps: &mut Vec<BoundStep>) -> f64 {
        let mut sum = 0.0;
        for (at, overlap) in of.overlaps.iter().enumerate() {
            let (voters, share) = self.by_overlap(of, at);
            let (persons, chance) = going_on(voters, share);
            if persons > 0.0 {
                steps.push(overlap_step(of, overlap, share, persons));
            }
            if chance > 0.0 {
                steps.push(BoundStep::Chance { persons: chance });
            }
            sum += persons + chance;
        }
        sum
    }

    /// What chance adds to the shares of all overlaps together.
    fn chance(&self, of: &Assumptions) -> f64 {
        let one = |at| {
            let (voters, share) = self.by_overlap(of, at);
            going_on(voters, share).1
        };
        (0..of.overlaps.len()).map(one).sum()
    }

    /// Most voters who may go on by an overlap, and with which share.
    fn by_overlap(&self, of: &Assumptions, at: usize) -> (f64, f64) {
        let share_of = |it: &(bool, Vec<(usize, f64)>)| {
            let way = it.1.iter().find(|way| way.0 == at);
            way.map_or(0.0, |way| way.1)
        };
        let shares: Vec<f64> = self.doing.iter().map(share_of).collect();
        let goes: Vec<f64> = shares
            .iter()
            .map(|&s| f64::from(u8::from(s > 0.0)))
            .collect();
        let voters = whole_sum(most(of, &goes).sum, of.groups.len());
        (voters, shares.iter().copied().fold(0.0, f64::max))
    }
}

/// Ballots of one person, on average: his own, and the share of his kind that goes on.
fn ballots_of_one(doing: &(bool, Vec<(usize, f64)>)) -> f64 {
    let going_on: f64 = doing.1.iter().map(|way| way.1).sum();
    f64::from(u8::from(doing.0)) + going_on
}

/// The overlaps by which voters of `group` in poll `from` go on into one of `polls`, with their largest
/// shares; together at most 1.
fn ways(of: &Assumptions, group: GroupId, from: PollId, polls: &[PollId]) -> Vec<(usize, f64)> {
    let goes = |overlap: &Overlap| {
        overlap.from == from && polls.contains(&overlap.to) && overlap.groups.contains(&group)
    };
    let mut ways: Vec<(usize, f64)> = (0..of.overlaps.len())
        .filter(|&at| goes(&of.overlaps[at]))
        .map(|at| (at, range(of, of.overlaps[at].share).1.min(1.0)))
        .collect();
    let sum: f64 = ways.iter().map(|way| way.1).sum();
    if sum > 1.0 {
        ways.iter_mut().for_each(|way| way.1 /= sum);
    }
    ways
}

/// How many of `voters` go on with probability `share` each: the expected number, and how many more
/// come by chance at most (exceeded with a probability of at most 10^-12).
fn going_on(voters: f64, share: f64) -> (f64, f64) {
    let persons = product(voters, share);
    if persons == 0.0 || persons.is_infinite() || share >= 1.0 {
        return (persons, 0.0);
    }
    let voters = voters as u64;
    let law = Binomial {
        n: voters,
        p: share,
    };
    let (mut within, mut beyond) = (persons.floor() as u64, voters);
    while beyond - within > 1 {
        let middle = within + (beyond - within) / 2;
        if law.at_least(middle + 1) <= CHANCE {
            beyond = middle;
        } else {
            within = middle;
        }
    }
    (persons, (beyond as f64 - persons).max(0.0))
}

fn overlap_step(of: &Assumptions, overlap: &Overlap, share: f64, persons: f64) -> BoundStep {
    BoundStep::Overlap {
        from: of.polls[overlap.from.0].label.clone(),
        to: of.polls[overlap.to.0].label.clone(),
        share,
        persons,
    }
}
