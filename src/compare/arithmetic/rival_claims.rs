//! `rival-claims`: who prints the lowest and the highest number for one thing, and who lies between.
//!
//! The bracket, no alarm: partisan counts differ for honest reasons, and an official number that lies
//! between them is what one would expect (Santa Cruz 2008).

use super::book::{Book, Entry};
use super::ledger::Ledger;
use super::{Fact, Outcome, RIVAL_CLAIMS};
use crate::compare::Grade;

/// Counts that differ by no more than one part in so many are taken for the same.
const APART: i128 = 100;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for first in &book.entries {
        let alike: Vec<&Entry> = book.entries.iter().filter(|it| alike(first, it)).collect();
        let earliest = alike.first().is_some_and(|entry| entry.at == first.at);
        let rivals = alike
            .iter()
            .any(|entry| entry.it.claimant != first.it.claimant);
        if !earliest || !rivals {
            continue;
        }
        let mut ranked = alike;
        ranked.sort_by_key(|entry| (middle(entry), entry.at));
        let [lowest, between @ .., highest] = &ranked[..] else {
            continue;
        };
        let subject = vec![book.id(lowest.at), book.id(highest.at)];
        if ledger.look(RIVAL_CLAIMS, &subject.join("~")) && apart(lowest, highest) {
            let fact = Fact::Outcome(Outcome::Rivals {
                lowest: lowest.at,
                highest: highest.at,
                between: between.iter().map(|entry| entry.at).collect(),
            });
            ledger.find(RIVAL_CLAIMS, Grade::Note, subject, fact, None);
        }
    }
}

/// The same thing at the same stage, each by somebody named.
fn alike(one: &Entry, other: &Entry) -> bool {
    let (a, b) = (one.it, other.it);
    a.claimant.is_some()
        && b.claimant.is_some()
        && (&a.polls, a.quantity, &a.stage) == (&b.polls, b.quantity, &b.stage)
        && middle(one).is_some()
        && middle(other).is_some()
}

/// Twice the middle of the values it may stand for, in units that compare; `None` when it is open.
fn middle(entry: &Entry) -> Option<i128> {
    match &entry.it.figure {
        crate::model::Figure::Count(_) => {
            let span = entry.count()?;
            Some(span.low? + span.high?)
        }
        crate::model::Figure::Percent(percent) => {
            super::printed_grain(percent).map(|(value, _)| 2 * i128::from(value.0))
        }
    }
}

fn apart(lowest: &Entry, highest: &Entry) -> bool {
    if lowest.it.claimant == highest.it.claimant {
        return false;
    }
    match (lowest.count(), highest.count()) {
        (Some(low), Some(high)) => high.gap(&low) * APART > low.high.unwrap_or(i128::MAX / APART),
        _ => highest
            .percent()
            .zip(lowest.percent())
            .is_some_and(|(high, low)| high.wholly_above(&low)),
    }
}
