//! `verify`: a finished run played again, and every file compared.

use std::fs;
use std::path::{Path, PathBuf};

use super::by_station::{Asked, FormatArg};
use super::exit::{Exit, Failure};
use super::job::Job;
use super::long::Long;
use super::manifest::{Held, MANIFEST, sha256_of};
use super::streams::Voice;
use super::typed::parse_memory;
use super::{again, clock, folder, run};
use crate::report::RowFormat;
use crate::words::{self, Agreement};

/// Arguments of `verify`.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Plays the run of DIR/run.json again in a folder of its own under the system's folder for temporary
files (TMPDIR), and compares the bytes of every file. Ends with 0 when all agree, with 1 otherwise.

Example:
  scrutineer verify output/south-ossetia-2006")]
pub struct Args {
    /// The folder of a finished run
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub dir: PathBuf,
    /// How many threads; the results do not depend on it [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Refuse a run that would need more memory, e.g. 16GB [default: half of the machine's, or 8GB]
    #[arg(long, value_name = "SIZE", value_parser = parse_memory)]
    pub max_memory: Option<u64>,
}

/// A folder that goes away with whatever is in it.
struct Temporary(PathBuf);

impl Temporary {
    fn new() -> Result<Self, Failure> {
        let name = format!("scrutineer-verify-{:x}", clock::fresh_seed());
        let path = std::env::temp_dir().join(name);
        match fs::create_dir(&path) {
            Ok(()) => Ok(Self(path)),
            Err(source) => Err(folder::unwritable(&path, source)),
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Plays a run again and compares.
pub fn verify(args: &Args, voice: &Voice) -> Result<Exit, Failure> {
    let foreign = |why: &str| Failure::Foreign {
        path: args.dir.clone(),
        why: why.into(),
    };
    let held = Held::read(&args.dir.join(MANIFEST));
    let held = held.ok_or_else(|| foreign(words::NO_RUN))?;
    if held.interrupted {
        return Err(foreign(words::NOT_FINISHED));
    }
    let mut flags = again::flags(held.value()).ok_or_else(|| foreign(words::NO_RUN))?;
    flags.threads = args.threads;
    flags.png = held.files().any(|(name, _)| name.ends_with(".png"));
    let long = Long {
        max_memory: args.max_memory,
        ..Long::default()
    };
    let name = held.scenario().unwrap_or("scenario");
    let source = again::source(&args.dir, words::RESOLVED, name)?;
    let muted = Voice {
        quiet: true,
        mute: true,
        ..*voice
    };
    let parquet = held
        .files()
        .any(|(name, _)| name == RowFormat::Parquet.file());
    let format = match parquet {
        true => FormatArg::Parquet,
        false => FormatArg::Csv,
    };
    let by_station = Asked::new(Some(held.by_station()), format)?;
    let job = Job::new(&source, &flags, &long, by_station, &muted)?;
    if let Some(differs) = held.differs_from(&job.id()) {
        voice.say(words::not_the_same(&args.dir.display(), &differs));
    }
    let place = Temporary::new()?;
    let again = place.0.join("run");
    let exit = run::do_job(&job, Some(again.clone()), None, &muted)?;
    if exit != Exit::Done {
        return Ok(exit);
    }
    let again = Held::read(&again.join(MANIFEST)).ok_or_else(|| foreign(words::NO_RUN))?;
    let files = compare(&args.dir, &held, &again);
    voice.out(&words::verified(&args.dir.display(), &files))?;
    match files.iter().all(|(_, it)| *it == Agreement::Agrees) {
        true => Ok(Exit::Done),
        false => Ok(Exit::Differs),
    }
}

/// How every file of either run fares, by name.
fn compare(dir: &Path, held: &Held, again: &Held) -> Vec<(String, Agreement)> {
    let of = |run: &Held, name: &str| {
        let mut files = run.files();
        files.find(|it| it.0 == name).map(|it| it.1.to_string())
    };
    let mut names: Vec<&str> = held.files().chain(again.files()).map(|it| it.0).collect();
    names.sort_unstable();
    names.dedup();
    let agreement = |name: &str| {
        let (then, now) = (of(held, name), of(again, name));
        let here = sha256_of(&dir.join(name)).ok();
        match (here, then, now) {
            (None, _, _) => Agreement::Missing,
            (_, None, _) => Agreement::NotListed,
            (_, _, None) => Agreement::NotMade,
            (_, then, now) if then != now => Agreement::OtherNow,
            (here, then, _) if here != then => Agreement::Changed,
            _ => Agreement::Agrees,
        }
    };
    let files = names.into_iter();
    files.map(|it| (it.to_string(), agreement(it))).collect()
}
