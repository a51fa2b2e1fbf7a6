//! `participants-le-eligible`: no more ballots than names on the roll, no turnout above 100 %.
//!
//! A few more are ordinary where people may be added on the day; up to one in a hundred is a note.

use super::book::Book;
use super::ledger::Ledger;
use super::{Fact, PARTICIPANTS_LE_ELIGIBLE};
use crate::compare::Grade;
use crate::model::{Base, Quantity};

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for sheet in book.sheets() {
        let Some((roll, firm)) = sheet.roll() else {
            continue;
        };
        for entry in sheet.entries() {
            let (Quantity::BallotsCast { .. }, Some(ballots)) = (entry.it.quantity, entry.term())
            else {
                continue;
            };
            let Some(roll) = roll.iter().max_by_key(|term| term.span.high) else {
                continue;
            };
            let subject = [vec![&entry.it.id[..]], book.ids(&[*roll])].concat();
            let excess = ballots.span.gap(&roll.span);
            if !ledger.look(PARTICIPANTS_LE_ELIGIBLE, &subject.join("<=")) || excess <= 0 {
                continue;
            }
            let small = roll.span.high.is_some_and(|high| excess * 100 <= high);
            let grade = if firm && !small {
                Grade::Hard
            } else {
                Grade::Note
            };
            let fact = Fact::AboveRoll {
                ballots,
                roll: *roll,
                excess,
            };
            ledger.find(PARTICIPANTS_LE_ELIGIBLE, grade, subject, fact, None);
        }
    }
    for entry in &book.entries {
        let of_people = matches!(
            entry.it.quantity,
            Quantity::Turnout {
                of: Base::Registered | Base::Eligible,
                ..
            }
        );
        let Some(span) = entry.percent().filter(|_| of_people) else {
            continue;
        };
        let id = book.id(entry.at);
        if ledger.look(PARTICIPANTS_LE_ELIGIBLE, id) && span.above_hundred() {
            let fact = Fact::AboveHundred { percent: entry.at };
            ledger.find(PARTICIPANTS_LE_ELIGIBLE, Grade::Hard, vec![id], fact, None);
        }
    }
}
