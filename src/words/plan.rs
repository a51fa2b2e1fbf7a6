//! What is said of a run before it is begun.

use std::fmt::Write;

use super::numbers::{counted, whole};

/// What a run would take.
#[derive(Clone, Copy, Debug)]
pub struct PlanWords<'a> {
    /// The scenario file, as a shell takes it.
    pub file: &'a str,
    /// Sets of assumptions.
    pub sets: usize,
    /// Days of each, with inputs drawn.
    pub trials: u64,
    /// Days of each, with every input at its median.
    pub frozen: u64,
    /// Adults on a day.
    pub adults: u64,
    /// Events on a day; `None` where days have no clock.
    pub events: Option<u64>,
    /// Stations of all polls.
    pub stations: u64,
    /// Milliseconds a day, on all threads.
    pub milliseconds_a_day: f64,
    /// Seconds for all days.
    pub seconds: f64,
    /// Threads.
    pub threads: usize,
    /// Days of each set that are held in memory; the others are only counted.
    pub held: u64,
    /// Bytes of memory of the whole run.
    pub memory: u64,
    /// Bytes of memory of a shard.
    pub memory_of_shard: u64,
    /// Bytes of memory that a run may take.
    pub limit: u64,
    /// Bytes of all blocks; 0 when none are kept.
    pub in_blocks: u64,
    /// Bytes of disk that a run may take; `None` where nobody knows.
    pub disk_limit: Option<u64>,
    /// Bytes of `trials.csv`.
    pub in_table: u64,
    /// Blocks; 0 when none are kept.
    pub blocks: usize,
    /// Days in a block.
    pub per_block: u64,
    /// Shards of some ten minutes of one core.
    pub shards: u64,
}

/// The plan as a text.
pub fn plan(of: &PlanWords) -> String {
    let mut out = String::new();
    let mut line = |name: &str, text: String| {
        writeln!(out, "  {name:<8}  {text}").expect("writing to memory cannot fail");
    };
    let sets = match of.sets {
        1 => "one set of assumptions".to_string(),
        n => format!("{n} sets of assumptions"),
    };
    let (trials, frozen) = (whole(of.trials as i64), whole(of.frozen as i64));
    line(
        "days",
        format!("{trials} and {frozen} of chance alone, for {sets}"),
    );
    let adults = counted(of.adults, "adult", "adults");
    let stations = counted(of.stations, "station", "stations");
    let events = of.events.map(|it| counted(it, "event", "events"));
    let events = events.map_or(String::new(), |it| format!(", {it}"));
    line("a day", format!("{adults}, {stations}{events}"));
    let time = format!(
        "about {} on {} ({:.2} ms a day, measured now), and then the report",
        span(of.seconds),
        counted(of.threads as u64, "thread", "threads"),
        of.milliseconds_a_day
    );
    line("time", time);
    let (run, shard) = (size(of.memory), size(of.memory_of_shard));
    line(
        "memory",
        format!("about {run} for the run with its report, {shard} for a shard"),
    );
    if of.held < of.trials {
        let held = whole(of.held as i64);
        line(
            "",
            format!("however many days: the first {held} are held, and all are counted"),
        );
    }
    if of.memory > of.limit {
        let limit = size(of.limit);
        line(
            "",
            format!("refused here: a run may take {limit} (--max-memory)"),
        );
    }
    let blocks = match of.blocks {
        0 => String::new(),
        _ => format!(", and {} of blocks while it runs", size(of.in_blocks)),
    };
    line(
        "disk",
        format!("about {} of trials.csv{blocks}", size(of.in_table)),
    );
    if let Some(limit) = of.disk_limit.filter(|&it| of.in_blocks + of.in_table > it) {
        let limit = size(limit);
        line(
            "",
            format!("refused here: a run may take {limit} (--max-disk)"),
        );
    }
    if of.blocks > 0 {
        let (blocks, per) = (whole(of.blocks as i64), whole(of.per_block as i64));
        line(
            "blocks",
            format!("{blocks} of at most {per} days: stopped, it goes on with --resume"),
        );
    } else {
        line("blocks", "none: so short a run is played again".into());
    }
    if of.shards > 1 {
        let (n, file, trials) = (of.shards, of.file, of.trials);
        line(
            "shards",
            format!("{n}, each some ten minutes of one core or more:"),
        );
        line(
            "",
            format!("scrutineer run {file} --trials {trials} --shard 1/{n} --out DIR"),
        );
    }
    out
}

/// Bytes in the unit that fits.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", bytes.div_ceil(1_000_000)),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// Seconds in the unit that fits.
fn span(seconds: f64) -> String {
    match seconds {
        s if s < 100.0 => format!("{s:.0} s"),
        s if s < 6_000.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.0} h", s / 3_600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_tells_time_memory_disk_and_shards() {
        let long = PlanWords {
            file: "my-poll.toml",
            sets: 5,
            trials: 10_000_000,
            frozen: 1_000,
            adults: 60_000,
            events: Some(171_000),
            stations: 78,
            milliseconds_a_day: 0.54,
            seconds: 27_000.0,
            threads: 2,
            held: 100_000,
            memory: 1_500_000_000,
            memory_of_shard: 60_000_000,
            limit: 1_200_000_000,
            disk_limit: Some(66_000_000_000),
            in_blocks: 70_000_000_000,
            in_table: 60_000_000_000,
            blocks: 48_835,
            per_block: 1_024,
            shards: 90,
        };
        let short = PlanWords {
            sets: 1,
            trials: 2_000,
            seconds: 1.2,
            held: 2_000,
            memory: 50_000_000,
            events: None,
            in_blocks: 0,
            in_table: 900_000,
            blocks: 0,
            shards: 1,
            ..long
        };
        insta::assert_snapshot!(format!("{}\n{}", plan(&long), plan(&short)));
    }
}
