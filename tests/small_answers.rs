//! Small questions with answers by hand: which side of an edge a day lies on, what two files share,
//! how voters are divided, where the shortest interval begins.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions
#![allow(clippy::type_complexity)] // prints beside what they mean

use scrutineer::compare::bounds::voters_bound;
use scrutineer::compare::capacity::what_if::{everybody_waits, with_booths, with_voters};
use scrutineer::compare::running::running;
use scrutineer::compare::{FigureComparison, Interval, Side, compare, declared_side, shared};
use scrutineer::engine::{Freeze, Lane};
use scrutineer::model::{
    Direction, Figure, GroupSize, Law, PollId, Precision, Quantity, Scenario, Support,
};
use scrutineer::random::Seed;
use scrutineer::stats::calibration::uniform_p;
use scrutineer::stats::interval::highest_density;
use scrutineer::stats::inverse_beta_reg;
use scrutineer::stats::sensitivity::regression;
use scrutineer::stats::splitting::relative_error;
use scrutineer::trials::{Go, Settings, VariantRun, run};
use scrutineer::units::MicroPercent;

/// Ten persons of whom about half come.
const TOWN: &str = r#"
title = "A test"
[sources.s]
title = "Made up"
judgement = true
[groups.town]
adults = { value = 10, source = "s" }
[polls.poll]
opens = "08:00"
closes = "18:00"
registered = "eligible"
source = "s"
[polls.poll.participation]
town = { value = 0.5, source = "s" }
overdispersion = { value = 0, source = "s" }
[polls.poll.stations.home]
count = 1
booths = { value = 3, source = "s" }
service-seconds = { value = 30, source = "s" }
source = "s"
[[reported]]
id = "cast"
label = "participants"
poll = "poll"
quantity = "ballots-cast"
persons = { exact = 5 }
direction = "high"
source = "s"
"#;

fn town() -> Scenario {
    let read = scrutineer::scenario::read(TOWN, "test.toml");
    read.unwrap_or_else(|problems| panic!("{}", problems.render(false)))
        .scenario
}

/// The figure beside three hundred days, and how many came on each.
fn beside_days(figure: Figure, direction: Direction) -> (FigureComparison, Vec<f64>) {
    let mut of = town();
    of.reported[0].figure = figure;
    of.reported[0].direction = direction;
    if matches!(figure, Figure::Percent(_)) {
        of.reported[0].quantity = Quantity::Turnout {
            of: scrutineer::model::Base::Registered,
            at: None,
        };
    }
    let settings = Settings {
        seed: Seed(5),
        first: 0,
        trials: 300,
        freeze: Freeze::No,
        lane: Lane::Auto,
        threads: Some(1),
    };
    let table = run(&of.assumptions, &settings, &|_| Go::On).unwrap();
    let run = VariantRun {
        id: "base".into(),
        frozen: table.clone(),
        table,
        done: 300,
        requested: 300,
    };
    let figure = compare(&of, &[run]).variants[0].figures[0].clone();
    let values = figure.values.clone();
    (figure, values)
}

/// Every way to print `value`, with what lies on the high and on the low side of its near edge.
fn prints(value: f64, grain: f64) -> Vec<(usize, [Box<dyn Fn(f64) -> bool>; 2])> {
    let always = || -> Box<dyn Fn(f64) -> bool> { Box::new(|_| true) };
    let (from, to) = (value - grain / 2.0, value + grain / 2.0);
    let about = (value - grain, value + grain);
    vec![
        (
            0,
            [Box::new(move |x| x >= value), Box::new(move |x| x <= value)],
        ),
        (1, [Box::new(move |x| x >= from), Box::new(move |x| x < to)]),
        (
            2,
            [
                Box::new(move |x| x > about.0),
                Box::new(move |x| x < about.1),
            ],
        ),
        (3, [Box::new(move |x| x > value), always()]),
        (4, [Box::new(move |x| x >= value), always()]),
        (5, [always(), Box::new(move |x| x < value)]),
        (6, [always(), Box::new(move |x| x <= value)]),
        (
            7,
            [
                Box::new(move |x| x >= value),
                Box::new(move |x| x <= value + grain),
            ],
        ),
    ]
}

fn printed<T: Copy>(kind: usize, value: T, grain: T, upper: T) -> Precision<T> {
    match kind {
        0 => Precision::Exact(value),
        1 => Precision::Rounded { value, to: grain },
        2 => Precision::About { value, grain },
        3 => Precision::MoreThan(value),
        4 => Precision::AtLeast(value),
        5 => Precision::LessThan(value),
        6 => Precision::AtMost(value),
        _ => Precision::Between(value, upper),
    }
}

#[test]
fn days_are_counted_on_the_right_side_of_every_edge() {
    for percent in [false, true] {
        let (value, grain) = if percent { (50.0, 20.0) } else { (5.0, 2.0) };
        for (kind, means) in prints(value, grain) {
            let figure = if percent {
                let micro = |x| MicroPercent::from_f64(x).unwrap();
                Figure::Percent(printed(
                    kind,
                    micro(value),
                    micro(grain),
                    micro(value + grain),
                ))
            } else {
                Figure::Count(printed(kind, 5, 2, 7))
            };
            for direction in [Direction::High, Direction::Low, Direction::Both] {
                let (told, days) = beside_days(figure, direction);
                let name = format!("{figure:?} {direction:?}");
                let counts = means.each_ref().map(|side| {
                    let on_it = days.iter().filter(|&&x| side(x));
                    on_it.count() as u64
                });
                assert!(days.contains(&value), "{name}: {days:?}");
                let expected = match (kind, direction) {
                    (3 | 4, _) => Side::High,
                    (5 | 6, _) => Side::Low,
                    (_, Direction::High) => Side::High,
                    (_, Direction::Low) => Side::Low,
                    (_, Direction::Both) if counts[1] < counts[0] => Side::Low,
                    (_, Direction::Both) => Side::High,
                };
                assert_eq!(told.tail.side, expected, "{name}");
                let doubled = direction == Direction::Both && !(3..=6).contains(&kind);
                assert_eq!(told.tail.doubled, doubled, "{name}");
                let hits = counts[usize::from(expected == Side::Low)];
                assert_eq!(told.tail.hits, hits, "{name}");
                // One by one, and the first few.
                for days_looked_at in [0, 1, 17, 300, 500] {
                    let (first, reached) = told.first_days(days_looked_at);
                    assert_eq!(first, &days[..days_looked_at.min(300)]);
                    let side = &means[usize::from(expected == Side::Low)];
                    let by_hand = first.iter().filter(|&&x| side(x)).count() as u64;
                    assert_eq!(reached, by_hand, "{name}, first {days_looked_at}");
                }
                // The estimate that settles ends with the same count.
                let settles = running(&told).expect("enough days");
                let last = settles.looks.last().expect("looks");
                assert_eq!((last.tail.hits, last.tail.trials), (hits, 300), "{name}");
                let claim = Interval::of(&figure).claim();
                let edge = match expected {
                    Side::High => claim.lowest,
                    Side::Low => claim.highest,
                };
                assert_eq!(Some(told.near_edge()), edge, "{name}");
                let middle = if kind == 7 {
                    value + grain / 2.0
                } else {
                    value
                };
                assert_eq!(claim.printed, middle, "{name}");
            }
        }
    }
}

#[test]
fn a_bound_on_one_side_can_only_be_remarkable_there() {
    let side = |kind, direction| {
        let mut of = town();
        of.reported[0].figure = Figure::Count(printed(kind, 5, 2, 7));
        of.reported[0].direction = direction;
        declared_side(&of.reported[0])
    };
    for kind in [0, 1, 2, 7] {
        assert_eq!(side(kind, Direction::High), Some(Side::High));
        assert_eq!(side(kind, Direction::Low), Some(Side::Low));
        assert_eq!(side(kind, Direction::Both), None);
    }
    for kind in [3, 4] {
        assert_eq!(side(kind, Direction::Low), Some(Side::High));
    }
    for kind in [5, 6] {
        assert_eq!(side(kind, Direction::High), Some(Side::Low));
    }
}

#[test]
fn files_share_what_they_report_alike_in_every_respect() {
    let count = |changed: &dyn Fn(&mut Scenario)| {
        let (one, mut other) = (town(), town());
        changed(&mut other);
        shared(&[&one, &other]).map_or(0, |alike| alike.len())
    };
    assert_eq!(count(&|_| ()), 1);
    // The label and the note are words.
    assert_eq!(count(&|it| it.reported[0].label.push('!')), 1);
    let changes: [&dyn Fn(&mut Scenario); 5] = [
        &|it| it.reported[0].id.push('!'),
        &|it| it.reported[0].quantity = Quantity::Registered,
        &|it| it.reported[0].figure = Figure::Count(Precision::Exact(6)),
        &|it| it.reported[0].direction = Direction::Low,
        &|it| it.assumptions.polls[0].id.push('!'),
    ];
    for (at, change) in changes.iter().enumerate() {
        assert_eq!(count(change), 0, "{at}");
    }
}

/// A town of adults, a village of residents, and two quarters of a city, all in one poll.
fn mixed() -> Scenario {
    let text = "title = \"t\"\n\
        [groups.town]\nadults = 120\n\
        [groups.village]\nresidents = 200\nvoting-age-share = 0.6\n\
        [groups.old]\nshare-of = \"city\"\nweight = 1\nvoting-age-share = 0.5\n\
        [groups.new]\nshare-of = \"city\"\nweight = 3\nvoting-age-share = 0.8\n\
        [totals.city]\nof = [\"old\", \"new\"]\nvalue = 400\n\
        [polls.p]\nopens = \"08:00\"\ncloses = \"20:00\"\nregistered = \"eligible\"\n\
        [polls.p.participation]\ntown = 0.5\nvillage = 0.25\nold = 0.6\nnew = 0.25\noverdispersion = 0\n\
        [polls.p.stations.a]\ncount = 1\nserves = [\"town\", \"village\"]\nbooths = 1\nservice-seconds = 60\n\
        [polls.p.stations.b]\ncount = 1\nserves = [\"old\", \"new\"]\nbooths = 2\nservice-seconds = 60\n";
    scrutineer::scenario::read(text, "t.toml").unwrap().scenario
}

#[test]
fn voters_are_divided_as_the_medians_of_the_groups_stand() {
    let of = mixed().assumptions;
    // Adults 120, 120, 400 / 4 x 0.5 = 50 and 400 x 3 / 4 x 0.8 = 240, of whom come 60, 30, 30 and 60.
    for (voters, parts) in [
        (180, [60, 30, 30, 60]),
        (18, [6, 3, 3, 6]),
        (7, [2, 1, 1, 2]),
    ] {
        let it = with_voters(&of, PollId(0), voters);
        let adults: Vec<f64> = it
            .groups
            .iter()
            .map(|group| match group.size {
                GroupSize::Adults(adults) => it.inputs[adults.0].median(),
                _ => panic!("all are adults now"),
            })
            .collect();
        let mut expected: Vec<f64> = parts.iter().map(|&n| f64::from(n)).collect();
        if voters == 7 {
            // Quotas 2.33, 1.17, 1.17 and 2.33: the seventh goes to the first of the largest rests.
            expected[0] += 1.0;
        }
        assert_eq!(adults, expected, "{voters}");
        let come = it.polls[0].admits.iter();
        assert!(
            come.map(|it_is| &it.inputs[it_is.participation.0].law)
                .all(|law| *law == Law::Fixed(1.0))
        );
        assert!(it.totals.is_empty() && it.overlaps.is_empty());
    }
}

#[test]
fn booths_are_changed_in_one_set_and_ample_in_the_others() {
    let of = mixed().assumptions;
    let it = with_booths(&of, PollId(0), 1, 7);
    let booths: Vec<f64> = it.polls[0]
        .stations
        .iter()
        .map(|set| it.inputs[set.booths.0].median())
        .collect();
    assert_eq!(booths[1], 7.0);
    assert!(booths[0] >= 1_000.0);
    let mut closed = of.clone();
    closed.polls[0].queue_may_vote = false;
    let patient = everybody_waits(&closed);
    assert!(patient.polls[0].queue_may_vote && patient.polls[0].contests.is_empty());
}

#[test]
fn the_shortest_interval_lies_at_the_peak_on_either_side() {
    let law = |mode| Law::Triangular {
        low: 0.0,
        mode,
        high: 1.0,
    };
    let shortest = |mode: f64| {
        let law = law(mode);
        highest_density(|p| law.quantile(p, &Support::REAL), 0.75)
    };
    for (mode, ends) in [(0.0, (0.0, 0.5)), (0.5, (0.25, 0.75)), (1.0, (0.5, 1.0))] {
        let (low, high) = shortest(mode);
        let near = (low - ends.0).abs() < 1e-5 && (high - ends.1).abs() < 1e-5;
        assert!(near, "{mode}: {low} to {high}");
    }
}

#[test]
fn standardised_coefficients_are_slopes_in_standard_deviations() {
    // Far from zero, so that a mean that is not taken away shows.
    let x: Vec<f64> = (0..40).map(|i| 1e3 + f64::from(i * 7 % 40)).collect();
    let z: Vec<f64> = (0..40)
        .map(|i| -5e2 + 3.0 * f64::from(i * 11 % 40))
        .collect();
    let y: Vec<f64> = x.iter().zip(&z).map(|(x, z)| 2.0 * x - z + 7.0).collect();
    let sd = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / 40.0;
        let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
        (squares / 39.0).sqrt()
    };
    let found = regression(&[&x, &z], &y).unwrap();
    for (coefficient, slope) in found.coefficients.iter().zip([2.0 * sd(&x), -sd(&z)]) {
        let by_hand = slope / sd(&y);
        assert!(
            (coefficient - by_hand).abs() < 1e-5,
            "{coefficient} {by_hand}"
        );
    }
    assert!((found.explained - 1.0).abs() < 1e-6);
}

/// As many who come on each of a few days, where everybody or nobody wants to.
#[test]
fn all_or_none_come_to_many_equal_stations() {
    for (share, overdispersion, come) in [
        (0.0, 0.0, 0),
        (1.0, 0.0, 600),
        (0.0, 0.1, 0),
        (1.0, 0.1, 600),
    ] {
        let text = TOWN
            .replace("adults = { value = 10", "adults = { value = 600")
            .replace(
                "town = { value = 0.5",
                &format!("town = {{ value = {share:?}"),
            )
            .replace(
                "overdispersion = { value = 0",
                &format!("overdispersion = {{ value = {overdispersion:?}"),
            )
            .replace("count = 1", "count = 60");
        let of = scrutineer::scenario::read(&text, "test.toml")
            .unwrap()
            .scenario;
        let settings = Settings {
            seed: Seed(5),
            first: 0,
            trials: 20,
            freeze: Freeze::No,
            lane: Lane::Auto,
            threads: Some(1),
        };
        let table = run(&of.assumptions, &settings, &|_| Go::On).unwrap();
        let cast = table.column(scrutineer::trials::Outcome::BallotsCast { poll: 0 });
        assert_eq!(cast.unwrap(), [come; 20], "{share} {overdispersion}");
    }
}

#[test]
fn of_totals_that_cross_no_bound_is_too_narrow() {
    let count = "{ uniform = [0, 100] }";
    let total =
        |with: &str| format!("of = [\"b\", \"{with}\"]\nvalue = {{ uniform = [80, 120] }}\n");
    let text = format!(
        "title = \"t\"\n\
        [groups.b]\nresidents = {count}\nvoting-age-share = 1.0\n[groups.a]\nresidents = {count}\nvoting-age-share = 1.0\n[groups.c]\nresidents = {count}\nvoting-age-share = 1.0\n\
        [totals.one]\n{}[totals.other]\n{}\
        [polls.p]\nopens = \"08:00\"\ncloses = \"20:00\"\nregistered = \"eligible\"\n\
        [polls.p.participation]\na = 0.5\nb = 0.5\nc = 0.5\noverdispersion = 0\n\
        [polls.p.stations.s]\ncount = 1\nserves = [\"a\", \"b\", \"c\"]\nbooths = 1\nservice-seconds = 60\n",
        total("a"),
        total("c")
    );
    let read = scrutineer::scenario::read(&text, "t.toml");
    let of = read
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
        .scenario;
    let bound = voters_bound(&of.assumptions, &[PollId(0)]);
    // At most 100 + 20 + 100, at least 80 in b alone.
    assert_eq!(bound.highest, Some(220.0));
    assert!(
        bound.lowest.unwrap() <= 80.0 && bound.lowest.unwrap() >= 78.0,
        "{bound:?}"
    );
}

#[test]
fn the_law_of_the_largest_distance_is_the_published_one() {
    // Marsaglia, Tsang & Wang (2003), section 4.
    let p = 1.0 - uniform_p(10, 0.274);
    assert!((p - 0.628_479_615_456_504).abs() < 1e-12, "{p}");
}

#[test]
fn whoever_is_claimed_beyond_all_there_are_votes_twice_or_is_not_there() {
    let (poll, reported) = TOWN.split_at(TOWN.find("[[reported]]").unwrap());
    let own = &poll[poll.find("[polls.poll]").unwrap()..];
    let claim = |id: &str, exact: i64| {
        reported
            .replace("exact = 5", &format!("exact = {exact}"))
            .replace("\"cast\"", &format!("\"{id}\""))
    };
    let look = |first: i64, second: i64| {
        let text = [
            poll.to_owned(),
            own.replace("polls.poll", "polls.other"),
            claim("one", first),
            claim("two", second).replace("poll = \"poll\"", "poll = \"other\""),
        ];
        let read = scrutineer::scenario::read(&text.concat(), "test.toml");
        let of = read
            .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
            .scenario;
        let settings = Settings {
            seed: Seed(5),
            first: 0,
            trials: 50,
            freeze: Freeze::No,
            lane: Lane::Auto,
            threads: Some(1),
        };
        let table = run(&of.assumptions, &settings, &|_| Go::On).unwrap();
        let run = VariantRun {
            id: "base".into(),
            frozen: table.clone(),
            table,
            done: 50,
            requested: 50,
        };
        let joint = compare(&of, &[run]).variants[0].joint.clone().unwrap();
        (joint.claimed, joint.must_be_double)
    };
    assert_eq!(look(8, 7), (15, Some(5)));
    assert_eq!(look(5, 5), (10, Some(0)));
    assert_eq!(look(6, 5), (11, Some(1)));
    assert_eq!(look(2, 5), (7, Some(0)));
}

#[test]
fn the_error_of_a_share_by_levels_is_that_of_its_parts() {
    // Two halves and four fifths: 1 + 1 + 1/4.
    assert!((relative_error(0.2, 0.5, 100) - 0.15).abs() < 1e-12);
    // Three halves; two quarters; no level at all.
    assert!((relative_error(0.125, 0.5, 300) - 0.1).abs() < 1e-12);
    assert!((relative_error(0.0625, 0.25, 600) - 0.1).abs() < 1e-12);
    assert!((relative_error(0.8, 0.5, 100) - 0.05).abs() < 1e-12);
    assert_eq!(relative_error(1.0, 0.5, 100), 0.0);
}

#[test]
fn no_probability_has_no_quantile() {
    for p in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        assert!(inverse_beta_reg(2.0, 3.0, p).is_nan(), "{p}");
    }
    assert_eq!(
        (
            inverse_beta_reg(2.0, 3.0, 0.0),
            inverse_beta_reg(2.0, 3.0, 1.0)
        ),
        (0.0, 1.0)
    );
}
