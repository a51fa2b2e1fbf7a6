//! What would have to be true for a claim to be right within the scenario's own mechanism.
//!
//! Days that reach the claim are draws from the scenario *given the claim*: they tell which inputs
//! would have to differ, how far, and how much the claim says about each (Wilkinson 2013; METHOD.md).
//! Not what was true: only what the mechanism would need.

use super::goals::Goal;
use super::rare::{Search, days_to_confirm, told};
use super::spread::quantiles;
use super::{FigureComparison, Quantiles, Standing, Told};
use crate::model::{Assumptions, Scenario};
use crate::seek::{self, Agreement, Ground, Seeking};
use crate::stats::inversion::{Moments, Moved, moved};
use crate::stats::splitting::State;
use crate::trials::{TrialTable, TrialsError};
use crate::units::Estimate;

/// Days that are enough to read the inputs from.
pub const ENOUGH: usize = 200;

/// Trials whose scores show the law of the inputs before the claim.
const BEFORE: usize = 2_000;

/// The greatest stretch that is looked for.
const MOST_STRETCH: f64 = 20.0;

/// Share of days that a stretched scenario is to give the claim.
pub const STRETCH_SHARE: f64 = 0.05;

/// Days the stretch is worked out from.
const STRETCH_DAYS: usize = 500;

/// What would have to be true for one claim, or several together.
#[derive(Clone, Debug)]
pub struct Why {
    /// Positions in `figures`; several when they are to hold together.
    pub of: Vec<usize>,
    /// Where the days come from.
    pub from: From,
    /// The inputs, those that had to move most first; empty without days.
    pub inputs: Vec<InputMoved>,
    /// The least incredible way that was found; `None` without days.
    pub way: Option<Way>,
    /// How many times larger every uncertainty would have to be for the claim to be a matter of 1 in
    /// 20 days; `None` where even 20 times is not enough, or nothing was sought.
    pub stretch: Option<Estimate>,
}

/// Where the days of a claim come from.
#[derive(Clone, Debug, PartialEq)]
pub enum From {
    /// So many of the trials reach it.
    Trials {
        /// Trials that do.
        hits: u64,
        /// Trials in all.
        trials: u64,
    },
    /// The figure is ordinary: so many trials come nearest to it.
    Nearest {
        /// Trials taken.
        taken: u64,
        /// Trials in all.
        trials: u64,
    },
    /// They were sought.
    Sought(Told),
    /// There are none: the claim lies beyond a hard bound. What the bound would have to be multiplied
    /// with, where it can be said.
    Beyond(Option<f64>),
    /// None were found.
    NotFound(Told),
    /// Only days played by the clock could tell.
    NotTold(Agreement),
}

/// How one input would have to come out.
#[derive(Clone, Debug, PartialEq)]
pub struct InputMoved {
    /// Position in `Assumptions::inputs`.
    pub input: usize,
    /// Shift of its normal score in prior standard deviations, contraction, and information.
    pub moved: Moved,
    /// Its values in natural units as the scenario has them.
    pub before: Quantiles,
    /// Its values on days that reach the claim.
    pub after: Quantiles,
}

/// One combination of inputs that reaches a claim, as near to the scenario's middle as was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Distance from the scenario's middle in prior standard deviations: the root of the sum of squared
    /// independent scores (Hasofer & Lind 1974). Another way may be nearer.
    pub distance: f64,
    /// Input, its normal score and its value; those furthest from their medians first.
    pub inputs: Vec<(usize, f64, f64)>,
}

/// Works out what would have to be true, from the trials or from days that are sought.
pub(super) struct Asking<'a> {
    pub scenario: &'a Scenario,
    pub of: &'a Assumptions,
    pub played: &'a TrialTable,
    pub ground: &'a Ground<'a>,
    pub search: &'a Search<'a>,
}

impl Asking<'_> {
    /// For these figures together; `None` when stopped or when a figure needs a clock.
    ///
    /// # Errors
    /// [`TrialsError`] when trials cannot be drawn again.
    pub fn why(
        &self,
        figures: &[&FigureComparison],
        at: &[usize],
        beyond: Option<Option<f64>>,
    ) -> Result<Option<Why>, TrialsError> {
        let mut why = Why {
            of: at.to_vec(),
            from: From::Beyond(beyond.flatten()),
            inputs: Vec::new(),
            way: None,
            stretch: None,
        };
        if beyond.is_some() {
            return Ok(Some(why));
        }
        let goal = Goal::tails(self.of, &self.scenario.reported, figures);
        if !goal.without_clock() || (self.search.stop)() {
            return Ok(None);
        }
        let level = |table: &TrialTable| goal.levels(table);
        let levels = level(self.played);
        let reach: Vec<usize> = (0..levels.len())
            .filter(|&row| levels[row] >= 0.0)
            .collect();
        let ordinary = figures.iter().all(|f| f.standing == Standing::Within);
        let trials = levels.len() as u64;
        if ordinary && reach.len() >= ENOUGH {
            let rows = self.nearest(figures);
            let taken = rows.len() as u64;
            why.from = From::Nearest { taken, trials };
            self.read(&mut why, &self.states_of(&rows)?);
            return Ok(Some(why));
        }
        if reach.len() >= ENOUGH {
            let hits = reach.len() as u64;
            why.from = From::Trials { hits, trials };
            let states = self.states_of(&reach)?;
            self.read(&mut why, &states);
            why.way = self.way(&level, &states);
            why.stretch = self.stretch(&level);
            return Ok(Some(why));
        }
        let agreement = seek::agreement(self.ground, self.played, &level, self.search.threads)?;
        if !agreement.holds() {
            why.from = From::NotTold(agreement);
            return Ok(Some(why));
        }
        let seeking = Seeking {
            effort: self.search.effort,
            name: "why",
            threads: self.search.threads,
            stop: self.search.stop,
        };
        let Some(sought) = seek::seek(self.ground, &level, &seeking) else {
            return Ok(None);
        };
        let most = days_to_confirm(self.scenario, self.played, self.of);
        let (kept, played) = self.ground.confirmed(&sought.reached, &level, most)?;
        let told = told(&sought, agreement, (kept.len() as u64, played));
        // Where the clock makes a difference, only days that reach the claim by the clock speak.
        let speak = match kept.len() as u64 == played {
            true => &sought.reached,
            false => &kept,
        };
        self.of_sought(&mut why, speak, told, &level);
        Ok(Some(why))
    }

    /// Fills in what days that were sought tell.
    fn of_sought(
        &self,
        why: &mut Why,
        reached: &[State],
        told: Told,
        level: &(dyn Fn(&TrialTable) -> Vec<f64> + Sync),
    ) {
        if reached.is_empty() {
            why.from = From::NotFound(told);
            return;
        }
        why.from = From::Sought(told);
        self.read(why, reached);
        why.way = self.way(level, reached);
        why.stretch = self.stretch(level);
    }

    /// The trials whose figures come nearest to those published.
    fn nearest(&self, figures: &[&FigureComparison]) -> Vec<usize> {
        let goal = Goal::as_published(self.of, &self.scenario.reported, figures);
        let levels = goal.levels(self.played);
        let mut rows: Vec<usize> = (0..levels.len()).collect();
        rows.sort_by(|&a, &b| levels[b].total_cmp(&levels[a]).then(a.cmp(&b)));
        let met = levels.iter().filter(|&&level| level >= 0.0).count();
        rows.truncate(met.max(ENOUGH));
        rows
    }

    /// The points of some trials.
    fn states_of(&self, rows: &[usize]) -> Result<Vec<State>, TrialsError> {
        let of = |&row: &usize| self.ground.state_of(self.played.first + row as u64);
        Ok(rows.iter().map(of).collect::<Result<_, _>>()?)
    }

    /// Which inputs moved, from the points of days that reach the claim.
    fn read(&self, why: &mut Why, states: &[State]) {
        let coordinates = self.ground.prepared().coordinates();
        let after = columns(self.ground, states);
        let values = self.ground.days(states).table;
        let before = self.before();
        why.inputs = coordinates
            .free
            .iter()
            .enumerate()
            .filter_map(|(column, &input)| {
                let path = &self.of.inputs[input].path;
                Some(InputMoved {
                    input,
                    moved: moved(before[column], Moments::of(&after[column])),
                    before: quantiles(self.played.input(path)?.to_vec()),
                    after: quantiles(values.input(path)?.to_vec()),
                })
            })
            .collect();
        let far = |it: &InputMoved| it.moved.shift.abs();
        why.inputs
            .sort_by(|a, b| far(b).total_cmp(&far(a)).then(a.input.cmp(&b.input)));
    }

    /// The law of each free input's score before the claim: standard, unless totals bend it.
    fn before(&self) -> Vec<Moments> {
        let coordinates = self.ground.prepared().coordinates();
        let standard = vec![Moments::STANDARD; coordinates.free.len()];
        if coordinates.totals.is_empty() {
            return standard;
        }
        let rows: Vec<usize> = (0..self.played.len.min(BEFORE)).collect();
        match self.states_of(&rows) {
            Ok(states) if states.len() > 1 => {
                let columns = columns(self.ground, &states);
                columns.iter().map(|column| Moments::of(column)).collect()
            }
            _ => standard,
        }
    }

    /// The least incredible way: from the point nearest to the middle, every score is drawn back
    /// towards its median as far as the claim still holds.
    fn way(
        &self,
        level: &(dyn Fn(&TrialTable) -> Vec<f64> + Sync),
        states: &[State],
    ) -> Option<Way> {
        let free = self.ground.prepared().coordinates().free.len();
        let length = |state: &State| {
            let squares = state.scores[..free].iter().map(|score| score * score);
            squares.sum::<f64>()
        };
        let nearest = |a: &&State, b: &&State| length(a).total_cmp(&length(b));
        let mut point = states.iter().min_by(nearest)?.clone();
        for _ in 0..MOST_STEPS {
            let mut tries = Vec::new();
            for at in 0..free {
                for keep in [0.0, 0.5, 0.9] {
                    let mut shorter = point.clone();
                    shorter.scores[at] *= keep;
                    tries.push(shorter);
                }
            }
            for keep in [0.9, 0.99] {
                let mut shorter = point.clone();
                shorter.scores[..free]
                    .iter_mut()
                    .for_each(|score| *score *= keep);
                tries.push(shorter);
            }
            let levels = self.ground.levels_at(&tries, level);
            let reached = tries
                .into_iter()
                .zip(levels)
                .filter(|(_, level)| *level >= 0.0);
            let best = reached
                .map(|(state, _)| state)
                .min_by(|a, b| length(a).total_cmp(&length(b)));
            match best {
                Some(best) if length(&best) < 0.999 * length(&point) => point = best,
                _ => break,
            }
        }
        let scores = columns(self.ground, std::slice::from_ref(&point));
        let table = self.ground.days(std::slice::from_ref(&point)).table;
        let coordinates = self.ground.prepared().coordinates();
        let mut inputs: Vec<(usize, f64, f64)> = coordinates
            .free
            .iter()
            .enumerate()
            .filter_map(|(column, &input)| {
                let value = table.input(&self.of.inputs[input].path)?;
                Some((input, scores[column][0], value[0]))
            })
            .collect();
        inputs.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
        Some(Way {
            distance: length(&point).sqrt(),
            inputs,
        })
    }

    /// How many times larger every uncertainty would have to be.
    fn stretch(&self, level: &(dyn Fn(&TrialTable) -> Vec<f64> + Sync)) -> Option<Estimate> {
        self.ground
            .stretch(level, STRETCH_SHARE, STRETCH_DAYS, MOST_STRETCH)
    }
}

/// Most steps back towards the middle.
const MOST_STEPS: usize = 60;

/// The correlated scores of some points, one column a free input.
fn columns(ground: &Ground<'_>, states: &[State]) -> Vec<Vec<f64>> {
    let prepared = ground.prepared();
    let coordinates = prepared.coordinates();
    let mut columns = vec![Vec::with_capacity(states.len()); coordinates.free.len()];
    for state in states {
        let scores = coordinates.correlated(prepared, &state.scores);
        for (column, score) in columns.iter_mut().zip(scores) {
            column.push(score);
        }
    }
    columns
}
