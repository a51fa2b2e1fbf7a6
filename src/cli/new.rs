//! `new`: a file to begin with.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::New;
use super::exit::{Exit, Failure};
use super::shipped;
use super::streams::Voice;
use crate::words::command as says;

/// Writes the commented template, or a copy of a shipped scenario with the tables beside it. Never overwrites.
pub fn new(args: &New, voice: &Voice) -> Result<Exit, Failure> {
    let mut beside = Vec::new();
    let (text, default) = match &args.from {
        None => (crate::scenario::template(), "scenario.toml".into()),
        Some(name) => match shipped::find(name) {
            Some(found) => {
                beside.extend(found.beside());
                (found.text, format!("{name}.toml"))
            }
            None => {
                return Err(Failure::Unknown {
                    what: "shipped scenario",
                    name: name.clone(),
                    known: shipped::names(),
                });
            }
        },
    };
    let path = args.path.clone().unwrap_or_else(|| PathBuf::from(default));
    if path == Path::new("-") {
        voice.out(text)?;
        return Ok(Exit::Done);
    }
    let beside = beside
        .into_iter()
        .map(|(name, text)| (path.with_file_name(name), text));
    let files: Vec<(PathBuf, &str)> = std::iter::once((path.clone(), text))
        .chain(beside)
        .collect();
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
        return Err(Failure::Exists { path: path.clone() });
    }
    for (path, text) in &files {
        write_new(path, text)?;
        voice.note(says::wrote(path.display()));
    }
    voice.note(says::next_check(path.display()));
    Ok(Exit::Done)
}

/// Creates the file; it must not be there.
fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let created = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path);
    let written = created.and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => Failure::Exists { path: path.into() },
        _ => Failure::Unwritable {
            path: path.into(),
            source,
        },
    })
}
