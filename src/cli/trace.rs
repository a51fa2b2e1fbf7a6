//! `trace`: one simulated day as a log.

use super::args::Trace;
use super::exit::{Exit, Failure};
use super::streams::Voice;

/// Prints the events of one trial.
pub fn trace(_args: &Trace, _voice: &Voice) -> Result<Exit, Failure> {
    Ok(Exit::Done)
}
