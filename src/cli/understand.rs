//! From a file's text to a scenario: problems and warnings are shown, then it is taken or refused.

use std::path::Path;

use super::args::{Deny, Sets};
use super::exit::Failure;
use super::reading;
use super::streams::Voice;
use super::tables::Beside;
use crate::model::Scenario;
use crate::scenario::{self, Problem, Severity};

/// A scenario's text and where it comes from.
#[derive(Debug, Default)]
pub struct Source {
    /// What it is called in messages: the path as typed.
    pub file: String,
    /// The text.
    pub text: String,
    /// The tables that stand beside it.
    pub tables: Beside,
}

impl Source {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// [`Failure::Unreadable`].
    pub fn open(path: &Path) -> Result<Self, Failure> {
        Ok(Self {
            file: path.display().to_string(),
            text: reading::scenario_text(path)?,
            tables: Beside::file(path),
        })
    }
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
    understand_moved(source, sets, &[], deny, voice)
}

/// As [`understand`], with values put at the paths of `--vary` after those of `sets`.
///
/// # Errors
/// As [`understand`].
pub fn understand_moved(
    source: &Source,
    sets: &Sets,
    moved: &[(String, String)],
    deny: Option<Deny>,
    voice: &Voice,
) -> Result<Scenario, Failure> {
    let refuse = |count: usize, what: &'static str| Failure::Problems {
        file: source.file.clone(),
        count,
        what,
    };
    let tables = |name: &str| source.tables.get(name);
    let values = (&sets.sets[..], moved);
    let checked = scenario::read_moved(&source.text, &source.file, values, &tables);
    let checked = checked.map_err(|problems| {
        voice.say(problems.render(voice.color_err));
        voice.say("");
        let warnings = |problem: &&Problem| problem.severity == Severity::Warning;
        refuse(
            problems.len() - problems.iter().filter(warnings).count(),
            "problem",
        )
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
