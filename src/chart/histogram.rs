//! C1, reported on plausible: does the figure fit?

use super::bins::Bins;
use super::frame::{self, WIDTH};
use super::roles::Role;
use super::scale::{Scale, around};
use super::sketch::{Anchor, Area, Label, MEDIUM, SMALL, Sketch};
use super::text::{clean, fit, plain, value, whole};
use super::{ChartKind, Draft, Subject, Table, font, words};
use crate::compare::{Claim, Quantiles};

/// Pixels of the plot below the lanes.
const HEIGHT: f64 = 250.0;

/// Draws the histogram of one figure.
pub fn draw(of: &Subject) -> Draft {
    let (claim, percent) = (&of.figure.claim, of.figure.claim.percent);
    let title = words::finding(of.figure, of.reported);
    let subtitle = format!(
        "{}: {} in {}; {}",
        words::polls(of.reported, &of.scenario.assumptions),
        words::axis(of.reported, &of.scenario.assumptions),
        words::days(of.variant.trials),
        of.assumptions(),
    );
    let lanes = lanes(of);
    let height: f64 = lanes.iter().map(Lane::height).sum::<f64>() + HEIGHT + 74.0;
    let (mut sketch, top) = frame::heading(&title, &subtitle, height);

    let shown = shown_values(of);
    let (low, high) = around(&shown, percent);
    let per_pixel = (high - low) / (WIDTH - 100.0);
    let bins = Bins::of(
        &of.figure.values,
        percent,
        4.0 * per_pixel,
        words::near_edge(claim, of.figure.tail.side),
    );
    let most = bins.counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let left = frame::y_room((0.0, most), 4, true, &whole);
    let bottom = top + height - 56.0;
    let all = Area {
        left,
        top,
        right: WIDTH - 26.0,
        bottom,
    };
    let plot = Area {
        top: bottom - HEIGHT,
        ..all
    };
    let x = Scale {
        low,
        high,
        from: plot.left,
        to: plot.right,
    };
    let y = Scale {
        low: 0.0,
        high: most * 1.03,
        from: plot.bottom,
        to: plot.top,
    };

    frame::y_axis(&mut sketch, &plot, &y, "simulated days", &whole, (4, true));
    band(&mut sketch, &all, &x, claim, bins.lattice.step);
    steps(&mut sketch, &x, &y, &bins);
    rules(&mut sketch, &all, &x, of, &lanes);
    let mut row = top;
    for lane in &lanes {
        lane.draw(&mut sketch, &all, &x, row);
        row += lane.height();
    }
    let axis = words::axis(of.reported, &of.scenario.assumptions);
    frame::x_axis(
        &mut sketch,
        &plot,
        &x,
        &axis,
        &|v| value(v, percent),
        !percent,
    );

    let q = &of.figure.simulated;
    let description = format!(
        "Histogram of {} in {}. Simulated median {}; 95 % of the days from {} to {}; reported {}. {}.",
        axis,
        words::days(of.variant.trials),
        value(q.median, percent),
        value(q.q025, percent),
        value(q.q975, percent),
        words::figure(of.reported),
        sentence(&words::runs(&of.figure.tail, claim)),
    );
    let caption = "Blue shows how often each value came out when the day was simulated again and \
        again; the orange line with the diamond is what was reported, and its pale band holds all \
        values the rounded figure may stand for. The thick part of each bar above holds the middle \
        50 % of the days, the thin part 95 %: once with everything that is uncertain, once with \
        chance alone."
        .to_string();
    let name = format!("c1-{}", of.reported.id);
    Draft {
        sketch,
        name,
        kind: ChartKind::Histogram,
        title,
        description,
        caption,
        table: table(of, &bins),
        figures: vec![of.at],
        polls: of.reported.polls.clone(),
        variant: of.variant.id.clone(),
    }
}

/// A sentence begins with a capital.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

/// Everything the axis has to show. A bound that is far off is told in words instead.
fn shown_values(of: &Subject) -> Vec<f64> {
    let f = of.figure;
    let mut shown = vec![f.claim.printed];
    shown.extend(f.claim.lowest);
    shown.extend(f.claim.highest);
    shown.extend(f.values.iter().copied().filter(|v| v.is_finite()));
    shown.extend(bound_on_axis(of));
    shown
}

fn bound_on_axis(of: &Subject) -> Option<f64> {
    let f = of.figure;
    let most = f.bound.highest?;
    let ends = [f.claim.printed, f.simulated.lowest, f.simulated.highest];
    let low = ends.iter().copied().fold(f64::INFINITY, f64::min);
    let high = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (most <= high + 1.2 * (high - low)).then_some(most)
}

/// A row above the histogram.
enum Lane {
    /// Text beside a line that stands at a value.
    Note {
        at: f64,
        lines: Vec<String>,
        role: Role,
        bold: bool,
    },
    /// An interval bar with its label.
    Bar {
        q: Quantiles,
        label: &'static str,
        role: Role,
    },
    /// Text without a place on the axis.
    Remark(String),
}

fn lanes(of: &Subject) -> Vec<Lane> {
    let f = of.figure;
    let percent = f.claim.percent;
    let mut lines = vec![format!("reported {}", words::figure(of.reported))];
    if let Some(band) = words::band(&f.claim) {
        lines.push(format!("may stand for {band}"));
    }
    lines.push(words::runs(&f.tail, &f.claim));
    lines.extend(words::limit(&f.tail));
    let mut lanes = vec![Lane::Note {
        at: f.claim.printed,
        lines,
        role: Role::MarkText,
        bold: true,
    }];
    if let Some(most) = f.bound.highest {
        let text = format!("hard bound: at most {}", value(most, percent));
        lanes.push(match bound_on_axis(of) {
            Some(at) => Lane::Note {
                at,
                lines: vec![text],
                role: Role::Ink,
                bold: false,
            },
            None => Lane::Remark(format!("{text}, off this axis")),
        });
    }
    let label = "chance and uncertain assumptions";
    lanes.push(Lane::Bar {
        q: f.simulated,
        label,
        role: Role::Core,
    });
    if of.variant.frozen_trials > 0 {
        let label = "chance alone";
        lanes.push(Lane::Bar {
            q: f.chance_only,
            label,
            role: Role::Chance,
        });
    }
    lanes
}

impl Lane {
    fn height(&self) -> f64 {
        match self {
            Lane::Note { lines, .. } => lines.len() as f64 * 17.0 + 8.0,
            Lane::Bar { .. } => 22.0,
            Lane::Remark(_) => 22.0,
        }
    }

    fn draw(&self, sketch: &mut Sketch, plot: &Area, x: &Scale, top: f64) {
        match self {
            Lane::Note {
                at,
                lines,
                role,
                bold,
            } => {
                for (i, line) in lines.iter().enumerate() {
                    let y = top + 13.0 + i as f64 * 17.0;
                    let label = beside(line, x.held(*at), y, plot, *bold && i == 0);
                    sketch.text_on_paper(Label {
                        role: *role,
                        ..label
                    });
                }
            }
            Lane::Bar { q, label, role } => bar(sketch, plot, x, q, label, (*role, top + 11.0)),
            Lane::Remark(text) => {
                let text = fit(text, plot.width(), SMALL, false);
                let label = Label::new(text, plot.right, top + 14.0, Role::Ink);
                sketch.text_on_paper(label.anchored(Anchor::End));
            }
        }
    }
}

/// Text beside a vertical line, on the side with room for it.
fn beside(text: &str, x: f64, y: f64, plot: &Area, bold: bool) -> Label {
    let gap = 11.0;
    let (left, right) = (x - gap - 4.0, WIDTH - 6.0 - x - gap);
    let width = font::width(text, MEDIUM, bold);
    let to_right = width <= right && (width > left || x < (plot.left + plot.right) / 2.0);
    let room = if to_right { right } else { left.max(right) };
    let text = fit(text, room, MEDIUM, bold);
    let label = Label {
        bold,
        ..Label::new(text, x + gap, y, Role::Ink).sized(MEDIUM)
    };
    match to_right || right > left {
        true => label,
        false => Label {
            x: x - gap,
            ..label
        }
        .anchored(Anchor::End),
    }
}

/// The bar of 50 % (thick) and 95 % (thin) with its label where there is room.
pub fn bar(
    sketch: &mut Sketch,
    plot: &Area,
    x: &Scale,
    q: &Quantiles,
    label: &str,
    (role, y): (Role, f64),
) {
    let wide = |a: f64, b: f64, half: f64| {
        let (a, b) = (x.held(a), x.held(b));
        let (a, b) = if b - a < 2.0 {
            (a - 1.0, a + 1.0)
        } else {
            (a, b)
        };
        Area {
            left: a,
            right: b,
            top: y - half,
            bottom: y + half,
        }
    };
    let thin = wide(q.q025, q.q975, 1.5);
    sketch.fill(thin, role);
    sketch.fill(wide(q.q25, q.q75, 4.0), role);
    if label.is_empty() {
        return;
    }
    let text = Label::new(label, thin.right + 8.0, y + 4.5, Role::SimulatedText);
    let left = Label {
        x: thin.left - 8.0,
        ..text.clone()
    }
    .anchored(Anchor::End);
    let chosen = if left.extent().left >= plot.left + 2.0 {
        left
    } else {
        text
    };
    sketch.text_on_paper(chosen);
}

/// The pale band of values that the report may stand for, through all lanes.
fn band(sketch: &mut Sketch, plot: &Area, x: &Scale, claim: &Claim, step: f64) {
    let half = if claim.percent { 0.0 } else { step / 2.0 };
    let low = claim.lowest.map_or(x.low, |v| v - half);
    let high = claim.highest.map_or(x.high, |v| v + half);
    let (left, right) = (x.held(low), x.held(high));
    if right - left >= 2.0 {
        sketch.fill(
            Area {
                left,
                right,
                ..*plot
            },
            Role::Band,
        );
    }
}

/// All bins as one polygon, so that no seams show.
fn steps(sketch: &mut Sketch, x: &Scale, y: &Scale, bins: &Bins) {
    let floor = y.at(0.0);
    let last = bins.counts.len() - 1;
    let mut points = vec![(x.held(bins.edges(0).0), floor)];
    for (i, count) in bins.counts.iter().enumerate() {
        let (from, to) = bins.edges(i);
        let (from, mut to) = (x.held(from), x.held(to));
        if last == 0 {
            to = to.max(from + 3.0);
        }
        let height = if *count == 0 {
            floor
        } else {
            y.at(*count as f64).min(floor - 1.0)
        };
        points.extend([(from, height), (to, height)]);
    }
    let end = points.last().map_or(floor, |p| p.0);
    points.push((end, floor));
    sketch.shape(points, Role::Core);
}

/// The lines of the report (with its diamond) and of the hard bound, through all lanes.
fn rules(sketch: &mut Sketch, plot: &Area, x: &Scale, of: &Subject, lanes: &[Lane]) {
    if let Some(most) = bound_on_axis(of) {
        let first = lanes.first().map_or(0.0, Lane::height);
        let at = x.held(most);
        sketch.line(
            vec![(at, plot.top + first), (at, plot.bottom)],
            Role::Rule,
            1.5,
        );
    }
    let at = x.held(of.figure.claim.printed);
    sketch.line(
        vec![(at, plot.top + 8.0), (at, plot.bottom)],
        Role::Mark,
        2.0,
    );
    sketch.diamond((at, plot.top + 8.0), 6.5, Role::Mark, false);
}

fn table(of: &Subject, bins: &Bins) -> Table {
    let f = of.figure;
    let mut table = Table::new(&["mark", "from", "to", "simulated days"]);
    let show = |v: Option<f64>| v.map_or(String::new(), plain);
    table.row([
        clean(&of.reported.label),
        String::new(),
        String::new(),
        String::new(),
    ]);
    table.row([
        "reported".into(),
        show(f.claim.lowest),
        show(f.claim.highest),
        String::new(),
    ]);
    let all = of.variant.trials.to_string();
    let mut interval = |name: &str, low: f64, high: f64| {
        table.row([name.to_string(), plain(low), plain(high), String::new()]);
    };
    let q = &f.simulated;
    interval("chance and uncertain assumptions, 50 %", q.q25, q.q75);
    interval("chance and uncertain assumptions, 95 %", q.q025, q.q975);
    if of.variant.frozen_trials > 0 {
        let q = &f.chance_only;
        interval("chance alone, 50 %", q.q25, q.q75);
        interval("chance alone, 95 %", q.q025, q.q975);
    }
    if f.bound.highest.is_some() || f.bound.lowest.is_some() {
        let (low, high) = (show(f.bound.lowest), show(f.bound.highest));
        table.row(["hard bound".into(), low, high, String::new()]);
    }
    for (i, count) in bins.counts.iter().enumerate() {
        let (low, high) = bins.values(i);
        table.row(["bin".into(), plain(low), plain(high), count.to_string()]);
    }
    table.row(["all".into(), plain(q.lowest), plain(q.highest), all]);
    table
}
