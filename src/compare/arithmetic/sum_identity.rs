//! `sum-identity`: parts add up to their whole.
//!
//! Votes to valid votes, valid and invalid to ballots, ballots and abstentions to the roll, polls to
//! their joint figure; and parts of which some are missing do not exceed the whole.

use super::book::{Book, Sheet, Slot, choices, total};
use super::ledger::Ledger;
use super::{Fact, SUM_IDENTITY, Term};
use crate::compare::Grade;
use crate::model::{PollId, Quantity};

/// Parts and the whole they should add up to.
#[derive(Clone)]
pub(super) struct Identity {
    pub parts: Vec<Slot>,
    pub whole: Slot,
    pub rule: Rule,
}

/// How strictly the sum must equal the whole.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Rule {
    /// To the unit.
    Exact,
    /// A small shortfall is ordinary: a ballot handed out need not come back.
    Ballots,
    /// As [`Rule::Ballots`], in a poll with several contests: not everybody takes every paper, and
    /// the printed ballots may be those of another contest.
    BallotsOfSeveral,
}

/// A shortfall of ballots up to one in so many is taken for ballots handed out but not returned.
const ORDINARY_SHORTFALL: i128 = 1_000;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for sheet in book.sheets() {
        for identity in identities(&sheet) {
            check(book, ledger, &identity);
        }
        for contest in 0..sheet.contests() {
            partial(&sheet, contest, ledger);
        }
    }
    for identity in pooled(book) {
        check(book, ledger, &identity);
    }
}

/// The identities of one publication whose every part was printed.
pub(super) fn identities(sheet: &Sheet) -> Vec<Identity> {
    let mut found = Vec::new();
    let mut add = |parts: Vec<Slot>, whole: Slot, rule| {
        if !whole.is_empty() && parts.iter().all(|slot| !slot.is_empty()) {
            found.push(Identity { parts, whole, rule });
        }
    };
    let papers_rule = ballots_rule(sheet);
    let ballots = sheet.slot(Quantity::BallotsCast { at: None });
    for contest in 0..sheet.contests() {
        let valid = sheet.slot(Quantity::Valid { contest });
        let invalid = sheet.slot(Quantity::Invalid { contest });
        let (options, complete) = sheet.options(contest);
        if complete {
            add(options.clone(), valid.clone(), Rule::Exact);
            let papers = [options, vec![invalid.clone()]].concat();
            add(papers, ballots.clone(), papers_rule);
        }
        add(vec![valid, invalid], ballots.clone(), papers_rule);
    }
    let abstentions = sheet.slot(Quantity::Abstentions);
    let registered = sheet.slot(Quantity::Registered);
    add(vec![ballots, abstentions], registered, Rule::Exact);
    found
}

fn ballots_rule(sheet: &Sheet) -> Rule {
    if sheet.contests() > 1 {
        Rule::BallotsOfSeveral
    } else {
        Rule::Ballots
    }
}

/// Figures of several polls together, beside those of each.
pub(super) fn pooled(book: &Book) -> Vec<Identity> {
    let mut found = Vec::new();
    for entry in &book.entries {
        let several = entry.it.polls.len() > 1;
        let adds_up = matches!(
            entry.it.quantity,
            Quantity::Registered | Quantity::BallotsCast { .. } | Quantity::Abstentions
        );
        let Some(whole) = entry.term().filter(|_| several && adds_up) else {
            continue;
        };
        let part = |poll: &PollId| -> Slot {
            book.entries
                .iter()
                .filter(|e| e.it.polls == [*poll] && e.it.quantity == entry.it.quantity)
                .filter(|e| e.it.stage == entry.it.stage && e.may_share_claimant(entry))
                .filter_map(|e| e.term())
                .collect()
        };
        let parts: Vec<Slot> = entry.it.polls.iter().map(part).collect();
        if parts.iter().all(|slot| !slot.is_empty()) {
            found.push(Identity {
                parts,
                whole: vec![whole],
                rule: Rule::Exact,
            });
        }
    }
    found
}

impl Identity {
    /// Every choice of printings: parts, whole, and the gap of the sum above the whole.
    pub fn gaps(&self) -> Option<Vec<(Vec<Term>, Term, i128)>> {
        let mut slots = self.parts.clone();
        slots.push(self.whole.clone());
        let gaps = choices(&slots)?.into_iter().map(|mut terms| {
            let whole = terms.pop().expect("the whole was pushed last");
            let gap = total(&terms).gap(&whole.span);
            (terms, whole, gap)
        });
        Some(gaps.collect())
    }
}

fn check(book: &Book, ledger: &mut Ledger, identity: &Identity) {
    let Some(gaps) = identity.gaps() else {
        return;
    };
    let key: Vec<_> = gaps
        .iter()
        .flat_map(|(parts, whole, _)| book.ids(&[&parts[..], &[*whole]].concat()))
        .collect();
    if !ledger.look(SUM_IDENTITY, &key.join("+")) {
        return;
    }
    // Of a figure printed twice the kinder printing counts.
    let Some((parts, whole, gap)) = gaps.into_iter().min_by_key(|(_, _, gap)| gap.abs()) else {
        return;
    };
    if gap == 0 {
        return;
    }
    let ordinary = -gap * ORDINARY_SHORTFALL <= whole.span.low.unwrap_or(0);
    let grade = match identity.rule {
        Rule::Ballots if gap < 0 && ordinary => Grade::Note,
        Rule::BallotsOfSeveral if gap < 0 => Grade::Note,
        Rule::BallotsOfSeveral => Grade::Assumptions,
        Rule::Exact | Rule::Ballots => Grade::Hard,
    };
    let subject = book.ids(&[&parts[..], &[whole]].concat());
    let fact = Fact::SumDiffers { parts, whole, gap };
    ledger.find(SUM_IDENTITY, grade, subject, fact, None);
}

/// Parts of which some were not printed: they may not exceed the whole.
fn partial(sheet: &Sheet, contest: usize, ledger: &mut Ledger) {
    let (options, complete) = sheet.options(contest);
    let valid = sheet.slot(Quantity::Valid { contest });
    let invalid = sheet.slot(Quantity::Invalid { contest });
    let ballots = sheet.slot(Quantity::BallotsCast { at: None });
    let mut papers = if options.is_empty() && !valid.is_empty() {
        vec![valid.clone()]
    } else {
        options.clone()
    };
    if !invalid.is_empty() {
        papers.push(invalid.clone());
    }
    let whole_is_tested = !invalid.is_empty() && (complete || options.is_empty());
    if !complete {
        at_most(sheet.book, ledger, options, valid, Rule::Exact);
    }
    if !whole_is_tested {
        at_most(sheet.book, ledger, papers, ballots, ballots_rule(sheet));
    }
}

fn at_most(book: &Book, ledger: &mut Ledger, parts: Vec<Slot>, whole: Slot, rule: Rule) {
    if parts.is_empty() || whole.is_empty() {
        return;
    }
    let identity = Identity { parts, whole, rule };
    let Some(gaps) = identity.gaps() else {
        return;
    };
    let least = gaps.into_iter().min_by_key(|(_, _, gap)| *gap);
    let Some((parts, whole, gap)) = least else {
        return;
    };
    let subject = book.ids(&[&parts[..], &[whole]].concat());
    if ledger.look(SUM_IDENTITY, &format!("{}<=", subject.join("+"))) && gap > 0 {
        let grade = if rule == Rule::BallotsOfSeveral {
            Grade::Assumptions
        } else {
            Grade::Hard
        };
        let fact = Fact::PartsExceed { parts, whole, gap };
        ledger.find(SUM_IDENTITY, grade, subject, fact, None);
    }
}
