//! When people come: the arrival profile of a set, inverted.

use crate::units::SimTime;

/// Entries of the guide that leads a uniform number to its segment.
const GUIDE: usize = 256;

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
    closes: i64,
}

/// One straight piece of the density.
#[derive(Clone, Copy, Debug)]
struct Segment {
    /// Mass before the segment and through its end.
    before: f64,
    through: f64,
    /// Where it begins, milliseconds.
    from: f64,
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
            closes: closes.0,
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
        let mut at = 0;
        for cell in 0..GUIDE {
            let target = self.total * cell as f64 / GUIDE as f64;
            while at + 1 < self.segments.len() && self.segments[at].through <= target {
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
                from: from as f64,
                density,
                slope,
            });
            self.total += mass;
        }
    }

    /// The arrival time for thirty-two random bits, milliseconds after midnight, in [opens, closes).
    #[inline]
    pub fn time(&self, bits: u32) -> i32 {
        let u = (f64::from(bits) + 0.5) * (1.0 / (1u64 << 32) as f64);
        let target = u * self.total;
        let mut at = self.guide[(bits >> 24) as usize] as usize;
        while self.segments[at].through < target && at + 1 < self.segments.len() {
            at += 1;
        }
        let s = &self.segments[at];
        let mass = target - s.before;
        let root = (s.density * s.density + 2.0 * s.slope * mass)
            .max(0.0)
            .sqrt();
        let time = s.from + 2.0 * mass / (s.density + root);
        (time as i64).min(self.closes - 1) as i32
    }
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
}
