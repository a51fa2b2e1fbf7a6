//! `threshold`: how far a result is from the share that the law asks for.
//!
//! A note, never more: every threshold is just passed somewhere (Montenegro 2006: by two thousand
//! votes, and undisputed). The scenario states the threshold; the printed counts say the rest.

use super::book::{Book, Sheet, total};
use super::exact::ceil_div;
use super::ledger::Ledger;
use super::{Fact, Outcome, THRESHOLD};
use crate::compare::Grade;
use crate::model::{Quantity, Threshold};
use crate::units::MicroPercent;

/// Results farther from the threshold than one part in so many of the base are left alone.
const NEAR: i128 = 10;

/// A result as a share of its base.
pub(super) struct Reached<'a> {
    pub part: i128,
    pub base: i128,
    pub subject: Vec<&'a str>,
}

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for (at, threshold) in book.scenario.thresholds.iter().enumerate() {
        let Some(found) = reached(book, threshold) else {
            continue;
        };
        let needed = needed(threshold, found.base);
        let key = format!("{at} {}", found.subject.join("/"));
        let near = (found.part - needed).abs() * NEAR <= found.base;
        if ledger.look(THRESHOLD, &key) && near {
            let fact = Outcome::Threshold {
                threshold: at,
                part: found.part,
                base: found.base,
                needed,
            };
            let (grade, fact) = (Grade::Note, Fact::Outcome(fact));
            ledger.find(THRESHOLD, grade, found.subject, fact, None);
        }
    }
}

/// The smallest number that reaches the threshold.
pub(super) fn needed(threshold: &Threshold, base: i128) -> i128 {
    let hundred = i128::from(100 * MicroPercent::ONE);
    ceil_div(base * i128::from(threshold.percent.0), hundred)
}

/// The result of the latest publication that prints both numbers exactly.
pub(super) fn reached<'a>(book: &'a Book<'a>, threshold: &Threshold) -> Option<Reached<'a>> {
    let of_poll = |sheet: &Sheet| sheet.poll() == Some(threshold.poll);
    let sheets = book.sheets();
    let mut sheets: Vec<_> = sheets.iter().filter(|sheet| of_poll(sheet)).collect();
    sheets.sort_by_key(|sheet| !sheet.last);
    sheets.into_iter().find_map(|sheet| {
        let contest = threshold.option.map(|(contest, _)| contest);
        let part = match threshold.option {
            Some((contest, option)) => vec![sheet.slot(Quantity::Votes { contest, option })],
            None => sheet.ballots(None)?,
        };
        let (base, _) = sheet.base(threshold.of, contest)?;
        let first = |slots: &[super::book::Slot]| -> Option<Vec<super::Term>> {
            slots.iter().map(|slot| slot.first().copied()).collect()
        };
        let (part, base) = (first(&part)?, first(&base)?);
        Some(Reached {
            part: total(&part).exact()?,
            base: total(&base).exact().filter(|&base| base > 0)?,
            subject: [book.ids(&part), book.ids(&base)].concat(),
        })
    })
}
