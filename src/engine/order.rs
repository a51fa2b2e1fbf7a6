//! Who comes before whom: persons in the order of their dice.

/// A bucket sort for keys whose upper bits are spread evenly: about as many buckets as keys, then
/// insertion.
///
/// A key holds a person's thirty-two random bits for his arrival above his position in the crowd. Later
/// arrivals have higher bits, so their order is that of arrival, finer than the millisecond; who shares
/// all bits stands in the order of the crowd.
#[derive(Clone, Debug, Default)]
pub(super) struct Sorting {
    starts: Vec<u32>,
    sorted: Vec<u64>,
}

/// The key of a person: his bits for the arrival and his position.
#[inline]
pub(super) fn key(bits: u32, position: usize) -> u64 {
    u64::from(bits) << 32 | position as u64
}

/// The position of a key's person.
#[inline]
pub(super) fn position(key: u64) -> u32 {
    key as u32
}

impl Sorting {
    /// What was sorted last (and, behind it, what was sorted before).
    pub fn sorted(&self) -> &[u64] {
        &self.sorted
    }

    /// The keys in ascending order.
    pub fn sort(&mut self, keys: &[u64]) -> &[u64] {
        if self.sorted.len() < keys.len() {
            self.sorted.resize(keys.len(), 0);
        }
        let sorted = &mut self.sorted[..keys.len()];
        if keys.len() < 2 {
            sorted.copy_from_slice(keys);
            return sorted;
        }
        let buckets = keys.len().next_power_of_two();
        let shift = u64::BITS - buckets.trailing_zeros();
        self.starts.clear();
        self.starts.resize(buckets, 0);
        let starts = &mut self.starts[..buckets];
        for &key in keys {
            starts[(key >> shift) as usize] += 1;
        }
        let mut sum = 0;
        for start in &mut *starts {
            sum += std::mem::replace(start, sum);
        }
        for &key in keys {
            let start = &mut starts[(key >> shift) as usize];
            sorted[*start as usize] = key;
            *start += 1;
        }
        sift(sorted);
        insert(sorted);
        sorted
    }
}

/// Carries the largest key so far along, without a branch: puts nearly all keys right that are a place
/// or two from their own.
fn sift(keys: &mut [u64]) {
    let mut largest = 0;
    for at in 1..keys.len() {
        largest = keys[at - 1].max(largest);
        let next = keys[at];
        keys[at - 1] = next.min(largest);
        keys[at] = next.max(largest);
    }
}

/// Sorts keys that are nearly in order, each a few places from its own.
fn insert(keys: &mut [u64]) {
    for at in 1..keys.len() {
        let key = keys[at];
        let mut hole = at;
        while hole > 0 && keys[hole - 1] > key {
            keys[hole] = keys[hole - 1];
            hole -= 1;
        }
        keys[hole] = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Address, Place, Purpose, Seed};

    #[test]
    fn sorts_like_the_library() {
        let address = Address {
            seed: Seed(5),
            purpose: Purpose::Resampling,
            trial: 0,
            place: Place::EVERYWHERE,
        };
        let mut dice = address.fast();
        let mut sorting = Sorting::default();
        for n in [0usize, 1, 2, 3, 17, 400, 1_000, 1_024, 1_025] {
            // From dice that fill their thirty-two bits to dice that nearly always tie.
            for cut in [0u32, 20, 31] {
                let keys: Vec<u64> = (0..n)
                    .map(|at| key((dice.bits() >> 32) as u32 >> cut << cut, at))
                    .collect();
                let mut plain = keys.clone();
                plain.sort_unstable();
                assert_eq!(sorting.sort(&keys), plain);
            }
        }
    }

    #[test]
    fn arrival_goes_before_the_place_in_the_crowd() {
        assert_eq!(key(1, 2), 0x1_0000_0002);
        assert_eq!(position(key(u32::MAX, 7)), 7);
        assert!(key(3, 9) < key(4, 1) && key(3, 1) < key(3, 9));
    }
}
