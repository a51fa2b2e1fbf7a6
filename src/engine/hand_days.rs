//! Days counted by hand: one station, a written list of people, every rule of the house.

use super::agenda::Station;
use super::books::Books;
use super::person::{FOR_EVER, NONE, Person, Request};
use super::rules::Rules;
use super::samples;
use super::station::Booths;
use super::tally::PollTally;
use super::trace::{Diary, Happening, Leave, Nobody, Witness};
use super::{Freeze, Lane, PollingDay, Prepared, events, turnout};
use crate::model::*;
use crate::random::Seed;
use crate::units::SimTime;

/// Milliseconds in a minute: the days below are told in minutes after 8:00, when doors open.
const MINUTE: f64 = 60_000.0;
const OPENS: f64 = 8.0 * 60.0;

fn clock(minutes: f64) -> SimTime {
    SimTime(((OPENS + minutes) * MINUTE).round() as i64)
}

fn person(arrives: f64, service: f64) -> Person {
    Person {
        arrives: clock(arrives).0 as i32,
        service: (service * MINUTE).round() as i32,
        desk: 0,
        patience: FOR_EVER,
        back: -1,
        cell: 0,
        came_by: NONE,
        goes_by: NONE,
    }
}

fn patient(arrives: f64, service: f64, patience: f64) -> Person {
    Person {
        patience: (patience * MINUTE).round() as i32,
        ..person(arrives, service)
    }
}

/// One station of a poll that is open from 8:00 to 20:00.
fn station(booths: f64) -> Assumptions {
    let mut a = Assumptions::default();
    let group = samples::group(&mut a, "all", 0.0);
    let set = samples::station_set(&mut a, "set", &[group], (1, booths), Law::Fixed(60.0));
    samples::poll(&mut a, "poll", &[(group, 0.5)], vec![set]);
    a
}

/// The same with a disturbance that is certain.
fn disturbed(booths: f64, kind: impl FnOnce(&mut Assumptions) -> DisturbanceKind) -> Assumptions {
    let mut a = station(booths);
    disturb(&mut a, kind);
    a
}

fn disturb(a: &mut Assumptions, kind: impl FnOnce(&mut Assumptions) -> DisturbanceKind) {
    let one = samples::fixed(a, "certain", 1.0);
    let kind = kind(a);
    a.disturbances.push(Disturbance {
        label: format!("disturbance {}", a.disturbances.len()),
        poll: PollId(0),
        sets: vec![0],
        share_of_stations: one,
        probability: one,
        kind,
        sources: Vec::new(),
    });
}

/// A played day: the tally, and what happened (minutes after 8:00).
struct Day {
    tally: PollTally,
    events: Vec<(f64, Happening)>,
}

/// Plays a written crowd at the only station: by the agenda, and where the station lane can play it,
/// by that too, which must count the same.
fn play(a: &Assumptions, people: &[Person], requests: &[Request]) -> Day {
    let prepared = Prepared::new(a).expect("hand-made assumptions are sound");
    let mut diary = Diary::default();
    let tally = play_by(a, (people, requests), &prepared, Lane::Agenda, &mut diary);
    if prepared.lane(0, 0) == Lane::Station {
        let fast = play_by(a, (people, requests), &prepared, Lane::Station, &mut Nobody);
        assert_eq!(fast, tally, "two lanes, one law");
    }
    diary.events.sort_by_key(|event| event.time);
    let minutes = |time: SimTime| time.as_minutes() - OPENS;
    let events = diary.events.iter();
    Day {
        tally,
        events: events.map(|e| (minutes(e.time), e.what)).collect(),
    }
}

fn play_by<W: Witness>(
    a: &Assumptions,
    (people, requests): (&[Person], &[Request]),
    prepared: &Prepared,
    lane: Lane,
    witness: &mut W,
) -> PollTally {
    let day = PollingDay::draw(prepared, a, Seed(1), 0, Freeze::No).expect("nothing is uncertain");
    let weights = turnout::weights(prepared, &day);
    let rules = Rules::new(prepared, a, &day, &weights);
    let mut hits = Vec::new();
    events::all(&rules, &mut hits);
    let set = &rules.sets[0][0];
    let mut station = Station::default();
    station.crowd.people = people.to_vec();
    station.crowd.requests = requests.to_vec();
    let cell = prepared.polls[0].cells[0].place;
    station.crowd.surge(&rules, cell, 0, &hits[0][0]);
    station.crowd.line_up();
    station.cast.clear(1);
    let hours = &mut station.hours;
    hours.plan(&a.polls[0], set.booths, &hits[0][0], &a.disturbances);
    witness.goes_to(0, 0, 1);
    let mut tally = PollTally {
        came: (people.len() + requests.len()) as u64,
        cast_by: vec![0; a.polls[0].checkpoints.len()],
        waiting_at: vec![0; a.polls[0].checkpoints.len()],
        ..PollTally::default()
    };
    let mut books = Books {
        rules: &rules,
        tally: &mut tally,
        both: &mut [],
        travellers: &mut Vec::new(),
        slots: &prepared.polls[0].slots,
        witness,
        cells: &prepared.polls[0].cells,
        closes: station.hours.closes,
    };
    let mut papers = set.papers;
    if let Some((_, boxes, _)) = set.mobile {
        let hours = &station.hours;
        papers = books.visits(&station.crowd, &mut station.cast, boxes, papers, hours);
    }
    station.begin(papers);
    match lane {
        Lane::Station => {
            let shape = (set.booths, set.turn_back_at);
            super::station::play(&mut station, &mut Booths::default(), shape, &mut books);
        }
        _ => while station.step(set, &mut books) {},
    }
    tally.sum_up();
    tally.ballots_cast = station.cast.total();
    let fates = tally.ballots_cast
        + tally.turned_away
        + tally.gave_up
        + tally.out_of_papers
        + tally.unserved;
    assert_eq!(tally.came, fates, "everybody has one fate");
    tally
}

impl Day {
    /// Who entered a booth after which wait, in minutes, in the order of entering.
    fn waits(&self) -> Vec<(u32, f64)> {
        let wait = |what: &Happening| match *what {
            Happening::EntersBooth { person, waited } => Some((person, waited.as_minutes())),
            _ => None,
        };
        self.events
            .iter()
            .filter_map(|(_, what)| wait(what))
            .collect()
    }

    /// When each ballot was cast, in minutes after 8:00.
    fn ballots(&self) -> Vec<(u32, f64)> {
        let vote = |&(time, what): &(f64, Happening)| match what {
            Happening::Votes { person } => Some((person, time)),
            _ => None,
        };
        self.events.iter().filter_map(vote).collect()
    }

    /// Who left without voting: when, who, why.
    fn leavers(&self) -> Vec<(f64, u32, Leave)> {
        let leave = |&(time, what): &(f64, Happening)| match what {
            Happening::Leaves { person, why } => Some((time, person, why)),
            _ => None,
        };
        self.events.iter().filter_map(leave).collect()
    }
}

/// One millisecond in minutes.
const MS: f64 = 1.0 / MINUTE;

fn close_to(found: &[(u32, f64)], expected: &[(u32, f64)]) {
    assert_eq!(found.len(), expected.len(), "{found:?} {expected:?}");
    for (a, b) in found.iter().zip(expected) {
        assert!(
            a.0 == b.0 && (a.1 - b.1).abs() < 1e-6,
            "{found:?} {expected:?}"
        );
    }
}

#[test]
fn arrivals_every_minute_services_of_one_and_a_half_two_booths() {
    let people: Vec<Person> = (1..=6).map(|n| person(f64::from(n), 1.5)).collect();
    let day = play(&station(2.0), &people, &[]);
    close_to(
        &day.waits(),
        &[(0, 0.0), (1, 0.0), (2, 0.0), (3, 0.0), (4, 0.0), (5, 0.0)],
    );
    close_to(
        &day.ballots(),
        &[(0, 2.5), (1, 3.5), (2, 4.5), (3, 5.5), (4, 6.5), (5, 7.5)],
    );
    // One booth: each is half a minute later than the one before.
    let day = play(&station(1.0), &people, &[]);
    close_to(
        &day.waits(),
        &[(0, 0.0), (1, 0.5), (2, 1.0), (3, 1.5), (4, 2.0), (5, 2.5)],
    );
    assert_eq!(day.tally.total_wait, 450_000);
    assert_eq!(day.tally.longest_wait, 150_000);
    assert_eq!(day.tally.last_ballot_at, clock(10.0).0 as u64);
}

#[test]
fn lindley_and_kiefer_wolfowitz_by_hand() {
    // Oracles 8:lindley and 8:kiefer_wolfowitz.
    let arrivals = [0.0, 1.0, 2.0, 2.5, 6.0, 6.2];
    let services = [2.0, 1.5, 0.5, 2.0, 1.0, 1.0];
    let people: Vec<Person> = arrivals
        .iter()
        .zip(services)
        .map(|(&at, service)| person(at, service))
        .collect();
    let one = play(&station(1.0), &people, &[]);
    close_to(
        &one.waits(),
        &[(0, 0.0), (1, 1.0), (2, 1.5), (3, 1.5), (4, 0.0), (5, 0.8)],
    );
    close_to(
        &one.ballots(),
        &[(0, 2.0), (1, 3.5), (2, 4.0), (3, 6.0), (4, 7.0), (5, 8.0)],
    );
    let two = play(&station(2.0), &people, &[]);
    assert_eq!(two.tally.total_wait, 0);
    let mut ballots = two.ballots();
    ballots.sort_by_key(|ballot| ballot.0);
    close_to(
        &ballots,
        &[(0, 2.0), (1, 2.5), (2, 2.5), (3, 4.5), (4, 7.0), (5, 7.2)],
    );
}

#[test]
fn the_six_voters_of_the_documentation() {
    // docs/ENGINE.md: the fourth has one minute of patience and leaves at 3.5.
    let arrivals = [0.0, 1.0, 2.0, 2.5, 6.0, 6.2];
    let services = [2.0, 1.5, 0.5, 2.0, 1.0, 1.0];
    let mut people: Vec<Person> = arrivals
        .iter()
        .zip(services)
        .map(|(&at, service)| person(at, service))
        .collect();
    people[3].patience = 60_000;
    let day = play(&station(1.0), &people, &[]);
    close_to(
        &day.waits(),
        &[(0, 0.0), (1, 1.0), (2, 1.5), (4, 0.0), (5, 0.8)],
    );
    close_to(
        &day.ballots(),
        &[(0, 2.0), (1, 3.5), (2, 4.0), (4, 7.0), (5, 8.0)],
    );
    let left = Leave::OutOfPatience { returns: false };
    assert_eq!(day.leavers().len(), 1);
    let (time, who, why) = day.leavers()[0];
    assert!(
        who == 3 && why == left && (time - 3.5 - MS).abs() < 1e-9,
        "{time}"
    );
}

#[test]
fn the_queue_at_closing_votes_or_is_sent_away() {
    // Three come at 19:50, one booth, seven minutes each: 19:57, 20:04, 20:11. One comes at 20:00.
    let mut a = station(1.0);
    let people = [
        person(710.0, 7.0),
        person(710.0, 7.0),
        person(710.0, 7.0),
        person(720.0, 7.0),
    ];
    let day = play(&a, &people, &[]);
    close_to(&day.ballots(), &[(0, 717.0), (1, 724.0), (2, 731.0)]);
    assert_eq!((day.tally.ballots_cast, day.tally.turned_away), (3, 1));
    assert_eq!(day.tally.waiting_at_close, 1); // the third; the second is in the booth
    assert_eq!(day.tally.cast_by[24], 1); // 20:00
    assert_eq!(day.tally.waiting_at[24], 1);
    a.polls[0].queue_may_vote = false;
    let day = play(&a, &people, &[]);
    close_to(&day.ballots(), &[(0, 717.0), (1, 724.0)]);
    assert_eq!(day.leavers(), [(720.0, 2, Leave::SentAway)]);
    assert_eq!((day.tally.unserved, day.tally.turned_away), (1, 1));
    assert_eq!(day.tally.waiting_at_close, 1);
    assert_eq!(day.tally.waiting_at[24], 0); // the doors have shut
}

#[test]
fn who_is_sent_away_at_closing_does_not_come_back() {
    // Both wait for the busy booth at 20:00. The first would have lost patience at 20:05 and come back at
    // 20:35; the other lost it at 19:59 and comes at 20:29, when the doors have shut.
    let mut a = returning();
    a.polls[0].queue_may_vote = false;
    let back = |arrives: f64, patience: f64| Person {
        back: (30.0 * MINUTE) as i32,
        ..patient(arrives, 1.0, patience)
    };
    let people = [person(700.0, 60.0), back(715.0, 10.0), back(715.0, 4.0)];
    let day = play(&a, &people, &[]);
    let tally = &day.tally;
    assert_eq!((tally.ballots_cast, tally.unserved), (1, 1));
    assert_eq!(
        (tally.gave_up, tally.turned_away, tally.came_back),
        (0, 1, 1)
    );
}

#[test]
fn nobody_is_called_at_the_instant_of_closing() {
    let mut a = station(1.0);
    a.polls[0].queue_may_vote = false;
    let day = play(&a, &[person(710.0, 10.0), person(710.0, 1.0)], &[]);
    close_to(&day.ballots(), &[(0, 720.0)]);
    assert_eq!(day.tally.cast_by[24], 1); // up to and including
    assert_eq!(day.tally.unserved, 1);
}

#[test]
fn patience_ends_a_millisecond_after_it_is_used_up() {
    // The booth is free at 10. Patience 9 from minute 1 is just enough; the next has a millisecond less.
    let people = [person(0.0, 10.0), patient(1.0, 2.0, 9.0), person(1.5, 1.0)];
    let day = play(&station(1.0), &people, &[]);
    close_to(&day.waits(), &[(0, 0.0), (1, 9.0), (2, 10.5)]);
    let people = [
        person(0.0, 10.0),
        patient(1.0, 2.0, 9.0 - MS),
        person(1.5, 1.0),
    ];
    let day = play(&station(1.0), &people, &[]);
    close_to(&day.waits(), &[(0, 0.0), (2, 8.5)]);
    let left = Leave::OutOfPatience { returns: false };
    assert_eq!(day.leavers(), [(10.0, 1, left)]);
    assert_eq!(day.tally.gave_up, 1);
}

/// One booth, and whoever finds two waiting turns back.
fn standing_room() -> Assumptions {
    let mut a = station(1.0);
    a.polls[0].stations[0].turn_back_at = Some(samples::fixed(&mut a, "turn back at", 2.0));
    a
}

fn turned_back(day: &Day) -> Vec<(f64, u32, bool)> {
    let found = day.events.iter().filter_map(|&(time, what)| match what {
        Happening::TurnsBack { person, returns } => Some((time, person, returns)),
        _ => None,
    });
    found.collect()
}

#[test]
fn who_finds_too_many_waiting_turns_back() {
    // The booth is busy until 10. Numbers 1 and 2 wait, 3 finds two and turns back. At 10 the first of
    // them is called, at that very moment 4 arrives, finds one and joins; 5 turns back. Number 2 loses
    // patience at 12, so 6 finds only 4 and joins; he makes two again, and 7 turns back.
    let people = [
        person(0.0, 10.0),
        person(1.0, 5.0),
        patient(2.0, 1.0, 10.0 - MS),
        person(3.0, 1.0),
        person(10.0, 1.0),
        person(11.0, 1.0),
        person(12.0, 1.0),
        person(13.0, 1.0),
    ];
    let day = play(&standing_room(), &people, &[]);
    close_to(
        &day.ballots(),
        &[(0, 10.0), (1, 15.0), (4, 16.0), (6, 17.0)],
    );
    close_to(&day.waits(), &[(0, 0.0), (1, 9.0), (4, 5.0), (6, 4.0)]);
    let expected = [(3.0, 3, false), (11.0, 5, false), (13.0, 7, false)];
    assert_eq!(turned_back(&day), expected);
    let left = Leave::OutOfPatience { returns: false };
    assert_eq!(day.leavers(), [(12.0, 2, left)]);
    assert_eq!((day.tally.gave_up, day.tally.turned_away), (4, 0));
}

#[test]
fn two_at_the_door_before_opening_are_enough() {
    let mut a = disturbed(1.0, |_| DisturbanceKind::OpensLate(clock(60.0)));
    a.polls[0].stations[0].turn_back_at = Some(samples::fixed(&mut a, "turn back at", 2.0));
    let people: Vec<Person> = (0..4).map(|n| person(20.0 * f64::from(n), 5.0)).collect();
    let day = play(&a, &people, &[]);
    // The fourth comes as the doors open: the first has just been called, so he joins.
    close_to(&day.waits(), &[(0, 60.0), (1, 45.0), (3, 10.0)]);
    assert_eq!(turned_back(&day), [(40.0, 2, false)]);
}

#[test]
fn who_turned_back_may_come_back_once() {
    // Busy until 20; two wait. Number 3 turns back at 3 and comes at 19, again to no avail; number 4
    // turns back at 4, comes at 20 when one has just been called, and votes after 1, 2 (2 minutes each).
    let mut a = returning();
    a.polls[0].stations[0].turn_back_at = Some(samples::fixed(&mut a, "turn back at", 2.0));
    let back = |arrives: f64, after: f64| Person {
        back: (after * MINUTE) as i32,
        ..person(arrives, 1.0)
    };
    let people = [
        person(0.0, 20.0),
        person(1.0, 2.0),
        person(2.0, 2.0),
        back(3.0, 16.0),
        back(4.0, 16.0),
    ];
    let day = play(&a, &people, &[]);
    let tally = &day.tally;
    assert_eq!((tally.came, tally.came_back, tally.gave_up), (5, 2, 1));
    let expected = [(3.0, 3, true), (4.0, 4, true), (19.0, 5, false)];
    assert_eq!(turned_back(&day), expected);
    close_to(&day.waits(), &[(0, 0.0), (1, 19.0), (2, 20.0), (6, 4.0)]);
    assert_eq!(tally.ballots_cast, 4);
}

#[test]
fn the_line_at_the_desk_is_what_is_seen_from_the_door() {
    // The clerk takes a minute each, the booth ten: two wait for the booth and nobody at the desk when
    // number 4 comes, so he joins; then 5 and 6 wait at the desk, and 7 turns back.
    let mut a = with_desk(1.0);
    a.polls[0].stations[0].turn_back_at = Some(samples::fixed(&mut a, "turn back at", 2.0));
    let at = |arrives: f64| Person {
        desk: 60_000,
        ..person(arrives, 10.0)
    };
    let people = [0.0, 1.0, 2.0, 3.0, 5.0, 5.1, 5.2, 5.3].map(at);
    let day = play(&a, &people, &[]);
    assert_eq!(day.tally.gave_up, 1);
    let found = turned_back(&day);
    assert!(
        found[0].1 == 7 && (found[0].0 - 5.3).abs() < MS,
        "{found:?}"
    );
}

/// One booth, and people may come back.
fn returning() -> Assumptions {
    let mut a = station(1.0);
    a.polls[0].stations[0].come_back = Some(ComeBack {
        share: samples::fixed(&mut a, "share", 0.5),
        after: samples::person_law(&mut a, "after", Law::Fixed(60.0), 60_000),
    });
    a
}

#[test]
fn one_in_five_would_come_back() {
    let mut a = returning();
    let share = a.polls[0].stations[0].come_back.as_ref().map(|it| it.share);
    a.inputs[share.expect("it is stated").0].law = Law::Fixed(0.2);
    let prepared = Prepared::new(&a).expect("hand-made assumptions are sound");
    let day =
        PollingDay::draw(&prepared, &a, Seed(1), 0, Freeze::No).expect("nothing is uncertain");
    let weights = turnout::weights(&prepared, &day);
    let rules = Rules::new(&prepared, &a, &day, &weights);
    let back = |level: f64| {
        let mut it = person(0.0, 1.0);
        rules.sets[0][0].way_back(&mut it, ((level * 4_294_967_296.0) as u64) << 32);
        it.back
    };
    // After sixty minutes.
    assert_eq!([0.0, 0.1, 0.199].map(back), [3_600_000; 3]);
    assert_eq!([0.201, 0.5, 0.999].map(back), [-1; 3]);
}

#[test]
fn somebody_comes_back_once() {
    // Booth busy until 20. Number 1 (patience 5) leaves at 6 and returns 8 later, at 14, leaves for
    // good at 19. Number 2 (patience 5 as well) returns at 40 and votes.
    let mut early = patient(1.0, 2.0, 5.0);
    early.back = (8.0 * MINUTE) as i32;
    let mut late = patient(2.0, 2.0, 5.0);
    late.back = (33.0 * MINUTE) as i32;
    let mut lucky = patient(30.0, 1.0, 5.0); // is called at once; his way back is void
    lucky.back = 0;
    let day = play(&returning(), &[person(0.0, 20.0), early, late, lucky], &[]);
    let tally = &day.tally;
    assert_eq!((tally.came, tally.came_back, tally.gave_up), (4, 2, 1));
    assert_eq!(tally.ballots_cast, 3);
    let times: Vec<f64> = day.leavers().iter().map(|leaver| leaver.0).collect();
    for (found, expected) in times.iter().zip([6.0, 7.0, 19.0]) {
        assert!((found - expected).abs() < 3.0 * MS, "{times:?}");
    }
    let last = day.ballots()[2].1;
    assert!((last - 42.0).abs() < 3.0 * MS, "{last}");
}

#[test]
fn somebody_comes_back_to_closed_doors() {
    let mut person_back = patient(700.0, 2.0, 5.0);
    person_back.back = (30.0 * MINUTE) as i32;
    let day = play(&returning(), &[person(690.0, 25.0), person_back], &[]);
    assert_eq!(
        (
            day.tally.came_back,
            day.tally.turned_away,
            day.tally.gave_up
        ),
        (1, 1, 0)
    );
}

#[test]
fn doors_open_late_and_people_wait_at_the_door() {
    let a = disturbed(2.0, |_| DisturbanceKind::OpensLate(clock(60.0)));
    let people = [
        person(0.0, 5.0),
        person(10.0, 5.0),
        patient(20.0, 5.0, 30.0),
        person(30.0, 5.0),
    ];
    let day = play(&a, &people, &[]);
    close_to(&day.waits(), &[(0, 60.0), (1, 50.0), (3, 35.0)]);
    assert_eq!(day.tally.gave_up, 1);
    assert_eq!(day.tally.waiting_at[1], 4); // 8:30
    assert_eq!(day.tally.waiting_at[2], 1); // 9:00: two have just been called, one has left
    assert_eq!(day.tally.waited_over_30_min, 3);
}

#[test]
fn doors_close_early_or_late() {
    let early = disturbed(1.0, |_| DisturbanceKind::ClosesAt(clock(60.0)));
    let people = [
        person(50.0, 15.0),
        person(59.0, 15.0),
        person(60.0, 15.0),
        person(300.0, 1.0),
    ];
    let day = play(&early, &people, &[]);
    close_to(&day.ballots(), &[(0, 65.0), (1, 80.0)]);
    assert_eq!((day.tally.turned_away, day.tally.waiting_at_close), (2, 1));
    let mut late = disturbed(1.0, |_| DisturbanceKind::ClosesAt(clock(780.0)));
    late.polls[0].queue_may_vote = false;
    let people = [
        person(710.0, 30.0),
        person(711.0, 30.0),
        person(770.0, 30.0),
        person(771.0, 1.0),
    ];
    let day = play(&late, &people, &[]);
    close_to(&day.ballots(), &[(0, 740.0), (1, 770.0), (2, 800.0)]);
    assert_eq!(day.tally.unserved, 1);
}

#[test]
fn closed_for_a_while() {
    let a = disturbed(1.0, |_| DisturbanceKind::Closed {
        at: clock(60.0),
        span: SimTime::minutes(30),
    });
    // 0 is in the booth when the doors shut and finishes; 1 waits inside; 2 is turned away; 3 comes
    // when they open again.
    let people = [
        person(55.0, 10.0),
        person(58.0, 2.0),
        person(70.0, 1.0),
        person(90.0, 1.0),
    ];
    let day = play(&a, &people, &[]);
    close_to(&day.ballots(), &[(0, 65.0), (1, 92.0), (3, 93.0)]);
    close_to(&day.waits(), &[(0, 0.0), (1, 32.0), (3, 2.0)]);
    assert_eq!(day.tally.turned_away, 1);
}

#[test]
fn slow_service_is_slow_when_it_begins_in_the_spell() {
    let a = disturbed(1.0, |a| DisturbanceKind::Slow {
        at: clock(10.0),
        span: SimTime::minutes(10),
        factor: samples::fixed(a, "factor", 3.0),
    });
    // Begins at 9 (normal, ends 12), at 12 (three times 4, ends 24), at 24 (normal).
    let people = [person(9.0, 3.0), person(9.0, 4.0), person(9.0, 1.0)];
    let day = play(&a, &people, &[]);
    close_to(&day.ballots(), &[(0, 12.0), (1, 24.0), (2, 25.0)]);
}

#[test]
fn fewer_booths_for_a_while_and_for_good() {
    let fewer = |booths: f64, span: Option<SimTime>| {
        disturbed(2.0, |a| DisturbanceKind::Booths {
            at: clock(5.0),
            span,
            booths: samples::fixed(a, "booths left", booths),
        })
    };
    // Two enter at 0 and leave at 10. One booth from 5 to 25: the third enters at 10, the fourth at 20;
    // at 25 the second booth is back and takes the fifth.
    let people: Vec<Person> = (0..5).map(|_| person(0.0, 10.0)).collect();
    let day = play(&fewer(1.0, Some(SimTime::minutes(20))), &people, &[]);
    close_to(
        &day.waits(),
        &[(0, 0.0), (1, 0.0), (2, 10.0), (3, 20.0), (4, 25.0)],
    );
    // No booth at all, for good: those in a booth finish, one loses patience, the rest is never called.
    let mut people = people;
    people[3].patience = (30.0 * MINUTE) as i32;
    let day = play(&fewer(0.0, None), &people, &[]);
    assert_eq!(day.tally.ballots_cast, 2);
    assert_eq!((day.tally.gave_up, day.tally.unserved), (1, 2));
    assert_eq!(day.tally.waiting_at[1], 3); // 8:30: the impatient one is there until 8:30:00.001
    assert_eq!(day.tally.waiting_at[2], 2); // 9:00
    assert_eq!(day.tally.waiting_at_close, 2);
}

#[test]
fn a_surge_brings_the_later_ones_forward() {
    let a = disturbed(9.0, |a| DisturbanceKind::Surge {
        at: clock(60.0),
        span: SimTime::minutes(10),
        share: samples::fixed(a, "share", 1.0),
    });
    let people = [
        person(10.0, 1.0),
        person(65.0, 1.0),
        person(300.0, 1.0),
        person(700.0, 1.0),
    ];
    let day = play(&a, &people, &[]);
    assert_eq!(day.tally.cast_by[1..4], [1, 1, 4]); // 8:30, 9:00, 9:30
    let joins = |person: u32| {
        let found = day.events.iter().find_map(|&(time, what)| match what {
            Happening::Joins { person: p, .. } if p == person => Some(time),
            _ => None,
        });
        found.expect("everybody joins")
    };
    assert!((60.0..70.0).contains(&joins(2)) && (60.0..70.0).contains(&joins(3)));
    assert_eq!((joins(0), joins(1)), (10.0, 65.0));
}

/// A desk with one clerk before the booths.
fn with_desk(booths: f64) -> Assumptions {
    let mut a = station(booths);
    let clerks = samples::fixed(&mut a, "clerks", 1.0);
    let service = samples::person_law(&mut a, "desk", Law::Fixed(60.0), 1_000);
    a.polls[0].stations[0].desk = Some(Desk { clerks, service });
    a
}

#[test]
fn first_the_desk_then_the_booth() {
    // One clerk takes 2 minutes each: 2, 4, 6. One booth takes 3: enters 2, 5, 8.
    let people: Vec<Person> = (0..3)
        .map(|_| Person {
            desk: 120_000,
            ..person(0.0, 3.0)
        })
        .collect();
    let day = play(&with_desk(1.0), &people, &[]);
    close_to(&day.ballots(), &[(0, 5.0), (1, 8.0), (2, 11.0)]);
    // Waits: 0; 2 at the desk and 1 for the booth; 4 and 2.
    close_to(&day.waits(), &[(0, 0.0), (1, 3.0), (2, 6.0)]);
    assert_eq!(day.tally.total_wait, 9 * 60_000);
}

#[test]
fn patience_counts_both_queues_and_not_the_desk_itself() {
    // The third waits 4 at the desk, then would wait 2 more: with patience 5 he leaves at 7.
    let mut people: Vec<Person> = (0..3)
        .map(|_| Person {
            desk: 120_000,
            ..person(0.0, 3.0)
        })
        .collect();
    people[2].patience = 5 * 60_000;
    let day = play(&with_desk(1.0), &people, &[]);
    let (time, who, _) = day.leavers()[0];
    assert!(who == 2 && (time - 7.0 - MS).abs() < 1e-9, "{time}");
    people[2].patience = 6 * 60_000;
    assert_eq!(play(&with_desk(1.0), &people, &[]).tally.ballots_cast, 3);
    people[2].patience = 4 * 60_000 - 1; // not even to the desk
    let (time, who, _) = play(&with_desk(1.0), &people, &[]).leavers()[0];
    assert!(who == 2 && (time - 4.0).abs() < 1e-9, "{time}");
}

#[test]
fn closing_catches_people_at_the_desk() {
    let mut a = with_desk(1.0);
    a.polls[0].queue_may_vote = false;
    let at_desk = Person {
        desk: 120_000,
        ..person(719.0, 1.0)
    };
    let day = play(&a, &[at_desk, at_desk], &[]);
    assert_eq!((day.tally.ballots_cast, day.tally.unserved), (0, 2));
    assert_eq!(
        day.leavers().iter().map(|l| l.0).collect::<Vec<_>>(),
        [720.0, 721.0]
    );
}

#[test]
fn papers_run_out() {
    let mut a = station(1.0);
    a.polls[0].stations[0].ballot_papers = Some(samples::fixed(&mut a, "papers", 2.0));
    let people: Vec<Person> = (0..4).map(|n| person(f64::from(n), 10.0)).collect();
    let day = play(&a, &people, &[]);
    close_to(&day.ballots(), &[(0, 10.0), (1, 20.0)]);
    // The other two learn it when their turn comes.
    assert_eq!(
        day.leavers(),
        [(20.0, 2, Leave::NoPaper), (20.0, 3, Leave::NoPaper)]
    );
    assert_eq!(day.tally.out_of_papers, 2);
    // At a desk they learn it at the desk.
    let mut a = with_desk(1.0);
    a.polls[0].stations[0].ballot_papers = Some(samples::fixed(&mut a, "papers", 1.0));
    let people = [Person {
        desk: 60_000,
        ..person(0.0, 10.0)
    }; 2];
    assert_eq!(play(&a, &people, &[]).leavers(), [(1.0, 1, Leave::NoPaper)]);
}

#[test]
fn mobile_boxes_visit_until_closing() {
    let mut a = station(1.0);
    let mobile = MobileBox {
        share: samples::fixed(&mut a, "share", 0.5),
        boxes: samples::fixed(&mut a, "boxes", 2.0),
        visit: samples::person_law(&mut a, "visit", Law::Fixed(300.0), 60_000),
    };
    a.polls[0].stations[0].mobile = Some(mobile);
    let request = |turn: u32, minutes: i32| Request {
        turn,
        visit: minutes * 60_000,
        cell: 0,
        goes_by: NONE,
        trip: 0,
    };
    // Two boxes, twelve hours. Turns 1, 2: 0-300, 0-420; turn 3: 300-700; turn 4: 420-720 is just in
    // time; turn 5: begins at 700 and would end at 740.
    let visits = [
        request(3, 400),
        request(1, 300),
        request(2, 420),
        request(5, 40),
        request(4, 300),
    ];
    let day = play(&a, &[person(100.0, 1.0)], &visits);
    assert_eq!((day.tally.ballots_cast, day.tally.unserved), (5, 1));
    assert_eq!(day.tally.cast_by[10], 2); // 13:00: the person at the station and the first visit
    assert_eq!(day.tally.last_ballot_at, clock(720.0).0 as u64);
    // Papers leave with the boxes: with three of them, two requests and the station's voter get none.
    a.polls[0].stations[0].ballot_papers = Some(samples::fixed(&mut a, "papers", 3.0));
    let day = play(&a, &[person(100.0, 1.0)], &visits);
    assert_eq!((day.tally.ballots_cast, day.tally.out_of_papers), (3, 3));
}

#[test]
fn two_disturbances_at_once() {
    let mut a = disturbed(3.0, |a| DisturbanceKind::Slow {
        at: clock(0.0),
        span: SimTime::minutes(60),
        factor: samples::fixed(a, "factor", 2.0),
    });
    disturb(&mut a, |a| DisturbanceKind::Slow {
        at: clock(30.0),
        span: SimTime::minutes(60),
        factor: samples::fixed(a, "factor 2", 3.0),
    });
    let people = [
        person(10.0, 1.0),
        person(40.0, 1.0),
        person(70.0, 1.0),
        person(90.0, 1.0),
    ];
    let day = play(&a, &people, &[]);
    close_to(
        &day.ballots(),
        &[(0, 12.0), (1, 46.0), (2, 73.0), (3, 91.0)],
    );
}

#[test]
fn travellers_meet_the_other_polls_queue_and_its_closing() {
    // Three people come to the first poll at 9:00 (60 minutes after 8:00), where one booth takes ten
    // minutes each: they vote at 70, 80 and 90, and are at the second poll half an hour later, at 100,
    // 110 and 120. One of its own has come there at 95; its one booth takes twenty minutes, and it closes
    // at 120. So its own votes from 95 to 115, the first traveller waits 15 minutes and votes from 115 to
    // 135, the second waits 25 and votes from 135 to 155, the third finds the doors shut.
    let mut a = Assumptions::default();
    let three = samples::group(&mut a, "three", 3.0);
    let own = samples::group(&mut a, "own", 1.0);
    let mut at_once = |id: &str, group: GroupId, minutes: f64, service: f64| {
        let law = Law::Fixed(service * 60.0);
        let mut set = samples::station_set(&mut a, id, &[group], (1, 1.0), law);
        let instant = [clock(minutes), SimTime(clock(minutes).0 + 1)];
        let even = set.arrivals.points[0].1;
        set.arrivals.points = instant.map(|time| (time, even)).into();
        samples::poll(&mut a, id, &[(group, 1.0)], vec![set])
    };
    let (first, second) = (
        at_once("first", three, 60.0, 10.0),
        at_once("second", own, 95.0, 20.0),
    );
    a.polls[second.0].closes = clock(120.0);
    let way = samples::overlap(&mut a, first, second, 1.0, 30.0);
    a.overlaps.push(way);
    let play = |a: &Assumptions, lane: Lane| {
        let prepared = Prepared::with_lane(a, lane).expect("sound");
        let day = PollingDay::draw(&prepared, a, Seed(1), 0, Freeze::No).expect("sound");
        super::run(&prepared, a, &day, &mut super::Workspace::default())
    };
    for lane in [Lane::Agenda, Lane::Station] {
        let day = play(&a, lane);
        let [here, there] = &day.polls[..] else {
            panic!("two polls")
        };
        assert_eq!((here.came, here.ballots_cast), (3, 3));
        assert_eq!(here.total_wait, 30 * 60_000); // 0, 10 and 20 minutes
        assert_eq!(here.last_ballot_at, clock(90.0).0 as u64);
        assert_eq!((there.came, there.ballots_cast), (4, 3));
        assert_eq!((there.ballots_by_travellers, there.turned_away), (2, 1));
        assert_eq!(there.total_wait, (15 + 25) * 60_000);
        assert_eq!(there.longest_wait, 25 * 60_000);
        assert_eq!(there.last_ballot_at, clock(155.0).0 as u64);
        assert_eq!(day.voted_in_both, [2]);
    }
    // Where those in the queue at closing are sent away, the second traveller has come in vain.
    a.polls[second.0].queue_may_vote = false;
    for lane in [Lane::Agenda, Lane::Station] {
        let day = play(&a, lane);
        let there = &day.polls[1];
        assert_eq!((there.came, there.ballots_cast), (4, 2));
        assert_eq!((there.unserved, there.turned_away), (1, 1));
        assert_eq!(there.ballots_by_travellers, 1);
        assert_eq!(there.last_ballot_at, clock(135.0).0 as u64);
        assert_eq!(day.voted_in_both, [1]);
    }
}
