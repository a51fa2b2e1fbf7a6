//! The trial table: one row a trial, named columns, inputs and outcomes side by side.

use crate::model::Assumptions;

/// What an integer column of the trial table counts. `poll`, `contest`, `option`, `checkpoint`, `set`
/// and `group` are positions in the [`Assumptions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // the fields are positions, named by what they point at
pub enum Outcome {
    /// Adults of a group.
    Adults { group: usize },
    /// Registered electors.
    Registered { poll: usize },
    /// Adults of all admitted groups.
    Eligible { poll: usize },
    /// Persons who came.
    Came { poll: usize },
    /// Ballots cast.
    BallotsCast { poll: usize },
    /// Ballots cast by persons who had voted elsewhere before.
    BallotsByTravellers { poll: usize },
    /// Persons who found the doors shut.
    TurnedAway { poll: usize },
    /// Persons who left the queue for good.
    GaveUp { poll: usize },
    /// Persons who left and came back.
    CameBack { poll: usize },
    /// Persons who found no papers.
    OutOfPapers { poll: usize },
    /// Persons still in the queue who were sent away, and mobile visits not made.
    Unserved { poll: usize },
    /// Persons waiting when the doors closed.
    WaitingAtClose { poll: usize },
    /// Longest wait of a voter, milliseconds.
    LongestWait { poll: usize },
    /// Sum of all voters' waits, milliseconds.
    TotalWait { poll: usize },
    /// Voters who waited more than 30 minutes.
    WaitedOver30Min { poll: usize },
    /// When the last ballot was cast, milliseconds after midnight.
    LastBallotAt { poll: usize },
    /// Ballots cast up to a checkpoint.
    CastBy { poll: usize, checkpoint: usize },
    /// Persons waiting at a checkpoint.
    WaitingAt { poll: usize, checkpoint: usize },
    /// Ballots cast at one set of stations.
    BySet { poll: usize, set: usize },
    /// Invalid votes.
    Invalid { poll: usize, contest: usize },
    /// Votes for an option.
    Votes {
        poll: usize,
        contest: usize,
        option: usize,
    },
    /// Persons who voted in both polls of an overlap.
    VotedInBoth { overlap: usize },
}

/// Many simulated days, column by column. Row `i` is trial `first + i`.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialTable {
    /// Number of the first trial in the table.
    pub first: u64,
    /// Rows.
    pub len: usize,
    /// Names of the input columns (`Input::path`), in the order of [`Assumptions::inputs`]; inputs
    /// that are fixed have no column.
    pub input_names: Vec<String>,
    /// Values of the inputs, one column an input that is not fixed.
    pub inputs: Vec<Vec<f64>>,
    /// What the integer columns count; ascending.
    pub outcomes: Vec<Outcome>,
    /// The counts, one column an outcome.
    pub counts: Vec<Vec<i64>>,
}

impl TrialTable {
    /// The column of an outcome, one value a trial; `None` if the table has no such column.
    pub fn column(&self, outcome: Outcome) -> Option<&[i64]> {
        self.outcomes
            .binary_search(&outcome)
            .ok()
            .map(|at| self.counts[at].as_slice())
    }

    /// The column of an input by its path; `None` when it is fixed or unknown.
    pub fn input(&self, path: &str) -> Option<&[f64]> {
        self.input_names
            .iter()
            .position(|name| name == path)
            .map(|at| self.inputs[at].as_slice())
    }

    /// Adds the rows of a table that continues this one.
    ///
    /// # Panics
    /// When it does not: other columns, or another first trial than the one after the last here.
    pub fn append(&mut self, next: &TrialTable) {
        self.append_first(next, next.len);
    }

    /// Adds the first rows of a table that continues this one, `rows` at most.
    ///
    /// # Panics
    /// As [`append`](Self::append).
    pub fn append_first(&mut self, next: &TrialTable, rows: usize) {
        let rows = rows.min(next.len);
        let continues = next.first == self.first + self.len as u64;
        let alike = next.input_names == self.input_names && next.outcomes == self.outcomes;
        assert!(continues && alike, "only the trials that follow are added");
        for (column, more) in self.inputs.iter_mut().zip(&next.inputs) {
            column.extend_from_slice(&more[..rows]);
        }
        for (column, more) in self.counts.iter_mut().zip(&next.counts) {
            column.extend_from_slice(&more[..rows]);
        }
        self.len += rows;
    }
}

impl Outcome {
    /// Whether only a day that is played can tell it: times, queues, and who came and did not vote.
    pub fn needs_clock(self) -> bool {
        matches!(
            self,
            Self::TurnedAway { .. }
                | Self::GaveUp { .. }
                | Self::CameBack { .. }
                | Self::OutOfPapers { .. }
                | Self::Unserved { .. }
                | Self::WaitingAtClose { .. }
                | Self::LongestWait { .. }
                | Self::TotalWait { .. }
                | Self::WaitedOver30Min { .. }
                | Self::LastBallotAt { .. }
                | Self::CastBy { .. }
                | Self::WaitingAt { .. }
        )
    }

    /// The column's name in files, from the ids of the scenario: `tskhinvali.ballots-cast`,
    /// `tskhinvali.ballots-cast@12:00`, `tskhinvali.independence.votes.yes`.
    pub fn name(&self, of: &Assumptions) -> String {
        let poll = |p: usize| of.polls[p].id.as_str();
        let plain = |p: usize, what: &str| format!("{}.{what}", poll(p));
        match *self {
            Outcome::Adults { group } => format!("{}.adults", of.groups[group].id),
            Outcome::Registered { poll } => plain(poll, "registered"),
            Outcome::Eligible { poll } => plain(poll, "eligible"),
            Outcome::Came { poll } => plain(poll, "came"),
            Outcome::BallotsCast { poll } => plain(poll, "ballots-cast"),
            Outcome::BallotsByTravellers { poll } => plain(poll, "ballots-by-travellers"),
            Outcome::TurnedAway { poll } => plain(poll, "turned-away"),
            Outcome::GaveUp { poll } => plain(poll, "gave-up"),
            Outcome::CameBack { poll } => plain(poll, "came-back"),
            Outcome::OutOfPapers { poll } => plain(poll, "out-of-papers"),
            Outcome::Unserved { poll } => plain(poll, "unserved"),
            Outcome::WaitingAtClose { poll } => plain(poll, "waiting-at-close"),
            Outcome::LongestWait { poll } => plain(poll, "longest-wait-ms"),
            Outcome::TotalWait { poll } => plain(poll, "total-wait-ms"),
            Outcome::WaitedOver30Min { poll } => plain(poll, "waited-over-30-min"),
            Outcome::LastBallotAt { poll } => plain(poll, "last-ballot-at-ms"),
            Outcome::CastBy {
                poll: p,
                checkpoint,
            } => {
                format!(
                    "{}.ballots-cast@{}",
                    poll(p),
                    of.polls[p].checkpoints[checkpoint]
                )
            }
            Outcome::WaitingAt {
                poll: p,
                checkpoint,
            } => {
                format!(
                    "{}.waiting@{}",
                    poll(p),
                    of.polls[p].checkpoints[checkpoint]
                )
            }
            Outcome::BySet { poll: p, set } => {
                format!("{}.{}.ballots-cast", poll(p), of.polls[p].stations[set].id)
            }
            Outcome::Invalid { poll: p, contest } => {
                format!("{}.{}.invalid", poll(p), of.polls[p].contests[contest].id)
            }
            Outcome::Votes {
                poll: p,
                contest,
                option,
            } => {
                let contest = &of.polls[p].contests[contest];
                format!(
                    "{}.{}.votes.{}",
                    poll(p),
                    contest.id,
                    contest.options[option].0
                )
            }
            Outcome::VotedInBoth { overlap } => {
                let overlap = &of.overlaps[overlap];
                format!(
                    "voted-in-both.{}+{}",
                    poll(overlap.from.0),
                    poll(overlap.to.0)
                )
            }
        }
    }
}

/// The finished trials of one set of assumptions.
#[derive(Clone, Debug)]
pub struct VariantRun {
    /// `base`, or the variant's id.
    pub id: String,
    /// Trials with uncertain inputs drawn: all that are finished, or the first of them.
    pub table: TrialTable,
    /// How many trials with uncertain inputs drawn are finished; at least `table.len`.
    pub done: u64,
    /// Trials with every input at its median: chance only.
    pub frozen: TrialTable,
    /// How many trials were asked for; more than `done` when the run was interrupted.
    pub requested: u64,
}

impl VariantRun {
    /// A run whose table holds all that is finished.
    pub fn whole(id: &str, table: TrialTable, frozen: TrialTable, requested: u64) -> Self {
        Self {
            id: id.into(),
            done: table.len as u64,
            table,
            frozen,
            requested,
        }
    }
}
