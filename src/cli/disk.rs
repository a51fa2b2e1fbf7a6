//! How much disk a run takes, told before it begins, and how much there is.

use std::path::Path;
use std::process::{Command, Stdio};

use super::exit::Failure;
use super::job::Job;
use super::rows;
use super::simulate::{frozen, sets_of};
use crate::engine::Freeze;
use crate::model::Assumptions;
use crate::report::blocks;
use crate::trials::{self, Block, Go, Settings, TrialTable};

/// What takes less is not held against what there is, bytes.
const WORTH_ASKING: u64 = 100_000_000;
/// Bytes of a value as text in a block and in `trials.csv` together, at most about.
const VALUE: u64 = 20;

/// What a trial takes on disk, of all sets of assumptions together, bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct PerTrial {
    /// In blocks.
    pub blocks: f64,
    /// In `trials.csv`.
    pub table: f64,
}

impl PerTrial {
    /// Adds what the days of a table take, on average.
    pub fn add(&mut self, job: &Job, (id, of): (&str, &Assumptions), table: &TrialTable) {
        let place = blocks::Place {
            plan: "",
            variant: id,
            of,
            block: Block {
                number: 0,
                set: 0,
                freeze: Freeze::No,
                first: 0,
                trials: table.len as u64,
            },
        };
        let mut rows = Vec::new();
        let sheet = rows::sheet(&job.scenario, job.plan.lane);
        let written = sheet.rows((id, of), Freeze::No, table, &mut rows);
        written.expect("writing to memory cannot fail");
        let days = table.len.max(1) as f64;
        self.blocks += blocks::write(&place, table).len() as f64 / days;
        self.table += rows.len() as f64 / days;
    }

    /// As one day of each set of assumptions has it.
    fn of_a_day(job: &Job) -> Result<Self, Failure> {
        let mut sum = Self::default();
        for (id, of) in sets_of(&job.scenario) {
            let settings = Settings {
                seed: job.plan.seed,
                first: 0,
                trials: 1,
                freeze: Freeze::No,
                lane: job.plan.lane,
                threads: Some(1),
            };
            let day = trials::run(of, &settings, &|_| Go::On);
            let day = day.map_err(|source| Failure::Trials {
                variant: id.into(),
                source,
            })?;
            sum.add(job, (id, of), &day);
        }
        Ok(sum)
    }
}

/// What a run is about to write.
#[derive(Clone, Copy, Debug)]
pub struct Writes {
    /// Which part of all blocks, from 0 to 1.
    pub blocks: f64,
    /// Whether `trials.csv` too.
    pub table: bool,
}

/// Refuses what needs more disk than it may take: `--max-disk`, or what is free where `folder` is.
/// Small runs, and systems that do not tell what is free, are not asked.
///
/// # Errors
/// [`Failure::NoRoom`]; [`Failure::Trials`] when no day can be played.
pub fn check(job: &Job, folder: &Path, writes: Writes) -> Result<(), Failure> {
    let kept = job.plan.trials + frozen(job.plan.trials);
    let roughly = job.needs().columns.saturating_mul(VALUE * kept);
    if roughly < WORTH_ASKING {
        return Ok(());
    }
    let Some(limit) = job.long.max_disk.or_else(|| free(folder)) else {
        return Ok(());
    };
    let each = PerTrial::of_a_day(job)?;
    let table = if writes.table { each.table } else { 0.0 };
    let needs = ((each.blocks * writes.blocks + table) * kept as f64) as u64;
    match needs > limit && needs > WORTH_ASKING {
        true => Err(Failure::NoRoom {
            path: folder.into(),
            needs,
            limit,
        }),
        false => Ok(()),
    }
}

/// Bytes that are free where a path is, as `df` tells; `None` where there is no such command.
pub fn free(path: &Path) -> Option<u64> {
    let there = path.ancestors().find(|it| it.exists());
    let there = there.unwrap_or(Path::new("."));
    let told = Command::new("df")
        .arg("-Pk")
        .arg(there.canonicalize().ok()?)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    available(&String::from_utf8_lossy(&told.stdout))
}

/// Free bytes in the portable answer of `df -Pk` (POSIX): the number before the one with a per cent
/// sign. Names of file systems may have spaces in them.
fn available(told: &str) -> Option<u64> {
    let fields: Vec<&str> = told.lines().nth(1)?.split_whitespace().collect();
    let percent = fields.iter().position(|it| {
        let digits = it.strip_suffix('%');
        digits.is_some_and(|it| it.parse::<u32>().is_ok())
    })?;
    let kib: u64 = fields.get(percent.checked_sub(1)?)?.parse().ok()?;
    kib.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_room_is_read_as_df_tells_it() {
        let told = "Filesystem     1024-blocks     Used Available Capacity Mounted on\n\
                    //box/my share   263174212 26214400  70000000      28% /mnt/my disk\n";
        assert_eq!(available(told), Some(71_680_000_000));
        assert_eq!(available("df: no such file\n"), None);
        assert_eq!(available("Filesystem\nnone - - - - /\n"), None);
    }
}
