//! The plane of two polls: what stands in the joint plot, and where its words go.

use super::joint::{Limit, Pair, Rival};
use super::region::Density;
use super::roles::Role;
use super::scale::Scale;
use super::sketch::{Anchor, Area, Label, MEDIUM, Places, SMALL, Sketch};
use crate::words::charts::joint as says;

/// Shares of the simulated days that the regions hold, from wide to narrow, with their colours.
const REGIONS: [(f64, Role); 3] = [(0.95, Role::Wide), (0.80, Role::Middle), (0.50, Role::Core)];

/// The grey area in which there are more ballots than people.
pub fn beyond(sketch: &mut Sketch, plot: &Area, x: &Scale, y: &Scale, limits: &[Limit]) {
    let Some((_, most)) = limits.last() else {
        return;
    };
    let box_corners = [
        (x.high, y.high),
        (x.low, y.high),
        (x.low, y.low),
        (x.high, y.low),
    ];
    let over = |(a, b): (f64, f64)| a + b - most;
    let mut points = Vec::new();
    for (a, b) in box_corners.iter().zip(box_corners.iter().cycle().skip(1)) {
        let (da, db) = (over(*a), over(*b));
        if da >= 0.0 {
            points.push(*a);
        }
        if (da > 0.0 && db < 0.0) || (da < 0.0 && db > 0.0) {
            let t = da / (da - db);
            points.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
        }
    }
    if points.len() >= 3 {
        let held = |(a, b): (f64, f64)| {
            (
                x.at(a).clamp(plot.left, plot.right),
                y.at(b).clamp(plot.top, plot.bottom),
            )
        };
        sketch.shape(points.into_iter().map(held).collect(), Role::Beyond);
    }
}

/// The simulated days: regions, or points when there are too few for regions. Returns what is drawn,
/// in words, and where.
pub fn cloud(
    sketch: &mut Sketch,
    pair: &Pair,
    x: &Scale,
    y: &Scale,
    places: &mut Places,
) -> (&'static str, Area) {
    let [a, b] = pair.figures;
    let points: Vec<(f64, f64)> = a
        .values
        .iter()
        .copied()
        .zip(b.values.iter().copied())
        .collect();
    let at = |(a, b): &(f64, f64)| (x.held(*a), y.held(*b));
    let Some(density) = Density::of(&points) else {
        let spots: Vec<_> = points.iter().map(at).collect();
        for spot in &spots {
            sketch.dot(*spot, 3.0, Role::Core);
            places.avoid(around_all(&[*spot], 3.0), 1.0);
        }
        return (says::POINTS, around_all(&spots, 3.0));
    };
    let mut below = Role::Page;
    let mut all = Vec::new();
    for (share, role) in REGIONS {
        for outline in density.region(share) {
            let corners: Vec<_> = outline.corners.iter().map(at).collect();
            places.avoid(around_all(&corners, 0.0), 1.0);
            all.extend(corners.iter().copied());
            sketch.shape(corners, if outline.hole { below } else { role });
        }
        below = role;
    }
    (says::REGIONS, around_all(&all, 0.0))
}

/// The rectangle around some points, with some air.
fn around_all(points: &[(f64, f64)], air: f64) -> Area {
    let none = Area {
        left: f64::INFINITY,
        top: f64::INFINITY,
        right: f64::NEG_INFINITY,
        bottom: f64::NEG_INFINITY,
    };
    points.iter().fold(none, |a, (x, y)| Area {
        left: a.left.min(x - air),
        right: a.right.max(x + air),
        top: a.top.min(y - air),
        bottom: a.bottom.max(y + air),
    })
}

/// Says what the cloud is, close to it.
pub fn name_cloud(sketch: &mut Sketch, plot: &Area, (text, at): (&str, Area), places: &mut Places) {
    if at.left > at.right {
        return;
    }
    let label = Label::new(text, at.left, at.top - 8.0, Role::SimulatedText);
    let wide = label.extent().width();
    let mut candidates = Vec::new();
    for row in [
        at.top - 8.0,
        at.top - 24.0,
        at.bottom + 16.0,
        at.top - 40.0,
        at.top - 56.0,
    ] {
        for x in [
            (at.left + at.right - wide) / 2.0,
            at.left,
            at.right - wide,
            at.right + 4.0,
        ] {
            let x = x.clamp(
                plot.left + 4.0,
                (plot.right - wide - 4.0).max(plot.left + 4.0),
            );
            candidates.push(Label {
                x,
                y: row,
                ..label.clone()
            });
        }
    }
    if let Some(label) = places.choose(candidates, plot) {
        sketch.text(label);
    }
}

/// The line on which both polls together have `people` ballots.
pub fn diagonal(
    sketch: &mut Sketch,
    plot: &Area,
    x: &Scale,
    y: &Scale,
    people: f64,
    last: bool,
    places: &mut Places,
) {
    let from = (people.min(x.high), (people - x.high).max(0.0));
    let to = ((people - y.high).max(0.0), people.min(y.high));
    if from.0 < to.0 {
        return;
    }
    let (a, b) = ((x.at(from.0), y.at(from.1)), (x.at(to.0), y.at(to.1)));
    sketch.line(vec![a, b], Role::Rule, if last { 2.5 } else { 1.2 });
    for i in 0..40 {
        let t = (f64::from(i) + 0.5) / 40.0;
        let (px, py) = (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1));
        let half = plot.width() / 80.0;
        places.avoid(
            Area {
                left: px - half,
                right: px + half,
                top: py - 6.0,
                bottom: py + 6.0,
            },
            3.0,
        );
    }
}

/// The reported pair with its box, and what rivals say.
pub fn claims(
    sketch: &mut Sketch,
    plot: &Area,
    pair: &Pair,
    x: &Scale,
    y: &Scale,
    rivals: &[Rival],
    places: &mut Places,
) {
    let [a, b] = pair.figures.map(|f| f.claim);
    let (left, right) = (a.lowest.unwrap_or(0.0), a.highest.unwrap_or(x.high));
    let (low, high) = (b.lowest.unwrap_or(0.0), b.highest.unwrap_or(y.high));
    let area = Area {
        left: x.held(left),
        right: x.held(right),
        top: y.held(high),
        bottom: y.held(low),
    };
    if area.width() > 2.0 || area.height() > 2.0 {
        let grown = Area {
            left: area.left - 1.0,
            right: area.right + 1.0,
            ..area
        };
        sketch.fill(
            Area {
                top: area.top - 1.0,
                bottom: area.bottom + 1.0,
                ..grown
            },
            Role::Band,
        );
    }
    let mut mark = |px: f64, py: f64, open: bool, text: &str, bold: bool| {
        let (px, py) = (x.held(px), y.held(py));
        sketch.diamond((px, py), if open { 6.0 } else { 7.5 }, Role::Mark, open);
        places.avoid(
            Area {
                left: px - 8.0,
                right: px + 8.0,
                top: py - 8.0,
                bottom: py + 8.0,
            },
            20.0,
        );
        let label = around(text, (px, py), plot, bold);
        let before = places.clone();
        match places.choose(label, plot) {
            Some(label) if open && !before.is_free(&label.extent()) => sketch.text_on_paper(label),
            Some(label) => sketch.text(label),
            None => {}
        }
    };
    for rival in rivals {
        mark(rival.x, rival.y, true, &rival.text, false);
    }
    mark(
        a.printed,
        b.printed,
        false,
        &says::reported_pair(pair.reported),
        true,
    );
}

/// Places for a label around a point, nearest first.
fn around(text: &str, (x, y): (f64, f64), plot: &Area, bold: bool) -> Vec<Label> {
    let text = super::text::fit(text, plot.width() - 20.0, MEDIUM, bold);
    let label = Label {
        bold,
        ..Label::new(text, x, y, Role::MarkText).sized(MEDIUM)
    };
    let half = label.extent().width() / 2.0;
    let inner = x.clamp(
        plot.left + half + 4.0,
        (plot.right - half - 4.0).max(plot.left + half + 4.0),
    );
    let beside = |dx: f64, dy: f64, anchor| {
        Label {
            x: x + dx,
            y: y + dy,
            ..label.clone()
        }
        .anchored(anchor)
    };
    let over = |dy: f64| {
        Label {
            x: inner,
            y: y + dy,
            ..label.clone()
        }
        .anchored(Anchor::Middle)
    };
    let mut all = vec![
        beside(13.0, 4.5, Anchor::Start),
        beside(-13.0, 4.5, Anchor::End),
    ];
    for d in [1.0, 2.0, 3.0, 4.0] {
        all.push(over(-14.0 * d - 2.0));
        all.push(over(14.0 * d + 10.0));
    }
    all
}

/// Writes beside each line how many people it stands for.
pub fn name_limits(
    sketch: &mut Sketch,
    plot: &Area,
    x: &Scale,
    y: &Scale,
    limits: &[Limit],
    places: &mut Places,
) {
    for (i, (label, people)) in limits.iter().enumerate() {
        let text = says::people(*people, label);
        let steps = (1..20).map(|k| {
            let share = f64::from(k) / 20.0;
            let top = people.min(y.high);
            let bottom = (people - x.high).max(0.0);
            let at = top + (bottom - top) * share;
            (x.at(people - at), y.at(at))
        });
        let last = i + 1 == limits.len();
        let role = if last { Role::Ink } else { Role::Muted };
        let candidates = steps
            .flat_map(|(px, py)| {
                let one = Label::new(text.clone(), px, py, role).sized(SMALL);
                let right = Label {
                    x: px + 9.0,
                    y: py - 1.0,
                    ..one.clone()
                };
                let left = Label {
                    x: px - 9.0,
                    y: py + 10.0,
                    ..one
                }
                .anchored(Anchor::End);
                [right, left]
            })
            .collect();
        if *people <= x.high + y.high
            && let Some(label) = places.choose(candidates, plot)
        {
            sketch.text(if last { label.bold() } else { label });
        }
    }
}
