//! The format: thresholds of law and counts made beside the official one.

use super::format::{note, source};
use super::format_reports::BASES;
use super::shape::{Field, Kind, Shape};

/// A share of a whole, in percent.
const PART: Kind = Kind::Number {
    low: 0.0,
    high: 100.0,
    open: false,
};

pub(super) static THRESHOLD: Shape = Shape {
    name: "threshold",
    spelling: "[[thresholds]]",
    doc: "A share that the result had to reach to be valid or to pass. With an option it is about votes, without one about taking part.",
    fields: &[
        Field::new("poll", Kind::Ref("poll"), "The poll.").required(),
        Field::new(
            "contest",
            Kind::Ref("contest"),
            "The contest (with `option`).",
        )
        .default("the poll's only contest"),
        Field::new(
            "option",
            Kind::Ref("option"),
            "The option that had to reach it.",
        )
        .default("none: turnout had to reach it"),
        Field::new("percent", PART, "The share to be reached.").required(),
        Field::new("of", Kind::Choice(BASES), "Of what.")
            .default("\"valid\" for an option, \"registered\" for turnout"),
        source(),
        note(),
    ],
    others: None,
    exactly_one: &[],
    example: "[[thresholds]]\npoll    = \"town\"\noption  = \"yes\"\npercent = 55\nof      = \"valid\"\nsource  = \"law\"\n",
};

pub(super) static PARALLEL: Shape = Shape {
    name: "parallel",
    spelling: "[[parallel]]",
    doc: "What a count made beside the official one found for an option: so many votes (it may have seen some of the ballots only), or a share of the valid votes it saw. An official result that leaves too little room for it is reported; which of the two is wrong is not.",
    fields: &[
        Field::new("id", Kind::Id, "Its name.").default("parallel and its number"),
        Field::new("label", Kind::Text, "Whose count it is, as in sentences.").required(),
        Field::new("poll", Kind::Ref("poll"), "The poll.").required(),
        Field::new("contest", Kind::Ref("contest"), "The contest.")
            .default("the poll's only contest"),
        Field::new("option", Kind::Ref("option"), "The option.").required(),
        Field::new(
            "votes",
            Kind::Whole {
                low: 0,
                high: 1_000_000_000_000,
            },
            "Votes found for it.",
        ),
        Field::new("percent", PART, "Its share of the valid votes seen."),
        Field::new(
            "coverage-percent",
            PART,
            "Which part of all valid votes was seen (with `percent`).",
        )
        .default("100"),
        source(),
        note(),
    ],
    others: None,
    exactly_one: &["votes", "percent"],
    example: "[[parallel]]\nlabel   = \"Copies of tally sheets\"\npoll    = \"town\"\noption  = \"no\"\npercent = 61\ncoverage-percent = 40\nsource  = \"observers\"\n",
};
