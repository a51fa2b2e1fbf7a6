//! Reported numbers of ballots against the clock: how many seconds they leave for each voter.

use super::{Bound, Ends, bound};
use crate::compare::Interval;
use crate::model::{Base, PollId, Quantity, Reported, Roll, Scenario};
use crate::units::SimTime;

/// A reported number of ballots against the clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Position in `Scenario::reported`.
    pub reported: usize,
    /// Fewest ballots the report may stand for; at least 1.
    pub ballots: i64,
    /// Until when; the closing time for the whole day.
    pub until: SimTime,
    /// Whether it is about the whole day.
    pub whole_day: bool,
    /// Seconds in a booth that each voter may take on average, at the median number of booths:
    /// S c H 3600 / ballots.
    pub booth_seconds: f64,
    /// At each station one voter every so many seconds, all day: S H 3600 / ballots.
    pub station_seconds: f64,
}

/// Every reported number of ballots of one poll, and every turnout in percent of a stated roll, as a
/// pace; in file order. Figures without a lower end are left out.
pub fn paces(scenario: &Scenario, poll: PollId) -> Vec<Pace> {
    let open = bound(&scenario.assumptions, poll, Ends::Median);
    let all = scenario.reported.iter().enumerate();
    all.filter(|(_, it)| it.polls == [poll])
        .filter_map(|(at, it)| pace(scenario, poll, &open, at, it))
        .collect()
}

fn pace(
    scenario: &Scenario,
    poll: PollId,
    open: &Bound,
    reported: usize,
    it: &Reported,
) -> Option<Pace> {
    let of = &scenario.assumptions;
    let (base, at) = match (it.quantity, of.polls[poll.0].roll) {
        (Quantity::BallotsCast { at }, _) => (0, at),
        (
            Quantity::Turnout {
                of: Base::Registered,
                at,
            },
            Roll::Stated(roll),
        ) => (of.inputs[roll.0].median().round() as i64, at),
        _ => return None,
    };
    let ballots = Interval::of(&it.figure).persons(base).0?;
    let hours = &of.polls[poll.0];
    let until = at.unwrap_or(hours.closes);
    let share = (until - hours.opens).as_seconds() / open.open_seconds;
    (ballots > 0 && share > 0.0).then(|| Pace {
        reported,
        ballots,
        until,
        whole_day: at.is_none(),
        booth_seconds: share * open.booth_seconds() / ballots as f64,
        station_seconds: share * open.stations() * open.open_seconds / ballots as f64,
    })
}

/// Times the most generous bound beyond which no days are played: nothing could be learnt from them.
pub const FAR_BEYOND: f64 = 10.0;

/// Most voters of a day that the engine plays.
const MOST_VOTERS: i64 = 1 << 31;

impl Pace {
    /// Whether days with that many voters are worth playing, given the most generous bound.
    pub fn is_played(&self, generous: &Bound) -> bool {
        self.ballots as f64 <= FAR_BEYOND * generous.voters() && self.ballots < MOST_VOTERS
    }
}

/// The whole-day figure that is asked about: the largest headline; failing one, the largest.
pub fn decisive<'a>(scenario: &Scenario, paces: &'a [Pace]) -> Option<&'a Pace> {
    let whole = paces.iter().filter(|pace| pace.whole_day);
    whole.max_by_key(|pace| (scenario.reported[pace.reported].headline, pace.ballots))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{assumptions, reported, scenario};
    use super::*;
    use crate::model::{Figure, Precision};
    use crate::units::MicroPercent;

    fn percent(whole: i64) -> Figure {
        Figure::Percent(Precision::Exact(MicroPercent(whole * MicroPercent::ONE)))
    }

    #[test]
    fn seconds_are_open_seconds_over_ballots() {
        let cast = |at| Quantity::BallotsCast { at };
        let count = |n| Figure::Count(Precision::Exact(n));
        let north = vec![PollId(0)];
        let half = Quantity::Turnout {
            of: Base::Registered,
            at: None,
        };
        let mut headline = reported("headline", north.clone(), cast(None), count(864));
        headline.headline = true;
        let noon = Some(SimTime::from_hm(14, 0));
        let scenario = scenario(
            assumptions(),
            vec![
                reported("whole", north.clone(), cast(None), count(4_320)),
                headline,
                reported("noon", north.clone(), cast(noon), count(1_000)),
                reported("turnout", north.clone(), half, percent(50)),
                reported("other", vec![PollId(1)], cast(None), count(9)),
                reported(
                    "below",
                    north,
                    cast(None),
                    Figure::Count(Precision::AtMost(5)),
                ),
            ],
        );
        let paces = paces(&scenario, PollId(0));
        // 2 stations x 12 h = 86,400 s; 3 booths each = 259,200 s.
        let seen: Vec<_> = paces
            .iter()
            .map(|p| (p.reported, p.ballots, p.booth_seconds, p.station_seconds))
            .collect();
        assert_eq!(
            seen,
            [
                (0, 4_320, 60.0, 20.0),
                (1, 864, 300.0, 100.0),
                (2, 1_000, 129.6, 43.2),
                (3, 300, 864.0, 288.0), // 50 % of 600 on the roll
            ]
        );
        assert_eq!(decisive(&scenario, &paces).map(|p| p.reported), Some(1));
        // The bound is 4,320 voters; days are played up to ten times as many.
        let generous = bound(&scenario.assumptions, PollId(0), Ends::Generous);
        let played = |ballots| {
            Pace {
                ballots,
                ..paces[0]
            }
            .is_played(&generous)
        };
        assert!(played(43_200) && !played(43_201));
    }
}
