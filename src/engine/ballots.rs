//! How the ballots of a station are marked.

use super::books::Cast;
use super::prepared::StationPlan;
use super::rules::Rules;
use super::tally::ContestTally;
use super::turnout::apportion;
use crate::model::Contest;
use crate::random::{Place, Purpose, binomial};

/// Marks the ballots of one station for every contest of its poll.
///
/// Persons of one group mark independently with the same probabilities, so the marks of a group at a
/// station are multinomial; they are drawn as such, by successive binomials, which is the same law as
/// marking paper by paper. Dice at (ballots, trial, place of the group at the station and contest).
/// Travellers whose group is not served here mark like the station's own voters, divided in
/// proportion to these (or evenly where there are none).
pub(super) fn mark(
    rules: &Rules,
    poll: usize,
    station: &StationPlan,
    cast: &Cast,
    contests: &mut [ContestTally],
) {
    let cells = &rules.prepared.polls[poll].cells[station.cells.clone()];
    let mut boxes: Vec<u64> = cast.own.iter().map(|&n| u64::from(n)).collect();
    if cast.strangers > 0 {
        let weights: Vec<f64> = boxes.iter().map(|&n| n as f64).collect();
        let mut extra = Vec::new();
        apportion(
            u64::from(cast.strangers),
            &weights,
            &mut extra,
            &mut Vec::new(),
        );
        for (own, extra) in boxes.iter_mut().zip(extra) {
            *own += extra;
        }
    }
    let values = &rules.day.values;
    let mut shares = Vec::new();
    for (contest, tally) in rules.assumptions.polls[poll].contests.iter().zip(contests) {
        for (cell, &ballots) in cells.iter().zip(&boxes) {
            if ballots == 0 {
                continue;
            }
            let place = Place::of(&[&contest.id], cell.place.0);
            let mut dice = rules.day.address(Purpose::Ballots, place).fast();
            let invalid = binomial(ballots, values[contest.invalid_share.0], &mut dice);
            tally.invalid += invalid;
            support(contest, cell.admission as usize, values, &mut shares);
            let (mut left, mut rest) = (ballots - invalid, 1.0);
            let last = shares.len() - 1;
            for (votes, &share) in tally.votes.iter_mut().zip(&shares[..last]) {
                let marked = binomial(left, share / rest, &mut dice);
                *votes += marked;
                left -= marked;
                rest -= share;
            }
            tally.votes[last] += left;
        }
    }
}

/// Shares of the options among valid ballots of one admitted group; they add up to 1.
fn support(contest: &Contest, admission: usize, values: &[f64], shares: &mut Vec<f64>) {
    let stated = &contest.support[admission].shares;
    let sum: f64 = stated.iter().flatten().map(|s| values[s.0].max(0.0)).sum();
    let open = stated.iter().filter(|share| share.is_none()).count();
    // Stated shares above 1 together are divided by their sum; so they are when nothing is left open.
    let scale = if sum > 1.0 || (open == 0 && sum > 0.0) {
        sum
    } else {
        1.0
    };
    let rest = (1.0 - sum / scale).max(0.0);
    shares.clear();
    shares.extend(stated.iter().map(|share| match share {
        Some(share) => values[share.0].max(0.0) / scale,
        None => rest / open as f64,
    }));
}
