//! Accounts of how a published figure arose, weighed against each other.
//!
//! The evidence of an account is the probability of the published figures under it: the mean, over
//! simulated days, of the exact probability given the day's counts (`chance`). Where the account is
//! that the figure is the rounded count, that probability is 0 or 1 and is counted, or sought where
//! fewer than [`FEW_HITS`] days have it. Ratios compare accounts as they are written. They hang on the
//! width of every law behind them, so each evidence is worked out with the spread of all inputs, and
//! with that of what the account itself leaves open, halved, as stated, and doubled.

mod chance;

use super::goals::Goal;
use super::rare::{FEW_HITS, Search, days_to_confirm, told};
use super::{Comparison, FigureComparison, Interval, VariantComparison};
use crate::model::{Assumptions, Base, Mechanism, Quantity, Reported, Roll, Scenario};
use crate::seek::{self, Agreement, Ground, Seeking};
use crate::stats::normal;
use crate::stats::odds::NaturalFrequencies;
use crate::stats::proportion::clopper_pearson;
use crate::stats::splitting::State;
use crate::trials::{TrialTable, TrialsError, VariantRun};
use crate::units::Estimate;
use chance::{Day, Published};

/// Factors on the normal scores for which evidence is worked out: halved, as stated, doubled.
pub const SPREADS: [f64; 3] = [0.5, 1.0, 2.0];

/// Where "as stated" stands in [`SPREADS`].
const STATED: usize = 1;

/// Most days for a spread other than the stated one.
const DAYS: usize = 2_000;

/// Ratios up to this, and down to its inverse, tell nothing apart.
pub const ALIKE: f64 = 3.0;

/// All accounts of the same figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Accounts {
    /// Positions in `Scenario::reported`.
    pub about: Vec<usize>,
    /// The accounts: first that the figures are the rounded count, then those stated, in file order.
    pub accounts: Vec<Account>,
    /// How days counted without a clock compare with those played; where they do not agree, there is
    /// no evidence for other spreads of the inputs, and nothing is told apart.
    pub agreement: Agreement,
}

/// One account and its evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Position in `Scenario::stories`; `None` where the figures are the rounded count.
    pub story: Option<usize>,
    /// Evidence by the spread of the inputs (rows, [`SPREADS`]) and by the spread of what the account
    /// leaves open (columns, the same). A row is `None` where it could not be worked out.
    pub evidence: [Option<[Evidence; 3]>; 3],
}

/// Probability of the published figures under an account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// The probability with its 95 % Monte Carlo interval. Where no day has the figures the value is an
    /// upper bound and the interval begins at 0.
    pub area: Estimate,
    /// Whether there is only a bound.
    pub bound_only: bool,
}

/// The ratio of the evidence of one account to that of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighing {
    /// The ratio as stated; a lower or upper bound where one evidence is a bound.
    pub ratio: f64,
    /// Smallest value over all spreads, at the far ends of the Monte Carlo intervals; may be 0.
    pub low: f64,
    /// Largest value; infinite where the second evidence has only a bound.
    pub high: f64,
    /// Whether the ratio is a lower bound.
    pub at_least: bool,
    /// Whether the ratio is an upper bound.
    pub at_most: bool,
    /// Whether the two can be told apart: the range leaves out 1 and the ratio is beyond [`ALIKE`].
    pub apart: bool,
    /// The odds before the figure at which it would be as likely to have come by the likelier account
    /// as by the other, were there these two only: a million polls.
    pub even: NaturalFrequencies,
}

impl Account {
    /// The evidence as stated.
    ///
    /// # Panics
    /// Never: it is worked out from the trials.
    pub fn stated(&self) -> Evidence {
        let row = self.evidence[STATED].as_ref();
        row.expect("the stated spread is always worked out")[STATED]
    }
}

impl Accounts {
    /// The evidence of account `first` over that of account `second` (positions in `accounts`).
    pub fn weighing(&self, first: usize, second: usize) -> Weighing {
        let (a, b) = (&self.accounts[first], &self.accounts[second]);
        let (x, y) = (a.stated(), b.stated());
        let ratio = x.area.value / y.area.value;
        let (mut low, mut high, mut whole) = (f64::INFINITY, 0.0_f64, true);
        for (row, other) in a.evidence.iter().zip(&b.evidence) {
            let (Some(row), Some(other)) = (row, other) else {
                whole = false;
                continue;
            };
            for x in row {
                for y in other {
                    low = low.min(x.area.low / y.area.high);
                    high = high.max(x.area.high / y.area.low);
                }
            }
        }
        let away = (low > 1.0 && ratio > ALIKE) || (high < 1.0 && ratio < 1.0 / ALIKE);
        Weighing {
            ratio,
            low,
            high,
            at_least: y.bound_only,
            at_most: x.bound_only,
            apart: whole && away && !(x.bound_only && y.bound_only),
            even: even(x.area.value, y.area.value),
        }
    }
}

/// Weighs the accounts that the scenario states, under the base set of assumptions, and fills them into
/// the comparison. Accounts of the same figures are weighed against each other and against the account
/// that those figures are the rounded count. With `seek`, days that give a rare figure are sought.
///
/// # Errors
/// [`TrialsError`] when the base set cannot be prepared.
pub fn weigh(
    scenario: &Scenario,
    runs: &[VariantRun],
    comparison: &mut Comparison,
    search: &Search<'_>,
    seek: bool,
) -> Result<(), TrialsError> {
    if scenario.stories.is_empty() {
        return Ok(());
    }
    let Some((variant, run)) = comparison.variants.first_mut().zip(runs.first()) else {
        return Ok(());
    };
    let of = &scenario.assumptions;
    let desk = Desk {
        scenario,
        of,
        played: &run.table,
        ground: Ground::new(of, search.seed)?,
        search,
        seek,
    };
    let mut subjects: Vec<&[usize]> = Vec::new();
    for story in &scenario.stories {
        if !subjects.contains(&story.about.as_slice()) {
            subjects.push(&story.about);
        }
    }
    for about in subjects {
        let accounts = desk.accounts(variant, about)?;
        variant.accounts.push(accounts);
    }
    Ok(())
}

/// What accounts are weighed with.
struct Desk<'a> {
    scenario: &'a Scenario,
    of: &'a Assumptions,
    played: &'a TrialTable,
    ground: Ground<'a>,
    search: &'a Search<'a>,
    seek: bool,
}

impl Desk<'_> {
    fn accounts(
        &self,
        variant: &VariantComparison,
        about: &[usize],
    ) -> Result<Accounts, TrialsError> {
        let figures: Vec<&FigureComparison> = variant
            .figures
            .iter()
            .filter(|it| about.contains(&it.reported))
            .collect();
        let goal = Goal::as_published(self.of, &self.scenario.reported, &figures);
        let level = |table: &TrialTable| goal.levels(table);
        let threads = self.search.threads;
        let agreement = seek::agreement(&self.ground, self.played, &level, threads)?;
        let stories = self.scenario.stories.iter().enumerate();
        let of_these = stories.filter(|(_, story)| story.about == about);
        let mut accounts: Vec<Account> = std::iter::once(None)
            .chain(of_these.map(|(at, _)| Some(at)))
            .map(|story| Account {
                story,
                evidence: [None; 3],
            })
            .collect();
        for (row, factor) in SPREADS.into_iter().enumerate() {
            let ground = self.ground.clone().with_spread(factor);
            let spread;
            let table = if row == STATED {
                self.played
            } else if agreement.holds() && !(self.search.stop)() {
                spread = self.days(&ground)?;
                &spread
            } else {
                continue;
            };
            if table.len == 0 {
                continue;
            }
            let days = self.counted(table, about);
            for account in &mut accounts {
                let story = account.story.map(|at| &self.scenario.stories[at].mechanism);
                let evidence = match story {
                    None => [self.honest(&ground, &days, &level, agreement, row == STATED)?; 3],
                    Some(mechanism) => SPREADS.map(|own| mean(&days, mechanism, own)),
                };
                account.evidence[row] = Some(evidence);
            }
        }
        Ok(Accounts {
            about: about.to_vec(),
            accounts,
            agreement,
        })
    }

    /// The first trials with other spreads: the same dice.
    fn days(&self, ground: &Ground<'_>) -> Result<TrialTable, TrialsError> {
        let trials = self.played.len.min(DAYS) as u64;
        let states: Result<Vec<State>, _> = (0..trials)
            .map(|trial| ground.state_of(self.played.first + trial))
            .collect();
        Ok(ground.days(&states?).table)
    }

    /// What accounts need of every day of a table.
    fn counted(&self, table: &TrialTable, about: &[usize]) -> Vec<Day> {
        let reported = &self.scenario.reported;
        let first = &reported[about[0]];
        let column = |quantity| {
            let asked = Reported {
                quantity,
                ..first.clone()
            };
            super::simulated(table, self.of, &asked).parts
        };
        let ballots = column(Quantity::BallotsCast { at: None });
        let roll = column(Quantity::Registered);
        let bases: Vec<_> = about
            .iter()
            .map(|&at| super::simulated(table, self.of, &reported[at]))
            .collect();
        let mut polls = first.polls.iter();
        let paper = polls.all(|poll| self.of.polls[poll.0].roll == Roll::Eligible);
        let day = |row: usize| Day {
            ballots: ballots[row],
            roll: roll[row],
            claims: about
                .iter()
                .zip(&bases)
                .map(|(&at, simulated)| published(&reported[at], simulated.at(row).1, paper))
                .collect(),
        };
        (0..table.len).map(day).collect()
    }

    /// That the figures are the rounded count: counted, or sought where hardly any day has them.
    fn honest(
        &self,
        ground: &Ground<'_>,
        days: &[Day],
        level: &(dyn Fn(&TrialTable) -> Vec<f64> + Sync),
        agreement: Agreement,
        stated: bool,
    ) -> Result<Evidence, TrialsError> {
        let hits = days
            .iter()
            .filter(|day| day.chance(None, 1.0) > 0.0)
            .count() as u64;
        let counted = by_count(hits, days.len() as u64);
        if hits >= FEW_HITS || !self.seek || !agreement.holds() {
            return Ok(counted);
        }
        (self.search.tell)("base", "accounts");
        let seeking = Seeking {
            effort: self.search.effort,
            name: "accounts",
            threads: self.search.threads,
            stop: self.search.stop,
        };
        let Some(sought) = seek::seek(ground, level, &seeking) else {
            return Ok(counted);
        };
        let confirmed = match stated {
            true => {
                let most = days_to_confirm(self.scenario, self.played, self.of);
                let (kept, played) = ground.confirmed(&sought.reached, level, most)?;
                (kept.len() as u64, played)
            }
            false => (0, 0),
        };
        let told = told(&sought, agreement, confirmed);
        // A search that found nothing is no better than the count.
        if told.bound_only && !counted.bound_only {
            return Ok(counted);
        }
        Ok(Evidence {
            area: told.area,
            bound_only: told.bound_only,
        })
    }
}

/// Polls of which the likelier account is true in so many that the figure comes by either as often.
fn even(p: f64, q: f64) -> NaturalFrequencies {
    let (likelier, other) = (p.max(q), p.min(q));
    NaturalFrequencies::new(1e6, other / (likelier + other), likelier, other)
}

/// A reported figure as a claim of one day.
fn published(reported: &Reported, base: i64, paper: bool) -> Published {
    let of_roll = matches!(
        reported.quantity,
        Quantity::Turnout {
            of: Base::Registered,
            ..
        }
    );
    Published {
        interval: Interval::of(&reported.figure),
        base,
        of_roll,
        grows: of_roll && paper,
    }
}

/// A share of days, never 0: without a hit an upper bound (Clopper & Pearson 1934).
fn by_count(hits: u64, days: u64) -> Evidence {
    let area = clopper_pearson(hits, days, 0.95);
    if hits > 0 {
        return Evidence {
            area,
            bound_only: false,
        };
    }
    Evidence {
        area: Estimate {
            value: area.high,
            low: 0.0,
            ..area
        },
        bound_only: true,
    }
}

/// The mean of the exact probabilities over the days, its interval from their spread, on the scale of
/// logarithms so that it stays above 0.
fn mean(days: &[Day], mechanism: &Mechanism, own: f64) -> Evidence {
    let n = days.len() as f64;
    let chances: Vec<f64> = days
        .iter()
        .map(|day| day.chance(Some(mechanism), own))
        .collect();
    let mean = chances.iter().sum::<f64>() / n;
    if mean <= 0.0 {
        return by_count(0, days.len() as u64);
    }
    let squares: f64 = chances.iter().map(|p| (p - mean) * (p - mean)).sum();
    let error = (squares / (n - 1.0).max(1.0) / n).sqrt();
    let wide = libm::exp(normal::quantile(0.975) * error / mean);
    Evidence {
        area: Estimate {
            value: mean,
            low: mean / wide,
            high: (mean * wide).min(1.0).max(mean),
            level: 0.95,
        },
        bound_only: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Figure, Law, Precision};

    fn day(low: i64, high: i64) -> Day {
        Day {
            ballots: 60,
            roll: 100,
            claims: vec![Published {
                interval: Interval::of(&Figure::Count(Precision::Between(low, high))),
                base: 1,
                of_roll: false,
                grows: false,
            }],
        }
    }

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    #[test]
    fn the_mean_of_the_days_with_its_error_by_hand() {
        // Of the 40 others any number is added: 80 to 89 are ten of the forty counts, 70 to 89 twenty.
        let added = Mechanism::Added(Law::Uniform {
            low: 0.0,
            high: 1.0,
        });
        let days: Vec<Day> = (0..4)
            .map(|at| {
                if at % 2 == 0 {
                    day(80, 89)
                } else {
                    day(70, 89)
                }
            })
            .collect();
        let it = mean(&days, &added, 1.0);
        // 1/4 and 1/2: mean 3/8, squares of 1/8, over three and over four.
        let error = (4.0 / 64.0 / 3.0 / 4.0_f64).sqrt();
        let wide = libm::exp(1.959_963_984_540_054 * error / 0.375);
        near(it.area.value, 0.375);
        near(it.area.low, 0.375 / wide);
        near(it.area.high, 0.375 * wide);
        assert!(!it.bound_only && it.area.level == 0.95);
        // A single day has no spread; what is certain is at most 1.
        let one = mean(&days[..1], &added, 1.0).area;
        for edge in [one.low, one.value, one.high] {
            near(edge, 0.25);
        }
        let mixed = [day(0, 200), day(0, 200), day(0, 200), day(70, 89)];
        let sure = mean(&mixed, &added, 1.0).area;
        near(sure.value, 0.875);
        assert_eq!(sure.high, 1.0);
    }

    #[test]
    fn without_a_hit_there_is_a_bound() {
        let added = Mechanism::Added(Law::Uniform {
            low: 0.0,
            high: 1.0,
        });
        let none = mean(&[day(150, 160), day(200, 210)], &added, 1.0);
        assert_eq!(none, by_count(0, 2));
        // 1 - 0.025^(1/100) is the exact bound of none in a hundred.
        let bound = by_count(0, 100);
        near(bound.area.value, 1.0 - libm::pow(0.025, 0.01));
        near(bound.area.high, bound.area.value);
        assert!(bound.bound_only && bound.area.low == 0.0);
        let one = by_count(1, 100);
        assert!(!one.bound_only && one.area.value == 0.01 && one.area.low > 0.0);
    }

    #[test]
    fn at_even_odds_either_account_gives_the_figure_as_often() {
        for (p, q) in [(0.3, 0.1), (0.1, 0.3)] {
            let it = even(p, q);
            // A quarter of a million by the likelier with 3 in 10, three quarters by the other with 1 in 10.
            near(it.first, 250_000.0);
            near(it.first_seen, 75_000.0);
            near(it.second_seen, 75_000.0);
        }
    }

    fn account(value: f64, low: f64, high: f64, bound_only: bool) -> Account {
        let one = Evidence {
            area: Estimate {
                value,
                low,
                high,
                level: 0.95,
            },
            bound_only,
        };
        Account {
            story: None,
            evidence: [Some([one; 3]); 3],
        }
    }

    fn weigh_two(first: Account, second: Account) -> Weighing {
        Accounts {
            about: vec![0],
            accounts: vec![first, second],
            agreement: Agreement {
                days: 100,
                distance: 0.0,
                allowed: 0.1,
            },
        }
        .weighing(0, 1)
    }

    #[test]
    fn ratios_and_when_they_tell_something() {
        let it = weigh_two(
            account(0.4, 0.3, 0.5, false),
            account(0.1, 0.08, 0.12, false),
        );
        near(it.ratio, 4.0);
        near(it.low, 0.3 / 0.12);
        near(it.high, 0.5 / 0.08);
        assert!(it.apart && !it.at_least && !it.at_most);
        let it = weigh_two(
            account(0.1, 0.08, 0.12, false),
            account(0.4, 0.3, 0.5, false),
        );
        near(it.ratio, 0.25);
        assert!(it.apart);
        // Half as likely is not a third as likely, however sure.
        let half = weigh_two(account(0.1, 0.1, 0.1, false), account(0.2, 0.2, 0.2, false));
        assert!(half.high < 1.0 && !half.apart);
        // Three times is not more than three times, and a range with 1 in it tells nothing.
        assert!(
            !weigh_two(
                account(0.3, 0.29, 0.31, false),
                account(0.1, 0.1, 0.1, false)
            )
            .apart
        );
        assert!(
            !weigh_two(
                account(0.4, 0.1, 0.5, false),
                account(0.1, 0.08, 0.12, false)
            )
            .apart
        );
        // Bounds: one of them leaves a bound on the ratio, both nothing.
        let bound = || account(0.01, 0.0, 0.01, true);
        let it = weigh_two(account(0.4, 0.3, 0.5, false), bound());
        assert!(it.apart && it.at_least && !it.at_most && it.high == f64::INFINITY);
        let it = weigh_two(bound(), account(0.4, 0.3, 0.5, false));
        assert!(it.apart && it.at_most && !it.at_least && it.low == 0.0);
        assert!(!weigh_two(bound(), bound()).apart);
        // A spread that could not be worked out leaves them together.
        let mut part = account(0.4, 0.3, 0.5, false);
        part.evidence[0] = None;
        assert!(!weigh_two(part, account(0.1, 0.08, 0.12, false)).apart);
    }

    #[test]
    fn the_widest_of_all_spreads_counts() {
        let mut first = account(0.4, 0.3, 0.5, false);
        let other = first.evidence[2].as_mut().expect("three rows");
        other[0].area.low = 0.06;
        other[2].area.high = 0.9;
        let it = weigh_two(first, account(0.1, 0.08, 0.12, false));
        near(it.low, 0.5);
        near(it.high, 0.9 / 0.08);
        assert!(!it.apart);
    }

    #[test]
    fn a_base_grows_where_it_is_a_roll_on_paper() {
        let told = |quantity, paper| {
            let figure = Figure::Count(Precision::Exact(1));
            let it = super::super::testing::reported("it", Vec::new(), quantity, figure);
            let it = published(&it, 7, paper);
            assert_eq!(it.base, 7);
            (it.of_roll, it.grows)
        };
        let turnout = |of| Quantity::Turnout { of, at: None };
        assert_eq!(told(turnout(Base::Registered), true), (true, true));
        assert_eq!(told(turnout(Base::Registered), false), (true, false));
        assert_eq!(told(turnout(Base::Eligible), true), (false, false));
        assert_eq!(
            told(Quantity::BallotsCast { at: None }, true),
            (false, false)
        );
    }
}
