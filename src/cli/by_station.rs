//! `--by-station`: rows of single stations, into a file that grows while the days are played.

use std::path::Path;

use super::exit::Failure;
use super::progress::Progress;
use super::signals::Stop;
use super::simulate::sets_of;
use super::stream::Stream;
use crate::engine::{Lane, StationTally};
use crate::model::{Assumptions, Scenario};
use crate::report::{BY_STATION, StationColumns, Written};
use crate::trials::{self, ByStation, Go, Settings, TrialTable};

/// The file of a run.
#[derive(Debug)]
pub struct StationFile {
    stream: Stream,
    columns: StationColumns,
    /// Of how many trials.
    trials: u64,
}

impl StationFile {
    /// Begins the file in an open folder.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn open(folder: &Path, of: &Scenario, lane: Lane, trials: u64) -> Result<Self, Failure> {
        let sets = sets_of(of);
        let columns = StationColumns::new(sets.iter().map(|(_, of)| *of), lane);
        let stream = Stream::open(folder, BY_STATION)?;
        stream.append(&columns.head());
        Ok(Self {
            stream,
            columns,
            trials,
        })
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn finish(&self) -> Result<Written, Failure> {
        self.stream.finish()
    }

    /// What is left to be renamed.
    pub fn into_stream(self) -> Stream {
        self.stream
    }
}

/// One table of trials; shorter than asked for when stopped. Rows of stations go to `file`.
///
/// # Errors
/// [`Failure::Trials`], naming the assumptions by `id`; [`Failure::Unwritable`] when the file cannot
/// grow.
pub fn table(
    id: &str,
    assumptions: &Assumptions,
    settings: &Settings,
    file: Option<&StationFile>,
    stop: &Stop,
    progress: &Progress,
) -> Result<TrialTable, Failure> {
    let go = |done: u64| {
        progress.add(done);
        if stop.asked() { Go::Stop } else { Go::On }
    };
    let done = match file {
        None => trials::run(assumptions, settings, &go),
        Some(file) => {
            let rows = file.columns.of(id, assumptions);
            let by = ByStation {
                trials: file.trials,
                write: &|trial: u64, it: &StationTally, to: &mut Vec<u8>| rows.write(trial, it, to),
                take: &|rows: &[u8]| match file.stream.append(rows) {
                    true => Go::On,
                    false => Go::Stop,
                },
            };
            trials::run_by_station(assumptions, settings, &go, Some(&by))
        }
    };
    if let Some(file) = file {
        file.stream.is_well()?;
    }
    done.map_err(|source| Failure::Trials {
        variant: id.into(),
        source,
    })
}
