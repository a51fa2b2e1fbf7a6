//! `blocks/`: what a long run has finished so far, one file a block, each whole or not there.
//!
//! `blocks/plan.json` says which run it is; its SHA-256 stands in every block. The scenario and its
//! tables are kept beside it, so that the folder can be finished anywhere.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::exit::Failure;
use super::folder::{self, TEMPORARY, unwritable, write_by};
use super::long::Part;
use super::manifest::{RunId, held_differs, sha256};
use super::reading;
use crate::engine::Lane;
use crate::model::Assumptions;
use crate::report::Artefact;
use crate::report::blocks::{self as format, Bad, Place};
use crate::trials::{self, Block, TrialTable};

/// Folder of the scenario and its tables within the folder of blocks.
pub const SCENARIO: &str = "scenario";

/// Which blocks a run has, and the plan that names it.
#[derive(Clone, Debug)]
pub struct BlockPlan {
    /// The bytes of `plan.json`.
    pub bytes: Vec<u8>,
    /// Their SHA-256.
    pub sha256: String,
    /// All blocks, by number.
    pub blocks: Vec<Block>,
    id: RunId,
    per_block: u64,
}

impl BlockPlan {
    /// The plan of a run with `frozen` trials at medians for each set of assumptions.
    pub fn new(id: RunId, frozen: u64, per_block: u64) -> Self {
        let blocks = trials::blocks(id.variants.len(), id.trials, frozen, per_block);
        let tables = id.tables.iter();
        let document = json!({
            "schema": "scrutineer.plan/1",
            "scenario": id.scenario,
            "scenario_sha256": id.scenario_sha256,
            "tables": tables.map(|(name, sha256)| json!({ "name": name, "sha256": sha256 })).collect::<Vec<_>>(),
            "version": id.version,
            "seed": id.seed,
            "trials": id.trials,
            "variants": id.variants.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>(),
            "lane": id.lane,
            "block_trials": per_block,
            "blocks": blocks.len(),
        });
        let mut text = serde_json::to_string_pretty(&document).expect("a JSON value has a text");
        text.push('\n');
        Self {
            sha256: sha256(text.as_bytes()),
            bytes: text.into_bytes(),
            blocks,
            id,
            per_block,
        }
    }

    /// In what the plan in a folder of blocks differs from this one, in words; `None` when it is
    /// this one, or when it cannot be read: blocks tell themselves which plan is theirs.
    pub fn differs(&self, blocks: &Path) -> Option<String> {
        let text = reading::artefact(&blocks.join(format::PLAN)).ok()?;
        let held = read_plan(&text)?;
        let size = held.get("block_trials").and_then(Value::as_u64);
        held_differs(&held, &self.id, false).or_else(|| {
            let held = size.filter(|&it| it != self.per_block)?;
            let here = self.per_block;
            Some(format!(
                "it holds blocks of {held} trials, not {here} (--block-trials)"
            ))
        })
    }

    /// Whether the plan in a folder of blocks is this one, byte for byte.
    pub fn is_in(&self, blocks: &Path) -> bool {
        fs::read(blocks.join(format::PLAN)).is_ok_and(|bytes| bytes == self.bytes)
    }
}

/// The plan in a text, if it is one of ours.
pub fn read_plan(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    (value.get("schema")?.as_str()? == "scrutineer.plan/1").then_some(value)
}

/// Whether blocks of a run are kept in an output folder.
pub fn are_in(out: &Path) -> bool {
    out.join(format::FOLDER).join(format::PLAN).is_file()
}

/// What was found of a block.
#[derive(Debug)]
pub enum Found {
    /// It is whole.
    Whole(TrialTable),
    /// It is not there.
    Nothing,
    /// It is there and cannot be used.
    Bad(PathBuf, Bad),
}

/// The folder of blocks of an open output folder.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    /// Further folders of blocks to read from.
    more: Vec<PathBuf>,
    plan: BlockPlan,
    lane: Lane,
}

impl Store {
    /// Opens the folder of blocks in `out`, making it if need be, with the scenario in it. What
    /// killed runs left of temporary files is taken away; beside others, only that of a part's blocks.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn open(
        out: &Path,
        plan: BlockPlan,
        lane: Lane,
        scenario: &[Artefact],
        part: Option<&Part>,
    ) -> Result<Self, Failure> {
        let folder = out.join(format::FOLDER);
        fs::create_dir_all(&folder).map_err(|source| unwritable(&folder, source))?;
        let store = Self {
            folder,
            more: Vec::new(),
            plan,
            lane,
        };
        store.sweep(part)?;
        for file in scenario {
            let path = store.folder.join(SCENARIO).join(&file.name);
            store.put(&path, &file.bytes)?;
        }
        // The plan comes last: with it the folder is what it says.
        store.put(&store.folder.join(format::PLAN), &store.plan.bytes)?;
        Ok(store)
    }

    /// A store that only reads, from several folders of blocks.
    pub fn reading(folders: &[PathBuf], plan: BlockPlan, lane: Lane) -> Self {
        Self {
            folder: folders.first().cloned().unwrap_or_default(),
            more: folders.iter().skip(1).cloned().collect(),
            plan,
            lane,
        }
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// All blocks of the run.
    pub fn blocks(&self) -> &[Block] {
        &self.plan.blocks
    }

    /// A block as it lies in one folder of blocks; `(id, of)` is its set of assumptions.
    pub fn look(&self, folder: &Path, block: Block, (id, of): (&str, &Assumptions)) -> Found {
        let path = folder.join(format::name(block.number));
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Found::Nothing,
            Err(_) => return Found::Bad(path, Bad::Damaged),
        };
        let empty = trials::empty(of, self.lane, block.first, block.trials as usize);
        match format::read(&bytes, &self.place(block, id, of), empty) {
            Ok(table) => Found::Whole(table),
            Err(bad) => Found::Bad(path, bad),
        }
    }

    /// A block from whichever folder has it whole.
    pub fn find(&self, block: Block, set: (&str, &Assumptions)) -> Found {
        let mut worst = Found::Nothing;
        for folder in std::iter::once(&self.folder).chain(&self.more) {
            match self.look(folder, block, set) {
                Found::Whole(table) => return Found::Whole(table),
                Found::Nothing => {}
                bad => worst = bad,
            }
        }
        worst
    }

    /// Writes a finished block.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn keep(
        &self,
        block: Block,
        (id, of): (&str, &Assumptions),
        table: &TrialTable,
    ) -> Result<(), Failure> {
        let bytes = format::write(&self.place(block, id, of), table);
        self.put(&self.folder.join(format::name(block.number)), &bytes)
    }

    /// Whether there is a file of a block, whole or not.
    pub fn has(&self, number: u64) -> bool {
        self.folder.join(format::name(number)).is_file()
    }

    /// How many files of blocks there are, whole or not.
    pub fn count(&self) -> u64 {
        count(&self.folder)
    }

    /// Takes the folder away, leaving alone whatever is not ours.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn remove(self) -> Result<(), Failure> {
        remove(&self.folder)
    }

    fn place<'a>(&'a self, block: Block, variant: &'a str, of: &'a Assumptions) -> Place<'a> {
        Place {
            plan: &self.plan.sha256,
            variant,
            of,
            block,
        }
    }

    /// Removes temporary files: all, or those of the blocks of a part.
    fn sweep(&self, part: Option<&Part>) -> Result<(), Failure> {
        for name in names(&self.folder) {
            let Some(name) = name.strip_suffix(TEMPORARY) else {
                continue;
            };
            let of = name.trim_start_matches('.').split('~').next();
            let number = of.and_then(format::number);
            // Others who share the folder may be writing whatever is not of this part.
            if part.is_none_or(|part| number.is_some_and(|it| part.holds(it))) {
                folder::remove(&self.folder.join(format!("{name}{TEMPORARY}")))?;
            }
        }
        Ok(())
    }

    /// Writes a file, unless it is there as it should be, under a name of its own until it is whole:
    /// several processes may be at the same block, and each leaves the same bytes.
    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        if fs::read(path).is_ok_and(|there| there == bytes) {
            return Ok(());
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let own = format!("{}-{}", std::process::id(), super::clock::fresh_seed());
        let temporary = path.with_file_name(format!(".{name}~{own}{TEMPORARY}"));
        write_by(&temporary, path, bytes)
    }
}

/// How many files of blocks are in a folder of blocks.
pub fn count(folder: &Path) -> u64 {
    let names = names(folder);
    names.filter_map(|name| format::number(&name)).count() as u64
}

/// Takes a folder of blocks away, leaving alone whatever is not ours.
///
/// # Errors
/// [`Failure::Unwritable`].
pub fn remove(folder: &Path) -> Result<(), Failure> {
    // Without its plan the folder is nothing, whenever this is cut short.
    folder::remove(&folder.join(format::PLAN))?;
    for name in names(folder) {
        let lock = name.starts_with(LOCK);
        if format::number(&name).is_some() || name.ends_with(TEMPORARY) || lock {
            folder::remove(&folder.join(name))?;
        }
    }
    let scenario = folder.join(SCENARIO);
    if scenario.is_dir() {
        fs::remove_dir_all(&scenario).map_err(|source| unwritable(&scenario, source))?;
    }
    let _ = fs::remove_dir(folder); // fails, as it should, when something is in it
    Ok(())
}

/// Beginning of the names of locks of shards.
pub const LOCK: &str = ".lock-";

fn names(folder: &Path) -> impl Iterator<Item = String> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned())
}
