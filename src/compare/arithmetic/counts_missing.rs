//! `counts-missing`: percentages of votes of which no counts were ever printed.
//!
//! Nothing about them can be checked, which is worth a note and proves nothing.

use super::book::{Book, Entry};
use super::ledger::Ledger;
use super::{COUNTS_MISSING, Fact, Outcome};
use crate::compare::Grade;
use crate::model::{PollId, Quantity};

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for (at, poll) in book.scenario.assumptions.polls.iter().enumerate() {
        let of_poll: Vec<&Entry> = book
            .entries
            .iter()
            .filter(|entry| entry.it.polls.contains(&PollId(at)))
            .collect();
        let shares = |entry: &&&Entry| matches!(entry.it.quantity, Quantity::VotePercent { .. });
        let percentages = of_poll.iter().filter(shares).count();
        let counted = of_poll
            .iter()
            .any(|entry| entry.count().is_some() && entry.it.quantity != Quantity::Registered);
        if percentages > 0 && ledger.look(COUNTS_MISSING, &poll.id) && !counted {
            let fact = Fact::Outcome(Outcome::CountsMissing {
                poll: PollId(at),
                percentages: of_poll.iter().filter(|it| it.percent().is_some()).count(),
            });
            ledger.find(COUNTS_MISSING, Grade::Note, vec![&poll.id], fact, None);
        }
    }
}
