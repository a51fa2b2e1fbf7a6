//! Long runs: killed, cut, filled up, divided and put together, and always the same bytes in the end.
#![cfg(unix)]

mod calls;
mod damage;
mod disk;
mod kills;
mod power;
mod shards;
mod told;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// A hamlet whose days take microseconds, under two sets of assumptions.
const HAMLET: &str = include_str!("hamlet.toml");

/// 64 blocks: 16 with every input at its median and 16 with inputs drawn, of two sets.
const RUN: [&str; 9] = [
    "run",
    "hamlet.toml",
    "--trials",
    "1000",
    "--block-trials",
    "63",
    "--rare",
    "off",
    "--no-progress",
];
const BLOCKS: usize = 64;

/// A folder with the hamlet in it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(TempDir::new().expect("a temporary folder"));
        fs::write(place.path("hamlet.toml"), HAMLET).expect("ours");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scrutineer"));
        command
            .env("SOURCE_DATE_EPOCH", "1163289600")
            .env("NO_COLOR", "1")
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .args(words);
        command
    }

    fn output(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("it starts")
    }

    /// Runs to the end, which must be a good one.
    fn well(&self, words: &[&str]) -> Output {
        let output = self.output(words);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", err(&output));
        output
    }

    /// Starts a run and leaves it to itself.
    fn start(&self, words: &[&str]) -> Child {
        let mut command = self.command(words);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("it starts")
    }

    /// Every file of a folder but the manifest, hashed; none may be a temporary one or a marker.
    fn digests(&self, folder: &str) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        digests_of(&self.path(folder), "", &mut found);
        found.remove("run.json").expect("a finished run has one");
        found
    }

    /// The names in a folder of blocks, none if it is not there.
    fn blocks(&self, folder: &str) -> Vec<String> {
        names(&self.path(folder).join("blocks"))
    }
}

fn digests_of(folder: &Path, before: &str, found: &mut BTreeMap<String, String>) {
    for name in names(folder) {
        let path = folder.join(&name);
        assert!(!name.starts_with('.'), "{} was left", path.display());
        if path.is_dir() {
            digests_of(&path, &format!("{before}{name}/"), found);
        } else {
            let bytes = fs::read(&path).expect("readable");
            found.insert(format!("{before}{name}"), hash(&bytes));
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|it| it.file_name().to_string_lossy().into_owned());
    names.collect()
}

fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_block(name: &str) -> bool {
    name.starts_with("part-") && name.ends_with(".csv")
}

/// Whether a block tells that it is whole, read without the help of the program.
fn is_whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((body, last)) = text.trim_end_matches('\n').rsplit_once('\n') else {
        return false;
    };
    let value = |key: &str| {
        last.split(' ')
            .find_map(|it| it.strip_prefix(key)?.strip_prefix('='))
    };
    value("sha256") == Some(&hash(format!("{body}\n").as_bytes()))
        && value("rows").and_then(|it| it.parse().ok()) == Some(body.lines().count() - 1)
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Dice for where to strike: xorshift64 (Marsaglia 2003), fixed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// A run that nothing disturbed.
fn undisturbed() -> BTreeMap<String, String> {
    let place = Place::new();
    place.well(&[&RUN[..], &["--out", "o"]].concat());
    place.digests("o")
}
