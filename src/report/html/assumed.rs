//! The section "What was assumed, and from which source".

use serde::Serialize;

use crate::model::{Input, Scenario, SourceId};
use crate::report::{clean, words};

/// Everything the simulation was told.
#[derive(Serialize)]
pub struct Assumed {
    groups: Vec<Item>,
    totals: Vec<Item>,
    polls: Vec<PollView>,
    overlaps: Vec<Item>,
    disturbances: Vec<Item>,
    uncertain: Vec<InputView>,
    certain: Vec<InputView>,
    correlations: Vec<Item>,
    context: Vec<Item>,
    sources: Vec<SourceView>,
    unsourced: Vec<String>,
}

/// A thing, what is said about it, and from where.
#[derive(Serialize)]
struct Item {
    label: String,
    text: String,
    sources: Vec<usize>,
}

#[derive(Serialize)]
struct PollView {
    label: String,
    hours: String,
    roll: String,
    sources: Vec<usize>,
    admits: Vec<Item>,
    excludes: Vec<Item>,
    stations: Vec<Item>,
    contests: Vec<Item>,
}

#[derive(Serialize)]
struct InputView {
    label: String,
    path: String,
    law: String,
    implied: Option<[String; 3]>,
    sources: Vec<usize>,
    note: Option<String>,
}

#[derive(Serialize)]
struct SourceView {
    title: String,
    url: Option<String>,
    text: Option<String>,
    date: Option<String>,
    note: Option<String>,
    judgement: bool,
}

fn numbers(sources: &[SourceId]) -> Vec<usize> {
    sources.iter().map(|s| s.0 + 1).collect()
}

fn item(label: String, text: String, sources: &[SourceId]) -> Item {
    Item {
        label,
        text,
        sources: numbers(sources),
    }
}

impl Assumed {
    /// Words the base set of assumptions.
    pub fn of(scenario: &Scenario) -> Self {
        let of = &scenario.assumptions;
        let (certain, uncertain): (Vec<&Input>, Vec<&Input>) =
            of.inputs.iter().partition(|i| i.is_fixed());
        let input = |id: crate::model::InputId| &of.inputs[id.0].label;
        Self {
            groups: of
                .groups
                .iter()
                .map(|g| item(clean::inline(&g.label), words::group(of, g), &g.sources))
                .collect(),
            totals: of
                .totals
                .iter()
                .map(|t| {
                    item(
                        clean::inline(&t.label),
                        words::total(of, t),
                        &of.inputs[t.value.0].sources,
                    )
                })
                .collect(),
            polls: polls(scenario),
            overlaps: of
                .overlaps
                .iter()
                .map(|o| item(String::new(), words::overlap(of, o), &o.sources))
                .collect(),
            disturbances: of
                .disturbances
                .iter()
                .map(|d| item(String::new(), words::disturbance(of, d), &d.sources))
                .collect(),
            uncertain: uncertain.into_iter().map(InputView::of).collect(),
            certain: certain.into_iter().map(InputView::of).collect(),
            correlations: of
                .correlations
                .iter()
                .map(|c| {
                    let (a, b) = (input(c.between.0), input(c.between.1));
                    let pair = format!("{} and {}", clean::inline(a), clean::inline(b));
                    item(pair, words::correlation(c.rank), &c.sources)
                })
                .collect(),
            context: scenario
                .context
                .iter()
                .map(|c| item(clean::inline(&c.label), words::whole(c.persons), &c.sources))
                .collect(),
            sources: scenario.sources.iter().map(SourceView::of).collect(),
            unsourced: of
                .inputs
                .iter()
                .filter(|i| i.sources.is_empty())
                .map(|i| clean::plain(&i.path))
                .collect(),
        }
    }
}

fn polls(scenario: &Scenario) -> Vec<PollView> {
    let of = &scenario.assumptions;
    let poll = |p: &crate::model::Poll| PollView {
        label: clean::inline(&p.label),
        hours: words::hours(p),
        roll: words::roll(of, p),
        sources: numbers(&p.sources),
        admits: p
            .admits
            .iter()
            .map(|a| {
                let text = words::take_part(of, a.participation);
                item(
                    words::group_label(of, a.group),
                    text,
                    &of.inputs[a.participation.0].sources,
                )
            })
            .collect(),
        excludes: p
            .excludes
            .iter()
            .map(|e| {
                item(
                    words::group_label(of, e.group),
                    clean::inline(&e.reason),
                    &e.sources,
                )
            })
            .collect(),
        stations: p
            .stations
            .iter()
            .map(|s| item(clean::inline(&s.label), words::stations(of, s), &s.sources))
            .collect(),
        contests: p
            .contests
            .iter()
            .map(|c| item(clean::inline(&c.label), words::contest(of, c), &[]))
            .collect(),
    };
    of.polls.iter().map(poll).collect()
}

impl InputView {
    fn of(input: &Input) -> Self {
        Self {
            label: clean::inline(&input.label),
            path: clean::plain(&input.path),
            law: words::law(&input.law, input.unit),
            implied: words::implied(input),
            sources: numbers(&input.sources),
            note: input.note.as_deref().map(clean::inline),
        }
    }
}

impl SourceView {
    fn of(source: &crate::model::Source) -> Self {
        let url = source.url.as_deref();
        Self {
            title: clean::inline(&source.title),
            url: url.and_then(clean::link).map(String::from),
            text: url.filter(|u| clean::link(u).is_none()).map(clean::inline),
            date: source.date.as_deref().map(clean::inline),
            note: source.note.as_deref().map(clean::inline),
            judgement: source.judgement,
        }
    }
}
