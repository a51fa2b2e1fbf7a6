//! Stations as they were reported: the first days of a run once more, station by station.

use super::exit::Failure;
use super::signals::Stop;
use super::simulate::Plan;
use super::streams::Voice;
use crate::compare::stations::{StationComparison, counted, days_for, stations};
use crate::engine::Freeze;
use crate::model::Scenario;
use crate::trials::{self, Go, Settings};
use crate::words::command as says;

/// Holds every table of returns against the first days of the base assumptions; less when stopped.
///
/// # Errors
/// [`Failure::Trials`].
pub fn beside(
    scenario: &Scenario,
    plan: &Plan,
    stop: &Stop,
    voice: &Voice,
) -> Result<Vec<StationComparison>, Failure> {
    let mut all = Vec::new();
    let go = |_: u64| if stop.asked() { Go::Stop } else { Go::On };
    for (at, returns) in scenario.returns.iter().enumerate() {
        if stop.asked() {
            break;
        }
        let of = counted(scenario, returns);
        let settings = Settings {
            seed: plan.seed,
            first: 0,
            trials: days_for(returns.stations.len(), plan.trials),
            freeze: Freeze::No,
            lane: plan.lane,
            threads: plan.threads,
        };
        voice.detail(says::station_days(settings.trials));
        let days = trials::station_days(&scenario.assumptions, &settings, of, &go);
        let days = days.map_err(|source| Failure::Trials {
            variant: "base".into(),
            source,
        })?;
        all.extend(stations(scenario, at, &days, plan.seed));
    }
    Ok(all)
}
