//! The words of the line-up: a page for the class that tells nothing of where the report stands, and a page
//! with the answer.

use std::fmt::Display;

use super::clean::{inline, plain};
use super::figures::{named, quantity};
use super::locale::LOCALE;
use super::numbers::whole;
use crate::compare::lineup::{DAYS, Lane, LineUp, PANELS};
use crate::model::{Figure, Precision, Reported, Scenario};

/// Headings and fixed texts of both pages, by the name under which the templates ask for them.
pub const ON_THE_PAGES: &[(&str, &str)] = &[
    ("language", "en"),
    ("kicker", "Line-up"),
    ("skip", "Skip to the panels"),
    ("skip_answer", "Skip to the answer"),
    ("question", "Which one is different?"),
    (
        "lead",
        "One of these 20 panels shows the figures as they were reported. The other 19 show simulated days.",
    ),
    ("how", "How to play"),
    ("letters", "What a panel shows"),
    (
        "scales",
        "A dot stands on a line of its own for each letter: further to the right is more. The line is the same in all panels, from the smallest to the largest of the 20 values. A thin line joins the dots of one day. Simulated values are rounded as the reported ones are.",
    ),
    ("panels", "The panels"),
    ("panel", "Panel"),
    ("as_table", "The same as a table"),
    ("table_caption", "What each panel shows"),
    ("answer", "The answer"),
    ("one_in_twenty", "What 1 in 20 means"),
    (
        "class_caption",
        "How many must pick the report for guessing to be a poor explanation",
    ),
    ("viewers", "Who looked"),
    ("strained", "By guessing once in 20 times or less"),
    ("outside", "Once in 1,000 times or less"),
    ("shows", "What a pick shows, and what not"),
    ("beside", "The report beside the 19 days"),
    ("what", "What it is"),
    ("reported", "Reported"),
    ("figure", "Figure"),
    ("rank", "Among the 19 simulated days"),
    ("again", "Doing it again"),
    (
        "again_note",
        "Same file, same seed, same version: the same two pages, byte for byte. Another seed, or --seed random, puts the report elsewhere among other days.",
    ),
];

/// What the players do, a step each.
pub const HOW: [&str; 4] = [
    "Look at all panels for two minutes. Do not talk.",
    "Write down the number of the panel that looks most different from the others, and one sentence why.",
    "Everybody shows the number at the same time. Count how often each panel was picked.",
    "Then open the page with the answer, answer.html, which was written beside this one.",
];

/// What the machine-readable document is to be read with.
pub const NOTE: &str = "Panels count from 1. At `position` are the figures as reported; `days` says which simulated day each \
    other panel shows. Values are rounded as the report is.";

/// Who may not play.
pub const FAIR: &str = "Whoever has seen the reported figures before can count the picks, but not pick: \
    the game is about what can be seen, not about what is remembered.";

/// The panel of the report, from 0, in a sentence.
pub fn answer(of: &LineUp) -> String {
    format!("The reported figures are in panel {}.", of.position + 1)
}

/// What the other panels are.
pub fn others(assumptions: &str) -> String {
    format!(
        "The other {DAYS} panels are simulated days 1 to {DAYS}, in this order, under “{}”. Where the report \
         stands was drawn by dice of its own.",
        plain(assumptions)
    )
}

/// What 1 in 20 means, a paragraph each.
pub const ONE_IN_TWENTY: [&str; 2] = [
    "If the report is a day like the simulated ones, nothing tells its panel from the others, and whoever \
     picks one picks the report with a chance of 1 in 20, however good his eyes are. So one person who picks \
     it has seen something, or has had the luck that comes once in 20 times.",
    "Several who pick it, each alone, are much harder to put down to luck. The table says how many it takes. \
     It holds for people who guess independently. Real people look at the same picture: a simulated day that \
     happens to stick out draws many of them, and so may the report. Then the count is worth less than the \
     table says (VanderPlas and others 2021).",
];

/// What a pick shows and does not show: a term and what is to be said of it.
pub const SHOWS: [(&str, &str); 4] = [
    (
        "Most picked the report",
        "It can be seen to differ from days under these assumptions. That does not say why. The assumptions may \
         be wrong, or the figures, or both; and a difference that is seen may be small.",
    ),
    (
        "Few or none picked it",
        "In this picture it does not stand out among 19 days. That does not confirm it: a figure that hardly any \
         day reaches can go unseen among 20 panels, and a wrong figure that looks ordinary always does.",
    ),
    (
        "Another panel was picked by many",
        "A day that chance alone made looks stranger than the report. Worth keeping in mind whenever something \
         looks strange.",
    ),
    (
        "In no case",
        "A pick never says how likely the report is to be right, nor anything about a person. How rare the \
         figures are under these assumptions is told by scrutineer run, which counts thousands of days \
         instead of 19.",
    ),
];

/// Letter of a figure, from 0.
pub fn letter(at: usize) -> char {
    char::from(b'A' + at.min(25) as u8)
}

/// Title of all panels on one sheet.
pub const SHEET: &str = "Which one is different? Twenty panels, one of them as reported";

/// Number of a panel, from 0.
pub fn number(at: usize) -> String {
    (at + 1).to_string()
}

/// Title of a panel, from 0.
pub fn panel(at: usize) -> String {
    format!("Panel {}", at + 1)
}

/// What a panel shows, for those who do not see it.
pub fn description(of: &LineUp, panel: usize) -> String {
    let each: Vec<String> = (of.figures.iter().enumerate())
        .map(|(at, lane)| format!("{} {}", letter(at), value(lane, panel)))
        .collect();
    each.join("; ")
}

/// A value, with the decimals that all values of its figure have.
pub fn value(lane: &Lane, panel: usize) -> String {
    let number = LOCALE.fixed(lane.values[panel], lane.decimals);
    match lane.percent {
        true => LOCALE.with_unit(&number, "%"),
        false => number,
    }
}

/// What a figure is called on the page that must not tell it: its name, or what it counts where the name
/// holds a number that was reported.
pub fn name(scenario: &Scenario, reported: &Reported) -> String {
    let name = named(scenario, reported);
    match gives_away(scenario, &name) {
        true => quantity(scenario, reported),
        false => name,
    }
}

/// The title of the page, as far as it tells no reported number.
pub fn title(scenario: &Scenario) -> String {
    let title = plain(&scenario.title);
    match gives_away(scenario, &title) {
        true => inline(&scenario.name),
        false => title,
    }
}

/// How the values of a figure are written: what all of them, the report's too, leave out.
pub fn form(figure: &Figure) -> &'static str {
    match *figure {
        Figure::Count(it) => form_of(it),
        Figure::Percent(it) => form_of(it),
    }
}

fn form_of<T>(precision: Precision<T>) -> &'static str {
    match precision {
        Precision::Exact(_) | Precision::Rounded { .. } => "",
        Precision::About { .. } => " (about)",
        Precision::MoreThan(_) => " (more than)",
        Precision::AtLeast(_) => " (at least)",
        Precision::LessThan(_) => " (less than)",
        Precision::AtMost(_) => " (at most)",
        Precision::Between(..) => " (middle of a span)",
    }
}

/// Whether a text holds a reported number of more than two digits.
fn gives_away(scenario: &Scenario, text: &str) -> bool {
    // A space may stand within a number or between two.
    let mut told = digits(text);
    told.extend(digits(&text.replace(' ', "\u{a0}")));
    let mut printed = scenario.reported.iter();
    printed.any(|it| {
        let numbers = digits(&super::published_short(&it.figure));
        numbers.iter().any(|it| it.len() > 2 && told.contains(it))
    })
}

/// The numbers of a text, as their digits without what separates thousands and decimals.
fn digits(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut all = vec![String::new()];
    for (at, c) in chars.iter().enumerate() {
        let separates =
            at > 0 && digit(at - 1) && digit(at + 1) && ",._'\u{a0}\u{2009}\u{202f}".contains(*c);
        match (c.is_ascii_digit(), separates) {
            (true, _) => all.last_mut().expect("never empty").push(*c),
            (false, true) => {}
            (false, false) => all.push(String::new()),
        }
    }
    all.retain(|it| !it.is_empty());
    all
}

/// Where the report's value stands among those of the simulated days.
pub fn rank(lane: &Lane, position: usize) -> String {
    match lane.around(position) {
        [_, 0, 0] => format!("larger than all {DAYS}"),
        [0, 0, _] => format!("smaller than all {DAYS}"),
        [below, 0, above] => format!("{below} are smaller, {above} larger"),
        [below, level, above] => format!("{below} are smaller, {above} larger, {level} the same"),
    }
}

/// What a panel of the answer is.
pub fn what(of: &LineUp, panel: usize) -> String {
    match of.day(panel) {
        None => "as reported".into(),
        Some(day) => format!("simulated day {}", day + 1),
    }
}

/// So many people who looked.
pub fn viewers(n: u64) -> String {
    match n {
        1 => "1 person".into(),
        n => format!("{} people", whole(n as i64)),
    }
}

/// The fewest of them who must pick it.
pub fn needed(n: Option<u64>) -> String {
    match n {
        Some(n) => whole(n as i64),
        None => "too few people".into(),
    }
}

/// A line-up of a single figure says little.
pub fn single(of: &LineUp) -> Option<String> {
    (of.figures.len() == 1).then(|| {
        format!(
            "A panel here holds a single figure, so the game asks no more than whether the report is the most \
             extreme of {PANELS}."
        )
    })
}

/// What the command says when it is done: what the panels show, and which file is for whom.
pub fn done(scenario: &Scenario, of: &LineUp, [show, slide, keep]: [impl Display; 3]) -> String {
    let mut text = format!("{PANELS} panels, one of them as reported. Each shows:\n\n");
    for (at, lane) in of.figures.iter().enumerate() {
        let name = name(scenario, &scenario.reported[lane.reported]);
        text.push_str(&format!("  {}  {name}\n", letter(at)));
    }
    text + &format!("\n  to show:      {show}\n  for a slide:  {slide}\n  to keep back: {keep}\n")
}

/// A folder that has these very pages.
pub fn there(path: impl Display) -> String {
    format!("{path}: these very pages are there already")
}

/// In what a folder differs that must not be overwritten.
pub const OTHER: &str = "it holds another line-up";

/// Footer of both pages.
pub fn made(version: &str) -> String {
    format!("Made by Scrutineer {version}. Everything on this page holds under its assumptions.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn numbers_are_found_whatever_separates_their_digits() {
        assert_eq!(
            digits("52,163 of 82.500, in 2006."),
            ["52163", "82500", "2006"]
        );
        assert_eq!(digits("94.6 %"), ["946"]);
        assert!(digits("none").is_empty());
    }

    #[test]
    fn a_text_gives_away_a_reported_number_of_three_digits_or_more() {
        let scenario = sample::scenario();
        let told = &scenario.reported[0].figure;
        assert_eq!(*told, Figure::Count(Precision::Exact(42_163)));
        for apart in ["", ",", ".", " ", "\u{a0}", "\u{202f}", "'"] {
            let text = format!("in all 42{apart}163, it was said");
            assert!(gives_away(&scenario, &text), "{text}");
        }
        for text in ["in all", "142,163", "42,1639", "42 of 163", "42"] {
            assert!(!gives_away(&scenario, text), "{text}");
        }
    }

    #[test]
    fn the_rank_in_words() {
        let lane = |values: &[f64]| Lane {
            reported: 0,
            percent: false,
            decimals: 0,
            values: values.to_vec(),
        };
        let mut values: Vec<f64> = (0..20).map(f64::from).collect();
        assert_eq!(rank(&lane(&values), 19), "larger than all 19");
        assert_eq!(rank(&lane(&values), 0), "smaller than all 19");
        assert_eq!(rank(&lane(&values), 4), "4 are smaller, 15 larger");
        values[5] = 4.0;
        assert_eq!(
            rank(&lane(&values), 4),
            "4 are smaller, 14 larger, 1 the same"
        );
    }
}
