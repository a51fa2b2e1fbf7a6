//! `trace`: one simulated day as a log.

use super::args::Trace;
use super::exit::{Exit, Failure};
use super::pick;
use super::streams::Voice;
use super::understand::{Source, understand};
use crate::engine::{
    self, EngineError, Freeze, PollingDay, Prepared, Tally, TraceEvent, Workspace,
};
use crate::model::Assumptions;
use crate::words;
use crate::words::command as says;

/// Bytes collected before they are written.
const CHUNK: usize = 1 << 16;

/// Prints the inputs drawn for a trial, its events in the order of time, and what it came to. The
/// day is the one that a run with the same seed plays as this trial.
pub fn trace(args: &Trace, voice: &Voice) -> Result<Exit, Failure> {
    let source = Source::open(&args.file)?;
    let scenario = understand(&source, &args.sets, None, voice)?;
    let assumptions = pick::assumptions(&scenario, args.variant.as_deref())?;
    let station = args.station.as_deref();
    let station = station
        .map(|name| pick::station(assumptions, name))
        .transpose()?;
    let variant = args.variant.as_deref().unwrap_or("base");
    let refused = |source: EngineError| Failure::Engine {
        variant: variant.into(),
        source,
    };
    let prepared = Prepared::new(assumptions).map_err(refused)?;
    let seed = args.seed.seed;
    let day =
        PollingDay::draw(&prepared, assumptions, seed, args.trial, Freeze::No).map_err(refused)?;

    let mut log = Log::new(voice, args.limit);
    log.line(&says::trace_head(args.trial, seed.0, variant))?;
    before(&mut log, assumptions, &day)?;
    let mut trouble = None;
    let mut tell = |event: TraceEvent| {
        if trouble.is_none() && station.as_ref().is_none_or(|only| only.holds(&event)) {
            trouble = log.event(assumptions, &event).err();
        }
    };
    let mut workspace = Workspace::default();
    let tally = engine::trace(&prepared, assumptions, &day, &mut workspace, &mut tell);
    trouble.map_or(Ok(()), Err)?;
    after(&mut log, assumptions, &tally)?;
    log.finish()?;
    Ok(Exit::Done)
}

/// What was drawn before the day began.
fn before(log: &mut Log, assumptions: &Assumptions, day: &PollingDay) -> Result<(), Failure> {
    log.line(says::DRAWN)?;
    for (input, value) in assumptions.inputs.iter().zip(&day.values) {
        if !input.is_fixed() {
            log.line(&format!("  {}", words::drawn(input, *value)))?;
        }
    }
    for (group, adults) in assumptions.groups.iter().zip(&day.adults) {
        log.line(&format!("  {}", says::adults(&group.id, *adults)))?;
    }
    log.line(says::THE_DAY)
}

/// What the day came to.
fn after(log: &mut Log, assumptions: &Assumptions, tally: &Tally) -> Result<(), Failure> {
    if log.held_back > 0 {
        log.line(&says::held_back(log.held_back))?;
    }
    log.line(says::END_OF_THE_DAY)?;
    for (at, poll) in tally.polls.iter().enumerate() {
        log.line(&format!("  {}", words::poll_ended(assumptions, at, poll)))?;
    }
    Ok(())
}

/// Lines on their way to standard output.
struct Log<'a> {
    voice: &'a Voice,
    text: String,
    /// Events that may still be told.
    left: u64,
    /// Events not told because of the limit.
    held_back: u64,
}

impl<'a> Log<'a> {
    fn new(voice: &'a Voice, limit: Option<u64>) -> Self {
        Self {
            voice,
            text: String::new(),
            left: limit.unwrap_or(u64::MAX),
            held_back: 0,
        }
    }

    fn event(&mut self, of: &Assumptions, event: &TraceEvent) -> Result<(), Failure> {
        if self.left == 0 {
            self.held_back += 1;
            return Ok(());
        }
        self.left -= 1;
        let (time, place) = (event.time.to_string(), words::station(of, event));
        self.line(&format!(
            "{time:<8}  {place}  {}",
            words::happening(of, event)
        ))
    }

    fn line(&mut self, line: &str) -> Result<(), Failure> {
        self.text.push_str(line);
        self.text.push('\n');
        if self.text.len() >= CHUNK {
            self.finish()?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Failure> {
        let text = std::mem::take(&mut self.text);
        self.voice.out(&text)
    }
}
