//! Polls, stations, contests, and what disturbs them.

use std::sync::Arc;

use super::{GroupId, InputId, Law, PollId, SourceId, StationList, Support};
use crate::units::SimTime;

/// One poll: a set of stations open on the day, and who may come.
#[derive(Clone, Debug, PartialEq)]
pub struct Poll {
    /// Unique id from the file.
    pub id: String,
    /// What it is called in sentences.
    pub label: String,
    /// Doors open.
    pub opens: SimTime,
    /// Doors close; later than `opens`.
    pub closes: SimTime,
    /// Whether those still in the queue at closing may vote.
    pub queue_may_vote: bool,
    /// The roll of registered electors.
    pub roll: Roll,
    /// Admitted groups and their readiness to take part; at least one.
    pub admits: Vec<Admission>,
    /// Groups shut out, with the reason; disjoint from `admits`.
    pub excludes: Vec<Exclusion>,
    /// Intraclass correlation of taking part between voters of one station, in [0, 1).
    pub overdispersion: InputId,
    /// The stations.
    pub stations: Vec<StationSet>,
    /// What is asked on the ballots; may be empty.
    pub contests: Vec<Contest>,
    /// Times at which the day is observed, ascending: every half hour from opening to closing, the
    /// closing time, and every time of day that the scenario names for this poll.
    pub checkpoints: Vec<SimTime>,
    /// Where the description comes from.
    pub sources: Vec<SourceId>,
}

/// The roll of a poll.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Roll {
    /// A stated number of registered electors. It is a base for percentages; it does not limit who
    /// may come, because additions on the day are common.
    Stated(InputId),
    /// A perfect roll: every adult of every admitted group.
    Eligible,
}

/// A group admitted to a poll.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Admission {
    /// Who.
    pub group: GroupId,
    /// Their probability to take part in this poll, in [0, 1].
    ///
    /// A group admitted to several polls takes part in at most one of them as its own: with
    /// probabilities a, b the person picks the first with probability a, the second with b and stays
    /// at home otherwise; when a + b > 1 both are divided by their sum.
    pub participation: InputId,
}

/// A group shut out of a poll.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclusion {
    /// Who.
    pub group: GroupId,
    /// Why, in the author's words.
    pub reason: String,
    /// Where this comes from.
    pub sources: Vec<SourceId>,
}

/// A set of like stations.
#[derive(Clone, Debug, PartialEq)]
pub struct StationSet {
    /// Id, unique within the poll.
    pub id: String,
    /// What it is called in sentences.
    pub label: String,
    /// How many stations; at least 1.
    pub count: u32,
    /// The stations one by one, `count` of them, where a table lists them; shared by the variants.
    /// `None` where only their number is known.
    pub list: Option<Arc<StationList>>,
    /// Which admitted groups vote here. A group served by several sets is divided among all their
    /// stations in proportion to station weight.
    pub serves: Vec<GroupId>,
    /// How unequal the stations are: weights are drawn from it per station and trial; `None` means
    /// equal. Only ratios matter.
    pub size: Option<Law>,
    /// Voting booths per station (rounded to a whole number, at least 1).
    pub booths: InputId,
    /// A registration desk before the booths, if there is one.
    pub desk: Option<Desk>,
    /// How long one person occupies a booth.
    pub service: PersonLaw,
    /// When people come.
    pub arrivals: ArrivalProfile,
    /// How long a person waits in the queue before leaving; `None` means for ever.
    pub patience: Option<PersonLaw>,
    /// Whoever finds so many already waiting in the queue he would join (at the desk where there is
    /// one) turns back at the door and has given up (rounded, at least 1); `None` means nobody does.
    pub turn_back_at: Option<InputId>,
    /// Share of those who gave up who come back later, once, and after how long; `None` means none.
    pub come_back: Option<ComeBack>,
    /// Ballot papers per station; `None` means enough for everybody.
    pub ballot_papers: Option<InputId>,
    /// Voting at home with a mobile ballot box; `None` means none.
    pub mobile: Option<MobileBox>,
    /// Where the description comes from.
    pub sources: Vec<SourceId>,
}

impl StationSet {
    /// Booths of all stations together, where a station without a number of its own has `of_set`.
    pub fn all_booths(&self, of_set: f64) -> f64 {
        let Some(list) = &self.list else {
            return f64::from(self.count) * of_set;
        };
        let booths = list.stations.iter().map(|station| station.booths);
        booths.map(|own| own.map_or(of_set, f64::from)).sum()
    }

    /// Makes every station have as many booths as the set says, whatever a table says.
    pub fn forget_own_booths(&mut self) {
        if let Some(list) = self.list.as_mut().filter(|list| list.has_booths()) {
            let stations = &mut Arc::make_mut(list).stations;
            stations
                .iter_mut()
                .for_each(|station| station.booths = None);
        }
    }
}

/// A registration desk: a first stage with its own first-in-first-out queue, before the booths.
#[derive(Clone, Debug, PartialEq)]
pub struct Desk {
    /// Clerks per station (rounded, at least 1).
    pub clerks: InputId,
    /// How long one person occupies a clerk.
    pub service: PersonLaw,
}

/// A law that every person draws from anew, with a factor that is drawn once a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonLaw {
    /// The law of a person's value, in `unit` (seconds for service, minutes for patience and travel).
    pub law: Law,
    /// Sensible values.
    pub support: Support,
    /// Factor on every person's value, drawn once a trial: how uncertain the law as a whole is.
    pub pace: InputId,
    /// Milliseconds in one unit of the law: 1,000 for seconds, 60,000 for minutes.
    pub milliseconds_per_unit: i64,
}

/// When people come: a density over the opening hours, straight lines between points.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrivalProfile {
    /// Time and relative intensity; ascending times, at least two, the first at or before opening
    /// and the last at or after closing (the density is cut to the opening hours). Intensities are
    /// inputs, so the shape of the day may itself be uncertain.
    pub points: Vec<(SimTime, InputId)>,
}

/// People who gave up and return.
#[derive(Clone, Debug, PartialEq)]
pub struct ComeBack {
    /// Share of those who gave up who return, in [0, 1].
    pub share: InputId,
    /// After how many minutes.
    pub after: PersonLaw,
}

/// Voting at home: an official walks from door to door with a box.
#[derive(Clone, Debug, PartialEq)]
pub struct MobileBox {
    /// Share of this set's participants who ask for it, in [0, 1].
    pub share: InputId,
    /// Boxes per station (rounded, at least 1).
    pub boxes: InputId,
    /// Minutes for one visit, way included. Visits begin at opening; whoever is not reached by
    /// closing does not vote.
    pub visit: PersonLaw,
}

/// One question on the ballot of a poll.
#[derive(Clone, Debug, PartialEq)]
pub struct Contest {
    /// Id, unique within the poll.
    pub id: String,
    /// What it is called in sentences.
    pub label: String,
    /// The answers or candidates; at least two; `(id, label)`.
    pub options: Vec<(String, String)>,
    /// Share of ballots cast that are invalid, in [0, 1].
    pub invalid_share: InputId,
    /// Support among valid ballots, one entry per admitted group, in the order of `Poll::admits`.
    pub support: Vec<Support4Group>,
    /// Intraclass correlation of marking an option between valid ballots of one group at one station,
    /// in [0, 1); `None` means 0: everybody marks independently.
    pub overdispersion: Option<InputId>,
}

/// How one group divides its valid ballots.
#[derive(Clone, Debug, PartialEq)]
pub struct Support4Group {
    /// One entry an option; `None` for the options that divide equally what the others leave.
    /// When the stated shares of a trial add up to more than 1 they are divided by their sum.
    pub shares: Vec<Option<InputId>>,
}

/// Persons who take part in one poll and then go on to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// The poll they vote in first.
    pub from: PollId,
    /// The poll they go on to; different from `from`.
    pub to: PollId,
    /// Which groups; groups admitted to `from`.
    pub groups: Vec<GroupId>,
    /// Share of those groups' voters in `from` who go on, in [0, 1].
    pub share: InputId,
    /// Minutes on the way.
    pub travel: PersonLaw,
    /// Where this comes from.
    pub sources: Vec<SourceId>,
}

/// Something that disturbs the day at some stations.
#[derive(Clone, Debug, PartialEq)]
pub struct Disturbance {
    /// What it is called in sentences.
    pub label: String,
    /// At which poll.
    pub poll: PollId,
    /// Positions in `Poll::stations`; never empty.
    pub sets: Vec<usize>,
    /// Share of the stations of those sets it hits, in [0, 1]; which ones is drawn each trial.
    pub share_of_stations: InputId,
    /// Probability that it happens at all in a trial, in [0, 1].
    pub probability: InputId,
    /// What happens.
    pub kind: DisturbanceKind,
    /// Where this comes from.
    pub sources: Vec<SourceId>,
}

/// What a disturbance does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DisturbanceKind {
    /// Doors open later, at this time.
    OpensLate(SimTime),
    /// Doors close earlier or later than planned, at this time.
    ClosesAt(SimTime),
    /// Nobody enters a booth and nobody may join the queue from `at` for a while; people in the
    /// queue wait, people who arrive are turned away.
    Closed {
        /// From when.
        at: SimTime,
        /// For how long.
        span: SimTime,
    },
    /// From `at` for a while every service that begins takes `factor` times as long.
    Slow {
        /// From when.
        at: SimTime,
        /// For how long.
        span: SimTime,
        /// Factor on the service time, above 0.
        factor: InputId,
    },
    /// From `at` on the station has this many booths (rounded, at least 0 while it lasts); people
    /// already in a booth finish.
    Booths {
        /// From when.
        at: SimTime,
        /// For how long; `None` until the end of the day.
        span: Option<SimTime>,
        /// How many booths remain.
        booths: InputId,
    },
    /// A share of those who would have come later in the day come within this span instead.
    Surge {
        /// From when.
        at: SimTime,
        /// For how long.
        span: SimTime,
        /// Share of the later arrivals that are moved into the span, in [0, 1].
        share: InputId,
    },
}
