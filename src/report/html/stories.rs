//! The section of the page about accounts of how a figure arose.

use serde::Serialize;

use crate::compare::VariantComparison;
use crate::model::Scenario;
use crate::words;

/// All accounts of the same figures.
#[derive(Serialize)]
pub struct StoriesView {
    title: String,
    lines: Vec<[String; 5]>,
    pairs: Vec<String>,
    notes: Vec<String>,
}

/// The accounts weighed under one set of assumptions.
pub fn views(scenario: &Scenario, of: &VariantComparison) -> Vec<StoriesView> {
    let view = |accounts| {
        let words = words::stories(scenario, accounts);
        StoriesView {
            title: words.title,
            lines: words.lines.into_iter().map(kept_together).collect(),
            pairs: words.pairs,
            notes: words.notes,
        }
    };
    of.accounts.iter().map(view).collect()
}

/// A line in whose cells an interval in brackets stays on one line, below its value where there is no room
/// for both.
fn kept_together(line: [String; 5]) -> [String; 5] {
    line.map(|cell| match cell.split_once(" (") {
        Some((value, interval)) if interval.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{value} ({}", interval.replace(' ', "\u{a0}"))
        }
        _ => cell,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_interval_is_kept_on_one_line() {
        let line = ["a (b c)", "0.1 (0.05 to 0.2)", "at most 0.1", "", "a b"].map(String::from);
        let kept = kept_together(line.clone());
        assert_eq!(kept[1], "0.1 (0.05\u{a0}to\u{a0}0.2)");
        assert!((0..5).filter(|&at| at != 1).all(|at| kept[at] == line[at]));
    }
}
