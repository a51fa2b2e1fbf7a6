//! Pages of documentation whose commands are run: what a page shows must be what the command prints.
//!
//! A page is Markdown with three kinds of fenced blocks: `toml`, appended to `my-poll.toml` in the page's own
//! folder; `sh`, one command a line; `text`, lines that the commands before it have printed.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The file into which the `toml` blocks of a page grow.
pub const FILE: &str = "my-poll.toml";

/// What running a page came to.
#[derive(Debug, Default)]
pub struct Ran {
    /// Commands run.
    pub commands: usize,
    /// Lines quoted and found.
    pub quotes: usize,
    /// Everything printed since the last quote.
    pub printed: String,
}

/// Fenced blocks of a page: their language and their lines.
pub fn blocks(page: &str) -> Vec<(&str, Vec<&str>)> {
    let parts = page.split("```").skip(1).step_by(2);
    parts
        .map(|part| {
            let (language, lines) = part.split_once('\n').unwrap_or((part, ""));
            (language, lines.lines().collect())
        })
        .collect()
}

/// Runs a command line that begins with `scrutineer`; only single quotes quote.
pub fn run(line: &str, place: &Path) -> Output {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("there is a word").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    assert_eq!(
        words.first().map(String::as_str),
        Some("scrutineer"),
        "{line}"
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_scrutineer"));
    for key in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(key);
    }
    command
        .env("TERM", "xterm")
        .current_dir(place)
        .stdin(Stdio::null())
        .args(&words[1..])
        .output()
        .expect("the command can be started")
}

/// Runs the blocks of a page in `place`, and fails where a command fails or a quoted line is not printed.
pub fn walk(name: &str, page: &str, place: &Path) -> Ran {
    let mut ran = Ran::default();
    let mut after_quote = false;
    for (language, lines) in blocks(page) {
        match language {
            "toml" => {
                let mut file = fs::OpenOptions::new();
                let mut file = file
                    .create(true)
                    .append(true)
                    .open(place.join(FILE))
                    .expect("the folder is ours");
                writeln!(file, "{}\n", lines.join("\n")).expect("the folder is ours");
            }
            "sh" => {
                if after_quote {
                    ran.printed.clear();
                }
                after_quote = false;
                for line in lines {
                    let output = run(line, place);
                    let said = String::from_utf8_lossy(&output.stderr);
                    assert_eq!(output.status.code(), Some(0), "{name}: {line}\n{said}");
                    ran.commands += 1;
                    let text = String::from_utf8(output.stdout).expect("text");
                    ran.printed.push_str(&text);
                }
            }
            "text" => {
                after_quote = true;
                for quoted in lines {
                    ran.quotes += 1;
                    let found = ran.printed.lines().any(|it| it.contains(quoted.trim_end()));
                    let printed = &ran.printed;
                    assert!(found, "{name} quotes {quoted:?}, but there is\n{printed}");
                }
            }
            other => panic!("{name}: a block of {other:?}"),
        }
    }
    ran
}
