//! Back-testing: where the figures of polls that nobody disputes lie among their simulated values.
//!
//! Knows finished comparisons of trusted scenarios. Says nothing about a figure that is in dispute, and
//! nothing about a single poll: one rank is its p again. Only the ranks of several polls together tell
//! whether simulated days are as wide as they should be (METHOD, "calibration").

use super::published::{as_published, printed};
use super::{Interval, Simulated, Standing, VariantComparison, simulated};
use crate::model::{PollId, Quantity, Reported, Scenario};
use crate::random::{Address, Place, Purpose, Seed};
use crate::stats::calibration::{Calibration, Pit, calibration};
use crate::trials::VariantRun;

/// A figure and its rank among its simulated values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// Position in `Scenario::reported`.
    pub reported: usize,
    /// The lower and upper end of the rank: a rounded figure ties with many days.
    pub pit: Pit,
    /// The rank, in \[0, 1\]: a point between the ends, thrown with dice of the figure's own (Czado,
    /// Gneiting & Held 2009).
    pub rank: f64,
    /// Whether it stands for its poll in the list of ranks: one figure a poll does, because the figures
    /// of a poll rise and fall together.
    pub speaks: bool,
}

/// One trusted scenario, run.
#[derive(Clone, Debug)]
pub struct Control {
    /// The scenario.
    pub scenario: Scenario,
    /// Its base assumptions, compared.
    pub base: VariantComparison,
    /// Whether voters were counted without playing the hours.
    pub counted: bool,
    /// Of counted days, how many were played hour by hour too, for the figures with a time of day; 0
    /// where there are none.
    pub by_clock: u64,
    /// The figures that have a rank, in file order.
    pub ranks: Vec<Ranked>,
    /// Positions of figures without one: they give only a limit, were used to set an assumption, or
    /// never vary.
    pub without: Vec<usize>,
}

impl Control {
    /// Ranks the figures of a scenario among the days of its base assumptions: those of `by_clock`,
    /// where there are some, for figures with a time of day, those of `run` for all others.
    ///
    /// # Panics
    /// When a run is not of this scenario's base set (see [`compare`](super::compare)).
    pub fn of(
        scenario: Scenario,
        run: &VariantRun,
        by_clock: Option<&VariantRun>,
        (seed, counted): (Seed, bool),
    ) -> Self {
        let base = match by_clock {
            Some(by_clock) => compared_both(&scenario, run, by_clock),
            None => compared(&scenario, run),
        };
        let (mut ranks, mut without) = (Vec::new(), Vec::new());
        for (at, reported) in scenario.reported.iter().enumerate() {
            let run = match reported.quantity.hour() {
                Some(_) => by_clock.unwrap_or(run),
                None => run,
            };
            let days = simulated(&run.table, &scenario.assumptions, reported);
            match pit(reported, &days) {
                Some(pit) => ranks.push(Ranked {
                    reported: at,
                    pit,
                    rank: pit.at(dice(&scenario, reported, seed).uniform()),
                    speaks: false,
                }),
                None => without.push(at),
            }
        }
        for poll in 0..scenario.assumptions.polls.len() {
            if let Some(speaker) = speaker(&scenario.reported, &ranks, poll) {
                ranks[speaker].speaks = true;
            }
        }
        Self {
            scenario,
            base,
            counted,
            by_clock: by_clock.map_or(0, |run| run.table.len as u64),
            ranks,
            without,
        }
    }
}

/// A scenario's base set, compared.
fn compared(scenario: &Scenario, run: &VariantRun) -> VariantComparison {
    let mut comparison = super::compare(scenario, std::slice::from_ref(run));
    comparison.variants.swap_remove(0)
}

/// The same where counted days have no hours: figures with a time of day are held against days by the
/// clock.
fn compared_both(
    scenario: &Scenario,
    counted: &VariantRun,
    by_clock: &VariantRun,
) -> VariantComparison {
    let mut of_the_day = scenario.clone();
    for reported in &mut of_the_day.reported {
        match &mut reported.quantity {
            Quantity::BallotsCast { at } | Quantity::Turnout { at, .. } => *at = None,
            _ => {}
        }
    }
    let mut base = compared(&of_the_day, counted);
    let hours = compared(scenario, by_clock).figures.into_iter();
    for (figure, of_hour) in base.figures.iter_mut().zip(hours) {
        if scenario.reported[figure.reported].quantity.hour().is_some() {
            *figure = of_hour;
        }
    }
    base
}

/// The rank of a figure; `None` where it has none.
fn pit(reported: &Reported, days: &Simulated) -> Option<Pit> {
    let claim = Interval::of(&reported.figure).claim();
    let (lowest, highest) = (claim.lowest?, claim.highest?);
    if reported.used_for_assumptions {
        return None;
    }
    let pit = match printed(&reported.figure) {
        Some(value) => {
            let rounded = (0..days.parts.len()).filter_map(|row| {
                let (part, base) = days.at(row);
                as_published(reported, part, base)
            });
            Pit::among(&rounded.collect::<Vec<_>>(), value, value)
        }
        None => Pit::among(&days.values(), lowest, highest),
    };
    (pit.low > 0.0 || pit.high < 1.0).then_some(pit)
}

/// Dice of one figure, which decide nothing but its place among days with the same figure.
fn dice(scenario: &Scenario, reported: &Reported, seed: Seed) -> Address {
    Address {
        seed,
        purpose: Purpose::Resampling,
        trial: 0,
        place: Place::of(&["backtest", &scenario.name, &reported.id], 0),
    }
}

/// Which rank stands for a poll: a headline figure before others, then a later stage, then ballots or
/// turnout of the whole day, then the first in the file. Never by its value.
fn speaker(reported: &[Reported], ranks: &[Ranked], poll: usize) -> Option<usize> {
    let whole_day = |it: &Reported| {
        matches!(
            it.quantity,
            Quantity::BallotsCast { at: None } | Quantity::Turnout { at: None, .. }
        )
    };
    let mut of: Vec<usize> = (0..ranks.len())
        .filter(|&at| reported[ranks[at].reported].polls == [PollId(poll)])
        .collect();
    of.sort_by_key(|&at| {
        let it = &reported[ranks[at].reported];
        (
            !it.headline,
            std::cmp::Reverse(it.stage_order),
            !whole_day(it),
        )
    });
    of.first().copied()
}

/// All trusted scenarios and what their ranks say together.
#[derive(Clone, Debug)]
pub struct Backtest {
    /// The scenarios, in the order asked for.
    pub controls: Vec<Control>,
    /// The ranks that count, one a poll, ascending.
    pub ranks: Vec<f64>,
    /// Whether they are spread evenly.
    pub calibration: Calibration,
    /// Figures held against simulated days.
    pub looks: u64,
    /// Of these, how many are strained or beyond.
    pub strained: u64,
}

impl Backtest {
    /// Puts the ranks of all scenarios together.
    pub fn of(controls: Vec<Control>) -> Self {
        let speaks = |it: &&Ranked| it.speaks;
        let all = || controls.iter().flat_map(|it| &it.ranks);
        let mut ranks: Vec<f64> = all().filter(speaks).map(|it| it.rank).collect();
        ranks.sort_by(f64::total_cmp);
        let standings = controls.iter().flat_map(|it| {
            it.ranks
                .iter()
                .map(|r| it.base.figures[r.reported].standing)
        });
        let strained = standings.filter(|&it| it > Standing::Within).count() as u64;
        Self {
            looks: all().count() as u64,
            calibration: calibration(&ranks),
            strained,
            ranks,
            controls,
        }
    }

    /// Whether the ranks leave the band that holds 95 of 100 lists of so many even ranks.
    pub fn leaves_band(&self) -> bool {
        self.calibration.p <= 0.05
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assumptions, reported, run, scenario, table};
    use super::*;
    use crate::model::{Figure, Precision};
    use crate::trials::Outcome;

    fn ballots(id: &str, poll: usize, precision: Precision<i64>) -> Reported {
        let quantity = Quantity::BallotsCast { at: None };
        reported(id, vec![PollId(poll)], quantity, Figure::Count(precision))
    }

    /// Nine days of 10, 20, ... 90 ballots in the north.
    fn control(figures: Vec<Reported>) -> Control {
        let of = assumptions();
        let days = [10, 20, 30, 40, 50, 60, 70, 80, 90];
        let table = table(&of, 9, &[(Outcome::BallotsCast { poll: 0 }, &days)]);
        Control::of(
            scenario(of, figures),
            &run("base", table),
            None,
            (Seed(1), false),
        )
    }

    #[test]
    fn ranks_by_hand() {
        let mut used = ballots("used", 0, Precision::Exact(50));
        used.used_for_assumptions = true;
        let control = control(vec![
            ballots("exact", 0, Precision::Exact(45)),
            // 50, 60 and 70 would have been published so.
            ballots("rounded", 0, Precision::Rounded { value: 60, to: 30 }),
            ballots("above", 0, Precision::Exact(91)),
            ballots("limit", 0, Precision::MoreThan(20)),
            used,
            ballots("never varies", 1, Precision::Exact(0)),
        ]);
        let pits: Vec<(f64, f64)> = control
            .ranks
            .iter()
            .map(|it| (it.pit.low, it.pit.high))
            .collect();
        assert_eq!(pits, [(0.4, 0.5), (0.4, 0.8), (0.9, 1.0)]);
        assert_eq!(control.without, [3, 4, 5]);
        for it in &control.ranks {
            assert!(it.pit.low <= it.rank && it.rank <= it.pit.high);
        }
    }

    #[test]
    fn figures_with_a_time_of_day_lie_among_days_by_the_clock() {
        let of = assumptions();
        let whole = ballots("whole", 0, Precision::Exact(45));
        let mut hour = ballots("hour", 0, Precision::Exact(45));
        let at = Some(of.polls[0].closes);
        hour.quantity = Quantity::BallotsCast { at };
        let counted = [10, 20, 30, 40, 50, 60, 70, 80, 90];
        let counted = table(&of, 9, &[(Outcome::BallotsCast { poll: 0 }, &counted)]);
        let columns: [(Outcome, &[i64]); 2] = [
            (Outcome::BallotsCast { poll: 0 }, &[10, 20, 30]),
            (
                Outcome::CastBy {
                    poll: 0,
                    checkpoint: 2,
                },
                &[10, 20, 30],
            ),
        ];
        let played = run("base", table(&of, 3, &columns));
        let control = Control::of(
            scenario(of, vec![whole, hour]),
            &run("base", counted),
            Some(&played),
            (Seed(1), true),
        );
        let pits: Vec<(f64, f64)> = control
            .ranks
            .iter()
            .map(|it| (it.pit.low, it.pit.high))
            .collect();
        // Four of nine days are below, and all of three.
        assert_eq!(pits, [(0.4, 0.5), (0.75, 1.0)]);
        let days = |at: usize| control.base.figures[at].tail.trials;
        assert_eq!((control.by_clock, days(0), days(1)), (3, 9, 3));
    }

    #[test]
    fn one_figure_speaks_for_its_poll() {
        let speaker = |figures: Vec<Reported>| -> Vec<usize> {
            let control = control(figures);
            let ranks = control.ranks.iter().filter(|it| it.speaks);
            ranks.map(|it| it.reported).collect()
        };
        let plain = || ballots("a", 0, Precision::Exact(45));
        let mut late = ballots("b", 0, Precision::Exact(55));
        late.stage_order = 2;
        let mut marked = ballots("c", 0, Precision::Exact(65));
        marked.headline = true;
        assert_eq!(speaker(vec![plain(), plain()]), [0]);
        assert_eq!(speaker(vec![plain(), late.clone()]), [1]);
        assert_eq!(speaker(vec![plain(), late, marked]), [2]);
    }

    #[test]
    fn each_poll_has_a_speaker_of_its_own() {
        let of = assumptions();
        let (mut both, north) = (
            ballots("both", 0, Precision::Exact(55)),
            [10, 20, 30, 40, 60],
        );
        both.polls.push(PollId(1));
        both.headline = true;
        let figures = vec![
            both,
            ballots("north", 0, Precision::Exact(35)),
            ballots("south", 1, Precision::Exact(20)),
        ];
        let columns: [(Outcome, &[i64]); 2] = [
            (Outcome::BallotsCast { poll: 0 }, &north),
            (Outcome::BallotsCast { poll: 1 }, &[5, 15, 25, 35, 45]),
        ];
        let table = table(&of, 5, &columns);
        let control = Control::of(
            scenario(of, figures),
            &run("base", table),
            None,
            (Seed(1), false),
        );
        // A figure of both polls together speaks for neither, headline or not.
        let speaks: Vec<bool> = control.ranks.iter().map(|it| it.speaks).collect();
        assert_eq!(speaks, [false, true, true]);
        let all = Backtest::of(vec![control]);
        assert_eq!((all.ranks.len(), all.looks), (2, 3));
        assert!(all.ranks.is_sorted());
    }

    #[test]
    fn few_polls_say_little_and_many_alike_say_much() {
        let low = || control(vec![ballots("a", 0, Precision::Exact(11))]);
        let one = Backtest::of(vec![low()]);
        assert_eq!((one.ranks.len(), one.looks), (1, 1));
        // A single rank leaves the band only beyond 0.975 from one end.
        assert!((one.calibration.limit - 0.975).abs() < 1e-9);
        assert!(!one.leaves_band());
        let many = Backtest::of((0..12).map(|_| low()).collect());
        assert_eq!(many.ranks.len(), 12);
        assert!(many.leaves_band());
    }

    #[test]
    fn only_what_is_beyond_within_counts_as_strained() {
        let standing = |ballots_cast: i64| {
            let control = control(vec![ballots("a", 0, Precision::Exact(ballots_cast))]);
            control.base.figures[0].standing
        };
        // 50 of 10 to 90 is an ordinary day; 501 are more than the 500 adults there are.
        assert_eq!(
            (standing(50), standing(501)),
            (Standing::Within, Standing::Impossible)
        );
        let control = || {
            control(vec![
                ballots("ordinary", 0, Precision::Exact(50)),
                ballots("too many", 0, Precision::Exact(501)),
                ballots("as ordinary", 0, Precision::Exact(60)),
            ])
        };
        let all = Backtest::of(vec![control(), control()]);
        assert_eq!((all.looks, all.strained), (6, 2));
    }
}
