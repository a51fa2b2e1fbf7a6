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

use super::ballots::{Marking, Papers};
use super::pages::Pages;
use super::rules::ways_out;
use super::tally::Tally;
use super::turnout::{self, Lists};
use crate::model::{Assumptions, Overlap, Poll, PollId, StationSet};
use crate::random::{Fast, Place, Purpose, binomial};

/// Memory of the count lane, used again from day to day.
#[derive(Clone, Debug, Default)]
pub(super) struct Boxes {
    weights: Vec<Vec<f64>>,
    lists: Lists,
    ways: Vec<(u16, f64)>,
    arrivals: Vec<Arrival>,
    /// By poll: the ballots cast.
    papers: Vec<Papers>,
    /// By poll and station: ballots cast by travellers whose group is not served there.
    strangers: Vec<Vec<u64>>,
}

/// Travellers of a group who come to a station.
#[derive(Clone, Copy, Debug)]
struct Arrival {
    poll: usize,
    station: usize,
    group: u32,
    people: u64,
}

/// Counts a day into a tally that holds what is known before it.
pub(super) fn count(of: Marking, boxes: &mut Boxes, pages: &mut Pages, mut tally: Tally) -> Tally {
    let polls = &of.prepared.polls;
    boxes.papers.resize(polls.len(), Papers::default());
    boxes.strangers.resize(polls.len(), Vec::new());
    for (poll, plan) in polls.iter().enumerate() {
        boxes.papers[poll].begin(plan);
        boxes.strangers[poll].clear();
        boxes.strangers[poll].resize(plan.stations.len(), 0);
    }
    turnout::weights_into(of.prepared, of.day, &mut boxes.weights);
    own_people(of, boxes, &mut tally);
    travellers(of, boxes, &mut tally);
    for (poll, plan) in polls.iter().enumerate() {
        pages.open(plan.stations.iter().map(|_| &tally.polls[poll]));
        let mut stations = pages.some(0..plan.stations.len());
        let papers = &mut boxes.papers[poll];
        let tally = &mut tally.polls[poll];
        for (at, station) in plan.stations.iter().enumerate() {
            let strangers = boxes.strangers[poll][at];
            let total = papers.of_cell[station.cells.clone()].iter().sum::<u64>() + strangers;
            papers.add_strangers(station, strangers);
            tally.by_set[station.set] += total;
            // Everybody who came has voted.
            tally.ballots_cast += total;
            if let Some(stations) = &mut stations {
                let page = &mut stations[at];
                page.by_set[station.set] = total;
                (page.came, page.ballots_cast) = (total, total);
            }
        }
        papers.mark(of, poll, &mut tally.contests, stations);
        pages.tell(poll, plan, 0);
    }
    tally
}

/// Everybody who comes to his own poll votes there.
fn own_people(of: Marking, boxes: &mut Boxes, tally: &mut Tally) {
    let papers = &mut boxes.papers;
    let enter = |(poll, cell): (usize, u32), come: u64, _: &mut Fast| {
        papers[poll].of_cell[cell as usize] = come;
        tally.polls[poll].came += come;
    };
    turnout::come(
        (of.prepared, of.assumptions, of.day),
        &boxes.weights,
        &mut boxes.lists,
        enter,
    );
}

/// Of the voters of every group so many go on by every overlap, and vote there too.
fn travellers(of: Marking, boxes: &mut Boxes, tally: &mut Tally) {
    if of.assumptions.overlaps.is_empty() {
        return;
    }
    boxes.arrivals.clear();
    for (from, poll) in of.assumptions.polls.iter().enumerate() {
        for (admission, admitted) in poll.admits.iter().enumerate() {
            let group = admitted.group.0 as u32;
            ways_out(of.assumptions, of.day, (from, group), &mut boxes.ways);
            let cells = &of.prepared.polls[from].cells_of[admission];
            let come = |&cell: &u32| boxes.papers[from].of_cell[cell as usize];
            let mut left: u64 = cells.iter().map(come).sum();
            let mut before = 0.0;
            for &(overlap, through) in &boxes.ways {
                let trip = (overlap as usize, group);
                let place = place_of(of.assumptions, trip);
                let mut dice = of.day.address(Purpose::Overlap, place).fast();
                // One of those who have not gone by an earlier way.
                let mut coins = of.day.coins(Purpose::Overlap, place, (left, left));
                let go = coins.binomial(left, (through - before) / (1.0 - before), &mut dice);
                (left, before) = (left - go, through);
                let to = of.assumptions.overlaps[trip.0].to.0;
                tally.voted_in_both[trip.0] += go;
                tally.polls[to].came += go;
                tally.polls[to].ballots_by_travellers += go;
                arrive((to, group), go, &boxes.weights[to], &mut dice, |arrival| {
                    boxes.arrivals.push(arrival)
                });
            }
        }
    }
    // Not before all have gone: nobody travels twice.
    for &Arrival {
        poll,
        station,
        group,
        people,
    } in &boxes.arrivals
    {
        let plan = &of.prepared.polls[poll];
        let cells = plan.stations[station].cells.clone();
        match plan.cells[cells.clone()]
            .iter()
            .position(|cell| cell.group == group)
        {
            Some(home) => boxes.papers[poll].of_cell[cells.start + home] += people,
            None => boxes.strangers[poll][station] += people,
        }
    }
}

/// Where the dice of a group's trips by an overlap are: keyed by the ids of the polls and the group,
/// and by how many earlier overlaps join the same polls.
fn place_of(assumptions: &Assumptions, (overlap, group): (usize, u32)) -> Place {
    let all = &assumptions.overlaps;
    let it = &all[overlap];
    let ends = |other: &&Overlap| other.from == it.from && other.to == it.to;
    let earlier = all[..overlap].iter().filter(ends).count();
    let poll = |id: PollId| assumptions.polls[id.0].id.as_str();
    let group = &assumptions.groups[group as usize].id;
    Place::of(&[poll(it.from), poll(it.to), group], earlier as u64)
}

/// Divides travellers of a group among the stations of a poll, in proportion to the stations'
/// weights: a multinomial, by successive binomials. Those whom no weight draws go to the last.
fn arrive(
    (poll, group): (usize, u32),
    mut travellers: u64,
    weights: &[f64],
    dice: &mut Fast,
    mut come: impl FnMut(Arrival),
) {
    let mut rest: f64 = weights.iter().sum();
    let last = weights.len().saturating_sub(1);
    for (station, &weight) in weights.iter().enumerate() {
        if travellers == 0 {
            return;
        }
        let people = match station == last {
            true => travellers,
            false if rest > 0.0 => binomial(travellers, weight / rest, dice),
            false => 0,
        };
        travellers -= people;
        rest -= weight;
        if people > 0 {
            come(Arrival {
                poll,
                station,
                group,
                people,
            });
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

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of `travellers` come to stations of these weights.
    fn divided(travellers: u64, weights: &[f64], trial: u64) -> Vec<u64> {
        let mut dice = crate::random::Address {
            seed: crate::random::Seed(1),
            purpose: Purpose::Overlap,
            trial,
            place: Place::EVERYWHERE,
        }
        .fast();
        let mut came = vec![0; weights.len()];
        arrive((3, 4), travellers, weights, &mut dice, |it| {
            assert_eq!((it.poll, it.group), (3, 4));
            assert!(it.people > 0);
            came[it.station] += it.people;
        });
        came
    }

    #[test]
    fn travellers_are_divided_by_weight_and_nobody_is_lost() {
        assert_eq!(divided(0, &[1.0, 1.0], 0), [0, 0]);
        assert_eq!(divided(7, &[0.0, 5.0, 0.0], 0), [0, 7, 0]);
        assert_eq!(divided(7, &[5.0], 0), [7]);
        // Whom no weight draws goes to the last.
        assert_eq!(divided(7, &[0.0, 0.0], 0), [0, 7]);
        let mut sums = [0; 3];
        for trial in 0..100 {
            let came = divided(1_000, &[1.0, 2.0, 7.0], trial);
            assert_eq!(came.iter().sum::<u64>(), 1_000);
            for (sum, came) in sums.iter_mut().zip(came) {
                *sum += came;
            }
        }
        // 100,000 in all, five standard deviations of a binomial count.
        for (sum, share) in sums.into_iter().zip([0.1, 0.2, 0.7]) {
            let sd = libm::sqrt(1e5 * share * (1.0 - share));
            assert!((sum as f64 - 1e5 * share).abs() < 5.0 * sd, "{sums:?}");
        }
    }
}
