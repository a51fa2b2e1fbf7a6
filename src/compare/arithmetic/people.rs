//! How many adults a group can have.

use crate::model::{Assumptions, GroupId, GroupSize, InputId};

/// Fewest and most adults of a group over its stated ranges; infinite where a law has an open end.
///
/// Totals that hold several groups together narrow this further; that is left out, so the range is
/// never too narrow.
pub(super) fn adults(of: &Assumptions, group: GroupId) -> (f64, f64) {
    let range = |input: InputId| of.inputs[input.0].range();
    let times = |a: (f64, f64), b: (f64, f64)| (a.0 * b.0, a.1 * b.1);
    match of.groups[group.0].size {
        GroupSize::Adults(adults) => range(adults),
        GroupSize::Residents {
            residents,
            voting_age_share,
        } => times(range(residents), range(voting_age_share)),
        GroupSize::PartOf {
            total,
            weight,
            voting_age_share,
        } => {
            let others = of.totals[total].of.iter().filter(|part| **part != group);
            let others = others.filter_map(|part| match of.groups[part.0].size {
                GroupSize::PartOf { weight, .. } => Some(range(weight)),
                _ => None,
            });
            let (low, high) = others.fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
            let own = range(weight);
            let share = |own: f64, others: f64| match own + others {
                all if all > 0.0 => own / all,
                _ => 0.0,
            };
            let most = if own.1.is_finite() {
                share(own.1, low)
            } else {
                1.0
            };
            let part = (share(own.0, high), most);
            times(
                times(range(of.totals[total].value), part),
                range(voting_age_share),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_total_is_smallest_when_the_others_are_largest() {
        let text = "title = \"t\"\n\
            [groups.a]\nshare-of = \"all\"\nweight = { uniform = [1, 2] }\nvoting-age-share = 0.5\n\
            [groups.b]\nshare-of = \"all\"\nweight = { uniform = [2, 3] }\nvoting-age-share = 1.0\n\
            [groups.c]\nresidents = { uniform = [100, 200] }\nvoting-age-share = { uniform = [0.5, 0.8] }\n\
            [totals.all]\nof = [\"a\", \"b\"]\nvalue = { uniform = [1_000, 2_000] }\n\
            [polls.p]\nopens = \"08:00\"\ncloses = \"20:00\"\nregistered = \"eligible\"\n\
            [polls.p.participation]\na = 0.5\nb = 0.5\nc = 0.5\noverdispersion = 0\n\
            [polls.p.stations.s]\ncount = 1\nserves = [\"a\", \"b\", \"c\"]\nbooths = 1\nservice-seconds = 60\n";
        let of = crate::scenario::read(text, "t.toml")
            .expect("valid")
            .scenario;
        let of = of.assumptions;
        assert_eq!(adults(&of, GroupId(2)), (50.0, 160.0));
        // 1 of 1 + 3 of 1,000, halved; 2 of 2 + 2 of 2,000, halved.
        assert_eq!(adults(&of, GroupId(0)), (125.0, 500.0));
    }

    #[test]
    fn weights_may_be_nothing_or_without_end() {
        let group = |id: &str, total: &str, weight: &str| {
            format!(
                "[groups.{id}]\nshare-of = \"{total}\"\nweight = {weight}\nvoting-age-share = 0.5\n"
            )
        };
        let (low, open) = (
            "{ uniform = [0, 3] }",
            "{ lognormal = { mean = 2, sd = 1 } }",
        );
        let text = format!(
            "title = \"t\"\n{}{}{}{}{}\
            [totals.pair]\nof = [\"a\", \"b\"]\nvalue = 1_000\n\
            [totals.alone]\nof = [\"c\"]\nvalue = 1_000\n\
            [totals.wide]\nof = [\"d\", \"e\"]\nvalue = 1_000\n\
            [polls.p]\nopens = \"08:00\"\ncloses = \"20:00\"\nregistered = \"eligible\"\n\
            [polls.p.participation]\na = 0.5\nb = 0.5\nc = 0.5\nd = 0.5\ne = 0.5\noverdispersion = 0\n\
            [polls.p.stations.s]\ncount = 1\nserves = [\"a\", \"b\", \"c\", \"d\", \"e\"]\n\
            booths = 1\nservice-seconds = 60\n",
            group("a", "pair", low),
            group("b", "pair", "2"),
            group("c", "alone", low),
            group("d", "wide", open),
            group("e", "wide", "1"),
        );
        let of = crate::scenario::read(&text, "t.toml")
            .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
            .scenario
            .assumptions;
        // Nothing of 2, or 3 of 5, of 1,000, halved; the other has 2 of 5, or all.
        assert_eq!(adults(&of, GroupId(0)), (0.0, 300.0));
        assert_eq!(adults(&of, GroupId(1)), (200.0, 500.0));
        // Alone it has all, and nothing where its weight is nothing.
        assert_eq!(adults(&of, GroupId(2)), (0.0, 500.0));
        // A weight without end leaves the other nothing, or all.
        assert_eq!(adults(&of, GroupId(3)), (0.0, 500.0));
        assert_eq!(adults(&of, GroupId(4)), (0.0, 500.0));
    }
}
