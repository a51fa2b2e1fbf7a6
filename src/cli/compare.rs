//! `compare`: several scenario files, and their variants, beside each other.

use std::path::PathBuf;

use super::args::{SeedArg, Sets};
use super::exit::{Exit, Failure};
use super::folder::Folder;
use super::signals::Stop;
use super::simulate::{Kept, Plan, simulate};
use super::streams::Voice;
use super::typed::{parse_seed, parse_trials};
use super::understand::{Source, understand};
use super::{lane, reading};
use crate::chart::{self, ChartKind};
use crate::compare::{self, Compared, Comparison};
use crate::engine::Lane;
use crate::model::Scenario;
use crate::report::{self, RunInfo, Style};
use crate::words::command as says;

/// Arguments of `compare`.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  scrutineer compare mine.toml theirs.toml
  scrutineer compare my-poll.toml --trials 1e4 --out side-by-side")]
pub struct Args {
    /// Scenario files; every set of assumptions of each is a row
    #[arg(required = true, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// How many days to simulate for each set of assumptions
    #[arg(long, value_name = "N", default_value = "2000", value_parser = parse_trials)]
    pub trials: u64,
    /// The seed of all dice, the same for all files
    #[arg(long, value_name = "N", default_value = "20061112", value_parser = parse_seed)]
    pub seed: SeedArg,
    /// Flags that change what the scenarios say.
    #[command(flatten)]
    pub sets: Sets,
    /// How many threads; the results do not depend on it [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Also write table, text, JSON and charts into this folder
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Print one JSON document instead of the text
    #[arg(long)]
    pub json: bool,
}

/// Lays all sets of assumptions of all files beside each other.
pub fn compare(args: &Args, voice: &Voice) -> Result<Exit, Failure> {
    let mut scenarios = Vec::new();
    for file in &args.files {
        scenarios.push(understand(&Source::open(file)?, &args.sets, None, voice)?);
    }
    compare::shared(&scenarios.iter().collect::<Vec<_>>())?;
    let folder = args.out.as_deref().map(Folder::beside_runs).transpose()?;
    let plan = Plan {
        seed: args.seed.seed,
        trials: args.trials,
        lane: Lane::Auto,
        threads: args.threads.map(usize::from),
    };
    let stop = Stop::listen();
    let mut compared: Vec<(Scenario, Comparison)> = Vec::new();
    for scenario in scenarios {
        let plan = Plan {
            lane: lane::of(&scenario, None),
            ..plan
        };
        lane::examine(&scenario, plan.lane)?;
        let played = simulate(&scenario, &plan, &stop, voice, &Kept::default())?;
        if let Some(exit) = stop.exit() {
            voice.say(says::NOTHING_WRITTEN);
            return Ok(exit);
        }
        let comparison = compare::compare_tallied(&scenario, &played.runs, &played.tallies);
        compared.push((scenario, comparison));
    }
    let names = names(args);
    let files: Vec<Compared<'_>> = names
        .iter()
        .zip(&compared)
        .map(|(name, (scenario, comparison))| Compared {
            name,
            scenario,
            comparison,
        })
        .collect();
    let beside = compare::beside(&files)?;
    let info = RunInfo {
        seed: plan.seed.0,
        trials: plan.trials,
        version: env!("CARGO_PKG_VERSION").into(),
        ..RunInfo::default()
    };
    if let Some(folder) = folder {
        let path = folder.path().to_owned();
        let mut charts = chart::draw(&beside.scenario, &beside.comparison)?;
        charts.retain(|chart| chart.kind == ChartKind::Variants);
        folder.fill(&report::files::artefacts(&beside, &charts, &info))?;
        voice.note(says::written(path.display()));
    }
    if args.json {
        voice.out(&report::files::json(&beside, &info))?;
    } else {
        let style = Style {
            width: 80,
            color: voice.color_out,
            ascii: voice.plain,
        };
        voice.out(&report::files::terminal(&beside, &info, style))?;
    }
    Ok(Exit::Done)
}

/// What the files are called: their stems; where two share one, numbered in the order typed.
fn names(args: &Args) -> Vec<String> {
    let stems: Vec<String> = args
        .files
        .iter()
        .map(|file| reading::name_of(file))
        .collect();
    let name =
        |(at, stem): (usize, &String)| match stems.iter().filter(|other| *other == stem).count() {
            1 => stem.clone(),
            _ => format!("{}-{stem}", at + 1),
        };
    stems.iter().enumerate().map(name).collect()
}
