//! Turnout figures that were announced in the course of a poll's day.

use super::words;
use crate::compare::VariantComparison;
use crate::model::{Base, PollId, Quantity, Roll, Scenario};
use crate::units::SimTime;

/// One announced figure, as a percentage of registered electors.
pub struct Announced {
    /// Position in `Scenario::reported`.
    pub reported: usize,
    /// When it applies; closing time for figures of the whole day.
    pub at: SimTime,
    /// Whether it is one of the whole day.
    pub last: bool,
    /// The value as printed, percent.
    pub printed: f64,
    /// What rounding allows, percent.
    pub ends: (f64, f64),
    /// How it is written beside its mark.
    pub text: String,
}

/// Registered electors of a poll, as far as the scenario states them; the median when uncertain.
pub fn registered(scenario: &Scenario, poll: usize) -> Option<f64> {
    let of = &scenario.assumptions;
    match of.polls.get(poll)?.roll {
        Roll::Stated(input) => Some(of.inputs.get(input.0)?.median()).filter(|n| *n > 0.0),
        Roll::Eligible => None,
    }
}

/// Every announced figure of one poll, by time. Counts become percentages of the stated roll.
pub fn announced(scenario: &Scenario, variant: &VariantComparison, poll: usize) -> Vec<Announced> {
    let Some(it) = scenario.assumptions.polls.get(poll) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for figure in &variant.figures {
        let Some(r) = scenario.reported.get(figure.reported) else {
            continue;
        };
        if r.polls[..] != [PollId(poll)] {
            continue;
        }
        let (at, factor) = match r.quantity {
            Quantity::Turnout {
                of: Base::Registered,
                at,
            } => (at, Some(1.0)),
            Quantity::Turnout {
                of: Base::Eligible,
                at,
            } if it.roll == Roll::Eligible => (at, Some(1.0)),
            Quantity::BallotsCast { at } => (at, registered(scenario, poll).map(|n| 100.0 / n)),
            _ => continue,
        };
        let Some(factor) = factor else {
            continue;
        };
        let claim = &figure.claim;
        let end = |v: Option<f64>| v.unwrap_or(claim.printed) * factor;
        all.push(Announced {
            reported: figure.reported,
            at: at.unwrap_or(it.closes),
            last: at.is_none(),
            printed: claim.printed * factor,
            ends: (end(claim.lowest), end(claim.highest)),
            text: words::figure(r),
        });
    }
    all.sort_by(|a, b| {
        (a.at, a.printed)
            .partial_cmp(&(b.at, b.printed))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    all
}
