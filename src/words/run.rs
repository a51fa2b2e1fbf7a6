//! How a run was made, as far as sentences and manifests must know it.

/// What the report must know about the run besides its results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunInfo {
    /// The seed of all dice.
    pub seed: u64,
    /// Trials asked for, per set of assumptions.
    pub trials: u64,
    /// Version of the program.
    pub version: String,
    /// When the run began, RFC 3339; the only time of day in any file, and only in `run.json`.
    /// `None` leaves it out.
    pub started: Option<String>,
    /// The command as typed, word by word; shown only in `run.json`.
    pub command: Vec<String>,
    /// Threads used; the results do not depend on it.
    pub threads: usize,
    /// The lane asked for: `auto`, `agenda`, `station` or `count`.
    pub lane: String,
    /// Name and SHA-256 of every table of stations that the scenario calls for.
    pub tables: Vec<(String, String)>,
    /// For which claims rare days were sought: `headline`, `all` or `off`.
    pub rare: String,
    /// Which lane played what, one entry a set of assumptions that was run.
    pub played: Vec<Played>,
    /// Of how many trials every station has a row of its own; 0 for none.
    pub by_station: u64,
    /// Files that were written while the run went on.
    pub written: Vec<Written>,
    /// Whether the run was stopped before all trials were done.
    pub interrupted: bool,
}

/// Which lane played the stations under one set of assumptions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Played {
    /// Id of the set of assumptions.
    pub variant: String,
    /// `poll/set`, and the word of the lane that played it.
    pub sets: Vec<(String, String)>,
    /// Days played.
    pub days: u64,
    /// Of these, on how many the count lane gave a set of stations more ballots than its booths can
    /// take while the poll is open; 0 in the other lanes.
    pub beyond: u64,
}

/// A file that is written already: what the manifest says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Relative path.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}
