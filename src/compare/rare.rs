//! How rare a claim is that hardly any trial reached.
//!
//! Counting says "fewer than 3 in 10,000" and no more. Where fewer than [`FEW_HITS`] trials reach a
//! claim, days that reach it are sought instead ([`crate::seek`]), and the search tells how rare they
//! are. The standing stays what the counted days make it: a search can overlook a way to the figure,
//! counting cannot.

use super::goals::Goal;
use super::{Comparison, FigureComparison, Standing, VariantComparison};
use crate::model::{Assumptions, Scenario};
use crate::random::Seed;
use crate::seek::{self, Agreement, Ground, Seeking, Sought};
use crate::stats::proportion;
use crate::stats::splitting::Effort;
use crate::trials::{TrialTable, TrialsError, VariantRun};
use crate::units::Estimate;

/// With so many hits or more, counting alone is good enough: a relative error of 22 %.
pub const FEW_HITS: u64 = 20;

/// What a search for days that reach a claim came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Rare {
    /// Days counted without a clock do not have the law of the days that were played, so nothing was
    /// sought: doors, queues or papers decide here.
    NotTold(Agreement),
    /// How rare such days are.
    Told(Told),
}

/// How rare days that reach a claim are, and how that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Probability of such a day, with a 95 % interval over independent runs. Where no run reached the
    /// claim the value is an upper bound and the interval begins at 0.
    pub area: Estimate,
    /// Whether no run reached the claim, so that there is only a bound.
    pub bound_only: bool,
    /// Surprise, -log2 of the probability.
    pub bits: f64,
    /// Independent runs.
    pub runs: usize,
    /// Days each run carries along.
    pub particles: usize,
    /// Days that were played in all.
    pub days: u64,
    /// Steps from ordinary days to the claim, mean over the runs.
    pub levels: f64,
    /// Ordinary days from which all found days descend; few mean that the answer hangs on few.
    pub ancestors: usize,
    /// Spread of the runs over what theory expects; above 2 there may be a second way to the claim,
    /// and the probability may be larger.
    pub spread_ratio: f64,
    /// Whether that alarm went off, even with four times the particles.
    pub alarm: bool,
    /// How days counted without a clock compare with those that were played.
    pub agreement: Agreement,
}

/// How to search.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// The run's seed.
    pub seed: Seed,
    /// Effort of a search.
    pub effort: Effort,
    /// Threads; `None` for one a core.
    pub threads: Option<usize>,
    /// Called before every search with the set of assumptions and the figure's id.
    pub tell: &'a dyn Fn(&str, &str),
    /// Whether to stop.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// Tells how rare the claims are that fewer than [`FEW_HITS`] trials reached, and fills them into the
/// comparison. Claims beyond a hard bound have nothing to seek; those within need no second answer;
/// figures of an hour of the day need a clock. Stops early, with what is found, when told to stop.
///
/// # Errors
/// [`TrialsError`] when a set of assumptions cannot be prepared.
pub fn sharpen(
    scenario: &Scenario,
    runs: &[VariantRun],
    comparison: &mut Comparison,
    search: &Search<'_>,
) -> Result<(), TrialsError> {
    for (variant, run) in comparison.variants.iter_mut().zip(runs) {
        let (_, of) = super::whole::assumptions_of(scenario, &run.id);
        let rare = Rareness {
            scenario,
            of,
            played: &run.table,
            search,
        };
        rare.fill(variant)?;
    }
    Ok(())
}

/// The searches of one set of assumptions.
struct Rareness<'a> {
    scenario: &'a Scenario,
    of: &'a Assumptions,
    played: &'a TrialTable,
    search: &'a Search<'a>,
}

impl Rareness<'_> {
    fn fill(&self, variant: &mut VariantComparison) -> Result<(), TrialsError> {
        let ground = Ground::new(self.of, self.search.seed)?;
        for at in 0..variant.figures.len() {
            let figure = &variant.figures[at];
            let test = !self.scenario.reported[figure.reported].used_for_assumptions;
            if test && is_few(figure.tail.hits, figure.standing) {
                (self.search.tell)(&variant.id, &figure.id);
                let rare = self.told(&ground, &[figure], &figure.id)?;
                variant.figures[at].rare = rare;
            }
        }
        let Some(joint) = &variant.joint else {
            return Ok(());
        };
        if is_few(joint.tail.hits, joint.standing) {
            (self.search.tell)(&variant.id, "joint");
            let figures: Vec<&FigureComparison> =
                joint.of.iter().map(|&at| &variant.figures[at]).collect();
            let rare = self.told(&ground, &figures, "joint")?;
            if let Some(joint) = &mut variant.joint {
                joint.rare = rare;
            }
        }
        Ok(())
    }

    /// Seeks days that reach all these figures; `None` when stopped or when only a clock can tell.
    fn told(
        &self,
        ground: &Ground<'_>,
        figures: &[&FigureComparison],
        name: &str,
    ) -> Result<Option<Rare>, TrialsError> {
        let goal = Goal::tails(self.of, &self.scenario.reported, figures);
        if !goal.without_clock() || (self.search.stop)() {
            return Ok(None);
        }
        let level = |table: &TrialTable| goal.levels(table);
        let threads = self.search.threads;
        let agreement = seek::agreement(ground, self.played, &level, threads)?;
        if !agreement.holds() {
            return Ok(Some(Rare::NotTold(agreement)));
        }
        let seeking = Seeking {
            effort: self.search.effort,
            name,
            threads,
            stop: self.search.stop,
        };
        let sought = seek::seek(ground, &level, &seeking);
        Ok(sought.map(|sought| Rare::Told(told(&sought, agreement))))
    }
}

/// Whether a claim was reached so rarely that counting says little, and arithmetic has not decided.
fn is_few(hits: u64, standing: Standing) -> bool {
    hits < FEW_HITS && matches!(standing, Standing::Strained | Standing::Outside)
}

/// What a search says, in this room's words.
pub(super) fn told(sought: &Sought, agreement: Agreement) -> Told {
    let rarity = &sought.rarity;
    let bound = Estimate {
        value: rarity.at_most,
        low: 0.0,
        high: rarity.at_most,
        level: 0.95,
    };
    let area = rarity.estimate.unwrap_or(bound);
    Told {
        area,
        bound_only: rarity.estimate.is_none(),
        bits: proportion::bits(area.value),
        runs: rarity.runs,
        particles: sought.particles,
        days: rarity.scored,
        levels: sought.steps,
        ancestors: rarity.ancestors,
        spread_ratio: rarity.spread,
        alarm: rarity.alarm,
        agreement,
    }
}
