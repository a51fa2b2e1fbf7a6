//! `hourly-curve`: ballots late in the day against polls whose day is trusted.
//!
//! Of a figure by an hour and the final one follows which share of all ballots came after that hour.
//! It is held against the reference polls: when it is half as much again as in every one of them, that
//! is worth a note. The references are few and of two countries, so it is never more than that.

use super::book::{Book, Entry};
use super::ledger::Ledger;
use super::{Fact, HOURLY_CURVE, Outcome, printed_grain};
use crate::compare::Grade;
use crate::model::{Figure, PollId, Quantity};
use crate::units::SimTime;

/// How many times the largest share among the references is worth a note.
const SURGE: f64 = 1.5;

/// A poll whose turnout was published by hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// The poll.
    pub poll: &'static str,
    /// Opening and closing, in hours of the day; hours of a second day go on where the first ended.
    pub hours: (f64, f64),
    /// Hour and turnout by then, percent.
    pub points: &'static [(f64, f64)],
    /// The final turnout, percent.
    pub last: f64,
    /// Whether the day is trusted and so a reference.
    pub trusted: bool,
    /// Where the figures were published.
    pub source: &'static str,
}

/// Published days. Those that are disputed stand here to be seen beside the others, not as references.
pub const CURVES: [Curve; 7] = [
    Curve {
        poll: "South Ossetia, second round of 8 April 2012",
        hours: (8.0, 20.0),
        points: &[(10.0, 13.63), (12.0, 32.9)],
        last: 71.26,
        trusted: true,
        source: "https://cominf.org/en/node/1166492540",
    },
    Curve {
        poll: "South Ossetia, 9 April 2017",
        hours: (8.0, 20.0),
        points: &[(9.5, 7.2), (12.0, 24.1), (14.0, 52.59)],
        last: 79.78,
        trusted: true,
        source: "https://caucasianknot.net/articles/300703",
    },
    Curve {
        poll: "Catalonia, 21 December 2017",
        hours: (9.0, 20.0),
        points: &[(13.0, 34.6), (18.0, 68.3)],
        last: 82.0,
        trusted: true,
        source: "https://catalannews.com/politics/item/record-voter-turnout-of-82-in-catalan-election",
    },
    Curve {
        poll: "South Ossetia, 12 November 2006",
        hours: (8.0, 20.0),
        points: &[(12.0, 43.9), (14.0, 64.0)],
        last: 95.1,
        trusted: false,
        source: "https://graniru.org/Politics/World/Europe/Georgia/m.114262.html",
    },
    Curve {
        poll: "South Ossetia, 31 May 2009",
        hours: (8.0, 20.0),
        points: &[(12.0, 47.0), (14.0, 59.88)],
        last: 81.93,
        trusted: false,
        source: "https://ria.ru/20090531/172801487.html",
    },
    Curve {
        poll: "Crimea, 16 March 2014",
        hours: (8.0, 20.0),
        points: &[(12.0, 44.0), (14.0, 54.0)],
        last: 83.1,
        trusted: false,
        source: "https://www.bfm.ru/news/250848",
    },
    Curve {
        poll: "Serbia, 28 and 29 October 2006",
        hours: (7.0, 33.0),
        points: &[(20.0, 17.81), (31.0, 47.03)],
        last: 54.91,
        trusted: false,
        source: "http://americansforserbia.blogspot.com/2006/10/nearly-50-goes-to-polls-by-6pm.html",
    },
];

impl Curve {
    /// Share of all ballots cast when this share of the opening hours has passed; straight lines
    /// between the published hours.
    pub fn cast_by(&self, passed: f64) -> f64 {
        let (opens, closes) = self.hours;
        let inner = self.points.iter();
        let inner =
            inner.map(|&(hour, turnout)| ((hour - opens) / (closes - opens), turnout / self.last));
        let mut before = (0.0, 0.0);
        for point in inner.chain([(1.0, 1.0)]) {
            if passed <= point.0 {
                let way = (passed - before.0) / (point.0 - before.0);
                return before.1 + way * (point.1 - before.1);
            }
            before = point;
        }
        1.0
    }
}

/// The reference with the largest share of ballots still to come, and that share.
fn latest(passed: f64) -> (f64, &'static str) {
    let trusted = CURVES.iter().filter(|curve| curve.trusted);
    let left = trusted.map(|curve| (1.0 - curve.cast_by(passed), curve.poll));
    left.fold((0.0, ""), |most, it| if it.0 > most.0 { it } else { most })
}

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for entry in &book.entries {
        let (Some(hour), [poll]) = (entry.it.quantity.hour(), &entry.it.polls[..]) else {
            continue;
        };
        let Some(passed) = passed(book, *poll, hour) else {
            continue;
        };
        let last = whole_day(book, entry);
        let sizes = last.and_then(|last| Some((last, size(entry)?, size(last)?)));
        let Some((last, by_then, all)) = sizes.filter(|sizes| sizes.2 > 0.0) else {
            continue;
        };
        let subject = vec![book.id(entry.at), book.id(last.at)];
        let after = 1.0 - by_then / all;
        let (reference, curve) = latest(passed);
        if ledger.look(HOURLY_CURVE, &subject.join("/")) && after > SURGE * reference {
            let fact = Fact::Outcome(Outcome::LateSurge {
                figure: entry.at,
                last: last.at,
                hour,
                left: 1.0 - passed,
                after,
                reference,
                curve,
            });
            ledger.find(HOURLY_CURVE, Grade::Note, subject, fact, None);
        }
    }
}

/// Share of the opening hours that has passed at an hour inside them.
fn passed(book: &Book, poll: PollId, hour: SimTime) -> Option<f64> {
    let poll = &book.scenario.assumptions.polls[poll.0];
    let open = (poll.closes.0 - poll.opens.0) as f64;
    let inside = poll.opens < hour && hour < poll.closes;
    inside.then(|| (hour.0 - poll.opens.0) as f64 / open)
}

/// The same quantity for the whole day, of the latest stage.
fn whole_day<'a>(book: &'a Book, by_hour: &Entry) -> Option<&'a Entry<'a>> {
    let quantity = match by_hour.it.quantity {
        Quantity::Turnout { of, .. } => Quantity::Turnout { of, at: None },
        Quantity::BallotsCast { .. } => Quantity::BallotsCast { at: None },
        _ => return None,
    };
    let same = book.entries.iter().filter(|entry| {
        let it = entry.it;
        it.quantity == quantity
            && it.polls == by_hour.it.polls
            && it.stage_order >= by_hour.it.stage_order
            && entry.may_share_claimant(by_hour)
    });
    same.max_by_key(|entry| entry.it.stage_order)
}

/// The number as printed.
fn size(entry: &Entry) -> Option<f64> {
    match &entry.it.figure {
        Figure::Percent(percent) => printed_grain(percent).map(|(value, _)| value.as_f64()),
        Figure::Count(_) => {
            let span = entry.count()?;
            Some((span.low? + span.high?) as f64 / 2.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_rise_from_nothing_to_all_and_pass_their_points() {
        for curve in &CURVES {
            assert!((curve.cast_by(0.0)).abs() < 1e-12 && (curve.cast_by(1.0) - 1.0).abs() < 1e-12);
            let steps: Vec<f64> = (0..=100)
                .map(|n| curve.cast_by(f64::from(n) / 100.0))
                .collect();
            assert!(steps.is_sorted(), "{}", curve.poll);
        }
        let catalonia = CURVES[2];
        assert!((catalonia.cast_by(4.0 / 11.0) - 34.6 / 82.0).abs() < 1e-12);
        // Half way between 13:00 and 18:00.
        assert!((catalonia.cast_by(6.5 / 11.0) - 51.45 / 82.0).abs() < 1e-12);
    }

    #[test]
    fn no_trusted_day_is_a_surge_against_the_others() {
        for curve in CURVES.iter().filter(|curve| curve.trusted) {
            let (opens, closes) = curve.hours;
            for (hour, turnout) in curve.points {
                let (reference, _) = latest((hour - opens) / (closes - opens));
                assert!(1.0 - turnout / curve.last <= reference + 1e-12);
            }
        }
    }

    #[test]
    fn half_of_a_day_of_twelve_hours_has_passed_after_six() {
        use crate::compare::testing::{assumptions, scenario};
        let scenario = scenario(assumptions(), Vec::new());
        let book = Book::new(&scenario);
        let at = |hour, minute| passed(&book, PollId(0), SimTime::from_hm(hour, minute));
        // Open from 8 to 20; neither end is inside.
        assert_eq!((at(14, 0), at(19, 24)), (Some(0.5), Some(0.95)));
        assert_eq!((at(8, 0), at(20, 0)), (None, None));
    }
}
