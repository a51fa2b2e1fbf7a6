//! How voters of one group at one station are alike in what they mark.
//!
//! The group's shares at a station are drawn from a Dirichlet law around its shares everywhere, with
//! concentration (1 - r) / r for an intraclass correlation r; given them the marks are multinomial
//! (Mosimann 1962). Both are drawn option by option: of the ballots that are left, an option has a
//! binomial number with a probability of a beta law.

use super::day::PollingDay;
use super::noise::Coins;
use crate::model::Contest;
use crate::random::{Beta, Fast};

/// The correlation of a contest on a day, within [0, 1); 0 where none is stated.
pub(super) fn correlation(contest: &Contest, day: &PollingDay) -> f64 {
    let drawn = contest.overdispersion.map_or(0.0, |it| day.values[it.0]);
    drawn.clamp(0.0, 1.0 - 1e-9)
}

/// The law of a group's marks at one station, the same at each; memory that is used again.
#[derive(Clone, Debug, Default)]
pub(super) struct Alike {
    /// For each option but the last: its part of what the options before it leave.
    parts: Vec<Part>,
    /// For each option: the shares of all after it together.
    after: Vec<f64>,
}

/// An option's part of the ballots that are left.
#[derive(Clone, Copy, Debug)]
struct Part {
    mean: f64,
    /// None where it is certain or too narrow to be told from its mean.
    law: Option<Beta>,
}

impl Alike {
    /// For shares that add up to 1, and a correlation in (0, 1).
    pub fn set(&mut self, shares: &[f64], correlation: f64) {
        let concentration = (1.0 - correlation) / correlation;
        // Added up from the end, so that nothing is left to options without any share.
        self.after.clear();
        self.after.resize(shares.len(), 0.0);
        for at in (1..shares.len()).rev() {
            self.after[at - 1] = self.after[at] + shares[at];
        }
        self.parts.clear();
        let pairs = shares.iter().zip(&self.after);
        let parts = pairs.map(|(&share, &after)| Part {
            // Of options without any share the last is marked, as everywhere.
            mean: if share > 0.0 {
                share / (share + after)
            } else {
                0.0
            },
            law: Beta::new(share * concentration, after * concentration),
        });
        self.parts
            .extend(parts.take(shares.len().saturating_sub(1)));
    }

    /// Divides the valid ballots of a station's voters of the group among the options, behind `marks`.
    pub fn divide(&self, valid: u64, dice: &mut Fast, coins: &mut Coins, marks: &mut Vec<u64>) {
        let mut left = valid;
        for part in &self.parts {
            if left == 0 {
                marks.push(0);
                continue;
            }
            let drawn = part.law.map(|law| coins.beta(&law, dice));
            let chance = drawn.filter(|chance| !chance.is_nan());
            let marked = coins.binomial(left, chance.unwrap_or(part.mean), dice);
            marks.push(marked);
            left -= marked;
        }
        marks.push(left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::InputId;
    use crate::random::{Address, Place, Purpose, Seed};

    fn dice(trial: u64) -> Fast {
        let (seed, purpose, place) = (Seed(8), Purpose::Ballots, Place::EVERYWHERE);
        Address {
            seed,
            purpose,
            trial,
            place,
        }
        .fast()
    }

    fn draw(alike: &Alike, valid: u64, dice: &mut Fast) -> Vec<u64> {
        let mut marks = Vec::new();
        alike.divide(valid, dice, &mut Coins::default(), &mut marks);
        marks
    }

    /// Probabilities of all ways to mark `ballots` among three options, by those of the first two:
    /// multiplied out, ballot by ballot, along Polya's urn.
    fn law(ballots: usize, shares: [f64; 3], correlation: f64) -> Vec<Vec<f64>> {
        let side = ballots + 1;
        let mut law = vec![vec![0.0; side]; side];
        law[0][0] = 1.0;
        for marked in 0..ballots {
            let mut next = vec![vec![0.0; side]; side];
            for (first, row) in law.iter().enumerate().take(marked + 1) {
                for (second, &chance) in row.iter().enumerate().take(marked - first + 1) {
                    let counts = [first, second, marked - first - second];
                    let lead = 1.0 + correlation * (marked as f64 - 1.0);
                    let one_more = |at: usize| {
                        let own = shares[at] * (1.0 - correlation);
                        (own + correlation * counts[at] as f64) / lead
                    };
                    next[first + 1][second] += chance * one_more(0);
                    next[first][second + 1] += chance * one_more(1);
                    next[first][second] += chance * one_more(2);
                }
            }
            law = next;
        }
        law
    }

    #[test]
    fn a_few_ballots_follow_the_urn() {
        // Correlations with shapes above 1, below 1 and far below.
        for (shares, correlation) in [
            ([0.5, 0.3, 0.2], 0.1),
            ([0.6, 0.3, 0.1], 0.4),
            ([0.3, 0.3, 0.4], 0.7),
        ] {
            let mut alike = Alike::default();
            alike.set(&shares, correlation);
            let (mut dice, draws, ballots) = (dice(1), 60_000, 4);
            let mut seen = vec![vec![0u32; ballots + 1]; ballots + 1];
            for _ in 0..draws {
                let marks = draw(&alike, ballots as u64, &mut dice);
                assert_eq!(marks.iter().sum::<u64>(), ballots as u64);
                seen[marks[0] as usize][marks[1] as usize] += 1;
            }
            let law = law(ballots, shares, correlation);
            let (mut square, mut cells) = (0.0, 0);
            for (law, seen) in law.iter().flatten().zip(seen.iter().flatten()) {
                let expected = law * f64::from(draws);
                if expected == 0.0 {
                    assert_eq!(*seen, 0);
                    continue;
                }
                assert!(expected > 20.0, "every way is expected often enough");
                square += (f64::from(*seen) - expected).powi(2) / expected;
                cells += 1;
            }
            // Fourteen degrees of freedom; passed with a probability of 1 in 100,000.
            assert_eq!(cells, 15);
            assert!(square < 49.6, "{square} for {shares:?} {correlation}");
        }
    }

    #[test]
    fn options_of_nobody_and_of_all_stay_so() {
        let mut alike = Alike::default();
        let cases: [(&[f64], &[usize]); 7] = [
            (&[0.0, 1.0], &[0]),
            (&[1.0, 0.0], &[1]),
            (&[1.0, 0.0, 0.0], &[1, 2]),
            (&[0.1, 0.0, 0.9], &[1]),
            // What is left after these is no exact 0 when they are taken off 1 one by one.
            (&[0.1, 0.2, 0.7, 0.0], &[3]),
            (&[0.7, 0.3, 0.0], &[2]),
            (&[0.0, 0.0, 0.0], &[0, 1]),
        ];
        for (shares, nobody) in cases {
            // Up to where everybody at a station marks alike, and down to no difference at all.
            for correlation in [1.0 - 1e-9, 0.9, 0.01, 1e-12, 1e-300, f64::MIN_POSITIVE] {
                alike.set(shares, correlation);
                let mut dice = dice(2);
                for _ in 0..200 {
                    let marks = draw(&alike, 900, &mut dice);
                    assert_eq!(marks.iter().sum::<u64>(), 900);
                    assert!(nobody.iter().all(|&at| marks[at] == 0), "{marks:?}");
                }
            }
        }
    }

    #[test]
    fn the_correlation_of_a_day_is_at_least_none_and_below_one() {
        let mut contest = Contest {
            id: "mayor".into(),
            label: "mayor".into(),
            options: Vec::new(),
            invalid_share: InputId(0),
            support: Vec::new(),
            overdispersion: Some(InputId(1)),
        };
        let of = |contest: &Contest, drawn: f64| {
            let day = PollingDay {
                seed: Seed(8),
                trial: 0,
                values: vec![0.5, drawn],
                adults: Vec::new(),
                noise: super::super::noise::Noise::default(),
            };
            correlation(contest, &day)
        };
        assert_eq!(of(&contest, 0.25), 0.25);
        assert_eq!(of(&contest, 1.0), 1.0 - 1e-9);
        assert_eq!(of(&contest, -0.0), 0.0);
        contest.overdispersion = None;
        assert_eq!(of(&contest, 0.25), 0.0);
    }

    #[test]
    fn near_one_a_station_is_of_one_mind() {
        let mut alike = Alike::default();
        alike.set(&[0.25, 0.5, 0.25], 1.0 - 1e-9);
        let mut dice = dice(3);
        let mut all = [0; 3];
        for _ in 0..4_000 {
            let marks = draw(&alike, 1_000, &mut dice);
            let of_all = marks.iter().position(|&it| it == 1_000);
            all[of_all.expect("everybody marks the same")] += 1;
        }
        // Standard deviations 31.6 and 27.4 of 4,000; five are allowed.
        assert!((all[1] - 2_000_i32).abs() < 159, "{all:?}");
        assert!((all[0] - 1_000_i32).abs() < 138, "{all:?}");
    }
}
