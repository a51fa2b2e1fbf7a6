//! What single stations come to: it adds up to the poll's day, whatever lane plays and however many
//! threads there are.

mod support;

use std::sync::Mutex;

use scrutineer::engine::{
    self, Freeze, Lane, PollTally, PollingDay, Prepared, StationTally, Tally, Workspace, samples,
};
use scrutineer::model::{Assumptions, Law};
use scrutineer::random::Seed;
use scrutineer::report::{RowFormat, StationColumns, StationSheet};
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
    let (bytes, table) = file_in(RowFormat::Csv, &[("base", a)], lane, threads);
    (String::from_utf8(bytes).expect("text"), table)
}

/// The file of several sets of assumptions in a format, and the table of the last.
fn file_in(
    format: RowFormat,
    sets: &[(&str, &Assumptions)],
    lane: Lane,
    threads: usize,
) -> (Vec<u8>, trials::TrialTable) {
    let settings = Settings {
        seed: Seed(6),
        first: 0,
        trials: 40,
        freeze: Freeze::No,
        lane,
        threads: Some(threads),
    };
    let columns = StationColumns::new(sets.iter().map(|(_, a)| *a), lane);
    let (sheet, head) = StationSheet::begin(format, columns).expect("built in");
    let taken = Mutex::new(head);
    let mut last = None;
    for (id, a) in sets {
        let rows = sheet.of(id, a);
        let by = ByStation {
            trials: 25,
            write: &|trial: u64, it: &StationTally, to: &mut Vec<u8>| {
                sheet.write(&rows, trial, it, to);
            },
            take: &|rows: &[u8]| {
                let bytes = sheet.take(rows).expect("room for more");
                taken.lock().expect("no panic").extend_from_slice(&bytes);
                Go::On
            },
        };
        last = Some(trials::run_by_station(a, &settings, &|_| Go::On, Some(&by)).expect("sound"));
    }
    let mut bytes = taken.into_inner().expect("no panic");
    bytes.extend(sheet.end().expect("room for the end"));
    (bytes, last.expect("a set"))
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

#[cfg(not(feature = "parquet"))]
#[test]
fn without_the_feature_there_is_no_parquet() {
    let columns = StationColumns::new(std::iter::empty(), Lane::Auto);
    let error = StationSheet::begin(RowFormat::Parquet, columns).expect_err("not built in");
    assert_eq!(error.kind(), std::io::ErrorKind::Unsupported);
}

#[cfg(feature = "parquet")]
mod parquet_rows {
    use std::fs::File;
    use std::io::Write;

    use parquet::basic::{Compression, Repetition, Type};
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    use scrutineer::model::{ListedStation, StationList};

    use super::*;

    /// A file read back: its reader, and all rows as the CSV would write them.
    fn read(bytes: Vec<u8>) -> (SerializedFileReader<File>, Vec<Vec<String>>) {
        let mut file = tempfile::tempfile().expect("a temporary file");
        file.write_all(&bytes).expect("written");
        let reader = SerializedFileReader::new(file).expect("a sound file");
        let field = |field: &Field| match field {
            Field::Null => String::new(),
            Field::Long(number) => number.to_string(),
            Field::Str(text) => text.clone(),
            other => panic!("{other:?} has no place in the file"),
        };
        let rows = reader.get_row_iter(None).expect("rows");
        let rows = rows.map(|row| {
            let row = row.expect("a sound row");
            row.get_column_iter().map(|(_, it)| field(it)).collect()
        });
        let rows = rows.collect();
        (reader, rows)
    }

    /// A day whose stations have names of their own, one of them a formula.
    fn with_names(mut a: Assumptions) -> Assumptions {
        let set = &mut a.polls[0].stations[0];
        let station = |at: u32| ListedStation {
            id: match at {
                0 => "=1+1, \"left\"".into(),
                _ => format!("north/{at}").into(),
            },
            district: (at % 2 == 0).then_some(0),
            registered: 900 + at,
            booths: None,
        };
        let list = StationList {
            file: "stations.csv".into(),
            stations: (0..set.count).map(station).collect(),
            districts: vec!["Über, dem Fluß".into()],
        };
        set.list = Some(list.into());
        a
    }

    #[test]
    fn it_holds_the_rows_of_the_csv() {
        for (seed, lane) in [(11, Lane::Auto), (12, Lane::Auto), (12, Lane::Count)] {
            let a = with_names(scenario(seed, Range::EVERYTHING));
            let b = scenario(seed + 20, Range::EVERYTHING);
            let sets = [("base", &a), ("rival", &b)];
            let (text, _) = file_in(RowFormat::Csv, &sets, lane, 2);
            let mut csv = csv::Reader::from_reader(&text[..]);
            let head: Vec<String> = csv
                .headers()
                .expect("a head")
                .iter()
                .map(Into::into)
                .collect();
            let (bytes, _) = file_in(RowFormat::Parquet, &sets, lane, 2);
            let (reader, rows) = read(bytes);
            let schema = reader.metadata().file_metadata().schema_descr();
            let names: Vec<&str> = schema.columns().iter().map(|it| it.name()).collect();
            assert_eq!(names, head);
            let mut empty = 0;
            let mut count = 0;
            for (expected, row) in csv.records().zip(&rows) {
                let expected = expected.expect("a row");
                assert_eq!(expected, *row, "scenario {seed}, row {count}");
                empty += row.iter().filter(|it| it.is_empty()).count();
                count += 1;
            }
            assert_eq!(count, rows.len());
            assert!(csv.records().next().is_none(), "both end together");
            assert!(
                count > 100 && empty > 100,
                "{count} rows, {empty} empty fields"
            );
        }
    }

    #[test]
    fn it_has_the_same_bytes_on_any_number_of_threads() {
        let a = scenario(11, Range::EVERYTHING);
        let of = |threads| file_in(RowFormat::Parquet, &[("base", &a)], Lane::Auto, threads).0;
        let one = of(1);
        assert!(one.starts_with(b"PAR1") && one.ends_with(b"PAR1"));
        assert!(of(2) == one && of(8) == one);
    }

    #[test]
    fn columns_are_flat_signed_and_packed() {
        let a = scenario(11, Range::EVERYTHING);
        let (bytes, _) = file_in(RowFormat::Parquet, &[("base", &a)], Lane::Auto, 1);
        let (reader, _) = read(bytes);
        let of_file = reader.metadata().file_metadata();
        let version = concat!("scrutineer version ", env!("CARGO_PKG_VERSION"));
        assert_eq!(of_file.created_by(), Some(version));
        assert!(of_file.key_value_metadata().is_none());
        for column in of_file.schema_descr().columns() {
            assert_eq!(
                (column.path().parts().len(), column.max_rep_level()),
                (1, 0)
            );
            let text = ["variant", "poll", "set", "station", "district"].contains(&column.name());
            let physical = if text { Type::BYTE_ARRAY } else { Type::INT64 };
            assert_eq!(column.physical_type(), physical);
            let logical = column.logical_type_ref().is_some();
            assert_eq!(logical, text, "no unsigned numbers: {}", column.name());
            let about = column.self_type().get_basic_info();
            assert_ne!(about.repetition(), Repetition::REPEATED);
        }
        for column in reader.metadata().row_group(0).columns() {
            assert_eq!(column.compression(), Compression::SNAPPY);
            assert!(column.dictionary_page_offset().is_some());
        }
    }

    #[test]
    fn rows_leave_memory_in_groups() {
        // 70,000 stations on each of two days: 140,000 rows, in groups of 65,536.
        let mut a = Assumptions::default();
        let town = samples::group(&mut a, "town", 10.0);
        let set = samples::station_set(&mut a, "set", &[town], (70_000, 9.0), Law::Fixed(60.0));
        let poll = samples::poll(&mut a, "poll", &[(town, 0.5)], vec![set]);
        a.polls[poll.0].checkpoints.clear();
        let columns = StationColumns::new([&a].into_iter(), Lane::Auto);
        let (sheet, head) = StationSheet::begin(RowFormat::Parquet, columns).expect("built in");
        let rows = sheet.of("base", &a);
        let tally = PollTally {
            came: 3,
            ..PollTally::default()
        };
        let mut file = head;
        let mut grown = Vec::new();
        for trial in 0..2 {
            let mut day = Vec::new();
            for station in 1..=70_000 {
                let it = StationTally {
                    poll: scrutineer::model::PollId(0),
                    set: 0,
                    station,
                    tally: &tally,
                };
                sheet.write(&rows, trial, &it, &mut day);
            }
            file.extend_from_slice(&sheet.take(&day).expect("room for more"));
            grown.push(file.len());
        }
        file.extend(sheet.end().expect("room for the end"));
        assert!(grown[0] > 65_536 && grown[1] > 2 * 65_536, "{grown:?}");
        let (reader, rows) = read(file);
        let groups = reader.metadata().row_groups().iter();
        let groups: Vec<i64> = groups.map(|it| it.num_rows()).collect();
        assert_eq!(groups, [65_536, 65_536, 140_000 - 2 * 65_536]);
        for (at, row) in rows.iter().enumerate() {
            let (trial, station) = (at / 70_000, at % 70_000 + 1);
            assert_eq!(
                [&row[1], &row[4]],
                [&trial.to_string(), &station.to_string()]
            );
        }
    }
}
