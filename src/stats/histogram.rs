//! Many numbers in little room: how often each value came.

use std::borrow::Cow;

/// Numbers that are sorted in at once.
const WAITING: usize = 1 << 14;

/// How often each value came, exactly while there are no more different ones than it may hold; beyond
/// that, neighbours are put together, in cells that halve their number at most.
///
/// What comes out depends on the numbers alone, never on their order or on how they came in pieces:
/// the cells are those of the fewest leading binary digits left out that suffice for all of them.
///
/// ```
/// use scrutineer::stats::histogram::Histogram;
/// let mut seen = Histogram::new(1_000);
/// [30.0, 10.0, 20.0, 20.0].into_iter().for_each(|x| seen.add(x));
/// assert_eq!((seen.quantile(0.5), seen.quantile(1.0)), (20.0, 30.0));
/// assert!(seen.is_exact());
/// ```
#[derive(Clone, Debug)]
pub struct Histogram {
    /// Most different values held.
    most: usize,
    /// Binary digits left out at the end of each key.
    coarse: u32,
    /// Keys and how often, ascending.
    cells: Vec<(i64, u64)>,
    /// Keys not sorted in yet.
    waiting: Vec<i64>,
    len: u64,
    /// Smallest and largest key that came, exactly.
    ends: (i64, i64),
}

impl Histogram {
    /// Nothing yet, with room for so many different values, at least 2.
    pub fn new(most: usize) -> Self {
        Self {
            most: most.max(2),
            coarse: 0,
            cells: Vec::new(),
            waiting: Vec::new(),
            len: 0,
            ends: (i64::MAX, i64::MIN),
        }
    }

    /// Adds a number; not a NaN.
    pub fn add(&mut self, value: f64) {
        let key = key(value);
        self.waiting.push(key);
        self.len += 1;
        self.ends = (self.ends.0.min(key), self.ends.1.max(key));
        if self.waiting.len() >= WAITING {
            self.settle();
        }
    }

    /// How many numbers came.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether none came.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether every value is held as it came.
    pub fn is_exact(&self) -> bool {
        self.settled().coarse == 0
    }

    /// The same numbers, all sorted in: quantiles of it are quick.
    pub fn settled(&self) -> Cow<'_, Self> {
        if self.waiting.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut settled = self.clone();
        settled.settle();
        Cow::Owned(settled)
    }

    /// The quantile `p` in [0, 1], as [`quantile_of_sorted`](super::interval::quantile_of_sorted) has
    /// it, to the last bit while [`is_exact`](Self::is_exact). NaN without numbers.
    pub fn quantile(&self, p: f64) -> f64 {
        let settled = self.settled();
        let Some(last) = self.len.checked_sub(1) else {
            return f64::NAN;
        };
        let position = p.clamp(0.0, 1.0) * last as f64;
        let below = position.floor() as u64;
        let [low, high] = [below, (below + 1).min(last)].map(|rank| settled.at(rank));
        low + (position - below as f64) * (high - low)
    }

    /// The number with so many before it; of a cell of several values its middle, at the ends exact.
    fn at(&self, rank: u64) -> f64 {
        if rank == 0 {
            return value(self.ends.0);
        }
        if rank + 1 == self.len {
            return value(self.ends.1);
        }
        let half = (1_i64 << self.coarse) >> 1;
        let mut before = 0;
        let cell = self.cells.iter().find(|(_, often)| {
            before += often;
            before > rank
        });
        cell.map_or(f64::NAN, |&(key, _)| {
            value((key + half).clamp(self.ends.0, self.ends.1))
        })
    }

    /// Sorts in what waits, and puts neighbours together until there is room for all.
    fn settle(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let coarse = self.coarse;
        self.waiting.sort_unstable();
        let new = self.waiting.drain(..).map(|key| (cell_of(key, coarse), 1));
        let mut merged = Vec::with_capacity(self.cells.len() + new.len());
        let (mut old, mut new) = (self.cells.drain(..).peekable(), new.peekable());
        loop {
            let next = match (old.peek(), new.peek()) {
                (Some(a), Some(b)) if a.0 <= b.0 => old.next(),
                (Some(_), None) => old.next(),
                (_, Some(_)) => new.next(),
                (None, None) => None,
            };
            match next {
                Some(cell) => push(&mut merged, cell),
                None => break,
            }
        }
        drop((old, new));
        while merged.len() > self.most {
            self.coarse += 1;
            let mut fewer = Vec::with_capacity(merged.len() / 2 + 1);
            for (key, often) in merged {
                push(&mut fewer, (cell_of(key, self.coarse), often));
            }
            merged = fewer;
        }
        merged.shrink_to(self.most.min(2 * merged.len()));
        self.cells = merged;
    }
}

/// Adds a cell behind those before it, or to the last where it is the same.
fn push(cells: &mut Vec<(i64, u64)>, (key, often): (i64, u64)) {
    match cells.last_mut() {
        Some(last) if last.0 == key => last.1 += often,
        _ => cells.push((key, often)),
    }
}

/// The lowest key of a cell.
fn cell_of(key: i64, coarse: u32) -> i64 {
    (key >> coarse) << coarse
}

/// A whole number that orders as the value does (that of [`f64::total_cmp`]).
fn key(value: f64) -> i64 {
    folded(value.to_bits() as i64)
}

/// The value of a key.
fn value(key: i64) -> f64 {
    f64::from_bits(folded(key) as u64)
}

/// Turns the order of negative numbers round; undone by doing it again.
fn folded(bits: i64) -> i64 {
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

#[cfg(test)]
mod tests {
    use super::super::interval::quantile_of_sorted;
    use super::*;
    use proptest::prelude::*;

    const PS: [f64; 9] = [0.0, 0.025, 0.05, 0.25, 0.5, 0.731, 0.95, 0.975, 1.0];

    fn of(values: &[f64], most: usize) -> Histogram {
        let mut all = Histogram::new(most);
        values.iter().for_each(|&x| all.add(x));
        all
    }

    fn sorted(values: &[f64]) -> Vec<f64> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted
    }

    proptest! {
        #[test]
        fn quantiles_are_those_of_the_sorted_column(
            values in prop::collection::vec(prop_oneof![
                (-50_i32..50).prop_map(f64::from),
                -1e6..1e6_f64,
                Just(-0.0),
            ], 0..400),
        ) {
            let (held, sorted) = (of(&values, 500), sorted(&values));
            prop_assert!(held.is_exact());
            prop_assert_eq!(held.len(), values.len() as u64);
            for p in PS {
                let (got, expected) = (held.quantile(p), quantile_of_sorted(&sorted, p));
                prop_assert_eq!(got.to_bits(), expected.to_bits());
            }
        }

        #[test]
        fn cells_do_not_depend_on_the_order(
            values in prop::collection::vec(-1e3..1e3_f64, 100..400),
            turn in 0_usize..400,
            often in 1_usize..50,
        ) {
            let mut turned = values.clone();
            turned.rotate_left(turn % values.len());
            turned.reverse();
            let a = of(&values, 40);
            let mut b = Histogram::new(40);
            for some in turned.chunks(often) {
                some.iter().for_each(|&x| b.add(x));
                b.settle();
            }
            let (a, b) = (a.settled(), b.settled());
            prop_assert!(!a.is_exact() && !b.is_exact());
            prop_assert_eq!((a.coarse, &a.cells), (b.coarse, &b.cells));
            prop_assert!(a.cells.len() <= 40);
            // One digit fewer left out would not have been enough.
            let mut finer: Vec<i64> = values.iter().map(|&x| cell_of(key(x), a.coarse - 1)).collect();
            finer.sort_unstable();
            finer.dedup();
            prop_assert!(finer.len() > 40);
        }
    }

    #[test]
    fn a_million_percentages_lose_less_than_anybody_prints() {
        let values: Vec<f64> = (0..1_000_000_u64)
            .map(|i| 40.0 + (i * 7_919 % 1_000_003) as f64 * 2e-5)
            .collect();
        let (held, sorted) = (of(&values, 1 << 17), sorted(&values));
        assert!(!held.is_exact());
        for p in PS {
            let off = (held.quantile(p) - quantile_of_sorted(&sorted, p)).abs();
            assert!(off <= 20.0 / 65_536.0, "{off} at {p}");
            assert!(off == 0.0 || (p > 0.0 && p < 1.0), "the ends are exact");
        }
    }

    #[test]
    fn a_number_within_a_cell_is_its_middle() {
        let values: Vec<f64> = (0..4_000).map(|i| 1.0 + f64::from(i) / 4_000.0).collect();
        let (held, sorted) = (of(&values, 100), sorted(&values));
        let off = |p: f64| held.quantile(p) - quantile_of_sorted(&sorted, p);
        let all: Vec<f64> = (1..1_000).map(|k| off(f64::from(k) / 1_000.0)).collect();
        // Cells of a 64th: beginnings would be half of that too low on average.
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        assert!(mean.abs() < 1.0 / 1_024.0, "{mean}");
        let most = all.iter().fold(0.0_f64, |most, it| most.max(it.abs()));
        assert!(most > 1.0 / 256.0 && most <= 1.0 / 128.0 + 1e-3, "{most}");
    }

    #[test]
    fn nothing_has_no_quantile() {
        let none = Histogram::new(8);
        assert!(none.is_empty() && none.quantile(0.5).is_nan() && none.is_exact());
    }
}
