//! The words of a day's log: what happened at a station, and what the day came to.

use super::numbers::{count, fixed, in_percent};
use crate::engine::{Happening, Leave, Origin, PollTally, TraceEvent};
use crate::model::{Assumptions, Input, Unit};
use crate::units::SimTime;
use crate::words::clean;

/// Where an event happened: `poll/set/number`, the number from 1; `poll/set/id` where a table lists
/// the stations.
pub fn station(of: &Assumptions, event: &TraceEvent) -> String {
    let poll = &of.polls[event.poll.0];
    let set = &poll.stations[event.set];
    let listed = set.list.as_ref().and_then(|it| it.station(event.station));
    match listed {
        Some(station) => format!("{}/{}/{}", poll.id, set.id, clean::inline(&station.id)),
        None => format!("{}/{}/{}", poll.id, set.id, event.station),
    }
}

/// What happened, as a sentence without a full stop.
pub fn happening(of: &Assumptions, event: &TraceEvent) -> String {
    match event.what {
        Happening::Plan {
            opens,
            closes,
            booths,
            expected,
            at_home,
        } => format!(
            "will be open from {opens} to {closes} with {}; {} will come, {} vote at home",
            several(u64::from(booths), "booth"),
            count(expected as f64),
            count(at_home as f64),
        ),
        Happening::Conditions {
            admits,
            calls,
            booths,
            slow,
        } => conditions(admits, calls, booths, slow),
        Happening::Joins {
            person,
            group,
            origin,
        } => joins(of, person, group, origin),
        Happening::EntersDesk { person, waited } => {
            format!("person {person} steps up to the desk{}", after(waited))
        }
        Happening::LeavesDesk { person } => format!("person {person} leaves the desk"),
        Happening::EntersBooth { person, waited } => {
            format!("person {person} enters a booth{}", after(waited))
        }
        Happening::Votes { person } => format!("person {person} casts a ballot"),
        Happening::GoesOn {
            person,
            overlap,
            arrives,
        } => {
            let to = &of.polls[of.overlaps[overlap].to.0].id;
            let who = person.map_or("a voter at home".into(), |person| {
                format!("person {person}")
            });
            format!("{who} goes on to {to} and will be there at {arrives}")
        }
        Happening::TurnedAway { person } => format!("person {person} finds no entry"),
        Happening::TurnsBack { person, returns } => {
            let later = if returns { ", will be back" } else { "" };
            format!("person {person} turns back at the queue{later}")
        }
        Happening::Leaves { person, why } => format!("person {person} leaves: {}", reason(why)),
        Happening::Visit { made: true } => "a ballot is cast at home".into(),
        Happening::Visit { made: false } => "closing time cuts a visit at home short".into(),
    }
}

/// What a poll came to at the end of the day, one line.
pub fn poll_ended(of: &Assumptions, poll: usize, tally: &PollTally) -> String {
    let number = |n: u64| count(n as f64);
    format!(
        "{}: {} came, {} cast a ballot, {} turned away, {} gave up, {} without a paper, {} not served",
        of.polls[poll].id,
        number(tally.came),
        number(tally.ballots_cast),
        number(tally.turned_away),
        number(tally.gave_up),
        number(tally.out_of_papers),
        number(tally.unserved),
    )
}

/// An input and the value it took on this day.
pub fn drawn(input: &Input, value: f64) -> String {
    let value = match input.unit {
        Unit::Persons => count(value),
        Unit::Share => in_percent(&fixed(100.0 * value, 1)),
        Unit::Seconds => format!("{} s", fixed(value, 1)),
        Unit::Minutes => format!("{} min", fixed(value, 1)),
        Unit::Plain => fixed(value, 3),
    };
    format!("{} = {value}", clean::inline(&input.path))
}

fn conditions(admits: bool, calls: bool, booths: u32, slow: f64) -> String {
    let doors = match (admits, calls) {
        (true, true) => "open".to_string(),
        (true, false) => "people may queue, nobody is called".to_string(),
        (false, true) => "nobody may join the queue, those in it are called".to_string(),
        (false, false) => "closed".to_string(),
    };
    let slow = if slow == 1.0 {
        String::new()
    } else {
        format!(", everything takes {slow:.2} times as long")
    };
    format!(
        "from now on: {doors}, {}{slow}",
        several(u64::from(booths), "booth")
    )
}

fn joins(of: &Assumptions, person: u32, group: Option<usize>, origin: Origin) -> String {
    let group = group.map_or("elsewhere", |group| of.groups[group].id.as_str());
    let story = match origin {
        Origin::Own => String::new(),
        Origin::Overlap(overlap) => {
            let from = &of.polls[of.overlaps[overlap].from.0].id;
            format!(", having voted in {from}")
        }
        Origin::Return => ", for the second time".into(),
    };
    format!("person {person} ({group}) joins the queue{story}")
}

fn reason(why: Leave) -> &'static str {
    match why {
        Leave::OutOfPatience { returns: true } => "out of patience, will be back",
        Leave::OutOfPatience { returns: false } => "out of patience",
        Leave::SentAway => "sent away",
        Leave::NoPaper => "no ballot paper is left",
    }
}

/// How long somebody waited; nothing for no wait.
fn after(waited: SimTime) -> String {
    match waited.0 {
        0 => String::new(),
        ms if ms < SimTime::MINUTE => format!(" after {:.0} s", waited.as_seconds()),
        _ => format!(" after {:.1} min", waited.as_minutes()),
    }
}

fn several(number: u64, of: &str) -> String {
    match number {
        1 => format!("1 {of}"),
        n => format!("{} {of}s", count(n as f64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_told_in_the_unit_that_fits() {
        assert_eq!(after(SimTime(0)), "");
        assert_eq!(after(SimTime(12_400)), " after 12 s");
        assert_eq!(after(SimTime::minutes(9)), " after 9.0 min");
    }

    #[test]
    fn a_closed_station_says_so() {
        assert_eq!(
            conditions(false, false, 2, 1.0),
            "from now on: closed, 2 booths"
        );
        assert_eq!(
            conditions(true, true, 1, 1.5),
            "from now on: open, 1 booth, everything takes 1.50 times as long"
        );
    }
}
