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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::samples;
    use crate::model::{GroupId, InputId, Law, Support, Total};

    /// Two groups of adults, and a total of both with this law.
    fn two(first: Law, second: Law, total: Law) -> Assumptions {
        let mut a = Assumptions::default();
        for (id, law) in [("a", first), ("b", second)] {
            samples::group(&mut a, id, 0.0);
            let last = a.inputs.len() - 1;
            a.inputs[last].law = law;
        }
        let value = samples::input(&mut a, "total", total, Support::NOT_NEGATIVE);
        a.totals.push(Total {
            id: "total".into(),
            label: "total".into(),
            of: vec![GroupId(0), GroupId(1)],
            value,
        });
        a
    }

    #[test]
    fn medians_are_scaled_to_the_nearest_that_the_total_allows() {
        let range = |low, high| Law::Uniform { low, high };
        let frozen = |total: Law| {
            let a = two(Law::Fixed(300.0), range(80.0, 120.0), total);
            let prepared = Prepared::new(&a).expect("sound");
            let day = PollingDay::draw(&prepared, &a, Seed(1), 0, Freeze::Inputs).expect("no dice");
            day.adults
        };
        // 300 and 100 are 400.
        assert_eq!(frozen(range(350.0, 450.0)), [300, 100]);
        assert_eq!(frozen(range(100.0, 200.0)), [150, 50]);
        assert_eq!(frozen(range(600.0, 900.0)), [450, 150]);
    }

    #[test]
    fn one_input_is_changed_and_the_others_stay_at_their_medians() {
        let range = |low, high| Law::Uniform { low, high };
        let a = two(range(100.0, 300.0), range(80.0, 120.0), range(0.0, 1e6));
        let prepared = Prepared::new(&a).expect("sound");
        let changed = [(0, 250.0)];
        let day = PollingDay::medians_but(&prepared, &a, (Seed(1), 7), &changed).expect("sound");
        assert_eq!((day.adults, day.trial), (vec![250, 100], 7));
    }

    #[test]
    fn adults_are_whole_persons_by_what_is_stated() {
        let mut a = two(Law::Fixed(0.0), Law::Fixed(0.0), Law::Fixed(0.0));
        let residents = GroupSize::Residents {
            residents: InputId(0),
            voting_age_share: InputId(1),
        };
        a.groups[0].size = residents;
        let half = |values: &[f64]| adults(&a, values);
        assert_eq!(half(&[1_001.0, 0.5, 0.0]).expect("sound"), [500, 0]);
        // As many as a number can count, and not one more.
        assert!(half(&[2_147_483_647.0, 1.0, 0.0]).is_ok());
        assert!(half(&[2_147_483_648.0, 1.0, 0.0]).is_err());
        assert!(half(&[f64::NAN, 1.0, 0.0]).is_err());
    }

    #[test]
    fn a_total_is_divided_by_weights() {
        let mut a = two(Law::Fixed(0.0), Law::Fixed(0.0), Law::Fixed(0.0));
        let share = samples::fixed(&mut a, "age", 0.5);
        for (group, weight) in [(0, 0), (1, 1)] {
            a.groups[group].size = GroupSize::PartOf {
                total: 0,
                weight: InputId(weight),
                voting_age_share: share,
            };
        }
        let of = |first, second| adults(&a, &[first, second, 1_200.0, 0.5]);
        assert_eq!(of(1.0, 2.0).expect("sound"), [200, 400]);
        // Below nothing is nothing; where all weigh nothing nobody can say.
        assert_eq!(of(-3.0, 2.0).expect("sound"), [0, 600]);
        assert!(matches!(of(0.0, 0.0), Err(EngineError::NoWeight { .. })));
    }

    #[test]
    fn a_total_keeps_a_draw_by_its_density() {
        // A triangle's density falls from its peak at 400: at 300 it is half of the greatest.
        let peak = Law::Triangular {
            low: 200.0,
            mode: 400.0,
            high: 400.0,
        };
        let a = two(Law::Fixed(0.0), Law::Fixed(0.0), peak);
        let prepared = Prepared::new(&a).expect("sound");
        let kept = |sum: f64, level| keeps(&prepared, &a, 0, &[sum - 100.0, 100.0, 0.0], level);
        assert!(kept(300.0, 0.499) && !kept(300.0, 0.501));
        assert!(kept(250.0, 0.249) && !kept(250.0, 0.251));
        assert!(kept(399.999, 0.999) && !kept(199.0, 0.001) && !kept(401.0, 0.001));
    }
}
