//! What a second core is worth: the same run on one thread and on two.
//!
//! `cargo run --release --example cores [days] [reference|patience|seed|nation]` runs so many days of
//! `trials::run` in turns on one thread and on two. For each it prints the quickest time on the wall,
//! the own CPU time of the whole process (Linux), and the speed of two threads against one in both:
//! on a machine that others use the wall tells of them, while CPU time tells what the threads cost
//! each other. Two tables that differ are an error.

use std::time::Instant;

use scrutineer::engine::{Freeze, Lane, samples};
use scrutineer::random::Seed;
use scrutineer::trials::{self, Go, Settings};

/// Rounds of which the quickest counts.
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let days: u64 = words.next().map_or(Ok(2_000), |text| text.parse())?;
    let assumptions = match words.next().as_deref() {
        None | Some("reference") => samples::reference_day(false),
        Some("patience") => samples::reference_day(true),
        Some("seed") => samples::seed_sized(),
        Some("nation") => samples::nation(),
        Some(other) => return Err(format!("no day is called {other}").into()),
    };
    let (mut wall, mut own) = ([f64::INFINITY; 2], [f64::INFINITY; 2]);
    for _ in 0..ROUNDS {
        let mut tables = Vec::new();
        for threads in [1, 2] {
            let settings = Settings {
                seed: Seed::default(),
                first: 0,
                trials: days,
                freeze: Freeze::No,
                lane: Lane::Auto,
                threads: Some(threads),
            };
            let (start, spent) = (Instant::now(), own_time());
            tables.push(trials::run(&assumptions, &settings, &|_| Go::On)?);
            let best = |old: f64, new: f64| old.min(new);
            wall[threads - 1] = best(wall[threads - 1], start.elapsed().as_secs_f64());
            let spent = own_time() - spent;
            own[threads - 1] = best(own[threads - 1], spent);
        }
        if tables[0] != tables[1] {
            return Err("one thread and two give different tables".into());
        }
    }
    for threads in [1, 2] {
        let (wall, own) = (wall[threads - 1], own[threads - 1]);
        println!("{threads} threads: {wall:.3} s on the wall, {own:.2} s of CPU time");
    }
    let by_wall = wall[0] / wall[1];
    println!("two threads against one: {by_wall:.2} times on the wall");
    if own[1] > 0.0 {
        let by_own = 2.0 * own[0] / own[1];
        println!("two threads against one: {by_own:.2} times if each had a core to itself");
    }
    Ok(())
}

/// Seconds of CPU time of all threads of this process so far, in hundredths; 0 where the system does
/// not tell.
fn own_time() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = text.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|word| word.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}
