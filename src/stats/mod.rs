//! Statistics: numbers in, numbers out.
//!
//! Knows arithmetic: special functions, tail areas, intervals, correlations. Never knows voters,
//! files or seeds.
//!
//! Every transcendental function comes from `libm`, never from the platform, so that the same
//! numbers come out on every machine.
//!
//! - [`normal`] and the incomplete beta function ([`beta_reg`]): what the laws of inputs are made of.
//! - [`calibration`]: ranks of what came, and whether they are uniform.
//! - [`correlation`]: rank correlations, realised by a Gaussian copula.
//! - [`proportion`]: `hits` of `trials`, its p-value and its intervals.
//! - [`Binomial`], [`BetaBinomial`], [`Hypergeometric`], [`masses_of_sum`]: exact tails of counts.
//! - [`evidence`]: a reported share under rival accounts of where it came from.
//! - [`histogram`]: many numbers in little room.
//! - [`inversion`]: how far a condition moves an input.
//! - [`interval`]: quantiles and intervals of samples and laws.
//! - [`joint`]: several figures at once, ranked among the simulated days.
//! - [`ks`]: distance of two samples.
//! - [`odds`]: what a small p says about hypotheses.
//! - [`score`]: how well forecasts did.
//! - [`sensitivity`]: which inputs drive an outcome.
//! - [`splitting`]: very small tails, and what reaches them, by adaptive multilevel splitting.
//! - [`stretch`]: how much larger every uncertainty would have to be.

pub mod calibration;
pub mod correlation;
mod discrete;
pub mod evidence;
pub mod histogram;
pub mod interval;
pub mod inversion;
pub mod joint;
pub mod ks;
pub mod normal;
pub mod odds;
pub mod proportion;
pub mod score;
pub mod sensitivity;
mod special;
pub mod splitting;
pub mod stretch;

pub use discrete::*;
pub use special::*;
