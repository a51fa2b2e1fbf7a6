//! How rare a claim is that hardly any trial reached.
//!
//! Counting says "fewer than 3 in 10,000" and no more. Where fewer than [`FEW_HITS`] trials reach a
//! claim, days that reach it are sought instead ([`crate::seek`]), and the search tells how rare they
//! are. The standing stays what the counted days make it: a search can overlook a way to the figure,
//! counting cannot.

use super::goals::Goal;
use super::why::{Asking, From, Why};
use super::{Comparison, FigureComparison, Side, Standing, VariantComparison};
use crate::model::{Assumptions, Scenario};
use crate::random::Seed;
use crate::seek::{self, Agreement, Ground, Seeking, Sought, Step};
use crate::stats::proportion;
use crate::stats::splitting::Effort;
use crate::trials::{Outcome, TrialTable, TrialsError, VariantRun};
use crate::units::Estimate;

/// With so many hits or more, counting alone is good enough: a relative error of 22 %.
pub const FEW_HITS: u64 = 20;

/// Levels after which a search that is only to explain gives up: below 1 in 10^18.
const LEVELS_TO_EXPLAIN: usize = 60;

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
    /// Whether no run reached the claim, or no found day reaches it by the clock, so that there is only
    /// a bound.
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
    /// Of the found days that were then played by the clock, how many still reach the claim, and how
    /// many were played. The probability is multiplied with this share.
    pub confirmed: (u64, u64),
    /// The way of every run towards the claim, level by level ([`super::falling`]).
    pub ways: Vec<Vec<Step>>,
}

/// How to search.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// The run's seed.
    pub seed: Seed,
    /// Effort of a search.
    pub effort: Effort,
    /// Whether to seek for every figure, or for headline figures and the joint claim only (for all
    /// where the scenario marks none).
    pub all: bool,
    /// Whether to work out, for the headline figures and the joint claim of the base set, what would
    /// have to be true, beside all else and with no more effort; [`explain`] goes further.
    pub explain: bool,
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
        rare.fill(variant, search.explain && variant.id == "base")?;
    }
    Ok(())
}

/// What would have to be true under one set of assumptions, for each of the lists of figures
/// (positions in `variant.figures`; those of a list are to hold together). Figures of an hour of the
/// day are left out, and what is left when told to stop.
///
/// # Errors
/// [`TrialsError`] when the set of assumptions cannot be prepared.
pub fn explain(
    scenario: &Scenario,
    run: &VariantRun,
    variant: &VariantComparison,
    asked: &[Vec<usize>],
    search: &Search<'_>,
) -> Result<Vec<Why>, TrialsError> {
    let (_, of) = super::whole::assumptions_of(scenario, &run.id);
    let rare = Rareness {
        scenario,
        of,
        played: &run.table,
        search,
    };
    let ground = Ground::new(of, search.seed)?;
    let mut all = Vec::new();
    for figures in asked {
        all.extend(rare.why(&ground, variant, figures)?);
    }
    Ok(all)
}

/// The searches of one set of assumptions.
struct Rareness<'a> {
    scenario: &'a Scenario,
    of: &'a Assumptions,
    played: &'a TrialTable,
    search: &'a Search<'a>,
}

impl Rareness<'_> {
    fn fill(&self, variant: &mut VariantComparison, explain: bool) -> Result<(), TrialsError> {
        let ground = Ground::new(self.of, self.search.seed)?;
        for at in 0..variant.figures.len() {
            let figure = &variant.figures[at];
            let reported = &self.scenario.reported[figure.reported];
            if reported.used_for_assumptions || reported.quantity.hour().is_some() {
                continue;
            }
            let wanted = reported.headline || self.search.all || !self.any_headline();
            let few = is_few(figure.tail.hits, figure.standing);
            if explain && reported.headline {
                (self.search.tell)(&variant.id, &figure.id);
                let why = self.why(&ground, variant, &[at])?;
                let rare = why.as_ref().and_then(|why| rare_of(&why.from));
                variant.figures[at].rare = rare.filter(|_| few);
                variant.why.extend(why);
            } else if wanted && few {
                (self.search.tell)(&variant.id, &figure.id);
                let rare = self.told(&ground, &[figure], &figure.id)?;
                variant.figures[at].rare = rare;
            }
        }
        if explain && !(self.search.stop)() {
            let reported = &self.scenario.reported;
            let headline = |at: &usize| reported[variant.figures[*at].reported].headline;
            let of = |at| super::drivers::of_figure(&ground, self.played, reported, variant, at);
            let all = (0..variant.figures.len()).filter(headline).filter_map(of);
            variant.drivers = all.collect();
        }
        let Some(joint) = &variant.joint else {
            return Ok(());
        };
        let (few, of) = (is_few(joint.tail.hits, joint.standing), joint.of.clone());
        let mut rare = None;
        if explain {
            (self.search.tell)(&variant.id, "joint");
            let why = self.why(&ground, variant, &of)?;
            rare = why.as_ref().and_then(|why| rare_of(&why.from));
            variant.why.extend(why);
        } else if few {
            (self.search.tell)(&variant.id, "joint");
            let figures: Vec<&FigureComparison> =
                of.iter().map(|&at| &variant.figures[at]).collect();
            rare = self.told(&ground, &figures, "joint")?;
        }
        if let Some(joint) = &mut variant.joint {
            joint.rare = rare.filter(|_| few);
        }
        Ok(())
    }

    /// What would have to be true for these figures together.
    fn why(
        &self,
        ground: &Ground<'_>,
        variant: &VariantComparison,
        at: &[usize],
    ) -> Result<Option<Why>, TrialsError> {
        let figures: Vec<&FigureComparison> = at.iter().map(|&at| &variant.figures[at]).collect();
        let broken = match (at, &variant.joint) {
            ([one], _) => variant.figures[*one].bound.broken,
            (all, Some(joint)) if joint.of == all => joint.standing == Standing::Impossible,
            (all, _) => all.iter().any(|&at| variant.figures[at].bound.broken),
        };
        // Whoever asks for nothing else wants the days, however rare they are.
        let levels = self.search.effort.levels;
        let effort = Effort {
            levels: match self.search.explain {
                true => levels,
                false => levels.max(LEVELS_TO_EXPLAIN),
            },
            ..self.search.effort
        };
        let search = Search {
            effort,
            ..*self.search
        };
        let asking = Asking {
            scenario: self.scenario,
            of: self.of,
            played: self.played,
            ground,
            search: &search,
        };
        let beyond = broken.then(|| match figures[..] {
            [one] => beyond_by(one),
            _ => None,
        });
        asking.why(&figures, at, beyond)
    }

    fn any_headline(&self) -> bool {
        self.scenario.reported.iter().any(|it| it.headline)
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
        let Some(sought) = seek::seek(ground, &level, &seeking) else {
            return Ok(None);
        };
        let most = days_to_confirm(self.scenario, self.played, self.of);
        let (kept, played) = ground.confirmed(&sought.reached, &level, most)?;
        let confirmed = (kept.len() as u64, played);
        Ok(Some(Rare::Told(told(&sought, agreement, confirmed))))
    }
}

/// By what the hard bound of a figure would have to be multiplied to meet its claim.
fn beyond_by(figure: &FigureComparison) -> Option<f64> {
    let (claim, bound) = (&figure.claim, &figure.bound);
    let ratio = match figure.tail.side {
        Side::High => claim.lowest? / bound.highest?,
        Side::Low => claim.highest? / bound.lowest?,
    };
    (ratio.is_finite() && ratio > 0.0).then_some(ratio)
}

/// How rare a claim is, where days of it were sought.
fn rare_of(from: &From) -> Option<Rare> {
    match from {
        From::Sought(told) | From::NotFound(told) => Some(Rare::Told(told.clone())),
        From::NotTold(agreement) => Some(Rare::NotTold(*agreement)),
        _ => None,
    }
}

/// Whether a claim was reached so rarely that counting says little, and arithmetic has not decided.
fn is_few(hits: u64, standing: Standing) -> bool {
    hits < FEW_HITS && matches!(standing, Standing::Strained | Standing::Outside)
}

/// What a search says, in this room's words; `confirmed` as in [`Told::confirmed`].
///
/// A found day counts with the chance that it reaches the claim by the clock too: where people are
/// lost to queues this is below 1, and the interval widens by the error of that share
/// (Clopper & Pearson 1934). Days that reach the claim by the clock only are not found.
pub(super) fn told(sought: &Sought, agreement: Agreement, confirmed: (u64, u64)) -> Told {
    let rarity = &sought.rarity;
    let bound = Estimate {
        value: rarity.at_most,
        low: 0.0,
        high: rarity.at_most,
        level: 0.95,
    };
    let (hits, played) = confirmed;
    let by_clock = proportion::clopper_pearson(hits, played, bound.level);
    let area = match rarity.estimate {
        None => bound,
        Some(found) if played == 0 => found,
        Some(found) if hits == 0 => Estimate {
            value: found.high * by_clock.high,
            low: 0.0,
            high: found.high * by_clock.high,
            level: found.level,
        },
        Some(found) => Estimate {
            value: found.value * by_clock.value,
            low: found.low * by_clock.low,
            high: found.high * by_clock.high,
            level: found.level,
        },
    };
    Told {
        area,
        bound_only: rarity.estimate.is_none() || (played > 0 && hits == 0),
        bits: proportion::bits(area.value),
        runs: rarity.runs,
        particles: sought.particles,
        days: rarity.scored,
        levels: sought.steps,
        ancestors: rarity.ancestors,
        spread_ratio: rarity.spread,
        alarm: rarity.alarm,
        agreement,
        confirmed,
        ways: sought.ways.clone(),
    }
}

/// Most found days that are played by the clock, and most voters in them together.
const CONFIRM: (usize, u64) = (200, 20_000_000);

/// How many found days can be played by the clock without taking long; none where the scenario has no
/// clock, because its hours and booths mean nothing.
pub(super) fn days_to_confirm(scenario: &Scenario, played: &TrialTable, of: &Assumptions) -> usize {
    if !scenario.clock {
        return 0;
    }
    let groups = (0..of.groups.len()).filter_map(|group| played.column(Outcome::Adults { group }));
    let adults: i64 = groups.filter_map(|column| column.first()).sum();
    let affordable = CONFIRM.1 / u64::try_from(adults).unwrap_or(0).max(1);
    usize::try_from(affordable)
        .unwrap_or(usize::MAX)
        .clamp(20, CONFIRM.0)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assumptions, reported, run, scenario, table};
    use super::super::{Bound, Claim, compare};
    use super::*;
    use crate::model::{Figure, PollId, Precision, Quantity};
    use crate::stats::splitting::Rarity;

    #[test]
    fn sought_is_what_few_days_reach_and_arithmetic_leaves_open() {
        let (strained, outside) = (Standing::Strained, Standing::Outside);
        assert!(is_few(0, strained) && is_few(19, strained) && is_few(19, outside));
        assert!(!is_few(20, strained) && !is_few(20, outside));
        assert!(!is_few(0, Standing::Within) && !is_few(0, Standing::Impossible));
    }

    fn sought(estimate: Option<Estimate>) -> Sought {
        Sought {
            rarity: Rarity {
                estimate,
                at_most: 1.0 / 64.0,
                runs: 7,
                reached: 6,
                on_plateau: 0,
                spread: 1.5,
                alarm: true,
                ancestors: 11,
                allowed: 1.0,
                scored: 12_345,
            },
            steps: 4.5,
            ways: Vec::new(),
            reached: Vec::new(),
            particles: 800,
        }
    }

    fn said(estimate: Option<Estimate>, confirmed: (u64, u64)) -> Told {
        let agreement = Agreement {
            days: 100,
            distance: 0.0,
            allowed: 0.1,
        };
        told(&sought(estimate), agreement, confirmed)
    }

    const FOUND: Estimate = Estimate {
        value: 0.004,
        low: 0.002,
        high: 0.008,
        level: 0.95,
    };

    #[test]
    fn what_was_found_counts_as_often_as_the_clock_agrees() {
        // Not played, or all of very many: as found. 1/256 would be eight bits.
        let it = said(Some(FOUND), (0, 0));
        assert_eq!((it.area, it.bound_only), (FOUND, false));
        assert!((it.bits + libm::log2(0.004)).abs() < 1e-12);
        assert_eq!(
            (it.runs, it.particles, it.days, it.ancestors),
            (7, 800, 12_345, 11)
        );
        assert_eq!((it.levels, it.spread_ratio, it.alarm), (4.5, 1.5, true));
        // Half of 100: Clopper and Pearson give 0.3983 to 0.6017.
        let it = said(Some(FOUND), (50, 100));
        assert_eq!((it.area.value, it.bound_only), (0.002, false));
        assert!((it.area.low - 0.002 * 0.3983).abs() < 1e-7, "{:?}", it.area);
        assert!(
            (it.area.high - 0.008 * 0.6017).abs() < 1e-6,
            "{:?}",
            it.area
        );
        // None of 100: at most 1 - 0.025^(1/100) of them do, a bound.
        let it = said(Some(FOUND), (0, 100));
        let most = 0.008 * (1.0 - libm::pow(0.025, 0.01));
        assert!(it.bound_only && it.area.low == 0.0 && it.area.value == it.area.high);
        assert!((it.area.high - most).abs() < 1e-12);
    }

    #[test]
    fn where_nothing_was_found_there_is_a_bound() {
        let it = said(None, (0, 0));
        let bound = (it.area.low, it.area.value, it.area.high, it.bits);
        assert_eq!(bound, (0.0, 1.0 / 64.0, 1.0 / 64.0, 6.0));
        assert!(it.bound_only);
    }

    #[test]
    fn found_days_are_played_as_far_as_their_voters_allow() {
        let of = assumptions();
        let played = |north: i64, south: i64| {
            let columns: [(Outcome, &[i64]); 2] = [
                (Outcome::Adults { group: 0 }, &[north, 1]),
                (Outcome::Adults { group: 1 }, &[south, 1]),
            ];
            table(&of, 2, &columns)
        };
        let mut all = scenario(of.clone(), Vec::new());
        // 20 million voters in all, at least 20 days and at most 200.
        let days = |all: &Scenario, north, south| days_to_confirm(all, &played(north, south), &of);
        assert_eq!(days(&all, 60_000, 40_000), 200);
        assert_eq!(days(&all, 150_000, 50_000), 100);
        assert_eq!(days(&all, 100_000, 33_334), 149);
        assert_eq!(days(&all, 5_000_000, 0), 20);
        assert_eq!(days(&all, 0, 0), 200);
        all.clock = false;
        assert_eq!(days(&all, 10, 10), 0);
    }

    #[test]
    fn what_a_bound_would_have_to_be_multiplied_with() {
        let of = assumptions();
        let quantity = Quantity::BallotsCast { at: None };
        let figure = Figure::Count(Precision::Exact(600));
        let told = vec![reported("cast", vec![PollId(0)], quantity, figure)];
        let run = run("base", table(&of, 30, &[]));
        let comparison = compare(&scenario(of, told), &[run]);
        let mut it = comparison.variants[0].figures[0].clone();
        let (claim, bound): (Claim, Bound) = (it.claim, it.bound.clone());
        assert_eq!((claim.lowest, bound.highest), (Some(600.0), Some(500.0)));
        assert_eq!(beyond_by(&it), Some(1.2));
        it.tail.side = Side::Low;
        it.bound.lowest = Some(800.0);
        assert_eq!(beyond_by(&it), Some(0.75));
        // Nothing times any number is nothing.
        it.bound.lowest = Some(0.0);
        assert_eq!(beyond_by(&it), None);
        it.bound.lowest = None;
        assert_eq!(beyond_by(&it), None);
        it.bound.lowest = Some(800.0);
        it.claim.highest = Some(0.0);
        assert_eq!(beyond_by(&it), None);
    }

    #[test]
    fn what_was_sought_is_told_and_what_was_counted_is_not() {
        let agreement = Agreement {
            days: 100,
            distance: 0.2,
            allowed: 0.1,
        };
        let found = said(Some(FOUND), (0, 0));
        assert_eq!(
            rare_of(&From::NotTold(agreement)),
            Some(Rare::NotTold(agreement))
        );
        assert_eq!(
            rare_of(&From::Sought(found.clone())),
            Some(Rare::Told(found.clone()))
        );
        assert_eq!(
            rare_of(&From::NotFound(found.clone())),
            Some(Rare::Told(found))
        );
        let trials = From::Trials { hits: 1, trials: 2 };
        assert_eq!(
            (rare_of(&trials), rare_of(&From::Beyond(None))),
            (None, None)
        );
    }
}
