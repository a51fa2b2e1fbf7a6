//! The numbers of one trial that stations play by: laws with their pace, booths, shares, trips.

use super::day::PollingDay;
use super::person::{FOR_EVER, NONE, Person};
use super::prepared::{CellPlan, Prepared};
use super::profile::Profile;
use super::table::{LONGEST, Spans};
use crate::model::{Assumptions, InputId, StationSet};
use crate::random::{Split, open01};

/// What the stations of one set have in common in one trial.
#[derive(Clone, Debug)]
pub(super) struct SetRules<'a> {
    pub booths: u32,
    /// Clerks and their service, if there is a desk.
    pub desk: Option<(u32, Spans<'a>)>,
    pub service: Spans<'a>,
    pub patience: Option<Spans<'a>>,
    /// How many must be waiting for a newcomer to turn back.
    pub turn_back_at: Option<u32>,
    /// Share of those who leave that come back, and after how long.
    pub back: Option<(f64, Spans<'a>)>,
    /// Ballot papers of a station.
    pub papers: u32,
    /// Share that asks for the mobile box, boxes, visits.
    pub mobile: Option<(f64, u32, Spans<'a>)>,
    pub profile: Profile,
}

impl<'a> SetRules<'a> {
    fn new(
        prepared: &'a Prepared,
        assumptions: &Assumptions,
        values: &[f64],
        (poll_at, set_at): (usize, usize),
    ) -> Self {
        let poll = &assumptions.polls[poll_at];
        let set: &StationSet = &poll.stations[set_at];
        let plan = &prepared.polls[poll_at].sets[set_at];
        let spans = |table: Option<usize>, law| {
            prepared.spans(
                table.expect("the plan has a table for every law"),
                law,
                values,
            )
        };
        let number = |input: InputId| values[input.0].clamp(1.0, 1e6).round() as u32;
        let points: Vec<_> = set
            .arrivals
            .points
            .iter()
            .map(|&(time, intensity)| (time, values[intensity.0]))
            .collect();
        Self {
            booths: number(set.booths),
            desk: set
                .desk
                .as_ref()
                .map(|desk| (number(desk.clerks), spans(plan.desk, &desk.service))),
            service: spans(Some(plan.service), &set.service),
            patience: set.patience.as_ref().map(|law| spans(plan.patience, law)),
            turn_back_at: set.turn_back_at.map(number),
            back: set
                .come_back
                .as_ref()
                .map(|back| (values[back.share.0], spans(plan.back, &back.after))),
            papers: set.ballot_papers.map_or(u32::MAX, |papers| {
                values[papers.0].clamp(0.0, 4e9).round() as u32
            }),
            mobile: set.mobile.as_ref().map(|mobile| {
                let share = values[mobile.share.0].clamp(0.0, 1.0);
                (
                    share,
                    number(mobile.boxes),
                    spans(plan.visit, &mobile.visit),
                )
            }),
            profile: Profile::fit(&points, poll.opens, poll.closes),
        }
    }

    /// A person's patience and time at the desk, from sixty-four bits.
    #[inline]
    pub fn patience_and_desk(&self, person: &mut Person, bits: u64) {
        if let Some(patience) = &self.patience {
            person.patience = patience.draw((bits >> 32) as u32);
        }
        if let Some((_, desk)) = &self.desk {
            person.desk = desk.draw(bits as u32);
        }
    }

    /// Whether and when a person would come back, from sixty-four bits.
    #[inline]
    pub fn way_back(&self, person: &mut Person, bits: u64) {
        if let Some((share, after)) = &self.back
            && share_of(bits) < *share
        {
            person.back = after.draw(bits as u32);
        }
    }
}

/// The upper half of a word as a number in [0, 1).
#[inline]
pub(super) fn share_of(bits: u64) -> f64 {
    (bits >> 32) as f64 * (1.0 / (1u64 << 32) as f64)
}

/// The rules of a whole trial.
pub(super) struct Rules<'a> {
    pub prepared: &'a Prepared,
    pub assumptions: &'a Assumptions,
    pub day: &'a PollingDay,
    /// By poll and set.
    pub sets: Vec<Vec<SetRules<'a>>>,
    /// Travel times, one entry an overlap.
    pub travel: Vec<Spans<'a>>,
    /// Cumulative station weights of each poll that somebody travels to; empty for the others.
    pub ways_in: Vec<Vec<f64>>,
}

/// A person under way to a station of another poll.
#[derive(Clone, Copy, Debug)]
pub(super) struct Traveller {
    pub poll: usize,
    /// Position in the poll's plan.
    pub station: usize,
    pub person: Person,
}

impl<'a> Rules<'a> {
    /// Works out the rules of a trial; `weights` are the station weights of each poll.
    pub fn new(
        prepared: &'a Prepared,
        assumptions: &'a Assumptions,
        day: &'a PollingDay,
        weights: &[Vec<f64>],
    ) -> Self {
        let values = &day.values;
        let sets = |poll_at: usize| {
            (0..assumptions.polls[poll_at].stations.len())
                .map(|set_at| SetRules::new(prepared, assumptions, values, (poll_at, set_at)))
                .collect()
        };
        let travel = assumptions
            .overlaps
            .iter()
            .zip(&prepared.travel)
            .map(|(overlap, &table)| prepared.spans(table, &overlap.travel, values));
        let ways_in = weights.iter().enumerate().map(|(poll, weights)| {
            if !assumptions.overlaps.iter().any(|o| o.to.0 == poll) {
                return Vec::new();
            }
            let mut sum = 0.0;
            weights
                .iter()
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect()
        });
        Self {
            prepared,
            assumptions,
            day,
            sets: (0..assumptions.polls.len()).map(sets).collect(),
            travel: travel.collect(),
            ways_in: ways_in.collect(),
        }
    }

    /// Booths of a station: its own, or as many as its set says.
    pub fn booths(&self, poll: usize, station: usize) -> u32 {
        let plan = &self.prepared.polls[poll].stations[station];
        plan.booths.unwrap_or(self.sets[poll][plan.set].booths)
    }

    /// [`ways_out`] of this trial.
    pub fn ways_out(&self, poll: usize, group: u32, into: &mut Vec<(u16, f64)>) {
        ways_out(self.assumptions, self.day, (poll, group), into);
    }

    /// Sends a voter of `cell` who leaves the booth at `time` on by an overlap.
    ///
    /// The station is drawn in proportion to the stations' weights. All dice come from the person's
    /// own word.
    pub fn depart(&self, overlap: u16, word: u64, cell: &CellPlan, time: i64) -> Traveller {
        let mut dice = Split(word);
        let poll = self.assumptions.overlaps[overlap as usize].to.0;
        let plan = &self.prepared.polls[poll];
        let ways = &self.ways_in[poll];
        let mark = open01(dice.bits()) * ways.last().copied().unwrap_or(0.0);
        let station = ways.partition_point(|&way| way <= mark).min(ways.len() - 1);
        let rules = &self.sets[poll][plan.stations[station].set];
        let bits = dice.bits();
        let travel = self.travel[overlap as usize].draw((bits >> 32) as u32);
        let home = plan.cells[plan.stations[station].cells.clone()]
            .iter()
            .position(|c| c.group == cell.group);
        let mut person = Person {
            arrives: (time + i64::from(travel)).min(i64::from(LONGEST)) as i32,
            service: rules.service.draw(bits as u32),
            desk: 0,
            patience: FOR_EVER,
            back: -1,
            cell: home.map_or(NONE, |at| at as u16),
            came_by: overlap,
            goes_by: NONE,
        };
        rules.patience_and_desk(&mut person, dice.bits());
        rules.way_back(&mut person, dice.bits());
        Traveller {
            poll,
            station,
            person,
        }
    }
}

/// The overlaps by which voters of a group go on from a poll, with cumulative shares.
///
/// A person makes at most one such trip; shares above 1 together are divided by their sum.
pub(super) fn ways_out(
    assumptions: &Assumptions,
    day: &PollingDay,
    (poll, group): (usize, u32),
    into: &mut Vec<(u16, f64)>,
) {
    into.clear();
    let mut sum = 0.0;
    for (at, overlap) in assumptions.overlaps.iter().enumerate() {
        let concerned = overlap.groups.iter().any(|g| g.0 == group as usize);
        if overlap.from.0 == poll && concerned {
            sum += day.values[overlap.share.0].clamp(0.0, 1.0);
            into.push((at as u16, sum));
        }
    }
    if sum > 1.0 {
        for (_, share) in into {
            *share /= sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Freeze, samples};
    use crate::model::{GroupId, PollId};
    use crate::random::Seed;

    /// The ways out of the first of three polls for group `a`, with overlaps of these shares into the others.
    fn ways(shares: [f64; 2], group: u32) -> Vec<(u16, f64)> {
        let mut a = samples::empty(3);
        for id in ["a", "b"] {
            samples::group(&mut a, id, 100.0);
        }
        for (to, share) in [(2, 0.9), (1, shares[0]), (2, shares[1])] {
            // The first begins elsewhere.
            let from = PollId(usize::from(share == 0.9));
            let mut overlap = samples::overlap(&mut a, from, PollId(to), share, 0.0);
            overlap.groups = vec![GroupId(a.groups.len() - 2)];
            a.overlaps.push(overlap);
        }
        let prepared = Prepared::new(&a).expect("sound");
        let day = PollingDay::draw(&prepared, &a, Seed(1), 0, Freeze::No).expect("sound");
        let mut into = vec![(9, 9.0)];
        let first = a.groups.len() as u32 - 2;
        ways_out(&a, &day, (0, first + group), &mut into);
        into
    }

    #[test]
    fn shares_of_the_ways_out_are_added_up_and_never_exceed_all() {
        assert_eq!(ways([0.25, 0.5], 0), [(1, 0.25), (2, 0.75)]);
        assert_eq!(ways([0.5, 0.5], 0), [(1, 0.5), (2, 1.0)]);
        // 0.8 and 0.4 of 1.2.
        let [(1, first), (2, all)] = ways([0.8, 0.4], 0)[..] else {
            panic!("two ways");
        };
        assert!((first - 2.0 / 3.0).abs() < 1e-15 && all == 1.0);
        assert!(ways([0.8, 0.4], 1).is_empty());
    }
}
