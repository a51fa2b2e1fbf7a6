//! One person on the way to a station, with everything that is his own.

/// No overlap, no cell, no onward trip.
pub(super) const NONE: u16 = u16::MAX;
/// Patience that no wait can exceed.
pub(super) const FOR_EVER: i32 = i32::MAX;

/// A person's own dice, thrown: they depend on nobody else, so that a booth more or a neighbour more
/// changes how long he waits and never who he is. Spans in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Person {
    /// When he arrives, milliseconds after midnight.
    pub arrives: i32,
    /// How long he occupies a booth.
    pub service: i32,
    /// How long he occupies a clerk.
    pub desk: i32,
    /// How long he would wait in all; [`FOR_EVER`].
    pub patience: i32,
    /// After leaving the queue he comes back after this; negative when he does not.
    pub back: i32,
    /// Position of his group's cell within the station; [`NONE`] for a traveller whose group has none.
    pub cell: u16,
    /// The overlap by which he came, or [`NONE`] when this is his own poll.
    pub came_by: u16,
    /// The overlap by which he goes on once he has voted, or [`NONE`]; his dice for that trip stand
    /// in [`super::crowd::Crowd::trips`], because few make one.
    pub goes_by: u16,
}

/// A person who asked for the mobile box. Requests are served in the order of `turn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// Random place in the order of visits.
    pub turn: u32,
    /// How long the visit takes, way included.
    pub visit: i32,
    /// See [`Person::cell`].
    pub cell: u16,
    /// See [`Person::goes_by`].
    pub goes_by: u16,
    /// His own dice for that trip; 0 when he makes none.
    pub trip: u64,
}
