//! How large a run is, told before it begins: its days, its memory.

use super::exit::Failure;
use super::simulate::{HELD, Plan, frozen, sets_of};
use crate::compare::most_different;
use crate::engine::{self, Freeze, Lane, PollingDay, Prepared, Workspace};
use crate::model::{Figure, Scenario};
use crate::trials::{self, Go, Outcome, Settings};

/// What a run takes whatever its length, bytes.
const BASE: u64 = 40_000_000;
/// What may be taken where the machine does not tell how much it has, bytes.
const UNKNOWN: u64 = 8_000_000_000;
/// Bytes of a value in a table.
const VALUE: u64 = 8;
/// Values laid out beside the tables for each reported figure while one set of assumptions is looked at.
const WORKING: u64 = 3;
/// Bytes of a different value of a figure that is counted.
const COUNTED: u64 = 20;
/// Bytes of a figure that is counted, whatever its values.
const COUNTER: u64 = 150_000;
/// Bytes of a trial while its block is played, for each column: its row, and as text twice over.
const IN_BLOCK: u64 = 64;

/// Memory of a run, bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Columns of all sets of assumptions together.
    pub columns: u64,
    /// A whole run with its report.
    pub run: u64,
    /// A shard.
    pub shard: u64,
}

/// What a run with these many trials in a block needs. Up to [`HELD`] trials it grows with their
/// number, and then no more.
pub fn needs(scenario: &Scenario, plan: &Plan, per_block: u64, adults: u64) -> Needs {
    let columns = sets_of(scenario).into_iter().map(|(_, of)| {
        let empty = trials::empty(of, plan.lane, 0, 0);
        (empty.inputs.len() + empty.counts.len()) as u64
    });
    let columns: Vec<u64> = columns.collect();
    let (sets, figures) = (columns.len() as u64, scenario.reported.len() as u64);
    let widest = columns.iter().max().copied().unwrap_or(0);
    let columns = columns.iter().sum::<u64>();
    let block = widest * IN_BLOCK * per_block.min(plan.trials);
    let held = plan.trials.min(HELD) + frozen(plan.trials);
    let values = columns + figures * (sets + WORKING);
    let counted = match plan.trials > HELD {
        true => sets * (different(scenario, plan.trials, adults) * COUNTED + figures * COUNTER),
        false => 0,
    };
    Needs {
        columns,
        run: BASE + block + VALUE * values * held + counted,
        shard: BASE + block,
    }
}

/// Different values that all figures together may take on, as far as they are held.
fn different(scenario: &Scenario, trials: u64, adults: u64) -> u64 {
    let of = scenario.reported.iter().map(|it| {
        let most = trials.min(most_different(&it.figure) as u64);
        match it.figure {
            Figure::Count(_) => most.min(adults),
            Figure::Percent(_) => most,
        }
    });
    of.sum()
}

/// Adults on a day of the base set of assumptions with every input at its median.
///
/// # Errors
/// [`Failure::Trials`].
pub fn adults(scenario: &Scenario, plan: &Plan) -> Result<u64, Failure> {
    let settings = Settings {
        seed: plan.seed,
        first: 0,
        trials: 1,
        freeze: Freeze::Inputs,
        lane: plan.lane,
        threads: Some(1),
    };
    let of = &scenario.assumptions;
    let day = trials::run(of, &settings, &|_| Go::On).map_err(|source| Failure::Trials {
        variant: "base".into(),
        source,
    })?;
    let groups = (0..of.groups.len()).map(|group| Outcome::Adults { group });
    let adults = groups.filter_map(|it| day.column(it)?.first().copied());
    Ok(adults.sum::<i64>().unsigned_abs())
}

/// What happens on the day of [`adults`] at all stations: people joining a queue, called, voting, going;
/// `None` where days are counted without a clock.
///
/// # Errors
/// [`Failure::Engine`].
pub fn events(scenario: &Scenario, plan: &Plan) -> Result<Option<u64>, Failure> {
    if plan.lane == Lane::Count {
        return Ok(None);
    }
    let refused = |source| Failure::Engine {
        variant: "base".into(),
        source,
    };
    let of = &scenario.assumptions;
    let prepared = Prepared::new(of).map_err(refused)?;
    let day = PollingDay::draw(&prepared, of, plan.seed, 0, Freeze::Inputs).map_err(refused)?;
    let mut workspace = Workspace::default();
    Ok(Some(engine::count_events(
        &prepared,
        of,
        &day,
        &mut workspace,
    )))
}

/// Refuses a run that needs more than it may take: `most`, or half of what the machine has.
///
/// # Errors
/// [`Failure::TooLarge`].
pub fn check(needs: u64, most: Option<u64>) -> Result<(), Failure> {
    let limit = most.unwrap_or_else(default_limit);
    match needs > limit {
        true => Err(Failure::TooLarge { needs, limit }),
        false => Ok(()),
    }
}

/// What a run may take unless told otherwise: half of the machine's memory, or 8 GB where it does
/// not tell.
pub fn default_limit() -> u64 {
    let told = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    installed(&told).map_or(UNKNOWN, |bytes| bytes / 2)
}

/// Installed memory as Linux tells it, bytes.
fn installed(told: &str) -> Option<u64> {
    let line = told.lines().find_map(|it| it.strip_prefix("MemTotal:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn installed_memory_is_read_as_linux_tells_it() {
        assert_eq!(
            installed("MemTotal:       24000000 kB\nMemFree: 1 kB\n"),
            Some(24_576_000_000)
        );
        assert_eq!(installed("MemTotal: lots\n"), None);
        assert_eq!(installed(""), None);
    }

    #[test]
    fn a_run_beyond_the_limit_is_refused_with_both_numbers() {
        assert!(check(10, Some(10)).is_ok());
        let refused = check(11_000_000, Some(10_000_000)).map_err(|it| it.to_string());
        let told = "this run needs about 11 MB of memory, and may take 10 MB";
        assert_eq!(refused, Err(told.into()));
    }
}
