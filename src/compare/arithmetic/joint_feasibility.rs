//! `joint-feasibility`: polls of one day that claim more persons together than there are.
//!
//! Two polls with A and B different participants out of E persons: at least A + B - E of them took
//! part in both or do not exist (Fréchet 1935). E is the largest number that the stated ranges allow, so
//! the finding rests on them, and on nothing about turnout.

use super::book::Book;
use super::exact::must_be_double;
use super::ledger::Ledger;
use super::{Fact, JOINT_FEASIBILITY, Term};
use crate::compare::{Grade, bounds::voters_bound};
use crate::model::PollId;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    let polls = (0..book.scenario.assumptions.polls.len()).map(PollId);
    let claims: Vec<(PollId, Term)> = polls
        .filter_map(|poll| book.claim(poll).map(|claim| (poll, claim)))
        .collect();
    if claims.len() < 2 {
        return;
    }
    let polls: Vec<PollId> = claims.iter().map(|(poll, _)| *poll).collect();
    let terms: Vec<Term> = claims.iter().map(|(_, term)| *term).collect();
    let subject = book.ids(&terms);
    let claimed: i128 = terms.iter().filter_map(|term| term.span.low).sum();
    let mut persons = None;
    let mut exceeded = 0;
    for (at, (label, of)) in book.sets().into_iter().enumerate() {
        ledger.look(
            JOINT_FEASIBILITY,
            &format!("{} in {label}", subject.join("+")),
        );
        let most = voters_bound(of, &polls).highest.map(|n| n.floor() as i128);
        exceeded += usize::from(most.is_some_and(|most| claimed > most));
        if at == 0 {
            persons = most;
        }
    }
    let Some(persons) = persons.filter(|&most| claimed > most) else {
        return;
    };
    let fact = Fact::JointAbove {
        claims: book.figures(&terms),
        claimed,
        persons,
        double: must_be_double(claimed, persons),
        sets: exceeded,
        of: book.sets().len(),
    };
    ledger.find(JOINT_FEASIBILITY, Grade::Assumptions, subject, fact, None);
}
