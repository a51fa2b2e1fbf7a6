//! Exact tails of counts: the binomial law, the beta-binomial for voters who are alike, draws without
//! putting back, and sums of groups.

use super::{beta_reg, ln_beta};

/// Successes among `n` independent tries of probability `p`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Binomial {
    /// Tries.
    pub n: u64,
    /// Probability of each, in [0, 1].
    pub p: f64,
}

impl Binomial {
    /// Probability of `k` or fewer.
    pub fn at_most(&self, k: u64) -> f64 {
        if k >= self.n {
            return 1.0;
        }
        beta_reg((self.n - k) as f64, k as f64 + 1.0, 1.0 - self.p)
    }

    /// Probability of `k` or more.
    ///
    /// ```
    /// use scrutineer::stats::Binomial;
    /// let coin = Binomial { n: 20, p: 0.5 };
    /// assert!((coin.at_least(15) - 0.020694732666015625).abs() < 1e-15);
    /// ```
    pub fn at_least(&self, k: u64) -> f64 {
        if k == 0 {
            return 1.0;
        }
        if k > self.n {
            return 0.0;
        }
        beta_reg(k as f64, (self.n - k) as f64 + 1.0, self.p)
    }

    /// Natural logarithm of [`Binomial::at_least`], also where that is far below what a double holds: a
    /// sum of terms, each from the one before. Minus infinity where it is 0.
    ///
    /// ```
    /// use scrutineer::stats::Binomial;
    /// // 52,163 or more of 55,163 independent voters who each come with 70 %: 1 in 10^4590.
    /// let voters = Binomial { n: 55_163, p: 0.7 };
    /// assert!((voters.ln_at_least(52_163) / 10f64.ln() + 4590.475).abs() < 1e-3);
    /// ```
    pub fn ln_at_least(&self, k: u64) -> f64 {
        let (n, from) = (self.n as f64, k as f64);
        if k > self.n || self.p <= 0.0 || self.p >= 1.0 || from <= n * self.p {
            return libm::log(self.at_least(k));
        }
        let odds = self.p / (1.0 - self.p);
        let (mut term, mut sum) = (1.0, 0.0);
        for i in k..=self.n {
            sum += term;
            term *= (n - i as f64) / (i as f64 + 1.0) * odds;
        }
        ln_choose(n, from)
            + from * libm::log(self.p)
            + (n - from) * libm::log1p(-self.p)
            + libm::log(sum)
    }

    /// Probability of exactly `k`.
    pub fn exactly(&self, k: u64) -> f64 {
        if k > self.n {
            return 0.0;
        }
        if self.p <= 0.0 || self.p >= 1.0 {
            let sure = if self.p <= 0.0 { 0 } else { self.n };
            return f64::from(u8::from(k == sure));
        }
        let (hits, rest) = (k as f64, (self.n - k) as f64);
        libm::exp(
            ln_choose(self.n as f64, hits) + hits * libm::log(self.p) + rest * libm::log1p(-self.p),
        )
    }

    /// Upper mid-p at `k`: more than `k`, plus half of exactly `k` (Lancaster 1961).
    pub fn mid_p(&self, k: u64) -> f64 {
        0.5 * (self.at_least(k) + self.at_least(k + 1))
    }

    /// Two-sided p at `k`: the probability of all counts that are no likelier than `k` (minimum
    /// likelihood; ties within one part in 10^7 count as equal).
    pub fn no_likelier_than(&self, k: u64) -> f64 {
        let limit = self.exactly(k) * (1.0 + 1e-7);
        (0..=self.n)
            .map(|i| self.exactly(i))
            .filter(|mass| *mass <= limit)
            .sum::<f64>()
            .min(1.0)
    }

    /// The smallest `k` with [`Binomial::at_most`] of at least `p`; `p` in (0, 1).
    pub fn quantile(&self, p: f64) -> u64 {
        let (mut below, mut at) = (-1_i64, self.n as i64);
        while at - below > 1 {
            let middle = below + (at - below) / 2;
            if self.at_most(middle as u64) >= p {
                at = middle;
            } else {
                below = middle;
            }
        }
        at as u64
    }
}

/// Successes among `n` tries whose common probability is itself a beta number with shapes `a`, `b`:
/// tries of like-minded people, correlated by 1 / (a + b + 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaBinomial {
    /// Tries.
    pub n: u64,
    /// First shape, above 0.
    pub a: f64,
    /// Second shape, above 0.
    pub b: f64,
}

impl BetaBinomial {
    /// By the mean share `mean` in (0, 1) and the intraclass correlation `icc` in (0, 1):
    /// a = mean (1 / icc - 1), b = (1 - mean)(1 / icc - 1).
    pub fn with_correlation(n: u64, mean: f64, icc: f64) -> Self {
        let size = 1.0 / icc - 1.0;
        Self {
            n,
            a: mean * size,
            b: (1.0 - mean) * size,
        }
    }

    /// Mean count.
    pub fn mean(&self) -> f64 {
        self.n as f64 * self.a / (self.a + self.b)
    }

    /// How many times the binomial variance its variance is: 1 + (n - 1) icc (Kish 1965).
    pub fn design_effect(&self) -> f64 {
        1.0 + (self.n as f64 - 1.0) / (self.a + self.b + 1.0)
    }

    /// Standard deviation of the count.
    pub fn sd(&self) -> f64 {
        let share = self.a / (self.a + self.b);
        (self.n as f64 * share * (1.0 - share) * self.design_effect()).sqrt()
    }

    /// Probability of exactly `k`.
    pub fn exactly(&self, k: u64) -> f64 {
        if k > self.n {
            return 0.0;
        }
        let (hits, rest) = (k as f64, (self.n - k) as f64);
        libm::exp(
            ln_choose(self.n as f64, hits) + ln_beta(hits + self.a, rest + self.b)
                - ln_beta(self.a, self.b),
        )
    }

    /// Probability of `k` or more: the sum of its terms, each from the one before, so that the smallest
    /// tails keep their digits.
    pub fn at_least(&self, k: u64) -> f64 {
        self.between(k, self.n)
    }

    /// Probability of `low` to `high`, both included; 0 when there is nothing between them.
    pub fn between(&self, low: u64, high: u64) -> f64 {
        let n = self.n as f64;
        let mut mass = self.exactly(low);
        let mut sum = 0.0;
        for i in low..=high.min(self.n) {
            sum += mass;
            let (i, left) = (i as f64, n - i as f64);
            mass *= left / (i + 1.0) * (i + self.a) / (left - 1.0 + self.b);
        }
        sum
    }
}

/// Marked among `drawn` taken without putting back from `population`, of which `marked` are marked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hypergeometric {
    /// All there are.
    pub population: u64,
    /// Marked ones, at most `population`.
    pub marked: u64,
    /// Taken, at most `population`.
    pub drawn: u64,
}

impl Hypergeometric {
    /// Probability of exactly `k`.
    pub fn exactly(&self, k: u64) -> f64 {
        let rest = self.population - self.marked;
        if k > self.marked || k > self.drawn || self.drawn - k > rest {
            return 0.0;
        }
        let ways = |n: u64, k: u64| ln_choose(n as f64, k as f64);
        libm::exp(
            ways(self.marked, k) + ways(rest, self.drawn - k) - ways(self.population, self.drawn),
        )
    }

    /// Probability of `k` or more: the sum of its terms, each from the one before.
    ///
    /// ```
    /// use scrutineer::stats::Hypergeometric;
    /// let hands = Hypergeometric { population: 52, marked: 4, drawn: 2 };
    /// assert!((hands.at_least(2) - 1.0 / 221.0).abs() < 1e-15); // two aces
    /// ```
    pub fn at_least(&self, k: u64) -> f64 {
        let rest = self.population - self.marked;
        let first = k.max(self.drawn.saturating_sub(rest));
        let mut mass = self.exactly(first);
        let mut sum = 0.0;
        for i in first..=self.marked.min(self.drawn) {
            sum += mass;
            let up = (self.marked - i) as f64 * (self.drawn - i) as f64;
            mass *= up / ((i + 1) as f64 * (rest + i + 1 - self.drawn) as f64);
        }
        sum
    }
}

/// Probabilities of every count, from 0 up, of the sum of independent binomial counts: groups of voters
/// who each decide alone. By convolution, all terms positive, so that small ones keep their digits; as
/// much work as the squares of the groups.
///
/// ```
/// use scrutineer::stats::{Binomial, masses_of_sum};
/// let two = masses_of_sum(&[Binomial { n: 1, p: 0.5 }, Binomial { n: 1, p: 0.25 }]);
/// for (mass, exact) in two.iter().zip([0.375, 0.5, 0.125]) {
///     assert!((mass - exact).abs() < 1e-14);
/// }
/// ```
pub fn masses_of_sum(groups: &[Binomial]) -> Vec<f64> {
    let mut sum = vec![1.0];
    for group in groups {
        let masses: Vec<f64> = (0..=group.n).map(|k| group.exactly(k)).collect();
        let mut next = vec![0.0; sum.len() + masses.len() - 1];
        for (i, left) in sum.iter().enumerate() {
            for (j, right) in masses.iter().enumerate() {
                next[i + j] += left * right;
            }
        }
        sum = next;
    }
    sum
}

/// Logarithm of n over k.
fn ln_choose(n: f64, k: f64) -> f64 {
    -libm::log(n + 1.0) - ln_beta(n - k + 1.0, k + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binomial_by_hand() {
        let it = Binomial { n: 3, p: 0.25 };
        for (k, mass) in [27.0, 27.0, 9.0, 1.0].iter().enumerate() {
            assert!((it.exactly(k as u64) - mass / 64.0).abs() < 1e-15);
        }
        assert!((it.at_most(1) - 54.0 / 64.0).abs() < 1e-15);
        assert!((it.at_least(2) - 10.0 / 64.0).abs() < 1e-15);
        assert_eq!((it.at_least(0), it.at_least(4)), (1.0, 0.0));
        assert_eq!((it.quantile(0.42), it.quantile(0.43)), (0, 1));
        assert_eq!(it.quantile(0.999), 3);
    }

    #[test]
    fn binomial_agrees_with_statrs() {
        use statrs::distribution::{Binomial as Theirs, DiscreteCDF};
        let (ours, theirs) = (Binomial { n: 500, p: 0.3 }, Theirs::new(0.3, 500).unwrap());
        for k in (0..500).step_by(7) {
            assert!((ours.at_most(k) - theirs.cdf(k)).abs() < 1e-12, "{k}");
        }
    }

    #[test]
    fn uniform_beta_makes_every_count_as_likely() {
        let it = BetaBinomial {
            n: 9,
            a: 1.0,
            b: 1.0,
        };
        for k in 0..=9 {
            assert!((it.exactly(k) - 0.1).abs() < 1e-14);
            assert!((it.at_least(k) - (10 - k) as f64 / 10.0).abs() < 1e-13);
        }
        assert_eq!(it.at_least(10), 0.0);
    }

    #[test]
    fn logarithms_go_on_where_doubles_end() {
        let law = Binomial { n: 400, p: 0.3 };
        for k in [0, 50, 119, 120, 121, 200, 300, 400] {
            let plain = law.at_least(k).ln();
            assert!(
                (law.ln_at_least(k) - plain).abs() < 1e-12 * plain.abs() + 1e-13,
                "{k}"
            );
        }
        assert_eq!(law.ln_at_least(401), f64::NEG_INFINITY);
        let all = Binomial { n: 100_000, p: 0.5 };
        assert!((all.ln_at_least(100_000) / (100_000.0 * 0.5f64.ln()) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn every_hand_is_one_of_all() {
        for (population, marked, drawn) in [(10, 7, 5), (30, 4, 9), (8, 8, 3), (5, 0, 2)] {
            let law = Hypergeometric {
                population,
                marked,
                drawn,
            };
            assert!((law.at_least(0) - 1.0).abs() < 1e-13);
            let sum: f64 = (3..=drawn).map(|k| law.exactly(k)).sum();
            assert!((law.at_least(3) - sum).abs() < 1e-14);
            assert_eq!(law.at_least(drawn + 1), 0.0);
        }
    }

    #[test]
    fn equal_groups_sum_to_one_large_one() {
        let sum = masses_of_sum(&[Binomial { n: 20, p: 0.3 }, Binomial { n: 30, p: 0.3 }]);
        let one = Binomial { n: 50, p: 0.3 };
        for (k, mass) in sum.iter().enumerate() {
            let exact = one.exactly(k as u64);
            assert!((mass / exact - 1.0).abs() < 1e-11, "{k}");
        }
    }

    #[test]
    fn certain_tries() {
        let (none, all) = (Binomial { n: 5, p: 0.0 }, Binomial { n: 5, p: 1.0 });
        assert_eq!((none.at_most(0), none.at_least(1)), (1.0, 0.0));
        assert_eq!((all.at_most(4), all.at_least(5)), (0.0, 1.0));
        assert_eq!(
            (none.exactly(0), all.exactly(5), all.exactly(4)),
            (1.0, 1.0, 0.0)
        );
    }

    #[test]
    fn like_minded_people_spread_by_the_design_effect() {
        // 100 tries correlated by 0.05: 1 + 99 x 0.05 times the binomial variance of 21.
        let it = BetaBinomial::with_correlation(100, 0.3, 0.05);
        assert!((it.mean() - 30.0).abs() < 1e-12);
        assert!((it.design_effect() - 5.95).abs() < 1e-12);
        assert!((it.sd() * it.sd() - 21.0 * 5.95).abs() < 1e-11);
        // And so does the law itself, summed over all counts.
        let moment = |power: i32| -> f64 {
            let terms = (0..=100u64).map(|k| it.exactly(k) * (k as f64).powi(power));
            terms.sum()
        };
        assert!((moment(0) - 1.0).abs() < 1e-11);
        assert!((moment(1) - it.mean()).abs() < 1e-9);
        assert!((moment(2) - it.mean() * it.mean() - it.sd() * it.sd()).abs() < 1e-7);
    }
}
