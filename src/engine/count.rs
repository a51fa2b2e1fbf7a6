//! The count lane: a day without a clock.
//!
//! Who takes part is drawn as in the other lanes, from the same dice, so as many come to every
//! station. Whoever comes votes, mobile boxes included; doors, queues, patience, papers and
//! disturbances are not looked at, and nothing with a time of day is counted. Where nobody is lost
//! to any of these the ballots cast by a station's own people are those of the agenda, vote for vote.
//!
//! People who go on to another poll are counted too, as binomials: of the voters of a group so many
//! go on, so many of them to each station. That is the law of the agenda's trips where every traveller
//! finds open doors, with dice of its own.

use super::ballots;
use super::books::Cast;
use super::day::PollingDay;
use super::pages::Pages;
use super::prepared::Prepared;
use super::rules::Rules;
use super::tally::Tally;
use super::turnout::{self, Turnout};
use crate::model::{Assumptions, Overlap, Poll, PollId, StationSet};
use crate::random::{Place, Purpose, binomial};

/// Memory of the count lane, used again from day to day.
#[derive(Clone, Debug, Default)]
pub(super) struct Boxes {
    /// By poll: how many come, one entry a cell.
    turnouts: Vec<Vec<Turnout>>,
    /// By poll and station: the ballots in the box.
    cast: Vec<Vec<Cast>>,
}

/// Counts a day into a tally that holds what is known before it.
pub(super) fn count(
    prepared: &Prepared,
    assumptions: &Assumptions,
    day: &PollingDay,
    boxes: &mut Boxes,
    pages: &mut Pages,
    mut tally: Tally,
) -> Tally {
    let weights = turnout::weights(prepared, day);
    let rules = Rules::new(prepared, assumptions, day, &weights);
    turnout::all(&rules, &weights, &mut boxes.turnouts);
    own_people(&rules, boxes, &mut tally);
    travellers(&rules, &weights, boxes, &mut tally);
    for (poll, plan) in prepared.polls.iter().enumerate() {
        pages.open(tally.polls[poll..].iter().take(1));
        for (station, cast) in plan.stations.iter().zip(&boxes.cast[poll]) {
            pages.turn(&mut tally, poll, 0);
            let total = cast.total();
            let of = &mut tally.polls[poll];
            of.ballots_cast += total;
            of.by_set[station.set] += total;
            ballots::mark(&rules, poll, station, cast, &mut of.contests);
            pages.turn(&mut tally, poll, 0);
            // Who came is in the poll's tally already, and here everybody who came has voted.
            pages.close(&mut tally, (poll, 0), station, |page| page.came = total);
        }
    }
    tally
}

/// Everybody who comes to his own poll votes there.
fn own_people(rules: &Rules, boxes: &mut Boxes, tally: &mut Tally) {
    boxes.cast.resize(rules.prepared.polls.len(), Vec::new());
    for (poll, plan) in rules.prepared.polls.iter().enumerate() {
        boxes.cast[poll].resize(plan.stations.len(), Cast::default());
        for (station, cast) in plan.stations.iter().zip(&mut boxes.cast[poll]) {
            cast.clear(station.cells.len());
            let come = &boxes.turnouts[poll][station.cells.clone()];
            for (own, turnout) in cast.own.iter_mut().zip(come) {
                *own = turnout.come;
                tally.polls[poll].came += u64::from(turnout.come);
            }
        }
    }
}

/// Of the voters of every group so many go on by every overlap, and vote there too.
fn travellers(rules: &Rules, weights: &[Vec<f64>], boxes: &mut Boxes, tally: &mut Tally) {
    let mut ways = Vec::new();
    for (from, poll) in rules.assumptions.polls.iter().enumerate() {
        for (admission, admitted) in poll.admits.iter().enumerate() {
            let group = admitted.group.0 as u32;
            rules.ways_out(from, group, &mut ways);
            let cells = &rules.prepared.polls[from].cells_of[admission];
            let come = |&cell: &u32| u64::from(boxes.turnouts[from][cell as usize].come);
            let mut left: u64 = cells.iter().map(come).sum();
            let mut before = 0.0;
            for &(overlap, through) in &ways {
                let trip = (overlap as usize, group);
                let mut dice = rules
                    .day
                    .address(Purpose::Overlap, place_of(rules, trip))
                    .fast();
                // One of those who have not gone by an earlier way.
                let go = binomial(left, (through - before) / (1.0 - before), &mut dice);
                (left, before) = (left - go, through);
                let to = rules.assumptions.overlaps[trip.0].to.0;
                tally.voted_in_both[trip.0] += go;
                tally.polls[to].came += go;
                tally.polls[to].ballots_by_travellers += go;
                arrive(
                    rules,
                    trip,
                    go,
                    &weights[to],
                    &mut boxes.cast[to],
                    |n, p| binomial(n, p, &mut dice),
                );
            }
        }
    }
}

/// Where the dice of a group's trips by an overlap are: keyed by the ids of the polls and the group,
/// and by how many earlier overlaps join the same polls.
fn place_of(rules: &Rules, (overlap, group): (usize, u32)) -> Place {
    let all = &rules.assumptions.overlaps;
    let it = &all[overlap];
    let ends = |other: &&Overlap| other.from == it.from && other.to == it.to;
    let earlier = all[..overlap].iter().filter(ends).count();
    let poll = |id: PollId| rules.assumptions.polls[id.0].id.as_str();
    let group = &rules.assumptions.groups[group as usize].id;
    Place::of(&[poll(it.from), poll(it.to), group], earlier as u64)
}

/// Divides travellers of a group among the stations of a poll, in proportion to the stations'
/// weights: a multinomial, by successive binomials. Those whom no weight draws go to the last.
fn arrive(
    rules: &Rules,
    (overlap, group): (usize, u32),
    mut travellers: u64,
    weights: &[f64],
    boxes: &mut [Cast],
    mut binomial: impl FnMut(u64, f64) -> u64,
) {
    let plan = &rules.prepared.polls[rules.assumptions.overlaps[overlap].to.0];
    let mut rest: f64 = weights.iter().sum();
    let last = boxes.len().saturating_sub(1);
    for (at, (cast, &weight)) in boxes.iter_mut().zip(weights).enumerate() {
        if travellers == 0 {
            return;
        }
        let here = match at == last {
            true => travellers,
            false if rest > 0.0 => binomial(travellers, weight / rest),
            false => 0,
        };
        travellers -= here;
        rest -= weight;
        let cells = &plan.cells[plan.stations[at].cells.clone()];
        match cells.iter().position(|cell| cell.group == group) {
            Some(home) => cast.own[home] += here as u32,
            None => cast.strangers += here as u32,
        }
    }
}

/// Ballots that the booths of every set can take while the poll is open, by poll and set, under the
/// values of a trial's inputs: stations x booths x hours / mean service. Where the count lane counts
/// more, it is not the day that the other lanes would play. A desk, patience, unequal stations and
/// the hours at which people come can bind long before.
pub fn throughput(assumptions: &Assumptions, values: &[f64]) -> Vec<Vec<f64>> {
    let of_poll = |poll: &Poll| {
        let open = (poll.closes - poll.opens).0 as f64;
        let of_set = |set: &StationSet| {
            let service = &set.service;
            let each = service.law.mean(&service.support)
                * values[service.pace.0]
                * service.milliseconds_per_unit as f64;
            let booths = values[set.booths.0].clamp(1.0, 1e6).round();
            set.all_booths(booths) * open / each
        };
        poll.stations.iter().map(of_set).collect()
    };
    assumptions.polls.iter().map(of_poll).collect()
}
