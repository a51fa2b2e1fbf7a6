//! C7, the tornado: which assumption matters, one at a time?

use super::frame::{self, WIDTH};
use super::lanes;
use super::roles::Role;
use super::scale::{Scale, around};
use super::sketch::{Anchor, Area, Label, MEDIUM, SMALL};
use super::text::{fit, plain, sentence, value, wrap_ends};
use super::{ChartKind, Draft, Subject, Table, words};
use crate::compare::Driver;
use crate::words::charts::tornado as says;

/// Pixels of a row.
const ROW: f64 = 38.0;
/// Pixels of a row where a name takes three lines.
const TALL_ROW: f64 = 54.0;
/// Pixels of the column of names.
const NAMES: f64 = 268.0;
/// Room beside the bars for the values at their ends, pixels.
const ENDS: f64 = 86.0;

/// Draws what moves a figure; `None` where nothing was worked out.
pub fn draw(of: &Subject) -> Option<Draft> {
    let drivers = of.variant.drivers.iter().find(|it| {
        let figure = of.variant.figures.get(it.figure);
        figure.is_some_and(|figure| figure.reported == of.at)
    })?;
    let mut rows: Vec<&Driver> = drivers.inputs.iter().collect();
    let width = |it: &Driver| (it.ends[1].figure - it.ends[0].figure).abs();
    rows.sort_by(|a, b| width(b).total_cmp(&width(a)).then(a.input.cmp(&b.input)));
    let first = rows.first()?;
    let inputs = &of.scenario.assumptions.inputs;
    let (claim, percent) = (&of.figure.claim, of.figure.claim.percent);
    let title = sentence(&says::finding(of, first));
    let subtitle = says::subtitle(of, drivers);
    let names: Vec<Vec<String>> = rows
        .iter()
        .map(|it| wrap_ends(&inputs[it.input].label, NAMES - 14.0, SMALL, false, 3))
        .collect();
    let tall = names.iter().any(|lines| lines.len() > 2);
    let each = if tall { TALL_ROW } else { ROW };
    let height = 34.0 + rows.len() as f64 * each + 54.0;
    let (mut sketch, top) = frame::heading(&title, &subtitle, height);
    let mut shown = vec![claim.printed, drivers.middle];
    shown.extend(claim.lowest);
    shown.extend(claim.highest);
    shown.extend(rows.iter().flat_map(|it| it.ends.map(|end| end.figure)));
    let (low, high) = around(&shown, percent);
    let all = Area {
        left: frame::MARGIN + NAMES,
        top,
        right: WIDTH - frame::MARGIN,
        bottom: sketch.height - 50.0,
    };
    let plot = Area {
        top: top + 34.0,
        ..all
    };
    let x = Scale {
        low,
        high,
        from: all.left + ENDS,
        to: all.right - ENDS,
    };
    lanes::claim_band(&mut sketch, (&all, &plot), &x, claim, 1.0);
    let middle = x.held(drivers.middle);
    sketch.line(
        vec![(middle, plot.top), (middle, plot.bottom)],
        Role::Grid,
        1.0,
    );
    for (i, row) in rows.iter().enumerate() {
        let y = plot.top + (i as f64 + 0.5) * each;
        let (a, b) = (x.held(low_end(row)), x.held(high_end(row)));
        sketch.fill(
            Area {
                left: a,
                right: b.max(a + 1.0),
                top: y - 8.0,
                bottom: y + 8.0,
            },
            Role::Core,
        );
    }
    lanes::claim_rule(&mut sketch, &all, &x, claim);
    let end = |at: Option<f64>| x.held(at.unwrap_or(claim.printed));
    let reported_span = (end(claim.lowest), end(claim.highest));
    for (i, (row, lines)) in rows.iter().zip(names).enumerate() {
        let y = plot.top + (i as f64 + 0.5) * each;
        let input = &inputs[row.input];
        let start = y + 4.5 - (lines.len() as f64 - 1.0) * 7.5;
        for (j, line) in lines.into_iter().enumerate() {
            let at = start + j as f64 * 15.0;
            sketch.text(Label::new(line, frame::MARGIN, at, Role::Ink));
        }
        let rises = row.ends[1].figure >= row.ends[0].figure;
        let (left, right) = if rises { (0, 1) } else { (1, 0) };
        let text = |end: usize| {
            fit(
                &says::in_unit(row.ends[end].value, input.unit),
                ENDS - 10.0,
                SMALL,
                false,
            )
        };
        let (a, b) = (x.held(low_end(row)), x.held(high_end(row)));
        let ends = [
            Label::new(text(left), a - 6.0, y + 4.5, Role::Muted).anchored(Anchor::End),
            Label::new(text(right), b.max(a + 1.0) + 6.0, y + 4.5, Role::Muted),
        ];
        for label in ends {
            sketch.text_on_paper(beyond(label, reported_span, &all));
        }
    }
    let reported = words::reported(of.reported);
    let at = x.held(claim.printed);
    let label = Label::new(reported, at - 12.0, top + 14.0, Role::MarkText)
        .sized(MEDIUM)
        .bold()
        .anchored(Anchor::End);
    let fits = label.extent().left > all.left;
    sketch.text(match fits {
        true => label,
        false => Label {
            x: at + 12.0,
            ..label
        }
        .anchored(Anchor::Start),
    });
    frame::x_axis(
        &mut sketch,
        &plot,
        &x,
        &of.axis(),
        &|v| value(v, percent),
        !percent,
    );
    Some(Draft {
        name: format!("c7-{}", of.reported.id),
        kind: ChartKind::Tornado,
        description: says::description(of, drivers, &rows),
        caption: says::CAPTION.into(),
        table: table(of, &rows),
        title,
        sketch,
        figures: vec![of.at],
        polls: of.reported.polls.clone(),
        variant: of.variant.id.clone(),
    })
}

/// The label, moved past the reported figure (from, to) where it would stand on it and there is room.
fn beyond(label: Label, (from, to): (f64, f64), within: &Area) -> Label {
    let e = label.extent();
    if e.right < from - 3.0 || e.left > to + 3.0 {
        return label;
    }
    let away = match label.anchor {
        Anchor::End => from - 6.0 - e.right,
        _ => to + 6.0 - e.left,
    };
    if e.left + away < within.left || e.right + away > within.right {
        return label;
    }
    Label {
        x: label.x + away,
        ..label
    }
}

fn low_end(of: &Driver) -> f64 {
    of.ends[0].figure.min(of.ends[1].figure)
}

fn high_end(of: &Driver) -> f64 {
    of.ends[0].figure.max(of.ends[1].figure)
}

fn table(of: &Subject, rows: &[&Driver]) -> Table {
    let mut table = Table::new(&says::COLUMNS);
    for row in rows {
        let input = &of.scenario.assumptions.inputs[row.input];
        table.row([
            input.path.clone(),
            plain(row.ends[0].value),
            plain(row.ends[1].value),
            plain(row.ends[0].figure),
            plain(row.ends[1].figure),
            plain(row.share.value),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_on_the_reported_figure_moves_past_it() {
        let within = Area {
            left: 0.0,
            top: 0.0,
            right: 500.0,
            bottom: 100.0,
        };
        let label = |x: f64| Label::new("64.52 %", x, 50.0, Role::Muted);
        let moved = |label: Label, within: &Area| {
            let e = beyond(label, (200.0, 220.0), within).extent();
            (e.left.round(), e.right.round())
        };
        assert_eq!(moved(label(180.0), &within).0, 226.0);
        assert_eq!(moved(label(190.0).anchored(Anchor::End), &within).1, 190.0);
        assert_eq!(moved(label(240.0).anchored(Anchor::End), &within).1, 194.0);
        assert_eq!(moved(label(230.0), &within).0, 230.0);
        // Without room it stays where it is.
        let narrow = Area {
            right: 240.0,
            ..within
        };
        assert_eq!(moved(label(180.0), &narrow).0, 180.0);
    }
}
