//! The checks at their edges: one more than there is room for, and not one less.

use super::{CHECKS, DIGIT_SLIP, Fact, HISTORY, REGISTER_FROZEN, REGISTER_VS_POPULATION, examine};
use crate::compare::testing::{assumptions, reported, scenario};
use crate::compare::{Finding, Grade};
use crate::model::{
    Base, ContextFigure, ContextKind, Figure, PollId, Precision, Quantity, Reported, Scenario,
};
use crate::units::{MicroPercent, SimTime};

const NORTH: usize = 0;
const SOUTH: usize = 1;

fn count(id: &str, poll: usize, quantity: Quantity, exact: i64) -> Reported {
    let figure = Figure::Count(Precision::Exact(exact));
    reported(id, vec![PollId(poll)], quantity, figure)
}

fn ballots(id: &str, poll: usize, exact: i64) -> Reported {
    count(id, poll, Quantity::BallotsCast { at: None }, exact)
}

fn other(id: &str, kind: ContextKind, poll: usize, persons: i64) -> ContextFigure {
    ContextFigure {
        id: id.to_owned(),
        label: id.to_owned(),
        kind,
        polls: vec![PollId(poll)],
        persons,
        sources: Vec::new(),
    }
}

/// Findings of a check on the hand-made assumptions: 500 adults in the north, 200 to 400 in the south.
fn findings(check: &str, figures: Vec<Reported>, context: Vec<ContextFigure>) -> Vec<Finding> {
    let scenario = Scenario {
        context,
        ..scenario(assumptions(), figures)
    };
    let (mut found, _) = examine(&scenario);
    found.retain(|it| it.check == check);
    found
}

#[test]
fn two_polls_may_claim_everybody_there_is_and_not_one_more() {
    let look = |south| {
        let figures = vec![ballots("n", NORTH, 500), ballots("s", SOUTH, south)];
        findings("joint-feasibility", figures, Vec::new())
    };
    assert!(look(400).is_empty());
    let above = look(401);
    assert_eq!(above.len(), 1);
    let Fact::JointAbove {
        claimed,
        persons,
        sets,
        of,
        ..
    } = &above[0].fact
    else {
        panic!("{above:?}");
    };
    assert_eq!((*claimed, *persons, *sets, *of), (901, 900, 1, 1));
}

#[test]
fn half_as_many_again_as_the_middle_poll_before_rests_on_assumptions() {
    let look = |others: &[i64]| {
        let others = others.iter().enumerate();
        let mut context: Vec<ContextFigure> = others
            .map(|(at, &persons)| other(&at.to_string(), ContextKind::OtherPoll, NORTH, persons))
            .collect();
        // None of these can be compared: a roll, a poll of elsewhere, a poll of nobody.
        context.push(other("roll", ContextKind::OtherRoll, NORTH, 10));
        context.push(other("elsewhere", ContextKind::OtherPoll, SOUTH, 10));
        context.push(other("nobody", ContextKind::OtherPoll, NORTH, 0));
        let found = findings(HISTORY, vec![ballots("n", NORTH, 300)], context);
        assert!(found.len() <= 1);
        found.into_iter().next().map(|it| match it.fact {
            Fact::History { others, .. } => (it.grade, others),
            fact => panic!("{fact:?}"),
        })
    };
    assert_eq!(look(&[]), None);
    // 300 are just 1.5 times 200, and less than that of 201.
    assert_eq!(look(&[201]), None);
    assert_eq!(look(&[200]), Some((Grade::Assumptions, vec![(0, 1.5)])));
    // Of two, the larger is the middle; of three, the second.
    let two = look(&[100, 201]).unwrap();
    assert_eq!(two, (Grade::Note, vec![(1, 300.0 / 201.0), (0, 3.0)]));
    let grade = |others: &[i64]| look(others).map(|it| it.0);
    assert_eq!(grade(&[100, 201, 200]), Some(Grade::Assumptions));
    assert_eq!(grade(&[100, 201, 300]), Some(Grade::Note));
}

#[test]
fn a_roll_within_one_in_a_thousand_of_an_old_one_is_frozen() {
    let look = |old: i64| {
        let roll = count("roll", NORTH, Quantity::Registered, 1_000);
        let context = vec![other("old", ContextKind::OtherRoll, NORTH, old)];
        findings(REGISTER_FROZEN, vec![roll], context)
    };
    assert!(look(1_002).is_empty() && look(999).is_empty());
    let near = look(1_001);
    assert_eq!(near.len(), 1);
    assert!(
        matches!(
            near[0].fact,
            Fact::RollFrozen {
                context: 0,
                apart: -1,
                ..
            }
        ),
        "{near:?}"
    );
}

#[test]
fn a_roll_is_held_against_the_most_and_the_middle_of_the_people() {
    let look = |names: i64| {
        let roll = count("roll", SOUTH, Quantity::Registered, names);
        let found = findings(REGISTER_VS_POPULATION, vec![roll], Vec::new());
        assert!(found.len() <= 1);
        found.first().map(|it| it.grade)
    };
    assert_eq!((look(300), look(301)), (None, Some(Grade::Note)));
    assert_eq!(
        (look(400), look(401)),
        (Some(Grade::Note), Some(Grade::Assumptions))
    );
}

#[test]
fn each_pair_of_hours_is_looked_at_by_its_own_name() {
    let at = Some(SimTime::from_hm(14, 0));
    let hour = |id: &str, poll, exact| count(id, poll, Quantity::BallotsCast { at }, exact);
    let found = findings(
        "stage-consistency",
        vec![
            hour("n14", NORTH, 300),
            ballots("n", NORTH, 200),
            hour("s14", SOUTH, 150),
            ballots("s", SOUTH, 100),
        ],
        Vec::new(),
    );
    let subjects: Vec<&str> = found.iter().map(|it| &it.subject[..]).collect();
    assert_eq!(subjects, ["n14, n", "s14, s"]);
}

#[test]
fn of_all_checks_only_a_slip_of_the_pen_explains_a_gap() {
    let figures = vec![ballots("n", NORTH, 500), ballots("s", SOUTH, 401)];
    let any = findings("joint-feasibility", figures, Vec::new()).remove(0);
    let explains = |check: &'static str| {
        let finding = Finding {
            check,
            ..any.clone()
        };
        finding.explains_a_gap()
    };
    let those: Vec<&str> = CHECKS.into_iter().filter(|it| explains(it)).collect();
    assert_eq!(those, [DIGIT_SLIP]);
}

#[test]
fn a_round_number_is_as_rare_as_the_largest_multiple_it_is() {
    let look = |exact| {
        let found = findings("coincidence", vec![ballots("n", NORTH, exact)], Vec::new());
        let found = found.iter().map(|it| match it.fact {
            Fact::RoundNumber {
                value, multiple, ..
            } => (value, multiple, it.chance),
            ref fact => panic!("{fact:?}"),
        });
        found.collect::<Vec<_>>()
    };
    assert_eq!(look(12_345), []);
    assert_eq!(look(12_300), [(12_300, 100, Some(0.01))]);
    assert_eq!(look(25_000), [(25_000, 5_000, Some(0.0002))]);
    // Too small to be round.
    assert_eq!(look(900), []);
}

#[test]
fn a_share_of_the_ballots_is_held_against_valid_and_invalid_ones() {
    let contest = 0;
    let look = |percent: i64| {
        let share = Quantity::VotePercent {
            contest,
            option: 0,
            of: Base::Ballots,
        };
        let rounded = Precision::Rounded {
            value: MicroPercent(percent * MicroPercent::ONE),
            to: MicroPercent(MicroPercent::ONE),
        };
        let figures = vec![
            count("yes", NORTH, Quantity::Votes { contest, option: 0 }, 60),
            count("valid", NORTH, Quantity::Valid { contest }, 100),
            count("invalid", NORTH, Quantity::Invalid { contest }, 20),
            reported(
                "share",
                vec![PollId(NORTH)],
                share,
                Figure::Percent(rounded),
            ),
        ];
        findings("percent-vs-counts", figures, Vec::new()).len()
    };
    // 60 of 120, not 60 of 100.
    assert_eq!((look(50), look(49), look(60)), (0, 1, 1));
}

#[test]
fn booths_take_one_voter_a_minute_each_and_nobody_is_visited_at_home() {
    let found = findings("throughput", vec![ballots("n", NORTH, 9_000)], Vec::new());
    let Fact::Throughput {
        capacity, stations, ..
    } = found[0].fact
    else {
        panic!("{found:?}");
    };
    // Two stations of three booths, twelve hours; at the close each booth may still have one.
    assert_eq!(stations, 2);
    assert!((4_320..=4_326).contains(&capacity), "{capacity}");
}

#[test]
fn turnouts_that_fall_are_found_in_each_poll() {
    let turnout = |id: &str, poll, at: Option<SimTime>, percent: f64| {
        let of = Base::Registered;
        let figure = Precision::Exact(MicroPercent::from_f64(percent).unwrap());
        let quantity = Quantity::Turnout { of, at };
        reported(id, vec![PollId(poll)], quantity, Figure::Percent(figure))
    };
    let two = Some(SimTime::from_hm(14, 0));
    let found = findings(
        "stage-consistency",
        vec![
            turnout("n14", NORTH, two, 60.0),
            turnout("n", NORTH, None, 50.0),
            turnout("s14", SOUTH, two, 40.0),
            turnout("s", SOUTH, None, 30.0),
        ],
        Vec::new(),
    );
    let subjects: Vec<&str> = found.iter().map(|it| &it.subject[..]).collect();
    assert_eq!(subjects, ["n14, n", "s14, s"]);
    assert!(found.iter().all(|it| it.grade == Grade::Assumptions));
}
