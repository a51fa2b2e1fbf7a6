//! Trials: many days, one table.
//!
//! Knows how many trials, in what order, on how many cores. Never knows what was reported, files, or
//! progress bars (it takes a callback).

mod blocks;
mod by_station;
mod columns;
mod run;
mod station_days;
mod table;

pub use blocks::{Block, blocks, trials_per_block};
pub use by_station::ByStation;
pub use columns::{empty, tabulate};
pub use run::*;
pub use station_days::{StationCount, StationDays, StationsOf, station_days};
pub use table::*;
