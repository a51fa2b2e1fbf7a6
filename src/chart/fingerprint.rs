//! C6, the fingerprint: turnout against share of many stations, as reported and on one simulated day.
//!
//! Never the reported one alone. Cells are counted in whole ballots: a station's cell follows from its counts by
//! whole numbers, so that no rounding makes stripes, and both maps have the same ones.

use super::frame;
use super::roles::Role;
use super::scale::Scale;
use super::sketch::{Anchor, Area, Label, MEDIUM, SMALL, Sketch};
use super::text::{decimal, fit, sentence, whole};
use super::{ChartKind, Draft, Table};
use crate::compare::VariantComparison;
use crate::compare::stations::{StationComparison, StationPair, correlation, middle_half};
use crate::model::Scenario;
use crate::words::charts::fingerprint::{self as says, Facts};

/// Side of a map, pixels.
const SIDE: f64 = 320.0;
/// Left edges of the maps, pixels.
const LEFT: [f64; 2] = [58.0, 404.0];
/// Room above the maps for their names and for cells over 100 %, pixels.
const ABOVE: f64 = 44.0;
/// Room below for the axis and the colours, pixels.
const BELOW: f64 = 84.0;
/// Colours of the counts, from few to many.
const COUNTS: [Role; 7] = [
    Role::Count1,
    Role::Count2,
    Role::Count3,
    Role::Count4,
    Role::Count5,
    Role::Count6,
    Role::Count7,
];

/// Draws the stations of one set; `None` where there are no votes to be a share.
pub fn draw(
    scenario: &Scenario,
    variant: &VariantComparison,
    of: &StationComparison,
) -> Option<Draft> {
    let returns = &scenario.returns[of.returns];
    let cells = Cells::of(of);
    if returns.option.is_none() || cells.is_empty() {
        return None;
    }
    let facts = facts(of);
    let title = sentence(&says::finding(of, &facts));
    let subtitle = says::subtitle(scenario, variant, returns);
    let (mut sketch, top) = frame::heading(&title, &subtitle, ABOVE + SIDE + BELOW);
    let colours = Colours::up_to(cells.most().into_iter().max().unwrap_or(1));
    let plots = LEFT.map(|left| Area {
        left,
        top: top + ABOVE,
        right: left + SIDE,
        bottom: top + ABOVE + SIDE,
    });
    for (which, plot) in plots.iter().enumerate() {
        axes(&mut sketch, plot, which);
        cells.draw(&mut sketch, plot, which, &colours);
        border(&mut sketch, plot);
    }
    let upwards = fit(
        &says::upwards(scenario, returns),
        SIDE + ABOVE,
        SMALL,
        false,
    );
    let middle = (plots[0].top + plots[0].bottom) / 2.0;
    let label = Label::new(upwards, frame::MARGIN + 4.0, middle, Role::Muted);
    sketch.text(Label {
        turned: true,
        ..label.anchored(Anchor::Middle)
    });
    let both = Area {
        right: plots[1].right,
        ..plots[0]
    };
    frame::x_title(&mut sketch, &both, says::across(returns));
    names(&mut sketch, &plots, of, &cells);
    colours.draw(&mut sketch, plots[0].bottom + 62.0);
    let poll = &scenario.assumptions.polls[returns.poll.0];
    Some(Draft {
        name: format!("c6-{}-{}", poll.id, poll.stations[returns.set].id),
        kind: ChartKind::Fingerprint,
        description: says::description(of, &facts, cells.most(), 100 / cells.side as u32),
        title,
        caption: says::caption(scenario, of, &facts),
        table: cells.table(),
        sketch,
        figures: Vec::new(),
        polls: vec![returns.poll],
        variant: variant.id.clone(),
    })
}

/// What the two clouds are like.
fn facts(of: &StationComparison) -> Facts {
    let both = [
        |it: &StationPair| it.reported,
        |it: &StationPair| it.simulated,
    ];
    let turnouts = both.map(|point| {
        let all = of.stations.iter().map(|it| it.turnout(&point(it)));
        all.collect::<Vec<f64>>()
    });
    let shares = both.map(|point| {
        let all = of.stations.iter().filter_map(|it| point(it).share());
        all.collect::<Vec<f64>>()
    });
    let pairs = both.map(|point| {
        let all = of.stations.iter();
        let pair = |it: &StationPair| Some((it.turnout(&point(it)), point(it).share()?));
        correlation(&all.filter_map(pair).collect::<Vec<_>>())
    });
    Facts {
        turnout: turnouts.map(|it| middle_half(&it)),
        share: shares.map(|it| middle_half(&it)),
        correlation: pairs,
    }
}

/// Stations counted in cells of turnout and share, reported and simulated.
struct Cells {
    /// Cells from 0 to 100 % in each direction; one more holds what is over.
    side: usize,
    /// Row by row, share first.
    counts: [Vec<u32>; 2],
}

impl Cells {
    fn of(of: &StationComparison) -> Self {
        // Some ten stations a cell where they lie close together.
        let side = match of.stations.len() {
            0..2_000 => 20,
            2_000..20_000 => 50,
            _ => 100,
        };
        let mut counts = [
            vec![0; (side + 1) * (side + 1)],
            vec![0; (side + 1) * (side + 1)],
        ];
        for it in &of.stations {
            for (counts, point) in counts.iter_mut().zip([it.reported, it.simulated]) {
                let across = cell(point.came, it.registered, side);
                let up = cell(point.votes, point.base, side);
                if let (Some(across), Some(up)) = (across, up) {
                    counts[up * (side + 1) + across] += 1;
                }
            }
        }
        Self { side, counts }
    }

    fn is_empty(&self) -> bool {
        self.most() == [0, 0]
    }

    /// Most stations in a cell of each map.
    fn most(&self) -> [u32; 2] {
        [0, 1].map(|which| self.counts[which].iter().copied().max().unwrap_or(0))
    }

    /// The cells that hold stations in some map: across, up, and how many in each.
    fn held(&self) -> impl Iterator<Item = (usize, usize, [u32; 2])> {
        let row = self.side + 1;
        let cells = (0..row * row)
            .map(move |at| (at % row, at / row, [0, 1].map(|it| self.counts[it][at])));
        cells.filter(|(_, _, counts)| *counts != [0, 0])
    }

    /// Whether a map has stations with more ballots than electors.
    fn over(&self, which: usize) -> bool {
        self.held()
            .any(|(across, _, counts)| across == self.side && counts[which] > 0)
    }

    fn draw(&self, sketch: &mut Sketch, plot: &Area, which: usize, colours: &Colours) {
        let step = SIDE / self.side as f64;
        // Cells of some size stand apart by a hair, so that none shows where they only touch.
        let gap = if step > 5.0 { 0.5 } else { 0.0 };
        let mut runs: Vec<(usize, usize, usize, Role)> = Vec::new();
        for (across, up, counts) in self.held().filter(|it| it.2[which] > 0) {
            let role = colours.of(counts[which]);
            match runs.last_mut() {
                // Small cells that touch are one.
                Some((_, to, row, of)) if gap == 0.0 && (*to, *row, *of) == (across, up, role) => {
                    *to += 1;
                }
                _ => runs.push((across, across + 1, up, role)),
            }
        }
        for (from, to, up, role) in runs {
            let bottom = plot.bottom - up as f64 * step;
            let area = Area {
                left: plot.left + from as f64 * step + gap,
                right: plot.left + to as f64 * step - gap,
                top: bottom - step + gap,
                bottom: bottom - gap,
            };
            sketch.fill(area, role);
        }
    }

    fn table(&self) -> Table {
        let width = 100.0 / self.side as f64;
        let mut table = Table::new(&says::COLUMNS);
        let ends = |at: usize| {
            let from = decimal(at as f64 * width, 0);
            match at == self.side {
                true => [from, says::NO_END.into()],
                false => [from, decimal((at + 1) as f64 * width, 0)],
            }
        };
        for (across, up, counts) in self.held() {
            let ([a, b], [c, d]) = (ends(across), ends(up));
            table.row([a, b, c, d, counts[0].to_string(), counts[1].to_string()]);
        }
        table
    }
}

/// The cell of `part` of `whole` among `side` cells up to 100 %, where exactly 100 % is in the last of them
/// and more in one beyond; `None` of nothing.
fn cell(part: u32, whole: u32, side: usize) -> Option<usize> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    if whole == 0 {
        return None;
    }
    let at = (part * side as u64 / whole) as usize;
    Some(match part > whole {
        true => side,
        false => at.min(side - 1),
    })
}

/// Which colour stands for how many stations: classes that grow by the same factor.
struct Colours {
    /// Lower ends of the classes that are used, ascending, and one more.
    ends: Vec<u32>,
}

impl Colours {
    fn up_to(most: u32) -> Self {
        let classes = COUNTS.len() as u32;
        let factor =
            (2_u32..).find(|factor| factor.checked_pow(classes).is_none_or(|all| all > most));
        let factor = factor.unwrap_or(2);
        let mut ends = vec![1_u32];
        while ends.last().is_some_and(|end| *end <= most) && ends.len() <= COUNTS.len() {
            let next = ends.last().map_or(1, |end| end.saturating_mul(factor));
            ends.push(next);
        }
        Self { ends }
    }

    fn classes(&self) -> usize {
        self.ends.len() - 1
    }

    /// The colour of a class: the classes that are used take the whole scale.
    fn class(&self, at: usize) -> Role {
        let last = COUNTS.len() - 1;
        match self.classes() {
            0 | 1 => COUNTS[last / 2],
            classes => COUNTS[at * last / (classes - 1)],
        }
    }

    fn of(&self, count: u32) -> Role {
        let above = self.ends.partition_point(|end| *end <= count);
        self.class(
            above
                .saturating_sub(1)
                .min(self.classes().saturating_sub(1)),
        )
    }

    /// A row of the colours with what they stand for.
    fn draw(&self, sketch: &mut Sketch, y: f64) {
        let title = Label::new(says::COUNTS, LEFT[0], y, Role::Muted);
        let mut x = title.extent().right + 16.0;
        sketch.text(title);
        for at in 0..self.classes() {
            let swatch = Area {
                left: x,
                right: x + 14.0,
                top: y - 11.0,
                bottom: y + 3.0,
            };
            sketch.fill(swatch, self.class(at));
            let text = whole(self.ends[at].into());
            let label = Label::new(text, x + 19.0, y, Role::Muted);
            x = label.extent().right + 16.0;
            sketch.text(label);
        }
    }
}

/// Grid and labels of a map; the right one has the same share axis and repeats no labels.
fn axes(sketch: &mut Sketch, plot: &Area, which: usize) {
    let x = Scale {
        low: 0.0,
        high: 100.0,
        from: plot.left,
        to: plot.right,
    };
    let y = Scale {
        from: plot.bottom,
        to: plot.top,
        ..x
    };
    for tick in [0.0, 20.0, 40.0, 60.0, 80.0, 100.0] {
        let (across, up) = (x.at(tick), y.at(tick));
        sketch.line(
            vec![(across, plot.top), (across, plot.bottom)],
            Role::Grid,
            1.0,
        );
        sketch.line(vec![(plot.left, up), (plot.right, up)], Role::Grid, 1.0);
        frame::x_tick(sketch, plot, across, &decimal(tick, 0));
        if which == 0 {
            let label = Label::new(decimal(tick, 0), plot.left - 7.0, up + 4.5, Role::Muted);
            sketch.text(label.anchored(Anchor::End));
        }
    }
}

/// The edge of a map, over the cells.
fn border(sketch: &mut Sketch, plot: &Area) {
    let corners = [
        (plot.left, plot.bottom),
        (plot.right, plot.bottom),
        (plot.right, plot.top),
        (plot.left, plot.top),
        (plot.left, plot.bottom),
    ];
    sketch.line(corners.to_vec(), Role::Axis, 1.0);
}

/// What each map shows, above it.
fn names(sketch: &mut Sketch, plots: &[Area; 2], of: &StationComparison, cells: &Cells) {
    let y = plots[0].top - 24.0;
    sketch.diamond((plots[0].left + 7.0, y - 4.5), 6.0, Role::Mark, false);
    let reported = Label::new(says::REPORTED, plots[0].left + 20.0, y, Role::MarkText);
    sketch.text(reported.sized(MEDIUM).bold());
    let day = fit(&says::simulated(of), SIDE, MEDIUM, true);
    let day = Label::new(day, plots[1].left, y, Role::SimulatedText);
    sketch.text(day.sized(MEDIUM).bold());
    for (which, plot) in plots.iter().enumerate() {
        if cells.over(which) {
            let label = Label::new(says::OVER, plot.right + 16.0, plot.top - 18.0, Role::Muted);
            sketch.text(label.anchored(Anchor::End));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_follows_from_whole_ballots() {
        // 7 of 20 are 35 %, which a division in floating point puts below 35 of 100 cells.
        assert_eq!(cell(7, 20, 100), Some(35));
        for (part, whole) in [(29, 100), (57, 100), (58, 100), (1, 3), (2, 3)] {
            assert_eq!(cell(part, whole, 100), Some((100 * part / whole) as usize));
        }
        assert_eq!(
            [cell(0, 9, 20), cell(9, 9, 20), cell(10, 9, 20)],
            [Some(0), Some(19), Some(20)]
        );
        assert_eq!(cell(u32::MAX, 1, 20), Some(20));
        assert_eq!(cell(5, 0, 20), None);
    }

    #[test]
    fn colours_go_by_a_factor_and_take_the_whole_scale() {
        for most in [1, 2, 3, 7, 8, 127, 128, 5_000, 100_000, u32::MAX] {
            let colours = Colours::up_to(most);
            assert!((1..=COUNTS.len()).contains(&colours.classes()), "{most}");
            let (first, last) = (colours.of(1), colours.of(most));
            if colours.classes() > 1 {
                assert_eq!((first, last), (COUNTS[0], COUNTS[6]), "{most}");
            }
            let ends = &colours.ends;
            assert!(ends[0] == 1 && ends[ends.len() - 1] > most || most == u32::MAX);
        }
        let colours = Colours::up_to(100);
        assert_eq!(colours.ends, [1, 2, 4, 8, 16, 32, 64, 128]);
        assert_eq!(colours.of(3), Role::Count2);
        assert_eq!(colours.of(64), Role::Count7);
    }
}
