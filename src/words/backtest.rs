//! The back-test in words: what ranks of trusted polls say about this program.

use super::numbers::{amount, counted, fixed, probability, significant, trimmed as decimal, whole};
use crate::compare::backtest::{Backtest, Control, Ranked};
use crate::model::Reported;
use crate::words::clean::inline;

/// The title of the text.
pub const TITLE: &str = "Back-test: trusted figures among their simulated days";

/// The columns of the table of ranks; the last two are one text.
pub const TABLE_HEAD: [&str; 6] = [
    "Figure",
    "Reported",
    "5 %",
    "Middle",
    "95 %",
    "  Rank  Standing",
];

/// How the table is to be read.
pub const NOTE: &str = "Rank: where the reported figure lies among its simulated values, 0 below all \
    and 1 above all; where days tie with it, a point among them is thrown. A star marks the figure \
    that stands for its poll. 5 % and 95 % hold 90 of 100 simulated days. A single rank says nothing \
    about the program: it is the figure's p in other words.";

/// How many days with which seed.
pub fn setting(of: &Backtest, trials: u64, seed: u64) -> String {
    format!(
        "{}, {} in all with a rank; {} simulated days each, seed {seed}.",
        counted(of.controls.len() as u64, "scenario", "scenarios"),
        counted(of.looks, "figure", "figures"),
        whole(trials as i64),
    )
}

/// Which lane played a scenario.
pub fn lane(of: &Control) -> String {
    const BALLOTS: &str =
        "had the same ballots, and on no day were they more than the booths can take.";
    match (of.counted, of.by_clock) {
        (false, _) => "Played hour by hour.".into(),
        (true, 0) => {
            format!("Count lane: no hours are played. A few days played hour by hour {BALLOTS}")
        }
        (true, days) => format!(
            "Count lane, but for figures with a time of day: these lie among the first {} days only, \
             which were played hour by hour. These days {BALLOTS}",
            whole(days as i64)
        ),
    }
}

/// What has no rank, and why; empty when everything has one.
pub fn without(of: &Control) -> String {
    let names = |used: bool| {
        let figures = of.without.iter().map(|&at| &of.scenario.reported[at]);
        let names = figures.filter(|it| it.used_for_assumptions == used);
        names.map(|it| inline(&it.label)).collect::<Vec<_>>()
    };
    let part = |names: Vec<String>, why: &str| match names.is_empty() {
        true => String::new(),
        false => format!("{}: {why}. ", super::list(&names)),
    };
    let used = part(names(true), "used to set an assumption, no test");
    let rest = part(names(false), "no rank, a mere limit or never varying");
    format!("{used}{rest}").trim_end().to_string()
}

/// What a figure is called; a star when it stands for its poll.
pub fn name(reported: &Reported, ranked: &Ranked) -> String {
    let star = if ranked.speaks { " *" } else { "" };
    format!("{}{star}", inline(&reported.label))
}

/// A simulated value.
pub fn value(x: f64, is_percent: bool) -> String {
    amount(x, is_percent)
}

/// A rank with two decimals.
pub fn rank(x: f64) -> String {
    fixed(x, 2)
}

/// What the ranks say together, one sentence each.
pub fn meaning(of: &Backtest) -> Vec<String> {
    let n = of.ranks.len() as u64;
    if n == 0 {
        return vec!["No figure has a rank, so nothing is learnt about the program.".into()];
    }
    let it = &of.calibration;
    let two = |x: f64| significant(x, 2);
    let one_a_poll = format!(
        "One figure stands for each poll, because the figures of a poll rise and fall together: {} \
         from {}.",
        counted(n, "rank", "ranks"),
        counted(of.looks, "figure", "figures")
    );
    let spread = format!(
        "If simulated days are as wide as they should be, ranks are spread evenly from 0 to 1. The \
         largest difference from that is {}; chance alone stays below {} in 95 of 100 lists of {} \
         (p = {}).",
        two(it.distance),
        two(it.limit),
        counted(n, "rank", "ranks"),
        probability(it.p)
    );
    let verdict = match of.leaves_band() {
        true => format!("So these ranks are not spread evenly: {}.", leaning(of)),
        false => format!(
            "So nothing here speaks against the program; but {} would have hidden any difference up to \
             {}, so that this is no proof of it either.",
            counted(n, "poll", "polls"),
            two(it.limit)
        ),
    };
    let middle = format!(
        "{} of {} in the middle half, where a half would lie (95 % interval of the share: {} to {}): \
         more would mean that simulated days are too wide, fewer that they are too narrow.",
        (it.in_middle_half.value * n as f64).round(),
        counted(n, "rank lies", "ranks lie"),
        two(it.in_middle_half.low),
        two(it.in_middle_half.high)
    );
    let strained = format!(
        "Of {}, {} strained or beyond; if each were right, at most about {} would be by chance.",
        counted(of.looks, "figure", "figures"),
        counted(of.strained, "is", "are"),
        two(0.05 * of.looks as f64)
    );
    // The middle half of one or two ranks says nothing.
    let middle = (n > 2).then_some(middle);
    let first = [one_a_poll, spread, verdict];
    first.into_iter().chain(middle).chain([strained]).collect()
}

/// In which way ranks are uneven.
fn leaning(of: &Backtest) -> &'static str {
    let mean = of.ranks.iter().sum::<f64>() / of.ranks.len() as f64;
    let middle = of.calibration.in_middle_half.value;
    if mean > 0.65 {
        "trusted figures lie too high among their simulated values"
    } else if mean < 0.35 {
        "trusted figures lie too low among their simulated values"
    } else if middle > 0.5 {
        "simulated days are wider than they should be"
    } else {
        "simulated days are narrower than they should be"
    }
}

/// Axes, band and reading of the chart of a back-test.
pub const CHART_X: &str = "rank of a trusted figure among its simulated values";
/// What goes up.
pub const CHART_Y: &str = "share of ranks up to there, less the even share";
/// What the shaded part is.
pub const CHART_BAND: &str = "shaded: 95 of 100 lists of even ranks stay inside";
/// How to read it.
pub const CHART_CAPTION: &str = "Each diamond is a poll; the line rises at each by its share and \
    falls evenly between them. If simulated days are as wide as they should be, it stays inside the \
    shaded band in 95 of 100 such lists. The fewer polls, the wider the band, and the less is learnt.";

/// Whether the ranks leave the band.
pub fn chart_title(of: &Backtest) -> String {
    let polls = match of.ranks.len() {
        1 => "The rank of 1 trusted poll".to_string(),
        n => format!("The ranks of {n} trusted polls"),
    };
    match (of.leaves_band(), of.ranks.len()) {
        (true, 1) => format!("{polls} is further out than chance allows"),
        (true, _) => format!("{polls} are less even than chance allows"),
        (false, 1) => format!("{polls} is one that chance gives"),
        (false, _) => format!("{polls} are as even as chance gives"),
    }
}

/// How many ranks of how many scenarios.
pub fn chart_subtitle(of: &Backtest) -> String {
    let days = of.controls.first().map_or(0, |it| it.base.trials);
    format!(
        "Largest difference {}, limit {}; one figure a poll, {} simulated days each",
        decimal(of.calibration.distance, 2),
        decimal(of.calibration.limit, 3),
        whole(days as i64)
    )
}

/// The ranks, for readers who do not see the chart.
pub fn chart_description(of: &Backtest) -> String {
    let ranks: Vec<String> = of.ranks.iter().map(|&x| decimal(x, 2)).collect();
    format!(
        "Ranks of trusted polls among their simulated days: {}. The largest difference from an even \
         spread is {}; 95 of 100 lists of as many even ranks stay below {}.",
        ranks.join(", "),
        decimal(of.calibration.distance, 2),
        decimal(of.calibration.limit, 3)
    )
}
