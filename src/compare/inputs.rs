//! How the uncertain inputs came out.

use super::InputSummary;
use super::spread::quantiles;
use crate::model::Assumptions;
use crate::trials::TrialTable;

/// One summary an input that has a column in the table, in the order of the assumptions.
pub(super) fn summaries(table: &TrialTable, of: &Assumptions) -> Vec<InputSummary> {
    of.inputs
        .iter()
        .enumerate()
        .filter_map(|(input, it)| {
            let values = quantiles(table.input(&it.path)?.to_vec());
            Some(InputSummary { input, values })
        })
        .collect()
}
