//! The standing texts of the page: method, limits, glossary, notes under headings.

use super::numbers::{counted, list, whole};
use crate::compare::{Comparison, Grade};
use crate::words::RunInfo;

/// A term and its explanation.
pub type Entry = (&'static str, &'static str);

/// What stands under the title of a scenario whose figures are trusted.
pub const CONTROL: &str = "A control: its figures are not in dispute.";

/// Terms the page uses, in the order of the alphabet.
pub const GLOSSARY: &[Entry] = &[
    (
        "Ballots cast",
        "Ballots put into the boxes, valid or not; the same as participants. Turnout is ballots cast divided by a base.",
    ),
    (
        "Base of a percentage",
        "What a percentage is a part of: registered electors, ballots cast, valid votes or all adults admitted. 94 % of valid votes and 94 % of registered electors are different claims, so the base is always named.",
    ),
    (
        "Bits of surprise",
        "The probability said in coins: 10 bits is as surprising as 10 heads in a row, about 1 in 1,000. Computed as minus the logarithm to base 2 of p.",
    ),
    (
        "Chance only",
        "Simulated days in which every uncertain input stays at its median, so that only chance is left: who comes, when, and how they vote.",
    ),
    (
        "Hard bound",
        "The largest or smallest value that any draw from the stated ranges can give, computed by arithmetic and with no assumption on turnout. A claim beyond it is called impossible under the assumptions.",
    ),
    (
        "Input",
        "One number the simulation needs: residents of an area, the share of voting age, booths in a station. Most are uncertain and follow a stated law.",
    ),
    (
        "p-value",
        "The probability that a simulated day is at least as extreme as the reported figure, if the assumptions hold: days that were, plus one, divided by all days, plus one. It is not the probability that the report is right, nor that it is wrong.",
    ),
    (
        "Predictive interval",
        "The span that holds a stated share of simulated days, 95 of 100 unless said otherwise.",
    ),
    (
        "Rank correlation",
        "How strongly two inputs move together, from -1 (always opposite) to 1 (always together), judged by their order alone.",
    ),
    (
        "Registered electors",
        "The persons on the roll of a poll. The roll is a base for percentages; persons may be added on the day.",
    ),
    (
        "Simulated day",
        "One polling day played through voter by voter with one draw of every uncertain input.",
    ),
    (
        "Standing",
        "How a figure stands under a set of assumptions: within, strained, outside or impossible. The thresholds are given under the method.",
    ),
    (
        "Tail area",
        "The share of simulated days at or beyond the near edge of what the figure may stand for. Taking the near edge favours the reporter.",
    ),
    (
        "Turnout",
        "Ballots cast as a percentage of a base, usually of registered electors.",
    ),
    (
        "Valid votes",
        "Ballots that count for one of the options; the others are invalid.",
    ),
];

/// What the page cannot tell.
pub const LIMITS: &[&str] = &[
    "Everything here holds under the stated assumptions. If they are wrong, so may be every number below; that is why each of them stands on this page with its source.",
    "A figure that is strained, outside or impossible does not fit these assumptions. Which of the two is wrong, the figure or an assumption, cannot be told from the simulation.",
    "A figure that is within is not thereby right. Invented figures are often plausible.",
    "None of the probabilities says how likely a report is to be right. That would need rival explanations and how likely each was beforehand, which are not simulated here.",
    "Nothing is said about who did what, or why.",
    "The interval beside a probability covers only the error of counting a limited number of simulated days. The error of the assumptions is usually larger; the variants side by side give an idea of it.",
    "Whoever looks at many figures finds something: among 20 that all fit, at most one on average comes out as strained by chance alone.",
    "Each person votes at most once in a poll and at the station of their set. Whatever the scenario does not state, such as weather, roads or pressure, is part of its ranges or it is absent.",
];

/// How the numbers were found; each names its method.
pub const METHOD: &[&str] = &[
    "Each simulated day draws every uncertain input once from its stated law, with the stated rank correlations (Gaussian copula), and then plays the day voter by voter: who comes and when, queues, booths, closing time, how ballots are marked (discrete-event simulation).",
    "The reported figures are unknown to the simulation. They are first seen when the finished days are compared with them.",
    "A reported figure is turned into the interval of values it may stand for: 42,000 rounded to 1,000 may be anything from 41,500 to 42,499. Days are counted from the edge nearer to the simulated values, in favour of the reporter.",
    "Of N simulated days, r at least as extreme give p = (r + 1) / (N + 1), which is valid for any N and never 0 (Davison and Hinkley 1997; Phipson and Smyth 2010). The interval beside it is the exact one for r of N (Clopper and Pearson 1934). With r = 0 the 95 % limit 3 / N is given instead (Hanley and Lippman-Hand 1983).",
    "Where the scenario declares that only too high or only too low would be remarkable, one side is counted, which is fair if that was decided before the figure was seen. Otherwise the rarer side is counted and p is doubled. The standing of several claims together is that of a calibrated rank: the share of days as remarkable in one figure or in all, the report among them (Barnard 1963).",
    "Bits of surprise are minus the logarithm to base 2 of p (Greenland 2019), doubled where both sides count; where no day reached the figure, of the 95 % limit.",
    "A hard bound takes the end of every stated range that is most generous to the claim, with everybody admitted taking part, and adds up by interval arithmetic. Persons who must have voted twice or not exist: claims together less all who could vote (Fréchet bound).",
    "All sets of assumptions use the same dice, so that a difference between them comes from the assumptions.",
    "The arithmetic of the report is checked exactly, in whole numbers and fractions, without any simulation.",
];

/// The note under the heading of a grade of findings.
pub fn grade(grade: Grade) -> (&'static str, &'static str) {
    match grade {
        Grade::Hard => (
            "From arithmetic alone",
            "The published figures contradict each other, whatever one assumes.",
        ),
        Grade::Assumptions => (
            "Depending on the assumptions",
            "These hold only as far as the scenario's assumptions or figures from elsewhere do.",
        ),
        Grade::Note => (
            "Notes",
            "Worth a question to the source. They prove nothing: with many looks, some coincidences are to be expected.",
        ),
    }
}

/// How often the arithmetic looked, and what chance alone would give; the same for the figures
/// held against the simulated days.
pub fn looks(comparison: &Comparison) -> String {
    let looks: u64 = comparison.looks.by_check.iter().map(|c| c.1).sum();
    let found: u64 = comparison.looks.by_check.iter().map(|c| c.2).sum();
    let expected = comparison.looks.expected_by_chance;
    let mut text = format!(
        "The arithmetic took {} and made {}.",
        counted(looks, "look", "looks"),
        counted(found, "finding", "findings")
    );
    if expected > 0.0 {
        text.push_str(&format!(
            " Among its looks for coincidences, chance alone would give about {}.",
            super::numbers::significant(expected, 2)
        ));
    }
    text.push_str(&super::together::by_chance(comparison));
    text
}

/// How often a report from a simulated day would have raised an alarm; `None` where it was not tried.
pub fn battery(comparison: &Comparison) -> Option<String> {
    let it = comparison.battery.as_ref()?;
    let share = super::numbers::share;
    let none = |n: u64| match n {
        0 => "none".to_string(),
        n => whole(n as i64),
    };
    Some(format!(
        "If the assumptions held and the report came from such a day, this whole battery ({} at simulated \
         days, and the arithmetic) would have raised at least one alarm in {} of {} simulated days that \
         were taken as the report: {} (95 % interval {} to {}). An alarm is a hard finding, or a figure \
         or the joint claim strained or beyond. Hard findings were raised in {}, something outside in {} \
         of these days.",
        counted(it.looks, "look", "looks"),
        whole(it.alarms as i64),
        whole(it.days as i64),
        share((it.rate.value * 1_000.0).round() / 1_000.0),
        share((it.rate.low * 1_000.0).round() / 1_000.0),
        share((it.rate.high * 1_000.0).round() / 1_000.0),
        none(it.hard),
        none(it.outside)
    ))
}

/// How many findings are on the page only: those that depend on the assumptions, and notes.
pub fn elsewhere(assumptions: usize, notes: usize) -> String {
    let assumptions = (assumptions > 0).then(|| {
        let counted = counted(
            assumptions as u64,
            "finding that depends",
            "findings that depend",
        );
        format!("{counted} on the assumptions")
    });
    let notes = (notes > 0).then(|| counted(notes as u64, "note", "notes"));
    let both: Vec<String> = assumptions.into_iter().chain(notes).collect();
    format!("Also on the page: {}.", list(&both))
}

/// How many figures were compared under how many sets, and how the run was made.
pub fn made(comparison: &Comparison, run: &RunInfo) -> String {
    let sets = comparison.variants.len() as u64;
    let figures = comparison.variants.first().map_or(0, |v| v.figures.len()) as u64;
    let frozen = comparison.variants.first().map_or(0, |v| v.frozen_trials);
    format!(
        "{} under {}; {} each, and {} with chance only. Seed {}. Scrutineer {}.",
        counted(figures, "reported figure", "reported figures"),
        counted(sets, "set of assumptions", "sets of assumptions"),
        counted(
            comparison.variants.first().map_or(run.trials, |v| v.trials),
            "simulated day",
            "simulated days"
        ),
        whole(frozen as i64),
        run.seed,
        crate::words::clean::plain(&run.version),
    )
}

/// Which lane played the days, and what it leaves open.
pub fn lanes(run: &RunInfo) -> String {
    if run.lane == "count" {
        let over = run.played.iter().filter(|played| played.beyond > 0);
        let over = over.map(|played| {
            let (beyond, days) = (whole(played.beyond as i64), whole(played.days as i64));
            let id = crate::words::clean::plain(&played.variant);
            format!(
                " On {beyond} of {days} days ({id}) a set of stations was given more ballots than \
                 its booths can take in the hours of the poll: such a day could not have been played."
            )
        });
        return COUNTED.to_string() + &over.collect::<String>();
    }
    let sets = || run.played.first().into_iter().flat_map(|p| &p.sets);
    let by = |lane: &str| sets().filter(|set| set.1 == lane).count() as u64;
    let said = |n: u64| match n {
        0 => "no set of stations was".into(),
        n => counted(n, "set of stations was", "sets of stations were"),
    };
    let calendar = match by("agenda") {
        0 => "none".into(),
        n => whole(n as i64),
    };
    format!(
        "Under the base assumptions {} played booth by booth without a calendar (station lane) and {} on \
         a calendar of events (agenda); both count the same, vote for vote. The list is in run.json.",
        said(by("station")),
        calendar,
    )
}

/// What the count lane does and does not.
const COUNTED: &str = "The days were counted without a clock (count lane): whoever comes votes. \
    Doors, queues, patience, papers and disturbances were not looked at, and nothing is said about \
    hours, waits, or people who could not vote.";

/// The command that makes the same numbers again, from the folder of the page.
pub fn command(run: &RunInfo) -> String {
    let lane = match run.lane.as_str() {
        "" | "auto" => String::new(),
        lane => format!(" --lane {lane}"),
    };
    format!(
        "scrutineer run scenario.resolved.toml --seed {} --trials {}{lane} --out again",
        run.seed, run.trials
    )
}

/// What the command is good for.
pub fn reproduce() -> String {
    "In the folder of this page, with the same version of the program, this makes the same numbers \
     again, byte for byte, on any number of cores:"
        .into()
}

/// Where the results were written.
pub fn written(folder: &str) -> String {
    format!(
        "Written to {folder}; the page is {}/report.html.",
        folder.trim_end_matches('/')
    )
}

/// How to cite the program.
pub fn cite(version: &str) -> String {
    format!(
        "Scrutineer {}: could the reported figures of a poll have come about, given what we say we know? \
         A discrete-event simulator of polling days. Cite with the seed, the number of simulated days \
         and the scenario file.",
        crate::words::clean::plain(version)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_glossary_is_in_alphabetical_order() {
        assert!(
            GLOSSARY
                .windows(2)
                .all(|w| w[0].0.to_lowercase() <= w[1].0.to_lowercase())
        );
    }
}
