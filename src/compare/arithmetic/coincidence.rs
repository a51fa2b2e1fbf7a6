//! `coincidence`: round numbers among the counts and the differences that matter.
//!
//! Looked at, and nothing else: every exact count, the roll less the ballots, the ballots less the
//! valid votes, the winner less the runner-up. A number that may as well end in any three digits ends
//! in 000 once in a thousand times, so with many looks such a thing turns up; therefore only a note,
//! always with the number of looks.

use super::book::{Book, Sheet, total};
use super::ledger::Ledger;
use super::{COINCIDENCE, Fact, Term};
use crate::compare::Grade;
use crate::model::Quantity;

/// Numbers below this are too small to be round.
const SMALLEST: i128 = 1_000;
/// Multiples looked for, the rarest first; the chance of each is one in itself.
const MULTIPLES: [i128; 6] = [100_000, 10_000, 5_000, 1_000, 500, 100];

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    let mut round: Vec<(Vec<Term>, i128, i128)> = Vec::new();
    for sheet in book.sheets() {
        for (terms, value) in numbers(&sheet) {
            let key = book.ids(&terms).join("-");
            // The last multiple is the one that every finding is at least.
            let chance = 1.0 / MULTIPLES[MULTIPLES.len() - 1] as f64;
            if value < SMALLEST || !ledger.look_for(COINCIDENCE, &key, chance) {
                continue;
            }
            if let Some(&multiple) = MULTIPLES.iter().find(|&&m| value % m == 0) {
                round.push((terms, value, multiple));
            }
        }
    }
    let looks = ledger.looks_of(COINCIDENCE);
    for (terms, value, multiple) in round {
        let subject = book.ids(&terms);
        let fact = Fact::RoundNumber {
            terms,
            value,
            multiple,
            looks,
        };
        let chance = Some(1.0 / multiple as f64);
        ledger.find(COINCIDENCE, Grade::Note, subject, fact, chance);
    }
}

/// The numbers looked at in one publication: what they are made of, and their value.
fn numbers(sheet: &Sheet) -> Vec<(Vec<Term>, i128)> {
    let mut found = Vec::new();
    for entry in sheet.entries() {
        if let Some(term) = entry.term()
            && let Some(value) = term.span.exact()
        {
            found.push((vec![term], value));
        }
    }
    let exact = |quantity| {
        let slot = sheet.slot(quantity);
        slot.first().copied().filter(|t| t.span.exact().is_some())
    };
    let ballots = exact(Quantity::BallotsCast { at: None });
    let registered = exact(Quantity::Registered);
    if let (Some(roll), Some(ballots)) = (registered, ballots) {
        found.extend(difference(vec![roll, ballots]));
    }
    for contest in 0..sheet.contests() {
        let (options, complete) = sheet.options(contest);
        let mut votes: Vec<Term> = options
            .iter()
            .filter_map(|slot| slot.first().copied())
            .collect();
        if let Some(ballots) = ballots.filter(|_| complete) {
            found.extend(difference([&[ballots][..], &votes].concat()));
        }
        votes.sort_by_key(|term| std::cmp::Reverse(term.span.low));
        if let [first, second, ..] = votes[..] {
            found.extend(difference(vec![first, second]));
        }
    }
    found
}

/// The first term less all others, when all are exact.
fn difference(terms: Vec<Term>) -> Option<(Vec<Term>, i128)> {
    let (first, rest) = terms.split_first()?;
    let value = first.span.minus(&total(rest)).exact()?;
    Some((terms, value))
}
