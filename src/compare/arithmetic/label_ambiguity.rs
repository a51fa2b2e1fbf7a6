//! `label-ambiguity`: one number printed as the roll here and as the ballots cast there.

use super::book::Book;
use super::ledger::Ledger;
use super::{Fact, LABEL_AMBIGUITY};
use crate::compare::Grade;
use crate::model::Quantity;

/// Numbers below this are equal too easily.
const SMALLEST: i128 = 1_000;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for roll in &book.entries {
        for ballots in &book.entries {
            let labels = roll.it.quantity == Quantity::Registered
                && ballots.it.quantity == Quantity::BallotsCast { at: None };
            if !labels || roll.it.polls != ballots.it.polls {
                continue;
            }
            let subject = vec![book.id(roll.at), book.id(ballots.at)];
            let large = roll.count().and_then(|span| span.low) >= Some(SMALLEST);
            let same = roll.it.figure == ballots.it.figure;
            if ledger.look(LABEL_AMBIGUITY, &subject.join("=")) && large && same {
                let fact = Fact::TwoLabels {
                    registered: roll.at,
                    ballots: ballots.at,
                };
                ledger.find(LABEL_AMBIGUITY, Grade::Note, subject, fact, None);
            }
        }
    }
}
