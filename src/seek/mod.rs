//! Days sought instead of drawn: what only one day in a million gives.
//!
//! Knows how to walk from ordinary days to rare ones: a day is a point of normal scores and keys of
//! chance, and a caller's level says how near a day is to its goal. Never knows what was reported,
//! nor what a level means; files, clocks and progress bars are the caller's.
//!
//! [`Ground`] plays days at points, in the count lane. [`seek`] climbs towards a level by adaptive
//! multilevel splitting ([`crate::stats::splitting`]): the probability of the goal, its error, and
//! days that reach it. [`agreement`] tells whether the count lane may stand in for the day.

mod agreement;
mod climb;
mod ground;

pub use agreement::{Agreement, agreement};
pub use climb::{Seeking, Sought, Step, seek};
pub use ground::{Days, Ground, LevelOf};
