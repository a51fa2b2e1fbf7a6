//! `lineup`: the reported figures hidden among those of simulated days, for a class to find.

use std::path::{Path, PathBuf};

use super::args::{SeedArg, Sets};
use super::exit::{Exit, Failure};
use super::folder::{Folder, holds_no_run};
use super::progress::Progress;
use super::signals::Stop;
use super::simulate::{Plan, table};
use super::streams::Voice;
use super::typed::parse_seed;
use super::understand::{Source, understand};
use super::{lane, pick};
use crate::chart::{self, ROLES, lineup::Shown};
use crate::compare::lineup::{DAYS, LineUp, MOST_FIGURES, choose};
use crate::engine::Freeze;
use crate::model::Scenario;
use crate::report::Artefact;
use crate::report::lineup::{KEY, Made, PAGE, json, pages};
use crate::words::command as says;
use crate::words::lineup as words;

/// Name of all panels on one sheet.
const SHEET: &str = "lineup.svg";

/// Arguments of `lineup`.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  scrutineer lineup scenarios/south-ossetia-2006.toml
  scrutineer lineup my-poll.toml --seed random --out tuesday
  scrutineer lineup my-poll.toml --variant low --figure turnout,votes-yes")]
pub struct Args {
    /// The scenario file
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub file: PathBuf,
    /// Only this figure; at most six. Repeatable [default: headlines, then others in their order]
    #[arg(long = "figure", value_name = "ID", value_delimiter = ',')]
    pub figures: Vec<String>,
    /// Under this variant instead of the base assumptions
    #[arg(long, value_name = "ID")]
    pub variant: Option<String>,
    /// The seed of all dice, also of those that hide the report; `random` for a fresh one
    #[arg(long, value_name = "N", default_value = "20061112", value_parser = parse_seed)]
    pub seed: SeedArg,
    /// Flags that change what the scenario says.
    #[command(flatten)]
    pub sets: Sets,
    /// How many threads; the results do not depend on it [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Where to write lineup.html, lineup.svg and answer.html [default: output/<scenario>-lineup/]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Write even where another line-up is
    #[arg(long)]
    pub force: bool,
    /// Print one JSON document, the answer included, instead of the text
    #[arg(long)]
    pub json: bool,
}

/// Plays nineteen days; writes both pages and the sheet.
pub fn lineup(args: &Args, voice: &Voice) -> Result<Exit, Failure> {
    let source = Source::open(&args.file)?;
    let scenario = understand(&source, &args.sets, None, voice)?;
    let variant = args.variant.as_deref().unwrap_or("base");
    let of = pick::assumptions(&scenario, args.variant.as_deref())?;
    let figures = figures(&scenario, &args.figures)?;
    let nothing = |any| Failure::NothingToHide {
        file: source.file.clone(),
        any,
    };
    if figures.is_empty() {
        return Err(nothing(false));
    }
    let plan = Plan {
        seed: args.seed.seed,
        trials: DAYS as u64,
        lane: lane::of(&scenario, None),
        threads: args.threads.map(usize::from),
    };
    lane::examine(&scenario, plan.lane)?;
    let path = match &args.out {
        Some(path) => path.clone(),
        None => Path::new("output").join(format!("{}-lineup", scenario.name)),
    };
    holds_no_run(&path)?;
    let stop = Stop::listen();
    let progress = Progress::new(voice, plan.trials);
    let days = table(
        variant,
        of,
        &plan,
        plan.trials,
        Freeze::No,
        &stop,
        &progress,
    )?;
    progress.finish();
    if let Some(exit) = stop.exit() {
        voice.say(says::NOTHING_WRITTEN);
        return Ok(exit);
    }
    let line_up = LineUp::new(&scenario, (variant, of), &days, &figures, plan.seed);
    let line_up = line_up.ok_or_else(|| nothing(true))?;
    let made = made(&scenario, args);
    let files = files(&scenario, &line_up, &made)?;
    write(&path, &files, args.force, voice)?;
    if args.json {
        let of = (variant, plan.seed.0);
        voice.out(&json(&scenario, &line_up, of, &made))?;
        return Ok(Exit::Done);
    }
    let paths = [PAGE, SHEET, KEY].map(|name| path.join(name).display().to_string());
    voice.out(&words::done(&scenario, &line_up, paths))?;
    Ok(Exit::Done)
}

/// The figures asked for, or those that make a line-up.
fn figures(scenario: &Scenario, asked: &[String]) -> Result<Vec<usize>, Failure> {
    pick::figures(scenario, asked)?;
    if asked.is_empty() {
        return Ok(choose(scenario));
    }
    let all = scenario.reported.iter();
    let named = all.enumerate().filter(|it| asked.contains(&it.1.id));
    let named: Vec<usize> = named.map(|it| it.0).collect();
    match named.len() > MOST_FIGURES {
        true => Err(Failure::Usage("a panel has room for six figures")),
        false => Ok(named),
    }
}

/// What the pages say of how they were made.
fn made<'a>(scenario: &'a Scenario, args: &Args) -> Made<'a> {
    let named = |id: &String| scenario.variants.iter().find(|it| it.id == *id);
    let variant = args.variant.as_ref().and_then(named);
    let label = variant.map_or(&scenario.base_label, |it| &it.label);
    Made {
        assumptions: label,
        command: command(args, &scenario.name),
        version: env!("CARGO_PKG_VERSION"),
    }
}

fn files(scenario: &Scenario, of: &LineUp, made: &Made<'_>) -> Result<Vec<Artefact>, Failure> {
    let hidden = chart::lineup::panels(of, Shown::Hidden)?;
    let told = chart::lineup::panels(of, Shown::AsReported)?;
    let mut files = pages(scenario, of, (&hidden, &told), ROLES, made);
    files.push(Artefact {
        name: SHEET.into(),
        bytes: chart::lineup::sheet(of)?.into(),
    });
    Ok(files)
}

/// The command that makes the same pages, without what does not change them.
fn command(args: &Args, scenario: &str) -> String {
    let mut words = vec![
        "scrutineer lineup".to_string(),
        quoted(&format!("{scenario}.toml")),
        format!("--seed {}", args.seed.seed.0),
    ];
    words.extend(args.variant.iter().map(|id| format!("--variant {id}")));
    words.extend(args.figures.iter().map(|id| format!("--figure {id}")));
    let sets = args.sets.sets.iter();
    words.extend(sets.map(|(path, value)| format!("--set {}", quoted(&format!("{path}={value}")))));
    words.join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-=+,:@".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.into(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

/// Writes the files; leaves another line-up alone.
fn write(path: &Path, files: &[Artefact], force: bool, voice: &Voice) -> Result<(), Failure> {
    let held = |file: &Artefact| std::fs::read(path.join(&file.name)).ok();
    if files
        .iter()
        .all(|file| held(file).as_ref() == Some(&file.bytes))
    {
        voice.note(words::there(path.display()));
        return Ok(());
    }
    if !force && files.iter().any(|file| held(file).is_some()) {
        return Err(Failure::OtherRun {
            path: path.into(),
            differs: words::OTHER.into(),
        });
    }
    Folder::open(path)?.fill(files)?;
    voice.note(says::written(path.display()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_cut_them() {
        assert_eq!(quoted("scenarios/town.toml"), "scenarios/town.toml");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
