//! Seeking rare days after the trials: how much effort, and what is said meanwhile.

use clap::ValueEnum;

use super::exit::Failure;
use super::signals::Stop;
use super::simulate::Plan;
use super::streams::Voice;
use crate::compare::{Comparison, Search, sharpen, weigh};
use crate::model::Scenario;
use crate::stats::splitting::Effort;
use crate::trials::VariantRun;
use crate::words::command as says;
use crate::words::stories_short;

/// What to do about claims that hardly any day reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RareArg {
    /// For headline figures and the joint claim
    Headline,
    /// For every figure; takes seconds a figure
    All,
    /// For none: days are counted and no more
    Off,
}

impl RareArg {
    /// The word, as in the manifest.
    pub fn word(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::All => "all",
            Self::Off => "off",
        }
    }
}

/// Ten searches of a hundred days each: a probability of one in a million within some 15 %. Below that,
/// which is not told anyway, they give up with a bound.
const EFFORT: Effort = Effort {
    particles: 100,
    moves: 10,
    runs: 10,
    levels: 20,
};

/// Smaller searches for accounts, of which there are three: for each spread of the inputs one.
const EFFORT_FOR_ACCOUNTS: Effort = Effort {
    particles: 50,
    ..EFFORT
};

/// Tells how rare the claims are that hardly any trial reached, `all` of them or headline figures and
/// the joint claim, and fills them into the comparison.
///
/// # Errors
/// [`Failure::Trials`] when a set of assumptions cannot be simulated.
pub fn seek(
    scenario: &Scenario,
    runs: &[VariantRun],
    comparison: &mut Comparison,
    (plan, all): (&Plan, bool),
    stop: &Stop,
    voice: &Voice,
) -> Result<(), Failure> {
    let tell = |variant: &str, figure: &str| {
        voice.detail(says::seeking(figure, variant));
    };
    let asked = || stop.asked();
    let search = Search {
        all,
        explain: true,
        ..search(plan, EFFORT, &tell, &asked)
    };
    sharpen(scenario, runs, comparison, &search).map_err(|source| Failure::Trials {
        variant: "base".into(),
        source,
    })
}

/// Weighs the accounts that the scenario states of how figures arose; `rare`: whether rare days are
/// sought for them.
///
/// # Errors
/// [`Failure::Trials`] when the base set of assumptions cannot be simulated.
pub fn accounts(
    scenario: &Scenario,
    runs: &[VariantRun],
    comparison: &mut Comparison,
    (plan, rare): (&Plan, bool),
    stop: &Stop,
    voice: &Voice,
) -> Result<(), Failure> {
    let tell = |_: &str, _: &str| voice.detail(says::WEIGHING);
    let asked = || stop.asked();
    let search = search(plan, EFFORT_FOR_ACCOUNTS, &tell, &asked);
    weigh(scenario, runs, comparison, &search, rare).map_err(|source| Failure::Trials {
        variant: "base".into(),
        source,
    })?;
    for accounts in comparison.variants.iter().flat_map(|it| &it.accounts) {
        for line in stories_short(scenario, accounts) {
            voice.detail(line);
        }
    }
    Ok(())
}

/// A search as the flags want it, for headline figures and without explanations.
pub fn search<'a>(
    plan: &Plan,
    effort: Effort,
    tell: &'a dyn Fn(&str, &str),
    stop: &'a (dyn Fn() -> bool + Sync),
) -> Search<'a> {
    Search {
        seed: plan.seed,
        effort,
        all: false,
        explain: false,
        threads: plan.threads,
        tell,
        stop,
    }
}
