//! `throughput`: participants against what the stations can take in the hours they are open.
//!
//! A bound, not a queue: stations times booths times seconds, over the shortest mean service, every
//! input at its most generous (Little 1961: a booth is never more than busy). Chance only lowers it.

use super::book::Book;
use super::ledger::Ledger;
use super::{Fact, THROUGHPUT, Term, What};
use crate::compare::Grade;
use crate::compare::capacity::{Ends, generous, mean_seconds, voters_through};
use crate::model::{Assumptions, Poll, PollId, Quantity, StationSet};
use crate::units::SimTime;

/// Voters a station and hour above which the pace itself is worth a note: one every 30 seconds at
/// every station, all day.
const FAST: i128 = 120;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    // Without a clock the hours, stations and booths of the file mean nothing.
    if !book.scenario.clock {
        return;
    }
    for (at, poll) in book.scenario.assumptions.polls.iter().enumerate() {
        let id = PollId(at);
        let mut claims: Vec<(Term, SimTime)> = Vec::new();
        claims.extend(book.claim(id).map(|term| (term, poll.closes)));
        for entry in &book.entries {
            if let (Quantity::BallotsCast { at: Some(until) }, Some(term)) =
                (entry.it.quantity, entry.term())
                && entry.it.polls == [id]
            {
                claims.push((term, until));
            }
        }
        for (term, until) in claims {
            check(book, ledger, id, term, until);
        }
    }
}

fn check(book: &Book, ledger: &mut Ledger, id: PollId, ballots: Term, until: SimTime) {
    let of = &book.scenario.assumptions;
    let poll = &of.polls[id.0];
    let open_seconds = i128::from((until - poll.opens).0 / SimTime::SECOND);
    let stations: u64 = poll.stations.iter().map(|set| u64::from(set.count)).sum();
    let (Some(persons), true) = (ballots.span.low, open_seconds > 0 && stations > 0) else {
        return;
    };
    let subject = book.ids(&[ballots]);
    if !ledger.look(THROUGHPUT, &subject.concat()) {
        return;
    }
    let capacity = capacity(of, poll, open_seconds);
    let above = capacity.is_some_and(|most| persons > most);
    let near = capacity.is_some_and(|most| 2 * persons > most);
    let fast = persons * 3_600 > FAST * i128::from(stations) * open_seconds;
    if !(near || fast) {
        return;
    }
    let grade = if above {
        Grade::Assumptions
    } else {
        Grade::Note
    };
    let fact = Fact::Throughput {
        ballots,
        poll: id,
        stations,
        open_seconds,
        capacity: capacity.unwrap_or(i128::MAX),
        above,
        service_seconds: shortest_service(of, poll),
    };
    debug_assert!(matches!(ballots.what, What::Figure(_)));
    ledger.find(THROUGHPUT, grade, subject, fact, None);
}

/// Most ballots all stations can take; `None` when nothing limits them.
fn capacity(of: &Assumptions, poll: &Poll, open_seconds: i128) -> Option<i128> {
    let of_set = |set| {
        let most = voters_through(of, set, open_seconds as f64, Ends::Generous);
        most / (1.0 - share_at_home(of, set))
    };
    let most: f64 = poll.stations.iter().map(of_set).sum();
    (most.is_finite() && most < 1e15).then_some(most.floor() as i128)
}

/// Largest share of a set's voters who are visited at home and need no booth.
fn share_at_home(of: &Assumptions, set: &StationSet) -> f64 {
    set.mobile
        .as_ref()
        .map_or(0.0, |mobile| generous(of, mobile.share, true))
}

/// The shortest mean service of any set, seconds.
fn shortest_service(of: &Assumptions, poll: &Poll) -> f64 {
    let means = poll
        .stations
        .iter()
        .map(|set| mean_seconds(of, &set.service, Ends::Generous));
    means.fold(f64::INFINITY, f64::min)
}
