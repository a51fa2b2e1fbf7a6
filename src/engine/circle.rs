//! Polls whose stations share a calendar, because people move between them in a circle.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::agenda::{NEVER, Station};
use super::pages::Pages;
use super::play::{Play, books};
use super::rules::Traveller;
use super::trace::Witness;

impl<W: Witness> Play<'_, W> {
    /// All stations of several polls on one calendar.
    pub(super) fn circle(&mut self, polls: &[usize], pages: &mut Pages) {
        let mut stations = std::mem::take(&mut self.workspace.circle);
        let mut names: Vec<(usize, usize)> = Vec::new();
        let mut first_of = vec![0; self.rules.prepared.polls.len()];
        for &poll in polls {
            first_of[poll] = names.len();
            names.extend((0..self.rules.prepared.polls[poll].stations.len()).map(|at| (poll, at)));
        }
        stations.resize_with(names.len(), Station::default);
        for (station, &(poll, at)) in stations.iter_mut().zip(&names) {
            self.gather(station, poll, at);
        }
        for &poll in polls {
            for traveller in std::mem::take(&mut self.workspace.travellers[poll]) {
                let station = &mut stations[first_of[poll] + traveller.station];
                station.crowd.people.push(traveller.person);
            }
        }
        pages.open(names.iter().map(|&(poll, _)| &self.tally.polls[poll]));
        for (page, (station, &(poll, at))) in stations.iter_mut().zip(&names).enumerate() {
            pages.turn(&mut self.tally, poll, page);
            self.begin(station, poll, at);
            pages.turn(&mut self.tally, poll, page);
        }
        self.share_calendar(&mut stations, &names, &first_of, polls, pages);
        for &poll in polls {
            let plan = &self.rules.prepared.polls[poll];
            self.workspace.papers.begin(plan);
            let first = first_of[poll];
            for at in 0..plan.stations.len() {
                pages.turn(&mut self.tally, poll, first + at);
                self.empty(&stations[first + at], poll, at);
                pages.turn(&mut self.tally, poll, first + at);
            }
            self.close(poll, pages, first);
        }
        self.workspace.circle = stations;
    }

    /// Lets the station with the earliest event go on until no event is left. Ties go to the station
    /// that comes first in the assumptions.
    fn share_calendar(
        &mut self,
        stations: &mut [Station],
        names: &[(usize, usize)],
        first_of: &[usize],
        polls: &[usize],
        pages: &mut Pages,
    ) {
        // People sent away at the beginning (mobile voting) may already be under way.
        let mut leaving = std::mem::take(&mut self.workspace.leaving);
        for &poll in polls {
            leaving.append(&mut self.workspace.travellers[poll]);
        }
        let mut calendar: BinaryHeap<Reverse<(i64, usize)>> = BinaryHeap::new();
        self.dispatch(
            &mut leaving,
            stations,
            first_of,
            polls,
            &mut calendar,
            pages,
        );
        calendar.extend((0..stations.len()).map(|at| Reverse((stations[at].due(), at))));
        while let Some(Reverse((time, at))) = calendar.pop() {
            // An entry that is no longer the station's next event has been overtaken by another.
            if time != stations[at].due() {
                continue;
            }
            let (poll, number) = names[at];
            pages.turn(&mut self.tally, poll, at);
            let set = &self.rules.sets[poll][self.rules.prepared.polls[poll].stations[number].set];
            let mut books = books(
                &self.rules,
                &mut self.tally,
                &mut leaving,
                self.witness,
                (poll, number),
                stations[at].hours.closes,
            );
            if stations[at].step(set, &mut books) && stations[at].due() < NEVER {
                calendar.push(Reverse((stations[at].due(), at)));
            }
            pages.turn(&mut self.tally, poll, at);
            self.dispatch(
                &mut leaving,
                stations,
                first_of,
                polls,
                &mut calendar,
                pages,
            );
        }
        // Whoever still waits where nobody will ever be called again.
        for (page, (station, &(poll, number))) in stations.iter_mut().zip(names).enumerate() {
            pages.turn(&mut self.tally, poll, page);
            let set = &self.rules.sets[poll][self.rules.prepared.polls[poll].stations[number].set];
            let closes = station.hours.closes;
            let place = (poll, number);
            let mut books = books(
                &self.rules,
                &mut self.tally,
                &mut leaving,
                self.witness,
                place,
                closes,
            );
            while station.step(set, &mut books) {}
            pages.turn(&mut self.tally, poll, page);
        }
        self.workspace.leaving = leaving;
    }

    /// Sends travellers to their station, or keeps them for a poll that is played later.
    fn dispatch(
        &mut self,
        leaving: &mut Vec<Traveller>,
        stations: &mut [Station],
        first_of: &[usize],
        polls: &[usize],
        calendar: &mut BinaryHeap<Reverse<(i64, usize)>>,
        pages: &mut Pages,
    ) {
        for traveller in leaving.drain(..) {
            if polls.contains(&traveller.poll) {
                let at = first_of[traveller.poll] + traveller.station;
                stations[at].expect(traveller.person);
                pages.turn(&mut self.tally, traveller.poll, at);
                self.tally.polls[traveller.poll].came += 1;
                pages.turn(&mut self.tally, traveller.poll, at);
                calendar.push(Reverse((stations[at].due(), at)));
            } else {
                self.workspace.travellers[traveller.poll].push(traveller);
            }
        }
    }
}
