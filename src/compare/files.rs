//! Several scenario files beside each other: every set of assumptions of every file as one more row.
//!
//! Knows finished comparisons. Figures belong together when id, quantity, polls and figure are the same;
//! which conclusions depend on the set of assumptions is asked over all rows alike.

use super::standing::across;
use super::{Comparison, Looks, VariantComparison};
use crate::model::{Reported, Scenario, Variant};

/// One file, compared.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// What the file is called, each once.
    pub name: &'a str,
    /// Its scenario.
    pub scenario: &'a Scenario,
    /// What came out.
    pub comparison: &'a Comparison,
}

/// All files as one comparison.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The first file's scenario with the shared figures only; its variants are the rows.
    pub scenario: Scenario,
    /// A row a set of assumptions a file, in the order given. With several files the id of a row is
    /// `name/variant`.
    pub comparison: Comparison,
    /// Ids of figures that not every file has, or not every file reports alike.
    pub left_out: Vec<String>,
}

/// Why files cannot be laid beside each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BesideError {
    /// No figure is reported alike in all of them.
    #[error("the files share no reported figure: same id, same polls, same quantity, same value")]
    NothingShared,
    /// A single set of assumptions.
    #[error("there is one set of assumptions only, and nothing to compare it with")]
    OneRow,
}

/// Lays all sets of assumptions of all files beside each other.
///
/// # Errors
/// [`BesideError`]: no shared figure, or a single row.
pub fn beside(files: &[Compared<'_>]) -> Result<Beside, BesideError> {
    let scenarios: Vec<&Scenario> = files.iter().map(|file| file.scenario).collect();
    let shared = shared(&scenarios)?;
    let first = files[0];
    let rows = files.iter().flat_map(|file| {
        let sets = file.comparison.variants.iter();
        sets.map(|of| row(file, of, &shared, files.len() > 1))
    });
    let mut rows: Vec<VariantComparison> = rows.collect();
    if rows.len() < 2 {
        return Err(BesideError::OneRow);
    }
    // The joint claim is one conclusion only where every row asks it of the same figures.
    let asked = |of: &VariantComparison| of.joint.as_ref().map(|joint| joint.of.clone());
    let same = rows
        .windows(2)
        .all(|pair| asked(&pair[0]) == asked(&pair[1]));
    if !same {
        rows.iter_mut().for_each(|row| row.joint = None);
    }
    let ids = files
        .iter()
        .flat_map(|file| &file.scenario.reported)
        .map(|it| &it.id);
    let mut left_out: Vec<String> = Vec::new();
    for id in ids {
        if shared.iter().all(|it| it.id != *id) && !left_out.contains(id) {
            left_out.push(id.clone());
        }
    }
    let assumptions = files.iter().flat_map(|file| {
        let sets = file.comparison.variants.iter();
        sets.map(|of| super::whole::assumptions_of(file.scenario, &of.id).1)
    });
    let variants = rows.iter().zip(assumptions).map(|(row, of)| Variant {
        id: row.id.clone(),
        label: row.label.clone(),
        note: None,
        overrides: Vec::new(),
        assumptions: of.clone(),
    });
    Ok(Beside {
        scenario: Scenario {
            variants: variants.collect(),
            reported: shared,
            expect: Vec::new(),
            ..first.scenario.clone()
        },
        comparison: Comparison {
            across: across(&rows),
            variants: rows,
            findings: Vec::new(),
            looks: Looks::default(),
            unmet: Vec::new(),
            battery: None,
            stations: Vec::new(),
            moved: Vec::new(),
        },
        left_out,
    })
}

/// The figures that all scenarios report alike, as the first of them has them; needs no simulation.
///
/// # Errors
/// [`BesideError::NothingShared`].
pub fn shared(scenarios: &[&Scenario]) -> Result<Vec<Reported>, BesideError> {
    let Some(first) = scenarios.first() else {
        return Err(BesideError::NothingShared);
    };
    let everywhere = |it: &&Reported| {
        scenarios.iter().all(|of| {
            let mut others = of.reported.iter();
            let other = others.find(|other| other.id == it.id);
            other.is_some_and(|other| alike(first, it, of, other))
        })
    };
    let shared: Vec<Reported> = first.reported.iter().filter(everywhere).cloned().collect();
    if shared.is_empty() {
        return Err(BesideError::NothingShared);
    }
    Ok(shared)
}

/// Whether two files report the same: polls by their ids, everything that is counted by its position.
fn alike(of: &Scenario, a: &Reported, other: &Scenario, b: &Reported) -> bool {
    let polls = |of: &Scenario, it: &Reported| -> Vec<String> {
        let polls = &of.assumptions.polls;
        it.polls.iter().map(|at| polls[at.0].id.clone()).collect()
    };
    polls(of, a) == polls(other, b)
        && a.quantity == b.quantity
        && a.figure == b.figure
        && a.direction == b.direction
}

/// One set of assumptions with the shared figures only.
fn row(
    file: &Compared<'_>,
    of: &VariantComparison,
    shared: &[Reported],
    several: bool,
) -> VariantComparison {
    let position = |at: &usize| {
        let id = &of.figures[*at].id;
        shared.iter().position(|it| it.id == *id)
    };
    let figures = shared.iter().enumerate().filter_map(|(at, it)| {
        let mut figure = of.figures.iter().find(|figure| figure.id == it.id)?.clone();
        figure.reported = at;
        Some(figure)
    });
    let joint = of.joint.clone().and_then(|mut joint| {
        let of: Option<Vec<usize>> = joint.of.iter().map(position).collect();
        joint.of = of?;
        Some(joint)
    });
    let (id, label) = if several {
        (
            format!("{}/{}", file.name, of.id),
            format!("{}: {}", file.name, of.label),
        )
    } else {
        (of.id.clone(), of.label.clone())
    };
    VariantComparison {
        id,
        label,
        figures: figures.collect(),
        joint,
        together: Vec::new(),
        why: Vec::new(),
        days: Vec::new(),
        inputs: Vec::new(),
        ..of.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::super::bounds::voters_bound;
    use super::super::testing::{self, assumptions, reported, scenario, table};
    use super::super::{From, Joint, Standing, Together, Why, compare};
    use super::*;
    use crate::model::{Expectation, Figure, PollId, Precision, Quantity};
    use crate::trials::Outcome;

    fn file(value: i64, add: i64) -> (Scenario, Comparison) {
        let of = assumptions();
        let days: Vec<i64> = (0..1_999).map(|day| 300 + add + day % 90).collect();
        let ballots = (Outcome::BallotsCast { poll: 0 }, &days[..]);
        let run = testing::run("base", table(&of, days.len(), &[ballots]));
        let cast = |id: &str, value| {
            let figure = Figure::Count(Precision::Exact(value));
            let quantity = Quantity::BallotsCast { at: None };
            reported(id, vec![PollId(0)], quantity, figure)
        };
        let scenario = scenario(of, vec![cast("other", value), cast("north", 400)]);
        let comparison = compare(&scenario, &[run]);
        (scenario, comparison)
    }

    fn of<'a>(name: &'a str, file: &'a (Scenario, Comparison)) -> Compared<'a> {
        Compared {
            name,
            scenario: &file.0,
            comparison: &file.1,
        }
    }

    #[test]
    fn figures_are_matched_by_what_they_say() {
        let (a, b) = (file(1, 0), file(2, 100));
        let it = beside(&[of("a", &a), of("b", &b)]).unwrap();
        // `other` says 1 in one file and 2 in the other.
        assert_eq!(it.left_out, ["other"]);
        assert_eq!(it.scenario.reported.len(), 1);
        let ids: Vec<&str> = it
            .comparison
            .variants
            .iter()
            .map(|v| v.id.as_str())
            .collect();
        assert_eq!(ids, ["a/base", "b/base"]);
        let across = &it.comparison.across;
        assert_eq!(across.len(), 1);
        assert!(across[0].depends);
        assert_eq!(across[0].standings[0].1, Standing::Outside);
        assert_eq!(across[0].standings[1].1, Standing::Within);
        // The figure keeps its values and finds its place.
        assert_eq!(it.comparison.variants[1].figures[0].reported, 0);
        assert_eq!(
            it.comparison.variants[1].figures[0].tail,
            b.1.variants[0].figures[1].tail
        );
    }

    #[test]
    fn what_belongs_to_one_file_alone_is_left_behind() {
        let (mut a, b) = (file(1, 0), file(1, 100));
        let all = &mut a.1.variants[0];
        let look = Together {
            poll: None,
            of: vec![0, 1],
            follow: Vec::new(),
            hits: 1,
            trials: 2,
            p: 1.0,
            k: 1,
            compared: 2,
            p_extreme: 1.0,
            parts: Vec::new(),
        };
        all.together.push(look);
        all.why.push(Why {
            of: vec![0],
            from: From::Beyond(None),
            inputs: Vec::new(),
            way: None,
            stretch: None,
        });
        // The second figure of the joint claim is not shared.
        all.joint = Some(Joint {
            of: vec![0, 2],
            tail: all.figures[0].tail,
            claimed: 1,
            voters: voters_bound(&a.0.assumptions, &[PollId(0)]),
            must_be_double: None,
            may_be_double: None,
            standing: Standing::Within,
            populations: Vec::new(),
            rare: None,
        });
        let mut more = all.figures[0].clone();
        more.id = "more".to_owned();
        all.figures.push(more);
        a.0.expect.push(Expectation::Check {
            check: "sum-identity".to_owned(),
            grade: "quiet".to_owned(),
        });
        let it = beside(&[of("a", &a), of("b", &b)]).unwrap();
        assert!(it.scenario.expect.is_empty());
        let row = &it.comparison.variants[0];
        assert!(row.together.is_empty() && row.why.is_empty() && row.joint.is_none());
        assert!(row.days.is_empty() && row.inputs.is_empty());
        assert_eq!(row.figures.len(), 2);
    }

    #[test]
    fn a_joint_claim_is_kept_where_every_file_asks_it_of_the_same_figures() {
        let claim = |file: &(Scenario, Comparison), of: &[usize]| Joint {
            of: of.to_vec(),
            tail: file.1.variants[0].figures[0].tail,
            claimed: 1,
            voters: voters_bound(&file.0.assumptions, &[PollId(0)]),
            must_be_double: None,
            may_be_double: None,
            standing: Standing::Within,
            populations: Vec::new(),
            rare: None,
        };
        let kept = |first: &[usize], second: &[usize]| {
            let (mut a, mut b) = (file(1, 0), file(1, 100));
            a.1.variants[0].joint = Some(claim(&a, first));
            b.1.variants[0].joint = Some(claim(&b, second));
            let it = beside(&[of("a", &a), of("b", &b)]).unwrap();
            let rows = it.comparison.variants.iter();
            rows.map(|row| row.joint.is_some()).collect::<Vec<_>>()
        };
        assert_eq!(kept(&[0, 1], &[0, 1]), [true, true]);
        assert_eq!(kept(&[0, 1], &[0]), [false, false]);
    }

    #[test]
    fn nothing_shared_and_nothing_beside_are_refused() {
        let (a, mut b) = (file(1, 0), file(1, 0));
        assert_eq!(beside(&[of("a", &a)]).unwrap_err(), BesideError::OneRow);
        for it in &mut b.0.reported {
            it.id.push('x');
        }
        let both = [of("a", &a), of("b", &b)];
        assert_eq!(beside(&both).unwrap_err(), BesideError::NothingShared);
    }
}
