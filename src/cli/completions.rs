//! `completions`: a script for the user's shell.

use super::args::{self, Completions};
use super::exit::{Exit, Failure};
use super::streams::Voice;

/// Prints the completion script of one shell.
pub fn completions(args: &Completions, voice: &Voice) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut args::command(), "scrutineer", &mut script);
    voice.out(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
