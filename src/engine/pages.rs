//! A page for every station: what the poll's tally counts, told station by station when somebody asks.
//!
//! While a station is played its page stands in the place of the poll's tally. Once all stations of the
//! poll are played their pages are added to it, the ballots are marked, and the pages are told.
//! Nobody else has to know, and where nobody asks there are no pages.

use std::ops::Range;

use super::prepared::PollPlan;
use super::tally::{ContestTally, PollTally, Tally};
use crate::model::PollId;

/// What one station came to on one day.
#[derive(Clone, Copy, Debug)]
pub struct StationTally<'a> {
    /// At which poll.
    pub poll: PollId,
    /// Position of the station's set in `Poll::stations`.
    pub set: usize,
    /// Number of the station within its set, from 1.
    pub station: u32,
    /// Its counts. `registered` and `eligible` are 0: a day knows them only for a whole poll.
    pub tally: &'a PollTally,
}

/// Who asks, and the pages that are open.
#[derive(Default)]
pub(super) struct Pages<'a> {
    ask: Option<&'a mut dyn FnMut(StationTally)>,
    open: Vec<PollTally>,
}

impl<'a> Pages<'a> {
    /// Pages for somebody who asks.
    pub fn told_to(ask: &'a mut dyn FnMut(StationTally)) -> Self {
        Self {
            ask: Some(ask),
            open: Vec::new(),
        }
    }

    /// Opens an empty page for each of some polls' stations.
    pub fn open<'p>(&mut self, polls: impl Iterator<Item = &'p PollTally>) {
        if self.ask.is_some() {
            self.open = polls.map(PollTally::blank).collect();
        }
    }

    /// Puts a page in the place of the poll's tally, or back.
    #[inline]
    pub fn turn(&mut self, tally: &mut Tally, poll: usize, page: usize) {
        if self.ask.is_some() {
            std::mem::swap(&mut tally.polls[poll], &mut self.open[page]);
        }
    }

    /// The pages of some stations, if anybody asks.
    pub fn some(&mut self, pages: Range<usize>) -> Option<&mut [PollTally]> {
        self.ask.is_some().then(|| &mut self.open[pages])
    }

    /// Adds the pages of all stations of a poll to the poll's tally, and gives them for what is entered
    /// in both.
    pub fn add_up(
        &mut self,
        tally: &mut PollTally,
        pages: Range<usize>,
    ) -> Option<&mut [PollTally]> {
        let pages = self.some(pages)?;
        pages.iter().for_each(|page| tally.add(page));
        Some(pages)
    }

    /// Tells the pages of a poll's stations, of which the first is given.
    pub fn tell(&mut self, poll: usize, plan: &PollPlan, first: usize) {
        let Some(ask) = &mut self.ask else { return };
        for (station, page) in plan.stations.iter().zip(&mut self.open[first..]) {
            page.sum_up();
            ask(StationTally {
                poll: PollId(poll),
                set: station.set,
                station: station.number,
                tally: page,
            });
        }
    }
}

impl PollTally {
    /// The same poll with nothing counted.
    fn blank(&self) -> Self {
        let contest = |of: &ContestTally| ContestTally {
            votes: vec![0; of.votes.len()],
            invalid: 0,
        };
        Self {
            cast_by: vec![0; self.cast_by.len()],
            waiting_at: vec![0; self.waiting_at.len()],
            contests: self.contests.iter().map(contest).collect(),
            by_set: vec![0; self.by_set.len()],
            ..Self::default()
        }
    }

    /// Adds the counts of a part of the poll.
    fn add(&mut self, part: &Self) {
        self.came += part.came;
        self.ballots_cast += part.ballots_cast;
        self.ballots_by_travellers += part.ballots_by_travellers;
        self.turned_away += part.turned_away;
        self.gave_up += part.gave_up;
        self.came_back += part.came_back;
        self.out_of_papers += part.out_of_papers;
        self.unserved += part.unserved;
        self.waiting_at_close += part.waiting_at_close;
        self.longest_wait = self.longest_wait.max(part.longest_wait);
        self.total_wait += part.total_wait;
        self.waited_over_30_min += part.waited_over_30_min;
        self.last_ballot_at = self.last_ballot_at.max(part.last_ballot_at);
        let add = |all: &mut [u64], part: &[u64]| {
            all.iter_mut()
                .zip(part)
                .for_each(|(all, part)| *all += part);
        };
        add(&mut self.cast_by, &part.cast_by);
        add(&mut self.waiting_at, &part.waiting_at);
        add(&mut self.by_set, &part.by_set);
        for (all, part) in self.contests.iter_mut().zip(&part.contests) {
            all.invalid += part.invalid;
            add(&mut all.votes, &part.votes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tally in which every count is another number.
    fn numbered(from: u64) -> PollTally {
        let mut next = from;
        let mut n = || {
            next += 1;
            next
        };
        PollTally {
            registered: n(),
            eligible: n(),
            came: n(),
            ballots_cast: n(),
            ballots_by_travellers: n(),
            turned_away: n(),
            gave_up: n(),
            came_back: n(),
            out_of_papers: n(),
            unserved: n(),
            waiting_at_close: n(),
            longest_wait: n(),
            total_wait: n(),
            waited_over_30_min: n(),
            last_ballot_at: n(),
            cast_by: vec![n(), n()],
            waiting_at: vec![n(), n()],
            contests: vec![ContestTally {
                votes: vec![n(), n()],
                invalid: n(),
            }],
            by_set: vec![n(), n()],
        }
    }

    #[test]
    fn a_page_is_added_count_by_count() {
        let mut all = numbered(100);
        all.add(&numbered(1_000));
        let each = |n: u64| (100 + n) + (1_000 + n);
        // A poll's roll is not the sum of its pages; of two longest waits and last ballots the larger counts.
        assert_eq!((all.registered, all.eligible), (101, 102));
        assert_eq!((all.longest_wait, all.last_ballot_at), (1_012, 1_015));
        let sums = [
            all.came,
            all.ballots_cast,
            all.ballots_by_travellers,
            all.turned_away,
            all.gave_up,
            all.came_back,
            all.out_of_papers,
            all.unserved,
            all.waiting_at_close,
        ];
        for (n, sum) in (3..).zip(sums) {
            assert_eq!(sum, each(n), "{n}");
        }
        assert_eq!(
            (all.total_wait, all.waited_over_30_min),
            (each(13), each(14))
        );
        assert_eq!(all.cast_by, [each(16), each(17)]);
        assert_eq!(all.waiting_at, [each(18), each(19)]);
        assert_eq!(all.contests[0].votes, [each(20), each(21)]);
        assert_eq!(all.contests[0].invalid, each(22));
        assert_eq!(all.by_set, [each(23), each(24)]);
        let earlier = all.clone();
        all.add(&numbered(0));
        assert_eq!(all.longest_wait, earlier.longest_wait);
    }

    #[test]
    fn a_blank_page_has_the_same_shape_and_no_counts() {
        let blank = numbered(5).blank();
        let mut all = numbered(7);
        all.add(&blank);
        assert_eq!(all, numbered(7));
        let lengths = (
            blank.cast_by.len(),
            blank.waiting_at.len(),
            blank.by_set.len(),
        );
        assert_eq!((lengths, blank.contests[0].votes.len()), ((2, 2, 2), 2));
        assert_eq!((blank.registered, blank.contests[0].invalid), (0, 0));
    }
}
