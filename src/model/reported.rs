//! What was reported, and the scenario as a whole.

use super::{Assumptions, PollId, SourceId};
use crate::units::{MicroPercent, SimTime};

/// A scenario file, read and checked.
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    /// File stem, e.g. `south-ossetia-2006`; names the output folder.
    pub name: String,
    /// Title.
    pub title: String,
    /// The question in the author's words.
    pub question: Option<String>,
    /// What the scenario's authors take from it, one sentence; never computed, shown as theirs.
    pub answer: Option<String>,
    /// ISO date of polling day.
    pub date: Option<String>,
    /// Background in the author's words.
    pub description: Option<String>,
    /// Sources, in file order.
    pub sources: Vec<Source>,
    /// The base set of assumptions under the label of [`Scenario::base_label`].
    pub assumptions: Assumptions,
    /// What the base set of assumptions is called.
    pub base_label: String,
    /// Rival sets of assumptions, complete, in file order.
    pub variants: Vec<Variant>,
    /// Reported figures, in file order.
    pub reported: Vec<Reported>,
    /// What was reported station by station, in file order.
    pub returns: Vec<super::StationReturns>,
    /// Figures from elsewhere that reports are held against: other polls, old rolls, populations.
    pub context: Vec<ContextFigure>,
    /// Shares that results had to reach, in file order.
    pub thresholds: Vec<super::Threshold>,
    /// Counts made beside the official one, in file order.
    pub parallel: Vec<super::ParallelCount>,
    /// Whether the figures are trusted: the scenario tests this program, not the figures.
    pub control: bool,
    /// Default number of trials.
    pub trials: u32,
    /// Whether the day is played by the clock unless the command says otherwise; `false` where whoever
    /// comes is taken to have voted.
    pub clock: bool,
    /// What the author expects to come out; checked after a run.
    pub expect: Vec<Expectation>,
    /// Accounts of how reported figures arose, in file order.
    pub stories: Vec<super::Story>,
}

/// A source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// Id from the file.
    pub id: String,
    /// Title.
    pub title: String,
    /// Address, if it has one.
    pub url: Option<String>,
    /// Date of publication, as written.
    pub date: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// Whether this is a judgement of the scenario's author rather than a publication.
    pub judgement: bool,
}

/// A rival set of assumptions.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Id from the file.
    pub id: String,
    /// What it is called in sentences.
    pub label: String,
    /// The author's reason for it.
    pub note: Option<String>,
    /// The overridden paths, as written.
    pub overrides: Vec<String>,
    /// The complete assumptions with the overrides applied.
    pub assumptions: Assumptions,
}

/// A figure that somebody reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// Unique id; from the file or built from poll, quantity, time and stage.
    pub id: String,
    /// What it is called in sentences.
    pub label: String,
    /// The polls it is about; more than one when the report adds them up.
    pub polls: Vec<PollId>,
    /// What it counts.
    pub quantity: Quantity,
    /// The figure, with the precision it was published in.
    pub figure: Figure,
    /// Whether a figure that is too high, too low or either would be remarkable. Declared by the
    /// author before looking; claims such as "more than" carry their own.
    pub direction: Direction,
    /// Stage of publication, e.g. `preliminary`, `final`.
    pub stage: Option<String>,
    /// Order of stages: later stages have larger numbers; 0 when not stated.
    pub stage_order: u32,
    /// Who said so.
    pub claimant: Option<String>,
    /// Whether it is one of the claims whose joint truth is asked for.
    pub headline: bool,
    /// Whether the same figure was used to set an assumption; then it is no test.
    pub used_for_assumptions: bool,
    /// Where it comes from.
    pub sources: Vec<SourceId>,
    /// The author's remark.
    pub note: Option<String>,
}

/// What a reported figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// Electors on the roll.
    Registered,
    /// Ballots cast (participants), at a time of day or at the end.
    BallotsCast {
        /// Time of day; `None` for the whole day.
        at: Option<SimTime>,
    },
    /// Ballots cast as a percentage of a base.
    Turnout {
        /// Of what.
        of: Base,
        /// Time of day; `None` for the whole day.
        at: Option<SimTime>,
    },
    /// Valid votes in a contest.
    Valid {
        /// Position in `Poll::contests`.
        contest: usize,
    },
    /// Invalid votes in a contest.
    Invalid {
        /// Position in `Poll::contests`.
        contest: usize,
    },
    /// Votes for one option.
    Votes {
        /// Position in `Poll::contests`.
        contest: usize,
        /// Position in `Contest::options`.
        option: usize,
    },
    /// Votes for one option as a percentage of a base.
    VotePercent {
        /// Position in `Poll::contests`.
        contest: usize,
        /// Position in `Contest::options`.
        option: usize,
        /// Of what.
        of: Base,
    },
    /// Registered electors who cast no ballot.
    Abstentions,
}

impl Quantity {
    /// The time of day it speaks of; `None` for the whole day.
    pub fn hour(&self) -> Option<SimTime> {
        match *self {
            Quantity::BallotsCast { at } | Quantity::Turnout { at, .. } => at,
            _ => None,
        }
    }
}

/// The base of a percentage; always named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Base {
    /// Valid votes.
    Valid,
    /// Ballots cast.
    Ballots,
    /// Registered electors.
    Registered,
    /// Adults of all admitted groups.
    Eligible,
}

/// A published figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Persons, ballots or votes.
    Count(Precision<i64>),
    /// A percentage.
    Percent(Precision<MicroPercent>),
}

/// How precisely a figure was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision<T> {
    /// To the unit.
    Exact(T),
    /// Rounded half up to a multiple of `to`.
    Rounded {
        /// The published value.
        value: T,
        /// The grain, above zero.
        to: T,
    },
    /// "About": as rounded to `grain`, with the rule of rounding unknown, so a whole grain either way.
    About {
        /// The published value.
        value: T,
        /// One unit of the last digit that is not zero, unless stated.
        grain: T,
    },
    /// Strictly more.
    MoreThan(T),
    /// This or more.
    AtLeast(T),
    /// Strictly less.
    LessThan(T),
    /// This or less.
    AtMost(T),
    /// Both ends included.
    Between(T, T),
}

/// Which side of the simulated values would be remarkable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Only too high.
    High,
    /// Only too low.
    Low,
    /// Either; the tail area is doubled.
    Both,
}

/// A figure from elsewhere that reports are held against.
#[derive(Clone, Debug, PartialEq)]
pub struct ContextFigure {
    /// Unique id.
    pub id: String,
    /// What it is called in sentences.
    pub label: String,
    /// What kind of comparison it serves.
    pub kind: ContextKind,
    /// Polls it is compared with.
    pub polls: Vec<PollId>,
    /// Persons or ballots.
    pub persons: i64,
    /// Where it comes from.
    pub sources: Vec<SourceId>,
}

/// What a context figure is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContextKind {
    /// Ballots cast in another poll of the same place: compared with ballots cast.
    OtherPoll,
    /// The roll of another poll of the same place: compared with registered electors.
    OtherRoll,
}

/// What the author expects of the comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// The standing of a reported figure or `joint`, in the base set or a variant.
    Standing {
        /// Id of the reported figure, or `joint`.
        figure: String,
        /// Variant id; `None` for the base set.
        variant: Option<String>,
        /// One of the standings' names; several when any of them will do.
        any_of: Vec<String>,
    },
    /// A named check fires at a grade (`hard`, `assumptions`, `note`) or stays `quiet`.
    Check {
        /// The check's name, e.g. `percent-vs-counts`.
        check: String,
        /// `hard`, `assumptions`, `note` or `quiet`.
        grade: String,
    },
}
