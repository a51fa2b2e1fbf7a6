//! Who takes part: adults to stations, and how many of them come.

use rand_distr::{Beta, Binomial, Distribution};

use super::day::PollingDay;
use super::prepared::{PollPlan, Prepared};
use super::rules::Rules;
use crate::model::{Assumptions, Poll};
use crate::random::{Fast, Place, Purpose};

/// Station weights of every poll for one trial, each from the station's own dice.
pub(super) fn weights(prepared: &Prepared, day: &PollingDay) -> Vec<Vec<f64>> {
    let of_poll = |plan: &PollPlan| {
        plan.stations
            .iter()
            .map(
                |station| match (station.weight, plan.sets[station.set].size) {
                    (Some(weight), _) => weight,
                    (None, None) => 1.0,
                    (None, Some(table)) => {
                        let address = day.address(Purpose::StationSizes, station.place);
                        let bits = (address.fast().bits() >> 32) as u32;
                        prepared.tables[table].value(bits).max(0.0)
                    }
                },
            )
            .collect()
    };
    prepared.polls.iter().map(of_poll).collect()
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
        let place = Place::of(&[&assumptions.groups[group].id], 0);
        let mut dice = day.address(Purpose::Participation, place).fast();
        let (mut people, mut rest) = (adults, sum);
        for (nth, &(poll, admission, own)) in doors.iter().enumerate() {
            let last = nth + 1 == doors.len();
            let part = if last || rest <= 0.0 {
                people
            } else {
                binomial(people, own / rest, &mut dice)
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

/// How many of `adults` take part: a beta-binomial draw with the given mean and intraclass correlation.
///
/// Beta(m (1 - r) / r, (1 - m)(1 - r) / r), then binomial (Skellam 1948); r = 0 is plain binomial.
pub(super) fn take_part(adults: u64, mean: f64, correlation: f64, dice: &mut Fast) -> u64 {
    let spread = (1.0 - correlation) / correlation;
    let chance = if correlation > 0.0 && mean > 0.0 && mean < 1.0 {
        // Shapes too small or too large for the sampler mean all-or-none or no spread at all.
        match Beta::new(mean * spread, (1.0 - mean) * spread) {
            Ok(beta) => beta.sample(dice),
            Err(_) => mean,
        }
    } else {
        mean
    };
    let chance = if chance.is_nan() { mean } else { chance };
    binomial(adults, chance, dice)
}

/// A binomial draw; the probability is cut to [0, 1].
pub(super) fn binomial(n: u64, p: f64, dice: &mut Fast) -> u64 {
    if n == 0 || p <= 0.0 {
        return 0;
    }
    if p >= 1.0 {
        return n;
    }
    Binomial::new(n, p)
        .expect("p lies strictly between 0 and 1")
        .sample(dice)
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

/// How many persons of every cell of every poll come in this trial.
pub(super) fn all(rules: &Rules, weights: &[Vec<f64>], turnouts: &mut Vec<Vec<Turnout>>) {
    let allegiances = allegiances(rules.assumptions, rules.day);
    turnouts.resize(rules.prepared.polls.len(), Vec::new());
    let (mut cell_weights, mut shares, mut order) = (Vec::new(), Vec::new(), Vec::new());
    for (at, plan) in rules.prepared.polls.iter().enumerate() {
        let correlation = correlation(&rules.assumptions.polls[at], rules.day);
        turnouts[at].clear();
        turnouts[at].resize(plan.cells.len(), Turnout::default());
        for (cells, allegiance) in plan.cells_of.iter().zip(&allegiances[at]) {
            let station = |cell: u32| plan.cells[cell as usize].station as usize;
            cell_weights.clear();
            cell_weights.extend(cells.iter().map(|&cell| weights[at][station(cell)]));
            apportion(allegiance.adults, &cell_weights, &mut shares, &mut order);
            for (&cell, &adults) in cells.iter().zip(&shares) {
                let place = plan.cells[cell as usize].place;
                let mut dice = rules.day.address(Purpose::Participation, place).fast();
                let come = take_part(adults, allegiance.participation, correlation, &mut dice);
                let set = &rules.sets[at][plan.stations[station(cell)].set];
                let asked = match set.mobile {
                    Some((share, _, _)) => binomial(come, share, &mut dice),
                    None => 0,
                };
                turnouts[at][cell as usize] = Turnout {
                    come: come as u32,
                    of_these_mobile: asked as u32,
                };
            }
        }
    }
}
