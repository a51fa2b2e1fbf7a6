//! How many of the adults of a cell take part.

use super::noise::Coins;
use crate::random::{Beta, Counts, Fast};

/// Cells of one group may differ by so many adults and still share a table.
const FURTHER: u64 = 4;
/// A table with so many entries a cell costs about what drawing without one does.
const ENTRIES_A_CELL: f64 = 16.0;

/// The law of the share of a group that takes part at a place, in one trial.
///
/// Beta(m (1 - r) / r, (1 - m)(1 - r) / r) for a mean m and an intraclass correlation r (Skellam 1948);
/// the mean itself where r = 0 or the shapes are too large to be told from it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TakePart {
    mean: f64,
    correlation: f64,
    shapes: Option<(f64, f64)>,
    beta: Option<Beta>,
}

impl TakePart {
    /// For a mean in [0, 1] and a correlation in [0, 1).
    pub fn new(mean: f64, correlation: f64) -> Self {
        let spread = (1.0 - correlation) / correlation;
        let varies = correlation > 0.0 && mean > 0.0 && mean < 1.0;
        let shapes = varies.then_some((mean * spread, (1.0 - mean) * spread));
        let beta = shapes.and_then(|(a, b)| Beta::new(a, b));
        Self {
            mean,
            correlation,
            shapes: shapes.filter(|_| beta.is_some()),
            beta,
        }
    }

    /// Makes ready for cells of these sizes. Where they are many and nearly equal the law of the
    /// smallest is tabulated.
    pub fn at_each<'a>(self, sizes: &[u64], counts: &'a mut Counts) -> AtEach<'a> {
        let least = sizes.iter().copied().min().unwrap_or(0);
        let most = sizes.iter().copied().max().unwrap_or(0);
        let worth = self.entries(least) <= ENTRIES_A_CELL * sizes.len() as f64;
        // The table wants a law that rises and then falls, and products that do not overflow.
        let sound = |shape: f64| (1.0..1e100).contains(&shape);
        let regular = self.mean > 0.0 && self.mean < 1.0;
        let regular = regular && self.shapes.is_none_or(|(a, b)| sound(a) && sound(b));
        let shared = least > 0 && most - least <= FURTHER && worth && regular;
        if shared {
            match self.shapes {
                Some(shapes) => counts.beta_binomial(least, shapes),
                None => counts.binomial(least, self.mean),
            }
        }
        AtEach {
            law: self,
            table: shared.then_some((least, counts)),
        }
    }

    /// About how many entries the table of a cell of that size has.
    fn entries(&self, adults: u64) -> f64 {
        let n = adults as f64;
        let variance = n * self.mean * (1.0 - self.mean) * (1.0 + (n - 1.0) * self.correlation);
        n.min(20.0 * variance.sqrt() + 20.0)
    }

    /// Whether one more takes part where `come` of `asked` do (Polya's urn).
    #[inline]
    fn one_more(&self, come: u64, asked: u64, dice: &mut Fast) -> bool {
        let level = dice.open01();
        match self.shapes {
            Some((a, b)) => level * (a + b + asked as f64) < a + come as f64,
            None => level < self.mean,
        }
    }
}

/// A law with a table of counts where that is worth while. Both ways follow the same law.
pub(super) struct AtEach<'a> {
    law: TakePart,
    /// How many adults the table is of.
    table: Option<(u64, &'a mut Counts)>,
}

impl AtEach<'_> {
    /// How many of the adults of one of the cells take part: by the dice of their portions, or by
    /// `dice` where there are none.
    #[inline]
    pub fn draw(&self, adults: u64, dice: &mut Fast, coins: &mut Coins) -> u64 {
        let table = self.table.as_ref().filter(|_| !coins.are_many());
        if let Some((least, counts)) = table {
            let mut come = counts.draw(dice);
            for asked in *least..adults {
                come += u64::from(self.law.one_more(come, asked, dice));
            }
            return come;
        }
        let chance = self.law.beta.map(|beta| coins.beta(&beta, dice));
        let chance = chance.filter(|chance| !chance.is_nan());
        coins.binomial(adults, chance.unwrap_or(self.law.mean), dice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Address, Place, Purpose, Seed};

    /// Probabilities of 0, 1, ... of so many adults: multiplied out, person by person, along Polya's urn.
    fn law(adults: usize, mean: f64, correlation: f64) -> Vec<f64> {
        let mut law = vec![1.0];
        for asked in 0..adults {
            let mut next = vec![0.0; law.len() + 1];
            for (come, chance) in law.iter().enumerate() {
                let lead = 1.0 + correlation * (asked as f64 - 1.0);
                let one_more = (mean * (1.0 - correlation) + correlation * come as f64) / lead;
                next[come + 1] += chance * one_more;
                next[come] += chance * (1.0 - one_more);
            }
            law = next;
        }
        law
    }

    /// Draws for cells of these sizes and holds those of `adults` against their law.
    fn hold(sizes: &[u64], adults: u64, (mean, correlation): (f64, f64), tabulated: bool) {
        let address = Address {
            seed: Seed(5),
            purpose: Purpose::Participation,
            trial: sizes.len() as u64,
            place: Place::EVERYWHERE,
        };
        let (mut dice, mut counts) = (address.fast(), Counts::default());
        let each = TakePart::new(mean, correlation).at_each(sizes, &mut counts);
        assert_eq!(each.table.is_some(), tabulated);
        let draws = 40_000;
        let mut seen = vec![0u32; adults as usize + 1];
        for _ in 0..draws {
            seen[each.draw(adults, &mut dice, &mut Coins::default()) as usize] += 1;
        }
        let mut square = 0.0;
        for (chance, &n) in law(adults as usize, mean, correlation).iter().zip(&seen) {
            let expected = chance * f64::from(draws);
            assert!(expected > 20.0, "every cell is expected often enough");
            square += (f64::from(n) - expected).powi(2) / expected;
        }
        // Six degrees of freedom; passed with a probability of 1 in 100,000.
        assert_eq!(adults, 6);
        assert!(square < 33.1, "{square}: {seen:?}");
    }

    #[test]
    fn with_a_table_and_without_the_law_is_the_same() {
        let alike = vec![6; 100];
        let nearly = [3, 4, 5, 6, 7].repeat(20);
        let unlike = [6, 60].repeat(50);
        for law in [(0.6, 0.1), (0.5, 0.3), (0.55, 0.0)] {
            hold(&alike, 6, law, true);
            hold(&nearly, 6, law, true);
            hold(&unlike, 6, law, false);
        }
        // Shapes below 1 have no table.
        hold(&alike, 6, (0.6, 0.8), false);
    }

    #[test]
    fn the_ends_are_certain() {
        let mut dice = Address {
            seed: Seed(5),
            purpose: Purpose::Participation,
            trial: 0,
            place: Place::EVERYWHERE,
        }
        .fast();
        let mut counts = Counts::default();
        for correlation in [0.0, 0.2] {
            for (mean, come) in [(0.0, 0), (1.0, 9)] {
                let each = TakePart::new(mean, correlation).at_each(&[9; 50], &mut counts);
                assert!((0..100).all(|_| each.draw(9, &mut dice, &mut Coins::default()) == come));
            }
            let each = TakePart::new(0.4, correlation).at_each(&[0; 50], &mut counts);
            assert_eq!(each.draw(0, &mut dice, &mut Coins::default()), 0);
        }
    }
}
