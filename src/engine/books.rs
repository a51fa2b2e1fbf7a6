//! The books of a poll: everything that happens to a person is entered here, whichever lane plays.

use super::crowd::Crowd;
use super::person::{NONE, Person};
use super::prepared::CellPlan;
use super::rules::{Rules, Traveller};
use super::slots::Slots;
use super::tally::PollTally;
use super::timetable::Timetable;
use super::trace::{Happening, Leave, Origin, Witness};

/// Thirty minutes in milliseconds.
pub(super) const HALF_HOUR: i64 = 1_800_000;

/// What the stations of one poll write into.
pub(super) struct Books<'a, W: Witness> {
    pub rules: &'a Rules<'a>,
    /// `cast_by` holds ballots cast *between* checkpoints until the poll is closed.
    pub tally: &'a mut PollTally,
    /// Persons who voted in both polls of each overlap.
    pub both: &'a mut [u64],
    /// Persons on their way to other polls.
    pub travellers: &'a mut Vec<Traveller>,
    pub slots: &'a Slots,
    pub witness: &'a mut W,
    /// The cells of the station.
    pub cells: &'a [CellPlan],
    /// The station's doors.
    pub closes: i64,
}

/// Ballots of one station, to be marked.
#[derive(Clone, Debug, Default)]
pub(super) struct Cast {
    /// By cell of the station.
    pub own: Vec<u32>,
    /// By travellers whose group has no cell here.
    pub strangers: u32,
}

impl Cast {
    /// Empties the box of a station with that many cells.
    pub fn clear(&mut self, cells: usize) {
        self.own.clear();
        self.own.resize(cells, 0);
        self.strangers = 0;
    }

    /// How many ballots are in it.
    pub fn total(&self) -> u64 {
        let own: u64 = self.own.iter().map(|&n| u64::from(n)).sum();
        own + u64::from(self.strangers)
    }

    #[inline]
    fn put(&mut self, cell: u16) {
        match self.own.get_mut(cell as usize) {
            Some(count) => *count += 1,
            None => self.strangers += 1,
        }
    }
}

impl<W: Witness> Books<'_, W> {
    /// Somebody waited from `since` until `until`: seen at the checkpoints in between.
    #[inline]
    pub fn waits(&mut self, since: i64, until: i64) {
        if since == until {
            return;
        }
        for slot in self.slots.within(since, until) {
            self.tally.waiting_at[slot] += 1;
        }
        if since < self.closes && until >= self.closes {
            self.tally.waiting_at_close += 1;
        }
    }

    /// A person leaves a booth at `time` having waited `waited` in all; perhaps he goes on.
    #[inline]
    pub fn votes(&mut self, cast: &mut Cast, crowd: &Crowd, number: u32, waited: i64, time: i64) {
        let person = &crowd.people[number as usize];
        let tally = &mut *self.tally;
        tally.total_wait += waited as u64;
        tally.longest_wait = tally.longest_wait.max(waited as u64);
        tally.waited_over_30_min += u64::from(waited > HALF_HOUR);
        self.witness
            .sees(time, || Happening::Votes { person: number });
        self.cast(cast, (person.cell, person.came_by), time);
        if person.goes_by != NONE {
            let trip = (person.cell, person.goes_by, crowd.trip(number));
            self.sends_on(trip, Some(number), time);
        }
    }

    /// A ballot is cast by somebody of a cell who came by an overlap or not.
    #[inline]
    fn cast(&mut self, cast: &mut Cast, (cell, came_by): (u16, u16), time: i64) {
        let tally = &mut *self.tally;
        tally.last_ballot_at = tally.last_ballot_at.max(time as u64);
        if let Some(count) = tally.cast_by.get_mut(self.slots.at_or_after(time)) {
            *count += 1;
        }
        cast.put(cell);
        if came_by != NONE {
            tally.ballots_by_travellers += 1;
            self.both[came_by as usize] += 1;
        }
    }

    /// A voter of this poll goes on by an overlap.
    #[cold]
    fn sends_on(&mut self, (cell, overlap, word): (u16, u16, u64), person: Option<u32>, time: i64) {
        let traveller = self
            .rules
            .depart(overlap, word, &self.cells[cell as usize], time);
        let arrives = i64::from(traveller.person.arrives);
        self.witness.sees(time, || Happening::GoesOn {
            person,
            overlap: overlap as usize,
            arrives: crate::units::SimTime(arrives),
        });
        self.travellers.push(traveller);
    }

    /// Somebody finds the doors shut.
    pub fn turns_away(&mut self, number: u32, time: i64) {
        self.tally.turned_away += 1;
        self.witness
            .sees(time, || Happening::TurnedAway { person: number });
    }

    /// Somebody leaves the queue because his patience is used up.
    pub fn gives_up(&mut self, number: u32, returns: bool, time: i64) {
        match returns {
            true => self.tally.came_back += 1,
            false => self.tally.gave_up += 1,
        }
        let why = Leave::OutOfPatience { returns };
        self.witness.sees(time, || Happening::Leaves {
            person: number,
            why,
        });
    }

    /// Somebody finds too many waiting and turns back at the door: he has given up without a wait.
    pub fn turns_back(&mut self, number: u32, returns: bool, time: i64) {
        match returns {
            true => self.tally.came_back += 1,
            false => self.tally.gave_up += 1,
        }
        self.witness.sees(time, || Happening::TurnsBack {
            person: number,
            returns,
        });
    }

    /// Somebody in the queue is sent away at closing, or is never called.
    pub fn sends_away(&mut self, number: u32, time: i64) {
        self.tally.unserved += 1;
        let why = Leave::SentAway;
        self.witness.sees(time, || Happening::Leaves {
            person: number,
            why,
        });
    }

    /// Somebody is called and there is no paper for him.
    pub fn has_no_paper(&mut self, number: u32, time: i64) {
        self.tally.out_of_papers += 1;
        let why = Leave::NoPaper;
        self.witness.sees(time, || Happening::Leaves {
            person: number,
            why,
        });
    }

    /// Somebody joins the queue.
    #[inline]
    pub fn joins(&mut self, number: u32, person: &Person, back: bool, time: i64) {
        self.witness.sees(time, || Happening::Joins {
            person: number,
            group: self
                .cells
                .get(person.cell as usize)
                .map(|c| c.group as usize),
            origin: match (back, person.came_by) {
                (true, _) => Origin::Return,
                (false, NONE) => Origin::Own,
                (false, overlap) => Origin::Overlap(overlap as usize),
            },
        });
    }

    /// Plays the visits of the mobile boxes and returns the papers that are left for the station.
    ///
    /// The boxes leave at opening with a paper for every request; each takes the next request when
    /// it is free (a heap is not worth it for a few boxes). A visit counts if it ends by closing.
    pub fn visits(
        &mut self,
        crowd: &Crowd,
        cast: &mut Cast,
        boxes: u32,
        papers: u32,
        hours: &Timetable,
    ) -> u32 {
        let with_paper = crowd.requests.len().min(papers as usize);
        self.tally.out_of_papers += (crowd.requests.len() - with_paper) as u64;
        let mut free = vec![hours.opens; with_paper.min(boxes as usize)];
        for request in &crowd.requests[..with_paper] {
            let nearest = free
                .iter_mut()
                .min()
                .expect("where there is a request there is a box");
            let end = *nearest + i64::from(request.visit);
            *nearest = end;
            let made = end <= hours.closes;
            self.witness
                .sees(end.min(hours.closes), || Happening::Visit { made });
            if made {
                self.cast(cast, (request.cell, NONE), end);
                if request.goes_by != NONE {
                    self.sends_on((request.cell, request.goes_by, request.trip), None, end);
                }
            } else {
                self.tally.unserved += 1;
            }
        }
        papers - with_paper.min(papers as usize) as u32
    }
}
