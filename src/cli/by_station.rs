//! `--by-station`: rows of single stations, into a file that grows while the days are played.

use std::path::Path;

use clap::ValueEnum;

use super::exit::Failure;
use super::progress::Progress;
use super::signals::Stop;
use super::simulate::sets_of;
use super::stream::Stream;
use crate::engine::{Lane, StationTally};
use crate::model::{Assumptions, Scenario};
use crate::report::{RowFormat, StationColumns, StationSheet, Written};
use crate::trials::{self, ByStation, Go, Settings, TrialTable};

/// Format of the rows of stations, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// trials-by-station.csv
    Csv,
    /// trials-by-station.parquet (if built with --features parquet)
    Parquet,
}

/// What `run` is asked to keep of single stations.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// On how many days; 0 for none.
    pub days: u64,
    /// In which format.
    pub format: RowFormat,
}

impl Asked {
    /// Nothing.
    pub const NOTHING: Self = Self {
        days: 0,
        format: RowFormat::Csv,
    };

    /// What the flags say.
    ///
    /// # Errors
    /// [`Failure::NotBuilt`] for a format that this command cannot write.
    pub fn new(days: Option<u64>, format: FormatArg) -> Result<Self, Failure> {
        let format = match format {
            FormatArg::Csv => RowFormat::Csv,
            FormatArg::Parquet => RowFormat::Parquet,
        };
        match format.is_built() {
            true => Ok(Self {
                days: days.unwrap_or(0),
                format,
            }),
            false => Err(Failure::NotBuilt),
        }
    }
}

/// The file of a run.
#[derive(Debug)]
pub struct StationFile {
    stream: Stream,
    sheet: StationSheet,
    /// Of how many trials.
    trials: u64,
}

impl StationFile {
    /// Begins the file in an open folder.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn open(folder: &Path, of: &Scenario, lane: Lane, asked: Asked) -> Result<Self, Failure> {
        let sets = sets_of(of);
        let columns = StationColumns::new(sets.iter().map(|(_, of)| *of), lane);
        let stream = Stream::open(folder, asked.format.file())?;
        let begun = StationSheet::begin(asked.format, columns);
        let (sheet, head) = begun.map_err(|source| stream.unwritable(source))?;
        stream.append(&head);
        Ok(Self {
            stream,
            sheet,
            trials: asked.days,
        })
    }

    /// Whether it takes rows of some trials from `first` on.
    pub fn takes(&self, first: u64) -> bool {
        first < self.trials
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn finish(&self) -> Result<Written, Failure> {
        let end = self.sheet.end();
        self.stream
            .append(&end.map_err(|source| self.stream.unwritable(source))?);
        self.stream.is_well()?;
        self.stream.finish()
    }

    /// Adds rows. Returns whether all is well.
    fn take(&self, rows: &[u8]) -> bool {
        match self.sheet.take(rows) {
            Ok(bytes) => self.stream.append(&bytes),
            Err(trouble) => {
                self.stream.fail(trouble);
                false
            }
        }
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
            let rows = file.sheet.of(id, assumptions);
            let by = ByStation {
                trials: file.trials.saturating_sub(settings.first),
                write: &|trial: u64, it: &StationTally, to: &mut Vec<u8>| {
                    file.sheet.write(&rows, trial, it, to);
                },
                take: &|rows: &[u8]| match file.take(rows) {
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
