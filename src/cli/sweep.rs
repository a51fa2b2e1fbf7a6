//! `sweep`: the chance of a figure along a range of one assumption, or over a grid of two.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::args::{SeedArg, Sets};
use super::exit::{Exit, Failure};
use super::folder::{self, Folder, holds_no_run};
use super::manifest::sha256;
use super::progress::Progress;
use super::signals::Stop;
use super::simulate::{Plan, one};
use super::streams::Voice;
use super::typed::{Vary, parse_seed, parse_trials, parse_vary};
use super::understand::{Source, understand, understand_moved};
use super::{lane, pick, reading};
use crate::compare::compare_tallied;
use crate::compare::sweep::{Axis, Design, Point, Sweep, subjects};
use crate::model::Scenario;
use crate::random::{Address, Place, Purpose};
use crate::report::sweep::{DOCUMENT, ROWS};
use crate::report::{self, Artefact, Style};
use crate::trials::VariantRun;
use crate::words::command as says;
use crate::{chart, scenario};

/// Days with every input at its median: a sweep does not show them.
const FROZEN: u64 = 1;
/// Points along one assumption, and along each of two.
const POINTS: [u16; 2] = [11, 7];
/// Points of a Latin hypercube over one assumption, and over two.
const LATIN_POINTS: [u16; 2] = [11, 40];

/// How the points are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Layout {
    /// Evenly spaced; of two assumptions every value with every value
    Grid,
    /// A Latin hypercube: one point by chance in each layer of each assumption
    Latin,
}

/// Arguments of `sweep`.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  scrutineer sweep my-poll.toml --vary polls.council.participation.town=0.5..0.95
  scrutineer sweep my-poll.toml --vary groups.town.residents=5000..7000 --out sweep --png
  scrutineer sweep my-poll.toml --vary groups.town.residents=5000..7000 \\
                                --vary polls.council.participation.town=0.5..0.9
  scrutineer sweep my-poll.toml --vary groups.town.residents=5000..7000 --variant low")]
pub struct Args {
    /// The scenario file
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub file: PathBuf,
    /// Which assumption to move, and from where to where; twice for a grid of two
    ///
    /// The path is that of --set. Ends without a decimal point make whole numbers of all values.
    #[arg(long = "vary", value_name = "PATH=LO..HI", required = true, value_parser = parse_vary)]
    pub vary: Vec<Vary>,
    /// In which set of assumptions, one of the scenario's variants [default: the base set]
    #[arg(long, value_name = "ID")]
    pub variant: Option<String>,
    /// How the points are laid out
    #[arg(long, value_name = "LAYOUT", value_enum, default_value_t = Layout::Grid)]
    pub design: Layout,
    /// How many values along each assumption, both ends included [default: 11; with two, 7]
    ///
    /// With --design latin, how many points in all [default: 11; with two, 40].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=101))]
    pub points: Option<u16>,
    /// Only this figure. Repeatable [default: headlines and the joint claim]
    #[arg(long = "figure", value_name = "ID", value_delimiter = ',')]
    pub figures: Vec<String>,
    /// How many days to simulate at each point
    #[arg(long, value_name = "N", default_value = "500", value_parser = parse_trials)]
    pub trials: u64,
    /// The seed of all dice, the same at each point
    #[arg(long, value_name = "N", default_value = "20061112", value_parser = parse_seed)]
    pub seed: SeedArg,
    /// Flags that change what the scenario says.
    #[command(flatten)]
    pub sets: Sets,
    /// How many threads; the results do not depend on it [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Also write text, JSON, tables and charts into this folder; points it has are not run again
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Write even where another sweep is, and run all points anew
    #[arg(long, requires = "out")]
    pub force: bool,
    /// Also write every chart as PNG into it
    #[arg(long, requires = "out")]
    pub png: bool,
    /// Print one JSON document instead of the text
    #[arg(long)]
    pub json: bool,
}

/// Plays all points that are not there yet, and shows them.
pub fn sweep(args: &Args, voice: &Voice) -> Result<Exit, Failure> {
    let paths = || args.vary.iter().map(|it| it.path.as_str());
    match args.vary.len() {
        1 => {}
        2 if paths().next() != paths().nth(1) => {}
        2 => return Err(Failure::Usage("the two assumptions of --vary are the same")),
        _ => return Err(Failure::Usage("--vary takes one assumption, or two")),
    }
    let source = Source::open(&args.file)?;
    let mut base = understand(&source, &args.sets, None, voice)?;
    pick::figures(&base, &args.figures)?;
    let moved: Vec<&str> = paths().collect();
    let set = pick::set_to_move_in(&base, args.variant.as_deref(), &moved)?;
    pick::set(&mut base, args.variant.as_deref())?;
    let (values, design) = layout(args);
    let axis = |(it, values): (&Vary, Vec<f64>)| Axis::new(&base, &it.path, values);
    let plan = Plan {
        seed: args.seed.seed,
        trials: args.trials,
        lane: lane::of(&base, None),
        threads: args.threads.map(usize::from),
    };
    lane::examine(&base, plan.lane)?;
    let sweep = Sweep {
        set,
        seed: plan.seed.0,
        trials: plan.trials,
        axes: args.vary.iter().zip(values).map(axis).collect(),
        design,
        subjects: subjects(&base, &args.figures),
        points: Vec::new(),
    };
    let mut work = Work {
        args,
        voice,
        source: &source,
        request: request(&source, args, &sweep),
        base,
        plan,
        sweep,
    };
    // Every point is read before a day is played, so that trouble shows early.
    for at in work.sweep.layout() {
        work.scenario_at(&at)?;
    }
    let folder = args.out.as_deref().map(|out| work.open(out)).transpose()?;
    let stop = Stop::listen();
    work.play(folder.as_ref(), &stop)?;
    work.finish(folder, &stop)
}

/// The values of every axis, and how they go together. The dice of a Latin hypercube belong to the seed and
/// to the assumption's path.
fn layout(args: &Args) -> (Vec<Vec<f64>>, Design) {
    let two = args.vary.len() - 1;
    if args.design == Layout::Grid {
        let points = args.points.unwrap_or(POINTS[two]);
        let values = args.vary.iter().map(|it| it.values(points)).collect();
        return (values, Design::Grid);
    }
    let points = args.points.unwrap_or(LATIN_POINTS[two]);
    let units = |path: &str, number: u64| -> Vec<f64> {
        let address = Address {
            seed: args.seed.seed,
            purpose: Purpose::Design,
            trial: 0,
            place: Place::of(&[path], number),
        };
        address.units(usize::from(points))
    };
    let values: Vec<Vec<f64>> = args
        .vary
        .iter()
        .map(|it| it.layered(&units(&it.path, 0)))
        .collect();
    let order = args.vary.get(1).map(|it| units(&it.path, 1));
    let order = order.map_or(Vec::new(), |keys| {
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by(|&a, &b| keys[a].total_cmp(&keys[b]));
        order
    });
    (values, Design::Latin(order))
}

/// What makes this sweep this sweep, hashed.
fn request(source: &Source, args: &Args, sweep: &Sweep) -> String {
    let tables = |name: &str| source.tables.get(name);
    let resolved = scenario::resolved_with_tables(&source.text, &args.sets.sets, &tables);
    let mut text = resolved.expect("the same text has just been taken");
    for (name, bytes) in source.tables.all() {
        text.push_str(&format!("\ntable {name} {}", sha256(&bytes)));
    }
    for axis in &sweep.axes {
        text.push_str(&format!("\nvary {} {:?}", axis.path, axis.values));
    }
    if let Some((id, _)) = &sweep.set {
        text.push_str(&format!("\nset {id}"));
    }
    if sweep.design != Design::Grid {
        text.push_str(&format!("\n{:?}", sweep.design));
    }
    text.push_str(&format!(
        "\n{:?} seed {} trials {} version {}",
        sweep.subjects,
        sweep.seed,
        sweep.trials,
        env!("CARGO_PKG_VERSION")
    ));
    sha256(text.as_bytes())
}

/// A sweep with all that is needed to play it.
struct Work<'a> {
    args: &'a Args,
    voice: &'a Voice,
    source: &'a Source,
    /// The scenario before anything is moved.
    base: Scenario,
    request: String,
    plan: Plan,
    sweep: Sweep,
}

impl Work<'_> {
    /// The scenario with the assumptions at one point.
    fn scenario_at(&self, at: &[f64]) -> Result<Scenario, Failure> {
        let moved = self.args.vary.iter().zip(at);
        let moved: Vec<(String, String)> = moved
            .map(|(vary, &x)| (vary.path.clone(), vary.written(x)))
            .collect();
        let quiet = Voice {
            quiet: true,
            ..*self.voice
        };
        let sets = &self.args.sets;
        let mut scenario = understand_moved(self.source, sets, &moved, None, &quiet)?;
        pick::set(&mut scenario, self.args.variant.as_deref())?;
        Ok(scenario)
    }

    /// Opens the output folder and takes the points that it has; a folder of something else is left
    /// alone.
    fn open(&mut self, path: &Path) -> Result<Folder, Failure> {
        holds_no_run(path)?;
        if !self.args.force && [DOCUMENT, ROWS].iter().any(|it| path.join(it).exists()) {
            let held = reading::artefact(&path.join(DOCUMENT)).ok();
            let held = held.and_then(|text| serde_json::from_str::<Value>(&text).ok());
            let request = held.as_ref().and_then(|it| it.get("request")?.as_str());
            if request != Some(&self.request) {
                return Err(Failure::OtherRun {
                    path: path.into(),
                    differs: "it holds another sweep".into(),
                });
            }
            let rows = reading::artefact(&path.join(ROWS)).unwrap_or_default();
            self.sweep.points = report::sweep::points(&self.base, &self.sweep, &rows);
            let (held, all) = (self.sweep.points.len(), self.sweep.layout().len());
            self.voice
                .note(says::points_there(path.display(), held, all));
        }
        let folder = Folder::open(path)?;
        // Rows are never found beside the document of another sweep.
        self.store(&folder)?;
        let document = report::sweep::json(&self.base, &self.sweep, &self.request);
        folder::write(&path.join(DOCUMENT), document.as_bytes())?;
        Ok(folder)
    }

    /// Writes the rows of all finished points.
    fn store(&self, folder: &Folder) -> Result<(), Failure> {
        let rows = report::sweep::rows(&self.base, &self.sweep);
        folder::write(&folder.path().join(ROWS), &rows)
    }

    /// Plays what is missing, storing each point as soon as it is finished.
    fn play(&mut self, folder: Option<&Folder>, stop: &Stop) -> Result<(), Failure> {
        let had = std::mem::take(&mut self.sweep.points);
        let grid = self.sweep.layout();
        let missing = (grid.len() - had.len()) as u64;
        let progress = Progress::new(self.voice, missing * (self.plan.trials + FROZEN));
        let mut later = had.clone();
        for at in grid {
            if let Some(point) = had.iter().find(|it| it.at == at) {
                later.retain(|it| it.at != at);
                self.sweep.points.push(point.clone());
                continue;
            }
            let Some(point) = self.point(at, stop, &progress)? else {
                break;
            };
            self.sweep.points.push(point);
            if let Some(folder) = folder {
                let so_far = self.sweep.points.len();
                self.sweep.points.extend(later.iter().cloned());
                self.store(folder)?;
                self.sweep.points.truncate(so_far);
            }
        }
        if stop.asked() {
            self.sweep.points.extend(later);
        }
        progress.finish();
        Ok(())
    }

    /// One point; `None` when stopped before it was finished.
    fn point(
        &self,
        at: Vec<f64>,
        stop: &Stop,
        progress: &Progress,
    ) -> Result<Option<Point>, Failure> {
        let scenario = self.scenario_at(&at)?;
        let values = self.args.vary.iter().zip(&at);
        let name: Vec<String> = values.map(|(vary, &x)| vary.written(x)).collect();
        let name = name.join(", ");
        progress.now(&name);
        let (set, trials) = ((name.as_str(), &scenario.assumptions), self.plan.trials);
        let mut played = one(
            &scenario, set, &self.plan, FROZEN, stop, self.voice, progress,
        )?;
        let whole = |run: &&mut VariantRun| run.done == trials && run.frozen.len > 0;
        let Some(run) = played.runs.first_mut().filter(whole) else {
            return Ok(None);
        };
        run.id = "base".into();
        let comparison = compare_tallied(&scenario, &played.runs, &played.tallies);
        let base = &comparison.variants[0];
        Ok(Some(Point::new(at, &self.sweep.subjects, base)))
    }

    /// Writes and prints; says what is missing when stopped.
    fn finish(&self, folder: Option<Folder>, stop: &Stop) -> Result<Exit, Failure> {
        let (base, sweep) = (&self.base, &self.sweep);
        let finished = sweep.is_finished();
        if let Some(folder) = folder {
            let path = folder.path().to_owned();
            let charts = match finished {
                true => chart::sweep(base, sweep)?,
                false => Vec::new(),
            };
            let mut files = report::sweep::artefacts(base, sweep, &self.request, &charts);
            for chart in charts.iter().filter(|_| self.args.png) {
                files.push(Artefact {
                    name: format!("charts/{}.png", chart.name),
                    bytes: chart::sweep_png(base, sweep, &chart.name)?,
                });
            }
            folder.fill(&files)?;
            self.voice.note(says::written(path.display()));
        }
        if !finished {
            let (points, all) = (sweep.points.len(), sweep.layout().len());
            let kept = self.args.out.is_some();
            self.voice.say(says::sweep_interrupted(points, all, kept));
            return Ok(stop.exit().unwrap_or(Exit::Interrupted));
        }
        if self.args.json {
            let document = report::sweep::json(base, sweep, &self.request);
            self.voice.out(&document)?;
        } else {
            let style = Style {
                width: 80,
                color: self.voice.color_out,
                ascii: self.voice.plain,
            };
            self.voice
                .out(&report::sweep::terminal(base, sweep, style))?;
        }
        Ok(Exit::Done)
    }
}
