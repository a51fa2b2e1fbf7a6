//! Warnings of a run and expectations that did not come true, worded once.

use super::laws::paths;
use super::numbers::{counted, list, share, whole};
use crate::compare::{Comparison, Unmet, Warning};
use crate::words::clean::{inline, plain};

/// The warning, with what the reader can do about it.
pub fn warning(warning: &Warning) -> String {
    match warning {
        Warning::Unsourced(all) => format!(
            "{} no source: {}. Name one in the file, or mark it as a judgement.",
            if all.len() == 1 {
                "1 input names".into()
            } else {
                format!("{} inputs name", whole(all.len() as i64))
            },
            paths(all, 4)
        ),
        Warning::FewTrials(trials) => format!(
            "Only {}: too few for any figure to come out as outside, however rare it is. Ask for more with --trials.",
            counted(*trials, "simulated day", "simulated days")
        ),
        Warning::Interrupted(done, asked) => format!(
            "The run was interrupted: {} of {} simulated days are in this report.",
            whole(*done as i64),
            whole(*asked as i64)
        ),
        Warning::FirstDays(first, done) => format!(
            "Charts, the hours of the day, inputs, what drives the figures, and the p of several figures together \
             are worked out from the first {} of the {} simulated days. How many days reach a figure, or all \
             headline figures at once, and the simulated quantiles of the figures are of all of them.",
            whole(*first as i64),
            whole(*done as i64)
        ),
        Warning::NotATest(id) => format!(
            "{} was used to set an assumption; that it fits is no test.",
            plain(id)
        ),
        Warning::Truncated(path, mass) => format!(
            "The law of {} puts {} of its weight on values that make no sense for the quantity; they were cut off.",
            plain(path),
            share(*mass)
        ),
        Warning::CapacityBinds(poll) => format!(
            "{}: in more than half of the simulated days, more than 1 in 100 of those who came could not vote \
             because of queues or closing doors, so that booths, hours and pace matter to the result.",
            inline(poll)
        ),
    }
}

/// The warnings of all sets of assumptions, each once; those of some sets only say under which.
pub fn all_warnings(of: &Comparison) -> Vec<String> {
    let mut all: Vec<&Warning> = Vec::new();
    for warning in of.variants.iter().flat_map(|it| &it.warnings) {
        if !all.contains(&warning) {
            all.push(warning);
        }
    }
    let told = |it: &Warning| {
        let under = of.variants.iter().filter(|set| set.warnings.contains(it));
        let names: Vec<String> = under
            .map(|set| format!("“{}”", inline(&set.label)))
            .collect();
        match names.len() == of.variants.len() {
            true => warning(it),
            false => format!("Under {}: {}", list(&names), warning(it)),
        }
    };
    all.into_iter().map(told).collect()
}

/// An expectation of the scenario's author that did not come true.
pub fn unmet(unmet: &Unmet) -> String {
    format!(
        "The author of the scenario expected {}; found: {}.",
        plain(&unmet.expected),
        plain(&unmet.found)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_very_long_run_says_what_its_first_days_are_for() {
        insta::assert_snapshot!(warning(&Warning::FirstDays(100_000, 10_000_000)));
    }

    #[test]
    fn one_and_many() {
        let one = warning(&Warning::Unsourced(vec!["a.b".into()]));
        assert!(one.starts_with("1 input names no source: a.b."), "{one}");
        let two = warning(&Warning::Unsourced(vec!["a.b".into(), "c".into()]));
        assert!(
            two.starts_with("2 inputs name no source: a.b and c."),
            "{two}"
        );
    }
}
