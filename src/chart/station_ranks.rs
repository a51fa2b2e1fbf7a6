//! C10 for stations: whether the ranks of reported stations among their simulated days are spread evenly.

use super::backtest::{Plot, band};
use super::frame;
use super::roles::Role;
use super::sketch::{Anchor, Label, MEDIUM, Places, Sketch};
use super::text::{clean, plain, sentence};
use super::{ChartKind, Draft, Table};
use crate::compare::VariantComparison;
use crate::compare::stations::StationComparison;
use crate::model::Scenario;
use crate::words::charts::stations as says;

/// Pixels of the plot.
const HEIGHT: f64 = 300.0;

/// Draws the ranks of one set of stations; `None` where there are none.
pub fn draw(
    scenario: &Scenario,
    variant: &VariantComparison,
    of: &StationComparison,
) -> Option<Draft> {
    let ranks = of.ranks.as_ref()?;
    let returns = &scenario.returns[of.returns];
    let title = sentence(&says::finding(of, ranks));
    let subtitle = says::subtitle(scenario, variant, returns, (of, ranks));
    let (mut sketch, top) = frame::heading(&title, &subtitle, HEIGHT + 76.0);
    let plot = Plot::below(top, HEIGHT, ranks.limit.max(ranks.distance));
    band(&mut sketch, &plot, ranks.limit);
    plot.axes(&mut sketch, says::ACROSS, says::UPWARDS);
    let mut order: Vec<usize> = (0..of.stations.len()).collect();
    order.sort_by(|&a, &b| of.stations[a].rank.total_cmp(&of.stations[b].rank));
    let sorted: Vec<f64> = order.iter().map(|&at| of.stations[at].rank).collect();
    plot.steps(&mut sketch, &sorted);
    mark(&mut sketch, &plot, &sorted);
    let label = Label::new(
        says::BAND,
        plot.area.right,
        plot.area.top - 5.0,
        Role::SimulatedText,
    );
    sketch.text(label.anchored(Anchor::End));
    let poll = &scenario.assumptions.polls[returns.poll.0];
    let mut caption = says::caption(of, ranks);
    let left_out = says::left_out(of);
    if !left_out.is_empty() {
        caption = format!("{caption} {left_out}");
    }
    Some(Draft {
        name: format!("c10-{}-{}", poll.id, poll.stations[returns.set].id),
        kind: ChartKind::StationRanks,
        description: says::description(of, ranks),
        title,
        caption,
        table: table(scenario, of, &order),
        sketch,
        figures: Vec::new(),
        polls: vec![returns.poll],
        variant: variant.id.clone(),
    })
}

/// The diamond of the report at the largest difference, with its word.
fn mark(sketch: &mut Sketch, plot: &Plot, ranks: &[f64]) {
    let n = ranks.len() as f64;
    let ends = |(below, &rank): (usize, &f64)| {
        let below = below as f64 / n;
        [(rank, below - rank), (rank, below + 1.0 / n - rank)]
    };
    let all = ranks.iter().enumerate().flat_map(ends);
    let far = all.fold((0.5, 0.0_f64), |far, it| {
        if it.1.abs() > far.1.abs() { it } else { far }
    });
    let (x, y) = (plot.x.at(far.0), plot.y.held(far.1));
    sketch.diamond((x, y), 6.5, Role::Mark, false);
    let label = Label::new(says::REPORTED, x, y, Role::MarkText);
    let label = label.sized(MEDIUM).bold();
    let beside = |dx: f64, dy: f64, anchor| {
        Label {
            x: x + dx,
            y: y + dy,
            ..label.clone()
        }
        .anchored(anchor)
    };
    let candidates = vec![
        beside(12.0, 4.5, Anchor::Start),
        beside(-12.0, 4.5, Anchor::End),
        beside(0.0, -13.0, Anchor::Middle),
        beside(0.0, 23.0, Anchor::Middle),
    ];
    let mut places = Places::default();
    if let Some(label) = places.choose(candidates, &plot.area) {
        sketch.text_on_paper(label);
    }
}

fn table(scenario: &Scenario, of: &StationComparison, order: &[usize]) -> Table {
    let returns = &scenario.returns[of.returns];
    let poll = &scenario.assumptions.polls[returns.poll.0];
    let list = poll.stations[returns.set].list.as_ref();
    let (came, registered) = of.stations.iter().fold((0.0, 0.0), |(a, b), it| {
        (
            a + f64::from(it.reported.came),
            b + f64::from(it.registered),
        )
    });
    let level = 100.0 * came / registered;
    let mut table = Table::new(&says::COLUMNS);
    let n = order.len() as f64;
    for (below, &at) in order.iter().enumerate() {
        let it = &of.stations[at];
        let id = list.and_then(|list| list.station(it.station));
        let turnout = it.turnout(&it.reported);
        let share = (below + 1) as f64 / n;
        table.row([
            id.map_or_else(String::new, |station| clean(&station.id)),
            it.registered.to_string(),
            plain(turnout),
            plain(turnout - level),
            plain(it.rank),
            plain(share),
            plain(share - it.rank),
        ]);
    }
    table
}
