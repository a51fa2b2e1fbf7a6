//! Trials of all sets of assumptions, with progress, until done or stopped.

use super::by_station::{self, StationFile};
use super::exit::Failure;
use super::progress::Progress;
use super::signals::Stop;
use super::streams::Voice;
use crate::engine::{Freeze, Lane};
use crate::model::{Assumptions, Scenario};
use crate::random::Seed;
use crate::trials::{Settings, TrialTable, VariantRun};

/// Trials with every input at its median, at most: they only show how wide chance alone is.
const FROZEN_AT_MOST: u64 = 1_000;

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

/// Runs the base set and every variant of the scenario, base first.
///
/// `by_station`, if given, takes rows of single stations of the full trials, one set of assumptions
/// after the other.
///
/// When stopped, returns what is finished: sets of assumptions without a finished trial are left
/// out, so the list may be empty.
///
/// # Errors
/// [`Failure::Trials`] when a set of assumptions cannot be simulated.
pub fn simulate(
    scenario: &Scenario,
    plan: &Plan,
    stop: &Stop,
    voice: &Voice,
    by_station: Option<&StationFile>,
) -> Result<Vec<VariantRun>, Failure> {
    let sets = sets_of(scenario);
    let frozen = plan.trials.min(FROZEN_AT_MOST);
    let progress = Progress::new(voice, (plan.trials + frozen) * sets.len() as u64);
    let mut runs = Vec::new();
    for (id, assumptions) in sets {
        if stop.asked() {
            break;
        }
        progress.now(id);
        // The frozen trials come first, so that whatever is finished later can be shown beside them.
        let frozen = table(
            id,
            assumptions,
            plan,
            frozen,
            Freeze::Inputs,
            stop,
            &progress,
        )?;
        let settings = settings(plan, plan.trials, Freeze::No);
        let full = by_station::table(id, assumptions, &settings, by_station, stop, &progress)?;
        if full.len == 0 {
            break;
        }
        runs.push(VariantRun {
            id: id.into(),
            table: full,
            frozen,
            requested: plan.trials,
        });
    }
    progress.finish();
    Ok(runs)
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
