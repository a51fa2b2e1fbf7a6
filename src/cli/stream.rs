//! Files out: one that grows while the run goes on.
//!
//! It has another name until it is complete, so that nobody takes a part of it for the whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::exit::Failure;
use super::folder;
use super::manifest::hexadecimal;
use crate::report::Written;

/// A file that is being written.
#[derive(Debug)]
pub struct Stream {
    name: String,
    path: PathBuf,
    temporary: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// `None` once it is closed.
    file: Option<BufWriter<File>>,
    digest: Sha256,
    bytes: u64,
    trouble: Option<io::Error>,
}

impl Stream {
    /// Begins a file in a folder that is open.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn open(folder: &Path, name: &str) -> Result<Self, Failure> {
        let path = folder.join(name);
        let temporary = folder::temporary(&path);
        let file = File::create(&temporary).map_err(|source| folder::unwritable(&path, source))?;
        Ok(Self {
            name: name.into(),
            path,
            temporary,
            state: Mutex::new(State {
                file: Some(BufWriter::with_capacity(1 << 20, file)),
                digest: Sha256::new(),
                bytes: 0,
                trouble: None,
            }),
        })
    }

    /// Adds bytes at the end. Returns whether they could be written; why not is told at the end.
    pub fn append(&self, bytes: &[u8]) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State {
            file: Some(file),
            trouble: None,
            ..
        } = &mut *state
        else {
            return false;
        };
        if let Err(error) = file.write_all(bytes) {
            state.trouble = Some(error);
            return false;
        }
        state.digest.update(bytes);
        state.bytes += bytes.len() as u64;
        true
    }

    /// Adds all that `write` writes.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn fill(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let written = write(&mut Appending(self));
        self.is_well()?; // the first trouble is the reason, whatever came of it
        written.map_err(|source| folder::unwritable(&self.path, source))
    }

    /// Whether everything could be written so far.
    ///
    /// # Errors
    /// [`Failure::Unwritable`], for the first trouble there was.
    pub fn is_well(&self) -> Result<(), Failure> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let trouble = state.trouble.take().map_or(Ok(()), Err);
        trouble.map_err(|source| folder::unwritable(&self.path, source))
    }

    /// Notes why nothing more can be added, unless there is a reason already.
    pub fn fail(&self, trouble: io::Error) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.trouble.get_or_insert(trouble);
    }

    /// The failure to write this file.
    pub fn unwritable(&self, source: io::Error) -> Failure {
        folder::unwritable(&self.path, source)
    }

    /// Ends the file, still under its other name: from here on it is only renamed.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn finish(&self) -> Result<Written, Failure> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let file = state.file.take();
        let ended = match file {
            None => Ok(()),
            Some(file) => file
                .into_inner()
                .map_err(io::IntoInnerError::into_error)
                .and_then(|file| file.sync_all()),
        };
        ended.map_err(|source| folder::unwritable(&self.path, source))?;
        Ok(Written {
            name: self.name.clone(),
            bytes: state.bytes,
            sha256: hexadecimal(&state.digest.clone().finalize()),
        })
    }

    /// The name it has until it is complete.
    pub fn temporary(&self) -> &Path {
        &self.temporary
    }

    /// Gives the finished file its name.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn rename(self) -> Result<(), Failure> {
        fs::rename(&self.temporary, &self.path)
            .map_err(|source| folder::unwritable(&self.path, source))
    }
}

/// Writes at the end of a stream.
struct Appending<'a>(&'a Stream);

impl Write for Appending<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.append(bytes) {
            true => Ok(bytes.len()),
            false => Err(io::ErrorKind::Other.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.temporary); // gone already when it was renamed
    }
}
