//! Files in: a scenario file is read whole, but only if it is a regular file of sensible size.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::exit::{Failure, Unreadable};

/// Largest scenario file, bytes. A file of this size takes the parser some tens of megabytes.
pub const LIMIT: u64 = 1024 * 1024;

/// The text of a scenario file.
///
/// # Errors
/// [`Failure::Unreadable`] when the file is missing, a folder, no regular file (opening a pipe could
/// wait for ever), too large or not UTF-8.
pub fn scenario_text(path: &Path) -> Result<String, Failure> {
    read(path, LIMIT).map_err(|why| Failure::Unreadable {
        path: path.to_owned(),
        why,
    })
}

/// The text of a file that this command wrote into an output folder.
///
/// # Errors
/// [`Failure::Unreadable`], as above.
pub fn artefact(path: &Path) -> Result<String, Failure> {
    read(path, 1024 * LIMIT).map_err(|why| Failure::Unreadable {
        path: path.to_owned(),
        why,
    })
}

/// The name a scenario takes from its file: the stem, with everything but letters, digits, `-`, `.` and
/// `_` made `-`, so that it can name a folder anywhere.
pub fn name_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name: String = stem
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    match name.trim_start_matches('.') {
        "" => "scenario".into(),
        name => name.into(),
    }
}

fn read(path: &Path, limit: u64) -> Result<String, Unreadable> {
    let kind = std::fs::metadata(path).map_err(Unreadable::Io)?;
    if kind.is_dir() {
        return Err(Unreadable::Folder);
    }
    if !kind.is_file() {
        return Err(Unreadable::NotAFile);
    }
    if kind.len() > limit {
        return Err(Unreadable::TooLarge { limit });
    }
    let mut bytes = Vec::new();
    // The file may have grown since, or claim to be empty as files under /proc do.
    File::open(path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .map_err(Unreadable::Io)?;
    if bytes.len() as u64 > limit {
        return Err(Unreadable::TooLarge { limit });
    }
    String::from_utf8(bytes).map_err(|error| Unreadable::NotText {
        at: error.utf8_error().valid_up_to(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside_the_output_folder() {
        for (path, name) in [
            ("scenarios/south-ossetia-2006.toml", "south-ossetia-2006"),
            ("..toml", "scenario"),
            ("/tmp/...toml", "scenario"),
            ("a b/c d.toml", "c-d"),
            ("Straße 1.toml", "Straße-1"),
            ("/", "scenario"),
        ] {
            assert_eq!(name_of(Path::new(path)), name, "{path}");
        }
    }
}
