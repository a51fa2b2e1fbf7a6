//! What a table of stations says was reported of each.
//!
//! Knows the three columns and what may stand in them. Never knows whose figures they are.

use super::fields::Field;
use super::rule::Rule;
use super::station_table::Complaints;
use crate::model::{ReturnColumns, StationReturn};

/// Ballots cast at the station.
pub(super) const BALLOTS_CAST: &str = "ballots-cast";
/// Valid votes.
pub(super) const VALID: &str = "valid";
/// Votes for one option.
pub(super) const VOTES: &str = "votes";
/// Most ballots or votes that a station may report.
const MOST: u32 = 100_000_000;

/// What all stations of a table reported, in the order of their ids.
#[derive(Debug)]
pub(super) struct Returned {
    /// Which columns there are.
    pub columns: ReturnColumns,
    /// `None` where a station did not report.
    pub stations: Vec<Option<StationReturn>>,
}

/// Which fields of a row hold ballots cast, valid votes and votes.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReturnedAt(pub [Option<usize>; 3]);

impl ReturnedAt {
    /// Which columns there are.
    pub fn columns(self) -> ReturnColumns {
        let [ballots_cast, valid, votes] = self.0.map(|at| at.is_some());
        ReturnColumns {
            ballots_cast,
            valid,
            votes,
        }
    }

    /// Complains of votes without anything that they are a share of.
    pub fn examine(self, names: &[Field], complaints: &mut Complaints) {
        if let [None, None, Some(votes)] = self.0 {
            let at = names[votes].span.clone();
            complaints.say(at, Rule::MissingColumn(VALID), || {
                "votes are a share of something: add `valid` (valid votes) or `ballots-cast`".into()
            });
        }
    }

    /// What the station of a row reported: `Some(None)` where it did not, `None` after problems.
    pub fn of(self, row: &[Field], complaints: &mut Complaints) -> Option<Option<StationReturn>> {
        let fields = self.0.map(|at| at.map(|at| &row[at]));
        let filled = |field: &&Field| !field.text.is_empty();
        let all = fields.iter().flatten().count();
        let empty = fields.iter().flatten().find(|field| !filled(field));
        match (all, empty) {
            (0, _) => return Some(None),
            (_, Some(_)) if !fields.iter().flatten().any(filled) => return Some(None),
            (_, Some(empty)) => {
                complaints.say(empty.span.clone(), Rule::HalfReported, || {
                    "fill it in, or leave all columns of the report empty: the station did not report"
                        .into()
                });
                return None;
            }
            _ => {}
        }
        let [ballots_cast, valid, votes] = fields;
        let mut read = |field: Option<&Field>, column| match field {
            Some(field) => complaints.whole(field, column, 0, MOST),
            None => Some(0),
        };
        let (ballots_cast, valid, votes) = (
            read(ballots_cast, BALLOTS_CAST),
            read(valid, VALID),
            read(votes, VOTES),
        );
        Some(Some(StationReturn {
            ballots_cast: ballots_cast?,
            valid: valid?,
            votes: votes?,
        }))
    }
}
