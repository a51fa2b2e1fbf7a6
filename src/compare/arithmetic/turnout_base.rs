//! `turnout-base`: the roll that a count and its percentage imply.
//!
//! 52,337 ballots printed as 95.2 % imply a roll of 54,947 to 55,004. When the roll printed at another
//! stage is not among these, or two stages imply different rolls, the base of the percentages changed
//! on the way. That is worth a question; the contradiction within one stage is `percent-vs-counts`.

use super::book::{Book, Entry, Sheet};
use super::ledger::Ledger;
use super::{Fact, TURNOUT_BASE};
use crate::compare::Grade;
use crate::model::{Base, Quantity};

/// Two printed rolls that differ by more than one in so many are worth a note.
const ROLLS_DIFFER: i128 = 100;

/// A count, its percentage, and the rolls they imply.
struct Implied<'a> {
    ballots: &'a Entry<'a>,
    percent: &'a Entry<'a>,
    roll: (i128, i128),
}

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    let mut open: Vec<(usize, usize, (i128, i128))> = Vec::new();
    for sheet in book.sheets() {
        for implied in implied(&sheet) {
            let (ballots, percent) = (implied.ballots.at, implied.percent.at);
            let subject = vec![book.id(ballots), book.id(percent)];
            let roll = sheet.roll();
            if roll.as_ref().is_some_and(|(_, firm)| *firm) {
                continue;
            }
            if !open.contains(&(ballots, percent, implied.roll)) {
                open.push((ballots, percent, implied.roll));
            }
            let Some(roll) = roll.and_then(|(slot, _)| slot.first().copied()) else {
                continue;
            };
            let (from, to) = implied.roll;
            let apart = roll.span.low.is_some_and(|low| low > to)
                || roll.span.high.is_some_and(|high| high < from);
            if ledger.look(TURNOUT_BASE, &subject.join("/")) && apart {
                let fact = Fact::ImpliedRoll {
                    ballots,
                    percent,
                    implied: implied.roll,
                    roll,
                };
                ledger.find(TURNOUT_BASE, Grade::Note, subject, fact, None);
            }
        }
    }
    between_stages(book, ledger, &open);
    printed_rolls(book, ledger);
}

/// Every count with its turnout percentage of the roll, at the same hour.
fn implied<'a>(sheet: &Sheet<'a>) -> Vec<Implied<'a>> {
    let mut found = Vec::new();
    for percent in sheet.entries() {
        let Quantity::Turnout {
            of: Base::Registered,
            at,
        } = percent.it.quantity
        else {
            continue;
        };
        for ballots in sheet.entries() {
            let count = ballots.count().and_then(|span| span.exact());
            let (true, Some(count), Some(span)) = (
                ballots.it.quantity == Quantity::BallotsCast { at },
                count,
                percent.percent(),
            ) else {
                continue;
            };
            if let Some(roll) = span.bases_of(count) {
                found.push(Implied {
                    ballots,
                    percent,
                    roll,
                });
            }
        }
    }
    found
}

/// Stages without a roll of their own that imply different ones.
fn between_stages(book: &Book, ledger: &mut Ledger, open: &[(usize, usize, (i128, i128))]) {
    for earlier in open {
        for later in open {
            let (a, b) = (&book.entries[earlier.0], &book.entries[later.0]);
            let ordered = a.it.stage.is_some() && a.it.stage_order < b.it.stage_order;
            if !ordered || a.it.polls != b.it.polls || !a.may_share_claimant(b) {
                continue;
            }
            let apart = earlier.2.1 < later.2.0 || later.2.1 < earlier.2.0;
            let subject = vec![book.id(earlier.0), book.id(later.0)];
            if ledger.look(TURNOUT_BASE, &subject.join("~")) && apart {
                let fact = Fact::ImpliedRollsDiffer {
                    earlier: *earlier,
                    later: *later,
                };
                ledger.find(TURNOUT_BASE, Grade::Note, subject, fact, None);
            }
        }
    }
}

/// Rolls printed at different stages.
fn printed_rolls(book: &Book, ledger: &mut Ledger) {
    let rolls: Vec<&Entry> = book
        .entries
        .iter()
        .filter(|e| e.it.quantity == Quantity::Registered)
        .collect();
    for earlier in &rolls {
        for later in &rolls {
            let same = earlier.it.polls == later.it.polls && earlier.may_share_claimant(later);
            let ordered =
                earlier.it.stage.is_some() && earlier.it.stage_order < later.it.stage_order;
            let (Some(one), Some(other)) = (earlier.count(), later.count()) else {
                continue;
            };
            if !same || !ordered {
                continue;
            }
            let subject = vec![book.id(earlier.at), book.id(later.at)];
            let fresh = ledger.look(TURNOUT_BASE, &subject.join("!"));
            let size = one.low.or(one.high).unwrap_or(0);
            if fresh && one.gap(&other).abs() * ROLLS_DIFFER > size {
                let fact = Fact::RollsDiffer {
                    earlier: earlier.at,
                    later: later.at,
                };
                ledger.find(TURNOUT_BASE, Grade::Note, subject, fact, None);
            }
        }
    }
}
