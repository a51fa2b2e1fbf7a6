//! Files out: the output folder of a run.
//!
//! The folder is opened before the run, so that trouble shows early, and held with a lock while it
//! is being filled. Every file is written under another name, synced and renamed; `run.json` comes
//! last, so a folder that has one is complete. Results of a different run are never overwritten
//! unasked.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::blocks;
use super::exit::Failure;
use super::manifest::{Held, MANIFEST, RunId};
use super::stream::Stream;
use crate::report::Artefact;
use crate::report::blocks::FOLDER;

/// Present while a run writes into the folder, or after it was killed doing so.
const UNFINISHED: &str = ".scrutineer-unfinished";
/// Ending of files that are being written.
pub const TEMPORARY: &str = ".scrutineer-tmp";
/// What the marker says to whoever finds it.
const MARKER: &str = "A run of scrutineer is filling this folder, or was stopped while it did.";

/// What a folder holds before a run.
#[derive(Debug, PartialEq, Eq)]
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
    let whole = || {
        let held = Held::read(&path.join(MANIFEST));
        held.is_some_and(|held| state_of(&held, path, id).is_ok_and(|it| it == State::Same))
    };
    let no_manifest = || Held::read(&path.join(MANIFEST)).is_none();
    let left = names.iter().any(|name| name == UNFINISHED) || blocks::are_in(path) && no_manifest();
    if left && !whole() {
        let why = "it was left by a run that did not finish";
        return Ok(State::Incomplete(why.into()));
    }
    if names.iter().all(|name| name.starts_with('.')) {
        return Ok(State::Free);
    }
    let Some(held) = Held::read(&path.join(MANIFEST)) else {
        return Err(Failure::OtherRun {
            path: path.into(),
            differs: format!("it holds files that are not of a run (no readable {MANIFEST})"),
        });
    };
    state_of(&held, path, id)
}

/// What a folder with a manifest holds.
fn state_of(held: &Held, path: &Path, id: &RunId) -> Result<State, Failure> {
    if let Some(differs) = held.differs_from(id) {
        return Err(Failure::OtherRun {
            path: path.into(),
            differs,
        });
    }
    Ok(if held.interrupted {
        State::Incomplete("the run in it was interrupted".into())
    } else if let Some(name) = held.first_damaged(path) {
        State::Incomplete(format!("{name} in it is missing or changed"))
    } else if id.png && !held.files().any(|(name, _)| name.ends_with(".png")) {
        State::Incomplete("the run in it has no PNG charts".into())
    } else if id.by_station > held.by_station() {
        State::Incomplete("the run in it has not so many trials by station".into())
    } else if id.by_station > 0 && !held.files().any(|(name, _)| name == id.by_station_file) {
        let name = &id.by_station_file;
        State::Incomplete(format!("the run in it has no {name}"))
    } else {
        State::Same
    })
}

/// Takes away what the very end of a run, cut short, has left in a folder that is finished: its
/// marker, and its blocks unless they shall be kept. Another process may be at it: then it is let.
///
/// # Errors
/// [`Failure::Unwritable`].
pub fn tidy(path: &Path, keep_blocks: bool) -> Result<(), Failure> {
    let marker = path.join(UNFINISHED);
    if !marker.exists() {
        return Ok(());
    }
    let Ok(_lock) = lock(&marker, false) else {
        return Ok(());
    };
    if !keep_blocks && path.join(FOLDER).is_dir() {
        blocks::remove(&path.join(FOLDER))?;
    }
    remove(&marker)
}

/// Whether nobody is writing into a folder at this moment.
///
/// # Errors
/// [`Failure::Busy`].
pub fn probe(path: &Path) -> Result<(), Failure> {
    let marker = path.join(UNFINISHED);
    match marker.exists().then(|| lock(&marker, false)) {
        Some(Err(busy @ Failure::Busy { .. })) => Err(busy),
        _ => Ok(()), // whatever else there is shows when the folder is opened
    }
}

/// A folder opened for writing. Dropped before [`Folder::fill`], it leaves nothing behind.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Folders that had to be made, outermost first; taken away again if nothing is written.
    made: Vec<PathBuf>,
    /// Held until the end; `None` once the marker shall stay or is gone.
    lock: Option<File>,
    /// Whether the marker stays when it is dropped.
    stays: bool,
}

impl Folder {
    /// Makes the folder if need be, marks it as unfinished and takes its lock.
    ///
    /// # Errors
    /// [`Failure::Unwritable`] when the system refuses, [`Failure::Busy`] when another process holds
    /// the lock.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        Self::held(path, false)
    }

    /// As [`Folder::open`], for what is no run: a folder that holds a run is left alone.
    ///
    /// # Errors
    /// As [`Folder::open`] and [`holds_no_run`].
    pub fn beside_runs(path: &Path) -> Result<Self, Failure> {
        holds_no_run(path)?;
        Self::open(path)
    }

    /// As [`Folder::open`], beside other processes that share the folder; never to be filled.
    ///
    /// # Errors
    /// As [`Folder::open`]; [`Failure::Busy`] when a process holds the folder for itself.
    pub fn share(path: &Path) -> Result<Self, Failure> {
        let mut folder = Self::held(path, true)?;
        folder.stay();
        Ok(folder)
    }

    fn held(path: &Path, shared: bool) -> Result<Self, Failure> {
        let made = missing_parents(path);
        fs::create_dir_all(path).map_err(|source| unwritable(path, source))?;
        let mut folder = Self {
            path: path.into(),
            made,
            lock: None,
            stays: false,
        };
        let marker = path.join(UNFINISHED);
        let lock = match lock(&marker, shared) {
            Err(busy @ Failure::Busy { .. }) => {
                folder.made.clear();
                return Err(busy);
            }
            other => other?,
        };
        folder.lock = Some(lock);
        // Or a power cut might leave blocks without the marker, which would be somebody else's files.
        sync_folder(path).map_err(|source| unwritable(path, source))?;
        Ok(folder)
    }

    /// From here on the folder and its marker stay, whatever happens: there is something in it.
    pub fn stay(&mut self) {
        self.made.clear();
        self.stays = true;
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes all files, the manifest last, and takes away what an earlier run in the same folder
    /// wrote and this one does not.
    ///
    /// # Errors
    /// [`Failure::Unwritable`] with the first file that could not be written; the folder then stays
    /// marked as unfinished, and no file in it is half written.
    pub fn fill(self, artefacts: &[Artefact]) -> Result<(), Failure> {
        self.fill_with(artefacts, Vec::new(), || Ok(()))
    }

    /// As [`Folder::fill`]; first gives `grown`, files that have grown since, their names, and does
    /// `last` before the folder counts as finished.
    ///
    /// # Errors
    /// As [`Folder::fill`].
    pub fn fill_with(
        mut self,
        artefacts: &[Artefact],
        grown: Vec<Stream>,
        last: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let lock = self.lock.take(); // from here on the marker stays unless all goes well
        self.made.clear();
        let kept: Vec<PathBuf> = grown.iter().map(|it| it.temporary().to_owned()).collect();
        self.clear_away(artefacts, &kept)?;
        grown.into_iter().try_for_each(Stream::rename)?;
        sync_folder(&self.path).map_err(|source| unwritable(&self.path, source))?;
        let (manifest, files): (Vec<_>, Vec<_>) = artefacts
            .iter()
            .partition(|artefact| artefact.name == MANIFEST);
        for artefact in files.into_iter().chain(manifest) {
            write(&self.path.join(&artefact.name), &artefact.bytes)?;
        }
        last()?;
        let marker = self.path.join(UNFINISHED);
        fs::remove_file(&marker).map_err(|source| unwritable(&marker, source))?;
        drop(lock);
        Ok(())
    }

    /// Removes the old manifest, the files it lists that will not be written anew, and temporary
    /// files of a killed run, all but `kept`.
    fn clear_away(&self, artefacts: &[Artefact], kept: &[PathBuf]) -> Result<(), Failure> {
        let manifest = self.path.join(MANIFEST);
        if let Some(held) = Held::read(&manifest) {
            remove(&manifest)?;
            for (name, _) in held.files() {
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
                if temporary && !kept.contains(&entry.path()) {
                    remove(&entry.path())?;
                }
            }
        }
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.lock.take().is_some() && !self.stays {
            let _ = fs::remove_file(self.path.join(UNFINISHED));
        }
        for made in self.made.iter().rev() {
            let _ = fs::remove_dir(made); // fails, as it should, when something is in it
        }
    }
}

/// Opens a file that tells of this process, and locks it.
///
/// # Errors
/// [`Failure::Unwritable`] when the system refuses, [`Failure::Busy`], with what the file tells, when
/// another process holds the lock.
pub fn lock(marker: &Path, shared: bool) -> Result<File, Failure> {
    let trouble = |source| unwritable(marker, source);
    let mut options = File::options();
    let open = options.create(true).append(true).open(marker);
    let mut file = open.map_err(trouble)?;
    let locked = match shared {
        true => file.try_lock_shared(),
        false => file.try_lock(),
    };
    match locked {
        // A file system without locks is no reason to refuse: the lock only guards against haste.
        Ok(()) | Err(TryLockError::Error(_)) => {}
        Err(TryLockError::WouldBlock) => {
            let told = fs::read_to_string(marker).unwrap_or_default();
            return Err(Failure::Busy {
                path: marker.parent().unwrap_or(marker).into(),
                process: told
                    .lines()
                    .find_map(|it| it.strip_prefix("process ")?.parse().ok()),
            });
        }
    }
    let told = format!("{MARKER}\nprocess {}\n", std::process::id());
    file.set_len(0)
        .and_then(|()| file.write_all(told.as_bytes()))
        .map_err(trouble)?;
    Ok(file)
}

/// The name of a file until it is complete.
pub fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}{TEMPORARY}"))
}

/// Refuses a folder that holds a run.
///
/// # Errors
/// [`Failure::Exists`] with the run's manifest.
pub fn holds_no_run(path: &Path) -> Result<(), Failure> {
    let manifest = path.join(MANIFEST);
    match Held::read(&manifest) {
        Some(_) => Err(Failure::Exists { path: manifest }),
        None => Ok(()),
    }
}

/// Writes a file so that it is either there in full or not at all.
///
/// # Errors
/// [`Failure::Unwritable`].
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_by(&temporary(path), path, bytes)
}

/// As [`write`], by way of a file `temporary` in the same folder, which is nobody else's.
///
/// # Errors
/// [`Failure::Unwritable`].
pub fn write_by(temporary: &Path, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let parent = path.parent().unwrap_or(Path::new("."));
    let written = fs::create_dir_all(parent)
        .and_then(|()| File::create(temporary))
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(temporary, path))
        .and_then(|()| sync_folder(parent));
    written.map_err(|source| {
        let _ = fs::remove_file(temporary);
        unwritable(path, source)
    })
}

/// Makes a rename last through a power cut, where the system lets folders be synced.
///
/// # Errors
/// What the system says.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(path)?.sync_all()
    } else {
        Ok(())
    }
}

/// Removes a file; a missing one is fine.
///
/// # Errors
/// [`Failure::Unwritable`].
pub fn remove(path: &Path) -> Result<(), Failure> {
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
