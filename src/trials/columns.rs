//! From a day to a row: which columns a trial table has, and what stands in them.

use super::table::{Outcome, TrialTable};
use crate::engine::{Lane, PollingDay, Tally};
use crate::model::Assumptions;

/// The columns of a table.
pub(super) struct Columns {
    input_names: Vec<String>,
    /// Positions of the inputs that have a column.
    inputs: Vec<usize>,
    outcomes: Vec<Outcome>,
}

/// A table of days that the caller has played, in the caller's order, as if they were trials 0, 1, …
///
/// `lane` is the lane that played them: it decides which columns there are.
pub fn tabulate(assumptions: &Assumptions, lane: Lane, days: &[(PollingDay, Tally)]) -> TrialTable {
    let columns = Columns::new(assumptions, lane);
    let mut table = columns.table(0, days.len());
    for (day, tally) in days {
        columns.append(&mut table, &columns.row(day, tally));
    }
    table
}

/// A table without rows, as trials from `first` on fill it, with room for `len` rows.
///
/// ```
/// use scrutineer::engine::Lane;
/// use scrutineer::model::Assumptions;
///
/// let table = scrutineer::trials::empty(&Assumptions::default(), Lane::Auto, 100, 8);
/// assert_eq!((table.first, table.len), (100, 0));
/// ```
pub fn empty(assumptions: &Assumptions, lane: Lane, first: u64, len: usize) -> TrialTable {
    Columns::new(assumptions, lane).table(first, len)
}

/// One trial: inputs and counts, in the order of the columns.
#[derive(Clone, Debug)]
pub(super) struct Row {
    inputs: Vec<f64>,
    counts: Vec<i64>,
}

impl Columns {
    /// The columns of a set of assumptions: every input that is not fixed, and every outcome that the
    /// lane answers.
    pub fn new(assumptions: &Assumptions, lane: Lane) -> Self {
        let inputs: Vec<usize> = (0..assumptions.inputs.len())
            .filter(|&at| !assumptions.inputs[at].is_fixed())
            .collect();
        let mut outcomes = Vec::new();
        outcomes.extend((0..assumptions.groups.len()).map(|group| Outcome::Adults { group }));
        outcomes.extend(
            (0..assumptions.overlaps.len()).map(|overlap| Outcome::VotedInBoth { overlap }),
        );
        for (poll, model) in assumptions.polls.iter().enumerate() {
            outcomes.extend([
                Outcome::Registered { poll },
                Outcome::Eligible { poll },
                Outcome::Came { poll },
                Outcome::BallotsCast { poll },
                Outcome::BallotsByTravellers { poll },
                Outcome::TurnedAway { poll },
                Outcome::GaveUp { poll },
                Outcome::CameBack { poll },
                Outcome::OutOfPapers { poll },
                Outcome::Unserved { poll },
                Outcome::WaitingAtClose { poll },
                Outcome::LongestWait { poll },
                Outcome::TotalWait { poll },
                Outcome::WaitedOver30Min { poll },
                Outcome::LastBallotAt { poll },
            ]);
            for checkpoint in 0..model.checkpoints.len() {
                outcomes.push(Outcome::CastBy { poll, checkpoint });
                outcomes.push(Outcome::WaitingAt { poll, checkpoint });
            }
            outcomes.extend((0..model.stations.len()).map(|set| Outcome::BySet { poll, set }));
            for (contest, asked) in model.contests.iter().enumerate() {
                outcomes.push(Outcome::Invalid { poll, contest });
                let options = 0..asked.options.len();
                outcomes.extend(options.map(|option| Outcome::Votes {
                    poll,
                    contest,
                    option,
                }));
            }
        }
        outcomes.retain(|outcome| lane != Lane::Count || !outcome.needs_clock());
        outcomes.sort_unstable();
        let name = |&at: &usize| assumptions.inputs[at].path.clone();
        Self {
            input_names: inputs.iter().map(name).collect(),
            inputs,
            outcomes,
        }
    }

    /// An empty table with room for `len` rows.
    pub fn table(&self, first: u64, len: usize) -> TrialTable {
        TrialTable {
            first,
            len: 0,
            input_names: self.input_names.clone(),
            inputs: self
                .inputs
                .iter()
                .map(|_| Vec::with_capacity(len))
                .collect(),
            outcomes: self.outcomes.clone(),
            counts: self
                .outcomes
                .iter()
                .map(|_| Vec::with_capacity(len))
                .collect(),
        }
    }

    /// The row of a day.
    pub fn row(&self, day: &PollingDay, tally: &Tally) -> Row {
        Row {
            inputs: self.inputs.iter().map(|&at| day.values[at]).collect(),
            counts: self
                .outcomes
                .iter()
                .map(|&outcome| count(outcome, tally))
                .collect(),
        }
    }

    /// Adds a row at the end of a table.
    pub fn append(&self, table: &mut TrialTable, row: &Row) {
        for (column, &value) in table.inputs.iter_mut().zip(&row.inputs) {
            column.push(value);
        }
        for (column, &value) in table.counts.iter_mut().zip(&row.counts) {
            column.push(value);
        }
        table.len += 1;
    }
}

/// The count that an outcome names.
fn count(outcome: Outcome, tally: &Tally) -> i64 {
    let polls = &tally.polls;
    let value = match outcome {
        Outcome::Adults { group } => tally.adults[group],
        Outcome::Registered { poll } => polls[poll].registered,
        Outcome::Eligible { poll } => polls[poll].eligible,
        Outcome::Came { poll } => polls[poll].came,
        Outcome::BallotsCast { poll } => polls[poll].ballots_cast,
        Outcome::BallotsByTravellers { poll } => polls[poll].ballots_by_travellers,
        Outcome::TurnedAway { poll } => polls[poll].turned_away,
        Outcome::GaveUp { poll } => polls[poll].gave_up,
        Outcome::CameBack { poll } => polls[poll].came_back,
        Outcome::OutOfPapers { poll } => polls[poll].out_of_papers,
        Outcome::Unserved { poll } => polls[poll].unserved,
        Outcome::WaitingAtClose { poll } => polls[poll].waiting_at_close,
        Outcome::LongestWait { poll } => polls[poll].longest_wait,
        Outcome::TotalWait { poll } => polls[poll].total_wait,
        Outcome::WaitedOver30Min { poll } => polls[poll].waited_over_30_min,
        Outcome::LastBallotAt { poll } => polls[poll].last_ballot_at,
        Outcome::CastBy { poll, checkpoint } => polls[poll].cast_by[checkpoint],
        Outcome::WaitingAt { poll, checkpoint } => polls[poll].waiting_at[checkpoint],
        Outcome::BySet { poll, set } => polls[poll].by_set[set],
        Outcome::Invalid { poll, contest } => polls[poll].contests[contest].invalid,
        Outcome::Votes {
            poll,
            contest,
            option,
        } => polls[poll].contests[contest].votes[option],
        Outcome::VotedInBoth { overlap } => tally.voted_in_both[overlap],
    };
    value as i64
}
