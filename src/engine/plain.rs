//! Plain stations: the station lane where nothing but a queue happens.
//!
//! At a station that no disturbance hits, that nobody travels to or from, with papers for all, no
//! mobile box, nobody who turns back and a queue that may vote, everybody votes whose patience lasts. Then the day is a few
//! rows of numbers: moments of arrival in order, services, patience; one walk along them is the
//! recursion of [`super::station`]. What a checkpoint asks is read off the walk when it passes the
//! moment, since people are called in the order of arrival: who has come and is not called waits, who
//! is called and is not in a booth has voted.
//!
//! The same dice, the same order, the same books: bit for bit what the agenda counts.

use super::agenda::NEVER;
use super::books::{Cast, HALF_HOUR};
use super::lane::Lane;
use super::order::{self, Sorting};
use super::prepared::CellPlan;
use super::rules::Rules;
use super::tally::PollTally;
use super::turnout::Turnout;
use crate::random::Purpose;

/// Up to so many booths have a walk of their own.
const MOST: u32 = 8;

/// The people of one plain station, row by row.
#[derive(Clone, Debug, Default)]
pub(super) struct Plain {
    keys: Vec<u64>,
    sorting: Sorting,
    /// Milliseconds after midnight, in the order of arrival.
    arrives: Vec<i32>,
    /// Milliseconds, in the order of the crowd.
    services: Vec<i32>,
    patiences: Vec<i32>,
    /// Where each cell's people begin in the order of the crowd.
    firsts: Vec<u32>,
}

/// Whether a station that nothing disturbs, and that nobody travels to, has a plain day.
fn is_plain(rules: &Rules, poll: usize, at: usize, turnouts: &[Turnout]) -> bool {
    let plan = &rules.prepared.polls[poll];
    let station = &plan.stations[at];
    let set = &rules.sets[poll][station.set];
    let goes_on = |cell: &CellPlan| {
        let overlaps = &rules.assumptions.overlaps;
        overlaps.iter().any(|overlap| {
            overlap.from.0 == poll && overlap.groups.iter().any(|g| g.0 == cell.group as usize)
        })
    };
    let come = turnouts[station.cells.clone()].iter();
    let come: u64 = come.map(|turnout| u64::from(turnout.come)).sum();
    plan.sets[station.set].lane == Lane::Station
        && rules.assumptions.polls[poll].queue_may_vote
        && (1..=MOST).contains(&rules.booths(poll, at))
        && set.mobile.is_none()
        && set.turn_back_at.is_none()
        && come <= u64::from(set.papers)
        && !plan.cells[station.cells.clone()].iter().any(goes_on)
}

impl Plain {
    /// Throws the dice of the people of a station that nothing disturbs, as
    /// [`super::crowd::Crowd::gather`] does, and lines them up. False where the station has no plain
    /// day, or where rounding has turned two arrivals round.
    pub fn gather(
        &mut self,
        rules: &Rules,
        (poll, at): (usize, usize),
        turnouts: &[Turnout],
    ) -> bool {
        if !is_plain(rules, poll, at, turnouts) {
            return false;
        }
        let plan = &rules.prepared.polls[poll];
        let station = &plan.stations[at];
        let set = &rules.sets[poll][station.set];
        self.keys.clear();
        self.services.clear();
        self.patiences.clear();
        self.firsts.clear();
        for cell in station.cells.clone() {
            let place = plan.cells[cell].place;
            let mut dice = rules.day.address(Purpose::Arrivals, place).fast();
            let (first, come) = (self.keys.len(), turnouts[cell].come as usize);
            self.firsts.push(first as u32);
            self.keys.resize(first + come, 0);
            self.services.resize(first + come, 0);
            let service = set.service;
            let rows = self.keys[first..].iter_mut();
            let rows = rows.zip(&mut self.services[first..]);
            for (position, (key, span)) in (first..).zip(rows) {
                let bits = dice.bits();
                *key = order::key(bits as u32, position);
                *span = service.draw((bits >> 32) as u32);
            }
            if let Some(patience) = &set.patience {
                let spans = (0..come).map(|_| patience.draw((dice.bits() >> 32) as u32));
                self.patiences.extend(spans);
            }
        }
        let sorted = self.sorting.sort(&self.keys);
        self.arrives.resize(sorted.len(), 0);
        set.profile.times(sorted, &mut self.arrives);
        let pairs = self.arrives.windows(2);
        pairs.fold(true, |ordered, pair| ordered & (pair[0] <= pair[1]))
    }

    /// How many come.
    pub fn come(&self) -> usize {
        self.keys.len()
    }

    /// Plays the day of the people gathered and fills the station's box.
    pub fn play(
        &mut self,
        rules: &Rules,
        (poll, at): (usize, usize),
        tally: &mut PollTally,
        cast: &mut Cast,
    ) {
        let plan = &rules.prepared.polls[poll];
        let closes = rules.assumptions.polls[poll].closes.0;
        cast.clear(self.firsts.len());
        for (cell, count) in cast.own.iter_mut().enumerate() {
            let end = self
                .firsts
                .get(cell + 1)
                .map_or(self.keys.len() as u32, |&end| end);
            *count = end - self.firsts[cell];
        }
        let watch = Watch {
            plain: self,
            slots: plan.slots.times(),
            closes,
            doors: closes,
            next: 0,
            voted: 0,
            left: 0,
            tally,
            cast,
        };
        match rules.booths(poll, at) {
            1 => watch.walk::<1>(),
            2 => watch.walk::<2>(),
            3 => watch.walk::<3>(),
            4 => watch.walk::<4>(),
            5 => watch.walk::<5>(),
            6 => watch.walk::<6>(),
            7 => watch.walk::<7>(),
            _ => watch.walk::<8>(),
        }
    }
}

/// A walk along the people and what it enters.
struct Watch<'a> {
    plain: &'a Plain,
    slots: &'a [i64],
    /// When the doors close; [`NEVER`] once the walk has passed it.
    closes: i64,
    /// When the doors close.
    doors: i64,
    /// The next checkpoint.
    next: usize,
    /// Ballots cast up to the checkpoint before.
    voted: u64,
    /// How many have lost patience.
    left: u64,
    tally: &'a mut PollTally,
    cast: &'a mut Cast,
}

impl Watch<'_> {
    fn walk<const BOOTHS: usize>(self) {
        match self.plain.patiences.is_empty() {
            true => self.walk_with::<BOOTHS, false>(),
            false => self.walk_with::<BOOTHS, true>(),
        }
    }

    /// The recursion: whoever comes next is called when he is there and the first booth is free.
    fn walk_with<const BOOTHS: usize, const PATIENCE: bool>(mut self) {
        let plain = self.plain;
        // When the booths become free, ascending.
        let mut free = [i64::MIN; BOOTHS];
        let mut alarm = self.alarm();
        let (mut total, mut longest, mut long) = (0, 0, 0u32);
        let order = &plain.sorting.sorted()[..plain.arrives.len()];
        for (at, (&arrives, &key)) in plain.arrives.iter().zip(order).enumerate() {
            let arrives = i64::from(arrives);
            let number = order::position(key) as usize;
            let called = arrives.max(free[0]);
            if called > alarm {
                let ends = free; // so that the booths themselves can stay in registers
                self.passes(at, called, &ends);
                alarm = self.alarm();
            }
            let wait = called - arrives;
            if PATIENCE {
                let patience = i64::from(plain.patiences[number]);
                if wait > patience {
                    self.gives_up(number, arrives + patience + 1, called);
                    continue;
                }
            }
            total += wait;
            longest = wait.max(longest);
            long += u32::from(wait > HALF_HOUR);
            take(&mut free, called + i64::from(plain.services[number]));
        }
        self.passes(plain.arrives.len(), NEVER, &free);
        let tally = self.tally;
        tally.total_wait += total as u64;
        tally.longest_wait = tally.longest_wait.max(longest as u64);
        tally.waited_over_30_min += u64::from(long);
        // The last to leave is never the first to be replaced, unless by somebody later.
        let last = free[BOOTHS - 1].max(0) as u64;
        tally.last_ballot_at = tally.last_ballot_at.max(last);
    }

    /// The last moment up to which nothing is to be read off.
    fn alarm(&self) -> i64 {
        let slot = self.slots.get(self.next).copied().unwrap_or(NEVER);
        slot.min(self.closes - 1)
    }

    /// The walk has reached a person who is called later than the alarm: reads off every checkpoint
    /// up to him, and the closing of the doors. All before him have been called by then.
    #[cold]
    #[inline(never)]
    fn passes(&mut self, at: usize, called: i64, free: &[i64]) {
        let behind = &self.plain.arrives[at..];
        let waiting = |time: i64| {
            // Queues are short as a rule.
            let short = behind.iter().take(8).take_while(|&&a| i64::from(a) <= time);
            match short.count() {
                8 => behind.partition_point(|&a| i64::from(a) <= time) as u64,
                count => count as u64,
            }
        };
        while let Some(&time) = self.slots.get(self.next).filter(|&&time| time < called) {
            let inside = free.iter().filter(|&&end| end > time).count() as u64;
            let voted = at as u64 - self.left - inside;
            self.tally.waiting_at[self.next] += waiting(time);
            self.tally.cast_by[self.next] += voted - self.voted;
            self.voted = voted;
            self.next += 1;
        }
        if self.closes <= called && self.closes != NEVER {
            self.tally.waiting_at_close += waiting(self.closes - 1);
            self.closes = NEVER;
        }
    }

    /// Somebody leaves before he is called, at which moment the walk has arrived: he is counted among
    /// those who wait until then.
    #[cold]
    #[inline(never)]
    fn gives_up(&mut self, number: usize, leaves: i64, called: i64) {
        self.left += 1;
        self.tally.gave_up += 1;
        let cell = self
            .plain
            .firsts
            .partition_point(|&first| first as usize <= number)
            - 1;
        self.cast.own[cell] -= 1;
        let gone = self.slots.partition_point(|&time| time < leaves);
        for slot in gone..self.next {
            self.tally.waiting_at[slot] -= 1;
        }
        let closed = leaves < self.doors && called >= self.doors;
        self.tally.waiting_at_close -= u64::from(closed);
    }
}

/// Puts the end of a service in the place of the first booth and keeps the booths sorted: each is the
/// middle one of itself, the next and the end. Nothing waits for its neighbour.
#[inline(always)]
fn take<const BOOTHS: usize>(free: &mut [i64; BOOTHS], end: i64) {
    for at in 0..BOOTHS - 1 {
        free[at] = free[at].max(end).min(free[at + 1]);
    }
    free[BOOTHS - 1] = free[BOOTHS - 1].max(end);
}
