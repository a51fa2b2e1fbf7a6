//! The line-up: the reported figures as one panel among those of simulated days, for readers to pick the
//! odd one out (Buja et al. 2009; Wickham et al. 2010).
//!
//! If the report is a day like the simulated ones, every panel is as likely to be picked as any other, so
//! a reader who has not seen the figures before picks the report once in [`PANELS`] times. That holds only
//! if nothing but the values tells the panels apart: simulated values are rounded as the report was
//! ([`publish`]), and where the report stands is drawn by dice of its own.

use super::{publish, simulated};
use crate::model::{Assumptions, Figure, PollId, Precision, Quantity, Reported, Scenario};
use crate::random::{Address, Place, Purpose, Seed};
use crate::stats::Binomial;
use crate::trials::TrialTable;
use crate::units::{MicroPercent, SimTime};

/// Panels of a line-up, the report included.
pub const PANELS: usize = 20;
/// Simulated days of a line-up.
pub const DAYS: usize = PANELS - 1;
/// Most figures in a panel.
pub const MOST_FIGURES: usize = 6;

/// Twenty panels, one of them the report.
#[derive(Clone, Debug, PartialEq)]
pub struct LineUp {
    /// What every panel shows, in the order of its rows.
    pub figures: Vec<Lane>,
    /// Which panel holds the reported figures, from 0.
    pub position: usize,
}

/// One figure along all panels.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Position in `Scenario::reported`.
    pub reported: usize,
    /// Whether the values are percentages.
    pub percent: bool,
    /// Decimals with which every value is written.
    pub decimals: usize,
    /// The value of each panel, persons or percent, all rounded as the report is.
    pub values: Vec<f64>,
}

impl LineUp {
    /// The line-up of the figures `of` (positions in `Scenario::reported`) among the first [`DAYS`] days of
    /// a table. A figure that comes to the same in all panels is left out. `None` when no figure is left or
    /// the table is too short.
    ///
    /// The place of the report belongs to the seed, the scenario's name and the set of assumptions.
    pub fn new(
        scenario: &Scenario,
        (variant, assumptions): (&str, &Assumptions),
        table: &TrialTable,
        of: &[usize],
        seed: Seed,
    ) -> Option<Self> {
        let position = position(seed, &scenario.name, variant);
        if table.len < DAYS {
            return None;
        }
        let lane = |&at: &usize| lane(&scenario.reported[at], at, assumptions, table, position);
        let tells = |lane: &Lane| lane.values.iter().any(|it| *it != lane.values[0]);
        let figures: Vec<Lane> = of.iter().map(lane).filter(tells).collect();
        (!figures.is_empty()).then_some(Self { figures, position })
    }

    /// Which simulated day, from 0, a panel shows; `None` for the report.
    pub fn day(&self, panel: usize) -> Option<usize> {
        match panel.cmp(&self.position) {
            std::cmp::Ordering::Less => Some(panel),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(panel - 1),
        }
    }
}

impl Lane {
    /// Simulated days below, level with and above the report.
    pub fn around(&self, position: usize) -> [usize; 3] {
        let report = self.values[position];
        let days = || (0..self.values.len()).filter(move |&panel| panel != position);
        let count = |test: &dyn Fn(f64) -> bool| days().filter(|&at| test(self.values[at])).count();
        [
            count(&|it| it < report),
            count(&|it| it == report),
            count(&|it| it > report),
        ]
    }
}

/// The panel, from 0, that the report stands in.
fn position(seed: Seed, scenario: &str, variant: &str) -> usize {
    let address = Address {
        seed,
        purpose: Purpose::LineUp,
        trial: 0,
        place: Place::of(&[scenario, variant], 0),
    };
    address.fast().below(PANELS as u64) as usize
}

fn lane(
    reported: &Reported,
    at: usize,
    of: &Assumptions,
    table: &TrialTable,
    position: usize,
) -> Lane {
    let form = form(&reported.figure);
    let days = simulated(table, of, reported);
    let day = |row: usize| {
        let (part, base) = days.at(row);
        value(&publish(&form, part, base))
    };
    let mut values: Vec<f64> = (0..DAYS).map(day).collect();
    values.insert(position, value(&form));
    Lane {
        reported: at,
        percent: matches!(form, Figure::Percent(_)),
        decimals: decimals(&form),
        values,
    }
}

/// The figure as a form that simulated values can be put into without standing out: an exact percentage,
/// which no day of voters would hit, becomes one rounded to its last digit, or to 1 %.
fn form(figure: &Figure) -> Figure {
    match *figure {
        Figure::Percent(Precision::Exact(value)) => {
            let mut grain = MicroPercent::ONE;
            while grain > 1 && value.0 % grain != 0 {
                grain /= 10;
            }
            Figure::Percent(Precision::Rounded {
                value,
                to: MicroPercent(grain),
            })
        }
        other => other,
    }
}

/// The one value that stands for a figure: what is printed; the middle of a span.
fn value(figure: &Figure) -> f64 {
    match *figure {
        Figure::Count(it) => middle(it, |n| n as f64),
        Figure::Percent(it) => middle(it, MicroPercent::as_f64),
    }
}

fn middle<T: Copy>(precision: Precision<T>, plain: impl Fn(T) -> f64) -> f64 {
    match precision {
        Precision::Exact(value)
        | Precision::Rounded { value, .. }
        | Precision::About { value, .. }
        | Precision::MoreThan(value)
        | Precision::AtLeast(value)
        | Precision::LessThan(value)
        | Precision::AtMost(value) => plain(value),
        Precision::Between(low, high) => (plain(low) + plain(high)) / 2.0,
    }
}

/// Decimals that write the figure, and every other with its grain.
fn decimals(figure: &Figure) -> usize {
    let fits = |millionths: &[i64]| {
        let unit = |places: usize| 10_i64.pow(6 - places as u32);
        let enough = |places: &usize| millionths.iter().all(|it| it % unit(*places) == 0);
        (0..=6).find(enough).unwrap_or(6)
    };
    match *figure {
        Figure::Count(Precision::Between(low, high)) => ((low + high) % 2 != 0).into(),
        Figure::Count(_) => 0,
        Figure::Percent(Precision::Rounded { value, to: grain })
        | Figure::Percent(Precision::About { value, grain }) => fits(&[value.0, grain.0]),
        Figure::Percent(Precision::Between(low, high)) => fits(&[(low.0 + high.0) / 2]),
        Figure::Percent(it) => fits(&[(middle(it, MicroPercent::as_f64) * 1e6).round() as i64]),
    }
}

/// What a figure is a reading of. Two of them on one simulated day agree, and need not in a report: side by
/// side they would give it away.
#[derive(PartialEq)]
enum Reading {
    Roll,
    Cast(Option<SimTime>),
    Valid(usize),
    Invalid(usize),
    Votes(usize, usize),
}

fn reading(reported: &Reported) -> (&[PollId], Reading) {
    let reading = match reported.quantity {
        Quantity::Registered => Reading::Roll,
        Quantity::BallotsCast { at } | Quantity::Turnout { at, .. } => Reading::Cast(at),
        Quantity::Abstentions => Reading::Cast(None),
        Quantity::Valid { contest } => Reading::Valid(contest),
        Quantity::Invalid { contest } => Reading::Invalid(contest),
        Quantity::Votes { contest, option }
        | Quantity::VotePercent {
            contest, option, ..
        } => Reading::Votes(contest, option),
    };
    (&reported.polls, reading)
}

/// The figures that make a line-up, positions in `Scenario::reported`: headline figures, then the others in
/// the order of the file, at most [`MOST_FIGURES`]; of several readings of the same thing the one of the
/// latest stage. Figures that were used to set an assumption are left out.
pub fn choose(scenario: &Scenario) -> Vec<usize> {
    let all = &scenario.reported;
    let mut order: Vec<usize> = (0..all.len())
        .filter(|&at| !all[at].used_for_assumptions)
        .collect();
    order.sort_by_key(|&at| (!all[at].headline, std::cmp::Reverse(all[at].stage_order)));
    let mut chosen: Vec<usize> = Vec::new();
    for at in order {
        if chosen
            .iter()
            .all(|&it| reading(&all[it]) != reading(&all[at]))
        {
            chosen.push(at);
        }
    }
    chosen.sort_by_key(|&at| (!all[at].headline, at));
    chosen.truncate(MOST_FIGURES);
    chosen
}

/// The fewest of `viewers` who must pick the report so that guessing alone would do it with a chance of at
/// most `alpha`; `None` when even all of them would not. Holds for viewers who guess, each for himself.
pub fn needed(viewers: u64, alpha: f64) -> Option<u64> {
    let guesses = Binomial {
        n: viewers,
        p: 1.0 / PANELS as f64,
    };
    (1..=viewers).find(|&k| guesses.at_least(k) <= alpha * (1.0 + 1e-9))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assumptions, reported, scenario, table};
    use super::*;
    use crate::trials::Outcome;

    fn percent(value: i64, to: i64) -> Figure {
        Figure::Percent(Precision::Rounded {
            value: MicroPercent(value),
            to: MicroPercent(to),
        })
    }

    fn town(figures: Vec<Reported>) -> (Scenario, TrialTable) {
        let of = assumptions();
        let cast: Vec<i64> = (0..30).map(|day| 300 + 7 * day).collect();
        let south: Vec<i64> = (0..30).map(|day| 40 + day % 3).collect();
        let columns: [(Outcome, &[i64]); 4] = [
            (Outcome::Registered { poll: 0 }, &[600; 30]),
            (Outcome::Registered { poll: 1 }, &[200; 30]),
            (Outcome::BallotsCast { poll: 0 }, &cast),
            (Outcome::BallotsCast { poll: 1 }, &south),
        ];
        let table = table(&of, 30, &columns);
        (scenario(of, figures), table)
    }

    fn ballots(id: &str, poll: usize, precision: Precision<i64>) -> Reported {
        let cast = Quantity::BallotsCast { at: None };
        reported(id, vec![PollId(poll)], cast, Figure::Count(precision))
    }

    fn line_up(scenario: &Scenario, table: &TrialTable, seed: u64) -> Option<LineUp> {
        let of = ("base", &scenario.assumptions);
        LineUp::new(scenario, of, table, &choose(scenario), Seed(seed))
    }

    #[test]
    fn nineteen_days_in_their_order_and_the_report_somewhere_between() {
        let rounded = Precision::Rounded { value: 380, to: 20 };
        let (scenario, table) = town(vec![ballots("north", 0, rounded)]);
        for seed in 0..40 {
            let of = line_up(&scenario, &table, seed).expect("a figure that varies");
            let lane = &of.figures[0];
            assert_eq!((lane.values.len(), lane.decimals), (PANELS, 0));
            assert_eq!(lane.values[of.position], 380.0);
            for panel in (0..PANELS).filter(|&it| it != of.position) {
                let day = of.day(panel).expect("a simulated day") as i64;
                // Rounded half up to 20, as the report is.
                let told = (300 + 7 * day + 10) / 20 * 20;
                assert_eq!(lane.values[panel], told as f64);
            }
            assert_eq!(of.day(of.position), None);
            assert_eq!(lane.around(of.position).iter().sum::<usize>(), DAYS);
        }
    }

    #[test]
    fn every_value_has_the_grain_and_the_decimals_of_the_report() {
        let exact = Figure::Percent(Precision::Exact(MicroPercent(62_500_000)));
        for (figure, grain, decimals) in [
            (percent(62_000_000, 1_000_000), 1.0, 0),
            (percent(62_500_000, 100_000), 0.1, 1),
            (percent(62_000_000, 10_000), 0.01, 2),
            (exact, 0.1, 1),
            (
                Figure::Percent(Precision::MoreThan(MicroPercent(60_000_000))),
                10.0,
                0,
            ),
        ] {
            let of_roll = Quantity::Turnout {
                of: crate::model::Base::Registered,
                at: None,
            };
            let turnout = reported("turnout", vec![PollId(0)], of_roll, figure);
            let (scenario, table) = town(vec![turnout]);
            let of = line_up(&scenario, &table, 1).expect("it varies");
            let lane = &of.figures[0];
            assert_eq!(lane.decimals, decimals, "{figure:?}");
            for value in &lane.values {
                let grains = value / grain;
                assert!((grains - grains.round()).abs() < 1e-6, "{value}");
            }
        }
        assert_eq!(
            super::decimals(&Figure::Count(Precision::Between(7, 10))),
            1
        );
        assert_eq!(super::decimals(&Figure::Count(Precision::Between(7, 9))), 0);
    }

    #[test]
    fn a_span_is_shown_by_its_middle_and_a_limit_by_itself() {
        use Precision::*;
        let count = |it| value(&Figure::Count(it));
        assert_eq!((count(Between(7, 10)), count(Between(6, 10))), (8.5, 8.0));
        assert_eq!(
            (count(Exact(7)), count(MoreThan(8)), count(AtMost(9))),
            (7.0, 8.0, 9.0)
        );
        let span = Between(MicroPercent(60_000_000), MicroPercent(65_000_000));
        assert_eq!(value(&Figure::Percent(span)), 62.5);
        assert_eq!(super::decimals(&Figure::Percent(span)), 1);
    }

    #[test]
    fn the_days_below_level_with_and_above_the_report() {
        let lane = Lane {
            reported: 0,
            percent: false,
            decimals: 0,
            values: vec![1.0, 5.0, 3.0, 3.0, 2.0, 9.0, 3.0],
        };
        assert_eq!(lane.around(3), [2, 2, 2]);
        assert_eq!(lane.around(0), [0, 0, 6]);
        assert_eq!(lane.around(5), [6, 0, 0]);
    }

    #[test]
    fn one_reading_of_each_thing_headlines_first() {
        let mut late = ballots("late", 0, Precision::Exact(381));
        late.stage_order = 2;
        let mut head = ballots("head", 1, Precision::Exact(41));
        head.headline = true;
        let mut used = ballots("used", 1, Precision::Exact(41));
        used.used_for_assumptions = true;
        let roll = reported(
            "roll",
            vec![PollId(0)],
            Quantity::Registered,
            Figure::Count(Precision::Exact(600)),
        );
        let early = ballots("early", 0, Precision::Exact(390));
        let (scenario, table) = town(vec![early, late, used, head, roll]);
        assert_eq!(choose(&scenario), [3, 1, 4]);
        // The roll is the same on all days and in the report: it tells nothing.
        let of = line_up(&scenario, &table, 1).expect("two figures vary");
        let shown: Vec<usize> = of.figures.iter().map(|lane| lane.reported).collect();
        assert_eq!(shown, [3, 1]);
    }

    #[test]
    fn nothing_to_show_is_none() {
        let (scenario, table) = town(Vec::new());
        assert_eq!(line_up(&scenario, &table, 1), None);
        let (scenario, mut table) = town(vec![ballots("north", 0, Precision::Exact(380))]);
        table.len = DAYS - 1;
        assert_eq!(line_up(&scenario, &table, 1), None);
    }

    #[test]
    fn the_report_is_as_often_in_every_panel() {
        // Pearson's statistic on 19 degrees of freedom exceeds 43.82 once in 1,000 times.
        for (scenario, variant) in [("town", "base"), ("town", "low"), ("case-2006", "base")] {
            let mut counts = [0_u64; PANELS];
            for seed in 0..4_000 {
                counts[position(Seed(seed), scenario, variant)] += 1;
            }
            let expected = 200.0;
            let distance: f64 = counts
                .iter()
                .map(|&n| (n as f64 - expected) * (n as f64 - expected) / expected)
                .sum();
            assert!(distance < 43.82, "{scenario}, {variant}: {distance}");
            assert!(
                distance > 4.91,
                "too even: {scenario}, {variant}: {distance}"
            );
        }
    }

    #[test]
    fn how_many_of_a_class_must_pick_it() {
        // 1 - 0.95^20 - 20 x 0.05 x 0.95^19 - 190 x 0.05^2 x 0.95^18 = 0.0755; with a fourth 0.0159.
        assert_eq!(needed(20, 0.05), Some(4));
        assert_eq!((needed(1, 0.05), needed(1, 0.001)), (Some(1), None));
        // Two guessers: both with 1/400.
        assert_eq!((needed(2, 0.05), needed(2, 0.001)), (Some(2), None));
        assert_eq!(needed(3, 0.001), Some(3));
    }

    #[test]
    fn an_exact_percentage_is_put_as_rounded_to_its_last_digit() {
        let exact = |value| form(&Figure::Percent(Precision::Exact(MicroPercent(value))));
        let rounded = |value, to| {
            let (value, to) = (MicroPercent(value), MicroPercent(to));
            Figure::Percent(Precision::Rounded { value, to })
        };
        for (value, to) in [
            (62_000_000, 1_000_000),
            (60_000_000, 1_000_000),
            (62_500_000, 100_000),
            (62_050_000, 10_000),
            (62_123_456, 1),
        ] {
            assert_eq!(exact(value), rounded(value, to));
        }
        let count = Figure::Count(Precision::Exact(62));
        assert_eq!(form(&count), count);
    }
}
