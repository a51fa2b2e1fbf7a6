//! How a tail settles: the share of days that reach a claim, from the first day to the last.

use super::sweep::Outcome;
use super::{FigureComparison, Side, standing, tail_of_hits};

/// Fewest days that can show how a share settles.
pub const FEWEST_DAYS: usize = 100;
/// The first day at which the share is looked at.
const FIRST_LOOK: u64 = 10;
/// Looks in each decade of days.
const LOOKS_IN_A_DECADE: f64 = 12.0;
/// The last so many parts of five are those that ought to move little.
const SETTLED_AFTER: u64 = 5;

/// The share of days that reach a claim, after ever more days.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// The share after so many days (`tail.trials`), about evenly spaced by the logarithm of days; the
    /// last is after all days that are held.
    pub looks: Vec<Outcome>,
    /// A fifth of the days.
    pub settled_after: u64,
    /// How far the share ever is, from there on, from where it ends; at most 1.
    pub moved: f64,
}

/// How the tail of a figure settles; `None` with fewer than [`FEWEST_DAYS`] days. Counted on the side on
/// which all days are counted, even where no direction was declared.
pub fn running(of: &FigureComparison) -> Option<Running> {
    let days = of.values.len();
    if days < FEWEST_DAYS {
        return None;
    }
    let outcome = |hits: u64, days: u64| {
        let tail = tail_of_hits(of.tail.side, of.tail.doubled, hits, days);
        let standing = standing(tail.p_decisive, of.bound.broken);
        Outcome { tail, standing }
    };
    let mut looks = Vec::new();
    let mut hits = Vec::with_capacity(days);
    let mut so_far = 0;
    let mut next = FIRST_LOOK;
    for (at, value) in of.values.iter().enumerate() {
        so_far += u64::from(reaches(of, *value));
        hits.push(so_far);
        let day = at as u64 + 1;
        if day == next || at + 1 == days {
            looks.push(outcome(so_far, day));
            let step = libm::pow(10.0, 1.0 / LOOKS_IN_A_DECADE);
            next = ((day as f64 * step).round() as u64).max(day + 1);
        }
    }
    let times = if of.tail.doubled { 2.0 } else { 1.0 };
    let share = |at: usize| (times * hits[at] as f64 / (at + 1) as f64).min(1.0);
    let settled_after = (days as u64 / SETTLED_AFTER).max(1);
    let last = share(days - 1);
    let moved = (settled_after as usize - 1..days).map(|at| (share(at) - last).abs());
    Some(Running {
        looks,
        settled_after,
        moved: moved.fold(0.0, f64::max),
    })
}

/// Whether a simulated value is at least as extreme as the near edge of the claim.
fn reaches(of: &FigureComparison, value: f64) -> bool {
    let claim = &of.claim;
    match of.tail.side {
        Side::High => claim.lowest.is_none_or(|edge| match claim.lowest_included {
            true => value >= edge,
            false => value > edge,
        }),
        Side::Low => claim
            .highest
            .is_none_or(|edge| match claim.highest_included {
                true => value <= edge,
                false => value < edge,
            }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Bound, Claim, Quantiles, Standing};
    use super::*;

    fn figure(values: Vec<f64>, side: Side, doubled: bool) -> FigureComparison {
        let claim = Claim {
            lowest: Some(10.0),
            highest: Some(20.0),
            lowest_included: true,
            highest_included: false,
            printed: 15.0,
            percent: false,
        };
        FigureComparison {
            reported: 0,
            id: "a".into(),
            claim,
            simulated: Quantiles::default(),
            chance_only: Quantiles::default(),
            tail: tail_of_hits(side, doubled, 0, values.len() as u64),
            bound: Bound {
                lowest: None,
                highest: None,
                steps: Vec::new(),
                open: Vec::new(),
                broken: false,
            },
            standing: Standing::Within,
            rare: None,
            values,
            frozen_values: Vec::new(),
        }
    }

    #[test]
    fn every_second_day_settles_at_a_half() {
        let values = (0..1_000).map(|day| if day % 2 == 0 { 10.0 } else { 9.0 });
        let it = running(&figure(values.collect(), Side::High, false)).expect("enough days");
        assert_eq!(it.settled_after, 200);
        // After 201 days it is 101 of 201.
        assert!((it.moved - (101.0 / 201.0 - 0.5)).abs() < 1e-12);
        let days: Vec<u64> = it.looks.iter().map(|look| look.tail.trials).collect();
        assert_eq!((days[0], days.last()), (10, Some(&1_000)));
        assert!(days.windows(2).all(|pair| pair[0] < pair[1]) && days.len() < 30);
        let last = it.looks.last().expect("looks");
        assert_eq!((last.tail.hits, last.chance()), (500, 0.5));
    }

    #[test]
    fn an_edge_that_does_not_belong_to_the_claim_is_not_reached() {
        let values = || vec![20.0; 100];
        let low = running(&figure(values(), Side::Low, false)).expect("enough days");
        assert_eq!(low.looks[0].tail.hits, 0);
        assert_eq!(low.moved, 0.0);
        let high = running(&figure(values(), Side::High, true)).expect("enough days");
        assert_eq!((high.looks[0].tail.hits, high.looks[0].chance()), (10, 1.0));
        assert_eq!(running(&figure(vec![20.0; 99], Side::Low, false)), None);
    }

    #[test]
    fn a_first_half_of_days_that_reach_it_still_moves_the_share() {
        let values = (0..100).map(|day| if day < 50 { 12.0 } else { 0.0 });
        let it = running(&figure(values.collect(), Side::High, false)).expect("enough days");
        // All of the first 50 days, half of all.
        assert_eq!((it.settled_after, it.moved), (20, 0.5));
    }
}
