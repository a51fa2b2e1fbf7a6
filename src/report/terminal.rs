//! The comparison on the terminal: one table and a verdict per figure, in at most 80 columns.
//!
//! Everything is said in words and numbers; colour only repeats it.

use super::layout::{left, right, wrap, wrap_at_most};
use super::page::Page;
use super::words::terminal as says;
use super::{RunInfo, Style, clean, stations, words};
use crate::compare::{
    Comparison, FigureComparison, Finding, Grade, Joint, Standing, VariantComparison,
};
use crate::model::Scenario;

/// Widths of the table's columns but the first: reported, simulated, days, standing.
const COLUMNS: [usize; 4] = [12, 17, 9, 10];
/// Sets of assumptions that fit side by side with the standings written out.
const WRITTEN_OUT: usize = 4;

/// The whole text, lines ended by line feeds.
pub fn terminal(
    scenario: &Scenario,
    comparison: &Comparison,
    run: &RunInfo,
    style: Style,
) -> String {
    let mut page = Page::new(style);
    page.bold(&clean::inline(&scenario.title));
    if scenario.control {
        page.text(words::CONTROL);
    }
    if let Some(question) = &scenario.question {
        page.text(&clean::inline(question));
    }
    page.gap();
    page.text(&words::answer(scenario, comparison).lead);
    if let Some(authors) = words::authors(scenario) {
        page.text(&authors);
    }
    if let Some(base) = comparison.variants.first() {
        table(&mut page, scenario, base, run);
        verdicts(&mut page, scenario, base);
    }
    side_by_side(&mut page, scenario, comparison);
    stations::show(&mut page, scenario, comparison);
    findings(&mut page, scenario, comparison);
    warnings(&mut page, comparison);
    page.finish()
}

/// The answer lines alone: the table, and under every set of assumptions how many days reached each
/// figure. Of more than [`SENTENCES`] figures only those get sentences that do not stand within.
pub fn in_short(
    scenario: &Scenario,
    comparison: &Comparison,
    run: &RunInfo,
    style: Style,
) -> String {
    let mut page = Page::new(style);
    let sets = &comparison.variants;
    if let Some(base) = sets.first() {
        table(&mut page, scenario, base, run);
    }
    for set in sets {
        page.gap();
        if sets.len() > 1 {
            page.bold(&clean::inline(&set.label));
        }
        let few = set.figures.len() <= SENTENCES;
        for figure in &set.figures {
            let Some(reported) = words::reported(scenario, figure) else {
                continue;
            };
            if few || figure.standing != Standing::Within {
                page.item("- ", &words::verdict_in_short(scenario, figure, reported));
                bound_steps(&mut page, figure);
            }
        }
        if let Some(joint) = &set.joint {
            together(&mut page, joint);
        }
        if !few {
            page.gap();
            page.text(&words::expected_by_chance(set));
        }
    }
    page.finish()
}

fn table(page: &mut Page, scenario: &Scenario, base: &VariantComparison, run: &RunInfo) {
    page.heading(&says::under(base, run.seed));
    if page.columns < 72 {
        return narrow_table(page, scenario, base);
    }
    page.rule();
    for (heads, standing) in says::TABLE_HEAD {
        row(page, heads, standing);
    }
    page.rule();
    let mut poll = String::new();
    for figure in &base.figures {
        let Some(reported) = words::reported(scenario, figure) else {
            continue;
        };
        heading_row(page, &mut poll, words::polls(scenario, reported));
        let simulated = &figure.simulated;
        let cells = [
            wrap_at_most(&words::label(reported), first_column(page), 3),
            wrap_at_most(&words::published_short(&reported.figure), COLUMNS[0], 2),
            wrap(
                &words::span(simulated.q025, simulated.q975, figure.claim.percent),
                COLUMNS[1],
            ),
            vec![says::days_as_extreme(figure.tail.hits)],
        ];
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        let standing = if reported.used_for_assumptions {
            words::NO_TEST.to_string()
        } else {
            page.standing(figure.standing, figure.standing.word())
        };
        for line in 0..height {
            let cell = |at: usize| cells[at].get(line).map_or("", String::as_str);
            let standing = if line == 0 { &standing } else { "" };
            row(page, [cell(0), cell(1), cell(2), cell(3)], standing);
        }
    }
    page.rule();
}

/// The polls of the rows that follow, when they change.
fn heading_row(page: &mut Page, current: &mut String, next: String) {
    if next != *current {
        if next.is_empty() {
            page.rule();
        } else {
            page.bold(&next);
        }
        *current = next;
    }
}

/// Columns left for the first column of the table.
fn first_column(page: &Page) -> usize {
    page.columns
        .saturating_sub(COLUMNS.iter().sum::<usize>() + COLUMNS.len() + 1)
}

/// One line of the table; the standing comes last, so that its colour disturbs no width.
fn row(page: &mut Page, cells: [&str; 4], standing: &str) {
    let mut line = left(cells[0], first_column(page));
    for (cell, columns) in cells[1..].iter().zip(COLUMNS) {
        line.push(' ');
        line.push_str(&right(cell, columns));
    }
    page.line(&format!("{line}  {standing}"));
}

/// One block a figure, where the columns do not fit.
fn narrow_table(page: &mut Page, scenario: &Scenario, base: &VariantComparison) {
    for figure in &base.figures {
        let Some(reported) = words::reported(scenario, figure) else {
            continue;
        };
        page.item("- ", &words::named(scenario, reported));
        page.item("  ", &says::row_in_one_line(figure, reported));
    }
}

/// Above this many headline and impossible figures, only the headline ones get sentences.
const SENTENCES: usize = 5;

/// Sentences for the headline figures and, where they are few, for the impossible ones, then the
/// joint verdict. The others have their verdict in the table, and their sentences on the page.
fn verdicts(page: &mut Page, scenario: &Scenario, base: &VariantComparison) {
    let mut told: Vec<_> = base
        .figures
        .iter()
        .filter_map(|f| words::reported(scenario, f).map(|r| (f, r)))
        .filter(|(_, r)| !r.used_for_assumptions)
        .filter(|(f, r)| r.headline || f.standing == Standing::Impossible)
        .collect();
    if told.len() > SENTENCES && told.iter().any(|(_, r)| r.headline) {
        told.retain(|(_, r)| r.headline);
    }
    if !told.is_empty() {
        page.heading(says::VERDICTS);
    }
    for (figure, reported) in &told {
        page.item("- ", &words::verdict(scenario, figure, reported));
        bound_steps(page, figure);
    }
    if let Some(joint) = &base.joint {
        together(page, joint);
    }
    for look in words::together(scenario, base) {
        page.text(&look);
    }
}

/// The arithmetic of a hard bound that a figure breaks.
fn bound_steps(page: &mut Page, figure: &FigureComparison) {
    if figure.standing == Standing::Impossible {
        for step in &figure.bound.steps {
            page.item("    ", &words::bound_step(step));
        }
    }
}

/// The verdict on the headline claims together.
fn together(page: &mut Page, joint: &Joint) {
    page.heading(says::TOGETHER);
    let text = format!(
        "{}. {} {}",
        says::standing_told(joint.standing),
        words::double(joint),
        words::joint_days(joint)
    );
    page.text(&text);
    if joint.standing == Standing::Impossible {
        for step in &joint.voters.steps {
            page.item("    ", &words::bound_step(step));
        }
    }
}

/// A row a figure, a column a set of assumptions.
fn side_by_side(page: &mut Page, scenario: &Scenario, comparison: &Comparison) {
    let sets = &comparison.variants;
    if sets.len() < 2 {
        return;
    }
    page.heading(says::SIDE_BY_SIDE);
    let letters: Vec<String> = (0..sets.len().min(26))
        .map(|n| char::from(b'A' + n as u8).to_string())
        .collect();
    for (letter, set) in letters.iter().zip(sets) {
        page.item(&format!("{letter}  "), &clean::inline(&set.label));
    }
    let written = sets.len() <= WRITTEN_OUT && page.columns >= 72;
    let cell = if written { 10 } else { 3 };
    let fit = ((page.columns - 24) / (cell + 1)).min(letters.len());
    let first = page.columns - fit * (cell + 1);
    page.rule();
    let mut head = left(says::FIGURE, first);
    letters[..fit]
        .iter()
        .for_each(|l| head.push_str(&format!(" {}", left(l, cell))));
    page.line(&head);
    let rows: Vec<(String, String, Vec<Option<Standing>>)> = (0..sets[0].figures.len())
        .filter_map(|at| {
            let reported = words::reported(scenario, &sets[0].figures[at])?;
            let name = words::published_short(&reported.figure);
            let name = format!("{}, {name}", words::label(reported));
            let standings = sets
                .iter()
                .filter_map(|s| s.figures.get(at))
                .map(|f| (!reported.used_for_assumptions).then_some(f.standing));
            Some((words::polls(scenario, reported), name, standings.collect()))
        })
        .chain(sets[0].joint.as_ref().map(|_| {
            let joint = sets
                .iter()
                .filter_map(|s| s.joint.as_ref().map(|j| Some(j.standing)));
            (
                String::new(),
                says::HEADLINES_TOGETHER.into(),
                joint.collect(),
            )
        }))
        .collect();
    let mut poll = String::new();
    for (of, name, standings) in rows {
        heading_row(page, &mut poll, of);
        for (at, part) in wrap_at_most(&name, first, 2).iter().enumerate() {
            let mut line = left(part, first);
            for standing in standings.iter().take(if at == 0 { fit } else { 0 }) {
                let word = match standing {
                    None if written => words::NO_TEST,
                    None => "-",
                    Some(standing) if written => standing.word(),
                    Some(standing) => words::standing_short(*standing),
                };
                line.push(' ');
                line.push_str(&standing.map_or(word.into(), |s| page.standing(s, word)));
                line.push_str(&" ".repeat(cell.saturating_sub(word.len())));
            }
            page.line(&line);
        }
    }
    page.rule();
    if !written {
        page.text(says::SHORT_STANDINGS);
    }
    if fit < sets.len() {
        page.text(says::FURTHER_SETS);
    }
}

/// Findings that need no simulation: hard ones in full, others by number.
fn findings(page: &mut Page, scenario: &Scenario, comparison: &Comparison) {
    let of = |grade| comparison.findings.iter().filter(move |f| f.grade == grade);
    let looks: u64 = comparison.looks.by_check.iter().map(|c| c.1).sum();
    if looks == 0 && comparison.findings.is_empty() {
        return;
    }
    page.heading(says::ARITHMETIC);
    // A gap and the slip that would explain it belong together.
    let here = |f: &&Finding| f.grade == Grade::Hard || f.explains_a_gap();
    let mut shown = 0;
    for finding in of(Grade::Hard).chain(of(Grade::Note)).filter(here) {
        page.item("- ", &words::finding(scenario, finding));
        shown += usize::from(finding.grade == Grade::Note);
    }
    page.text(&words::looks(comparison));
    let assumed = of(Grade::Assumptions).count();
    let notes = of(Grade::Note).count() - shown;
    if assumed + notes > 0 {
        page.text(&words::elsewhere(assumed, notes));
    }
}

fn warnings(page: &mut Page, comparison: &Comparison) {
    let all = words::all_warnings(comparison);
    if all.is_empty() && comparison.unmet.is_empty() {
        return;
    }
    page.heading(says::PLEASE_NOTE);
    for warning in all {
        page.item("- ", &warning);
    }
    for unmet in &comparison.unmet {
        page.item("- ", &words::unmet(unmet));
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout::width;
    use super::*;
    use crate::report::sample;

    fn sample_text(style: Style) -> String {
        terminal(
            &sample::scenario(),
            &sample::comparison(),
            &sample::run(),
            style,
        )
    }

    #[test]
    fn the_sample_reads_well() {
        insta::assert_snapshot!(sample_text(Style::default()));
    }

    #[test]
    fn a_narrow_terminal_is_served_too() {
        insta::assert_snapshot!(sample_text(Style {
            width: 46,
            color: false,
            ascii: true
        }));
    }

    #[test]
    fn no_line_is_wider_than_asked_for_whatever_the_labels() {
        let long = "x".repeat(300);
        let words = "word ".repeat(60);
        let texts =
            sample::HOSTILE
                .iter()
                .copied()
                .chain([long.as_str(), words.as_str(), "漢字 漢字漢字"]);
        for text in texts {
            let (scenario, comparison) = sample::hostile(text);
            for columns in [10, 40, 60, 72, 80, 200] {
                let style = Style {
                    width: columns,
                    color: false,
                    ascii: false,
                };
                let out = terminal(&scenario, &comparison, &sample::run(), style);
                for line in out.lines() {
                    assert!(width(line) <= columns.clamp(40, 80), "{columns}: {line:?}");
                }
                assert!(
                    out.chars().all(|c| c == '\n' || !c.is_control()),
                    "{text:?}"
                );
                assert!(!out.contains('\u{202e}') && !out.contains('\u{2066}'));
            }
        }
    }

    #[test]
    fn colour_only_repeats_what_is_said() {
        let coloured = sample_text(Style {
            color: true,
            ..Style::default()
        });
        let mut bare = String::new();
        let mut rest = coloured.as_str();
        while let Some((before, after)) = rest.split_once("\u{1b}[") {
            bare.push_str(before);
            rest = after.split_once('m').map_or("", |s| s.1);
        }
        bare.push_str(rest);
        assert_eq!(bare, sample_text(Style::default()));
        assert_ne!(coloured, bare);
    }

    #[test]
    fn ascii_means_ascii() {
        let out = sample_text(Style {
            ascii: true,
            ..Style::default()
        });
        assert!(out.is_ascii(), "{out}");
    }

    #[test]
    fn many_sets_of_assumptions_still_fit() {
        let mut comparison = sample::comparison();
        let extra = comparison.variants[1].clone();
        for n in 0..30 {
            let mut more = extra.clone();
            more.id = format!("v{n}");
            comparison.variants.push(more);
        }
        let out = terminal(
            &sample::scenario(),
            &comparison,
            &sample::run(),
            Style::default(),
        );
        assert!(out.lines().all(|l| width(l) <= 80));
        assert!(out.contains("Further sets are in report.html"));
    }
}
