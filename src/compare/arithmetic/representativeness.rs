//! `representativeness`: a large share of the votes that is a small share of the register.
//!
//! Where one side stays away the share among those who came says little about the electorate (Puerto
//! Rico 2017: 97 % of the votes, 22 % of the roll). A note about what the percentage means, not about
//! the count.

use super::book::{Book, total};
use super::ledger::Ledger;
use super::rejected_vs_margin::leaders;
use super::{Fact, Outcome, REPRESENTATIVENESS, Term, percentage};
use crate::compare::Grade;
use crate::units::MicroPercent;

/// Hundredths of a percent.
const GRAIN: MicroPercent = MicroPercent(MicroPercent::ONE / 100);

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for sheet in book.sheets().into_iter().filter(|sheet| sheet.last) {
        for contest in 0..sheet.contests() {
            let Some((first, _)) = leaders(&sheet, contest) else {
                continue;
            };
            let (options, _) = sheet.options(contest);
            let options: Vec<Term> = options
                .iter()
                .filter_map(|slot| slot.first().copied())
                .collect();
            let roll = sheet.roll().and_then(|(slot, _)| slot.first().copied());
            let sizes = roll.and_then(|roll| {
                let sizes = (
                    first.span.exact()?,
                    total(&options).exact()?,
                    roll.span.exact()?,
                );
                Some((roll, sizes))
            });
            let Some((roll, (votes, valid, names))) = sizes else {
                continue;
            };
            let subject = book.ids(&[first, roll]);
            let few_of_many = 3 * votes >= 2 * valid && 2 * votes < names;
            if !ledger.look(REPRESENTATIVENESS, &subject.join("/")) || !few_of_many {
                continue;
            }
            if let (Some(of_valid), Some(of_roll)) = (
                percentage(votes, valid, GRAIN),
                percentage(votes, names, GRAIN),
            ) {
                let fact = Fact::Outcome(Outcome::NotTheElectorate {
                    votes: first,
                    of_valid,
                    of_roll,
                    roll: roll.span,
                });
                ledger.find(REPRESENTATIVENESS, Grade::Note, subject, fact, None);
            }
        }
    }
}
