//! The first block of ChaCha8, for several keys at once.
//!
//! The whole of Bernstein's (2008) function with 8 rounds, block 0 of stream 0, of which only the
//! first 256 bits are wanted. Lanes are independent keys; a compiler turns four of them into vector
//! instructions that every x86-64 and AArch64 has. The words are those of `rand`'s ChaCha8, which a
//! test holds it to.

/// "expand 32-byte k".
const CONSTANTS: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

#[inline(always)]
fn quarter_round(x: &mut [u32; 16], [a, b, c, d]: [usize; 4]) {
    x[a] = x[a].wrapping_add(x[b]);
    x[d] = (x[d] ^ x[a]).rotate_left(16);
    x[c] = x[c].wrapping_add(x[d]);
    x[b] = (x[b] ^ x[c]).rotate_left(12);
    x[a] = x[a].wrapping_add(x[b]);
    x[d] = (x[d] ^ x[a]).rotate_left(8);
    x[c] = x[c].wrapping_add(x[d]);
    x[b] = (x[b] ^ x[c]).rotate_left(7);
}

#[inline(always)]
fn double_round(x: &mut [u32; 16]) {
    quarter_round(x, [0, 4, 8, 12]);
    quarter_round(x, [1, 5, 9, 13]);
    quarter_round(x, [2, 6, 10, 14]);
    quarter_round(x, [3, 7, 11, 15]);
    quarter_round(x, [0, 5, 10, 15]);
    quarter_round(x, [1, 6, 11, 12]);
    quarter_round(x, [2, 7, 8, 13]);
    quarter_round(x, [3, 4, 9, 14]);
}

/// The first 256 bits under each key; a key is four words of 64 bits, least significant bytes first.
#[inline]
pub(super) fn first_words<const L: usize>(keys: [[u64; 4]; L]) -> [[u64; 4]; L] {
    let mut key = [[0; L]; 8];
    let mut words = [[0; L]; 8];
    for lane in 0..L {
        for (at, word) in keys[lane].iter().enumerate() {
            key[2 * at][lane] = *word as u32;
            key[2 * at + 1][lane] = (word >> 32) as u32;
        }
    }
    // No loop within this one and no choice: so it becomes vector instructions, lane beside lane.
    for lane in 0..L {
        let mut x = [0; 16];
        x[..4].copy_from_slice(&CONSTANTS);
        for at in 0..8 {
            x[4 + at] = key[at][lane];
        }
        double_round(&mut x);
        double_round(&mut x);
        double_round(&mut x);
        double_round(&mut x);
        for at in 0..4 {
            words[at][lane] = x[at].wrapping_add(CONSTANTS[at]);
            words[4 + at][lane] = x[4 + at].wrapping_add(key[at][lane]);
        }
    }
    let pair = |at: usize, lane: usize| {
        u64::from(words[2 * at][lane]) | u64::from(words[2 * at + 1][lane]) << 32
    };
    std::array::from_fn(|lane| std::array::from_fn(|at| pair(at, lane)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::rngs::ChaCha8Rng;
    use rand::{Rng, SeedableRng};

    /// The key's bytes, and the words of the library under it.
    fn of_the_library(key: [u64; 4]) -> [u64; 4] {
        let mut bytes = [0; 32];
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(key) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        let mut dice = ChaCha8Rng::from_seed(bytes);
        std::array::from_fn(|_| dice.next_u64())
    }

    #[test]
    fn words_are_those_of_the_library() {
        let mut dice = ChaCha8Rng::seed_from_u64(1);
        let mut keys = vec![[0; 4], [u64::MAX; 4], [1, 2, 3, 4]];
        keys.extend((0..997).map(|_| std::array::from_fn(|_| dice.next_u64())));
        for four in keys.chunks_exact(4) {
            let four: [[u64; 4]; 4] = four.try_into().expect("chunks of four");
            let wanted = four.map(of_the_library);
            assert_eq!(first_words(four), wanted);
            assert_eq!(four.map(|key| first_words([key])[0]), wanted);
        }
    }

    #[test]
    fn words_are_those_of_the_published_vectors() {
        // draft-strombergson-chacha-test-vectors-01, TC1 and TC2, 256 bits, 8 rounds.
        let words = |hex: &str| -> [u64; 4] {
            std::array::from_fn(|at| {
                let part = &hex[16 * at..16 * at + 16];
                u64::from_str_radix(part, 16).unwrap().swap_bytes()
            })
        };
        let zeros = "3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e";
        assert_eq!(first_words([[0; 4]]), [words(zeros)]);
        let one = "cf5ee9a0494aa9613e05d5ed725b804b12f4a465ee635acc3a311de8740489ea";
        assert_eq!(first_words([[1, 0, 0, 0]]), [words(one)]);
    }
}
