//! The format: what happens between polls and to them.

use super::format::{note, source};
use super::measures::*;
use super::shape::{Field, Kind, Shape};

const MINUTES_ABOVE_0: Kind = Kind::Number {
    low: 0.0,
    high: 2_880.0,
    open: true,
};

pub(super) static OVERLAP: Shape = Shape {
    name: "overlap",
    spelling: "[[overlap]]",
    doc: "Persons who take part in one poll and then go on to another.",
    fields: &[
        Field::new("id", Kind::Id, "A name for paths: `overlap.ID.share`.")
            .default("FIRST-to-SECOND"),
        Field::new(
            "voted-in",
            Kind::Ref("poll"),
            "The poll they vote in first.",
        )
        .required(),
        Field::new(
            "also-votes-in",
            Kind::Ref("poll"),
            "The poll they go on to.",
        )
        .required(),
        Field::new(
            "groups",
            Kind::List(&Kind::Ref("group"), 1),
            "Which groups.",
        )
        .default("all that the first poll admits"),
        Field::new(
            "share",
            Kind::Value(&SHARE),
            "Share of those groups' voters who go on.",
        )
        .required(),
        Field::new("travel-minutes", Kind::Law(&MINUTES), "Minutes on the way.").required(),
        source(),
        note(),
    ],
    others: None,
    exactly_one: &[],
    example: "[[overlap]]\nvoted-in       = \"town\"\nalso-votes-in  = \"villages\"\nshare          = { uniform = [0.0, 0.05] }\ntravel-minutes = { between = [20, 90] }\n",
};

pub(super) static EVENT: Shape = Shape {
    name: "event",
    spelling: "[[events]]",
    doc: "Something that disturbs the day at some stations. Say what happens with exactly one of `open-late`, `close-at`, `close-for-minutes`, `slow`, `booths`, `surge`; the last four need `at`.",
    fields: &[
        Field::new("id", Kind::Id, "A name for paths: `events.ID.probability`.")
            .default("its number, from 1"),
        Field::new("label", Kind::Text, "What it is called in sentences.")
            .default("made from what happens"),
        Field::new("poll", Kind::Ref("poll"), "At which poll.").required(),
        Field::new(
            "stations",
            Kind::List(&Kind::Ref("station set"), 1),
            "At which sets of stations.",
        )
        .default("all"),
        Field::new(
            "share-of-stations",
            Kind::Value(&SHARE),
            "Share of those stations it hits; which ones is drawn each trial.",
        )
        .default("1"),
        Field::new(
            "probability",
            Kind::Value(&SHARE),
            "Probability that it happens at all.",
        )
        .default("1"),
        Field::new("at", Kind::Time, "When it begins."),
        Field::new("open-late", Kind::Time, "Doors open at this time instead."),
        Field::new(
            "close-at",
            Kind::Time,
            "Doors close at this time instead, earlier or later.",
        ),
        Field::new(
            "close-for-minutes",
            MINUTES_ABOVE_0,
            "Nobody enters for so long; the queue waits, newcomers are turned away.",
        ),
        Field::new(
            "slow",
            Kind::Table(&SLOW),
            "Every service takes longer for a while.",
        ),
        Field::new(
            "booths",
            Kind::Table(&BOOTHS),
            "Another number of booths for a while.",
        ),
        Field::new(
            "surge",
            Kind::Table(&SURGE),
            "People come earlier than they would have.",
        ),
        source(),
        note(),
    ],
    others: None,
    exactly_one: &[
        "open-late",
        "close-at",
        "close-for-minutes",
        "slow",
        "booths",
        "surge",
    ],
    example: "[[events]]\npoll     = \"villages\"\nstations = [\"schools\"]\nat       = \"13:30\"\nclose-for-minutes = 60\n",
};

static SLOW: Shape = Shape {
    name: "slow",
    spelling: "slow = { … }",
    doc: "Every service that begins in the span takes `factor` times as long.",
    fields: &[
        Field::new("for-minutes", MINUTES_ABOVE_0, "For how long.").required(),
        Field::new(
            "factor",
            Kind::Value(&FACTOR),
            "Factor on the service time.",
        )
        .required(),
    ],
    others: None,
    exactly_one: &[],
    example: "slow = { for-minutes = 90, factor = 2 }\n",
};

static BOOTHS: Shape = Shape {
    name: "booths",
    spelling: "booths = { … }",
    doc: "Another number of booths; people already inside finish.",
    fields: &[
        Field::new(
            "count",
            Kind::Value(&THINGS_OR_NONE),
            "How many booths there are then.",
        )
        .required(),
        Field::new("for-minutes", MINUTES_ABOVE_0, "For how long.")
            .default("until the end of the day"),
    ],
    others: None,
    exactly_one: &[],
    example: "booths = { count = 1, for-minutes = 120 }\n",
};

static SURGE: Shape = Shape {
    name: "surge",
    spelling: "surge = { … }",
    doc: "A share of those who would have come later come within the span.",
    fields: &[
        Field::new("for-minutes", MINUTES_ABOVE_0, "For how long.").required(),
        Field::new("share", Kind::Value(&SHARE), "Share of the later arrivals.").required(),
    ],
    others: None,
    exactly_one: &[],
    example: "surge = { for-minutes = 30, share = 0.2 }\n",
};
