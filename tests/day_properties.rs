//! What holds on every day, whatever the scenario: on random scenarios that use everything.

mod support;

use scrutineer::engine::{
    self, Freeze, Happening, Leave, Origin, PollingDay, Prepared, Tally, TraceEvent, Workspace,
    samples,
};
use scrutineer::model::*;
use scrutineer::random::Seed;
use support::{Range, scenario};

const SEED: Seed = Seed(11);

fn play(a: &Assumptions, trial: u64) -> Tally {
    let prepared = Prepared::new(a).expect("sound");
    let day = PollingDay::draw(&prepared, a, SEED, trial, Freeze::No).expect("sound");
    engine::run(&prepared, a, &day, &mut Workspace::default())
}

fn trace(a: &Assumptions, trial: u64) -> (Tally, Vec<TraceEvent>) {
    let prepared = Prepared::new(a).expect("sound");
    let day = PollingDay::draw(&prepared, a, SEED, trial, Freeze::No).expect("sound");
    let mut events = Vec::new();
    let tally = engine::trace(
        &prepared,
        a,
        &day,
        &mut Workspace::default(),
        &mut |event| events.push(event),
    );
    (tally, events)
}

#[test]
fn as_many_events_are_counted_as_are_told() {
    let mut most = 0;
    for seed in 0..200 {
        let a = scenario(seed, Range::EVERYTHING);
        let prepared = Prepared::new(&a).expect("sound");
        let day = PollingDay::draw(&prepared, &a, SEED, 1, Freeze::No).expect("sound");
        let counted = engine::count_events(&prepared, &a, &day, &mut Workspace::default());
        assert_eq!(counted, trace(&a, 1).1.len() as u64, "{seed}");
        most = most.max(counted);
    }
    assert!(most > 100, "{most}");
}

#[test]
fn everybody_who_came_has_one_fate_and_every_ballot_one_mark() {
    let mut fates = [0u64; 9];
    for seed in 0..1_500 {
        let a = scenario(seed, Range::EVERYTHING);
        let tally = play(&a, seed % 3);
        for (poll, model) in tally.polls.iter().zip(&a.polls) {
            let sum = poll.ballots_cast
                + poll.turned_away
                + poll.gave_up
                + poll.out_of_papers
                + poll.unserved;
            assert_eq!(poll.came, sum, "scenario {seed}");
            assert_eq!(poll.by_set.iter().sum::<u64>(), poll.ballots_cast);
            assert!(
                poll.cast_by.is_sorted() && poll.cast_by.iter().all(|&n| n <= poll.ballots_cast)
            );
            for contest in &poll.contests {
                let marked = contest.votes.iter().sum::<u64>() + contest.invalid;
                assert_eq!(marked, poll.ballots_cast, "scenario {seed}");
            }
            assert!(poll.longest_wait <= poll.total_wait);
            let eligible: u64 = model.admits.iter().map(|m| tally.adults[m.group.0]).sum();
            assert_eq!(poll.eligible, eligible);
            let seen = [
                poll.ballots_cast,
                poll.turned_away,
                poll.gave_up,
                poll.out_of_papers,
                poll.unserved,
                poll.came_back,
                poll.ballots_by_travellers,
                poll.waiting_at_close,
                poll.waited_over_30_min,
            ];
            for (fate, seen) in fates.iter_mut().zip(seen) {
                *fate += seen;
            }
        }
        // Nobody takes part in two polls as his own.
        let own: u64 = tally
            .polls
            .iter()
            .map(|p| p.ballots_cast - p.ballots_by_travellers)
            .sum();
        assert!(own <= tally.adults.iter().sum());
        let both: u64 = tally.voted_in_both.iter().sum();
        assert_eq!(
            both,
            tally
                .polls
                .iter()
                .map(|p| p.ballots_by_travellers)
                .sum::<u64>()
        );
    }
    assert!(
        fates.iter().all(|&seen| seen > 500),
        "the scenarios use everything: {fates:?}"
    );
}

#[test]
fn a_used_workspace_and_a_witness_change_nothing() {
    let mut used = Workspace::default();
    for seed in 0..200 {
        let a = scenario(seed, Range::EVERYTHING);
        let prepared = Prepared::new(&a).expect("sound");
        let day = PollingDay::draw(&prepared, &a, SEED, 1, Freeze::No).expect("sound");
        let fresh = engine::run(&prepared, &a, &day, &mut Workspace::default());
        assert_eq!(
            engine::run(&prepared, &a, &day, &mut used),
            fresh,
            "scenario {seed}"
        );
        assert_eq!(trace(&a, 1).0, fresh, "scenario {seed}");
    }
}

/// Little's law as an identity: the time integral of the queue's length is the sum of all waits.
#[test]
fn littles_law_holds_exactly_on_every_trace() {
    let mut waits_seen = 0;
    for seed in 0..300 {
        let a = scenario(seed, Range::EVERYTHING);
        let (_, events) = trace(&a, 0);
        for ((poll, set, station), events) in by_station(&events) {
            // A station where somebody is never called at all has no finite waits.
            let (mut length, mut since, mut area, mut sum) = (0i64, 0i64, 0i64, 0i64);
            let mut joined = std::collections::BTreeMap::new();
            let mut left_desk = std::collections::BTreeMap::new();
            for event in &events {
                let now = event.time.0;
                area += length * (now - since);
                since = now;
                match event.what {
                    Happening::Joins { person, .. } => {
                        joined.insert(person, now);
                        length += 1;
                    }
                    Happening::EntersDesk { person, waited } => {
                        assert_eq!(now - joined[&person], waited.0);
                        sum += now - joined.remove(&person).expect("he joined");
                        length -= 1;
                    }
                    Happening::LeavesDesk { person } => {
                        left_desk.insert(person, now);
                        length += 1;
                    }
                    Happening::EntersBooth { person, .. } | Happening::Leaves { person, .. } => {
                        let from = joined.remove(&person).or_else(|| left_desk.remove(&person));
                        sum += now - from.expect("he waited somewhere");
                        length -= 1;
                    }
                    _ => {}
                }
                assert!(length >= 0);
            }
            assert_eq!(
                area, sum,
                "scenario {seed}, poll {poll}, set {set}, station {station}"
            );
            assert_eq!(length, 0);
            waits_seen += i64::from(sum > 0);
        }
    }
    assert!(waits_seen > 300);
}

/// Whoever turns back finds as many waiting as the set says, whoever joins finds fewer.
#[test]
fn nobody_turns_back_at_a_shorter_queue_or_joins_a_longer_one() {
    let (mut back, mut joined) = (0, 0);
    for seed in 0..600 {
        let a = scenario(seed, Range::EVERYTHING);
        let (_, events) = trace(&a, 0);
        for ((poll, set, _), events) in by_station(&events) {
            let set = &a.polls[poll].stations[set];
            let Some(many) = set.turn_back_at else {
                let turns = |e: &&TraceEvent| matches!(e.what, Happening::TurnsBack { .. });
                assert_eq!(events.iter().filter(turns).count(), 0);
                continue;
            };
            let many = a.inputs[many.0].quantile(0.5) as usize;
            let mut left = std::collections::BTreeMap::new();
            for event in &events {
                match event.what {
                    Happening::EntersDesk { person, .. }
                    | Happening::EntersBooth { person, .. }
                    | Happening::Leaves { person, .. } => {
                        left.entry(person).or_insert(event.time);
                    }
                    _ => {}
                }
            }
            let mut line = Vec::new();
            for event in &events {
                let waiting = || {
                    line.iter()
                        .filter(|person| left[person] > event.time)
                        .count()
                };
                match event.what {
                    Happening::Joins { person, .. } => {
                        assert!(waiting() < many, "scenario {seed}");
                        line.push(person);
                        joined += 1;
                    }
                    Happening::TurnsBack { .. } => {
                        assert_eq!(waiting(), many, "scenario {seed}");
                        back += 1;
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(back > 2_000 && joined > 2_000, "{back}, {joined}");
}

type Station = (usize, usize, u32);

fn by_station(events: &[TraceEvent]) -> std::collections::BTreeMap<Station, Vec<TraceEvent>> {
    let mut stations = std::collections::BTreeMap::<Station, Vec<TraceEvent>>::new();
    for event in events {
        let key = (event.poll.0, event.set, event.station);
        stations.entry(key).or_default().push(*event);
    }
    stations
}

#[test]
fn first_come_first_served_and_nobody_before_opening() {
    for seed in 0..300 {
        let a = scenario(seed, Range::EVERYTHING);
        let (_, events) = trace(&a, 2);
        assert!(events.is_sorted_by_key(|event| event.time));
        for ((poll, set, _), events) in by_station(&events) {
            let desk = a.polls[poll].stations[set].desk.is_some();
            let mut opens = None;
            let (mut first, mut second) = (Vec::new(), Vec::new());
            let (mut calls, mut entries) = (Vec::new(), Vec::new());
            for event in events {
                match event.what {
                    Happening::Plan { opens: at, .. } => opens = Some(at),
                    Happening::Joins { person, .. } => first.push(person),
                    Happening::LeavesDesk { person } => second.push(person),
                    Happening::EntersDesk { person, .. } => calls.push(person),
                    Happening::EntersBooth { person, .. } => entries.push(person),
                    _ => {}
                }
                if let Happening::EntersDesk { .. } | Happening::EntersBooth { .. } = event.what {
                    assert!(event.time >= opens.expect("a plan comes first"));
                }
            }
            let in_order = |called: &[u32], queue: &[u32]| {
                let mut queue = queue.iter();
                called.iter().all(|person| queue.any(|p| p == person))
            };
            if desk {
                assert!(
                    in_order(&calls, &first) && in_order(&entries, &second),
                    "scenario {seed}"
                );
            } else {
                assert!(in_order(&entries, &first), "scenario {seed}");
            }
        }
    }
}

/// Who came to which station when, in their own polls.
fn own_arrivals(events: &[TraceEvent]) -> Vec<(Station, i64)> {
    let own = events.iter().filter_map(|event| match event.what {
        Happening::Joins {
            origin: Origin::Own,
            ..
        }
        | Happening::TurnedAway { .. } => {
            Some(((event.poll.0, event.set, event.station), event.time.0))
        }
        _ => None,
    });
    own.collect()
}

#[test]
fn one_booth_more_changes_waits_and_never_who_came() {
    let range = Range {
        polls: 1,
        overlaps: false,
        calendar: false,
        ..Range::EVERYTHING
    };
    let mut shorter = 0;
    for seed in 0..300 {
        let mut a = scenario(seed, range);
        a.disturbances.clear();
        a.polls[0].queue_may_vote = true;
        for set in &mut a.polls[0].stations {
            // With patience a booth more may keep somebody who would have left, and he takes time.
            set.patience = None;
            set.turn_back_at = None;
            set.ballot_papers = None;
        }
        let (before, events) = trace(&a, 0);
        let mut more = a.clone();
        for set in &a.polls[0].stations {
            let Law::Fixed(booths) = more.inputs[set.booths.0].law else {
                unreachable!()
            };
            more.inputs[set.booths.0].law = Law::Fixed(booths + 1.0);
        }
        let (after, more_events) = trace(&more, 0);
        assert_eq!(
            own_arrivals(&events),
            own_arrivals(&more_events),
            "scenario {seed}"
        );
        let waits = |events: &[TraceEvent]| {
            let mut waits: Vec<_> = events
                .iter()
                .filter_map(|event| match event.what {
                    Happening::EntersBooth { person, waited } => {
                        Some(((event.set, event.station, person), waited.0))
                    }
                    _ => None,
                })
                .collect();
            waits.sort_unstable();
            waits
        };
        for (before, after) in waits(&events).iter().zip(waits(&more_events)) {
            assert!(
                before.0 == after.0 && after.1 <= before.1,
                "scenario {seed}"
            );
        }
        shorter += u64::from(after.polls[0].total_wait < before.polls[0].total_wait);
        assert_eq!(
            before.polls[0].contests, after.polls[0].contests,
            "the same ballots"
        );
    }
    assert!(shorter > 100);
}

#[test]
fn a_group_or_a_station_more_rerolls_nobody_else() {
    let mut a = Assumptions::default();
    let old = samples::group(&mut a, "old", 900.0);
    let set = samples::station_set(
        &mut a,
        "set",
        &[old],
        (4, 3.0),
        Law::Uniform {
            low: 10.0,
            high: 90.0,
        },
    );
    samples::poll(&mut a, "poll", &[(old, 0.6)], vec![set]);
    let before = own_arrivals(&trace(&a, 5).1);
    assert!(before.len() > 400);
    // A new group at the same stations, listed first, and a new set for it, listed first.
    let mut b = a.clone();
    let new = samples::group(&mut b, "new", 700.0);
    let participation = samples::fixed(&mut b, "new.participation", 0.5);
    b.polls[0].admits.insert(
        0,
        Admission {
            group: new,
            participation,
        },
    );
    b.polls[0].stations[0].serves.insert(0, new);
    let service = Law::Fixed(30.0);
    let annex = samples::station_set(&mut b, "annex", &[new], (3, 1.0), service);
    b.polls[0].stations.insert(0, annex);
    let with_group: Vec<(Station, i64)> = trace(&b, 5)
        .1
        .iter()
        .filter_map(|event| match event.what {
            Happening::Joins { group: Some(0), .. } => Some(((0, 0, event.station), event.time.0)),
            _ => None,
        })
        .collect();
    assert_eq!(before, with_group);
}

#[test]
fn a_traveller_meets_the_other_polls_queue_and_its_closed_doors() {
    // One person votes at the first poll at any time of day, an hour later he stands at the second,
    // which closes at 12:00.
    let mut a = Assumptions::default();
    let one = samples::group(&mut a, "one", 300.0);
    let nobody = samples::group(&mut a, "nobody", 0.0);
    let here = samples::station_set(&mut a, "here", &[one], (3, 50.0), Law::Fixed(60.0));
    let there = samples::station_set(&mut a, "there", &[nobody], (2, 1.0), Law::Fixed(120.0));
    let first = samples::poll(&mut a, "first", &[(one, 1.0)], vec![here]);
    let second = samples::poll(&mut a, "second", &[(nobody, 1.0)], vec![there]);
    a.polls[second.0].closes = scrutineer::units::SimTime::from_hm(12, 0);
    let overlap = samples::overlap(&mut a, first, second, 1.0, 60.0);
    a.overlaps.push(overlap);
    let (tally, events) = trace(&a, 0);
    let hour = 3_600_000;
    let noon = 12 * hour;
    let voted: Vec<i64> = events
        .iter()
        .filter_map(|e| match e.what {
            Happening::Votes { .. } if e.poll == first => Some(e.time.0),
            _ => None,
        })
        .collect();
    let mut arrives: Vec<i64> = Vec::new();
    for event in &events {
        match event.what {
            Happening::Joins { origin, group, .. } if event.poll == second => {
                assert_eq!((origin, group), (Origin::Overlap(0), None));
                arrives.push(event.time.0);
            }
            Happening::TurnedAway { .. } => {
                assert!(event.time.0 >= noon && event.poll == second);
                arrives.push(event.time.0);
            }
            _ => {}
        }
    }
    assert_eq!(voted.iter().map(|t| t + hour).collect::<Vec<_>>(), arrives);
    let in_time = arrives.iter().filter(|&&t| t < noon).count() as u64;
    assert!((20..280).contains(&in_time));
    let there = &tally.polls[1];
    assert_eq!(
        (there.came, there.ballots_cast, there.turned_away),
        (300, in_time, 300 - in_time)
    );
    assert_eq!(tally.voted_in_both, [in_time]);
    assert!(there.total_wait > 0, "some meet a queue");
    // People who go both ways share one calendar.
    let back = samples::overlap(&mut a, second, first, 1.0, 60.0);
    a.overlaps.push(back);
    assert_eq!(
        play(&a, 0).polls[1],
        tally.polls[1],
        "travellers do not travel again"
    );
}

#[test]
fn a_shared_calendar_plays_the_same_day() {
    // An overlap whose share is zero closes the circle, and nothing else may change.
    for seed in 0..300 {
        let mut a = scenario(
            seed,
            Range {
                polls: 2,
                ..Range::EVERYTHING
            },
        );
        if a.polls.len() < 2 {
            continue;
        }
        a.overlaps.retain(|overlap| overlap.from.0 == 0);
        let straight = play(&a, 0);
        for (from, to) in [(0, 1), (1, 0)] {
            let none = samples::overlap(&mut a, PollId(from), PollId(to), 0.0, 5.0);
            a.overlaps.push(none);
        }
        let mut circle = play(&a, 0);
        let added = circle.voted_in_both.split_off(straight.voted_in_both.len());
        assert_eq!(added, [0, 0]);
        assert_eq!(circle, straight, "scenario {seed}");
    }
}

#[test]
fn a_group_of_two_polls_is_split_and_never_counted_twice() {
    let mut a = Assumptions::default();
    let all = samples::group(&mut a, "all", 100_000.0);
    for (id, share) in [("a", 0.5), ("b", 0.3)] {
        let set = samples::station_set(&mut a, id, &[all], (5, 2_000.0), Law::Fixed(1.0));
        samples::poll(&mut a, id, &[(all, share)], vec![set]);
    }
    let tally = play(&a, 0);
    for (poll, share) in [(0, 0.5f64), (1, 0.3)] {
        let sd = (100_000.0 * share * (1.0 - share)).sqrt();
        let far = (tally.polls[poll].came as f64 - 100_000.0 * share).abs() / sd;
        assert!(far < 5.0, "{far} standard deviations");
    }
    // 0.9 + 0.6 is more than everybody: all come, in the proportion 3 : 2.
    for (poll, share) in [(0, 0.9), (1, 0.6)] {
        let input = a.polls[poll].admits[0].participation;
        a.inputs[input.0].law = Law::Fixed(share);
    }
    let tally = play(&a, 0);
    assert_eq!(tally.polls[0].came + tally.polls[1].came, 100_000);
    let sd = (100_000.0f64 * 0.6 * 0.4).sqrt();
    assert!((tally.polls[0].came as f64 - 60_000.0).abs() < 5.0 * sd);
}

#[test]
fn participation_is_beta_binomial() {
    // 2,000 days of one station of 50 adults, mean 0.6, intraclass correlation 0.1: variance
    // n m (1 - m) (1 + (n - 1) r) = 12 * 5.9. Bounds at five standard errors.
    let mut a = Assumptions::default();
    let all = samples::group(&mut a, "all", 50.0);
    let set = samples::station_set(&mut a, "set", &[all], (1, 9.0), Law::Fixed(1.0));
    samples::poll(&mut a, "poll", &[(all, 0.6)], vec![set]);
    let spread = a.polls[0].overdispersion;
    a.inputs[spread.0].law = Law::Fixed(0.1);
    let came: Vec<f64> = (0..2_000)
        .map(|trial| play(&a, trial).polls[0].came as f64)
        .collect();
    let mean = came.iter().sum::<f64>() / 2_000.0;
    let variance = came.iter().map(|n| (n - mean) * (n - mean)).sum::<f64>() / 1_999.0;
    let expected = 12.0 * 5.9f64;
    assert!(
        (mean - 30.0).abs() < 5.0 * (expected / 2_000.0).sqrt(),
        "{mean}"
    );
    assert!(
        (variance / expected - 1.0).abs() < 5.0 * (2.0 / 2_000.0f64).sqrt(),
        "{variance}"
    );
}

#[test]
fn a_share_of_stations_is_hit_and_no_other() {
    let mut a = Assumptions::default();
    let all = samples::group(&mut a, "all", 2_000.0);
    let set = samples::station_set(&mut a, "set", &[all], (20, 9.0), Law::Fixed(1.0));
    samples::poll(&mut a, "poll", &[(all, 0.6)], vec![set]);
    let disturbance = Disturbance {
        label: "late".into(),
        poll: PollId(0),
        sets: vec![0],
        share_of_stations: samples::fixed(&mut a, "share", 0.25),
        probability: samples::fixed(&mut a, "probability", 0.5),
        kind: DisturbanceKind::OpensLate(scrutineer::units::SimTime::from_hm(9, 0)),
        sources: Vec::new(),
    };
    a.disturbances.push(disturbance);
    let mut happened = 0;
    let mut which = std::collections::BTreeSet::new();
    for trial in 0..200 {
        let late: Vec<u32> = trace(&a, trial)
            .1
            .iter()
            .filter(|e| matches!(e.what, Happening::Plan { opens, .. } if opens.as_hours() > 8.5))
            .map(|e| e.station)
            .collect();
        assert!(late.is_empty() || late.len() == 5, "{late:?}");
        happened += u32::from(!late.is_empty());
        which.extend(late);
    }
    // 200 fair coins, five standard deviations.
    assert!((65..=135).contains(&happened), "{happened}");
    assert_eq!(which.len(), 20, "every station has its turn");
}

#[test]
fn whoever_leaves_has_a_reason() {
    let mut reasons = [0; 4];
    for seed in 0..200 {
        for event in trace(&scenario(seed, Range::EVERYTHING), 0).1 {
            if let Happening::Leaves { why, .. } = event.what {
                let at = match why {
                    Leave::OutOfPatience { returns: false } => 0,
                    Leave::OutOfPatience { returns: true } => 1,
                    Leave::SentAway => 2,
                    Leave::NoPaper => 3,
                };
                reasons[at] += 1;
            }
        }
    }
    assert!(reasons.iter().all(|&n| n > 50), "{reasons:?}");
}
