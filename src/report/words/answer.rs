//! The answer: each claim alone, all together, and which conclusions depend on the assumptions.

use super::numbers::{list, whole};
use super::{bounds, figures, tails};
use crate::compare::{Comparison, FigureComparison, Standing, VariantComparison};
use crate::model::{Reported, Scenario};
use crate::report::clean::inline;

/// The answer to the scenario's question, part by part.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The answer in one sentence.
    pub lead: String,
    /// One paragraph a headline figure: how it stands alone.
    pub alone: Vec<String>,
    /// How the headline figures stand together; `None` with fewer than two.
    pub together: Option<String>,
    /// Which conclusions depend on the set of assumptions and which do not; empty with one set.
    pub depends: Vec<String>,
}

/// Forms the answer from a finished comparison. It only words standings, it forms none.
pub fn answer(scenario: &Scenario, comparison: &Comparison) -> Answer {
    let Some(base) = comparison.variants.first() else {
        return Answer {
            lead: "Nothing was compared.".into(),
            alone: Vec::new(),
            together: None,
            depends: Vec::new(),
        };
    };
    let headlines: Vec<usize> = (0..base.figures.len())
        .filter(|at| reported(scenario, &base.figures[*at]).is_some_and(|r| r.headline))
        .collect();
    let alone = headlines
        .iter()
        .filter_map(|at| alone(scenario, comparison, *at))
        .collect();
    Answer {
        lead: lead(scenario, comparison, &headlines),
        alone,
        together: together(comparison),
        depends: depends(scenario, comparison),
    }
}

/// The reported figure behind a comparison.
pub fn reported<'a>(scenario: &'a Scenario, of: &FigureComparison) -> Option<&'a Reported> {
    scenario.reported.get(of.reported)
}

/// The standings of figure `at` (`None`: the joint claim) under every set of assumptions, with the
/// set's label.
fn standings(comparison: &Comparison, at: Option<usize>) -> Vec<(&str, Standing)> {
    let label = |id: &str| {
        comparison
            .variants
            .iter()
            .find(|v| v.id == id)
            .map_or("", |v| v.label.as_str())
    };
    if let Some(across) = comparison.across.iter().find(|a| a.figure == at) {
        return across
            .standings
            .iter()
            .map(|(id, s)| (label(id), *s))
            .collect();
    }
    comparison
        .variants
        .iter()
        .filter_map(|v| {
            let standing = match at {
                Some(at) => v.figures.get(at).map(|f| f.standing),
                None => v.joint.as_ref().map(|j| j.standing),
            };
            standing.map(|s| (v.label.as_str(), s))
        })
        .collect()
}

fn only_words(found: &[(&str, Standing)]) -> Vec<Standing> {
    found.iter().map(|s| s.1).collect()
}

/// Added where a standing is the same everywhere.
const EVERYWHERE: &str = " under every set of assumptions compared";

/// Standings over several sets of assumptions in one clause: `impossible under every set of
/// assumptions compared`, `dependent on the assumptions (within to outside)`.
pub fn across(standings: &[Standing]) -> String {
    let (Some(best), Some(worst)) = (standings.iter().min(), standings.iter().max()) else {
        return "not compared".into();
    };
    let everywhere = if standings.len() > 1 { EVERYWHERE } else { "" };
    match (best, worst) {
        (a, b) if a == b => format!("{}{everywhere}", a.word()),
        (Standing::Outside, _) | (Standing::Within, Standing::Strained) => {
            format!("{} or {}{everywhere}", best.word(), worst.word())
        }
        _ => format!(
            "dependent on the assumptions ({} to {})",
            best.word(),
            worst.word()
        ),
    }
}

fn lead(scenario: &Scenario, comparison: &Comparison, headlines: &[usize]) -> String {
    let base = &comparison.variants[0];
    let each: Vec<String> = headlines
        .iter()
        .filter_map(|at| {
            let figure = reported(scenario, &base.figures[*at])?;
            let found = only_words(&standings(comparison, Some(*at)));
            Some(format!(
                "{} is {}",
                figures::figure_short(&figure.figure),
                across(&found)
            ))
        })
        .collect();
    if each.is_empty() {
        return tally(base);
    }
    let joint = only_words(&standings(comparison, None));
    if joint.is_empty() {
        return shorten(&format!("Under these assumptions {}.", list(&each)));
    }
    let all = if headlines.len() == 2 {
        "both figures"
    } else {
        "all headline figures"
    };
    shorten(&format!(
        "Under these assumptions {all} together are {}; alone, {}.",
        across(&joint),
        list(&each)
    ))
}

/// Says "of assumptions compared" once.
fn shorten(text: &str) -> String {
    match text.split_once(EVERYWHERE) {
        Some((before, after)) => {
            format!(
                "{before}{EVERYWHERE}{}",
                after.replace(EVERYWHERE, " under every set")
            )
        }
        None => text.into(),
    }
}

/// `of 7 reported figures 5 are within and 2 outside`.
fn tally(base: &VariantComparison) -> String {
    let kinds = [
        Standing::Within,
        Standing::Strained,
        Standing::Outside,
        Standing::Impossible,
    ];
    let counts: Vec<String> = kinds
        .iter()
        .map(|k| (k, base.figures.iter().filter(|f| f.standing == *k).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(k, n)| format!("{} {}", whole(n as i64), k.word()))
        .collect();
    match base.figures.len() {
        0 => "The scenario reports no figure to compare.".into(),
        n => format!(
            "Under these assumptions, of {} reported figures: {}.",
            whole(n as i64),
            list(&counts)
        ),
    }
}

/// `Label (42,000): outside under A; within under B.` and how often it was reached in the base set.
fn alone(scenario: &Scenario, comparison: &Comparison, at: usize) -> Option<String> {
    let figure = comparison.variants[0].figures.get(at)?;
    let reported = reported(scenario, figure)?;
    let printed = figures::figure_short(&reported.figure);
    let found = standings(comparison, Some(at));
    let words = only_words(&found);
    let mut text = format!(
        "{} ({printed}): {}.",
        figures::label(reported),
        across(&words)
    );
    if words.iter().any(|w| *w != words[0]) {
        text.push_str(&format!(" In particular: {}.", one_by_one(&found)));
    }
    text.push_str(&format!(
        " Under the base set, {}",
        lower_first(&tails::sentence(&figure.tail, &figures::as_extreme(figure)))
    ));
    if figure.bound.broken {
        text.push_str(&format!(" {}", bounds::sentence(figure, &printed)));
    }
    if reported.used_for_assumptions {
        text.push_str(" The figure was used to set an assumption, so that this is no test.");
    }
    Some(text)
}

fn together(comparison: &Comparison) -> Option<String> {
    let joint = comparison.variants[0].joint.as_ref()?;
    let found = standings(comparison, None);
    let words = only_words(&found);
    let all = if joint.of.len() == 2 {
        "Both claims"
    } else {
        "All claims"
    };
    let mut text = format!("{all} together: {}.", across(&words));
    if words.iter().any(|w| *w != words[0]) {
        text.push_str(&format!(" In particular: {}.", one_by_one(&found)));
    }
    Some(format!(
        "{text} Under the base set: {} {}",
        bounds::double(joint),
        bounds::joint_days(joint)
    ))
}

fn one_by_one(found: &[(&str, Standing)]) -> String {
    found
        .iter()
        .map(|(label, standing)| format!("{} under \"{}\"", standing.word(), inline(label)))
        .collect::<Vec<_>>()
        .join("; ")
}

fn depends(scenario: &Scenario, comparison: &Comparison) -> Vec<String> {
    let Some(base) = comparison.variants.first() else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    let mut firm = Vec::new();
    for across_sets in &comparison.across {
        let name = match across_sets.figure {
            None => "The headline claims together".into(),
            Some(at) => match base.figures.get(at).and_then(|f| reported(scenario, f)) {
                Some(r) => format!(
                    "{} ({})",
                    figures::label(r),
                    figures::figure_short(&r.figure)
                ),
                None => continue,
            },
        };
        let found = standings(comparison, across_sets.figure);
        let words = only_words(&found);
        if across_sets.depends {
            lines.push(format!(
                "{name}: {}. In particular: {}.",
                across(&words),
                one_by_one(&found)
            ));
        } else {
            firm.push((across(&words), name));
        }
    }
    let mut kinds: Vec<&String> = firm.iter().map(|f| &f.0).collect();
    kinds.sort();
    kinds.dedup();
    for kind in kinds {
        let names: Vec<&str> = firm
            .iter()
            .filter(|f| f.0 == *kind)
            .map(|f| f.1.as_str())
            .collect();
        lines.push(format!(
            "Does not depend on the set, {kind}: {}.",
            names.join("; ")
        ));
    }
    lines
}

/// The text with its first letter small: a sentence becomes part of another.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The text with its first letter a capital.
pub fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Standing::*;

    #[test]
    fn standings_across_sets_are_put_in_one_clause() {
        assert_eq!(across(&[Impossible]), "impossible");
        assert_eq!(
            across(&[Impossible, Impossible]),
            "impossible under every set of assumptions compared"
        );
        assert_eq!(
            across(&[Outside, Impossible]),
            "outside or impossible under every set of assumptions compared"
        );
        assert_eq!(
            across(&[Outside, Within]),
            "dependent on the assumptions (within to outside)"
        );
        assert_eq!(across(&[]), "not compared");
    }
}
