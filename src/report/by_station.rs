//! `trials-by-station.csv` or `.parquet`: one row a station and simulated day, written while the days
//! are played.
//!
//! Columns: where and when (`variant`, `trial`, `poll`, `set`, `station`, `district`, `registered`,
//! the last two where a table of stations says them), then what the station came to. What a lane does
//! not answer has no column; what a poll does not have is an empty field.

#[cfg(feature = "parquet")]
mod columnar;
mod sheet;

use std::borrow::Cow;
use std::io::Write;

pub use sheet::{RowFormat, StationSheet};

use super::clean;
use crate::engine::{Lane, StationTally};
use crate::model::{Assumptions, Poll};
use crate::units::SimTime;

/// Columns of where and when, and what they hold.
const PLACE: [(&str, Holds); 7] = [
    ("variant", Holds::Text),
    ("trial", Holds::Number),
    ("poll", Holds::Text),
    ("set", Holds::Text),
    ("station", Holds::Text),
    ("district", Holds::MaybeText),
    ("registered", Holds::MaybeNumber),
];
/// Columns that every lane answers.
const COUNTED: [&str; 2] = ["came", "ballots-cast"];
/// Columns that the count lane does not answer for single stations.
const TIMED: [&str; 11] = [
    "ballots-by-travellers",
    "turned-away",
    "gave-up",
    "came-back",
    "out-of-papers",
    "unserved",
    "waiting-at-close",
    "longest-wait-ms",
    "total-wait-ms",
    "waited-over-30-min",
    "last-ballot-at-ms",
];

/// What the fields of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Text,
    /// Text, or nothing.
    MaybeText,
    Number,
    /// A number, or nothing.
    MaybeNumber,
}

/// The columns of the file, for all sets of assumptions of a scenario.
#[derive(Clone, Debug)]
pub struct StationColumns {
    timed: bool,
    /// Full hours at which the ballots cast so far are counted in some poll.
    hours: Vec<SimTime>,
    /// Contest and option (`None` for invalid votes), by their ids.
    votes: Vec<(String, Option<String>)>,
}

impl StationColumns {
    /// The columns for these sets of assumptions, played by a lane.
    pub fn new<'a>(sets: impl Iterator<Item = &'a Assumptions> + Clone, lane: Lane) -> Self {
        let polls = || sets.clone().flat_map(|of| &of.polls);
        let timed = lane != Lane::Count;
        let full = |time: &&SimTime| timed && time.0 % SimTime::from_hm(1, 0).0 == 0;
        let mut hours: Vec<SimTime> = polls()
            .flat_map(|poll| poll.checkpoints.iter().filter(full).copied())
            .collect();
        hours.sort_unstable();
        hours.dedup();
        let mut votes = Vec::new();
        for contest in polls().flat_map(|poll| &poll.contests) {
            let options = contest.options.iter().map(|(id, _)| Some(id.clone()));
            for option in std::iter::once(None).chain(options) {
                let column = (contest.id.clone(), option);
                if !votes.contains(&column) {
                    votes.push(column);
                }
            }
        }
        Self {
            timed,
            hours,
            votes,
        }
    }

    /// The first line of the CSV.
    pub fn head(&self) -> Vec<u8> {
        let names: Vec<String> = self.columns().into_iter().map(|(name, _)| name).collect();
        (names.join(",") + "\n").into_bytes()
    }

    /// All columns in their order: the name, and what it holds.
    fn columns(&self) -> Vec<(String, Holds)> {
        let place = PLACE.iter().map(|&(name, holds)| (name.into(), holds));
        let counted = COUNTED.iter();
        let counted = counted.chain(TIMED.iter().filter(|_| self.timed));
        let counted = counted.map(|&name| (name.into(), Holds::Number));
        let hours = self.hours.iter().map(|at| format!("ballots-cast@{at}"));
        let votes = self.votes.iter().map(|(contest, option)| match option {
            None => format!("{contest}.invalid"),
            Some(option) => format!("{contest}.votes.{option}"),
        });
        let some = hours.chain(votes).map(|name| (name, Holds::MaybeNumber));
        place.chain(counted).chain(some).collect()
    }

    /// The rows of one set of assumptions, called by its id.
    pub fn of<'a>(&'a self, id: &'a str, of: &'a Assumptions) -> StationRows<'a> {
        let polls = of.polls.iter().map(|poll| self.of_poll(poll));
        StationRows {
            id,
            of,
            timed: self.timed,
            polls: polls.collect(),
        }
    }

    fn of_poll(&self, poll: &Poll) -> Places {
        let hour = |at: &SimTime| poll.checkpoints.iter().position(|it| it == at);
        let vote = |(contest, option): &(String, Option<String>)| {
            let at = poll.contests.iter().position(|it| it.id == *contest)?;
            let options = &poll.contests[at].options;
            match option {
                None => Some((at, None)),
                Some(option) => Some((at, Some(options.iter().position(|(id, _)| id == option)?))),
            }
        };
        Places {
            hours: self.hours.iter().map(hour).collect(),
            votes: self.votes.iter().map(vote).collect(),
        }
    }
}

/// Where in a poll's tally the columns are that not every poll has.
#[derive(Clone, Debug)]
struct Places {
    hours: Vec<Option<usize>>,
    votes: Vec<Option<(usize, Option<usize>)>>,
}

/// What takes the fields of a row one after the other.
trait Fields {
    /// The author's text; empty for nothing.
    fn text(&mut self, text: &str);
    /// A count.
    fn number(&mut self, number: u64);
    /// A count, or nothing.
    fn maybe(&mut self, value: Option<u64>);
}

/// Writes the rows of one set of assumptions.
#[derive(Clone, Debug)]
pub struct StationRows<'a> {
    id: &'a str,
    of: &'a Assumptions,
    timed: bool,
    polls: Vec<Places>,
}

impl StationRows<'_> {
    /// Writes one row of the CSV at the end of `to`.
    pub fn write(&self, trial: u64, it: &StationTally, to: &mut Vec<u8>) {
        self.fields(trial, it, &mut Commas(to));
        to.pop(); // the last comma
        to.push(b'\n');
    }

    /// Hands over the fields of one row, in the order of the columns.
    fn fields(&self, trial: u64, it: &StationTally, to: &mut impl Fields) {
        let poll = &self.of.polls[it.poll.0];
        let set = &poll.stations[it.set];
        let listed = set.list.as_ref();
        let station = listed.and_then(|list| list.station(it.station));
        to.text(self.id);
        to.number(trial);
        to.text(&poll.id);
        to.text(&set.id);
        match station {
            Some(station) => to.text(&station.id),
            None => to.text(digits(it.station, &mut [0; 10])),
        }
        let district = listed.and_then(|list| list.district(it.station));
        to.text(district.unwrap_or_default());
        to.maybe(station.map(|station| u64::from(station.registered)));
        let of = it.tally;
        to.number(of.came);
        to.number(of.ballots_cast);
        if self.timed {
            for count in [
                of.ballots_by_travellers,
                of.turned_away,
                of.gave_up,
                of.came_back,
                of.out_of_papers,
                of.unserved,
                of.waiting_at_close,
                of.longest_wait,
                of.total_wait,
                of.waited_over_30_min,
                of.last_ballot_at,
            ] {
                to.number(count);
            }
        }
        let places = &self.polls[it.poll.0];
        for at in &places.hours {
            to.maybe(at.map(|at| of.cast_by[at]));
        }
        for at in &places.votes {
            to.maybe(at.map(|(contest, option)| match option {
                None => of.contests[contest].invalid,
                Some(option) => of.contests[contest].votes[option],
            }));
        }
    }
}

/// A number's digits.
fn digits(mut number: u32, room: &mut [u8; 10]) -> &str {
    let mut from = room.len();
    loop {
        from -= 1;
        room[from] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    str::from_utf8(&room[from..]).expect("digits are text")
}

/// Fields of a CSV, each with a comma behind it.
struct Commas<'a>(&'a mut Vec<u8>);

impl Fields for Commas<'_> {
    /// The text, safe for spreadsheets.
    fn text(&mut self, text: &str) {
        let safe = safe(text);
        if safe.contains(['"', ',']) {
            let quoted = format!("\"{}\"", safe.replace('"', "\"\""));
            self.0.extend_from_slice(quoted.as_bytes());
        } else {
            self.0.extend_from_slice(safe.as_bytes());
        }
        self.0.push(b',');
    }

    fn number(&mut self, number: u64) {
        write!(self.0, "{number},").expect("writing to memory cannot fail");
    }

    fn maybe(&mut self, value: Option<u64>) {
        match value {
            Some(value) => self.number(value),
            None => self.0.push(b','),
        }
    }
}

/// The author's text, safe for spreadsheets.
fn safe(text: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'.';
    let all = |b: u8| plain(b) || b == b'-' || b == b'/';
    match text.bytes().all(all) && text.bytes().next().is_none_or(plain) {
        true => text.into(),
        false => clean::field(text).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{ContestTally, PollTally};
    use crate::model::{ListedStation, PollId, StationList};
    use crate::report::sample;

    #[test]
    fn a_row_names_its_station_and_leaves_empty_what_does_not_exist() {
        let mut scenario = sample::scenario();
        let of = &mut scenario.assumptions;
        let list = StationList {
            file: "stations.csv".into(),
            stations: vec![ListedStation {
                id: "=1+1, \"left\"".into(),
                district: Some(0),
                registered: 900,
                booths: None,
            }],
            districts: vec!["North".into()],
        };
        of.polls[0].stations[0].list = Some(list.into());
        of.polls[1].contests.clear();
        let all = [&scenario.assumptions];
        let of = &scenario.assumptions;
        let mut out = String::new();
        for lane in [Lane::Auto, Lane::Count] {
            let columns = StationColumns::new(all.into_iter(), lane);
            let rows = columns.of("base", of);
            let mut bytes = columns.head();
            for (poll, model) in of.polls.iter().enumerate() {
                let contest = |it: &crate::model::Contest| ContestTally {
                    votes: vec![5; it.options.len()],
                    invalid: 2,
                };
                let tally = PollTally {
                    came: 12,
                    ballots_cast: 11,
                    longest_wait: 60_000,
                    cast_by: (0..model.checkpoints.len() as u64).collect(),
                    contests: model.contests.iter().map(contest).collect(),
                    ..PollTally::default()
                };
                let station = StationTally {
                    poll: PollId(poll),
                    set: 0,
                    station: 1,
                    tally: &tally,
                };
                rows.write(7, &station, &mut bytes);
            }
            let lines = String::from_utf8(bytes).expect("text");
            out += &format!("{lane:?}\n{lines}");
            let mut reader = csv::Reader::from_reader(lines.as_bytes());
            assert_eq!(
                reader.records().filter(Result::is_ok).count(),
                of.polls.len()
            );
        }
        insta::assert_snapshot!(out);
    }
}
