//! The chance of a figure along an assumption: how far would it have to move?

use super::frame::{self, WIDTH};
use super::roles::Role;
use super::sketch::{Anchor, Area, Label, Sketch};
use super::sweep_contours::{self, Plane};
use super::text::{plain, sentence};
use super::{ChartKind, Draft, Table, sweep_line, sweep_points};
use crate::compare::sweep::{Axis, Design, ONE_IN_TWENTY, Outcome, Point, Subject, Sweep};
use crate::model::Scenario;
use crate::words::charts::sweep::{self as says, chance, value};

/// Pixels of a row of cells.
const ROW: f64 = 34.0;

/// One chart a subject.
pub(super) fn drafts(scenario: &Scenario, sweep: &Sweep) -> Vec<Draft> {
    let subjects = sweep.subjects.iter().enumerate();
    let shown = subjects.map(|(at, &subject)| Shown {
        scenario,
        sweep,
        subject,
        at,
    });
    shown
        .filter_map(|it| match &sweep.axes[..] {
            [axis] => sweep_line::draw(&it, axis),
            [rows, columns] => match sweep.design {
                Design::Grid => cell_chart(&it, rows, columns),
                Design::Latin(_) => sweep_points::draw(&it, rows, columns),
            },
            _ => None,
        })
        .collect()
}

/// What a chart is about.
pub(super) struct Shown<'a> {
    scenario: &'a Scenario,
    /// The sweep.
    pub sweep: &'a Sweep,
    subject: Subject,
    /// Position of the subject.
    pub at: usize,
}

impl Shown<'_> {
    fn id(&self) -> &str {
        match self.subject {
            Subject::Figure(at) => &self.scenario.reported[at].id,
            Subject::Joint => "joint",
        }
    }

    /// What a point says of the subject.
    pub fn outcome<'p>(&self, point: &'p Point) -> &'p Outcome {
        &point.outcomes[self.at]
    }

    /// Where the chance passes 1 in 20, or that it never does.
    pub fn finding(&self) -> String {
        says::finding(self.scenario, self.sweep, self.at)
    }

    /// The draft out of title, sketch, description and caption.
    pub fn draft(&self, parts: (String, Sketch, String, &str)) -> Draft {
        let (title, sketch, description, caption) = parts;
        let (figures, polls) = match self.subject {
            Subject::Figure(at) => (vec![at], self.scenario.reported[at].polls.clone()),
            Subject::Joint => (Vec::new(), Vec::new()),
        };
        Draft {
            name: format!("c8-{}", self.id()),
            kind: ChartKind::Sweep,
            title,
            description,
            caption: caption.into(),
            table: self.table(),
            sketch,
            figures,
            polls,
            variant: match &self.sweep.set {
                Some((id, _)) => id.clone(),
                None => "base".into(),
            },
        }
    }

    fn table(&self) -> Table {
        let axes = self.sweep.axes.iter().map(|it| it.path.as_str());
        let columns: Vec<&str> = axes.chain(says::COLUMNS).collect();
        let mut table = Table::new(&columns);
        for point in &self.sweep.points {
            let outcome = self.outcome(point);
            let (low, high) = outcome.interval();
            let cells = [
                outcome.tail.hits.to_string(),
                outcome.tail.trials.to_string(),
                plain(outcome.chance()),
                plain(low),
                plain(high),
                outcome.standing.word().into(),
            ];
            let at = point.at.iter().map(f64::to_string);
            table.rows.push(at.chain(cells).collect());
        }
        table
    }

    /// The key numbers, for readers who do not see the picture.
    pub fn description(&self) -> String {
        says::description(self.sweep, self.at)
    }
}

/// The chances over a grid of two assumptions, a number in every cell.
fn cell_chart(shown: &Shown, rows: &Axis, columns: &Axis) -> Option<Draft> {
    let (down, across) = (rows.values.len(), columns.values.len());
    if down < 2 || across < 2 || shown.sweep.points.is_empty() {
        return None;
    }
    let title = sentence(&shown.finding());
    let subtitle = says::cells_subtitle(shown.sweep);
    let height = ROW * down as f64;
    let (mut sketch, top) = frame::heading(&title, &subtitle, height + 94.0);
    let (low, high) = (rows.values[0], rows.values[down - 1]);
    let left = frame::y_room((low, high), down, false, &|v| value(rows, v));
    let plot = Area {
        left,
        top: top + 24.0,
        right: WIDTH - 40.0,
        bottom: top + 24.0 + height,
    };
    let wide = plot.width() / across as f64;
    let mut numbers = Vec::new();
    for (n, &value_down) in rows.values.iter().enumerate() {
        let bottom = plot.bottom - n as f64 * ROW;
        let label = Label::new(
            value(rows, value_down),
            plot.left - 7.0,
            bottom - ROW / 2.0 + 4.5,
            Role::Muted,
        );
        sketch.text(label.anchored(Anchor::End));
        for (m, &value_across) in columns.values.iter().enumerate() {
            let found = shown
                .sweep
                .points
                .iter()
                .find(|it| it.at == [value_down, value_across]);
            let Some(point) = found else { continue };
            let area = Area {
                left: plot.left + m as f64 * wide + 1.0,
                right: plot.left + (m + 1) as f64 * wide - 1.0,
                top: bottom - ROW + 1.0,
                bottom: bottom - 1.0,
            };
            numbers.push(cell(&mut sketch, &area, shown.outcome(point)));
        }
    }
    let plane = Plane {
        plot,
        rows,
        columns,
    };
    sweep_contours::draw(&mut sketch, shown, &plane, numbers);
    let step = across.div_ceil(9);
    for (m, &x) in columns.values.iter().enumerate().step_by(step) {
        let middle = plot.left + (m as f64 + 0.5) * wide;
        let label = Label::new(value(columns, x), middle, plot.bottom + 18.0, Role::Muted);
        sketch.text(label.anchored(Anchor::Middle));
    }
    frame::x_title(&mut sketch, &plot, &says::axis_name(columns));
    let upwards = says::upwards(rows);
    let room = WIDTH - 2.0 * frame::MARGIN;
    let upwards = super::text::fit(&upwards, room, super::sketch::SMALL, false);
    sketch.text(Label::new(
        upwards,
        frame::MARGIN,
        plot.top - 8.0,
        Role::Muted,
    ));
    let description = shown.description();
    Some(shown.draft((title, sketch, description, says::CELLS_CAPTION)))
}

/// One cell: a colour, and its chance as a number, which says as much.
fn cell(sketch: &mut Sketch, area: &Area, of: &Outcome) -> (Label, Role) {
    let role = match of.chance() {
        _ if of.tail.hits == 0 => Role::Beyond,
        p if p >= ONE_IN_TWENTY => Role::Wide,
        _ => Role::Band,
    };
    sketch.fill(*area, role);
    let text = super::text::fit(&chance(of), area.width() - 4.0, super::sketch::SMALL, false);
    let (x, y) = (
        (area.left + area.right) / 2.0,
        (area.top + area.bottom) / 2.0,
    );
    let label = Label::new(text, x, y + 4.5, Role::Ink);
    (label.anchored(Anchor::Middle), role)
}
