//! The engine: one polling day.
//!
//! Knows one day: the agenda of events, the laws of the day, the tally. Never knows what was
//! reported, other trials, threads or printing.
//!
//! [`Prepared`] holds what every trial shares, [`PollingDay`] every uncertain input as a number;
//! [`run`] plays the day and counts, [`trace`] tells what happens.
//!
//! The way of a day: station weights are drawn and each group's adults divided among the stations
//! that serve it; per group and station a beta-binomial number of them takes part; each of these gets
//! his own dice (when, how long, how patient). Stations then play first in, first out, each to its
//! end, polls in an order in which whoever travels has left before his goal is played; polls that
//! people travel between in a circle share one calendar. Last, the ballots of the poll are marked. The
//! count lane leaves out the stations' day: everybody who comes votes.

mod agenda;
mod alike;
mod ballots;
mod books;
mod circle;
mod copula;
mod count;
mod crowd;
mod curve;
mod day;
mod error;
mod events;
#[cfg(test)]
mod hand_days;
mod lane;
mod noise;
mod order;
mod pages;
mod participation;
mod person;
mod plain;
mod play;
mod prepared;
mod profile;
mod queues;
mod rules;
#[doc(hidden)]
pub mod samples;
mod scores;
mod slots;
mod station;
mod table;
mod tally;
mod timetable;
mod totals;
mod trace;
mod turnout;

pub use count::throughput;
pub use day::{ATTEMPTS, Freeze, PollingDay, scores_of};
pub use error::EngineError;
pub use lane::{Lane, lanes};
pub use noise::NOISE_KEYS;
pub use pages::StationTally;
pub use play::{Workspace, count_events, run, run_by_station, trace};
pub use prepared::Prepared;
pub use scores::Coordinates;
pub use tally::*;
pub use trace::{Happening, Leave, Origin, TraceEvent};
