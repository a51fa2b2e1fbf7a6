//! What was reported station by station.

use super::{PollId, SourceId};

/// The returns of one set of stations: what was reported of each of them.
///
/// A report may say anything: more ballots than registered electors is a finding, not a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationReturns {
    /// The poll.
    pub poll: PollId,
    /// Position in `Poll::stations` of the base assumptions; a set that a table lists.
    pub set: usize,
    /// Contest and option whose votes stand in the table; `None` where no votes do.
    pub option: Option<(usize, usize)>,
    /// Which columns the table has.
    pub columns: ReturnColumns,
    /// One entry a station, in the order of `StationList::stations`; `None` where it did not report.
    pub stations: Vec<Option<StationReturn>>,
    /// Stage of publication, if it is named.
    pub stage: Option<String>,
    /// Who said so, if somebody is named.
    pub claimant: Option<String>,
    /// Where they come from; at least one.
    pub sources: Vec<SourceId>,
    /// A remark.
    pub note: Option<String>,
}

/// Which of the reported columns a table has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReturnColumns {
    /// `ballots-cast`.
    pub ballots_cast: bool,
    /// `valid`.
    pub valid: bool,
    /// `votes`.
    pub votes: bool,
}

impl ReturnColumns {
    /// Whether there is any.
    pub fn any(self) -> bool {
        self.ballots_cast || self.valid || self.votes
    }
}

/// What one station reported. What has no column is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StationReturn {
    /// Ballots cast.
    pub ballots_cast: u32,
    /// Valid votes.
    pub valid: u32,
    /// Votes for the option.
    pub votes: u32,
}

impl StationReturns {
    /// The station's ballots that make its turnout: ballots cast where the table has them, else valid
    /// votes.
    pub fn came(&self, of: &StationReturn) -> u32 {
        match self.columns.ballots_cast {
            true => of.ballots_cast,
            false => of.valid,
        }
    }

    /// What the option's share is a share of: valid votes where the table has them, else ballots cast.
    pub fn base(&self, of: &StationReturn) -> u32 {
        match self.columns.valid {
            true => of.valid,
            false => of.ballots_cast,
        }
    }

    /// How many stations reported.
    pub fn reporting(&self) -> usize {
        self.stations.iter().flatten().count()
    }
}
