//! C3, two polls at once: can both figures be true on one day, in one population?

use super::frame::{self, WIDTH};
use super::plane;
use super::scale::Scale;
use super::sketch::{Area, Places};
use super::text::{clip, plain, sentence, whole};
use super::{ChartKind, Draft, Table};
use crate::compare::{FigureComparison, Joint, VariantComparison};
use crate::model::{Quantity, Reported, Scenario};
use crate::words::charts::joint as says;

/// Pixels of the plot.
const HEIGHT: f64 = 420.0;
/// The two figures and what belongs to them.
pub struct Pair<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The assumptions shown.
    pub variant: &'a VariantComparison,
    /// Their joint comparison.
    pub joint: &'a Joint,
    /// The two comparisons, across and upwards.
    pub figures: [&'a FigureComparison; 2],
    /// The two figures.
    pub reported: [&'a Reported; 2],
}

/// A claim of somebody else about one of the two polls.
pub struct Rival {
    /// Persons across.
    pub x: f64,
    /// Persons upwards.
    pub y: f64,
    /// What is written beside it.
    pub text: String,
}

/// A line of people: what it is, how many.
pub type Limit = (String, f64);

/// Draws the first two claims of the joint; `None` when there is no joint of two counts.
pub fn draw(scenario: &Scenario, variant: &VariantComparison) -> Option<Draft> {
    let pair = pair(scenario, variant)?;
    let title = sentence(&says::finding(pair.joint));
    let subtitle = says::subtitle(scenario, variant, pair.joint);
    let (mut sketch, top) = frame::heading(&title, &subtitle, HEIGHT + 60.0);
    let rivals = rivals(&pair);
    let limits = limits(&pair);
    let (high_x, high_y) = extent(&pair, &rivals, &limits);
    let left = frame::y_room((0.0, high_y), 6, true, &whole);
    let plot = Area {
        left,
        top,
        right: WIDTH - 30.0,
        bottom: sketch.height - 50.0,
    };
    let x = Scale {
        low: 0.0,
        high: high_x,
        from: plot.left,
        to: plot.right,
    };
    let y = Scale {
        low: 0.0,
        high: high_y,
        from: plot.bottom,
        to: plot.top,
    };

    let axis = |at: usize| says::axis_of(pair.reported[at], scenario);
    plane::beyond(&mut sketch, &plot, &x, &y, &limits);
    frame::y_axis(&mut sketch, &plot, &y, &axis(1), &whole, (6, true));
    frame::x_axis(&mut sketch, &plot, &x, &axis(0), &whole, true);
    let mut places = Places::default();
    let cloud = plane::cloud(&mut sketch, &pair, &x, &y, &mut places);
    for (i, limit) in limits.iter().enumerate() {
        plane::diagonal(
            &mut sketch,
            &plot,
            &x,
            &y,
            limit.1,
            i + 1 == limits.len(),
            &mut places,
        );
    }
    plane::claims(&mut sketch, &plot, &pair, &x, &y, &rivals, &mut places);
    plane::name_cloud(&mut sketch, &plot, cloud, &mut places);
    plane::name_limits(&mut sketch, &plot, &x, &y, &limits, &mut places);

    Some(Draft {
        name: format!("c3-{}", names(&pair)),
        kind: ChartKind::Joint,
        description: says::description(scenario, pair.joint, pair.figures, pair.reported),
        caption: says::CAPTION.into(),
        table: table(&pair, &rivals, &limits),
        title,
        sketch,
        figures: pair.figures.iter().map(|f| f.reported).collect(),
        polls: pair.reported.iter().flat_map(|r| r.polls.clone()).collect(),
        variant: variant.id.clone(),
    })
}

fn pair<'a>(scenario: &'a Scenario, variant: &'a VariantComparison) -> Option<Pair<'a>> {
    let joint = variant.joint.as_ref()?;
    let [first, second, ..] = joint.of[..] else {
        return None;
    };
    let figures = [variant.figures.get(first)?, variant.figures.get(second)?];
    let reported = [
        scenario.reported.get(figures[0].reported)?,
        scenario.reported.get(figures[1].reported)?,
    ];
    let counts = figures
        .iter()
        .all(|f| !f.claim.percent && !f.values.is_empty());
    counts.then_some(Pair {
        scenario,
        variant,
        joint,
        figures,
        reported,
    })
}

fn names(pair: &Pair) -> String {
    let poll = |at: usize| {
        let id = pair.reported[at].polls.first();
        id.and_then(|p| pair.scenario.assumptions.polls.get(p.0))
            .map_or("", |p| p.id.as_str())
    };
    format!("{}-{}", poll(0), poll(1))
}

/// What others say about the whole day of one of the two polls, where it differs by more than 5 %.
fn rivals(pair: &Pair) -> Vec<Rival> {
    let printed = [pair.figures[0].claim.printed, pair.figures[1].claim.printed];
    let mut rivals: Vec<Rival> = Vec::new();
    for figure in &pair.variant.figures {
        let Some(r) = pair.scenario.reported.get(figure.reported) else {
            continue;
        };
        let side = (0..2).find(|s| pair.reported[*s].polls == r.polls);
        let whole_day = r.quantity == Quantity::BallotsCast { at: None };
        let (Some(side), true) = (side, whole_day && !figure.claim.percent) else {
            continue;
        };
        let value = figure.claim.printed;
        if (value - printed[side]).abs() <= 0.05 * printed[side] {
            continue;
        }
        let text = says::rival(r);
        let (x, y) = if side == 0 {
            (value, printed[1])
        } else {
            (printed[0], value)
        };
        rivals.push(Rival { x, y, text });
    }
    rivals.truncate(3);
    rivals
}

/// Lines of people, ascending: residents as far as known, and last the most voters there can be.
fn limits(pair: &Pair) -> Vec<Limit> {
    let mut limits: Vec<Limit> = Vec::new();
    let known = &pair.joint.populations;
    let crowded = known.len() > 3;
    let most = pair.joint.voters.highest.filter(|n| n.is_finite());
    for (label, persons) in known {
        let adults = crowded && label.starts_with("adults");
        // one line with the bound, to the eye
        let beyond = most.is_some_and(|most| *persons >= 0.98 * most);
        let told = limits.iter().any(|(_, n)| n == persons);
        if persons.is_finite() && *persons > 0.0 && !adults && !beyond && !told {
            let alike = known.iter().filter(|(_, n)| n == persons).count() > 1;
            let kind = label
                .split_once(',')
                .map_or(label.as_str(), |(kind, _)| kind);
            limits.push((clip(if alike { kind } else { label }, 34), *persons));
        }
    }
    limits.extend(most.map(|n| (says::MOST_VOTERS.to_string(), n)));
    limits.sort_by(|a, b| a.1.total_cmp(&b.1));
    limits
}

/// Ends of the axes: everything claimed and simulated, and the largest limit when it is near.
fn extent(pair: &Pair, rivals: &[Rival], limits: &[Limit]) -> (f64, f64) {
    let reach = |at: usize| {
        let f = pair.figures[at];
        let ends = [
            f.claim.printed,
            f.claim.highest.unwrap_or(0.0),
            f.simulated.q975,
            10.0,
        ];
        ends.into_iter().fold(0.0, f64::max)
    };
    let x = rivals.iter().map(|r| r.x).fold(reach(0), f64::max) * 1.25;
    let y = rivals.iter().map(|r| r.y).fold(reach(1), f64::max) * 1.25;
    let largest = limits.last().map_or(0.0, |l| l.1);
    let stretch = match largest * 1.12 / (x + y) {
        s if (1.0..3.0).contains(&s) => s,
        _ => 1.0,
    };
    (x * stretch, y * stretch)
}

fn table(pair: &Pair, rivals: &[Rival], limits: &[Limit]) -> Table {
    let mut table = Table::new(&says::COLUMNS);
    let show = |v: Option<f64>| v.map_or(String::new(), plain);
    let [a, b] = pair.figures;
    table.row([
        says::axis_row("x", pair.reported[0]),
        "".into(),
        "".into(),
        "".into(),
        "".into(),
    ]);
    table.row([
        says::axis_row("y", pair.reported[1]),
        "".into(),
        "".into(),
        "".into(),
        "".into(),
    ]);
    let ends = |f: &FigureComparison| (show(f.claim.lowest), show(f.claim.highest));
    let ((xl, xh), (yl, yh)) = (ends(a), ends(b));
    table.row([says::REPORTED.into(), xl, xh, yl, yh]);
    for rival in rivals {
        let (x, y) = (plain(rival.x), plain(rival.y));
        table.row([
            rival.text.replace('\u{a0}', " "),
            x.clone(),
            x,
            y.clone(),
            y,
        ]);
    }
    let (qa, qb) = (&a.simulated, &b.simulated);
    for (label, ends) in [
        (says::SIMULATED[0], [qa.q25, qa.q75, qb.q25, qb.q75]),
        (says::SIMULATED[1], [qa.q025, qa.q975, qb.q025, qb.q975]),
    ] {
        let [xl, xh, yl, yh] = ends.map(plain);
        table.row([label.into(), xl, xh, yl, yh]);
    }
    for (label, people) in pair.joint.populations.iter().chain(limits.last()) {
        let n = plain(people.round());
        table.row([says::people_row(label), n.clone(), n, "".into(), "".into()]);
    }
    table
}
