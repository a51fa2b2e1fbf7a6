//! When people come: the arrival profile of a set, inverted.

use super::table::WHOLE;
use crate::units::SimTime;

/// Entries of the guide that leads a uniform number to its segment.
const GUIDE: usize = 256;
/// How many values thirty-two bits have.
const TWO_32: f64 = (1u64 << 32) as f64;
/// The bits of 2^52, into which thirty-two bits are put to read them as a number.
const EXPONENT: u64 = 0x4330_0000_0000_0000;

/// The cumulative law of arrival times between opening and closing, ready to be inverted.
///
/// Given how many take part, arrival times are independent draws from the profile's density; that is
/// what distinguishes a finite electorate from an open Poisson stream. The density is made of
/// straight lines, so its inverse is one square root away and exact.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    segments: Vec<Segment>,
    guide: Vec<u32>,
    total: f64,
    closes: i32,
}

/// One straight piece of the density.
#[derive(Clone, Copy, Debug)]
struct Segment {
    /// Mass before the segment and through its end.
    before: f64,
    through: f64,
    /// The last random bits that lead here.
    last: u32,
    /// Where it begins and ends, milliseconds.
    from: f64,
    to: f64,
    /// Density at its beginning and its slope.
    density: f64,
    slope: f64,
}

impl Profile {
    /// Fits the profile through `points` (time, intensity), cut to [opens, closes].
    ///
    /// Where the intensities are zero throughout, people come evenly.
    pub fn fit(points: &[(SimTime, f64)], opens: SimTime, closes: SimTime) -> Self {
        let mut profile = Self {
            closes: closes.0 as i32,
            ..Self::default()
        };
        profile.lay(points, opens, closes);
        profile
    }

    /// Lays the segments and the guide.
    fn lay(&mut self, points: &[(SimTime, f64)], opens: SimTime, closes: SimTime) {
        for pair in points.windows(2) {
            let ((t0, a0), (t1, a1)) = ((pair[0].0.0, pair[0].1), (pair[1].0.0, pair[1].1));
            self.add(t0, a0.max(0.0), t1, a1.max(0.0), opens.0, closes.0);
        }
        if self.total <= 0.0 {
            self.add(opens.0, 1.0, closes.0, 1.0, opens.0, closes.0);
        }
        for segment in &mut self.segments {
            segment.last = (segment.through / self.total * TWO_32 - 0.5) as u32;
        }
        if let Some(segment) = self.segments.last_mut() {
            segment.last = u32::MAX;
        }
        let mut at = 0;
        for cell in 0..GUIDE {
            while self.segments[at].last < (cell << 24) as u32 {
                at += 1;
            }
            self.guide.push(at as u32);
        }
    }

    /// Adds the part of a straight line between two points that lies within the hours.
    fn add(&mut self, t0: i64, a0: f64, t1: i64, a1: f64, opens: i64, closes: i64) {
        let (from, to) = (t0.max(opens), t1.min(closes));
        if from >= to {
            return;
        }
        let slope = (a1 - a0) / (t1 - t0) as f64;
        let density = a0 + slope * (from - t0) as f64;
        let width = (to - from) as f64;
        let mass = width * (density + 0.5 * slope * width);
        if mass > 0.0 {
            self.segments.push(Segment {
                before: self.total,
                through: self.total + mass,
                last: 0,
                from: from as f64,
                to: to as f64,
                density,
                slope,
            });
            self.total += mass;
        }
    }

    /// The arrival time for thirty-two random bits, milliseconds after midnight, in [opens, closes).
    #[inline]
    pub fn time(&self, bits: u32) -> i32 {
        let mut at = self.guide[(bits >> 24) as usize] as usize;
        while self.segments[at].last < bits {
            at += 1;
        }
        self.line(at).time(bits)
    }

    /// The arrival times for ascending keys, whose upper halves are the random bits: the same as
    /// [`Profile::time`] gives one by one.
    pub fn times(&self, keys: &[u64], times: &mut [i32]) {
        let mut done = 0;
        for (at, segment) in self.segments.iter().enumerate() {
            let end =
                done + keys[done..].partition_point(|&key| (key >> 32) as u32 <= segment.last);
            let line = self.line(at);
            for (time, &key) in times[done..end].iter_mut().zip(&keys[done..end]) {
                *time = line.time((key >> 32) as u32);
            }
            done = end;
        }
    }

    /// A segment ready to be inverted.
    #[inline]
    fn line(&self, at: usize) -> Line {
        let segment = &self.segments[at];
        let scale = self.total / TWO_32;
        Line {
            scale,
            before: segment.before - 0.5 * scale,
            square: segment.density * segment.density,
            slope: 2.0 * segment.slope,
            density: segment.density,
            from: segment.from - 0.5,
            first: segment.from as i32,
            last: (segment.to as i32).min(self.closes - 1),
        }
    }
}

/// A segment's line with what does not depend on the dice worked out.
#[derive(Clone, Copy)]
struct Line {
    scale: f64,
    before: f64,
    square: f64,
    slope: f64,
    density: f64,
    from: f64,
    first: i32,
    last: i32,
}

impl Line {
    /// The moment whose mass from the left is what the bits stand for, rounded down. Without a
    /// branch, so that a row of them is worked out several at a time.
    #[inline(always)]
    fn time(&self, bits: u32) -> i32 {
        let level = f64::from_bits(u64::from(bits) | EXPONENT) - f64::from_bits(EXPONENT);
        let mass = larger(level * self.scale - self.before, f64::MIN_POSITIVE);
        let root = larger(self.square + self.slope * mass, 0.0).sqrt();
        let time = self.from + 2.0 * mass / (self.density + root);
        let whole = (time + WHOLE).to_bits() as u32 as i32;
        whole.max(self.first).min(self.last)
    }
}

/// The larger of two numbers that are numbers.
#[inline(always)]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(points: &[(i64, f64)], opens: i64, closes: i64) -> Profile {
        let points: Vec<_> = points
            .iter()
            .map(|&(h, a)| (SimTime(h * SimTime::HOUR), a))
            .collect();
        Profile::fit(
            &points,
            SimTime(opens * SimTime::HOUR),
            SimTime(closes * SimTime::HOUR),
        )
    }

    fn hour(profile: &Profile, u: f64) -> f64 {
        f64::from(profile.time((u * 4_294_967_296.0) as u32)) / SimTime::HOUR as f64
    }

    #[test]
    fn an_even_profile_is_a_straight_line() {
        let p = profile(&[(0, 2.0), (24, 2.0)], 8, 20);
        for (u, h) in [(0.0, 8.0), (0.25, 11.0), (0.5, 14.0), (0.75, 17.0)] {
            assert!((hour(&p, u) - h).abs() < 1e-6, "{u}");
        }
        assert_eq!(p.time(u32::MAX), 20 * 3_600_000 - 1);
    }

    #[test]
    fn an_even_profile_is_exact_to_the_millisecond() {
        // Bits stand for the middle of their share of the day: (bits + 1/2) / 2^32 of twelve hours.
        let p = profile(&[(0, 2.0), (24, 2.0)], 8, 20);
        let day = 12 * SimTime::HOUR as i128;
        let mut near = 0;
        for bits in (0..u32::MAX - 20_011).step_by(20_011) {
            let doubled = (2 * i128::from(bits) + 1) * day;
            let exact = 8 * SimTime::HOUR as i128 + doubled / (1 << 33);
            // Within a millionth of a millisecond of the next, floating point may go either way.
            let rest = doubled % (1 << 33);
            if !(10_000..=(1 << 33) - 10_000).contains(&rest) {
                near += 1;
                continue;
            }
            assert_eq!(i128::from(p.time(bits)), exact, "{bits}");
        }
        assert!(near < 100, "{near}");
    }

    #[test]
    fn pieces_share_the_day_by_their_mass() {
        // Even from 8 to 10 with twice the density of 10 to 16: 4 of 10 before ten o'clock.
        let p = profile(&[(8, 2.0), (10, 2.0), (10, 1.0), (16, 1.0)], 8, 16);
        for (u, h) in [
            (0.0, 8.0),
            (0.2, 9.0),
            (0.4, 10.0),
            (0.5, 11.0),
            (0.9, 15.0),
        ] {
            assert!((hour(&p, u) - h).abs() < 1e-6, "{u}");
        }
        // Falling from 1 to 0 over ten hours, cut to the last eight: F(t) = 1 - ((10 - t) / 8)^2.
        let p = profile(&[(0, 1.0), (10, 0.0)], 2, 10);
        for u in [0.0, 0.19, 0.51, 0.75, 0.99] {
            let exact = 10.0 - 8.0 * f64::sqrt(1.0 - u);
            assert!((hour(&p, u) - exact).abs() < 1e-5, "{u}");
        }
        // What is below nothing is nothing.
        let p = profile(&[(8, -5.0), (10, -5.0), (10, 1.0), (12, 1.0)], 8, 12);
        assert!((hour(&p, 0.5) - 11.0).abs() < 1e-6);
    }

    #[test]
    fn a_triangle_has_its_square_root() {
        // Density rising from 0 to 1 over ten hours: F(t) = (t/10)^2.
        let p = profile(&[(0, 0.0), (10, 1.0)], 0, 10);
        for u in [0.01f64, 0.25, 0.5, 0.81] {
            assert!((hour(&p, u) - 10.0 * u.sqrt()).abs() < 1e-5, "{u}");
        }
    }

    #[test]
    fn a_gap_in_the_day_stays_empty() {
        let p = profile(&[(8, 1.0), (10, 0.0), (14, 0.0), (16, 1.0)], 8, 16);
        for bits in (0..u32::MAX - 1_000_003).step_by(1_000_003) {
            let h = f64::from(p.time(bits)) / SimTime::HOUR as f64;
            assert!(!(10.001..13.999).contains(&h), "{h}");
        }
    }

    #[test]
    fn no_intensity_at_all_means_evenly() {
        let p = profile(&[(8, 0.0), (20, 0.0)], 8, 20);
        assert!((hour(&p, 0.5) - 14.0).abs() < 1e-6);
    }

    #[test]
    fn a_row_is_what_one_by_one_gives() {
        let profiles = [
            profile(&[(0, 2.0), (24, 2.0)], 8, 20),
            profile(&[(7, 0.5), (10, 1.5), (14, 0.5), (21, 1.5)], 8, 20),
            profile(&[(8, 1.0), (10, 0.0), (14, 0.0), (16, 1.0)], 8, 16),
            profile(&[(8, 0.0), (9, 1e6), (10, 0.0), (20, 1e-6)], 8, 20),
        ];
        for profile in profiles {
            let steps = (0..u32::MAX - 99_991).step_by(99_991);
            let keys: Vec<u64> = steps.map(|bits| u64::from(bits) << 32).collect();
            let mut row = vec![0; keys.len()];
            profile.times(&keys, &mut row);
            for (&key, &time) in keys.iter().zip(&row) {
                assert_eq!(time, profile.time((key >> 32) as u32));
            }
            assert!(row.is_sorted());
        }
    }
}
