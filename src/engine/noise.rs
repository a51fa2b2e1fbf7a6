//! What is left to chance, in portions.
//!
//! An ordinary day has one stream of dice a place. Whoever looks for rare days moves the chance of a
//! day a little at a time, so at a point every place's people are divided into portions, each with
//! dice of its own key: what they do in all is the sum of what the portions do, which has the same law.

use crate::random::{Address, Beta, Fast, Place, Purpose, Seed, binomial, binomial_in_parts};

/// How many keys the chance of a day has. Every portion of a place's people hangs on one of them.
pub const NOISE_KEYS: usize = 64;

/// Portions of the people of a poll who are many.
const FEW_PORTIONS: usize = 8;
/// So many people are many.
const MANY: u64 = 20_000;

/// Which dice decide what is left to chance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Noise {
    /// The trial's own.
    #[default]
    Own,
    /// Those of a trial, at the point where it is found again.
    Of(u64),
    /// A key for each slice of places and portions.
    Keys {
        keys: Box<[u64]>,
        /// Portions of the people of a poll.
        portions: usize,
    },
}

impl Noise {
    /// Keys for the slices of places; keys all alike are the number of a trial.
    ///
    /// The more portions, the smaller the steps, and the longer a day takes. Where inputs are uncertain
    /// and people many, chance is small beside the inputs, and few portions are enough.
    pub fn of(keys: &[u64], people: u64, certain: bool) -> Self {
        assert_eq!(keys.len(), NOISE_KEYS, "one key a slice of places");
        if keys.iter().all(|key| *key == keys[0]) {
            return Self::Of(keys[0]);
        }
        let portions = match certain || people < MANY {
            true => NOISE_KEYS,
            false => FEW_PORTIONS,
        };
        Self::Keys {
            keys: keys.into(),
            portions,
        }
    }

    /// What stands for the trial in the addresses of a place.
    pub fn key(&self, place: Place, trial: u64) -> u64 {
        match self {
            Self::Own => trial,
            Self::Of(trial) => *trial,
            Self::Keys { keys, .. } => keys[place.0 as usize % NOISE_KEYS],
        }
    }

    /// Into how many portions so many people of `all` at a poll are divided, at least 1.
    pub fn portions(&self, people: u64, all: u64) -> usize {
        match self {
            Self::Keys { portions, .. } if all > 0 => {
                let share = people.min(all) as f64 / all as f64;
                ((*portions as f64 * share) as usize).max(1)
            }
            _ => 1,
        }
    }

    /// The dice of so many portions (at most [`NOISE_KEYS`]) of the people of a place, with keys from
    /// the place's own on; none for one portion.
    pub fn coins(&self, (seed, purpose, place): (Seed, Purpose, Place), portions: usize) -> Coins {
        let Self::Keys { keys, .. } = self else {
            return Coins::default();
        };
        if portions < 2 {
            return Coins::default();
        }
        let own = Place::of(&[word(purpose)], place.0);
        let address = |portion: usize| Address {
            seed,
            purpose: Purpose::Portions,
            trial: keys[(place.0 as usize % NOISE_KEYS + portion) % NOISE_KEYS],
            place: own,
        };
        let fours = (0..portions).step_by(4);
        let dice =
            fours.flat_map(|at| Address::fast_at_each([0, 1, 2, 3].map(|n| address(at + n))));
        Coins(dice.take(portions).collect())
    }
}

/// Keeps the portions of one purpose apart from those of another.
fn word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Ballots => "ballots",
        Purpose::Overlap => "overlap",
        _ => "participation",
    }
}

/// The dice of the portions of a place's people; none where the place has one stream.
#[derive(Clone, Debug, Default)]
pub(super) struct Coins(Vec<Fast>);

impl Coins {
    /// How many of `n` succeed with probability `p` each; with `dice` where there are no portions.
    #[inline]
    pub fn binomial(&mut self, n: u64, p: f64, dice: &mut Fast) -> u64 {
        match self.0.is_empty() {
            true => binomial(n, p, dice),
            false => binomial_in_parts(n, p, &mut self.0),
        }
    }

    /// A number of a beta law; with `dice` where there are no portions.
    #[inline]
    pub fn beta(&mut self, law: &Beta, dice: &mut Fast) -> f64 {
        match self.0.is_empty() {
            true => law.draw(dice),
            false => law.draw_in_parts(&mut self.0),
        }
    }

    /// Whether there are portions.
    pub fn are_many(&self) -> bool {
        !self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: (Seed, Purpose, Place) = (Seed(1), Purpose::Ballots, Place(70));

    #[test]
    fn one_key_re_rolls_its_own_places_only() {
        let mut keys = [3; NOISE_KEYS];
        keys[5] = 4;
        let noise = Noise::of(&keys, 100, false);
        assert_eq!(noise.key(Place(5), 9), 4);
        assert_eq!(noise.key(Place(6), 9), 3);
        assert_eq!(noise.key(Place(5 + NOISE_KEYS as u64), 9), 4);
        assert_eq!(Noise::default().key(Place(5), 9), 9);
    }

    #[test]
    fn two_portions_have_two_dice_and_one_has_none() {
        let keys: Vec<u64> = (100..100 + NOISE_KEYS as u64).collect();
        let noise = Noise::of(&keys, 100, false);
        let dice = |portions| noise.coins(AT, portions).0.len();
        assert_eq!([0, 1, 2, 3, 5, 64].map(dice), [0, 0, 2, 3, 5, 64]);
    }

    #[test]
    fn portions_are_as_many_as_people_and_their_share() {
        let keys: Vec<u64> = (0..NOISE_KEYS as u64).collect();
        let (few, many) = (
            Noise::of(&keys, 19_999, false),
            Noise::of(&keys, 20_000, false),
        );
        let sure = Noise::of(&keys, 20_000, true);
        for (noise, all) in [(&few, 64), (&many, 8), (&sure, 64)] {
            assert_eq!(noise.portions(100, 100), all);
            assert_eq!(noise.portions(50, 100), all / 2);
            // A little is one, and more than all is all.
            assert_eq!((noise.portions(1, 1_000), noise.portions(7, 3)), (1, all));
            assert_eq!(noise.portions(0, 0), 1);
        }
    }

    #[test]
    fn keys_all_alike_are_a_trial() {
        let noise = Noise::of(&[3; NOISE_KEYS], 100, false);
        assert_eq!(noise.key(Place(5), 9), 3);
        assert_eq!(noise.portions(50, 100), 1);
        assert!(!noise.coins(AT, 64).are_many());
    }

    #[test]
    fn one_key_re_rolls_one_portion_of_every_place() {
        let keys: Vec<u64> = (100..100 + NOISE_KEYS as u64).collect();
        let mut others = keys.clone();
        others[10] = 1;
        let bits = |keys: &[u64], portions| {
            let mut coins = Noise::of(keys, 100, false).coins(AT, portions);
            coins.0.iter_mut().map(Fast::bits).collect::<Vec<_>>()
        };
        // Place 70 has key 6 and so portion 4 has key 10.
        let (before, after) = (bits(&keys, NOISE_KEYS), bits(&others, NOISE_KEYS));
        let changed: Vec<usize> = (0..NOISE_KEYS).filter(|&n| before[n] != after[n]).collect();
        assert_eq!(changed, [4]);
        assert_eq!(bits(&keys, 4), bits(&others, 4));
        assert_eq!(bits(&keys, 7)[..], before[..7]);
    }

    #[test]
    fn people_are_divided_by_their_number() {
        let keys: Vec<u64> = (0..NOISE_KEYS as u64).collect();
        let noise = Noise::of(&keys, 100, false);
        let of = |people| noise.portions(people, 100);
        assert_eq!([0, 1, 3, 5, 50, 100].map(of), [1, 1, 1, 3, 32, 64]);
        assert_eq!(noise.portions(0, 0), 1);
        // Many people: few portions, if not all there is is chance.
        assert_eq!(Noise::of(&keys, MANY, false).portions(50, 100), 4);
        assert_eq!(Noise::of(&keys, MANY, true).portions(50, 100), 32);
        assert_eq!(Noise::default().portions(50, 100), 1);
    }
}
