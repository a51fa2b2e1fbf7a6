//! The station lane: the same day without a calendar.
//!
//! At a station that nobody comes back to, without a desk and with as many booths all day, first in,
//! first out, everything about a person is known once those before him are known: he enters when he
//! has arrived, a booth is free and people are called. That is the recursion of Kiefer & Wolfowitz
//! (1955) over the moments at which booths become free. Patience stays exact: whoever would wait too
//! long never touches a booth. When somebody will leave the queue is known when he joins it, so a
//! newcomer who turns back at a long one needs no calendar either.
//!
//! With the same dice it enters the same things into the same books as the agenda, bit for bit.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::agenda::{NEVER, Station};
use super::books::Books;
use super::person::FOR_EVER;
use super::queues::slowed;
use super::timetable::Piece;
use super::trace::Witness;

/// Up to so many booths are kept sorted, which takes no branch; more are kept as a heap.
const FEW: usize = 12;

/// Moments at which the booths of a station become free, the earliest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Booths {
    free: Vec<i64>,
    line: Line,
}

/// When those in the queue will have left it, where somebody asks how many wait.
#[derive(Clone, Debug, Default)]
struct Line {
    /// From so many on, newcomers turn back.
    limit: Option<u32>,
    until: BinaryHeap<Reverse<i64>>,
}

impl Line {
    /// Nobody waits.
    fn begin(&mut self, limit: Option<u32>) {
        self.limit = limit;
        self.until.clear();
    }

    /// Whether a newcomer finds so many waiting that he turns back.
    #[inline]
    fn is_full(&mut self, time: i64) -> bool {
        let Some(limit) = self.limit else {
            return false;
        };
        while self.until.peek().is_some_and(|&Reverse(end)| end <= time) {
            self.until.pop();
        }
        self.until.len() >= limit as usize
    }

    /// Somebody stands in the queue until then.
    #[inline]
    fn joins(&mut self, until: i64) {
        if self.limit.is_some() {
            self.until.push(Reverse(until));
        }
    }
}

impl Booths {
    /// All booths are free.
    fn begin(&mut self, booths: u32) {
        self.free.clear();
        self.free.resize(booths as usize, i64::MIN);
    }

    /// When the first of them is free.
    #[inline]
    fn earliest(&self) -> i64 {
        self.free[0]
    }

    /// The booth that is free first is taken until `end`.
    #[inline]
    fn take(&mut self, end: i64) {
        if self.free.len() <= FEW {
            self.insert(end);
        } else {
            self.sift(end);
        }
    }

    /// Replaces the first of a sorted list, by smaller and larger of two from end to end.
    #[inline]
    fn insert(&mut self, end: i64) {
        let mut rest = end;
        for at in 1..self.free.len() {
            let next = self.free[at];
            self.free[at - 1] = next.min(rest);
            rest = next.max(rest);
        }
        if let Some(last) = self.free.last_mut() {
            *last = rest;
        }
    }

    /// Replaces the root of a binary heap.
    fn sift(&mut self, end: i64) {
        let free = &mut self.free[..];
        let mut at = 0;
        loop {
            let mut child = 2 * at + 1;
            if child >= free.len() {
                break;
            }
            if child + 1 < free.len() && free[child + 1] < free[child] {
                child += 1;
            }
            if free[child] >= end {
                break;
            }
            free[at] = free[child];
            at = child;
        }
        free[at] = end;
    }
}

/// Plays the whole day of a station that has begun, with so many booths, at which newcomers turn back
/// from so many waiting on.
pub(super) fn play<W: Witness>(
    station: &mut Station,
    free: &mut Booths,
    (booths, turn_back_at): (u32, Option<u32>),
    books: &mut Books<W>,
) {
    free.line.begin(turn_back_at);
    // More booths than people make no difference, whatever a law may draw.
    free.begin(booths.min(station.crowd.people.len().max(1) as u32));
    let (crowd, hours, cast) = (&station.crowd, &station.hours, &mut station.cast);
    let mut papers = station.papers;
    let pieces = &hours.pieces[..];
    let (mut door, mut hall) = (0, 0);
    for &number in &crowd.order {
        let person = &crowd.people[number as usize];
        let arrives = i64::from(person.arrives);
        advance(pieces, &mut door, arrives);
        if !pieces[door].admits {
            books.turns_away(number, arrives);
            continue;
        }
        if free.line.is_full(arrives) {
            books.turns_back(number, false, arrives);
            continue;
        }
        let called = call(pieces, &mut hall, arrives.max(free.earliest()));
        let leaves = match person.patience {
            FOR_EVER => NEVER,
            patience => arrives + i64::from(patience) + 1,
        };
        // Where the queue is sent away at closing, nobody is called from then on.
        let until = if pieces[hall].over {
            hours.closes
        } else {
            called
        };
        free.line.joins(until.min(leaves));
        if leaves <= until {
            books.waits(arrives, leaves);
            books.gives_up(number, false, leaves);
            continue;
        }
        books.waits(arrives, until);
        if pieces[hall].over {
            books.sends_away(number, until);
        } else if papers == 0 {
            books.has_no_paper(number, called);
        } else {
            papers -= 1;
            let end = called + slowed(person.service, pieces[hall].slow);
            free.take(end);
            books.votes(cast, crowd, number, called - arrives, end);
        }
    }
}

/// Moves on to the piece that holds `time`.
#[inline]
fn advance(pieces: &[Piece], at: &mut usize, time: i64) {
    while *at + 1 < pieces.len() && pieces[*at + 1].from <= time {
        *at += 1;
    }
}

/// The first moment from `time` on at which people are called, or at which the day is over; leaves
/// `at` on its piece. Nobody is called before those in front of him, so `at` never goes back, and a
/// piece that somebody in front had to wait for is waited for.
#[inline]
fn call(pieces: &[Piece], at: &mut usize, time: i64) -> i64 {
    advance(pieces, at, time);
    let mut time = time.max(pieces[*at].from);
    while !pieces[*at].calls && !pieces[*at].over && *at + 1 < pieces.len() {
        *at += 1;
        time = pieces[*at].from;
    }
    time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booths_are_freed_in_the_order_of_time() {
        for booths in [1usize, 2, 5, FEW, FEW + 1, 40] {
            let mut free = Booths::default();
            free.begin(booths as u32);
            let mut plain = vec![i64::MIN; booths];
            for step in 0..500i64 {
                let end = step * 10 + (step * step * 7_919) % 1_000;
                plain.sort_unstable();
                assert_eq!(free.earliest(), plain[0]);
                plain[0] = end;
                free.take(end);
            }
        }
    }
}
