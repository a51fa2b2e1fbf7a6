//! Which lane plays the days: as asked, as it came out, and what the count lane cannot answer.

use clap::ValueEnum;

use super::exit::Failure;
use super::simulate::sets_of;
use crate::engine::{self, Lane};
use crate::model::{Assumptions, Scenario};
use crate::report::Played;
use crate::trials::{Outcome, TrialTable, VariantRun};

/// A lane as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LaneArg {
    /// For every set of stations the fastest that can play it
    Auto,
    /// A calendar of events; plays everything
    Agenda,
    /// A recursion over the booths; the same counts, for sets without desk or returns
    Station,
    /// No clock: whoever comes votes; queues, hours and losses are not answered
    Count,
}

impl From<LaneArg> for Lane {
    fn from(lane: LaneArg) -> Self {
        match lane {
            LaneArg::Auto => Lane::Auto,
            LaneArg::Agenda => Lane::Agenda,
            LaneArg::Station => Lane::Station,
            LaneArg::Count => Lane::Count,
        }
    }
}

/// The lane that plays a scenario: as typed, else as the scenario says.
pub fn of(scenario: &Scenario, typed: Option<LaneArg>) -> Lane {
    match (typed, scenario.clock) {
        (Some(typed), _) => typed.into(),
        (None, true) => Lane::Auto,
        (None, false) => Lane::Count,
    }
}

/// Whether a lane can answer a scenario, before anything is run.
///
/// # Errors
/// [`Failure::NeedsClock`] when days are to be counted without a clock and figures with a time of day
/// are reported; [`Failure::Engine`] when a set of stations cannot be played by the lane.
pub fn examine(scenario: &Scenario, lane: Lane) -> Result<(), Failure> {
    for (id, assumptions) in sets_of(scenario) {
        engine::lanes(assumptions, lane).map_err(|source| refusal(id, source))?;
    }
    let figures = scenario
        .reported
        .iter()
        .filter(|it| it.quantity.hour().is_some());
    let figures: Vec<String> = figures.map(|it| it.id.clone()).collect();
    match lane == Lane::Count && !figures.is_empty() {
        true => Err(Failure::NeedsClock { figures }),
        false => Ok(()),
    }
}

fn refusal(id: &str, source: engine::EngineError) -> Failure {
    Failure::Engine {
        variant: id.into(),
        source,
    }
}

/// Which lane played which set of stations in a run.
///
/// # Errors
/// [`Failure::Engine`], as [`examine`].
pub fn played(
    scenario: &Scenario,
    runs: &[VariantRun],
    lane: Lane,
) -> Result<Vec<Played>, Failure> {
    let sets = sets_of(scenario).into_iter();
    sets.filter_map(|(id, of)| Some((runs.iter().find(|run| run.id == id)?, of)))
        .map(|(run, of)| {
            let lanes = engine::lanes(of, lane).map_err(|source| refusal(&run.id, source))?;
            let name = |(poll, set): (usize, usize)| {
                let poll = &of.polls[poll];
                format!("{}/{}", poll.id, poll.stations[set].id)
            };
            let sets = lanes.iter().enumerate().flat_map(|(poll, lanes)| {
                let of_set =
                    move |(set, lane): (usize, &Lane)| (name((poll, set)), lane.word().into());
                lanes.iter().enumerate().map(of_set)
            });
            Ok(Played {
                variant: run.id.clone(),
                sets: sets.collect(),
                days: run.table.len as u64,
                beyond: match lane {
                    Lane::Count => beyond(of, &run.table),
                    _ => 0,
                },
            })
        })
        .collect()
}

/// Days on which some set of stations was given more ballots than its booths can take while the poll
/// is open.
pub fn beyond(of: &Assumptions, table: &TrialTable) -> u64 {
    let inputs: Vec<(Option<&[f64]>, f64)> = of
        .inputs
        .iter()
        .map(|input| (table.input(&input.path), input.quantile(0.5)))
        .collect();
    let value = |row: usize| {
        let drawn = inputs.iter();
        drawn.map(move |(column, fixed)| column.map_or(*fixed, |values| values[row]))
    };
    let too_many = |&row: &usize| {
        let values: Vec<f64> = value(row).collect();
        let most = engine::throughput(of, &values);
        most.iter().enumerate().any(|(poll, most)| {
            most.iter().enumerate().any(|(set, &most)| {
                let ballots = table.column(Outcome::BySet { poll, set });
                ballots.is_some_and(|ballots| ballots[row] as f64 > most)
            })
        })
    };
    (0..table.len).filter(too_many).count() as u64
}
