//! Long runs: the flags that keep, resume and divide them.

use super::array;
use super::typed::{parse_memory, parse_trials};

/// Flags of long runs.
#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Long runs")]
pub struct Long {
    /// Go on with the run that was stopped in this folder; begin it if there is none
    ///
    /// Whatever stopped it: what it had finished is verified and taken over, and the files come out
    /// as if nothing had happened.
    #[arg(long, conflicts_with = "force")]
    pub resume: bool,
    /// Compute only this part of the run, e.g. 3/64, and write no report: see `scrutineer merge`
    ///
    /// In a job array `auto/64` takes the number of this task from the batch system (Slurm, PBS, LSF, Grid
    /// Engine, AWS Batch, Kubernetes), and `auto` also how many there are, where it tells.
    #[arg(long, value_name = "I/N", value_parser = parse_shard, conflicts_with_all = ["resume", "force", "json", "by_station"])]
    pub shard: Option<Shard>,
    /// Compute only these blocks, e.g. 117,503-511, and write no report: see `scrutineer merge`
    #[arg(long, value_name = "LIST", value_parser = parse_ranges, conflicts_with_all = ["shard", "resume", "force", "json", "by_station"])]
    pub blocks: Option<Ranges>,
    /// Trials in a block [default: a power of two from 16 to 4,096, by the number of voters]
    #[arg(long, value_name = "N", value_parser = parse_trials)]
    pub block_trials: Option<u64>,
    /// Keep the folder of blocks when the run is finished
    #[arg(long)]
    pub keep_blocks: bool,
    /// Refuse a run that would need more memory, e.g. 16GB [default: half of the machine's, or 8GB]
    #[arg(long, value_name = "SIZE", value_parser = parse_memory)]
    pub max_memory: Option<u64>,
    /// Refuse a run that would write more, e.g. 200GB [default: what is free on the disk]
    #[arg(long, value_name = "SIZE", value_parser = parse_memory)]
    pub max_disk: Option<u64>,
}

impl Long {
    /// The part of the blocks asked for; `None` for the whole run.
    pub fn part(&self) -> Option<Part> {
        let shard = self.shard.map(Part::Shard);
        shard.or_else(|| self.blocks.clone().map(Part::Blocks))
    }
}

/// A part of the blocks of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Every so many-th.
    Shard(Shard),
    /// A list.
    Blocks(Ranges),
}

impl Part {
    /// Whether a block belongs to it.
    pub fn holds(&self, block: u64) -> bool {
        match self {
            Part::Shard(shard) => block % shard.of == shard.number - 1,
            Part::Blocks(ranges) => ranges.0.iter().any(|&(a, b)| (a..=b).contains(&block)),
        }
    }

    /// As it can be typed, with its flag.
    pub fn typed(&self) -> String {
        match self {
            Part::Shard(shard) => format!("--shard {}/{}", shard.number, shard.of),
            Part::Blocks(ranges) => format!("--blocks {}", ranges.typed()),
        }
    }
}

/// One of several shards: every so many-th block, so that blocks that take long are spread evenly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub number: u64,
    /// How many there are.
    pub of: u64,
}

/// Numbers of blocks as ranges, both ends included, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranges(pub Vec<(u64, u64)>);

impl Ranges {
    /// The ranges of ascending numbers.
    pub fn of(numbers: impl IntoIterator<Item = u64>) -> Self {
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for number in numbers {
            match ranges.last_mut() {
                Some((_, end)) if *end + 1 == number => *end = number,
                _ => ranges.push((number, number)),
            }
        }
        Self(ranges)
    }

    /// How many numbers.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|(a, b)| b - a + 1).sum()
    }

    /// As typed: `117,503-511`.
    pub fn typed(&self) -> String {
        let range = |&(a, b): &(u64, u64)| match a == b {
            true => a.to_string(),
            false => format!("{a}-{b}"),
        };
        self.0.iter().map(range).collect::<Vec<_>>().join(",")
    }
}

/// How a shard is written.
const SHARDS: &str =
    "write it as I/N, the first shard of 64 as 1/64, the last as 64/64; auto/64 in a job array";

fn parse_shard(text: &str) -> Result<Shard, String> {
    let variable = |name: &str| std::env::var(name).ok();
    let ends = text.split_once('/');
    match (text, ends) {
        ("auto", _) => return array::shard(None, &variable),
        (_, Some(("auto", of))) => {
            let of: u64 = of.parse().map_err(|_| SHARDS)?;
            return array::shard(Some(of), &variable);
        }
        _ => {}
    }
    let read = ends.and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
    match read {
        Some((number, of)) if 1 <= number && number <= of && of <= 1_000_000 => {
            Ok(Shard { number, of })
        }
        _ => Err(SHARDS.into()),
    }
}

fn parse_ranges(text: &str) -> Result<Ranges, String> {
    let range = |part: &str| {
        let (a, b) = part.split_once('-').unwrap_or((part, part));
        Some((a.trim().parse().ok()?, b.trim().parse().ok()?))
    };
    let ranges: Option<Vec<(u64, u64)>> = text.split(',').map(range).collect();
    match ranges {
        Some(ranges) if ranges.iter().all(|(a, b)| a <= b) => Ok(Ranges(ranges)),
        _ => Err("a list of numbers and ranges such as 117,503-511".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_counted_from_one_and_share_out_every_block() {
        assert_eq!(parse_shard("3/64"), Ok(Shard { number: 3, of: 64 }));
        for text in ["0/4", "5/4", "1", "a/b", "/", "1/0", "-1/4"] {
            assert!(parse_shard(text).is_err(), "{text}");
        }
        let shards = (1..=3).map(|number| Part::Shard(Shard { number, of: 3 }));
        let shards: Vec<Part> = shards.collect();
        for block in 0..20 {
            let holders = shards.iter().filter(|it| it.holds(block)).count();
            assert_eq!(holders, 1, "{block}");
        }
    }

    #[test]
    fn ranges_are_read_as_they_are_told() {
        let ranges = Ranges::of([3, 5, 6, 7, 12]);
        assert_eq!((ranges.typed().as_str(), ranges.count()), ("3,5-7,12", 5));
        assert_eq!(parse_ranges("3,5-7, 12"), Ok(ranges));
        assert!(Part::Blocks(Ranges(vec![(5, 7)])).holds(7));
        for text in ["", "a", "7-5", "1,,2", "1-"] {
            assert!(parse_ranges(text).is_err(), "{text}");
        }
    }
}
