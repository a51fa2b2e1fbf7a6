//! `capacity`: how many could have voted, and how many booths it would have taken.

use std::path::PathBuf;

use super::args::{SeedArg, Sets};
use super::exit::{Exit, Failure};
use super::folder::Folder;
use super::pick;
use super::progress::Progress;
use super::signals::Stop;
use super::simulate::{Plan, table};
use super::streams::Voice;
use super::typed::{parse_booths, parse_seed, parse_trials};
use super::understand::{Source, understand};
use crate::chart;
use crate::compare::capacity::{
    Capacity, Demand, Ends, PollCapacity, Sweep, booth_row, bound, decisive, enough, paces, served,
    what_if,
};
use crate::engine::{Freeze, Lane};
use crate::model::{Assumptions, PollId, Scenario};
use crate::report::{self, Artefact, Style};
use crate::trials::TrialTable;
use crate::words::command as says;

/// Arguments of `capacity`.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  scrutineer capacity scenarios/south-ossetia-2006.toml --poll eredvi
  scrutineer capacity my-poll.toml --booths 1..8 --trials 1000 --out capacity
  scrutineer capacity my-poll.toml --set polls.north.stations.all.count=20")]
pub struct Args {
    /// The scenario file
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub file: PathBuf,
    /// Only this poll. Repeatable
    #[arg(long = "poll", value_name = "ID", value_delimiter = ',')]
    pub polls: Vec<String>,
    /// Booths per station to try, A..B or A [default: from 1 until there are enough, at most 32]
    #[arg(long, value_name = "A..B", value_parser = parse_booths)]
    pub booths: Option<(u32, u32)>,
    /// How many days to simulate for each number of booths
    #[arg(long, value_name = "N", default_value = "200", value_parser = parse_trials)]
    pub trials: u64,
    /// The seed of all dice
    #[arg(long, value_name = "N", default_value = "20061112", value_parser = parse_seed)]
    pub seed: SeedArg,
    /// Flags that change what the scenario says.
    #[command(flatten)]
    pub sets: Sets,
    /// How many threads; the results do not depend on it [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Also write text, JSON, tables and charts into this folder
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Also write every chart as PNG into it
    #[arg(long, requires = "out")]
    pub png: bool,
    /// Print one JSON document instead of the text
    #[arg(long)]
    pub json: bool,
}

/// Most booths tried when none are named.
const TRY_AT_MOST: u32 = 32;
/// Numbers of booths shown beyond the first that is enough.
const BEYOND: usize = 1;

/// Answers the question of capacity for the polls asked for.
pub fn capacity(args: &Args, voice: &Voice) -> Result<Exit, Failure> {
    let source = Source::open(&args.file)?;
    let scenario = understand(&source, &args.sets, None, voice)?;
    let polls = pick::polls(&scenario.assumptions, &args.polls)?;
    let folder = args.out.as_deref().map(Folder::beside_runs).transpose()?;
    let stop = Stop::listen();
    let work = Work {
        args,
        scenario: &scenario,
        plan: Plan {
            seed: args.seed.seed,
            trials: args.trials,
            lane: Lane::Auto,
            threads: args.threads.map(usize::from),
        },
        stop: &stop,
        progress: Progress::new(voice, args.trials * tables(args, &scenario, &polls)),
    };
    let answer = work.all(&polls)?;
    work.progress.finish();
    if let Some(exit) = stop.exit() {
        voice.say(says::NOTHING_WRITTEN);
        return Ok(exit);
    }
    let document = report::capacity::json(&scenario, &answer);
    if let Some(folder) = folder {
        let path = folder.path().to_owned();
        let charts = chart::capacity(&scenario, &answer)?;
        let mut files = report::capacity::artefacts(&scenario, &answer, &charts);
        for chart in charts.iter().filter(|_| args.png) {
            files.push(Artefact {
                name: format!("charts/{}.png", chart.name),
                bytes: chart::capacity_png(&scenario, &answer, &chart.name)?,
            });
        }
        folder.fill(&files)?;
        voice.note(says::written(path.display()));
    }
    if args.json {
        voice.out(&document)?;
    } else {
        let style = Style {
            width: 80,
            color: voice.color_out,
            ascii: voice.plain,
        };
        voice.out(&report::capacity::terminal(&scenario, &answer, style))?;
    }
    Ok(Exit::Done)
}

/// Tables of trials at most: for each poll and demand one, and one for each set and number of booths.
fn tables(args: &Args, scenario: &Scenario, polls: &[PollId]) -> u64 {
    let (first, last) = args.booths.unwrap_or((1, TRY_AT_MOST));
    let each = u64::from(last - first) + 1;
    let of_poll = |poll: &PollId| {
        let sets = scenario.assumptions.polls[poll.0].stations.len() as u64;
        let demands = 1 + u64::from(decisive(scenario, &paces(scenario, *poll)).is_some());
        demands * (1 + sets * each)
    };
    polls.iter().map(of_poll).sum()
}

/// Everything that the simulated days need.
struct Work<'a> {
    args: &'a Args,
    scenario: &'a Scenario,
    plan: Plan,
    stop: &'a Stop,
    progress: Progress,
}

impl Work<'_> {
    fn all(&self, polls: &[PollId]) -> Result<Capacity, Failure> {
        let polls = polls.iter().map(|&poll| self.poll(poll));
        Ok(Capacity {
            seed: self.plan.seed.0,
            trials: self.plan.trials,
            polls: polls.collect::<Result<_, _>>()?,
        })
    }

    fn poll(&self, poll: PollId) -> Result<PollCapacity, Failure> {
        let of = &self.scenario.assumptions;
        let paces = paces(self.scenario, poll);
        let bounds = [Ends::Median, Ends::Generous].map(|ends| bound(of, poll, ends));
        let mut demands = vec![self.demand(of, poll, None)?];
        let decisive = decisive(self.scenario, &paces).copied();
        if let Some(claim) = decisive.filter(|claim| claim.is_played(&bounds[1])) {
            let alone = what_if::with_voters(of, poll, claim.ballots as u64);
            let demand = self.demand(&alone, PollId(0), Some(claim.ballots))?;
            demands.push(Demand {
                claim: Some(claim),
                ..demand
            });
        }
        Ok(PollCapacity {
            poll: poll.0,
            bounds,
            paces,
            demands,
        })
    }

    /// The days as they are, then a sweep for every set of stations.
    fn demand(
        &self,
        of: &Assumptions,
        poll: PollId,
        voters: Option<i64>,
    ) -> Result<Demand, Failure> {
        let what = match voters {
            None => of.polls[poll.0].id.clone(),
            Some(voters) => format!("{}, {voters} voters", of.polls[poll.0].id),
        };
        self.progress.now(&what);
        let served = served(&self.table(&what, of)?, poll.0);
        let patient = what_if::everybody_waits(of);
        let sets = 0..of.polls[poll.0].stations.len();
        let sweeps = sets.map(|set| self.sweep(&what, &patient, poll, set));
        Ok(Demand {
            claim: None,
            served,
            sweeps: sweeps.collect::<Result<_, _>>()?,
        })
    }

    fn sweep(
        &self,
        what: &str,
        patient: &Assumptions,
        poll: PollId,
        set: usize,
    ) -> Result<Sweep, Failure> {
        let (first, last) = self.args.booths.unwrap_or((1, TRY_AT_MOST));
        let mut rows = Vec::new();
        for booths in first..=last {
            if self.stop.asked() {
                break;
            }
            let table = self.table(what, &what_if::with_booths(patient, poll, set, booths))?;
            rows.push(booth_row(&table, poll.0, set, booths));
            let enough = rows.iter().filter(|row| enough(row)).count();
            if self.args.booths.is_none() && enough > BEYOND {
                let spared = u64::from(last - booths);
                self.progress.add(spared * self.plan.trials);
                break;
            }
        }
        Ok(Sweep { set, rows })
    }

    fn table(&self, what: &str, of: &Assumptions) -> Result<TrialTable, Failure> {
        let Self { plan, stop, .. } = self;
        table(
            what,
            of,
            plan,
            plan.trials,
            Freeze::No,
            stop,
            &self.progress,
        )
    }
}
