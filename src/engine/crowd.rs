//! The people of one station: their own dice, in an order that depends on nobody else.

use super::order::{self, Sorting};
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
    /// Positions in `people` in the order of arrival; those of one moment in the order of their dice,
    /// travellers last.
    pub order: Vec<u32>,
    /// Requests for the mobile box, in the order in which they are served.
    pub requests: Vec<Request>,
    /// The dice of those who will go on: position in `people` and a word, ascending.
    pub trips: Vec<(u32, u64)>,
    ways: Vec<(u16, f64)>,
    /// What the station's own people are sorted by.
    keys: Vec<u64>,
    sorting: Sorting,
}

impl Crowd {
    /// Forgets everybody.
    pub fn clear(&mut self) {
        self.people.clear();
        self.requests.clear();
        self.trips.clear();
        self.keys.clear();
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
        let own = mobile..turnout.come as usize;
        let keys = &mut self.keys;
        self.people.extend(own.enumerate().map(|(at, _)| {
            let bits = dice.bits();
            keys.push(order::key(bits as u32, first + at));
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
    ///
    /// Whoever is in the crowd without having been gathered into it is a traveller.
    pub fn line_up(&mut self) {
        let own = self.sorting.sort(&self.keys);
        self.order.clear();
        self.order
            .extend(own.iter().map(|&key| order::position(key)));
        let travellers = self.keys.len()..self.people.len();
        self.order.extend(travellers.map(|at| at as u32));
        let arrives = |&at: &u32| self.people[at as usize].arrives;
        if !self.order.is_sorted_by_key(arrives) {
            self.order.sort_by_key(arrives);
        }
        self.requests.sort_by_key(|request| request.turn);
    }
}

/// Passes over the words of persons who do not need them.
fn skip(dice: &mut Fast, words: usize) {
    for _ in 0..words {
        dice.bits();
    }
}
