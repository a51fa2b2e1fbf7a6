//! Waits against booths: how many booths would have been needed?

use super::frame::{self, WIDTH};
use super::roles::Role;
use super::scale::Scale;
use super::sketch::{Area, Label, MEDIUM, Places, Sketch};
use super::text::{clip, plain, sentence, whole};
use super::{ChartKind, Draft, Table};
use crate::compare::capacity::{BoothRow, Capacity, Demand, PollCapacity};
use crate::model::{PollId, Scenario};
use crate::words::charts::capacity::{self as says, Line};

/// Pixels of the plot.
const HEIGHT: f64 = 300.0;
/// The rule, minutes.
const RULE: f64 = 30.0;
/// Longest wait on the scale, minutes: longer ones leave through the top.
const LONGEST: f64 = 120.0;

/// One chart a station set.
pub(super) fn drafts(scenario: &Scenario, capacity: &Capacity) -> Vec<Draft> {
    let sets = capacity.polls.iter().flat_map(|poll| {
        let count = scenario.assumptions.polls[poll.poll].stations.len();
        (0..count).map(move |set| (poll, set))
    });
    sets.filter_map(|(poll, set)| draw(scenario, capacity, poll, set))
        .collect()
}

/// Draws the waits of one set; `None` without two numbers of booths.
fn draw(scenario: &Scenario, capacity: &Capacity, of: &PollCapacity, set: usize) -> Option<Draft> {
    let poll = &scenario.assumptions.polls[of.poll];
    let lines: Vec<Line> = of.demands.iter().filter_map(|it| line(it, set)).collect();
    let numbers = || lines.iter().flat_map(|it| it.1).map(|row| row.booths);
    let (first, last) = (numbers().min()?, numbers().max()?);
    if first == last {
        return None;
    }
    let name = clip(&poll.stations[set].label, 60);
    let title = sentence(&says::finding(&name, &lines));
    let subtitle = says::subtitle(poll, capacity.trials);
    let (mut sketch, top) = frame::heading(&title, &subtitle, HEIGHT + 66.0);
    let most = lines.iter().flat_map(|it| it.1).map(|row| row.longest.q95);
    let most = most.fold(1.5 * RULE, f64::max).min(LONGEST);
    let plot = Area {
        left: frame::y_room((0.0, most), 5, true, &whole),
        top: top + 14.0,
        right: WIDTH - 40.0,
        bottom: top + 14.0 + HEIGHT,
    };
    let x = Scale {
        low: f64::from(first) - 0.3,
        high: f64::from(last) + 0.3,
        from: plot.left,
        to: plot.right,
    };
    let y = Scale {
        low: 0.0,
        high: most,
        from: plot.bottom,
        to: plot.top,
    };
    frame::y_axis(&mut sketch, &plot, &y, says::UPWARDS, &whole, (5, true));
    frame::x_axis(&mut sketch, &plot, &x, says::ACROSS, &whole, true);
    let mut places = Places::default();
    rule(&mut sketch, &plot, &y, &mut places);
    for line in &lines {
        wait_line(&mut sketch, &plot, &x, &y, line, &mut places);
    }
    Some(Draft {
        name: format!("capacity-{}-{}", poll.id, poll.stations[set].id),
        kind: ChartKind::Capacity,
        description: says::description(&lines),
        caption: says::CAPTION.into(),
        table: table(&lines),
        title,
        sketch,
        figures: lines
            .iter()
            .filter_map(|it| Some(it.0.claim.as_ref()?.reported))
            .collect(),
        polls: vec![PollId(of.poll)],
        variant: "base".into(),
    })
}

fn line(demand: &Demand, set: usize) -> Option<Line<'_>> {
    let sweep = demand.sweeps.iter().find(|sweep| sweep.set == set)?;
    Some((demand, &sweep.rows[..]))
}

/// The rule of thirty minutes.
fn rule(sketch: &mut Sketch, plot: &Area, y: &Scale, places: &mut Places) {
    let at = y.at(RULE);
    sketch.line(vec![(plot.left, at), (plot.right, at)], Role::Rule, 1.5);
    let label = Label::new(says::RULE, plot.left + 6.0, at - 6.0, Role::Ink);
    places.avoid(label.extent(), 20.0);
    sketch.text_on_paper(label);
}

/// The 95 % wait with a mark at every number of booths, and the mean as a thin line.
fn wait_line(
    sketch: &mut Sketch,
    plot: &Area,
    x: &Scale,
    y: &Scale,
    (demand, rows): &Line,
    places: &mut Places,
) {
    let claimed = demand.claim.is_some();
    let (role, words) = match claimed {
        true => (Role::Mark, Role::MarkText),
        false => (Role::Core, Role::SimulatedText),
    };
    let points = |wait: fn(&BoothRow) -> f64| -> Vec<(f64, f64)> {
        let rows = rows.iter();
        rows.map(|row| (f64::from(row.booths), wait(row))).collect()
    };
    let to_pixels = |points: Vec<(f64, f64)>| -> Vec<(f64, f64)> {
        let all = points.into_iter();
        all.map(|(booths, wait)| (x.at(booths), y.at(wait)))
            .collect()
    };
    let mean = below(&points(|row| row.mean), y.high);
    if mean.len() > 1 {
        sketch.line(to_pixels(mean), role, 1.0);
    }
    let upper = below(&points(|row| row.longest.q95), y.high);
    if upper.len() > 1 {
        sketch.line(to_pixels(upper.clone()), role, 2.5);
    }
    for point in to_pixels(points(|row| row.longest.q95)) {
        if point.1 < plot.top - 0.01 {
            continue;
        }
        match claimed {
            true => sketch.diamond(point, 5.5, role, false),
            false => sketch.dot(point, 4.0, role),
        }
    }
    let Some(&(px, py)) = to_pixels(upper).first() else {
        return;
    };
    let label = Label::new(says::demand(demand), px + 28.0, py + 14.0, words)
        .sized(MEDIUM)
        .bold();
    let down = |d: f64| Label {
        y: py + d,
        ..label.clone()
    };
    if let Some(label) = places.choose([14.0, 32.0, 50.0, 68.0].map(down).into(), plot) {
        // The mark of the line, which a grey print needs.
        let mark = (label.x - 10.0, label.y - 4.5);
        match claimed {
            true => sketch.diamond(mark, 5.5, role, false),
            false => sketch.dot(mark, 4.0, role),
        }
        sketch.text_on_paper(label);
    }
}

/// The points after the last one above `top`, led in from where the line crosses `top`.
fn below(points: &[(f64, f64)], top: f64) -> Vec<(f64, f64)> {
    let Some(above) = points.iter().rposition(|point| point.1 > top) else {
        return points.to_vec();
    };
    let (last, rest) = (points[above], &points[above + 1..]);
    let crossing = rest.first().map(|next| {
        let part = (last.1 - top) / (last.1 - next.1);
        (last.0 + part * (next.0 - last.0), top)
    });
    crossing.into_iter().chain(rest.iter().copied()).collect()
}

fn table(lines: &[Line]) -> Table {
    let mut table = Table::new(&says::COLUMNS);
    for (demand, rows) in lines {
        for row in *rows {
            table.row([
                says::demand(demand),
                row.booths.to_string(),
                plain(row.mean),
                plain(row.longest.median),
                plain(row.longest.q95),
                plain(row.over),
                row.kept.to_string(),
                row.days.to_string(),
            ]);
        }
    }
    table
}

#[cfg(test)]
pub(super) use tests::asked;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_comes_in_where_it_crosses_the_top() {
        let points = [(1.0, 300.0), (2.0, 200.0), (3.0, 100.0), (4.0, 10.0)];
        assert_eq!(
            below(&points, 150.0),
            [(2.5, 150.0), (3.0, 100.0), (4.0, 10.0)]
        );
        assert_eq!(below(&points, 300.0), points);
        assert!(below(&points, 5.0).is_empty());
    }

    use super::super::samples;
    use crate::compare::Quantiles;
    use crate::compare::capacity::{Bound, Ends, Pace, Served, Sweep};
    use crate::model::{
        ArrivalProfile, Assumptions, Input, InputId, Law, PersonLaw, StationSet, Support, Unit,
    };
    use crate::units::SimTime;

    fn set(of: &mut Assumptions, label: &str) -> StationSet {
        of.inputs.push(Input {
            path: "one".into(),
            label: "one".into(),
            unit: Unit::Plain,
            law: Law::Fixed(1.0),
            support: Support::NOT_NEGATIVE,
            sources: Vec::new(),
            note: None,
        });
        let one = InputId(of.inputs.len() - 1);
        StationSet {
            id: "all".into(),
            label: label.into(),
            count: 1,
            serves: Vec::new(),
            size: None,
            booths: one,
            desk: None,
            service: PersonLaw {
                law: Law::Fixed(60.0),
                support: Support::NOT_NEGATIVE,
                pace: one,
                milliseconds_per_unit: 1_000,
            },
            arrivals: ArrivalProfile { points: Vec::new() },
            patience: None,
            turn_back_at: None,
            come_back: None,
            ballot_papers: None,
            mobile: None,
            list: None,
            sources: Vec::new(),
        }
    }

    /// Waits of so many minutes with 1, 2, 3, ... booths.
    fn demand(claim: Option<Pace>, waits: &[f64]) -> Demand {
        let row = |(at, &wait): (usize, &f64)| BoothRow {
            booths: at as u32 + 1,
            mean: wait / 2.0,
            longest: Quantiles {
                q95: wait,
                ..Quantiles::default()
            },
            over: 0.0,
            kept: if wait <= 30.0 { 20 } else { 0 },
            days: 20,
        };
        let rows = waits.iter().enumerate().map(row).collect();
        Demand {
            claim,
            served: Served {
                days: 20,
                everybody: 20,
                came: Quantiles::default(),
                voted: Quantiles::default(),
                lost: Quantiles::default(),
                longest_wait: Quantiles::default(),
                ended: Quantiles::default(),
            },
            sweeps: vec![Sweep { set: 0, rows }],
        }
    }

    /// The question of capacity of one set of stations with this label.
    pub fn asked(mut scenario: Scenario, label: &str) -> (Scenario, Capacity) {
        let claim = Pace {
            reported: 0,
            ballots: 42_000,
            until: SimTime::from_hm(20, 0),
            whole_day: true,
            booth_seconds: 60.0,
            station_seconds: 20.0,
        };
        let set = set(&mut scenario.assumptions, label);
        scenario.assumptions.polls[0].stations = vec![set];
        let bound = |ends| Bound {
            ends,
            open_seconds: 43_200.0,
            sets: Vec::new(),
        };
        let capacity = Capacity {
            seed: 1,
            trials: 20,
            polls: vec![PollCapacity {
                poll: 0,
                bounds: [bound(Ends::Median), bound(Ends::Generous)],
                paces: vec![claim],
                demands: vec![
                    demand(None, &[300.0, 29.0, 3.0]),
                    demand(Some(claim), &[9e5, 700.0, 200.0, 90.0]),
                ],
            }],
        };
        (scenario, capacity)
    }

    #[test]
    fn the_finding_names_the_booths_and_every_label_stays_on_the_page() {
        for label in [
            "4 halls",
            "<&> \u{202e}\n",
            &"a very long label ".repeat(20),
        ] {
            let (scenario, capacity) = asked(samples::ordinary().scenario, label);
            let drafts = drafts(&scenario, &capacity);
            let [draft] = &drafts[..] else {
                panic!("one set, one chart");
            };
            let ends = "minutes: 2 as assumed, more than 4 if 42,000 come";
            assert!(draft.title.ends_with(ends), "{}", draft.title);
            assert_eq!(draft.table.rows.len(), 7);
            let page = (draft.sketch.width, draft.sketch.height);
            for label in draft.sketch.labels() {
                let e = label.extent();
                let inside =
                    e.left >= 0.0 && e.top >= 0.0 && e.right <= page.0 && e.bottom <= page.1;
                assert!(inside, "{label:?}");
            }
        }
    }
}
