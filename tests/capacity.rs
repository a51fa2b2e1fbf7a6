//! Capacity by simulated days: how many booths are enough, and what a stated number of voters meets.

use scrutineer::compare::capacity::{booth_row, needed, served, what_if};
use scrutineer::engine::{Freeze, Lane, samples};
use scrutineer::model::{Assumptions, Law, PollId};
use scrutineer::random::Seed;
use scrutineer::trials::{Go, Outcome, Settings, TrialTable, run};
use scrutineer::units::SimTime;

fn table(of: &Assumptions, trials: u64) -> TrialTable {
    let settings = Settings {
        seed: Seed(7),
        first: 0,
        trials,
        freeze: Freeze::No,
        lane: Lane::Auto,
        threads: Some(2),
    };
    run(of, &settings, &|_| Go::On).expect("the assumptions are sound")
}

/// Sixty voters of one minute each who all come in the first second.
fn rush() -> Assumptions {
    let mut a = Assumptions::default();
    let all = samples::group(&mut a, "all", 60.0);
    let mut set = samples::station_set(&mut a, "hall", &[all], (1, 1.0), Law::Fixed(60.0));
    let (some, none) = (
        samples::fixed(&mut a, "some", 1.0),
        samples::fixed(&mut a, "none", 0.0),
    );
    let opens = SimTime::from_hm(8, 0);
    let second = opens + SimTime(SimTime::SECOND);
    set.arrivals.points = vec![
        (opens, some),
        (second, none),
        (SimTime::from_hm(20, 0), none),
    ];
    samples::poll(&mut a, "rush", &[(all, 1.0)], vec![set]);
    a
}

#[test]
fn two_booths_are_enough_where_one_is_not() {
    let patient = what_if::everybody_waits(&rush());
    let rows: Vec<_> = (1..=3)
        .map(|booths| {
            let of = what_if::with_booths(&patient, PollId(0), 0, booths);
            booth_row(&table(&of, 4), 0, 0, booths)
        })
        .collect();
    // The last voter begins after 59, 29 and 19 minutes, less his own arrival within a second.
    for (row, last) in rows.iter().zip([59.0, 29.0, 19.0]) {
        assert!(row.longest.highest <= last && row.longest.lowest > last - 1.0 / 60.0);
    }
    // With one booth 29 of 60 begin later than half an hour after they came: minutes 31 to 59.
    assert!((rows[0].over - 29.0 / 60.0).abs() < 1.0 / 60.0);
    assert_eq!((rows[0].kept, rows[1].kept, rows[1].over), (0, 4, 0.0));
    assert_eq!(needed(&rows), Some(2));
}

#[test]
fn a_booth_more_never_lengthens_a_wait() {
    let patient = what_if::everybody_waits(&samples::seed_sized());
    let columns = [
        Outcome::LongestWait { poll: 0 },
        Outcome::TotalWait { poll: 0 },
        Outcome::WaitedOver30Min { poll: 0 },
    ];
    let mut before: Option<Vec<Vec<i64>>> = None;
    for booths in [1, 2, 3, 4, 6, 9] {
        let table = table(&what_if::with_booths(&patient, PollId(0), 0, booths), 3);
        let came = table.column(Outcome::Came { poll: 1 }).map(<[i64]>::to_vec);
        let mut now: Vec<Vec<i64>> = columns
            .iter()
            .map(|it| table.column(*it).expect("counted always").to_vec())
            .collect();
        now.push(came.expect("counted always"));
        if let Some(before) = &before {
            for (before, now) in before.iter().zip(&now).take(columns.len()) {
                assert!(before.iter().zip(now).all(|(a, b)| a >= b), "{booths}");
            }
            assert_eq!(before.last(), now.last(), "who comes does not change");
        }
        before = Some(now);
    }
}

#[test]
fn exactly_the_stated_number_of_voters_comes() {
    for voters in [1, 17, 30_001] {
        let of = what_if::with_voters(&samples::seed_sized(), PollId(0), voters);
        let days = served(&table(&of, 3), 0);
        let voters = voters as f64;
        assert_eq!((days.came.lowest, days.came.highest), (voters, voters));
        assert_eq!(days.everybody, 3, "nobody is impatient here");
    }
}
