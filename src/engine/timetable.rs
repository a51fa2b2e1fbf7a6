//! The hours of one station: what its disturbances make of the planned day, as a list of pieces.

use crate::model::{Disturbance, DisturbanceKind, Poll};

/// The conditions of a station from a moment on, until the next piece begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    /// From when, milliseconds after midnight.
    pub from: i64,
    /// Whether whoever arrives may join the queue. True before opening: people wait at the door.
    pub admits: bool,
    /// Whether people are called from the queue to the desk and the booths.
    pub calls: bool,
    /// Booths in use.
    pub booths: u32,
    /// Factor on services that begin now.
    pub slow: f64,
    /// Whether the day is over for whoever is not in a booth: closed, and the queue may not vote.
    pub over: bool,
}

/// The pieces of a station's day and its doors.
#[derive(Clone, Debug, Default)]
pub(super) struct Timetable {
    /// Ascending; the first begins before everything.
    pub pieces: Vec<Piece>,
    /// When the doors open for the first time, milliseconds after midnight.
    pub opens: i64,
    /// When the doors close for good, milliseconds after midnight.
    pub closes: i64,
}

/// A disturbance that hits a station, with its numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// Position in the assumptions' disturbances.
    pub disturbance: usize,
    /// The value of the disturbance's input in this trial: factor, booths or share; 0 if it has none.
    pub value: f64,
}

impl Timetable {
    /// Builds the pieces. Where disturbances of one kind overlap, the latest opening and closing time
    /// count, the fewest booths, and the product of the factors.
    pub fn plan(&mut self, poll: &Poll, booths: u32, hits: &[Hit], all: &[Disturbance]) {
        let kinds = || {
            hits.iter()
                .map(|hit| (all[hit.disturbance].kind, hit.value))
        };
        self.opens = poll.opens.0;
        let mut closing = None;
        for (kind, _) in kinds() {
            match kind {
                DisturbanceKind::OpensLate(at) => self.opens = self.opens.max(at.0),
                DisturbanceKind::ClosesAt(at) => {
                    closing = Some(closing.map_or(at.0, |c: i64| c.max(at.0)))
                }
                _ => {}
            }
        }
        self.closes = closing.unwrap_or(poll.closes.0).max(self.opens);
        let mut moments = vec![i64::MIN, self.opens, self.closes];
        for (kind, _) in kinds() {
            if let Some((from, until)) = spell(&kind) {
                moments.push(from);
                moments.extend(until);
            }
        }
        moments.sort_unstable();
        moments.dedup();
        self.pieces.clear();
        for from in moments {
            let piece = self.piece_at(from, poll.queue_may_vote, booths, kinds());
            self.pieces.push(piece);
        }
    }

    /// The conditions at one moment.
    fn piece_at(
        &self,
        from: i64,
        queue_may_vote: bool,
        booths: u32,
        kinds: impl Iterator<Item = (DisturbanceKind, f64)>,
    ) -> Piece {
        let open = from >= self.opens && (from < self.closes || queue_may_vote);
        let mut piece = Piece {
            from,
            admits: from < self.closes,
            calls: open,
            booths,
            slow: 1.0,
            over: from >= self.closes && !queue_may_vote,
        };
        for (kind, value) in kinds {
            let Some((begin, until)) = spell(&kind) else {
                continue;
            };
            if from < begin || until.is_some_and(|end| from >= end) {
                continue;
            }
            match kind {
                DisturbanceKind::Closed { .. } => {
                    piece.admits = false;
                    piece.calls = false;
                }
                DisturbanceKind::Slow { .. } => piece.slow *= value,
                DisturbanceKind::Booths { .. } => {
                    piece.booths = piece.booths.min(value.clamp(0.0, 1e6).round() as u32)
                }
                _ => {}
            }
        }
        piece
    }
}

/// From when until when a disturbance changes the conditions inside a station; `None` for those that
/// move the hours or the people instead.
fn spell(kind: &DisturbanceKind) -> Option<(i64, Option<i64>)> {
    match *kind {
        DisturbanceKind::Closed { at, span } | DisturbanceKind::Slow { at, span, .. } => {
            Some((at.0, Some(at.0 + span.0)))
        }
        DisturbanceKind::Booths { at, span, .. } => Some((at.0, span.map(|span| at.0 + span.0))),
        DisturbanceKind::OpensLate(_)
        | DisturbanceKind::ClosesAt(_)
        | DisturbanceKind::Surge { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::samples;
    use crate::model::{Assumptions, InputId, Law, PollId};
    use crate::units::SimTime;

    fn hour(hour: i64) -> SimTime {
        SimTime(hour * SimTime::HOUR)
    }

    /// The hours of a station with four booths, open from 8 to 20, under some disturbances with their numbers.
    fn hours(queue_may_vote: bool, kinds: &[(DisturbanceKind, f64)]) -> Timetable {
        let mut a = Assumptions::default();
        let group = samples::group(&mut a, "all", 0.0);
        let set = samples::station_set(&mut a, "set", &[group], (1, 4.0), Law::Fixed(60.0));
        samples::poll(&mut a, "poll", &[(group, 0.5)], vec![set]);
        let none = InputId(0);
        let all: Vec<Disturbance> = kinds
            .iter()
            .map(|(kind, _)| Disturbance {
                label: "made up".into(),
                poll: PollId(0),
                sets: vec![0],
                share_of_stations: none,
                probability: none,
                kind: *kind,
                sources: Vec::new(),
            })
            .collect();
        let hits: Vec<Hit> = (0..kinds.len())
            .map(|at| Hit {
                disturbance: at,
                value: kinds[at].1,
            })
            .collect();
        let mut poll = a.polls.remove(0);
        poll.queue_may_vote = queue_may_vote;
        let mut it = Timetable::default();
        it.plan(&poll, 4, &hits, &all);
        it
    }

    /// From which hour on, and whether one is admitted, called, and the day over.
    fn told(it: &Timetable) -> Vec<(i64, bool, bool, bool)> {
        let whole = |from: i64| from.max(0) / SimTime::HOUR;
        let piece = |it: &Piece| (whole(it.from), it.admits, it.calls, it.over);
        it.pieces.iter().map(piece).collect()
    }

    #[test]
    fn an_ordinary_day_has_three_pieces() {
        let it = hours(true, &[]);
        assert_eq!((it.opens, it.closes), (hour(8).0, hour(20).0));
        // Before opening one may stand at the door; after closing the queue may vote, or not.
        let (before, open) = ((0, true, false, false), (8, true, true, false));
        assert_eq!(told(&it), [before, open, (20, false, true, false)]);
        assert_eq!(
            told(&hours(false, &[])),
            [before, open, (20, false, false, true)]
        );
        assert!(it.pieces.iter().all(|it| it.booths == 4 && it.slow == 1.0));
    }

    #[test]
    fn the_latest_opening_and_closing_count() {
        use DisturbanceKind::{ClosesAt, OpensLate};
        let it = hours(
            true,
            &[(OpensLate(hour(10)), 0.0), (OpensLate(hour(9)), 0.0)],
        );
        assert_eq!((it.opens, it.closes), (hour(10).0, hour(20).0));
        // Nobody opens early by opening late.
        let it = hours(true, &[(OpensLate(hour(7)), 0.0)]);
        assert_eq!(it.opens, hour(8).0);
        let it = hours(
            true,
            &[(ClosesAt(hour(14)), 0.0), (ClosesAt(hour(17)), 0.0)],
        );
        assert_eq!(it.closes, hour(17).0);
        assert_eq!(hours(true, &[(ClosesAt(hour(22)), 0.0)]).closes, hour(22).0);
        // Not before it opens.
        let it = hours(
            false,
            &[(OpensLate(hour(12)), 0.0), (ClosesAt(hour(11)), 0.0)],
        );
        assert_eq!((it.opens, it.closes), (hour(12).0, hour(12).0));
        assert_eq!(
            told(&it),
            [(0, true, false, false), (12, false, false, true)]
        );
    }

    #[test]
    fn disturbances_last_from_their_hour_until_their_end() {
        use DisturbanceKind::{Booths, Closed, Slow};
        let (factor, booths) = (InputId(0), InputId(0));
        let closed = Closed {
            at: hour(12),
            span: hour(2),
        };
        let it = hours(true, &[(closed, 0.0)]);
        let all = [
            (0, true, false, false),
            (8, true, true, false),
            (12, false, false, false),
            (14, true, true, false),
            (20, false, true, false),
        ];
        assert_eq!(told(&it), all);
        let slow = |at, span| Slow {
            at: hour(at),
            span: hour(span),
            factor,
        };
        let it = hours(true, &[(slow(9, 4), 2.0), (slow(11, 6), 1.5)]);
        let factors: Vec<(i64, f64)> = it
            .pieces
            .iter()
            .map(|it| (it.from.max(0) / SimTime::HOUR, it.slow))
            .collect();
        // Where both last they are multiplied.
        assert_eq!(
            factors,
            [
                (0, 1.0),
                (8, 1.0),
                (9, 2.0),
                (11, 3.0),
                (13, 1.5),
                (17, 1.0),
                (20, 1.0)
            ]
        );
        let fewer = |at, span: Option<i64>| Booths {
            at: hour(at),
            span: span.map(hour),
            booths,
        };
        let it = hours(
            true,
            &[
                (fewer(9, Some(3)), 2.4),
                (fewer(10, None), 3.0),
                (fewer(15, None), -1.0),
            ],
        );
        let booths: Vec<(i64, u32)> = it
            .pieces
            .iter()
            .map(|it| (it.from.max(0) / SimTime::HOUR, it.booths))
            .collect();
        // The fewest, in whole booths; without an end until the end of the day; never more than there are.
        assert_eq!(
            booths,
            [(0, 4), (8, 4), (9, 2), (10, 2), (12, 3), (15, 0), (20, 0)]
        );
        let it = hours(true, &[(fewer(9, None), 9.0)]);
        assert!(it.pieces.iter().all(|it| it.booths == 4));
    }
}
