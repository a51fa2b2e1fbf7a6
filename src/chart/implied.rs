//! The rates that announced figures imply: ballots an hour between one announcement and the next.

use super::announced::{announced, registered};
use super::roles::Role;
use super::scale::Scale;
use super::sketch::{Anchor, Area, Label, MEDIUM, Places, Sketch};
use super::text::fit;
use crate::compare::VariantComparison;
use crate::model::Scenario;
use crate::units::SimTime;
use crate::words::charts::queue as says;

/// Ballots an hour that two announced figures imply.
pub struct Implied {
    /// From when.
    pub from: SimTime,
    /// Until when.
    pub to: SimTime,
    /// Ballots an hour.
    pub per_hour: f64,
}

/// The rates of one poll, in the order of the day; empty without a stated roll.
pub fn implied(scenario: &Scenario, variant: &VariantComparison, poll: usize) -> Vec<Implied> {
    let (Some(roll), Some(it)) = (
        registered(scenario, poll),
        scenario.assumptions.polls.get(poll),
    ) else {
        return Vec::new();
    };
    let mut before = (it.opens, 0.0);
    let mut all = Vec::new();
    for a in announced(scenario, variant, poll) {
        if a.at <= before.0 {
            continue;
        }
        let per_hour = (a.printed - before.1) / 100.0 * roll / (a.at - before.0).as_hours();
        all.push(Implied {
            from: before.0,
            to: a.at,
            per_hour,
        });
        before = (a.at, a.printed);
    }
    // a single figure of the whole day says nothing about its hours
    let timed = all.len() > 1 || all.iter().any(|i| i.to < it.closes);
    all.retain(|i| timed && i.per_hour >= 0.0);
    all
}

/// Draws each rate from one announcement to the next, with its number.
pub fn rates_implied(
    sketch: &mut Sketch,
    plot: &Area,
    x: &Scale,
    y: &Scale,
    implied: &[Implied],
    places: &mut Places,
) {
    for i in implied {
        let (from, to) = (x.held(i.from.as_hours()), x.held(i.to.as_hours()));
        let at = y.held(i.per_hour);
        sketch.line(vec![(from, at), (to, at)], Role::Mark, 2.0);
        sketch.diamond(((from + to) / 2.0, at), 5.5, Role::Mark, false);
        places.avoid(
            Area {
                left: from,
                right: to,
                top: at - 6.0,
                bottom: at + 6.0,
            },
            20.0,
        );
    }
    for i in implied {
        let middle = (x.held(i.from.as_hours()) + x.held(i.to.as_hours())) / 2.0;
        let at = y.held(i.per_hour);
        let text = says::announced_rate(i.per_hour);
        let text = fit(&text, plot.width(), MEDIUM, true);
        let label = Label::new(text, middle, at, Role::MarkText)
            .sized(MEDIUM)
            .bold();
        let label = label.anchored(Anchor::Middle);
        let half = label.extent().width() / 2.0;
        let held = middle.clamp(plot.left + half, (plot.right - half).max(plot.left + half));
        let shifts = [-10.0, 20.0, -26.0, 36.0, -42.0, 52.0];
        let candidates = shifts
            .map(|d| Label {
                x: held,
                y: at + d,
                ..label.clone()
            })
            .into_iter()
            .collect();
        if let Some(label) = places.choose(candidates, plot) {
            sketch.text_on_paper(label);
        }
    }
}
