//! How many of n succeed.

use super::Fast;

/// Below so many expected successes the law is searched from 0, above it is sampled by rejection.
const FEW: f64 = 10.0;
/// Nearest counts to the mode, for which the ratio of probabilities is multiplied out: sixteen factors
/// below 2^53 stay below the largest number.
const NEAR: u64 = 16;

/// A binomial draw: successes among `n` independent tries that succeed with probability `p` each.
///
/// `p` is cut to [0, 1]. Where the expected number of the rarer outcome is below 10 by inversion
/// (sequential search), else by Hoermann's transformed rejection with squeeze (1993), whose test is
/// carried out exactly, by multiplication near the mode and by Loader's saddle-point form (2000)
/// elsewhere. No function of the platform is used; rounding moves probabilities by less than 1 in 10^9
/// of their size. For `n` up to 2^53.
///
/// ```
/// use scrutineer::random::{Address, Place, Purpose, Seed, binomial};
/// let (purpose, place) = (Purpose::Resampling, Place::EVERYWHERE);
/// let mut dice = Address { seed: Seed(1), purpose, trial: 0, place }.fast();
/// assert_eq!(binomial(200, 0.0, &mut dice), 0);
/// assert_eq!(binomial(200, 1.0, &mut dice), 200);
/// assert!((100..180).contains(&binomial(200, 0.7, &mut dice)));
/// ```
#[inline]
pub fn binomial(n: u64, p: f64, dice: &mut Fast) -> u64 {
    Law::new(n, p).draw(dice)
}

/// The same number of successes in law, as the sum over nearly equal parts of the tries, each with
/// dice of its own: new dice for one of K parts move the sum by about a root of 2 / K of its standard
/// deviation. The first parts have one try more where the parts cannot be equal. 0 without dice.
///
/// ```
/// use scrutineer::random::{Address, Place, Purpose, Seed, binomial_in_parts};
/// let (purpose, place) = (Purpose::Resampling, Place::EVERYWHERE);
/// let dice = |trial| Address { seed: Seed(1), purpose, trial, place }.fast();
/// let mut parts: Vec<_> = (0..64).map(dice).collect();
/// assert_eq!(binomial_in_parts(200, 1.0, &mut parts), 200);
/// assert!((100..180).contains(&binomial_in_parts(200, 0.7, &mut parts)));
/// ```
pub fn binomial_in_parts(n: u64, p: f64, dice: &mut [Fast]) -> u64 {
    if dice.is_empty() {
        return 0;
    }
    let parts = dice.len() as u64;
    let (each, over) = (n / parts, (n % parts) as usize);
    let (larger, rest) = dice.split_at_mut(over);
    let sum = |law: Law, dice: &mut [Fast]| dice.iter_mut().map(|it| law.draw(it)).sum::<u64>();
    sum(Law::new(each + 1, p), larger) + sum(Law::new(each, p), rest)
}

/// A binomial law, ready to be drawn from many times.
enum Law {
    /// Always so many.
    Certain(u64),
    /// The rarer outcome, counted.
    Rarer(Rarer),
    /// So many less the rarer outcome.
    Others(u64, Rarer),
}

impl Law {
    #[inline]
    fn new(n: u64, p: f64) -> Self {
        if n == 0 || p <= 0.0 || p.is_nan() {
            Self::Certain(0)
        } else if p >= 1.0 {
            Self::Certain(n)
        } else if p <= 0.5 {
            Self::Rarer(Rarer::new(n, p))
        } else {
            Self::Others(n, Rarer::new(n, 1.0 - p)) // the difference is exact
        }
    }

    #[inline]
    fn draw(&self, dice: &mut Fast) -> u64 {
        match self {
            Self::Certain(all) => *all,
            Self::Rarer(law) => law.draw(dice),
            Self::Others(n, law) => n - law.draw(dice),
        }
    }
}

/// A law with p in (0, 1/2].
enum Rarer {
    Search(Search),
    Rejection(Rejection),
}

impl Rarer {
    #[inline]
    fn new(n: u64, p: f64) -> Self {
        if n as f64 * p < FEW {
            Self::Search(Search::new(n, p))
        } else {
            Self::Rejection(Rejection::new(n, p))
        }
    }

    #[inline]
    fn draw(&self, dice: &mut Fast) -> u64 {
        match self {
            Self::Search(law) => law.draw(dice),
            Self::Rejection(law) => law.draw(dice),
        }
    }
}

/// By inversion from 0: about n p steps.
struct Search {
    n: u64,
    odds: f64,
    /// Probability of 0.
    none: f64,
    past: f64,
}

impl Search {
    #[inline]
    fn new(n: u64, p: f64) -> Self {
        let odds = p / (1.0 - p);
        Self {
            n,
            odds,
            none: libm::exp(n as f64 * libm::log1p(-p)),
            past: (n as f64 + 1.0) * odds,
        }
    }

    #[inline]
    fn draw(&self, dice: &mut Fast) -> u64 {
        loop {
            let (mut left, mut here, mut k) = (dice.open01(), self.none, 0);
            while left > here {
                left -= here;
                k += 1;
                here *= self.past / k as f64 - self.odds;
                if k > self.n {
                    break;
                }
            }
            // Rounding may leave a rest of 10^-16 or so for which there is no count.
            if k <= self.n {
                return k;
            }
        }
    }
}

/// The constants of BTRS for one n and p.
struct Rejection {
    n: u64,
    p: f64,
    odds: f64,
    mode: u64,
    a: f64,
    b: f64,
    centre: f64,
    alpha: f64,
    /// Below this, a point in the middle is kept without a further look.
    sure: f64,
}

impl Rejection {
    #[inline]
    fn new(n: u64, p: f64) -> Self {
        let (size, q) = (n as f64, 1.0 - p);
        let mean = size * p;
        let sd = (mean * q).sqrt();
        let b = 1.15 + 2.53 * sd;
        Self {
            n,
            p,
            odds: p / q,
            mode: (mean + p) as u64,
            a: -0.0873 + 0.0248 * b + 0.01 * p,
            b,
            centre: mean + 0.5,
            alpha: (2.83 + 5.1 / b) * sd,
            sure: 0.92 - 4.2 / b,
        }
    }

    #[inline]
    fn draw(&self, dice: &mut Fast) -> u64 {
        loop {
            let v = dice.open01();
            let u = dice.open01() - 0.5;
            let margin = 0.5 - u.abs();
            let k = (2.0 * self.a / margin + self.b) * u + self.centre;
            if margin >= 0.07 && v <= self.sure {
                return k as u64;
            }
            if k < 0.0 || k >= self.n as f64 + 1.0 {
                continue;
            }
            let v = v * self.alpha / (self.a / (margin * margin) + self.b);
            if self.keeps(k as u64, v) {
                return k as u64;
            }
        }
    }

    /// Whether `v` is at most the probability of `k` relative to that of the mode.
    #[inline]
    fn keeps(&self, k: u64, v: f64) -> bool {
        if k.abs_diff(self.mode) > NEAR {
            return libm::log(v)
                <= ln_chance(self.n, self.p, k) - ln_chance(self.n, self.p, self.mode);
        }
        // The product over i of (n - i + 1) odds / i, for i above the lower of the two.
        let (low, high) = (k.min(self.mode), k.max(self.mode));
        let (mut above, mut below) = (1.0, 1.0);
        for i in low + 1..=high {
            above *= (self.n - i + 1) as f64 * self.odds;
            below *= i as f64;
        }
        match k >= self.mode {
            true => v * below <= above,
            false => v * above <= below,
        }
    }
}

/// Logarithm of the probability of `k` successes (Loader 2000).
fn ln_chance(n: u64, p: f64, k: u64) -> f64 {
    let (size, q) = (n as f64, 1.0 - p);
    if k == 0 {
        return size * libm::log1p(-p);
    }
    if k == n {
        return size * libm::log(p);
    }
    let (x, y) = (k as f64, (n - k) as f64);
    let errors = stirling_error(n) - stirling_error(k) - stirling_error(n - k);
    let distances = deviance(x, size * p) + deviance(y, size * q);
    errors - distances + 0.5 * libm::log(size / (std::f64::consts::TAU * x * y))
}

/// x ln(x / m) + m - x, without cancellation near m.
fn deviance(x: f64, m: f64) -> f64 {
    let v = (x - m) / (x + m);
    if v.abs() >= 0.1 {
        return x * libm::log(x / m) + m - x;
    }
    let mut sum = (x - m) * v;
    let mut term = 2.0 * x * v;
    let mut odd = 3.0;
    loop {
        term *= v * v;
        let next = sum + term / odd;
        if next == sum {
            return sum;
        }
        (sum, odd) = (next, odd + 2.0);
    }
}

/// ln(n!) less Stirling's formula, for n of at least 1.
fn stirling_error(n: u64) -> f64 {
    const EXACT: [f64; 16] = [
        0.0, // never asked for
        0.081_061_466_795_327_26,
        0.041_340_695_955_409_29,
        0.027_677_925_684_998_34,
        0.020_790_672_103_765_093,
        0.016_644_691_189_821_193,
        0.013_876_128_823_070_748,
        0.011_896_709_945_891_77,
        0.010_411_265_261_972_096,
        0.009_255_462_182_712_733,
        0.008_330_563_433_362_87,
        0.007_573_675_487_951_841,
        0.006_942_840_107_209_53,
        0.006_408_994_188_004_207,
        0.005_951_370_112_758_848,
        0.005_554_733_551_962_801,
    ];
    if let Some(&exact) = EXACT.get(n as usize) {
        return exact;
    }
    let x = n as f64;
    let s = 1.0 / (x * x);
    let series = 1.0 / 360.0 - s * (1.0 / 1260.0 - s * (1.0 / 1680.0 - s / 1188.0));
    (1.0 / 12.0 - s * series) / x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stirlings_errors_are_those_of_the_factorial() {
        for n in 1..=40u64 {
            let x = n as f64;
            let exact = libm::lgamma(x + 1.0)
                - (x * libm::log(x) - x + 0.5 * libm::log(std::f64::consts::TAU * x));
            assert!((stirling_error(n) - exact).abs() < 1e-13, "{n}");
        }
    }

    #[test]
    fn the_two_tests_of_a_count_agree() {
        for (n, p) in [(20, 0.5), (200, 0.3), (1_000, 0.011), (2_147_483_647, 0.4)] {
            let law = Rejection::new(n, p);
            for k in law.mode - NEAR.min(law.mode)..=law.mode + NEAR.min(n - law.mode) {
                let ln = ln_chance(n, p, k) - ln_chance(n, p, law.mode);
                let ratio = libm::exp(ln);
                assert!(law.keeps(k, ratio * (1.0 - 1e-9)), "{n}, {p}, {k}");
                assert!(!law.keeps(k, ratio * (1.0 + 1e-9)), "{n}, {p}, {k}");
            }
        }
    }

    #[test]
    fn the_hat_lies_above_the_law_and_the_squeeze_below() {
        // What makes the rejection exact, on a fine net of points.
        for n in [20, 23, 40, 140, 200, 1_000, 30_000, 1_000_000] {
            for p in [0.5, 0.41, 0.3, 0.2, 0.1, 0.02, 1e-3, 1e-4, 1e-5]
                .into_iter()
                .chain([10.0, 10.5, 11.0, 13.0].map(|mean| mean / n as f64))
                .filter(|p| n as f64 * p >= FEW && *p <= 0.5)
            {
                let law = Rejection::new(n, p);
                let peak = ln_chance(n, p, law.mode);
                for at in 1..4_000 {
                    let u = at as f64 / 4_000.0 - 0.5;
                    let margin = 0.5 - u.abs();
                    let k = (2.0 * law.a / margin + law.b) * u + law.centre;
                    let middle = margin >= 0.07;
                    if k < 0.0 || k >= n as f64 + 1.0 {
                        assert!(!middle);
                        continue;
                    }
                    let hat = law.alpha / (law.a / (margin * margin) + law.b);
                    let ratio = libm::exp(ln_chance(n, p, k as u64) - peak) / hat;
                    assert!(ratio <= 1.0, "{n}, {p}, {u}: {ratio}");
                    assert!(!middle || ratio >= law.sure, "{n}, {p}, {u}: {ratio}");
                }
            }
        }
    }
}
