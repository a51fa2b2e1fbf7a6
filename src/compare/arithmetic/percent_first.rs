//! `percent-first`: a count is the nearest whole number to a percentage with few digits.
//!
//! Then the count may have been computed from the percentage, and not the other way round. It speaks
//! about where the count comes from, never about who won: a clerk who has only the percentage at hand
//! computes the count from it in good faith.

use super::book::{Book, Sheet};
use super::exact::{nearest_count, printed_grain};
use super::grid::{grid_chance, steps_of};
use super::ledger::Ledger;
use super::percent_vs_counts::named_share;
use super::{Fact, PERCENT_FIRST, Term};
use crate::compare::Grade;
use crate::model::{Base, Figure};
use crate::units::MicroPercent;

/// Grids of percentages, coarse first: whole percent, one decimal.
const GRIDS: [u32; 2] = [100, 1_000];
/// A grid is no information when it is finer than so many votes a step.
const VOTES_A_STEP: i128 = 10;
/// Coincidences more likely than this are not worth a word.
const WORTH_A_NOTE: f64 = 0.02;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for sheet in book.sheets() {
        let mut on_grid = false;
        for contest in 0..sheet.contests() {
            on_grid |= whole_contest(&sheet, contest, ledger);
        }
        for entry in sheet.entries() {
            if let Some(found) = single(&sheet, entry.at, ledger)
                && !on_grid
            {
                let subject = [book.id(found.count), book.id(entry.at)].to_vec();
                let chance = 1.0 / found.one_of as f64;
                let fact = Fact::CountFromPercent {
                    count: found.count,
                    percent: entry.at,
                    base: found.base,
                    printed: found.printed,
                    one_of: found.one_of,
                };
                ledger.find(PERCENT_FIRST, Grade::Note, subject, fact, Some(chance));
            }
        }
    }
}

/// All counts of a contest on a grid at once; whether they are.
fn whole_contest(sheet: &Sheet, contest: usize, ledger: &mut Ledger) -> bool {
    let (slots, complete) = sheet.options(contest);
    let single: Option<Vec<Term>> = slots.iter().map(|slot| slot.first().copied()).collect();
    let Some(terms) = single.filter(|_| complete && slots.iter().all(|s| s.len() == 1)) else {
        return false;
    };
    let counts: Option<Vec<i128>> = terms.iter().map(|term| term.span.exact()).collect();
    let Some(counts) = counts else {
        return false;
    };
    let total: i128 = counts.iter().sum();
    let ids = sheet.book.ids(&terms);
    for steps in GRIDS {
        if total < VOTES_A_STEP * steps as i128 {
            continue;
        }
        let Some((chance, at_most)) = grid_chance(total, counts.len(), steps) else {
            continue;
        };
        ledger.look_for(
            PERCENT_FIRST,
            &format!("{} on {steps}", ids.join("+")),
            chance,
        );
        let Some(found) = steps_of(&counts, total, steps).filter(|_| chance <= WORTH_A_NOTE) else {
            continue;
        };
        let step = 100 * MicroPercent::ONE / i64::from(steps);
        let percents = found.iter().map(|&n| MicroPercent(n as i64 * step));
        let figures = sheet.book.figures(&terms);
        let fact = Fact::GridCounts {
            contest,
            counts: figures.into_iter().zip(percents).collect(),
            total,
            steps,
            at_most,
        };
        ledger.find(PERCENT_FIRST, Grade::Note, ids, fact, Some(chance));
        return true;
    }
    false
}

struct Found {
    count: usize,
    base: i128,
    printed: Vec<Term>,
    one_of: i128,
}

/// One count from its own percentage, out of the printed base or a rounding of the printed roll.
fn single(sheet: &Sheet, percent: usize, ledger: &mut Ledger) -> Option<Found> {
    let entry = &sheet.book.entries[percent];
    let Figure::Percent(figure) = entry.it.figure else {
        return None;
    };
    let (value, _) = printed_grain(&figure)?;
    let span = entry.percent()?;
    let share = named_share(sheet, entry)?;
    let [part] = &share.part[..] else {
        return None;
    };
    let [part] = part[..] else {
        return None;
    };
    let count = part.span.exact()?;
    let printed: Option<Vec<Term>> = share
        .base
        .iter()
        .map(|slot| slot.first().copied())
        .collect();
    let printed = printed?;
    let size = super::book::total(&printed).exact()?;
    let mut bases = vec![size];
    if share.named == Base::Registered {
        bases.extend([100, 1_000].map(|to| (2 * size + to).div_euclid(2 * to) * to));
        bases.dedup();
    }
    let mut found = None;
    for base in bases {
        let Some((from, to)) = span.counts_of(base) else {
            continue;
        };
        let one_of = to - from + 1;
        if (one_of as f64) * WORTH_A_NOTE < 1.0 {
            continue;
        }
        let key = format!(
            "{} = {} of {base}",
            entry.it.id,
            sheet.book.ids(&[part]).concat()
        );
        let chance = 1.0 / one_of as f64;
        if ledger.look_for(PERCENT_FIRST, &key, chance) && nearest_count(value, base) == count {
            found = found.or(Some(Found {
                count: *sheet.book.figures(&[part]).first()?,
                base,
                printed: printed.clone(),
                one_of,
            }));
        }
    }
    found
}
