//! C16: how the chance of a sought figure falls on the way to it.

use super::convergence::upwards;
use super::frame::{self, WIDTH};
use super::roles::Role;
use super::scale::Scale;
use super::sketch::{Anchor, Area, Label, MEDIUM, Sketch};
use super::text::{fit, plain, sentence, value};
use super::{ChartKind, Draft, Subject, Table};
use crate::compare::Side;
use crate::compare::falling::{Falling, LEAST, Point, falling};
use crate::words::charts::falling as says;
use crate::words::charts::reported;

/// Pixels of the plot.
const HEIGHT: f64 = 250.0;
/// Room below the estimate for its words, pixels.
const BELOW: f64 = 56.0;
/// Pixels of a dash, and from one to the next.
const DASH: (f64, f64) = (2.5, 7.0);

/// Draws how the chance falls towards a figure; `None` where none was sought.
pub fn draw(of: &Subject) -> Option<Draft> {
    let it = falling(of.figure)?;
    let title = sentence(&says::finding(of, it.told));
    let (mut sketch, top) = frame::heading(&title, &says::subtitle(of, &it), HEIGHT + 62.0);
    let plot = Area {
        left: 132.0,
        top: top + 6.0,
        right: WIDTH - frame::MARGIN - 12.0,
        bottom: top + 6.0 + HEIGHT,
    };
    let x = across(&it, &plot)?;
    let y = Scale {
        low: lowest(&it),
        high: 0.0,
        from: plot.bottom,
        to: plot.top,
    };
    upwards(&mut sketch, &plot, &y, says::UPWARDS);
    let percent = of.figure.claim.percent;
    let tick = |v: f64| value(v, percent);
    frame::x_axis(&mut sketch, &plot, &x, &of.axis(), &tick, !percent);
    let place = |point: &Point| (x.held(point.value), y.held(libm::log10(point.chance)));
    for way in it.searches.iter().filter(|way| way.len() > 1) {
        sketch.line(way.iter().map(place).collect(), Role::Middle, 1.2);
    }
    if it.counted.len() > 1 {
        sketch.line(it.counted.iter().map(place).collect(), Role::Core, 3.0);
    }
    figure(&mut sketch, &plot, of, &it, (x.at(it.edge), &y));
    Some(Draft {
        name: format!("c16-{}", of.reported.id),
        kind: ChartKind::Falling,
        description: says::description(of, &it),
        caption: says::CAPTION.into(),
        table: table(&it),
        title,
        sketch,
        figures: vec![of.at],
        polls: of.reported.polls.clone(),
        variant: of.variant.id.clone(),
    })
}

/// The axis of values: what is drawn, and some air beyond the figure.
fn across(it: &Falling, plot: &Area) -> Option<Scale> {
    let drawn = it.counted.iter().chain(it.searches.iter().flatten());
    let drawn = drawn.map(|point| point.value).chain([it.edge]);
    let ends = drawn.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
        (low.min(v), high.max(v))
    });
    let (low, high) = ends;
    let air = 0.03 * (high - low);
    (low < high).then_some(Scale {
        low: low - air,
        high: high + air,
        from: plot.left,
        to: plot.right,
    })
}

/// The height of the figure as a logarithm: its estimate or limit, as far down as is drawn.
fn height(it: &Falling) -> f64 {
    libm::log10(it.told.area.value.clamp(LEAST, 1.0))
}

/// The lowest point of what leads to the figure, as a logarithm: searches and interval.
fn depth(it: &Falling) -> f64 {
    let searched = it.searches.iter().flatten().map(|point| point.chance);
    let interval = match it.told.bound_only {
        true => it.told.area.high,
        false => it.told.area.low,
    };
    libm::log10(searched.fold(interval.clamp(LEAST, 1.0), f64::min))
}

/// The lowest end of the axis, as a logarithm: all that is drawn, and room for the words at the figure.
fn lowest(it: &Falling) -> f64 {
    let counted = it.counted.iter().map(|point| point.chance);
    let least = libm::log10(counted.fold(0.01, f64::min)) - 0.1;
    least.min(depth(it) * HEIGHT / (HEIGHT - BELOW))
}

/// The reported figure: its line and diamond, and at the estimate the interval; all words stand on the side of
/// ordinary days, where the curve is higher.
fn figure(sketch: &mut Sketch, plot: &Area, of: &Subject, it: &Falling, (px, y): (f64, &Scale)) {
    sketch.line(vec![(px, plot.top), (px, plot.bottom)], Role::Mark, 2.0);
    let (way, anchor, room) = match of.figure.tail.side {
        Side::High => (-1.0, Anchor::End, px - plot.left),
        Side::Low => (1.0, Anchor::Start, plot.right - px),
    };
    let aside = |text: &str, y: f64, role: Role| {
        let text = fit(text, room - 24.0, MEDIUM, true);
        Label::new(text, px + 14.0 * way, y, role).anchored(anchor)
    };
    sketch.diamond((px, plot.top + 8.0), 7.0, Role::Mark, false);
    let word = aside(&reported(of.reported), plot.top + 14.0, Role::MarkText);
    sketch.text_on_paper(word.sized(MEDIUM).bold());
    let py = y.at(height(it));
    let area = &it.told.area;
    if it.told.bound_only || area.value < LEAST {
        let (mut from, end) = (px.min(px + 120.0 * way), px.max(px + 120.0 * way));
        while from < end {
            let to = (from + DASH.0).min(end);
            sketch.line(vec![(from, py), (to, py)], Role::SimulatedText, 2.0);
            from += DASH.1;
        }
    } else {
        let ends = [area.low, area.high].map(|p| y.held(libm::log10(p.clamp(LEAST, 1.0))));
        sketch.line(vec![(px, ends[0]), (px, ends[1])], Role::Core, 4.0);
        sketch.dot((px, py), 5.0, Role::Core);
    }
    let below = y.at(depth(it)) + 17.0;
    for (n, text) in says::at_the_end(it.told).iter().enumerate() {
        let label = aside(text, below + 16.0 * n as f64, Role::SimulatedText);
        sketch.text_on_paper(match n {
            0 => label.sized(MEDIUM).bold(),
            _ => label,
        });
    }
}

fn table(it: &Falling) -> Table {
    let mut table = Table::new(&says::COLUMNS);
    let mut rows = |from: &str, points: &[Point]| {
        for point in points {
            let (value, chance) = (plain(point.value), chance(point.chance));
            table.row([from.into(), value, chance, String::new(), String::new()]);
        }
    };
    rows(says::COUNTED, &it.counted);
    for (at, way) in it.searches.iter().enumerate() {
        rows(&says::search(at + 1), way);
    }
    let (edge, area) = (plain(it.edge), &it.told.area);
    let shown = |p: f64| chance(p.max(LEAST));
    match it.told.bound_only || area.value < LEAST {
        true => table.row([
            says::LIMIT.into(),
            edge,
            shown(area.value),
            String::new(),
            shown(area.high),
        ]),
        false => table.row([
            says::ESTIMATE.into(),
            edge,
            shown(area.value),
            shown(area.low),
            shown(area.high),
        ]),
    }
    table
}

/// A small probability for a table file, to nine decimals.
fn chance(p: f64) -> String {
    let text = format!("{p:.9}");
    text.trim_end_matches('0').trim_end_matches('.').into()
}
