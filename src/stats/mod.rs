//! Statistics: numbers in, numbers out.
//!
//! Knows arithmetic: special functions, tail areas, intervals, correlations. Never knows voters,
//! files or seeds.
//!
//! Every transcendental function comes from `libm`, never from the platform, so that the same
//! numbers come out on every machine.

pub mod correlation;
pub mod normal;
mod special;

pub use special::*;
