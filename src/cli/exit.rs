//! What the caller is told: exit codes, and the failures behind them.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use super::long::Ranges;
use crate::chart::ChartError;
use crate::compare::BesideError;
use crate::engine::EngineError;
use crate::trials::TrialsError;

/// How a verb ended when nothing failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, whatever the finding.
    Done,
    /// The scenario has problems, or warnings that were denied; they have been shown.
    Scenario,
    /// Files that should agree differ; they have been shown.
    Differs,
    /// Wrong usage; it has been shown.
    Usage,
    /// Something could not be written; it has been shown.
    Write,
    /// `--fail-if` applies.
    Found,
    /// Ctrl-C (SIGINT); what was finished is kept.
    Interrupted,
    /// SIGTERM; what was finished is kept.
    Terminated,
}

impl Exit {
    /// The number the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Scenario | Exit::Differs => 1,
            Exit::Usage => 2,
            Exit::Write => 3,
            Exit::Found => 4,
            Exit::Interrupted => 130,
            Exit::Terminated => 143,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

/// Why a verb could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A file that should be read cannot be.
    #[error("cannot read {}: {why}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        why: Unreadable,
    },
    /// A scenario has problems; they have been shown.
    #[error("{file} has {count} {what}{}", if *count == 1 { "" } else { "s" })]
    Problems {
        /// The file as typed.
        file: String,
        /// How many.
        count: usize,
        /// `problem` or `warning`.
        what: &'static str,
    },
    /// A set of assumptions cannot be simulated.
    #[error("cannot simulate the assumptions `{variant}`: {source}")]
    Trials {
        /// Which.
        variant: String,
        /// Why.
        source: TrialsError,
    },
    /// A set of assumptions contradicts itself.
    #[error("cannot simulate the assumptions `{variant}`: {source}")]
    Engine {
        /// Which.
        variant: String,
        /// Why.
        source: EngineError,
    },
    /// The count lane is asked about figures that need a clock.
    #[error("the count lane has no clock, and {} reported with a time of day: {}", if figures.len() == 1 { "a figure is" } else { "figures are" }, figures.join(", "))]
    NeedsClock {
        /// Ids of the figures.
        figures: Vec<String>,
    },
    /// A chart cannot be drawn.
    #[error("cannot draw: {0}")]
    Chart(#[from] ChartError),
    /// The output folder holds something that must not be overwritten unasked.
    #[error("{} is not overwritten: {differs}", path.display())]
    OtherRun {
        /// Which folder.
        path: PathBuf,
        /// In what it differs.
        differs: String,
    },
    /// A table cannot be kept in the output folder.
    #[error("the table `{name}` cannot be kept beside the results: one of them has this name")]
    TableName {
        /// Name of the table.
        name: String,
    },
    /// Another process is writing into the output folder.
    #[error("another run{} is writing into {} at this moment", process.map_or(String::new(), |it| format!(" (process {it})")), path.display())]
    Busy {
        /// Which folder.
        path: PathBuf,
        /// Its number, if it told.
        process: Option<u32>,
    },
    /// The output folder holds a part of this very run.
    #[error("{} holds this run unfinished: {done} of {blocks} blocks", path.display())]
    Unfinished {
        /// Which folder.
        path: PathBuf,
        /// Blocks that are there.
        done: u64,
        /// Blocks of the run.
        blocks: u64,
    },
    /// The run would need more memory than it may take.
    #[error("this run needs about {} of memory, and may take {}", gigabytes(*needs), gigabytes(*limit))]
    TooLarge {
        /// About how much it needs, bytes.
        needs: u64,
        /// How much it may take, bytes.
        limit: u64,
    },
    /// The run would need more disk than it may take.
    #[error("this run needs about {} of disk in {}, and may take {}", gigabytes(*needs), path.display(), gigabytes(*limit))]
    NoRoom {
        /// The folder.
        path: PathBuf,
        /// About how much it needs, bytes.
        needs: u64,
        /// How much it may take, bytes.
        limit: u64,
    },
    /// A folder of blocks, or of results, that this program cannot take.
    #[error("{}: {why}", path.display())]
    Foreign {
        /// Which.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// Blocks that should be put together are not all there.
    #[error("{} of {blocks} blocks are missing or cannot be used", missing.count())]
    Missing {
        /// Which.
        missing: Ranges,
        /// Blocks of the run.
        blocks: u64,
        /// The command that computes them.
        command: String,
    },
    /// Something the command line asks for does not exist.
    #[error("there is no {what} `{name}`")]
    Unknown {
        /// What kind of thing: variant, poll, shipped scenario.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A sweep would move what the named set of assumptions settles itself.
    #[error("the set `{variant}` settles `{path}` itself, so that moving it would change nothing")]
    Settled {
        /// The set.
        variant: String,
        /// The path that should move.
        path: String,
    },
    /// A back-test is asked of figures that are in dispute.
    #[error("{file} is not a control: it does not say that its figures are trusted")]
    NotControl {
        /// The file as typed.
        file: String,
    },
    /// A folder holds no scenario to test the program with.
    #[error("{}: no control in this folder", path.display())]
    NoControls {
        /// Which folder.
        path: PathBuf,
    },
    /// A scenario without a reported figure that a line-up could hide.
    #[error("{file}: {}", if *any { "its reported figures are the same on every simulated day" } else { "no reported figure to hide among simulated days" })]
    NothingToHide {
        /// The file as typed.
        file: String,
        /// Whether there are reported figures at all.
        any: bool,
    },
    /// Flags that do not go together.
    #[error("{0}")]
    Usage(&'static str),
    /// A format that this command was built without.
    #[error("this scrutineer was built without Parquet")]
    NotBuilt,
    /// Files cannot be laid beside each other.
    #[error(transparent)]
    Beside(#[from] BesideError),
    /// A file or folder cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file that must not be overwritten is there.
    #[error("{} is there already and is not overwritten", path.display())]
    Exists {
        /// Which.
        path: PathBuf,
    },
    /// Standard output cannot be written (a closed pipe is not a failure).
    #[error("cannot write to standard output: {0}")]
    Stdout(io::Error),
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The system refuses.
    #[error("{0}")]
    Io(io::Error),
    /// A folder.
    #[error("it is a folder, not a scenario file")]
    Folder,
    /// A pipe, device or socket.
    #[error("it is not a regular file")]
    NotAFile,
    /// More than a scenario may have.
    #[error("it is larger than {} KiB, the limit of a scenario file", limit / 1024)]
    TooLarge {
        /// The limit, bytes.
        limit: u64,
    },
    /// Not text.
    #[error("it is not UTF-8 text (byte {at})")]
    NotText {
        /// Position of the first byte that is not, from 0.
        at: usize,
    },
}

impl Failure {
    /// The exit code of this failure.
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Unreadable { .. }
            | Failure::Problems { .. }
            | Failure::Engine { .. }
            | Failure::TableName { .. }
            | Failure::NothingToHide { .. }
            | Failure::Trials { .. } => Exit::Scenario,
            Failure::Unknown { .. }
            | Failure::NeedsClock { .. }
            | Failure::NotControl { .. }
            | Failure::NoControls { .. }
            | Failure::Settled { .. }
            | Failure::Usage(_)
            | Failure::NotBuilt
            | Failure::TooLarge { .. }
            | Failure::NoRoom { .. }
            | Failure::Beside(_) => Exit::Usage,
            Failure::Unwritable { .. }
            | Failure::Exists { .. }
            | Failure::OtherRun { .. }
            | Failure::Busy { .. }
            | Failure::Unfinished { .. }
            | Failure::Missing { .. }
            | Failure::Foreign { .. }
            | Failure::Chart(_)
            | Failure::Stdout(_) => Exit::Write,
        }
    }

    /// What the user can do about it, if there is something.
    pub fn help(&self) -> Option<String> {
        match self {
            Failure::Unknown { known, .. } if known.is_empty() => None,
            Failure::Unknown { name, known, .. } => Some(match nearest(name, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there is: {}", known.join(", ")),
            }),
            Failure::NeedsClock { .. } => {
                Some("--lane auto plays the hours; it answers everything".into())
            }
            Failure::NotControl { .. } => Some(
                "a back-test only tells something with trusted figures: `control = true` says so in \
                 the file, --any takes it all the same"
                    .into(),
            ),
            Failure::NoControls { .. } => {
                Some("`control = true` in a scenario says that its figures are trusted".into())
            }
            Failure::Settled { .. } => Some(
                "move it in the base set (no --variant), or move something that this set leaves as it is"
                    .into(),
            ),
            Failure::NothingToHide { any: false, .. } => Some(
                "a line-up needs a [[reported]] figure that was not used to set an assumption; --figure ID \
                 takes one that was"
                    .into(),
            ),
            Failure::NothingToHide { any: true, .. } => {
                Some("it takes an assumption that is uncertain, or figures that chance moves".into())
            }
            Failure::Exists { .. } => Some("name another file, or move that one away".into()),
            Failure::Unreadable { path, why } => unreadable_help(path, why),
            Failure::OtherRun { .. } => {
                Some("--out DIR writes elsewhere, --force overwrites this run".into())
            }
            Failure::NotBuilt => Some(
                "build it with `cargo install --path . --features parquet`, or take the CSV".into(),
            ),
            Failure::Unfinished { .. } => Some(
                "--resume goes on with it, --force begins anew, --out DIR writes elsewhere".into(),
            ),
            Failure::TooLarge { .. } => Some(
                "fewer --trials or variants, a larger --max-memory, or `scrutineer plan` to see"
                    .into(),
            ),
            Failure::NoRoom { .. } => Some(
                "fewer --trials or variants, --out DIR on another disk, a larger --max-disk, or \
                 `scrutineer plan` to see"
                    .into(),
            ),
            Failure::Missing { command, .. } => Some(format!("this computes them: {command}")),
            Failure::TableName { .. } => Some("give the table another name".into()),
            Failure::Busy { .. } => Some("wait for it, or name another folder with --out".into()),
            Failure::Problems {
                what: "warning", ..
            } => Some("without --deny warnings it runs all the same".into()),
            _ => None,
        }
    }
}

/// Bytes as gigabytes, or as megabytes where they are few.
pub fn gigabytes(bytes: u64) -> String {
    match bytes {
        0..1_000_000_000 => format!("{} MB", bytes.div_ceil(1_000_000)),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// Help for a file that is not there but whose name is that of a shipped scenario.
fn unreadable_help(path: &std::path::Path, why: &Unreadable) -> Option<String> {
    let Unreadable::Io(error) = why else {
        return None;
    };
    let stem = path.file_stem()?.to_str()?;
    (error.kind() == io::ErrorKind::NotFound && super::shipped::find(stem).is_some()).then(|| {
        format!("a scenario of this name is shipped: `scrutineer new --from {stem}` writes it here")
    })
}

/// The known name that differs least from `name`, if any is near.
fn nearest<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    known
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(3) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_proposed_and_a_far_one_is_not() {
        let known = ["low".to_string(), "authorities-own".to_string()];
        assert_eq!(nearest("authorites-own", &known), Some("authorities-own"));
        assert_eq!(nearest("lwo", &known), Some("low"));
        assert_eq!(nearest("high-turnout", &known), None);
    }
}
