//! The report: everything a person reads or opens, as named bytes.
//!
//! Knows how to show a finished comparison: on the terminal ([`terminal`]), as JSON ([`json`]), and as
//! the files of an output folder ([`artefacts`]): a page, tables, charts, a manifest. Never knows how
//! a comparison is computed, nor the disk: writing the bytes is the business of `cli`.
//!
//! Same inputs, same bytes: the only file that may hold a time of day is `run.json`. Text of the
//! author is shown as text everywhere ([`words`] passes it through a filter on its way in).

mod artefacts;
pub mod backtest;
pub mod blocks;
mod by_station;
pub mod capacity;
pub mod files;
mod html;
mod json;
mod layout;
pub mod library;
pub mod lineup;
mod manifest;
pub mod markdown;
mod page;
mod run;
#[cfg(test)]
pub(crate) mod sample;
mod stations;
mod steps;
mod stories;
pub mod sweep;
mod tables;
mod terminal;
mod trials;
pub mod why;

use crate::words::{self, clean};
pub use crate::words::{Played, RunInfo, Written};
pub use artefacts::{artefacts, is_result};
pub use by_station::{RowFormat, StationColumns, StationRows, StationSheet};
pub use json::json;
use run::Plate;
pub use run::{Artefact, Style};
pub use steps::steps;
pub use terminal::{in_short, terminal};
pub use trials::{TRIALS, TrialSheet, trials};
