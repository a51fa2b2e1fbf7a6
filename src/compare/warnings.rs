//! What the reader must know about a run.

use super::days::{has_clock, lost};
use super::figures::column;
use super::standing::standing;
use super::tails::tail_of_hits;
use super::{FigureComparison, Side, Standing, Warning};
use crate::model::{Assumptions, Scenario};
use crate::trials::{Outcome, VariantRun};

/// The warnings of one set of assumptions, gravest first.
pub(super) fn warnings(
    scenario: &Scenario,
    of: &Assumptions,
    run: &VariantRun,
    figures: &[FigureComparison],
) -> Vec<Warning> {
    let (done, shown) = (run.done, run.table.len as u64);
    let interrupted = (done < run.requested).then_some(Warning::Interrupted(done, run.requested));
    let first = (shown < done).then_some(Warning::FirstDays(shown, done));
    let few = too_few(figures, done).then_some(Warning::FewTrials(done));
    let used = scenario
        .reported
        .iter()
        .filter(|it| it.used_for_assumptions);
    let capacity = (0..of.polls.len()).filter(|&poll| capacity_binds(run, poll));
    interrupted
        .into_iter()
        .chain(first)
        .chain(few)
        .chain(used.map(|it| Warning::NotATest(it.id.clone())))
        .chain(capacity.map(|poll| Warning::CapacityBinds(of.polls[poll].label.clone())))
        .chain(truncated(of))
        .chain(unsourced(of))
        .collect()
}

/// Whether no figure at all, even if no trial reached it, could have come out as outside.
fn too_few(figures: &[FigureComparison], trials: u64) -> bool {
    let out_of_reach = |figure: &FigureComparison| {
        let emptiest = tail_of_hits(Side::High, figure.tail.doubled, 0, trials);
        standing(emptiest.p_decisive, false) < Standing::Outside
    };
    !figures.is_empty() && figures.iter().all(out_of_reach)
}

/// Whether more than 1 in 100 who came could not vote, in more than half of the trials.
fn capacity_binds(run: &VariantRun, poll: usize) -> bool {
    if !has_clock(&run.table) {
        return false;
    }
    let lost = lost(&run.table, poll);
    let came = column(&run.table, Outcome::Came { poll });
    let often = lost.iter().zip(came).filter(|&(&l, &c)| 100 * l > c);
    2 * often.count() > run.table.len
}

/// Inputs whose law has more than 1 % of its mass where the quantity cannot be.
fn truncated(of: &Assumptions) -> impl Iterator<Item = Warning> {
    of.inputs.iter().filter_map(|input| {
        let mass = input.law.mass_outside(&input.support);
        (mass > 0.01).then(|| Warning::Truncated(input.path.clone(), mass))
    })
}

/// Uncertain inputs without a source.
fn unsourced(of: &Assumptions) -> Option<Warning> {
    let paths: Vec<String> = of
        .inputs
        .iter()
        .filter(|input| input.sources.is_empty() && !input.is_fixed())
        .map(|input| input.path.clone())
        .collect();
    (!paths.is_empty()).then_some(Warning::Unsourced(paths))
}

#[cfg(test)]
mod tests {
    use super::super::compare;
    use super::super::testing::{assumptions, reported, run, scenario, table};
    use super::*;
    use crate::model::{Figure, Law, PollId, Precision, Quantity};

    #[test]
    fn capacity_binds_where_more_than_one_in_a_hundred_are_lost_on_most_days() {
        let of = assumptions();
        let binds = |came: &[i64], lost: &[i64]| {
            let cast: Vec<i64> = came
                .iter()
                .zip(lost)
                .map(|(came, lost)| came - lost)
                .collect();
            let columns: [(Outcome, &[i64]); 3] = [
                (Outcome::Came { poll: 0 }, came),
                (Outcome::BallotsCast { poll: 0 }, &cast),
                (Outcome::GaveUp { poll: 0 }, lost),
            ];
            capacity_binds(&run("base", table(&of, came.len(), &columns)), 0)
        };
        let came = [200; 4];
        assert!(binds(&came, &[3, 3, 3, 0]));
        // Two of 200 are one in a hundred; two days of four are not most.
        assert!(!binds(&came, &[2, 2, 2, 2]));
        assert!(!binds(&came, &[3, 3, 2, 2]));
    }

    fn warned(trials: usize, change: &dyn Fn(&mut Scenario, &mut VariantRun)) -> Vec<Warning> {
        let cast = Quantity::BallotsCast { at: None };
        let figure = Figure::Count(Precision::Exact(1));
        let mut of = scenario(
            assumptions(),
            vec![reported("cast", vec![PollId(0)], cast, figure)],
        );
        let mut run = run("base", table(&of.assumptions, trials, &[]));
        change(&mut of, &mut run);
        let figures = compare(&of, std::slice::from_ref(&run))
            .variants
            .remove(0)
            .figures;
        warnings(&of, &of.assumptions, &run, &figures)
    }

    #[test]
    fn too_few_trials_cannot_come_out_as_outside() {
        // Without a hit p is 1 / (trials + 1), which must be below 0.001; twice that where no side is declared.
        let few = |trials: usize, both: bool| {
            let all = warned(trials, &|of, _| {
                if both {
                    of.reported[0].direction = crate::model::Direction::Both;
                }
            });
            all.iter().any(|it| matches!(it, Warning::FewTrials(_)))
        };
        assert!(few(998, false) && few(999, false) && !few(1_000, false));
        assert!(few(1_999, true) && !few(2_000, true));
    }

    #[test]
    fn what_was_not_finished_or_is_no_test_is_said() {
        let all = warned(1_100, &|of, run| {
            run.requested = 1_200;
            of.reported[0].used_for_assumptions = true;
            let share = of
                .assumptions
                .inputs
                .iter_mut()
                .find(|it| it.path == "turnout");
            share.expect("it is there").law = Law::Normal { mean: 0.9, sd: 0.1 };
        });
        let told = |found: &dyn Fn(&Warning) -> bool| all.iter().filter(|it| found(it)).count();
        assert_eq!(told(&|it| *it == Warning::Interrupted(1_100, 1_200)), 1);
        assert_eq!(told(&|it| *it == Warning::NotATest("cast".into())), 1);
        assert_eq!(
            told(&|it| *it == Warning::Unsourced(vec!["turnout".into()])),
            1
        );
        // One standard deviation below 1: 15.9 % lie beyond it.
        let beyond = |it: &Warning| match it {
            Warning::Truncated(path, mass) => path == "turnout" && (mass - 0.158_655).abs() < 1e-5,
            _ => false,
        };
        assert_eq!(told(&beyond), 1);
        assert_eq!(told(&|it| matches!(it, Warning::FirstDays(..))), 0);
        let whole = warned(1_100, &|_, _| ());
        assert_eq!(whole, [Warning::Unsourced(vec!["turnout".into()])]);
        let first = warned(1_100, &|_, run| (run.done, run.requested) = (5_000, 5_000));
        assert!(first.contains(&Warning::FirstDays(1_100, 5_000)));
    }
}
