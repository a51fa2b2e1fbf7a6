//! What must hold between figures: sums, percentages, and rolls that add up over polls.

use super::book::{Book, Entry, Slot, choices, total};
use super::percent_vs_counts::named_share;
use super::sum_identity::{Identity, identities, pooled};
use super::{Amount, PercentSpan, Span, Term, What};
use crate::model::{Base, Precision, Quantity};
use crate::units::MicroPercent;

/// Something that must hold between figures.
#[derive(Clone)]
pub(super) enum Relation {
    /// Parts add up to their whole.
    Sum(Identity),
    /// A percentage is the ratio of sums.
    Share {
        percent: usize,
        part: Vec<Slot>,
        base: Vec<Slot>,
    },
    /// Rolls implied by count and percentage of each poll add up to the one implied for all.
    Rolls {
        whole: (usize, usize),
        parts: Vec<(usize, usize)>,
    },
}

/// One figure replaced by another number.
type Change = Option<(usize, Amount)>;

/// Every relation between the figures of a scenario, claimants not told apart.
pub(super) fn relations(book: &Book) -> Vec<Relation> {
    let mut found = Vec::new();
    for sheet in book.loose_sheets() {
        found.extend(identities(&sheet).into_iter().map(Relation::Sum));
        for entry in sheet.entries() {
            let share = named_share(&sheet, entry).filter(|share| share.firm);
            found.extend(share.map(|share| Relation::Share {
                percent: entry.at,
                part: share.part,
                base: share.base,
            }));
        }
    }
    found.extend(pooled(book).into_iter().map(Relation::Sum));
    found.extend(rolls(book));
    found
}

/// Joint figures whose implied roll should be the sum of those of the polls.
fn rolls(book: &Book) -> Vec<Relation> {
    let ballots = Quantity::BallotsCast { at: None };
    let turnout = Quantity::Turnout {
        of: Base::Registered,
        at: None,
    };
    let percent_beside = |count: &Entry| {
        let beside = |e: &&Entry| {
            e.it.quantity == turnout && e.it.polls == count.it.polls && e.it.stage == count.it.stage
        };
        book.entries.iter().find(beside).map(|e| (count.at, e.at))
    };
    let mut found = Vec::new();
    for joint in &book.entries {
        if joint.it.polls.len() < 2 || joint.it.quantity != ballots {
            continue;
        }
        let of_poll = |poll| {
            let count = book.entries.iter().find(|e| {
                e.it.polls == [poll] && e.it.quantity == ballots && e.it.stage == joint.it.stage
            });
            count.and_then(percent_beside)
        };
        let parts: Option<Vec<_>> = joint.it.polls.iter().map(|&poll| of_poll(poll)).collect();
        if let (Some(whole), Some(parts)) = (percent_beside(joint), parts) {
            found.push(Relation::Rolls { whole, parts });
        }
    }
    found
}

impl Relation {
    /// The slots that the relation is about, percentages left out.
    pub fn slots(&self) -> Vec<&Slot> {
        match self {
            Relation::Sum(sum) => sum.parts.iter().chain([&sum.whole]).collect(),
            Relation::Share { part, base, .. } => part.iter().chain(base).collect(),
            Relation::Rolls { .. } => Vec::new(),
        }
    }

    /// Positions of all figures it is about.
    pub fn figures(&self) -> Vec<usize> {
        let of_terms = |term: &Term| match term.what {
            What::Figure(figure) => Some(figure),
            What::Roll(_) => None,
        };
        let mut figures: Vec<usize> = self
            .slots()
            .into_iter()
            .flatten()
            .filter_map(of_terms)
            .collect();
        match self {
            Relation::Sum(_) => {}
            Relation::Share { percent, .. } => figures.push(*percent),
            Relation::Rolls { whole, parts } => {
                for (count, percent) in parts.iter().chain([whole]) {
                    figures.extend([*count, *percent]);
                }
            }
        }
        figures
    }

    /// Whether it holds for some choice of printings, with one figure changed.
    pub fn holds(&self, book: &Book, change: Change) -> bool {
        match self {
            Relation::Sum(sum) => {
                let slots: Vec<Slot> = sum.parts.iter().chain([&sum.whole]).cloned().collect();
                some_choice(&changed(&slots, change), |terms| {
                    let (whole, parts) = terms.split_last().expect("the whole is always there");
                    total(parts).gap(&whole.span) == 0
                })
            }
            Relation::Share {
                percent,
                part,
                base,
            } => {
                let Some(span) = percent_with(book, *percent, change) else {
                    return true;
                };
                let slots = [&part[..], base].concat();
                some_choice(&changed(&slots, change), |terms| {
                    let (part, base) = terms.split_at(part.len());
                    span.fits(&total(part), &total(base))
                })
            }
            Relation::Rolls { whole, parts } => {
                let implied = |of: &(usize, usize)| implied_roll(book, *of, change);
                let parts: Option<Vec<Span>> = parts.iter().map(implied).collect();
                match (implied(whole), parts) {
                    (Some(whole), Some(parts)) => {
                        let sum = parts.iter().fold(Span::exactly(0), |sum, s| sum.plus(s));
                        sum.gap(&whole) == 0
                    }
                    _ => true,
                }
            }
        }
    }

    /// Whether it holds when, of the printings of its slot, only this figure is allowed.
    pub fn holds_with_only(&self, book: &Book, figure: usize) -> bool {
        let Some(value) = book.entries[figure].count().and_then(|span| span.exact()) else {
            return self.holds(book, None);
        };
        let mut only = self.clone();
        for slot in only.slots_mut() {
            if slot.iter().any(|term| term.what == What::Figure(figure)) {
                slot.retain(|term| term.what == What::Figure(figure));
            }
        }
        only.holds(book, Some((figure, Amount::Count(value))))
    }

    fn slots_mut(&mut self) -> Vec<&mut Slot> {
        match self {
            Relation::Sum(sum) => sum.parts.iter_mut().chain([&mut sum.whole]).collect(),
            Relation::Share { part, base, .. } => part.iter_mut().chain(base).collect(),
            Relation::Rolls { .. } => Vec::new(),
        }
    }

    /// The value of a part or whole that a sum needs, its other figures as first printed.
    pub fn needed(&self, book: &Book, figure: usize) -> Option<i128> {
        let Relation::Sum(sum) = self else {
            return None;
        };
        let printed = book.entries[figure].count()?.exact()?;
        let (_, whole, gap) = sum.gaps()?.into_iter().next()?;
        let value = if whole.what == What::Figure(figure) {
            printed + gap
        } else {
            printed - gap
        };
        (value >= 0).then_some(value)
    }

    /// An option's votes less those of all other options, when the sum has options: what they would
    /// be if the total had been printed in their place.
    pub fn without_the_others(&self, book: &Book, figure: usize) -> Option<i128> {
        let printed = book.entries[figure].count()?.exact()?;
        let others = self.other_options(book, figure)?;
        (printed > others).then_some(printed - others)
    }

    /// Sum of all options of a figure's contest, with the printings that close.
    pub fn total_of_options(&self, book: &Book, figure: usize) -> Option<i128> {
        let others = self.other_options(book, figure)?;
        let Relation::Sum(sum) = self else {
            return None;
        };
        let own = sum
            .parts
            .iter()
            .find(|slot| slot.iter().any(|term| term.what == What::Figure(figure)))?;
        let closing = own.iter().find(|term| match term.what {
            What::Figure(other) => other != figure && self.holds_with_only(book, other),
            What::Roll(_) => false,
        })?;
        Some(others + closing.span.exact()?)
    }

    /// Votes of the other options of a figure's contest, first printings.
    fn other_options(&self, book: &Book, figure: usize) -> Option<i128> {
        let Relation::Sum(sum) = self else {
            return None;
        };
        let is_vote = |what| match what {
            What::Figure(at) => matches!(book.entries[at].it.quantity, Quantity::Votes { .. }),
            What::Roll(_) => false,
        };
        if !is_vote(What::Figure(figure)) {
            return None;
        }
        let others = sum.parts.iter().filter(|slot| {
            !slot.iter().any(|term| term.what == What::Figure(figure))
                && slot.first().is_some_and(|term| is_vote(term.what))
        });
        let terms: Vec<Term> = others.filter_map(|slot| slot.first().copied()).collect();
        total(&terms).exact().filter(|_| !terms.is_empty())
    }
}

/// Slots with one figure's value changed; other printings of it are dropped.
fn changed(slots: &[Slot], change: Change) -> Vec<Slot> {
    let Some((figure, Amount::Count(value))) = change else {
        return slots.to_vec();
    };
    let put = |slot: &Slot| -> Slot {
        let what = What::Figure(figure);
        if slot.iter().any(|term| term.what == what) {
            let span = Span::exactly(value);
            vec![Term { what, span }]
        } else {
            slot.clone()
        }
    };
    slots.iter().map(put).collect()
}

/// Whether some choice of printings passes; too many choices to try count as passing.
fn some_choice(slots: &[Slot], passes: impl Fn(&[Term]) -> bool) -> bool {
    choices(slots).is_none_or(|all| all.iter().any(|terms| passes(terms)))
}

/// The percentages a figure may stand for, with one figure changed.
fn percent_with(book: &Book, percent: usize, change: Change) -> Option<PercentSpan> {
    let entry = &book.entries[percent];
    match change {
        Some((figure, Amount::Percent(value))) if figure == percent => {
            let crate::model::Figure::Percent(printed) = entry.it.figure else {
                return None;
            };
            let (_, to): (_, MicroPercent) = super::printed_grain(&printed)?;
            Some(PercentSpan::of(&Precision::Rounded { value, to }))
        }
        _ => entry.percent(),
    }
}

/// The rolls that a count and its percentage imply.
fn implied_roll(book: &Book, (count, percent): (usize, usize), change: Change) -> Option<Span> {
    let ballots = match change {
        Some((figure, Amount::Count(value))) if figure == count => value,
        _ => book.entries[count].count()?.exact()?,
    };
    let (low, high) = percent_with(book, percent, change)?.bases_of(ballots)?;
    Some(Span {
        low: Some(low),
        high: Some(high),
    })
}
