//! Counts of which many are drawn from one law: tabulated once, then a comparison or two each.

use super::Fast;

/// Counts rarer than this, relative to one near the mode, are left out of a table: less than the 52 bits
/// of a uniform number can meet.
const RAREST: f64 = 1e-18;

/// A law of counts as a table, drawn from by inversion with a guide (Chen & Asau 1974).
///
/// Built from ratios of neighbouring probabilities alone, outwards from the mean, so it needs no
/// logarithm and no factorial; its memory is used again by the next law. A higher chance gives, with
/// the same dice, never a lower count.
///
/// ```
/// use scrutineer::random::{Address, Counts, Place, Purpose, Seed};
/// let (purpose, place) = (Purpose::Resampling, Place::EVERYWHERE);
/// let mut dice = Address { seed: Seed(1), purpose, trial: 0, place }.fast();
/// let mut counts = Counts::default();
/// counts.binomial(200, 0.7);
/// assert!((100..180).contains(&counts.draw(&mut dice)));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// The first count of the table.
    first: u64,
    /// Sums of probabilities up to each count, in a scale of their own.
    sums: Vec<f64>,
    /// Where the search begins for a level in each of so many equal parts (a power of two), and two more.
    guide: Vec<u32>,
    /// Probabilities below the start, on their way into the sums.
    below: Vec<f64>,
}

impl Counts {
    /// Tabulates the binomial law of `n` tries that succeed with probability `p` in (0, 1).
    pub fn binomial(&mut self, n: u64, p: f64) {
        let (size, odds) = (n as f64, p / (1.0 - p));
        self.fill(n, p, |k| ((size - k) * odds, k + 1.0));
    }

    /// Tabulates the beta-binomial law (Skellam 1948): a binomial of `n` tries whose probability is a
    /// beta number with shapes `a` and `b`, both of at least 1.
    pub fn beta_binomial(&mut self, n: u64, (a, b): (f64, f64)) {
        let (size, last) = (n as f64, n as f64 - 1.0 + b);
        let ratio = |k: f64| ((size - k) * (k + a), (k + 1.0) * (last - k));
        self.fill(n, a / (a + b), ratio);
    }

    /// Tabulates a law whose probabilities rise and then fall; `ratio` of k is that of k + 1 to k, as a
    /// fraction.
    #[inline]
    fn fill(&mut self, n: u64, mean: f64, ratio: impl Fn(f64) -> (f64, f64)) {
        let start = ((n as f64 * mean) as u64).min(n);
        self.below.clear();
        let (mut term, mut k) = (1.0, start as f64);
        while k > 0.0 && term > RAREST {
            k -= 1.0;
            let (above, below) = ratio(k);
            term *= below / above;
            self.below.push(term);
        }
        self.first = start - self.below.len() as u64;
        self.sums.clear();
        let mut sum = 0.0;
        for term in self.below.iter().rev() {
            sum += term;
            self.sums.push(sum);
        }
        (term, k) = (1.0, start as f64);
        sum += term;
        self.sums.push(sum);
        while k < n as f64 && term > RAREST {
            let (above, below) = ratio(k);
            term *= above / below;
            k += 1.0;
            sum += term;
            self.sums.push(sum);
        }
        self.lay_guide(sum);
    }

    /// The guide without a guess: each sum says in which part it lies, and counts up to it need not be
    /// looked at from the next part on.
    fn lay_guide(&mut self, total: f64) {
        let parts = (self.sums.len() / 2).next_power_of_two();
        let scale = parts as f64 / total;
        self.guide.clear();
        self.guide.resize(parts + 2, 0);
        for (at, sum) in self.sums.iter().enumerate() {
            let part = ((sum * scale) as i32 as usize).min(parts);
            self.guide[part + 1] = at as u32 + 1;
        }
        let mut first = 0;
        for entry in &mut self.guide {
            first = (*entry).max(first);
            *entry = first;
        }
    }

    /// A count of the law that was tabulated last; 0 before any was.
    #[inline]
    pub fn draw(&self, dice: &mut Fast) -> u64 {
        let level = dice.open01();
        let Some((&total, sums)) = self.sums.split_last() else {
            return 0;
        };
        let parts = self.guide.len() - 2;
        let mut at = self.guide[(level * parts as f64) as i32 as usize] as usize;
        let mark = level * total;
        // No mark lies above the last sum, if not for rounding.
        while sums.get(at).is_some_and(|&sum| sum <= mark) {
            at += 1;
        }
        self.first + at as u64
    }
}
