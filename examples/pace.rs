//! How fast days are played: nanoseconds of one core per voter on a day about as large as the seed
//! case. `cargo run --release --example pace [days]`

use std::time::Instant;

use scrutineer::engine::{self, Freeze, PollingDay, Prepared, Workspace, samples};
use scrutineer::random::Seed;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let days: u64 = std::env::args()
        .nth(1)
        .map_or(Ok(300), |text| text.parse())?;
    let assumptions = samples::seed_sized();
    let prepared = Prepared::new(&assumptions)?;
    let mut workspace = Workspace::default();
    let (mut voters, mut longest) = (0, 0);
    let start = Instant::now();
    for trial in 0..days {
        let day = PollingDay::draw(&prepared, &assumptions, Seed::default(), trial, Freeze::No)?;
        let tally = engine::run(&prepared, &assumptions, &day, &mut workspace);
        voters += tally
            .polls
            .iter()
            .map(|poll| poll.ballots_cast)
            .sum::<u64>();
        longest = longest.max(tally.polls[0].longest_wait);
    }
    let spent = start.elapsed();
    let each = spent.as_nanos() as f64 / voters as f64;
    println!("{days} days, {voters} voters, longest wait {longest} ms: {each:.1} ns a voter");
    Ok(())
}
