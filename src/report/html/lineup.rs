//! The two pages of a line-up: one to show, one with the answer. Neither has a script.
//!
//! On the first nothing but the values tells the panels apart; a test holds it to that.

use std::collections::BTreeMap;

use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::{environment, style};
use crate::compare::Standing;
use crate::compare::lineup::{LineUp, PANELS, needed};
use crate::model::Scenario;
use crate::report::Artefact;
use crate::words;
use crate::words::lineup as says;

const SHOWN: &str = include_str!("lineup.html");
const ANSWER: &str = include_str!("lineup_answer.html");
const STYLE: &str = include_str!("lineup.css");

/// Name of the page to show.
pub const PAGE: &str = "lineup.html";
/// Name of the page with the answer.
pub const KEY: &str = "answer.html";

/// Classes of so many people.
const VIEWERS: [u64; 6] = [1, 2, 5, 10, 20, 30];

/// What the pages must know besides the line-up.
#[derive(Clone, Debug)]
pub struct Made<'a> {
    /// What the set of assumptions is called.
    pub assumptions: &'a str,
    /// The command that makes the same pages again.
    pub command: String,
    /// Version of the program.
    pub version: &'a str,
}

#[derive(Serialize)]
struct View<'a> {
    t: BTreeMap<&'static str, &'static str>,
    style: String,
    version: &'a str,
    title: String,
    made: String,
    how: &'static [&'static str],
    fair: &'static str,
    single: Option<String>,
    figures: Vec<FigureView>,
    panels: Vec<PanelView>,
    answer: Option<AnswerView<'a>>,
}

#[derive(Serialize)]
struct FigureView {
    letter: String,
    name: String,
    form: &'static str,
}

#[derive(Serialize)]
struct PanelView {
    number: usize,
    svg: String,
    cells: Vec<String>,
}

/// What only the page with the answer tells.
#[derive(Serialize)]
struct AnswerView<'a> {
    sentence: String,
    others: String,
    position: usize,
    one_in_twenty: &'static [&'static str],
    shows: &'static [(&'static str, &'static str)],
    class: Vec<[String; 3]>,
    ranks: Vec<RankView>,
    what: Vec<String>,
    command: &'a str,
}

#[derive(Serialize)]
struct RankView {
    letter: String,
    name: String,
    reported: String,
    rank: String,
}

/// Both pages. `hidden` and `told` are the panels in their order, without and with the report's marks.
pub fn pages(
    scenario: &Scenario,
    of: &LineUp,
    (hidden, told): (&[String], &[String]),
    roles: &[(&str, &str)],
    made: &Made<'_>,
) -> Vec<Artefact> {
    let page = |name: &str, template: &str, view: View<'_>| {
        let text = environment()
            .render_named_str(name, template, Value::from(Serde(view)))
            .expect("the template is compiled in and a test renders it");
        Artefact {
            name: name.into(),
            bytes: text.trim_start().into(),
        }
    };
    let mut key = view(scenario, of, told, roles, made);
    key.answer = Some(answer(scenario, of, made));
    vec![
        page(PAGE, SHOWN, view(scenario, of, hidden, roles, made)),
        page(KEY, ANSWER, key),
    ]
}

fn view<'a>(
    scenario: &Scenario,
    of: &LineUp,
    svgs: &[String],
    roles: &[(&str, &str)],
    made: &Made<'a>,
) -> View<'a> {
    let figures = of.figures.iter().enumerate().map(|(at, lane)| {
        let reported = &scenario.reported[lane.reported];
        FigureView {
            letter: says::letter(at).to_string(),
            name: says::name(scenario, reported),
            form: says::form(&reported.figure),
        }
    });
    let panel = |panel: usize| PanelView {
        number: panel + 1,
        svg: svgs[panel].clone(),
        cells: (of.figures.iter())
            .map(|lane| says::value(lane, panel))
            .collect(),
    };
    View {
        t: says::ON_THE_PAGES.iter().copied().collect(),
        style: format!("{}{STYLE}", style(roles)),
        version: made.version,
        title: says::title(scenario),
        made: says::made(made.version),
        how: &says::HOW,
        fair: says::FAIR,
        single: says::single(of),
        figures: figures.collect(),
        panels: (0..PANELS).map(panel).collect(),
        answer: None,
    }
}

fn answer<'a>(scenario: &Scenario, of: &LineUp, made: &'a Made<'_>) -> AnswerView<'a> {
    let ranks = of.figures.iter().enumerate().map(|(at, lane)| {
        let reported = &scenario.reported[lane.reported];
        RankView {
            letter: says::letter(at).to_string(),
            name: words::named(scenario, reported),
            reported: words::published_short(&reported.figure),
            rank: says::rank(lane, of.position),
        }
    });
    let class = |viewers: u64| {
        let of = |alpha| says::needed(needed(viewers, alpha));
        let (strained, outside) = (Standing::STRAINED_BELOW, Standing::OUTSIDE_BELOW);
        [says::viewers(viewers), of(strained), of(outside)]
    };
    AnswerView {
        sentence: says::answer(of),
        others: says::others(made.assumptions),
        position: of.position + 1,
        one_in_twenty: &says::ONE_IN_TWENTY,
        shows: &says::SHOWS,
        class: VIEWERS.map(class).to_vec(),
        ranks: ranks.collect(),
        what: (0..PANELS).map(|panel| says::what(of, panel)).collect(),
        command: &made.command,
    }
}
