//! The count lane against the agenda: the same people, and the same law of ballots cast where
//! nothing keeps anybody from voting.

mod support;

use scrutineer::engine::{
    self, Freeze, Lane, PollingDay, Prepared, Tally, Workspace, samples, throughput,
};
use scrutineer::model::*;
use scrutineer::random::Seed;
use scrutineer::units::SimTime;
use support::{Range, scenario};

fn days(a: &Assumptions, lane: Lane, trials: std::ops::Range<u64>) -> Vec<Tally> {
    let prepared = Prepared::with_lane(a, lane).expect("the lane can play it");
    let mut workspace = Workspace::default();
    let day = |trial| {
        let day = PollingDay::draw(&prepared, a, Seed(12), trial, Freeze::No).expect("sound");
        engine::run(&prepared, a, &day, &mut workspace)
    };
    trials.map(day).collect()
}

/// A random scenario in which nobody who comes can fail to vote: a booth and a mobile box for
/// everybody, no patience, no papers, no disturbances, doors that let the queue vote, no trips.
fn without_limits(seed: u64) -> Assumptions {
    let mut a = scenario(seed, Range::EVERYTHING);
    a.overlaps.clear();
    a.disturbances.clear();
    let many = samples::fixed(&mut a, "many", 1e6);
    let none = samples::fixed(&mut a, "none", 0.0);
    for set in a.polls.iter_mut().flat_map(|poll| &mut poll.stations) {
        set.booths = many;
        set.patience = None;
        set.turn_back_at = None;
        set.come_back = None;
        set.ballot_papers = None;
        if let Some(mobile) = &mut set.mobile {
            mobile.boxes = many;
            mobile.visit.pace = none;
        }
    }
    for poll in &mut a.polls {
        poll.queue_may_vote = true;
        for set in &mut poll.stations {
            set.desk = None;
        }
    }
    a
}

/// What both lanes answer.
type Answer = (Vec<u64>, Vec<u64>, Vec<(Vec<u64>, u64)>);

fn answers(tally: &Tally) -> Vec<Answer> {
    let contests = |poll: &engine::PollTally| {
        let all = poll.contests.iter();
        all.map(|contest| (contest.votes.clone(), contest.invalid))
            .collect()
    };
    let of_poll = |poll: &engine::PollTally| {
        let counts = vec![
            poll.registered,
            poll.eligible,
            poll.came,
            poll.ballots_cast,
            poll.ballots_by_travellers,
        ];
        (counts, poll.by_set.clone(), contests(poll))
    };
    tally.polls.iter().map(of_poll).collect()
}

#[test]
fn where_nothing_binds_the_count_is_the_agendas_vote_for_vote() {
    let (mut ballots, mut votes) = (0, 0);
    for seed in 0..600 {
        let a = without_limits(seed);
        let agenda = days(&a, Lane::Agenda, 0..2);
        let count = days(&a, Lane::Count, 0..2);
        for (agenda, count) in agenda.iter().zip(&count) {
            assert_eq!(answers(agenda), answers(count), "scenario {seed}");
            for poll in &count.polls {
                ballots += poll.ballots_cast;
                votes += poll.contests.iter().flat_map(|c| &c.votes).sum::<u64>();
            }
        }
    }
    assert!(ballots > 100_000 && votes > 10_000, "{ballots}, {votes}");
}

#[test]
fn whatever_a_scenario_says_everybody_who_comes_has_one_fate() {
    let mut travelled = 0;
    for seed in 0..800 {
        let a = scenario(seed, Range::EVERYTHING);
        let lanes = engine::lanes(&a, Lane::Count).expect("the count lane takes every set");
        assert!(lanes.iter().flatten().all(|&lane| lane == Lane::Count));
        let count = &days(&a, Lane::Count, 3..4)[0];
        let agenda = &days(&a, Lane::Agenda, 3..4)[0];
        let mut arrived = vec![0; a.polls.len()];
        for (overlap, &both) in a.overlaps.iter().zip(&count.voted_in_both) {
            arrived[overlap.to.0] += both;
        }
        for (at, (poll, played)) in count.polls.iter().zip(&agenda.polls).enumerate() {
            assert_eq!(poll.came, poll.ballots_cast, "scenario {seed}");
            assert_eq!(poll.by_set.iter().sum::<u64>(), poll.ballots_cast);
            assert_eq!(poll.ballots_by_travellers, arrived[at]);
            for contest in &poll.contests {
                let marked = contest.votes.iter().sum::<u64>() + contest.invalid;
                assert_eq!(marked, poll.ballots_cast);
            }
            // The same people come; how many travel is drawn with other dice.
            if a.overlaps.iter().all(|overlap| overlap.to.0 != at) {
                assert_eq!(poll.came, played.came, "scenario {seed}");
            }
            let clock = [poll.total_wait, poll.last_ballot_at, poll.waiting_at_close];
            assert_eq!(clock, [0; 3], "nothing with a time of day is counted");
            assert!(poll.cast_by.iter().chain(&poll.waiting_at).all(|&n| n == 0));
            travelled += poll.ballots_by_travellers;
        }
    }
    assert!(travelled > 5_000, "{travelled}");
}

/// Two polls and a way from the first to the second; everybody comes by 17 h, and the doors are open
/// until 20 h for all who travel twenty minutes.
fn with_a_way() -> Assumptions {
    let mut a = Assumptions::default();
    let town = samples::group(&mut a, "town", 3_000.0);
    let hills = samples::group(&mut a, "hills", 2_000.0);
    let mut home = samples::station_set(&mut a, "home", &[town], (6, 1e6), Law::Fixed(60.0));
    let mut away = samples::station_set(&mut a, "away", &[town, hills], (5, 1e6), Law::Fixed(60.0));
    away.size = Some(Law::Lognormal { mean: 1.0, sd: 0.6 });
    let (some, none) = (
        samples::fixed(&mut a, "some", 1.0),
        samples::fixed(&mut a, "no more", 0.0),
    );
    for set in [&mut home, &mut away] {
        set.arrivals.points = vec![
            (SimTime::from_hm(8, 0), some),
            (SimTime::from_hm(17, 0), some),
            (SimTime(SimTime::from_hm(17, 0).0 + 1), none),
            (SimTime::from_hm(20, 0), none),
        ];
    }
    let first = samples::poll(&mut a, "first", &[(town, 0.6)], vec![home]);
    let second = samples::poll(&mut a, "second", &[(hills, 0.7)], vec![away]);
    for poll in [first, second] {
        let contest = samples::contest(&mut a, &format!("yes-{}", poll.0), 1, &[0.7, 0.3]);
        a.polls[poll.0].contests.push(contest);
    }
    for (to, share) in [(second, 0.08), (second, 0.05)] {
        let mut way = samples::overlap(&mut a, first, to, share, 20.0);
        way.groups = vec![town];
        a.overlaps.push(way);
    }
    a
}

/// A count of a day.
type Look = fn(&Tally) -> u64;

/// The largest distance between two empirical laws (Kolmogorov & Smirnov).
fn distance(mut one: Vec<u64>, mut other: Vec<u64>) -> f64 {
    one.sort_unstable();
    other.sort_unstable();
    let share = |of: &[u64], x: u64| of.partition_point(|&y| y <= x) as f64 / of.len() as f64;
    let places = one.iter().chain(&other);
    places
        .map(|&x| (share(&one, x) - share(&other, x)).abs())
        .fold(0.0, f64::max)
}

#[test]
fn with_people_who_go_on_the_law_is_the_same() {
    // Different trials, so the samples are independent. Six comparisons at alpha = 1 in 100,000
    // each: D > sqrt(-ln(alpha / 2) / 2) * sqrt(2 / n) (Smirnov 1948; conservative for counts).
    let (a, n) = (with_a_way(), 4_000);
    let agenda = days(&a, Lane::Agenda, 0..n);
    let count = days(&a, Lane::Count, n..2 * n);
    let lost = agenda
        .iter()
        .map(|day| day.polls[1].turned_away)
        .sum::<u64>();
    assert_eq!(lost, 0, "whoever travels finds open doors");
    let allowed = (-(1e-5f64 / 2.0).ln() / 2.0).sqrt() * (2.0 / n as f64).sqrt();
    let looks: [(&str, Look); 6] = [
        ("ballots of the first", |day| day.polls[0].ballots_cast),
        ("ballots of the second", |day| day.polls[1].ballots_cast),
        ("travellers", |day| day.polls[1].ballots_by_travellers),
        ("by the first way", |day| day.voted_in_both[0]),
        ("by the second way", |day| day.voted_in_both[1]),
        ("votes in the second", |day| {
            day.polls[1].contests[0].votes[0]
        }),
    ];
    for (what, look) in looks {
        let far = distance(
            agenda.iter().map(look).collect(),
            count.iter().map(look).collect(),
        );
        assert!(far < allowed, "{what}: {far}, allowed {allowed}");
        // Six more in each sample would have been seen.
        let shifted = count.iter().map(|day| look(day) + 6).collect();
        let seen = distance(agenda.iter().map(look).collect(), shifted);
        assert!(
            seen > allowed || what.starts_with("ballots"),
            "{what}: {seen}"
        );
    }
}

#[test]
fn travellers_spread_over_stations_by_their_weights() {
    // 5 stations of equal weight, every one of 100,000 voters goes on: by set, one in five each. A
    // binomial of n = 10^5 and p = 1/5 has a standard deviation of 126.5; five of them are allowed.
    let mut a = Assumptions::default();
    let town = samples::group(&mut a, "town", 100_000.0);
    let home = samples::station_set(&mut a, "home", &[town], (3, 10.0), Law::Fixed(60.0));
    let sets = (0..5)
        .map(|at| samples::station_set(&mut a, &format!("s{at}"), &[], (1, 10.0), Law::Fixed(60.0)))
        .collect();
    let first = samples::poll(&mut a, "first", &[(town, 1.0)], vec![home]);
    let second = samples::poll(&mut a, "second", &[], sets);
    let way = samples::overlap(&mut a, first, second, 1.0, 20.0);
    a.overlaps.push(way);
    let day = &days(&a, Lane::Count, 0..1)[0];
    assert_eq!(day.voted_in_both, [100_000]);
    assert_eq!(day.polls[1].ballots_cast, 100_000);
    for &ballots in &day.polls[1].by_set {
        assert!((ballots as f64 - 20_000.0).abs() < 5.0 * 126.5, "{ballots}");
    }
}

#[test]
fn the_bound_by_hand() {
    // 2 stations x 3 booths x 12 hours x 3,600 s / 120 s = 2,160.
    let mut a = Assumptions::default();
    let town = samples::group(&mut a, "town", 10.0);
    let set = samples::station_set(&mut a, "set", &[town], (2, 3.0), Law::Fixed(120.0));
    samples::poll(&mut a, "poll", &[(town, 1.0)], vec![set]);
    let values: Vec<f64> = a.inputs.iter().map(|input| input.quantile(0.5)).collect();
    assert_eq!(throughput(&a, &values), [[2_160.0]]);
}
