//! `backtest`: the program tested on polls whose figures nobody disputes.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use super::args::{SeedArg, Sets};
use super::exit::{Exit, Failure, Unreadable};
use super::folder::Folder;
use super::lane;
use super::progress::Progress;
use super::shipped;
use super::signals::Stop;
use super::simulate::{Plan, table};
use super::streams::Voice;
use super::typed::{parse_seed, parse_trials};
use super::understand::{Source, understand};
use crate::chart;
use crate::compare::backtest::{Backtest, Control};
use crate::engine::{self, Freeze, Lane};
use crate::model::{Assumptions, Scenario};
use crate::report::{self, Artefact, Style};
use crate::trials::{Outcome, TrialTable, VariantRun};
use crate::words::command as says;

/// Days played both ways before hours are left out.
const TRIED: u64 = 3;
/// Adults in all the days that are played hour by hour for figures with a time of day, where all others
/// are counted.
const BY_CLOCK: u64 = 1_000_000_000;
/// Fewest such days.
const FEWEST: u64 = 200;
/// Days with every input at its median: a back-test does not show them.
const FROZEN: u64 = 1;

/// Arguments of `backtest`.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  scrutineer backtest
  scrutineer backtest controls/ my-council-2019.toml --trials 1e4 --out backtest")]
pub struct Args {
    /// Scenario files, or folders of them, with `control = true` [default: all shipped ones]
    #[arg(value_name = "FILE|FOLDER", value_hint = clap::ValueHint::AnyPath)]
    pub files: Vec<PathBuf>,
    /// Take scenarios too that do not say that their figures are trusted
    #[arg(long)]
    pub any: bool,
    /// How many days to simulate for each scenario
    #[arg(long, value_name = "N", default_value = "1000", value_parser = parse_trials)]
    pub trials: u64,
    /// The seed of all dice
    #[arg(long, value_name = "N", default_value = "20061112", value_parser = parse_seed)]
    pub seed: SeedArg,
    /// How many threads; the results do not depend on it [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Also write text, JSON and a chart into this folder
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Also write the chart as PNG into it
    #[arg(long, requires = "out")]
    pub png: bool,
    /// Print one JSON document instead of the text
    #[arg(long)]
    pub json: bool,
}

/// Ranks the figures of all trusted scenarios among their simulated days.
pub fn backtest(args: &Args, voice: &Voice) -> Result<Exit, Failure> {
    let scenarios = scenarios(args, voice)?;
    let folder = args.out.as_deref().map(Folder::beside_runs).transpose()?;
    let plan = Plan {
        seed: args.seed.seed,
        trials: args.trials,
        lane: Lane::Auto,
        threads: args.threads.map(usize::from),
    };
    let stop = Stop::listen();
    let progress = Progress::new(voice, expected(&plan) * scenarios.len() as u64);
    let mut controls = Vec::new();
    for scenario in scenarios {
        match control(scenario, &plan, &stop, &progress)? {
            Some(control) => controls.push(control),
            None => {
                progress.finish();
                voice.say(says::NOTHING_WRITTEN);
                return Ok(stop.exit().unwrap_or(Exit::Interrupted));
            }
        }
    }
    progress.finish();
    finish(args, voice, folder, &Backtest::of(controls))
}

/// The scenarios asked for: files as typed, folders in the order of their names.
fn scenarios(args: &Args, voice: &Voice) -> Result<Vec<Scenario>, Failure> {
    let sets = Sets { sets: Vec::new() };
    let read = |source: &Source| understand(source, &sets, None, voice);
    let mut all = Vec::new();
    if args.files.is_empty() {
        for shipped in shipped::all() {
            all.push(read(&shipped.source())?);
        }
        all.retain(|scenario| scenario.control || args.any);
    }
    for path in &args.files {
        if path.is_dir() {
            let before = all.len();
            for file in inside(path)? {
                let scenario = read(&Source::open(&file)?)?;
                if scenario.control || args.any {
                    all.push(scenario);
                } else {
                    voice.note(says::not_a_control(file.display()));
                }
            }
            if all.len() == before {
                return Err(Failure::NoControls { path: path.clone() });
            }
            continue;
        }
        let scenario = read(&Source::open(path)?)?;
        if !scenario.control && !args.any {
            let file = path.display().to_string();
            return Err(Failure::NotControl { file });
        }
        all.push(scenario);
    }
    Ok(all)
}

/// The scenario files of a folder, by name.
fn inside(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let refuse = |error| Failure::Unreadable {
        path: folder.into(),
        why: Unreadable::Io(error),
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(refuse)? {
        let path = entry.map_err(refuse)?.path();
        if path.extension().is_some_and(|kind| kind == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Days that are expected to be played of each scenario: all in one way, and the few that tell which.
fn expected(plan: &Plan) -> u64 {
    plan.trials + 2 * TRIED + FROZEN
}

/// How many of `days` go beyond those that are `left` of the expected ones, which they use up.
fn beyond(left: &Cell<u64>, days: u64) -> u64 {
    let had = left.get();
    left.set(had.saturating_sub(days));
    days.saturating_sub(had)
}

/// One scenario, run and ranked; `None` when stopped before it was finished.
fn control(
    scenario: Scenario,
    plan: &Plan,
    stop: &Stop,
    progress: &Progress,
) -> Result<Option<Control>, Failure> {
    progress.now(&scenario.name);
    let left = Cell::new(expected(plan));
    let days = |lane, trials, freeze| {
        progress.expect(beyond(&left, trials));
        let plan = Plan { lane, ..*plan };
        let of = &scenario.assumptions;
        table("base", of, &plan, trials, freeze, stop, progress)
    };
    let run = |table: TrialTable, lane| -> Result<VariantRun, Failure> {
        let (frozen, done) = (days(lane, FROZEN, Freeze::Inputs)?, table.len as u64);
        Ok(VariantRun::whole("base", table, frozen, done))
    };
    let tables = match counted(&scenario, plan.trials, &days)? {
        Some((counted, played)) => (run(counted, Lane::Count)?, Some(played)),
        None => (
            run(days(Lane::Auto, plan.trials, Freeze::No)?, Lane::Auto)?,
            None,
        ),
    };
    let is_counted = tables.1.is_some();
    let by_clock = match tables.1 {
        Some(played) if has_hours(&scenario) => Some(run(played, Lane::Auto)?),
        _ => None,
    };
    if stop.exit().is_some() {
        return Ok(None);
    }
    progress.add(left.get());
    let dice = (plan.seed, is_counted);
    Ok(Some(Control::of(
        scenario,
        &tables.0,
        by_clock.as_ref(),
        dice,
    )))
}

/// All days without a clock, and those of them that were played hour by hour too; `None` where hours
/// decide who votes, or where all days must be played anyway.
fn counted(
    scenario: &Scenario,
    trials: u64,
    days: &dyn Fn(Lane, u64, Freeze) -> Result<TrialTable, Failure>,
) -> Result<Option<(TrialTable, TrialTable)>, Failure> {
    let of = &scenario.assumptions;
    if engine::lanes(of, Lane::Count).is_err() {
        return Ok(None);
    }
    let tried = TRIED.min(trials);
    let mut played = days(Lane::Auto, tried, Freeze::No)?;
    if !same(&played, &days(Lane::Count, tried, Freeze::No)?) {
        return Ok(None);
    }
    let wanted = match has_hours(scenario) {
        true => by_clock(of, &played),
        false => 0,
    };
    if wanted >= trials {
        return Ok(None);
    }
    let counted = days(Lane::Count, trials, Freeze::No)?;
    if lane::beyond(of, &counted) > 0 {
        return Ok(None);
    }
    if wanted > 0 {
        played = days(Lane::Auto, wanted, Freeze::No)?;
    }
    Ok(same(&played, &counted).then_some((counted, played)))
}

/// Whether a figure has a time of day.
fn has_hours(scenario: &Scenario) -> bool {
    let mut figures = scenario.reported.iter();
    figures.any(|it| it.quantity.hour().is_some())
}

/// How many days a fixed effort allows to be played hour by hour, by the adults of the first.
fn by_clock(of: &Assumptions, played: &TrialTable) -> u64 {
    let groups = (0..of.groups.len()).filter_map(|group| played.column(Outcome::Adults { group }));
    let adults: i64 = groups.filter_map(|column| column.first()).sum();
    (BY_CLOCK / u64::try_from(adults).unwrap_or(0).max(1)).max(FEWEST)
}

/// Whether the days of a table have the same ballots as as many first days of another.
fn same(played: &TrialTable, counted: &TrialTable) -> bool {
    let ballots = played.outcomes.iter().filter(|it| {
        matches!(
            it,
            Outcome::BallotsCast { .. }
                | Outcome::Registered { .. }
                | Outcome::Votes { .. }
                | Outcome::Invalid { .. }
        )
    });
    ballots
        .into_iter()
        .all(|&it| played.column(it) == counted.column(it).and_then(|all| all.get(..played.len)))
}

/// Writes and prints.
fn finish(
    args: &Args,
    voice: &Voice,
    folder: Option<Folder>,
    of: &Backtest,
) -> Result<Exit, Failure> {
    let (trials, seed) = (args.trials, args.seed.seed.0);
    if let Some(folder) = folder {
        let path = folder.path().to_owned();
        let charts = chart::backtest::charts(of)?;
        let mut files = report::backtest::artefacts(of, trials, seed, &charts);
        for chart in charts.iter().filter(|_| args.png) {
            files.push(Artefact {
                name: format!("charts/{}.png", chart.name),
                bytes: chart::backtest::png(of, &chart.name)?,
            });
        }
        folder.fill(&files)?;
        voice.note(says::written(path.display()));
    }
    if args.json {
        voice.out(&report::backtest::json(of, trials, seed))?;
    } else {
        let style = Style {
            width: 80,
            color: voice.color_out,
            ascii: voice.plain,
        };
        voice.out(&report::backtest::terminal(of, trials, seed, style))?;
    }
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_beyond_the_expected_ones_are_expected_before_they_are_played() {
        let left = Cell::new(1_007);
        // Tried both ways, all counted, more by the clock, and one with all inputs at their medians.
        let more = [3, 3, 1_000, 200, 1].map(|days| beyond(&left, days));
        assert_eq!((more, left.get()), ([0, 0, 0, 199, 1], 0));
        let left = Cell::new(1_007);
        assert_eq!([1_000, 1].map(|days| beyond(&left, days)), [0, 0]);
        assert_eq!(left.get(), 6, "what was not needed counts as done");
    }
}
