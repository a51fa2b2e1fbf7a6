//! Files in: the tables beside a scenario, each read once and kept.
//!
//! A table stands in the scenario's folder or below it; a link that leads out of it is not followed.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::scenario::{MOST_TABLE_BYTES, NoTable};

/// The tables of one scenario.
#[derive(Debug, Default)]
pub struct Beside {
    /// The scenario's folder; `None` for a scenario that has none.
    folder: Option<PathBuf>,
    read: RefCell<BTreeMap<String, Arc<[u8]>>>,
}

impl Beside {
    /// The tables beside a scenario file.
    pub fn file(path: &Path) -> Self {
        let folder = path.parent().unwrap_or(Path::new(""));
        let here = folder.as_os_str().is_empty();
        Self {
            folder: Some(if here { ".".into() } else { folder.into() }),
            read: RefCell::default(),
        }
    }

    /// Tables that come with the command, and no others.
    pub fn given(tables: impl Iterator<Item = (&'static str, &'static str)>) -> Self {
        let tables = tables.filter(|(name, _)| name.ends_with(".csv"));
        let tables = tables.map(|(name, text)| (name.to_string(), text.as_bytes().into()));
        Self {
            folder: None,
            read: RefCell::new(tables.collect()),
        }
    }

    /// The bytes of a table whose name has been found to be one.
    ///
    /// # Errors
    /// [`NoTable`], for whatever is no regular file in the folder.
    pub fn get(&self, name: &str) -> Result<Arc<[u8]>, NoTable> {
        if let Some(known) = self.read.borrow().get(name) {
            return Ok(known.clone());
        }
        let folder = self.folder.as_ref().ok_or(NoTable::NotGiven)?;
        let bytes: Arc<[u8]> = read(folder, name)?.into();
        self.read.borrow_mut().insert(name.into(), bytes.clone());
        Ok(bytes)
    }

    /// All tables read so far, by name.
    pub fn all(&self) -> Vec<(String, Arc<[u8]>)> {
        let read = self.read.borrow();
        read.iter().map(|(k, v)| (k.clone(), v.clone())).collect()
    }
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, NoTable> {
    let trouble = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => NoTable::Missing,
        _ => NoTable::Refused(error.to_string()),
    };
    let inside = folder.canonicalize().map_err(trouble)?;
    let path = folder.join(name).canonicalize().map_err(trouble)?;
    if !path.starts_with(&inside) {
        return Err(NoTable::Elsewhere);
    }
    let kind = std::fs::metadata(&path).map_err(trouble)?;
    if !kind.is_file() {
        return Err(NoTable::NotAFile);
    }
    let limit = MOST_TABLE_BYTES as u64;
    if kind.len() > limit {
        return Err(NoTable::TooLarge);
    }
    let mut bytes = Vec::new();
    // The file may have grown since, or claim to be empty as files under /proc do.
    File::open(&path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .map_err(trouble)?;
    match bytes.len() as u64 > limit {
        true => Err(NoTable::TooLarge),
        false => Ok(bytes),
    }
}
