//! The comparison as a whole.

use super::joint::{Parts, joint};
use super::spread::quantiles;
use super::standing::{across, beyond, standing};
use super::{Comparison, FigureComparison, Interval, Simulated, VariantComparison};
use super::{days, expect, inputs, tails, warnings};
use crate::model::{Assumptions, Reported, Scenario};
use crate::trials::VariantRun;

/// Holds every reported figure against every set of assumptions that was run, base first.
///
/// # Panics
/// When a run is of a variant that the scenario does not have, or lacks a column: the runs must be
/// those of this scenario.
pub fn compare(scenario: &Scenario, runs: &[VariantRun]) -> Comparison {
    let variants: Vec<VariantComparison> = runs.iter().map(|run| variant(scenario, run)).collect();
    let (findings, looks) = super::examine(scenario);
    let mut comparison = Comparison {
        across: across(&variants),
        variants,
        findings,
        looks,
        unmet: Vec::new(),
    };
    comparison.unmet = expect::unmet(&scenario.expect, &comparison);
    comparison
}

/// Label and assumptions of a run: the base set's or a variant's.
fn assumptions_of<'a>(scenario: &'a Scenario, id: &str) -> (&'a str, &'a Assumptions) {
    if id == "base" {
        return (&scenario.base_label, &scenario.assumptions);
    }
    let variant = scenario.variants.iter().find(|variant| variant.id == id);
    let variant = variant.expect("runs are of the base set or of variants of this scenario");
    (&variant.label, &variant.assumptions)
}

/// One set of assumptions against every figure.
fn variant(scenario: &Scenario, run: &VariantRun) -> VariantComparison {
    let (label, of) = assumptions_of(scenario, &run.id);
    let simulated: Vec<Simulated> = scenario
        .reported
        .iter()
        .map(|reported| super::simulated(&run.table, of, reported))
        .collect();
    let figures: Vec<FigureComparison> = scenario
        .reported
        .iter()
        .zip(&simulated)
        .enumerate()
        .map(|(at, (reported, simulated))| figure(at, reported, of, simulated, run))
        .collect();
    let joint = joint(&Parts {
        of,
        table: &run.table,
        reported: &scenario.reported,
        figures: &figures,
        simulated: &simulated,
    });
    VariantComparison {
        id: run.id.clone(),
        label: label.to_owned(),
        trials: run.table.len as u64,
        frozen_trials: run.frozen.len as u64,
        joint,
        days: days::days(&run.table, of),
        inputs: inputs::summaries(&run.table, of),
        warnings: warnings::warnings(scenario, of, run, &figures),
        figures,
    }
}

/// One reported figure against one set of assumptions.
fn figure(
    at: usize,
    reported: &Reported,
    of: &Assumptions,
    simulated: &Simulated,
    run: &VariantRun,
) -> FigureComparison {
    let interval = Interval::of(&reported.figure);
    let claim = interval.claim();
    let tail = tails::tail(simulated, &interval, tails::declared_side(reported));
    let mut bound = super::bounds::figure_bound(of, reported);
    bound.broken = beyond(&claim, &bound);
    let values = simulated.values();
    let frozen_values = super::simulated(&run.frozen, of, reported).values();
    FigureComparison {
        reported: at,
        id: reported.id.clone(),
        standing: standing(tail.p_decisive, bound.broken),
        simulated: quantiles(values.clone()),
        chance_only: quantiles(frozen_values.clone()),
        claim,
        tail,
        bound,
        values,
        frozen_values,
    }
}
