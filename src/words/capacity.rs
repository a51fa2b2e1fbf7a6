//! Capacity in words: bounds, paces, how the days went, how many booths it takes.

use super::figures::{figure_short, label};
use super::numbers::{count, counted, fixed, in_percent, list, trimmed, whole};
use crate::compare::Quantiles;
use crate::compare::capacity::{
    Bound, Capacity, Demand, Ends, FAR_BEYOND, KEPT, Pace, PollCapacity, Served, SetBound,
    decisive, needed,
};
use crate::model::{Poll, Scenario};
use crate::units::SimTime;
use crate::words::clean::inline;
use crate::words::first_upper;

/// The first line: which scenario.
pub fn title(scenario: &Scenario) -> String {
    format!("Capacity. {}", inline(&scenario.title))
}

/// How many days are behind the numbers, and with which seed.
pub fn setting(capacity: &Capacity) -> String {
    format!(
        "{} simulated days behind every number that has chance in it; seed {}.",
        whole(capacity.trials as i64),
        capacity.seed
    )
}

/// A poll with its hours.
pub fn poll(of: &Poll) -> String {
    format!("{}, {} to {}", inline(&of.label), of.opens, of.closes)
}

/// The heading over the bounds.
pub const BOUND: &str = "Bound, with no chance in it";
/// The two lines over the reported figures beside the clock.
pub const PACES_HEAD: [[&str; 4]; 2] = [
    [
        "Reported, against the clock",
        "ballots",
        "in a booth",
        "one voter a",
    ],
    ["", "at least", "for each", "station every"],
];
/// The first column of the table of booths.
pub const BOOTHS_HEAD: &str = "booths";
/// Numbers of a demand in the table of booths.
pub const BOOTHS_COLUMNS: [&str; 4] = ["mean", "95 %", "over 30", "kept"];

/// Minutes with a decimal, without one where they are very many.
pub fn wait(minutes: f64) -> String {
    fixed(minutes, usize::from(minutes < 10_000.0))
}

/// The share of voters who wait longer than the rule; never a false zero.
pub fn over(share: f64) -> String {
    match share {
        x if x > 0.0 && x < 0.000_5 => "< 0.1 %".into(),
        x => in_percent(&fixed(100.0 * x, 1)),
    }
}

/// What becomes of those who come under a demand.
pub fn demand_served(of: &Demand) -> String {
    format!("{}: {}", first_upper(&demand(of)), served(&of.served))
}

/// What all booths can take in an hour.
pub fn per_hour(capacity: Option<f64>) -> String {
    capacity.map_or("no limit stated".into(), |c| {
        format!("{} ballots an hour", count(c))
    })
}

/// `3 to 40 min, half of the days below 12`: the middle 95 % and the median, of minutes or persons.
pub fn half_below(q: &Quantiles, minutes: bool) -> String {
    format!(
        "{} to {}{}, half of the days below {}",
        trimmed(q.q025, 0),
        trimmed(q.q975, 0),
        if minutes { " min" } else { "" },
        trimmed(q.median, 0)
    )
}

/// What the whole page is about, and what it is not.
pub const ABOUT: &str = "A question about doors, booths and hours: how many could have voted. It \
    says nothing about who came.";

/// How the tables of booths are read.
pub const LEGEND: &str = "Longest wait: of the day, in minutes, the mean over the simulated days and \
    what 95 of 100 days stay below. Over 30: voters who wait longer than 30 minutes, of all voters. \
    Kept: days on which nobody does. Here nobody leaves the queue, and whoever is in it at closing \
    may vote.";

/// The arithmetic of a bound, a line for each set and one for their sum.
pub fn bound(poll: &Poll, of: &Bound) -> Vec<String> {
    let ends = match of.ends {
        Ends::Median => "Middle of the ranges",
        Ends::Generous => "Most generous ends",
    };
    let sets = poll.stations.iter().zip(&of.sets);
    let mut lines: Vec<String> = sets
        .map(|(set, bound)| {
            let product = product(of, bound);
            format!("{ends}, {}: {product}", inline(&set.label))
        })
        .collect();
    if lines.len() > 1 {
        lines.push(format!("{ends}, together: {} voters", most(of.voters())));
    }
    lines
}

fn product(of: &Bound, set: &SetBound) -> String {
    let sum = format!(
        "{} × {} × {} s / {} s a voter = {} voters",
        counted(set.stations as u64, "station", "stations"),
        booths_each(set.booths),
        count(of.open_seconds),
        trimmed(set.mean_seconds, 1),
        most(set.stations * set.booths * of.open_seconds / set.mean_seconds),
    );
    match set.by_desk {
        true => format!("{sum}, but the desk lets through only {}", most(set.voters)),
        false => sum,
    }
}

/// Booths of each station: a whole number, or a mean where a table gives stations their own.
fn booths_each(booths: f64) -> String {
    match booths.fract() == 0.0 {
        true => counted(booths as u64, "booth", "booths"),
        false => format!("{} booths on average", trimmed(booths, 2)),
    }
}

fn most(voters: f64) -> String {
    match voters.is_finite() {
        true => count(voters.floor()),
        false => "any number of".into(),
    }
}

/// What a reported figure is called: label, time of day where it is not in the label, figure.
pub fn pace(scenario: &Scenario, of: &Pace) -> String {
    let reported = &scenario.reported[of.reported];
    let (mut text, until) = (label(reported), of.until.to_string());
    if !of.whole_day && !text.contains(&until) {
        text.push_str(&format!(" by {until}"));
    }
    format!("{text}: {}", figure_short(&reported.figure))
}

/// Seconds of a pace: `20.6 s`.
pub fn seconds(seconds: f64) -> String {
    format!("{} s", trimmed(seconds, 1))
}

/// What a demand is called: `as assumed`, `if 42,000 come`.
pub fn demand(of: &Demand) -> String {
    match &of.claim {
        None => "as assumed".into(),
        Some(claim) => format!("if {} come", whole(claim.ballots)),
    }
}

/// Could the reported number have voted, in one paragraph; `None` without a reported number.
pub fn answer(scenario: &Scenario, of: &PollCapacity) -> Option<String> {
    let clock = against_the_clock(scenario, &of.paces, &of.bounds[0])?;
    let played = of.demands.iter().find(|it| it.claim.is_some());
    Some(format!("{clock} {}", played.map_or_else(not_played, days)))
}

/// The reported number against the bound at the median inputs; `None` without a reported number.
pub fn against_the_clock(scenario: &Scenario, paces: &[Pace], median: &Bound) -> Option<String> {
    let claim = decisive(scenario, paces)?;
    let within = if (claim.ballots as f64) <= median.voters() {
        "within"
    } else {
        "above"
    };
    Some(format!(
        "Could {} vote ({})? That is one voter every {} {}, all day, and {} in a booth for each; \
         {within} the bound of {} in the opening hours, at the middle of the ranges.",
        whole(claim.ballots),
        pace(scenario, claim),
        seconds(claim.station_seconds),
        at_stations(median.stations() as u64),
        seconds(claim.booth_seconds),
        most(median.voters()),
    ))
}

/// What the page says of capacity.
pub const ON_THE_PAGE: &str = "Doors, booths and hours set a limit that has no chance in it: stations × \
    booths × seconds open / mean seconds a voter takes. It says nothing about who came. People in the \
    queue at closing may vote later than that, where the rules let them; no booth ever stands empty in \
    this sum. Waits, and how many booths it takes, are what scrutineer capacity works out.";

/// How days with exactly the reported number of voters went.
fn days(demand: &Demand) -> String {
    let served = &demand.served;
    format!(
        "If exactly as many come, all of them vote on {} of {} simulated days; on a middling day {} \
         do, and the longest wait is {}.",
        whole(served.everybody as i64),
        whole(served.days as i64),
        count(served.voted.median),
        minutes(served.longest_wait.median),
    )
}

fn not_played() -> String {
    format!(
        "That is more than {FAR_BEYOND} times the bound at the most generous ends: no days are \
         simulated for it."
    )
}

fn at_stations(stations: u64) -> String {
    match stations {
        1 => "at the one station".into(),
        n => format!("at each of {} stations", whole(n as i64)),
    }
}

/// How the simulated days went.
pub fn served(of: &Served) -> String {
    let pair = |q: &Quantiles| match (count(q.q025), count(q.q975)) {
        (low, high) if low == high => low,
        (low, high) => format!("{low} to {high}"),
    };
    format!(
        "{} come, {} cast a ballot and {} come in vain (95 of 100 days); everybody who comes votes on \
         {} of {} days. The longest wait is {} on a middling day and below {} on 95 of 100. \
         The last ballot is cast at {} on a middling day, by {} on 95 of 100.",
        pair(&of.came),
        pair(&of.voted),
        pair(&of.lost),
        whole(of.everybody as i64),
        whole(of.days as i64),
        minutes(of.longest_wait.median),
        minutes(of.longest_wait.q95),
        clock(of.ended.median),
        clock(of.ended.q95),
    )
}

/// Whole minutes: `1 minute`, `42 minutes`.
fn minutes(minutes: f64) -> String {
    counted(minutes.max(0.0).round() as u64, "minute", "minutes")
}

/// Hours after midnight as a time of day, to the minute before.
fn clock(hours: f64) -> String {
    let minutes = (hours * 60.0).floor() as i64;
    SimTime::minutes(minutes).to_string()
}

/// How many booths a set needs under each demand, and how many it is assumed to have.
pub fn booths(poll: &Poll, of: &PollCapacity, set: usize) -> String {
    let each: Vec<String> = of
        .demands
        .iter()
        .filter_map(|it| {
            let sweep = it.sweeps.iter().find(|sweep| sweep.set == set)?;
            let last = sweep.rows.last()?.booths;
            let takes = match needed(&sweep.rows) {
                Some(booths) => whole(booths.into()),
                None => format!("more than {last}"),
            };
            Some(format!("{takes} {}", demand(it)))
        })
        .collect();
    let [median, generous] = [0, 1].map(|at| of.bounds[at].sets[set].booths);
    let have = if median == generous {
        format!("the scenario has {}", count(median))
    } else {
        format!(
            "the scenario has {} at the middle of its range and {} at most",
            count(median),
            count(generous)
        )
    };
    format!(
        "Booths at each station for no wait above 30 minutes on {KEPT} of 100 days: {}; {have}.{}",
        list(&each),
        match &poll.stations[set].size {
            Some(_) => " The stations are unequal, and the largest of them decides.",
            None => "",
        }
    )
}
