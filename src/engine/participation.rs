//! How many of the adults of a cell take part.

use crate::random::{Beta, Counts, Fast, binomial};

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
    /// How many of the adults of one of the cells take part.
    #[inline]
    pub fn draw(&self, adults: u64, dice: &mut Fast) -> u64 {
        if let Some((least, counts)) = &self.table {
            let mut come = counts.draw(dice);
            for asked in *least..adults {
                come += u64::from(self.law.one_more(come, asked, dice));
            }
            return come;
        }
        let chance = self.law.beta.map(|beta| beta.draw(dice));
        let chance = chance.filter(|chance| !chance.is_nan());
        binomial(adults, chance.unwrap_or(self.law.mean), dice)
    }
}
