//! C10 for stations: the words of the ranks of many stations among their simulated days.

use super::fingerprint::place as place_of;
use super::{assumptions, decimal, whole};
use crate::compare::VariantComparison;
use crate::compare::stations::{Spread, StationComparison, StationRanks};
use crate::model::{Scenario, StationReturns};
use crate::words::numbers::probability;

/// What runs across.
pub const ACROSS: &str = "rank of a station's turnout, less that of all, among its simulated days";
/// What goes up.
pub const UPWARDS: &str = "share of ranks up to there, less the even share";
/// What the shaded part is.
pub const BAND: &str = "shaded: 95 of 100 simulated days stay inside";
/// Beside the largest difference.
pub const REPORTED: &str = "reported stations";

/// Columns of the table.
pub const COLUMNS: [&str; 7] = [
    "station",
    "registered",
    "turnout reported %",
    "less all stations",
    "rank",
    "share up to",
    "difference",
];

/// Whether the ranks leave the band, in so many words.
pub fn finding(of: &StationComparison, ranks: &StationRanks) -> String {
    let stations = whole(of.stations.len() as f64);
    match ranks.spread() {
        Spread::AsSimulated => format!(
            "ranks of {stations} stations stay within the band: reported turnouts differ from station to \
             station as on simulated days"
        ),
        Spread::Wider => format!(
            "ranks of {stations} stations leave the band: reported turnouts differ more from station to \
             station than the assumptions let them"
        ),
        Spread::Narrower => format!(
            "ranks of {stations} stations leave the band: reported turnouts differ otherwise from station to \
             station than the assumptions say, not more"
        ),
    }
}

/// Where, among how many days, under which assumptions, with which numbers.
pub fn subtitle(
    scenario: &Scenario,
    variant: &VariantComparison,
    returns: &StationReturns,
    (of, ranks): (&StationComparison, &StationRanks),
) -> String {
    format!(
        "{}; {} simulated days; {}; largest difference {}, limit {}, p = {}",
        place_of(scenario, returns),
        whole(of.days as f64),
        assumptions(scenario, &variant.id, &variant.label),
        decimal(ranks.distance, 2),
        decimal(ranks.limit, 2),
        probability(ranks.p),
    )
}

/// The poll and the set of stations.
pub fn place(scenario: &Scenario, of: &StationComparison) -> String {
    place_of(scenario, &scenario.returns[of.returns])
}

/// What it means to stay or to leave.
pub fn meaning(of: &StationComparison, ranks: &StationRanks) -> String {
    let middle = (ranks.in_middle_half * of.stations.len() as f64).round();
    let middle = format!(
        "{} of {} ranks lie in the middle half, where a half of even ranks would",
        whole(middle),
        whole(of.stations.len() as f64)
    );
    match (ranks.spread(), of.may_differ) {
        (Spread::AsSimulated, _) => format!(
            "{middle}. Nothing here speaks against the assumption on how much stations differ (overdispersion); \
             that is no proof of it either."
        ),
        (Spread::Wider, false) => format!(
            "{middle}. That was to be expected: the assumptions let stations differ by chance alone \
             (overdispersion 0), and real places differ."
        ),
        (Spread::Wider, true) => format!(
            "{middle}. The assumption on how much stations differ (overdispersion) is too narrow for this report, \
             or stations differ in ways the model does not hold, such as kinds of quarters. It says nothing \
             about why."
        ),
        (Spread::Narrower, _) => format!(
            "{middle}. The assumption on how much stations differ (overdispersion) is too wide for this report, \
             or of another shape. It says nothing about why."
        ),
    }
}

/// How to read it.
pub fn caption(of: &StationComparison, ranks: &StationRanks) -> String {
    format!(
        "Each reported station stands among the same station on {} simulated days, by its turnout less that of all \
         these stations on the same day: whether the day as a whole fits is asked above. Were the stations \
         like simulated ones, their ranks would be spread evenly and the line would stay in the shaded band, \
         which is drawn so that 95 of 100 simulated days, each taken as the report in its turn, stay inside. {}",
        whole(of.days as f64),
        meaning(of, ranks)
    )
}

/// The key numbers, for readers who do not see the picture.
pub fn description(of: &StationComparison, ranks: &StationRanks) -> String {
    format!(
        "Ranks of {} stations among {} simulated days as the difference of their distribution from an even \
         one. The largest difference is {}; 95 of 100 simulated days stay at or below {}; p = {}. {}",
        whole(of.stations.len() as f64),
        whole(of.days as f64),
        decimal(ranks.distance, 3),
        decimal(ranks.limit, 3),
        probability(ranks.p),
        meaning(of, ranks)
    )
}

/// What was left out, and why; empty when nothing was.
pub fn left_out(of: &StationComparison) -> String {
    let some = |n: usize, why: &str| match n {
        0 => None,
        1 => Some(format!("1 station {why}")),
        n => Some(format!("{} stations {why}", whole(n as f64))),
    };
    let parts = [
        some(of.silent, "that did not report"),
        some(of.empty, "without registered electors"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    match parts.is_empty() {
        true => String::new(),
        false => format!("Left out: {}.", parts.join(", ")),
    }
}
