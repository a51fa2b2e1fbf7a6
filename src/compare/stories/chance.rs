//! The probability of the published figures under one account, given one day's counts: exact, with no
//! dice. What an account leaves open is integrated by its law's distribution function.

use super::super::Interval;
use crate::model::{Law, Mechanism, Support};
use crate::stats::normal;

/// The counts of one day that accounts start from, and the claims.
#[derive(Clone, Debug)]
pub(super) struct Day {
    /// Ballots cast, as counted.
    pub ballots: i64,
    /// Electors on the roll.
    pub roll: i64,
    /// The published figures.
    pub claims: Vec<Published>,
}

/// One published figure and what it is a percentage of on this day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Published {
    pub interval: Interval,
    /// Persons; 1 for a count.
    pub base: i64,
    /// Whether the base is the roll.
    pub of_roll: bool,
    /// Whether electors added on paper add to the base.
    pub grows: bool,
}

/// Most electors on paper that are looked for.
const MOST_PADDED: i64 = 1 << 40;

impl Day {
    /// Probability that all claims come out as published. `own` multiplies the normal score of what
    /// the account leaves open: 1 as stated, 0.5 for half the spread, 2 for twice.
    pub fn chance(&self, mechanism: Option<&Mechanism>, own: f64) -> f64 {
        let Some(mechanism) = mechanism else {
            return self.holds(self.ballots);
        };
        let (law, support) = mechanism.law();
        let open = Open { law, support, own };
        let (low, high) = self.counts(|_| true);
        let n = self.ballots as f64;
        match mechanism {
            Mechanism::Added(_) => {
                let spare = (self.roll - self.ballots) as f64;
                if spare <= 0.0 {
                    return self.holds(self.ballots);
                }
                open.within((low - 0.5 - n) / spare, (high + 0.5 - n) / spare)
            }
            Mechanism::Factor(_) | Mechanism::Repeated { .. } if self.ballots <= 0 => {
                self.holds(self.ballots)
            }
            Mechanism::Factor(_) => open.within((low - 0.5) / n, (high + 0.5) / n),
            Mechanism::Repeated { within_roll, .. } => {
                let most = self.roll.max(self.ballots) as f64;
                let (from, to) = ((low - 0.5 - n) / n, (high + 0.5 - n) / n);
                match *within_roll {
                    true if low > most => 0.0,
                    true if high >= most => open.within(from, f64::INFINITY),
                    _ => open.within(from, to),
                }
            }
            Mechanism::Invented { heap, heap_to, .. } => self.invented(&open, *heap, *heap_to),
            Mechanism::Padded(_) => {
                let (least, most) = self.padding();
                open.within(least as f64 - 0.5, most as f64 + 0.5)
            }
        }
    }

    /// 1 when so many ballots are published as they were, else 0.
    fn holds(&self, ballots: i64) -> f64 {
        let met = |it: &Published| {
            it.interval.reached_by(ballots, it.base)
                && it.interval.not_exceeded_by(ballots, it.base)
        };
        f64::from(u8::from(self.claims.iter().all(met)))
    }

    /// Smallest and largest number of ballots that some of the claims can stand for.
    fn counts(&self, which: impl Fn(&Published) -> bool) -> (f64, f64) {
        let mut counts = (f64::NEG_INFINITY, f64::INFINITY);
        for it in self.claims.iter().filter(|it| which(it)) {
            let (low, high) = it.interval.persons(it.base);
            counts.0 = low.map_or(counts.0, |low| counts.0.max(low as f64));
            counts.1 = high.map_or(counts.1, |high| counts.1.min(high as f64));
        }
        counts
    }

    /// A percentage of the roll is named; the count follows from it.
    fn invented(&self, open: &Open<'_>, heap: f64, heap_to: u32) -> f64 {
        let named = |it: &Published| it.interval.is_percent() && it.of_roll;
        let (low, high) = self.counts(|it| !named(it));
        let roll = self.roll.max(1) as f64;
        let mut from = 100.0 * (low - 0.5) / roll;
        let mut to = 100.0 * (high + 0.5) / roll;
        for it in self.claims.iter().filter(|it| named(it)) {
            let claim = it.interval.claim();
            from = claim.lowest.map_or(from, |edge| from.max(edge));
            let past = |edge: f64| match claim.highest_included {
                true => edge.next_up(),
                false => edge,
            };
            to = claim.highest.map_or(to, |edge| to.min(past(edge)));
        }
        let free = open.within(from, to);
        if heap <= 0.0 {
            return free;
        }
        let step = i64::from(heap_to.max(1));
        let half = step as f64 / 2.0;
        let as_named = |percent: i64| {
            let ballots = (roll * percent as f64 / 100.0 + 0.5).floor();
            let said = self.claims.iter().filter(|it| named(it));
            let mut met = said.map(|it| {
                it.interval.reached_by(percent, 100) && it.interval.not_exceeded_by(percent, 100)
            });
            met.all(|met| met) && ballots >= low && ballots <= high
        };
        let round = (0..=100 / step)
            .map(|at| at * step)
            .filter(|&percent| as_named(percent));
        let rounded: f64 = round
            .map(|percent| open.within(percent as f64 - half, percent as f64 + half))
            .sum();
        (1.0 - heap) * free + heap * rounded
    }

    /// Fewest and most electors on paper with which the claims come out.
    fn padding(&self) -> (i64, i64) {
        // A percentage rises with them as long as there are no more ballots than the base.
        let at = |it: &Published, more: i64| {
            let base = it.base.max(if it.interval.is_percent() {
                self.ballots
            } else {
                1
            });
            (self.ballots + more, base + if it.grows { more } else { 0 })
        };
        let reached = |more: i64| {
            self.claims.iter().all(|it| {
                let (part, base) = at(it, more);
                it.interval.reached_by(part, base)
            })
        };
        let exceeded = |more: i64| {
            self.claims.iter().any(|it| {
                let (part, base) = at(it, more);
                !it.interval.not_exceeded_by(part, base)
            })
        };
        (first(reached), first(exceeded) - 1)
    }
}

/// The first number for which something holds that then goes on holding; one past the last if none.
fn first(holds: impl Fn(i64) -> bool) -> i64 {
    let (mut low, mut high) = (0, MOST_PADDED + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// What an account leaves open.
struct Open<'a> {
    law: &'a Law,
    support: Support,
    own: f64,
}

impl Open<'_> {
    /// Probability of a value from `from` up to but without `to`.
    fn within(&self, from: f64, to: f64) -> f64 {
        if from.is_nan() || to.is_nan() || to <= from {
            return 0.0;
        }
        (self.under(to) - self.under(from)).max(0.0)
    }

    fn under(&self, x: f64) -> f64 {
        let p = self.law.under(x, &self.support);
        if self.own == 1.0 || p <= 0.0 || p >= 1.0 {
            return p;
        }
        normal::cdf(normal::quantile(p) / self.own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Figure, Precision};
    use crate::units::MicroPercent;

    fn uniform(low: f64, high: f64) -> Law {
        Law::Uniform { low, high }
    }

    fn count(low: i64, high: i64) -> Published {
        Published {
            interval: Interval::of(&Figure::Count(Precision::Between(low, high))),
            base: 1,
            of_roll: false,
            grows: false,
        }
    }

    fn rounded(percent: i64, base: i64, grows: bool) -> Published {
        Published {
            interval: Interval::of(&Figure::Percent(Precision::Rounded {
                value: MicroPercent(percent * MicroPercent::ONE),
                to: MicroPercent(MicroPercent::ONE),
            })),
            base,
            of_roll: true,
            grows,
        }
    }

    /// 60 of 100 came, and so much was published.
    fn day(claims: Vec<Published>) -> Day {
        Day {
            ballots: 60,
            roll: 100,
            claims,
        }
    }

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    }

    #[test]
    fn every_account_by_hand() {
        let day = day(vec![count(80, 89)]);
        near(day.chance(None, 1.0), 0.0);
        // 79.5 to 89.5 of 60 to 100.
        near(
            day.chance(Some(&Mechanism::Added(uniform(0.0, 1.0))), 1.0),
            10.0 / 40.0,
        );
        near(
            day.chance(Some(&Mechanism::Factor(uniform(1.0, 2.0))), 1.0),
            10.0 / 60.0,
        );
        let repeated = |within_roll| Mechanism::Repeated {
            share: uniform(0.0, 1.0),
            within_roll,
        };
        near(day.chance(Some(&repeated(false)), 1.0), 10.0 / 60.0);
        near(day.chance(Some(&repeated(true)), 1.0), 10.0 / 60.0);
        let padded = Mechanism::Padded(uniform(0.0, 50.0));
        near(day.chance(Some(&padded), 1.0), 10.0 / 50.0);
        let invented = |heap| Mechanism::Invented {
            percent: uniform(50.0, 100.0),
            heap,
            heap_to: 5,
        };
        near(day.chance(Some(&invented(0.0)), 1.0), 10.0 / 50.0);
        // 80 and 85 are the multiples of 5 among them.
        near(day.chance(Some(&invented(1.0)), 1.0), 10.0 / 50.0);
    }

    #[test]
    fn a_capped_count_piles_up_at_the_roll() {
        let day = day(vec![count(100, 100)]);
        let repeated = |within_roll| Mechanism::Repeated {
            share: uniform(0.0, 1.0),
            within_roll,
        };
        near(day.chance(Some(&repeated(true)), 1.0), 1.0 - 39.5 / 60.0);
        near(day.chance(Some(&repeated(false)), 1.0), 1.0 / 60.0);
    }

    #[test]
    fn round_figures_are_named_more_often() {
        let day = day(vec![rounded(95, 100, false)]);
        let invented = |heap| Mechanism::Invented {
            percent: uniform(50.0, 100.0),
            heap,
            heap_to: 5,
        };
        near(day.chance(Some(&invented(0.0)), 1.0), 1.0 / 50.0);
        near(day.chance(Some(&invented(1.0)), 1.0), 5.0 / 50.0);
        near(day.chance(Some(&invented(0.5)), 1.0), 3.0 / 50.0);
    }

    #[test]
    fn a_padded_roll_grows_with_its_votes() {
        // (60 + z) / (100 + z) is from 74.5 % up to 75.5 % for z from 57 to 63 (63.3).
        let day = day(vec![rounded(75, 100, true)]);
        assert_eq!(day.padding(), (57, 63));
        let padded = Mechanism::Padded(uniform(0.0, 100.0));
        near(day.chance(Some(&padded), 1.0), 7.0 / 100.0);
    }

    #[test]
    fn a_law_of_half_the_spread_is_nearer_its_middle() {
        let law = uniform(0.0, 1.0);
        let open = |own| Open {
            law: &law,
            support: Support::SHARE,
            own,
        };
        let middle = open(0.5).within(0.25, 0.75);
        // The quartiles are at 0.6745 standard deviations; twice that is the tail of 0.17736.
        assert!((middle - 0.822_656).abs() < 1e-4, "{middle}");
        assert!(open(2.0).within(0.25, 0.75) < 0.5);
        near(open(2.0).within(0.0, 1.5), 1.0);
    }

    #[test]
    fn nothing_is_added_where_nobody_is_left() {
        let mut day = day(vec![count(60, 60)]);
        day.roll = 50;
        near(
            day.chance(Some(&Mechanism::Added(uniform(0.0, 1.0))), 1.0),
            1.0,
        );
        day.ballots = 0;
        near(
            day.chance(Some(&Mechanism::Factor(uniform(1.0, 2.0))), 1.0),
            0.0,
        );
    }
}
