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

#[cfg(test)]
mod tests {
    use super::super::examine;
    use super::*;
    use crate::compare::testing::{assumptions, reported, scenario};
    use crate::model::{Figure, Law, Precision, Scenario};

    fn cast(at: Option<SimTime>, exact: i64) -> Scenario {
        let quantity = Quantity::BallotsCast { at };
        let figure = Figure::Count(Precision::Exact(exact));
        scenario(
            assumptions(),
            vec![reported("cast", vec![PollId(0)], quantity, figure)],
        )
    }

    /// Whether it is hard to believe, more than the stations can take, and what the fact says.
    fn told(scenario: &Scenario) -> Option<(bool, i128, f64)> {
        let (found, _) = examine(scenario);
        let mut found = found.into_iter().filter(|it| it.check == THROUGHPUT);
        let it = found.next()?;
        assert!(found.next().is_none());
        match it.fact {
            Fact::Throughput {
                above,
                capacity,
                service_seconds,
                ..
            } => {
                assert_eq!(above, it.grade == Grade::Assumptions);
                Some((above, capacity, service_seconds))
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn half_of_what_the_stations_take_is_a_note_and_more_than_all_is_not() {
        // Two stations of three booths for twelve hours, a voter a minute: 4,320.
        assert_eq!(told(&cast(None, 2_160)), None);
        assert_eq!(told(&cast(None, 2_161)), Some((false, 4_320, 60.0)));
        assert_eq!(told(&cast(None, 4_320)), Some((false, 4_320, 60.0)));
        assert_eq!(told(&cast(None, 4_321)), Some((true, 4_320, 60.0)));
    }

    #[test]
    fn until_an_hour_only_the_hours_before_it_count() {
        // From 08:00 to 14:00 half of it.
        let two = Some(SimTime::from_hm(14, 0));
        assert_eq!(told(&cast(two, 1_080)), None);
        assert_eq!(told(&cast(two, 2_160)), Some((false, 2_160, 60.0)));
        assert_eq!(told(&cast(two, 2_161)), Some((true, 2_160, 60.0)));
        // At the opening there is nothing to hold it against.
        assert_eq!(told(&cast(Some(SimTime::from_hm(8, 0)), 5_000)), None);
    }

    #[test]
    fn one_every_half_minute_at_every_station_is_fast() {
        // With a hundred booths a station there is room for 144,000; 120 an hour and station are 2,880.
        let many = |exact| {
            let mut of = cast(None, exact);
            let booths = of.assumptions.polls[0].stations[0].booths;
            of.assumptions.inputs[booths.0].law = Law::Fixed(100.0);
            told(&of)
        };
        assert_eq!(many(2_880), None);
        assert_eq!(many(2_881), Some((false, 144_000, 60.0)));
    }

    #[test]
    fn without_a_clock_or_stations_nothing_is_said() {
        let mut of = cast(None, 9_000);
        of.clock = false;
        assert_eq!(told(&of), None);
        let mut of = cast(None, 9_000);
        of.assumptions.polls[0].stations.clear();
        assert_eq!(told(&of), None);
    }

    #[test]
    fn the_quickest_set_gives_the_seconds() {
        let mut of = cast(None, 9_000);
        let mut quick = of.assumptions.polls[0].stations[0].clone();
        quick.id = "quick".to_owned();
        quick.service.law = Law::Fixed(30.0);
        of.assumptions.polls[0].stations.push(quick);
        // 4,320 and twice as many.
        assert_eq!(told(&of), Some((false, 12_960, 30.0)));
    }
}
