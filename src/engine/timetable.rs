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
