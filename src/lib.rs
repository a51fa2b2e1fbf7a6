//! Scrutineer: could the reported figures of a poll have come about, given what we say we know?

pub mod chart;
pub mod cli;
pub mod compare;
pub mod engine;
pub mod model;
pub mod random;
pub mod report;
pub mod scenario;
pub mod seek;
pub mod stats;
pub mod trials;
pub mod units;
pub mod words;
