//! The engine: one polling day.
//!
//! Knows one day: the agenda of events, the laws of the day, the tally. Never knows what was
//! reported, other trials, threads or printing.
//!
//! [`PollingDay`] holds every uncertain input as a number; [`run`] plays it and counts.

mod tally;

pub use tally::*;
