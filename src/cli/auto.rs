//! `--trials auto`: how many days it takes until the verdicts on the headline figures no longer hang on
//! the dice.

use std::time::{Duration, Instant};

use super::args::Simulate;
use super::exit::Failure;
use super::progress::Progress;
use super::signals::Stop;
use super::simulate::{Plan, one};
use super::streams::Voice;
use super::typed::AUTO;
use super::understand::{Source, understand};
use super::{grouped, lane};
use crate::compare::{Comparison, Standing, Tail, compare_tallied};
use crate::model::Scenario;
use crate::trials::VariantRun;
use crate::words;

/// Days of the first look.
const FIRST: u64 = 1_000;
/// Days of the last one.
const LAST: u64 = 1_024_000;
/// Days with every input at its median: a look does not show them.
const FROZEN: u64 = 1;
/// A tail area is told well enough when its interval leaves it by no more than this part.
const PRECISE: f64 = 0.1;

/// The same flags with a number of trials in them; `None` when stopped before one was chosen. Flags that
/// name a number come back as they are.
///
/// The base set is played in doublings, 1,000 days first, until every headline figure (every figure, where
/// none is marked) is [`settled`], or the next doubling would end after `--max-time`. The run that follows
/// is that of the number: its bytes do not depend on how it was chosen.
///
/// # Errors
/// Whatever is wrong with the scenario or keeps its days from being played.
pub fn chosen(
    source: &Source,
    args: &Simulate,
    voice: &Voice,
) -> Result<Option<Simulate>, Failure> {
    if args.trials != Some(AUTO) {
        return Ok(Some(args.clone()));
    }
    let quiet = Voice {
        quiet: true,
        ..*voice
    };
    let scenario = understand(source, &args.sets, None, &quiet)?;
    let plan = Plan {
        seed: args.seed.seed,
        trials: FIRST,
        lane: lane::of(&scenario, args.lane),
        threads: args.threads.map(usize::from),
    };
    lane::examine(&scenario, plan.lane)?;
    let stop = Stop::listen();
    let began = Instant::now();
    let mut trials = FIRST;
    let reason = loop {
        let look = Instant::now();
        let Some(comparison) = compared(&scenario, &plan, trials, &stop, voice)? else {
            return Ok(None);
        };
        if all_settled(&scenario, &comparison) {
            break words::AUTO_SETTLED;
        }
        if trials >= LAST {
            break words::AUTO_MOST;
        }
        // The next look takes about twice as long as this one.
        let next = began.elapsed() + 2 * look.elapsed();
        if next > Duration::from_secs(args.max_time) {
            break words::AUTO_TIME;
        }
        trials *= 2;
    };
    voice.note(words::auto(&grouped(trials), reason));
    Ok(Some(Simulate {
        trials: Some(trials),
        ..args.clone()
    }))
}

/// The base set after so many days; `None` when stopped.
fn compared(
    scenario: &Scenario,
    plan: &Plan,
    trials: u64,
    stop: &Stop,
    voice: &Voice,
) -> Result<Option<Comparison>, Failure> {
    let progress = Progress::new(voice, trials + FROZEN);
    let plan = Plan { trials, ..*plan };
    let set = ("base", &scenario.assumptions);
    let played = one(scenario, set, &plan, FROZEN, stop, voice, &progress)?;
    progress.finish();
    let whole = |run: &VariantRun| run.done == trials && run.frozen.len > 0;
    let whole = played.runs.first().is_some_and(whole);
    Ok(whole.then(|| compare_tallied(scenario, &played.runs, &played.tallies)))
}

/// Whether every figure that the answer speaks of is settled.
fn all_settled(scenario: &Scenario, comparison: &Comparison) -> bool {
    let any_headline = scenario.reported.iter().any(|it| it.headline);
    let pairs = scenario
        .reported
        .iter()
        .zip(&comparison.variants[0].figures);
    pairs
        .filter(|(it, _)| !it.used_for_assumptions && (it.headline || !any_headline))
        .all(|(_, of)| of.standing == Standing::Impossible || settled(&of.tail))
}

/// Whether more days would hardly change what is said of a tail: its 95 % interval lies wholly on one side
/// of both thresholds, or within a tenth of its value.
fn settled(tail: &Tail) -> bool {
    let times = if tail.doubled { 2.0 } else { 1.0 };
    let [value, low, high] = [tail.area.value, tail.area.low, tail.area.high].map(|p| times * p);
    let decided = |at: f64| high < at || low >= at;
    let precise =
        tail.hits > 0 && high - value <= PRECISE * value && value - low <= PRECISE * value;
    precise || (decided(Standing::STRAINED_BELOW) && decided(Standing::OUTSIDE_BELOW))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Side, tail_of_hits};

    #[test]
    fn a_tail_is_settled_when_its_word_cannot_change() {
        let is = |hits, trials| settled(&tail_of_hits(Side::High, false, hits, trials));
        // 0.3 is within, whatever the dice; 0.05 may be either.
        assert!(is(300, 1_000) && !is(50, 1_000));
        // 0.01 lies between the thresholds after 2,000 days, not after 200.
        assert!(is(20, 2_000) && !is(1, 200));
        // None of 1,000 may still be 1 in 300; none of 10,000 is below 1 in 1,000.
        assert!(!is(0, 1_000) && is(0, 10_000));
        // On a threshold it is enough to know the number to a tenth.
        assert!(is(5_000, 100_000));
        // Without a direction the area counts twice.
        let both = |hits, trials| settled(&tail_of_hits(Side::High, true, hits, trials));
        assert!(!both(25, 1_000) && both(0, 10_000) && !both(0, 5_000));
    }
}
