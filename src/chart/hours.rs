//! C4, turnout by hour: do the announced figures form a possible day?

use super::announced::{Announced, announced};
use super::frame::{self, WIDTH};
use super::roles::Role;
use super::scale::{Scale, hours};
use super::sketch::{Anchor, Area, Label, MEDIUM, Places, SMALL, Sketch};
use super::text::{clip, plain, sentence, value};
use super::{ChartKind, Draft, Table, words};
use crate::compare::{DayBands, Quantiles, VariantComparison};
use crate::model::{PollId, Scenario};
use crate::units::SimTime;
use crate::words::charts::hours as says;

/// Pixels of the plot.
const HEIGHT: f64 = 330.0;
/// Most announced figures with words beside them; the others keep their diamond.
const MOST_NAMED: usize = 8;

/// Draws the day of one poll; `None` without at least two times.
pub fn draw(scenario: &Scenario, variant: &VariantComparison, day: &DayBands) -> Option<Draft> {
    let poll = scenario.assumptions.polls.get(day.poll)?;
    let (first, last) = (day.times.first()?, day.times.last()?);
    if day.times.len() < 2 || day.turnout.len() != day.times.len() {
        return None;
    }
    let announced = announced(scenario, variant, day.poll);
    let title = sentence(&finding(&clip(&poll.label, 60), day, &announced));
    let name = words::assumptions(scenario, &variant.id, &variant.label);
    let subtitle = says::subtitle(variant, &name);
    let (mut sketch, top) = frame::heading(&title, &subtitle, HEIGHT + 62.0);
    let percent = |v: f64| value(v, true);
    let values = day
        .turnout
        .iter()
        .map(|q| q.q975)
        .chain(announced.iter().map(|a| a.ends.1));
    let most = values.fold(1.0, f64::max);
    let high = if most <= 100.0 {
        (most * 1.12).min(100.0)
    } else {
        most * 1.08
    };
    let left = frame::y_room((0.0, high), 5, false, &percent);
    let plot = Area {
        left,
        top,
        right: WIDTH - 96.0,
        bottom: sketch.height - 50.0,
    };
    let end = announced.iter().map(|a| a.at).chain([*last]).max()?;
    let x = Scale {
        low: first.as_hours(),
        high: end.as_hours(),
        from: plot.left,
        to: plot.right,
    };
    let y = Scale {
        low: 0.0,
        high,
        from: plot.bottom,
        to: plot.top,
    };

    frame::y_axis(&mut sketch, &plot, &y, says::UPWARDS, &percent, (5, false));
    let clock = hours(*first, end, 13);
    frame::x_clock(&mut sketch, &plot, &x, &clock, says::ACROSS);
    let points: Vec<f64> = day.times.iter().map(|t| x.at(t.as_hours())).collect();
    let mut places = Places::default();
    fan(&mut sketch, &points, &y, &day.turnout, &mut places);
    end_labels(&mut sketch, &plot, &y, &points, day.turnout.last()?);
    diamonds(&mut sketch, &plot, &x, &y, &announced, &mut places);

    let close = day.turnout.last()?;
    Some(Draft {
        name: format!("c4-{}", poll.id),
        kind: ChartKind::Hours,
        description: says::description(variant, announced.len(), *last, close),
        caption: says::CAPTION.into(),
        table: table(scenario, day, &announced),
        title,
        sketch,
        figures: announced.iter().map(|a| a.reported).collect(),
        polls: vec![PollId(day.poll)],
        variant: variant.id.clone(),
    })
}

/// The simulated bands at a time, by straight lines between the times looked at.
fn bands_at(day: &DayBands, at: SimTime) -> Option<(f64, f64)> {
    let after = day.times.iter().position(|t| *t >= at)?;
    let b = &day.turnout[after];
    if day.times[after] == at || after == 0 {
        return Some((b.q025, b.q975));
    }
    let (a, ta, tb) = (
        &day.turnout[after - 1],
        day.times[after - 1],
        day.times[after],
    );
    let t = (at - ta).as_hours() / (tb - ta).as_hours();
    Some((
        a.q025 + t * (b.q025 - a.q025),
        a.q975 + t * (b.q975 - a.q975),
    ))
}

fn finding(poll: &str, day: &DayBands, announced: &[Announced]) -> String {
    let side = |a: &Announced| {
        let (low, high) = bands_at(day, a.at).unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        i32::from(a.ends.0 > high) - i32::from(a.ends.1 < low)
    };
    let on = |wanted| -> Vec<SimTime> {
        let there = announced.iter().filter(|a| side(a) == wanted);
        there.map(|a| a.at).collect()
    };
    let close = day.turnout.last().copied().unwrap_or_default();
    says::finding(poll, &close, announced.len(), &on(1), &on(-1))
}

/// The bands of 95, 80 and 50 % and the median.
pub fn fan(
    sketch: &mut Sketch,
    points: &[f64],
    y: &Scale,
    bands: &[Quantiles],
    places: &mut Places,
) {
    type Pick = fn(&Quantiles) -> f64;
    let pairs: [(Pick, Pick, Role); 3] = [
        (|q| q.q025, |q| q.q975, Role::Wide),
        (|q| q.q10, |q| q.q90, Role::Middle),
        (|q| q.q25, |q| q.q75, Role::Core),
    ];
    for (low, high, role) in pairs {
        let up = points.iter().zip(bands).map(|(x, q)| (*x, y.held(high(q))));
        let back = points
            .iter()
            .zip(bands)
            .rev()
            .map(|(x, q)| (*x, y.held(low(q))));
        sketch.shape(up.chain(back).collect(), role);
    }
    let thickest = bands
        .iter()
        .map(|q| (q.q75 - q.q25) * y.per_unit())
        .fold(0.0, f64::max);
    let median = points
        .iter()
        .zip(bands)
        .map(|(x, q)| (*x, y.held(q.median)))
        .collect();
    let (role, width) = if thickest > 7.0 {
        (Role::Median, 2.0)
    } else {
        (Role::SimulatedText, 1.5)
    };
    sketch.line(median, role, width);
    for (pair, q) in points.windows(2).zip(bands.windows(2)) {
        let top = y.held(q[0].q975.max(q[1].q975));
        let bottom = y.held(q[0].q025.min(q[1].q025));
        places.avoid(
            Area {
                left: pair[0],
                right: pair[1],
                top,
                bottom,
            },
            1.0,
        );
    }
}

/// Names the bands at their right end, pushed apart where they are close.
pub fn end_labels(sketch: &mut Sketch, plot: &Area, y: &Scale, points: &[f64], q: &Quantiles) {
    let Some(x) = points.last() else {
        return;
    };
    let values = [q.q975, q.q75, q.median, q.q25, q.q025];
    let tight = (y.held(q.q025) - y.held(q.q975)) < 75.0;
    let named = says::ENDS.into_iter().zip(values).enumerate();
    let names: Vec<(&str, f64)> = named
        .filter(|(at, _)| !tight || at % 2 == 0)
        .map(|(_, named)| named)
        .collect();
    let mut rows: Vec<f64> = names.iter().map(|(_, v)| y.held(*v) + 4.5).collect();
    for i in 1..rows.len() {
        rows[i] = rows[i].max(rows[i - 1] + 15.0);
    }
    let over = (rows.last().copied().unwrap_or(0.0) - (plot.bottom + 2.0)).max(0.0);
    for ((name, _), row) in names.iter().zip(&rows) {
        let label = Label::new(*name, x + 12.0, row - over, Role::SimulatedText).sized(SMALL);
        sketch.text(label);
    }
}

fn diamonds(
    sketch: &mut Sketch,
    plot: &Area,
    x: &Scale,
    y: &Scale,
    announced: &[Announced],
    places: &mut Places,
) {
    let spot = |a: &Announced| (x.held(a.at.as_hours()), y.held(a.printed));
    for a in announced {
        let (px, py) = spot(a);
        let (low, high) = (y.held(a.ends.0), y.held(a.ends.1));
        if low - high > 3.0 {
            sketch.fill(
                Area {
                    left: px - 4.0,
                    right: px + 4.0,
                    top: high,
                    bottom: low,
                },
                Role::Band,
            );
        }
        sketch.diamond((px, py), 6.5, Role::Mark, false);
        places.avoid(
            Area {
                left: px - 7.0,
                right: px + 7.0,
                top: py - 7.0,
                bottom: py + 7.0,
            },
            20.0,
        );
    }
    for (a, text) in named(announced) {
        let (px, py) = spot(a);
        let text = super::text::fit(&text, plot.width() * 0.8, MEDIUM, true);
        let label = Label::new(text, px, py, Role::MarkText)
            .sized(MEDIUM)
            .bold();
        let mut candidates = Vec::new();
        for d in [4.5, -12.0, 21.0, -28.0, 37.0, -44.0, 53.0, 70.0] {
            let one = Label {
                y: py + d,
                ..label.clone()
            };
            candidates.push(
                Label {
                    x: px - 12.0,
                    ..one.clone()
                }
                .anchored(Anchor::End),
            );
            candidates.push(Label {
                x: px + 12.0,
                ..one
            });
        }
        if let Some(label) = places.choose(candidates, plot) {
            sketch.text_on_paper(label);
        }
    }
}

/// The figures with words beside them: those of a time of day, and those of the whole day, which are
/// told together when they are many.
fn named(announced: &[Announced]) -> Vec<(&Announced, String)> {
    let one = |a| (a, told(a));
    let timed = announced.iter().filter(|a| !a.last).take(MOST_NAMED);
    let mut named: Vec<_> = timed.map(one).collect();
    let whole: Vec<&Announced> = announced.iter().filter(|a| a.last).collect();
    match whole[..] {
        [] => {}
        [a] => named.push(one(a)),
        [a, b] => named.extend([one(a), one(b)]),
        [least, .., most] => {
            let text = says::announced_many(whole.len(), least.printed, most.printed);
            named.push((most, text));
        }
    }
    named.reverse();
    named
}

fn told(a: &Announced) -> String {
    says::announced((!a.last).then_some(a.at), &a.text)
}

fn table(scenario: &Scenario, day: &DayBands, announced: &[Announced]) -> Table {
    let mut table = Table::new(&says::COLUMNS);
    for (time, q) in day.times.iter().zip(&day.turnout) {
        let [a, b, c, d, e, f, g] =
            [q.q025, q.q10, q.q25, q.median, q.q75, q.q90, q.q975].map(plain);
        table.row([
            time.to_string(),
            says::SIMULATED.into(),
            a,
            b,
            c,
            d,
            e,
            f,
            g,
        ]);
    }
    for a in announced {
        let label = scenario
            .reported
            .get(a.reported)
            .map_or("", |r| r.label.as_str());
        let (low, middle, high) = (plain(a.ends.0), plain(a.printed), plain(a.ends.1));
        let none = String::new;
        table.row([
            a.at.to_string(),
            says::announced_row(label),
            low,
            none(),
            none(),
            middle,
            none(),
            none(),
            high,
        ]);
    }
    table
}
