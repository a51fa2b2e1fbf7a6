//! The chance of a figure along an assumption: how far would it have to move?

use super::frame::{self, WIDTH};
use super::roles::Role;
use super::sketch::{Anchor, Area, Label, Sketch};
use super::text::{clip, decimal, plain, sentence, whole};
use super::{ChartKind, Draft, Table, sweep_line, sweep_points, words};
use crate::compare::sweep::{Axis, Design, ONE_IN_TWENTY, Outcome, Point, Subject, Sweep};
use crate::model::{Scenario, Unit};

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

    /// The claim in the middle of a sentence.
    fn claim(&self) -> String {
        match self.subject {
            Subject::Joint => "all headline claims together".into(),
            Subject::Figure(at) => {
                let reported = &self.scenario.reported[at];
                let of = &self.scenario.assumptions;
                let (name, figure) = (words::name(reported), words::figure(reported));
                match of.polls.len() {
                    1 => format!("{name}, {figure}"),
                    _ => format!("{name}, {figure} ({})", words::polls(reported, of)),
                }
            }
        }
    }

    /// What a point says of the subject.
    pub fn outcome<'p>(&self, point: &'p Point) -> &'p Outcome {
        &point.outcomes[self.at]
    }

    /// Where the chance passes 1 in 20, or that it never does.
    pub fn finding(&self) -> String {
        let (claim, points) = (self.claim(), self.sweep.points.len());
        let crossings = self.sweep.crossings(self.at);
        let axis = &self.sweep.axes[0];
        if !crossings.is_empty() {
            let each: Vec<String> = crossings
                .iter()
                .take(3)
                .map(|it| {
                    let way = if it.rising {
                        "rises above"
                    } else {
                        "falls below"
                    };
                    format!("{way} 1 in 20 near {}", value(axis, it.near))
                })
                .collect();
            return format!("{claim}: the chance {}", each.join(", then "));
        }
        match self.sweep.below(self.at) {
            0 => format!("{claim}: the chance is 1 in 20 or more at every point tried"),
            n if n == points => {
                format!("{claim}: the chance is below 1 in 20 at every point tried")
            }
            n => format!("{claim}: the chance is below 1 in 20 at {n} of {points} points"),
        }
    }

    /// How many days, and what stays as it is.
    pub fn subtitle(&self) -> String {
        format!(
            "{} at every point, with the same dice; everything else as the scenario states it",
            words::days(self.sweep.trials)
        )
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
            variant: "base".into(),
        }
    }

    fn table(&self) -> Table {
        let axes = self.sweep.axes.iter().map(|it| it.path.as_str());
        let columns: Vec<&str> = axes
            .chain(["days", "of", "chance", "low", "high", "standing"])
            .collect();
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
        let axes: Vec<String> = self.sweep.axes.iter().map(name).collect();
        let points = [self.sweep.points.first(), self.sweep.points.last()];
        let ends: Vec<String> = points
            .into_iter()
            .flatten()
            .map(|point| {
                let at = self.sweep.axes.iter().zip(&point.at);
                let at: Vec<String> = at.map(|(axis, &x)| value(axis, x)).collect();
                format!("{} at {}", chance(self.outcome(point)), at.join(" and "))
            })
            .collect();
        format!(
            "Chance of a figure at least as extreme, against {}. {}.",
            axes.join(" and "),
            ends.join("; ")
        )
    }
}

/// What an axis is called.
pub(super) fn name(axis: &Axis) -> String {
    clip(&axis.label, 80)
}

/// A value of an axis in its unit.
pub(super) fn value(axis: &Axis, x: f64) -> String {
    match axis.unit {
        Unit::Persons => whole(x),
        Unit::Share => format!("{}\u{a0}%", decimal(100.0 * x, 1)),
        Unit::Seconds => format!("{}\u{a0}s", decimal(x, 1)),
        Unit::Minutes => format!("{}\u{a0}min", decimal(x, 1)),
        Unit::Plain => decimal(x, 3),
    }
}

/// `1 in 12`, `34 %`, or how rare at most.
pub(super) fn chance(of: &Outcome) -> String {
    match of.chance() {
        p if of.tail.hits == 0 => match ceiling(of.tail.trials) {
            limit if limit > 0.1 || p > 0.0 => "none".into(),
            limit => format!("< {}", one_in(limit)),
        },
        p if p > 0.99 && p < 1.0 => "> 99\u{a0}%".into(),
        p if p >= 0.1 => format!("{}\u{a0}%", decimal(100.0 * p, 0)),
        p => one_in(p),
    }
}

/// `1 in 12`.
pub(super) fn one_in(p: f64) -> String {
    format!("1 in {}", whole((1.0 / p).round()))
}

/// What no day of so many can be more frequent than, at 95 %: the rule of three (Hanley &
/// Lippman-Hand 1983), rounded up so that "fewer than" stays right.
pub(super) fn ceiling(trials: u64) -> f64 {
    let least = trials as f64 / 3.0;
    let mut scale = 1.0;
    while least / scale >= 100.0 {
        scale *= 10.0;
    }
    1.0 / ((least / scale).floor() * scale).max(1.0)
}

/// The chances over a grid of two assumptions, a number in every cell.
fn cell_chart(shown: &Shown, rows: &Axis, columns: &Axis) -> Option<Draft> {
    let (down, across) = (rows.values.len(), columns.values.len());
    if down < 2 || across < 2 || shown.sweep.points.is_empty() {
        return None;
    }
    let title = sentence(&shown.finding());
    let subtitle = format!(
        "{}. Blue: 1 in 20 or more; orange: rarer; grey: no such day",
        shown.subtitle()
    );
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
            cell(&mut sketch, &area, shown.outcome(point));
        }
    }
    let step = across.div_ceil(9);
    for (m, &x) in columns.values.iter().enumerate().step_by(step) {
        let middle = plot.left + (m as f64 + 0.5) * wide;
        let label = Label::new(value(columns, x), middle, plot.bottom + 18.0, Role::Muted);
        sketch.text(label.anchored(Anchor::Middle));
    }
    let middle = (plot.left + plot.right) / 2.0;
    let label = Label::new(
        clip(&columns.label, 80),
        middle,
        plot.bottom + 40.0,
        Role::Muted,
    );
    sketch.text(label.anchored(Anchor::Middle));
    let upwards = format!("upwards: {}", name(rows));
    let room = WIDTH - 2.0 * frame::MARGIN;
    let upwards = super::text::fit(&upwards, room, super::sketch::SMALL, false);
    sketch.text(Label::new(
        upwards,
        frame::MARGIN,
        plot.top - 8.0,
        Role::Muted,
    ));
    let caption = "Each cell is the share of simulated days at least as extreme as the figure, when both \
        assumptions have these values; everything else stays as uncertain as the scenario states it.";
    let description = shown.description();
    Some(shown.draft((title, sketch, description, caption)))
}

/// One cell: its chance as a number, and a colour that says no more than the number.
fn cell(sketch: &mut Sketch, area: &Area, of: &Outcome) {
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
    sketch.text(Label::new(text, x, y + 4.5, Role::Ink).anchored(Anchor::Middle));
}
