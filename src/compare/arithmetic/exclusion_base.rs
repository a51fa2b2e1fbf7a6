//! `exclusion-base`: who is missing from the register, and whether a threshold depends on it.
//!
//! Rests on the groups that the scenario says were shut out and on the lower ends of their ranges. A
//! note where people were shut out; more than that only where a threshold of the register is reached
//! without them and missed with them.

use super::book::Book;
use super::ledger::Ledger;
use super::people::adults;
use super::threshold::{needed, reached};
use super::{EXCLUSION_BASE, Fact, Outcome};
use crate::compare::Grade;
use crate::model::{Base, PollId};

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    let of = &book.scenario.assumptions;
    for (at, poll) in of.polls.iter().enumerate() {
        let groups: Vec<_> = poll.excludes.iter().map(|it| it.group).collect();
        let fewest: f64 = groups.iter().map(|&group| adults(of, group).0).sum();
        let fewest = fewest.floor() as i128;
        if groups.is_empty() || !ledger.look(EXCLUSION_BASE, &poll.id) || fewest == 0 {
            continue;
        }
        let missed = missed(book, PollId(at), fewest);
        let grade = match missed {
            Some(_) => Grade::Assumptions,
            None => Grade::Note,
        };
        let fact = Fact::Outcome(Outcome::Excluded {
            poll: PollId(at),
            groups,
            fewest,
            missed,
        });
        ledger.find(EXCLUSION_BASE, grade, vec![&poll.id], fact, None);
    }
}

/// A threshold of the register that so many more persons would turn from reached to missed.
fn missed(book: &Book, poll: PollId, more: i128) -> Option<(usize, i128, i128)> {
    let thresholds = book.scenario.thresholds.iter().enumerate();
    let of_register = |base| matches!(base, Base::Registered | Base::Eligible);
    thresholds
        .filter(|(_, it)| it.poll == poll && of_register(it.of))
        .find_map(|(at, it)| {
            let found = reached(book, it)?;
            let base = found.base + more;
            let turned = found.part >= needed(it, found.base) && found.part < needed(it, base);
            turned.then_some((at, found.part, base))
        })
}
