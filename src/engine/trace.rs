//! What can be seen of a day, for a readable log. The words are not here.

use crate::model::PollId;
use crate::units::SimTime;

/// Something that happened at a station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TraceEvent {
    /// When.
    pub time: SimTime,
    /// At which poll.
    pub poll: PollId,
    /// Position of the station's set in `Poll::stations`.
    pub set: usize,
    /// Number of the station within its set, from 1.
    pub station: u32,
    /// What.
    pub what: Happening,
}

/// What happened. Persons are numbered within their station, from 0; somebody who comes back has a
/// new number.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)] // fields named by what they hold; doc comments where that is not enough
pub enum Happening {
    /// The day as planned for the station, before anything else: when it will open and close, its
    /// booths, who is expected at its door and at home.
    Plan {
        opens: SimTime,
        closes: SimTime,
        booths: u32,
        expected: usize,
        at_home: usize,
    },
    /// From now on: whether people may join the queue, whether they are called, booths in use, and
    /// the factor on services that begin.
    Conditions {
        admits: bool,
        calls: bool,
        booths: u32,
        slow: f64,
    },
    /// A person joins the queue; `group` is none for a traveller whose group is not served here.
    Joins {
        person: u32,
        group: Option<usize>,
        origin: Origin,
    },
    /// A person is called to the desk after waiting.
    EntersDesk { person: u32, waited: SimTime },
    /// A person leaves the desk and waits for a booth.
    LeavesDesk { person: u32 },
    /// A person enters a booth after waiting that long in all.
    EntersBooth { person: u32, waited: SimTime },
    /// A person's ballot is cast.
    Votes { person: u32 },
    /// A voter goes on by an overlap; `person` is none for somebody who voted at home.
    GoesOn {
        person: Option<u32>,
        overlap: usize,
        arrives: SimTime,
    },
    /// A person comes while nobody may join the queue.
    TurnedAway { person: u32 },
    /// A person finds too many waiting and does not join the queue; `returns` if he will come back.
    TurnsBack { person: u32, returns: bool },
    /// A person leaves without having voted.
    Leaves { person: u32, why: Leave },
    /// A mobile box has made a visit, or closing time has cut it short.
    Visit { made: bool },
}

/// Why a person is at this station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is his own.
    Own,
    /// He has voted in another poll and came by this overlap.
    Overlap(usize),
    /// He had given up earlier.
    Return,
}

/// Why a person leaves without having voted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Leave {
    /// His patience is used up; `returns` if he will come back.
    OutOfPatience { returns: bool },
    /// Closing time, or nobody will ever be called again.
    SentAway,
    /// There is no ballot paper for him.
    NoPaper,
}

/// Somebody who watches the day, or nobody.
pub(super) trait Witness {
    /// Whether anybody looks at all.
    const LOOKS: bool;
    /// Something happens; `what` is only worked out for those who look.
    fn sees(&mut self, time: i64, what: impl FnOnce() -> Happening);
    /// The station that the following events belong to.
    fn goes_to(&mut self, poll: usize, set: usize, station: u32);
}

/// Nobody watches.
pub(super) struct Nobody;

impl Witness for Nobody {
    const LOOKS: bool = false;
    #[inline(always)]
    fn sees(&mut self, _: i64, _: impl FnOnce() -> Happening) {}
    #[inline(always)]
    fn goes_to(&mut self, _: usize, _: usize, _: u32) {}
}

/// Keeps everything, to be told in the order of time.
#[derive(Default)]
pub(super) struct Diary {
    pub events: Vec<TraceEvent>,
    at: (usize, usize, u32),
}

impl Witness for Diary {
    const LOOKS: bool = true;
    fn sees(&mut self, time: i64, what: impl FnOnce() -> Happening) {
        let (poll, set, station) = self.at;
        self.events.push(TraceEvent {
            time: SimTime(time),
            poll: PollId(poll),
            set,
            station,
            what: what(),
        });
    }

    fn goes_to(&mut self, poll: usize, set: usize, station: u32) {
        self.at = (poll, set, station);
    }
}

/// Counts, and keeps nothing.
#[derive(Default)]
pub(super) struct Counter {
    pub events: u64,
}

impl Witness for Counter {
    const LOOKS: bool = true;
    fn sees(&mut self, _: i64, _: impl FnOnce() -> Happening) {
        self.events += 1;
    }
    fn goes_to(&mut self, _: usize, _: usize, _: u32) {}
}
