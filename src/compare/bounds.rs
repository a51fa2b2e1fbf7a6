//! Hard bounds: the largest and smallest value that any draw from the stated ranges could give.

use super::Bound;
use crate::model::{Assumptions, PollId, Reported};

/// The bound of what a report is about.
pub fn figure_bound(_of: &Assumptions, _reported: &Reported) -> Bound {
    none()
}

/// Most persons who may vote in any of these polls.
pub fn voters_bound(_of: &Assumptions, _polls: &[PollId]) -> Bound {
    none()
}

fn none() -> Bound {
    Bound {
        lowest: None,
        highest: None,
        steps: Vec::new(),
        open: Vec::new(),
        broken: false,
    }
}
