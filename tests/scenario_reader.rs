//! Sound files: what is read from them.

use scrutineer::model::*;
use scrutineer::scenario::{Rule, format_page, read, read_with, resolved, schema, template};
use scrutineer::units::{MicroPercent, SimTime};

fn seed_shape() -> String {
    std::fs::read_to_string("tests/data/seed-shape.toml").expect("part of the repository")
}

fn scenario() -> Scenario {
    match read(&seed_shape(), "scenarios/seed-shape.toml") {
        Ok(checked) => {
            assert!(checked.warnings.is_empty(), "{}", checked.warnings);
            checked.scenario
        }
        Err(problems) => panic!("{problems}"),
    }
}

fn input<'a>(of: &'a Assumptions, path: &str) -> &'a Input {
    of.inputs
        .iter()
        .find(|input| input.path == path)
        .unwrap_or_else(|| panic!("no {path}"))
}

#[test]
fn a_control_says_so() {
    assert!(
        !scenario().control,
        "figures are disputed unless said otherwise"
    );
    let text = format!("control = true\n{}", seed_shape());
    let checked = read(&text, "control").unwrap_or_else(|problems| panic!("{problems}"));
    assert!(checked.scenario.control);
    let again = resolved(&text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    assert!(again.contains("\ncontrol = true\n"), "{again}");
}

#[test]
fn thresholds_and_parallel_counts_are_read_as_stated() {
    let text = seed_shape()
        + r#"
[[thresholds]]
poll = "first"
percent = 50
source = "commission"

[[thresholds]]
poll = "first"
contest = "independence"
option = "yes"
percent = 55.5

[[parallel]]
label = "Tally sheets"
poll = "first"
contest = "independence"
option = "no"
percent = 61
coverage-percent = 40

[[parallel]]
id = "all"
label = "All of them"
poll = "first"
contest = "independence"
option = "no"
votes = 1_000
"#;
    let checked = read(&text, "t").unwrap_or_else(|problems| panic!("{problems}"));
    let [turnout, yes] = &checked.scenario.thresholds[..] else {
        panic!("{:?}", checked.scenario.thresholds);
    };
    assert_eq!((turnout.option, turnout.of), (None, Base::Registered));
    assert_eq!(turnout.sources, [SourceId(0)]);
    assert_eq!((yes.option, yes.of), (Some((0, 0)), Base::Valid));
    assert_eq!(yes.percent, MicroPercent(55_500_000));
    let [share, votes] = &checked.scenario.parallel[..] else {
        panic!("{:?}", checked.scenario.parallel);
    };
    assert_eq!((&share.id[..], share.option), ("parallel-1", (0, 1)));
    assert_eq!(
        share.found,
        ParallelResult::Share {
            percent: MicroPercent(61_000_000),
            coverage: MicroPercent(40_000_000),
        }
    );
    assert_eq!(
        (&votes.id[..], votes.found),
        ("all", ParallelResult::Votes(1_000))
    );

    let bad = text.replace("votes = 1_000", "votes = 1_000\ncoverage-percent = 40");
    let bad = bad.replace(
        "contest = \"independence\"\noption = \"yes\"",
        "option = \"yse\"",
    );
    let problems = read(&bad, "t").expect_err("two mistakes").to_string();
    for part in ["`coverage-percent` does not go with votes", "yes"] {
        assert!(problems.contains(part), "{part}: {problems}");
    }
}

#[test]
fn the_head_of_the_file() {
    let scenario = scenario();
    assert_eq!(scenario.name, "seed-shape");
    assert_eq!(scenario.title, "Two polls, one day");
    assert_eq!(scenario.date.as_deref(), Some("2006-11-12"));
    assert_eq!(scenario.base_label, "base assumptions");
    assert_eq!(scenario.trials, 10_000);
    let ids: Vec<&str> = scenario
        .sources
        .iter()
        .map(|source| source.id.as_str())
        .collect();
    assert_eq!(ids, ["commission", "survey", "author"]);
    assert!(scenario.sources[2].judgement);
}

#[test]
fn people_are_read_as_stated() {
    let of = scenario().assumptions;
    assert_eq!(of.groups.len(), 3);
    let GroupSize::Residents {
        voting_age_share: a,
        residents,
    } = of.groups[0].size
    else {
        panic!()
    };
    let GroupSize::Residents {
        voting_age_share: b,
        ..
    } = of.groups[1].size
    else {
        panic!()
    };
    assert_eq!(a, b, "a shared input is one input");
    assert_eq!(of.inputs[a.0].path, "inputs.voting-age-share");
    assert_eq!(of.inputs[a.0].unit, Unit::Share);
    assert_eq!(
        of.inputs[residents.0].law,
        Law::Uniform {
            low: 20_000.0,
            high: 60_000.0
        }
    );
    assert_eq!(
        of.inputs[residents.0].label,
        "residents: Area run from the first town"
    );
    assert_eq!(
        of.inputs[residents.0].sources,
        [SourceId(0), SourceId(1)],
        "inherited from the group"
    );
    let villagers = input(&of, "groups.villages.residents");
    assert_eq!(
        (villagers.label.as_str(), villagers.note.as_deref()),
        ("villagers", Some("a guess"))
    );
    assert_eq!(villagers.sources, [SourceId(2)]);
    assert!(matches!(of.groups[2].size, GroupSize::Adults(_)) && of.groups[2].abroad);
    assert_eq!(of.totals[0].of, [GroupId(0), GroupId(1)]);
}

#[test]
fn polls_are_read_as_stated() {
    let of = scenario().assumptions;
    let first = &of.polls[0];
    assert_eq!(
        (first.opens, first.closes),
        (SimTime::from_hm(8, 0), SimTime::from_hm(20, 0))
    );
    assert!(first.queue_may_vote);
    assert!(matches!(first.roll, Roll::Stated(_)) && of.polls[1].roll == Roll::Eligible);
    assert_eq!(
        first.admits.iter().map(|a| a.group.0).collect::<Vec<_>>(),
        [0, 2]
    );
    assert_eq!(first.excludes[0].reason, "not admitted");
    assert_eq!(first.excludes[0].sources, [SourceId(1)]);
    let set = &first.stations[0];
    assert_eq!((set.count, set.serves.as_slice()), (78, &[GroupId(0)][..]));
    assert_eq!(set.service.milliseconds_per_unit, 1_000);
    assert_eq!(
        set.patience.as_ref().expect("stated").milliseconds_per_unit,
        60_000
    );
    assert!(set.desk.is_some() && set.mobile.is_some() && set.come_back.is_some());
    assert_eq!(set.arrivals.points.len(), 3);
    let flat = &first.stations[1].arrivals.points;
    assert_eq!(
        (flat[0].0, flat[1].0),
        (first.opens, first.closes),
        "no arrivals stated: flat"
    );
    let only = &of.polls[1].stations[0];
    assert_eq!(
        only.serves,
        [GroupId(1)],
        "one set serves everybody admitted"
    );
    let contest = &first.contests[0];
    assert_eq!(contest.options[0], ("yes".to_string(), "yes".to_string()));
    let [home, abroad] = &contest.support[..] else {
        panic!("one entry an admitted group")
    };
    assert!(home.shares[0].is_some() && home.shares[1].is_none());
    assert_eq!(
        of.inputs[abroad.shares[0].expect("support.all").0].law,
        Law::Fixed(0.9)
    );
}

#[test]
fn who_turns_back_may_come_back_without_any_patience() {
    let patience = "patience-minutes = { between = [20, 180] }\n";
    let text = seed_shape();
    assert_eq!(text.matches(patience).count(), 1);
    let text = text.replace(patience, "turn-back-at = { uniform = [30, 60] }\n");
    let of = match read(&text, "seed-shape.toml") {
        Ok(checked) => checked.scenario.assumptions,
        Err(problems) => panic!("{problems}"),
    };
    let set = &of.polls[0].stations[0];
    assert!(set.patience.is_none() && set.come_back.is_some());
    let many = &of.inputs[set.turn_back_at.expect("stated").0];
    let law = Law::Uniform {
        low: 30.0,
        high: 60.0,
    };
    assert_eq!(many.law, law);
    assert!(many.path.ends_with(".turn-back-at"), "{}", many.path);
    let none = read(&text.replace("[30, 60]", "[0, 60]"), "seed-shape.toml");
    assert!(none.is_err(), "somebody must be waiting");
}

#[test]
fn how_alike_voters_of_a_station_mark_is_an_input_of_the_contest() {
    let contest = "[polls.first.contests.independence]\n";
    let text = seed_shape();
    assert_eq!(text.matches(contest).count(), 1);
    let with = |value: &str| text.replace(contest, &format!("{contest}overdispersion = {value}\n"));
    let of = match read(&with("{ uniform = [0, 0.2] }"), "seed-shape.toml") {
        Ok(checked) => checked.scenario.assumptions,
        Err(problems) => panic!("{problems}"),
    };
    let alike = of.polls[0].contests[0].overdispersion.expect("stated");
    let input = &of.inputs[alike.0];
    let law = Law::Uniform {
        low: 0.0,
        high: 0.2,
    };
    assert_eq!(input.law, law);
    assert_eq!(
        input.path,
        "polls.first.contests.independence.overdispersion"
    );
    let label = "how alike voters of one station mark: ";
    assert!(input.label.starts_with(label), "{}", input.label);
    // It has no input where it is not stated, so that nothing else changes.
    let without = scenario().assumptions;
    assert!(without.polls[0].contests[0].overdispersion.is_none());
    assert_eq!(without.inputs.len() + 1, of.inputs.len());
    for outside in ["1", "-0.01", "{ uniform = [0.5, 1.5] }"] {
        let read = read(&with(outside), "seed-shape.toml");
        assert!(read.is_err(), "{outside} is no correlation below 1");
    }
}

#[test]
fn every_law_is_read() {
    let of = scenario().assumptions;
    let law = |path: &str| input(&of, path).law.clone();
    assert_eq!(
        law("polls.second.participation.villages"),
        Law::Pert {
            low: 0.3,
            mode: 0.6,
            high: 0.9
        }
    );
    assert_eq!(
        law("polls.second.stations.schools.booths"),
        Law::Discrete(vec![(2.0, 0.5), (3.0, 0.5)])
    );
    assert_eq!(
        law("polls.second.contests.federation.invalid-share"),
        Law::Normal {
            mean: 0.01,
            sd: 0.004
        }
    );
    assert_eq!(
        law("polls.second.contests.federation.support.villages.yes"),
        Law::Between {
            low: 0.8,
            high: 0.97
        }
    );
    assert_eq!(
        law("polls.first.contests.independence.invalid-share"),
        Law::Beta {
            mean: 0.01,
            sd: 0.005
        }
    );
    let service = &of.polls[0].stations[0].service.law;
    assert_eq!(
        *service,
        Law::Lognormal {
            mean: 120.0,
            sd: 60.0
        }
    );
    assert_eq!(
        of.polls[1].stations[0].service.law,
        Law::Triangular {
            low: 30.0,
            mode: 60.0,
            high: 240.0
        }
    );
}

#[test]
fn the_day_is_watched_every_half_hour_and_when_something_was_reported() {
    let first = &scenario().assumptions.polls[0].checkpoints;
    assert_eq!(first.len(), 26, "24 half hours, closing, and 12:15");
    assert_eq!(
        (first[0], first[25]),
        (SimTime::from_hm(8, 0), SimTime::from_hm(20, 0))
    );
    assert!(first.contains(&SimTime::from_hm(12, 15)));
    assert!(first.windows(2).all(|two| two[0] < two[1]));
}

#[test]
fn overlaps_events_and_correlations() {
    let of = scenario().assumptions;
    assert_eq!(
        (of.overlaps[0].from, of.overlaps[0].to),
        (PollId(0), PollId(1))
    );
    assert_eq!(
        of.inputs[of.overlaps[0].share.0].path,
        "overlap.first-to-second.share"
    );
    assert_eq!(
        of.disturbances[0].kind,
        DisturbanceKind::Closed {
            at: SimTime::from_hm(13, 30),
            span: SimTime::minutes(60)
        }
    );
    assert_eq!(
        of.disturbances[0].label,
        "closed from 13:30 for 60 minutes, second"
    );
    assert_eq!(
        of.disturbances[1].sets,
        [0, 1],
        "all sets unless some are named"
    );
    assert_eq!(input(&of, "events.rush.surge.share").unit, Unit::Share);
    let ranks: Vec<(String, String, f64)> = of
        .correlations
        .iter()
        .map(|c| {
            (
                of.inputs[c.between.0.0].path.clone(),
                of.inputs[c.between.1.0].path.clone(),
                c.rank,
            )
        })
        .collect();
    let expected = [
        ("groups.home.residents", "inputs.voting-age-share", -0.2),
        (
            "polls.first.participation.home",
            "polls.first.participation.abroad",
            0.5,
        ),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(a, b, r)| (a.to_string(), b.to_string(), *r))
        .collect();
    assert_eq!(ranks, expected);
}

#[test]
fn reported_figures_have_ids_labels_and_stages() {
    let scenario = scenario();
    let ids: Vec<&str> = scenario
        .reported
        .iter()
        .map(|figure| figure.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "first.ballots-cast.preliminary",
            "first.turnout-percent@12:15",
            "second.vote-percent.federation.yes",
            "first+second.ballots-cast.after-final",
        ]
    );
    assert_eq!(scenario.reported[0].label, "ballots cast (preliminary)");
    assert_eq!(scenario.reported[0].stage_order, 3);
    assert_eq!(scenario.reported[1].stage_order, 0);
    assert_eq!(
        scenario.reported[1].quantity,
        Quantity::Turnout {
            of: Base::Registered,
            at: Some(SimTime::from_hm(12, 15))
        }
    );
    assert_eq!(
        scenario.reported[2].direction,
        Direction::High,
        "more than implies high"
    );
    assert_eq!(scenario.reported[0].direction, Direction::Both);
    assert_eq!(scenario.context[0].id, "other-poll-1");
    assert_eq!(scenario.expect.len(), 3);
}

/// The template with its first reported figure replaced.
fn figure(quantity: &str, stated: &str) -> Figure {
    let head = template().split("\n[[reported]]").next().expect("text");
    let text =
        format!("{head}\n[[reported]]\npoll = \"council\"\nquantity = \"{quantity}\"\n{stated}\n");
    match read(&text, "figure.toml") {
        Ok(checked) => checked.scenario.reported[0].figure,
        Err(problems) => panic!("{problems}"),
    }
}

#[test]
fn counts_are_read_as_precisely_as_they_were_published() {
    let count = |stated: &str| figure("ballots-cast", stated);
    use Precision::*;
    for (stated, expected) in [
        ("persons = 52_163", Exact(52_163)),
        ("persons = { exact = 0 }", Exact(0)),
        (
            "persons = { rounded = { value = 52_000, to = 1_000 } }",
            Rounded {
                value: 52_000,
                to: 1_000,
            },
        ),
        (
            "persons = { about = 42_000 }",
            About {
                value: 42_000,
                grain: 1_000,
            },
        ),
        (
            "persons = { about = { value = 42_000, grain = 500 } }",
            About {
                value: 42_000,
                grain: 500,
            },
        ),
        (
            "persons = { about = { value = 100_000 } }",
            About {
                value: 100_000,
                grain: 100_000,
            },
        ),
        ("persons = { more-than = 42_000 }", MoreThan(42_000)),
        ("persons = { at-least = 42_000 }", AtLeast(42_000)),
        ("persons = { less-than = 3 }", LessThan(3)),
        ("persons = { at-most = 3 }", AtMost(3)),
        ("persons = { between = [3, 7] }", Between(3, 7)),
    ] {
        assert_eq!(count(stated), Figure::Count(expected), "{stated}");
    }
}

#[test]
fn percentages_are_read_as_precisely_as_they_were_published() {
    let percent = |stated: &str| figure("turnout-percent", stated);
    let p = MicroPercent;
    use Precision::*;
    for (stated, expected) in [
        (
            "percent = 95.1",
            Rounded {
                value: p(95_100_000),
                to: p(100_000),
            },
        ),
        (
            "percent = 95.10",
            Rounded {
                value: p(95_100_000),
                to: p(10_000),
            },
        ),
        (
            "percent = 95",
            Rounded {
                value: p(95_000_000),
                to: p(1_000_000),
            },
        ),
        (
            "percent = 104.25",
            Rounded {
                value: p(104_250_000),
                to: p(10_000),
            },
        ),
        (
            "percent = 0.123456",
            Rounded {
                value: p(123_456),
                to: p(1),
            },
        ),
        ("percent = { exact = 44 }", Exact(p(44_000_000))),
        (
            "percent = { rounded = { value = 43.9, to = 0.1 } }",
            Rounded {
                value: p(43_900_000),
                to: p(100_000),
            },
        ),
        (
            "percent = { rounded = { value = 43.5, to = 0.5 } }",
            Rounded {
                value: p(43_500_000),
                to: p(500_000),
            },
        ),
        (
            "percent = { about = 90 }",
            About {
                value: p(90_000_000),
                grain: p(10_000_000),
            },
        ),
        (
            "percent = { about = 95.5 }",
            About {
                value: p(95_500_000),
                grain: p(100_000),
            },
        ),
        ("percent = { more-than = 94 }", MoreThan(p(94_000_000))),
        (
            "percent = { between = [50.5, 60] }",
            Between(p(50_500_000), p(60_000_000)),
        ),
    ] {
        assert_eq!(percent(stated), Figure::Percent(expected), "{stated}");
    }
}

#[test]
fn options_called_the_same_are_warned_of() {
    let warned = |text: &str| {
        let checked = read(text, "seed.toml").unwrap_or_else(|problems| panic!("{problems}"));
        let warnings = checked.warnings.iter().map(|it| it.rule.clone());
        let alike = warnings.filter(|rule| matches!(rule, Rule::SameLabel(_)));
        alike.collect::<Vec<_>>()
    };
    let text = seed_shape();
    assert_eq!(warned(&text), []);
    let same = text.replace("no = \"Against\"", "no = \"For talks\"");
    assert_ne!(same, text);
    assert_eq!(warned(&same), [Rule::SameLabel("For talks".into())]);
}

#[test]
fn alike_figures_are_numbered() {
    let figure = "\n[[reported]]\npoll = \"council\"\nquantity = \"registered\"\npersons = 4_650\n";
    let named = figure.replace("poll", "id = \"council.registered\"\npoll");
    let head = template().split("\n[[reported]]").next().expect("text");
    let text = format!("{head}{figure}{figure}");
    let ids = |text: &str| -> Vec<String> {
        let checked = read(text, "alike.toml").expect("sound");
        checked
            .scenario
            .reported
            .iter()
            .map(|figure| figure.id.clone())
            .collect()
    };
    assert_eq!(ids(&text), ["council.registered", "council.registered-2"]);
    assert!(
        read(&format!("{head}{named}"), "dots.toml").is_err(),
        "an author's id has no dots"
    );
}

#[test]
fn variants_replace_what_they_name_and_nothing_else() {
    let scenario = scenario();
    let base = &scenario.assumptions;
    let variant = &scenario.variants[0];
    assert_eq!(
        (variant.id.as_str(), variant.overrides.len()),
        ("authorities", 6)
    );
    let of = &variant.assumptions;
    let changed: Vec<&str> = of
        .inputs
        .iter()
        .zip(&base.inputs)
        .filter(|(new, old)| new.law != old.law)
        .map(|(new, _)| new.path.as_str())
        .collect();
    assert_eq!(
        changed,
        [
            "groups.home.residents",
            "inputs.voting-age-share",
            "totals.residents.value",
            "polls.first.participation.home",
            "overlap.first-to-second.share",
            "events.rush.probability",
        ]
    );
    let paths = |of: &Assumptions| of.inputs.iter().map(|i| i.path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(of), paths(base), "same inputs, same dice");
    assert_eq!(
        of.totals[0].of, base.totals[0].of,
        "a bare value leaves the total's groups alone"
    );
}

#[test]
fn a_replaced_value_does_not_inherit_the_sources_of_what_it_replaces() {
    let of = &scenario().variants[0].assumptions;
    assert_eq!(
        input(of, "groups.home.residents").sources,
        [SourceId(0)],
        "the variant's"
    );
    assert_eq!(
        input(of, "polls.first.participation.home").sources,
        [SourceId(2)],
        "its own"
    );
    assert_eq!(input(of, "inputs.voting-age-share").sources, [SourceId(0)]);
    let set = [("groups.home.residents".to_string(), "40_000".to_string())];
    let checked = read_with(&seed_shape(), "seed-shape.toml", &set).expect("sound");
    assert!(
        input(&checked.scenario.assumptions, "groups.home.residents")
            .sources
            .is_empty()
    );
}

#[test]
fn set_changes_the_base_and_names_itself_in_problems() {
    let set = |path: &str, value: &str| {
        let sets = [(path.to_string(), value.to_string())];
        read_with(&seed_shape(), "seed-shape.toml", &sets)
    };
    let checked = set("polls.first.participation.home", "0.5").expect("sound");
    let home = input(
        &checked.scenario.assumptions,
        "polls.first.participation.home",
    );
    assert_eq!(home.law, Law::Fixed(0.5));
    let checked = set("reported.1.persons", "50_000").expect("sound");
    assert_eq!(
        checked.scenario.reported[0].figure,
        Figure::Count(Precision::Exact(50_000))
    );
    let checked = set("trials", "7").expect("sound");
    assert_eq!(checked.scenario.trials, 7);
    for (path, value) in [
        ("polls.frist.closes", "\"19:00\""),
        ("polls.first.closes", "19:00 o'clock"),
        ("polls.first.closing", "\"19:00\""),
        ("polls.first.participation.home", "1.5"),
        ("", "1"),
        ("polls..closes", "1"),
        ("reported.0.persons", "1"),
        ("reported.99.persons", "1"),
        ("title.x", "1"),
    ] {
        let problems = set(path, value).expect_err(path);
        let shown = problems.render(false);
        assert!(shown.contains(&format!("--set {path}")), "{shown}");
    }
}

#[test]
fn the_canonical_rendering_reads_back_as_the_same_scenario() {
    for text in [seed_shape(), template().to_string()] {
        let sets = [("trials".to_string(), "123".to_string())];
        let canonical = resolved(&text, &sets).expect("sound");
        assert_eq!(
            canonical,
            resolved(&canonical, &[]).expect("sound"),
            "a fixed point"
        );
        let before = read_with(&text, "x.toml", &sets).expect("sound").scenario;
        let after =
            read(&canonical, "x.toml").unwrap_or_else(|problems| panic!("{problems}\n{canonical}"));
        assert_eq!(
            before.assumptions.inputs.len(),
            after.scenario.assumptions.inputs.len()
        );
        assert_eq!(format!("{before:?}"), format!("{:?}", after.scenario));
    }
}

#[test]
fn what_is_set_keeps_to_itself_in_the_canonical_rendering() {
    // A value that was set has no source and no remark of what it replaces, neither before nor in the file.
    let mut tried = 0;
    let mut refused = Vec::new();
    for text in [seed_shape(), template().to_string()] {
        let of = read(&text, "x.toml").expect("sound").scenario.assumptions;
        let fixed = of.inputs.iter().map(|it| {
            let value = format!("{:?}", it.median());
            (it.path.clone(), value)
        });
        let mut sets: Vec<(String, String)> = fixed.collect();
        let sourced = sets.clone();
        let some = read(&text, "x.toml").expect("sound").scenario.sources[0]
            .id
            .clone();
        for (path, value) in sourced {
            sets.push((path.clone(), format!("{{ value = {value} }}")));
            sets.push((path, format!("{{ value = {value}, source = \"{some}\" }}")));
        }
        // Texts that may as well be tables, and a table of them.
        for (path, value) in [
            ("polls.first.excludes", "{ villages = \"far\" }"),
            ("polls.first.excludes.villages", "\"far\""),
            ("polls.second.excludes.home", "\"far\""),
        ] {
            if text.contains("polls.first") {
                sets.push((path.into(), value.into()));
            }
        }
        for set in sets {
            let Ok(checked) = read_with(&text, "x.toml", std::slice::from_ref(&set)) else {
                refused.push(set.0);
                continue;
            };
            let canonical = resolved(&text, std::slice::from_ref(&set)).expect("sound");
            let after = read(&canonical, "x.toml");
            let after = after.unwrap_or_else(|problems| panic!("{set:?} {problems}\n{canonical}"));
            let (before, after) = (checked.scenario, after.scenario);
            assert_eq!(
                format!("{before:?}"),
                format!("{after:?}"),
                "{set:?}\n{canonical}"
            );
            assert_eq!(
                canonical,
                resolved(&canonical, &[]).expect("sound"),
                "{set:?}"
            );
            tried += 1;
        }
    }
    assert!(tried > 130, "{tried}");
    // What is of the law of persons, or a point of a curve, cannot be set by itself.
    let by_itself = |path: &String| !path.contains(".arrivals.") && !path.ends_with("-pace");
    assert!(!refused.iter().any(by_itself), "{refused:?}");
}

#[test]
fn the_template_has_no_warning_and_a_variant() {
    let checked = read(template(), "new.toml").unwrap_or_else(|problems| panic!("{problems}"));
    assert!(checked.warnings.is_empty(), "{}", checked.warnings);
    assert_eq!(checked.scenario.variants.len(), 1);
    assert_eq!(checked.scenario.reported.len(), 3);
    let unsourced = checked
        .scenario
        .assumptions
        .inputs
        .iter()
        .filter(|i| !i.is_fixed() && i.sources.is_empty());
    assert_eq!(unsourced.count(), 0);
}

#[test]
fn every_example_of_the_reference_names_known_keys() {
    let page = format_page();
    assert!(page.contains("## group: `[groups.ID]`"));
    for key in [
        "`residents`",
        "`common-factor`",
        "`used-for-assumptions`",
        "`patience-pace`",
    ] {
        assert!(page.contains(key), "{key} is not on the page");
    }
}

/// Compares a committed file with what the program prints; `UPDATE_FORMAT=1` writes it.
fn is_fresh(path: &str, now: &str) {
    if std::env::var_os("UPDATE_FORMAT").is_some() {
        std::fs::write(path, now).expect("writable");
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == now,
        "{path} is out of date: run `UPDATE_FORMAT=1 cargo test --release --test scenario_reader`"
    );
}

#[test]
fn the_committed_schema_is_fresh() {
    let text = schema();
    let schema: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    references_resolve(&schema, &schema);
    is_fresh("scenarios/scenario.schema.json", &text);
}

/// An input that nothing uses is told, and its law is held against the unit it names.
#[test]
fn an_idle_input_is_held_against_its_own_unit() {
    let beta = "{ beta = { mean = 0.5, sd = 0.1 } }";
    for (unit, value, taken) in [
        ("unit = \"share\"", beta, true),
        ("", beta, true),
        ("unit = \"plain\"", beta, false),
        ("unit = \"persons\"", beta, false),
        ("unit = \"share\"", "{ uniform = [0, 2] }", false),
        ("unit = \"minutes\"", "{ uniform = [-1, 2] }", false),
        ("unit = \"plain\"", "{ uniform = [-1, 2] }", true),
    ] {
        let text = format!("{}\n[inputs.idle]\n{unit}\nvalue = {value}\n", template());
        match read(&text, "idle.toml") {
            Ok(checked) => {
                assert!(taken, "{unit} {value}");
                assert!(checked.warnings.render(false).contains("idle"));
            }
            Err(problems) => assert!(!taken, "{}", problems.render(false)),
        }
    }
}

/// Every `$ref` of a schema leads to a definition.
fn references_resolve(part: &serde_json::Value, whole: &serde_json::Value) {
    match part {
        serde_json::Value::Object(map) => {
            if let Some(reference) = map.get("$ref").and_then(|r| r.as_str()) {
                let pointer = reference.trim_start_matches('#');
                assert!(
                    whole.pointer(pointer).is_some_and(|d| d.is_object()),
                    "{reference}"
                );
            }
            map.values()
                .for_each(|value| references_resolve(value, whole));
        }
        serde_json::Value::Array(list) => list
            .iter()
            .for_each(|value| references_resolve(value, whole)),
        _ => {}
    }
}

#[test]
fn the_committed_reference_page_is_fresh() {
    is_fresh("docs/FORMAT.md", &format_page());
}

#[test]
fn what_a_problem_quotes_of_the_file_stays_on_its_line_and_drives_nothing() {
    let key = r#""a\u001f\u001b[31m\u009b2J\u202e\nerror: all is well""#;
    let texts = [
        format!("[groups.town]\nadults = 900\n\n[totals.{key}]\nof = [\"town\"]\nvalue = 900\n"),
        format!(
            "[groups.town]\nshare-of = {key}\n\n[totals.{key}]\nof = [\"town\", \"town\"]\nvalue = 9\n"
        ),
        format!("[inputs.{key}]\nvalue = 0.5\n\n[groups.town]\nadults = {{ input = \"b\" }}\n"),
        format!("[groups.{key}]\nadults = 9\n\n[variants.{key}]\n{key} = 3\n"),
        format!("[polls.{key}]\nopens = {key}\n[polls.{key}.participation]\n{key} = 2\n"),
        format!(
            "[polls.a.contests.b]\noptions = [{key}, {key}]\nsupport.{key} = {{ {key} = 2 }}\n"
        ),
        format!("[[reported]]\npoll = {key}\nquantity = {key}\nsource = {key}\n"),
        format!("{key} = 1\n"),
    ];
    for text in texts {
        let problems = read(&text, "odd.toml").expect_err("nothing of it is sound");
        let said = problems.render(false);
        let wild = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!said.contains(wild), "{said:?}");
        assert!(
            !said
                .lines()
                .any(|line| line.starts_with("error: all is well"))
        );
        let styled = problems.render(true);
        assert!(
            !styled.contains(['\u{1f}', '\u{9b}', '\u{202e}']),
            "{styled:?}"
        );
        assert!(!styled.contains("\u{1b}[31m\\u{9b}"), "{styled:?}");
    }
}
