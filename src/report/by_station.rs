//! `trials-by-station.csv`: one row a station and simulated day, written while the days are played.
//!
//! Columns: where and when (`variant`, `trial`, `poll`, `set`, `station`, `district`, `registered`,
//! the last two where a table of stations says them), then what the station came to. What a lane does
//! not answer has no column; what a poll does not have is an empty field.

use std::io::Write;

use super::clean;
use crate::engine::{Lane, StationTally};
use crate::model::{Assumptions, Poll};
use crate::units::SimTime;

/// Name of the file.
pub const BY_STATION: &str = "trials-by-station.csv";

/// Columns of where and when.
const PLACE: [&str; 7] = [
    "variant",
    "trial",
    "poll",
    "set",
    "station",
    "district",
    "registered",
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

    /// The first line.
    pub fn head(&self) -> Vec<u8> {
        let timed = TIMED.iter().filter(|_| self.timed);
        let mut names: Vec<String> = PLACE
            .iter()
            .chain(&COUNTED)
            .chain(timed)
            .map(|it| it.to_string())
            .collect();
        names.extend(self.hours.iter().map(|at| format!("ballots-cast@{at}")));
        names.extend(self.votes.iter().map(|(contest, option)| match option {
            None => format!("{contest}.invalid"),
            Some(option) => format!("{contest}.votes.{option}"),
        }));
        (names.join(",") + "\n").into_bytes()
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

/// Writes the rows of one set of assumptions.
#[derive(Clone, Debug)]
pub struct StationRows<'a> {
    id: &'a str,
    of: &'a Assumptions,
    timed: bool,
    polls: Vec<Places>,
}

impl StationRows<'_> {
    /// Writes one row at the end of `to`.
    pub fn write(&self, trial: u64, it: &StationTally, to: &mut Vec<u8>) {
        let poll = &self.of.polls[it.poll.0];
        let set = &poll.stations[it.set];
        let listed = set.list.as_ref();
        let station = listed.and_then(|list| list.station(it.station));
        text(to, self.id);
        number(to, trial);
        text(to, &poll.id);
        text(to, &set.id);
        match station {
            Some(station) => text(to, &station.id),
            None => number(to, u64::from(it.station)),
        }
        let district = listed.and_then(|list| list.district(it.station));
        text(to, district.unwrap_or_default());
        maybe(to, station.map(|station| u64::from(station.registered)));
        let of = it.tally;
        number(to, of.came);
        number(to, of.ballots_cast);
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
                number(to, count);
            }
        }
        let places = &self.polls[it.poll.0];
        for at in &places.hours {
            maybe(to, at.map(|at| of.cast_by[at]));
        }
        for at in &places.votes {
            maybe(
                to,
                at.map(|(contest, option)| match option {
                    None => of.contests[contest].invalid,
                    Some(option) => of.contests[contest].votes[option],
                }),
            );
        }
        to.pop(); // the last comma
        to.push(b'\n');
    }
}

/// The author's text, safe for spreadsheets, and a comma.
fn text(to: &mut Vec<u8>, text: &str) {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'.';
    let safe = |b: u8| plain(b) || b == b'-' || b == b'/';
    if text.bytes().all(safe) && text.bytes().next().is_none_or(plain) {
        to.extend_from_slice(text.as_bytes());
    } else {
        let safe = clean::field(text);
        if safe.contains(['"', ',']) {
            to.extend_from_slice(format!("\"{}\"", safe.replace('"', "\"\"")).as_bytes());
        } else {
            to.extend_from_slice(safe.as_bytes());
        }
    }
    to.push(b',');
}

fn number(to: &mut Vec<u8>, number: u64) {
    write!(to, "{number},").expect("writing to memory cannot fail");
}

fn maybe(to: &mut Vec<u8>, value: Option<u64>) {
    match value {
        Some(value) => number(to, value),
        None => to.push(b','),
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
