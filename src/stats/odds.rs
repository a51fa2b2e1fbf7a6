//! What a small p does and does not say about hypotheses.

use super::normal;

/// The least Bayes factor in favour of the assumptions that a p-value leaves, whatever the alternative
/// (in a wide class): -e p ln p for p below 1/e, else 1 (Sellke, Bayarri & Berger 2001). 1 in 20 is
/// worth no more than odds of 1 to 2.5.
///
/// ```
/// use scrutineer::stats::odds::least_bayes_factor;
/// assert!((least_bayes_factor(0.05) - 0.40716).abs() < 1e-5);
/// assert_eq!(least_bayes_factor(0.5), 1.0);
/// ```
pub fn least_bayes_factor(p: f64) -> f64 {
    use std::f64::consts::E;
    if p >= 1.0 / E {
        1.0
    } else if p <= 0.0 {
        0.0
    } else {
        -E * p * libm::log(p)
    }
}

/// The probability in [0, 1] that a Bayes factor in favour turns a prior probability into.
pub fn posterior(prior: f64, bayes_factor: f64) -> f64 {
    let (this, other) = (prior * bayes_factor, 1.0 - prior);
    if this.is_infinite() {
        return 1.0;
    }
    this / (this + other)
}

/// The chance of at least one result below `level` among `looks` independent looks when there is
/// nothing to find: 1 - (1 - level)^looks.
///
/// ```
/// use scrutineer::stats::odds::at_least_one;
/// assert!((at_least_one(0.05, 20) - 0.6415140775914581).abs() < 1e-15);
/// ```
pub fn at_least_one(level: f64, looks: u64) -> f64 {
    -libm::expm1(looks as f64 * libm::log1p(-level))
}

/// How many prior standard deviations an input's middle would have to move until a report `z` standard
/// deviations up is reached with probability `level`, where the outcome moves `weight` standard
/// deviations for one of the input and is normal: (z - quantile(1 - level)) / weight. Negative when
/// it is reached as often already.
pub fn tipping_shift(z: f64, weight: f64, level: f64) -> f64 {
    (z + normal::quantile(level)) / weight
}

/// Two named hypotheses and something seen, as counts of imagined cases: the form in which base rates
/// are understood (Gigerenzer & Hoffrage 1995).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NaturalFrequencies {
    /// Imagined cases in all.
    pub cases: f64,
    /// Cases in which the first hypothesis holds.
    pub first: f64,
    /// Of these, cases in which the thing is seen.
    pub first_seen: f64,
    /// Cases in which the second holds and the thing is seen.
    pub second_seen: f64,
}

impl NaturalFrequencies {
    /// Of `cases`, the first hypothesis holds in a share `prior`, the second in the rest; the thing is
    /// seen in a share `under_first`, `under_second` of them.
    ///
    /// ```
    /// use scrutineer::stats::odds::NaturalFrequencies;
    /// // What is 3,000 times likelier under the first may still be the second's: 3 against 10.
    /// let it = NaturalFrequencies::new(100_000.0, 0.0001, 0.3, 0.0001);
    /// assert!((it.first_seen - 3.0).abs() < 1e-12 && (it.second_seen - 9.999).abs() < 1e-9);
    /// assert!((it.share() - 0.2308).abs() < 1e-4);
    /// ```
    pub fn new(cases: f64, prior: f64, under_first: f64, under_second: f64) -> Self {
        let first = cases * prior;
        Self {
            cases,
            first,
            first_seen: first * under_first,
            second_seen: (cases - first) * under_second,
        }
    }

    /// Of the cases in which the thing is seen, the share in which the first hypothesis holds. NaN when
    /// it is never seen.
    pub fn share(&self) -> f64 {
        self.first_seen / (self.first_seen + self.second_seen)
    }

    /// How much likelier the thing is under the first hypothesis than under the second.
    pub fn likelihood_ratio(&self) -> f64 {
        (self.first_seen / self.first) / (self.second_seen / (self.cases - self.first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_the_scales() {
        assert_eq!(least_bayes_factor(0.0), 0.0);
        assert_eq!(least_bayes_factor(1.0), 1.0);
        // Continuous where the formula ends.
        assert!((least_bayes_factor(1.0 / std::f64::consts::E - 1e-9) - 1.0).abs() < 1e-9);
        assert_eq!(posterior(0.5, 1.0), 0.5);
        assert_eq!(
            (posterior(0.3, 0.0), posterior(0.3, f64::INFINITY)),
            (0.0, 1.0)
        );
        assert_eq!(at_least_one(0.05, 0), 0.0);
        // Tiny levels keep their digits.
        assert!((at_least_one(1e-18, 10) - 1e-17).abs() < 1e-30);
    }

    #[test]
    fn a_report_reached_often_enough_needs_no_shift() {
        assert!(tipping_shift(1.0, 0.5, 0.05) < 0.0);
        // Twice the weight, half the shift.
        let shift = tipping_shift(4.0, 0.4, 0.05);
        assert!((shift - 2.0 * tipping_shift(4.0, 0.8, 0.05)).abs() < 1e-12);
    }

    #[test]
    fn counts_of_cases_give_back_what_they_were_made_of() {
        let it = NaturalFrequencies::new(1_000.0, 0.2, 0.3, 0.1);
        assert_eq!((it.cases, it.first), (1_000.0, 200.0));
        // 60 of 200 against 80 of 800.
        assert!((it.likelihood_ratio() - 3.0).abs() < 1e-12);
        assert!((it.share() - 60.0 / 140.0).abs() < 1e-15);
        // By odds: 1 to 4 times 3.
        let odds = 0.25 * it.likelihood_ratio();
        assert!((it.share() - odds / (1.0 + odds)).abs() < 1e-15);
    }
}
