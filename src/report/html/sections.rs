//! The sections of the page about what was found: figures, bounds, findings, sets of assumptions.

use serde::Serialize;

use crate::compare::capacity::{self, Ends};
use crate::compare::{Bound, Comparison, FigureComparison, Grade, Joint, VariantComparison};
use crate::model::{Assumptions, PollId, Scenario};
use crate::report::{clean, words};

/// One reported figure beside its simulated values.
#[derive(Serialize)]
pub struct Row {
    poll: String,
    label: String,
    who: String,
    reported: String,
    precision: String,
    may_be: String,
    counts: String,
    remarkable: &'static str,
    simulated: String,
    chance_only: String,
    days: String,
    chance: String,
    standing: &'static str,
    verdict: String,
    headline: bool,
    no_test: bool,
    sources: Vec<usize>,
    note: Option<String>,
}

/// Every figure of a set of assumptions.
pub fn rows(scenario: &Scenario, of: &VariantComparison) -> Vec<Row> {
    of.figures.iter().filter_map(|f| row(scenario, f)).collect()
}

fn row(scenario: &Scenario, f: &FigureComparison) -> Option<Row> {
    let reported = words::reported(scenario, f)?;
    let percent = f.claim.percent;
    let who = [reported.stage.as_deref(), reported.claimant.as_deref()];
    Some(Row {
        poll: words::polls(scenario, reported),
        label: words::label(reported),
        who: who
            .into_iter()
            .flatten()
            .map(clean::inline)
            .collect::<Vec<_>>()
            .join(", "),
        reported: words::published_short(&reported.figure),
        precision: words::published(&reported.figure),
        may_be: words::claim(&f.claim),
        counts: words::quantity(scenario, reported),
        remarkable: words::direction(reported.direction),
        simulated: words::span(f.simulated.q025, f.simulated.q975, percent),
        chance_only: words::span(f.chance_only.q025, f.chance_only.q975, percent),
        days: words::hits(&f.tail),
        chance: words::chance_short(&f.tail),
        standing: f.standing.word(),
        verdict: words::verdict(scenario, f, reported),
        headline: reported.headline,
        no_test: reported.used_for_assumptions,
        sources: reported.sources.iter().map(|s| s.0 + 1).collect(),
        note: reported.note.as_deref().map(clean::inline),
    })
}

/// A hard bound with its arithmetic.
#[derive(Serialize)]
pub struct BoundView {
    label: String,
    standing: &'static str,
    sentence: String,
    steps: Vec<String>,
    broken: bool,
}

/// The bounds of all figures; those that a claim breaks come first.
pub fn bounds(scenario: &Scenario, of: &VariantComparison) -> Vec<BoundView> {
    let mut all: Vec<BoundView> = of
        .figures
        .iter()
        .filter_map(|f| {
            let reported = words::reported(scenario, f)?;
            let printed = words::published_short(&reported.figure);
            Some(BoundView {
                label: format!("{}, {printed}", words::named(scenario, reported)),
                standing: f.standing.word(),
                sentence: words::bound(f, &printed),
                steps: steps(&f.bound),
                broken: f.bound.broken,
            })
        })
        .collect();
    all.sort_by_key(|b| !b.broken);
    all
}

/// What doors, booths and hours let through in one poll, against what was reported.
#[derive(Serialize)]
pub struct CapacityView {
    label: String,
    sentence: String,
    steps: Vec<String>,
}

/// The polls of which a number of ballots is reported, under the base assumptions; none where the
/// scenario's hours and booths are stand-ins (`clock = false`).
pub fn capacity(scenario: &Scenario) -> Vec<CapacityView> {
    if !scenario.clock {
        return Vec::new();
    }
    let polls = scenario.assumptions.polls.iter().enumerate();
    polls
        .filter_map(|(at, poll)| {
            let bounds = [Ends::Median, Ends::Generous]
                .map(|ends| capacity::bound(&scenario.assumptions, PollId(at), ends));
            let paces = capacity::paces(scenario, PollId(at));
            let [median, generous] = &bounds;
            let differ = (median.sets != generous.sets).then_some(generous);
            let shown = std::iter::once(median).chain(differ);
            Some(CapacityView {
                label: clean::inline(&poll.label),
                sentence: words::capacity::against_the_clock(scenario, &paces, median)?,
                steps: shown
                    .flat_map(|it| words::capacity::bound(poll, it))
                    .collect(),
            })
        })
        .collect()
}

/// The joint claim with its arithmetic.
pub fn joint(of: &Joint) -> BoundView {
    BoundView {
        label: String::new(),
        standing: of.standing.word(),
        sentence: words::double(of),
        steps: steps(&of.voters),
        broken: of.must_be_double.is_some_and(|n| n > 0),
    }
}

fn steps(bound: &Bound) -> Vec<String> {
    bound.steps.iter().map(words::bound_step).collect()
}

/// A finding of the report's arithmetic.
#[derive(Serialize)]
pub struct Finding {
    check: &'static str,
    message: String,
    chance: Option<String>,
}

/// The findings of a grade.
pub fn findings(scenario: &Scenario, comparison: &Comparison, grade: Grade) -> Vec<Finding> {
    comparison
        .findings
        .iter()
        .filter(|f| f.grade == grade)
        .map(|f| Finding {
            check: f.check,
            message: words::finding(scenario, f),
            chance: f.chance.map(words::probability),
        })
        .collect()
}

/// Looks and findings of every check.
pub fn checks(comparison: &Comparison) -> Vec<[String; 3]> {
    let row = |c: &(&str, u64, u64)| {
        [
            c.0.to_string(),
            words::whole(c.1 as i64),
            words::whole(c.2 as i64),
        ]
    };
    comparison.looks.by_check.iter().map(row).collect()
}

/// The standings of all figures under all sets of assumptions.
#[derive(Serialize)]
pub struct Sets {
    labels: Vec<String>,
    rows: Vec<SetStandings>,
}

#[derive(Serialize)]
struct SetStandings {
    poll: String,
    label: String,
    cells: Vec<SetCell>,
    depends: bool,
    no_test: bool,
}

#[derive(Serialize)]
struct SetCell {
    standing: &'static str,
    days: String,
}

/// Side by side; `None` with a single set.
pub fn sets(scenario: &Scenario, comparison: &Comparison) -> Option<Sets> {
    let base = comparison
        .variants
        .first()
        .filter(|_| comparison.variants.len() > 1)?;
    let depends = |at: Option<usize>| {
        comparison
            .across
            .iter()
            .any(|a| a.figure == at && a.depends)
    };
    let figures = base.figures.iter().enumerate().filter_map(|(at, f)| {
        let reported = words::reported(scenario, f)?;
        let label = format!(
            "{}, {}",
            words::label(reported),
            words::published_short(&reported.figure)
        );
        let cells = comparison
            .variants
            .iter()
            .filter_map(|v| v.figures.get(at))
            .map(|f| SetCell {
                standing: f.standing.word(),
                days: words::hits(&f.tail),
            });
        Some(SetStandings {
            poll: words::polls(scenario, reported),
            label,
            cells: cells.collect(),
            depends: depends(Some(at)),
            no_test: reported.used_for_assumptions,
        })
    });
    let joint = base.joint.as_ref().map(|_| {
        let cells = comparison
            .variants
            .iter()
            .filter_map(|v| v.joint.as_ref())
            .map(|j| SetCell {
                standing: j.standing.word(),
                days: words::hits(&j.tail),
            });
        SetStandings {
            poll: String::new(),
            label: words::terminal::HEADLINES_TOGETHER.into(),
            cells: cells.collect(),
            depends: depends(None),
            no_test: false,
        }
    });
    Some(Sets {
        labels: comparison
            .variants
            .iter()
            .map(|v| clean::inline(&v.label))
            .collect(),
        rows: figures.chain(joint).collect(),
    })
}

/// What a rival set of assumptions changes.
#[derive(Serialize)]
pub struct SetRow {
    label: String,
    note: Option<String>,
    changes: Vec<[String; 3]>,
    paths: Vec<String>,
}

/// The rival sets: inputs whose law differs from the base set's, with both laws.
pub fn set_rows(scenario: &Scenario, comparison: &Comparison) -> Vec<SetRow> {
    let run = |id: &str| comparison.variants.iter().any(|v| v.id == id);
    scenario
        .variants
        .iter()
        .filter(|v| run(&v.id))
        .map(|v| SetRow {
            label: clean::inline(&v.label),
            note: v.note.as_deref().map(clean::inline),
            changes: changes(&scenario.assumptions, &v.assumptions),
            paths: v.overrides.iter().map(|p| clean::plain(p)).collect(),
        })
        .collect()
}

fn changes(base: &Assumptions, rival: &Assumptions) -> Vec<[String; 3]> {
    rival
        .inputs
        .iter()
        .filter_map(|input| {
            let before = base.inputs.iter().find(|b| b.path == input.path);
            if before.is_some_and(|b| b.law == input.law) {
                return None;
            }
            let before = before.map_or(words::NOT_AN_INPUT.into(), |b| words::law(&b.law, b.unit));
            Some([
                clean::inline(&input.label),
                before,
                words::law(&input.law, input.unit),
            ])
        })
        .collect()
}

/// How the day went at one poll.
#[derive(Serialize)]
pub struct Day {
    poll: String,
    capacity: String,
    longest_wait: String,
    at_close: String,
    lost: String,
}

/// Queues and capacity, one entry a poll.
pub fn days(scenario: &Scenario, of: &VariantComparison) -> Vec<Day> {
    of.days
        .iter()
        .map(|day| Day {
            poll: scenario
                .assumptions
                .polls
                .get(day.poll)
                .map_or(String::new(), |p| clean::inline(&p.label)),
            capacity: words::capacity::per_hour(day.capacity_per_hour),
            longest_wait: words::capacity::half_below(&day.longest_wait, true),
            at_close: words::capacity::half_below(&day.waiting_at_close, false),
            lost: words::capacity::half_below(&day.lost, false),
        })
        .collect()
}

/// The warnings of all sets, each once.
pub fn warnings(comparison: &Comparison) -> Vec<String> {
    words::all_warnings(comparison)
}
