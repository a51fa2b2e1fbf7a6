//! The arithmetic of reports at its edges: the last figure that passes and the first that does not,
//! counted by hand.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions

mod common;

use common::reports::scenario;
use scrutineer::compare::Finding;
use scrutineer::compare::arithmetic::{Amount, Fact, Outcome, SlipKind, examine};
use scrutineer::model::{Base, Quantity};
use serde_json::{Value, json};

/// A poll with one contest between Yes and No.
fn poll(id: &str) -> Value {
    json!({ "id": id, "label": id, "contests": [{ "label": "Bridge", "options": ["Yes", "No"] }] })
}

/// A figure of the first poll.
fn figure(id: &str, quantity: &str, number: Value) -> Value {
    let mut it = json!({ "id": id, "polls": [0], "quantity": quantity });
    let precision = if number.is_array() {
        "rounded"
    } else {
        "exact"
    };
    it[precision] = number;
    it
}

fn with(mut it: Value, more: &[(&str, Value)]) -> Value {
    for (name, value) in more {
        it[*name] = value.clone();
    }
    it
}

/// As published at a stage.
fn at(stage: u64, it: Value) -> Value {
    with(
        it,
        &[
            ("stage", json!(format!("stage {stage}"))),
            ("order", json!(stage)),
        ],
    )
}

/// Votes for Yes (0) or No (1).
fn votes(id: &str, option: u64, exact: i64) -> Value {
    with(
        figure(id, "votes", json!(exact)),
        &[("contest", json!(0)), ("option", json!(option))],
    )
}

fn case(figures: &[Value]) -> Value {
    json!({ "case": "made-up", "polls": [poll("main"), poll("other")], "figures": figures })
}

fn all(check: &str, case: &Value) -> Vec<Finding> {
    let (mut found, _) = examine(&scenario(case));
    found.retain(|it| it.check == check);
    found
}

/// Grade and subject of what a check finds.
fn found(check: &str, case: &Value) -> Vec<String> {
    let told = |it: &Finding| format!("{}: {}", it.grade.word(), it.subject);
    all(check, case).iter().map(told).collect()
}

fn looks(check: &str, case: &Value) -> u64 {
    let (_, looks) = examine(&scenario(case));
    let of = looks.by_check.iter().find(|(name, ..)| *name == check);
    of.unwrap().1
}

const NOTHING: [&str; 0] = [];

#[test]
fn a_roll_of_another_stage_is_held_against_the_one_that_is_implied() {
    // 52,337 are 95.2 % of 54,947 to 55,004.
    let look = |roll: i64| {
        let of = case(&[
            at(1, figure("cast", "ballots", json!(52_337))),
            at(1, figure("share", "turnout", json!([95.2, 0.1]))),
            at(2, figure("roll", "registered", json!(roll))),
        ]);
        found("turnout-base", &of)
    };
    assert_eq!(look(54_946), ["note: cast, share"]);
    assert_eq!(look(54_947), NOTHING);
    assert_eq!(look(55_004), NOTHING);
    assert_eq!(look(55_005), ["note: cast, share"]);
}

#[test]
fn stages_without_a_roll_may_not_imply_rolls_that_lie_apart() {
    let look = |stages: [(u64, i64); 2], more: (&str, Value)| {
        let [one, other] = stages;
        let of = case(&[
            at(one.0, figure("a", "ballots", json!(one.1))),
            at(one.0, figure("a%", "turnout", json!([95.2, 0.1]))),
            with(
                at(other.0, figure("b", "ballots", json!(other.1))),
                std::slice::from_ref(&more),
            ),
            with(
                at(other.0, figure("b%", "turnout", json!([95.2, 0.1]))),
                &[more],
            ),
        ]);
        found("turnout-base", &of)
    };
    let same = || ("polls", json!([0]));
    // 52,391 / 0.9525 = 55,003.7 and 52,392 / 0.9525 = 55,004.7: the rolls begin at 55,004 and 55,005.
    assert_eq!(look([(1, 52_337), (2, 52_391)], same()), NOTHING);
    assert_eq!(look([(1, 52_337), (2, 52_392)], same()), ["note: a, b"]);
    assert_eq!(look([(2, 52_337), (1, 52_391)], same()), NOTHING);
    assert_eq!(look([(2, 52_337), (1, 52_392)], same()), ["note: b, a"]);
    // Another poll is another roll.
    assert_eq!(
        look([(1, 52_337), (2, 60_000)], ("polls", json!([1]))),
        NOTHING
    );
}

#[test]
fn printed_rolls_may_differ_by_one_in_a_hundred() {
    let look = |orders: [u64; 2], later: i64, polls: Value| {
        let of = case(&[
            at(orders[0], figure("a", "registered", json!(10_000))),
            with(
                at(orders[1], figure("b", "registered", json!(later))),
                &[("polls", polls)],
            ),
        ]);
        found("turnout-base", &of)
    };
    for (later, told) in [
        (9_900, false),
        (10_100, false),
        (9_899, true),
        (10_101, true),
    ] {
        let told: &[&str] = if told { &["note: a, b"] } else { &[] };
        assert_eq!(look([1, 2], later, json!([0])), told, "{later}");
    }
    // 20,000 first, then half of it; another poll; the same stage.
    assert_eq!(look([2, 1], 20_000, json!([0])), ["note: b, a"]);
    assert_eq!(look([1, 2], 20_000, json!([1])), NOTHING);
    assert_eq!(look([1, 1], 20_000, json!([0])), NOTHING);
}

#[test]
fn a_few_more_than_the_roll_are_a_note_and_many_are_not() {
    let check = "participants-le-eligible";
    let look = |roll_at: u64, ballots: i64| {
        let of = case(&[
            at(roll_at, figure("roll", "registered", json!(1_000))),
            at(1, figure("cast", "ballots", json!(ballots))),
        ]);
        found(check, &of)
    };
    assert_eq!(look(1, 1_000), NOTHING);
    assert_eq!(look(1, 1_001), ["note: cast, roll"]);
    assert_eq!(look(1, 1_010), ["note: cast, roll"]);
    assert_eq!(look(1, 1_011), ["hard: cast, roll"]);
    // A roll of another stage may be another roll.
    assert_eq!(look(2, 5_000), ["note: cast, roll"]);
    let percent = |number: Value| found(check, &case(&[figure("share", "turnout", number)]));
    assert_eq!(percent(json!([100, 0.1])), NOTHING);
    assert_eq!(percent(json!(100)), NOTHING);
    assert_eq!(percent(json!([100.1, 0.1])), ["hard: share"]);
}

#[test]
fn a_fall_of_more_than_one_in_a_thousand_is_hard() {
    let check = "stage-consistency";
    let look = |quantity: &str, later: i64| {
        let mut figures = vec![
            at(1, figure("a", quantity, json!(10_000))),
            at(2, figure("b", quantity, json!(later))),
            // The roll is no measure of a correction.
            at(1, figure("roll", "registered", json!(1_000_000))),
        ];
        if quantity == "votes" {
            for it in &mut figures[..2] {
                *it = with(it.take(), &[("contest", json!(0)), ("option", json!(0))]);
            }
        }
        if matches!(quantity, "valid" | "invalid") {
            for it in &mut figures[..2] {
                *it = with(it.take(), &[("contest", json!(0))]);
            }
        }
        found(check, &case(&figures))
    };
    for quantity in ["ballots", "votes", "valid"] {
        assert_eq!(look(quantity, 9_990), NOTHING, "{quantity}");
        assert_eq!(look(quantity, 9_989), ["hard: a, b"], "{quantity}");
        assert_eq!(look(quantity, 20_000), NOTHING, "{quantity}");
    }
    // Invalid papers may be found valid, and those who stayed away may turn out to have come.
    assert_eq!(look("invalid", 5_000), NOTHING);
    assert_eq!(look("abstentions", 5_000), NOTHING);
}

#[test]
fn of_several_falls_to_one_figure_the_deepest_is_told() {
    let stage = |n: u64, id: &str, count: i64| at(n, figure(id, "ballots", json!(count)));
    let look = |counts: [i64; 3]| {
        let ids = ["a", "b", "c"];
        let figures: Vec<Value> = (0..3)
            .map(|n| stage(n as u64 + 1, ids[n], counts[n]))
            .collect();
        found("stage-consistency", &case(&figures))
    };
    assert_eq!(look([10_000, 12_000, 9_000]), ["hard: b, c"]);
    assert_eq!(look([12_000, 12_001, 9_000]), ["hard: b, c"]);
    assert_eq!(look([12_000, 10_000, 9_000]), ["hard: a, b", "hard: a, c"]);
}

#[test]
fn what_is_not_of_one_line_of_publications_may_fall() {
    let check = "stage-consistency";
    let look = |one: &[(&str, Value)], other: &[(&str, Value)]| {
        let figures = [
            with(figure("a", "ballots", json!(10_000)), one),
            with(figure("b", "ballots", json!(5_000)), other),
        ];
        found(check, &case(&figures))
    };
    let stage = |n: u64| ("stage", json!(format!("{n}")));
    let order = |n: u64| ("order", json!(n));
    let hour = |at: &str| ("at", json!(at));
    let by = |who: &str| ("claimant", json!(who));
    assert_eq!(
        look(&[stage(1), order(1)], &[stage(2), order(2)]),
        ["hard: a, b"]
    );
    assert_eq!(look(&[order(1)], &[order(2)]), ["hard: a, b"]);
    // Another poll, another side, a stage against none, the same stage.
    let other = [stage(2), order(2), ("polls", json!([1]))];
    assert_eq!(look(&[stage(1), order(1)], &other), NOTHING);
    let (left, right) = (by("left"), by("right"));
    assert_eq!(
        look(&[stage(1), order(1), left], &[stage(2), order(2), right]),
        NOTHING
    );
    assert_eq!(look(&[order(1)], &[stage(2), order(2)]), NOTHING);
    assert_eq!(look(&[stage(1), order(1)], &[order(2)]), NOTHING);
    assert_eq!(look(&[stage(1), order(1)], &[stage(1), order(1)]), NOTHING);
    // Hours go before stages; a later hour at an earlier stage says nothing.
    let (two, four) = (hour("14:00"), hour("16:00"));
    assert_eq!(
        look(
            &[stage(1), order(1), two.clone()],
            &[stage(1), order(1), four.clone()]
        ),
        ["hard: a, b"]
    );
    assert_eq!(
        look(&[stage(1), order(1), two.clone()], &[stage(2), order(2)]),
        ["hard: a, b"]
    );
    assert_eq!(
        look(
            &[stage(2), order(2), two.clone()],
            &[stage(1), order(1), four.clone()]
        ),
        NOTHING
    );
    assert_eq!(
        look(&[stage(1), order(1), four], &[stage(2), order(2), two]),
        NOTHING
    );
}

#[test]
fn a_turnout_that_falls_is_told_once_and_by_its_weight() {
    let check = "stage-consistency";
    let share =
        |n: u64, id: &str, percent: f64| at(n, figure(id, "turnout", json!([percent, 0.1])));
    let look = |percent: f64| {
        found(
            check,
            &case(&[share(1, "a%", 60.2), share(2, "b%", percent)]),
        )
    };
    assert_eq!(look(60.2), NOTHING);
    assert_eq!(look(60.1), ["note: a%, b%"]);
    assert_eq!(look(60.3), NOTHING);
    // When the counts of the same stages say so, the percentages need not.
    let of = case(&[
        at(1, figure("a", "ballots", json!(602))),
        at(2, figure("b", "ballots", json!(500))),
        share(1, "a%", 60.2),
        share(2, "b%", 50.0),
    ]);
    assert_eq!(found(check, &of), ["hard: a, b"]);
    // The counts of other stages do not.
    let of = case(&[
        at(1, figure("a", "ballots", json!(602))),
        at(2, figure("b", "ballots", json!(500))),
        share(3, "c%", 60.2),
        share(4, "d%", 50.0),
    ]);
    assert_eq!(found(check, &of), ["hard: a, b", "note: c%, d%"]);
}

#[test]
fn votes_that_equal_the_ballots_are_told_where_some_were_invalid() {
    let look = |ballots: i64, invalid: i64| {
        let of = case(&[
            votes("yes", 0, 600),
            votes("no", 1, 400),
            figure("cast", "ballots", json!(ballots)),
            figure("invalid", "invalid", json!(invalid)),
        ]);
        (found("same-figure", &of), looks("same-figure", &of))
    };
    assert_eq!(look(1_000, 1), (vec!["note: yes, no, cast".into()], 1));
    assert_eq!(look(1_001, 1), (Vec::new(), 1));
    assert_eq!(look(1_000, 0), (Vec::new(), 0));
    // With a vote missing the sum says nothing.
    let part = case(&[
        votes("yes", 0, 600),
        figure("cast", "ballots", json!(600)),
        figure("invalid", "invalid", json!(3)),
    ]);
    assert_eq!(looks("same-figure", &part), 0);
}

#[test]
fn one_number_for_the_roll_and_the_ballots_is_told_from_a_thousand() {
    let look = |roll: i64, ballots: i64, poll: u64| {
        let of = case(&[
            at(1, figure("roll", "registered", json!(roll))),
            with(
                at(2, figure("cast", "ballots", json!(ballots))),
                &[("polls", json!([poll]))],
            ),
        ]);
        (found("label-ambiguity", &of), looks("label-ambiguity", &of))
    };
    let told = vec!["note: roll, cast".to_owned()];
    assert_eq!(look(1_000, 1_000, 0), (told, 1));
    assert_eq!(look(999, 999, 0), (Vec::new(), 1));
    assert_eq!(look(1_001, 1_000, 0), (Vec::new(), 1));
    assert_eq!(look(1_000, 1_000, 1), (Vec::new(), 0));
    // By an hour it is not yet the number of all who came.
    let early = case(&[
        figure("roll", "registered", json!(1_000)),
        with(
            figure("cast", "ballots", json!(1_000)),
            &[("at", json!("12:00"))],
        ),
    ]);
    assert_eq!(found("label-ambiguity", &early), NOTHING);
}

#[test]
fn parts_add_up_to_the_unit_and_ballots_nearly() {
    let check = "sum-identity";
    let of_votes = |valid: i64| {
        let of = case(&[
            votes("yes", 0, 60),
            votes("no", 1, 40),
            figure("valid", "valid", json!(valid)),
        ]);
        found(check, &of)
    };
    assert_eq!(of_votes(100), NOTHING);
    assert_eq!(of_votes(101), ["hard: yes, no, valid"]);
    assert_eq!(of_votes(99), ["hard: yes, no, valid"]);
    let of_ballots = |ballots: i64| {
        let of = case(&[
            figure("valid", "valid", json!(1_980)),
            figure("invalid", "invalid", json!(18)),
            figure("cast", "ballots", json!(ballots)),
        ]);
        found(check, &of)
    };
    assert_eq!(of_ballots(1_998), NOTHING);
    // One or two of two thousand may have been handed out and not come back; three may not.
    assert_eq!(of_ballots(1_999), ["note: valid, invalid, cast"]);
    assert_eq!(of_ballots(2_000), ["note: valid, invalid, cast"]);
    assert_eq!(of_ballots(2_001), ["hard: valid, invalid, cast"]);
    assert_eq!(of_ballots(1_997), ["hard: valid, invalid, cast"]);
    let of_roll = |roll: i64| {
        let of = case(&[
            figure("cast", "ballots", json!(5_000)),
            figure("away", "abstentions", json!(2_000)),
            figure("roll", "registered", json!(roll)),
        ]);
        found(check, &of)
    };
    assert_eq!(of_roll(7_000), NOTHING);
    assert_eq!(of_roll(7_001), ["hard: cast, away, roll"]);
    assert_eq!(of_roll(6_999), ["hard: cast, away, roll"]);
}

#[test]
fn parts_of_which_some_are_missing_may_not_exceed_the_whole() {
    let check = "sum-identity";
    let look = |yes: i64, more: &[Value]| {
        let figures = [&[votes("yes", 0, yes)][..], more].concat();
        found(check, &case(&figures))
    };
    let valid = figure("valid", "valid", json!(100));
    let cast = figure("cast", "ballots", json!(100));
    let invalid = figure("invalid", "invalid", json!(30));
    assert_eq!(look(100, std::slice::from_ref(&valid)), NOTHING);
    assert_eq!(look(101, &[valid]), ["hard: yes, valid"]);
    assert_eq!(look(100, std::slice::from_ref(&cast)), NOTHING);
    assert_eq!(look(101, std::slice::from_ref(&cast)), ["hard: yes, cast"]);
    let both = [cast.clone(), invalid];
    assert_eq!(look(70, &both), NOTHING);
    assert_eq!(look(71, &both), ["hard: yes, invalid, cast"]);
    // Valid votes alone, too.
    let alone = |valid: i64| {
        let of = case(&[figure("valid", "valid", json!(valid)), cast.clone()]);
        found(check, &of)
    };
    assert_eq!(alone(100), NOTHING);
    assert_eq!(alone(101), ["hard: valid, cast"]);
}

#[test]
fn of_several_papers_not_everybody_takes_each() {
    let look = |ballots: i64| {
        let mut of = case(&[
            with(
                figure("valid", "valid", json!(90)),
                &[("contest", json!(0))],
            ),
            with(
                figure("invalid", "invalid", json!(10)),
                &[("contest", json!(0))],
            ),
            figure("cast", "ballots", json!(ballots)),
        ]);
        let second = of["polls"][0]["contests"][0].clone();
        of["polls"][0]["contests"] = json!([second.clone(), second]);
        found("sum-identity", &of)
    };
    assert_eq!(look(100), NOTHING);
    assert_eq!(look(150), ["note: valid, invalid, cast"]);
    assert_eq!(look(99), ["assumptions: valid, invalid, cast"]);
}

#[test]
fn polls_add_up_to_their_joint_figure() {
    let look = |quantity: &str, joint: i64, precision: &[(&str, Value)]| {
        let polls = |n: Value| [("polls", n)];
        let of = case(&[
            figure("a", quantity, json!(400)),
            with(figure("b", quantity, json!(300)), &polls(json!([1]))),
            with(
                with(
                    figure("both", quantity, json!(joint)),
                    &polls(json!([0, 1])),
                ),
                precision,
            ),
        ]);
        found("sum-identity", &of)
    };
    for quantity in ["registered", "ballots", "abstentions"] {
        assert_eq!(look(quantity, 700, &[]), NOTHING);
        assert_eq!(look(quantity, 701, &[]), ["hard: a, b, both"]);
        assert_eq!(look(quantity, 699, &[]), ["hard: a, b, both"]);
        // Of another stage it need not.
        let stage = [("stage", json!("early"))];
        assert_eq!(look(quantity, 699, &stage), NOTHING);
    }
}

#[test]
fn a_threshold_is_told_within_a_tenth_of_the_base() {
    let look = |percent: f64, yes: i64| {
        let mut of = case(&[votes("yes", 0, yes), figure("valid", "valid", json!(1_000))]);
        of["thresholds"] = json!([{ "option": [0, 0], "percent": percent, "of": "valid" }]);
        let found = all("threshold", &of);
        assert!(found.len() <= 1);
        found.first().map(|it| match it.fact {
            Fact::Outcome(Outcome::Threshold {
                part, base, needed, ..
            }) => (part, base, needed),
            ref fact => panic!("{fact:?}"),
        })
    };
    assert_eq!(look(50.0, 600), Some((600, 1_000, 500)));
    assert_eq!(look(50.0, 601), None);
    assert_eq!(look(50.0, 400), Some((400, 1_000, 500)));
    assert_eq!(look(50.0, 399), None);
    // 333.3 votes are reached with 334.
    assert_eq!(look(33.33, 400), Some((400, 1_000, 334)));
    assert_eq!(look(33.3, 400), Some((400, 1_000, 333)));
}

#[test]
fn a_threshold_of_the_latest_publication_is_told() {
    let mut of = case(&[
        at(1, figure("early", "ballots", json!(480))),
        at(1, figure("names", "registered", json!(900))),
        at(2, figure("late", "ballots", json!(520))),
        at(2, figure("roll", "registered", json!(1_000))),
    ]);
    of["thresholds"] = json!([{ "percent": 50.0, "of": "registered" }]);
    assert_eq!(found("threshold", &of), ["note: late, roll"]);
    assert_eq!(looks("threshold", &of), 1);
}

#[test]
fn who_is_missing_matters_where_a_threshold_turns() {
    let look = |ballots: i64, of_base: &str, fewest: f64| {
        let mut of = case(&[
            figure("cast", "ballots", json!(ballots)),
            figure("roll", "registered", json!(1_000)),
            figure("valid", "valid", json!(1_000)),
        ]);
        of["groups"] =
            json!([{ "label": "Exiles", "adults": [fewest, 900.0], "excluded": "by law" }]);
        of["thresholds"] = json!([{ "percent": 50.0, "of": of_base }]);
        let found = all("exclusion-base", &of);
        assert!(found.len() <= 1);
        found.first().map(|it| match &it.fact {
            Fact::Outcome(Outcome::Excluded { fewest, missed, .. }) => {
                (it.grade.word(), *fewest, *missed)
            }
            fact => panic!("{fact:?}"),
        })
    };
    // Half of 1,000 and of 1,200.
    let turned = |part| Some(("assumptions", 200, Some((0, part, 1_200))));
    assert_eq!(look(500, "registered", 200.7), turned(500));
    assert_eq!(look(599, "registered", 200.7), turned(599));
    let note = Some(("note", 200, None));
    assert_eq!(look(600, "registered", 200.7), note);
    assert_eq!(look(499, "registered", 200.7), note);
    assert_eq!(look(550, "valid", 200.7), note);
    // Perhaps nobody.
    assert_eq!(look(550, "registered", 0.9), None);
}

#[test]
fn rivals_are_told_from_one_in_a_hundred() {
    let by = |who: &str, id: &str, number: Value| {
        with(figure(id, "ballots", number), &[("claimant", json!(who))])
    };
    let look = |figures: &[Value]| found("rival-claims", &case(figures));
    let one = || by("left", "a", json!(1_000));
    assert_eq!(look(&[one(), by("right", "b", json!(1_010))]), NOTHING);
    assert_eq!(
        look(&[one(), by("right", "b", json!(1_011))]),
        ["note: a, b"]
    );
    assert_eq!(
        look(&[by("right", "b", json!(1_011)), one()]),
        ["note: a, b"]
    );
    // One side alone, another stage, and a nameless figure are no rivals.
    assert_eq!(look(&[one(), by("left", "b", json!(2_000))]), NOTHING);
    assert_eq!(
        look(&[at(1, one()), at(2, by("right", "b", json!(2_000)))]),
        NOTHING
    );
    assert_eq!(
        look(&[one(), figure("b", "ballots", json!(2_000))]),
        NOTHING
    );
    // The widest bracket, with the others between.
    let four = [
        by("centre", "c", json!(1_500)),
        one(),
        by("right", "b", json!(2_000)),
        by("left", "d", json!(1_200)),
    ];
    let told = all("rival-claims", &case(&four));
    let [told] = &told[..] else {
        panic!("{told:?}");
    };
    let Fact::Outcome(Outcome::Rivals {
        lowest,
        highest,
        between,
    }) = &told.fact
    else {
        panic!("{told:?}");
    };
    assert_eq!((*lowest, *highest, &between[..]), (1, 2, &[3, 0][..]));
    assert_eq!(looks("rival-claims", &case(&four)), 1);
}

#[test]
fn percentages_without_any_count_are_told() {
    let share = |id: &str, option: u64, percent: f64| {
        with(
            figure(id, "share", json!([percent, 0.1])),
            &[("contest", json!(0)), ("option", json!(option))],
        )
    };
    let look = |more: &[Value]| {
        let of = case(&[&[share("yes", 0, 60.0), share("no", 1, 40.0)][..], more].concat());
        let found = all("counts-missing", &of);
        found.first().map(|it| match it.fact {
            Fact::Outcome(Outcome::CountsMissing { percentages, .. }) => percentages,
            ref fact => panic!("{fact:?}"),
        })
    };
    assert_eq!(look(&[]), Some(2));
    assert_eq!(look(&[figure("roll", "registered", json!(100))]), Some(2));
    assert_eq!(look(&[figure("t", "turnout", json!([50, 1]))]), Some(3));
    assert_eq!(look(&[figure("cast", "ballots", json!(100))]), None);
    // Turnout alone is no result.
    let turnout = case(&[figure("t", "turnout", json!([50, 1]))]);
    assert_eq!(found("counts-missing", &turnout), NOTHING);
    assert_eq!(looks("counts-missing", &turnout), 0);
}

#[test]
fn two_thirds_of_the_votes_may_be_less_than_half_of_the_roll() {
    let look = |yes: i64, no: i64, roll: i64| {
        let of = case(&[
            votes("yes", 0, yes),
            votes("no", 1, no),
            figure("roll", "registered", json!(roll)),
        ]);
        assert_eq!(looks("representativeness", &of), 1);
        found("representativeness", &of)
    };
    assert_eq!(look(200, 100, 401), ["note: yes, roll"]);
    assert_eq!(look(200, 100, 400), NOTHING);
    assert_eq!(look(199, 100, 401), NOTHING);
    assert_eq!(look(100, 200, 401), ["note: no, roll"]);
}

#[test]
fn more_papers_rejected_than_votes_between_the_first_two() {
    let look = |yes: i64, no: i64, invalid: i64| {
        let of = case(&[
            votes("yes", 0, yes),
            votes("no", 1, no),
            figure("invalid", "invalid", json!(invalid)),
        ]);
        found("rejected-vs-margin", &of)
    };
    assert_eq!(look(1_010, 1_000, 10), ["note: invalid, yes, no"]);
    assert_eq!(look(1_000, 1_010, 10), ["note: invalid, no, yes"]);
    assert_eq!(look(1_010, 1_000, 9), NOTHING);
}

#[test]
fn a_boycott_leaves_room_for_the_others() {
    // A quarter of the roll stays at home: 15 of 16 in a group of 1,000 among 2,750 others.
    let look = |take_part: f64, ballots: i64| {
        let mut of = case(&[
            figure("cast", "ballots", json!(ballots)),
            figure("roll", "registered", json!(1_000)),
        ]);
        of["groups"] = json!([
            { "label": "Away", "adults": [1_000.0, 5_000.0], "participation": [0.0, take_part] },
            { "label": "Here", "adults": [500.0, 2_750.0], "participation": [0.2, 0.9] },
        ]);
        (found("boycott-bound", &of), looks("boycott-bound", &of))
    };
    let told = vec!["assumptions: cast, roll".to_owned()];
    assert_eq!(look(0.0625, 750), (Vec::new(), 1));
    assert_eq!(look(0.0625, 751), (told.clone(), 1));
    // One in ten is a boycott, more is not.
    assert_eq!(look(0.1, 1_000), (told, 1));
    assert_eq!(look(0.11, 1_000), (Vec::new(), 0));
}

#[test]
fn a_count_made_beside_is_a_lower_bound() {
    let look = |found_beside: i64| {
        let mut of = case(&[
            at(1, votes("early", 0, 2_000)),
            at(2, votes("late", 0, 1_000)),
        ]);
        of["parallel"] = json!([{ "label": "Tally", "option": [0, 0], "votes": found_beside }]);
        all("parallel-count", &of).first().map(|it| match it.fact {
            Fact::Outcome(Outcome::MoreElsewhere { excess, .. }) => (it.grade.word(), excess),
            ref fact => panic!("{fact:?}"),
        })
    };
    assert_eq!(look(1_000), None);
    assert_eq!(look(1_001), Some(("assumptions", 1)));
    assert_eq!(look(2_500), Some(("assumptions", 1_500)));
}

#[test]
fn a_count_of_a_part_leaves_the_rest_to_make_up_the_difference() {
    let look = |figures: &[Value], seen: f64| {
        let mut of = case(figures);
        of["parallel"] =
            json!([{ "label": "Tally", "option": [0, 0], "percent": seen, "coverage": 50.0 }]);
        let found = all("parallel-count", &of);
        found.first().map(|it| match it.fact {
            Fact::Outcome(Outcome::RestNeeded {
                official,
                rest,
                impossible,
                ..
            }) => (
                it.grade.word(),
                official.as_f64(),
                rest.as_f64(),
                impossible,
            ),
            ref fact => panic!("{fact:?}"),
        })
    };
    // Half at 40 % and half at 60 % are 50 %: 20 points apart is not far, a little more is.
    let counts = [votes("yes", 0, 500), votes("no", 1, 500)];
    assert_eq!(look(&counts, 40.0), None);
    assert_eq!(look(&counts, 60.0), None);
    assert_eq!(look(&counts, 39.0), Some(("note", 50.0, 61.0, false)));
    assert_eq!(look(&counts, 61.0), Some(("note", 50.0, 39.0, false)));
    // By the printed share, when there are no counts.
    let share = with(
        figure("share", "share", json!([80.0, 0.1])),
        &[("contest", json!(0)), ("option", json!(0))],
    );
    let printed = [share];
    assert_eq!(look(&printed, 60.0), Some(("note", 80.0, 100.0, false)));
    assert_eq!(
        look(&printed, 59.0),
        Some(("assumptions", 80.0, 101.0, true))
    );
    assert_eq!(look(&[votes("yes", 0, 500)], 10.0), None);
}

#[test]
fn differences_that_matter_are_looked_at_for_round_numbers() {
    let of = case(&[
        figure("roll", "registered", json!(54_321)),
        figure("cast", "ballots", json!(44_321)),
        votes("yes", 0, 23_456),
        votes("no", 1, 19_456),
    ]);
    // 10,000 stayed away, 4,000 votes are between them; 1,409 papers were invalid.
    let told: Vec<(i128, i128)> = all("coincidence", &of)
        .iter()
        .map(|it| match it.fact {
            Fact::RoundNumber {
                value,
                multiple,
                looks,
                ..
            } => {
                assert_eq!(looks, 7);
                (value, multiple)
            }
            ref fact => panic!("{fact:?}"),
        })
        .collect();
    assert_eq!(told, [(10_000, 10_000), (4_000, 1_000)]);
}

#[test]
fn a_round_number_is_looked_for_from_a_thousand() {
    // Two options and no ballots: the margin is the one number looked at.
    let margin = |yes: i64| {
        looks(
            "coincidence",
            &case(&[votes("yes", 0, yes), votes("no", 1, 1_500)]),
        )
    };
    assert_eq!(margin(2_500), margin(2_499) + 1);
    assert_eq!(margin(2_500), margin(2_501));
}

/// A share of the votes, rounded to one decimal.
fn share(id: &str, option: u64, percent: f64) -> Value {
    with(
        figure(id, "share", json!([percent, 0.1])),
        &[("contest", json!(0)), ("option", json!(option))],
    )
}

#[test]
fn a_percentage_is_given_by_its_counts_or_it_is_said_why_not() {
    let check = "percent-vs-counts";
    let look = |percent: f64| {
        let of = case(&[
            figure("cast", "ballots", json!(2_000)),
            figure("roll", "registered", json!(3_000)),
            figure("share", "turnout", json!([percent, 0.1])),
        ]);
        let found = all(check, &of);
        assert!(found.len() <= 1);
        found
            .into_iter()
            .next()
            .map(|it| (it.grade.word(), it.fact))
    };
    // 66.67 %: 66.7, or 66.6 when it is cut off.
    assert_eq!(look(66.7), None);
    assert!(matches!(
        look(66.6),
        Some(("note", Fact::PercentCut { .. }))
    ));
    let Some((
        "hard",
        Fact::PercentMisfit {
            ratio,
            parts_needed,
            bases_needed,
            also_fits,
        },
    )) = look(66.5)
    else {
        panic!("{:?}", look(66.5));
    };
    // 66.45 % to below 66.55 % of 3,000; and 2,000 out of how many.
    assert_eq!(parts_needed, Some((1_994, 1_996)));
    assert_eq!(bases_needed, Some((3_006, 3_009)));
    assert_eq!(also_fits, [0; 0]);
    assert_eq!(ratio.gives.map(|it| it.as_f64()), Some(66.67));
    assert!(matches!(look(66.8), Some(("hard", _))));
}

#[test]
fn another_base_of_the_same_publication_explains_a_percentage() {
    let look = |percent: f64| {
        let of = case(&[
            votes("yes", 0, 600),
            votes("no", 1, 300),
            figure("invalid", "invalid", json!(100)),
            figure("cast", "ballots", json!(1_000)),
            figure("roll", "registered", json!(2_000)),
            share("share", 0, percent),
        ]);
        let found = all("percent-vs-counts", &of);
        found.into_iter().next().map(|it| match it.fact {
            Fact::PercentOtherBase { found, .. } => (it.grade.word(), format!("{found:?}")),
            Fact::PercentMisfit { .. } => (it.grade.word(), String::new()),
            fact => panic!("{fact:?}"),
        })
    };
    assert_eq!(look(66.7), None);
    assert_eq!(look(60.0), Some(("note", "Ballots".to_owned())));
    assert_eq!(look(30.0), Some(("note", "Registered".to_owned())));
    assert_eq!(look(45.0), Some(("hard", String::new())));
}

#[test]
fn the_turnout_of_valid_votes_is_a_turnout_of_the_roll() {
    let look = |percent: f64| {
        let of = case(&[
            figure("valid", "valid", json!(900)),
            figure("cast", "ballots", json!(1_000)),
            figure("roll", "registered", json!(2_000)),
            figure("share", "turnout", json!([percent, 0.1])),
        ]);
        let found = all("percent-vs-counts", &of);
        found.first().map(|it| it.grade.word())
    };
    assert_eq!(look(50.0), None);
    assert_eq!(look(45.0), Some("note"));
    // 900 of 1,000 ballots is no turnout.
    assert_eq!(look(90.0), Some("hard"));
}

#[test]
fn a_count_elsewhere_that_fits_is_named() {
    let of = case(&[
        at(1, figure("cast", "ballots", json!(2_000))),
        at(1, figure("roll", "registered", json!(3_000))),
        at(1, figure("share", "turnout", json!([66.5, 0.1]))),
        with(
            at(3, figure("elsewhere", "ballots", json!(1_995))),
            &[("polls", json!([1]))],
        ),
        with(
            at(3, figure("not", "ballots", json!(1_997))),
            &[("polls", json!([1]))],
        ),
    ]);
    let found = all("percent-vs-counts", &of);
    let [finding] = &found[..] else {
        panic!("{found:?}");
    };
    let Fact::PercentMisfit { also_fits, .. } = &finding.fact else {
        panic!("{finding:?}");
    };
    assert_eq!(*also_fits, [3]);
}

#[test]
fn some_whole_number_of_a_small_base_gives_the_percentage() {
    let look = |roll: i64, percent: f64| {
        let of = case(&[
            figure("roll", "registered", json!(roll)),
            figure("share", "turnout", json!([percent, 0.1])),
        ]);
        let check = "percent-vs-counts";
        (found(check, &of), looks(check, &of))
    };
    // Of 7 there are 14.3, 28.6, 42.9 ... percent.
    assert_eq!(look(7, 28.6), (Vec::new(), 1));
    assert_eq!(look(7, 28.7), (vec!["hard: share, roll".to_owned()], 1));
    // Of 1,000 and more every percentage with one decimal is some number.
    assert_eq!(look(999, 28.7).1, 1);
    assert_eq!(look(1_000, 28.7).1, 0);
}

#[test]
fn shares_add_up_to_a_hundred_within_a_grain_each() {
    let look = |yes: f64, no: f64| {
        let of = case(&[share("yes", 0, yes), share("no", 1, no)]);
        found("percent-vs-counts", &of)
    };
    assert_eq!(look(60.0, 40.2), NOTHING);
    assert_eq!(look(60.0, 39.8), NOTHING);
    assert_eq!(look(60.0, 40.3), ["hard: yes, no"]);
    assert_eq!(look(60.0, 39.7), ["hard: yes, no"]);
    // One option of two alone may be anything up to a hundred.
    let alone = |percent| found("percent-vs-counts", &case(&[share("yes", 0, percent)]));
    assert_eq!(alone(30.0), NOTHING);
    assert_eq!(alone(100.0), NOTHING);
    assert_eq!(alone(100.1), ["hard: yes"]);
}

#[test]
fn the_chance_of_a_count_that_follows_is_one_of_its_neighbours() {
    let of = case(&[
        figure("valid", "valid", json!(54_321)),
        votes("yes", 0, 32_647),
        share("yes-share", 0, 60.1),
    ]);
    let found = all("percent-first", &of);
    let [one] = &found[..] else {
        panic!("{found:?}")
    };
    let Fact::CountFromPercent { one_of, .. } = one.fact else {
        panic!("{one:?}")
    };
    // From 60.05 % to 60.15 % of 54,321: 32,620 to 32,674.
    assert_eq!((one_of, one.chance), (55, Some(1.0 / 55.0)));
}

#[test]
fn counts_that_follow_from_percentages_are_noted() {
    let look = |yes: i64, no: i64| {
        let of = case(&[votes("yes", 0, yes), votes("no", 1, no)]);
        let found = all("percent-first", &of);
        assert!(found.len() <= 1);
        found.into_iter().next().map(|it| match it.fact {
            Fact::GridCounts {
                counts,
                total,
                steps,
                at_most,
                ..
            } => {
                let percents = counts.iter().map(|(_, percent)| percent.as_f64());
                (
                    percents.collect::<Vec<_>>(),
                    total,
                    steps,
                    at_most,
                    it.chance,
                )
            }
            fact => panic!("{fact:?}"),
        })
    };
    // 60 % and 40 % of 54,321 are 32,592.6 and 21,728.4: one of 100 splits among 54,322, for two
    // halves of an odd number, rounded, are one too many.
    let whole = look(32_593, 21_728).expect("on the grid of whole percents");
    assert_eq!(
        whole,
        (vec![60.0, 40.0], 54_321, 100, false, Some(100.0 / 54_322.0))
    );
    // 60.1 % of 54,321 is 32,646.921: one of 1,000 splits, which is 1.8 %.
    let tenths = look(32_647, 21_674).expect("on the grid of tenths");
    assert_eq!((tenths.0, tenths.2), (vec![60.1, 39.9], 1_000));
    assert_eq!(look(32_600, 21_721), None);
    // Of 5,432 votes whole percents are one split in 54, which is 1.9 %; of 4,900 it is 2.1 %.
    assert!(look(3_259, 2_173).is_some());
    assert_eq!(look(2_940, 1_960), None);
}

#[test]
fn late_ballots_are_held_against_trusted_days() {
    let look = |by_then: i64| {
        let of = case(&[
            with(
                figure("noon", "ballots", json!(by_then)),
                &[("at", json!("14:00"))],
            ),
            figure("cast", "ballots", json!(100_000)),
        ]);
        let found = all("hourly-curve", &of);
        assert_eq!(looks("hourly-curve", &of), 1);
        found.into_iter().next().map(|it| match it.fact {
            Fact::Outcome(Outcome::LateSurge {
                left,
                after,
                reference,
                curve,
                ..
            }) => (left, after, reference, curve),
            fact => panic!("{fact:?}"),
        })
    };
    let (left, after, reference, curve) = look(1_000).expect("nearly all came late");
    // Half of the day from 8 to 20 is left.
    assert_eq!((left, after), (0.5, 0.99));
    // Of the trusted days the largest share after half of the hours is that of 8 April 2012 in South
    // Ossetia: from 32.9 of 71.26 at noon to all at eight, a quarter of the way by two o'clock.
    let by_noon: f64 = 32.9 / 71.26;
    let by_two = by_noon + (1.0 - by_noon) / 4.0;
    let catalonia: f64 = 1.0 - (34.6 + (68.3 - 34.6) * 1.5 / 5.0) / 82.0;
    let expected = catalonia.max(1.0 - by_two);
    assert!((reference - expected).abs() < 1e-12, "{curve} {reference}");
    // Half as much again.
    let edge = ((1.0 - 1.5 * expected) * 100_000.0) as i64;
    assert!(
        look(edge - 1).is_some() && look(edge + 1).is_none(),
        "{edge}"
    );
}

#[test]
fn a_grid_needs_ten_votes_a_step() {
    let look = |counts: [i64; 3]| {
        let mut of = case(&[
            votes("yes", 0, counts[0]),
            votes("no", 1, counts[1]),
            votes("blank", 2, counts[2]),
        ]);
        of["polls"][0]["contests"][0]["options"] = json!(["Yes", "No", "Blank"]);
        found("percent-first", &of)
    };
    assert_eq!(look([600, 300, 100]), ["note: yes, no, blank"]);
    assert_eq!(look([600, 301, 99]), NOTHING);
    // 60 %, 30 % and 10 % of 999, rounded.
    assert_eq!(look([599, 300, 100]), NOTHING);
}

#[test]
fn a_turnout_of_those_who_may_vote_may_fall() {
    let look = |base: Base| {
        let share =
            |n: u64, id: &str, percent: f64| at(n, figure(id, "turnout", json!([percent, 0.1])));
        let mut of = scenario(&case(&[share(1, "a%", 60.0), share(2, "b%", 50.0)]));
        for it in &mut of.reported {
            it.quantity = Quantity::Turnout { of: base, at: None };
        }
        let (mut found, _) = examine(&of);
        found.retain(|it| it.check == "stage-consistency");
        found.len()
    };
    assert_eq!(look(Base::Registered), 1);
    // How many may vote is an estimate, and may be corrected upwards.
    assert_eq!(look(Base::Eligible), 0);
}

/// The digits that slipped, and two numbers of the finding.
type Slips = (Vec<(usize, i128, SlipKind)>, usize, u64);

/// What each slip that is offered would change, how many sums that closes, and how many changes were tried.
fn slips(case: &Value) -> Vec<Slips> {
    let slip = |it: Finding| match it.fact {
        Fact::Slip {
            repairs,
            closes,
            tried,
        } => {
            let change = repairs.iter().map(|it| match it.repaired {
                Amount::Count(value) => (it.figure, value, it.kind),
                Amount::Percent(value) => (it.figure, i128::from(value.0), it.kind),
            });
            (change.collect(), closes, tried)
        }
        other => panic!("{other:?}"),
    };
    all("digit-slip", case).into_iter().map(slip).collect()
}

#[test]
fn every_digit_that_would_close_a_sum_is_offered() {
    // 30 and 30 are not 70. Of a number of two digits 8 + 9 others differ in one digit, and 03 and 07 are
    // no numbers.
    let of = case(&[
        votes("yes", 0, 30),
        votes("no", 1, 30),
        with(
            figure("valid", "valid", json!(70)),
            &[("contest", json!(0))],
        ),
    ]);
    let one = SlipKind::OneDigit;
    let all = vec![(0, 40, one), (1, 40, one), (2, 60, one)];
    assert_eq!(slips(&of), [(all, 1, 3 * 17)]);
}

#[test]
fn a_change_that_breaks_a_sum_that_holds_is_not_offered() {
    // 550 and 40 are not 690. 590 would do, but 690 of 1,200 are the 57.5 % that are printed.
    let valid = with(
        figure("valid", "valid", json!(550)),
        &[("contest", json!(0))],
    );
    let invalid = with(
        figure("invalid", "invalid", json!(40)),
        &[("contest", json!(0))],
    );
    let of = |turnout: f64| {
        let of = case(&[
            valid.clone(),
            invalid.clone(),
            figure("cast", "ballots", json!(690)),
            figure("roll", "registered", json!(1_200)),
            figure("turnout", "turnout", json!([turnout, 0.1])),
        ]);
        let all = slips(&of);
        let offered = all.iter().flat_map(|it| it.0.iter().map(|it| (it.0, it.1)));
        offered.collect::<Vec<_>>()
    };
    assert_eq!(of(57.5), [(0, 650)]);
    // Were it the 49.2 % of 590, that would be what closes both.
    assert_eq!(of(49.2), [(2, 590)]);
}

#[test]
fn a_turnout_is_of_the_roll_of_its_own_publication() {
    // 600 are half of the 1,200 printed with them, whatever roll stands elsewhere.
    let look = |turnout: f64| {
        found(
            "percent-vs-counts",
            &case(&[
                at(1, figure("cast", "ballots", json!(600))),
                at(1, figure("turnout", "turnout", json!([turnout, 0.1]))),
                at(1, figure("roll", "registered", json!(1_200))),
                figure("other", "registered", json!(1_000)),
            ]),
        )
    };
    assert_eq!(look(50.0), NOTHING);
    assert_eq!(look(60.0).len(), 1);
    // Nor is it of a roll that somebody else prints.
    let look = |of: &str| {
        let by = |who: &str, it: Value| with(it, &[("claimant", json!(who))]);
        let figures = [
            by("commission", at(1, figure("cast", "ballots", json!(600)))),
            by(
                "commission",
                at(1, figure("turnout", "turnout", json!([50.0, 0.1]))),
            ),
            by(of, figure("roll", "registered", json!(1_000))),
        ];
        found("percent-vs-counts", &case(&figures))
    };
    assert_eq!(look("commission").len(), 1);
    assert_eq!(look("observers"), NOTHING);
}

#[test]
fn one_change_is_offered_once_whatever_it_is_called() {
    // 5,100 may be 5,000 by a digit, or since the 100 others were counted in: one and the same change.
    let of = case(&[
        votes("yes", 0, 5_100),
        votes("no", 1, 100),
        with(
            figure("valid", "valid", json!(5_100)),
            &[("contest", json!(0))],
        ),
    ]);
    let found = slips(&of);
    assert_eq!(found.len(), 1);
    let one = SlipKind::OneDigit;
    assert_eq!(found[0].0, [(0, 5_000, one), (2, 5_200, one)]);
    // 5,160 with 160 others: no digit will do for the first.
    let of = case(&[
        votes("yes", 0, 5_160),
        votes("no", 1, 160),
        with(
            figure("valid", "valid", json!(5_160)),
            &[("contest", json!(0))],
        ),
    ]);
    assert_eq!(slips(&of)[0].0, [(0, 5_000, SlipKind::TotalAsPart)]);
}

#[test]
fn a_wholly_other_number_is_offered_where_it_closes_two_sums() {
    // Valid votes are the whole of one sum and a part of the other; both need 960. Tried are the changes
    // of the sum that has more of them: 26 of 500, 28 of 460 and 28 of 317; or 17 of 40 and 35 of 1,000.
    let sums = |yes, no, valid, invalid, cast| {
        case(&[
            votes("yes", 0, yes),
            votes("no", 1, no),
            with(
                figure("valid", "valid", json!(valid)),
                &[("contest", json!(0))],
            ),
            with(
                figure("invalid", "invalid", json!(invalid)),
                &[("contest", json!(0))],
            ),
            figure("cast", "ballots", json!(cast)),
        ])
    };
    let other = SlipKind::Replaced;
    assert_eq!(
        slips(&sums(500, 460, 317, 40, 1_000)),
        [(vec![(2, 960, other)], 2, 82)]
    );
    // 36, 38 and 28 in one; 28, 37 and 46 in the other.
    let wide = sums(5_500, 5_460, 317, 1_040, 12_000);
    assert_eq!(slips(&wide), [(vec![(2, 10_960, other)], 2, 111)]);
    // A digit is preferred: 950 for 960. That 460 may be 450 would break the sum that holds.
    let digit = (vec![(2, 960, SlipKind::OneDigit)], 2, 82);
    assert_eq!(slips(&sums(500, 460, 950, 40, 1_000)), [digit]);
    // One sum alone is closed by any number, so that none is offered.
    let alone = case(&[
        votes("yes", 0, 500),
        votes("no", 1, 460),
        with(
            figure("valid", "valid", json!(317)),
            &[("contest", json!(0))],
        ),
    ]);
    assert!(slips(&alone).is_empty());
}

#[test]
fn of_two_printings_the_one_that_closes_is_told() {
    let printed = |other: i64| {
        case(&[
            votes("yes", 0, 500),
            votes("again", 0, other),
            votes("no", 1, 460),
            with(
                figure("valid", "valid", json!(960)),
                &[("contest", json!(0))],
            ),
        ])
    };
    let closing = |kind| vec![(vec![(1, 500, kind)], 1, 0)];
    let other = SlipKind::OtherPrinting(0);
    // One digit, the total in place of the part, and something else.
    assert_eq!(slips(&printed(590)), closing(other));
    assert_eq!(slips(&printed(960)), closing(other));
    assert!(slips(&printed(777)).is_empty());
    assert!(slips(&printed(500)).is_empty());
    // The same of the second option.
    let of = case(&[
        votes("yes", 0, 540),
        votes("no", 1, 460),
        votes("again", 1, 1_000),
        with(
            figure("valid", "valid", json!(1_000)),
            &[("contest", json!(0))],
        ),
    ]);
    let other = SlipKind::OtherPrinting(1);
    assert_eq!(slips(&of), [(vec![(2, 460, other)], 1, 0)]);
}

#[test]
fn rolls_are_added_up_where_ballots_and_percentages_are_printed_together() {
    // 500 are 50 % of 1,000 and 300 are 30 % of 1,000; of both together 800 would be 40 % of 2,000.
    let of = |joint: Value, percent: f64| {
        let second = |it: Value| with(it, &[("polls", json!([1]))]);
        let both = |it: Value| with(it, &[("polls", json!([0, 1]))]);
        case(&[
            figure("a", "ballots", json!(500)),
            figure("a%", "turnout", json!([50.0, 0.1])),
            second(figure("b", "ballots", json!(300))),
            second(figure("b%", "turnout", json!([30.0, 0.1]))),
            both(joint),
            both(figure("all%", "turnout", json!([percent, 0.1]))),
        ])
    };
    assert_eq!(
        looks(
            "digit-slip",
            &of(figure("all", "ballots", json!(800)), 40.0)
        ),
        0
    );
    // 800 would be 4 % of 20,000: the rolls do not add up, and 40 is not one digit away from 4.
    assert!(looks("digit-slip", &of(figure("all", "ballots", json!(800)), 4.0)) > 0);
    // A joint roll has no ballots to be held against.
    assert_eq!(
        looks(
            "digit-slip",
            &of(figure("all", "registered", json!(9_000)), 40.0)
        ),
        0
    );
}
