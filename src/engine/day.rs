//! A polling day before it begins: every uncertain input is a number.

use super::copula;
use super::error::EngineError;
use super::noise::{Coins, Noise};
use super::prepared::Prepared;
use super::scores::Coordinates;
use crate::model::{Assumptions, GroupSize};
use crate::random::{Address, Place, Purpose, Seed};
use crate::stats::normal;
use crate::units::whole_persons;

/// How often the inputs of one trial are drawn anew before a total is given up.
pub const ATTEMPTS: u64 = 10_000;

/// Most adults a group may have.
const MOST_ADULTS: f64 = 2_147_483_648.0;

/// Which dice are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Freeze {
    /// None: inputs are uncertain and so is the day.
    #[default]
    No,
    /// Every input stands at its median; only the day's chance remains.
    Inputs,
}

/// One trial's inputs as numbers. [`super::run`] plays it.
#[derive(Clone, Debug, PartialEq)]
pub struct PollingDay {
    /// The run's seed.
    pub seed: Seed,
    /// Number of the trial, from 0.
    pub trial: u64,
    /// Value of each input, in the order of [`Assumptions::inputs`].
    pub values: Vec<f64>,
    /// Adults of each group.
    pub adults: Vec<u64>,
    /// Which dice decide what is left to chance.
    pub(super) noise: Noise,
}

impl PollingDay {
    /// Draws the inputs of one trial.
    ///
    /// Each input has dice at (seed, inputs, trial, its path); rank correlations by a Gaussian
    /// copula. A total over groups with laws of their own keeps a draw of all inputs with probability
    /// `density(sum) / greatest density`, else everything is drawn anew with the attempt's number in
    /// the address. With [`Freeze::Inputs`] no dice are thrown; groups whose medians add up to
    /// something their total does not allow are scaled to the nearest value it allows.
    ///
    /// # Errors
    /// [`EngineError::TotalNotMet`] after [`ATTEMPTS`] attempts, [`EngineError::NoWeight`],
    /// [`EngineError::TooManyPeople`].
    pub fn draw(
        prepared: &Prepared,
        assumptions: &Assumptions,
        seed: Seed,
        trial: u64,
        freeze: Freeze,
    ) -> Result<Self, EngineError> {
        let values = match freeze {
            Freeze::No => drawn(prepared, assumptions, seed, trial)?.0,
            Freeze::Inputs => medians(prepared, assumptions),
        };
        let adults = adults(assumptions, &values)?;
        Ok(Self {
            seed,
            trial,
            values,
            adults,
            noise: Noise::default(),
        })
    }

    /// A day with every input at its median but some (position and value): what one input does alone.
    /// Totals are asked about the medians only.
    ///
    /// # Errors
    /// As [`PollingDay::draw`], except [`EngineError::TotalNotMet`].
    pub fn medians_but(
        prepared: &Prepared,
        assumptions: &Assumptions,
        (seed, trial): (Seed, u64),
        changed: &[(usize, f64)],
    ) -> Result<Self, EngineError> {
        let mut values = medians(prepared, assumptions);
        for &(input, value) in changed {
            values[input] = value;
        }
        Ok(Self {
            seed,
            trial,
            adults: adults(assumptions, &values)?,
            values,
            noise: Noise::default(),
        })
    }

    /// The day at a point: every uncertain input at its normal score, everything left to chance by
    /// the dice of the given keys. `None` where a total refuses the inputs.
    ///
    /// `scores` are independent and standard normal before the totals are asked, in the order of
    /// [`Prepared::coordinates`]; `noise` has [`NOISE_KEYS`](super::NOISE_KEYS) entries. Days at
    /// points whose scores are drawn from that law, refused ones left out, follow the same law as
    /// days from [`PollingDay::draw`]. The day counts as trial 0.
    ///
    /// # Errors
    /// As [`PollingDay::draw`], except [`EngineError::TotalNotMet`].
    ///
    /// # Panics
    /// When `scores` or `noise` has another length.
    pub fn at(
        prepared: &Prepared,
        assumptions: &Assumptions,
        seed: Seed,
        scores: &[f64],
        noise: &[u64],
    ) -> Result<Option<Self>, EngineError> {
        let values = prepared.coordinates.values(prepared, assumptions, scores);
        let Some(values) = values else {
            return Ok(None);
        };
        let adults = adults(assumptions, &values)?;
        let certain = prepared.coordinates.free.is_empty();
        Ok(Some(Self {
            seed,
            trial: 0,
            noise: Noise::of(noise, adults.iter().sum(), certain),
            adults,
            values,
        }))
    }

    /// The address of dice of this day.
    pub(super) fn address(&self, purpose: Purpose, place: Place) -> Address {
        Address {
            seed: self.seed,
            purpose,
            trial: self.noise.key(place, self.trial),
            place,
        }
    }

    /// The dice of the portions of a place's people, who are so many of all at a poll.
    pub(super) fn coins(&self, purpose: Purpose, place: Place, (people, all): (u64, u64)) -> Coins {
        let portions = self.noise.portions(people, all);
        self.noise.coins((self.seed, purpose, place), portions)
    }
}

/// The point at which [`PollingDay::draw`] finds a trial: normal scores in the order of
/// [`Prepared::coordinates`].
///
/// # Errors
/// [`EngineError::TotalNotMet`].
pub fn scores_of(
    prepared: &Prepared,
    assumptions: &Assumptions,
    seed: Seed,
    trial: u64,
) -> Result<Vec<f64>, EngineError> {
    let (_, attempt) = drawn(prepared, assumptions, seed, trial)?;
    let levels = copula::independent(assumptions, seed, trial, attempt);
    let kept = |total: usize| kept_level(assumptions, total, (seed, trial, attempt));
    let Coordinates { free, totals } = &prepared.coordinates;
    let levels = free.iter().map(|&input| levels[input]);
    let levels = levels.chain(totals.iter().map(|&total| kept(total)));
    Ok(levels.map(normal::quantile).collect())
}

/// Values of all inputs from dice, totals respected, and the attempt that gave them.
fn drawn(
    prepared: &Prepared,
    assumptions: &Assumptions,
    seed: Seed,
    trial: u64,
) -> Result<(Vec<f64>, u64), EngineError> {
    let inputs = &assumptions.inputs;
    let mut values = vec![0.0; inputs.len()];
    let mut broken = 0;
    for attempt in 0..ATTEMPTS {
        let levels = prepared.copula.draw(assumptions, seed, trial, attempt);
        match refused_total(
            prepared,
            assumptions,
            &mut values,
            &levels,
            (seed, trial, attempt),
        ) {
            Some(total) => broken = total,
            None => {
                for ((value, input), &level) in values.iter_mut().zip(inputs).zip(&levels) {
                    *value = input.quantile(level);
                }
                return Ok((values, attempt));
            }
        }
    }
    Err(EngineError::TotalNotMet {
        total: assumptions.totals[broken].id.clone(),
        attempts: ATTEMPTS,
    })
}

/// The first total that refuses this draw, if any. Only the inputs it adds up are worked out.
fn refused_total(
    prepared: &Prepared,
    assumptions: &Assumptions,
    values: &mut [f64],
    levels: &[f64],
    dice: (Seed, u64, u64),
) -> Option<usize> {
    (0..prepared.pools.len()).find(|&at| {
        let pool = &prepared.pools[at];
        if pool.parts.is_empty() {
            return false;
        }
        for part in &pool.parts {
            values[part.0] = assumptions.inputs[part.0].quantile(levels[part.0]);
        }
        let level = kept_level(assumptions, at, dice);
        !keeps(prepared, assumptions, at, values, level)
    })
}

/// The dice, in (0, 1), by which a total keeps a draw or refuses it.
fn kept_level(
    assumptions: &Assumptions,
    total: usize,
    (seed, trial, attempt): (Seed, u64, u64),
) -> f64 {
    let address = Address {
        seed,
        purpose: Purpose::Inputs,
        trial,
        place: Place::of(&["totals", &assumptions.totals[total].id, "kept"], attempt),
    };
    address.uniform()
}

/// Whether a total keeps the inputs it adds up, with probability density / greatest density.
pub(super) fn keeps(
    prepared: &Prepared,
    assumptions: &Assumptions,
    total: usize,
    values: &[f64],
    level: f64,
) -> bool {
    let pool = &prepared.pools[total];
    let law = &assumptions.inputs[assumptions.totals[total].value.0];
    let density = law.law.density(pool.sum(values), &law.support);
    level * pool.greatest_density <= density // a density that is not a number refuses
}

/// Medians of all inputs, groups scaled where their total does not allow the sum of their medians.
fn medians(prepared: &Prepared, assumptions: &Assumptions) -> Vec<f64> {
    let mut values: Vec<f64> = assumptions
        .inputs
        .iter()
        .map(|input| input.quantile(0.5))
        .collect();
    for (pool, total) in prepared.pools.iter().zip(&assumptions.totals) {
        let sum = pool.sum(&values);
        let (low, high) = assumptions.inputs[total.value.0].range();
        let allowed = sum.clamp(low, high);
        if sum > 0.0 && allowed != sum {
            for part in &pool.parts {
                values[part.0] *= allowed / sum;
            }
        }
    }
    values
}

/// Adults of each group, in whole persons.
fn adults(assumptions: &Assumptions, values: &[f64]) -> Result<Vec<u64>, EngineError> {
    let weight = |group: usize| match assumptions.groups[group].size {
        GroupSize::PartOf { weight, .. } => values[weight.0].max(0.0),
        _ => 0.0,
    };
    let mut adults = Vec::with_capacity(assumptions.groups.len());
    for (at, group) in assumptions.groups.iter().enumerate() {
        let number = match group.size {
            GroupSize::Adults(adults) => values[adults.0],
            GroupSize::Residents {
                residents,
                voting_age_share,
            } => values[residents.0] * values[voting_age_share.0],
            GroupSize::PartOf {
                total,
                voting_age_share,
                ..
            } => {
                let total = &assumptions.totals[total];
                let all: f64 = total.of.iter().map(|member| weight(member.0)).sum();
                if all <= 0.0 || all.is_nan() {
                    let total = total.id.clone();
                    return Err(EngineError::NoWeight { total });
                }
                values[total.value.0] * weight(at) / all * values[voting_age_share.0]
            }
        };
        if number >= MOST_ADULTS || number.is_nan() {
            let group = group.id.clone();
            return Err(EngineError::TooManyPeople { group });
        }
        adults.push(whole_persons(number) as u64);
    }
    Ok(adults)
}
