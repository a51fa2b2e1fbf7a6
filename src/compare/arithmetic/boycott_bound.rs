//! `boycott-bound`: no more ballots than a boycott leaves room for.
//!
//! Turnout is at most one less the share of the register that stays away. A group boycotts when the
//! scenario says that at most one in ten of it takes part. Its share is taken at its smallest (its
//! fewest adults among the most of all others), its participation at its largest, and the register is
//! taken to cover all admitted groups alike, which is the assumption this rests on.

use super::book::Book;
use super::ledger::Ledger;
use super::people::adults;
use super::{BOYCOTT_BOUND, Fact, Outcome, Term};
use crate::compare::Grade;
use crate::model::{Assumptions, GroupId, PollId};

/// A group of which at most this share takes part is said to boycott.
const BOYCOTTS: f64 = 0.1;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for poll in (0..book.scenario.assumptions.polls.len()).map(PollId) {
        let (Some(ballots), Some(roll)) = (book.claim(poll), book.roll_of(poll)) else {
            continue;
        };
        let (Some(cast), Some(names)) = (ballots.span.low, roll.span.high) else {
            continue;
        };
        let subject = book.ids(&[ballots, roll]);
        let mut broken = Vec::new();
        let mut stated = 0;
        for (label, of) in book.sets() {
            let Some((groups, at_home)) = stays_away(of, poll) else {
                continue;
            };
            stated += 1;
            ledger.look(BOYCOTT_BOUND, &format!("{} in {label}", subject.join("/")));
            let most = (names as f64 * (1.0 - at_home)).floor() as i128;
            if cast > most {
                broken.push((groups, most));
            }
        }
        let sets = broken.len();
        if let Some((groups, most)) = broken.into_iter().next() {
            let fact = found(ballots, roll, groups, most, (sets, stated));
            ledger.find(BOYCOTT_BOUND, Grade::Assumptions, subject, fact, None);
        }
    }
}

fn found(
    ballots: Term,
    roll: Term,
    groups: Vec<GroupId>,
    most: i128,
    sets: (usize, usize),
) -> Fact {
    Fact::Outcome(Outcome::Boycott {
        ballots,
        roll,
        groups,
        most,
        sets: sets.0,
        of: sets.1,
    })
}

/// Who boycotts, and the smallest share of all admitted adults that stays at home by it.
fn stays_away(of: &Assumptions, poll: PollId) -> Option<(Vec<GroupId>, f64)> {
    let (mut groups, mut at_home, mut all) = (Vec::new(), 0.0, 0.0);
    for admitted in &of.polls[poll.0].admits {
        let (fewest, most) = adults(of, admitted.group);
        let (_, take_part) = of.inputs[admitted.participation.0].range();
        if take_part <= BOYCOTTS {
            groups.push(admitted.group);
            at_home += fewest * (1.0 - take_part);
            all += fewest;
        } else {
            all += most;
        }
    }
    (!groups.is_empty() && all.is_finite() && all > 0.0).then(|| (groups, at_home / all))
}
