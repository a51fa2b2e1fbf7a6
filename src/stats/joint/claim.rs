//! Where in its box a report is put.

use super::scores::score_among;
use super::{Figure, Whitening, nearest, normal_scores};
use crate::stats::interval::quantile_of_sorted;

/// Points of the box that are tried.
const TRIED: usize = 200;

/// The point of the box of all intervals that lies where the simulated days are densest, among the
/// nearest point to the columns' medians and those to the days that are nearest to the box.
///
/// The medians alone would not do: of two figures that rise together, one reported exactly and high,
/// the other only as "more than", the value nearest to its median is far from every day.
pub(super) fn densest_point(figures: &[Figure<'_>]) -> Vec<f64> {
    let sorted: Vec<Vec<f64>> = figures.iter().map(|figure| ascending(figure)).collect();
    let held = |at: usize, x: f64| x.max(figures[at].lowest).min(figures[at].highest);
    let middle: Vec<f64> = sorted
        .iter()
        .enumerate()
        .map(|(at, values)| {
            let median = quantile_of_sorted(values, 0.5);
            held(at, if median.is_nan() { 0.0 } else { median })
        })
        .collect();
    let days = sorted[0].len();
    let is_point = figures.iter().all(|it| it.lowest == it.highest);
    let kept: Vec<usize> = (0..figures.len())
        .filter(|&at| sorted[at].first() != sorted[at].last())
        .collect();
    if is_point || days < 2 || kept.is_empty() {
        return middle;
    }

    let scores: Vec<Vec<f64>> = kept
        .iter()
        .map(|&at| normal_scores(figures[at].simulated))
        .collect();
    let whitening = Whitening::of(&scores);
    let white_point = |point: &[f64]| {
        let mut white: Vec<f64> = kept
            .iter()
            .map(|&at| score_among(&sorted[at], point[at]))
            .collect();
        whitening.whiten(&mut white);
        white
    };
    let white = whitening.apply(&scores);
    let step = days.div_ceil(nearest::MOST_COMPARED);
    let near: Vec<Vec<f64>> = white
        .iter()
        .map(|column| column.iter().copied().step_by(step).collect())
        .collect();
    let k = ((near[0].len() as f64 / 10.0).sqrt().round() as usize).max(1);

    let mut candidates: Vec<(f64, Vec<f64>)> = (0..days)
        .map(|day| {
            let point: Vec<f64> = (0..figures.len())
                .map(|at| held(at, figures[at].simulated[day]))
                .collect();
            let there = white_point(&point);
            let gap = white
                .iter()
                .zip(&there)
                .map(|(column, x)| (column[day] - x) * (column[day] - x))
                .sum();
            (gap, point)
        })
        .collect();
    if candidates.len() > TRIED {
        // Stable, so that the choice among equals is the same everywhere.
        candidates.sort_by(|a, b| a.0.total_cmp(&b.0));
        candidates.truncate(TRIED);
    }
    let mut best = (f64::INFINITY, middle.clone());
    for point in std::iter::once(middle).chain(candidates.into_iter().map(|it| it.1)) {
        let far = nearest::squared_from(&white_point(&point), &near, k);
        if far < best.0 {
            best = (far, point);
        }
    }
    best.1
}

fn ascending(figure: &Figure<'_>) -> Vec<f64> {
    let mut sorted = figure.simulated.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::super::{Pool, Side};
    use super::*;

    fn figure(simulated: &[f64], lowest: f64, highest: f64) -> Figure<'_> {
        Figure {
            simulated,
            lowest,
            highest,
            side: Side::Either,
        }
    }

    #[test]
    fn a_box_around_the_centre_is_put_near_it_and_a_point_at_itself() {
        let x: Vec<f64> = (0..101).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| (x * 37.0) % 101.0).collect();
        let point = densest_point(&[figure(&x, 12.0, 12.0), figure(&y, 7.0, 7.0)]);
        assert_eq!(point, [12.0, 7.0]);
        let open = figure(&x, f64::NEG_INFINITY, f64::INFINITY);
        assert!(
            Pool::new(&[open, figure(&y, 40.0, 60.0)])
                .unwrap()
                .neighbours(&mut || 0.5)
                .p
                > 0.5
        );
    }

    #[test]
    fn of_many_days_those_nearest_to_the_claim_are_tried() {
        // 2,000 days on a narrow band along the diagonal, in the order of the first figure.
        let x: Vec<f64> = (0..2_000).map(|i| f64::from(i) * 0.05).collect();
        let y: Vec<f64> = (0..2_000)
            .map(|i| f64::from(i) * 0.05 + f64::from((i * 7) % 5))
            .collect();
        let free = |values| figure(values, f64::NEG_INFINITY, f64::INFINITY);
        for at in [5.0, 20.0, 50.0, 80.0, 98.0] {
            // Where one is known, the other is where the band says.
            let point = densest_point(&[free(&x), figure(&y, at, at)]);
            assert!(
                (point[0] + 2.0 - at).abs() < 4.0 && point[1] == at,
                "{point:?}"
            );
            let point = densest_point(&[figure(&x, at, at), free(&y)]);
            assert!(
                (point[1] - 2.0 - at).abs() < 4.0 && point[0] == at,
                "{point:?}"
            );
        }
    }

    #[test]
    fn a_claim_open_upwards_goes_where_the_others_lead_it() {
        // Two figures that rise together. The second is exactly 90, the first "10 or more".
        let x: Vec<f64> = (0..200).map(|i| f64::from(i) * 0.5).collect();
        let y: Vec<f64> = (0..200)
            .map(|i| f64::from(i) * 0.5 + f64::from((i * 7) % 5))
            .collect();
        let claim = [figure(&x, 10.0, f64::INFINITY), figure(&y, 90.0, 90.0)];
        let point = densest_point(&claim);
        assert!((80.0..=92.0).contains(&point[0]), "{point:?}");
        assert!(Pool::new(&claim).unwrap().neighbours(&mut || 0.5).p > 0.05);
        // "At most 10" with it is odd.
        let claim = [figure(&x, f64::NEG_INFINITY, 10.0), figure(&y, 90.0, 90.0)];
        assert_eq!(
            Pool::new(&claim).unwrap().neighbours(&mut || 0.5).p,
            1.0 / 201.0
        );
    }
}
