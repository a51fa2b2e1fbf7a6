//! C6: the words of turnout and share of many stations, reported beside one simulated day.

use super::{assumptions, clip, decimal, value, whole};
use crate::compare::VariantComparison;
use crate::compare::stations::{StationComparison, StationPair, StationPoint};
use crate::model::{Scenario, StationReturns};
use crate::words::numbers::counted;

/// Above the stations as they were reported.
pub const REPORTED: &str = "as reported";
/// Before the least numbers of stations that the colours stand for.
pub const COUNTS: &str = "stations in a cell, at least";
/// Beside the cells of stations with more ballots than electors.
pub const OVER: &str = "over 100";

/// Columns of the table.
pub const COLUMNS: [&str; 6] = [
    "turnout from %",
    "turnout to %",
    "share from %",
    "share to %",
    "stations reported",
    "stations simulated",
];
/// What stands in the table for the upper end of what is over 100 %.
pub const NO_END: &str = "and more";

/// What many stations have in common, for the sentences.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Middle half of turnouts, reported and simulated, percent.
    pub turnout: [(f64, f64); 2],
    /// Middle half of shares, reported and simulated, percent.
    pub share: [(f64, f64); 2],
    /// Correlation of turnout and share over the stations, reported and simulated; `None` where one of them
    /// does not vary.
    pub correlation: [Option<f64>; 2],
}

/// Above the stations of the simulated day.
pub fn simulated(of: &StationComparison) -> String {
    format!("one simulated day (trial {})", whole(of.shown as f64))
}

/// How far stations differ, reported and simulated.
pub fn finding(of: &StationComparison, facts: &Facts) -> String {
    let [said, day] = facts.share;
    format!(
        "the middle half of {}: shares of {} as reported, {} on a simulated day; turnouts of {} and {}",
        counted(of.stations.len() as u64, "station", "stations"),
        span(said),
        span(day),
        span(facts.turnout[0]),
        span(facts.turnout[1]),
    )
}

fn span((low, high): (f64, f64)) -> String {
    if low.is_nan() {
        return "none".into();
    }
    format!(
        "{} to {}",
        decimal(low, 1),
        value((high * 10.0).round() / 10.0, true)
    )
}

/// Whose share, of what, where, under which assumptions.
pub fn subtitle(
    scenario: &Scenario,
    variant: &VariantComparison,
    returns: &StationReturns,
) -> String {
    let whose = assumptions(scenario, &variant.id, &variant.label);
    format!("{}; {whose}", place(scenario, returns))
}

/// The poll and the set of stations.
pub fn place(scenario: &Scenario, returns: &StationReturns) -> String {
    let poll = &scenario.assumptions.polls[returns.poll.0];
    let set = &poll.stations[returns.set];
    let parts = [Some(&poll.label), Some(&set.label), returns.stage.as_ref()];
    let parts: Vec<String> = parts.into_iter().flatten().map(|it| clip(it, 60)).collect();
    parts.join(", ")
}

/// What runs across.
pub fn across(returns: &StationReturns) -> &'static str {
    match returns.columns.ballots_cast {
        true => "turnout: ballots cast, percent of registered electors",
        false => "turnout: valid votes, percent of registered electors",
    }
}

/// What goes up.
pub fn upwards(scenario: &Scenario, returns: &StationReturns) -> String {
    let base = match returns.columns.valid {
        true => "valid votes",
        false => "ballots cast",
    };
    format!("percent of {base}, {}", option(scenario, returns))
}

/// The option's label.
fn option(scenario: &Scenario, returns: &StationReturns) -> String {
    let contests = &scenario.assumptions.polls[returns.poll.0].contests;
    let label = returns.option.and_then(|(contest, option)| {
        let label = contests.get(contest)?.options.get(option)?;
        Some(clip(&label.1, 34))
    });
    label.unwrap_or_default()
}

/// Who reported it and where it is written.
fn origin(scenario: &Scenario, returns: &StationReturns) -> String {
    let titles = returns
        .sources
        .iter()
        .filter_map(|at| scenario.sources.get(at.0));
    let titles: Vec<String> = titles.map(|source| clip(&source.title, 200)).collect();
    let by = returns
        .claimant
        .as_deref()
        .map(|by| format!(" by {}", clip(by, 80)));
    match titles.is_empty() {
        true => String::new(),
        false => format!(
            " Reported{}; from: {}.",
            by.unwrap_or_default(),
            titles.join("; ")
        ),
    }
}

/// How to read it, what it does not show, and where the returns are from.
pub fn caption(scenario: &Scenario, of: &StationComparison, facts: &Facts) -> String {
    let correlation = match facts.correlation {
        [Some(said), Some(day)] => format!(
            "Over the stations, turnout and share have a correlation of {} as reported and {} on that day. ",
            decimal(said, 2),
            decimal(day, 2)
        ),
        _ => String::new(),
    };
    format!(
        "Each cell counts stations; the more, the further its colour from the paper. On the right are the same \
         stations on one day of this run, trial {}: of the first {} the one whose turnout and share of all these \
         stations together come closest to the reported. {correlation}A correlation proves nothing by itself: \
         where kinds of places differ both in how many vote and in how they vote, it comes about without \
         anybody's doing. {}{}",
        whole(of.shown as f64),
        whole(of.days as f64),
        how_far(of),
        origin(scenario, &scenario.returns[of.returns])
    )
}

/// How far the assumptions let stations differ, and so what the two clouds' extents can tell.
fn how_far(of: &StationComparison) -> String {
    let turnouts = |than: &'static str| match of.may_differ {
        true => "",
        false => than,
    };
    match of.shares_may_differ {
        false => format!(
            "The assumptions give the stations of a set the same support, so that simulated \
             shares differ by chance alone{}; a wider reported cloud is to be expected.",
            turnouts(", and turnouts too (overdispersion 0)")
        ),
        true => format!(
            "How far shares may differ from station to station is an assumption (overdispersion of the \
             contest): a wider or a flatter reported cloud speaks of it.{}",
            turnouts(
                " Turnouts differ by chance alone (overdispersion 0 of the participation), so that a \
                 reported cloud that reaches further across is to be expected."
            )
        ),
    }
}

/// The key numbers, for readers who do not see the picture.
pub fn description(of: &StationComparison, facts: &Facts, most: [u32; 2], width: u32) -> String {
    let over = |point: fn(&StationPair) -> StationPoint| {
        let over = of
            .stations
            .iter()
            .filter(|it| it.turnout(&point(it)) > 100.0);
        whole(over.count() as f64)
    };
    let correlation = |of: Option<f64>| of.map_or_else(|| "none".into(), |r| decimal(r, 2));
    format!(
        "Two maps of {} by turnout and share, in cells {width} percentage points wide, as reported and \
         on a simulated day. Turnout, middle half: {} and {}. Share, middle half: {} and {}. Most stations \
         in a cell: {} and {}. Correlation: {} and {}. Stations above 100 % turnout: {} and {}.",
        counted(of.stations.len() as u64, "station", "stations"),
        span(facts.turnout[0]),
        span(facts.turnout[1]),
        span(facts.share[0]),
        span(facts.share[1]),
        most[0],
        most[1],
        correlation(facts.correlation[0]),
        correlation(facts.correlation[1]),
        over(|it| it.reported),
        over(|it| it.simulated),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caption_says_what_may_differ() {
        let said = |turnouts: bool, shares: bool| {
            how_far(&StationComparison {
                returns: 0,
                stations: Vec::new(),
                silent: 0,
                empty: 0,
                days: 19,
                shown: 0,
                ranks: None,
                may_differ: turnouts,
                shares_may_differ: shares,
            })
        };
        let all = [(false, false), (true, false), (false, true), (true, true)];
        let all = all.map(|(turnouts, shares)| said(turnouts, shares));
        for (at, text) in all.iter().enumerate() {
            assert_eq!(text.contains("the same support"), at < 2, "{text}");
            assert_eq!(text.contains("(overdispersion 0"), at % 2 == 0, "{text}");
            assert_eq!(text.contains("is to be expected"), at < 3, "{text}");
        }
    }
}
