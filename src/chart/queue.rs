//! C5, the queue over the day: could that many pass through the doors?

use super::frame::{self, WIDTH};
use super::hours::{end_labels, fan};
use super::implied::{Implied, implied, rates_implied};
use super::roles::Role;
use super::scale::{Scale, hours};
use super::sketch::{Anchor, Area, Label, Places, Sketch};
use super::text::{clip, decimal, plain, sentence, whole};
use super::{ChartKind, Draft, Table, words};
use crate::compare::{DayBands, Quantiles, VariantComparison};
use crate::model::{PollId, Scenario};
use crate::units::SimTime;

/// Pixels of each of the two plots.
const HEIGHT: f64 = 170.0;
/// Pixels between them.
const GAP: f64 = 40.0;

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
    let subtitle = subtitle(scenario, variant, day);
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
    frame::y_axis(&mut sketch, &upper, &y, "people waiting", &whole, (4, true));
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
    end_labels(&mut sketch, &upper, &y, &points, day.waiting.last()?);

    let y = Scale {
        low: 0.0,
        high: most_rate,
        from: lower.bottom,
        to: lower.top,
    };
    frame::y_axis(
        &mut sketch,
        &lower,
        &y,
        "ballots an hour",
        &whole,
        (4, true),
    );
    frame::x_clock(
        &mut sketch,
        &lower,
        &x,
        &hours(first, end, 13),
        "time of day",
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
        description: description(day, variant),
        caption: "Above, how many people stand in the queues of all stations together; below, how \
            many ballots are cast an hour, against what all booths can take. The dark band holds the \
            middle 50 % of the simulated days, the paler ones 80 and 95 %; orange shows what two \
            announced figures imply for the hours between them."
            .into(),
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
    if let (Some(capacity), Some(most)) = (day.capacity_per_hour, most) {
        let than = if most.per_hour > capacity {
            "more than"
        } else {
            "within"
        };
        return format!(
            "{poll}: the announced figures imply {} ballots an hour from {} to {}, {than} the {} that \
             all booths can take",
            whole(most.per_hour),
            most.from,
            most.to,
            whole(capacity)
        );
    }
    let peak = day
        .waiting
        .iter()
        .zip(&day.times)
        .max_by(|a, b| a.0.median.total_cmp(&b.0.median));
    match peak {
        Some((q, at)) if q.median >= 1.0 => format!(
            "{poll}: on a middling day the queue is longest at {at}, with {} people",
            whole(q.median)
        ),
        _ => format!("{poll}: on half of the simulated days nobody has to wait"),
    }
}

fn subtitle(scenario: &Scenario, variant: &VariantComparison, day: &DayBands) -> String {
    let name = words::assumptions(scenario, &variant.id, &variant.label);
    format!(
        "All stations together, {}; {name}. Longest wait {} minutes on a middling day; {} still waiting \
         at closing time; {} came in vain",
        words::days(variant.trials),
        decimal(day.longest_wait.median, 0),
        whole(day.waiting_at_close.median),
        whole(day.lost.median),
    )
}

fn description(day: &DayBands, variant: &VariantComparison) -> String {
    let peak = day.waiting.iter().map(|q| q.median).fold(0.0, f64::max);
    let busiest = day.per_hour.iter().map(|q| q.median).fold(0.0, f64::max);
    let capacity = match day.capacity_per_hour {
        Some(c) => format!("all booths can take {} an hour", whole(c)),
        None => "the booths set no limit".into(),
    };
    format!(
        "Two plots over the time of day for {}: people waiting (highest median {}) and ballots an hour \
         (highest median {}); {capacity}.",
        words::days(variant.trials),
        whole(peak),
        whole(busiest),
    )
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
    let text = format!("all booths can take {} an hour", whole(most));
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
            let label = Label::new(text, plot.left + 6.0, at - 6.0, Role::Ink);
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
                format!("{text}, far above this scale"),
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
    let label = Label::new(format!("doors close {at}"), x, upper.top - 11.0, Role::Ink);
    sketch.text(label.anchored(Anchor::End));
}

fn table(day: &DayBands, implied: &[Implied]) -> Table {
    let mut table = Table::new(&[
        "from", "to", "mark", "2.5 %", "10 %", "25 %", "median", "75 %", "90 %", "97.5 %",
    ]);
    let mut add = |from: String, to: String, what: &str, q: &Quantiles| {
        let [a, b, c, d, e, f, g] =
            [q.q025, q.q10, q.q25, q.median, q.q75, q.q90, q.q975].map(plain);
        table.row([from, to, what.into(), a, b, c, d, e, f, g]);
    };
    for (time, q) in day.times.iter().zip(&day.waiting) {
        add(time.to_string(), time.to_string(), "people waiting", q);
    }
    for (span, q) in day.times.windows(2).zip(&day.per_hour) {
        add(
            span[0].to_string(),
            span[1].to_string(),
            "ballots an hour",
            q,
        );
    }
    let (open, close) = match (day.times.first(), day.times.last()) {
        (Some(a), Some(b)) => (a.to_string(), b.to_string()),
        _ => (String::new(), String::new()),
    };
    add(
        open.clone(),
        close.clone(),
        "longest wait, minutes",
        &day.longest_wait,
    );
    add(
        close.clone(),
        close.clone(),
        "waiting at closing time",
        &day.waiting_at_close,
    );
    add(
        open.clone(),
        close.clone(),
        "came and cast no ballot",
        &day.lost,
    );
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
            "ballots an hour implied by announced figures",
            i.per_hour,
        );
    }
    if let Some(most) = day.capacity_per_hour {
        single(open, close, "ballots an hour all booths can take", most);
    }
    table
}
