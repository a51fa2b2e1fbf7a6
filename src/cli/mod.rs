//! The command line: the only room that touches the world.
//!
//! Knows disk, terminal, clock, cores, signals and exit codes. Never knows a formula: it reads a
//! file, hands it from room to room, and writes the bytes that come back.
//!
//! One file a verb; beside them [`args`] (what may be typed), [`streams`] (what is said where),
//! [`exit`] (what the caller is told), [`reading`] (files in), [`folder`] (files out), [`signals`]
//! and [`progress`] (while it runs).

mod args;
mod exit;
mod reading;
mod streams;

mod check;
mod completions;
mod list;
mod man;
mod new;
mod schema;
mod shipped;

use std::process::ExitCode;

use args::{Args, Verb};
pub use args::command;
use exit::{Exit, Failure};
use streams::Voice;

/// Runs the command with the arguments of this process; returns its exit code.
///
/// Exit codes: 0 done, whatever the finding; 1 a problem in the scenario; 2 wrong usage; 3 could not
/// write; 4 only with `--fail-if`; 101 a bug; 130 interrupted, 143 terminated, what was finished kept.
pub fn main() -> ExitCode {
    let args = match Args::read(std::env::args_os()) {
        Ok(args) => args,
        Err(refusal) => return streams::show_refusal(&refusal).into(),
    };
    let voice = Voice::new(&args.talk);
    match run(args, &voice) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            voice.error(&failure);
            failure.exit().into()
        }
    }
}

/// Does what the verb says.
fn run(args: Args, voice: &Voice) -> Result<Exit, Failure> {
    match args.verb {
        None => voice.out(&args::short_help()).map(|()| Exit::Done),
        Some(Verb::Check(args)) => check::check(&args, voice),
        Some(Verb::New(args)) => new::new(&args, voice),
        Some(Verb::List) => list::list(voice),
        Some(Verb::Schema) => schema::schema(voice),
        Some(Verb::Completions(args)) => completions::completions(&args, voice),
        Some(Verb::Man(args)) => man::man(&args, voice),
    }
}
