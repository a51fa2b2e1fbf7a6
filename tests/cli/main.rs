//! The command as a user meets it: exit codes, standard output, standard error, files.
//!
//! One file for each way to use or misuse it.

mod backtest;
mod bad_files;
mod by_station;
mod capacity;
mod compare;
mod escapes;
mod folder;
mod help;
mod interrupt;
mod network;
mod returns;
mod run;
mod same_bytes;
mod streams;
mod sweep;
mod tables;
mod verbs;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The command, in a folder of its own, with nothing of the caller's environment that matters.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: TempDir::new().expect("a temporary folder"),
        }
    }

    /// A place with the teaching scenario in it as `town.toml`.
    fn with_town() -> Self {
        let place = Self::new();
        place.write("town.toml", &shipped("demo"));
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("the folder is ours");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file was written")
    }

    /// Names of everything in the folder, sorted.
    fn names(&self, of: &str) -> Vec<String> {
        let mut names = Vec::new();
        list(&self.path(of), "", &mut names);
        names.sort();
        names
    }

    /// The command with nothing of the caller's environment that matters. Rare days are not sought, which
    /// takes most of a small run's time, unless the words say `--rare`.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = self.bare(words);
        let runs = words
            .first()
            .is_some_and(|verb| ["run", "demo"].contains(verb));
        if runs && !words.contains(&"--rare") && !words.contains(&"--help") {
            command.args(["--rare", "off"]);
        }
        command
    }

    /// The command with these words and no others.
    fn bare(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scrutineer"));
        for key in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(key);
        }
        command
            .env("TERM", "xterm")
            .env("SOURCE_DATE_EPOCH", "1163289600")
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .args(words);
        command
    }

    /// Runs the command to its end.
    fn run(&self, words: &[&str]) -> Output {
        self.command(words)
            .output()
            .expect("the command can be started")
    }
}

/// The folders of shipped scenarios, from the project's own.
const FOLDERS: [&str; 3] = ["scenarios", "scenarios/controls", "scenarios/lessons"];

/// The text of a shipped scenario.
fn shipped(name: &str) -> String {
    let mut texts = FOLDERS.iter().filter_map(|folder| {
        let path = format!("{}/{folder}/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        fs::read_to_string(path).ok()
    });
    texts.next_back().expect("the scenario is shipped")
}

/// All files below a folder, with `/`.
fn list(folder: &Path, before: &str, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), names);
        } else {
            names.push(name);
        }
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

/// Everything a caller sees, for a snapshot.
fn shown(output: &Output) -> String {
    format!(
        "exit: {}\n--- stdout\n{}--- stderr\n{}",
        code(output),
        out(output),
        err(output)
    )
}
