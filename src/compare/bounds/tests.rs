use proptest::prelude::*;

use super::super::testing::{self, reported};
use super::*;
use crate::compare::{Claim, Standing, beyond, standing};
use crate::model::{
    Admission, Figure, Group, GroupSize, Input, InputId, Law, Precision, Support, Total, Unit,
};
use crate::stats::Binomial;

const ALL_DAY: Quantity = Quantity::BallotsCast { at: None };

#[test]
fn each_group_may_have_lost_a_millionth_by_rounding() {
    // Ten groups, together five millionths short of a hundred: all hundred may be there.
    assert_eq!(whole_sum(100.0 - 5e-6, 10), 100.0);
    // With so much missing nobody is made up.
    assert_eq!(whole_sum(100.0 - 5e-5, 10), 99.0);
    assert_eq!(whole_sum(100.0, 10), 100.0);
    assert_eq!(whole_sum(0.0, 0), 0.0);
}

/// Assumptions put together piece by piece.
#[derive(Clone, Debug, Default)]
struct Sketch {
    of: Assumptions,
}

impl Sketch {
    fn input(&mut self, path: &str, law: Law, support: Support) -> InputId {
        self.of.inputs.push(Input {
            path: path.to_owned(),
            label: path.to_owned(),
            unit: Unit::Plain,
            law,
            support,
            sources: Vec::new(),
            note: None,
        });
        InputId(self.of.inputs.len() - 1)
    }

    fn count(&mut self, path: &str, low: f64, high: f64) -> InputId {
        self.input(path, between(low, high), Support::NOT_NEGATIVE)
    }

    fn share(&mut self, path: &str, low: f64, high: f64) -> InputId {
        self.input(path, between(low, high), Support::SHARE)
    }

    fn group(&mut self, id: &str, size: GroupSize) -> GroupId {
        self.of.groups.push(Group {
            id: id.to_owned(),
            label: id.to_owned(),
            size,
            abroad: false,
            sources: Vec::new(),
        });
        GroupId(self.of.groups.len() - 1)
    }

    fn residents(&mut self, id: &str, low: f64, high: f64, voting_age_share: InputId) -> GroupId {
        let residents = self.count(&format!("groups.{id}.residents"), low, high);
        let size = GroupSize::Residents {
            residents,
            voting_age_share,
        };
        self.group(id, size)
    }

    fn adults(&mut self, id: &str, low: f64, high: f64) -> GroupId {
        let adults = self.count(&format!("groups.{id}.adults"), low, high);
        self.group(id, GroupSize::Adults(adults))
    }

    fn part(&mut self, id: &str, total: usize, weight: (f64, f64), share: InputId) -> GroupId {
        let weight = self.count(&format!("groups.{id}.weight"), weight.0, weight.1);
        let size = GroupSize::PartOf {
            total,
            weight,
            voting_age_share: share,
        };
        self.group(id, size)
    }

    fn total(&mut self, id: &str, of: &[GroupId], low: f64, high: f64) {
        let value = self.count(&format!("totals.{id}"), low, high);
        self.of.totals.push(Total {
            id: id.to_owned(),
            label: id.to_owned(),
            of: of.to_vec(),
            value,
        });
    }

    fn poll(&mut self, id: &str, admits: &[GroupId], roll: Roll) -> PollId {
        let mut poll = testing::assumptions().polls[0].clone();
        let participation = self.share(&format!("polls.{id}.participation"), 0.2, 0.4);
        id.clone_into(&mut poll.id);
        id.clone_into(&mut poll.label);
        poll.roll = roll;
        poll.admits = admits
            .iter()
            .map(|&group| Admission {
                group,
                participation,
            })
            .collect();
        self.of.polls.push(poll);
        PollId(self.of.polls.len() - 1)
    }

    fn overlap(&mut self, from: PollId, to: PollId, groups: &[GroupId], share: (f64, f64)) {
        let share = self.share("overlaps.share", share.0, share.1);
        let mut overlap = testing::assumptions().overlaps[0].clone();
        (overlap.from, overlap.to, overlap.share) = (from, to, share);
        overlap.groups = groups.to_vec();
        self.of.overlaps.push(overlap);
    }
}

fn between(low: f64, high: f64) -> Law {
    if low == high {
        Law::Fixed(low)
    } else {
        Law::Uniform { low, high }
    }
}

fn bound_of(of: &Assumptions, polls: &[PollId], quantity: Quantity) -> Bound {
    let figure = Figure::Count(Precision::Exact(0));
    figure_bound(of, &reported("it", polls.to_vec(), quantity, figure))
}

fn percent_of(base: Base) -> Quantity {
    Quantity::Turnout { of: base, at: None }
}

/// 27,000 residents, 79 % of voting age: 21,330 adults for 42,000 ballots.
#[test]
fn more_ballots_than_adults() {
    let mut it = Sketch::default();
    let age = it.share("inputs.voting-age-share", 0.74, 0.79);
    let home = it.residents("home", 14_000.0, 27_000.0, age);
    let poll = it.poll("rival", &[home], Roll::Eligible);
    let bound = bound_of(&it.of, &[poll], ALL_DAY);
    assert_eq!((bound.lowest, bound.highest), (Some(0.0), Some(21_330.0)));
    assert_eq!(
        bound.steps,
        [
            BoundStep::Group {
                label: "home".into(),
                residents: Some(27_000.0),
                share: Some(0.79),
                adults: 27_000.0 * 0.79,
                held_by_total: false,
            },
            BoundStep::Sum { persons: 21_330.0 },
        ]
    );
    let claim = Claim {
        lowest: Some(41_001.0),
        highest: Some(42_999.0),
        lowest_included: true,
        highest_included: true,
        printed: 42_000.0,
        percent: false,
    };
    assert_eq!(standing(0.5, beyond(&claim, &bound)), Standing::Impossible);
}

/// At most 82,500 residents together, 79 % of voting age, and 20,000 voters abroad: 85,175.
#[test]
fn a_total_holds_its_groups_together() {
    let mut it = Sketch::default();
    let age = it.share("inputs.voting-age-share", 0.74, 0.79);
    let south = it.residents("south", 15_000.0, 70_000.0, age);
    let north = it.residents("north", 10_000.0, 27_000.0, age);
    let abroad = it.adults("abroad", 5_000.0, 20_000.0);
    it.total("residents", &[south, north], 30_000.0, 82_500.0);
    let first = it.poll("first", &[south, abroad], Roll::Eligible);
    let second = it.poll("second", &[north], Roll::Eligible);
    let both = voters_bound(&it.of, &[first, second]);
    assert_eq!(both.highest, Some(85_175.0));
    // Fewest: 30,000 residents at 74 %, and 5,000; the fractions of two groups allowed for.
    assert_eq!(both.lowest, Some(30_000.0 * 0.74 + 5_000.0 - 2.0));
    assert_eq!(
        both.steps[0],
        BoundStep::Total {
            label: "residents".into(),
            residents: 82_500.0
        }
    );
    assert!(matches!(
        both.steps[2],
        BoundStep::Group {
            residents: Some(12_500.0),
            held_by_total: true,
            ..
        }
    ));
    // The first poll alone is not held: 70,000 and 10,000 fit into the total.
    let alone = bound_of(&it.of, &[first], ALL_DAY);
    assert_eq!(alone.highest, Some(70_000.0 * 0.79 + 20_000.0));
    // Nobody may vote in both; the polls together cannot have more ballots than voters.
    assert_eq!(double_bound(&it.of, &[first, second]), Some(0));
    let sum = bound_of(&it.of, &[first, second], ALL_DAY);
    assert_eq!(sum.highest, both.highest);
}

/// What an excluded group needs at least is not left for the others of its total.
#[test]
fn those_left_out_count_against_the_total() {
    let mut it = Sketch::default();
    let age = it.share("age", 1.0, 1.0);
    let voters = it.residents("voters", 0.0, 900.0, age);
    let others = it.residents("others", 300.0, 900.0, age);
    it.total("all", &[voters, others], 0.0, 1_000.0);
    let poll = it.poll("poll", &[voters], Roll::Eligible);
    assert_eq!(bound_of(&it.of, &[poll], ALL_DAY).highest, Some(700.0));
}

/// The total's residents go first where most of them are of voting age.
#[test]
fn the_most_favourable_division() {
    let mut it = Sketch::default();
    let (old, young) = (it.share("old", 0.8, 0.8), it.share("young", 0.5, 0.5));
    let a = it.residents("a", 10.0, 600.0, young);
    let b = it.residents("b", 10.0, 600.0, old);
    it.total("all", &[a, b], 0.0, 1_000.0);
    let poll = it.poll("poll", &[a, b], Roll::Eligible);
    // 600 x 0.8 + 400 x 0.5
    assert_eq!(bound_of(&it.of, &[poll], ALL_DAY).highest, Some(680.0));
}

/// Nested totals: 600 and 500 under 900 under 1,000 with a third of 300.
#[test]
fn totals_within_totals() {
    let mut it = Sketch::default();
    let age = it.share("age", 1.0, 1.0);
    let a = it.residents("a", 0.0, 600.0, age);
    let b = it.residents("b", 0.0, 500.0, age);
    let c = it.residents("c", 200.0, 300.0, age);
    it.total("inner", &[a, b], 0.0, 900.0);
    it.total("outer", &[a, b, c], 0.0, 1_000.0);
    let inner = it.poll("inner", &[a, b], Roll::Eligible);
    let all = it.poll("all", &[a, b, c], Roll::Eligible);
    assert_eq!(bound_of(&it.of, &[inner], ALL_DAY).highest, Some(800.0));
    assert_eq!(bound_of(&it.of, &[all], ALL_DAY).highest, Some(1_000.0));
}

/// The same with the outer total first, or two that are the same, or apart: each of them holds.
#[test]
fn every_total_that_crosses_no_other_holds() {
    let three = |totals: &[(&[usize], f64)]| {
        let mut it = Sketch::default();
        let age = it.share("age", 1.0, 1.0);
        let groups = ["a", "b", "c", "d"].map(|id| it.residents(id, 100.0, 500.0, age));
        for (at, (of, most)) in totals.iter().enumerate() {
            let of: Vec<GroupId> = of.iter().map(|&g| groups[g]).collect();
            it.total(&format!("t{at}"), &of, 0.0, *most);
        }
        let poll = it.poll("all", &groups, Roll::Eligible);
        bound_of(&it.of, &[poll], ALL_DAY).highest
    };
    assert_eq!(three(&[]), Some(2_000.0));
    // Outer then inner: a and b 300, c the rest of 700, d 500.
    assert_eq!(
        three(&[(&[0, 1, 2], 700.0), (&[0, 1], 300.0)]),
        Some(1_200.0)
    );
    assert_eq!(
        three(&[(&[0, 1], 300.0), (&[0, 1, 2], 700.0)]),
        Some(1_200.0)
    );
    // The same groups twice: the narrower counts, whichever comes first.
    assert_eq!(three(&[(&[0, 1], 700.0), (&[0, 1], 300.0)]), Some(1_300.0));
    assert_eq!(three(&[(&[0, 1], 300.0), (&[0, 1], 700.0)]), Some(1_300.0));
    // Apart: both.
    assert_eq!(three(&[(&[0, 1], 300.0), (&[2, 3], 400.0)]), Some(700.0));
    // Crossing: only the first.
    assert_eq!(three(&[(&[0, 1], 300.0), (&[1, 2], 250.0)]), Some(1_300.0));
    assert_eq!(three(&[(&[1, 2], 250.0), (&[0, 1], 300.0)]), Some(1_250.0));
}

/// Two ways on that together would take more than everybody are cut to half each.
#[test]
fn nobody_goes_on_twice() {
    let mut it = Sketch::default();
    let (a, b) = (it.adults("a", 0.0, 1_000.0), it.adults("b", 0.0, 10.0));
    let from = it.poll("from", &[a], Roll::Eligible);
    let to = it.poll("to", &[b], Roll::Eligible);
    it.overlap(from, to, &[a], (0.0, 0.8));
    it.overlap(from, to, &[a], (0.0, 0.8));
    let law = Binomial { n: 1_000, p: 0.5 };
    let most = (500..=1_000)
        .find(|&n| law.at_least(n + 1) <= 1e-12)
        .unwrap();
    assert_eq!(double_bound(&it.of, &[from, to]), Some(2 * most as i64));
    // 0.3 and 0.4 are no more than all: as they are.
    let mut it = Sketch::default();
    let a = it.adults("a", 0.0, 1_000.0);
    let (from, to) = (
        it.poll("from", &[a], Roll::Eligible),
        it.poll("to", &[], Roll::Eligible),
    );
    it.overlap(from, to, &[a], (0.0, 0.3));
    it.overlap(from, to, &[a], (0.0, 0.4));
    let most = |p| {
        let law = Binomial { n: 1_000, p };
        (1..=1_000).find(|&n| law.at_least(n + 1) <= 1e-12).unwrap() as i64
    };
    let sum = most(0.3) + most(0.4);
    assert_eq!(double_bound(&it.of, &[from, to]), Some(sum));
}

/// Parts of a total: between 1/4 and 3/5 of at most 1,000, weights 1 to 3 against 2 to 3.
#[test]
fn parts_of_a_total() {
    let mut it = Sketch::default();
    let age = it.share("age", 0.5, 0.5);
    let a = it.part("a", 0, (1.0, 3.0), age);
    let b = it.part("b", 0, (2.0, 3.0), age);
    it.total("all", &[a, b], 400.0, 1_000.0);
    let poll = it.poll("poll", &[a], Roll::Eligible);
    let both = it.poll("both", &[a, b], Roll::Eligible);
    assert_eq!(bound_of(&it.of, &[poll], ALL_DAY).highest, Some(300.0));
    assert_eq!(bound_of(&it.of, &[both], ALL_DAY).highest, Some(500.0));
    assert_eq!(voters_bound(&it.of, &[poll]).lowest, Some(50.0));
}

#[test]
fn an_open_end_leaves_no_bound_and_is_named() {
    let mut it = Sketch::default();
    let age = it.share("age", 0.7, 0.8);
    let a = it.residents("a", 100.0, 200.0, age);
    let law = Law::Lognormal {
        mean: 300.0,
        sd: 50.0,
    };
    let open = it.input("groups.b.residents", law, Support::NOT_NEGATIVE);
    let b = it.group(
        "b",
        GroupSize::Residents {
            residents: open,
            voting_age_share: age,
        },
    );
    let poll = it.poll("poll", &[a, b], Roll::Eligible);
    let bound = bound_of(&it.of, &[poll], ALL_DAY);
    assert_eq!(bound.highest, None);
    assert_eq!(bound.open, ["groups.b.residents"]);
    // Turnout of a perfect roll is at most 100 % all the same.
    let share = bound_of(&it.of, &[poll], percent_of(Base::Registered));
    assert_eq!((share.highest, share.open.len()), (Some(100.0), 0));
    // A total closes the end.
    it.total("all", &[a, b], 0.0, 1_000.0);
    let bound = bound_of(&it.of, &[poll], ALL_DAY);
    assert_eq!(bound.highest, Some(800.0));
    assert!(bound.open.is_empty());
}

/// What has no end is named: the share, where the residents have one.
#[test]
fn an_open_share_is_named() {
    let mut it = Sketch::default();
    let law = Law::Lognormal { mean: 0.5, sd: 0.1 };
    let age = it.input("age", law, Support::NOT_NEGATIVE);
    let a = it.residents("a", 100.0, 200.0, age);
    let poll = it.poll("poll", &[a], Roll::Eligible);
    let bound = bound_of(&it.of, &[poll], ALL_DAY);
    assert_eq!((bound.highest, bound.open), (None, vec!["age".to_owned()]));
}

#[test]
fn percentages_of_a_stated_roll() {
    let mut it = Sketch::default();
    let group = it.adults("a", 500.0, 900.0);
    let roll = it.count("polls.poll.registered", 600.0, 700.0);
    let poll = it.poll("poll", &[group], Roll::Stated(roll));
    let turnout = bound_of(&it.of, &[poll], percent_of(Base::Registered));
    assert_eq!(turnout.highest, Some(150.0));
    assert_eq!(
        turnout.steps.last(),
        Some(&BoundStep::Base {
            persons: 600.0,
            percent: 150.0
        })
    );
    for base in [Base::Eligible, Base::Ballots, Base::Valid] {
        assert_eq!(
            bound_of(&it.of, &[poll], percent_of(base)).highest,
            Some(100.0)
        );
    }
    let registered = bound_of(&it.of, &[poll], Quantity::Registered);
    assert_eq!(
        (registered.lowest, registered.highest),
        (Some(600.0), Some(700.0))
    );
    let abstentions = bound_of(&it.of, &[poll], Quantity::Abstentions);
    assert_eq!(
        (abstentions.lowest, abstentions.highest),
        (Some(-300.0), Some(700.0))
    );
}

#[test]
fn a_perfect_roll_is_its_adults() {
    let mut it = Sketch::default();
    let group = it.adults("a", 500.5, 900.7);
    let poll = it.poll("poll", &[group], Roll::Eligible);
    let registered = bound_of(&it.of, &[poll], Quantity::Registered);
    assert_eq!(
        (registered.lowest, registered.highest),
        (Some(500.0), Some(900.0))
    );
    let abstentions = bound_of(&it.of, &[poll], Quantity::Abstentions);
    assert_eq!(
        (abstentions.lowest, abstentions.highest),
        (Some(0.0), Some(900.0))
    );
}

/// 60,000 and 27,000 residents, at most 82,500 together: with all 27,000 there are 55,500 of the others, so
/// that 4,500 fewer of them go on to their poll, 5 % of the 79 % who are adults.
#[test]
fn the_terms_of_a_bound_come_to_its_sum() {
    let mut it = Sketch::default();
    let age = it.share("age", 0.79, 0.79);
    let a = it.residents("a", 0.0, 60_000.0, age);
    let b = it.residents("b", 0.0, 27_000.0, age);
    it.total("all", &[a, b], 0.0, 82_500.0);
    let from = it.poll("from", &[a], Roll::Eligible);
    let to = it.poll("to", &[b], Roll::Eligible);
    it.overlap(from, to, &[a], (0.05, 0.05));
    let bound = bound_of(&it.of, &[to], ALL_DAY);
    let terms: f64 = bound.steps.iter().map(persons_of).sum();
    let held = bound.steps.iter().find_map(|step| match step {
        BoundStep::Held { persons } => Some(*persons),
        _ => None,
    });
    let held = held.expect("not all fits under the total");
    // 4,500 x 79 % x 5 % are 178; chance adds less to fewer, too.
    assert!((177.0..250.0).contains(&held), "{held}");
    assert!((terms - held - bound.highest.unwrap()).abs() < 1e-6);
}

/// 1,000 voters of the one poll, at most 5 % of whom go on: 50, and 50 more by chance (the binomial law
/// has more than 100 with a probability of about 10^-11; see below).
#[test]
fn travellers_add_to_the_other_poll() {
    let mut it = Sketch::default();
    let (a, b) = (it.adults("a", 0.0, 1_000.0), it.adults("b", 0.0, 300.0));
    let from = it.poll("from", &[a], Roll::Eligible);
    let to = it.poll("to", &[b], Roll::Eligible);
    it.overlap(from, to, &[a], (0.0, 0.05));
    let most = double_bound(&it.of, &[from, to]).unwrap();
    let law = Binomial { n: 1_000, p: 0.05 };
    assert!(law.at_least(most as u64 + 1) <= 1e-12 && law.at_least(most as u64) > 1e-12);
    let bound = bound_of(&it.of, &[to], ALL_DAY);
    assert_eq!(bound.highest, Some(300.0 + most as f64));
    assert!(matches!(bound.steps[1], BoundStep::Overlap { persons, .. } if persons == 50.0));
    assert!(
        matches!(bound.steps[2], BoundStep::Chance { persons } if persons == most as f64 - 50.0)
    );
    assert_eq!(bound_of(&it.of, &[from], ALL_DAY).highest, Some(1_000.0));
    // Of a perfect roll of at least nobody, read as one.
    let turnout = bound_of(&it.of, &[to], percent_of(Base::Registered));
    assert_eq!(turnout.highest, Some(100.0 + 100.0 * most as f64));
    // Of a perfect roll of at least 200: half a percent for each traveller.
    let b = it.adults("more", 200.0, 300.0);
    let wide = it.poll("wide", &[b], Roll::Eligible);
    it.overlap(from, wide, &[a], (0.0, 0.05));
    let turnout = bound_of(&it.of, &[wide], percent_of(Base::Registered));
    assert_eq!(turnout.highest, Some(100.0 + 0.5 * most as f64));
    // One person is one voter.
    assert_eq!(voters_bound(&it.of, &[from, to]).highest, Some(1_300.0));
}

#[test]
fn all_may_go_on_when_the_share_is_one() {
    let mut it = Sketch::default();
    let a = it.adults("a", 10.0, 20.0);
    let b = it.adults("b", 10.0, 30.0);
    let from = it.poll("from", &[a], Roll::Eligible);
    let to = it.poll("to", &[b], Roll::Eligible);
    it.overlap(from, to, &[a], (0.5, 1.0));
    it.overlap(from, to, &[a], (0.5, 1.0));
    assert_eq!(
        double_bound(&it.of, &[from, to]).map(|n| n >= 20),
        Some(true)
    );
    let other = Sketch::default();
    assert_eq!(double_bound(&other.of, &[]), Some(0));
}

/// Everything random, small; and random values within the ranges.
fn world() -> impl Strategy<Value = Sketch> {
    let range = || (0.0..60.0f64, 0.0..60.0f64);
    let share = || (0.0..=1.0f64, 0.0..=1.0f64);
    (
        prop::collection::vec((range(), share(), any::<bool>(), 0..3usize), 1..5),
        range(),
        prop::bool::ANY,
        share(),
        any::<u32>(),
    )
        .prop_map(|(groups, total, use_total, goes, bits)| {
            let mut it = Sketch::default();
            let mut members: Vec<Vec<GroupId>> = vec![Vec::new(); 3];
            let mut ids = Vec::new();
            let sorted = |(a, b): (f64, f64)| if a < b { (a, b) } else { (b, a) };
            for (at, (heads, age, in_adults, side)) in groups.into_iter().enumerate() {
                let ((low, high), (young, old)) = (sorted(heads), sorted(age));
                let id = format!("g{at}");
                let group = if in_adults {
                    it.adults(&id, low, high)
                } else {
                    let age = it.share(&format!("age{at}"), young, old);
                    it.residents(&id, low, high, age)
                };
                ids.push(group);
                match side {
                    2 => members[0].push(group),
                    _ => members[side].push(group),
                }
                if side == 2 {
                    members[1].push(group);
                }
            }
            if use_total {
                // Wide enough to leave something.
                let cut = 1 + bits as usize % ids.len();
                let least: f64 = ids[..cut].iter().map(|g| heads_range(&it.of, *g).0).sum();
                let most: f64 = ids[..cut].iter().map(|g| heads_range(&it.of, *g).1).sum();
                let (low, high) = sorted((total.0 / 60.0, total.1 / 60.0));
                let span = most - least;
                it.total("t", &ids[..cut], least + low * span, least + high * span);
            }
            let first = it.poll("first", &members[0].clone(), Roll::Eligible);
            let second = it.poll("second", &members[1].clone(), Roll::Eligible);
            let (low, high) = sorted(goes);
            it.overlap(first, second, &members[0].clone(), (low, high));
            it
        })
}

fn heads_range(of: &Assumptions, group: GroupId) -> (f64, f64) {
    match of.groups[group.0].size {
        GroupSize::Residents { residents, .. } => range(of, residents),
        GroupSize::Adults(adults) => range(of, adults),
        GroupSize::PartOf { .. } => unreachable!(),
    }
}

/// Adults of every group with each input at the place in its range that `at` says; `None` when a total
/// does not allow it.
fn adults(of: &Assumptions, at: &[f64]) -> Option<Vec<f64>> {
    let value = |input: InputId| {
        let (low, high) = range(of, input);
        low + at[input.0 % at.len()] * (high - low)
    };
    for total in &of.totals {
        let sum: f64 = total
            .of
            .iter()
            .map(|group| match of.groups[group.0].size {
                GroupSize::Residents { residents, .. } => value(residents),
                GroupSize::Adults(adults) => value(adults),
                GroupSize::PartOf { .. } => unreachable!(),
            })
            .sum();
        let (low, high) = range(of, total.value);
        if sum < low || sum > high {
            return None;
        }
    }
    Some(
        of.groups
            .iter()
            .map(|group| match group.size {
                GroupSize::Residents {
                    residents,
                    voting_age_share,
                } => whole(value(residents) * value(voting_age_share)),
                GroupSize::Adults(adults) => whole(value(adults)),
                GroupSize::PartOf { .. } => unreachable!(),
            })
            .collect(),
    )
}

proptest! {
    /// No combination of values within the ranges, with everybody taking part, leaves the bounds.
    #[test]
    fn no_draw_leaves_the_bounds(
        it in world(),
        at in prop::collection::vec(prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0f64], 24),
        first_takes in 0.0..=1.0f64,
    ) {
        let of = &it.of;
        let (first, second) = (PollId(0), PollId(1));
        let Some(adults) = adults(of, &at) else { return Ok(()) };
        let groups = |poll: PollId| -> Vec<usize> {
            of.polls[poll.0].admits.iter().map(|a| a.group.0).collect()
        };
        let (mut cast, mut goes) = ([0.0, 0.0], 0.0);
        let share = range(of, of.overlaps[0].share).1;
        for (g, adults) in adults.iter().enumerate() {
            let (in_first, in_second) = (groups(first).contains(&g), groups(second).contains(&g));
            let to_first = match (in_first, in_second) {
                (true, true) => (adults * first_takes).floor(),
                (true, false) => *adults,
                _ => 0.0,
            };
            cast[0] += to_first;
            goes += share * to_first;
            if in_second {
                cast[1] += adults - to_first;
            }
        }
        cast[1] += goes.floor();
        for (poll, cast) in [(first, cast[0]), (second, cast[1])] {
            let most = bound_of(of, &[poll], ALL_DAY).highest.unwrap();
            prop_assert!(cast <= most, "{cast} of {most}");
            let voters = voters_bound(of, &[poll]);
            let there: f64 = groups(poll).iter().map(|&g| adults[g]).sum();
            prop_assert!(voters.lowest.unwrap() <= there && there <= voters.highest.unwrap());
            let turnout = 100.0 * cast / there.max(1.0);
            let most = bound_of(of, &[poll], percent_of(Base::Registered)).highest.unwrap();
            prop_assert!(turnout <= most * (1.0 + 1e-12), "{turnout} % of {most} %");
            let rest = bound_of(of, &[poll], Quantity::Abstentions);
            prop_assert!(rest.lowest.unwrap() <= there - cast);
            prop_assert!(there - cast <= rest.highest.unwrap());
        }
        let sum = bound_of(of, &[first, second], ALL_DAY).highest.unwrap();
        prop_assert!(cast[0] + cast[1] <= sum);
        prop_assert!(goes.floor() as i64 <= double_bound(of, &[first, second]).unwrap());
    }
}
