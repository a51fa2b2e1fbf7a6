//! C1, reported on plausible: does the figure fit?

use super::bins::Bins;
use super::frame::{self, WIDTH};
use super::lanes::{self, Lane};
use super::roles::Role;
use super::scale::{Scale, around};
use super::sketch::{Area, Sketch};
use super::text::{clean, plain, sentence, value, whole};
use super::{ChartKind, Draft, Subject, Table, words};
use crate::words::charts::histogram as says;

/// Pixels of the plot below the lanes.
const HEIGHT: f64 = 250.0;

/// Draws the histogram of one figure.
pub fn draw(of: &Subject) -> Draft {
    let (claim, percent) = (&of.figure.claim, of.figure.claim.percent);
    let title = sentence(&words::finding(of.figure, of.reported));
    let (low, high) = around(&shown_values(of), percent);
    let bins = bins(of, (high - low) / (WIDTH - 100.0));
    let most = bins.counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let left = frame::y_room((0.0, most), 4, true, &whole);
    let across = Area {
        left,
        top: 0.0,
        right: WIDTH - 26.0,
        bottom: 0.0,
    };
    let x = Scale {
        low,
        high,
        from: across.left,
        to: across.right,
    };

    let lanes = lanes_of(of);
    let heights: Vec<f64> = lanes.iter().map(|lane| lane.height(&across, &x)).collect();
    let height = heights.iter().sum::<f64>() + HEIGHT + 68.0;
    let (mut sketch, top) = frame::heading(&title, &of.subtitle(), height);
    let bottom = sketch.height - 50.0;
    let all = Area {
        top,
        bottom,
        ..across
    };
    let plot = Area {
        top: bottom - HEIGHT,
        ..all
    };
    let y = Scale {
        low: 0.0,
        high: most * 1.03,
        from: plot.bottom,
        to: plot.top,
    };

    frame::y_axis(&mut sketch, &plot, &y, says::UPWARDS, &whole, (4, true));
    lanes::claim_band(&mut sketch, (&all, &plot), &x, claim, bins.lattice.step);
    steps(&mut sketch, &x, &y, &bins);
    if let Some(most) = lanes::bound_on_axis(of) {
        let (at, from) = (x.held(most), top + heights.first().copied().unwrap_or(0.0));
        sketch.line(vec![(at, from), (at, bottom)], Role::Rule, 1.5);
    }
    lanes::claim_rule(&mut sketch, &all, &x, claim);
    let mut row = top;
    for (lane, height) in lanes.iter().zip(&heights) {
        lane.draw(&mut sketch, &all, &x, row);
        row += height;
    }
    frame::x_axis(
        &mut sketch,
        &plot,
        &x,
        &of.axis(),
        &|v| value(v, percent),
        !percent,
    );

    let name = format!("c1-{}", of.reported.id);
    Draft {
        sketch,
        name,
        kind: ChartKind::Histogram,
        title,
        description: says::description(of),
        caption: says::CAPTION.into(),
        table: table(of, &bins),
        figures: vec![of.at],
        polls: of.reported.polls.clone(),
        variant: of.variant.id.clone(),
    }
}

/// Everything the axis has to show. A bound that is far off is told in words instead.
fn shown_values(of: &Subject) -> Vec<f64> {
    let f = of.figure;
    let mut shown = vec![f.claim.printed];
    shown.extend(f.claim.lowest);
    shown.extend(f.claim.highest);
    shown.extend(f.values.iter().copied().filter(|v| v.is_finite()));
    shown.extend(lanes::bound_on_axis(of));
    shown
}

/// Bins at least four pixels wide, one of them beginning at the near edge of the claim.
fn bins(of: &Subject, per_pixel: f64) -> Bins {
    let edge = words::near_edge(&of.figure.claim, of.figure.tail.side);
    Bins::of(
        &of.figure.values,
        of.figure.claim.percent,
        4.0 * per_pixel,
        edge,
    )
}

fn lanes_of(of: &Subject) -> Vec<Lane> {
    let f = of.figure;
    let lines: Vec<f64> = [f.claim.printed]
        .into_iter()
        .chain(lanes::bound_on_axis(of))
        .collect();
    let bar = |q, label, role| Lane::Bar {
        q,
        label,
        role,
        lines: lines.clone(),
    };
    let mut all = vec![lanes::report(of)];
    all.extend(lanes::bound(of));
    all.push(bar(f.simulated, says::UNCERTAIN, Role::Core));
    if of.variant.frozen_trials > 0 {
        all.push(bar(f.chance_only, says::CHANCE, Role::Chance));
    }
    all
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

fn table(of: &Subject, bins: &Bins) -> Table {
    let f = of.figure;
    let mut table = Table::new(&says::COLUMNS);
    let show = |v: Option<f64>| v.map_or(String::new(), plain);
    table.row([
        clean(&of.reported.label),
        String::new(),
        String::new(),
        String::new(),
    ]);
    table.row([
        says::REPORTED.into(),
        show(f.claim.lowest),
        show(f.claim.highest),
        String::new(),
    ]);
    let all = of.variant.shown.to_string();
    let mut interval = |name: &str, low: f64, high: f64| {
        table.row([name.to_string(), plain(low), plain(high), String::new()]);
    };
    let q = &f.simulated;
    interval(says::UNCERTAIN_ROWS[0], q.q25, q.q75);
    interval(says::UNCERTAIN_ROWS[1], q.q025, q.q975);
    if of.variant.frozen_trials > 0 {
        let q = &f.chance_only;
        interval(says::CHANCE_ROWS[0], q.q25, q.q75);
        interval(says::CHANCE_ROWS[1], q.q025, q.q975);
    }
    if f.bound.highest.is_some() || f.bound.lowest.is_some() {
        let (low, high) = (show(f.bound.lowest), show(f.bound.highest));
        table.row([says::BOUND.into(), low, high, String::new()]);
    }
    for (i, count) in bins.counts.iter().enumerate() {
        let (low, high) = bins.values(i);
        table.row([says::BIN.into(), plain(low), plain(high), count.to_string()]);
    }
    table.row([says::ALL.into(), plain(q.lowest), plain(q.highest), all]);
    table
}
