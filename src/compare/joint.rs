//! Whether the headline claims of different polls can hold together.

use super::calibrate::{Margin, joint_p};
use super::tails::{declared_side, holds, tail_of_hits};
use super::tally::Tally;
use super::{FigureComparison, Interval, Joint, Simulated, Standing, Tail, populations};
use crate::model::{Assumptions, Base, PollId, Quantity, Reported, Roll};
use crate::trials::TrialTable;

/// What the joint claim is formed from.
pub(super) struct Parts<'a> {
    /// The assumptions of the table.
    pub of: &'a Assumptions,
    /// The trials.
    pub table: &'a TrialTable,
    /// What was reported.
    pub reported: &'a [Reported],
    /// The figures' comparisons, in the same order.
    pub figures: &'a [FigureComparison],
    /// The figures' simulated values, in the same order.
    pub simulated: &'a [Simulated],
    /// What all days came to, where there are more than in the table.
    pub tally: Option<&'a Tally>,
}

/// The joint claim; `None` with headline figures of fewer than two polls.
pub(super) fn joint(parts: &Parts<'_>) -> Option<Joint> {
    let of = headline(parts.reported);
    if of.len() < 2 {
        return None;
    }
    let polls: Vec<PollId> = of.iter().map(|&at| parts.reported[at].polls[0]).collect();
    let mut voters = super::bounds::voters_bound(parts.of, &polls);
    let claims = of
        .iter()
        .map(|&at| least_ballots(&parts.reported[at], parts.of));
    let claimed = claims.fold(0, i64::saturating_add);
    let must_be_double = voters.highest.map(|most| double(claimed, most));
    let may_be_double = super::bounds::double_bound(parts.of, &polls);
    voters.broken =
        matches!((must_be_double, may_be_double), (Some(must), Some(may)) if must > may);
    let beyond = voters.broken
        || of
            .iter()
            .any(|&at| parts.figures[at].standing == Standing::Impossible);
    let tail = tail_of_all(parts, &of);
    Some(Joint {
        standing: super::standing::standing(tail.p_decisive, beyond),
        populations: populations::lines(parts.of, parts.table, &polls, &voters),
        of,
        tail,
        claimed,
        voters,
        must_be_double,
        may_be_double,
        rare: None,
    })
}

/// The headline figures, one a poll, in the order of the polls.
///
/// Those marked so, if they are of at least two polls; else each poll's ballots cast or turnout at the
/// end of the day, unless it is a mere upper limit or was used as an assumption. Of several, the
/// latest stage, a count rather than a percentage, and the first in the file.
pub(super) fn headline(reported: &[Reported]) -> Vec<usize> {
    let one_poll = |at: &usize| reported[*at].polls.len() == 1;
    let pick = |wanted: &dyn Fn(&Reported) -> bool| {
        let candidates = (0..reported.len()).filter(one_poll);
        let mut picked: Vec<usize> = Vec::new();
        for at in candidates.filter(|&at| wanted(&reported[at])) {
            let same = |of: &&mut usize| reported[**of].polls == reported[at].polls;
            match picked.iter_mut().find(same) {
                None => picked.push(at),
                Some(of) if rank(&reported[at]) > rank(&reported[*of]) => *of = at,
                Some(_) => {}
            }
        }
        picked.sort_by_key(|&at| reported[at].polls[0]);
        picked
    };
    let marked = pick(&|it| it.headline);
    if marked.len() >= 2 {
        marked
    } else {
        pick(&|it| it.headline || speaks_for_its_poll(it))
    }
}

/// Which of two figures of a poll speaks for it.
fn rank(reported: &Reported) -> (bool, u32, bool) {
    let count = matches!(reported.quantity, Quantity::BallotsCast { .. });
    (reported.headline, reported.stage_order, count)
}

/// Whether a figure claims the participation of a whole day and is a test.
fn speaks_for_its_poll(reported: &Reported) -> bool {
    let whole_day = matches!(
        reported.quantity,
        Quantity::BallotsCast { at: None } | Quantity::Turnout { at: None, .. }
    );
    let limit_only = Interval::of(&reported.figure).claim().lowest.is_none();
    whole_day && !limit_only && !reported.used_for_assumptions
}

/// Fewest ballots that must have been cast if the figure is right.
fn least_ballots(reported: &Reported, of: &Assumptions) -> i64 {
    let claim = Interval::of(&reported.figure);
    match reported.quantity {
        Quantity::BallotsCast { .. }
        | Quantity::Valid { .. }
        | Quantity::Invalid { .. }
        | Quantity::Votes { .. } => claim.persons(1).0.unwrap_or(0),
        Quantity::Turnout {
            of: Base::Registered,
            ..
        } => fewest_registered(of, reported.polls[0])
            .and_then(|fewest| claim.persons(fewest).0)
            .unwrap_or(0),
        _ => 0,
    }
    .max(0)
}

/// Fewest registered electors of a stated roll; `None` where a percentage of the roll claims nothing
/// that could be counted.
fn fewest_registered(of: &Assumptions, poll: PollId) -> Option<i64> {
    match of.polls[poll.0].roll {
        Roll::Stated(input) => Some(of.inputs[input.0].range().0.max(0.0).floor() as i64),
        Roll::Eligible => None,
    }
    .filter(|&fewest| fewest > 0)
}

/// Persons who must have voted twice or not exist (Frechet bound).
fn double(claimed: i64, most: f64) -> i64 {
    // A bound just below a whole number through rounding is that number.
    (claimed - (most + 1e-6).floor() as i64).max(0)
}

/// The trials in which all claims hold, each towards its own side, and the calibrated p.
fn tail_of_all(parts: &Parts<'_>, of: &[usize]) -> Tail {
    let claims: Vec<(usize, Interval)> = of
        .iter()
        .map(|&at| (at, Interval::of(&parts.reported[at].figure)))
        .collect();
    let all_hold = |row: &usize| {
        claims.iter().all(|(at, claim)| {
            let side = parts.figures[*at].tail.side;
            holds(&parts.simulated[*at], claim, side, *row)
        })
    };
    let (hits, days) = match parts.tally {
        None => {
            let hits = (0..parts.table.len).filter(all_hold).count();
            (hits as u64, parts.table.len as u64)
        }
        Some(tally) => {
            let sides = of.iter().map(|&at| parts.figures[at].tail.side);
            (tally.all_hold(&sides.collect::<Vec<_>>()), tally.days())
        }
    };
    let margins: Vec<Margin<'_>> = of.iter().map(|&at| margin(parts, at)).collect();
    let side = parts.figures[of[0]].tail.side;
    Tail {
        p_decisive: joint_p(&margins),
        ..tail_of_hits(side, false, hits, days)
    }
}

fn margin<'a>(parts: &Parts<'a>, at: usize) -> Margin<'a> {
    let figure = &parts.figures[at];
    Margin {
        values: &figure.values,
        claim: (
            figure.claim.lowest.unwrap_or(f64::NEG_INFINITY),
            figure.claim.highest.unwrap_or(f64::INFINITY),
        ),
        side: declared_side(&parts.reported[at]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assumptions, reported};
    use super::*;
    use crate::model::{Figure, Precision};
    use crate::units::MicroPercent;

    const CAST: Quantity = Quantity::BallotsCast { at: None };
    const TURNOUT: Quantity = Quantity::Turnout {
        of: Base::Registered,
        at: None,
    };

    fn told(poll: usize, quantity: Quantity, precision: Precision<i64>) -> Reported {
        let figure = match quantity {
            Quantity::Turnout { .. } => match precision {
                Precision::Exact(it) => {
                    Figure::Percent(Precision::Exact(MicroPercent(it * MicroPercent::ONE)))
                }
                other => panic!("{other:?}"),
            },
            _ => Figure::Count(precision),
        };
        reported("it", vec![PollId(poll)], quantity, figure)
    }

    fn ballots(poll: usize, exact: i64) -> Reported {
        told(poll, CAST, Precision::Exact(exact))
    }

    #[test]
    fn one_figure_speaks_for_each_poll() {
        // In the order of the polls; of a poll the count before the percentage, the later stage before both.
        let of = |figures: &[Reported]| headline(figures);
        assert_eq!(of(&[ballots(1, 5), ballots(0, 6)]), [1, 0]);
        let share = told(0, TURNOUT, Precision::Exact(60));
        assert_eq!(of(&[share.clone(), ballots(0, 6), ballots(1, 5)]), [1, 2]);
        let mut late = share.clone();
        late.stage_order = 1;
        assert_eq!(of(&[ballots(0, 6), late, ballots(1, 5)]), [1, 2]);
        assert_eq!(of(&[ballots(0, 6), ballots(0, 7), ballots(1, 5)]), [0, 2]);
        // A limit, an hour, a figure behind an assumption and one of both polls say nothing of a day.
        let mut used = ballots(0, 6);
        used.used_for_assumptions = true;
        let mut both = ballots(0, 6);
        both.polls.push(PollId(1));
        let hour = Quantity::BallotsCast {
            at: Some(crate::units::SimTime::from_hm(12, 0)),
        };
        let others = [
            told(0, CAST, Precision::AtMost(6)),
            told(0, hour, Precision::Exact(6)),
            told(0, Quantity::Registered, Precision::Exact(6)),
            used,
            both,
            ballots(1, 5),
        ];
        assert_eq!(of(&others), [5]);
        // Two headlines of two polls are enough; one brings the others' figures with it.
        let headlined = |mut it: Reported| {
            it.headline = true;
            it
        };
        let limit = headlined(told(0, CAST, Precision::AtMost(6)));
        assert_eq!(
            of(&[ballots(0, 6), limit.clone(), headlined(ballots(1, 5))]),
            [1, 2]
        );
        assert_eq!(of(&[ballots(0, 6), limit, ballots(1, 5)]), [1, 2]);
    }

    #[test]
    fn the_fewest_ballots_behind_a_claim() {
        let of = assumptions();
        let least = |it: &Reported| least_ballots(it, &of);
        assert_eq!(least(&ballots(0, 450)), 450);
        assert_eq!(least(&told(0, CAST, Precision::MoreThan(450))), 451);
        assert_eq!(least(&told(0, CAST, Precision::AtMost(450))), 0);
        // 60 % of the 600 on the roll of the north; the south has no stated roll.
        assert_eq!(least(&told(0, TURNOUT, Precision::Exact(60))), 360);
        assert_eq!(least(&told(1, TURNOUT, Precision::Exact(60))), 0);
        assert_eq!(
            least(&told(0, Quantity::Registered, Precision::Exact(60))),
            0
        );
        assert_eq!(least(&ballots(0, -5)), 0);
        assert_eq!(fewest_registered(&of, PollId(0)), Some(600));
        assert_eq!(fewest_registered(&of, PollId(1)), None);
        let mut empty = of.clone();
        for input in &mut empty.inputs {
            input.law = crate::model::Law::Fixed(0.0);
        }
        assert_eq!(fewest_registered(&empty, PollId(0)), None);
    }

    #[test]
    fn who_is_claimed_beyond_all_there_are() {
        assert_eq!(
            (double(901, 900.0), double(900, 900.0), double(5, 900.0)),
            (1, 0, 0)
        );
        assert_eq!((double(901, 899.9999999), double(901, 899.5)), (1, 2));
    }
}
