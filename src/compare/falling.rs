//! How the chance of a figure falls on the way to what was reported: counted days as far as they go, then
//! the levels of the search.

use super::goals::scale_of;
use super::{FigureComparison, Rare, Side, Told};

/// Points of the counted days in each decade of their share.
const POINTS_IN_A_DECADE: f64 = 12.0;
/// What is rarer is not told: errors of the model outweigh it.
pub const LEAST: f64 = 1e-6;

/// How likely values at least as extreme are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// A value of the figure: a count, or percent.
    pub value: f64,
    /// Probability of a value at least as extreme, in (0, 1].
    pub chance: f64,
}

/// The chance of ever more extreme values of one figure, on the side of its tail.
#[derive(Clone, Debug, PartialEq)]
pub struct Falling<'a> {
    /// What the search came to.
    pub told: &'a Told,
    /// Shares of the counted days, from half of them to the last one; towards the claim.
    pub counted: Vec<Point>,
    /// The way of every run of the search towards the claim, as far as it came and down to [`LEAST`].
    pub searches: Vec<Vec<Point>>,
    /// The near edge of the claim.
    pub edge: f64,
}

/// How the chance of a sought figure falls; `None` where nothing was sought, where no run had to climb, and
/// where the claim has no edge on the side of its tail.
pub fn falling(of: &FigureComparison) -> Option<Falling<'_>> {
    let Some(Rare::Told(told)) = &of.rare else {
        return None;
    };
    let edge = match of.tail.side {
        Side::High => of.claim.lowest,
        Side::Low => of.claim.highest,
    }?;
    let towards = match of.tail.side {
        Side::High => 1.0,
        Side::Low => -1.0,
    };
    let scale = towards * scale_of(of);
    let way = |steps: &Vec<super::Step>| -> Vec<Point> {
        let told = steps.iter().take_while(|step| step.chance >= LEAST);
        let point = told.map(|step| Point {
            value: edge + scale * step.level,
            chance: step.chance,
        });
        point.collect()
    };
    let searches: Vec<Vec<Point>> = told.ways.iter().map(way).collect();
    let climbed = searches.iter().any(|it| it.len() > 1);
    climbed.then(|| Falling {
        told,
        counted: counted(of, towards),
        searches,
        edge,
    })
}

/// Shares of the days that reach some of their own values, evenly spaced by the logarithm of the share.
fn counted(of: &FigureComparison, towards: f64) -> Vec<Point> {
    let mut values: Vec<f64> = of.values.iter().copied().filter(|v| !v.is_nan()).collect();
    values.sort_by(|a, b| (towards * b).total_cmp(&(towards * a)));
    let days = values.len();
    let step = libm::pow(10.0, 1.0 / POINTS_IN_A_DECADE);
    let mut points: Vec<Point> = Vec::new();
    let mut share = 0.5;
    while share * days as f64 >= 1.0 {
        let value = values[(share * days as f64) as usize - 1];
        let reach = values.partition_point(|v| towards * v >= towards * value);
        let again = points.last().is_some_and(|last| last.value == value);
        if !again {
            points.push(Point {
                value,
                chance: reach as f64 / days as f64,
            });
        }
        share /= step;
    }
    // The last share is below two days: the most extreme day of all ends the line.
    points
}

#[cfg(test)]
mod tests {
    use super::super::{Agreement, Bound, Claim, Quantiles, Standing, Step, tail_of_hits};
    use super::*;
    use crate::units::Estimate;

    fn told(ways: Vec<Vec<Step>>) -> Told {
        Told {
            area: Estimate {
                value: 1e-3,
                low: 5e-4,
                high: 2e-3,
                level: 0.95,
            },
            bound_only: false,
            bits: 10.0,
            runs: ways.len(),
            particles: 200,
            days: 1_000,
            levels: 2.0,
            ancestors: 30,
            spread_ratio: 1.0,
            alarm: false,
            agreement: Agreement {
                days: 100,
                distance: 0.0,
                allowed: 0.1,
            },
            confirmed: (0, 0),
            ways,
        }
    }

    fn step((level, chance): (f64, f64)) -> Step {
        Step { level, chance }
    }

    /// A hundred days with the values 1 to 100, claimed: at least (at most) `edge`.
    fn figure(side: Side, edge: f64, steps: &[(f64, f64)]) -> FigureComparison {
        let way = steps.iter().copied().map(step).collect();
        FigureComparison {
            reported: 0,
            id: "a".into(),
            claim: Claim {
                lowest: Some(edge),
                highest: Some(edge),
                lowest_included: true,
                highest_included: true,
                printed: edge,
                percent: false,
            },
            simulated: Quantiles {
                q025: 10.0,
                q975: 90.0,
                ..Quantiles::default()
            },
            chance_only: Quantiles::default(),
            tail: tail_of_hits(side, false, 0, 100),
            bound: Bound {
                lowest: None,
                highest: None,
                steps: Vec::new(),
                open: Vec::new(),
                broken: false,
            },
            standing: Standing::Outside,
            rare: Some(Rare::Told(told(vec![way]))),
            values: (1..=100).map(f64::from).collect(),
            frozen_values: Vec::new(),
        }
    }

    fn pairs(points: &[Point]) -> Vec<(f64, f64)> {
        points.iter().map(|it| (it.value, it.chance)).collect()
    }

    #[test]
    fn levels_become_values_by_hand() {
        // A quarter of the middle 95 % is 20: two levels below the claim are 40 short of it.
        let steps = [(-2.0, 0.5), (-1.0, 0.25), (0.0, 0.01)];
        let high = figure(Side::High, 130.0, &steps);
        let it = falling(&high).unwrap();
        assert_eq!(it.edge, 130.0);
        let way = [(90.0, 0.5), (110.0, 0.25), (130.0, 0.01)];
        assert_eq!(pairs(&it.searches[0]), way);
        let low = figure(Side::Low, -30.0, &steps);
        let it = falling(&low).unwrap();
        let way = [(10.0, 0.5), (-10.0, 0.25), (-30.0, 0.01)];
        assert_eq!(pairs(&it.searches[0]), way);
    }

    #[test]
    fn counted_days_go_from_half_to_the_last() {
        let steps = [(-2.0, 0.5), (0.0, 0.01)];
        for (side, edge, first, last) in [
            (Side::High, 130.0, 51.0, 100.0),
            (Side::Low, 0.0, 50.0, 1.0),
        ] {
            let of = figure(side, edge, &steps);
            let it = falling(&of).unwrap();
            assert_eq!(pairs(&it.counted[..1]), [(first, 0.5)]);
            assert_eq!(pairs(&it.counted[it.counted.len() - 1..]), [(last, 0.01)]);
            for (point, next) in it.counted.iter().zip(&it.counted[1..]) {
                assert!(point.chance > next.chance && point.value != next.value);
            }
        }
    }

    #[test]
    fn twelve_points_are_counted_in_a_decade() {
        let mut of = figure(Side::High, 20_000.0, &[(-2.0, 0.5), (0.0, 0.01)]);
        of.values = (1..=10_000).map(f64::from).collect();
        let it = falling(&of).unwrap();
        // From 0.5 down: the point of 0.05 is the twelfth after it, the one of 0.005 the 24th.
        for (at, chance) in [(0, 0.5), (12, 0.05), (24, 0.005)] {
            assert!((it.counted[at].chance - chance).abs() <= 1e-4, "{at}");
        }
    }

    #[test]
    fn days_of_one_value_are_counted_together() {
        let mut of = figure(Side::High, 130.0, &[(-2.0, 0.5), (0.0, 0.01)]);
        of.values = [vec![40.0; 90], vec![60.0; 10]].concat();
        let it = falling(&of).unwrap();
        assert_eq!(pairs(&it.counted), [(40.0, 1.0), (60.0, 0.1)]);
    }

    #[test]
    fn what_is_too_rare_to_be_told_is_left_out() {
        let steps = [(-2.0, 0.5), (-1.0, 1e-6), (-0.5, 9e-7), (0.0, 1e-9)];
        let of = figure(Side::High, 130.0, &steps);
        assert_eq!(falling(&of).unwrap().searches[0].len(), 2);
    }

    #[test]
    fn there_is_nothing_where_nothing_was_climbed() {
        let of = figure(Side::High, 130.0, &[(0.0, 0.3)]);
        assert_eq!(falling(&of), None);
        let mut of = figure(Side::High, 130.0, &[(-2.0, 0.5), (0.0, 0.01)]);
        of.claim.lowest = None;
        assert_eq!(falling(&of), None);
        of.rare = None;
        assert_eq!(falling(&of), None);
    }
}
