//! Stations as they were reported beside the same stations on simulated days.
//!
//! Two questions. How do the clouds of turnout and share look, one reported and one simulated (Klimek,
//! Yegorov, Hanel & Thurner 2012)? And do the stations differ from one another as much as the assumptions
//! let them? For the second every reported station has a rank among the same station's simulated days;
//! the ranks of all stations are looked at together (Säilynoja, Bürkner & Vehtari 2022).
//!
//! What is ranked is a station's turnout less that of all these stations on its day: whether the day as a
//! whole fits is asked elsewhere, and without this the stations of a day would rise and fall together. What
//! is left of their dependence is allowed for by taking every simulated day as the report in its turn.
//! Never knows why stations differ.

mod clouds;
mod ranks;

pub use clouds::{correlation, middle_half};

use ranks::{Dice, ranks};

use crate::model::{ListedStation, Scenario, StationList, StationReturn, StationReturns};
use crate::random::Seed;
use crate::trials::{StationDays, StationsOf};

/// Days that stations are ranked among, at most.
pub const MOST_DAYS: u64 = 199;
/// Days that stations are ranked among where there are so many stations that fewer are wanted, at least.
const FEWEST_DAYS: u64 = 19;
/// Stations times days that are kept, unless [`FEWEST_DAYS`] are more.
const MOST_COUNTS: u64 = 4_000_000;
/// Fewer stations have no ranks: they would tell nothing about differences.
const FEWEST_STATIONS: usize = 5;
/// Share of days like the simulated ones whose ranks leave the band.
const LEVEL: f64 = 0.05;

/// The stations of one set: as reported, and simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct StationComparison {
    /// Position in `Scenario::returns`.
    pub returns: usize,
    /// The stations that reported and have registered electors, in the order of their ids.
    pub stations: Vec<StationPair>,
    /// Stations that did not report.
    pub silent: usize,
    /// Stations that reported and have no registered electors.
    pub empty: usize,
    /// Simulated days that were looked at.
    pub days: u64,
    /// Number of the trial whose stations are shown: of the days looked at the one whose turnout and share,
    /// all stations together, come closest to the reported.
    pub shown: u64,
    /// How ranks of reported turnouts spread; `None` with too few stations or days.
    pub ranks: Option<StationRanks>,
    /// Whether the assumptions let turnouts of stations differ by more than chance (`overdispersion` is not 0).
    pub may_differ: bool,
    /// Whether they let shares differ by more than chance (`overdispersion` of the contest is not 0).
    pub shares_may_differ: bool,
}

/// One station, reported and simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationPair {
    /// Number of the station, from 1 in the order of ids.
    pub station: u32,
    /// Registered electors, at least 1.
    pub registered: u32,
    /// As reported.
    pub reported: StationPoint,
    /// On the day that is shown.
    pub simulated: StationPoint,
    /// Where the reported turnout, measured from that of all stations, lies among the simulated days, 0 below
    /// all and 1 above all; a half where there are no ranks.
    pub rank: f64,
}

/// What turnout and share are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StationPoint {
    /// Ballots that make the turnout.
    pub came: u32,
    /// What the share is a share of.
    pub base: u32,
    /// Votes for the option.
    pub votes: u32,
}

impl StationPair {
    /// Turnout in percent of the registered electors; above 100 if it was reported so.
    pub fn turnout(&self, of: &StationPoint) -> f64 {
        100.0 * f64::from(of.came) / f64::from(self.registered)
    }
}

impl StationPoint {
    /// Share of the option in percent; `None` where nobody voted.
    pub fn share(&self) -> Option<f64> {
        (self.base > 0).then(|| 100.0 * f64::from(self.votes) / f64::from(self.base))
    }
}

/// How the ranks of many stations spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationRanks {
    /// Largest distance of the ranks from an even spread.
    pub distance: f64,
    /// The largest distance that stays in the band: 95 of 100 days like the simulated ones stay within.
    pub limit: f64,
    /// Share of days, the report among them, whose ranks are at least as uneven; never 0.
    pub p: f64,
    /// Share of the ranks that lie in the middle half; a half where they are even.
    pub in_middle_half: f64,
}

/// In which way stations differ from what the assumptions let expect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Ranks are as even as on simulated days.
    AsSimulated,
    /// Too many ranks near 0 and 1: stations differ more than the assumptions let them.
    Wider,
    /// Too many ranks in the middle: stations differ less.
    Narrower,
}

impl StationRanks {
    /// Whether the ranks leave the band.
    pub fn leaves_band(&self) -> bool {
        self.p <= LEVEL
    }

    /// In which way.
    pub fn spread(&self) -> Spread {
        match (self.leaves_band(), self.in_middle_half < 0.5) {
            (false, _) => Spread::AsSimulated,
            (true, true) => Spread::Wider,
            (true, false) => Spread::Narrower,
        }
    }
}

/// On how many of `trials` days `stations` stations are looked at.
pub fn days_for(stations: usize, trials: u64) -> u64 {
    let days = MOST_COUNTS / (stations as u64).max(1);
    days.clamp(FEWEST_DAYS, MOST_DAYS).min(trials)
}

/// What has to be counted on simulated days to hold returns against them.
pub fn counted(scenario: &Scenario, returns: &StationReturns) -> StationsOf {
    let contests = &scenario.assumptions.polls[returns.poll.0].contests;
    let contest = returns.option.map(|(contest, _)| contest);
    StationsOf {
        poll: returns.poll,
        set: returns.set,
        contest: contest.or((!contests.is_empty()).then_some(0)),
        option: returns.option.map(|(_, option)| option),
    }
}

/// Holds the returns at a position against days on which the same stations were counted ([`counted`]).
/// `None` without a day, without a table, and where no station with registered electors reported ballots.
pub fn stations(
    scenario: &Scenario,
    at: usize,
    days: &StationDays,
    seed: Seed,
) -> Option<StationComparison> {
    let returns = &scenario.returns[at];
    let poll = &scenario.assumptions.polls[returns.poll.0];
    let set = &poll.stations[returns.set];
    let list = set.list.as_ref()?;
    if days.days() == 0 {
        return None;
    }
    let mut pairs = reported(returns, list);
    let numbers: Vec<usize> = pairs.iter().map(|it| it.station as usize - 1).collect();
    let days = Days {
        days,
        numbers: &numbers,
        returns,
    };
    let all = Whole::of(pairs.iter().map(|it| it.reported));
    if all.came == 0 {
        return None;
    }
    let shown = days.nearest(&all);
    for (pair, at) in pairs.iter_mut().zip(days.points(shown)) {
        pair.simulated = at;
    }
    let ranks =
        (pairs.len() >= FEWEST_STATIONS && days.days.days() as u64 >= FEWEST_DAYS).then(|| {
            ranks(
                &mut pairs,
                &days,
                &Dice::new(scenario, poll.id.as_str(), set, seed),
            )
        });
    let reporting = returns.reporting();
    Some(StationComparison {
        returns: at,
        silent: returns.stations.len() - reporting,
        empty: reporting - pairs.len(),
        stations: pairs,
        days: days.days.days() as u64,
        shown: days.days.first + shown as u64,
        ranks,
        may_differ: scenario.assumptions.inputs[poll.overdispersion.0].range().1 > 0.0,
        shares_may_differ: returns
            .option
            .and_then(|(contest, _)| poll.contests.get(contest)?.overdispersion)
            .is_some_and(|alike| scenario.assumptions.inputs[alike.0].range().1 > 0.0),
    })
}

/// The stations that reported and have registered electors.
fn reported(returns: &StationReturns, list: &StationList) -> Vec<StationPair> {
    let stations = (1..).zip(list.stations.iter().zip(&returns.stations));
    let pair = |(number, (station, said)): (u32, (&ListedStation, &Option<StationReturn>))| {
        let said = said.filter(|_| station.registered > 0)?;
        Some(StationPair {
            station: number,
            registered: station.registered,
            reported: StationPoint {
                came: returns.came(&said),
                base: returns.base(&said),
                votes: said.votes,
            },
            simulated: StationPoint::default(),
            rank: 0.5,
        })
    };
    stations.filter_map(pair).collect()
}

/// All stations together.
#[derive(Default)]
struct Whole {
    came: u64,
    base: u64,
    votes: u64,
}

impl Whole {
    fn of(points: impl Iterator<Item = StationPoint>) -> Self {
        points.fold(Self::default(), |sum, it| Self {
            came: sum.came + u64::from(it.came),
            base: sum.base + u64::from(it.base),
            votes: sum.votes + u64::from(it.votes),
        })
    }

    fn share(&self) -> f64 {
        self.votes as f64 / self.base.max(1) as f64
    }
}

/// Simulated days, of the stations that reported.
struct Days<'a> {
    days: &'a StationDays,
    numbers: &'a [usize],
    returns: &'a StationReturns,
}

impl Days<'_> {
    /// The stations on a day, in their order.
    fn points(&self, day: usize) -> impl Iterator<Item = StationPoint> {
        let counts = self.days.day(day);
        let columns = self.returns.columns;
        self.numbers.iter().map(move |&number| {
            let it = counts[number];
            StationPoint {
                came: if columns.ballots_cast {
                    it.ballots_cast
                } else {
                    it.valid
                },
                base: if columns.valid {
                    it.valid
                } else {
                    it.ballots_cast
                },
                votes: it.votes,
            }
        })
    }

    /// The day whose ballots and share, all stations together, come closest; the first of several.
    fn nearest(&self, to: &Whole) -> usize {
        let away = |day: usize| {
            let it = Whole::of(self.points(day));
            let came = (it.came as f64 - to.came as f64) / to.came as f64;
            came.abs() + (it.share() - to.share()).abs()
        };
        let days = (0..self.days.days()).map(|day| (away(day), day));
        days.fold(
            (f64::INFINITY, 0),
            |best, it| if it.0 < best.0 { it } else { best },
        )
        .1
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::with_returns as town;
    use super::ranks::{among_each_other, limit};
    use super::*;
    use crate::model::PollId;
    use crate::random::{Address, Fast, Place, Purpose, binomial};
    use crate::trials::StationCount;

    fn days(stations: usize, counts: impl Iterator<Item = [u32; 3]>) -> StationDays {
        StationDays {
            first: 0,
            stations,
            counts: counts
                .map(|[ballots_cast, valid, votes]| StationCount {
                    ballots_cast,
                    valid,
                    votes,
                })
                .collect(),
        }
    }

    #[test]
    fn the_day_that_comes_closest_is_shown() {
        let scenario = town(
            &[100, 200, 0, 300],
            &[
                Some([50, 40, 10]),
                Some([210, 200, 100]),
                Some([7, 7, 7]),
                None,
            ],
        );
        assert_eq!(
            counted(&scenario, &scenario.returns[0]),
            StationsOf {
                poll: PollId(0),
                set: 0,
                contest: Some(0),
                option: Some(1)
            }
        );
        // Reported 260 ballots and 110 of 240 votes at the stations with electors. The second day has 260
        // ballots but no votes for the option, the third 255 and half of the votes.
        let day = |a, b| [a, b, [9, 9, 9], [99, 99, 99]];
        let of = [
            day([30, 30, 15], [60, 60, 30]),
            day([130, 130, 0], [130, 130, 0]),
            day([120, 120, 60], [135, 135, 67]),
        ];
        let it = stations(&scenario, 0, &days(4, of.into_iter().flatten()), Seed(1));
        let it = it.expect("two stations reported");
        assert_eq!((it.shown, it.days, it.silent, it.empty), (2, 3, 1, 1));
        assert_eq!((it.stations.len(), it.ranks), (2, None));
        let [a, b] = [it.stations[0], it.stations[1]];
        assert_eq!((a.station, b.station), (1, 2));
        assert_eq!(
            (a.turnout(&a.reported), b.turnout(&b.reported)),
            (50.0, 105.0)
        );
        assert_eq!(
            (a.reported.share(), b.reported.share()),
            (Some(25.0), Some(50.0))
        );
        assert_eq!((a.simulated.came, b.simulated.votes), (120, 67));
        assert_eq!(StationPoint::default().share(), None);
        // Nobody reported, no day played.
        let none = town(&[100], &[None]);
        assert_eq!(
            stations(&none, 0, &days(1, [[1, 1, 1]].into_iter()), Seed(1)),
            None
        );
        assert_eq!(
            stations(&scenario, 0, &days(4, [].into_iter()), Seed(1)),
            None
        );
    }

    #[test]
    fn five_stations_and_nineteen_days_have_ranks() {
        let ranked = |stations: usize, played: usize| {
            let registered: Vec<u32> = (1..=stations as u32).map(|at| 100 * at).collect();
            let said: Vec<_> = registered
                .iter()
                .map(|&n| Some([n / 2, n / 2, n / 4]))
                .collect();
            let scenario = town(&registered, &said);
            let each = |at: usize| {
                let n = (registered[at % stations] as usize / 3 + at) as u32;
                [n, n, n / 2]
            };
            let of = days(stations, (0..stations * played).map(each));
            let it = stations_of(&scenario, &of);
            assert_eq!(it.days, played as u64);
            let ranks: Vec<f64> = it.stations.iter().map(|it| it.rank).collect();
            (it.ranks.is_some(), ranks.iter().all(|rank| *rank == 0.5))
        };
        assert_eq!(ranked(5, 19), (true, false));
        assert_eq!(ranked(4, 19), (false, true));
        assert_eq!(ranked(5, 18), (false, true));
    }

    fn stations_of(scenario: &Scenario, days: &StationDays) -> StationComparison {
        stations(scenario, 0, days, Seed(1)).expect("they reported")
    }

    #[test]
    fn without_a_column_the_other_stands_in() {
        let mut scenario = town(&[100, 100], &[Some([50, 40, 10]), Some([60, 45, 20])]);
        // Two days: the first has the ballots, the second the valid votes.
        let of = days(
            2,
            [[55, 10, 5], [55, 10, 5], [9, 43, 15], [9, 42, 15]].into_iter(),
        );
        let told = |scenario: &Scenario| {
            let it = stations_of(scenario, &of);
            let [a, b] = [it.stations[0], it.stations[1]];
            let point = |it: StationPoint| (it.came, it.base, it.votes);
            (
                it.shown,
                point(a.reported),
                point(b.reported),
                point(b.simulated),
            )
        };
        scenario.returns[0].columns.valid = false;
        // 30 of 110 ballots; the first day has 10 of 110, the second 30 of 18.
        assert_eq!(
            told(&scenario),
            (0, (50, 50, 10), (60, 60, 20), (55, 55, 5))
        );
        scenario.returns[0].columns.valid = true;
        scenario.returns[0].columns.ballots_cast = false;
        // 30 of 85 valid votes; the second day has 30 of 85.
        assert_eq!(
            told(&scenario),
            (1, (40, 40, 10), (45, 45, 20), (42, 42, 15))
        );
    }

    #[test]
    fn stations_may_differ_where_overdispersion_is_not_nothing() {
        let mut scenario = town(&[100], &[Some([50, 40, 10])]);
        let of = days(1, [[50, 40, 10]].into_iter());
        assert!(stations_of(&scenario, &of).may_differ);
        let input = scenario.assumptions.polls[0].overdispersion;
        scenario.assumptions.inputs[input.0].law = crate::model::Law::Fixed(0.0);
        assert!(!stations_of(&scenario, &of).may_differ);
        // Of days that come equally close the first is shown, by its number.
        let mut of = days(1, [[60, 48, 12], [40, 32, 8], [60, 48, 12]].into_iter());
        of.first = 100;
        assert_eq!(stations_of(&scenario, &of).shown, 100);
    }

    #[test]
    fn days_are_fewer_where_stations_are_many() {
        assert_eq!([days_for(143, 1_000), days_for(143, 50)], [199, 50]);
        assert_eq!(
            [days_for(100_000, 1_000), days_for(1_000_000, 1_000)],
            [40, 19]
        );
    }

    #[test]
    fn a_rank_is_a_place_among_the_others() {
        let mut dice = Dice {
            scenario: "s",
            poll: "p",
            set: &town(&[1], &[None]).assumptions.polls[0].stations[0],
            seed: Seed(1),
        }
        .of(1);
        let ranks = among_each_other(&[3.0, 1.0, 2.0, 2.0], &mut dice);
        let ends = [(0.75, 1.0), (0.0, 0.25), (0.25, 0.75), (0.25, 0.75)];
        for (rank, (low, high)) in ranks.iter().zip(ends) {
            assert!((low..=high).contains(rank), "{rank}");
        }
        // 20 lists: one of them may be out, so the limit is the second largest.
        let distances: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!(limit(&distances), 19.0);
        assert_eq!(limit(&distances[..19]), 19.0);
    }

    /// Ballots at 60 stations on a day: a level that moves the whole day, and stations that differ by `sd`.
    fn ballots(registered: &[u32], sd: f64, dice: &mut Fast) -> Vec<u32> {
        let level = 0.2 + 0.5 * dice.open01();
        let one = |&n: &u32| {
            let sum: f64 = (0..12).map(|_| dice.open01()).sum::<f64>() - 6.0;
            let p = (level + sd * sum).clamp(0.01, 0.99);
            binomial(u64::from(n), p, dice) as u32
        };
        registered.iter().map(one).collect()
    }

    /// How many of so many reports leave the band when stations differ by `reported` in truth and by
    /// `simulated` under the assumptions, and in which ways.
    fn leave(reported: f64, simulated: f64, reports: u64) -> (u64, Vec<Spread>) {
        let registered: Vec<u32> = (0..60).map(|at| 300 + 40 * at).collect();
        let mut dice = Address {
            seed: Seed(20_061_112),
            purpose: Purpose::Resampling,
            trial: (reported * 1e4) as u64,
            place: Place::of(&["test of stations"], (simulated * 1e4) as u64),
        }
        .fast();
        let mut left = (0, Vec::new());
        for _ in 0..reports {
            let said = ballots(&registered, reported, &mut dice);
            let said: Vec<_> = said.iter().map(|&n| Some([n, n, n / 2])).collect();
            let of: Vec<u32> = (0..99)
                .flat_map(|_| ballots(&registered, simulated, &mut dice))
                .collect();
            let scenario = town(&registered, &said);
            let days = days(60, of.into_iter().map(|n| [n, n, n / 2]));
            let it = stations(&scenario, 0, &days, Seed(3)).expect("they reported");
            let ranks = it.ranks.expect("many stations");
            assert_eq!(ranks.leaves_band(), ranks.distance > ranks.limit);
            left.0 += u64::from(ranks.leaves_band());
            left.1.push(ranks.spread());
        }
        left
    }

    #[test]
    fn stations_like_the_simulated_leave_the_band_as_often_as_stated() {
        // 400 reports, each out with a probability of 5 %: 20; beyond 39 once in 20,000 times.
        let (out, _) = leave(0.05, 0.05, 400);
        assert!((6..=39).contains(&out), "{out}");
    }

    #[test]
    fn stations_that_differ_more_or_less_than_assumed_are_told_apart() {
        let (_, spreads) = leave(0.08, 0.03, 10);
        assert_eq!(spreads, [Spread::Wider; 10]);
        let (_, spreads) = leave(0.03, 0.08, 10);
        assert_eq!(spreads, [Spread::Narrower; 10]);
    }

    #[test]
    fn silent_and_empty_stations_are_counted() {
        let some = Some([5, 5, 5]);
        let scenario = town(
            &[100, 0, 0, 0, 50, 70, 80],
            &[some, some, some, some, some, None, None],
        );
        let it = stations_of(&scenario, &days(7, [[5, 5, 5]; 7].into_iter()));
        assert_eq!((it.stations.len(), it.empty, it.silent), (2, 3, 2));
    }
}
