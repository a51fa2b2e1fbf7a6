//! `percent-vs-counts`: a printed percentage is the ratio of printed counts.
//!
//! The ratio that the report names is tried first, then every other base and numerator. Only what no
//! printed ratio gives, within the precision of print and whichever way it was rounded, is a
//! contradiction.

use super::book::{Book, Entry, Sheet, Slot, choices, total};
use super::exact::{percentage, printed_grain};
use super::ledger::Ledger;
use super::{Fact, PERCENT_VS_COUNTS, PercentSpan, Ratio, Term, What};
use crate::compare::Grade;
use crate::model::{Base, Figure, Precision, Quantity};
use crate::units::MicroPercent;

/// A percentage, the slots above and below its line, and what they are.
pub(super) struct Share {
    pub named: Base,
    pub part: Vec<Slot>,
    pub base: Vec<Slot>,
    /// Whether the base is of the same publication.
    pub firm: bool,
}

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for sheet in book.sheets() {
        for entry in sheet.entries() {
            if let Some(share) = named_share(&sheet, entry) {
                check(&sheet, entry, &share, ledger);
            } else {
                lone(&sheet, entry, ledger);
            }
            above_hundred(book, entry, ledger);
        }
        for contest in 0..sheet.contests() {
            all_options(&sheet, contest, ledger);
        }
    }
}

fn rounded(entry: &Entry) -> Option<Precision<MicroPercent>> {
    match entry.it.figure {
        Figure::Percent(figure) => Some(figure),
        Figure::Count(_) => None,
    }
}

/// What the percentage is a percentage of: named base, contest, time-of-day ballots.
fn named_base(quantity: Quantity) -> Option<(Base, Option<usize>)> {
    match quantity {
        Quantity::Turnout { of, .. } => Some((of, None)),
        Quantity::VotePercent { contest, of, .. } => Some((of, Some(contest))),
        _ => None,
    }
}

/// The counts above the line, and the contest they belong to.
fn numerator(sheet: &Sheet, entry: &Entry) -> Option<Vec<Slot>> {
    let slots = match entry.it.quantity {
        Quantity::Turnout { at: None, .. } => sheet.ballots(None)?,
        Quantity::Turnout { at, .. } => vec![sheet.slot(Quantity::BallotsCast { at })],
        Quantity::VotePercent {
            contest, option, ..
        } => vec![sheet.slot(Quantity::Votes { contest, option })],
        _ => return None,
    };
    let slots: Vec<Slot> = slots
        .into_iter()
        .map(|slot| of_same_source(sheet, entry, slot))
        .collect();
    slots.iter().all(|slot| !slot.is_empty()).then_some(slots)
}

/// Of several printings, those from a source that the percentage comes from too.
fn of_same_source(sheet: &Sheet, entry: &Entry, slot: Slot) -> Slot {
    let shares = |term: &&Term| match term.what {
        What::Figure(at) => {
            let sources = &sheet.book.entries[at].it.sources;
            sources.iter().any(|s| entry.it.sources.contains(s))
        }
        What::Roll(_) => false,
    };
    let near: Slot = slot.iter().filter(shares).copied().collect();
    if near.is_empty() { slot } else { near }
}

/// The ratio that the report names, when its counts were printed.
pub(super) fn named_share(sheet: &Sheet, entry: &Entry) -> Option<Share> {
    let (named, contest) = named_base(entry.it.quantity)?;
    let part = numerator(sheet, entry)?;
    let (base, firm) = sheet.base(named, contest)?;
    Some(Share {
        named,
        part,
        base,
        firm,
    })
}

/// The first choice of printings that gives the percentage.
fn fitting(span: &PercentSpan, part: &[Slot], base: &[Slot]) -> Option<(Vec<Term>, Vec<Term>)> {
    let (parts, bases) = (choices(part)?, choices(base)?);
    parts.into_iter().find_map(|part| {
        let base = bases
            .iter()
            .find(|base| span.fits(&total(&part), &total(base)))?;
        Some((part, base.clone()))
    })
}

fn first(slots: &[Slot]) -> Vec<Term> {
    slots
        .iter()
        .filter_map(|slot| slot.first())
        .copied()
        .collect()
}

fn check(sheet: &Sheet, entry: &Entry, share: &Share, ledger: &mut Ledger) {
    let (Some(span), Some(figure)) = (entry.percent(), rounded(entry)) else {
        return;
    };
    let book = sheet.book;
    let (part, base) = (first(&share.part), first(&share.base));
    let key = [vec![book.id(entry.at)], book.ids(&part), book.ids(&base)].concat();
    // A roll of another stage is the business of `turnout-base`.
    if !share.firm || !ledger.look(PERCENT_VS_COUNTS, &key.join("/")) {
        return;
    }
    if fitting(&span, &share.part, &share.base).is_some() {
        return;
    }
    let ratio = Ratio {
        percent: entry.at,
        gives: printed_grain(&figure).and_then(|(_, grain)| {
            let finer = MicroPercent((grain.0 / 10).max(1));
            percentage(total(&part).exact()?, total(&base).exact()?, finer)
        }),
        part,
        base,
        named: share.named,
    };
    let (grade, fact) = explain(sheet, entry, share, ratio, ledger);
    ledger.find(PERCENT_VS_COUNTS, grade, key, fact, None);
}

/// What to say of a percentage that the named ratio does not give.
fn explain(
    sheet: &Sheet,
    entry: &Entry,
    share: &Share,
    ratio: Ratio,
    ledger: &mut Ledger,
) -> (Grade, Fact) {
    let span = entry.percent().expect("only percentages are explained");
    let figure = rounded(entry).expect("only percentages are explained");
    let loosely = PercentSpan::loosely(&figure);
    if loosely.is_some_and(|loose| fitting(&loose, &share.part, &share.base).is_some()) {
        return (Grade::Note, Fact::PercentCut { ratio });
    }
    for (found, part, base) in other_ratios(sheet, entry, share) {
        let key = format!(
            "{} of {found:?}/{}",
            book_key(sheet, &part),
            book_key(sheet, &base)
        );
        ledger.look(PERCENT_VS_COUNTS, &format!("{} {key}", entry.it.id));
        if let Some((part, base)) = fitting(&span, &part, &base) {
            let fact = Fact::PercentOtherBase {
                ratio,
                part,
                found,
                base,
            };
            return (Grade::Note, fact);
        }
    }
    let (whole, part) = (total(&ratio.base), total(&ratio.part));
    let also_fits = also_fits(sheet.book, entry, &ratio);
    let fact = Fact::PercentMisfit {
        parts_needed: whole.exact().and_then(|n| span.counts_of(n)),
        bases_needed: part.exact().and_then(|k| span.bases_of(k)),
        also_fits,
        ratio,
    };
    (Grade::Hard, fact)
}

fn book_key(sheet: &Sheet, slots: &[Slot]) -> String {
    sheet.book.ids(&slots.concat()).join("+")
}

/// Every other ratio of the same publication that the percentage might be.
fn other_ratios(sheet: &Sheet, entry: &Entry, share: &Share) -> Vec<(Base, Vec<Slot>, Vec<Slot>)> {
    let contest = named_base(entry.it.quantity).and_then(|(_, contest)| contest);
    let mut numerators = vec![share.part.clone()];
    let turnout = matches!(entry.it.quantity, Quantity::Turnout { at: None, .. });
    if turnout {
        numerators.extend((0..sheet.contests()).filter_map(|contest| sheet.valid(contest)));
    }
    let mut found = Vec::new();
    for part in numerators {
        for base in [Base::Valid, Base::Ballots, Base::Registered] {
            // A turnout is of the roll, whichever ballots are counted in it.
            let named_again = base == share.named && part == share.part;
            if named_again || (turnout && base != Base::Registered) {
                continue;
            }
            if let Some((slots, true)) = sheet.base(base, contest) {
                found.push((base, part.clone(), slots));
            }
        }
    }
    found
}

/// Exact counts elsewhere in the scenario that would give the percentage out of the same base.
fn also_fits(book: &Book, entry: &Entry, ratio: &Ratio) -> Vec<usize> {
    let Some(span) = entry.percent() else {
        return Vec::new();
    };
    let base = total(&ratio.base);
    book.entries
        .iter()
        .filter(|other| !ratio.part.iter().any(|t| t.what == What::Figure(other.at)))
        .filter(|other| !ratio.base.iter().any(|t| t.what == What::Figure(other.at)))
        .filter(|other| {
            other
                .count()
                .is_some_and(|count| count.exact().is_some() && span.fits(&count, &base))
        })
        .map(|other| other.at)
        .collect()
}

/// A percentage whose base alone was printed: some whole number must give it (GRIM).
fn lone(sheet: &Sheet, entry: &Entry, ledger: &mut Ledger) {
    let Some((named, contest)) = named_base(entry.it.quantity) else {
        return;
    };
    let Some((slots, true)) = sheet.base(named, contest) else {
        return;
    };
    let (Some(span), [slot]) = (entry.percent(), &slots[..]) else {
        return;
    };
    let [base] = slot[..] else {
        return;
    };
    let Some(size) = base.span.exact().filter(|&n| n > 0) else {
        return;
    };
    let key = format!("{} of {}", entry.it.id, book_key(sheet, &slots));
    let grain = rounded(entry).and_then(|figure| printed_grain(&figure));
    let informative = grain.is_some_and(|(_, to)| size * (to.0 as i128) < 100 * 1_000_000);
    if informative && ledger.look(PERCENT_VS_COUNTS, &key) && span.counts_of(size).is_none() {
        let fact = Fact::NoSuchCount {
            percent: entry.at,
            base,
        };
        let subject = [vec![&entry.it.id[..]], sheet.book.ids(&[base])].concat();
        ledger.find(PERCENT_VS_COUNTS, Grade::Hard, subject, fact, None);
    }
}

/// A share of votes above one hundred percent.
fn above_hundred(book: &Book, entry: &Entry, ledger: &mut Ledger) {
    let vote = matches!(entry.it.quantity, Quantity::VotePercent { .. });
    let Some(span) = entry.percent().filter(|_| vote) else {
        return;
    };
    let key = format!("{} <= 100", entry.it.id);
    if ledger.look(PERCENT_VS_COUNTS, &key) && span.above_hundred() {
        let fact = Fact::AboveHundred { percent: entry.at };
        let subject = vec![book.id(entry.at)];
        ledger.find(PERCENT_VS_COUNTS, Grade::Hard, subject, fact, None);
    }
}

/// The percentages of all options of a contest add up to one hundred, within their rounding.
fn all_options(sheet: &Sheet, contest: usize, ledger: &mut Ledger) {
    let Some(poll) = sheet.poll() else {
        return;
    };
    let options = &sheet.book.scenario.assumptions.polls[poll.0].contests[contest].options;
    for base in [Base::Valid, Base::Ballots] {
        let printed = |option: usize| {
            sheet.entries().find(|entry| {
                let quantity = Quantity::VotePercent {
                    contest,
                    option,
                    of: base,
                };
                entry.it.quantity == quantity && rounded(entry).is_some()
            })
        };
        let entries: Vec<&Entry> = (0..options.len()).filter_map(printed).collect();
        let grains: Option<Vec<(MicroPercent, MicroPercent)>> = entries
            .iter()
            .map(|entry| rounded(entry).and_then(|figure| printed_grain(&figure)))
            .collect();
        let Some(grains) = grains.filter(|grains| grains.len() > 1) else {
            continue;
        };
        let total: i64 = grains.iter().map(|(value, _)| value.0).sum();
        // Half a grain each, a whole one when somebody cut instead of rounding.
        let slack: i64 = grains.iter().map(|(_, grain)| grain.0).sum();
        let complete = entries.len() == options.len() && base == Base::Valid;
        let hundred = 100 * MicroPercent::ONE;
        let off = total - hundred > slack || (complete && hundred - total > slack);
        let subject: Vec<&str> = entries.iter().map(|entry| &entry.it.id[..]).collect();
        if ledger.look(PERCENT_VS_COUNTS, &subject.join("+")) && off {
            let fact = Fact::PercentTotal {
                figures: entries.iter().map(|entry| entry.at).collect(),
                total: MicroPercent(total),
                slack: MicroPercent(slack),
            };
            ledger.find(PERCENT_VS_COUNTS, Grade::Hard, subject, fact, None);
        }
    }
}
