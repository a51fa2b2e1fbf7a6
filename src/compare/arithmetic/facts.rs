//! What a check found: data only. The sentences are in `words`.

use super::{Outcome, Span};
use crate::model::{Base, PollId};
use crate::units::MicroPercent;

/// What a number in a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A reported figure: position in `Scenario::reported`.
    Figure(usize),
    /// The roll that the scenario states for a poll.
    Roll(PollId),
}

/// A number in a finding: what it is and which values it may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// What it is.
    pub what: What,
    /// Its possible values.
    pub span: Span,
}

/// A percentage held against a ratio of printed counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratio {
    /// The percentage: position in `Scenario::reported`.
    pub percent: usize,
    /// The counts above the line; they add up.
    pub part: Vec<Term>,
    /// The counts below the line; they add up.
    pub base: Vec<Term>,
    /// The base that the report names.
    pub named: Base,
    /// What the counts give, to one digit more than the percentage; `None` when a count is not exact.
    pub gives: Option<MicroPercent>,
}

/// What a check of the report's arithmetic found. Data only; the words are in `words`.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// Parts do not add up to their whole.
    SumDiffers {
        /// The parts.
        parts: Vec<Term>,
        /// The whole.
        whole: Term,
        /// Sum of the parts less the whole, taken at the nearest ends.
        gap: i128,
    },
    /// Some of the parts are more than the whole already.
    PartsExceed {
        /// The parts that were printed.
        parts: Vec<Term>,
        /// The whole.
        whole: Term,
        /// Sum of the parts less the whole, above zero.
        gap: i128,
    },
    /// A percentage that no printed ratio gives.
    PercentMisfit {
        /// The percentage and the counts it should follow from.
        ratio: Ratio,
        /// Smallest and largest count that would give it out of the printed base.
        parts_needed: Option<(i128, i128)>,
        /// Smallest and largest base of which the printed count would give it.
        bases_needed: Option<(i128, i128)>,
        /// Other printed counts that would give it: positions in `Scenario::reported`.
        also_fits: Vec<usize>,
    },
    /// A percentage that fits another base or numerator than the one it is printed with.
    PercentOtherBase {
        /// The percentage and the counts it is printed with.
        ratio: Ratio,
        /// The counts above the line that fit.
        part: Vec<Term>,
        /// What stands below the line there.
        found: Base,
        /// The counts below the line that fit.
        base: Vec<Term>,
    },
    /// A percentage that is cut off (or rounded up), not rounded.
    PercentCut {
        /// The percentage and its counts.
        ratio: Ratio,
    },
    /// The percentages of all options add up to something that rounding cannot give.
    PercentTotal {
        /// The percentages: positions in `Scenario::reported`.
        figures: Vec<usize>,
        /// Their sum.
        total: MicroPercent,
        /// How far rounding can move the sum, either way.
        slack: MicroPercent,
    },
    /// No whole number of the base gives this percentage.
    NoSuchCount {
        /// The percentage: position in `Scenario::reported`.
        percent: usize,
        /// The base.
        base: Term,
    },
    /// A percentage of a whole that is above one hundred.
    AboveHundred {
        /// The percentage: position in `Scenario::reported`.
        percent: usize,
    },
    /// More ballots than names on the roll.
    AboveRoll {
        /// The ballots.
        ballots: Term,
        /// The roll.
        roll: Term,
        /// Ballots above the roll, at the nearest ends.
        excess: i128,
    },
    /// All counts of a contest are the nearest whole numbers to percentages with few digits.
    GridCounts {
        /// Position of the contest in its poll.
        contest: usize,
        /// The counts: position in `Scenario::reported`, and the percentage that gives it.
        counts: Vec<(usize, MicroPercent)>,
        /// Their sum.
        total: i128,
        /// Steps of the grid: 1,000 for percentages with one decimal.
        steps: u32,
        /// Whether the chance is an upper limit instead of exact.
        at_most: bool,
    },
    /// A count is the nearest whole number to its percentage of a base.
    CountFromPercent {
        /// The count: position in `Scenario::reported`.
        count: usize,
        /// The percentage: position in `Scenario::reported`.
        percent: usize,
        /// The base that gives it.
        base: i128,
        /// The printed number that the base is, or is a rounding of.
        printed: Vec<Term>,
        /// How many counts would have been printed with the same percentage.
        one_of: i128,
    },
    /// A count that can only grow is smaller at a later stage or hour.
    Fell {
        /// The earlier figure: position in `Scenario::reported`.
        earlier: usize,
        /// The later figure.
        later: usize,
        /// By how much, at the nearest ends.
        by: i128,
    },
    /// A turnout percentage is smaller at a later stage or hour.
    TurnoutFell {
        /// The earlier figure: position in `Scenario::reported`.
        earlier: usize,
        /// The later figure.
        later: usize,
    },
    /// More names on the roll than adults the scenario allows.
    RollAbovePopulation {
        /// The roll.
        roll: Term,
        /// Sets of assumptions in which it happens: label, most adults.
        sets: Vec<(String, i128)>,
        /// How many sets of assumptions there are.
        of: usize,
    },
    /// More names on the roll than adults at the middle of every stated range.
    RollAboveMiddle {
        /// The roll.
        roll: Term,
        /// Adults with every input at its median.
        adults: i128,
        /// Most adults under the stated ranges; `None` when a law has an open end.
        most: Option<i128>,
    },
    /// The roll is nearly that of another poll.
    RollFrozen {
        /// The roll.
        roll: Term,
        /// The other roll: position in `Scenario::context`.
        context: usize,
        /// The roll less the other.
        apart: i128,
    },
    /// Competing polls claim more persons together than there are.
    JointAbove {
        /// The claims: positions in `Scenario::reported`.
        claims: Vec<usize>,
        /// Their sum, each at its lower end.
        claimed: i128,
        /// Most persons under the stated ranges of the base set.
        persons: i128,
        /// Fewest persons who took part twice or do not exist.
        double: i128,
        /// In how many sets of assumptions the claims exceed the persons.
        sets: usize,
        /// How many sets of assumptions there are.
        of: usize,
    },
    /// Participants against what the stations can take.
    Throughput {
        /// The participants.
        ballots: Term,
        /// The poll.
        poll: PollId,
        /// Stations in all.
        stations: u64,
        /// Seconds the doors are open.
        open_seconds: i128,
        /// Most ballots the stations can take, at the most generous inputs.
        capacity: i128,
        /// Whether the participants exceed what the stations can take.
        above: bool,
        /// Shortest mean service, seconds.
        service_seconds: f64,
    },
    /// Participants against other polls of the same place.
    History {
        /// The participants.
        ballots: Term,
        /// Other polls, largest first: position in `Scenario::context`, and the factor.
        others: Vec<(usize, f64)>,
    },
    /// A slip of the pen that would explain a failed sum or percentage.
    Slip {
        /// The repairs that close the figures, best first.
        repairs: Vec<Repair>,
        /// How many failed relations the best repair closes.
        closes: usize,
        /// How many single changes were tried; 0 when another printing settles it.
        tried: u64,
    },
    /// Count and percentage imply a roll that is not the printed one.
    ImpliedRoll {
        /// The count: position in `Scenario::reported`.
        ballots: usize,
        /// The percentage.
        percent: usize,
        /// Smallest and largest roll they imply.
        implied: (i128, i128),
        /// The printed roll.
        roll: Term,
    },
    /// Two stages imply different rolls.
    ImpliedRollsDiffer {
        /// Count and percentage of the earlier stage, and the rolls they imply.
        earlier: (usize, usize, (i128, i128)),
        /// The same of the later stage.
        later: (usize, usize, (i128, i128)),
    },
    /// Two printed rolls of one poll differ.
    RollsDiffer {
        /// The earlier: position in `Scenario::reported`.
        earlier: usize,
        /// The later.
        later: usize,
    },
    /// Something in the returns of single stations.
    Stations {
        /// Position in `Scenario::returns`.
        returns: usize,
        /// What.
        found: StationFact,
    },
    /// A difference or count that is a round number.
    RoundNumber {
        /// What is taken together: the first less the others, or the first alone.
        terms: Vec<Term>,
        /// The round number.
        value: i128,
        /// What it is a multiple of: a power of ten or half of one.
        multiple: i128,
        /// How many numbers were looked at in this way.
        looks: u64,
    },
    /// The same number stands for two things.
    SameFigure {
        /// The terms that add up to it on one side.
        one: Vec<Term>,
        /// The term on the other side.
        other: Term,
        /// The number.
        value: i128,
    },
    /// A result beside a threshold, an electorate, a curve of the day, or somebody else's count.
    Outcome(Outcome),
    /// The same number is printed as the roll and as the ballots cast.
    TwoLabels {
        /// The figure as the roll: position in `Scenario::reported`.
        registered: usize,
        /// The figure as ballots cast.
        ballots: usize,
    },
}

/// A column of what single stations reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StationColumn {
    /// Ballots cast.
    BallotsCast,
    /// Valid votes.
    Valid,
    /// Votes for the option.
    Votes,
}

/// What was found in the returns of single stations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StationFact {
    /// A part is more than its whole.
    PartAbove {
        /// The part.
        part: StationColumn,
        /// The whole.
        whole: StationColumn,
        /// At how many stations.
        stations: u64,
        /// Number of the station where it is most, from 1 in the order of ids.
        worst: u32,
        /// By how much there.
        by: u32,
    },
    /// More ballots than registered electors.
    AboveElectors {
        /// Ballots cast or valid votes.
        column: StationColumn,
        /// At how many stations.
        stations: u64,
        /// Number of the station where it is most.
        worst: u32,
        /// By how much there.
        by: u32,
    },
    /// All stations together are not what was printed.
    SumDiffers {
        /// What is added up.
        column: StationColumn,
        /// The sum.
        sum: i128,
        /// The printed figure.
        printed: Term,
        /// The sum less the figure, taken at the nearest end.
        gap: i128,
    },
}

/// A slip that would explain a failed relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// The figure: position in `Scenario::reported`.
    pub figure: usize,
    /// The number as printed.
    pub printed: Amount,
    /// The number that closes the figures.
    pub repaired: Amount,
    /// What kind of slip.
    pub kind: SlipKind,
}

/// A printed number: a count or a percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Amount {
    /// Persons, ballots or votes.
    Count(i128),
    /// A percentage.
    Percent(MicroPercent),
}

/// Kinds of slips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlipKind {
    /// Another printing of the same figure closes: its position in `Scenario::reported`.
    OtherPrinting(usize),
    /// Two neighbouring digits are exchanged.
    Transposition,
    /// One digit is wrong.
    OneDigit,
    /// The figure contains the other options: a total printed as a part.
    TotalAsPart,
    /// One figure replaced closes several failed relations at once.
    Replaced,
}
