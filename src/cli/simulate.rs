//! Trials of all sets of assumptions, with progress, until done or stopped.

use super::blocks::{Found, Store};
use super::by_station::{self, StationFile};
use super::exit::Failure;
use super::progress::Progress;
use super::rows::TrialFile;
use super::signals::Stop;
use super::streams::Voice;
use crate::compare::Tally;
use crate::engine::{Freeze, Lane};
use crate::model::{Assumptions, Scenario};
use crate::random::Seed;
use crate::report::blocks::Bad;
use crate::trials::{self, Block, Settings, TrialTable, VariantRun};
use crate::words;

/// Trials with every input at its median, at most: they only show how wide chance alone is.
const FROZEN_AT_MOST: u64 = 1_000;
/// Trials of a set of assumptions that are held in memory, at most: of a longer run the others are
/// counted and let go.
pub const HELD: u64 = 100_000;
/// Trials played in one go where no blocks are kept.
const TRIALS_AT_ONCE: u64 = 4_096;

/// How many trials of what.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// The seed.
    pub seed: Seed,
    /// Trials per set of assumptions.
    pub trials: u64,
    /// Which lane plays.
    pub lane: Lane,
    /// Threads; `None` for one a core.
    pub threads: Option<usize>,
}

impl Plan {
    /// How many threads that comes to.
    pub fn threads(&self) -> usize {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.unwrap_or(cores)
    }
}

/// What is kept of a run besides its tables.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kept<'a> {
    /// Takes rows of single stations of the full trials, one set of assumptions after the other.
    pub by_station: Option<&'a StationFile>,
    /// Takes finished blocks, and has those that were finished before.
    pub store: Option<&'a Store>,
    /// Takes the rows of all trials.
    pub rows: Option<&'a TrialFile>,
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Played {
    /// One entry a set of assumptions that has a finished trial, base first.
    pub runs: Vec<VariantRun>,
    /// What all their trials came to, in the same order, where they are too many to be held; else none.
    pub tallies: Vec<Tally>,
}

/// How many trials with every input at its median stand beside `trials` full ones.
pub fn frozen(trials: u64) -> u64 {
    trials.min(FROZEN_AT_MOST)
}

/// Runs the base set and every variant of the scenario, base first, block after block, and holds no
/// more than [`HELD`] trials of each.
///
/// When stopped, returns what is finished: sets of assumptions without a finished trial are left
/// out, so there may be none.
///
/// # Errors
/// [`Failure::Trials`] when a set of assumptions cannot be simulated; [`Failure::Unwritable`] when
/// what shall be kept cannot be.
pub fn simulate(
    scenario: &Scenario,
    plan: &Plan,
    stop: &Stop,
    voice: &Voice,
    kept: &Kept,
) -> Result<Played, Failure> {
    simulate_holding(HELD, scenario, plan, stop, voice, kept)
}

/// [`simulate`] with another number of trials held.
fn simulate_holding(
    held: u64,
    scenario: &Scenario,
    plan: &Plan,
    stop: &Stop,
    voice: &Voice,
    kept: &Kept,
) -> Result<Played, Failure> {
    let sets = sets_of(scenario);
    let frozen = frozen(plan.trials);
    let own;
    let blocks = match kept.store {
        Some(store) => store.blocks(),
        None => {
            own = trials::blocks(sets.len(), plan.trials, frozen, TRIALS_AT_ONCE);
            &own
        }
    };
    let progress = Progress::new(voice, (plan.trials + frozen) * sets.len() as u64);
    let work = Work {
        scenario,
        held,
        plan,
        stop,
        voice,
        progress: &progress,
        kept,
    };
    let mut played = Played::default();
    for (at, (id, assumptions)) in sets.into_iter().enumerate() {
        if stop.asked() {
            break;
        }
        progress.now(id);
        let of = blocks.iter().filter(|it| it.set == at);
        let of: Vec<Block> = of.copied().collect();
        if !work.set((id, assumptions), &of, &mut played)? {
            break;
        }
    }
    progress.finish();
    Ok(played)
}

/// One set of assumptions of a scenario, as [`simulate`] plays it, kept nowhere; `frozen` trials with
/// every input at its median. Errors name the assumptions as `set` does.
///
/// # Errors
/// [`Failure::Trials`].
pub fn one(
    scenario: &Scenario,
    set: (&str, &Assumptions),
    plan: &Plan,
    frozen: u64,
    stop: &Stop,
    voice: &Voice,
    progress: &Progress,
) -> Result<Played, Failure> {
    let kept = Kept::default();
    let work = Work {
        scenario,
        held: HELD,
        plan,
        stop,
        voice,
        progress,
        kept: &kept,
    };
    let blocks = trials::blocks(1, plan.trials, frozen, TRIALS_AT_ONCE);
    let mut played = Played::default();
    work.set(set, &blocks, &mut played)?;
    Ok(played)
}

/// Trials with inputs drawn: the first of them, how many there are, and what all came to where that
/// is more.
struct Full {
    table: TrialTable,
    done: u64,
    tally: Option<Tally>,
}

/// What every block of a run is played with.
struct Work<'a> {
    scenario: &'a Scenario,
    held: u64,
    plan: &'a Plan,
    stop: &'a Stop,
    voice: &'a Voice,
    progress: &'a Progress,
    kept: &'a Kept<'a>,
}

impl Work<'_> {
    /// One set of assumptions by its blocks; returns whether there is a finished trial of it.
    fn set(
        &self,
        set: (&str, &Assumptions),
        blocks: &[Block],
        played: &mut Played,
    ) -> Result<bool, Failure> {
        let of = |freeze| blocks.iter().filter(move |it| it.freeze == freeze);
        // The frozen trials come first, so that whatever is finished later can be shown beside them.
        let frozen = self.frozen(set, of(Freeze::Inputs))?;
        let full = self.full(set, of(Freeze::No))?;
        if full.done == 0 {
            return Ok(false);
        }
        if let Some(rows) = self.kept.rows {
            rows.add(set, Freeze::Inputs, &frozen);
        }
        played.runs.push(VariantRun {
            id: set.0.into(),
            table: full.table,
            frozen,
            done: full.done,
            requested: self.plan.trials,
        });
        played.tallies.extend(full.tally);
        Ok(true)
    }

    /// The trials with every input at its median, as one table; shorter when stopped.
    fn frozen<'b>(
        &self,
        set: (&str, &Assumptions),
        blocks: impl Iterator<Item = &'b Block>,
    ) -> Result<TrialTable, Failure> {
        let mut table = trials::empty(set.1, self.plan.lane, 0, 0);
        self.each(set, blocks, |part| table.append(part))?;
        Ok(table)
    }

    /// The trials with inputs drawn; fewer when stopped.
    fn full<'b>(
        &self,
        set: (&str, &Assumptions),
        blocks: impl Iterator<Item = &'b Block>,
    ) -> Result<Full, Failure> {
        let trials = self.plan.trials;
        let room = trials.min(self.held) as usize;
        let mut full = Full {
            table: trials::empty(set.1, self.plan.lane, 0, room),
            done: 0,
            tally: (trials > self.held).then(|| Tally::new(self.scenario)),
        };
        self.each(set, blocks, |part| {
            if full.table.len < room {
                let rows = room - full.table.len;
                full.table.append_first(part, rows);
            }
            full.done += part.len as u64;
            if let Some(tally) = &mut full.tally {
                tally.add(self.scenario, set.1, part);
            }
            if let Some(rows) = self.kept.rows {
                rows.add(set, Freeze::No, part);
            }
        })?;
        Ok(full)
    }

    /// Hands over one block after the other until all are done or the run is stopped; the last one
    /// may be cut short.
    fn each<'b>(
        &self,
        set: (&str, &Assumptions),
        blocks: impl Iterator<Item = &'b Block>,
        mut take: impl FnMut(&TrialTable),
    ) -> Result<(), Failure> {
        for block in blocks {
            if self.stop.asked() {
                break;
            }
            let part = self.block(*block, set)?;
            take(&part);
            if (part.len as u64) < block.trials {
                break;
            }
        }
        Ok(())
    }

    /// One block, from the store if it is there.
    fn block(&self, block: Block, set: (&str, &Assumptions)) -> Result<TrialTable, Failure> {
        let file = self.kept.by_station;
        let file = file.filter(|file| block.freeze == Freeze::No && file.takes(block.first));
        let Some(store) = self.kept.store else {
            return play(block, set, self.plan, file, self.stop, self.progress);
        };
        // Rows of stations are not kept in blocks: such trials are played again.
        if file.is_none() {
            match store.find(block, set) {
                Found::Whole(table) => {
                    self.progress.add(block.trials);
                    return Ok(table);
                }
                Found::Nothing => {}
                Found::Bad(path, bad) => self
                    .voice
                    .note(words::bad_block(&path.display(), bad == Bad::Damaged)),
            }
        }
        let part = play(block, set, self.plan, file, self.stop, self.progress)?;
        if part.len as u64 == block.trials {
            store.keep(block, set, &part)?;
        }
        Ok(part)
    }
}

/// Plays a block; shorter when stopped. Rows of stations go to `file`.
///
/// # Errors
/// [`Failure::Trials`]; [`Failure::Unwritable`] when the file cannot grow.
pub fn play(
    block: Block,
    (id, assumptions): (&str, &Assumptions),
    plan: &Plan,
    file: Option<&StationFile>,
    stop: &Stop,
    progress: &Progress,
) -> Result<TrialTable, Failure> {
    let settings = Settings {
        first: block.first,
        ..settings(plan, block.trials, block.freeze)
    };
    by_station::table(id, assumptions, &settings, file, stop, progress)
}

/// Ids and assumptions of the base set and the variants.
pub fn sets_of(scenario: &Scenario) -> Vec<(&str, &Assumptions)> {
    let variants = scenario.variants.iter();
    std::iter::once(("base", &scenario.assumptions))
        .chain(variants.map(|variant| (variant.id.as_str(), &variant.assumptions)))
        .collect()
}

/// One table of trials; shorter than asked for when stopped.
///
/// # Errors
/// [`Failure::Trials`], naming the assumptions by `id`.
pub fn table(
    id: &str,
    assumptions: &Assumptions,
    plan: &Plan,
    trials: u64,
    freeze: Freeze,
    stop: &Stop,
    progress: &Progress,
) -> Result<TrialTable, Failure> {
    let settings = settings(plan, trials, freeze);
    by_station::table(id, assumptions, &settings, None, stop, progress)
}

/// Trials of a plan from the first on.
fn settings(plan: &Plan, trials: u64, freeze: Freeze) -> Settings {
    Settings {
        seed: plan.seed,
        first: 0,
        trials,
        freeze,
        lane: plan.lane,
        threads: plan.threads,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::compare_tallied;

    const DEMO: &str = include_str!("../../scenarios/demo.toml");

    #[test]
    fn a_run_that_holds_few_days_says_of_all_what_one_that_holds_all_says() {
        let scenario = crate::scenario::read(DEMO, "demo").expect("shipped");
        let scenario = scenario.scenario;
        let plan = Plan {
            seed: Seed(7),
            trials: 300,
            lane: Lane::Auto,
            threads: Some(2),
        };
        let voice = Voice {
            quiet: true,
            mute: true,
            verbose: false,
            color_out: false,
            color_err: false,
            progress: false,
            plain: true,
        };
        let played = |held| {
            let kept = Kept::default();
            let stop = Stop::default();
            let of = simulate_holding(held, &scenario, &plan, &stop, &voice, &kept);
            of.expect("it runs")
        };
        let (all, few) = (played(300), played(40));
        assert!(all.tallies.is_empty() && few.tallies.len() == few.runs.len());
        let compared = |of: &Played| compare_tallied(&scenario, &of.runs, &of.tallies);
        let (whole, counted) = (compared(&all), compared(&few));
        for (whole, counted) in whole.variants.iter().zip(&counted.variants) {
            assert_eq!((counted.trials, counted.shown), (300, 40));
            for (whole, counted) in whole.figures.iter().zip(&counted.figures) {
                assert_eq!(whole.tail, counted.tail);
                assert_eq!(whole.simulated, counted.simulated);
                assert_eq!(whole.standing, counted.standing);
                assert_eq!(whole.values[..40], counted.values);
            }
            let hits =
                |it: &crate::compare::VariantComparison| it.joint.as_ref().map(|it| it.tail.hits);
            assert_eq!(hits(whole), hits(counted));
        }
    }
}
