//! `rejected-vs-margin`: more rejected papers than votes between the first and the second.
//!
//! Then the rules of rejecting decide, which is worth a question (Quebec 1995). A note, never more.

use super::book::{Book, Sheet};
use super::ledger::Ledger;
use super::{Fact, Outcome, REJECTED_VS_MARGIN, Term};
use crate::compare::Grade;
use crate::model::Quantity;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for sheet in book.sheets() {
        for contest in 0..sheet.contests() {
            let invalid = sheet.slot(Quantity::Invalid { contest }).first().copied();
            let Some((first, second)) = leaders(&sheet, contest) else {
                continue;
            };
            let exact = |term: &Term| term.span.exact();
            let counts = invalid.and_then(|it| Some((it, exact(&it)?)));
            let (Some((invalid, papers)), Some(a), Some(b)) =
                (counts, exact(&first), exact(&second))
            else {
                continue;
            };
            let subject = book.ids(&[invalid, first, second]);
            let margin = a - b;
            if ledger.look(REJECTED_VS_MARGIN, &subject.join("/")) && papers >= margin {
                let fact = Fact::Outcome(Outcome::RejectedAboveMargin {
                    invalid,
                    first,
                    second,
                    margin,
                });
                ledger.find(REJECTED_VS_MARGIN, Grade::Note, subject, fact, None);
            }
        }
    }
}

/// The two options with the most votes, when those of every option are printed.
pub(super) fn leaders(sheet: &Sheet, contest: usize) -> Option<(Term, Term)> {
    let (options, complete) = sheet.options(contest);
    let votes: Option<Vec<Term>> = options.iter().map(|slot| slot.first().copied()).collect();
    let mut votes = votes.filter(|_| complete)?;
    votes.sort_by_key(|term| std::cmp::Reverse(term.span.high));
    match votes[..] {
        [first, second, ..] => Some((first, second)),
        _ => None,
    }
}
