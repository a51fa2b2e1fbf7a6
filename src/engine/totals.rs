//! Totals: sums of groups that are known better than their parts.

use crate::model::{Assumptions, GroupSize, InputId};

/// A total with what its draws need.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    /// Inputs whose sum the total bounds (residents or adults of groups with laws of their own);
    /// empty when the total is divided among its groups instead.
    pub parts: Vec<InputId>,
    /// The greatest density of the total's law, for keeping or rejecting a draw.
    pub greatest_density: f64,
}

impl Pool {
    /// One pool a total.
    pub fn of_all(assumptions: &Assumptions) -> Vec<Self> {
        assumptions
            .totals
            .iter()
            .map(|total| {
                let value = &assumptions.inputs[total.value.0];
                let parts =
                    total
                        .of
                        .iter()
                        .filter_map(|group| match assumptions.groups[group.0].size {
                            GroupSize::Residents { residents, .. } => Some(residents),
                            GroupSize::Adults(adults) => Some(adults),
                            GroupSize::PartOf { .. } => None,
                        });
                Self {
                    parts: parts.collect(),
                    greatest_density: value.law.greatest_density(&value.support),
                }
            })
            .collect()
    }

    /// The sum of the parts in a draw.
    pub fn sum(&self, values: &[f64]) -> f64 {
        self.parts.iter().map(|part| values[part.0]).sum()
    }
}
