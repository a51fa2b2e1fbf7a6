//! The bound without chance: stations x booths x seconds open / mean seconds a voter.
//!
//! A booth is never more than busy (Little 1961). Where a registration desk comes first, its clerks
//! are held to the same sum and the smaller of both counts.

use crate::model::{Assumptions, InputId, PersonLaw, PollId, StationSet};
use crate::units::SimTime;

/// At which values of the uncertain inputs a bound is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// Every input at its median.
    Median,
    /// Every input at the end of its range that lets most voters through; at its 99.5 % (0.5 %)
    /// quantile where that end is open.
    Generous,
}

/// The bound of one poll.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// At which inputs.
    pub ends: Ends,
    /// Seconds from opening to closing.
    pub open_seconds: f64,
    /// One entry a station set.
    pub sets: Vec<SetBound>,
}

/// The bound of one station set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SetBound {
    /// Stations.
    pub stations: f64,
    /// Booths per station: a whole number, or the mean where a table gives stations their own.
    pub booths: f64,
    /// Mean seconds of a voter in a booth.
    pub mean_seconds: f64,
    /// Most voters in the opening hours; infinite when nothing takes time.
    pub voters: f64,
    /// Whether the desk, not the booths, sets it.
    pub by_desk: bool,
}

impl Bound {
    /// Stations of all sets.
    pub fn stations(&self) -> f64 {
        self.sets.iter().map(|set| set.stations).sum()
    }

    /// Seconds that all booths together are open.
    pub fn booth_seconds(&self) -> f64 {
        let booths = self.sets.iter().map(|set| set.stations * set.booths);
        booths.sum::<f64>() * self.open_seconds
    }

    /// Most voters in the opening hours; infinite when nothing takes time.
    pub fn voters(&self) -> f64 {
        self.sets.iter().map(|set| set.voters).sum()
    }
}

/// The bound of a poll.
pub fn bound(of: &Assumptions, poll: PollId, ends: Ends) -> Bound {
    let poll = &of.polls[poll.0];
    let open_seconds = (poll.closes - poll.opens).as_seconds();
    let set = |set: &StationSet| {
        let booths = through(of, set, open_seconds, ends);
        let voters = voters_through(of, set, open_seconds, ends);
        SetBound {
            stations: f64::from(set.count),
            booths: set.all_booths(servers(of, set.booths, ends)) / f64::from(set.count),
            mean_seconds: mean_seconds(of, &set.service, ends),
            voters,
            by_desk: voters < booths,
        }
    };
    Bound {
        ends,
        open_seconds,
        sets: poll.stations.iter().map(set).collect(),
    }
}

/// Most voters of a set in some seconds; infinite when nothing takes time. Mobile boxes not counted.
pub(in crate::compare) fn voters_through(
    of: &Assumptions,
    set: &StationSet,
    seconds: f64,
    ends: Ends,
) -> f64 {
    let booths = through(of, set, seconds, ends);
    set.desk.as_ref().map_or(booths, |desk| {
        let clerks = f64::from(set.count) * servers(of, desk.clerks, ends);
        booths.min(clerks * seconds / mean_seconds(of, &desk.service, ends))
    })
}

fn through(of: &Assumptions, set: &StationSet, seconds: f64, ends: Ends) -> f64 {
    let lanes = set.all_booths(servers(of, set.booths, ends));
    lanes * seconds / mean_seconds(of, &set.service, ends)
}

/// A whole number of booths or clerks, as the engine rounds it.
fn servers(of: &Assumptions, input: InputId, ends: Ends) -> f64 {
    value(of, input, true, ends).round().max(1.0)
}

/// Mean of a person's time at the median (most generous: fastest) pace, seconds.
pub(in crate::compare) fn mean_seconds(of: &Assumptions, law: &PersonLaw, ends: Ends) -> f64 {
    let mean = law.law.mean(&law.support) * value(of, law.pace, false, ends);
    mean * law.milliseconds_per_unit as f64 / SimTime::SECOND as f64
}

fn value(of: &Assumptions, input: InputId, high: bool, ends: Ends) -> f64 {
    match ends {
        Ends::Median => of.inputs[input.0].median(),
        Ends::Generous => generous(of, input, high),
    }
}

/// The most generous value of an input: the end of its range, or its 99.5 % (0.5 %) quantile where
/// that end is open.
pub(in crate::compare) fn generous(of: &Assumptions, input: InputId, high: bool) -> f64 {
    let input = &of.inputs[input.0];
    let (low_end, high_end) = input.range();
    match high {
        true if high_end.is_finite() => high_end,
        true => input.quantile(0.995),
        false if low_end > 0.0 => low_end,
        false => input.quantile(0.005),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::assumptions;
    use super::*;
    use crate::model::{Desk, Input, Law, Support};

    fn stations(count: u32, booths: f64, seconds: f64) -> Assumptions {
        let mut of = assumptions();
        let set = &mut of.polls[0].stations[0];
        set.count = count;
        set.service.law = Law::Fixed(seconds);
        of.inputs[set.booths.0].law = Law::Fixed(booths);
        of
    }

    #[test]
    fn stations_times_booths_times_seconds_over_the_mean() {
        // Oracles 8:throughput_78_3_120, 8:throughput_14_4_300 and 8:throughput_1_1_60, 12 hours each:
        // most voters, and booth seconds for each of 42,000.
        for (count, booths, seconds, most, each) in [
            (78, 3.0, 120.0, 84_240.0, 240.685_714_285_714_28),
            (14, 4.0, 300.0, 8_064.0, 57.6),
            (1, 1.0, 60.0, 720.0, 1.028_571_428_571_428_5),
        ] {
            let bound = bound(&stations(count, booths, seconds), PollId(0), Ends::Median);
            assert_eq!(bound.voters(), most);
            assert!((bound.booth_seconds() / 42_000.0 - each).abs() < 1e-9);
        }
    }

    #[test]
    fn generous_ends_are_most_booths_and_the_fastest_pace() {
        let mut of = stations(10, 3.0, 100.0);
        let uniform = |low, high| Law::Uniform { low, high };
        let booths = of.polls[0].stations[0].booths;
        of.inputs[booths.0].law = uniform(2.0, 5.0);
        let pace = Input {
            path: "pace".into(),
            law: uniform(0.5, 1.5),
            support: Support::NOT_NEGATIVE,
            ..of.inputs[booths.0].clone()
        };
        of.inputs.push(pace);
        of.polls[0].stations[0].service.pace = InputId(of.inputs.len() - 1);
        let voters = |ends| bound(&of, PollId(0), ends).voters();
        // Median 3.5 booths, rounded 4, at 100 s: 10 x 4 x 43,200 / 100. Generous: 5 booths, 50 s.
        assert_eq!(voters(Ends::Median), 17_280.0);
        assert_eq!(voters(Ends::Generous), 43_200.0);
    }

    #[test]
    fn a_slower_desk_sets_the_bound() {
        let mut of = stations(2, 3.0, 60.0);
        let pace = of.polls[0].stations[0].service.pace;
        of.polls[0].stations[0].desk = Some(Desk {
            clerks: pace,
            service: PersonLaw {
                law: Law::Fixed(30.0),
                support: Support::NOT_NEGATIVE,
                pace,
                milliseconds_per_unit: 1_000,
            },
        });
        // 2 stations x 1 clerk x 43,200 s / 30 s; the booths would take 4,320.
        let bound = bound(&of, PollId(0), Ends::Median);
        assert_eq!((bound.voters(), bound.sets[0].by_desk), (2_880.0, true));
    }
}
