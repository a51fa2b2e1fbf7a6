//! Histograms without a comb.
//!
//! Counts live on whole votes, percentages of a fixed base on multiples of 100/base. A bin whose
//! width is no multiple of that step holds now 9, now 10, now 11 possible values, and a smooth
//! distribution gets false spikes. So values are first turned into whole steps, and a bin is a whole
//! number of steps wide.

use super::scale::round_step;

/// The lattice that simulated values lie on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lattice {
    /// Distance of two neighbouring possible values: 1 for counts.
    pub step: f64,
}

/// Percentages are told apart to this much when they lie on no common lattice.
const FINEST: f64 = 1e-6;

impl Lattice {
    /// The lattice of the values: whole numbers for counts; for percentages the common step, if
    /// there is one that is coarse enough to show, else millionths of a percent.
    pub fn of(values: &[f64], percent: bool) -> Self {
        if !percent {
            return Lattice { step: 1.0 };
        }
        let mut step = 0.0;
        for value in values.iter().filter(|v| v.is_finite()) {
            step = common(step, value.abs());
            if step < 1e-4 {
                return Lattice { step: FINEST };
            }
        }
        let largest = values
            .iter()
            .copied()
            .filter(|v| v.is_finite())
            .fold(0.0, f64::max);
        let steps = (largest / step).round();
        if steps.is_nan() || steps < 1.0 {
            return Lattice { step: FINEST };
        }
        // the largest value says the step most precisely
        let lattice = Lattice {
            step: largest / steps,
        };
        let off = |v: &&f64| (*v / lattice.step - (*v / lattice.step).round()).abs() > 0.01;
        match values.iter().filter(|v| v.is_finite()).find(off) {
            Some(_) => Lattice { step: FINEST },
            None => lattice,
        }
    }

    /// The value as a whole number of steps.
    pub fn index(&self, value: f64) -> i64 {
        (value / self.step).round() as i64
    }
}

/// Greatest common measure of two lengths (Euclid), within rounding errors of percentages.
fn common(mut a: f64, mut b: f64) -> f64 {
    while b > 1e-7 {
        let rest = a % b;
        // a remainder of nearly the divisor is a rounding error below zero
        let rest = if b - rest < 1e-7 { 0.0 } else { rest };
        (a, b) = (b, rest);
    }
    a
}

/// A histogram over whole steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    /// The lattice.
    pub lattice: Lattice,
    /// Width of a bin, in steps; at least 1.
    pub width: i64,
    /// First step of the first bin.
    pub first: i64,
    /// Values in each bin; the first and last are not empty.
    pub counts: Vec<u64>,
}

impl Bins {
    /// Divides `values` into bins at least `least` wide (in the unit of the values), about 50 of
    /// them, with a bin beginning at step `align`.
    pub fn of(values: &[f64], percent: bool, least: f64, align: f64) -> Self {
        let lattice = Lattice::of(values, percent);
        let steps: Vec<i64> = values
            .iter()
            .filter(|v| v.is_finite())
            .map(|v| lattice.index(*v))
            .collect();
        let low = steps.iter().copied().min().unwrap_or(0);
        let high = steps.iter().copied().max().unwrap_or(0);
        let wanted = ((high - low) as f64 / 50.0).max(least / lattice.step);
        let width = if wanted <= 1.0 { 1 } else { whole_step(wanted) };
        let origin = if align.is_finite() {
            lattice.index(align)
        } else {
            0
        };
        let bin = |step: i64| (step - origin).div_euclid(width);
        let mut counts = vec![0; (bin(high) - bin(low) + 1) as usize];
        for step in steps {
            counts[(bin(step) - bin(low)) as usize] += 1;
        }
        Bins {
            lattice,
            width,
            first: origin + bin(low) * width,
            counts,
        }
    }

    /// First and last possible value of bin `i`.
    pub fn values(&self, i: usize) -> (f64, f64) {
        let first = self.first + i as i64 * self.width;
        (
            first as f64 * self.lattice.step,
            (first + self.width - 1) as f64 * self.lattice.step,
        )
    }

    /// Where bin `i` begins and ends on an axis: half a step outside its values.
    pub fn edges(&self, i: usize) -> (f64, f64) {
        let (low, high) = self.values(i);
        (
            low - self.lattice.step / 2.0,
            high + self.lattice.step / 2.0,
        )
    }
}

/// A round whole number of at least `wanted`.
fn whole_step(wanted: f64) -> i64 {
    if wanted <= 10.0 {
        wanted.ceil() as i64
    } else {
        round_step(wanted).min(1e15) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_distribution_of_votes_gives_no_comb() {
        let values: Vec<f64> = (0..100_000).map(|v| f64::from(v % 3_777)).collect();
        let bins = Bins::of(&values, false, 0.0, 0.0);
        let inner = &bins.counts[1..bins.counts.len() - 1];
        let (least, most) = (inner.iter().min().unwrap(), inner.iter().max().unwrap());
        assert!(inner.len() > 30);
        assert!(*most - *least <= bins.width as u64, "{least} to {most}");
        assert_eq!(bins.counts.iter().sum::<u64>(), 100_000);
    }

    #[test]
    fn percentages_of_a_fixed_roll_are_binned_in_whole_votes() {
        for roll in [97_u32, 400, 3_999, 55_163] {
            let values: Vec<f64> = (roll / 3..roll)
                .map(|k| f64::from(k) / f64::from(roll) * 100.0)
                .collect();
            let bins = Bins::of(&values, true, 0.0, 0.0);
            let votes = bins.lattice.step * f64::from(roll) / 100.0;
            assert!(
                (votes - 1.0).abs() < 1e-3,
                "roll {roll}: a step is {votes} votes"
            );
            let inner = &bins.counts[1..bins.counts.len() - 1];
            assert!(
                inner.iter().all(|n| *n == bins.width as u64),
                "roll {roll}: {inner:?}"
            );
        }
    }

    #[test]
    fn percentages_without_a_lattice_still_have_bins() {
        let values: Vec<f64> = (0..5_000)
            .map(|i| 40.0 + f64::from(i) * 0.003_141_592_6)
            .collect();
        let bins = Bins::of(&values, true, 0.0, 50.0);
        assert!(bins.counts.len() > 20 && bins.counts.len() < 120);
        assert_eq!(bins.counts.iter().sum::<u64>(), 5_000);
        assert!((0..bins.counts.len()).any(|i| (bins.values(i).0 - 50.0).abs() < 1e-6));
    }

    #[test]
    fn one_value_is_one_bin() {
        let bins = Bins::of(&[7.0; 30], false, 0.0, 0.0);
        assert_eq!(
            (bins.counts.as_slice(), bins.width, bins.values(0)),
            ([30].as_slice(), 1, (7.0, 7.0))
        );
        assert_eq!(Bins::of(&[], true, 0.0, f64::NAN).counts, [0]);
        assert_eq!(Bins::of(&[0.0, 0.0], true, 0.0, 0.0).counts, [2]);
    }
}
