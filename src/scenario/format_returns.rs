//! The format: what was reported station by station.

use super::format::{note, required_source};
use super::shape::{Field, Kind, Shape};

pub(super) static RETURNS: Shape = Shape {
    name: "returns",
    spelling: "[[returns]]",
    doc: "Whose figures stand in the table of a set of stations, and what they count: the columns `ballots-cast` (ballots cast at the station), `valid` (valid votes) and `votes` (votes for one option). The run draws the stations as they were reported beside one simulated day, and tells whether they differ from one another as much as the assumptions let them. A table may say anything: more ballots than registered electors is a finding, not a mistake of the file.",
    fields: &[
        Field::new("poll", Kind::Ref("poll"), "The poll.").required(),
        Field::new("stations", Kind::Text, "The set of stations, by its id.")
            .default("the poll's only set"),
        Field::new(
            "contest",
            Kind::Ref("contest"),
            "The contest that the votes were cast in (with `option`).",
        )
        .default("the poll's only contest"),
        Field::new(
            "option",
            Kind::Ref("option"),
            "The option that `votes` counts; required where the table has that column.",
        ),
        Field::new(
            "stage",
            Kind::Text,
            "Stage of publication: one of the file's `stages`.",
        ),
        Field::new("claimant", Kind::Text, "Who said so."),
        required_source(),
        note(),
    ],
    others: None,
    exactly_one: &[],
    example: "[[returns]]\npoll     = \"town\"\nstations = \"schools\"\noption   = \"yes\"\nsource   = \"commission\"\n",
};
