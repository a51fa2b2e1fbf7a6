//! Quantile tables: a law that every person draws from, ready for thirty-two random bits.

use crate::model::{Law, Support};

/// Cells of a table. A chord over 1/4096 of the probability misses a smooth law by far less than the
/// last digit of anything shown; where it does not, the cell is sampled exactly.
const CELLS: usize = 1 << 12;
/// Bits below the number of the cell.
const FRACTION_BITS: u32 = 20;
/// How far, relative to the value, the middle of a chord may lie from the law before its cell is
/// sampled exactly.
const TOLERANCE: f64 = 1e-3;

/// A quantile function as straight lines over equal cells of probability.
///
/// The first and the last cell, and every cell in which the law jumps or bends too much for a
/// straight line (relative error above 1/1000 in its middle), call the law's own quantile function.
/// So tails are exact, and a discrete law keeps its values.
#[derive(Clone, Debug)]
pub(super) struct Table {
    law: Law,
    support: Support,
    /// Value at the left end of each cell and its rise over the cell; not a number where the cell is
    /// sampled exactly. In single precision (an error of 6 in 10^8), so that a table takes 32 KiB.
    /// Empty for a law that has only one value.
    cells: Vec<[f32; 2]>,
}

impl Table {
    /// Tabulates a law, truncated to its support.
    pub fn new(law: &Law, support: &Support) -> Self {
        let at = |p: f64| law.quantile(p, support);
        let cells = match law {
            Law::Fixed(_) => Vec::new(),
            _ => {
                let node = |i: usize| at(i as f64 / CELLS as f64);
                let mut left = f64::NAN;
                (0..CELLS)
                    .map(|i| {
                        let right = if i + 1 < CELLS { node(i + 1) } else { f64::NAN };
                        let chord = [left, right - left];
                        let middle = at((i as f64 + 0.5) / CELLS as f64);
                        let miss = (left + right) / 2.0 - middle;
                        left = right;
                        if miss.abs() <= TOLERANCE * middle.abs() {
                            chord.map(|x| x as f32)
                        } else {
                            [f32::NAN; 2]
                        }
                    })
                    .collect()
            }
        };
        Self {
            law: law.clone(),
            support: *support,
            cells,
        }
    }

    /// Whether this is the table of that law.
    pub fn is_of(&self, law: &Law, support: &Support) -> bool {
        self.law == *law && self.support == *support
    }

    /// The value for thirty-two random bits.
    #[inline]
    pub fn value(&self, bits: u32) -> f64 {
        let Some(&[left, rise]) = self.cells.get((bits >> FRACTION_BITS) as usize) else {
            return self.exact(bits);
        };
        let within = (bits & ((1 << FRACTION_BITS) - 1)) as f64 + 0.5;
        let within = within * (1.0 / (1u32 << FRACTION_BITS) as f64);
        let value = f64::from(left) + f64::from(rise) * within;
        if value.is_nan() {
            return self.exact(bits);
        }
        value
    }

    /// The law's own quantile at the middle of the 2^-32 that the bits stand for.
    #[cold]
    fn exact(&self, bits: u32) -> f64 {
        let p = (f64::from(bits) + 0.5) * (1.0 / (1u64 << 32) as f64);
        self.law.quantile(p, &self.support)
    }
}

/// Longest span a person's draw may give, milliseconds: ten days, longer than any day of voting.
pub(super) const LONGEST: i32 = 10 * 24 * 3_600_000;

/// A table with the trial's factor on it: draws whole milliseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spans<'a> {
    table: &'a Table,
    /// Milliseconds per unit of the law, times the pace of this trial.
    scale: f64,
    /// The value of a law that has only one.
    constant: Option<i32>,
}

impl<'a> Spans<'a> {
    /// Spans of a table under a scale.
    pub fn new(table: &'a Table, scale: f64) -> Self {
        let constant = match table.law {
            Law::Fixed(value) => Some(whole(value * scale)),
            _ => None,
        };
        Self {
            table,
            scale,
            constant,
        }
    }

    /// A span for thirty-two random bits, milliseconds, at least 0 and at most [`LONGEST`].
    #[inline]
    pub fn draw(&self, bits: u32) -> i32 {
        match self.constant {
            Some(span) => span,
            None => whole(self.table.value(bits) * self.scale),
        }
    }
}

/// Added to a number below 2^31 it leaves the nearest whole number in the lower half of the bits.
pub(super) const WHOLE: f64 = 1.5 * (1u64 << 52) as f64;

/// The nearest whole number of milliseconds within [0, LONGEST], halves to the even one; 0 for what is
/// no number.
#[inline]
pub(super) fn whole(milliseconds: f64) -> i32 {
    let longest = f64::from(LONGEST);
    let span = if milliseconds > 0.0 {
        milliseconds
    } else {
        0.0
    };
    let span = if span < longest { span } else { longest };
    (span + WHOLE).to_bits() as u32 as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_law_is_reproduced() {
        let (low, high) = (60.0, 180.0);
        let table = Table::new(&Law::Uniform { low, high }, &Support::NOT_NEGATIVE);
        for bits in [0, 1, 1 << 19, 1 << 20, 1 << 31, 3 << 30, u32::MAX] {
            let p = (f64::from(bits) + 0.5) / 4_294_967_296.0;
            assert!((table.value(bits) - (low + p * (high - low))).abs() < 1e-5);
        }
    }

    #[test]
    fn a_table_knows_its_law() {
        let law = Law::Uniform {
            low: 60.0,
            high: 180.0,
        };
        let table = Table::new(&law, &Support::NOT_NEGATIVE);
        assert!(table.is_of(&law, &Support::NOT_NEGATIVE));
        assert!(!table.is_of(&law, &Support::SHARE));
        assert!(!table.is_of(&Law::Fixed(60.0), &Support::NOT_NEGATIVE));
        assert!(!table.is_of(&Law::Fixed(60.0), &Support::SHARE));
    }

    #[test]
    fn a_fixed_law_needs_no_dice() {
        let table = Table::new(&Law::Fixed(90.0), &Support::NOT_NEGATIVE);
        assert_eq!(Spans::new(&table, 1_000.0).draw(12_345), 90_000);
        assert_eq!(Spans::new(&table, 1_500.0).draw(u32::MAX), 135_000);
    }

    #[test]
    fn spans_are_whole_and_bounded() {
        assert_eq!(whole(0.49), 0);
        assert_eq!(whole(0.5), 0);
        assert_eq!(whole(0.51), 1);
        assert_eq!(whole(1.5), 2);
        assert_eq!(whole(-3.0), 0);
        assert_eq!(whole(f64::INFINITY), LONGEST);
        assert_eq!(whole(f64::NAN), 0);
    }
}
