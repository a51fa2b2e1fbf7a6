//! Eight tests of chance on the words of one stream and of many neighbours. What they ask of fair words is known
//! exactly, or, for birthdays, to first order (Knuth 1998, 3.3.2; Marsaglia 1985; Rukhin et al. 2010, 2.5).

use rand::Rng;
use scrutineer::random::{Address, Place, Purpose, Seed};
use statrs::distribution::{Binomial, ChiSquared, ContinuousCDF, Discrete, Poisson};

/// The way through the streams on which words are taken.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// One stream, word by word.
    Along,
    /// One stream of ChaCha.
    AlongChacha,
    /// The first words of neighbouring days.
    Days,
    /// The first words of neighbouring stations.
    Stations,
    /// The first words of neighbouring seeds.
    Seeds,
    /// A thousand neighbouring days in turn, a word of each.
    InTurn,
}

const WAYS: [Way; 6] = [
    Way::Along,
    Way::AlongChacha,
    Way::Days,
    Way::Stations,
    Way::Seeds,
    Way::InTurn,
];

fn at(seed: u64, trial: u64, station: u64) -> Address {
    Address {
        seed: Seed(20_061_112 + seed),
        purpose: Purpose::Arrivals,
        trial,
        place: Place::of(&["poll", "set"], station),
    }
}

fn words(way: Way, count: u64) -> Vec<u64> {
    let firsts = |address: fn(u64) -> Address| (0..count).map(move |k| address(k).fast().bits());
    match way {
        Way::Along => {
            let mut stream = at(0, 0, 0).fast();
            (0..count).map(|_| stream.bits()).collect()
        }
        Way::AlongChacha => {
            let mut stream = at(0, 0, 0).stream();
            (0..count).map(|_| stream.next_u64()).collect()
        }
        Way::Days => firsts(|k| at(0, k, 0)).collect(),
        Way::Stations => firsts(|k| at(0, 0, k)).collect(),
        Way::Seeds => firsts(|k| at(k, 0, 0)).collect(),
        Way::InTurn => {
            let mut streams: Vec<_> = (0..1_000).map(|k| at(0, k, 0).fast()).collect();
            (0..count as usize)
                .map(|k| streams[k % 1_000].bits())
                .collect()
        }
    }
}

/// P(at least so large a chi-square) for cells of these chances.
fn pearson(seen: &[u64], chances: &[f64]) -> f64 {
    let n: u64 = seen.iter().sum();
    let terms = seen.iter().zip(chances).map(|(&seen, chance)| {
        let expected = n as f64 * chance;
        (seen as f64 - expected).powi(2) / expected
    });
    chi_square(terms.sum(), seen.len() - 1)
}

fn chi_square(found: f64, freedom: usize) -> f64 {
    let law = ChiSquared::new(freedom as f64).expect("positive");
    law.sf(found)
}

fn even(cells: usize) -> Vec<f64> {
    vec![1.0 / cells as f64; cells]
}

/// How often each value of a byte occurs.
fn bytes(words: &[u64]) -> f64 {
    let mut seen = [0; 256];
    let all = words.iter().flat_map(|word| word.to_le_bytes());
    all.for_each(|byte| seen[usize::from(byte)] += 1);
    pearson(&seen, &even(256))
}

/// How often each of the 64 bits is set.
fn bits(words: &[u64]) -> f64 {
    let n = words.len() as f64;
    let of_bit = |bit: u32| words.iter().filter(|&word| word >> bit & 1 == 1).count() as f64;
    let squares = (0..64).map(|bit| (of_bit(bit) - n / 2.0).powi(2) / (n / 4.0));
    chi_square(squares.sum(), 64)
}

/// How often each pair of six highest bits occurs in successive words.
fn pairs(words: &[u64]) -> f64 {
    let mut seen = vec![0; 4_096];
    for pair in words.chunks_exact(2) {
        seen[(pair[0] >> 58 << 6 | pair[1] >> 58) as usize] += 1;
    }
    pearson(&seen, &even(4_096))
}

/// How often each order of five successive words occurs.
fn orders(words: &[u64]) -> f64 {
    let mut seen = [0; 120];
    for five in words.chunks_exact(5) {
        let rank = |at: usize| five[at + 1..].iter().filter(|&&it| it < five[at]).count();
        seen[(0..4).fold(0, |sum, at| sum * (5 - at) + rank(at))] += 1;
    }
    pearson(&seen, &even(120))
}

/// How many bits are set in one word and in the next.
fn weights(words: &[u64]) -> f64 {
    let class = |weight: u64| match weight {
        0..=28 => 0,
        29..=31 => 1,
        32 => 2,
        33..=35 => 3,
        _ => 4,
    };
    let law = Binomial::new(0.5, 64).expect("a chance");
    let mut one = [0.0; 5];
    (0..=64).for_each(|weight| one[class(weight)] += law.pmf(weight));
    let chances: Vec<f64> = (0..25).map(|cell| one[cell / 5] * one[cell % 5]).collect();
    let mut seen = [0; 25];
    for pair in words.chunks_exact(2) {
        let of = |word: u64| class(u64::from(word.count_ones()));
        seen[5 * of(pair[0]) + of(pair[1])] += 1;
    }
    pearson(&seen, &chances)
}

/// In how many bits a word and the one so many places further on differ.
fn lags(words: &[u64]) -> f64 {
    let squares = [1, 2, 3, 4, 5, 16, 100, 1_000].map(|lag| {
        let differ = words.iter().zip(&words[lag..]);
        let sum: u64 = differ.map(|(a, b)| u64::from((a ^ b).count_ones())).sum();
        let n = (words.len() - lag) as f64;
        (sum as f64 - 32.0 * n).powi(2) / (16.0 * n)
    });
    chi_square(squares.iter().sum(), 8)
}

/// Of 4,096 birthdays in a year of 2^32 days: how many distances between neighbours occur again.
fn birthdays(words: &[u64]) -> f64 {
    let mut seen = [0; 10];
    for year in words.chunks_exact(4_096) {
        let mut days: Vec<u64> = year.iter().map(|word| word >> 32).collect();
        days.sort_unstable();
        let mut distances: Vec<u64> = days.windows(2).map(|two| two[1] - two[0]).collect();
        distances.sort_unstable();
        let again = distances.windows(2).filter(|two| two[0] == two[1]).count();
        seen[again.min(9)] += 1;
    }
    let law = Poisson::new(4.0).expect("positive");
    let mut chances: Vec<f64> = (0..9).map(|again| law.pmf(again)).collect();
    chances.push(1.0 - chances.iter().sum::<f64>());
    pearson(&seen, &chances)
}

/// The rank of 32 rows of 32 bits over the field of two elements.
fn ranks(words: &[u64]) -> f64 {
    let mut seen = [0; 4];
    for square in words.chunks_exact(32) {
        let mut rows: Vec<u32> = square.iter().map(|&word| word as u32).collect();
        let mut rank = 0;
        for bit in 0..32 {
            let Some(pivot) = (rank..32).find(|&row| rows[row] >> bit & 1 == 1) else {
                continue;
            };
            rows.swap(rank, pivot);
            for row in rank + 1..32 {
                if rows[row] >> bit & 1 == 1 {
                    rows[row] ^= rows[rank];
                }
            }
            rank += 1;
        }
        seen[(32 - rank).min(3)] += 1;
    }
    pearson(
        &seen,
        &[0.288_788_095, 0.577_576_190, 0.128_350_265, 0.005_285_450],
    )
}

type Test = (&'static str, fn(&[u64]) -> f64);

const TESTS: [Test; 8] = [
    ("bytes", bytes),
    ("bits", bits),
    ("pairs", pairs),
    ("orders", orders),
    ("weights", weights),
    ("lags", lags),
    ("birthdays", birthdays),
    ("ranks", ranks),
];

/// Two-sided level of each p: 48 of them, so that fair dice fail here once in 10,000 seeds.
const LEVEL: f64 = 1e-6;

fn battery(count: u64) {
    for way in WAYS {
        let words = words(way, count);
        for (name, test) in TESTS {
            let p = test(&words);
            println!("{way:?} {name}: p = {p:.4}");
            assert!((LEVEL..=1.0 - LEVEL).contains(&p), "{way:?} {name}: {p}");
        }
    }
}

#[test]
fn streams_and_their_neighbours_pass_eight_tests_of_chance() {
    battery(1 << 17);
}

#[test]
#[ignore = "two minutes"]
fn thirty_million_words_pass_eight_tests_of_chance() {
    battery(1 << 25);
}

/// Generators known to be weak do not pass.
#[test]
fn bad_dice_are_found_out() {
    let counter: Vec<u64> = (0..1 << 17)
        .map(|k: u64| k.wrapping_mul(0x9E37_79B9_7F4A_7C15))
        .collect();
    // RANDU (IBM 1968), whose lowest bit never changes.
    let mut state = 1u64;
    let randu: Vec<u64> = (0..1 << 17)
        .map(|_| {
            let mut half = || {
                state = state * 65_539 % (1 << 31);
                state << 1
            };
            half() << 32 | half()
        })
        .collect();
    // A word in a hundred is the one before it.
    let mut sticky = words(Way::Along, 1 << 17);
    (1..sticky.len())
        .step_by(100)
        .for_each(|at| sticky[at] = sticky[at - 1]);
    for (name, words) in [("counter", counter), ("RANDU", randu), ("sticky", sticky)] {
        let refused = TESTS.iter().filter(|(_, test)| {
            let p = test(&words);
            !(LEVEL..=1.0 - LEVEL).contains(&p)
        });
        let refused: Vec<&str> = refused.map(|(test, _)| *test).collect();
        println!("{name}: {refused:?}");
        assert!(!refused.is_empty(), "{name}");
    }
}
