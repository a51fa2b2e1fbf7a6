//! Capacity: how many could have voted, how long they would have waited, how many booths it takes.
//!
//! A question about doors, booths and hours, never about persons. Three answers, from the firmest to
//! the most telling:
//!
//! 1. [`Bound`], no chance in it: booths times seconds over the mean time in a booth. Nobody can beat
//!    it for long, and chance only lowers it.
//! 2. [`Served`]: the days as simulated. How many came, voted, left in vain; how long they waited.
//! 3. [`Sweep`]: the same days with 1, 2, 3, ... booths at every station of a set, on common dice, with
//!    nobody leaving the queue; so a booth more never lengthens a wait.
//!
//! Two and three are asked twice ([`Demand`]): for those who come under the assumptions, and for as
//! many as a report says ([`what_if::with_voters`]). Whoever holds the trials makes them of the
//! assumptions that [`what_if`] returns.

mod bound;
mod paces;
mod served;
pub mod what_if;

pub use bound::{Bound, Ends, SetBound, bound};
pub(super) use bound::{generous, mean_seconds, voters_through};
pub use paces::{FAR_BEYOND, Pace, decisive, paces};
pub use served::{BoothRow, KEPT, Served, booth_row, enough, needed, served};

/// The answers for some polls of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Capacity {
    /// The run's seed.
    pub seed: u64,
    /// Simulated days behind every number that has chance in it.
    pub trials: u64,
    /// The polls, in the order of the assumptions.
    pub polls: Vec<PollCapacity>,
}

/// The answers for one poll.
#[derive(Clone, Debug, PartialEq)]
pub struct PollCapacity {
    /// Position in `Assumptions::polls`.
    pub poll: usize,
    /// The bound at the median inputs and at the most generous ends of their ranges.
    pub bounds: [Bound; 2],
    /// Reported numbers of ballots against the clock, in file order.
    pub paces: Vec<Pace>,
    /// The days as assumed, then, where a number of ballots is reported, with as many voters.
    pub demands: Vec<Demand>,
}

/// What some number of voters would have met.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// `None`: whoever comes under the assumptions. Else as many as the report says.
    pub claim: Option<Pace>,
    /// The days with the booths and the patience that are assumed.
    pub served: Served,
    /// One entry a station set of the poll.
    pub sweeps: Vec<Sweep>,
}

/// The same days with other numbers of booths at every station of one set.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// Position in `Poll::stations`.
    pub set: usize,
    /// One entry a number of booths, ascending.
    pub rows: Vec<BoothRow>,
}
