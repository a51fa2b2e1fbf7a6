//! The agenda lane: one station as a machine that always knows when its next event is due.
//!
//! A lone station is played to its end at once; stations that people move between in a circle share
//! a calendar, which always lets the one with the earliest event go on ([`super::play`]).
//!
//! Order of events at one instant: first the conditions change (doors, booths, pace), then booths
//! become free, then clerks, then people arrive (in the order of the crowd, those who come back or
//! travel in after them, in the order in which that was planned). Whoever is called at the very
//! moment his patience is used up is served; he leaves one millisecond later.
//!
//! Patience needs no event of its own. A person whose patience is used up stays in the list and is
//! passed over when his turn comes; the books enter the moment at which he really left. Only a way
//! back is an event, planned on joining and void if he has been called in time.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::books::{Books, Cast};
use super::crowd::Crowd;
use super::person::{NONE, Person};
use super::queues::{AtDesk, Waiter};
use super::rules::SetRules;
use super::timetable::{Piece, Timetable};
use super::trace::{Happening, Witness};

/// Later than everything.
pub(super) const NEVER: i64 = i64::MAX;

/// Somebody who comes back or travels in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Later {
    time: i64,
    planned: u32,
    person: u32,
    /// For a way back: how often he had been called when it was planned; it is void if that changes.
    calls: Option<u8>,
}

/// The state of one station during the day.
#[derive(Clone, Debug, Default)]
pub(super) struct Station {
    pub(super) crowd: Crowd,
    pub(super) hours: Timetable,
    pub(super) cast: Cast,
    /// Position in the crowd's order of the next to arrive.
    pub(super) next: usize,
    pub(super) later: BinaryHeap<Reverse<Later>>,
    pub(super) desk_queue: VecDeque<Waiter>,
    pub(super) queue: VecDeque<Waiter>,
    pub(super) at_desk: BinaryHeap<Reverse<AtDesk>>,
    /// When booths become free.
    pub(super) in_booth: BinaryHeap<Reverse<i64>>,
    /// How often each person has been called.
    pub(super) calls: Vec<u8>,
    pub(super) piece: usize,
    pub(super) papers: u32,
    /// Events planned so far.
    pub(super) planned: u32,
}

impl Station {
    /// Makes the station ready for its day; crowd and hours have been laid out.
    pub fn begin(&mut self, papers: u32) {
        self.next = 0;
        self.later.clear();
        self.desk_queue.clear();
        self.queue.clear();
        self.at_desk.clear();
        self.in_booth.clear();
        self.calls.clear();
        self.calls.resize(self.crowd.people.len(), 0);
        self.piece = 0;
        self.papers = papers;
        self.planned = 0;
    }

    /// When the next event is due; [`NEVER`] when the day is over.
    pub fn due(&self) -> i64 {
        let (conditions, booth, desk, arrival) = self.dues();
        let moving = booth.min(desk).min(arrival);
        if moving == NEVER && self.queue.is_empty() && self.desk_queue.is_empty() {
            return NEVER; // nobody is left whom the conditions could concern
        }
        moving.min(conditions)
    }

    /// When the next event of each kind is due: conditions, booths, clerks, arrivals.
    #[inline]
    fn dues(&self) -> (i64, i64, i64, i64) {
        let conditions = self
            .hours
            .pieces
            .get(self.piece + 1)
            .map_or(NEVER, |p| p.from);
        let booth = self.in_booth.peek().map_or(NEVER, |&Reverse(end)| end);
        let desk = self.at_desk.peek().map_or(NEVER, |Reverse(at)| at.until);
        (
            conditions,
            booth,
            desk,
            self.next_own().min(self.next_later()),
        )
    }

    #[inline]
    fn next_own(&self) -> i64 {
        let next = self.crowd.order.get(self.next);
        next.map_or(NEVER, |&at| {
            i64::from(self.crowd.people[at as usize].arrives)
        })
    }

    #[inline]
    fn next_later(&self) -> i64 {
        self.later.peek().map_or(NEVER, |Reverse(later)| later.time)
    }

    /// Plays the next event. Returns whether there was one.
    pub fn step<W: Witness>(&mut self, set: &SetRules, books: &mut Books<W>) -> bool {
        let (conditions, booth, desk, arrival) = self.dues();
        let moving = booth.min(desk).min(arrival);
        if moving == NEVER && self.queue.is_empty() && self.desk_queue.is_empty() {
            return false;
        }
        if conditions <= moving {
            if conditions == NEVER {
                self.abandon(books);
                return false;
            }
            self.change(set, conditions, books);
        } else if booth == moving {
            self.in_booth.pop();
            self.call(set, booth, books);
        } else if desk == moving {
            self.leave_desk(set, books);
        } else {
            self.arrive(set, books);
        }
        true
    }

    /// The conditions of the station.
    #[inline]
    pub(super) fn now(&self) -> Piece {
        self.hours.pieces[self.piece]
    }

    /// The next conditions come into force.
    fn change<W: Witness>(&mut self, set: &SetRules, time: i64, books: &mut Books<W>) {
        self.piece += 1;
        let piece = self.now();
        books.witness.sees(time, || Happening::Conditions {
            admits: piece.admits,
            calls: piece.calls,
            booths: piece.booths,
            slow: piece.slow,
        });
        if piece.over {
            self.dismiss(time, books);
        }
        self.call(set, time, books);
    }

    /// The next person arrives, comes back or travels in.
    #[inline]
    fn arrive<W: Witness>(&mut self, set: &SetRules, books: &mut Books<W>) {
        let (own, later) = (self.next_own(), self.next_later());
        if own <= later {
            let person = self.crowd.order[self.next];
            self.next += 1;
            return self.admit(set, person, false, own, books);
        }
        let Some(Reverse(entry)) = self.later.pop() else {
            return;
        };
        match entry.calls {
            None => self.admit(set, entry.person, false, later, books),
            Some(calls) if calls == self.calls[entry.person as usize] => {
                let person = Person {
                    back: -1,
                    ..self.crowd.people[entry.person as usize]
                };
                let word = self.crowd.trip(entry.person);
                let number = self.add(person);
                if person.goes_by != NONE {
                    self.crowd.trips.push((number, word));
                }
                self.admit(set, number, true, later, books);
            }
            Some(_) => {} // called in time after all
        }
    }

    /// Adds a person to the crowd during the day.
    fn add(&mut self, person: Person) -> u32 {
        self.crowd.people.push(person);
        self.calls.push(0);
        self.crowd.people.len() as u32 - 1
    }

    /// Somebody travels in from a station of the same calendar.
    pub fn expect(&mut self, person: Person) {
        let number = self.add(person);
        self.plan_later(i64::from(person.arrives), number, None);
    }

    pub(super) fn plan_later(&mut self, time: i64, person: u32, calls: Option<u8>) {
        self.planned += 1;
        let planned = self.planned;
        self.later.push(Reverse(Later {
            time,
            planned,
            person,
            calls,
        }));
    }

    /// A person stands at the door.
    #[inline]
    fn admit<W: Witness>(
        &mut self,
        set: &SetRules,
        number: u32,
        back: bool,
        time: i64,
        books: &mut Books<W>,
    ) {
        if !self.now().admits {
            return books.turns_away(number, time);
        }
        if let Some(many) = set.turn_back_at
            && self.finds_waiting(set, many, time)
        {
            return self.turn_back(number, time, books);
        }
        books.joins(number, &self.crowd.people[number as usize], back, time);
        let waiter = self.waiter(number, time, 0);
        if set.desk.is_some() {
            self.desk_queue.push_back(waiter);
        } else {
            self.queue.push_back(waiter);
        }
        self.call(set, time, books);
    }
}
