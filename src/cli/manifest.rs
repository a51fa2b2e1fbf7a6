//! The run manifest as the command reads it back: is this folder the run that is asked for?

use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::reading::name_of as name_of_scenario;
use super::{again, blocks};
use crate::words::clean;

/// Name of the manifest in an output folder.
pub const MANIFEST: &str = "run.json";
/// Largest manifest that is read, bytes.
const LIMIT: u64 = 16 * 1024 * 1024;

/// What makes two runs the same run: then every file but the manifest has the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunId {
    /// Name of the scenario.
    pub scenario: String,
    /// SHA-256 of the resolved scenario, lower-case hexadecimal.
    pub scenario_sha256: String,
    /// Name and SHA-256 of every table the scenario calls for, by name.
    pub tables: Vec<(String, String)>,
    /// The seed.
    pub seed: u64,
    /// Trials asked for.
    pub trials: u64,
    /// Sets of assumptions, base first.
    pub variants: Vec<String>,
    /// Version of the program.
    pub version: String,
    /// The lane asked for, as a word.
    pub lane: String,
    /// For which claims rare days are sought, as a word.
    pub rare: String,
    /// Whether charts are also written as PNG.
    pub png: bool,
    /// Of how many trials every station has a row of its own.
    pub by_station: u64,
    /// Name of the file with these rows, if there are any.
    pub by_station_file: String,
}

/// A manifest that was found.
#[derive(Clone, Debug)]
pub struct Held {
    value: Value,
    /// Whether the run was stopped before its end.
    pub interrupted: bool,
}

impl Held {
    /// Reads a manifest; `None` when there is none, or it is not one of ours.
    pub fn read(path: &Path) -> Option<Self> {
        let mut bytes = Vec::new();
        let file = regular(path).ok()?;
        file.take(LIMIT).read_to_end(&mut bytes).ok()?;
        Self::of(&bytes)
    }

    /// The manifest in these bytes.
    fn of(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        value.get("scenario_sha256")?;
        let interrupted = value.get("interrupted")?.as_bool()?;
        Some(Self { value, interrupted })
    }

    /// The first thing in which the run that is held differs from the run that is asked for, in
    /// words; `None` when it is the same run.
    pub fn differs_from(&self, id: &RunId) -> Option<String> {
        held_differs(&self.value, id, self.interrupted)
    }

    /// The document.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Of how many trials every station has a row of its own.
    pub fn by_station(&self) -> u64 {
        let trials = self.value.get("by_station").and_then(Value::as_u64);
        trials.unwrap_or(0)
    }

    /// Name of the scenario.
    pub fn scenario(&self) -> Option<&str> {
        scenario_of(&self.value)
    }

    /// Names and hashes of the files the run wrote, the manifest aside; names that lead out of the
    /// folder are left out.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.listed().filter_map(|file| {
            let hash = file.get("sha256").and_then(Value::as_str);
            Some((name_of(file)?, hash.unwrap_or_default()))
        })
    }

    /// The first listed file that is missing in `folder` or not as it was written.
    pub fn first_damaged(&self, folder: &Path) -> Option<String> {
        self.listed()
            .find(|file| {
                let written = file.get("sha256").and_then(Value::as_str);
                let found = name_of(file).and_then(|name| sha256_of(&folder.join(name)).ok());
                written.is_none() || written != found.as_deref()
            })
            .map(|file| name_of(file).unwrap_or("a file").to_string())
    }

    fn listed(&self) -> impl Iterator<Item = &Value> {
        let files = self.value.get("files").and_then(Value::as_array);
        files.into_iter().flatten()
    }
}

/// The first thing in which a run that is held, by a manifest or a plan, differs from the run that is
/// asked for, in words; `None` when it is the same run.
pub fn held_differs(held: &Value, id: &RunId, interrupted: bool) -> Option<String> {
    difference(held, id, interrupted).map(|said| clean::plain(&said)) // words of a file are in it
}

fn difference(held: &Value, id: &RunId, interrupted: bool) -> Option<String> {
    let text = |key: &str| held.get(key).and_then(Value::as_str).unwrap_or("?");
    let number = |key: &str| held.get(key).and_then(Value::as_u64);
    let variants: Vec<&str> = held
        .get("variants")
        .and_then(Value::as_array)
        .map(|list| {
            list.iter()
                .filter_map(|set| set.get("id")?.as_str())
                .collect()
        })
        .unwrap_or_default();
    let shown = |n: Option<u64>| n.map_or("?".into(), super::grouped);
    if text("scenario") != id.scenario {
        Some(format!("it holds a run of `{}`", text("scenario")))
    } else if text("scenario_sha256") != id.scenario_sha256 {
        Some("it holds a run of another version of this scenario".into())
    } else if let Some(name) = other_table(held, &id.tables) {
        Some(format!("it holds a run with another `{name}`"))
    } else if number("seed") != Some(id.seed) {
        let seed = number("seed").map_or("?".into(), |seed| seed.to_string());
        Some(format!("it holds a run with seed {seed}, not {}", id.seed))
    } else if number("trials") != Some(id.trials) {
        let has = shown(number("trials"));
        let asked = super::grouped(id.trials);
        Some(format!("it holds a run of {has} trials, not {asked}"))
    } else if !interrupted && variants != id.variants {
        // An interrupted run lists only the sets of assumptions it came to.
        let has = variants.join(", ");
        let asked = id.variants.join(", ");
        Some(format!("it holds a run of the variants {has}, not {asked}"))
    } else if text("lane") != id.lane {
        let has = text("lane");
        Some(format!("it holds a run in lane {has}, not {}", id.lane))
    } else if held.get("rare").is_some() && text("rare") != id.rare {
        let has = text("rare");
        Some(format!("it holds a run with --rare {has}, not {}", id.rare))
    } else if text("version") != id.version {
        let has = text("version");
        Some(format!(
            "it holds a run by version {has}, not {}",
            id.version
        ))
    } else {
        None
    }
}

/// What a run called `scenario` with the seed 1 would say of another run's manifest or plan: why the
/// two differ. Nothing when the text is neither. For tests of the reader.
pub fn sayings(text: &str) -> Vec<String> {
    let held = Held::of(text.as_bytes()).map(|held| held.value);
    let id = RunId {
        scenario: "scenario".into(),
        scenario_sha256: "ab12".into(),
        tables: vec![("stations.csv".into(), "cd34".into())],
        seed: 1,
        trials: 100,
        variants: vec!["base".into()],
        version: "0".into(),
        lane: "auto".into(),
        rare: "off".into(),
        png: false,
        by_station: 0,
        by_station_file: String::new(),
    };
    let documents = held.into_iter().chain(blocks::read_plan(text));
    let differs = documents.filter_map(|held| {
        let _ = (again::flags(&held), scenario_of(&held));
        held_differs(&held, &id, false)
    });
    differs.collect()
}

/// The first table that the run did not have as it is.
fn other_table<'a>(held: &Value, tables: &'a [(String, String)]) -> Option<&'a str> {
    let list = held.get("tables").and_then(Value::as_array);
    let has = |name: &str, hash: &str| {
        list.into_iter().flatten().any(|table| {
            let text = |key: &str| table.get(key).and_then(Value::as_str);
            (text("name"), text("sha256")) == (Some(name), Some(hash))
        })
    };
    let other = tables.iter().find(|(name, hash)| !has(name, hash));
    other.map(|(name, _)| name.as_str())
}

/// The name of the scenario in a manifest or a plan, if it is a name that files of a run begin with.
pub fn scenario_of(held: &Value) -> Option<&str> {
    let name = held.get("scenario")?.as_str()?;
    (name_of_scenario(Path::new(&format!("{name}.toml"))) == name).then_some(name)
}

/// The name of a listed file, if it stays inside the folder and can be shown as it is.
fn name_of(file: &Value) -> Option<&str> {
    let name = file.get("name")?.as_str()?;
    let inside = Path::new(name)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    (inside && !name.is_empty() && clean::plain(name) == name).then_some(name)
}

/// SHA-256 as lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes as lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Opens a file that is one: a pipe could let us wait for ever, a device never end.
fn regular(path: &Path) -> io::Result<fs::File> {
    match fs::metadata(path)?.is_file() {
        true => fs::File::open(path),
        false => Err(io::Error::other("not a regular file")),
    }
}

/// SHA-256 of a file, however long, as lower-case hexadecimal.
///
/// # Errors
/// What the system says.
pub fn sha256_of(path: &Path) -> io::Result<String> {
    let mut file = regular(path)?;
    let (mut digest, mut block) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut block)? {
            0 => return Ok(hexadecimal(&digest.finalize())),
            n => digest.update(&block[..n]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_can_name_nothing_outside_its_folder_and_nothing_that_turns_text() {
        let document = |name: &str| serde_json::json!({ "scenario": name, "name": name });
        for name in [
            "../x",
            "/etc/passwd",
            "a/b",
            "",
            ".hidden",
            "a\u{1b}[2J",
            "a\u{202e}b",
        ] {
            assert_eq!(scenario_of(&document(name)), None, "{name:?}");
        }
        assert_eq!(scenario_of(&document("demo")), Some("demo"));
        for name in [
            "../x",
            "/etc/passwd",
            "a/../../b",
            "",
            "a\u{1b}[2J",
            "a\nb",
            "a\u{202e}b",
        ] {
            assert_eq!(name_of(&document(name)), None, "{name:?}");
        }
        assert_eq!(name_of(&document("charts/c1.svg")), Some("charts/c1.svg"));
    }

    #[test]
    fn a_pipe_is_no_manifest_and_is_not_waited_for() {
        assert!(Held::read(Path::new("/dev/zero")).is_none());
        assert!(sha256_of(Path::new("/dev/zero")).is_err());
    }
}
