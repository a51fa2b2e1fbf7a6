//! `same-figure`: the votes of one contest equal the ballots of the poll although invalid votes were
//! printed too, so that one number stands for two different things.

use super::book::{Book, total};
use super::ledger::Ledger;
use super::{Fact, SAME_FIGURE, Term};
use crate::compare::Grade;
use crate::model::Quantity;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for sheet in book.sheets() {
        let ballots = sheet.slot(Quantity::BallotsCast { at: None });
        for contest in 0..sheet.contests() {
            let (options, complete) = sheet.options(contest);
            let invalid = sheet.slot(Quantity::Invalid { contest });
            let some_invalid = invalid.iter().any(|t| t.span.low.is_some_and(|n| n > 0));
            if !complete || !some_invalid {
                continue;
            }
            let votes: Vec<Term> = options.iter().filter_map(|s| s.first().copied()).collect();
            let Some(value) = total(&votes).exact() else {
                continue;
            };
            for other in &ballots {
                let subject = [book.ids(&votes), book.ids(&[*other])].concat();
                let same = other.span.exact() == Some(value);
                if ledger.look(SAME_FIGURE, &subject.join("=")) && same {
                    let fact = Fact::SameFigure {
                        one: votes.clone(),
                        other: *other,
                        value,
                    };
                    ledger.find(SAME_FIGURE, Grade::Note, subject, fact, None);
                }
            }
        }
    }
}
