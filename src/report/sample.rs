//! A small scenario and its finished comparison, put together by hand for the tests of this room.

use crate::compare::*;
use crate::model::*;
use crate::trials::{Outcome, TrialTable, VariantRun};
use crate::units::{Estimate, MicroPercent, SimTime};

use super::{Played, RunInfo};

/// The run of the sample.
pub fn run() -> RunInfo {
    RunInfo {
        seed: 20_061_112,
        trials: 10_000,
        version: "0.1.0".into(),
        started: Some("2026-01-02T03:04:05Z".into()),
        command: ["scrutineer", "run", "two-polls.toml"]
            .map(String::from)
            .to_vec(),
        threads: 2,
        lane: "auto".into(),
        tables: vec![("stations.csv".into(), "00ff".into())],
        rare: "headline".into(),
        played: vec![Played {
            variant: "base".into(),
            sets: [("north/towns", "station"), ("north/valleys", "agenda")]
                .map(|(set, lane)| (set.into(), lane.into()))
                .to_vec(),
            days: 3,
            beyond: 0,
        }],
        by_station: 0,
        written: Vec::new(),
        interrupted: false,
    }
}

fn input(path: &str, label: &str, unit: Unit, law: Law, sources: &[usize]) -> Input {
    Input {
        path: path.into(),
        label: label.into(),
        unit,
        law,
        support: if unit == Unit::Share {
            Support::SHARE
        } else {
            Support::NOT_NEGATIVE
        },
        sources: sources.iter().map(|s| SourceId(*s)).collect(),
        note: None,
    }
}

fn person_law(pace: usize) -> PersonLaw {
    PersonLaw {
        law: Law::Uniform {
            low: 60.0,
            high: 180.0,
        },
        support: Support::NOT_NEGATIVE,
        pace: InputId(pace),
        milliseconds_per_unit: 1_000,
    }
}

fn poll(id: &str, label: &str, group: usize, out: usize, roll: Roll) -> Poll {
    let (opens, closes) = (SimTime::from_hm(8, 0), SimTime::from_hm(20, 0));
    Poll {
        id: id.into(),
        label: label.into(),
        opens,
        closes,
        queue_may_vote: true,
        roll,
        admits: vec![Admission {
            group: GroupId(group),
            participation: InputId(4),
        }],
        excludes: vec![Exclusion {
            group: GroupId(out),
            reason: "no stations there; residents not admitted".into(),
            sources: vec![SourceId(0)],
        }],
        overdispersion: InputId(5),
        stations: vec![StationSet {
            id: "all".into(),
            label: format!("stations of {label}"),
            count: 78,
            serves: vec![GroupId(group)],
            size: None,
            booths: InputId(6),
            desk: None,
            service: person_law(7),
            arrivals: ArrivalProfile {
                points: vec![(opens, InputId(7)), (closes, InputId(7))],
            },
            patience: None,
            turn_back_at: None,
            come_back: None,
            ballot_papers: None,
            mobile: None,
            list: None,
            sources: vec![SourceId(0)],
        }],
        contests: vec![Contest {
            id: "independence".into(),
            label: "Independence".into(),
            options: vec![("yes".into(), "Yes".into()), ("no".into(), "No".into())],
            invalid_share: InputId(5),
            support: vec![Support4Group {
                shares: vec![Some(InputId(4)), None],
            }],
            overdispersion: None,
        }],
        checkpoints: vec![SimTime::from_hm(12, 0), closes],
        sources: vec![SourceId(0)],
    }
}

fn assumptions() -> Assumptions {
    Assumptions {
        inputs: vec![
            input(
                "groups.home.residents",
                "residents of the home area",
                Unit::Persons,
                Law::Uniform {
                    low: 20_000.0,
                    high: 60_000.0,
                },
                &[0],
            ),
            input(
                "groups.villages.residents",
                "residents of the villages",
                Unit::Persons,
                Law::Uniform {
                    low: 10_000.0,
                    high: 27_000.0,
                },
                &[0, 1],
            ),
            input(
                "inputs.voting-age-share",
                "share of voting age",
                Unit::Share,
                Law::Uniform {
                    low: 0.72,
                    high: 0.79,
                },
                &[1],
            ),
            input(
                "polls.west.registered",
                "registered electors of the western poll",
                Unit::Persons,
                Law::Fixed(55_163.0),
                &[0],
            ),
            input(
                "polls.west.participation.home",
                "participation of the home area",
                Unit::Share,
                Law::Uniform {
                    low: 0.6,
                    high: 0.9,
                },
                &[],
            ),
            input(
                "polls.west.overdispersion",
                "correlation within a station",
                Unit::Share,
                Law::Fixed(0.01),
                &[2],
            ),
            input(
                "polls.west.stations.all.booths",
                "booths per station",
                Unit::Plain,
                Law::Fixed(3.0),
                &[],
            ),
            input(
                "polls.west.stations.all.pace",
                "pace of voting",
                Unit::Plain,
                Law::Fixed(1.0),
                &[2],
            ),
        ],
        correlations: vec![Correlation {
            between: (InputId(0), InputId(1)),
            rank: -0.4,
            sources: vec![SourceId(2)],
        }],
        groups: vec![
            Group {
                id: "home".into(),
                label: "Home area".into(),
                size: GroupSize::Residents {
                    residents: InputId(0),
                    voting_age_share: InputId(2),
                },
                abroad: false,
                sources: vec![SourceId(0)],
            },
            Group {
                id: "villages".into(),
                label: "Villages".into(),
                size: GroupSize::Residents {
                    residents: InputId(1),
                    voting_age_share: InputId(2),
                },
                abroad: false,
                sources: vec![SourceId(1)],
            },
        ],
        totals: Vec::new(),
        polls: vec![
            poll("west", "Western poll", 0, 1, Roll::Stated(InputId(3))),
            poll("east", "Eastern poll", 1, 0, Roll::Eligible),
        ],
        overlaps: Vec::new(),
        disturbances: Vec::new(),
    }
}

fn reported(
    id: &str,
    label: &str,
    poll: usize,
    quantity: Quantity,
    figure: Figure,
    headline: bool,
) -> Reported {
    Reported {
        id: id.into(),
        label: label.into(),
        polls: vec![PollId(poll)],
        quantity,
        figure,
        direction: Direction::High,
        stage: Some("final".into()),
        stage_order: 2,
        claimant: Some("Western commission".into()),
        headline,
        used_for_assumptions: false,
        sources: vec![SourceId(0)],
        note: None,
    }
}

/// The scenario of the sample: two rival polls, three reported figures, one rival set of assumptions.
pub fn scenario() -> Scenario {
    let mut low = assumptions();
    low.inputs[0].law = Law::Uniform {
        low: 50_000.0,
        high: 60_000.0,
    };
    Scenario {
        name: "two-polls".into(),
        title: "Two polls in one small territory".into(),
        question: Some("Can both participation figures be true, together or alone?".into()),
        answer: Some("Not both together, whatever one assumes.".into()),
        date: Some("2006-11-12".into()),
        description: Some("A made-up case for tests.".into()),
        sources: vec![
            Source {
                id: "commission".into(),
                title: "Statement of the commission".into(),
                url: Some("https://example.org/statement?a=1&b=2".into()),
                date: Some("2006-11-14".into()),
                note: None,
                judgement: false,
            },
            Source {
                id: "census".into(),
                title: "Census of 2002".into(),
                ..Source::default()
            },
            Source {
                id: "own".into(),
                title: "Judgement of the scenario's author".into(),
                judgement: true,
                ..Source::default()
            },
        ],
        assumptions: assumptions(),
        base_label: "Wide estimates".into(),
        clock: true,
        variants: vec![Variant {
            id: "own-figures".into(),
            label: "The commission's own population".into(),
            note: Some("What the commission itself said.".into()),
            overrides: vec!["groups.home.residents".into()],
            assumptions: low,
        }],
        reported: vec![
            reported(
                "west-cast",
                "Ballots cast, western poll",
                0,
                Quantity::BallotsCast { at: None },
                Figure::Count(Precision::Exact(42_163)),
                true,
            ),
            reported(
                "east-cast",
                "Ballots cast, eastern poll",
                1,
                Quantity::BallotsCast { at: None },
                Figure::Count(Precision::Rounded {
                    value: 42_000,
                    to: 1_000,
                }),
                true,
            ),
            reported(
                "west-noon",
                "Turnout by noon, western poll",
                0,
                Quantity::Turnout {
                    of: Base::Registered,
                    at: Some(SimTime::from_hm(12, 0)),
                },
                Figure::Percent(Precision::Rounded {
                    value: MicroPercent(43_900_000),
                    to: MicroPercent(100_000),
                }),
                false,
            ),
        ],
        returns: Vec::new(),
        context: Vec::new(),
        thresholds: Vec::new(),
        parallel: Vec::new(),
        control: false,
        trials: 10_000,
        expect: Vec::new(),
        stories: Vec::new(),
    }
}

fn quantiles(middle: f64, step: f64) -> Quantiles {
    Quantiles {
        q025: middle - 2.0 * step,
        q05: middle - 1.6 * step,
        q10: middle - 1.3 * step,
        q25: middle - 0.7 * step,
        median: middle,
        q75: middle + 0.7 * step,
        q90: middle + 1.3 * step,
        q95: middle + 1.6 * step,
        q975: middle + 2.0 * step,
        lowest: middle - 3.0 * step,
        highest: middle + 3.0 * step,
    }
}

fn tail(hits: u64, low: f64, high: f64) -> Tail {
    let p = (hits + 1) as f64 / 10_001.0;
    Tail {
        side: Side::High,
        doubled: false,
        hits,
        trials: 10_000,
        p,
        p_decisive: p,
        area: Estimate {
            value: hits as f64 / 10_000.0,
            low,
            high,
            level: 0.95,
        },
        bits: -libm::log2(p),
    }
}

fn persons(lowest: f64, highest: f64, printed: f64) -> Claim {
    Claim {
        lowest: Some(lowest),
        highest: Some(highest),
        lowest_included: true,
        highest_included: true,
        printed,
        percent: false,
    }
}

fn bound(highest: f64, broken: bool) -> Bound {
    Bound {
        lowest: Some(0.0),
        highest: Some(highest),
        steps: vec![
            BoundStep::Group {
                label: "Villages".into(),
                residents: Some(27_000.0),
                share: Some(0.79),
                adults: 21_330.0,
                held_by_total: false,
            },
            BoundStep::Sum { persons: 21_330.0 },
        ],
        open: Vec::new(),
        broken,
    }
}

fn figure(
    at: usize,
    id: &str,
    claim: Claim,
    tail: Tail,
    bound: Bound,
    standing: Standing,
) -> FigureComparison {
    let middle = claim.printed * 0.6;
    FigureComparison {
        rare: None,
        reported: at,
        id: id.into(),
        claim,
        simulated: quantiles(middle, middle * 0.125),
        chance_only: quantiles(middle, middle * 0.01),
        tail,
        bound,
        standing,
        values: vec![middle; 4],
        frozen_values: vec![middle; 2],
    }
}

fn variant(id: &str, label: &str, hits: u64, standing: Standing) -> VariantComparison {
    let noon = Claim {
        lowest: Some(43.85),
        highest: Some(43.95),
        lowest_included: true,
        highest_included: false,
        printed: 43.9,
        percent: true,
    };
    VariantComparison {
        id: id.into(),
        label: label.into(),
        trials: 10_000,
        shown: 10_000,
        frozen_trials: 2_000,
        figures: vec![
            figure(
                0,
                "west-cast",
                persons(42_163.0, 42_163.0, 42_163.0),
                tail(hits, 0.000_28, 0.001_4),
                bound(47_400.0, false),
                standing,
            ),
            figure(
                1,
                "east-cast",
                persons(41_500.0, 42_499.0, 42_000.0),
                tail(0, 0.0, 0.000_37),
                bound(21_330.0, true),
                Standing::Impossible,
            ),
            figure(
                2,
                "west-noon",
                noon,
                tail(3_456, 0.336, 0.355),
                Bound {
                    lowest: None,
                    highest: None,
                    steps: Vec::new(),
                    open: vec!["polls.west.registered".into()],
                    broken: false,
                },
                Standing::Within,
            ),
        ],
        joint: Some(Joint {
            rare: None,
            of: vec![0, 1],
            tail: tail(0, 0.0, 0.000_37),
            claimed: 83_663,
            voters: Bound {
                lowest: None,
                highest: Some(68_730.0),
                steps: vec![BoundStep::Sum { persons: 68_730.0 }],
                open: Vec::new(),
                broken: true,
            },
            must_be_double: Some(14_933),
            may_be_double: Some(0),
            standing: Standing::Impossible,
            populations: vec![("Residents at most".into(), 87_000.0)],
        }),
        together: vec![Together {
            poll: None,
            of: vec![0, 1],
            follow: Vec::new(),
            hits: 3,
            trials: 10_000,
            p: 4.0 / 10_001.0,
            k: 14,
            compared: 2_000,
            p_extreme: 0.2,
            parts: [(0, 1.2, 3.4), (1, 1.9, 3.6)]
                .map(|(figure, alone, given_others)| TogetherPart {
                    figure,
                    alone,
                    given_others,
                    sticks_out: false,
                })
                .to_vec(),
        }],
        why: Vec::new(),
        accounts: Vec::new(),
        drivers: Vec::new(),
        days: vec![DayBands {
            poll: 0,
            times: vec![SimTime::from_hm(12, 0), SimTime::from_hm(20, 0)],
            turnout: vec![quantiles(40.0, 3.0), quantiles(80.0, 4.0)],
            first_days: [(38.0, 77.0), (41.5, 84.0), (40.0, 79.25), (43.0, 82.0)]
                .map(|(noon, close)| vec![noon, close])
                .to_vec(),
            waiting: vec![quantiles(30.0, 5.0), quantiles(2.0, 0.5)],
            per_hour: vec![quantiles(4_000.0, 300.0)],
            capacity_per_hour: Some(7_020.0),
            longest_wait: quantiles(14.0, 3.0),
            waiting_at_close: quantiles(2.0, 0.5),
            lost: quantiles(4.0, 1.0),
        }],
        inputs: vec![InputSummary {
            input: 0,
            values: quantiles(40_000.0, 9_000.0),
        }],
        warnings: vec![Warning::Unsourced(vec![
            "polls.west.participation.home".into(),
            "polls.west.stations.all.booths".into(),
        ])],
    }
}

/// The finished comparison of the sample.
pub fn comparison() -> Comparison {
    use Standing::*;
    let both = |a, b| vec![("base".to_string(), a), ("own-figures".to_string(), b)];
    Comparison {
        variants: vec![
            variant("base", "Wide estimates", 7, Outside),
            variant(
                "own-figures",
                "The commission's own population",
                1_234,
                Within,
            ),
        ],
        findings: Vec::new(),
        looks: Looks {
            by_check: vec![("sum-of-parts", 4, 0), ("percent-vs-counts", 3, 0)],
            expected_by_chance: 0.2,
        },
        across: vec![
            AcrossVariants {
                figure: Some(0),
                standings: both(Outside, Within),
                depends: true,
            },
            AcrossVariants {
                figure: Some(1),
                standings: both(Impossible, Impossible),
                depends: false,
            },
            AcrossVariants {
                figure: Some(2),
                standings: both(Within, Within),
                depends: false,
            },
            AcrossVariants {
                figure: None,
                standings: both(Impossible, Impossible),
                depends: false,
            },
        ],
        battery: Some(crate::compare::Battery {
            days: 400,
            alarms: 61,
            rate: crate::units::Estimate {
                value: 0.1525,
                low: 0.1187,
                high: 0.1915,
                level: 0.95,
            },
            hard: 0,
            outside: 2,
            looks: 7,
            most_of_one: 21,
            of_all: 97,
        }),
        stations: Vec::new(),
        moved: Vec::new(),
        unmet: vec![Unmet {
            expected: "west-noon in variant base: strained".into(),
            found: "within".into(),
        }],
    }
}

fn table(first: u64, rows: usize) -> TrialTable {
    let middle = |x: f64| (0..rows).map(|r| x + r as f64 * 0.125).collect::<Vec<_>>();
    TrialTable {
        first,
        len: rows,
        input_names: vec![
            "groups.home.residents".into(),
            "inputs.voting-age-share".into(),
        ],
        inputs: vec![middle(40_000.0), middle(0.75)],
        outcomes: vec![
            Outcome::BallotsCast { poll: 0 },
            Outcome::BallotsCast { poll: 1 },
        ],
        counts: vec![
            (0..rows as i64).map(|r| 25_000 + r).collect(),
            (0..rows as i64).map(|r| 12_000 + r).collect(),
        ],
    }
}

/// Trial tables of the sample, a few rows each.
pub fn runs() -> Vec<VariantRun> {
    ["base", "own-figures"]
        .map(|id| VariantRun {
            id: id.into(),
            table: table(0, 3),
            frozen: table(0, 2),
            done: 3,
            requested: 3,
        })
        .to_vec()
}

/// Text that tries to be more than text: markup, quotes, right-to-left turns, terminal escapes,
/// formulas, and length.
pub const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "{{ 7919 * 7 }} {% raw %}",
    "\u{202e}desrever \u{2066}never closed",
    "שלום עולם",
    "\u{1b}[2J\u{1b}]0;title\u{7}red\u{9b}31m",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@sum(a1)",
    "a,b\"c\nnext line\r\n\tand tab\0",
    "]]></style></title>--><!--",
];

/// The sample with every text of the author replaced by `text`.
pub fn hostile(text: &str) -> (Scenario, Comparison) {
    let mut scenario = scenario();
    let mut comparison = comparison();
    let bad = || text.to_string();
    scenario.title = bad();
    scenario.question = Some(bad());
    scenario.answer = Some(bad());
    scenario.description = Some(bad());
    scenario.date = Some(bad());
    scenario.base_label = bad();
    for source in &mut scenario.sources {
        source.title = bad();
        source.url = Some(bad());
        source.note = Some(bad());
        source.date = Some(bad());
    }
    let variants = scenario.variants.iter_mut().map(|v| {
        v.label = text.to_string();
        v.note = Some(text.to_string());
        v.overrides = vec![text.to_string()];
        &mut v.assumptions
    });
    for assumptions in variants.chain([&mut scenario.assumptions]) {
        assumptions.inputs.iter_mut().for_each(|i| {
            i.label = text.to_string();
            i.note = Some(text.to_string());
        });
        assumptions
            .groups
            .iter_mut()
            .for_each(|g| g.label = text.to_string());
        for poll in &mut assumptions.polls {
            poll.label = text.to_string();
            poll.excludes
                .iter_mut()
                .for_each(|e| e.reason = text.to_string());
            poll.stations
                .iter_mut()
                .for_each(|s| s.label = text.to_string());
            for contest in &mut poll.contests {
                contest.label = text.to_string();
                contest
                    .options
                    .iter_mut()
                    .for_each(|o| o.1 = text.to_string());
            }
        }
    }
    for reported in &mut scenario.reported {
        reported.label = bad();
        reported.stage = Some(bad());
        reported.claimant = Some(bad());
        reported.note = Some(bad());
    }
    for variant in &mut comparison.variants {
        variant.label = bad();
        variant.warnings = vec![
            Warning::CapacityBinds(bad()),
            Warning::Unsourced(vec![bad()]),
        ];
        variant.figures[1].bound.steps = vec![BoundStep::Total {
            label: bad(),
            residents: 1.0,
        }];
    }
    comparison.unmet = vec![Unmet {
        expected: bad(),
        found: bad(),
    }];
    (scenario, comparison)
}
