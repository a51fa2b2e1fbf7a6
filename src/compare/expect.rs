//! Whether the scenario's known answers came out.

use super::{Comparison, Standing, Unmet, VariantComparison};
use crate::model::Expectation;

/// The expectations that did not come true. One about a variant that was not run is left aside.
pub(super) fn unmet(expectations: &[Expectation], comparison: &Comparison) -> Vec<Unmet> {
    expectations
        .iter()
        .filter_map(|expectation| match expectation {
            Expectation::Standing {
                figure,
                variant,
                any_of,
            } => {
                let id = variant.as_deref().unwrap_or("base");
                let run = comparison.variants.iter().find(|run| run.id == id)?;
                wrong_standing(run, figure, any_of)
            }
            Expectation::Check { check, grade } => wrong_check(comparison, check, grade),
        })
        .collect()
}

fn wrong_standing(run: &VariantComparison, figure: &str, any_of: &[String]) -> Option<Unmet> {
    let standing = standing_of(run, figure);
    let word = standing.map_or("absent", Standing::word);
    let met = any_of.iter().any(|expected| expected == word);
    (!met).then(|| Unmet {
        expected: format!("{figure} in {}: {}", run.id, any_of.join(" or ")),
        found: word.to_owned(),
    })
}

/// The standing of a figure by id, or of `joint`; `None` when there is no such conclusion.
fn standing_of(run: &VariantComparison, figure: &str) -> Option<Standing> {
    if figure == "joint" {
        return run.joint.as_ref().map(|joint| joint.standing);
    }
    let found = run.figures.iter().find(|it| it.id == figure);
    found.map(|it| it.standing)
}

/// A check that should have fired at a grade, or stayed quiet, and did not.
fn wrong_check(comparison: &Comparison, check: &str, grade: &str) -> Option<Unmet> {
    let mut grades: Vec<&str> = comparison
        .findings
        .iter()
        .filter(|finding| finding.check == check)
        .map(|finding| finding.grade.word())
        .collect();
    grades.dedup();
    let met = match grade {
        "quiet" => grades.is_empty(),
        grade => grades.contains(&grade),
    };
    (!met).then(|| Unmet {
        expected: format!("check {check}: {grade}"),
        found: if grades.is_empty() {
            "quiet".to_owned()
        } else {
            grades.join(" and ")
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{Standing, compare};
    use super::*;
    use crate::model::{Figure, PollId, Precision, Quantity};

    fn standing(figure: &str, variant: Option<&str>, any_of: &[&str]) -> Expectation {
        Expectation::Standing {
            figure: figure.to_owned(),
            variant: variant.map(str::to_owned),
            any_of: any_of.iter().map(|&word| word.to_owned()).collect(),
        }
    }

    #[test]
    fn expectations_are_met_or_named() {
        let of = assumptions();
        let table = table(&of, 10, &[]);
        let none = Figure::Count(Precision::Exact(0));
        let cast = Quantity::BallotsCast { at: None };
        let figure = reported("cast", vec![PollId(0)], cast, none);
        let comparison = compare(&scenario(of, vec![figure]), &[run("base", table)]);
        assert_eq!(comparison.variants[0].figures[0].standing, Standing::Within);
        let unmet = |expectation| unmet(&[expectation], &comparison);
        assert_eq!(unmet(standing("cast", None, &["outside", "within"])), []);
        assert_eq!(
            unmet(standing("cast", None, &["outside", "impossible"])),
            [Unmet {
                expected: "cast in base: outside or impossible".to_owned(),
                found: "within".to_owned(),
            }]
        );
        assert_eq!(
            unmet(standing("joint", None, &["within"]))[0].found,
            "absent"
        );
        // A variant that was not run is no failure.
        assert_eq!(unmet(standing("cast", Some("low"), &["outside"])), []);
        let check = |grade: &str| Expectation::Check {
            check: "no-such-check".to_owned(),
            grade: grade.to_owned(),
        };
        assert_eq!(unmet(check("quiet")), []);
        assert_eq!(unmet(check("hard"))[0].found, "quiet");
    }
}
