//! `run --shard` and `run --blocks`: a part of a run, in blocks and nothing else.

use std::path::Path;

use super::blocks::{self, Found, Store};
use super::disk::{self, Writes};
use super::exit::{Exit, Failure};
use super::folder::{self, Folder};
use super::job::Job;
use super::long::Part;
use super::memory;
use super::progress::Progress;
use super::signals::Stop;
use super::simulate::{play, sets_of};
use super::streams::Voice;
use crate::report::blocks::{Bad, FOLDER};
use crate::trials::Block;
use crate::words;

/// Computes the blocks of a part that are not there yet.
///
/// # Errors
/// [`Failure::OtherRun`] when blocks of another run are in the folder; [`Failure::Busy`] when another
/// process is at the same part; [`Failure::Trials`], [`Failure::Unwritable`].
pub fn compute(job: &Job, out: &Path, part: &Part, voice: &Voice) -> Result<Exit, Failure> {
    job.examine_names()?;
    memory::check(job.needs().shard, job.long.max_memory)?;
    let stop = Stop::listen();
    if let Some(differs) = job.blocks().differs(&out.join(FOLDER)) {
        return Err(Failure::OtherRun {
            path: out.into(),
            differs,
        });
    }
    let _shared = Folder::share(out)?;
    let holds = |block: u64| part.holds(block);
    let store = job.store(out, Some(part))?;
    let name: String = part.typed().replace(['-', ' ', '/', ','], "_");
    let name: String = name.chars().take(100).collect();
    let marker = store.folder().join(format!("{}{name}", blocks::LOCK));
    let _lock = folder::lock(&marker, false)?;
    let mine: Vec<Block> = store
        .blocks()
        .iter()
        .filter(|it| holds(it.number))
        .copied()
        .collect();
    let missing = mine.iter().filter(|it| !store.has(it.number)).count();
    let writes = Writes {
        blocks: missing as f64 / store.blocks().len() as f64,
        table: false,
    };
    disk::check(job, out, writes)?;
    let done = play_missing(job, &store, &mine, &stop, voice)?;
    let (path, typed) = (out.display(), part.typed());
    if done < mine.len() {
        voice.say(words::shard_stopped(&typed, done, mine.len()));
        return Ok(stop.exit().unwrap_or(Exit::Interrupted));
    }
    folder::remove(&marker)?;
    voice.note(words::shard_done(
        &path,
        &typed,
        mine.len(),
        store.blocks().len(),
    ));
    Ok(Exit::Done)
}

/// Plays what is missing of some blocks; returns how many of them are there, all unless stopped.
fn play_missing(
    job: &Job,
    store: &Store,
    mine: &[Block],
    stop: &Stop,
    voice: &Voice,
) -> Result<usize, Failure> {
    let sets = sets_of(&job.scenario);
    let progress = Progress::new(voice, mine.iter().map(|it| it.trials).sum());
    let mut done = 0;
    for &block in mine {
        if stop.asked() {
            break;
        }
        let set = sets[block.set];
        progress.now(set.0);
        match store.look(store.folder(), block, set) {
            Found::Whole(_) => {
                progress.add(block.trials);
                done += 1;
                continue;
            }
            Found::Nothing => {}
            Found::Bad(path, bad) => {
                voice.note(words::bad_block(&path.display(), bad == Bad::Damaged))
            }
        }
        let table = play(block, set, &job.plan, None, stop, &progress)?;
        if (table.len as u64) < block.trials {
            break;
        }
        store.keep(block, set, &table)?;
        done += 1;
    }
    progress.finish();
    Ok(done)
}
