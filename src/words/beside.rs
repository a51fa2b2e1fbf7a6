//! Several scenario files beside each other.

use super::numbers::{counted, list, whole};
use crate::compare::Beside;
use crate::words::RunInfo;
use crate::words::clean::plain;

/// The heading.
pub const BESIDE: &str = "Sets of assumptions beside each other";

/// How many sets, how they were simulated, and how to read a row.
pub fn beside(of: &Beside, run: &RunInfo) -> String {
    let sets = &of.comparison.variants;
    let trials = sets.iter().map(|set| set.trials).max().unwrap_or(0);
    format!(
        "{} of {} simulated days each, all with the same dice (seed {}), so that differences come from \
         the assumptions. A row: the span of 95 of 100 simulated days, the standing of the figure, and \
         p with its 95 % interval.",
        counted(
            sets.len() as u64,
            "set of assumptions",
            "sets of assumptions"
        ),
        whole(trials as i64),
        run.seed
    )
}

/// Which figures are not shown; `None` when all are.
pub fn left_out(of: &Beside) -> Option<String> {
    let ids: Vec<String> = of.left_out.iter().map(|id| plain(id)).collect();
    (!ids.is_empty()).then(|| {
        format!(
            "Not shown, because not every file reports them alike: {}.",
            list(&ids)
        )
    })
}
