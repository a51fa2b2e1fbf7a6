//! The command line: the only room that touches the world.
//!
//! Knows disk, terminal, clock, cores, signals and exit codes. Never knows a formula: it reads a
//! file, hands it from room to room, and writes the bytes that come back.
//!
//! One file a verb; beside them [`args`] (what may be typed), [`streams`] (what is said where),
//! [`exit`] (what the caller is told), [`reading`] (files in), [`folder`] (files out), [`signals`]
//! and [`progress`] (while it runs).

mod again;
mod along;
mod args;
mod array;
mod auto;
mod blocks;
mod by_station;
mod clock;
mod disk;
mod exit;
mod folder;
mod gates;
mod job;
mod lane;
mod lesson;
mod lineup;
mod long;
mod manifest;
mod memory;
mod merge;
mod pick;
mod progress;
mod rare;
mod reading;
mod returns;
mod signals;
mod simulate;
mod step;
mod stream;
mod streams;
mod sweep;
mod tables;
mod typed;
mod understand;
mod why;

mod backtest;
mod capacity;
mod check;
mod compare;
mod completions;
mod list;
mod man;
mod new;
mod plan;
mod rows;
mod run;
mod schema;
mod shard;
mod shipped;
mod trace;
mod verify;

use std::process::ExitCode;

pub use args::command;
use args::{Args, Verb};
use exit::{Exit, Failure};
pub use manifest::sayings as sayings_of_manifest;
use streams::Voice;

/// Runs the command with the arguments of this process; returns its exit code.
///
/// Exit codes: 0 done, whatever the finding; 1 a problem in the scenario, or files differ; 2 wrong usage; 3 could not
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
        Some(Verb::Run(args)) => run::run(&args, voice),
        Some(Verb::Demo(args)) => run::demo(&args, voice),
        Some(Verb::Trace(args)) => trace::trace(&args, voice),
        Some(Verb::Capacity(args)) => capacity::capacity(&args, voice),
        Some(Verb::Check(args)) => check::check(&args, voice),
        Some(Verb::New(args)) => new::new(&args, voice),
        Some(Verb::Why(args)) => why::why(&args, voice),
        Some(Verb::Sweep(args)) => sweep::sweep(&args, voice),
        Some(Verb::Compare(args)) => compare::compare(&args, voice),
        Some(Verb::Backtest(args)) => backtest::backtest(&args, voice),
        Some(Verb::Lesson(args)) => lesson::lesson(&args, voice),
        Some(Verb::Lineup(args)) => lineup::lineup(&args, voice),
        Some(Verb::List(args)) => list::list(&args, voice),
        Some(Verb::Plan(args)) => plan::plan(&args, voice),
        Some(Verb::Verify(args)) => verify::verify(&args, voice),
        Some(Verb::Merge(args)) => merge::merge(&args, voice),
        Some(Verb::Schema) => schema::schema(voice),
        Some(Verb::Completions(args)) => completions::completions(&args, voice),
        Some(Verb::Man(args)) => man::man(&args, voice),
    }
}

/// A count with commas: `10,000`.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn counts_are_grouped_by_thousands() {
        for (count, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (12_345_678, "12,345,678"),
        ] {
            assert_eq!(super::grouped(count), text);
        }
    }
}
