//! From a file's text to a scenario: problems and warnings are shown, then it is taken or refused.

use super::args::{Deny, Sets};
use super::exit::Failure;
use super::streams::Voice;
use crate::model::Scenario;
use crate::scenario::{self, Problem, Severity};

/// A scenario's text and where it comes from.
#[derive(Clone, Debug)]
pub struct Source {
    /// What it is called in messages: the path as typed.
    pub file: String,
    /// The text.
    pub text: String,
}

/// Reads and checks a scenario; shows its problems and warnings on standard error.
///
/// # Errors
/// [`Failure::Problems`] when there are problems, or warnings and `deny` says so.
pub fn understand(
    source: &Source,
    sets: &Sets,
    deny: Option<Deny>,
    voice: &Voice,
) -> Result<Scenario, Failure> {
    let refuse = |count: usize, what: &'static str| Failure::Problems {
        file: source.file.clone(),
        count,
        what,
    };
    let checked =
        scenario::read_with(&source.text, &source.file, &sets.sets).map_err(|problems| {
            voice.say(problems.render(voice.color_err));
            voice.say("");
            let errors = |problem: &&Problem| problem.severity == Severity::Error;
            refuse(problems.iter().filter(errors).count(), "problem")
        })?;
    if checked.warnings.is_empty() {
        return Ok(checked.scenario);
    }
    if deny.is_some() || !voice.quiet {
        voice.say(checked.warnings.render(voice.color_err));
        voice.say("");
    }
    match deny {
        Some(Deny::Warnings) => Err(refuse(checked.warnings.len(), "warning")),
        None => Ok(checked.scenario),
    }
}
