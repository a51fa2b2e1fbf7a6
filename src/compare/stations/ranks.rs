//! The rank of every station of a day among the same station on all other days, and how these ranks spread.

use super::{Days, LEVEL, StationPair, StationRanks};
use crate::model::{Scenario, StationSet};
use crate::random::{Address, Fast, Place, Purpose, Seed};
use crate::stats::calibration::distance_from_uniform;

/// Dice of single stations, which decide nothing but the places of equals.
pub(super) struct Dice<'a> {
    pub scenario: &'a str,
    pub poll: &'a str,
    pub set: &'a StationSet,
    pub seed: Seed,
}

impl<'a> Dice<'a> {
    pub fn new(scenario: &'a Scenario, poll: &'a str, set: &'a StationSet, seed: Seed) -> Self {
        Self {
            scenario: &scenario.name,
            poll,
            set,
            seed,
        }
    }

    pub fn of(&self, station: u32) -> Fast {
        let list = self.set.list.as_ref();
        let id = list.and_then(|list| list.station(station));
        let id = id.map_or("", |station| &station.id);
        let path = ["returns", self.scenario, self.poll, &self.set.id, id];
        let address = Address {
            seed: self.seed,
            purpose: Purpose::Resampling,
            trial: 0,
            place: Place::of(&path, 0),
        };
        address.fast()
    }
}

/// Ranks every station of the report, and of each simulated day, among all other days; fills in those of
/// the report.
pub(super) fn ranks(pairs: &mut [StationPair], days: &Days, dice: &Dice) -> StationRanks {
    let registered: f64 = pairs.iter().map(|it| f64::from(it.registered)).sum();
    let lists = days.days.days() + 1;
    // The report first, then the days: each as turnouts measured from the turnout of all its stations.
    let mut came: Vec<Vec<f64>> = vec![pairs.iter().map(|it| it.reported.came.into()).collect()];
    came.extend((0..lists - 1).map(|day| days.points(day).map(|it| it.came.into()).collect()));
    for list in &mut came {
        let level = list.iter().sum::<f64>() / registered;
        for (came, pair) in list.iter_mut().zip(pairs.iter()) {
            *came = *came / f64::from(pair.registered) - level;
        }
    }
    for (at, pair) in pairs.iter_mut().enumerate() {
        let column: Vec<f64> = came.iter().map(|list| list[at]).collect();
        let ranked = among_each_other(&column, &mut dice.of(pair.station));
        for (list, rank) in came.iter_mut().zip(&ranked) {
            list[at] = *rank;
        }
        pair.rank = ranked[0];
    }
    let distances: Vec<f64> = came
        .iter()
        .map(|list| distance_from_uniform(list))
        .collect();
    let middle = came[0].iter().filter(|rank| (0.25..=0.75).contains(*rank));
    let as_far = distances.iter().filter(|&&it| it >= distances[0]).count();
    StationRanks {
        distance: distances[0],
        limit: limit(&distances),
        p: as_far as f64 / lists as f64,
        in_middle_half: middle.count() as f64 / pairs.len() as f64,
    }
}

/// The rank of each value among the others: with b below and t level with it of n others, a point between
/// b / (n + 1) and (b + t + 1) / (n + 1), thrown.
pub(super) fn among_each_other(values: &[f64], dice: &mut Fast) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = |value: &f64| {
        let below = sorted.partition_point(|it| it < value) as f64;
        let up_to = sorted.partition_point(|it| it <= value) as f64;
        (below + dice.open01() * (up_to - below)) / values.len() as f64
    };
    values.iter().map(rank).collect()
}

/// The largest distance that is not among the most extreme 5 % of all.
pub(super) fn limit(distances: &[f64]) -> f64 {
    let mut sorted = distances.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let out = (LEVEL * distances.len() as f64 + 1e-9).floor() as usize;
    sorted[out]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dice(trial: u64) -> Fast {
        Address {
            seed: Seed(1),
            purpose: Purpose::Resampling,
            trial,
            place: Place::EVERYWHERE,
        }
        .fast()
    }

    #[test]
    fn ranks_of_different_values_fill_their_steps() {
        for trial in 0..50 {
            let ranks = among_each_other(&[30.0, 10.0, 40.0, 20.0], &mut dice(trial));
            for (rank, step) in ranks.iter().zip([2.0, 0.0, 3.0, 1.0]) {
                assert!(
                    (step / 4.0..=(step + 1.0) / 4.0).contains(rank),
                    "{ranks:?}"
                );
            }
            // Equals share their steps, and are thrown apart.
            let equal = among_each_other(&[5.0; 3], &mut dice(trial));
            assert!(equal.iter().all(|rank| (0.0..=1.0).contains(rank)));
            assert!(equal[0] != equal[1]);
        }
    }

    #[test]
    fn the_limit_leaves_one_list_in_twenty_outside() {
        let limit_of = |n: usize| limit(&(1..=n).map(|at| at as f64).collect::<Vec<_>>());
        assert_eq!((limit_of(1), limit_of(19), limit_of(20)), (1.0, 19.0, 19.0));
        assert_eq!(
            (limit_of(39), limit_of(40), limit_of(200)),
            (38.0, 38.0, 190.0)
        );
    }
}
