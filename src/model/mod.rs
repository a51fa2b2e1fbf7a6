//! The model: what a scenario asserts, checked.
//!
//! Knows people, polls, stations, uncertain inputs and reported figures. Never knows TOML, files,
//! dice or the time of day. Everything here is plain data; an [`Assumptions`] holds no reported
//! figure, so whoever receives it (the engine, the trials) cannot peek at the answer.

mod assumptions;
mod checks;
mod held_against;
mod law;
mod polls;
mod reported;
mod returns;
mod station_list;
mod stories;

pub use assumptions::*;
pub use checks::*;
pub use held_against::*;
pub use law::*;
pub use polls::*;
pub use reported::*;
pub use returns::*;
pub use station_list::*;
pub use stories::*;
