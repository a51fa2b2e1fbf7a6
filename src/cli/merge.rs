//! `merge`: the shards of a run put together, and its report written.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::again;
use super::args::Deny;
use super::blocks::{Found, SCENARIO, Store, read_plan};
use super::by_station::Asked;
use super::exit::{Exit, Failure};
use super::gates::Threshold;
use super::job::Job;
use super::long::{Long, Ranges};
use super::manifest::scenario_of;
use super::rare::RareArg;
use super::simulate::sets_of;
use super::streams::Voice;
use super::typed::parse_memory;
use super::{reading, run};
use crate::report::blocks::{Bad, FOLDER, PLAN};
use crate::trials::TrialTable;
use crate::words;

/// Arguments of `merge`.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  scrutineer run my-poll.toml --trials 1e6 --shard 1/2 --out half-1
  scrutineer run my-poll.toml --trials 1e6 --shard 2/2 --out half-2
  scrutineer merge half-1 half-2 --out whole")]
pub struct Args {
    /// Folders that shards were written to
    #[arg(required = true, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub dirs: Vec<PathBuf>,
    /// Where to write [default: the folder, if there is only one]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Write even where another run's results are
    #[arg(long, requires = "out")]
    pub force: bool,
    /// For which claims that fewer than 20 days reach such days are sought
    #[arg(long, value_enum, value_name = "HOW", default_value_t = RareArg::Headline)]
    pub rare: RareArg,
    /// How many threads; the results do not depend on it [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Refuse a run that would need more memory, e.g. 16GB [default: half of the machine's, or 8GB]
    #[arg(long, value_name = "SIZE", value_parser = parse_memory)]
    pub max_memory: Option<u64>,
    /// Refuse a run that would write more, e.g. 200GB [default: what is free on the disk]
    #[arg(long, value_name = "SIZE", value_parser = parse_memory)]
    pub max_disk: Option<u64>,
    /// Also write every chart as PNG
    #[arg(long)]
    pub png: bool,
    /// Print one JSON document instead of the table
    #[arg(long)]
    pub json: bool,
    /// Refuse a scenario that is warned about; end with 1 when an expectation is not met
    #[arg(long, value_enum, value_name = "WHAT", help_heading = "Exit code")]
    pub deny: Option<Deny>,
    /// End with 4 when a figure, or the joint claim, stands here or beyond under the base assumptions
    #[arg(long, value_enum, value_name = "STANDING", help_heading = "Exit code")]
    pub fail_if: Option<Threshold>,
}

/// Puts shards together.
pub fn merge(args: &Args, voice: &Voice) -> Result<Exit, Failure> {
    let out = match (&args.out, &args.dirs[..]) {
        (Some(out), _) => out,
        (None, [only]) => only,
        _ => {
            return Err(Failure::Usage(
                "several folders need --out DIR to be put together in",
            ));
        }
    };
    let folders = args.dirs.iter().map(|dir| folder_of(dir));
    let folders: Vec<PathBuf> = folders.collect::<Result<_, _>>()?;
    let (first, held) = reference(&folders)?;
    let number = |key: &str| held.get(key).and_then(Value::as_u64);
    let name = scenario_of(&held).unwrap_or("scenario");
    let mut flags =
        again::flags(&held).ok_or_else(|| foreign(first, words::DAMAGED_PLAN.into()))?;
    flags.rare = args.rare;
    flags.threads = args.threads;
    (flags.png, flags.json, flags.force) = (args.png, args.json, args.force);
    (flags.deny, flags.fail_if) = (args.deny, args.fail_if);
    let long = Long {
        resume: true,
        block_trials: number("block_trials"),
        keep_blocks: true,
        max_memory: args.max_memory,
        max_disk: args.max_disk,
        ..Long::default()
    };
    let source = again::source(&first.join(SCENARIO), &format!("{name}.toml"), name)?;
    let job = Job::new(&source, &flags, &long, Asked::NOTHING, voice)?;
    let plan = job.blocks();
    if let Some(differs) = plan.differs(first) {
        return Err(foreign(first, differs));
    }
    let mut ours = Vec::new();
    for folder in &folders {
        match (plan.is_in(folder), plan.differs(folder)) {
            (true, _) => ours.push(folder.clone()),
            (_, None) => voice.say(words::folder_left_out(
                &folder.display(),
                words::DAMAGED_PLAN,
            )),
            (_, Some(differs)) => voice.say(words::folder_left_out(&folder.display(), &differs)),
        }
    }
    let store = Store::reading(&ours, plan, job.plan.lane);
    let missing = survey(&job, &store, &ours, voice)?;
    if missing.count() > 0 {
        let scenario = first.join(SCENARIO).join(format!("{name}.toml"));
        return Err(Failure::Missing {
            command: command(&job, &scenario, &missing, first.parent().unwrap_or(first)),
            blocks: store.blocks().len() as u64,
            missing,
        });
    }
    run::do_job(&job, Some(out.clone()), Some(store), voice)
}

/// The folder of blocks in a folder, or that folder itself.
fn folder_of(dir: &Path) -> Result<PathBuf, Failure> {
    let candidates = [dir.join(FOLDER), dir.to_owned()];
    let found = candidates.into_iter().find(|it| it.join(PLAN).is_file());
    found.ok_or_else(|| foreign(dir, words::NO_BLOCKS.into()))
}

/// The first folder whose plan can be read, and the plan.
fn reference(folders: &[PathBuf]) -> Result<(&Path, Value), Failure> {
    let read = |folder: &PathBuf| read_plan(&reading::artefact(&folder.join(PLAN)).ok()?);
    let mut found = folders
        .iter()
        .filter_map(|it| Some((it.as_path(), read(it)?)));
    found
        .next()
        .ok_or_else(|| foreign(&folders[0], words::DAMAGED_PLAN.into()))
}

fn foreign(path: &Path, why: String) -> Failure {
    Failure::Foreign {
        path: path.into(),
        why,
    }
}

/// Looks at every block in every folder, tells what is wrong, and returns what is nowhere whole.
fn survey(job: &Job, store: &Store, folders: &[PathBuf], voice: &Voice) -> Result<Ranges, Failure> {
    let sets = sets_of(&job.scenario);
    let (mut missing, mut twice) = (Vec::new(), Vec::new());
    let mut bad: Vec<(PathBuf, &'static str, u64)> = Vec::new();
    for &block in store.blocks() {
        let mut whole: Option<TrialTable> = None;
        for folder in folders {
            match (store.look(folder, block, sets[block.set]), &whole) {
                (Found::Whole(table), Some(other)) if table != *other => {
                    return Err(foreign(folder, words::contradicts(block.number)));
                }
                (Found::Whole(_), Some(_)) => twice.push(block.number),
                (Found::Whole(table), None) => whole = Some(table),
                (Found::Nothing, _) => {}
                (Found::Bad(_, why), _) => {
                    bad.push((
                        folder.clone(),
                        words::bad_word(why == Bad::Damaged),
                        block.number,
                    ));
                }
            }
        }
        if whole.is_none() {
            missing.push(block.number);
        }
    }
    bad.sort();
    for group in bad.chunk_by(|a, b| (&a.0, a.1) == (&b.0, b.1)) {
        let blocks = Ranges::of(group.iter().map(|it| it.2)).typed();
        voice.say(words::bad_blocks(
            &group[0].0.display(),
            &blocks,
            group[0].1,
        ));
    }
    twice.dedup();
    if !twice.is_empty() {
        voice.note(words::overlapping(&Ranges::of(twice).typed()));
    }
    let missing = Ranges::of(missing);
    if missing.count() > 0 {
        voice.say(words::missing_blocks(&missing.typed()));
    }
    Ok(missing)
}

/// The command that computes some blocks.
fn command(job: &Job, scenario: &Path, blocks: &Ranges, out: &Path) -> String {
    let text = |path: &Path| again::quoted(&path.to_string_lossy());
    let id = job.id();
    let mut words = vec!["scrutineer run".into(), text(scenario)];
    words.push(format!("--seed {} --trials {}", id.seed, id.trials));
    words.push(format!(
        "--lane {} --block-trials {}",
        id.lane, job.per_block
    ));
    let variants = job.args.variants.iter();
    words.extend(variants.map(|it| format!("--variant {}", again::quoted(it))));
    words.push(format!("--blocks {} --out {}", blocks.typed(), text(out)));
    words.join(" ")
}
