//! What may be typed: verbs, flags and their help.

use std::ffi::OsString;
use std::path::PathBuf;

use super::by_station::FormatArg;
use super::gates::Threshold;
use super::lane::LaneArg;
use super::long::Long;
use super::rare::RareArg;
pub use super::typed::SeedArg;
use super::typed::{parse_days, parse_seconds, parse_seed, parse_set, parse_trials_or_auto};
use clap::{Args as ClapArgs, CommandFactory, Parser, Subcommand, ValueEnum};

/// Printed by the bare command: two examples first.
const SHORT_HELP: &str = "\
Could the reported figures of a poll have come about, given what we say we know?

  scrutineer demo                    a small example, in about a second
  scrutineer run scenarios/south-ossetia-2006.toml
                                     the main job: simulate, compare, report

Write your own:

  scrutineer new my-poll.toml        a commented template to fill in
  scrutineer check my-poll.toml      what is wrong with it, what was understood
  scrutineer trace my-poll.toml --trial 17
                                     one simulated day, event by event
  scrutineer capacity my-poll.toml   how many could have voted in the hours

All verbs and flags: scrutineer --help
";

/// Printed after the long help: exit codes and the environment.
const AFTER_HELP: &str = "\
Streams: data goes to standard output, everything else to standard error. A reader that closes the
pipe early (scrutineer … | head) is no failure.

Exit codes:
    0  done, whatever the finding
    1  a problem in the scenario, or a warning with --deny warnings; verify: a file differs
    2  wrong usage
    3  could not write
    4  only with --fail-if: a figure stands there or beyond
  101  a bug in scrutineer
  130  interrupted with Ctrl-C; what was finished is kept, and --resume goes on
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
    /// Simulate a scenario, compare, and write the report
    Run(Run),
    /// Run a small example; needs no file
    Demo(Demo),
    /// Check scenario files: all problems at once, and what was understood
    Check(Check),
    /// Write a commented template, or a copy of a shipped scenario
    New(New),
    /// Print one simulated day as a log
    Trace(Trace),
    /// How many could have voted, how long they would have waited, how many booths it takes
    Capacity(super::capacity::Args),
    /// What would have to be true for the reported figures to be right
    Why(super::why::Args),
    /// How the chance of a figure changes along one assumption, or two
    Sweep(super::sweep::Args),
    /// Lay several scenarios, and their variants, beside each other
    Compare(super::compare::Args),
    /// Test this program on polls whose figures nobody disputes
    Backtest(super::backtest::Args),
    /// Lessons of 20 minutes for a class, each with its scenario
    Lesson(super::lesson::Args),
    /// Hide the reported figures among simulated days: can a class tell them apart?
    Lineup(super::lineup::Args),
    /// List the shipped scenarios: cases, controls and lessons, with question and answer
    List(super::list::Args),
    /// Tell what a run would take: time, memory, disk, blocks
    Plan(super::plan::Args),
    /// Play a finished run again and compare every file
    Verify(super::verify::Args),
    /// Put the shards of a run together and write its report
    Merge(super::merge::Args),
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
#[derive(Clone, ClapArgs, Debug)]
pub struct Sets {
    /// Override a value of the scenario, e.g. --set 'polls.north.registered=55_000'
    ///
    /// The path is the one in the file, with dots; the value is TOML (a number, a table such as
    /// '{ uniform = [0.6, 0.9] }', or a bare word, taken as a string). Repeatable; later ones win.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = parse_set)]
    pub sets: Vec<(String, String)>,
}

/// How long `--trials auto` looks unless told otherwise, in seconds.
pub const LOOK_SECONDS: u64 = 60;

/// Flags of the main job.
#[derive(Clone, ClapArgs, Debug)]
#[command(next_help_heading = "What to simulate")]
pub struct Simulate {
    /// The seed of all dice: a whole number, or `random` for a fresh one, which is printed
    #[arg(long, value_name = "N", default_value = "20061112", value_parser = parse_seed)]
    pub seed: SeedArg,
    /// How many days to simulate for each set of assumptions [default: the scenario's]
    ///
    /// Written as 10000, 10_000 or 1e4. More trials extend a run and never change the first ones. With
    /// `auto` the base set is played in doublings until the verdicts on the headline figures no longer
    /// hang on the dice; the number is told, and --trials with it gives the same bytes.
    #[arg(long, value_name = "N", value_parser = parse_trials_or_auto)]
    pub trials: Option<u64>,
    /// How long --trials auto may look for the number: 30s, 5m, 2h
    #[arg(long, value_name = "TIME", default_value_t = LOOK_SECONDS, value_parser = parse_seconds)]
    pub max_time: u64,
    /// Flags that change what the scenario says.
    #[command(flatten)]
    pub sets: Sets,
    /// Run only these variants beside the base assumptions (`base`: none). Repeatable
    #[arg(long = "variant", value_name = "ID", value_delimiter = ',')]
    pub variants: Vec<String>,
    /// Which lane plays the days; all but `count` give the same numbers [default: `count` where the
    /// scenario says `clock = false`, else `auto`]
    #[arg(long, value_enum, value_name = "LANE")]
    pub lane: Option<LaneArg>,
    /// For which claims that fewer than 20 days reach such days are sought
    #[arg(long, value_enum, value_name = "HOW", default_value_t = RareArg::Headline)]
    pub rare: RareArg,
    /// How many threads; the results do not depend on it [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Where to write [default: output/<scenario>/; nowhere for the demo]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath, help_heading = "What to write")]
    pub out: Option<PathBuf>,
    /// Write even where another run's results are, and run anew what is done already
    #[arg(long, help_heading = "What to write")]
    pub force: bool,
    /// Also write every chart as PNG
    #[arg(long, help_heading = "What to write")]
    pub png: bool,
    /// Print one JSON document instead of the table
    #[arg(long, help_heading = "What to write")]
    pub json: bool,
    /// First show one day, then ten, then a thousand, each on Enter
    #[arg(long, conflicts_with = "json", help_heading = "What to write")]
    pub step: bool,
    /// Refuse a scenario that is warned about; end with 1 when an expectation is not met
    #[arg(long, value_enum, value_name = "WHAT", help_heading = "Exit code")]
    pub deny: Option<Deny>,
    /// End with 4 when a figure, or the joint claim, stands here or beyond under the base assumptions
    #[arg(long, value_enum, value_name = "STANDING", help_heading = "Exit code")]
    pub fail_if: Option<Threshold>,
}

/// Arguments of `run`.
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Examples:
  scrutineer run scenarios/south-ossetia-2006.toml
  scrutineer run my-poll.toml --trials 1e5 --seed 7 --out trial-7
  scrutineer run my-poll.toml --set 'polls.north.participation.town={ uniform = [0.5, 0.8] }'
  scrutineer run my-poll.toml --json | jq '.variants[0].joint'")]
pub struct Run {
    /// The scenario file
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub file: PathBuf,
    /// Flags of the main job.
    #[command(flatten)]
    pub simulate: Simulate,
    /// Also write a row for every station on each of the first N days, or on `all`
    #[arg(long, value_name = "N", value_parser = parse_days, help_heading = "What to write")]
    pub by_station: Option<u64>,
    /// Format of these rows
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = FormatArg::Csv, requires = "by_station", help_heading = "What to write")]
    pub by_station_format: FormatArg,
    /// Flags of long runs.
    #[command(flatten)]
    pub long: Long,
}

/// Arguments of `demo`.
#[derive(ClapArgs, Debug)]
pub struct Demo {
    /// Flags of the main job.
    #[command(flatten)]
    pub simulate: Simulate,
}

/// Arguments of `trace`.
#[derive(ClapArgs, Debug)]
pub struct Trace {
    /// The scenario file
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub file: PathBuf,
    /// Which trial, from 0; the same day as in a run with the same seed
    #[arg(long, value_name = "N")]
    pub trial: u64,
    /// Under which variant's assumptions [default: base]
    #[arg(long, value_name = "ID")]
    pub variant: Option<String>,
    /// Only this station: POLL, POLL/SET, POLL/SET/NUMBER (from 1), or POLL/SET/ID of a table
    #[arg(long, value_name = "STATION")]
    pub station: Option<String>,
    /// Stop after this many events
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    /// The seed of all dice
    #[arg(long, value_name = "N", default_value = "20061112", value_parser = parse_seed)]
    pub seed: SeedArg,
    /// Flags that change what the scenario says.
    #[command(flatten)]
    pub sets: Sets,
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
        let begins = "a poll have come about";
        assert!(
            SHORT_HELP
                .lines()
                .next()
                .is_some_and(|line| line.contains(begins))
        );
        let examples: Vec<&str> = SHORT_HELP.split("Write your own").collect();
        assert_eq!(examples[0].matches("\n  scrutineer ").count(), 2);
    }
}
