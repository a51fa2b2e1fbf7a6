//! How fast days are played: nanoseconds per voter on one thread.
//!
//! `cargo run --release --example pace [days] [auto|agenda|station|count] [DAY]`, where DAY is `seed` (about
//! as large as the seed case), `reference` (the day by which simulators are compared), `patience`
//! (the same with patience), `nation` (100 million voters), `table` (5 groups at 50 stations of each of
//! 2 polls, for the count lane) or a scenario file.

use std::time::Instant;

use scrutineer::engine::{self, Freeze, Lane, PollingDay, Prepared, Workspace, samples};
use scrutineer::random::Seed;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let days: u64 = words.next().map_or(Ok(300), |text| text.parse())?;
    let lane = match words.next().as_deref() {
        None | Some("auto") => Lane::Auto,
        Some("agenda") => Lane::Agenda,
        Some("station") => Lane::Station,
        Some("count") => Lane::Count,
        Some(other) => return Err(format!("no lane is called {other}").into()),
    };
    let assumptions = match words.next().as_deref() {
        None | Some("seed") => samples::seed_sized(),
        Some("reference") => samples::reference_day(false),
        Some("patience") => samples::reference_day(true),
        Some("nation") => samples::nation(),
        Some("table") => samples::reference_table(),
        Some(file) => {
            let text = std::fs::read_to_string(file)?;
            let checked = scrutineer::scenario::read(&text, file);
            checked
                .map_err(|problems| problems.render(false))?
                .scenario
                .assumptions
        }
    };
    let prepared = Prepared::with_lane(&assumptions, lane)?;
    let mut workspace = Workspace::default();
    let (mut voters, mut waits) = (0u64, 0u64);
    let start = Instant::now();
    for trial in 0..days {
        let day = PollingDay::draw(&prepared, &assumptions, Seed::default(), trial, Freeze::No)?;
        let tally = engine::run(&prepared, &assumptions, &day, &mut workspace);
        voters += tally
            .polls
            .iter()
            .map(|poll| poll.ballots_cast)
            .sum::<u64>();
        waits += tally.polls.iter().map(|poll| poll.total_wait).sum::<u64>();
    }
    let spent = start.elapsed();
    let each = spent.as_nanos() as f64 / voters as f64;
    let pace = days as f64 / spent.as_secs_f64();
    println!(
        "{days} days, {voters} voters, waits {waits} ms: {each:.1} ns a voter, {pace:.0} days a second"
    );
    Ok(())
}
