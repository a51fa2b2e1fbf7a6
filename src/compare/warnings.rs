//! What the reader must know about a run.

use super::days::{has_clock, lost};
use super::figures::column;
use super::standing::standing;
use super::tails::tail_of_hits;
use super::{FigureComparison, Side, Standing, Warning};
use crate::model::{Assumptions, Scenario};
use crate::trials::{Outcome, VariantRun};

/// The warnings of one set of assumptions, gravest first.
pub(super) fn warnings(
    scenario: &Scenario,
    of: &Assumptions,
    run: &VariantRun,
    figures: &[FigureComparison],
) -> Vec<Warning> {
    let (done, shown) = (run.done, run.table.len as u64);
    let interrupted = (done < run.requested).then_some(Warning::Interrupted(done, run.requested));
    let first = (shown < done).then_some(Warning::FirstDays(shown, done));
    let few = too_few(figures, done).then_some(Warning::FewTrials(done));
    let used = scenario
        .reported
        .iter()
        .filter(|it| it.used_for_assumptions);
    let capacity = (0..of.polls.len()).filter(|&poll| capacity_binds(run, poll));
    interrupted
        .into_iter()
        .chain(first)
        .chain(few)
        .chain(used.map(|it| Warning::NotATest(it.id.clone())))
        .chain(capacity.map(|poll| Warning::CapacityBinds(of.polls[poll].label.clone())))
        .chain(truncated(of))
        .chain(unsourced(of))
        .collect()
}

/// Whether no figure at all, even if no trial reached it, could have come out as outside.
fn too_few(figures: &[FigureComparison], trials: u64) -> bool {
    let out_of_reach = |figure: &FigureComparison| {
        let emptiest = tail_of_hits(Side::High, figure.tail.doubled, 0, trials);
        standing(emptiest.p_decisive, false) < Standing::Outside
    };
    !figures.is_empty() && figures.iter().all(out_of_reach)
}

/// Whether more than 1 in 100 who came could not vote, in more than half of the trials.
fn capacity_binds(run: &VariantRun, poll: usize) -> bool {
    if !has_clock(&run.table) {
        return false;
    }
    let lost = lost(&run.table, poll);
    let came = column(&run.table, Outcome::Came { poll });
    let often = lost.iter().zip(came).filter(|&(&l, &c)| 100 * l > c);
    2 * often.count() > run.table.len
}

/// Inputs whose law has more than 1 % of its mass where the quantity cannot be.
fn truncated(of: &Assumptions) -> impl Iterator<Item = Warning> {
    of.inputs.iter().filter_map(|input| {
        let mass = input.law.mass_outside(&input.support);
        (mass > 0.01).then(|| Warning::Truncated(input.path.clone(), mass))
    })
}

/// Uncertain inputs without a source.
fn unsourced(of: &Assumptions) -> Option<Warning> {
    let paths: Vec<String> = of
        .inputs
        .iter()
        .filter(|input| input.sources.is_empty() && !input.is_fixed())
        .map(|input| input.path.clone())
        .collect();
    (!paths.is_empty()).then_some(Warning::Unsourced(paths))
}
