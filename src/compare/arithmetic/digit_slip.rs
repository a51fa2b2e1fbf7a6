//! `digit-slip`: one changed digit, one exchange of neighbouring digits, or one figure printed for
//! another explains a sum or percentage that fails. The repair is offered beside the alarm.
//!
//! A repair must close what failed and break nothing that held. Of a figure printed in two ways, the
//! way that closes is named. Claimants are not told apart here: a slip happens in copying.

use super::book::{Book, Entry, Slot};
use super::ledger::Ledger;
use super::relations::{Relation, relations};
use super::{Amount, DIGIT_SLIP, Fact, Repair, SlipKind, What};
use crate::compare::Grade;
use crate::units::MicroPercent;

/// With more repairs than this the figures do not say which one it is, and nothing is offered.
const MOST_REPAIRS: usize = 5;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    let relations = relations(book);
    let held: Vec<bool> = relations.iter().map(|r| r.holds(book, None)).collect();
    let mut offers: Vec<Offer> = Vec::new();
    for (at, relation) in relations.iter().enumerate() {
        let key = format!("{:?}", relation.figures());
        if held[at] {
            printings(book, ledger, &relations, relation, &key);
        } else if ledger.look(DIGIT_SLIP, &key)
            && let Some(offer) = repair(book, &relations, &held, at)
        {
            // One slip may make several relations fail; it is offered once.
            match offers.iter_mut().find(|o| o.repairs == offer.repairs) {
                Some(same) => same.tried = same.tried.max(offer.tried),
                None => offers.push(offer),
            }
        }
    }
    for offer in offers {
        let subject: Vec<&str> = offer.repairs.iter().map(|r| book.id(r.figure)).collect();
        let fact = Fact::Slip {
            repairs: offer.repairs,
            closes: offer.closes,
            tried: offer.tried,
        };
        ledger.find(DIGIT_SLIP, Grade::Note, subject, fact, None);
    }
}

/// Repairs of a relation that fails.
struct Offer {
    repairs: Vec<Repair>,
    closes: usize,
    tried: u64,
}

/// Searches the repairs of a relation that fails.
fn repair(book: &Book, all: &[Relation], held: &[bool], failed: usize) -> Option<Offer> {
    let mut repairs: Vec<(usize, Repair)> = Vec::new();
    let mut tried = 0;
    for figure in all[failed].figures() {
        let printed = printed(&book.entries[figure]);
        let Some(printed) = printed else {
            continue;
        };
        let mut changes = slips(printed);
        changes.extend(all[failed].without_the_others(book, figure).map(|value| {
            let kind = SlipKind::TotalAsPart;
            (Amount::Count(value), kind)
        }));
        // Only taken where it closes another relation too, see below.
        changes.extend(all[failed].needed(book, figure).map(|value| {
            let kind = SlipKind::Replaced;
            (Amount::Count(value), kind)
        }));
        for (repaired, kind) in changes {
            tried += u64::from(matches!(kind, SlipKind::OneDigit | SlipKind::Transposition));
            let closes = closes(book, all, held, failed, (figure, repaired));
            let several = kind != SlipKind::Replaced || closes > 1;
            if closes > 0 && several && !repairs.iter().any(|(_, r)| same(r, figure, repaired)) {
                let repair = Repair {
                    figure,
                    printed,
                    repaired,
                    kind,
                };
                repairs.push((closes, repair));
            }
        }
    }
    let closes = repairs.iter().map(|(closes, _)| *closes).max()?;
    repairs.retain(|(number, _)| *number == closes);
    // A wholly other number is offered only when no slip of the pen will do.
    if repairs.iter().any(|(_, r)| r.kind != SlipKind::Replaced) {
        repairs.retain(|(_, repair)| repair.kind != SlipKind::Replaced);
    }
    let repairs: Vec<Repair> = repairs.into_iter().map(|(_, repair)| repair).collect();
    (repairs.len() <= MOST_REPAIRS).then_some(Offer {
        repairs,
        closes,
        tried,
    })
}

fn same(repair: &Repair, figure: usize, repaired: Amount) -> bool {
    repair.figure == figure && repair.repaired == repaired
}

/// How many failed relations a change closes, this one among them; 0 when it breaks one that held.
fn closes(
    book: &Book,
    all: &[Relation],
    held: &[bool],
    failed: usize,
    change: (usize, Amount),
) -> usize {
    if !all[failed].holds(book, Some(change)) {
        return 0;
    }
    let mut closed = 0;
    for (relation, held) in all.iter().zip(held) {
        if !relation.figures().contains(&change.0) {
            continue;
        }
        match (held, relation.holds(book, Some(change))) {
            (true, false) => return 0,
            (false, true) => closed += 1,
            _ => {}
        }
    }
    closed
}

/// Figures printed in two ways of which one closes a relation and the other closes none: a slip, when
/// the two look like one.
fn printings(book: &Book, ledger: &mut Ledger, all: &[Relation], relation: &Relation, key: &str) {
    for slot in relation.slots() {
        for (closing, other) in pairs(slot) {
            let looked = ledger.look(DIGIT_SLIP, &format!("{key} {closing} {other}"));
            let (Some(printed), Some(repaired)) = (
                printed(&book.entries[other]),
                printed(&book.entries[closing]),
            ) else {
                continue;
            };
            let alone = |figure: usize, relation: &Relation| {
                relation.figures().contains(&figure) && relation.holds_with_only(book, figure)
            };
            let one_closes = relation.holds_with_only(book, closing);
            let other_closes = all.iter().any(|relation| alone(other, relation));
            let total = match relation.total_of_options(book, other) {
                Some(total) => Amount::Count(total) == printed,
                None => false,
            };
            let alike = total || slips(printed).iter().any(|(value, _)| *value == repaired);
            if looked && one_closes && !other_closes && alike {
                let repair = Repair {
                    figure: other,
                    printed,
                    repaired,
                    kind: SlipKind::OtherPrinting(closing),
                };
                let subject = vec![book.id(other), book.id(closing)];
                let fact = Fact::Slip {
                    repairs: vec![repair],
                    closes: 1,
                    tried: 0,
                };
                ledger.find(DIGIT_SLIP, Grade::Note, subject, fact, None);
            }
        }
    }
}

/// Ordered pairs of the figures of a slot.
fn pairs(slot: &Slot) -> Vec<(usize, usize)> {
    let figure = |what| match what {
        What::Figure(figure) => Some(figure),
        What::Roll(_) => None,
    };
    let figures: Vec<usize> = slot.iter().filter_map(|term| figure(term.what)).collect();
    let mut pairs = Vec::new();
    for &one in &figures {
        pairs.extend(figures.iter().filter(|&&b| b != one).map(|&b| (one, b)));
    }
    pairs
}

/// The number as printed, when it has digits to slip: an exact count or a rounded percentage.
fn printed(entry: &Entry) -> Option<Amount> {
    match entry.it.figure {
        crate::model::Figure::Percent(figure) => {
            super::printed_grain(&figure).map(|(value, _)| Amount::Percent(value))
        }
        crate::model::Figure::Count(_) => entry.count()?.exact().map(Amount::Count),
    }
}

/// Every number that differs in one digit or by one exchange of neighbouring digits.
pub(super) fn slips(printed: Amount) -> Vec<(Amount, SlipKind)> {
    // A percentage is changed in the digits it was printed with.
    let (number, unit) = match printed {
        Amount::Count(number) => (number, 1),
        Amount::Percent(value) => {
            let mut unit = MicroPercent::ONE as i128;
            while unit > 1 && value.0 as i128 % unit != 0 {
                unit /= 10;
            }
            (value.0 as i128 / unit, unit)
        }
    };
    let rebuild = |number: i128| match printed {
        Amount::Count(_) => Amount::Count(number),
        Amount::Percent(_) => Amount::Percent(MicroPercent((number * unit) as i64)),
    };
    let mut found = Vec::new();
    if number <= 0 {
        return found;
    }
    let digits: Vec<i128> = number
        .to_string()
        .bytes()
        .map(|byte| i128::from(byte - b'0'))
        .collect();
    let value = |digits: &[i128]| digits.iter().fold(0, |n, digit| 10 * n + digit);
    for at in 0..digits.len() {
        for digit in 0..10 {
            let leading_zero = at == 0 && digit == 0 && digits.len() > 1;
            if digit != digits[at] && !leading_zero {
                let mut other = digits.clone();
                other[at] = digit;
                found.push((rebuild(value(&other)), SlipKind::OneDigit));
            }
        }
    }
    for at in 1..digits.len() {
        let leading_zero = at == 1 && digits[1] == 0;
        if digits[at] != digits[at - 1] && !leading_zero {
            let mut other = digits.clone();
            other.swap(at - 1, at);
            found.push((rebuild(value(&other)), SlipKind::Transposition));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_slips_of_a_number_with_two_digits() {
        let found = slips(Amount::Count(95));
        // 8 other leading digits, 9 other last ones, one exchange.
        assert_eq!(found.len(), 18);
        assert!(found.contains(&(Amount::Count(59), SlipKind::Transposition)));
        assert!(found.contains(&(Amount::Count(97), SlipKind::OneDigit)));
        assert!(slips(Amount::Count(0)).is_empty());
    }

    #[test]
    fn percentages_slip_in_their_printed_digits() {
        let percent = |x| Amount::Percent(MicroPercent::from_f64(x).unwrap());
        let found = slips(percent(99.91));
        assert!(found.contains(&(percent(99.81), SlipKind::OneDigit)));
        assert!(found.contains(&(percent(99.19), SlipKind::Transposition)));
        assert!(!found.contains(&(percent(99.911), SlipKind::OneDigit)));
    }
}
