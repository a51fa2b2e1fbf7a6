//! The people of one station: their own dice, in an order that depends on nobody else.

use super::person::{FOR_EVER, NONE, Person, Request};
use super::rules::{Rules, SetRules, share_of};
use super::timetable::Hit;
use super::turnout::Turnout;
use crate::model::DisturbanceKind;
use crate::random::{Fast, Place, Purpose};

/// Everybody who comes to one station or is visited from it.
#[derive(Clone, Debug, Default)]
pub(super) struct Crowd {
    pub people: Vec<Person>,
    /// Positions in `people` by (arrival, position).
    pub order: Vec<u32>,
    /// Requests for the mobile box, in the order in which they are served.
    pub requests: Vec<Request>,
    /// The dice of those who will go on: position in `people` and a word, ascending.
    pub trips: Vec<(u32, u64)>,
    ways: Vec<(u16, f64)>,
    sorting: Sorting,
}

impl Crowd {
    /// Forgets everybody.
    pub fn clear(&mut self) {
        self.people.clear();
        self.requests.clear();
        self.trips.clear();
    }

    /// The dice of somebody who will go on.
    pub fn trip(&self, person: u32) -> u64 {
        let found = self.trips.binary_search_by_key(&person, |trip| trip.0);
        found.map_or(0, |at| self.trips[at].1)
    }

    /// Throws the dice of one cell: the `nth` of its station, `cell` in the plan of `poll`.
    ///
    /// Layout of the cell's stream, n persons: n words (arrival and service), n words (patience and
    /// desk), n words (way back); a word is thrown only if something needs it or a later one. The
    /// first persons are those who ask for the mobile box; whether somebody goes on to another poll
    /// is a word of a stream of its own.
    pub fn gather(
        &mut self,
        rules: &Rules,
        set: &SetRules,
        (poll, cell, nth): (usize, usize, u16),
        turnout: Turnout,
    ) {
        let plan = &rules.prepared.polls[poll].cells[cell];
        let mut dice = rules.day.address(Purpose::Arrivals, plan.place).fast();
        let mobile = turnout.of_these_mobile as usize;
        let asked = self.requests.len();
        let first = self.people.len();
        if let Some((_, _, visit)) = &set.mobile {
            self.requests.extend((0..mobile).map(|_| {
                let bits = dice.bits();
                Request {
                    turn: bits as u32,
                    visit: visit.draw((bits >> 32) as u32),
                    cell: nth,
                    goes_by: NONE,
                    trip: 0,
                }
            }));
        }
        self.people.extend((mobile..turnout.come as usize).map(|_| {
            let bits = dice.bits();
            Person {
                arrives: set.profile.time(bits as u32),
                service: set.service.draw((bits >> 32) as u32),
                desk: 0,
                patience: FOR_EVER,
                back: -1,
                cell: nth,
                came_by: NONE,
                goes_by: NONE,
            }
        }));
        if set.patience.is_some() || set.desk.is_some() {
            skip(&mut dice, mobile);
            for person in &mut self.people[first..] {
                set.patience_and_desk(person, dice.bits());
            }
        }
        if set.back.is_some() {
            skip(&mut dice, mobile);
            for person in &mut self.people[first..] {
                set.way_back(person, dice.bits());
            }
        }
        rules.ways_out(poll, plan.group, &mut self.ways);
        if !self.ways.is_empty() {
            self.plan_trips(
                &mut rules.day.address(Purpose::Overlap, plan.place).fast(),
                asked,
                first,
            );
        }
    }

    /// Decides who of the requests from `asked` on and the people from `first` on will go on.
    fn plan_trips(&mut self, dice: &mut Fast, asked: usize, first: usize) {
        let ways = &self.ways;
        let mut way = || {
            let word = dice.bits();
            let level = share_of(word);
            let way = ways.iter().find(|way| level < way.1);
            way.map(|&(overlap, _)| (overlap, word))
        };
        for request in &mut self.requests[asked..] {
            if let Some((overlap, word)) = way() {
                request.goes_by = overlap;
                request.trip = word;
            }
        }
        for (at, person) in self.people.iter_mut().enumerate().skip(first) {
            if let Some((overlap, word)) = way() {
                person.goes_by = overlap;
                self.trips.push((at as u32, word));
            }
        }
    }

    /// Moves arrivals of one cell's people, from position `first` on, into the spans of surges.
    ///
    /// Of those who would come after the span, each comes within it with the surge's share, at a time
    /// spread evenly over it; the dice are the cell's own.
    pub fn surge(&mut self, rules: &Rules, place: Place, first: usize, hits: &[Hit]) {
        for hit in hits {
            let disturbance = &rules.assumptions.disturbances[hit.disturbance];
            let DisturbanceKind::Surge { at, span, .. } = disturbance.kind else {
                continue;
            };
            let place = Place::of(&[&disturbance.label, "surge"], place.0);
            let mut dice = rules.day.address(Purpose::Events, place).fast();
            let end = at.0 + span.0;
            for person in &mut self.people[first..] {
                let bits = dice.bits();
                if i64::from(person.arrives) >= end && share_of(bits) < hit.value {
                    let within = f64::from(bits as u32) / 4_294_967_296.0;
                    person.arrives = (at.0 + (within * span.0 as f64) as i64) as i32;
                }
            }
        }
    }

    /// Puts people in the order of arrival and requests in the order of visits.
    pub fn line_up(&mut self) {
        self.sorting.sort(&self.people, &mut self.order);
        self.requests.sort_by_key(|request| request.turn);
    }
}

/// Passes over the words of persons who do not need them.
fn skip(dice: &mut Fast, words: usize) {
    for _ in 0..words {
        dice.bits();
    }
}

/// A bucket sort for arrival times: about as many buckets as people, then insertion.
#[derive(Clone, Debug, Default)]
struct Sorting {
    starts: Vec<u32>,
    keys: Vec<u64>,
}

impl Sorting {
    /// Writes the positions of `people` into `order`, by (arrival, position).
    fn sort(&mut self, people: &[Person], order: &mut Vec<u32>) {
        order.clear();
        let times = || people.iter().map(|person| person.arrives);
        let (Some(first), Some(last)) = (times().min(), times().max()) else {
            return;
        };
        let width = i64::from(last) - i64::from(first) + 1;
        // A bucket is a power of two of milliseconds, so that finding it is a shift.
        let buckets = people.len().next_power_of_two() as i64;
        let shift = ((width / buckets).max(1) as u64)
            .next_power_of_two()
            .trailing_zeros();
        let bucket = |time: i32| ((i64::from(time) - i64::from(first)) >> shift) as usize;
        self.starts.clear();
        self.starts.resize(bucket(last) + 2, 0);
        for time in times() {
            self.starts[bucket(time) + 1] += 1;
        }
        for at in 1..self.starts.len() {
            self.starts[at] += self.starts[at - 1];
        }
        self.keys.clear();
        self.keys.resize(people.len(), 0);
        for (at, time) in times().enumerate() {
            let start = &mut self.starts[bucket(time)];
            let key = ((i64::from(time) - i64::from(first)) as u64) << 32 | at as u64;
            self.keys[*start as usize] = key;
            *start += 1;
        }
        nearly_sorted(&mut self.keys);
        order.extend(self.keys.iter().map(|&key| key as u32));
    }
}

/// Sorts keys that are nearly in order; falls back on the library's sort where they are not.
fn nearly_sorted(keys: &mut [u64]) {
    let mut patience = 16 * keys.len();
    for at in 1..keys.len() {
        let key = keys[at];
        let mut hole = at;
        while hole > 0 && keys[hole - 1] > key {
            keys[hole] = keys[hole - 1];
            hole -= 1;
        }
        keys[hole] = key;
        let moved = at - hole;
        if moved > patience {
            keys.sort_unstable();
            return;
        }
        patience -= moved;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Address, Seed};

    fn person(arrives: i32) -> Person {
        Person {
            arrives,
            service: 0,
            desk: 0,
            patience: FOR_EVER,
            back: -1,
            cell: 0,
            came_by: NONE,
            goes_by: NONE,
        }
    }

    #[test]
    fn sorts_like_a_stable_sort() {
        let address = Address {
            seed: Seed(5),
            purpose: Purpose::Resampling,
            trial: 0,
            place: Place::EVERYWHERE,
        };
        let mut dice = address.fast();
        for n in [0usize, 1, 2, 3, 17, 400, 1_000] {
            for range in [1u64, 2, 50, 43_200_000] {
                let people: Vec<Person> = (0..n)
                    .map(|i| {
                        let far = if i % 3 == 0 { 40_000_000 } else { 0 };
                        person(28_800_000 + far + (dice.bits() % range) as i32)
                    })
                    .collect();
                let mut order = Vec::new();
                Sorting::default().sort(&people, &mut order);
                let mut plain: Vec<u32> = (0..n as u32).collect();
                plain.sort_by_key(|&at| people[at as usize].arrives);
                assert_eq!(order, plain);
            }
        }
    }
}
