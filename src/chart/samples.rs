//! Made-up comparisons for the tests of this room: a case with two polls, and its extremes.

use crate::compare::stations::{StationComparison, StationPair, StationPoint, StationRanks};
use crate::compare::*;
use crate::model::*;
use crate::units::{Estimate, MicroPercent, SimTime};

/// A named sample.
pub struct Sample {
    pub name: &'static str,
    pub scenario: Scenario,
    pub comparison: Comparison,
}

/// A small generator, enough for shapes.
struct Dice(u64);

impl Dice {
    fn uniform(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

pub fn quantiles(values: &[f64]) -> Quantiles {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |p: f64| sorted[((sorted.len() - 1) as f64 * p).round() as usize];
    Quantiles {
        q025: at(0.025),
        q05: at(0.05),
        q10: at(0.1),
        q25: at(0.25),
        median: at(0.5),
        q75: at(0.75),
        q90: at(0.9),
        q95: at(0.95),
        q975: at(0.975),
        lowest: at(0.0),
        highest: at(1.0),
    }
}

pub fn tail(values: &[f64], claim: &Claim, side: Side) -> Tail {
    let hit = |v: &&f64| match side {
        Side::High => claim.lowest.is_none_or(|low| **v >= low),
        Side::Low => claim.highest.is_none_or(|high| **v <= high),
    };
    let (hits, trials) = (
        values.iter().filter(hit).count() as u64,
        values.len() as u64,
    );
    let p = (hits + 1) as f64 / (trials + 1) as f64;
    let value = hits as f64 / trials as f64;
    let area = Estimate {
        value,
        low: value * 0.8,
        high: value * 1.2,
        level: 0.95,
    };
    Tail {
        side,
        doubled: false,
        hits,
        trials,
        p,
        p_decisive: p,
        area,
        bits: -p.log2(),
    }
}

fn claim_of(figure: Figure) -> Claim {
    let count = |v: i64| v as f64;
    let percent = |v: MicroPercent| v.as_f64();
    fn ends<T: Copy>(p: Precision<T>, f: &dyn Fn(T) -> f64, percent: bool) -> Claim {
        let (lowest, highest, printed) = match p {
            Precision::Exact(v) => (Some(f(v)), Some(f(v)), f(v)),
            Precision::Rounded { value, to } => {
                let half = f(to) / 2.0;
                (Some(f(value) - half), Some(f(value) + half), f(value))
            }
            Precision::About { value, grain } => (
                Some(f(value) - f(grain) + 1.0),
                Some(f(value) + f(grain) - 1.0),
                f(value),
            ),
            Precision::MoreThan(v) | Precision::AtLeast(v) => (Some(f(v)), None, f(v)),
            Precision::LessThan(v) | Precision::AtMost(v) => (None, Some(f(v)), f(v)),
            Precision::Between(a, b) => (Some(f(a)), Some(f(b)), (f(a) + f(b)) / 2.0),
        };
        Claim {
            lowest,
            highest,
            lowest_included: true,
            highest_included: !percent,
            printed,
            percent,
        }
    }
    match figure {
        Figure::Count(p) => ends(p, &count, false),
        Figure::Percent(p) => ends(p, &percent, true),
    }
}

fn reported(id: &str, label: &str, poll: usize, quantity: Quantity, figure: Figure) -> Reported {
    Reported {
        id: id.into(),
        label: label.into(),
        polls: vec![PollId(poll)],
        quantity,
        figure,
        direction: Direction::High,
        stage: None,
        stage_order: 0,
        claimant: None,
        headline: false,
        used_for_assumptions: false,
        sources: Vec::new(),
        note: None,
    }
}

fn poll(id: &str, label: &str, roll: usize) -> Poll {
    Poll {
        id: id.into(),
        label: label.into(),
        opens: SimTime::from_hm(8, 0),
        closes: SimTime::from_hm(20, 0),
        queue_may_vote: true,
        roll: Roll::Stated(InputId(roll)),
        admits: Vec::new(),
        excludes: Vec::new(),
        overdispersion: InputId(0),
        stations: Vec::new(),
        contests: vec![Contest {
            id: "independence".into(),
            label: "Independence".into(),
            options: vec![("yes".into(), "yes".into()), ("no".into(), "no".into())],
            invalid_share: InputId(0),
            support: Vec::new(),
            overdispersion: None,
        }],
        checkpoints: Vec::new(),
        sources: Vec::new(),
    }
}

fn input(path: &str, value: f64) -> Input {
    Input {
        path: path.into(),
        label: path.into(),
        unit: Unit::Persons,
        law: Law::Fixed(value),
        support: Support::NOT_NEGATIVE,
        sources: Vec::new(),
        note: None,
    }
}

fn bound(highest: Option<f64>, claim: &Claim) -> Bound {
    let broken = highest
        .zip(claim.lowest)
        .is_some_and(|(most, low)| low > most);
    Bound {
        lowest: Some(0.0),
        highest,
        steps: Vec::new(),
        open: Vec::new(),
        broken,
    }
}

fn compared(
    at: usize,
    of: &Reported,
    values: Vec<f64>,
    narrow: f64,
    most: Option<f64>,
) -> FigureComparison {
    let claim = claim_of(of.figure);
    let simulated = quantiles(&values);
    let chance: Vec<f64> = values
        .iter()
        .map(|v| simulated.median + ((v - simulated.median) * narrow).round())
        .collect();
    let tail = tail(&values, &claim, Side::High);
    let bound = bound(most, &claim);
    let standing = match tail.p_decisive {
        _ if bound.broken => Standing::Impossible,
        p if p >= 0.05 => Standing::Within,
        p if p >= 0.001 => Standing::Strained,
        _ => Standing::Outside,
    };
    FigureComparison {
        rare: None,
        reported: at,
        id: of.id.clone(),
        claim,
        simulated,
        chance_only: quantiles(&chance),
        tail,
        bound,
        standing,
        values,
        frozen_values: chance,
    }
}

fn day(poll: usize, roll: f64, level: f64, capacity: Option<f64>) -> DayBands {
    let times: Vec<SimTime> = (0..=24)
        .map(|i| SimTime::from_hm(8, 0) + SimTime::minutes(30 * i))
        .collect();
    let mut dice = Dice(11);
    let days: Vec<Vec<f64>> = (0..400)
        .map(|_| {
            let height = level + 9.0 * dice.normal();
            (0..=24)
                .map(|i| {
                    let t = f64::from(i) / 24.0;
                    (height * (0.55 * t.sqrt() + 0.45 * t * t)).clamp(0.0, 100.0)
                })
                .collect()
        })
        .collect();
    let at = |i: usize| days.iter().map(|d| d[i]).collect::<Vec<_>>();
    let waits = |i: usize| {
        days.iter()
            .map(|d| {
                let rush = (d[i] - 12.0).max(0.0) * (24 - i) as f64 / 24.0;
                (rush * rush / 3.0).round()
            })
            .collect::<Vec<_>>()
    };
    let per_hour = (0..24)
        .map(|i| {
            let rate = |d: &Vec<f64>| ((d[i + 1] - d[i]) / 100.0 * roll * 2.0).max(0.0);
            quantiles(&days.iter().map(rate).collect::<Vec<_>>())
        })
        .collect();
    DayBands {
        poll,
        turnout: (0..times.len()).map(|i| quantiles(&at(i))).collect(),
        first_days: days[..DayBands::ONE_BY_ONE].to_vec(),
        waiting: (0..times.len()).map(|i| quantiles(&waits(i))).collect(),
        per_hour,
        times,
        capacity_per_hour: capacity,
        longest_wait: quantiles(&[11.0, 14.0, 22.0]),
        waiting_at_close: quantiles(&[0.0, 3.0, 9.0]),
        lost: quantiles(&[0.0, 12.0, 40.0]),
    }
}

fn scenario() -> Scenario {
    let cast = Quantity::BallotsCast { at: None };
    let hour = |h: i64| Quantity::Turnout {
        of: Base::Registered,
        at: Some(SimTime::from_hm(h, 0)),
    };
    let percent = |tenths: i64| {
        Figure::Percent(Precision::Rounded {
            value: MicroPercent(tenths * 100_000),
            to: MicroPercent(100_000),
        })
    };
    let mut figures = vec![
        reported(
            "tskhinvali-ballots-cast-final",
            "participants of the Tskhinvali poll",
            0,
            cast,
            Figure::Count(Precision::Exact(52_163)),
        ),
        reported(
            "eredvi-ballots-cast",
            "participants of the Eredvi poll",
            1,
            cast,
            Figure::Count(Precision::About {
                value: 42_000,
                grain: 1_000,
            }),
        ),
        reported("t12", "turnout at noon", 0, hour(12), percent(439)),
        reported("t14", "turnout at 14:00", 0, hour(14), percent(640)),
        reported(
            "turnout-final",
            "announced turnout in Tskhinvali",
            0,
            Quantity::Turnout {
                of: Base::Registered,
                at: None,
            },
            percent(951),
        ),
        reported(
            "eredvi-ballots-cast-rival",
            "participants of the Eredvi poll as told by its rival",
            1,
            cast,
            Figure::Count(Precision::About {
                value: 14_000,
                grain: 1_000,
            }),
        ),
        reported(
            "independence-yes",
            "share for independence in Tskhinvali",
            0,
            Quantity::VotePercent {
                contest: 0,
                option: 0,
                of: Base::Valid,
            },
            percent(999),
        ),
    ];
    figures[0].headline = true;
    figures[1].headline = true;
    figures[5].claimant = Some("the Tskhinvali authorities".into());
    Scenario {
        name: "two-polls".into(),
        title: "Two polls on one day".into(),
        base_label: "wide independent estimates".into(),
        clock: true,
        assumptions: Assumptions {
            inputs: vec![
                input("polls.tskhinvali.roll", 55_163.0),
                input("polls.eredvi.roll", 44_000.0),
            ],
            polls: vec![
                poll("tskhinvali", "Tskhinvali poll", 0),
                poll("eredvi", "Eredvi poll", 1),
            ],
            ..Assumptions::default()
        },
        reported: figures,
        ..Scenario::default()
    }
}

/// The values of the seven figures, `n` trials.
fn values(n: usize, shift: f64) -> Vec<Vec<f64>> {
    let mut dice = Dice(7);
    let mut out = vec![Vec::new(); 7];
    for _ in 0..n {
        let (a, b) = (dice.normal(), dice.normal());
        let people = 24_000.0 + shift + 8_000.0 * a;
        let home = people.clamp(3_000.0, 58_000.0).round();
        let away = (9_000.0 + 0.4 * shift - 900.0 * a + 3_600.0 * b)
            .clamp(700.0, 26_000.0)
            .round();
        let turnout = (home / 55_163.0 * 100.0).min(100.0);
        let yes = (home * (0.985 + 0.006 * b.clamp(-2.0, 2.0))).round() / home * 100.0;
        for (column, v) in [
            home,
            away,
            turnout * 0.45,
            turnout * 0.58,
            turnout,
            away,
            yes,
        ]
        .into_iter()
        .enumerate()
        {
            out[column].push(v);
        }
    }
    out
}

fn variant(id: &str, label: &str, of: &Scenario, n: usize, shift: f64) -> VariantComparison {
    let columns = values(n, shift);
    let mosts = [
        Some(85_200.0 + shift),
        Some(21_330.0 + shift / 3.0),
        None,
        None,
        None,
        None,
        Some(100.0),
    ];
    let figures: Vec<FigureComparison> = of
        .reported
        .iter()
        .zip(columns)
        .enumerate()
        .map(|(at, (r, column))| compared(at, r, column, 0.05, mosts[at]))
        .collect();
    let none = Claim {
        lowest: Some(1e9),
        highest: None,
        lowest_included: true,
        highest_included: true,
        printed: 1e9,
        percent: false,
    };
    let joint = Joint {
        rare: None,
        of: vec![0, 1],
        tail: tail(&figures[0].values, &none, Side::High),
        claimed: 93_164,
        voters: Bound {
            lowest: None,
            highest: Some(85_200.0),
            steps: Vec::new(),
            open: Vec::new(),
            broken: true,
        },
        must_be_double: Some(7_964),
        may_be_double: Some(700),
        standing: Standing::Impossible,
        populations: vec![
            ("low estimate".into(), 30_000.0),
            ("a newspaper".into(), 50_000.0),
            ("the authorities".into(), 82_500.0),
        ],
    };
    VariantComparison {
        id: id.into(),
        label: label.into(),
        trials: n as u64,
        shown: n as u64,
        frozen_trials: (n / 4) as u64,
        figures,
        joint: Some(joint),
        together: Vec::new(),
        why: Vec::new(),
        accounts: Vec::new(),
        drivers: Vec::new(),
        days: vec![
            day(0, 55_163.0, 62.0, Some(4_800.0)),
            day(1, 44_000.0, 30.0, None),
        ],
        inputs: Vec::new(),
        warnings: Vec::new(),
    }
}

fn comparison(of: &Scenario, n: usize) -> Comparison {
    Comparison {
        moved: Vec::new(),
        variants: vec![
            variant("base", "wide independent estimates", of, n, 0.0),
            variant(
                "authorities",
                "the authorities' own population",
                of,
                n,
                24_000.0,
            ),
            variant("low", "low independent estimates", of, n, -9_000.0),
        ],
        findings: Vec::new(),
        looks: Looks::default(),
        across: Vec::new(),
        unmet: Vec::new(),
        battery: None,
        stations: Vec::new(),
    }
}

/// An ordinary case.
pub fn ordinary() -> Sample {
    let scenario = scenario();
    let comparison = comparison(&scenario, 20_000);
    Sample {
        name: "ordinary",
        scenario,
        comparison,
    }
}

/// A table of stations of the first poll beside one simulated day; `say` makes what a station of so many
/// electors reported, from two uniform numbers.
fn with_stations(
    name: &'static str,
    stations: u32,
    say: &dyn Fn(u32, f64, f64) -> [u32; 3],
) -> Sample {
    let mut sample = ordinary();
    sample.name = name;
    let mut dice = Dice(11);
    let mut pairs = Vec::new();
    let mut list = StationList::default();
    for station in 1..=stations {
        let registered = 300 + (2_000.0 * dice.uniform()) as u32;
        let point = |[came, base, votes]: [u32; 3]| StationPoint { came, base, votes };
        let (reported, simulated) = (
            point(say(registered, dice.uniform(), dice.uniform())),
            point([registered / 2, registered / 2, registered / 3]),
        );
        list.stations.push(ListedStation {
            id: format!("12-{station:03} <b>").into(),
            district: None,
            registered,
            booths: None,
        });
        pairs.push(StationPair {
            station,
            registered,
            reported,
            simulated,
            rank: dice.uniform() * dice.uniform(),
        });
    }
    let poll = &mut sample.scenario.assumptions.polls[0];
    poll.stations.push(station_set(list));
    let columns = ReturnColumns {
        ballots_cast: true,
        valid: true,
        votes: true,
    };
    sample.scenario.returns.push(StationReturns {
        poll: PollId(0),
        set: 0,
        option: Some((0, 1)),
        columns,
        stations: Vec::new(),
        stage: Some("final".into()),
        claimant: None,
        sources: Vec::new(),
        note: None,
    });
    sample.comparison.stations.push(StationComparison {
        returns: 0,
        stations: pairs,
        silent: 1,
        empty: 2,
        days: 199,
        shown: 17,
        ranks: Some(StationRanks {
            distance: 0.25,
            limit: 0.12,
            p: 0.005,
            in_middle_half: 0.3,
        }),
        may_differ: false,
        shares_may_differ: false,
    });
    sample
}

fn station_set(list: StationList) -> StationSet {
    let service = PersonLaw {
        law: Law::Fixed(60.0),
        support: Support::NOT_NEGATIVE,
        pace: InputId(0),
        milliseconds_per_unit: 1_000,
    };
    StationSet {
        id: "schools".into(),
        label: "All the schools of the town".into(),
        count: list.stations.len() as u32,
        list: Some(list.into()),
        serves: Vec::new(),
        size: None,
        booths: InputId(0),
        desk: None,
        service,
        arrivals: ArrivalProfile { points: Vec::new() },
        patience: None,
        turn_back_at: None,
        come_back: None,
        ballot_papers: None,
        mobile: None,
        sources: Vec::new(),
    }
}

/// Stations as they mostly are.
pub fn stations() -> Sample {
    with_stations("stations", 200, &|n, a, b| {
        let came = (f64::from(n) * (0.3 + 0.4 * a)) as u32;
        [came, came, (f64::from(came) * b) as u32]
    })
}

/// Puts other values under figure `at` of every variant.
fn with_values(name: &'static str, at: usize, f: &dyn Fn(f64) -> f64, figure: Figure) -> Sample {
    let mut scenario = scenario();
    scenario.reported[at].figure = figure;
    let mut comparison = comparison(&scenario, 2_000);
    for variant in &mut comparison.variants {
        let values = variant.figures[at].values.iter().map(|v| f(*v)).collect();
        let most = Some(
            variant.figures[at]
                .values
                .iter()
                .copied()
                .map(f)
                .fold(0.0, f64::max),
        );
        variant.figures[at] = compared(at, &scenario.reported[at], values, 0.1, most);
    }
    Sample {
        name,
        scenario,
        comparison,
    }
}

/// Text meant to break a picture.
pub const HOSTILE: &str =
    "\"quoted\" 'and' <b>bold</b> & ]]> \u{0}\u{1b}[31m\u{202E}rtl \u{5e9}\u{5dc}\u{5d5}\u{5dd} ";

/// Every label hostile and about 300 characters long.
pub fn hostile() -> Sample {
    let mut sample = ordinary();
    sample.name = "hostile";
    let long = HOSTILE.repeat(5) + &"W".repeat(100);
    for poll in &mut sample.scenario.assumptions.polls {
        poll.label.clone_from(&long);
        poll.contests[0].options[0].1.clone_from(&long);
    }
    sample.scenario.base_label.clone_from(&long);
    for (i, figure) in sample.scenario.reported.iter_mut().enumerate() {
        figure.label.clone_from(&long);
        figure.claimant = Some(long.clone());
        if i % 2 == 0 {
            figure.id.clone_from(&long);
        }
    }
    for variant in &mut sample.comparison.variants {
        variant.label.clone_from(&long);
        variant.trials = variant.trials.min(500);
        variant.shown = variant.trials;
        for figure in &mut variant.figures {
            figure.values.truncate(500);
        }
        if let Some(joint) = &mut variant.joint {
            for population in &mut joint.populations {
                population.0.clone_from(&long);
            }
        }
    }
    sample
}

/// Plain labels of 300 characters.
pub fn long_labels() -> Sample {
    let mut sample = ordinary();
    sample.name = "long";
    let long =
        "participants of the poll that was held in the district of the upper river ".repeat(4);
    for poll in &mut sample.scenario.assumptions.polls {
        poll.label.clone_from(&long);
    }
    for figure in &mut sample.scenario.reported {
        figure.label.clone_from(&long);
    }
    for variant in &mut sample.comparison.variants {
        variant.label.clone_from(&long);
        if let Some(joint) = &mut variant.joint {
            for population in &mut joint.populations {
                population.0.clone_from(&long);
            }
        }
    }
    sample
}

/// Many announcements for the same hour.
pub fn many_announcements() -> Sample {
    let mut sample = ordinary();
    sample.name = "many";
    for i in 0..9 {
        let mut again = sample.scenario.reported[4].clone();
        again.id = format!("turnout-again-{i}");
        let value = MicroPercent(94_000_000 + 500_000 * i);
        again.figure = Figure::Percent(Precision::MoreThan(value));
        for variant in &mut sample.comparison.variants {
            let mut figure = variant.figures[4].clone();
            figure.reported = sample.scenario.reported.len();
            figure.claim = claim_of(again.figure);
            variant.figures.push(figure);
        }
        sample.scenario.reported.push(again);
    }
    sample
}

/// Three trials only.
pub fn three_trials() -> Sample {
    let scenario = scenario();
    let comparison = comparison(&scenario, 3);
    Sample {
        name: "three",
        scenario,
        comparison,
    }
}

/// A sample whose first figure was sought: runs that fall by halves over so many levels to the estimate.
fn sought(name: &'static str, (low, most): (bool, i64), levels: i32, bound_only: bool) -> Sample {
    let mut sample = with_values(name, 0, &|v| v, Figure::Count(Precision::Exact(most)));
    let figure = &mut sample.comparison.variants[0].figures[0];
    if low {
        figure.tail.side = Side::Low;
    }
    let p = libm::pow(0.5, f64::from(levels) + 0.6);
    let way = |run: i32| {
        let tilt = 1.0 + 0.02 * f64::from(run - 3);
        let steps = 1..=levels;
        let step = |n: i32| Step {
            level: -6.0 * (1.0 - f64::from(n) / f64::from(levels + 1)).max(0.0),
            chance: libm::pow(0.5, tilt * f64::from(n)),
        };
        let end = (!bound_only).then(|| Step {
            level: 0.0,
            chance: libm::pow(p, tilt),
        });
        steps.map(step).chain(end).collect()
    };
    let area = Estimate {
        value: p,
        low: if bound_only { 0.0 } else { p / 2.0 },
        high: if bound_only { p } else { 2.0 * p },
        level: 0.95,
    };
    figure.rare = Some(Rare::Told(Told {
        area,
        bound_only,
        bits: -libm::log2(p),
        runs: 7,
        particles: 200,
        days: 123_456,
        levels: f64::from(levels),
        ancestors: 40,
        spread_ratio: 1.0,
        alarm: false,
        agreement: Agreement {
            days: 1_000,
            distance: 0.01,
            allowed: 0.06,
        },
        confirmed: (200, 200),
        ways: (0..7).map(way).collect(),
    }));
    sample
}

/// Everything, typical and extreme.
pub fn all() -> Vec<Sample> {
    let count = |n: i64| Figure::Count(Precision::Exact(n));
    let percent = |n: i64| Figure::Percent(Precision::Exact(MicroPercent(n * MicroPercent::ONE)));
    vec![
        ordinary(),
        three_trials(),
        many_announcements(),
        hostile(),
        long_labels(),
        stations(),
        with_stations("one-station", 1, &|n, _, _| [n / 2, n / 2, n / 4]),
        with_stations("over", 40, &|n, a, b| {
            let came = (f64::from(n) * (0.7 + a)) as u32;
            [came, came, (f64::from(came) * 1.3 * b) as u32]
        }),
        with_stations("nobody", 40, &|_, _, _| [0, 0, 0]),
        with_stations("thousands", 3_000, &|n, a, b| {
            let came = (f64::from(n) * a) as u32;
            [came, came, (f64::from(came) * b) as u32]
        }),
        sought("sought", (false, 52_163), 12, false),
        sought("sought-and-low", (true, 1_000), 12, false),
        sought("hardly-sought", (false, 40_000), 2, false),
        sought("not-found", (false, 52_163), 13, true),
        sought("too-rare", (false, 52_163), 40, false),
        with_values("equal", 0, &|_| 21_000.0, count(52_163)),
        with_values("equal-and-met", 0, &|_| 21_000.0, count(21_000)),
        with_values("huge", 0, &|v| v * 1e9, count(52_163_000_000_123)),
        with_values("far", 0, &|v| (v / 1_000.0).round(), count(5_200_000)),
        with_values("low", 0, &|v| v, count(0)),
        with_values(
            "more-than",
            0,
            &|v| v,
            Figure::Count(Precision::MoreThan(30_000)),
        ),
        with_values(
            "at-most",
            0,
            &|v| v,
            Figure::Count(Precision::AtMost(30_000)),
        ),
        with_values("all-hundred", 4, &|_| 100.0, percent(100)),
        with_values("all-zero", 4, &|_| 0.0, percent(0)),
        with_values("above-hundred", 4, &|v| v, percent(104)),
    ]
}
