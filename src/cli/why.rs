//! `why`: what would have to be true for the reported figures to be right.

use std::path::PathBuf;

use super::args::{SeedArg, Sets};
use super::exit::{Exit, Failure};
use super::progress::Progress;
use super::rare::search;
use super::signals::Stop;
use super::simulate::{Plan, one};
use super::streams::Voice;
use super::typed::{parse_seed, parse_trials};
use super::understand::{Source, understand};
use super::{lane, pick};
use crate::compare::{self, VariantComparison, explain};
use crate::model::Scenario;
use crate::report::{self, RunInfo, Style, why::Answers};
use crate::stats::splitting::Effort;

/// Days with every input at its median: `why` does not show them.
const FROZEN: u64 = 20;

/// Ten searches of two hundred days each.
const EFFORT: Effort = Effort {
    particles: 200,
    moves: 10,
    runs: 10,
    levels: 60,
};

/// Arguments of `why`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The scenario file
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub file: PathBuf,
    /// Only this figure; several are also asked about together. Repeatable [default: headlines]
    #[arg(long = "figure", value_name = "ID", value_delimiter = ',')]
    pub figures: Vec<String>,
    /// Under this variant instead of the base assumptions
    #[arg(long, value_name = "ID")]
    pub variant: Option<String>,
    /// How many days to simulate before days are sought
    #[arg(long, value_name = "N", default_value = "2000", value_parser = parse_trials)]
    pub trials: u64,
    /// The seed of all dice
    #[arg(long, value_name = "N", default_value = "20061112", value_parser = parse_seed)]
    pub seed: SeedArg,
    /// Flags that change what the scenario says.
    #[command(flatten)]
    pub sets: Sets,
    /// How many threads; the results do not depend on it [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Print one JSON document instead of the text
    #[arg(long)]
    pub json: bool,
}

/// What is said when it is stopped.
const NOT_ALL: &str = "interrupted: not all was answered";

/// Answers for the figures asked for, one by one and, where they are several, together.
pub fn why(args: &Args, voice: &Voice) -> Result<Exit, Failure> {
    let source = Source::open(&args.file)?;
    let scenario = understand(&source, &args.sets, None, voice)?;
    let of = pick::assumptions(&scenario, args.variant.as_deref())?;
    let id = args.variant.as_deref().unwrap_or("base");
    pick::figures(&scenario, &args.figures)?;
    let plan = Plan {
        seed: args.seed.seed,
        trials: args.trials,
        lane: lane::of(&scenario, None),
        threads: args.threads.map(usize::from),
    };
    lane::examine(&scenario, plan.lane)?;
    let stop = Stop::listen();
    let progress = Progress::new(voice, args.trials + FROZEN);
    progress.now(id);
    let played = one(&scenario, (id, of), &plan, FROZEN, &stop, voice, &progress)?;
    progress.finish();
    let Some(run) = played.runs.first() else {
        voice.say(NOT_ALL);
        return Ok(stop.exit().unwrap_or(Exit::Interrupted));
    };
    let comparison = compare::compare_tallied(&scenario, &played.runs, &played.tallies);
    let variant = &comparison.variants[0];
    let tell = |_: &str, _: &str| {};
    let asked = || stop.asked();
    let search = search(&plan, EFFORT, &tell, &asked);
    let questions = questions(&scenario, variant, &args.figures);
    let failed = |source| Failure::Trials {
        variant: id.into(),
        source,
    };
    let why = explain(&scenario, run, variant, &questions, &search).map_err(failed)?;
    if let Some(exit) = stop.exit() {
        voice.say(NOT_ALL);
        return Ok(exit);
    }
    let answers = Answers {
        variant,
        of,
        why: &why,
    };
    let info = RunInfo {
        seed: plan.seed.0,
        trials: plan.trials,
        version: env!("CARGO_PKG_VERSION").into(),
        ..RunInfo::default()
    };
    if args.json {
        voice.out(&report::why::json(&scenario, &answers, &info))?;
    } else {
        let style = Style {
            width: 80,
            color: voice.color_out,
            ascii: voice.plain,
        };
        voice.out(&report::why::terminal(&scenario, &answers, &info, style))?;
    }
    Ok(Exit::Done)
}

/// The figures to ask about: those named, else headline figures (of all figures where none is marked),
/// each alone; then all that were named together, or the joint claim.
fn questions(scenario: &Scenario, of: &VariantComparison, named: &[String]) -> Vec<Vec<usize>> {
    let any_headline = scenario.reported.iter().any(|it| it.headline);
    let wanted = |at: &usize| {
        let reported = &scenario.reported[of.figures[*at].reported];
        match named {
            [] => !reported.used_for_assumptions && (reported.headline || !any_headline),
            ids => ids.contains(&reported.id),
        }
    };
    let each: Vec<usize> = (0..of.figures.len()).filter(wanted).collect();
    let mut questions: Vec<Vec<usize>> = each.iter().map(|&at| vec![at]).collect();
    match (named, &of.joint) {
        ([], Some(joint)) => questions.push(joint.of.clone()),
        ([_, _, ..], _) => questions.push(each),
        _ => {}
    }
    questions
}
