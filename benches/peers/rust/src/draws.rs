//! The people of one station, drawn in the same way for every Rust peer: how many come, when, and
//! how long each occupies a booth.

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Binomial, Distribution, LogNormal};

/// Stations of a day.
pub const STATIONS: usize = 100;
/// Booths of a station.
pub const BOOTHS: usize = 4;

/// Hours after opening, and the intensity of arrivals then; straight lines between.
const PROFILE: [(f64, f64); 5] = [(0.0, 0.5), (2.0, 1.5), (6.0, 0.5), (9.0, 1.5), (12.0, 0.5)];

/// Somebody who comes: seconds after opening, and seconds in a booth.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    pub arrives: f64,
    pub service: f64,
}

/// What every engine counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub ballots: u64,
    /// Seconds, all voters together.
    pub wait: f64,
    /// Seconds.
    pub longest: f64,
}

impl Count {
    /// One more ballot, cast after a wait of so many seconds.
    pub fn cast(&mut self, wait: f64) {
        self.ballots += 1;
        self.wait += wait;
        self.longest = self.longest.max(wait);
    }

    pub fn add(&mut self, other: Count) {
        self.ballots += other.ballots;
        self.wait += other.wait;
        self.longest = self.longest.max(other.longest);
    }
}

/// The laws of the day and the dice.
pub struct Draws {
    rng: SmallRng,
    come: Binomial,
    service: LogNormal<f64>,
    /// Share of the arrivals before each point of the profile.
    before: [f64; PROFILE.len()],
    times: Vec<f64>,
}

impl Draws {
    pub fn new(seed: u64) -> Self {
        let mut before = [0.0; PROFILE.len()];
        for at in 1..PROFILE.len() {
            let ((t0, y0), (t1, y1)) = (PROFILE[at - 1], PROFILE[at]);
            before[at] = before[at - 1] + (t1 - t0) * (y0 + y1) / 2.0;
        }
        let all = before[PROFILE.len() - 1];
        before.iter_mut().for_each(|share| *share /= all);
        Self {
            rng: SmallRng::seed_from_u64(seed),
            come: Binomial::new(1_000, 0.7).expect("a probability"),
            service: LogNormal::from_mean_cv(180.0, 0.5).expect("positive"),
            before,
            times: Vec::new(),
        }
    }

    /// The people of a station in the order of arrival.
    pub fn people(&mut self, people: &mut Vec<Person>) {
        let number = self.come.sample(&mut self.rng) as usize;
        self.times.clear();
        for _ in 0..number {
            let level = self.rng.random();
            self.times.push(self.arrival(level));
        }
        self.times.sort_unstable_by(f64::total_cmp);
        people.clear();
        people.extend(self.times.iter().map(|&arrives| Person {
            arrives,
            service: self.service.sample(&mut self.rng),
        }));
    }

    /// Seconds after opening before which the share `level` of the arrivals falls: the quadratic of
    /// the piece that `level` lies in.
    fn arrival(&self, level: f64) -> f64 {
        let mut at = 1;
        while level > self.before[at] {
            at += 1;
        }
        let ((t0, y0), (t1, y1)) = (PROFILE[at - 1], PROFILE[at]);
        let part = (level - self.before[at - 1]) / (self.before[at] - self.before[at - 1]);
        let intensity = (y0 * y0 + part * (y1 * y1 - y0 * y0)).sqrt();
        3_600.0 * (t0 + (t1 - t0) * (intensity - y0) / (y1 - y0))
    }
}
