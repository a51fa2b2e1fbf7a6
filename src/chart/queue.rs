//! C5, the queue over the day: could that many pass through the doors?

use super::frame::{self, WIDTH};
use super::hours::{end_labels, fan};
use super::implied::{Implied, implied, rates_implied};
use super::roles::Role;
use super::scale::{Scale, hours};
use super::sketch::{Anchor, Area, Label, Places, SMALL, Sketch};
use super::text::{clip, plain, sentence, whole};
use super::{ChartKind, Draft, Table, words};
use crate::compare::{DayBands, Quantiles, VariantComparison};
use crate::model::{PollId, Scenario};
use crate::units::SimTime;
use crate::words::charts::hours::ENDS;
use crate::words::charts::queue as says;

/// Pixels of each of the two plots.
const HEIGHT: f64 = 170.0;
/// Pixels between them.
const GAP: f64 = 40.0;
/// Pixels that a band must be high for names at its edges to point at them.
const LEGIBLE: f64 = 20.0;

/// Draws queue and throughput of one poll; `None` without at least two times.
pub fn draw(scenario: &Scenario, variant: &VariantComparison, day: &DayBands) -> Option<Draft> {
    let poll = scenario.assumptions.polls.get(day.poll)?;
    let n = day.times.len();
    let (first, last) = (*day.times.first()?, *day.times.last()?);
    if n < 2 || day.waiting.len() != n || day.per_hour.len() != n - 1 {
        return None;
    }
    let implied = implied(scenario, variant, day.poll);
    let title = sentence(&finding(&clip(&poll.label, 60), day, &implied));
    let name = words::assumptions(scenario, &variant.id, &variant.label);
    let subtitle = says::subtitle(variant, &name, day);
    let (mut sketch, top) = frame::heading(&title, &subtitle, 2.0 * HEIGHT + GAP + 86.0);
    let most_waiting = day.waiting.iter().map(|q| q.q975).fold(5.0, f64::max) * 1.1;
    let rates = day
        .per_hour
        .iter()
        .map(|q| q.q975)
        .chain(implied.iter().map(|i| i.per_hour));
    let busiest = rates.fold(10.0, f64::max);
    let near = day
        .capacity_per_hour
        .filter(|c| c.is_finite() && *c <= 3.0 * busiest);
    let most_rate = busiest.max(near.unwrap_or(0.0)) * 1.18;
    let room = |most: f64| frame::y_room((0.0, most), 4, true, &whole);
    let left = room(most_waiting).max(room(most_rate));
    let upper = Area {
        left,
        top: top + 24.0,
        right: WIDTH - 96.0,
        bottom: top + 24.0 + HEIGHT,
    };
    let lower = Area {
        top: upper.bottom + GAP,
        bottom: upper.bottom + GAP + HEIGHT,
        ..upper
    };
    let end = last.max(poll.closes);
    let x = Scale {
        low: first.as_hours(),
        high: end.as_hours(),
        from: left,
        to: upper.right,
    };

    let y = Scale {
        low: 0.0,
        high: most_waiting,
        from: upper.bottom,
        to: upper.top,
    };
    frame::y_axis(&mut sketch, &upper, &y, says::WAITING, &whole, (4, true));
    sketch.line(
        vec![(upper.left, upper.bottom), (upper.right, upper.bottom)],
        Role::Axis,
        1.0,
    );
    let points: Vec<f64> = day.times.iter().map(|t| x.at(t.as_hours())).collect();
    fan(
        &mut sketch,
        &points,
        &y,
        &day.waiting,
        &mut Places::default(),
    );
    let close = day.waiting.last()?;
    if y.held(close.q025) - y.held(close.q975) >= LEGIBLE {
        end_labels(&mut sketch, &upper, &y, &points, close);
    } else {
        peak_labels(&mut sketch, &upper, &y, &points, &day.waiting);
    }

    let y = Scale {
        low: 0.0,
        high: most_rate,
        from: lower.bottom,
        to: lower.top,
    };
    frame::y_axis(&mut sketch, &lower, &y, says::PER_HOUR, &whole, (4, true));
    frame::x_clock(
        &mut sketch,
        &lower,
        &x,
        &hours(first, end, 13),
        says::ACROSS,
    );
    let mut places = Places::default();
    let (steps, bands) = stairs(&points, &day.per_hour);
    fan(&mut sketch, &steps, &y, &bands, &mut places);
    capacity(&mut sketch, &lower, &y, day, near, &mut places);
    rates_implied(&mut sketch, &lower, &x, &y, &implied, &mut places);
    closing(
        &mut sketch,
        &upper,
        &lower,
        x.held(poll.closes.as_hours()),
        poll.closes,
    );

    Some(Draft {
        name: format!("c5-{}", poll.id),
        kind: ChartKind::Queue,
        description: says::description(variant, day),
        caption: says::CAPTION.into(),
        table: table(day, &implied),
        title,
        sketch,
        figures: Vec::new(),
        polls: vec![PollId(day.poll)],
        variant: variant.id.clone(),
    })
}

fn finding(poll: &str, day: &DayBands, implied: &[Implied]) -> String {
    let most = implied
        .iter()
        .max_by(|a, b| a.per_hour.total_cmp(&b.per_hour));
    says::finding(poll, day, most.map(|it| (it.per_hour, it.from, it.to)))
}

/// Names the outer edge and the median where they are highest, for days at whose end nobody waits.
fn peak_labels(sketch: &mut Sketch, plot: &Area, y: &Scale, points: &[f64], waiting: &[Quantiles]) {
    type Pick = fn(&Quantiles) -> f64;
    let [top, _, middle, ..] = ENDS;
    let peak = |pick: Pick| {
        let all = points.iter().zip(waiting).map(|(x, q)| (*x, pick(q)));
        all.reduce(|best, it| if it.1 > best.1 { it } else { best })
    };
    let label = |name: &str, x: f64, y: f64| {
        let label = Label::new(name, x, y, Role::SimulatedText);
        label.sized(SMALL).anchored(Anchor::Middle)
    };
    let height = |most: f64| plot.bottom - y.held(most);
    if let Some((x, most)) = peak(|q| q.q975).filter(|it| height(it.1) >= LEGIBLE) {
        sketch.text(label(top, x, (y.held(most) - 6.0).max(plot.top + 10.0)));
    }
    match peak(|q| q.median) {
        Some((x, most)) if height(most) >= 3.0 * LEGIBLE => {
            sketch.text_on_paper(label(middle, x, y.held(most) - 6.0));
        }
        // Near the axis there is no room above it but in the bands.
        Some((x, _)) => sketch.text(label(middle, x, plot.bottom + 15.0)),
        None => {}
    }
}

/// Each rate holds from one time to the next: doubled points make stairs.
fn stairs(points: &[f64], rates: &[Quantiles]) -> (Vec<f64>, Vec<Quantiles>) {
    let xs = points.windows(2).flat_map(|w| [w[0], w[1]]).collect();
    (xs, rates.iter().flat_map(|q| [*q, *q]).collect())
}

fn capacity(
    sketch: &mut Sketch,
    plot: &Area,
    y: &Scale,
    day: &DayBands,
    near: Option<f64>,
    places: &mut Places,
) {
    let Some(most) = day.capacity_per_hour.filter(|c| c.is_finite()) else {
        return;
    };
    match near {
        Some(most) => {
            let at = y.at(most);
            sketch.line(vec![(plot.left, at), (plot.right, at)], Role::Rule, 1.5);
            places.avoid(
                Area {
                    top: at - 1.0,
                    bottom: at + 1.0,
                    ..*plot
                },
                30.0,
            );
            let label = Label::new(says::capacity(most), plot.left + 6.0, at - 6.0, Role::Ink);
            let end = Label {
                x: plot.right - 6.0,
                ..label.clone()
            }
            .anchored(Anchor::End);
            let under = Label {
                y: at + 15.0,
                ..end.clone()
            };
            if let Some(label) = places.choose(vec![end, label, under], plot) {
                sketch.text(label);
            }
        }
        None => {
            let label = Label::new(
                says::capacity_far(most),
                plot.right - 6.0,
                plot.top + 12.0,
                Role::Ink,
            );
            if let Some(label) = places.choose(vec![label.anchored(Anchor::End)], plot) {
                sketch.text(label);
            }
        }
    }
}

/// The line at which the doors close, through both plots.
fn closing(sketch: &mut Sketch, upper: &Area, lower: &Area, x: f64, at: SimTime) {
    sketch.line(
        vec![(x, upper.top - 6.0), (x, lower.bottom)],
        Role::Rule,
        1.5,
    );
    let label = Label::new(says::doors_close(at), x, upper.top - 11.0, Role::Ink);
    sketch.text(label.anchored(Anchor::End));
}

fn table(day: &DayBands, implied: &[Implied]) -> Table {
    let mut table = Table::new(&says::COLUMNS);
    let mut add = |from: String, to: String, what: &str, q: &Quantiles| {
        let [a, b, c, d, e, f, g] =
            [q.q025, q.q10, q.q25, q.median, q.q75, q.q90, q.q975].map(plain);
        table.row([from, to, what.into(), a, b, c, d, e, f, g]);
    };
    for (time, q) in day.times.iter().zip(&day.waiting) {
        add(time.to_string(), time.to_string(), says::WAITING, q);
    }
    for (span, q) in day.times.windows(2).zip(&day.per_hour) {
        add(span[0].to_string(), span[1].to_string(), says::PER_HOUR, q);
    }
    let (open, close) = match (day.times.first(), day.times.last()) {
        (Some(a), Some(b)) => (a.to_string(), b.to_string()),
        _ => (String::new(), String::new()),
    };
    add(
        open.clone(),
        close.clone(),
        says::LONGEST_ROW,
        &day.longest_wait,
    );
    add(
        close.clone(),
        close.clone(),
        says::AT_CLOSE_ROW,
        &day.waiting_at_close,
    );
    add(open.clone(), close.clone(), says::LOST_ROW, &day.lost);
    let mut single = |from: String, to: String, what: &str, v: f64| {
        let none = String::new;
        table.row([
            from,
            to,
            what.into(),
            none(),
            none(),
            none(),
            plain(v),
            none(),
            none(),
            none(),
        ]);
    };
    for i in implied {
        single(
            i.from.to_string(),
            i.to.to_string(),
            says::IMPLIED_ROW,
            i.per_hour,
        );
    }
    if let Some(most) = day.capacity_per_hour {
        single(open, close, says::CAPACITY_ROW, most);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_that_close_are_named_where_they_are_high() {
        let plot = Area {
            left: 0.0,
            top: 100.0,
            right: 300.0,
            bottom: 200.0,
        };
        let y = Scale {
            low: 0.0,
            high: 100.0,
            from: plot.bottom,
            to: plot.top,
        };
        let of = |median: f64, q975: f64| Quantiles {
            median,
            q975,
            ..Quantiles::default()
        };
        let named = |waiting: [Quantiles; 3]| {
            let mut sketch = Sketch::new(plot.right, plot.bottom);
            peak_labels(&mut sketch, &plot, &y, &[50.0, 150.0, 250.0], &waiting);
            let labels = sketch.labels();
            labels
                .map(|it| (it.text.clone(), it.x, it.y))
                .collect::<Vec<_>>()
        };
        let [top, _, middle, ..] = ENDS.map(String::from);
        // A median of 5 is named under the axis, one of 70 above its line.
        assert_eq!(
            named([of(0.0, 10.0), of(5.0, 80.0), of(0.0, 0.0)]),
            [(top.clone(), 150.0, 114.0), (middle.clone(), 150.0, 215.0)]
        );
        assert_eq!(
            named([of(70.0, 80.0), of(5.0, 90.0), of(0.0, 0.0)]),
            [(top, 150.0, 110.0), (middle.clone(), 50.0, 124.0)]
        );
        // Where hardly anybody waits only the axis has a name.
        assert_eq!(named([of(0.0, 3.0); 3]), [(middle, 50.0, 215.0)]);
    }
}
