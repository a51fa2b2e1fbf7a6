//! Dice with addresses, and numbers drawn with them.
//!
//! Knows seeds, addresses and laws by their numbers. Never knows the model, the clock or the operating
//! system's entropy.
//!
//! Every stream of dice has an address: (seed, purpose, trial, place). The address is the key of the
//! stream, so no two streams collide, one trial can be replayed alone, and a station that is added
//! to a scenario re-rolls nobody. Places are keyed by id ([`Place`]), never by position in a list.
//!
//! Two generators: [`Address::stream`] is ChaCha8 keyed by the address (for what must never collide
//! and is drawn rarely), [`Address::fast`] a xoshiro256++ seeded from the same key (for the bulk, a
//! few draws a voter). Both are pinned by tests: a change is value-breaking.
//!
//! The samplers ([`binomial`], [`Counts`], [`Beta`], [`standard_normal`]) follow their laws exactly up
//! to rounding and use integers, the four operations, square roots and `libm` only, so that they give
//! the same numbers on every machine. `rand_distr` is their second opinion in the tests; of its
//! own samplers only [`rand_distr::Open01`] is used, which is nothing but bits.

mod beta;
mod binomial;
mod chacha;
mod counts;
mod normal;
#[cfg(test)]
mod second_opinion;

pub use beta::Beta;
pub use binomial::{binomial, binomial_in_parts};
pub use counts::Counts;
pub use normal::standard_normal;

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand_distr::{Distribution, Open01};

/// The one seed of a run. Fixed by default, printed and stored with every result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub u64);

impl Default for Seed {
    /// 20061112, the date of the seed case.
    fn default() -> Self {
        Self(20_061_112)
    }
}

/// What a stream of dice is for. The numbers are part of the address: never reuse or renumber them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// The uncertain inputs of a trial; shared by all places.
    Inputs = 1,
    /// How unequal the stations of a set are.
    StationSizes = 2,
    /// Which persons of a group take part in which poll.
    Participation = 3,
    /// When they come, how long they take, how long they would wait.
    Arrivals = 4,
    /// How the ballots are marked.
    Ballots = 5,
    /// Who goes on to another poll, and how long the way takes.
    Overlap = 6,
    /// Whether a disturbance happens, and where.
    Events = 7,
    /// Resampling in the statistics of a finished table.
    Resampling = 8,
    /// Walking towards rare days.
    Search = 9,
    /// Where the points of a sweep lie.
    Design = 10,
    /// What a part of a place's people does, where chance is moved in small portions.
    Portions = 11,
    /// Where the reported figures stand in a line-up.
    LineUp = 12,
}

/// A place that has dice of its own, keyed by its id.
///
/// ```
/// use scrutineer::random::Place;
/// assert_ne!(Place::of(&["tskhinvali", "home"], 1), Place::of(&["tskhinvali", "home"], 2));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(pub u64);

impl Place {
    /// The place of draws that everything shares.
    pub const EVERYWHERE: Place = Place(0);

    /// The place named by a path of ids and a number within it (a station's number, say).
    ///
    /// FNV-1a over the ids with separators, then one SplitMix64 round with the number.
    pub fn of(path: &[&str], number: u64) -> Self {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for part in path {
            for byte in part.bytes().chain([0xff]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        Self(mix(hash ^ mix(number.wrapping_add(0x9e37_79b9_7f4a_7c15))))
    }
}

/// The full address of one stream of dice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// The run's seed.
    pub seed: Seed,
    /// What the dice decide.
    pub purpose: Purpose,
    /// Which trial, from 0.
    pub trial: u64,
    /// Where.
    pub place: Place,
}

impl Address {
    /// `count` numbers of this stream, uniform in (0, 1), both ends excluded.
    pub fn units(&self, count: usize) -> Vec<f64> {
        let mut dice = self.stream();
        (0..count).map(|_| Open01.sample(&mut dice)).collect()
    }

    /// ChaCha8 keyed by this address: 256 bits of key, so no two addresses share a stream.
    pub fn stream(&self) -> ChaCha8Rng {
        let mut key = [0u8; 32];
        for (chunk, word) in key.chunks_exact_mut(8).zip(self.key()) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        ChaCha8Rng::from_seed(key)
    }

    fn key(&self) -> [u64; 4] {
        [self.seed.0, self.purpose as u64, self.trial, self.place.0]
    }

    /// The first number of [`Address::stream`], uniform strictly inside (0, 1).
    pub fn uniform(&self) -> f64 {
        let [[first, ..]] = chacha::first_words([self.key()]);
        open01(first)
    }

    /// A fast generator whose 256-bit state is the beginning of [`Address::stream`].
    pub fn fast(&self) -> Fast {
        let [state] = chacha::first_words([self.key()]);
        Fast { state }
    }

    /// What [`Address::fast`] gives at each of four addresses, for less than half the work.
    pub fn fast_at_each(addresses: [Address; 4]) -> [Fast; 4] {
        chacha::first_words(addresses.map(|address| address.key())).map(|state| Fast { state })
    }
}

/// xoshiro256++ (Blackman & Vigna 2021), about 1 ns a draw; written out so that it can never change
/// under us with a new version of a library.
#[derive(Clone, Debug)]
pub struct Fast {
    state: [u64; 4],
}

impl Fast {
    /// Sixty-four fresh bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        let s = &mut self.state;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// A whole number from 0 up to, not including, `n` (of at least 1), each exactly as likely
    /// (Lemire 2019).
    #[inline]
    pub fn below(&mut self, n: u64) -> u64 {
        loop {
            let wide = u128::from(self.bits()) * u128::from(n);
            let low = wide as u64;
            // The first 2^64 mod n products of every number are one too many.
            if low >= n || low >= n.wrapping_neg() % n {
                return (wide >> 64) as u64;
            }
        }
    }

    /// A uniform number strictly inside (0, 1): 53 bits, centred in their cell.
    #[inline]
    pub fn open01(&mut self) -> f64 {
        Open01.sample(self)
    }
}

impl rand::TryRng for Fast {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok((self.bits() >> 32) as u32)
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(self.bits())
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.bits().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

/// SplitMix64 (Steele, Lea & Flood 2014): a few further draws for one person, from a word that is
/// already his own.
#[derive(Clone, Debug)]
pub struct Split(pub u64);

impl Split {
    /// Sixty-four fresh bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }
}

/// Sixty-four bits as a uniform number strictly inside (0, 1).
#[inline]
pub fn open01(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
}

/// One round of SplitMix64 (Steele, Lea & Flood 2014): a bijection that mixes all bits.
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    fn address(purpose: Purpose, trial: u64, place: Place) -> Address {
        Address {
            seed: Seed(42),
            purpose,
            trial,
            place,
        }
    }

    #[test]
    fn addresses_differ_in_every_part() {
        let base = address(Purpose::Arrivals, 3, Place::of(&["a"], 0));
        let others = [
            Address {
                seed: Seed(43),
                ..base
            },
            Address {
                purpose: Purpose::Ballots,
                ..base
            },
            Address { trial: 4, ..base },
            Address {
                place: Place::of(&["a"], 1),
                ..base
            },
            Address {
                place: Place::of(&["b"], 0),
                ..base
            },
        ];
        let first = base.fast().bits();
        assert_eq!(first, base.fast().bits());
        for other in others {
            assert_ne!(first, other.fast().bits());
        }
    }

    #[test]
    fn paths_do_not_run_together() {
        assert_ne!(Place::of(&["ab", "c"], 0), Place::of(&["a", "bc"], 0));
    }

    #[test]
    fn split_mix_is_the_published_one() {
        let mut split = Split(1_234_567);
        assert_eq!(split.bits(), 6_457_827_717_110_365_317);
        assert_eq!(split.bits(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn the_ways_to_the_same_words() {
        let base = address(Purpose::Participation, 11, Place::of(&["a"], 0));
        let mut stream = base.stream();
        assert_eq!(base.uniform(), open01(stream.next_u64()));
        let places = [0, 1, 2, 3].map(|number| Place::of(&["a"], number));
        let addresses = places.map(|place| Address { place, ..base });
        let each = addresses.map(|address| address.fast().state);
        assert_eq!(
            Address::fast_at_each(addresses).map(|dice| dice.state),
            each
        );
        assert_eq!(each[0][1], stream.next_u64());
    }

    #[test]
    fn the_librarys_uniform_is_the_middle_of_its_cell() {
        let mut dice = address(Purpose::Participation, 0, Place::EVERYWHERE).fast();
        let mut twin = dice.clone();
        assert!((0..1_000).all(|_| dice.open01() == open01(twin.bits())));
    }

    #[test]
    fn whole_numbers_below_a_bound_are_equally_likely() {
        // With 3 x 2^62 as the bound four words share three numbers: unless one of the four is refused,
        // multiples of 3 come up half of the time. 30,000 draws: 10,000 are multiples, with a standard
        // deviation of 81.6; five of them are allowed.
        let mut dice = address(Purpose::Ballots, 0, Place::EVERYWHERE).fast();
        let mut parts = [0i64; 3];
        for _ in 0..30_000 {
            parts[(dice.below(3 << 62) % 3) as usize] += 1;
        }
        assert!(parts.iter().all(|n| (n - 10_000).abs() < 408), "{parts:?}");
        assert!((0..1_000).all(|_| dice.below(1) == 0));
        assert!((0..1_000).all(|_| dice.below(7) < 7));
    }

    #[test]
    fn uniform_is_strictly_inside() {
        assert!(open01(0) > 0.0);
        assert!(open01(u64::MAX) < 1.0);
    }
}
