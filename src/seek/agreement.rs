//! Whether the count lane may stand in for the polling day.

use super::ground::{Ground, LevelOf};
use crate::engine::{Freeze, Lane};
use crate::stats::ks::ks_distance;
use crate::trials::{Settings, TrialTable, TrialsError, run};

/// Days that are compared.
const DAYS: u64 = 1_000;

/// Probability of refusing the count lane although it has the law of the day.
pub const ALPHA: f64 = 0.001;

/// What comes of holding days counted without a clock against days that were played.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Days of each kind.
    pub days: u64,
    /// Largest distance between the two distributions of the level (Kolmogorov & Smirnov).
    pub distance: f64,
    /// The distance that is exceeded with probability [`ALPHA`] at most if both have one law.
    pub allowed: f64,
}

impl Agreement {
    /// Whether the count lane may stand in.
    pub fn holds(&self) -> bool {
        self.distance <= self.allowed
    }
}

/// Holds the levels of the first days of `played`, a table of trials from 0 on, against as many days
/// of the count lane.
///
/// Both are the same trials, drawn from the same dice, so where nobody is lost to doors, queues or
/// papers they are the same people; the two-sample bound 1.95 sqrt(2 / n) of independent samples
/// (Smirnov 1948) is then far from being reached.
///
/// # Errors
/// [`TrialsError`] when the count lane cannot run the trials.
pub fn agreement(
    ground: &Ground<'_>,
    played: &TrialTable,
    level: &LevelOf<'_>,
    threads: Option<usize>,
) -> Result<Agreement, TrialsError> {
    let days = DAYS.min(played.len as u64);
    let settings = Settings {
        seed: ground.seed(),
        first: played.first,
        trials: days,
        freeze: Freeze::No,
        lane: Lane::Count,
        threads,
    };
    let counted = run(ground.assumptions, &settings, &|_| crate::trials::Go::On)?;
    let first = |mut levels: Vec<f64>| {
        levels.truncate(days as usize);
        levels
    };
    let (a, b) = (first(level(played)), first(level(&counted)));
    Ok(Agreement {
        days,
        distance: ks_distance(&a, &b),
        allowed: (-0.5 * libm::log(ALPHA / 2.0)).sqrt() * (2.0 / days.max(1) as f64).sqrt(),
    })
}
