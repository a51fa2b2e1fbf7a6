//! Files out: the output folder of a run.
//!
//! The folder is opened before the run, so that trouble shows early, and held with a lock while it
//! is being filled. Every file is written under another name, synced and renamed; `run.json` comes
//! last, so a folder that has one is complete. Results of a different run are never overwritten
//! unasked.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::exit::Failure;
use super::manifest::{Held, MANIFEST, RunId};
use super::stream::Stream;
use crate::report::Artefact;

/// Present while a run writes into the folder, or after it was killed doing so.
const UNFINISHED: &str = ".scrutineer-unfinished";
/// Ending of files that are being written.
const TEMPORARY: &str = ".scrutineer-tmp";
/// What the marker says to whoever finds it.
const MARKER: &[u8] = b"A run of scrutineer is filling this folder, or was stopped while it did.\n";

/// What a folder holds before a run.
#[derive(Debug)]
pub enum State {
    /// Nothing that must be kept.
    Free,
    /// The very run that is asked for, finished and intact.
    Same,
    /// The very run that is asked for, but interrupted or damaged: why.
    Incomplete(String),
}

/// Looks at a folder without changing it.
///
/// # Errors
/// [`Failure::OtherRun`] when it holds results of a different run, or files that are not ours;
/// [`Failure::Unwritable`] when it is no folder or cannot be looked into.
pub fn look(path: &Path, id: &RunId) -> Result<State, Failure> {
    let entries = match fs::read_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Free),
        other => other.map_err(|source| unwritable(path, source))?,
    };
    let names: Vec<String> = entries
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    if names.iter().any(|name| name == UNFINISHED) {
        return Ok(State::Incomplete(
            "it was left by a run that did not finish".into(),
        ));
    }
    if names.iter().all(|name| name.starts_with('.')) {
        return Ok(State::Free);
    }
    let refuse = |differs: String| Failure::OtherRun {
        path: path.into(),
        differs,
    };
    let Some(held) = Held::read(&path.join(MANIFEST)) else {
        return Err(refuse(format!(
            "it holds files that are not of a run (no readable {MANIFEST})"
        )));
    };
    if let Some(differs) = held.differs_from(id) {
        return Err(refuse(differs));
    }
    Ok(if held.interrupted {
        State::Incomplete("the run in it was interrupted".into())
    } else if let Some(name) = held.first_damaged(path) {
        State::Incomplete(format!("{name} in it is missing or changed"))
    } else if id.png && !held.files().any(|name| name.ends_with(".png")) {
        State::Incomplete("the run in it has no PNG charts".into())
    } else if id.by_station > held.by_station() {
        State::Incomplete("the run in it has not so many trials by station".into())
    } else if id.by_station > 0 && !held.files().any(|name| name == id.by_station_file) {
        let name = &id.by_station_file;
        State::Incomplete(format!("the run in it has no {name}"))
    } else {
        State::Same
    })
}

/// A folder opened for writing. Dropped before [`Folder::fill`], it leaves nothing behind.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Folders that had to be made, outermost first; taken away again if nothing is written.
    made: Vec<PathBuf>,
    /// Held until the end; `None` once the marker shall stay or is gone.
    lock: Option<File>,
}

impl Folder {
    /// Makes the folder if need be, marks it as unfinished and takes its lock.
    ///
    /// # Errors
    /// [`Failure::Unwritable`] when the system refuses, [`Failure::Busy`] when another process holds
    /// the lock.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let made = missing_parents(path);
        fs::create_dir_all(path).map_err(|source| unwritable(path, source))?;
        let mut folder = Self {
            path: path.into(),
            made,
            lock: None,
        };
        let marker = path.join(UNFINISHED);
        let mut lock = File::options()
            .create(true)
            .append(true)
            .open(&marker)
            .map_err(|source| unwritable(path, source))?;
        match lock.try_lock() {
            // A file system without locks is no reason to refuse: the lock only guards against haste.
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => {
                folder.made.clear();
                return Err(Failure::Busy { path: path.into() });
            }
        }
        lock.set_len(0)
            .and_then(|()| lock.write_all(MARKER))
            .map_err(|source| unwritable(&marker, source))?;
        folder.lock = Some(lock);
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives `grown`, a file that has grown since, its name, writes all files, the manifest last, and takes away what an earlier run in the same folder
    /// wrote and this one does not.
    ///
    /// # Errors
    /// [`Failure::Unwritable`] with the first file that could not be written; the folder then stays
    /// marked as unfinished, and no file in it is half written.
    pub fn fill(mut self, artefacts: &[Artefact], grown: Option<Stream>) -> Result<(), Failure> {
        let lock = self.lock.take(); // from here on the marker stays unless all goes well
        self.made.clear();
        let kept = grown.as_ref().map(Stream::temporary);
        self.clear_away(artefacts, kept)?;
        grown.map_or(Ok(()), Stream::rename)?;
        let (manifest, files): (Vec<_>, Vec<_>) = artefacts
            .iter()
            .partition(|artefact| artefact.name == MANIFEST);
        for artefact in files.into_iter().chain(manifest) {
            write(&self.path.join(&artefact.name), &artefact.bytes)?;
        }
        let marker = self.path.join(UNFINISHED);
        fs::remove_file(&marker).map_err(|source| unwritable(&marker, source))?;
        drop(lock);
        Ok(())
    }

    /// Removes the old manifest, the files it lists that will not be written anew, and temporary
    /// files of a killed run, all but `kept`.
    fn clear_away(&self, artefacts: &[Artefact], kept: Option<&Path>) -> Result<(), Failure> {
        let manifest = self.path.join(MANIFEST);
        if let Some(held) = Held::read(&manifest) {
            remove(&manifest)?;
            for name in held.files() {
                if artefacts.iter().all(|artefact| artefact.name != name) {
                    remove(&self.path.join(name))?;
                }
            }
        }
        for folder in [self.path.clone(), self.path.join("charts")] {
            let Ok(entries) = fs::read_dir(&folder) else {
                continue;
            };
            for entry in entries.flatten() {
                let temporary = entry.file_name().to_string_lossy().ends_with(TEMPORARY);
                if temporary && kept != Some(&*entry.path()) {
                    remove(&entry.path())?;
                }
            }
        }
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.lock.take().is_some() {
            let _ = fs::remove_file(self.path.join(UNFINISHED));
        }
        for made in self.made.iter().rev() {
            let _ = fs::remove_dir(made); // fails, as it should, when something is in it
        }
    }
}

/// The name of a file until it is complete.
pub fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}{TEMPORARY}"))
}

/// Writes a file so that it is either there in full or not at all.
///
/// # Errors
/// [`Failure::Unwritable`].
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let parent = path.parent().unwrap_or(Path::new("."));
    let temporary = temporary(path);
    let written = fs::create_dir_all(parent)
        .and_then(|()| File::create(&temporary))
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&temporary, path))
        .and_then(|()| sync_folder(parent));
    written.map_err(|source| {
        let _ = fs::remove_file(&temporary);
        unwritable(path, source)
    })
}

/// Makes a rename last through a power cut, where the system lets folders be synced.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(path)?.sync_all()
    } else {
        Ok(())
    }
}

/// Removes a file; a missing one is fine.
fn remove(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unwritable(path, error)),
        _ => Ok(()),
    }
}

/// The part of a path that does not exist yet, outermost first.
fn missing_parents(path: &Path) -> Vec<PathBuf> {
    let mut missing: Vec<PathBuf> = path
        .ancestors()
        .take_while(|part| !part.as_os_str().is_empty() && !part.exists())
        .map(Path::to_owned)
        .collect();
    missing.reverse();
    missing
}

/// The failure to write a file or folder.
pub fn unwritable(path: &Path, source: io::Error) -> Failure {
    Failure::Unwritable {
        path: path.into(),
        source,
    }
}
