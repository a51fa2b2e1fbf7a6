//! `run` and `demo`: the main job, from a scenario's text to a filled folder and a printed table.

use std::path::{Path, PathBuf};

use super::args::{Demo, Run, Simulate};
use super::by_station::{Asked, StationFile};
use super::exit::{Exit, Failure};
use super::folder::{self, Folder, State};
use super::gates;
use super::manifest::{RunId, sha256};
use super::rare::RareArg;
use super::signals::Stop;
use super::simulate::{Plan, sets_of, simulate};
use super::streams::Voice;
use super::understand::{Source, understand};
use super::{clock, grouped, lane, pick, rare, reading, shipped, step};
use crate::compare::{Comparison, battery, compare};
use crate::engine::Lane;
use crate::model::Scenario;
use crate::report::{Artefact, RunInfo, Style};
use crate::trials::VariantRun;
use crate::{chart, report, scenario};

/// The terminal's text, kept in the folder so that a finished run can be shown again.
const TABLE: &str = "comparison.txt";
/// The document of `--json`, as in the folder.
const DOCUMENT: &str = "comparison.json";

/// `run FILE`: writes to `output/<scenario>/` unless told otherwise.
pub fn run(args: &Run, voice: &Voice) -> Result<Exit, Failure> {
    let asked = Asked::new(args.by_station, args.by_station_format)?;
    let source = Source::open(&args.file)?;
    let out = args.simulate.out.clone();
    let out = out.unwrap_or_else(|| Path::new("output").join(reading::name_of(&args.file)));
    let out = Some((out, asked));
    do_job(&source, &args.simulate, out, report::terminal, voice)
}

/// `demo`: the shipped teaching scenario; writes nothing unless given a folder.
pub fn demo(args: &Demo, voice: &Voice) -> Result<Exit, Failure> {
    let demo = shipped::find("demo").expect("the demo is shipped");
    let source = Source {
        file: "demo.toml".into(),
        text: demo.text.into(),
        ..Source::default()
    };
    let exit = shipped(&source, &args.simulate, report::terminal, voice)?;
    if args.simulate.out.is_none() && !args.simulate.json {
        voice.note("\nThe same with a page to open: scrutineer demo --out demo-report");
        voice.note("The scenario behind it:       scrutineer new --from demo");
    }
    Ok(exit)
}

/// The main job for a scenario that is in no file; writes nothing unless given a folder.
pub fn shipped(
    source: &Source,
    args: &Simulate,
    show: Show,
    voice: &Voice,
) -> Result<Exit, Failure> {
    let out = args.out.clone().map(|out| (out, Asked::NOTHING));
    do_job(source, args, out, show, voice)
}

/// How a finished comparison is printed.
pub type Show = fn(&Scenario, &Comparison, &RunInfo, Style) -> String;

/// The main job. `out` is the folder to fill, and what is kept there of single stations.
fn do_job(
    source: &Source,
    args: &Simulate,
    out: Option<(PathBuf, Asked)>,
    show: Show,
    voice: &Voice,
) -> Result<Exit, Failure> {
    let mut scenario = understand(source, &args.sets, args.deny, voice)?;
    pick::variants(&mut scenario, &args.variants)?;
    let plan = plan(&scenario, args, voice);
    lane::examine(&scenario, plan.lane)?;
    let tables = |name: &str| source.tables.get(name);
    let resolved = scenario::resolved_with_tables(&source.text, &args.sets.sets, &tables);
    let job = Job {
        resolved: resolved.expect("the same text has just been taken"),
        tables: source
            .tables
            .all()
            .into_iter()
            .map(|(name, bytes)| Artefact {
                name,
                bytes: bytes.to_vec(),
            })
            .collect(),
        scenario,
        by_station: {
            let asked = out.as_ref().map_or(Asked::NOTHING, |out| out.1);
            let days = asked.days.min(plan.trials);
            Asked { days, ..asked }
        },
        plan,
        args,
        show,
    };
    let stop = Stop::listen();
    let folder = match out {
        None => None,
        Some((path, _)) => match job.open(&path, voice)? {
            Some(folder) => Some(folder),
            None => return show_again(&path, args, voice),
        },
    };
    let grown = folder.as_ref().filter(|_| job.by_station.days > 0);
    let grown = grown.map(|folder| {
        StationFile::open(folder.path(), &job.scenario, job.plan.lane, job.by_station)
    });
    let grown = grown.transpose()?;
    let runs = simulate(&job.scenario, &job.plan, &stop, voice, grown.as_ref())?;
    if runs.is_empty() {
        voice.say("interrupted before the first trial was done; nothing is written");
        return Ok(stop.exit().unwrap_or(Exit::Interrupted));
    }
    job.finish(&runs, folder, grown, &stop, voice)
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
        voice.note(format_args!(
            "seed {0} (again with --seed {0})",
            plan.seed.0
        ));
    }
    voice.detail(format_args!(
        "{} trials of each of {} sets of assumptions, seed {}, {} threads",
        grouped(plan.trials),
        scenario.variants.len() + 1,
        plan.seed.0,
        plan.threads(),
    ));
    plan
}

/// A scenario with all that is needed to run it.
struct Job<'a> {
    scenario: Scenario,
    resolved: String,
    /// The tables it calls for, under their own names.
    tables: Vec<Artefact>,
    /// What is kept of single stations.
    by_station: Asked,
    plan: Plan,
    args: &'a Simulate,
    show: Show,
}

impl Job<'_> {
    /// What makes this run this run.
    fn id(&self) -> RunId {
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

    /// Opens the output folder; `None` when this very run is in it already.
    fn open(&self, path: &Path, voice: &Voice) -> Result<Option<Folder>, Failure> {
        if let Some(table) = self.tables.iter().find(|it| report::is_result(&it.name)) {
            return Err(Failure::TableName {
                name: table.name.clone(),
            });
        }
        if !self.args.force {
            match folder::look(path, &self.id())? {
                State::Free => {}
                State::Same if !self.args.step => return Ok(None),
                State::Same => {}
                State::Incomplete(why) => {
                    voice.note(format_args!("{}: {why}; running anew", path.display()));
                }
            }
        }
        Folder::open(path).map(Some)
    }

    /// Compares, draws, writes and prints.
    fn finish(
        &self,
        runs: &[VariantRun],
        folder: Option<Folder>,
        grown: Option<StationFile>,
        stop: &Stop,
        voice: &Voice,
    ) -> Result<Exit, Failure> {
        let mut comparison = compare(&self.scenario, runs);
        comparison.battery = battery(&self.scenario, &runs[0]);
        if self.args.step {
            step::show(&self.scenario, &comparison, voice)?;
        }
        if self.args.rare != RareArg::Off {
            let all = self.args.rare == RareArg::All;
            rare::seek(
                &self.scenario,
                runs,
                &mut comparison,
                (&self.plan, all),
                stop,
                voice,
            )?;
        }
        rare::accounts(
            &self.scenario,
            runs,
            &mut comparison,
            (&self.plan, self.args.rare != RareArg::Off),
            stop,
            voice,
        )?;
        let mut missing = missing(&self.scenario, runs);
        if missing.is_empty() && stop.asked() {
            missing.push("not every rare day was sought".into());
        }
        let mut info = self.info(runs, !missing.is_empty())?;
        if let Some(grown) = &grown {
            info.written.push(grown.finish()?);
        }
        if self.plan.lane == Lane::Count {
            voice.note(format_args!("{}\n", crate::words::lanes(&info)));
        }
        let document = report::json(&self.scenario, &comparison, &info);
        if let Some(folder) = folder {
            let path = folder.path().to_owned();
            voice.detail("drawing charts and writing the report");
            let artefacts = self.artefacts(&comparison, runs, &info)?;
            folder.fill(&artefacts, grown.map(StationFile::into_stream))?;
            self.print(&comparison, &document, &info, voice)?;
            voice.note(format_args!(
                "\nwritten: {}",
                path.join("report.html").display()
            ));
        } else {
            self.print(&comparison, &document, &info, voice)?;
        }
        if !missing.is_empty() {
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

/// What an interrupted run lacks, one sentence a set of assumptions.
fn missing(scenario: &Scenario, runs: &[VariantRun]) -> Vec<String> {
    sets_of(scenario)
        .into_iter()
        .filter_map(|(id, _)| match runs.iter().find(|run| run.id == id) {
            None => Some(format!("{id}: not begun")),
            Some(run) if (run.table.len as u64) < run.requested => Some(format!(
                "{id}: {} of {} trials",
                grouped(run.table.len as u64),
                grouped(run.requested)
            )),
            Some(_) => None,
        })
        .collect()
}

/// Shows a finished run from its folder.
fn show_again(path: &Path, args: &Simulate, voice: &Voice) -> Result<Exit, Failure> {
    let document = reading::artefact(&path.join(DOCUMENT))?;
    voice.note(format_args!(
        "{}: this run is done already; showing it (--force runs it anew)\n",
        path.display()
    ));
    if args.json {
        voice.out(&document)?;
    } else {
        voice.out(&reading::artefact(&path.join(TABLE))?)?;
    }
    gates::exit(&document, args, voice)
}
