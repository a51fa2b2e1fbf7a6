//! Rows of stations as the bytes of a file, in one format or the other.

use std::borrow::Cow;
use std::io;

#[cfg(feature = "parquet")]
use super::columnar::{Columnar, Packed};
use super::{StationColumns, StationRows};
use crate::engine::StationTally;
use crate::model::Assumptions;

/// How rows of stations are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// Text, a line a row.
    Csv,
    /// Parquet, in groups of rows; only in a program built with the feature `parquet`.
    Parquet,
}

impl RowFormat {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Parquet];

    /// Name of the file.
    pub fn file(self) -> &'static str {
        match self {
            Self::Csv => "trials-by-station.csv",
            Self::Parquet => "trials-by-station.parquet",
        }
    }

    /// Whether this program can write it.
    pub fn is_built(self) -> bool {
        self == Self::Csv || cfg!(feature = "parquet")
    }
}

/// A file of rows of stations while it grows.
#[derive(Debug)]
pub struct StationSheet {
    columns: StationColumns,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Csv,
    #[cfg(feature = "parquet")]
    Parquet(Box<std::sync::Mutex<Columnar>>),
}

impl StationSheet {
    /// A file with these columns, and the bytes it begins with.
    ///
    /// # Errors
    /// [`io::ErrorKind::Unsupported`] for a format that is not built in.
    pub fn begin(format: RowFormat, columns: StationColumns) -> io::Result<(Self, Vec<u8>)> {
        match format {
            RowFormat::Csv => {
                let head = columns.head();
                let kind = Kind::Csv;
                Ok((Self { columns, kind }, head))
            }
            #[cfg(feature = "parquet")]
            RowFormat::Parquet => {
                let file = Columnar::new(&columns)?;
                let kind = Kind::Parquet(Box::new(file.into()));
                Ok((Self { columns, kind }, Vec::new()))
            }
            #[cfg(not(feature = "parquet"))]
            RowFormat::Parquet => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    /// The rows of one set of assumptions, called by its id.
    pub fn of<'a>(&'a self, id: &'a str, of: &'a Assumptions) -> StationRows<'a> {
        self.columns.of(id, of)
    }

    /// Writes one row at the end of `to`, as [`StationSheet::take`] wants it.
    pub fn write(&self, rows: &StationRows, trial: u64, it: &StationTally, to: &mut Vec<u8>) {
        match self.kind {
            Kind::Csv => rows.write(trial, it, to),
            #[cfg(feature = "parquet")]
            Kind::Parquet(_) => rows.fields(trial, it, &mut Packed(to)),
        }
    }

    /// Takes rows in the order of the file; returns the bytes to be added to it now, if any. No more
    /// than one group of rows is held back, so memory does not grow with the file.
    ///
    /// # Errors
    /// When the format can take no more: Parquet ends at 2^15 groups of 2^16 rows.
    pub fn take<'r>(&self, rows: &'r [u8]) -> io::Result<Cow<'r, [u8]>> {
        match &self.kind {
            Kind::Csv => Ok(rows.into()),
            #[cfg(feature = "parquet")]
            Kind::Parquet(file) => held(file).take(rows).map(Cow::Owned),
        }
    }

    /// The bytes with which the file ends; called once, after the last rows.
    ///
    /// # Errors
    /// As [`StationSheet::take`].
    pub fn end(&self) -> io::Result<Vec<u8>> {
        match &self.kind {
            Kind::Csv => Ok(Vec::new()),
            #[cfg(feature = "parquet")]
            Kind::Parquet(file) => held(file).end(),
        }
    }
}

#[cfg(feature = "parquet")]
fn held(file: &std::sync::Mutex<Columnar>) -> std::sync::MutexGuard<'_, Columnar> {
    // Whoever panicked while holding it ends the run; nothing of it gets a final name.
    file.lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
