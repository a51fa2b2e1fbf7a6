//! `plan`: what a run would take, before it is begun.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::again;
use super::args::{LOOK_SECONDS, SeedArg, Sets, Simulate};
use super::by_station::Asked;
use super::disk::{self, PerTrial};
use super::exit::{Exit, Failure};
use super::job::Job;
use super::lane::LaneArg;
use super::long::Long;
use super::memory;
use super::rare::RareArg;
use super::simulate::{HELD, frozen, sets_of};
use super::streams::Voice;
use super::typed::{parse_memory, parse_trials};
use super::understand::Source;
use crate::engine::Freeze;
use crate::random::Seed;
use crate::trials::{self, Go, Settings};
use crate::words::{self, PlanWords};

/// How long days are played to see how long they take, all sets of assumptions together.
const CALIBRATION: Duration = Duration::from_secs(1);
/// What a shard should take at least, seconds: shorter ones cost more to start than they are worth.
const SHARD: f64 = 600.0;
/// Most shards proposed: more is more than most batch systems take in one array.
const MOST_SHARDS: f64 = 1_000.0;

/// Arguments of `plan`.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  scrutineer plan my-poll.toml
  scrutineer plan my-poll.toml --trials 1e7")]
pub struct Args {
    /// The scenario file
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub file: PathBuf,
    /// How many days for each set of assumptions [default: the scenario's]
    #[arg(long, value_name = "N", value_parser = parse_trials)]
    pub trials: Option<u64>,
    /// Flags that change what the scenario says.
    #[command(flatten)]
    pub sets: Sets,
    /// Only these variants beside the base assumptions (`base`: none). Repeatable
    #[arg(long = "variant", value_name = "ID", value_delimiter = ',')]
    pub variants: Vec<String>,
    /// Which lane plays the days [default: as for `run`]
    #[arg(long, value_enum, value_name = "LANE")]
    pub lane: Option<LaneArg>,
    /// How many threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Trials in a block [default: a power of two from 16 to 4,096, by the number of voters]
    #[arg(long, value_name = "N", value_parser = parse_trials)]
    pub block_trials: Option<u64>,
    /// What a run may take [default: half of the machine's memory, or 8GB]
    #[arg(long, value_name = "SIZE", value_parser = parse_memory)]
    pub max_memory: Option<u64>,
    /// What a run may take on disk [default: what is free here]
    #[arg(long, value_name = "SIZE", value_parser = parse_memory)]
    pub max_disk: Option<u64>,
}

/// Tells what a run would take.
pub fn plan(args: &Args, voice: &Voice) -> Result<Exit, Failure> {
    let flags = Simulate {
        seed: SeedArg {
            seed: Seed::default(),
            random: false,
        },
        trials: args.trials,
        max_time: LOOK_SECONDS,
        sets: Sets {
            sets: args.sets.sets.clone(),
        },
        variants: args.variants.clone(),
        lane: args.lane,
        rare: RareArg::Off,
        threads: args.threads,
        out: None,
        force: false,
        png: false,
        json: false,
        step: false,
        deny: None,
        fail_if: None,
    };
    let long = Long {
        block_trials: args.block_trials,
        ..Long::default()
    };
    let job = Job::new(
        &Source::open(&args.file)?,
        &flags,
        &long,
        Asked::NOTHING,
        voice,
    )?;
    let sample = calibrate(&job)?;
    let (kept, needs) = (job.plan.trials + frozen(job.plan.trials), job.needs());
    let seconds = sample.seconds_a_day * kept as f64;
    let blocks = job.blocks().blocks.len();
    let cores = seconds * job.plan.threads() as f64;
    let shards = (cores / SHARD).ceil().clamp(1.0, MOST_SHARDS) as u64;
    let stations = job
        .scenario
        .assumptions
        .polls
        .iter()
        .flat_map(|it| &it.stations);
    voice.out(&words::plan(&PlanWords {
        file: &again::quoted(&args.file.to_string_lossy()),
        sets: sets_of(&job.scenario).len(),
        trials: job.plan.trials,
        frozen: frozen(job.plan.trials),
        adults: job.adults,
        events: memory::events(&job.scenario, &job.plan)?,
        stations: stations.map(|it| u64::from(it.count)).sum(),
        milliseconds_a_day: 1e3 * sample.seconds_a_day / sets_of(&job.scenario).len() as f64,
        seconds,
        threads: job.plan.threads(),
        held: job.plan.trials.min(HELD),
        memory: needs.run,
        memory_of_shard: needs.shard,
        limit: args.max_memory.unwrap_or_else(memory::default_limit),
        disk_limit: args.max_disk.or_else(|| disk::free(Path::new("."))),
        in_blocks: if job.is_long() {
            (sample.disk.blocks * kept as f64) as u64
        } else {
            0
        },
        in_table: (sample.disk.table * kept as f64) as u64,
        blocks: if job.is_long() { blocks } else { 0 },
        per_block: job.per_block,
        shards,
    }))?;
    Ok(Exit::Done)
}

/// What a trial takes, of all sets of assumptions together.
#[derive(Default)]
struct Sample {
    seconds_a_day: f64,
    disk: PerTrial,
}

/// Plays days of every set of assumptions for about a second.
fn calibrate(job: &Job) -> Result<Sample, Failure> {
    let sets = sets_of(&job.scenario);
    let mut sample = Sample::default();
    let most = CALIBRATION / sets.len() as u32;
    for (id, of) in sets {
        let began = Instant::now();
        let mut table = trials::empty(of, job.plan.lane, 0, 0);
        let mut more = job.plan.threads() as u64;
        while began.elapsed() < most && (table.len as u64) < job.plan.trials {
            let settings = Settings {
                seed: job.plan.seed,
                first: table.len as u64,
                trials: more.min(job.plan.trials - table.len as u64),
                freeze: Freeze::No,
                lane: job.plan.lane,
                threads: job.plan.threads,
            };
            let played = trials::run(of, &settings, &|_| Go::On);
            table.append(&played.map_err(|source| Failure::Trials {
                variant: id.into(),
                source,
            })?);
            more *= 2;
        }
        sample.seconds_a_day += began.elapsed().as_secs_f64() / table.len as f64;
        sample.disk.add(job, (id, of), &table);
    }
    Ok(sample)
}
