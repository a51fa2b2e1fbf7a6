//! The queues of a station in the agenda lane: who is called, who leaves, and why.

use std::cmp::Reverse;

use super::agenda::{NEVER, Station};
use super::books::Books;
use super::person::FOR_EVER;
use super::rules::SetRules;
use super::table::whole;
use super::trace::{Happening, Witness};
use crate::units::SimTime;

/// Somebody in a queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiter {
    person: u32,
    /// When he joined this queue.
    since: i64,
    /// How long he had waited for the desk before.
    before: i64,
    /// When he leaves if he has not been called: one millisecond after his patience is used up.
    leaves: i64,
}

/// Somebody at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct AtDesk {
    pub until: i64,
    planned: u32,
    person: u32,
    waited: i64,
}

impl Station {
    /// A person as he joins a queue; plans his way back in case he gives up.
    #[inline]
    pub(super) fn waiter(&mut self, number: u32, since: i64, before: i64) -> Waiter {
        let person = &self.crowd.people[number as usize];
        let leaves = match person.patience {
            FOR_EVER => NEVER,
            patience => since + i64::from(patience) - before + 1,
        };
        if person.back >= 0 && leaves != NEVER {
            let time = leaves + i64::from(person.back);
            self.plan_later(time, number, Some(self.calls[number as usize]));
        }
        Waiter {
            person: number,
            since,
            before,
            leaves,
        }
    }

    /// Whether a newcomer finds so many waiting in the queue he would join. Those whose patience is
    /// used up may still stand in the list and have left.
    pub(super) fn finds_waiting(&self, set: &SetRules, many: u32, time: i64) -> bool {
        let queue = match set.desk {
            Some(_) => &self.desk_queue,
            None => &self.queue,
        };
        let many = many as usize;
        queue.len() >= many && queue.iter().filter(|w| w.leaves > time).take(many).count() == many
    }

    /// A person turns back at the door, perhaps to come back later.
    #[cold]
    pub(super) fn turn_back<W: Witness>(&mut self, number: u32, time: i64, books: &mut Books<W>) {
        let back = self.crowd.people[number as usize].back;
        if back >= 0 {
            let calls = self.calls[number as usize];
            self.plan_later(time + i64::from(back), number, Some(calls));
        }
        books.turns_back(number, back >= 0, time);
    }

    /// Fills the desk and the booths from their queues, as far as the conditions allow.
    #[inline]
    pub(super) fn call<W: Witness>(&mut self, set: &SetRules, time: i64, books: &mut Books<W>) {
        let piece = self.now();
        if !piece.calls {
            return;
        }
        if let Some((clerks, _)) = set.desk {
            while self.at_desk.len() < clerks as usize {
                let Some(waiter) = self.desk_queue.pop_front() else {
                    break;
                };
                if self.takes_turn(&waiter, true, time, books) {
                    self.enter_desk(waiter, piece.slow, time, books);
                }
            }
        }
        while self.in_booth.len() < piece.booths as usize {
            let Some(waiter) = self.queue.pop_front() else {
                break;
            };
            if self.takes_turn(&waiter, set.desk.is_none(), time, books) {
                self.enter_booth(waiter, piece.slow, time, books);
            }
        }
    }

    /// Whether a person who is called is still there and, in the first queue, finds a paper.
    #[inline]
    fn takes_turn<W: Witness>(
        &mut self,
        waiter: &Waiter,
        first: bool,
        time: i64,
        books: &mut Books<W>,
    ) -> bool {
        if waiter.leaves <= time {
            self.gives_up(waiter, books);
            return false;
        }
        books.waits(waiter.since, time);
        self.calls[waiter.person as usize] += 1;
        if first {
            if self.papers == 0 {
                books.has_no_paper(waiter.person, time);
                return false;
            }
            self.papers -= 1;
        }
        true
    }

    #[cold]
    fn gives_up<W: Witness>(&mut self, waiter: &Waiter, books: &mut Books<W>) {
        books.waits(waiter.since, waiter.leaves);
        let returns = self.crowd.people[waiter.person as usize].back >= 0;
        books.gives_up(waiter.person, returns, waiter.leaves);
    }

    fn enter_desk<W: Witness>(
        &mut self,
        waiter: Waiter,
        slow: f64,
        time: i64,
        books: &mut Books<W>,
    ) {
        let waited = time - waiter.since;
        books.witness.sees(time, || Happening::EntersDesk {
            person: waiter.person,
            waited: SimTime(waited),
        });
        self.planned += 1;
        self.at_desk.push(Reverse(AtDesk {
            until: time + slowed(self.crowd.people[waiter.person as usize].desk, slow),
            planned: self.planned,
            person: waiter.person,
            waited,
        }));
    }

    /// The next clerk is free: his person waits for a booth.
    pub(super) fn leave_desk<W: Witness>(&mut self, set: &SetRules, books: &mut Books<W>) {
        let Some(Reverse(at)) = self.at_desk.pop() else {
            return;
        };
        let time = at.until;
        let person = at.person;
        books
            .witness
            .sees(time, || Happening::LeavesDesk { person });
        if self.now().over {
            books.sends_away(person, time);
        } else {
            let waiter = self.waiter(person, time, at.waited);
            self.queue.push_back(waiter);
        }
        self.call(set, time, books);
    }

    #[inline]
    fn enter_booth<W: Witness>(
        &mut self,
        waiter: Waiter,
        slow: f64,
        time: i64,
        books: &mut Books<W>,
    ) {
        let person = self.crowd.people[waiter.person as usize];
        let waited = waiter.before + time - waiter.since;
        books.witness.sees(time, || Happening::EntersBooth {
            person: waiter.person,
            waited: SimTime(waited),
        });
        let end = time + slowed(person.service, slow);
        self.in_booth.push(Reverse(end));
        books.votes(&mut self.cast, &self.crowd, waiter.person, waited, end);
    }

    /// Closing time, and the queue may not vote.
    pub(super) fn dismiss<W: Witness>(&mut self, time: i64, books: &mut Books<W>) {
        while let Some(waiter) = self
            .desk_queue
            .pop_front()
            .or_else(|| self.queue.pop_front())
        {
            if waiter.leaves <= time {
                self.gives_up(&waiter, books);
            } else {
                books.waits(waiter.since, time);
                self.calls[waiter.person as usize] += 1;
                books.sends_away(waiter.person, time);
            }
        }
    }

    /// Nothing will ever happen again, and somebody is still waiting (no booth is left).
    pub(super) fn abandon<W: Witness>(&mut self, books: &mut Books<W>) {
        while let Some(waiter) = self
            .desk_queue
            .pop_front()
            .or_else(|| self.queue.pop_front())
        {
            if waiter.leaves < NEVER {
                self.gives_up(&waiter, books);
            } else {
                books.waits(waiter.since, NEVER);
                books.sends_away(waiter.person, books.closes.max(waiter.since));
            }
        }
    }
}

/// A service time under the conditions in which it begins.
#[inline]
pub(super) fn slowed(service: i32, slow: f64) -> i64 {
    if slow == 1.0 {
        i64::from(service)
    } else {
        i64::from(whole(f64::from(service) * slow))
    }
}
