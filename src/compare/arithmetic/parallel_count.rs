//! `parallel-count`: the official result against a count made beside it, complete or not.
//!
//! Votes found are a lower bound: fewer official votes than found contradict the parallel count. A
//! share found in part of the ballots leaves the rest to make up the difference: where no share of the
//! rest suffices the two contradict each other; where the rest would have to be very different, that
//! is a note, for the part seen was rarely chosen by lot.

use super::book::{Book, Sheet, total};
use super::ledger::Ledger;
use super::{Fact, Outcome, PARALLEL_COUNT, Term, percentage, printed_grain};
use crate::compare::Grade;
use crate::model::{Base, Figure, ParallelCount, ParallelResult, Quantity};
use crate::units::MicroPercent;

/// A rest that differs from what was seen by more than this is worth a note.
const FAR: i64 = 20 * MicroPercent::ONE;
const HUNDRED: i64 = 100 * MicroPercent::ONE;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for (at, count) in book.scenario.parallel.iter().enumerate() {
        let sheets = book.sheets();
        let of_poll = |sheet: &&Sheet| sheet.poll() == Some(count.poll);
        let mut sheets: Vec<_> = sheets.iter().filter(of_poll).collect();
        sheets.sort_by_key(|sheet| !sheet.last);
        let found = match count.found {
            ParallelResult::Votes(votes) => {
                let found = sheets.iter().find_map(|sheet| official_votes(sheet, count));
                found.map(|official| votes_found(at, official, votes.into()))
            }
            ParallelResult::Share { percent, coverage } => {
                let found = sheets.iter().find_map(|sheet| official_share(sheet, count));
                found.map(|official| rest(at, official, percent, coverage))
            }
        };
        let Some(found) = found else {
            continue;
        };
        if ledger.look(PARALLEL_COUNT, &count.id)
            && let Some((grade, fact)) = found
        {
            let fact = Fact::Outcome(fact);
            ledger.find(PARALLEL_COUNT, grade, vec![&count.id], fact, None);
        }
    }
}

/// The official votes, when printed.
fn official_votes(sheet: &Sheet, count: &ParallelCount) -> Option<Term> {
    let (contest, option) = count.option;
    let slot = sheet.slot(Quantity::Votes { contest, option });
    slot.into_iter().max_by_key(|term| term.span.high)
}

/// The official share of valid votes, by counts or as printed.
fn official_share(sheet: &Sheet, count: &ParallelCount) -> Option<MicroPercent> {
    let (contest, option) = count.option;
    let by_counts = || {
        let votes = official_votes(sheet, count)?.span.exact()?;
        let slots = sheet.valid(contest)?;
        let valid: Option<Vec<Term>> = slots.iter().map(|slot| slot.first().copied()).collect();
        let valid = total(&valid?).exact().filter(|&valid| valid > 0)?;
        percentage(votes, valid, MicroPercent(1_000))
    };
    let of = Base::Valid;
    let quantity = Quantity::VotePercent {
        contest,
        option,
        of,
    };
    let printed = || {
        let entry = sheet
            .entries()
            .find(|entry| entry.it.quantity == quantity)?;
        match &entry.it.figure {
            Figure::Percent(percent) => printed_grain(percent).map(|(value, _)| value),
            Figure::Count(_) => None,
        }
    };
    by_counts().or_else(printed)
}

type Found = Option<(Grade, Outcome)>;

fn votes_found(parallel: usize, official: Term, votes: i128) -> Found {
    let excess = votes - official.span.high?;
    (excess > 0).then_some((
        Grade::Assumptions,
        Outcome::MoreElsewhere {
            parallel,
            official,
            excess,
        },
    ))
}

/// What the unseen rest would have to be.
fn rest(
    parallel: usize,
    official: MicroPercent,
    seen: MicroPercent,
    coverage: MicroPercent,
) -> Found {
    let unseen = i128::from(HUNDRED - coverage.0);
    let found = |rest: i64, grade, impossible| {
        let outcome = Outcome::RestNeeded {
            parallel,
            official,
            rest: MicroPercent(rest),
            impossible,
        };
        Some((grade, outcome))
    };
    if unseen <= 0 {
        let apart = (official.0 - seen.0).abs() > MicroPercent::ONE;
        return apart
            .then(|| found(official.0, Grade::Assumptions, true))
            .flatten();
    }
    let whole = i128::from(official.0) * i128::from(HUNDRED);
    let part = i128::from(seen.0) * i128::from(coverage.0);
    let rest = i64::try_from((whole - part) / unseen).ok()?;
    match rest {
        rest if !(0..=HUNDRED).contains(&rest) => found(rest, Grade::Assumptions, true),
        rest if (rest - seen.0).abs() > FAR => found(rest, Grade::Note, false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(of: f64) -> MicroPercent {
        MicroPercent::from_f64(of).expect("finite")
    }

    #[test]
    fn the_rest_makes_up_the_difference_or_cannot() {
        let of =
            |official, seen, coverage| rest(0, percent(official), percent(seen), percent(coverage));
        // 0.4 x 20 + 0.6 x 70 = 50.
        let Some((
            Grade::Note,
            Outcome::RestNeeded {
                rest, impossible, ..
            },
        )) = of(50.0, 20.0, 40.0)
        else {
            panic!("no note");
        };
        assert_eq!((rest, impossible), (percent(70.0), false));
        // 0.8 x 20 + 0.2 x 100 = 36 at most.
        assert!(matches!(
            of(37.0, 20.0, 80.0),
            Some((Grade::Assumptions, _))
        ));
        assert!(matches!(of(35.0, 20.0, 80.0), Some((Grade::Note, _))));
        // 16 and 0.2 x 35.
        assert_eq!(of(23.0, 20.0, 80.0), None);
        // All was seen: as good as equal, or not.
        assert_eq!(of(20.5, 20.0, 100.0), None);
        assert!(matches!(
            of(23.0, 20.0, 100.0),
            Some((Grade::Assumptions, _))
        ));
    }
}
