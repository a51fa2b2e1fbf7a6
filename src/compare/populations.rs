//! How many people there are: the lines behind the joint plot, and the ranges they come from.

use super::Bound;
use super::figures::{add, column};
use super::spread::quantiles;
use crate::model::{Assumptions, GroupId, GroupSize, InputId, PollId};
use crate::trials::{Outcome, TrialTable};

/// Lowest, median and highest number of residents of any age, then of adults who may vote in any of
/// the polls. The ends are those of the stated ranges; where a range is open, the 2.5 % or 97.5 %
/// quantile of the trials. The medians are of the trials. No residents where an admitted group that
/// lives here is stated in adults: the rest would be less than all.
pub(super) fn lines(
    of: &Assumptions,
    table: &TrialTable,
    polls: &[PollId],
    voters: &Bound,
) -> Vec<(String, f64)> {
    let mut lines = Vec::new();
    let residents: Vec<GroupId> = (0..of.groups.len())
        .map(GroupId)
        .filter(|&group| !of.groups[group.0].abroad && voting_age_share(of, group).is_some())
        .collect();
    let known = admitted(of, polls)
        .into_iter()
        .all(|group| of.groups[group].abroad || residents.contains(&GroupId(group)));
    if !residents.is_empty() && known {
        let simulated = sum_of_residents(of, table, &residents);
        let (lowest, highest) = range_of_sum(of, &residents);
        push_three(
            &mut lines,
            "residents",
            Some(lowest),
            simulated,
            Some(highest),
        );
    }
    let mut adults = vec![0; table.len];
    for group in admitted(of, polls) {
        add(&mut adults, column(table, Outcome::Adults { group }), 1);
    }
    let adults = adults.iter().map(|&n| n as f64).collect();
    push_three(&mut lines, "adults", voters.lowest, adults, voters.highest);
    lines
}

fn push_three(
    lines: &mut Vec<(String, f64)>,
    of: &str,
    lowest: Option<f64>,
    simulated: Vec<f64>,
    highest: Option<f64>,
) {
    let quantiles = quantiles(simulated);
    let end = |stated: Option<f64>, instead| stated.filter(|x| x.is_finite()).unwrap_or(instead);
    lines.push((format!("{of}, lowest"), end(lowest, quantiles.q025)));
    lines.push((format!("{of}, median"), quantiles.median));
    lines.push((format!("{of}, highest"), end(highest, quantiles.q975)));
}

/// Positions of the groups admitted to any of the polls, ascending.
fn admitted(of: &Assumptions, polls: &[PollId]) -> Vec<usize> {
    let admissions = polls.iter().flat_map(|poll| &of.polls[poll.0].admits);
    let mut groups: Vec<usize> = admissions.map(|admission| admission.group.0).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// Stated range of a group's residents; of its adults, when it is stated in adults.
fn residents_range(of: &Assumptions, group: GroupId) -> (f64, f64) {
    let range = |input: InputId| of.inputs[input.0].range();
    match of.groups[group.0].size {
        GroupSize::Residents { residents, .. } => range(residents),
        GroupSize::Adults(adults) => range(adults),
        GroupSize::PartOf { total, .. } => (0.0, range(of.totals[total].value).1),
    }
}

/// The input of a group's share of voting age; `None` when the group is stated in adults.
fn voting_age_share(of: &Assumptions, group: GroupId) -> Option<InputId> {
    match of.groups[group.0].size {
        GroupSize::Residents {
            voting_age_share, ..
        }
        | GroupSize::PartOf {
            voting_age_share, ..
        } => Some(voting_age_share),
        GroupSize::Adults(_) => None,
    }
}

/// Range of the sum of these groups' residents: that of the parts, narrowed by a total of the same
/// groups and, at the upper end, by a total that has them among others.
fn range_of_sum(of: &Assumptions, groups: &[GroupId]) -> (f64, f64) {
    let parts = groups.iter().map(|&group| residents_range(of, group));
    let (mut lowest, mut highest) =
        parts.fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    for total in &of.totals {
        let (least, most) = of.inputs[total.value.0].range();
        if groups.iter().all(|group| total.of.contains(group)) {
            highest = most.min(highest);
            if total.of.len() == groups.len() {
                lowest = least.max(lowest);
            }
        }
    }
    (lowest, highest)
}

/// Residents of these groups together, one sum a trial.
fn sum_of_residents(of: &Assumptions, table: &TrialTable, groups: &[GroupId]) -> Vec<f64> {
    let mut sum = vec![0.0; table.len];
    for group in groups {
        for (row, sum) in sum.iter_mut().enumerate() {
            *sum += residents_in(of, table, *group, row);
        }
    }
    sum
}

/// Residents of a group in one trial; 0 for a group stated in adults.
fn residents_in(of: &Assumptions, table: &TrialTable, group: GroupId, row: usize) -> f64 {
    let value = |input: InputId| {
        let input = &of.inputs[input.0];
        let column = table.input(&input.path);
        column.map_or_else(|| input.quantile(0.5), |column| column[row])
    };
    match of.groups[group.0].size {
        GroupSize::Residents { residents, .. } => value(residents),
        GroupSize::Adults(_) => 0.0,
        GroupSize::PartOf { total, weight, .. } => {
            let total = &of.totals[total];
            let weights = total
                .of
                .iter()
                .filter_map(|part| match of.groups[part.0].size {
                    GroupSize::PartOf { weight, .. } => Some(value(weight)),
                    _ => None,
                });
            let all: f64 = weights.sum();
            if all > 0.0 {
                value(total.value) * value(weight) / all
            } else {
                0.0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assumptions;
    use super::*;
    use crate::model::{Law, Total};

    #[test]
    fn residents_of_a_day_by_what_is_stated() {
        // 1,000 residents in the north; in the south adults only. Of a total of 600 a third, 1 of 1 + 2.
        let mut of = assumptions();
        let fixed = |of: &mut Assumptions, value| {
            let mut input = of.inputs[0].clone();
            input.law = Law::Fixed(value);
            input.path = format!("made up {value}");
            of.inputs.push(input);
            InputId(of.inputs.len() - 1)
        };
        let (value, one, two, none) = (
            fixed(&mut of, 600.0),
            fixed(&mut of, 1.0),
            fixed(&mut of, 2.0),
            fixed(&mut of, 0.0),
        );
        let mut parts = Vec::new();
        for (total, weight) in [(0, one), (0, two), (1, none)] {
            let mut group = of.groups[0].clone();
            group.size = GroupSize::PartOf {
                total,
                weight,
                voting_age_share: one,
            };
            of.groups.push(group);
            parts.push(GroupId(of.groups.len() - 1));
        }
        for members in [&parts[..2], &parts[2..]] {
            of.totals.push(Total {
                id: "total".to_owned(),
                label: "total".to_owned(),
                of: members.to_vec(),
                value,
            });
        }
        let table = super::super::testing::table(&of, 2, &[]);
        let on = |group| residents_in(&of, &table, group, 1);
        assert_eq!((on(GroupId(0)), on(GroupId(1))), (1_000.0, 0.0));
        assert_eq!(
            (on(parts[0]), on(parts[1]), on(parts[2])),
            (200.0, 400.0, 0.0)
        );
        assert_eq!(
            sum_of_residents(&of, &table, &[GroupId(0), parts[0], parts[1]]),
            [1_600.0; 2]
        );
        assert_eq!(residents_range(&of, parts[0]), (0.0, 600.0));
        assert_eq!(residents_range(&of, GroupId(1)), (200.0, 400.0));
    }

    #[test]
    fn an_input_that_varies_is_taken_from_its_day() {
        let mut of = assumptions();
        of.inputs[0].law = Law::Uniform {
            low: 1_000.0,
            high: 2_000.0,
        };
        // Four days at 1/8, 3/8, 5/8 and 7/8 of the range.
        let table = super::super::testing::table(&of, 4, &[]);
        let sum = sum_of_residents(&of, &table, &[GroupId(0)]);
        assert_eq!(sum, [1_125.0, 1_375.0, 1_625.0, 1_875.0]);
    }

    #[test]
    fn a_total_of_the_same_groups_narrows_both_ends_and_a_larger_one_the_upper() {
        // 1,000 in the north, 200 to 400 in the south, and together 1,250 to 1,300 by a count of both.
        let mut of = assumptions();
        let (north, south) = (GroupId(0), GroupId(1));
        assert_eq!(range_of_sum(&of, &[north, south]), (1_200.0, 1_400.0));
        let mut sum = of.inputs[0].clone();
        sum.law = Law::Uniform {
            low: 1_250.0,
            high: 1_300.0,
        };
        of.inputs.push(sum);
        of.totals.push(Total {
            id: "all".to_owned(),
            label: "all".to_owned(),
            of: vec![north, south],
            value: InputId(of.inputs.len() - 1),
        });
        assert_eq!(range_of_sum(&of, &[north, south]), (1_250.0, 1_300.0));
        assert_eq!(range_of_sum(&of, &[north]), (1_000.0, 1_000.0));
        assert_eq!(range_of_sum(&of, &[south]), (200.0, 400.0));
        let all = of.inputs.len() - 1;
        of.inputs[all].law = Law::Uniform {
            low: 100.0,
            high: 350.0,
        };
        assert_eq!(range_of_sum(&of, &[south]), (200.0, 350.0));
    }
}
