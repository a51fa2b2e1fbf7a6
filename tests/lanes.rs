//! Two lanes, one law: the station lane counts what the agenda counts, bit for bit.

mod support;

use scrutineer::engine::{self, EngineError, Freeze, Lane, PollingDay, Prepared, Tally, Workspace};
use scrutineer::model::{Assumptions, Law};
use scrutineer::random::Seed;
use scrutineer::units::SimTime;
use support::{Range, scenario};

fn play(a: &Assumptions, lane: Lane, workspace: &mut Workspace) -> Tally {
    let prepared = Prepared::with_lane(a, lane).expect("the lane can play it");
    let day = PollingDay::draw(&prepared, a, Seed(4), 9, Freeze::No).expect("sound");
    engine::run(&prepared, a, &day, workspace)
}

/// Days of the first so many scenarios on which both lanes must agree, and how often what happened.
fn both_lanes(scenarios: u64) -> [u64; 8] {
    let mut seen = [0u64; 8];
    let (mut one, mut other) = (Workspace::default(), Workspace::default());
    for seed in 0..scenarios {
        let range = Range {
            calendar: false,
            ..Range::EVERYTHING
        };
        let mut a = scenario(seed, range);
        a.overlaps.retain(|overlap| overlap.from < overlap.to); // no circles
        let fast = play(&a, Lane::Station, &mut one);
        assert_eq!(fast, play(&a, Lane::Agenda, &mut other), "scenario {seed}");
        let contests = a.polls.iter().flat_map(|poll| &poll.contests);
        seen[7] += contests.filter(|it| it.overdispersion.is_some()).count() as u64;
        for poll in &fast.polls {
            let counts = [
                poll.ballots_cast,
                poll.turned_away,
                poll.gave_up,
                poll.out_of_papers,
                poll.unserved,
                poll.ballots_by_travellers,
                poll.waiting_at_close,
            ];
            for (sum, count) in seen.iter_mut().zip(counts) {
                *sum += count;
            }
        }
    }
    seen
}

#[test]
fn station_lane_and_agenda_agree_bit_for_bit() {
    let seen = both_lanes(2_500);
    assert!(
        seen.iter().all(|&n| n > 2_000),
        "the scenarios use every rule: {seen:?}"
    );
}

/// The first of them and of the plain ones alone, so that a mistake is seen at once.
#[test]
fn the_first_days_agree_bit_for_bit() {
    let (all, plain) = (both_lanes(60), plain_days(60));
    assert!(all.iter().all(|&n| n > 0), "{all:?}");
    assert!(plain.iter().all(|&n| n > 0), "{plain:?}");
}

/// Days on which nothing but a queue happens, which the station lane walks along in rows; some as short
/// as a few milliseconds, so that many arrive at one moment.
fn plain_days(scenarios: u64) -> [u64; 4] {
    let mut seen = [0u64; 4];
    let (mut one, mut other) = (Workspace::default(), Workspace::default());
    for seed in 0..scenarios {
        let range = Range {
            calendar: false,
            overlaps: false,
            ..Range::EVERYTHING
        };
        let mut a = scenario(seed, range);
        a.disturbances.clear();
        let span = [12 * SimTime::HOUR, SimTime::HOUR, 1_000, 20][seed as usize % 4];
        for poll in &mut a.polls {
            poll.queue_may_vote = true;
            poll.closes = SimTime(poll.opens.0 + span);
            for set in &mut poll.stations {
                set.mobile = None;
                set.ballot_papers = None;
                set.turn_back_at = None;
                a.inputs[set.booths.0].law = Law::Fixed((1 + seed / 4 % 10) as f64);
            }
        }
        let fast = play(&a, Lane::Station, &mut one);
        assert_eq!(fast, play(&a, Lane::Agenda, &mut other), "scenario {seed}");
        for poll in &fast.polls {
            let waiting = poll.waiting_at.iter().sum();
            let counts = [
                poll.ballots_cast,
                poll.gave_up,
                poll.waiting_at_close,
                waiting,
            ];
            for (sum, count) in seen.iter_mut().zip(counts) {
                *sum += count;
            }
        }
    }
    seen
}

#[test]
fn plain_days_agree_bit_for_bit() {
    let seen = plain_days(600);
    assert!(seen.iter().all(|&n| n > 5_000), "{seen:?}");
}

#[test]
fn the_program_chooses_by_itself_and_nothing_changes() {
    let (mut chosen, mut turn_back) = ([0; 2], 0);
    for seed in 0..800 {
        let a = scenario(seed, Range::EVERYTHING);
        let prepared = Prepared::new(&a).expect("sound");
        let lanes = engine::lanes(&a, Lane::Auto).expect("something can always play");
        for (poll, model) in a.polls.iter().enumerate() {
            for (at, set) in model.stations.iter().enumerate() {
                let lane = prepared.lane(poll, at);
                assert_ne!(lane, Lane::Auto);
                assert_eq!(lane, lanes[poll][at], "what is said is what is done");
                if set.turn_back_at.is_some() && lane == Lane::Station {
                    turn_back += 1;
                }
                if set.desk.is_some() || set.come_back.is_some() {
                    assert_eq!(lane, Lane::Agenda);
                }
                chosen[usize::from(lane == Lane::Station)] += 1;
            }
        }
        let workspace = &mut Workspace::default();
        let auto = play(&a, Lane::Auto, workspace);
        assert_eq!(auto, play(&a, Lane::Agenda, workspace), "scenario {seed}");
    }
    assert!(chosen.iter().all(|&n| n > 200), "{chosen:?}");
    assert!(
        turn_back > 60,
        "the station lane knows who turns back: {turn_back}"
    );
}

#[test]
fn a_lane_that_cannot_play_a_set_says_so() {
    let refused = (0..50)
        .map(|seed| scenario(seed, Range::EVERYTHING))
        .filter(|a| {
            a.polls
                .iter()
                .any(|poll| poll.stations.iter().any(|set| set.desk.is_some()))
        })
        .map(|a| Prepared::with_lane(&a, Lane::Station).map(|_| ()));
    let refused: Vec<_> = refused.collect();
    assert!(refused.len() > 5);
    assert!(
        refused
            .iter()
            .all(|r| matches!(r, Err(EngineError::Lane { .. })))
    );
}
