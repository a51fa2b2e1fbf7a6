//! `stage-consistency`: what can only grow does not become smaller at a later stage or hour.
//!
//! Counts that are added up station by station cannot fall, save for small corrections. Turnout
//! percentages can, when their base changes, so their fall is never hard.

use super::book::{Book, Entry};
use super::ledger::Ledger;
use super::{Fact, STAGE_CONSISTENCY};
use crate::compare::Grade;
use crate::model::{Base, Quantity};
use crate::units::SimTime;

/// A fall of up to one in so many of all ballots is taken for a correction.
const CORRECTION: i128 = 1_000;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    let mut fallen: Vec<(usize, usize)> = Vec::new();
    for later in &book.entries {
        let earlier: Vec<&Entry> = book
            .entries
            .iter()
            .filter(|earlier| comes_before(earlier, later))
            .collect();
        let mut deepest: Option<(&Entry, i128)> = None;
        for earlier in earlier {
            let (Some(before), Some(after)) = (earlier.count(), later.count()) else {
                continue;
            };
            ledger.look(STAGE_CONSISTENCY, &key(earlier, later));
            let by = before.gap(&after);
            let scale = scale(book, earlier, later);
            if by * CORRECTION > scale && deepest.is_none_or(|(_, most)| by > most) {
                deepest = Some((earlier, by));
            }
        }
        if let Some((earlier, by)) = deepest {
            fallen.push((earlier.at, later.at));
            let fact = Fact::Fell {
                earlier: earlier.at,
                later: later.at,
                by,
            };
            let subject = vec![book.id(earlier.at), book.id(later.at)];
            ledger.find(STAGE_CONSISTENCY, Grade::Hard, subject, fact, None);
        }
    }
    turnout(book, ledger, &fallen);
}

/// Turnout percentages that fall although no count says so already.
fn turnout(book: &Book, ledger: &mut Ledger, fallen: &[(usize, usize)]) {
    for later in &book.entries {
        for earlier in &book.entries {
            let (Some(before), Some(after)) = (earlier.percent(), later.percent()) else {
                continue;
            };
            if !comes_before(earlier, later) {
                continue;
            }
            let said = fallen.iter().any(|&(a, b)| {
                same_publication(&book.entries[a], earlier)
                    && same_publication(&book.entries[b], later)
            });
            if !ledger.look(STAGE_CONSISTENCY, &key(earlier, later))
                || said
                || !before.wholly_above(&after)
            {
                continue;
            }
            let same_stage = earlier.it.stage == later.it.stage;
            let grade = if same_stage {
                Grade::Assumptions
            } else {
                Grade::Note
            };
            let fact = Fact::TurnoutFell {
                earlier: earlier.at,
                later: later.at,
            };
            let subject = vec![book.id(earlier.at), book.id(later.at)];
            ledger.find(STAGE_CONSISTENCY, grade, subject, fact, None);
        }
    }
}

fn key(earlier: &Entry, later: &Entry) -> String {
    format!("{} {}", earlier.it.id, later.it.id)
}

fn same_publication(one: &Entry, other: &Entry) -> bool {
    one.it.polls == other.it.polls && one.it.stage == other.it.stage
}

/// What grows over the day and the stages: a name for the quantity without its hour, and the hour.
fn growing(quantity: Quantity) -> Option<(Quantity, Option<SimTime>)> {
    match quantity {
        Quantity::BallotsCast { at } => Some((Quantity::BallotsCast { at: None }, at)),
        Quantity::Turnout { of, at } if of != Base::Eligible => {
            Some((Quantity::Turnout { of, at: None }, at))
        }
        Quantity::Votes { .. } | Quantity::Valid { .. } => Some((quantity, None)),
        _ => None,
    }
}

/// Whether `earlier` is the same quantity of the same polls by the same claimant, at an earlier hour
/// (and no later stage) or at the same hour and an earlier stage.
fn comes_before(earlier: &Entry, later: &Entry) -> bool {
    if earlier.it.polls != later.it.polls || !earlier.may_share_claimant(later) {
        return false;
    }
    let (Some((what, hour)), Some((same, later_hour))) =
        (growing(earlier.it.quantity), growing(later.it.quantity))
    else {
        return false;
    };
    let end = SimTime(i64::MAX);
    let hours = hour.unwrap_or(end).cmp(&later_hour.unwrap_or(end));
    let staged = earlier.it.stage.is_some() && later.it.stage.is_some();
    let unstaged = earlier.it.stage.is_none() && later.it.stage.is_none();
    let stages = earlier.it.stage_order.cmp(&later.it.stage_order);
    what == same
        && (staged || unstaged)
        && ((hours.is_lt() && stages.is_le()) || (hours.is_eq() && stages.is_lt()))
}

/// Ballots of the poll at these stages, or the figures themselves: what a correction is measured by.
fn scale(book: &Book, earlier: &Entry, later: &Entry) -> i128 {
    book.entries
        .iter()
        .filter(|e| same_publication(e, earlier) || same_publication(e, later))
        .filter(|e| e.it.quantity != Quantity::Registered)
        .filter_map(|e| e.count().and_then(|span| span.low))
        .max()
        .unwrap_or(0)
}
