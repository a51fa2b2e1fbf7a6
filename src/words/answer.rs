//! The answer: each claim alone, all together, and which conclusions depend on the assumptions.

use super::numbers::{counted, list, whole};
use super::{bounds, figures, rare, tails};
use crate::compare::{Comparison, FigureComparison, Standing, VariantComparison};
use crate::model::{Reported, Scenario};
use crate::words::clean::inline;

/// Most conclusions that are named one by one.
const MOST_NAMED: usize = 6;

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
            let poll = figures::polls(scenario, figure);
            let poll = if poll.is_empty() {
                poll
            } else {
                format!(" ({poll})")
            };
            let printed = figures::figure_short(&figure.figure);
            Some(format!("{printed}{poll} is {}", across(&found)))
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
        1 => format!(
            "Under these assumptions the reported figure is {}.",
            base.figures[0].standing.word()
        ),
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
        figures::named(scenario, reported),
        across(&words)
    );
    if words.iter().any(|w| *w != words[0]) {
        text.push_str(&format!(" In particular: {}.", one_by_one(&found)));
    }
    text.push_str(&format!(
        " Under the base set, {}",
        lower_first(&tails::sentence(&figure.tail, &figures::as_extreme(figure)))
    ));
    if let Some(of) = &figure.rare {
        text.push_str(&format!(" {}", rare(of)));
    }
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
        "{text} Under the base set, {} {}",
        lower_first(&bounds::double(joint)),
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

/// How many conclusions depend on the set of assumptions, which, and how the others stand.
fn depends(scenario: &Scenario, comparison: &Comparison) -> Vec<String> {
    let all = &comparison.across;
    let (open, firm): (Vec<_>, Vec<_>) = all.iter().partition(|a| a.depends);
    if all.is_empty() {
        return Vec::new();
    }
    let conclusions = counted(all.len() as u64, "conclusion", "conclusions");
    let mut lines = vec![match open.len() {
        0 => format!("None of {conclusions} depends on the set of assumptions."),
        n if n <= MOST_NAMED => {
            let names: Vec<String> = open
                .iter()
                .filter_map(|a| conclusion(scenario, comparison, a.figure))
                .collect();
            format!(
                "Of {conclusions}, {} on the set of assumptions: {}.",
                depend(n),
                names.join("; ")
            )
        }
        n => format!(
            "Of {conclusions}, {} on the set of assumptions; the comparison of the sets names them.",
            depend(n)
        ),
    }];
    let mut kinds: Vec<(Standing, u64)> = Vec::new();
    for worst in firm
        .iter()
        .filter_map(|a| a.standings.iter().map(|s| s.1).max())
    {
        match kinds.iter_mut().find(|k| k.0 == worst) {
            Some(kind) => kind.1 += 1,
            None => kinds.push((worst, 1)),
        }
    }
    kinds.sort_by_key(|k| std::cmp::Reverse(k.0));
    let kinds: Vec<String> = kinds
        .iter()
        .map(|(kind, n)| format!("{} {}", whole(*n as i64), firmly(*kind)))
        .collect();
    if !kinds.is_empty() {
        lines.push(format!("The same under every set: {}.", list(&kinds)));
    }
    lines
}

fn depend(n: usize) -> String {
    format!(
        "{} {}",
        whole(n as i64),
        if n == 1 { "depends" } else { "depend" }
    )
}

/// A standing that holds under every set; outside and impossible count as one answer.
fn firmly(worst: Standing) -> &'static str {
    match worst {
        Standing::Impossible => "outside or impossible",
        other => other.word(),
    }
}

/// What a conclusion is about.
fn conclusion(
    scenario: &Scenario,
    comparison: &Comparison,
    figure: Option<usize>,
) -> Option<String> {
    let Some(at) = figure else {
        return Some("the headline claims together".into());
    };
    let of = reported(scenario, comparison.variants.first()?.figures.get(at)?)?;
    Some(format!(
        "{} ({})",
        figures::named(scenario, of),
        figures::figure_short(&of.figure)
    ))
}

/// The text with its first letter small: a sentence becomes part of another.
pub fn lower_first(text: &str) -> String {
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
