//! Rows of single stations, handed over trial by trial in the order of trials, whichever thread is
//! done first.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::run::Go;
use crate::engine::StationTally;

/// What shall be kept of the stations of the first trials of a run.
#[derive(Clone, Copy)]
pub struct ByStation<'a> {
    /// Of how many trials, counted from the run's first.
    pub trials: u64,
    /// Writes a station of a trial at the end of what that trial has so far; called from any thread,
    /// for the stations of a trial in the order of the assumptions.
    pub write: &'a (dyn Fn(u64, &StationTally, &mut Vec<u8>) + Sync),
    /// Takes what a trial has, all of it at once; called for one trial after the other without a gap.
    /// The bytes that come together do not depend on the number of threads.
    pub take: &'a (dyn Fn(&[u8]) -> Go + Sync),
}

/// Trials that wait until those before them are finished: hardly more than there are threads.
#[derive(Default)]
pub(super) struct Waiting(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    /// The next trial to be handed over, counted from the run's first.
    next: u64,
    finished: BTreeMap<u64, Vec<u8>>,
    stopped: bool,
}

impl Waiting {
    /// Hands over a finished trial, as soon as it is its turn.
    pub fn finish(&self, at: u64, rows: Vec<u8>, by: &ByStation) -> Go {
        // A thread that panicked while it held the queue has handed nothing over by halves.
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        queue.finished.insert(at, rows);
        loop {
            let next = queue.next;
            let Some(rows) = queue.finished.remove(&next) else {
                break;
            };
            queue.next += 1;
            if !queue.stopped && (by.take)(&rows) == Go::Stop {
                queue.stopped = true;
            }
        }
        match queue.stopped {
            true => Go::Stop,
            false => Go::On,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trials_are_handed_over_in_their_order() {
        let taken = Mutex::new(Vec::new());
        let by = ByStation {
            trials: 9,
            write: &|_, _, _| (),
            take: &|rows| {
                taken.lock().unwrap().extend_from_slice(rows);
                if rows == [4] { Go::Stop } else { Go::On }
            },
        };
        let waiting = Waiting::default();
        let answers = [3, 1, 0, 2, 5, 4, 6].map(|at| waiting.finish(at, vec![at as u8], &by));
        assert_eq!(
            *taken.lock().unwrap(),
            [0, 1, 2, 3, 4],
            "nothing after a stop"
        );
        assert_eq!(answers[4..], [Go::On, Go::Stop, Go::Stop]);
    }
}
