//! What would have to be true, against an exact answer, from scenario text to the moved input.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions

use std::sync::Mutex;

use scrutineer::compare::{
    Comparison, From, Rare, Search, VariantComparison, Why, compare, explain, sharpen,
};
use scrutineer::engine::{Freeze, Lane};
use scrutineer::model::{Figure, Precision, Scenario};
use scrutineer::random::Seed;
use scrutineer::stats::inversion::Moved;
use scrutineer::stats::splitting::Effort;
use scrutineer::stats::{BetaBinomial, beta_reg};
use scrutineer::trials::{Go, Settings, VariantRun, run};

/// Four hundred adults at twenty stations whose probability to come is Beta(30, 20), so that ballots
/// cast are beta-binomial; `reported` participants.
fn scenario(reported: u64) -> Scenario {
    let sd = (0.24_f64 / 51.0).sqrt();
    let text = format!(
        r#"
title = "A test"
[sources.s]
title = "Made up"
judgement = true
[groups.town]
adults = {{ value = 400, source = "s" }}
[polls.poll]
opens = "08:00"
closes = "18:00"
registered = "eligible"
source = "s"
[polls.poll.participation]
town = {{ value = {{ beta = {{ mean = 0.6, sd = {sd} }} }}, source = "s" }}
overdispersion = {{ value = 0, source = "s" }}
[polls.poll.stations.home]
count = 20
booths = {{ value = 3, source = "s" }}
service-seconds = {{ value = 30, source = "s" }}
source = "s"
[[reported]]
id = "cast"
label = "participants"
poll = "poll"
quantity = "ballots-cast"
persons = {{ exact = {reported} }}
stage = "final"
claimant = "Somebody"
direction = "high"
headline = true
source = "s"
"#
    );
    scrutineer::scenario::read(&text, "test.toml")
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
        .scenario
}

fn answer(reported: u64, trials: u64) -> Why {
    explained(&scenario(reported), trials)
}

fn explained(scenario: &Scenario, trials: u64) -> Why {
    explained_with(scenario, trials, Effort::default(), true)
}

/// `beside` all else that a run seeks, or asked for alone.
fn explained_with(scenario: &Scenario, trials: u64, effort: Effort, beside: bool) -> Why {
    let settings = Settings {
        seed: Seed(11),
        first: 0,
        trials,
        freeze: Freeze::No,
        lane: Lane::Auto,
        threads: Some(2),
    };
    let table = run(&scenario.assumptions, &settings, &|_| Go::On).expect("it runs");
    let run = VariantRun {
        id: "base".into(),
        frozen: table.clone(),
        table,
        done: trials,
        requested: trials,
    };
    let comparison = compare(scenario, std::slice::from_ref(&run));
    let search = Search {
        seed: Seed(11),
        effort: Effort {
            particles: 200,
            ..effort
        },
        all: false,
        explain: beside,
        threads: Some(2),
        tell: &|_, _| {},
        stop: &|| false,
    };
    let variant = &comparison.variants[0];
    explain(scenario, &run, variant, &[vec![0]], &search)
        .expect("it can be explained")
        .remove(0)
}

/// The exact distribution of the probability to come, given `least` or more of 400: a mixture of beta
/// laws over the counts.
fn at_most(x: f64, least: u64) -> f64 {
    let (n, a, b) = (400, 30.0, 20.0);
    let law = BetaBinomial { n, a, b };
    let weights = (least..=n).map(|y| (y, law.between(y, y)));
    let (sum, total) = weights.fold((0.0, 0.0), |(sum, total), (y, weight)| {
        let below = beta_reg(a + y as f64, b + (n - y) as f64, x);
        (sum + weight * below, total + weight)
    });
    sum / total
}

fn moved_as_exactly(why: &Why, least: u64, slack: f64) {
    let turnout = &why.inputs[0];
    assert!(turnout.moved.shift > 0.0 && turnout.moved.contraction > 0.0);
    for (p, x) in [
        (0.05, turnout.after.q05),
        (0.5, turnout.after.median),
        (0.95, turnout.after.q95),
    ] {
        let exact = at_most(x, least);
        assert!(
            (exact - p).abs() < slack,
            "{p} quantile {x} is the {exact} quantile"
        );
    }
}

#[test]
fn enough_trials_give_the_exact_law() {
    let why = answer(290, 9_000);
    let From::Trials { hits, trials } = why.from else {
        panic!("{:?}", why.from);
    };
    assert!((200..1_200).contains(&hits) && trials == 9_000);
    // Three standard errors of a median of some 500 days.
    moved_as_exactly(&why, 290, 3.0 * 0.5 / (hits as f64).sqrt());
}

#[test]
fn days_that_are_sought_give_the_exact_law() {
    let why = answer(340, 500);
    let From::Sought(told) = &why.from else {
        panic!("{:?}", why.from);
    };
    let exact = BetaBinomial {
        n: 400,
        a: 30.0,
        b: 20.0,
    }
    .at_least(340);
    assert!(
        told.area.low < exact * 1.1 && told.area.high > exact * 0.9,
        "{told:?} {exact}"
    );
    assert_eq!(
        told.confirmed.0, told.confirmed.1,
        "nobody is lost to queues here"
    );
    // Descendants of few ancestors: some fifty independent days are behind a thousand.
    moved_as_exactly(&why, 340, 0.25);
    let way = why.way.expect("there are days");
    // Beta(30, 20) has mean 0.6 and sd 0.069; 340 of 400 is 3.6 sd above.
    assert!((2.5..4.5).contains(&way.distance), "{way:?}");
    let stretch = why.stretch.expect("a beta law can be stretched");
    assert!((1.5..3.0).contains(&stretch.value), "{stretch:?}");
}

#[test]
fn beyond_a_bound_there_is_nothing_to_seek() {
    let why = answer(500, 200);
    assert!(why.inputs.is_empty() && why.way.is_none());
    let From::Beyond(Some(factor)) = why.from else {
        panic!("{:?}", why.from);
    };
    assert_eq!(factor, 500.0 / 400.0);
}

#[test]
fn an_ordinary_figure_takes_the_nearest_days() {
    let why = answer(240, 2_000);
    assert!(matches!(why.from, From::Nearest { taken, trials: 2_000 } if taken >= 200));
    assert!(why.inputs[0].moved.shift.abs() < 0.5);
    assert!(why.inputs[0].moved.contraction > 0.5);
}

/// What is sought when a comparison of 200 days is sharpened, and what comes of it.
fn sharpened(
    reported: u64,
    explain: bool,
    change: &dyn Fn(&mut Scenario),
) -> (Vec<String>, VariantComparison) {
    let mut scenario = scenario(reported);
    change(&mut scenario);
    let settings = Settings {
        seed: Seed(11),
        first: 0,
        trials: 200,
        freeze: Freeze::No,
        lane: Lane::Auto,
        threads: Some(2),
    };
    let table = run(&scenario.assumptions, &settings, &|_| Go::On).expect("it runs");
    let runs = [VariantRun {
        id: "base".into(),
        frozen: table.clone(),
        table,
        done: 200,
        requested: 200,
    }];
    let mut comparison: Comparison = compare(&scenario, &runs);
    let names = Mutex::new(Vec::new());
    let tell = |set: &str, name: &str| names.lock().unwrap().push(format!("{set}/{name}"));
    let search = Search {
        seed: Seed(11),
        effort: Effort {
            particles: 100,
            ..Effort::default()
        },
        all: false,
        explain,
        threads: Some(2),
        tell: &tell,
        stop: &|| false,
    };
    sharpen(&scenario, &runs, &mut comparison, &search).expect("it was played");
    (names.into_inner().unwrap(), comparison.variants.remove(0))
}

#[test]
fn what_no_day_reached_is_sought_and_told_as_it_is() {
    let exact = BetaBinomial {
        n: 400,
        a: 30.0,
        b: 20.0,
    }
    .at_least(340);
    for explain in [false, true] {
        let (names, variant) = sharpened(340, explain, &|_| ());
        assert_eq!(names, ["base/cast"]);
        let Some(Rare::Told(told)) = &variant.figures[0].rare else {
            panic!("{:?}", variant.figures[0].rare);
        };
        let (low, high) = (told.area.low, told.area.high);
        assert!(low < exact * 1.1 && high > exact * 0.9, "{told:?} {exact}");
        assert!(!told.bound_only && told.days > 0);
        assert_eq!(variant.why.len(), usize::from(explain));
        assert_eq!(variant.drivers.len(), usize::from(explain));
    }
}

#[test]
fn what_is_ordinary_impossible_or_not_asked_for_is_not_sought() {
    let quiet = |reported, change: &dyn Fn(&mut Scenario)| {
        let (names, variant) = sharpened(reported, false, change);
        assert!(variant.figures.iter().all(|it| it.rare.is_none()));
        names.is_empty() && variant.why.is_empty() && variant.drivers.is_empty()
    };
    assert!(quiet(240, &|_| ()));
    assert!(quiet(401, &|_| ()));
    assert!(quiet(340, &|it| it.reported[0].used_for_assumptions = true));
    // Beside a headline the others wait to be asked for.
    let beside = |it: &mut Scenario| {
        let mut other = it.reported[0].clone();
        other.id = "other".into();
        it.reported[0].headline = false;
        other.figure = Figure::Count(Precision::Exact(240));
        it.reported.push(other);
    };
    assert!(quiet(340, &beside));
    // Without any headline all are.
    let (names, _) = sharpened(340, false, &|it| it.reported[0].headline = false);
    assert_eq!(names, ["base/cast"]);
}

/// Why a figure of a scenario in words came about, after so many trials.
fn why_of(text: &str, trials: u64) -> Why {
    let scenario = scrutineer::scenario::read(text, "test.toml")
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
        .scenario;
    explained(&scenario, trials)
}

const TWO_VILLAGES: &str = r#"
title = "A test"
[groups.a]
residents = { uniform = [100, 200] }
voting-age-share = 1.0
[groups.b]
residents = { uniform = [100, 200] }
voting-age-share = 1.0
[polls.poll]
opens = "08:00"
closes = "18:00"
registered = "eligible"
[polls.poll.participation]
a = { uniform = [0.4, 0.8] }
b = 0.5
overdispersion = 0
[polls.poll.stations.home]
count = 1
booths = 9
service-seconds = 10
[[reported]]
id = "cast"
label = "participants"
poll = "poll"
quantity = "ballots-cast"
persons = { at-least = 1 }
direction = "high"
"#;

#[test]
fn what_holds_on_every_day_moves_nothing() {
    // The total leaves the villages near their upper ends: that is known before the claim.
    let total = "[totals.all]\nof = [\"a\", \"b\"]\nvalue = { uniform = [360, 390] }\n";
    for text in [TWO_VILLAGES.to_owned(), format!("{TWO_VILLAGES}{total}")] {
        let bent = text.contains("totals");
        let why = why_of(&text, 600);
        assert!(matches!(
            why.from,
            From::Nearest {
                taken: 600,
                trials: 600
            }
        ));
        assert!(why.inputs.len() >= 3);
        for it in &why.inputs {
            let Moved {
                shift, contraction, ..
            } = it.moved;
            match bent {
                // The same 600 days before and after.
                true => assert_eq!((shift, contraction), (0.0, 0.0)),
                // Six hundred draws of a standard normal law, three standard errors.
                false => assert!(shift.abs() < 0.13 && contraction.abs() < 0.18, "{it:?}"),
            }
            let same = |a: f64, b: f64| (a - b).abs() < 1e-9;
            assert!(same(it.before.q05, it.after.q05) && same(it.before.median, it.after.median));
        }
    }
}

#[test]
fn the_least_incredible_way_leaves_at_its_median_what_does_not_matter() {
    // Participation of the second poll, and the seconds in the booth, have nothing to do with the first.
    let text = TWO_VILLAGES
        .replace("at-least = 1 }", "at-least = 255 }")
        .replace(
            "[polls.poll.participation]\n",
            "[polls.poll.participation]\nb = { uniform = [0.4, 0.8] }\n",
        )
        .replace("b = 0.5\n", "")
        .replace(
            "service-seconds = 10",
            "service-seconds = { uniform = [5, 15] }",
        );
    let more = r#"
[groups.c]
residents = { uniform = [100, 200] }
voting-age-share = 1.0
[polls.other]
opens = "08:00"
closes = "18:00"
registered = "eligible"
[polls.other.participation]
c = { uniform = [0.2, 0.4] }
overdispersion = 0
[polls.other.stations.there]
count = 1
booths = 9
service-seconds = 10
"#;
    let why = why_of(&format!("{text}{more}"), 12_000);
    assert!(
        matches!(why.from, From::Trials { hits, .. } if hits >= 200),
        "{:?}",
        why.from
    );
    let way = why.way.expect("there are days");
    // Four matter: two villages and their participation. The others are where they would be anyway.
    let (matter, others) = way.inputs.split_at(4);
    assert!(!others.is_empty());
    assert!(matter.iter().all(|(_, score, _)| *score > 0.0), "{way:?}");
    // One goes on until less than a thousandth of the square can be saved.
    let little = |score: f64| score * score < 0.001 * way.distance * way.distance;
    assert!(others.iter().all(|(_, score, _)| little(*score)), "{way:?}");
    for (input, _, value) in others {
        let why = why.inputs.iter().find(|it| it.input == *input).unwrap();
        let wide = why.before.q975 - why.before.q025;
        assert!(
            (value - why.before.median).abs() < 0.05 * wide,
            "{value} {why:?}"
        );
    }
    // The root of the sum of squares, the furthest first.
    let squares: f64 = way.inputs.iter().map(|(_, score, _)| score * score).sum();
    assert!((way.distance - squares.sqrt()).abs() < 1e-9);
    assert!(matter.is_sorted_by(|a, b| a.1 >= b.1));
    // With all four a share s up their ranges 2 (100 + 100 s) (0.4 + 0.4 s) are 255 at s = 0.785, which is
    // 0.79 standard deviations each, 1.58 together; a lucky day takes some of it away.
    assert!((0.6..1.7).contains(&way.distance), "{way:?}");
}

#[test]
fn whoever_asks_for_nothing_else_gets_more_levels() {
    // 340 of 400 are one day in some ten thousand: thirteen halvings or so, of which four are allowed.
    let effort = Effort {
        levels: 4,
        ..Effort::default()
    };
    let beside = explained_with(&scenario(340), 500, effort, true);
    assert!(
        matches!(beside.from, From::NotFound(_)),
        "{:?}",
        beside.from
    );
    assert!(beside.inputs.is_empty() && beside.way.is_none() && beside.stretch.is_none());
    let alone = explained_with(&scenario(340), 500, effort, false);
    assert!(matches!(alone.from, From::Sought(_)), "{:?}", alone.from);
    assert!(alone.way.is_some());
}
