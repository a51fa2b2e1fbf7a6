//! The day on scrutineer's own engine: the set of assumptions of its own benchmark. Two groups,
//! 25 checkpoints with ballots cast and people waiting; the dice are scrutineer's own.

use scrutineer::engine::{self, Freeze, Lane, PollingDay, Prepared, Workspace, samples};
use scrutineer::model::Assumptions;
use scrutineer::random::Seed;

use crate::draws::Count;

/// Everything that is computed once.
pub struct Ours {
    assumptions: Assumptions,
    prepared: Prepared,
    workspace: Workspace,
    seed: Seed,
    trial: u64,
}

impl Ours {
    pub fn new(lane: Lane, patience: bool, seed: u64) -> Self {
        let assumptions = samples::reference_day(patience);
        let prepared = Prepared::with_lane(&assumptions, lane).expect("a sound day");
        Self {
            assumptions,
            prepared,
            workspace: Workspace::default(),
            seed: Seed(seed),
            trial: 0,
        }
    }

    /// The next day.
    pub fn day(&mut self) -> Count {
        let (prepared, assumptions) = (&self.prepared, &self.assumptions);
        let day = PollingDay::draw(prepared, assumptions, self.seed, self.trial, Freeze::No)
            .expect("fixed inputs");
        self.trial += 1;
        let tally = engine::run(prepared, assumptions, &day, &mut self.workspace);
        let poll = &tally.polls[0];
        Count {
            ballots: poll.ballots_cast,
            wait: poll.total_wait as f64 / 1_000.0,
            longest: poll.longest_wait as f64 / 1_000.0,
        }
    }
}
