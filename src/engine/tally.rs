//! What is counted at the end of a day.

use super::day::PollingDay;
use crate::model::{Assumptions, Roll};

/// What one simulated day came to. Indices follow the assumptions: polls, groups, contests, options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Adults of each group present in this trial.
    pub adults: Vec<u64>,
    /// One entry a poll.
    pub polls: Vec<PollTally>,
    /// Persons who cast a ballot in both polls of each overlap, one entry an overlap.
    pub voted_in_both: Vec<u64>,
}

impl Tally {
    /// A tally with what is known before the day, and zeros.
    pub(super) fn before(assumptions: &Assumptions, day: &PollingDay) -> Self {
        let polls = assumptions.polls.iter().map(|poll| {
            let eligible = poll.admits.iter().map(|a| day.adults[a.group.0]).sum();
            PollTally {
                registered: match poll.roll {
                    Roll::Stated(input) => day.values[input.0].max(0.0).round() as u64,
                    Roll::Eligible => eligible,
                },
                eligible,
                cast_by: vec![0; poll.checkpoints.len()],
                waiting_at: vec![0; poll.checkpoints.len()],
                contests: poll
                    .contests
                    .iter()
                    .map(|contest| ContestTally {
                        votes: vec![0; contest.options.len()],
                        invalid: 0,
                    })
                    .collect(),
                by_set: vec![0; poll.stations.len()],
                ..PollTally::default()
            }
        });
        Tally {
            adults: day.adults.clone(),
            polls: polls.collect(),
            voted_in_both: vec![0; assumptions.overlaps.len()],
        }
    }
}

/// What one poll came to.
///
/// Conservation: `came = ballots_cast + turned_away + gave_up + out_of_papers + unserved`, where
/// `came` counts persons once even if they come back. In the count lane everybody who came has voted:
/// the other fates, the waits and every field with a time of day are 0 and answer nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PollTally {
    /// Registered electors of this trial.
    pub registered: u64,
    /// Adults of all admitted groups.
    pub eligible: u64,
    /// Persons who came (or asked for the mobile box), each once, travellers from other polls included.
    pub came: u64,
    /// Ballots cast.
    pub ballots_cast: u64,
    /// Of these, by persons who had voted in another poll before.
    pub ballots_by_travellers: u64,
    /// Persons who found the doors shut and did not vote.
    pub turned_away: u64,
    /// Persons who left the queue for good, or turned back at it.
    pub gave_up: u64,
    /// Persons who left the queue or turned back at it and came back later, whatever came of it.
    pub came_back: u64,
    /// Persons who reached the desk or booth when the papers had run out.
    pub out_of_papers: u64,
    /// Persons in the queue at closing who were sent away, and mobile visits not made.
    pub unserved: u64,
    /// Persons waiting when the doors closed.
    pub waiting_at_close: u64,
    /// Longest wait before a booth (desk wait included) of anybody who voted, milliseconds.
    pub longest_wait: u64,
    /// Sum of those waits over everybody who voted, milliseconds.
    pub total_wait: u64,
    /// Voters whose wait exceeded 30 minutes.
    pub waited_over_30_min: u64,
    /// When the last voter left a booth, milliseconds after midnight; 0 if nobody voted.
    pub last_ballot_at: u64,
    /// Ballots cast up to and including each checkpoint of the poll (`Poll::checkpoints`).
    pub cast_by: Vec<u64>,
    /// Persons waiting at each checkpoint.
    pub waiting_at: Vec<u64>,
    /// One entry a contest.
    pub contests: Vec<ContestTally>,
    /// Ballots cast per station set of the poll.
    pub by_set: Vec<u64>,
}

impl PollTally {
    /// Turns ballots cast between checkpoints into ballots cast up to each.
    pub(super) fn sum_up(&mut self) {
        let mut sum = 0;
        for cast in &mut self.cast_by {
            sum += *cast;
            *cast = sum;
        }
    }
}

/// How the ballots of one contest were marked. `sum(votes) + invalid = ballots_cast`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContestTally {
    /// Valid votes per option.
    pub votes: Vec<u64>,
    /// Invalid votes.
    pub invalid: u64,
}
