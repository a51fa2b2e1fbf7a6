//! One engine of the race: `polling-day-race ENGINE FORM DAYS SEED` plays a day to warm up and then
//! so many more, and prints one line of the race's table of results: engine, form, version, days,
//! own CPU time in ns, then sums over days and sums of squares of ballots and of the mean wait in
//! seconds, tabs between.

mod draws;
mod ixa_day;
mod krabmaga_day;
mod nexosim_day;
mod ours;

use std::hint::black_box;

use draws::{Count, Draws, STATIONS};
use rustix::time::{ClockId, clock_gettime};
use scrutineer::engine::Lane;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [engine, form, days, seed] = &words[..] else {
        panic!("wanted: ENGINE FORM DAYS SEED");
    };
    let days: u32 = days.parse().expect("a number of days");
    let seed: u64 = seed.parse().expect("a seed");
    let mut day = engine_of(engine, form, seed);
    black_box(day());
    let (mut ballots, mut waits) = (Moments::default(), Moments::default());
    let start = own_time();
    for _ in 0..days {
        let count = day();
        ballots.add(count.ballots as f64);
        waits.add(count.wait / (count.ballots as f64).max(1.0));
    }
    let spent = own_time() - start;
    println!("{engine}\t{form}\t-\t{days}\t{spent}\t{ballots}\t{waits}");
}

/// A closure that plays the next day.
fn engine_of(engine: &str, form: &str, seed: u64) -> Box<dyn FnMut() -> Count> {
    if engine == "scrutineer" {
        let (lane, patience) = match form {
            "agenda" => (Lane::Agenda, false),
            "agenda, patience" => (Lane::Agenda, true),
            "chosen lane" => (Lane::Auto, false),
            "chosen lane, patience" => (Lane::Auto, true),
            other => panic!("no form {other}"),
        };
        let mut ours = ours::Ours::new(lane, patience, seed);
        return Box::new(move || ours.day());
    }
    let mut draws = Draws::new(seed);
    let together = match form {
        "a calendar a station" | "-" => 1,
        "one calendar" => STATIONS,
        other => panic!("no form {other}"),
    };
    let play = match engine {
        "ixa" => ixa_day::play,
        "krabmaga" => krabmaga_day::play,
        "nexosim" => nexosim_day::play,
        "draws alone" => draws_alone,
        other => panic!("no engine {other}"),
    };
    Box::new(move || {
        let mut count = Count::default();
        for _ in 0..STATIONS / together {
            count.add(play(&mut draws, together));
        }
        count
    })
}

/// What the Rust peers spend on the people themselves, queue or no queue.
fn draws_alone(draws: &mut Draws, stations: usize) -> Count {
    let (mut people, mut count) = (Vec::new(), Count::default());
    for _ in 0..stations {
        draws.people(&mut people);
        black_box(&people);
        count.ballots += people.len() as u64;
    }
    count
}

/// CPU time of this process so far, nanoseconds.
fn own_time() -> i64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// Sum and sum of squares.
#[derive(Default)]
struct Moments(f64, f64);

impl Moments {
    fn add(&mut self, x: f64) {
        self.0 += x;
        self.1 += x * x;
    }
}

impl std::fmt::Display for Moments {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}\t{}", self.0, self.1)
    }
}
