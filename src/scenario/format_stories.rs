//! The format: accounts of how a reported figure arose.

use super::format::{label, note, source};
use super::measures::{PERCENT, PERSONS, SHARE, THINGS};
use super::shape::{Field, Kind, Shape};

/// The mechanisms of an account, one key each.
pub(super) const MECHANISMS: &[&str] = &["added", "factor", "percent", "repeated", "padded"];

pub(super) static STORY: Shape = Shape {
    name: "story",
    spelling: "[stories.ID]",
    doc: "An account of how a published figure came from the counted one. Accounts of the same figures are weighed against each other, and against the account `honest`, which is always there: that the figure is the rounded count. Their laws are the author's choice, and the result hangs on them.",
    fields: &[
        label("What the account is called in sentences."),
        Field::new(
            "about",
            Kind::List(&Kind::Ref("reported figure"), 1),
            "The figures it speaks of: ballots cast or turnout of a whole day, all of the same polls.",
        )
        .default("the headline figures, where they are such figures of one poll"),
        Field::new(
            "added",
            Kind::Law(&SHARE),
            "This share of the electors on the roll who did not vote is added.",
        ),
        Field::new(
            "factor",
            Kind::Law(&THINGS),
            "The count is multiplied by this, at least 1.",
        ),
        Field::new(
            "percent",
            Kind::Law(&PERCENT),
            "A percentage of the roll is named, from 0 to 100, and the count worked out from it.",
        ),
        Field::new(
            "heap",
            Kind::Number {
                low: 0.0,
                high: 1.0,
                open: false,
            },
            "Share of cases in which the named percentage is rounded to a multiple of `heap-to` (with `percent`).",
        )
        .default("0"),
        Field::new(
            "heap-to",
            Kind::Whole { low: 1, high: 50 },
            "To multiples of how many percent (with `percent`).",
        )
        .default("5"),
        Field::new(
            "repeated",
            Kind::Law(&SHARE),
            "This share of the voters is counted a second time.",
        ),
        Field::new(
            "within-roll",
            Kind::Flag,
            "Whether the published count stops at the roll (with `repeated`).",
        )
        .default("false"),
        Field::new(
            "padded",
            Kind::Law(&PERSONS),
            "So many electors beyond those there are stand on the roll, and all are counted as voters. A roll stated as a number holds them already.",
        ),
        source(),
        note(),
    ],
    others: None,
    exactly_one: MECHANISMS,
    example: "[stories.inflated]\nlabel = \"part of those who did not vote was added\"\nabout = [\"town.turnout-percent\"]\nadded = { uniform = [0, 1] }\nnote  = \"Any part is taken to be as likely as any other.\"\n\n[stories.invented]\nlabel   = \"a percentage was named\"\nabout   = [\"town.turnout-percent\"]\npercent = { uniform = [50, 100] }\nheap    = 0.3\n",
};
