//! Comparison: what was reported beside what was simulated.
//!
//! The only place where a [`Standing`] is formed. Knows reported figures and finished trial tables.
//! Never knows how a day is simulated, nor pictures.
//!
//! [`compare`] takes a scenario and its runs, the base set first. A published figure becomes an exact
//! [`Interval`]; the trial table gives its [`Simulated`] values; counting gives the [`Tail`]; the
//! stated ranges give the [`Bound`]; both together give the standing. Headline claims of different
//! polls are also held together ([`Joint`]), and every conclusion is followed across the sets of
//! assumptions ([`AcrossVariants`]).

pub mod along;
pub mod arithmetic;
pub mod backtest;
mod battery;
pub mod bounds;
mod calibrate;
pub mod capacity;
mod claims;
mod comparison;
mod days;
mod drivers;
mod expect;
pub mod falling;
mod figures;
mod files;
mod first_days;
mod goals;
mod inputs;
mod joint;
pub mod lineup;
mod populations;
mod published;
mod rare;
pub mod running;
mod spread;
mod standing;
pub mod stations;
mod stories;
pub mod sweep;
mod tails;
mod tally;
#[cfg(test)]
mod testing;
mod together;
mod warnings;
mod whole;
mod why;

pub use crate::seek::{Agreement, Step};
pub use arithmetic::{Fact, examine};
pub use battery::{Battery, MOST_DAYS, battery};
pub use claims::Interval;
pub use comparison::*;
pub use days::DayBands;
pub use drivers::{Driver, DriverEnd, Drivers};
pub use figures::{Simulated, simulated};
pub use files::{Beside, BesideError, Compared, beside, shared};
pub use goals::Goal;
pub use published::publish;
pub use rare::{FEW_HITS, Rare, Search, Told, explain, sharpen};
pub use standing::{beyond, standing};
pub use stories::{Account, Accounts, Evidence, SPREADS, Weighing, weigh};
pub use tails::{declared_side, tail, tail_of_hits};
pub use tally::{Tally, most_different};
pub use together::{Together, TogetherPart};
pub use whole::{compare, compare_tallied};
pub use why::{From, InputMoved, STRETCH_SHARE, Way, Why};
