//! What may be typed: verbs, flags and their help.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args as ClapArgs, CommandFactory, Parser, Subcommand, ValueEnum};

/// Printed by the bare command: two examples first.
const SHORT_HELP: &str = "\
Could the reported figures of a poll have come about, given what we say we know?

  scrutineer demo                                   a small example, in a second
  scrutineer run scenarios/south-ossetia-2006.toml  the main job: simulate, compare, report

Write your own:

  scrutineer new my-poll.toml      a commented template to fill in
  scrutineer check my-poll.toml    what is wrong with it, what was understood
  scrutineer trace my-poll.toml --trial 17
                                   one simulated day, event by event

All verbs and flags: scrutineer --help
";

/// Printed after the long help: exit codes and the environment.
const AFTER_HELP: &str = "\
Streams: data goes to standard output, everything else to standard error. A reader that closes the
pipe early (scrutineer … | head) is no failure.

Exit codes:
    0  done, whatever the finding
    1  a problem in the scenario, or a warning with --deny warnings
    2  wrong usage
    3  could not write
    4  only with --fail-if: a figure stands there or beyond
  101  a bug in scrutineer
  130  interrupted with Ctrl-C; what was finished is kept
  143  terminated; what was finished is kept

Environment:
  NO_COLOR, CLICOLOR_FORCE, TERM=dumb   colour, as everywhere
  SOURCE_DATE_EPOCH                     the time written to run.json, in seconds since 1970

No file outside the command line changes a result: the scenario and the flags are the whole truth,
and both are written to run.json.";

/// The command line.
#[derive(Parser, Debug)]
#[command(
    name = "scrutineer",
    version,
    about = "Could the reported figures of a poll have come about, given what we say we know?",
    long_about = "Could the reported figures of a poll have come about, given what we say we know?\n\n\
        Scrutineer reads a scenario (who lives where, who may vote, which stations are open, how ready \
        people are to come), simulates the polling day many times, voter by voter, and lays the \
        reported figures beside what came out. It judges figures under stated assumptions. It never \
        judges people.",
    after_long_help = AFTER_HELP,
    max_term_width = 100,
)]
pub struct Args {
    /// What is said and how.
    #[command(flatten)]
    pub talk: Talk,
    /// What to do; nothing asks for a short help.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// The verbs.
#[derive(Subcommand, Debug)]
pub enum Verb {
    /// Check scenario files: all problems at once, and what was understood
    Check(Check),
    /// Write a commented template, or a copy of a shipped scenario
    New(New),
    /// List the shipped scenarios and their questions
    List,
    /// Print the JSON Schema of scenario files, for editors
    Schema,
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print the manual page
    Man(Man),
}

/// Flags about what is said; valid everywhere.
#[derive(ClapArgs, Debug)]
#[command(next_help_heading = "Output on the terminal")]
pub struct Talk {
    /// Say nothing but data and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more about what is being done
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// No colour and no drawing characters, for screen readers and old terminals
    #[arg(long, global = true)]
    pub plain: bool,
    /// No progress, neither bar nor lines
    #[arg(long, global = true)]
    pub no_progress: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On terminals, unless the environment says no
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Flags that change what a scenario says.
#[derive(ClapArgs, Debug)]
pub struct Sets {
    /// Override a value of the scenario, e.g. --set 'polls.north.registered=55_000'
    ///
    /// The path is the one in the file, with dots; the value is TOML (a number, a table such as
    /// '{ uniform = [0.6, 0.9] }', or a bare word, taken as a string). Repeatable; later ones win.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = parse_set)]
    pub sets: Vec<(String, String)>,
}

/// Arguments of `check`.
#[derive(ClapArgs, Debug)]
pub struct Check {
    /// Scenario files
    #[arg(required = true, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Flags that change what the scenario says.
    #[command(flatten)]
    pub sets: Sets,
    /// Refuse what is only warned about
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
}

/// What `--deny` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings about the scenario
    Warnings,
}

/// Arguments of `new`.
#[derive(ClapArgs, Debug)]
pub struct New {
    /// Copy this shipped scenario instead of the template (see `scrutineer list`)
    #[arg(long, value_name = "NAME")]
    pub from: Option<String>,
    /// Where to write; `-` prints it [default: scenario.toml, or NAME.toml]
    #[arg(value_name = "PATH", value_hint = clap::ValueHint::FilePath)]
    pub path: Option<PathBuf>,
}

/// Arguments of `completions`.
#[derive(ClapArgs, Debug)]
pub struct Completions {
    /// Which shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(ClapArgs, Debug)]
pub struct Man {
    /// The page of one verb instead of the whole command's
    #[arg(value_name = "VERB")]
    pub verb: Option<String>,
}

impl Args {
    /// Parses a command line, program name first.
    ///
    /// # Errors
    /// The parser's refusal; help and version are refusals too.
    pub fn read(line: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        Self::try_parse_from(line)
    }
}

/// The whole command line as clap knows it: for completions and the manual page.
pub fn command() -> clap::Command {
    Args::command()
}

/// What the bare command prints.
pub fn short_help() -> String {
    SHORT_HELP.to_string()
}

/// Splits `path=value`.
fn parse_set(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((path, value)) if !path.trim().is_empty() && !value.trim().is_empty() => {
            Ok((path.trim().to_string(), value.trim().to_string()))
        }
        _ => Err("write it as PATH=VALUE".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }

    #[test]
    fn the_short_help_fits_eighty_columns_and_begins_with_two_examples() {
        assert!(SHORT_HELP.lines().all(|line| line.chars().count() <= 80));
        let examples = SHORT_HELP.lines().skip(2).take(2);
        assert!(examples.into_iter().all(|line| line.starts_with("  scrutineer ")));
    }

    #[test]
    fn a_set_is_cut_at_the_first_equals_sign() {
        assert_eq!(
            parse_set("a.b={ x = 1 }"),
            Ok(("a.b".into(), "{ x = 1 }".into()))
        );
        assert!(parse_set("a.b").is_err());
        assert!(parse_set("=1").is_err());
        assert!(parse_set("a=").is_err());
    }
}
