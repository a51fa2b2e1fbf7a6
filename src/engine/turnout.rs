//! Who takes part: adults to stations, and how many of them come.

use super::day::PollingDay;
use super::noise::Coins;
use super::participation::TakePart;
use super::prepared::{PollPlan, Prepared};
use super::rules::Rules;
use crate::model::{Assumptions, Poll};
use crate::random::{Address, Counts, Fast, Place, Purpose, binomial};

/// Station weights of every poll for one trial, each from the station's own dice.
pub(super) fn weights(prepared: &Prepared, day: &PollingDay) -> Vec<Vec<f64>> {
    let mut weights = Vec::new();
    weights_into(prepared, day, &mut weights);
    weights
}

/// As [`weights`], into memory that is used again.
pub(super) fn weights_into(prepared: &Prepared, day: &PollingDay, weights: &mut Vec<Vec<f64>>) {
    weights.resize(prepared.polls.len(), Vec::new());
    for (weights, plan) in weights.iter_mut().zip(&prepared.polls) {
        weights.clear();
        weights.extend(plan.stations.iter().map(|station| {
            if let Some(weight) = station.weight {
                return weight;
            }
            let Some(table) = plan.sets[station.set].size else {
                return 1.0;
            };
            let address = day.address(Purpose::StationSizes, station.place);
            let bits = (address.fast().bits() >> 32) as u32;
            prepared.tables[table].value(bits).max(0.0)
        }));
    }
}

/// How a group stands to one poll in one trial.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Allegiance {
    /// Adults who would take part in this poll if in any.
    pub adults: u64,
    /// Their probability to take part.
    pub participation: f64,
}

/// The allegiance of every admitted group of every poll: by poll, then by admission.
///
/// A group admitted to one poll belongs to it whole. One admitted to several, with probabilities
/// a, b, ... (divided by their sum if that exceeds 1), is split by binomials in the proportion
/// a : b : ..., and each part takes part with probability a + b + ...: so each person picks the
/// first poll with probability a, the second with b, and never both.
pub(super) fn allegiances(assumptions: &Assumptions, day: &PollingDay) -> Vec<Vec<Allegiance>> {
    let polls = &assumptions.polls;
    let mut result: Vec<Vec<Allegiance>> = polls
        .iter()
        .map(|poll| vec![Allegiance::default(); poll.admits.len()])
        .collect();
    for (group, &adults) in day.adults.iter().enumerate() {
        let doors: Vec<(usize, usize, f64)> = polls
            .iter()
            .enumerate()
            .filter_map(|(at, poll)| {
                let admission = poll.admits.iter().position(|a| a.group.0 == group)?;
                let participation = day.values[poll.admits[admission].participation.0];
                Some((at, admission, participation.clamp(0.0, 1.0)))
            })
            .collect();
        let sum: f64 = doors.iter().map(|door| door.2).sum();
        if let [(poll, admission, _)] = doors[..] {
            result[poll][admission] = Allegiance {
                adults,
                participation: sum,
            };
            continue;
        }
        let place = Place::of(&[&assumptions.groups[group].id], 0);
        let mut dice = day.address(Purpose::Participation, place).fast();
        let mut coins = day.coins(Purpose::Participation, place, (adults, adults));
        let (mut people, mut rest) = (adults, sum);
        for (nth, &(poll, admission, own)) in doors.iter().enumerate() {
            let last = nth + 1 == doors.len();
            let part = if last || rest <= 0.0 {
                people
            } else {
                coins.binomial(people, own / rest, &mut dice)
            };
            people -= part;
            rest -= own;
            result[poll][admission] = Allegiance {
                adults: part,
                participation: sum.min(1.0),
            };
        }
    }
    result
}

/// Divides `people` in proportion to `weights` by largest remainders, ties to the earlier entry.
///
/// The entries stand in the order of their places, so that the order in a file does not matter.
/// Where all weights are zero they count as equal.
pub(super) fn apportion(
    people: u64,
    weights: &[f64],
    shares: &mut Vec<u64>,
    order: &mut Vec<(f64, u32)>,
) {
    shares.clear();
    order.clear();
    if let Some(&first) = weights.first()
        && weights.iter().all(|&weight| weight == first)
    {
        let entries = weights.len() as u64;
        let (each, over) = (people / entries, people % entries);
        shares.extend((0..entries).map(|at| each + u64::from(at < over)));
        return;
    }
    let sum: f64 = weights.iter().sum();
    let mut left = people;
    for (at, &weight) in weights.iter().enumerate() {
        let part = if sum > 0.0 {
            weight / sum
        } else {
            1.0 / weights.len() as f64
        };
        let quota = people as f64 * part;
        let whole = (quota as u64).min(left);
        left -= whole;
        shares.push(whole);
        order.push((quota - whole as f64, at as u32));
    }
    let left = left as usize;
    if left == 0 || order.is_empty() {
        return;
    }
    let larger = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if left < order.len() {
        order.select_nth_unstable_by(left - 1, larger);
    }
    // More persons left than entries is beyond rounding; the last entry takes them.
    for &(_, at) in order.iter().take(left) {
        shares[at as usize] += 1;
    }
    if let Some(over) = left.checked_sub(order.len()) {
        let last = shares.len() - 1;
        shares[last] += over as u64;
    }
}

/// The correlation of a poll, within [0, 1).
pub(super) fn correlation(poll: &Poll, day: &PollingDay) -> f64 {
    day.values[poll.overdispersion.0].clamp(0.0, 1.0 - 1e-9)
}

/// How many persons of each cell of a poll take part, and how many of these ask for the mobile box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Turnout {
    pub come: u32,
    pub of_these_mobile: u32,
}

/// Memory of [`come`], used again from group to group.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    weights: Vec<f64>,
    shares: Vec<u64>,
    order: Vec<(f64, u32)>,
    counts: Counts,
}

/// How many persons of every cell of every poll come in this trial: `enter` is told (poll, cell), how
/// many, and the cell's dice for what else is to be drawn.
pub(super) fn come(
    (prepared, assumptions, day): (&Prepared, &Assumptions, &PollingDay),
    weights: &[Vec<f64>],
    lists: &mut Lists,
    mut enter: impl FnMut((usize, u32), u64, &mut Fast),
) {
    let allegiances = allegiances(assumptions, day);
    let dice = |plan: &PollPlan, cell: u32| {
        day.address(Purpose::Participation, plan.cells[cell as usize].place)
    };
    for (at, plan) in prepared.polls.iter().enumerate() {
        let correlation = correlation(&assumptions.polls[at], day);
        let all = allegiances[at].iter().map(|it| it.adults).sum();
        for (cells, allegiance) in plan.cells_of.iter().zip(&allegiances[at]) {
            let station = |cell: u32| plan.cells[cell as usize].station as usize;
            lists.weights.clear();
            let drawn = cells.iter().map(|&cell| weights[at][station(cell)]);
            lists.weights.extend(drawn);
            let Lists { shares, order, .. } = lists;
            apportion(allegiance.adults, &lists.weights, shares, order);
            let largest = shares.iter().copied().max().unwrap_or(0);
            let divided = day.noise.portions(largest, all) > 1;
            let law = TakePart::new(allegiance.participation, correlation);
            let law = law.at_each(shares, &mut lists.counts);
            for (cells, shares) in cells.chunks(4).zip(shares.chunks(4)) {
                // Four at once cost less; where fewer are left the last stands in.
                let addresses = std::array::from_fn(|n| dice(plan, cells[n.min(cells.len() - 1)]));
                let mut dice = Address::fast_at_each(addresses);
                for ((&cell, &adults), dice) in cells.iter().zip(shares).zip(&mut dice) {
                    let place = plan.cells[cell as usize].place;
                    let mut coins = match divided {
                        true => day.coins(Purpose::Participation, place, (adults, all)),
                        false => Coins::default(),
                    };
                    enter((at, cell), law.draw(adults, dice, &mut coins), dice);
                }
            }
        }
    }
}

/// How many come to every cell of every poll, and how many of these ask for the mobile box.
pub(super) fn all(rules: &Rules, weights: &[Vec<f64>], turnouts: &mut Vec<Vec<Turnout>>) {
    let (prepared, assumptions, day) = (rules.prepared, rules.assumptions, rules.day);
    turnouts.resize(prepared.polls.len(), Vec::new());
    for (turnouts, plan) in turnouts.iter_mut().zip(&prepared.polls) {
        turnouts.clear();
        turnouts.resize(plan.cells.len(), Turnout::default());
    }
    let mut lists = Lists::default();
    let enter = |(poll, cell): (usize, u32), come: u64, dice: &mut Fast| {
        let plan = &prepared.polls[poll];
        let station = &plan.stations[plan.cells[cell as usize].station as usize];
        let of_these_mobile = match rules.sets[poll][station.set].mobile {
            Some((share, _, _)) => binomial(come, share, dice) as u32,
            None => 0,
        };
        turnouts[poll][cell as usize] = Turnout {
            come: come as u32,
            of_these_mobile,
        };
    };
    come((prepared, assumptions, day), weights, &mut lists, enter);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(people: u64, weights: &[f64]) -> Vec<u64> {
        let (mut shares, mut order) = (vec![9; 3], vec![(0.5, 7)]);
        apportion(people, weights, &mut shares, &mut order);
        shares
    }

    #[test]
    fn largest_remainders_by_hand() {
        // Quotas 3/7, 6/7 and 12/7: one whole, and the two others go to the largest rests.
        assert_eq!(shares(3, &[1.0, 2.0, 4.0]), [0, 1, 2]);
        assert_eq!(shares(4, &[1.0, 2.0, 4.0]), [1, 1, 2]);
        // 21 by 43 : 33 : 24 are 9.03, 6.93 and 5.04.
        assert_eq!(shares(21, &[43.0, 33.0, 24.0]), [9, 7, 5]);
        // Equal rests go to the first in line.
        assert_eq!(shares(3, &[1.0, 1.0, 2.0, 2.0]), [1, 0, 1, 1]);
        assert_eq!(shares(0, &[1.0, 2.0]), [0, 0]);
        assert_eq!(shares(5, &[0.0, 2.0]), [0, 5]);
        assert_eq!(shares(5, &[]), [0; 0]);
    }

    #[test]
    fn equal_weights_share_evenly_the_first_taking_what_is_over() {
        assert_eq!(shares(11, &[2.5; 4]), [3, 3, 3, 2]);
        assert_eq!(shares(2, &[0.0; 3]), [1, 1, 0]);
        assert_eq!(shares(2, &[0.3; 3]), [1, 1, 0]);
        assert_eq!(shares(12, &[1.0; 3]), [4, 4, 4]);
    }

    #[test]
    fn nobody_is_lost_and_nobody_is_off_by_one() {
        let weights = [0.3, 7.0, 1e-9, 2.5, 0.3, 41.0, 13.7];
        let sum: f64 = weights.iter().sum();
        for people in [1, 2, 5, 6, 7, 8, 100, 99_999, 1_000_000_007] {
            let shares = shares(people, &weights);
            assert_eq!(shares.iter().sum::<u64>(), people);
            for (share, weight) in shares.iter().zip(weights) {
                let quota = people as f64 * weight / sum;
                assert!(
                    (*share as f64 - quota).abs() < 1.0 + 1e-6,
                    "{share} for {quota}"
                );
            }
        }
    }
}
