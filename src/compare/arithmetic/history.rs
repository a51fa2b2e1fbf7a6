//! `history`: participants against other polls of the same place.
//!
//! Rests on the place being comparable from poll to poll: emigration, boycotts and new borders make
//! honest differences too.

use super::book::Book;
use super::ledger::Ledger;
use super::{Fact, HISTORY};
use crate::compare::Grade;
use crate::model::{ContextKind, PollId};

/// Participants so many times those of another poll are worth a word, in hundredths.
const FACTOR: i128 = 150;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for poll in (0..book.scenario.assumptions.polls.len()).map(PollId) {
        let Some(ballots) = book.claim(poll) else {
            continue;
        };
        let Some(persons) = ballots.span.low else {
            continue;
        };
        let mut others: Vec<(usize, i128)> = Vec::new();
        for (at, other) in book.scenario.context.iter().enumerate() {
            let comparable = other.kind == ContextKind::OtherPoll && other.polls.contains(&poll);
            if comparable && other.persons > 0 {
                let key = format!("{}~{}", book.ids(&[ballots]).concat(), other.id);
                ledger.look(HISTORY, &key);
                others.push((at, other.persons as i128));
            }
        }
        others.sort_by_key(|&(_, persons)| std::cmp::Reverse(persons));
        let far = |other: i128| 100 * persons >= FACTOR * other;
        if !others.iter().any(|&(_, other)| far(other)) {
            continue;
        }
        // The upper of the middle ones: at least half of the others are no larger.
        let middle = others[(others.len() - 1) / 2].1;
        let grade = if far(middle) {
            Grade::Assumptions
        } else {
            Grade::Note
        };
        let mut subject = book.ids(&[ballots]);
        subject.extend(
            others
                .iter()
                .map(|&(at, _)| &book.scenario.context[at].id[..]),
        );
        let factors = others
            .iter()
            .map(|&(at, n)| (at, persons as f64 / n as f64));
        let fact = Fact::History {
            ballots,
            others: factors.collect(),
        };
        ledger.find(HISTORY, grade, subject, fact, None);
    }
}
