//! Who may cast a ballot where: the most that a person of each group can do for the count.

use super::electorate::{most, product, range};
use super::{BoundStep, whole_sum};
use crate::model::{Assumptions, GroupId, Overlap, PollId};
use crate::stats::Binomial;

/// What chance exceeds with at most this probability is left out.
const CHANCE: f64 = 1e-12;

/// What the persons of each group can do at most for a number of ballots.
///
/// A person takes part in at most one poll as its own and then goes on at most once.
pub(super) struct Crowd {
    /// One entry a group.
    doing: Vec<Doing>,
}

/// What a person of a group does: whether his own ballot counts, and by which overlaps he goes on, each
/// with its share.
type Doing = (bool, Vec<(usize, f64)>);

impl Crowd {
    /// The most favourable poll for each group: `counts` says of which polls a person's own ballot
    /// counts; going on counts from polls that `starts` at, into `polls`.
    pub(super) fn of(
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
            let value = |it: &Doing| ballots_of_one(it);
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
    pub(super) fn weights(&self) -> Vec<f64> {
        self.doing.iter().map(ballots_of_one).collect()
    }

    /// Groups whose own ballots count.
    pub(super) fn own(&self) -> Vec<f64> {
        let own = |it: &Doing| f64::from(u8::from(it.0));
        self.doing.iter().map(own).collect()
    }

    /// Most persons who go on, chance included, with the arithmetic; infinite without a largest number.
    pub(super) fn travellers(&self, of: &Assumptions, steps: &mut Vec<BoundStep>) -> f64 {
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
    pub(super) fn chance(&self, of: &Assumptions) -> f64 {
        let one = |at| {
            let (voters, share) = self.by_overlap(of, at);
            going_on(voters, share).1
        };
        (0..of.overlaps.len()).map(one).sum()
    }

    /// Most voters who may go on by an overlap, and with which share.
    fn by_overlap(&self, of: &Assumptions, at: usize) -> (f64, f64) {
        let share_of = |it: &Doing| {
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
fn ballots_of_one(doing: &Doing) -> f64 {
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
