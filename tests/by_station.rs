//! What single stations come to: it adds up to the poll's day, whatever lane plays and however many
//! threads there are.

mod support;

use std::sync::Mutex;

use scrutineer::engine::{
    self, Freeze, Lane, PollTally, PollingDay, Prepared, StationTally, Tally, Workspace, samples,
};
use scrutineer::model::{Assumptions, Law};
use scrutineer::random::Seed;
use scrutineer::report::StationColumns;
use scrutineer::trials::{self, ByStation, Go, Outcome, Settings};
use scrutineer::units::SimTime;
use support::{Range, scenario};

/// A day and what its stations came to.
fn day(a: &Assumptions, lane: Lane) -> (Tally, Vec<(usize, usize, u32, PollTally)>) {
    let prepared = Prepared::with_lane(a, lane).expect("the lane can play it");
    let day = PollingDay::draw(&prepared, a, Seed(4), 9, Freeze::No).expect("sound");
    let mut told = Vec::new();
    let mut tell = |it: StationTally| told.push((it.poll.0, it.set, it.station, it.tally.clone()));
    let mut workspace = Workspace::default();
    let tally = engine::run_by_station(&prepared, a, &day, &mut workspace, &mut tell);
    let unasked = engine::run(&prepared, a, &day, &mut workspace);
    assert_eq!(tally, unasked, "asking changes nothing");
    (tally, told)
}

/// The counts of some stations put together as one poll.
fn together<'t>(stations: impl Iterator<Item = &'t PollTally>, like: &PollTally) -> PollTally {
    let mut sum = PollTally {
        registered: like.registered,
        eligible: like.eligible,
        cast_by: vec![0; like.cast_by.len()],
        waiting_at: vec![0; like.waiting_at.len()],
        by_set: vec![0; like.by_set.len()],
        contests: like.contests.clone(),
        ..PollTally::default()
    };
    for contest in &mut sum.contests {
        contest.invalid = 0;
        contest.votes.iter_mut().for_each(|votes| *votes = 0);
    }
    let add = |to: &mut [u64], part: &[u64]| to.iter_mut().zip(part).for_each(|(a, b)| *a += b);
    for it in stations {
        sum.came += it.came;
        sum.ballots_cast += it.ballots_cast;
        sum.ballots_by_travellers += it.ballots_by_travellers;
        sum.turned_away += it.turned_away;
        sum.gave_up += it.gave_up;
        sum.came_back += it.came_back;
        sum.out_of_papers += it.out_of_papers;
        sum.unserved += it.unserved;
        sum.waiting_at_close += it.waiting_at_close;
        sum.longest_wait = sum.longest_wait.max(it.longest_wait);
        sum.total_wait += it.total_wait;
        sum.waited_over_30_min += it.waited_over_30_min;
        sum.last_ballot_at = sum.last_ballot_at.max(it.last_ballot_at);
        add(&mut sum.cast_by, &it.cast_by);
        add(&mut sum.waiting_at, &it.waiting_at);
        add(&mut sum.by_set, &it.by_set);
        for (to, part) in sum.contests.iter_mut().zip(&it.contests) {
            to.invalid += part.invalid;
            add(&mut to.votes, &part.votes);
        }
    }
    sum
}

#[test]
fn stations_add_up_to_their_poll_in_every_lane() {
    let mut circles = 0;
    for seed in 0..150 {
        let a = scenario(seed, Range::EVERYTHING);
        circles += usize::from(a.overlaps.iter().any(|it| it.from > it.to));
        for lane in [Lane::Auto, Lane::Agenda, Lane::Count] {
            let (tally, told) = day(&a, lane);
            let names: Vec<_> = told.iter().map(|it| (it.1, it.2)).collect();
            let mut expected = Vec::new();
            for (poll, of) in tally.polls.iter().enumerate() {
                let stations = told.iter().filter(|it| it.0 == poll).map(|it| &it.3);
                let mut sum = together(stations.clone(), of);
                if lane == Lane::Count {
                    // Who came from elsewhere is counted for the poll only.
                    sum.ballots_by_travellers = of.ballots_by_travellers;
                }
                assert_eq!(&sum, of, "scenario {seed}, {lane:?}, poll {poll}");
                for it in stations {
                    let fates = it.turned_away + it.gave_up + it.out_of_papers + it.unserved;
                    assert_eq!(it.came, it.ballots_cast + fates, "everybody has one fate");
                }
                for (at, set) in a.polls[poll].stations.iter().enumerate() {
                    expected.extend((1..=set.count).map(|number| (at, number)));
                }
            }
            let mut sorted = (names.clone(), expected.clone());
            sorted.0.sort_unstable();
            sorted.1.sort_unstable();
            assert_eq!(sorted.0, sorted.1, "every station once");
        }
    }
    assert!(circles > 10, "people move in circles too: {circles}");
}

/// The file of a run, and the table beside it.
fn file(a: &Assumptions, lane: Lane, threads: usize) -> (String, trials::TrialTable) {
    let settings = Settings {
        seed: Seed(6),
        first: 0,
        trials: 40,
        freeze: Freeze::No,
        lane,
        threads: Some(threads),
    };
    let columns = StationColumns::new([a].into_iter(), lane);
    let rows = columns.of("base", a);
    let taken = Mutex::new(columns.head());
    let by = ByStation {
        trials: 25,
        write: &|trial: u64, it: &StationTally, to: &mut Vec<u8>| rows.write(trial, it, to),
        take: &|rows: &[u8]| {
            taken.lock().expect("no panic").extend_from_slice(rows);
            Go::On
        },
    };
    let table = trials::run_by_station(a, &settings, &|_| Go::On, Some(&by)).expect("sound");
    let text = String::from_utf8(taken.into_inner().expect("no panic")).expect("text");
    (text, table)
}

#[test]
fn the_file_has_the_same_bytes_on_any_number_of_threads() {
    let a = scenario(11, Range::EVERYTHING);
    let (one, table) = file(&a, Lane::Auto, 1);
    assert_eq!(table.len, 40);
    for threads in [2, 8] {
        assert_eq!(file(&a, Lane::Auto, threads), (one.clone(), table.clone()));
    }
}

#[test]
fn rows_of_the_file_add_up_to_the_trial_table() {
    let mut hours = 0;
    for (seed, lane) in [(11, Lane::Auto), (12, Lane::Auto), (12, Lane::Count)] {
        let a = scenario(seed, Range::EVERYTHING);
        let (text, table) = file(&a, lane, 2);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let head = reader.headers().expect("a head").clone();
        let column = |name: &str| head.iter().position(|it| it == name).expect("a column");
        let rows: Vec<csv::StringRecord> = reader.records().map(|it| it.expect("a row")).collect();
        let number = |row: &csv::StringRecord, at: usize| row[at].parse::<i64>().expect("digits");
        for (at, poll) in a.polls.iter().enumerate() {
            let mut pairs = vec![
                (column("came"), Outcome::Came { poll: at }),
                (column("ballots-cast"), Outcome::BallotsCast { poll: at }),
            ];
            if lane != Lane::Count {
                pairs.push((column("turned-away"), Outcome::TurnedAway { poll: at }));
                pairs.push((column("total-wait-ms"), Outcome::TotalWait { poll: at }));
                let hour = 3_600_000;
                let full = |it: &SimTime| it.0 % hour == 0;
                if let Some(checkpoint) = poll.checkpoints.iter().position(full) {
                    let name = format!("ballots-cast@{}", poll.checkpoints[checkpoint]);
                    let cast = Outcome::CastBy {
                        poll: at,
                        checkpoint,
                    };
                    pairs.push((column(&name), cast));
                    hours += 1;
                }
            }
            for trial in 0..25 {
                let of =
                    |row: &&csv::StringRecord| row[1] == trial.to_string() && row[2] == poll.id;
                for &(column, outcome) in &pairs {
                    let of_day = rows.iter().filter(of);
                    let sum: i64 = of_day.map(|row| number(row, column)).sum();
                    let counted = table.column(outcome).expect("counted")[trial];
                    assert_eq!(sum, counted, "scenario {seed}, trial {trial}, {outcome:?}");
                }
            }
        }
        assert!(rows.iter().all(|row| number(row, 1) < 25));
    }
    assert!(hours > 0, "some day is watched on the hour");
}

#[test]
fn votes_of_a_station_follow_their_law_whatever_the_others_mark() {
    // Two stations with three voters each, of whom each is invalid, first or second with 0.01, 0.594
    // and 0.396. Votes for the first are binomial at each station and tell nothing about the other:
    // Pearson's chi-square over the 16 cells of their joint law has 15 degrees of freedom, of which
    // 48.3 is passed with a probability of 1 in 44,000 (20,000 days, one seed; the rarest cell is
    // expected 90 times).
    let mut a = Assumptions::default();
    let town = samples::group(&mut a, "town", 6.0);
    let set = samples::station_set(&mut a, "set", &[town], (2, 9.0), Law::Fixed(60.0));
    let poll = samples::poll(&mut a, "poll", &[(town, 1.0)], vec![set]);
    let contest = samples::contest(&mut a, "contest", 1, &[0.6, 0.4]);
    a.polls[poll.0].contests.push(contest);
    let prepared = Prepared::with_lane(&a, Lane::Count).expect("sound");
    let mut workspace = Workspace::default();
    let mut seen = [[0u32; 4]; 4];
    let days = 20_000;
    for trial in 0..days {
        let day = PollingDay::draw(&prepared, &a, Seed(1), trial, Freeze::No).expect("sound");
        let mut votes = Vec::new();
        let mut tell = |it: StationTally| votes.push(it.tally.contests[0].votes[0] as usize);
        engine::run_by_station(&prepared, &a, &day, &mut workspace, &mut tell);
        seen[votes[0]][votes[1]] += 1;
    }
    let yes: f64 = 0.99 * 0.6;
    let law = [1.0, 3.0, 3.0, 1.0];
    let chance = |k: usize| law[k] * yes.powi(k as i32) * (1.0 - yes).powi(3 - k as i32);
    let mut square = 0.0;
    for (one, row) in seen.iter().enumerate() {
        for (other, &n) in row.iter().enumerate() {
            let expected = days as f64 * chance(one) * chance(other);
            square += (f64::from(n) - expected).powi(2) / expected;
        }
    }
    assert!(square < 48.3, "{square}");
}
