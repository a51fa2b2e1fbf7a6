//! Statistics: numbers in, numbers out.
//!
//! Knows arithmetic: special functions, tail areas, intervals, correlations. Never knows voters,
//! files or seeds.
//!
//! Every transcendental function comes from `libm`, never from the platform, so that the same
//! numbers come out on every machine.
//!
//! - [`normal`] and the incomplete beta function ([`beta_reg`]): what the laws of inputs are made of.
//! - [`correlation`]: rank correlations, realised by a Gaussian copula.
//! - [`proportion`]: `hits` of `trials`, its p-value and its intervals.
//! - [`Binomial`], [`BetaBinomial`]: exact tails of counts.
//! - [`interval`]: quantiles and intervals of samples and laws.
//! - [`joint`]: several figures at once, ranked among the simulated days.
//! - [`ks`]: distance of two samples.
//! - [`score`]: how well forecasts did.
//! - [`splitting`]: very small tails, and what reaches them, by adaptive multilevel splitting.

pub mod correlation;
mod discrete;
pub mod interval;
pub mod joint;
pub mod ks;
pub mod normal;
pub mod proportion;
pub mod score;
mod special;
pub mod splitting;

pub use discrete::*;
pub use special::*;
