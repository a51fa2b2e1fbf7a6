//! `run` and `demo`: the main job, from a scenario's text to a filled folder and a printed table.

use std::path::{Path, PathBuf};

use super::args::{Demo, Run, Simulate};
use super::blocks::{self, Store};
use super::by_station::{Asked, StationFile};
use super::disk::{self, Writes};
use super::exit::{Exit, Failure};
use super::folder::Folder;
use super::job::{DOCUMENT, Job, TABLE};
use super::long::Long;
use super::rows::TrialFile;
use super::signals::Stop;
use super::simulate::{Kept, simulate};
use super::streams::Voice;
use super::typed::AUTO;
use super::understand::Source;
use super::{auto, gates, memory, reading, shard, shipped};
use crate::compare::Comparison;
use crate::model::Scenario;
use crate::report::blocks::FOLDER;
use crate::report::{self, RunInfo, Style};
use crate::words;
use crate::words::command as says;

/// `run FILE`: writes to `output/<scenario>/` unless told otherwise.
pub fn run(args: &Run, voice: &Voice) -> Result<Exit, Failure> {
    let by_station = Asked::new(args.by_station, args.by_station_format)?;
    let source = Source::open(&args.file)?;
    let out = args.simulate.out.clone();
    let out = out.unwrap_or_else(|| Path::new("output").join(reading::name_of(&args.file)));
    if args.simulate.trials == Some(AUTO) && args.long.part().is_some() {
        return Err(Failure::Usage(
            "--shard needs a number of trials, the same for all shards",
        ));
    }
    let Some(simulate) = auto::chosen(&source, &args.simulate, voice)? else {
        return Ok(Exit::Interrupted);
    };
    let job = Job::new(&source, &simulate, &args.long, by_station, voice)?;
    match args.long.part() {
        Some(part) => shard::compute(&job, &out, &part, voice),
        None => do_job(&job, Some(out), None, voice),
    }
}

/// `demo`: the shipped teaching scenario; writes nothing unless given a folder.
pub fn demo(args: &Demo, voice: &Voice) -> Result<Exit, Failure> {
    let demo = shipped::find("demo").expect("the demo is shipped");
    let exit = shipped(&demo.source(), &args.simulate, report::terminal, voice)?;
    if args.simulate.out.is_none() && !args.simulate.json {
        says::AFTER_DEMO
            .into_iter()
            .for_each(|line| voice.note(line));
    }
    Ok(exit)
}

/// The main job for a scenario that is in no file; writes nothing unless given a folder.
pub fn shipped(
    source: &Source,
    args: &Simulate,
    show: Show,
    voice: &Voice,
) -> Result<Exit, Failure> {
    let long = Long::default();
    let Some(args) = auto::chosen(source, args, voice)? else {
        return Ok(Exit::Interrupted);
    };
    let args = &args;
    let mut job = Job::new(source, args, &long, Asked::NOTHING, voice)?;
    job.show = show;
    do_job(&job, args.out.clone(), None, voice)
}

/// How a finished comparison is printed.
pub type Show = fn(&Scenario, &Comparison, &RunInfo, Style) -> String;

/// Where a run is written.
#[derive(Debug, Default)]
pub struct Files {
    /// The folder to fill.
    pub folder: Option<Folder>,
    /// Its table of trials.
    pub rows: Option<TrialFile>,
    /// Its rows of stations.
    pub grown: Option<StationFile>,
    /// Its blocks.
    pub store: Option<Store>,
}

/// The main job. `out` is the folder to fill; `from` has blocks to take instead of those in it.
///
/// # Errors
/// Whatever keeps the run from its end.
pub fn do_job(
    job: &Job,
    out: Option<PathBuf>,
    from: Option<Store>,
    voice: &Voice,
) -> Result<Exit, Failure> {
    let stop = Stop::listen();
    let mut folder = match out {
        None => None,
        Some(path) => match job.open(&path, voice)? {
            Some(folder) => Some(folder),
            None => return show_again(&path, job.args, voice),
        },
    };
    memory::check(job.needs().run, job.long.max_memory)?;
    if let Some(folder) = &folder {
        let kept = from.is_none() && job.is_long();
        let (there, all) = (
            blocks::count(&folder.path().join(FOLDER)),
            job.blocks().blocks.len(),
        );
        let writes = Writes {
            blocks: if kept {
                1.0 - there as f64 / all as f64
            } else {
                0.0
            },
            table: true,
        };
        disk::check(job, folder.path(), writes)?;
    }
    let store = match &mut folder {
        _ if from.is_some() => from,
        Some(folder) if job.is_long() => {
            folder.stay();
            let store = job.store(folder.path(), None)?;
            if store.count() > 0 {
                let (path, blocks) = (folder.path().display(), store.blocks().len());
                voice.note(words::going_on(&path, store.count(), blocks));
            }
            Some(store)
        }
        _ => None,
    };
    let grown = folder.as_ref().filter(|_| job.by_station.days > 0);
    let grown = grown.map(|folder| {
        StationFile::open(folder.path(), &job.scenario, job.plan.lane, job.by_station)
    });
    let grown = grown.transpose()?;
    let rows = folder.as_ref();
    let rows = rows.map(|folder| TrialFile::open(folder.path(), &job.scenario, job.plan.lane));
    let rows = rows.transpose()?;
    let kept = Kept {
        by_station: grown.as_ref(),
        store: store.as_ref(),
        rows: rows.as_ref(),
    };
    let played = simulate(&job.scenario, &job.plan, &stop, voice, &kept)?;
    if !played.runs.is_empty() {
        let files = Files {
            folder,
            rows,
            grown,
            store,
        };
        return job.finish(&played, files, &stop, voice);
    }
    match store.filter(|store| store.count() > 0) {
        Some(store) => voice.say(says::interrupted(&words::goes_on(
            store.count(),
            store.blocks().len(),
        ))),
        None => voice.say(says::NO_TRIAL_DONE),
    }
    Ok(stop.exit().unwrap_or(Exit::Interrupted))
}

/// Shows a finished run from its folder.
fn show_again(path: &Path, args: &Simulate, voice: &Voice) -> Result<Exit, Failure> {
    let document = reading::artefact(&path.join(DOCUMENT))?;
    voice.note(says::done_already(path.display()));
    if args.json {
        voice.out(&document)?;
    } else {
        voice.out(&reading::artefact(&path.join(TABLE))?)?;
    }
    gates::exit(&document, args, voice)
}
