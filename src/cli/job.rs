//! A run with all that belongs to it: what makes it this run, its folder, its files.

use std::path::Path;

use super::args::Simulate;
use super::blocks::{self, BlockPlan, Store};
use super::by_station::Asked;
use super::exit::{Exit, Failure};
use super::folder::{self, Folder, State};
use super::gates;
use super::long::{Long, Part};
use super::manifest::{RunId, sha256};
use super::memory::{self, Needs};
use super::rare::RareArg;
use super::run::{Files, Show};
use super::signals::Stop;
use super::simulate::{Plan, Played, frozen, sets_of};
use super::streams::Voice;
use super::understand::{Source, understand};
use super::{along, clock, lane, pick, rare, returns, step};
use crate::compare::{Comparison, battery, compare_tallied};
use crate::engine::Lane;
use crate::model::Scenario;
use crate::report::blocks::FOLDER;
use crate::report::{Artefact, RunInfo, Style};
use crate::trials::{self, VariantRun};
use crate::words::command as says;
use crate::{chart, report, scenario, words};

/// The terminal's text, kept in the folder so that a finished run can be shown again.
pub const TABLE: &str = "comparison.txt";
/// The document of `--json`, as in the folder.
pub const DOCUMENT: &str = "comparison.json";

/// A scenario with all that is needed to run it.
pub struct Job<'a> {
    /// The scenario, with the variants that were asked for.
    pub scenario: Scenario,
    /// Its text, with all that was set.
    pub resolved: String,
    /// The tables it calls for, under their own names.
    pub tables: Vec<Artefact>,
    /// What is kept of single stations.
    pub by_station: Asked,
    /// Seed, trials, lane and threads.
    pub plan: Plan,
    /// Flags of the main job.
    pub args: &'a Simulate,
    /// How the finished comparison is printed.
    pub show: Show,
    /// Flags of long runs.
    pub long: &'a Long,
    /// Adults on a day of the base set of assumptions with every input at its median.
    pub adults: u64,
    /// Trials in a block.
    pub per_block: u64,
}

impl<'a> Job<'a> {
    /// Understands a scenario and what the flags ask of it.
    ///
    /// # Errors
    /// Whatever is wrong with the scenario or the flags.
    pub fn new(
        source: &Source,
        args: &'a Simulate,
        long: &'a Long,
        by_station: Asked,
        voice: &Voice,
    ) -> Result<Self, Failure> {
        let mut scenario = understand(source, &args.sets, args.deny, voice)?;
        pick::variants(&mut scenario, &args.variants)?;
        let plan = plan(&scenario, args, voice);
        lane::examine(&scenario, plan.lane)?;
        let tables = |name: &str| source.tables.get(name);
        let resolved = scenario::resolved_with_tables(&source.text, &args.sets.sets, &tables);
        let tables = source.tables.all().into_iter();
        let tables = tables.map(|(name, bytes)| Artefact {
            name,
            bytes: bytes.to_vec(),
        });
        let adults = memory::adults(&scenario, &plan)?;
        let per_block = long.block_trials;
        let per_block = per_block.unwrap_or_else(|| trials::trials_per_block(adults));
        Ok(Job {
            resolved: resolved.expect("the same text has just been taken"),
            tables: tables.collect(),
            scenario,
            by_station: Asked {
                days: by_station.days.min(plan.trials),
                ..by_station
            },
            show: report::terminal,
            plan,
            args,
            long,
            adults,
            per_block,
        })
    }

    /// Whether the run is kept in blocks while it goes on: it has more than one of a kind.
    pub fn is_long(&self) -> bool {
        self.plan.trials > self.per_block
    }

    /// The blocks of this run, and what names it.
    pub fn blocks(&self) -> BlockPlan {
        BlockPlan::new(self.id(), frozen(self.plan.trials), self.per_block)
    }

    /// How much memory it takes.
    pub fn needs(&self) -> Needs {
        memory::needs(&self.scenario, &self.plan, self.per_block, self.adults)
    }

    /// Opens the folder of blocks in an open folder: for the whole run, or for a part beside others.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn store(&self, out: &Path, part: Option<&Part>) -> Result<Store, Failure> {
        let mut scenario = self.tables.clone();
        scenario.push(Artefact {
            name: format!("{}.toml", self.scenario.name),
            bytes: self.resolved.clone().into_bytes(),
        });
        Store::open(out, self.blocks(), self.plan.lane, &scenario, part)
    }

    /// What makes this run this run.
    pub fn id(&self) -> RunId {
        RunId {
            scenario: self.scenario.name.clone(),
            scenario_sha256: sha256(self.resolved.as_bytes()),
            tables: self.table_hashes(),
            seed: self.plan.seed.0,
            trials: self.plan.trials,
            variants: sets_of(&self.scenario)
                .into_iter()
                .map(|(id, _)| id.to_string())
                .collect(),
            version: env!("CARGO_PKG_VERSION").into(),
            png: self.args.png,
            by_station: self.by_station.days,
            by_station_file: self.by_station.format.file().into(),
            lane: self.plan.lane.word().into(),
            rare: self.args.rare.word().into(),
        }
    }

    /// Name and hash of every table.
    fn table_hashes(&self) -> Vec<(String, String)> {
        let tables = self.tables.iter();
        tables
            .map(|it| (it.name.clone(), sha256(&it.bytes)))
            .collect()
    }

    /// Refuses tables that would stand where a result does.
    ///
    /// # Errors
    /// [`Failure::TableName`].
    pub fn examine_names(&self) -> Result<(), Failure> {
        match self.tables.iter().find(|it| report::is_result(&it.name)) {
            None => Ok(()),
            Some(table) => Err(Failure::TableName {
                name: table.name.clone(),
            }),
        }
    }

    /// Opens the output folder; `None` when this very run is in it already.
    ///
    /// # Errors
    /// [`Failure::OtherRun`] and [`Failure::Unfinished`] when something in it must not be lost;
    /// [`Failure::Unwritable`], [`Failure::Busy`].
    pub fn open(&self, path: &Path, voice: &Voice) -> Result<Option<Folder>, Failure> {
        self.examine_names()?;
        if !self.args.force {
            match folder::look(path, &self.id())? {
                State::Free => {}
                State::Same if self.args.step => {}
                State::Same => {
                    folder::tidy(path, self.long.keep_blocks)?;
                    return Ok(None);
                }
                State::Incomplete(_) if blocks::are_in(path) => {
                    folder::probe(path)?;
                    self.may_go_on(path)?;
                }
                State::Incomplete(why) => {
                    voice.note(says::anew(path.display(), why));
                }
            }
        }
        let folder = Folder::open(path)?;
        if self.args.force && path.join(FOLDER).is_dir() {
            blocks::remove(&path.join(FOLDER))?;
        }
        Ok(Some(folder))
    }

    /// Whether the blocks in a folder are of this run, and whether it shall go on with them.
    fn may_go_on(&self, path: &Path) -> Result<(), Failure> {
        let folder = path.join(FOLDER);
        let plan = self.blocks();
        if let Some(differs) = plan.differs(&folder) {
            return Err(Failure::OtherRun {
                path: path.into(),
                differs,
            });
        }
        match self.long.resume {
            true => Ok(()),
            false => Err(Failure::Unfinished {
                path: path.into(),
                done: blocks::count(&folder),
                blocks: plan.blocks.len() as u64,
            }),
        }
    }

    /// Compares, draws, writes and prints.
    ///
    /// # Errors
    /// [`Failure::Trials`] when rare days cannot be sought; [`Failure::Unwritable`] and others when
    /// something cannot be written.
    pub fn finish(
        &self,
        played: &Played,
        files: Files,
        stop: &Stop,
        voice: &Voice,
    ) -> Result<Exit, Failure> {
        let runs = &played.runs[..];
        let mut comparison = compare_tallied(&self.scenario, runs, &played.tallies);
        comparison.battery = battery(&self.scenario, &runs[0]);
        comparison.stations = returns::beside(&self.scenario, &self.plan, stop, voice)?;
        if self.args.step {
            step::show(&self.scenario, &comparison, voice)?;
        }
        if self.args.rare != RareArg::Off {
            let all = self.args.rare == RareArg::All;
            let how = (&self.plan, all);
            rare::seek(&self.scenario, runs, &mut comparison, how, stop, voice)?;
        }
        along::add(&self.scenario, &mut comparison, &self.plan, stop, voice)?;
        let how = (&self.plan, self.args.rare != RareArg::Off);
        rare::accounts(&self.scenario, runs, &mut comparison, how, stop, voice)?;
        let mut missing = missing(&self.scenario, runs);
        if missing.is_empty() && stop.asked() {
            missing.push(says::NOT_SOUGHT.into());
        }
        let mut info = self.info(runs, !missing.is_empty())?;
        let mut streams = Vec::new();
        if let Some(rows) = files.rows {
            info.written.push(rows.finish()?);
            streams.push(rows.into_stream());
        }
        if let Some(grown) = files.grown {
            info.written.push(grown.finish()?);
            streams.push(grown.into_stream());
        }
        let store = files.store;
        let kept = store.as_ref().map(|it| (it.count(), it.blocks().len()));
        if self.plan.lane == Lane::Count {
            voice.note(format_args!("{}\n", words::lanes(&info)));
        }
        let document = report::json(&self.scenario, &comparison, &info);
        if let Some(folder) = files.folder {
            let path = folder.path().to_owned();
            voice.detail(says::DRAWING);
            let artefacts = self.artefacts(&comparison, runs, &info)?;
            let done = store.filter(|_| missing.is_empty() && !self.long.keep_blocks);
            folder.fill_with(&artefacts, streams, || done.map_or(Ok(()), Store::remove))?;
            self.print(&comparison, &document, &info, voice)?;
            let page = says::written(path.join("report.html").display());
            voice.note(format_args!("\n{page}"));
        } else {
            self.print(&comparison, &document, &info, voice)?;
        }
        if !missing.is_empty() {
            missing.extend(kept.map(|(done, blocks)| words::goes_on(done, blocks)));
            voice.say(format_args!("interrupted: {}", missing.join("; ")));
            return Ok(stop.exit().unwrap_or(Exit::Interrupted));
        }
        gates::exit(&document, self.args, voice)
    }

    fn info(&self, runs: &[VariantRun], interrupted: bool) -> Result<RunInfo, Failure> {
        Ok(RunInfo {
            seed: self.plan.seed.0,
            trials: self.plan.trials,
            version: env!("CARGO_PKG_VERSION").into(),
            started: clock::started(),
            command: std::env::args_os()
                .map(|word| word.to_string_lossy().into_owned())
                .collect(),
            threads: self.plan.threads(),
            lane: self.plan.lane.word().into(),
            tables: self.table_hashes(),
            by_station: self.by_station.days,
            written: Vec::new(),
            rare: self.args.rare.word().into(),
            played: lane::played(&self.scenario, runs, self.plan.lane)?,
            interrupted,
        })
    }

    /// All files of the folder.
    fn artefacts(
        &self,
        comparison: &Comparison,
        runs: &[VariantRun],
        info: &RunInfo,
    ) -> Result<Vec<Artefact>, Failure> {
        let scenario = &self.scenario;
        let charts = chart::draw(scenario, comparison)?;
        let mut more = vec![Artefact {
            name: TABLE.into(),
            bytes: report::terminal(scenario, comparison, info, Style::default()).into_bytes(),
        }];
        if self.args.png {
            for chart in &charts {
                more.push(Artefact {
                    name: format!("charts/{}.png", chart.name),
                    bytes: chart::png(scenario, comparison, &chart.name)?,
                });
            }
        }
        more.extend(self.tables.iter().cloned());
        let resolved = &self.resolved;
        Ok(report::artefacts(
            scenario, comparison, &charts, runs, info, resolved, more,
        ))
    }

    /// Prints the document or the table.
    fn print(
        &self,
        comparison: &Comparison,
        document: &str,
        info: &RunInfo,
        voice: &Voice,
    ) -> Result<(), Failure> {
        if self.args.json {
            return voice.out(document);
        }
        let style = Style {
            width: 80,
            color: voice.color_out,
            ascii: voice.plain,
        };
        voice.out(&(self.show)(&self.scenario, comparison, info, style))
    }
}

/// What the flags and the scenario say about seed, trials and threads.
fn plan(scenario: &Scenario, args: &Simulate, voice: &Voice) -> Plan {
    let plan = Plan {
        seed: args.seed.seed,
        trials: args.trials.unwrap_or(u64::from(scenario.trials)),
        lane: lane::of(scenario, args.lane),
        threads: args.threads.map(usize::from),
    };
    if args.seed.random {
        voice.note(says::thrown_seed(plan.seed.0));
    }
    voice.detail(says::about_to_run(
        plan.trials,
        scenario.variants.len() + 1,
        plan.seed.0,
        plan.threads(),
    ));
    plan
}

/// What an interrupted run lacks, one sentence a set of assumptions.
fn missing(scenario: &Scenario, runs: &[VariantRun]) -> Vec<String> {
    sets_of(scenario)
        .into_iter()
        .filter_map(|(id, _)| match runs.iter().find(|run| run.id == id) {
            None => Some(says::not_begun(id)),
            Some(run) if run.done < run.requested => {
                Some(says::partly_done(id, run.done, run.requested))
            }
            Some(_) => None,
        })
        .collect()
}
