//! Trials: many days, one table.
//!
//! Knows how many trials, in what order, on how many cores. Never knows what was reported, files, or
//! progress bars (it takes a callback).

mod by_station;
mod columns;
mod run;
mod table;

pub use by_station::ByStation;
pub use columns::tabulate;
pub use run::*;
pub use table::*;
