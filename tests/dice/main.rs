//! The dice, held against the published definitions of their generators, written out anew here; and neighbours.

mod battery;

use std::collections::BTreeSet;

use rand::Rng;
use scrutineer::random::{Address, Place, Purpose, Seed};

/// One block of ChaCha with 8 rounds (Bernstein 2008): 256 bits of key, counter, no nonce.
fn chacha8(key: [u32; 8], counter: u64) -> [u32; 16] {
    let mut state = [0u32; 16];
    state[..4].copy_from_slice(&[0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574]);
    state[4..12].copy_from_slice(&key);
    (state[12], state[13]) = (counter as u32, (counter >> 32) as u32);
    let start = state;
    let mut quarter = |a: usize, b: usize, c: usize, d: usize| {
        for (x, y, z, turn) in [(a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)] {
            state[x] = state[x].wrapping_add(state[y]);
            state[z] = (state[z] ^ state[x]).rotate_left(turn);
        }
    };
    for _ in 0..4 {
        for at in 0..4 {
            quarter(at, at + 4, at + 8, at + 12);
        }
        for at in 0..4 {
            quarter(at, 4 + (at + 1) % 4, 8 + (at + 2) % 4, 12 + (at + 3) % 4);
        }
    }
    std::array::from_fn(|at| state[at].wrapping_add(start[at]))
}

/// xoshiro256++ (Blackman and Vigna 2021).
fn xoshiro(s: &mut [u64; 4]) -> u64 {
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

fn address(number: u64) -> Address {
    let purposes = [
        Purpose::Inputs,
        Purpose::Participation,
        Purpose::Arrivals,
        Purpose::Ballots,
    ];
    Address {
        seed: Seed(20_061_112 + number / 100_000),
        purpose: purposes[(number % 4) as usize],
        trial: number / 4 % 250,
        place: Place::of(&["poll", "set"], number / 1_000 % 100),
    }
}

#[test]
fn the_definitions_written_here_give_the_published_words() {
    let bytes = |words: &[u32]| -> String {
        let bytes = words.iter().flat_map(|it| it.to_le_bytes());
        bytes.map(|byte| format!("{byte:02x}")).collect()
    };
    // draft-strombergson-chacha-test-vectors-01, 256 bits, 8 rounds, TC1, first and second block.
    assert_eq!(
        bytes(&chacha8([0; 8], 0)),
        "3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e984ce172b9216f419f445367456d5619314a42a3da86b001387bfdb80e0cfe42"
    );
    // The reference implementation from the state 1, 2, 3, 4.
    let mut state = [1, 2, 3, 4];
    let words: Vec<u64> = (0..6).map(|_| xoshiro(&mut state)).collect();
    assert_eq!(
        words,
        [
            41_943_041,
            58_720_359,
            3_588_806_011_781_223,
            3_591_011_842_654_386,
            9_228_616_714_210_784_205,
            9_973_669_472_204_895_162
        ]
    );
}

#[test]
fn streams_are_those_generators_keyed_by_their_addresses() {
    for number in 0..2_000 {
        let at = address(number * 37);
        let parts = [at.seed.0, at.purpose as u64, at.trial, at.place.0];
        let key: Vec<u32> = parts
            .iter()
            .flat_map(|it| [*it as u32, (it >> 32) as u32])
            .collect();
        let key: [u32; 8] = key.try_into().expect("eight words");
        let mut stream = at.stream();
        for block in 0..3 {
            for word in chacha8(key, block) {
                assert_eq!(stream.next_u32(), word, "{at:?}");
            }
        }
        let first = chacha8(key, 0);
        let word = |at: usize| u64::from(first[2 * at]) | (u64::from(first[2 * at + 1]) << 32);
        let mut state = [word(0), word(1), word(2), word(3)];
        let mut fast = at.fast();
        for _ in 0..20 {
            assert_eq!(fast.bits(), xoshiro(&mut state), "{at:?}");
        }
    }
}

/// Of 400,000 addresses (8 * 10^10 pairs) no two begin with the same word.
#[test]
fn neighbours_have_nothing_in_common() {
    let mut seen = BTreeSet::new();
    let mut addresses = BTreeSet::new();
    for number in 0..400_000 {
        let at = address(number);
        if addresses.insert((at.seed.0, at.purpose as u64, at.trial, at.place)) {
            assert!(seen.insert(at.fast().bits()), "{at:?}");
        }
    }
    println!("{} addresses", seen.len());
    assert!(seen.len() >= 300_000, "{}", seen.len());
}
