//! Playing a day: from allegiances to the tally, poll by poll, station by station.

use super::agenda::Station;
use super::ballots::{Marking, Papers};
use super::books::Books;
use super::count::{self, Boxes};
use super::day::PollingDay;
use super::events;
use super::lane::Lane;
use super::pages::{Pages, StationTally};
use super::plain::Plain;
use super::prepared::Prepared;
use super::rules::{Rules, Traveller};
use super::station::{self, Booths};
use super::tally::Tally;
use super::timetable::Hit;
use super::trace::{Counter, Diary, Happening, Nobody, TraceEvent, Witness};
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
    pub(super) circle: Vec<Station>,
    /// By poll: how many come, one entry a cell.
    turnouts: Vec<Vec<Turnout>>,
    /// By poll: what disturbs each station.
    hits: Vec<Vec<Vec<Hit>>>,
    /// By poll: persons under way to it.
    pub(super) travellers: Vec<Vec<Traveller>>,
    /// Persons who have just left a station.
    pub(super) leaving: Vec<Traveller>,
    /// Ballots of the poll that is played.
    pub(super) papers: Papers,
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
    play(prepared, assumptions, day, workspace, Pages::default())
}

/// As [`run`], and tells what every station came to; those of a poll in the order of the assumptions.
/// What is told of the stations of a poll adds up to the poll's tally, waits and last moments by their
/// largest.
pub fn run_by_station(
    prepared: &Prepared,
    assumptions: &Assumptions,
    day: &PollingDay,
    workspace: &mut Workspace,
    tell: &mut dyn FnMut(StationTally),
) -> Tally {
    play(prepared, assumptions, day, workspace, Pages::told_to(tell))
}

fn play(
    prepared: &Prepared,
    assumptions: &Assumptions,
    day: &PollingDay,
    workspace: &mut Workspace,
    mut pages: Pages,
) -> Tally {
    if prepared.counts_only {
        let empty = Tally::before(assumptions, day);
        let marking = Marking {
            prepared,
            assumptions,
            day,
        };
        return count::count(marking, &mut workspace.boxes, &mut pages, empty);
    }
    Play::new(prepared, assumptions, day, workspace, &mut Nobody).all(&mut pages)
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
    let tally =
        Play::new(prepared, assumptions, day, workspace, &mut diary).all(&mut Pages::default());
    diary.events.sort_by_key(|event| event.time);
    diary.events.into_iter().for_each(tell);
    tally
}

/// How many events [`trace`] would tell of a day.
pub fn count_events(
    prepared: &Prepared,
    assumptions: &Assumptions,
    day: &PollingDay,
    workspace: &mut Workspace,
) -> u64 {
    let mut counter = Counter::default();
    Play::new(prepared, assumptions, day, workspace, &mut counter).all(&mut Pages::default());
    counter.events
}

/// A day being played.
pub(super) struct Play<'a, W: Witness> {
    pub(super) rules: Rules<'a>,
    pub(super) workspace: &'a mut Workspace,
    pub(super) witness: &'a mut W,
    pub(super) tally: Tally,
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
    fn all(mut self, pages: &mut Pages) -> Tally {
        for component in &self.rules.prepared.components {
            let (poll, circle) = (component[0], component.len() > 1);
            if circle {
                self.circle(component, pages);
            } else {
                self.poll(poll, pages);
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
    fn poll(&mut self, poll: usize, pages: &mut Pages) {
        let mut station = std::mem::take(&mut self.workspace.station);
        let mut arriving = std::mem::take(&mut self.workspace.travellers[poll]);
        // Stable, so that equal moments keep the order in which trips were planned.
        arriving.sort_by_key(|traveller| traveller.station);
        let mut coming = arriving.iter().peekable();
        let stations = self.rules.prepared.polls[poll].stations.len();
        self.workspace
            .papers
            .begin(&self.rules.prepared.polls[poll]);
        pages.open((0..stations).map(|_| &self.tally.polls[poll]));
        for at in 0..stations {
            pages.turn(&mut self.tally, poll, at);
            let nobody_travels_in = coming.peek().is_none_or(|t| t.station != at);
            if nobody_travels_in && self.plain(&mut station, poll, at) {
                self.empty(&station, poll, at);
                pages.turn(&mut self.tally, poll, at);
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
                let shape = (self.rules.booths(poll, at), set.turn_back_at);
                station::play(&mut station, free, shape, &mut books);
            } else {
                while station.step(set, &mut books) {}
            }
            for traveller in leaving.drain(..) {
                self.workspace.travellers[traveller.poll].push(traveller);
            }
            self.workspace.leaving = leaving;
            self.empty(&station, poll, at);
            pages.turn(&mut self.tally, poll, at);
        }
        self.workspace.station = station;
        self.workspace.travellers[poll] = arriving;
        self.close(poll, pages, 0);
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

    /// Throws the dice of a station's own people and lays out its hours.
    pub(super) fn gather(&mut self, station: &mut Station, poll: usize, at: usize) {
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
    pub(super) fn begin(&mut self, station: &mut Station, poll: usize, at: usize) {
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

    /// Empties the box of a station and counts its ballots.
    pub(super) fn empty(&mut self, station: &Station, poll: usize, at: usize) {
        let plan = &self.rules.prepared.polls[poll].stations[at];
        let tally = &mut self.tally.polls[poll];
        let total = station.cast.total();
        tally.ballots_cast += total;
        tally.by_set[plan.set] += total;
        self.workspace.papers.collect(plan, &station.cast);
    }

    /// Closes a poll whose boxes are empty: marks its ballots and tells its stations' pages, of which
    /// the first is given.
    pub(super) fn close(&mut self, poll: usize, pages: &mut Pages, first: usize) {
        let Rules {
            prepared,
            assumptions,
            day,
            ..
        } = self.rules;
        let plan = &prepared.polls[poll];
        let tally = &mut self.tally.polls[poll];
        let stations = pages.add_up(tally, first..first + plan.stations.len());
        let marking = Marking {
            prepared,
            assumptions,
            day,
        };
        let papers = &mut self.workspace.papers;
        papers.mark(marking, poll, &mut tally.contests, stations);
        pages.tell(poll, plan, first);
    }
}

/// Opens the books of a station.
pub(super) fn books<'b, W: Witness>(
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
