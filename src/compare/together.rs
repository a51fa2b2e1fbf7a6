//! Whether figures go with each other: the report as one more day among the simulated ones.
//!
//! Knows reported figures and their simulated values. Forms no standing: that of the joint claim hears
//! the declared sides (`calibrate`), while these looks notice whatever is unlike the simulated days, in
//! any direction. They stand beside it, and they are counted.

use super::published::{as_published, printed};
use super::tails::declared_side;
use super::{Comparison, Joint, Side, Simulated, Standing, Warning};
use crate::model::{Assumptions, PollId, Reported};
use crate::random::{Address, Place, Purpose, Seed};
use crate::stats::joint::{self, Figure, Pool, Whitening, normal_scores};
use crate::stats::proportion::clopper_pearson;
use crate::units::Estimate;

/// Level of the envelope that says which figure sticks out.
const ENVELOPE: f64 = 0.95;
/// A figure whose normal scores keep less than this share of their variance once the others are known
/// says what they say.
const FOLLOWS_BELOW: f64 = 0.01;

/// One look at several figures together (Barnard 1963; see [`stats::joint`](crate::stats::joint)).
///
/// Simulated values are rounded as the report was; a figure that gives only a limit, or whose rule of
/// rounding is unknown, is put where its claim is densest with days, in favour of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// The poll all figures are of; `None` for the headline claims of several polls.
    pub poll: Option<usize>,
    /// Positions in `figures` of those looked at.
    pub of: Vec<usize>,
    /// Positions of those left out because the others determine them, or because they never vary.
    pub follow: Vec<usize>,
    /// Trials at least as far from their neighbours as the report from its own.
    pub hits: u64,
    /// Trials in all.
    pub trials: u64,
    /// (hits + 1) / (trials + 1), in (0, 1]: valid for every number of trials.
    pub p: f64,
    /// Which neighbour the distance goes to.
    pub k: usize,
    /// Days that every day is compared with.
    pub compared: usize,
    /// p of the extreme rank lengths: whether some figure sticks out, allowing for the number of figures
    /// and for declared sides.
    pub p_extreme: f64,
    /// One entry a figure of `of`, in its order.
    pub parts: Vec<TogetherPart>,
}

/// One figure's part in a look at several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TogetherPart {
    /// Position in `figures`.
    pub figure: usize,
    /// Standard deviations from the middle of the simulated values, alone, on normal scores. Positive is
    /// high.
    pub alone: f64,
    /// Standard deviations from what the other figures lead one to expect.
    pub given_others: f64,
    /// Whether it leaves the envelope that holds 95 of 100 days in all figures at once.
    pub sticks_out: bool,
}

impl Together {
    /// hits / trials with its exact 95 % interval (Clopper & Pearson 1934), as if the days were compared
    /// one by one; they share the days they are compared with.
    pub fn area(&self) -> Estimate {
        clopper_pearson(self.hits, self.trials, 0.95)
    }
}

impl Comparison {
    /// How often a figure, the joint claim or several figures together were held against the simulated
    /// days of one set of assumptions. Figures used to set an assumption are no test and not counted.
    pub fn looks_at_days(&self) -> u64 {
        let Some(base) = self.variants.first() else {
            return 0;
        };
        let no_test = |it: &Warning| matches!(it, Warning::NotATest(_));
        let untested = base.warnings.iter().filter(|it| no_test(it)).count();
        let looks = base.figures.len() + usize::from(base.joint.is_some()) + base.together.len();
        looks.saturating_sub(untested) as u64
    }

    /// How many of these looks would be strained or beyond by chance if everything reported were right:
    /// at most this many on average, whatever the dependence between them.
    pub fn expected_strained(&self) -> f64 {
        self.looks_at_days() as f64 * Standing::STRAINED_BELOW
    }
}

/// What the looks are formed from.
pub(super) struct Parts<'a> {
    pub of: &'a Assumptions,
    pub reported: &'a [Reported],
    pub simulated: &'a [Simulated],
    pub joint: Option<&'a Joint>,
}

/// The look at the headline claims, where there are several, then one a poll with two or more figures
/// that can be used: exact or rounded, of that poll alone, no test of its own assumptions, and not
/// determined by the others.
pub(super) fn together(parts: &Parts<'_>) -> Vec<Together> {
    let headline = parts
        .joint
        .and_then(|joint| look(parts, None, &joint.of, &[]));
    let polls = (0..parts.of.polls.len()).filter_map(|poll| {
        let (of, follow) = independent(parts, usable(parts, poll));
        look(parts, Some(poll), &of, &follow)
    });
    headline.into_iter().chain(polls).collect()
}

/// Figures of one poll that can be rounded as published; headline figures first, then later stages.
fn usable(parts: &Parts<'_>, poll: usize) -> Vec<usize> {
    let fits = |at: &usize| {
        let it = &parts.reported[*at];
        it.polls == [PollId(poll)] && !it.used_for_assumptions && printed(&it.figure).is_some()
    };
    let mut of: Vec<usize> = (0..parts.reported.len()).filter(fits).collect();
    of.sort_by_key(|&at| {
        let it = &parts.reported[at];
        (!it.headline, std::cmp::Reverse(it.stage_order))
    });
    of
}

/// Splits figures into those that say something of their own and those that follow from the ones before
/// them or never vary. The report is treated as a day like the others, so that the choice keeps p valid.
fn independent(parts: &Parts<'_>, candidates: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
    let (mut kept, mut follow) = (Vec::new(), Vec::new());
    let mut scores: Vec<Vec<f64>> = Vec::new();
    for at in candidates {
        let mut days = seen(parts, at).simulated;
        days.extend(printed(&parts.reported[at].figure));
        if days.iter().all(|x| *x == days[0]) {
            follow.push(at);
            continue;
        }
        scores.push(normal_scores(&days));
        let whitening = Whitening::of(&scores);
        let row = whitening
            .root()
            .last()
            .expect("a column has just been added");
        let left = row.last().map_or(0.0, |x| x * x);
        let whole: f64 = row.iter().map(|x| x * x).sum();
        if left < FOLLOWS_BELOW * whole {
            scores.pop();
            follow.push(at);
        } else {
            kept.push(at);
        }
    }
    (kept, follow)
}

/// A figure as it enters a look.
struct Seen {
    simulated: Vec<f64>,
    lowest: f64,
    highest: f64,
}

fn seen(parts: &Parts<'_>, at: usize) -> Seen {
    let (reported, simulated) = (&parts.reported[at], &parts.simulated[at]);
    if let Some(value) = printed(&reported.figure) {
        let rounded = (0..simulated.parts.len()).filter_map(|row| {
            let (part, base) = simulated.at(row);
            as_published(reported, part, base)
        });
        return Seen {
            simulated: rounded.collect(),
            lowest: value,
            highest: value,
        };
    }
    let claim = super::Interval::of(&reported.figure).claim();
    Seen {
        simulated: simulated.values(),
        lowest: claim.lowest.unwrap_or(f64::NEG_INFINITY),
        highest: claim.highest.unwrap_or(f64::INFINITY),
    }
}

/// One look; `None` with fewer than two figures, or where a claim holds no value at all.
fn look(
    parts: &Parts<'_>,
    poll: Option<usize>,
    of: &[usize],
    follow: &[usize],
) -> Option<Together> {
    if of.len() < 2 {
        return None;
    }
    let seen: Vec<Seen> = of.iter().map(|&at| seen(parts, at)).collect();
    let side = |at: usize| match declared_side(&parts.reported[at]) {
        Some(Side::High) => joint::Side::High,
        Some(Side::Low) => joint::Side::Low,
        None => joint::Side::Either,
    };
    let figures: Vec<Figure<'_>> = seen
        .iter()
        .zip(of)
        .map(|(seen, &at)| Figure {
            simulated: &seen.simulated,
            lowest: seen.lowest,
            highest: seen.highest,
            side: side(at),
        })
        .collect();
    let pool = Pool::new(&figures).ok()?;
    let extremes = joint::extremes(&figures, ENVELOPE).ok()?;
    // Which days are compared must not depend on what happened on them: these dice decide nothing else.
    let mut dice = Address {
        seed: Seed(0),
        purpose: Purpose::Resampling,
        trial: 0,
        place: Place::of(&["together"], poll.map_or(0, |poll| poll as u64 + 1)),
    }
    .fast();
    let near = pool.neighbours(&mut || dice.open01());
    let distance = pool.mahalanobis();
    let part = |(at, &figure): (usize, &usize)| {
        let part = distance.parts.iter().find(|it| it.figure == at);
        TogetherPart {
            figure,
            alone: part.map_or(0.0, |it| it.alone),
            given_others: part.map_or(0.0, |it| it.given_others),
            sticks_out: extremes.figures[at].sticks_out,
        }
    };
    Some(Together {
        poll,
        of: of.to_vec(),
        follow: follow.to_vec(),
        hits: near.hits,
        trials: near.trials,
        p: near.p,
        k: near.k,
        compared: near.compared,
        p_extreme: extremes.p,
        parts: of.iter().enumerate().map(part).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assumptions, reported};
    use super::*;
    use crate::model::{Figure as Told, Precision, Quantity};
    use crate::stats::proportion;

    fn counts(parts: Vec<i64>) -> Simulated {
        Simulated { parts, bases: None }
    }

    fn exact(id: &str, poll: usize, value: i64) -> Reported {
        let figure = Told::Count(Precision::Rounded { value, to: 10 });
        reported(id, vec![PollId(poll)], Quantity::Registered, figure)
    }

    /// 999 days on which two figures add up to about 10,000, and a third that is twice the first.
    fn days() -> Vec<Simulated> {
        let mut dice = Address {
            seed: Seed(20_061_112),
            purpose: Purpose::Resampling,
            trial: 7,
            place: Place::EVERYWHERE,
        }
        .fast();
        let pair = |_| {
            let x = (10_000.0 * dice.open01()) as i64;
            (x, 10_000 - x + (500.0 * dice.open01()) as i64)
        };
        let (x, y): (Vec<i64>, Vec<i64>) = (0..999).map(pair).unzip();
        let twice = x.iter().map(|x| 2 * x).collect();
        vec![counts(x), counts(y), counts(twice), counts(vec![77; 999])]
    }

    fn looks(reported: &[Reported]) -> Vec<Together> {
        let (of, simulated) = (assumptions(), days());
        together(&Parts {
            of: &of,
            reported,
            simulated: &simulated,
            joint: None,
        })
    }

    #[test]
    fn figures_of_a_poll_that_trade_off_are_seen_together() {
        let told = |x, y| {
            looks(&[
                exact("x", 0, x),
                exact("y", 0, y),
                exact("twice", 0, 2 * x),
                exact("same", 0, 80),
            ])
        };
        let odd = &told(8_000, 8_000)[0];
        assert_eq!((odd.poll, &odd.of[..]), (Some(0), &[0, 1][..]));
        // What is twice the first, and what never varies, says nothing of its own.
        assert_eq!(odd.follow, [2, 3]);
        assert_eq!(odd.p, 0.001);
        assert_eq!(odd.trials, 999);
        // Ordinary alone, far out given the other.
        for part in &odd.parts {
            assert!(
                part.alone.abs() < 1.5 && part.given_others > 3.0,
                "{part:?}"
            );
            assert!(!part.sticks_out);
        }
        let fits = &told(6_000, 4_200)[0];
        assert!(fits.p > 0.05, "{}", fits.p);
    }

    #[test]
    fn headlines_come_before_later_stages_and_those_before_earlier_ones() {
        let figure = |id: &str, value, headline, stage_order| Reported {
            headline,
            stage_order,
            ..exact(id, 0, value)
        };
        // The third is twice the first: of the two, whichever comes first says it.
        let kept = |first: Reported, twice: Reported| {
            let other = figure("y", 4_200, false, 9);
            looks(&[first, other, twice])[0].of.clone()
        };
        let (x, twice) = (6_000, 12_000);
        assert_eq!(
            kept(figure("x", x, true, 1), figure("twice", twice, false, 2)),
            [0, 1]
        );
        assert_eq!(
            kept(figure("x", x, false, 2), figure("twice", twice, true, 1)),
            [2, 1]
        );
        assert_eq!(
            kept(figure("x", x, false, 1), figure("twice", twice, false, 2)),
            [1, 2]
        );
    }

    #[test]
    fn each_part_is_told_of_its_own_figure() {
        // The first lies above its middle and the second below; what never varies has no part.
        let (of, simulated) = (assumptions(), days());
        let reported = [
            exact("same", 0, 80),
            exact("x", 0, 8_000),
            exact("y", 0, 1_000),
        ];
        let simulated = [3, 0, 1].map(|at| simulated[at].clone());
        let parts = Parts {
            of: &of,
            reported: &reported,
            simulated: &simulated,
            joint: None,
        };
        let it = look(&parts, None, &[0, 1, 2], &[]).expect("two vary");
        let [same, x, y] = it.parts[..] else {
            panic!("{:?}", it.parts);
        };
        assert_eq!((same.figure, x.figure, y.figure), (0, 1, 2));
        assert_eq!((same.alone, same.given_others), (0.0, 0.0));
        // 8,000 of 10,000 are 0.84 standard deviations above the middle; 1,000 are 1.2 below.
        assert!((0.7..1.0).contains(&x.alone), "{x:?}");
        assert!((-1.5..-1.0).contains(&y.alone), "{y:?}");
        // Together they fall short of the 10,000 to 10,500 that the days have.
        assert!(x.given_others < -1.0 && y.given_others < -1.0, "{it:?}");
        assert!(look(&parts, None, &[1], &[]).is_none());
    }

    #[test]
    fn limits_and_figures_that_are_no_test_are_not_looked_at() {
        let mut used = exact("y", 0, 4_000);
        used.used_for_assumptions = true;
        assert!(looks(&[exact("x", 0, 6_000), used]).is_empty());
        let mut limit = exact("y", 0, 4_000);
        limit.figure = Told::Count(Precision::AtMost(4_000));
        assert!(looks(&[exact("x", 0, 6_000), limit]).is_empty());
        assert!(looks(&[exact("x", 0, 6_000), exact("y", 1, 4_000)]).is_empty());
    }

    #[test]
    fn honest_reports_are_refused_no_more_often_than_the_level() {
        // Each of 300 days is held against the 699 others.
        let all = days();
        let of = assumptions();
        let reports = 300;
        let p = |day: usize| {
            let others = |it: &Simulated| {
                let rest = (300..999).map(|row| it.parts[row]);
                counts(rest.collect())
            };
            let simulated: Vec<Simulated> = all[..2].iter().map(others).collect();
            let form = exact("x", 0, 0);
            let told = |at: usize| {
                let figure = super::super::publish(&form.figure, all[at].parts[day], 1);
                reported("x", vec![PollId(0)], Quantity::Registered, figure)
            };
            let reported = [told(0), told(1)];
            together(&Parts {
                of: &of,
                reported: &reported,
                simulated: &simulated,
                joint: None,
            })[0]
                .p
        };
        let ps: Vec<f64> = (0..reports).map(p).collect();
        for level in [0.05, 0.2] {
            let refused = ps.iter().filter(|&&p| p <= level).count() as u64;
            // The reports share their days, so that the slack is wider than that of independent ones.
            let most = level + 4.0 * (level * (1.0 - level) / reports as f64).sqrt();
            let area = proportion::clopper_pearson(refused, reports as u64, 0.95);
            assert!(area.value <= most, "{refused} of {reports} at {level}");
        }
    }
}
