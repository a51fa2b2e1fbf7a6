//! `check`: what is wrong with scenario files, and what was understood.

use std::path::Path;

use super::args::Check;
use super::exit::{Exit, Failure};
use super::simulate::sets_of;
use super::streams::Voice;
use super::understand::{Source, understand};
use crate::engine::Prepared;
use crate::words;

/// Checks every file; problems go to standard error, a summary of what was understood to standard
/// output. Ends with 1 when a file has problems.
pub fn check(args: &Check, voice: &Voice) -> Result<Exit, Failure> {
    let mut exit = Exit::Done;
    for file in &args.files {
        match check_one(file, args, voice) {
            Ok(summary) => voice.out(&summary)?,
            Err(failure) => {
                voice.error(&failure);
                exit = Exit::Scenario;
            }
        }
    }
    Ok(exit)
}

fn check_one(file: &Path, args: &Check, voice: &Voice) -> Result<String, Failure> {
    let source = Source::open(file)?;
    let scenario = understand(&source, &args.sets, args.deny, voice)?;
    for (id, assumptions) in sets_of(&scenario) {
        Prepared::new(assumptions).map_err(|source| Failure::Engine {
            variant: id.into(),
            source,
        })?;
    }
    let ids: Vec<&str> = sets_of(&scenario).into_iter().map(|(id, _)| id).collect();
    Ok(words::checked(&source.file, &scenario, &ids))
}
