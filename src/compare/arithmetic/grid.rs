//! Counts on a grid of percentages: how often would all counts of a contest be the nearest whole
//! numbers to percentages with few digits, if every split of the votes were equally likely?
//!
//! Exact counting for two and three options; an upper limit for more.

/// The count nearest to `step / steps` of `total`, halves up.
pub fn grid_count(total: i128, step: i128, steps: u32) -> i128 {
    let steps = steps as i128;
    (2 * step * total + steps).div_euclid(2 * steps)
}

/// The steps that give these counts, when each count is the nearest to one and the steps add up.
pub fn steps_of(counts: &[i128], total: i128, steps: u32) -> Option<Vec<i128>> {
    if total <= 0 || counts.iter().sum::<i128>() != total {
        return None;
    }
    let found: Option<Vec<i128>> = counts
        .iter()
        .map(|&count| {
            let step = (2 * count * steps as i128 + total).div_euclid(2 * total);
            (grid_count(total, step, steps) == count).then_some(step)
        })
        .collect();
    found.filter(|found| found.iter().sum::<i128>() == steps as i128)
}

/// The counts on the grid for three options: every triple of steps whose counts add up to `total`.
pub fn triples(total: i128, steps: u32) -> impl Iterator<Item = [i128; 3]> {
    let count = move |step| grid_count(total, step, steps);
    let last = steps as i128;
    (0..=last).flat_map(move |first| {
        let of_first = count(first);
        (0..=last - first).filter_map(move |second| {
            let counts = [of_first, count(second), count(last - first - second)];
            (counts.iter().sum::<i128>() == total).then_some(counts)
        })
    })
}

/// Ways to split `total` votes among `options`: C(total + options - 1, options - 1); `None` when the
/// number does not fit.
pub fn splits(total: i128, options: usize) -> Option<i128> {
    let mut ways: i128 = 1;
    for i in 1..options as i128 {
        ways = ways.checked_mul(total.checked_add(i)?)? / i;
    }
    Some(ways)
}

/// Chance that a split of `total` votes among `options`, all splits equally likely, lies on the grid;
/// and whether it is only an upper limit. `None` with fewer than two options or when the numbers grow
/// too large.
pub fn grid_chance(total: i128, options: usize, steps: u32) -> Option<(f64, bool)> {
    let ways = splits(total, options)?;
    let (on_grid, at_most) = match options {
        0 | 1 => return None,
        2 => {
            let pairs = (0..=steps as i128).filter(|&step| {
                let other = steps as i128 - step;
                grid_count(total, step, steps) + grid_count(total, other, steps) == total
            });
            (pairs.count() as i128, false)
        }
        3 => (triples(total, steps).count() as i128, false),
        _ => (splits(steps as i128, options)?, true),
    };
    Some((on_grid as f64 / ways as f64, at_most))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every split of a small total, looked at one by one.
    fn counted(total: i128, steps: u32) -> usize {
        let on = |counts: &[i128]| steps_of(counts, total, steps).is_some();
        (0..=total)
            .flat_map(|a| (0..=total - a).map(move |b| [a, b, total - a - b]))
            .filter(|counts| on(counts))
            .count()
    }

    #[test]
    fn triples_agree_with_trying_every_split() {
        for (total, steps) in [(137, 10), (251, 20), (99, 10)] {
            assert_eq!(triples(total, steps).count(), counted(total, steps));
        }
    }

    #[test]
    fn a_pair_off_by_one_is_not_on_the_grid() {
        assert_eq!(steps_of(&[512, 488], 1_000, 1_000), Some(vec![512, 488]));
        assert_eq!(
            steps_of(&[51_200, 48_800], 100_000, 1_000),
            Some(vec![512, 488])
        );
        assert_eq!(steps_of(&[51_201, 48_799], 100_000, 1_000), None);
    }

    #[test]
    fn one_option_alone_has_no_chance() {
        assert_eq!(grid_chance(1_000, 1, 10), None);
        assert_eq!(grid_chance(1_000, 0, 10), None);
    }

    #[test]
    fn four_options_have_an_upper_limit() {
        let (chance, at_most) = grid_chance(100_000, 4, 100).unwrap();
        assert!(at_most && chance > 0.0 && chance < 1e-6);
    }
}
