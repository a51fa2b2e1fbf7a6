//! Playing a day: from allegiances to the tally, poll by poll, station by station.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::agenda::{NEVER, Station};
use super::ballots;
use super::books::Books;
use super::count::{self, Boxes};
use super::day::PollingDay;
use super::events;
use super::lane::Lane;
use super::plain::Plain;
use super::prepared::Prepared;
use super::rules::{Rules, Traveller};
use super::station::{self, Booths};
use super::tally::Tally;
use super::timetable::Hit;
use super::trace::{Diary, Happening, Nobody, TraceEvent, Witness};
use super::turnout::{self, Turnout};
use crate::model::Assumptions;
use crate::units::SimTime;

/// Memory that is used again from day to day: one thread, one workspace.
///
/// Holds one station's day at a time (where people move between stations in a circle, all of that
/// circle's), so its size does not grow with the number of trials.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    station: Station,
    booths: Booths,
    plain: Plain,
    circle: Vec<Station>,
    /// By poll: how many come, one entry a cell.
    turnouts: Vec<Vec<Turnout>>,
    /// By poll: what disturbs each station.
    hits: Vec<Vec<Vec<Hit>>>,
    /// By poll: persons under way to it.
    travellers: Vec<Vec<Traveller>>,
    /// Persons who have just left a station.
    leaving: Vec<Traveller>,
    boxes: Boxes,
}

/// Plays one day and counts.
///
/// The tally depends on the assumptions and the day (seed, trial, inputs) alone, not on what the
/// workspace was used for before.
pub fn run(
    prepared: &Prepared,
    assumptions: &Assumptions,
    day: &PollingDay,
    workspace: &mut Workspace,
) -> Tally {
    if prepared.counts_only {
        let empty = Tally::before(assumptions, day);
        return count::count(prepared, assumptions, day, &mut workspace.boxes, empty);
    }
    Play::new(prepared, assumptions, day, workspace, &mut Nobody).all()
}

/// Plays one day and tells what happened, in the order of time; a day has an order of events only on
/// the agenda, so that is what is told, whatever the lane.
pub fn trace(
    prepared: &Prepared,
    assumptions: &Assumptions,
    day: &PollingDay,
    workspace: &mut Workspace,
    tell: &mut dyn FnMut(TraceEvent),
) -> Tally {
    let mut diary = Diary::default();
    let tally = Play::new(prepared, assumptions, day, workspace, &mut diary).all();
    diary.events.sort_by_key(|event| event.time);
    diary.events.into_iter().for_each(tell);
    tally
}

/// A day being played.
struct Play<'a, W: Witness> {
    rules: Rules<'a>,
    workspace: &'a mut Workspace,
    witness: &'a mut W,
    tally: Tally,
}

impl<'a, W: Witness> Play<'a, W> {
    fn new(
        prepared: &'a Prepared,
        assumptions: &'a Assumptions,
        day: &'a PollingDay,
        workspace: &'a mut Workspace,
        witness: &'a mut W,
    ) -> Self {
        let weights = turnout::weights(prepared, day);
        let rules = Rules::new(prepared, assumptions, day, &weights);
        turnout::all(&rules, &weights, &mut workspace.turnouts);
        events::all(&rules, &mut workspace.hits);
        workspace
            .travellers
            .resize(assumptions.polls.len(), Vec::new());
        workspace.travellers.iter_mut().for_each(Vec::clear);
        let tally = Tally::before(assumptions, day);
        Self {
            rules,
            workspace,
            witness,
            tally,
        }
    }

    /// All polls, then the sums that need all stations.
    fn all(mut self) -> Tally {
        for component in &self.rules.prepared.components {
            let (poll, circle) = (component[0], component.len() > 1);
            if circle {
                self.circle(component);
            } else {
                self.poll(poll);
            }
        }
        for poll in &mut self.tally.polls {
            poll.sum_up();
            debug_assert_eq!(
                poll.came,
                poll.ballots_cast
                    + poll.turned_away
                    + poll.gave_up
                    + poll.out_of_papers
                    + poll.unserved,
                "everybody who came has one fate"
            );
        }
        self.tally
    }

    /// Station by station: nobody moves between the stations of this poll.
    fn poll(&mut self, poll: usize) {
        let mut station = std::mem::take(&mut self.workspace.station);
        let mut arriving = std::mem::take(&mut self.workspace.travellers[poll]);
        // Stable, so that equal moments keep the order in which trips were planned.
        arriving.sort_by_key(|traveller| traveller.station);
        let mut coming = arriving.iter().peekable();
        for at in 0..self.rules.prepared.polls[poll].stations.len() {
            let nobody_travels_in = coming.peek().is_none_or(|t| t.station != at);
            if nobody_travels_in && self.plain(&mut station, poll, at) {
                self.mark(&station, poll, at);
                continue;
            }
            self.gather(&mut station, poll, at);
            while let Some(traveller) = coming.next_if(|t| t.station == at) {
                station.crowd.people.push(traveller.person);
            }
            self.begin(&mut station, poll, at);
            let set = &self.rules.sets[poll][self.rules.prepared.polls[poll].stations[at].set];
            let mut leaving = std::mem::take(&mut self.workspace.leaving);
            let mut books = books(
                &self.rules,
                &mut self.tally,
                &mut leaving,
                self.witness,
                (poll, at),
                station.hours.closes,
            );
            // What is told is always the agenda's day: it has an order of events to tell.
            let plan = &self.rules.prepared.polls[poll];
            if plan.sets[plan.stations[at].set].lane == Lane::Station && !W::LOOKS {
                let free = &mut self.workspace.booths;
                station::play(&mut station, free, self.rules.booths(poll, at), &mut books);
            } else {
                while station.step(set, &mut books) {}
            }
            for traveller in leaving.drain(..) {
                self.workspace.travellers[traveller.poll].push(traveller);
            }
            self.workspace.leaving = leaving;
            self.mark(&station, poll, at);
        }
        self.workspace.station = station;
        self.workspace.travellers[poll] = arriving;
    }

    /// Plays a station to which nobody travels as a plain one. Returns whether it is plain.
    fn plain(&mut self, station: &mut Station, poll: usize, at: usize) -> bool {
        let (rules, turnouts) = (&self.rules, &self.workspace.turnouts[poll]);
        let undisturbed = !W::LOOKS && self.workspace.hits[poll][at].is_empty();
        let people = &mut self.workspace.plain;
        if !undisturbed || !people.gather(rules, (poll, at), turnouts) {
            return false;
        }
        let tally = &mut self.tally.polls[poll];
        tally.came += people.come() as u64;
        people.play(rules, (poll, at), tally, &mut station.cast);
        true
    }

    /// All stations of several polls on one calendar.
    fn circle(&mut self, polls: &[usize]) {
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
        for (station, &(poll, at)) in stations.iter_mut().zip(&names) {
            self.begin(station, poll, at);
        }
        self.share_calendar(&mut stations, &names, &first_of, polls);
        for (station, &(poll, at)) in stations.iter().zip(&names) {
            self.mark(station, poll, at);
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
    ) {
        // People sent away at the beginning (mobile voting) may already be under way.
        let mut leaving = std::mem::take(&mut self.workspace.leaving);
        for &poll in polls {
            leaving.append(&mut self.workspace.travellers[poll]);
        }
        let mut calendar: BinaryHeap<Reverse<(i64, usize)>> = BinaryHeap::new();
        self.dispatch(&mut leaving, stations, first_of, polls, &mut calendar);
        calendar.extend((0..stations.len()).map(|at| Reverse((stations[at].due(), at))));
        while let Some(Reverse((time, at))) = calendar.pop() {
            // An entry that is no longer the station's next event has been overtaken by another.
            if time != stations[at].due() {
                continue;
            }
            let (poll, number) = names[at];
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
            self.dispatch(&mut leaving, stations, first_of, polls, &mut calendar);
        }
        // Whoever still waits where nobody will ever be called again.
        for (station, &(poll, number)) in stations.iter_mut().zip(names) {
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
    ) {
        for traveller in leaving.drain(..) {
            if polls.contains(&traveller.poll) {
                let at = first_of[traveller.poll] + traveller.station;
                stations[at].expect(traveller.person);
                self.tally.polls[traveller.poll].came += 1;
                calendar.push(Reverse((stations[at].due(), at)));
            } else {
                self.workspace.travellers[traveller.poll].push(traveller);
            }
        }
    }

    /// Throws the dice of a station's own people and lays out its hours.
    fn gather(&mut self, station: &mut Station, poll: usize, at: usize) {
        let plan = &self.rules.prepared.polls[poll];
        let place = &plan.stations[at];
        let set = &self.rules.sets[poll][place.set];
        let hits = &self.workspace.hits[poll][at];
        station.crowd.clear();
        for (nth, cell) in place.cells.clone().enumerate() {
            let first = station.crowd.people.len();
            let turnout = self.workspace.turnouts[poll][cell];
            let key = (poll, cell, nth as u16);
            station.crowd.gather(&self.rules, set, key, turnout);
            station
                .crowd
                .surge(&self.rules, plan.cells[cell].place, first, hits);
        }
        station.cast.clear(place.cells.len());
        let model = &self.rules.assumptions.polls[poll];
        let all = &self.rules.assumptions.disturbances;
        let booths = self.rules.booths(poll, at);
        station.hours.plan(model, booths, hits, all);
    }

    /// Opens a station whose crowd is complete: lines up, sends out the mobile boxes.
    fn begin(&mut self, station: &mut Station, poll: usize, at: usize) {
        station.crowd.line_up();
        let place = &self.rules.prepared.polls[poll].stations[at];
        let set = &self.rules.sets[poll][place.set];
        let mut leaving = std::mem::take(&mut self.workspace.leaving);
        self.witness.goes_to(poll, place.set, place.number);
        let (expected, at_home) = (station.crowd.people.len(), station.crowd.requests.len());
        self.tally.polls[poll].came += (expected + at_home) as u64;
        let hours = &station.hours;
        let first = hours.opens.min(self.rules.assumptions.polls[poll].opens.0);
        self.witness.sees(first, || Happening::Plan {
            opens: SimTime(hours.opens),
            closes: SimTime(hours.closes),
            booths: self.rules.booths(poll, at),
            expected,
            at_home,
        });
        let mut papers = set.papers;
        if let Some((_, boxes, _)) = set.mobile {
            let mut books = books(
                &self.rules,
                &mut self.tally,
                &mut leaving,
                self.witness,
                (poll, at),
                hours.closes,
            );
            papers = books.visits(&station.crowd, &mut station.cast, boxes, papers, hours);
        }
        for traveller in leaving.drain(..) {
            self.workspace.travellers[traveller.poll].push(traveller);
        }
        self.workspace.leaving = leaving;
        station.begin(papers);
    }

    /// Empties the box of a station: counts its ballots and marks them.
    fn mark(&mut self, station: &Station, poll: usize, at: usize) {
        let plan = &self.rules.prepared.polls[poll].stations[at];
        let tally = &mut self.tally.polls[poll];
        let total = station.cast.total();
        tally.ballots_cast += total;
        tally.by_set[plan.set] += total;
        ballots::mark(&self.rules, poll, plan, &station.cast, &mut tally.contests);
    }
}

/// Opens the books of a station.
fn books<'b, W: Witness>(
    rules: &'b Rules<'b>,
    tally: &'b mut Tally,
    travellers: &'b mut Vec<Traveller>,
    witness: &'b mut W,
    (poll, at): (usize, usize),
    closes: i64,
) -> Books<'b, W> {
    let plan = &rules.prepared.polls[poll];
    let station = &plan.stations[at];
    witness.goes_to(poll, station.set, station.number);
    Books {
        rules,
        tally: &mut tally.polls[poll],
        both: &mut tally.voted_in_both,
        travellers,
        slots: &plan.slots,
        witness,
        cells: &plan.cells[station.cells.clone()],
        closes,
    }
}
