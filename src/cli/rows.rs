//! `trials.csv`, which grows while the run goes on, so that no run needs its days in memory for it.

use std::path::Path;

use super::exit::Failure;
use super::simulate::sets_of;
use super::stream::Stream;
use crate::engine::{Freeze, Lane};
use crate::model::{Assumptions, Scenario};
use crate::report::{TRIALS, TrialSheet, Written};
use crate::trials::{self, TrialTable};

/// The file of a run.
#[derive(Debug)]
pub struct TrialFile {
    stream: Stream,
    sheet: TrialSheet,
}

impl TrialFile {
    /// Begins the file in an open folder.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn open(folder: &Path, of: &Scenario, lane: Lane) -> Result<Self, Failure> {
        let sheet = sheet(of, lane);
        let stream = Stream::open(folder, TRIALS)?;
        stream.fill(|to| sheet.head(to))?;
        Ok(Self { stream, sheet })
    }

    /// Adds the rows of a table; `set` is the id and the assumptions it was played with. What cannot
    /// be written is told at the end: until then the blocks of the run are kept.
    pub fn add(&self, set: (&str, &Assumptions), freeze: Freeze, table: &TrialTable) {
        let filled = self
            .stream
            .fill(|to| self.sheet.rows(set, freeze, table, to));
        if let Err(Failure::Unwritable { source, .. }) = filled {
            self.stream.fail(source);
        }
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn finish(&self) -> Result<Written, Failure> {
        self.stream.is_well()?;
        self.stream.finish()
    }

    /// What is left to be renamed.
    pub fn into_stream(self) -> Stream {
        self.stream
    }
}

/// The columns of `trials.csv` for all sets of assumptions of a scenario.
pub fn sheet(of: &Scenario, lane: Lane) -> TrialSheet {
    let sets = sets_of(of);
    let empty = sets.iter().map(|(_, of)| trials::empty(of, lane, 0, 0));
    let empty: Vec<TrialTable> = empty.collect();
    TrialSheet::new(sets.iter().map(|(_, of)| *of).zip(&empty))
}
