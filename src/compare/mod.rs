//! Comparison: what was reported beside what was simulated.
//!
//! The only place where a [`Standing`] is formed. Knows reported figures and finished trial tables.
//! Never knows how a day is simulated, nor pictures.

mod arithmetic;
mod comparison;

pub use arithmetic::*;
pub use comparison::*;
