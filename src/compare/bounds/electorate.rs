//! How many adults there can be, most and fewest, over every draw of the stated ranges.

use crate::model::{Assumptions, GroupId, GroupSize, Input, InputId};

/// The largest sum of adults, each group counted with a weight, and how it is reached.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Most {
    /// Weighted sum of adults; infinite when `open` is not empty.
    pub sum: f64,
    /// Groups with a weight above 0, in file order.
    pub groups: Vec<GroupAtMost>,
    /// Positions of the totals that hold one of these groups down.
    pub totals: Vec<usize>,
    /// Paths of the inputs whose open ends leave no largest sum.
    pub open: Vec<String>,
}

/// One group where the sum is largest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct GroupAtMost {
    pub group: GroupId,
    /// Residents; adults, when the group is stated in adults.
    pub heads: f64,
    /// Share of voting age; `None` when the group is stated in adults.
    pub share: Option<f64>,
    pub adults: f64,
    /// Whether a total keeps `heads` below the group's own largest value.
    pub held: bool,
}

/// Heads of a group, their range, and what makes them adults.
#[derive(Clone, Copy, Debug)]
struct Heads {
    low: f64,
    high: f64,
    /// The input that says how many they are.
    input: InputId,
    share: Option<InputId>,
}

/// A set of groups whose heads together are at most `cap`.
struct Cap {
    total: usize,
    members: Vec<usize>,
    cap: f64,
}

/// The largest weighted sum of adults. One weight a group, none negative.
///
/// A fractional knapsack: the group whose heads count most takes as many as it can, then the next; what
/// it can is its own largest value, or what every total it belongs to leaves when all the others take
/// their smallest. That is the optimum as long as totals are nested or apart (Edmonds 1970); of totals
/// that cross, the later is not used, so that the bound only gets wider.
pub(super) fn most(of: &Assumptions, weights: &[f64]) -> Most {
    let heads = heads(of, End::Largest);
    let caps = caps(of, End::Largest);
    let per_head: Vec<f64> = (0..of.groups.len())
        .map(|g| product(weights[g], heads[g].share.map_or(1.0, |s| range(of, s).1)))
        .collect();
    let low: Vec<f64> = heads.iter().map(|h| h.low).collect();
    let high: Vec<f64> = heads.iter().map(|h| h.high).collect();
    let values = fill(&per_head, &low, &high, &caps);
    let mut result = Most {
        sum: 0.0,
        groups: Vec::new(),
        totals: Vec::new(),
        open: Vec::new(),
    };
    for (g, heads) in heads.iter().enumerate() {
        if weights[g] <= 0.0 {
            continue;
        }
        let share = heads.share.map(|input| range(of, input).1);
        let held = values[g] < heads.high;
        let adults = product(values[g], share.unwrap_or(1.0));
        if adults.is_infinite() {
            let culprit = match heads.share {
                Some(share) if values[g].is_finite() => share,
                _ => heads.input,
            };
            result.open.push(of.inputs[culprit.0].path.clone());
        }
        result.sum += weights[g] * adults;
        result.groups.push(GroupAtMost {
            group: GroupId(g),
            heads: values[g],
            share,
            adults,
            held,
        });
    }
    let holding = caps.iter().filter(|cap| {
        let group = |g: &GroupAtMost| g.held && cap.members.contains(&g.group.0);
        result.groups.iter().any(group)
    });
    result.totals = holding.map(|cap| cap.total).collect();
    result.totals.dedup();
    result.open.dedup();
    result
}

/// The smallest sum of adults of these groups, whole persons.
///
/// The mirror image of [`most`]. Where totals matter the sum of whole persons may be smaller than that
/// of fractions by almost one a group, which is allowed for.
pub(super) fn fewest(of: &Assumptions, groups: &[GroupId]) -> f64 {
    let heads = heads(of, End::Smallest);
    let caps = caps(of, End::Smallest);
    let counts = |g: usize| groups.contains(&GroupId(g));
    let per_head: Vec<f64> = heads
        .iter()
        .enumerate()
        .map(|(g, h)| {
            let share = h.share.map_or(1.0, |share| range(of, share).0);
            if counts(g) { share } else { 0.0 }
        })
        .collect();
    let low: Vec<f64> = heads.iter().map(|h| -h.high).collect();
    let high: Vec<f64> = heads.iter().map(|h| -h.low).collect();
    let values = fill(&per_head, &low, &high, &caps);
    let sum = |least: &dyn Fn(usize) -> f64| -> f64 {
        (0..heads.len())
            .filter(|&g| counts(g))
            .map(|g| product(least(g), per_head[g]))
            .sum()
    };
    let apart: f64 = (0..heads.len())
        .filter(|&g| counts(g))
        .map(|g| whole(product(heads[g].low, per_head[g])))
        .sum();
    let together = whole(sum(&|g| -values[g])) - (groups.len() as f64 - 1.0).max(0.0);
    apart.max(together)
}

/// Fills groups up, the most valuable first, without breaking a cap when all the others are at `low`.
fn fill(worth: &[f64], low: &[f64], high: &[f64], caps: &[Cap]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..worth.len()).collect();
    order.sort_by(|&a, &b| worth[b].total_cmp(&worth[a]).then(a.cmp(&b)));
    let mut values = low.to_vec();
    for g in order {
        let mut room = high[g];
        for cap in caps.iter().filter(|cap| cap.members.contains(&g)) {
            let others = cap.members.iter().filter(|&&member| member != g);
            room = room.min(cap.cap - others.map(|&member| values[member]).sum::<f64>());
        }
        values[g] = room.max(low[g]);
    }
    values
}

#[derive(Clone, Copy, PartialEq)]
enum End {
    Largest,
    Smallest,
}

/// Heads of every group. A part of a total has between its smallest and largest part of the total's
/// largest (or smallest) value.
fn heads(of: &Assumptions, end: End) -> Vec<Heads> {
    let heads = |group: usize| match of.groups[group].size {
        GroupSize::Residents {
            residents,
            voting_age_share,
        } => own(of, residents, Some(voting_age_share)),
        GroupSize::Adults(adults) => own(of, adults, None),
        GroupSize::PartOf {
            total,
            voting_age_share,
            ..
        } => {
            let input = of.totals[total].value;
            let (least, most) = range(of, input);
            let value = if end == End::Largest { most } else { least };
            let (low, high) = part(of, group, total);
            Heads {
                low: product(value, low),
                high: product(value, high),
                input,
                share: Some(voting_age_share),
            }
        }
    };
    (0..of.groups.len()).map(heads).collect()
}

fn own(of: &Assumptions, input: InputId, share: Option<InputId>) -> Heads {
    let (low, high) = range(of, input);
    Heads {
        low,
        high,
        input,
        share,
    }
}

/// Smallest and largest part of a total that falls to a group, by the weights of all its parts.
fn part(of: &Assumptions, group: usize, total: usize) -> (f64, f64) {
    let weight = |g: usize| match of.groups[g].size {
        GroupSize::PartOf { weight, .. } => range(of, weight),
        _ => (0.0, 0.0),
    };
    let (low, high) = weight(group);
    let others = of.totals[total]
        .of
        .iter()
        .filter(|member| member.0 != group);
    let (least, most) = others
        .map(|member| weight(member.0))
        .fold((0.0, 0.0), |sum, w| (sum.0 + w.0, sum.1 + w.1));
    let share = |own: f64, rest: f64| {
        if own.is_infinite() || rest == 0.0 {
            1.0
        } else {
            own / (own + rest)
        }
    };
    (
        if most.is_infinite() {
            0.0
        } else {
            share(low, most)
        },
        share(high, least),
    )
}

/// The totals as caps: on the sum of heads from above, or mirrored (minus heads, at most minus the
/// total's smallest value) from below. Groups with laws of their own and parts of the total are apart.
fn caps(of: &Assumptions, end: End) -> Vec<Cap> {
    let mut kept: Vec<Cap> = Vec::new();
    for (at, total) in of.totals.iter().enumerate() {
        let (least, most) = range(of, total.value);
        let is_part = |g: usize| matches!(of.groups[g].size, GroupSize::PartOf { .. });
        let (parts, own): (Vec<usize>, Vec<usize>) =
            total.of.iter().map(|g| g.0).partition(|&g| is_part(g));
        for members in [own, parts] {
            let crosses = |other: &Cap| {
                let shared = members.iter().filter(|g| other.members.contains(g)).count();
                shared > 0 && shared < members.len() && shared < other.members.len()
            };
            if members.is_empty() || kept.iter().any(crosses) {
                continue;
            }
            kept.push(Cap {
                total: at,
                members,
                cap: if end == End::Largest { most } else { -least },
            });
        }
    }
    kept
}

/// Smallest and largest value of an input, nothing below 0.
pub(super) fn range(of: &Assumptions, input: InputId) -> (f64, f64) {
    let input: &Input = &of.inputs[input.0];
    let (low, high) = input.range();
    (low.max(0.0), high.max(0.0))
}

/// A product in which nothing of infinitely many is nothing.
pub(super) fn product(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == 0.0 { 0.0 } else { a * b }
}

/// Whole persons in a number of persons, as the polling day counts them.
pub(super) fn whole(persons: f64) -> f64 {
    crate::units::whole_persons(persons)
}
