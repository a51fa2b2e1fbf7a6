//! How fast days are played: own CPU time per voter on one thread, for each lane, with and without
//! patience, on the day by which simulators are compared.
//!
//! `cargo bench --bench day`: all of them, in turns; medians over rounds.
//! `cargo bench --bench day -- --days N --only "station"`: one of them, once, so many days and no
//! more: what `benches/instructions.sh` counts instructions of.

use std::time::Instant;

use scrutineer::engine::{
    self, EngineError, Freeze, Lane, PollingDay, Prepared, Workspace, samples,
};
use scrutineer::model::Assumptions;
use scrutineer::random::Seed;

/// Rounds of which the median counts.
const ROUNDS: usize = 7;
/// Days of a round: about 5 million voters.
const DAYS: u64 = 70;

/// A name, a lane, a day.
type Entry = (&'static str, Lane, fn() -> Assumptions);

/// What is measured.
const ENTRIES: [Entry; 6] = [
    ("agenda", Lane::Agenda, || samples::reference_day(false)),
    ("agenda, patience", Lane::Agenda, || {
        samples::reference_day(true)
    }),
    ("station", Lane::Station, || samples::reference_day(false)),
    ("station, patience", Lane::Station, || {
        samples::reference_day(true)
    }),
    ("station, table", Lane::Station, samples::listed_day),
    ("station, general", Lane::Station, samples::general_day),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut only, mut days) = (None, None);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--only" => only = words.next(),
            "--days" => days = words.next().map(|text| text.parse()).transpose()?,
            _ => {} // what cargo bench adds
        }
    }
    let mut players = Vec::new();
    for (name, lane, day) in ENTRIES {
        if only.as_deref().is_none_or(|wanted| wanted == name) {
            players.push(Player::new(name, lane, day())?);
        }
    }
    if let Some(days) = days {
        for player in &mut players {
            let came = player.play(days)?;
            println!("{}: {came} voters", player.name);
        }
        return Ok(());
    }
    for player in &mut players {
        player.play(DAYS / 10)?; // to warm up
    }
    for _ in 0..ROUNDS {
        for player in &mut players {
            player.time()?;
        }
    }
    for player in &mut players {
        player.print();
    }
    Ok(())
}

/// One entry with its memory.
struct Player {
    name: &'static str,
    assumptions: Assumptions,
    prepared: Prepared,
    workspace: Workspace,
    trial: u64,
    /// Nanoseconds per voter, one entry a round.
    paces: Vec<f64>,
}

impl Player {
    fn new(name: &'static str, lane: Lane, assumptions: Assumptions) -> Result<Self, EngineError> {
        Ok(Self {
            name,
            prepared: Prepared::with_lane(&assumptions, lane)?,
            assumptions,
            workspace: Workspace::default(),
            trial: 0,
            paces: Vec::new(),
        })
    }

    /// Plays so many further days; people who came.
    fn play(&mut self, days: u64) -> Result<u64, EngineError> {
        let mut came = 0;
        for _ in 0..days {
            let (prepared, assumptions) = (&self.prepared, &self.assumptions);
            let day = PollingDay::draw(
                prepared,
                assumptions,
                Seed::default(),
                self.trial,
                Freeze::No,
            )?;
            let tally = engine::run(prepared, assumptions, &day, &mut self.workspace);
            came += tally.polls.iter().map(|poll| poll.came).sum::<u64>();
            self.trial += 1;
        }
        Ok(came)
    }

    fn time(&mut self) -> Result<(), EngineError> {
        let clock = Clock::start();
        let came = self.play(DAYS)?;
        self.paces.push(clock.spent() / came as f64);
        Ok(())
    }

    fn print(&mut self) {
        self.paces.sort_by(f64::total_cmp);
        let [first, .., last] = self.paces[..] else {
            return;
        };
        let median = self.paces[self.paces.len() / 2];
        let name = self.name;
        println!("{name:<18} {median:6.1} ns a voter ({first:.1} to {last:.1})");
    }
}

/// This thread's own CPU time where the system tells it (Linux), else time on the wall.
struct Clock {
    own: Option<u64>,
    wall: Instant,
}

impl Clock {
    fn start() -> Self {
        Self {
            own: own_time(),
            wall: Instant::now(),
        }
    }

    /// Nanoseconds since the start.
    fn spent(&self) -> f64 {
        match (self.own, own_time()) {
            (Some(start), Some(end)) => (end - start) as f64,
            _ => self.wall.elapsed().as_nanos() as f64,
        }
    }
}

/// Nanoseconds this thread has run; the first number of the scheduler's line about it. It may lag
/// behind by a tick of some milliseconds, little against a round.
fn own_time() -> Option<u64> {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let spent = line.split_whitespace().next()?.parse().ok()?;
    (spent > 0).then_some(spent)
}
