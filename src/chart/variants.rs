//! C14, variants side by side: does the answer depend on the assumptions?

use super::frame::{self, WIDTH};
use super::lanes;
use super::roles::Role;
use super::scale::{Scale, around};
use super::sketch::{Anchor, Area, Label, MEDIUM, SMALL, Sketch};
use super::text::{clean, fit, plain, sentence, value, wrap_ends};
use super::{ChartKind, Draft, Subject, Table, font, words};
use crate::compare::Comparison;
use crate::words::charts::variants::{self as says, Row};

/// Pixels of a row.
const ROW: f64 = 50.0;
/// Pixels of the column of names.
const NAMES: f64 = 176.0;
/// Pixels of the column of answers.
const ANSWERS: f64 = 150.0;

/// Draws one figure under every set of assumptions; `None` with a single one.
pub fn draw(of: &Subject, comparison: &Comparison) -> Option<Draft> {
    let rows: Vec<Row> = comparison
        .variants
        .iter()
        .filter_map(|v| Some((v, v.figures.iter().find(|f| f.reported == of.at)?)))
        .collect();
    if rows.len() < 2 {
        return None;
    }
    let (claim, percent) = (&of.figure.claim, of.figure.claim.percent);
    let title = sentence(&says::finding(of, &rows));
    let height = 34.0 + rows.len() as f64 * ROW + 54.0;
    let (mut sketch, top) = frame::heading(&title, &says::subtitle(of), height);

    let (low, high) = around(&shown(of, &rows), percent);
    let all = Area {
        left: frame::MARGIN + NAMES,
        top,
        right: WIDTH - frame::MARGIN - ANSWERS,
        bottom: sketch.height - 50.0,
    };
    let plot = Area {
        top: top + 34.0,
        ..all
    };
    let x = Scale {
        low,
        high,
        from: all.left + 8.0,
        to: all.right - 8.0,
    };
    lanes::claim_band(&mut sketch, (&all, &plot), &x, claim, 1.0);
    for i in 0..=rows.len() {
        let y = plot.top + i as f64 * ROW;
        sketch.line(
            vec![(frame::MARGIN, y), (WIDTH - frame::MARGIN, y)],
            Role::Grid,
            1.0,
        );
    }
    for (i, row) in rows.iter().enumerate() {
        interval(&mut sketch, &x, row, plot.top + (i as f64 + 0.5) * ROW);
    }
    lanes::claim_rule(&mut sketch, &all, &x, claim);
    for (i, row) in rows.iter().enumerate() {
        words_of_row(
            &mut sketch,
            of,
            row,
            plot.top + (i as f64 + 0.5) * ROW,
            &all,
        );
    }
    report_label(&mut sketch, of, &x, top);
    bound_label(&mut sketch, &x, &rows, &plot);
    frame::x_axis(
        &mut sketch,
        &plot,
        &x,
        &of.axis(),
        &|v| value(v, percent),
        !percent,
    );

    Some(Draft {
        name: format!("c14-{}", of.reported.id),
        kind: ChartKind::Variants,
        description: says::description(of, &rows),
        caption: says::CAPTION.into(),
        table: table(of, &rows),
        title,
        sketch,
        figures: vec![of.at],
        polls: of.reported.polls.clone(),
        variant: String::new(),
    })
}

fn shown(of: &Subject, rows: &[Row]) -> Vec<f64> {
    let mut shown = vec![of.figure.claim.printed];
    shown.extend(of.figure.claim.lowest);
    shown.extend(of.figure.claim.highest);
    for (_, f) in rows {
        shown.extend([f.simulated.q025, f.simulated.q975]);
    }
    let low = shown.iter().copied().fold(f64::INFINITY, f64::min);
    let high = shown.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let bounds = rows.iter().filter_map(|(_, f)| f.bound.highest);
    let near: Vec<f64> = bounds.filter(|b| *b <= high + 1.2 * (high - low)).collect();
    shown.extend(near);
    shown
}

fn interval(sketch: &mut Sketch, x: &Scale, (_, f): &Row, y: f64) {
    let q = &f.simulated;
    lanes::bar(sketch, x, q, (Role::Core, y, 6.5));
    let at = x.held(q.median);
    if x.held(q.q75) - x.held(q.q25) > 8.0 {
        sketch.fill(
            Area {
                left: at - 1.0,
                right: at + 1.0,
                top: y - 6.5,
                bottom: y + 6.5,
            },
            Role::Median,
        );
    }
    if let Some(most) = f.bound.highest.filter(|most| x.holds(*most)) {
        let at = x.at(most);
        sketch.line(vec![(at, y - 9.0), (at, y + 9.0)], Role::Rule, 2.0);
    }
}

fn words_of_row(sketch: &mut Sketch, of: &Subject, (variant, f): &Row, y: f64, all: &Area) {
    let name = words::assumptions_in_full(of.scenario, &variant.id, &variant.label);
    let lines = wrap_ends(name, NAMES - 14.0, MEDIUM, false, 3);
    let step = if lines.len() > 2 { 15.5 } else { 17.0 };
    let first = y + 4.5 - (lines.len() as f64 - 1.0) * step / 2.0;
    for (i, line) in lines.into_iter().enumerate() {
        let row = first + i as f64 * step;
        sketch.text(Label::new(line, frame::MARGIN, row, Role::Ink).sized(MEDIUM));
    }
    let left = all.right + 12.0;
    let room = WIDTH - 6.0 - left;
    let word = Label::new(f.standing.word(), left, y - 3.0, Role::Ink)
        .sized(MEDIUM)
        .bold();
    sketch.text(word);
    let runs = says::days_of(f);
    sketch.text(Label::new(
        fit(&runs, room, SMALL, false),
        left,
        y + 14.0,
        Role::Muted,
    ));
}

fn report_label(sketch: &mut Sketch, of: &Subject, x: &Scale, top: f64) {
    let at = x.held(of.figure.claim.printed);
    let text = fit(&words::reported(of.reported), WIDTH / 2.0, MEDIUM, true);
    let width = font::width(&text, MEDIUM, true);
    let label = Label::new(text, at + 12.0, top + 13.0, Role::MarkText)
        .sized(MEDIUM)
        .bold();
    if at + 12.0 + width > WIDTH - 6.0 {
        sketch.text(
            Label {
                x: at - 12.0,
                ..label
            }
            .anchored(Anchor::End),
        );
    } else {
        sketch.text(label);
    }
}

/// Names the bound's stroke once, in the first row that has room for it.
fn bound_label(sketch: &mut Sketch, x: &Scale, rows: &[Row], plot: &Area) {
    for (i, (_, f)) in rows.iter().enumerate() {
        let Some(most) = f.bound.highest.filter(|most| x.holds(*most)) else {
            continue;
        };
        let y = plot.top + (i as f64 + 0.5) * ROW + 4.5;
        let text = words::at_most(most, f.claim.percent);
        let right = Label::new(text, x.at(most) + 7.0, y, Role::Ink);
        let left = Label {
            x: x.at(most) - 7.0,
            ..right.clone()
        }
        .anchored(Anchor::End);
        let line = x.held(f.claim.printed);
        let free = |e: &Area| {
            let bar =
                e.right < x.held(f.simulated.q025) - 4.0 || e.left > x.held(f.simulated.q975) + 4.0;
            let crossed = (e.left - 3.0..e.right + 3.0).contains(&line);
            bar && !crossed && e.left >= plot.left && e.right <= plot.right
        };
        if let Some(label) = [right, left].into_iter().find(|l| free(&l.extent())) {
            sketch.text(label);
            return;
        }
    }
}

fn table(of: &Subject, rows: &[Row]) -> Table {
    let mut table = Table::new(&says::COLUMNS);
    for (v, f) in rows {
        let q = &f.simulated;
        let [a, b, c, d, e] = [q.q025, q.q25, q.median, q.q75, q.q975].map(plain);
        let bound = f.bound.highest.map_or(String::new(), plain);
        let label = match v.label.trim() {
            "" => clean(&v.id),
            label => clean(label),
        };
        let (hits, all) = (f.tail.hits.to_string(), f.tail.trials.to_string());
        table.row([
            label,
            a,
            b,
            c,
            d,
            e,
            bound,
            hits,
            all,
            f.standing.word().into(),
        ]);
    }
    let none = String::new;
    let claim = &of.figure.claim;
    let show = |v: Option<f64>| v.map_or(String::new(), plain);
    let reported = says::reported_row(of);
    let (low, printed, high) = (
        show(claim.lowest),
        plain(claim.printed),
        show(claim.highest),
    );
    table.row([
        reported,
        low,
        none(),
        printed,
        none(),
        high,
        none(),
        none(),
        none(),
        none(),
    ]);
    table
}
