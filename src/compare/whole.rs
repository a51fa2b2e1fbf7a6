//! The comparison as a whole.

use super::joint::{Parts, joint};
use super::spread::{quantiles, quantiles_of};
use super::standing::{across, beyond, standing};
use super::tally::{FigureTally, Tally};
use super::{Comparison, FigureComparison, Interval, Simulated, VariantComparison};
use super::{days, expect, inputs, tails, together, warnings};
use crate::model::{Assumptions, Reported, Scenario};
use crate::trials::VariantRun;

/// Holds every reported figure against every set of assumptions that was run, base first.
///
/// # Panics
/// When a run is of a variant that the scenario does not have, or lacks a column: the runs must be
/// those of this scenario.
pub fn compare(scenario: &Scenario, runs: &[VariantRun]) -> Comparison {
    compare_tallied(scenario, runs, &[])
}

/// As [`compare`], where the tables of the runs hold only their first days: `tallies`, one a run in
/// their order, have counted all. How often figures and joint claims are reached, and the quantiles
/// of figures, are of all days; whatever needs days one by one is of those in the tables.
///
/// # Panics
/// As [`compare`].
pub fn compare_tallied(scenario: &Scenario, runs: &[VariantRun], tallies: &[Tally]) -> Comparison {
    let tallies = tallies.iter().map(Some).chain(std::iter::repeat(None));
    let variants: Vec<VariantComparison> = runs
        .iter()
        .zip(tallies)
        .map(|(run, tally)| variant(scenario, run, tally))
        .collect();
    let (findings, looks) = super::examine(scenario);
    let mut comparison = Comparison {
        across: across(&variants),
        variants,
        findings,
        looks,
        unmet: Vec::new(),
        battery: None,
        stations: Vec::new(),
        moved: Vec::new(),
    };
    comparison.unmet = expect::unmet(&scenario.expect, &comparison);
    comparison
}

/// Label and assumptions of a run: the base set's or a variant's.
pub(super) fn assumptions_of<'a>(scenario: &'a Scenario, id: &str) -> (&'a str, &'a Assumptions) {
    if id == "base" {
        return (&scenario.base_label, &scenario.assumptions);
    }
    let variant = scenario.variants.iter().find(|variant| variant.id == id);
    let variant = variant.expect("runs are of the base set or of variants of this scenario");
    (&variant.label, &variant.assumptions)
}

/// One set of assumptions against every figure.
fn variant(scenario: &Scenario, run: &VariantRun, tally: Option<&Tally>) -> VariantComparison {
    let (label, of) = assumptions_of(scenario, &run.id);
    let simulated: Vec<Simulated> = scenario
        .reported
        .iter()
        .map(|reported| super::simulated(&run.table, of, reported))
        .collect();
    let figures: Vec<FigureComparison> = scenario
        .reported
        .iter()
        .zip(&simulated)
        .enumerate()
        .map(|(at, (reported, simulated))| {
            let counted = tally.map(|tally| &tally.figures[at]);
            figure((at, reported), of, simulated, run, counted)
        })
        .collect();
    let joint = joint(&Parts {
        of,
        table: &run.table,
        reported: &scenario.reported,
        figures: &figures,
        simulated: &simulated,
        tally,
    });
    let together = together::together(&together::Parts {
        of,
        reported: &scenario.reported,
        simulated: &simulated,
        joint: joint.as_ref(),
    });
    VariantComparison {
        id: run.id.clone(),
        label: label.to_owned(),
        trials: run.done,
        shown: run.table.len as u64,
        frozen_trials: run.frozen.len as u64,
        joint,
        together,
        why: Vec::new(),
        accounts: Vec::new(),
        drivers: Vec::new(),
        days: days::days(&run.table, of),
        inputs: inputs::summaries(&run.table, of),
        warnings: warnings::warnings(scenario, of, run, &figures),
        figures,
    }
}

/// One reported figure against one set of assumptions.
fn figure(
    (at, reported): (usize, &Reported),
    of: &Assumptions,
    simulated: &Simulated,
    run: &VariantRun,
    counted: Option<&FigureTally>,
) -> FigureComparison {
    let interval = Interval::of(&reported.figure);
    let claim = interval.claim();
    let side = tails::declared_side(reported);
    let tail = match counted {
        None => tails::tail(simulated, &interval, side),
        Some(all) => tails::tail_of_counts(&all.reached, side),
    };
    let mut bound = super::bounds::figure_bound(of, reported);
    bound.broken = beyond(&claim, &bound);
    let values = simulated.values();
    let frozen_values = super::simulated(&run.frozen, of, reported).values();
    FigureComparison {
        reported: at,
        id: reported.id.clone(),
        standing: standing(tail.p_decisive, bound.broken),
        rare: None,
        simulated: match counted {
            None => quantiles(values.clone()),
            Some(all) => {
                let values = all.values.settled();
                quantiles_of(|p| values.quantile(p))
            }
        },
        chance_only: quantiles(frozen_values.clone()),
        claim,
        tail,
        bound,
        values,
        frozen_values,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{self, assumptions, reported, scenario, table};
    use super::super::{Side, Standing, Warning};
    use super::*;
    use crate::model::{Base, Figure, PollId, Precision, Quantity, Variant};
    use crate::trials::{Outcome, TrialTable};
    use crate::units::MicroPercent;

    const NORTH: [i64; 10] = [300, 310, 320, 330, 340, 350, 360, 370, 380, 390];
    const SOUTH: [i64; 10] = [90, 80, 70, 60, 50, 40, 30, 20, 10, 0];

    fn ten_days(of: &Assumptions) -> TrialTable {
        table(
            of,
            10,
            &[
                (Outcome::Registered { poll: 0 }, &[600; 10]),
                (Outcome::BallotsCast { poll: 0 }, &NORTH),
                (Outcome::BallotsCast { poll: 1 }, &SOUTH),
                (Outcome::Came { poll: 0 }, &[400; 10]),
                (Outcome::GaveUp { poll: 0 }, &[5, 5, 5, 5, 5, 5, 4, 4, 4, 4]),
            ],
        )
    }

    fn ballots(id: &str, poll: usize, precision: Precision<i64>) -> Reported {
        let quantity = Quantity::BallotsCast { at: None };
        reported(id, vec![PollId(poll)], quantity, Figure::Count(precision))
    }

    fn ten_day_comparison(reported: Vec<Reported>) -> Comparison {
        let of = assumptions();
        let run = testing::run("base", ten_days(&of));
        compare(&scenario(of, reported), &[run])
    }

    #[test]
    fn ten_days_by_hand() {
        let rounded = Precision::Rounded { value: 380, to: 20 };
        let comparison = ten_day_comparison(vec![ballots("north", 0, rounded)]);
        let base = &comparison.variants[0];
        assert_eq!(
            (base.id.as_str(), base.label.as_str()),
            ("base", "as stated")
        );
        assert_eq!((base.trials, base.frozen_trials), (10, 10));
        let figure = &base.figures[0];
        // 380 to 20 is 370 to 389; 370, 380 and 390 reach it.
        assert_eq!(
            (figure.claim.lowest, figure.claim.highest),
            (Some(370.0), Some(389.0))
        );
        assert_eq!((figure.tail.hits, figure.tail.trials), (3, 10));
        assert_eq!(figure.tail.p_decisive, 4.0 / 11.0);
        assert_eq!(figure.standing, Standing::Within);
        // Position 0.95 x 9 = 8.55 between 380 and 390.
        assert!((figure.simulated.q95 - 385.5).abs() < 1e-9);
        assert_eq!(figure.simulated.median, 345.0);
        assert_eq!(figure.values.len(), 10);
        assert!(base.joint.is_none() && comparison.across.is_empty());
    }

    #[test]
    fn a_percentage_and_its_count_stand_alike() {
        // All days have a roll of 600: 62 % rounded to 1 % is 369 to 374 of 600.
        let percent = Figure::Percent(Precision::Rounded {
            value: MicroPercent(62_000_000),
            to: MicroPercent(1_000_000),
        });
        let turnout = Quantity::Turnout {
            of: Base::Registered,
            at: None,
        };
        let comparison = ten_day_comparison(vec![
            reported("percent", vec![PollId(0)], turnout, percent),
            ballots("count", 0, Precision::Between(369, 374)),
        ]);
        let [percent, count] = &comparison.variants[0].figures[..] else {
            panic!("two figures in, two out");
        };
        assert_eq!(percent.tail, count.tail);
        assert_eq!(percent.standing, count.standing);
        assert_eq!(percent.tail.hits, 3);
    }

    #[test]
    fn headline_claims_are_held_together() {
        let mut early = ballots("early", 0, Precision::Exact(399));
        early.stage_order = 1;
        let mut late = ballots("late", 0, Precision::AtLeast(350));
        late.stage_order = 2;
        let south = ballots("south", 1, Precision::AtLeast(30));
        let comparison = ten_day_comparison(vec![early, late, south]);
        let joint = comparison.variants[0].joint.as_ref().expect("two polls");
        assert_eq!(joint.of, [1, 2]);
        // North 350 and 360 go with south 40 and 30; the other days miss one of the two.
        assert_eq!((joint.tail.hits, joint.tail.trials), (2, 10));
        assert_eq!(joint.tail.p, 3.0 / 11.0);
        assert_eq!(joint.claimed, 380);
        // A tenth of the 500 adults of group a may go on, and chance may add 53.
        assert_eq!(joint.may_be_double, Some(50 + 53));
        assert_eq!(joint.tail.side, Side::High);
        let populations = &joint.populations;
        // Group b is stated in adults: the residents of a alone would be less than all.
        assert_eq!(populations[0], ("adults, lowest".to_owned(), 700.0));
    }

    #[test]
    fn marked_headlines_go_before_later_stages() {
        let mut north = ballots("first", 0, Precision::Exact(340));
        north.headline = true;
        let mut later = ballots("later", 0, Precision::Exact(345));
        later.stage_order = 3;
        let mut south = ballots("south", 1, Precision::Exact(50));
        south.headline = true;
        let comparison = ten_day_comparison(vec![south, north, later]);
        let joint = comparison.variants[0].joint.as_ref().expect("two polls");
        // In the order of the polls.
        assert_eq!(joint.of, [1, 0]);
    }

    #[test]
    fn a_rivals_upper_limit_is_nobodys_headline() {
        let mut limit = ballots("limit", 1, Precision::AtMost(14));
        limit.stage_order = 9;
        let comparison = ten_day_comparison(vec![
            ballots("north", 0, Precision::Exact(340)),
            limit,
            ballots("south", 1, Precision::Exact(50)),
        ]);
        let joint = comparison.variants[0].joint.as_ref().expect("two polls");
        assert_eq!(joint.of, [0, 2]);
    }

    #[test]
    fn a_percentage_of_a_stated_roll_claims_ballots() {
        // At least 60 % of 600 is 360 ballots.
        let percent = Figure::Percent(Precision::AtLeast(MicroPercent(60_000_000)));
        let turnout = Quantity::Turnout {
            of: Base::Registered,
            at: None,
        };
        let comparison = ten_day_comparison(vec![
            reported("north", vec![PollId(0)], turnout, percent),
            ballots("south", 1, Precision::Exact(40)),
        ]);
        let joint = comparison.variants[0].joint.as_ref().expect("two polls");
        assert_eq!(joint.claimed, 400);
        // Of a roll that is whoever is eligible it claims no number.
        let turnout = reported("south", vec![PollId(1)], turnout, percent);
        let comparison =
            ten_day_comparison(vec![ballots("north", 0, Precision::Exact(340)), turnout]);
        let joint = comparison.variants[0].joint.as_ref().expect("two polls");
        assert_eq!(joint.claimed, 340);
    }

    #[test]
    fn warnings_are_carried() {
        let mut used = ballots("used", 0, Precision::Exact(340));
        used.used_for_assumptions = true;
        let of = assumptions();
        let mut run = testing::run("base", ten_days(&of));
        run.requested = 1_000;
        let comparison = compare(&scenario(of, vec![used]), &[run]);
        let warnings = &comparison.variants[0].warnings;
        assert_eq!(
            *warnings,
            [
                Warning::Interrupted(10, 1_000),
                Warning::FewTrials(10),
                Warning::NotATest("used".to_owned()),
                // 5 of 400 on six days of ten; 4 of 400 is not more than 1 in 100.
                Warning::CapacityBinds("poll north".to_owned()),
                Warning::Unsourced(vec!["turnout".to_owned()]),
            ]
        );
        assert_eq!(comparison.variants[0].figures[0].tail.trials, 10);
    }

    #[test]
    fn a_conclusion_may_depend_on_the_assumptions() {
        let of = assumptions();
        let mut scenario = scenario(of.clone(), vec![ballots("north", 0, Precision::Exact(400))]);
        scenario.variants.push(Variant {
            id: "high".to_owned(),
            label: "more voters".to_owned(),
            note: None,
            overrides: Vec::new(),
            assumptions: of.clone(),
        });
        // 1,999 days below the figure: outside. The same days 100 higher: within.
        let low: Vec<i64> = (0..1_999).map(|day| 300 + day % 90).collect();
        let high: Vec<i64> = low.iter().map(|n| n + 100).collect();
        let run = |id, days: &[i64]| {
            let ballots = (Outcome::BallotsCast { poll: 0 }, days);
            testing::run(id, table(&of, days.len(), &[ballots]))
        };
        let comparison = compare(&scenario, &[run("base", &low), run("high", &high)]);
        let across = &comparison.across[0];
        assert_eq!(
            across.standings,
            [
                ("base".to_owned(), Standing::Outside),
                ("high".to_owned(), Standing::Within)
            ]
        );
        assert!(across.depends && across.figure == Some(0));
        assert_eq!(comparison.variants[1].label, "more voters");
    }
}
