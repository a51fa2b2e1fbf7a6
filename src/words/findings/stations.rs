//! Findings in the returns of single stations, in words.

use super::naming::{Words, number};
use crate::compare::arithmetic::{StationColumn, StationFact};
use crate::words::clean::inline;

impl Words<'_> {
    /// What was found in a table of returns.
    pub(super) fn stations(&self, returns: usize, found: &StationFact) -> String {
        let returns = &self.scenario.returns[returns];
        let poll = &self.scenario.assumptions.polls[returns.poll.0];
        let set = &poll.stations[returns.set];
        let place = format!("{}, {}", inline(&poll.label), inline(&set.label));
        let station = |number: u32| {
            let station = set.list.as_ref().and_then(|list| list.station(number));
            station.map_or_else(String::new, |station| inline(&station.id))
        };
        let at = |stations: u64, worst: u32, by: u32| {
            let by = number(by.into());
            match stations {
                1 => format!("at the station {} by {by}", station(worst)),
                n => format!(
                    "at {} stations, most at {} by {by}",
                    number(n.into()),
                    station(worst)
                ),
            }
        };
        match *found {
            StationFact::PartAbove {
                part,
                whole,
                stations,
                worst,
                by,
            } => format!(
                "{place}: {} exceed {} {}.",
                noun(part),
                noun(whole),
                at(stations, worst, by)
            ),
            StationFact::AboveElectors {
                column,
                stations,
                worst,
                by,
            } => format!(
                "{place}: {} exceed the registered electors {}. Names added on the day, or a roll of another \
                 date, would explain a small surplus.",
                noun(column),
                at(stations, worst, by)
            ),
            StationFact::SumDiffers {
                column,
                sum,
                printed,
                gap,
            } => {
                let side = if gap > 0 { "more" } else { "fewer" };
                let rest = match gap > 0 {
                    true => "",
                    false => " Ballots that belong to no station would explain it.",
                };
                format!(
                    "{place}: {} of all stations add up to {}, {} {side} than {}.{rest}",
                    noun(column),
                    number(sum),
                    number(gap.abs()),
                    self.term(&printed)
                )
            }
        }
    }
}

fn noun(column: StationColumn) -> &'static str {
    match column {
        StationColumn::BallotsCast => "ballots cast",
        StationColumn::Valid => "valid votes",
        StationColumn::Votes => "votes for the option",
    }
}
