//! The format: reported figures, context and expectations.

use super::format::{note, source};
use super::shape::{Field, Kind, Others, Shape};

/// What a reported figure may count.
pub(super) const QUANTITIES: &[&str] = &[
    "registered",
    "ballots-cast",
    "turnout-percent",
    "valid",
    "invalid",
    "votes",
    "vote-percent",
    "abstentions",
];
/// Bases of a percentage.
pub(super) const BASES: &[&str] = &["valid", "ballots", "registered", "eligible"];
/// The standings, and the joint question.
pub(super) const STANDINGS: &[&str] = &["within", "strained", "outside", "impossible"];
/// What a check of the report's arithmetic may say.
pub(super) const GRADES: &[&str] = &["hard", "assumptions", "note", "quiet"];

static POLL_IDS: Kind = Kind::Any(&[Kind::Ref("poll"), Kind::List(&Kind::Ref("poll"), 1)]);

const fn poll_ids() -> Kind {
    Kind::Any(std::slice::from_ref(&POLL_IDS))
}

/// A count of persons as a report may state it; large enough for any report.
const COUNT: Kind = Kind::Whole {
    low: 0,
    high: 1_000_000_000_000,
};
const GRAIN: Kind = Kind::Whole {
    low: 1,
    high: 1_000_000_000_000,
};
/// A percentage as a report may state it; above 100 is a finding, not a mistake.
const PERCENT: Kind = Kind::Number {
    low: 0.0,
    high: 1_000_000.0,
    open: false,
};
const PERCENT_GRAIN: Kind = Kind::Number {
    low: 0.0,
    high: 1_000_000.0,
    open: true,
};

static COUNT_ENDS: Kind = Kind::Tuple(&[COUNT, COUNT]);
static PERCENT_ENDS: Kind = Kind::Tuple(&[PERCENT, PERCENT]);

pub(super) static REPORTED: Shape = Shape {
    name: "reported",
    spelling: "[[reported]]",
    doc: "A figure that somebody reported, with the precision it was published in. The report may say anything: 104 % turnout is a finding, not a mistake of the file.",
    fields: &[
        Field::new("id", Kind::Id, "Its name.")
            .default("POLL.QUANTITY, with contest and option, @TIME and .STAGE where they apply, as in `town.turnout-percent@12:00.day`"),
        Field::new("label", Kind::Text, "What it is called in sentences.").default("made from what it counts"),
        Field::new("poll", poll_ids(), "The poll it is about, or several that the report adds up.").required(),
        Field::new("quantity", Kind::Choice(QUANTITIES), "What it counts.").required(),
        Field::new("contest", Kind::Ref("contest"), "In which contest (for `valid`, `invalid`, `votes`, `vote-percent`).").default("the poll's only contest"),
        Field::new("option", Kind::Ref("option"), "For which option (for `votes` and `vote-percent`)."),
        Field::new("of", Kind::Choice(BASES), "The base of a percentage: required for `vote-percent`.").default("\"registered\" for turnout"),
        Field::new("at", Kind::Time, "Up to this time of day (for `ballots-cast` and `turnout-percent`).").default("the whole day"),
        Field::new("persons", Kind::Any(&[COUNT, Kind::Table(&COUNT_FIGURE)]), "The figure, when it counts persons, ballots or votes. A plain number is exact."),
        Field::new("percent", Kind::Any(&[PERCENT, Kind::Table(&PERCENT_FIGURE)]), "The figure, when it is a percentage. A plain number is rounded to its last printed digit: 43.9 means 43.85 to 43.95."),
        Field::new("stage", Kind::Text, "Stage of publication: one of the file's `stages`."),
        Field::new("claimant", Kind::Text, "Who said so."),
        Field::new("direction", Kind::Choice(&["high", "low", "both"]), "Which side would be remarkable; declared before looking.")
            .default("\"both\"; \"high\" for more-than and at-least, \"low\" for less-than and at-most"),
        Field::new("headline", Kind::Flag, "Whether it is one of the claims whose joint truth is asked for.").default("false"),
        Field::new("used-for-assumptions", Kind::Flag, "Whether the same figure was used to set an assumption; then it is no test.").default("false"),
        source(),
        note(),
    ],
    others: None,
    exactly_one: &["persons", "percent"],
    example: "[[reported]]\npoll     = \"town\"\nquantity = \"ballots-cast\"\npersons  = { rounded = { value = 52_000, to = 1_000 } }\nstage    = \"preliminary\"\nsource   = \"commission\"\n",
};

static COUNT_FIGURE: Shape = Shape {
    name: "persons-figure",
    spelling: "persons = { … }",
    doc: "A count and how precisely it was published.",
    fields: &[
        Field::new("exact", COUNT, "To the unit."),
        Field::new(
            "rounded",
            Kind::Table(&COUNT_ROUNDED),
            "Rounded half up to a multiple of `to`.",
        ),
        Field::new(
            "about",
            Kind::Any(&[COUNT, Kind::Table(&COUNT_ABOUT)]),
            "About so many: a grain either way.",
        ),
        Field::new("more-than", COUNT, "Strictly more."),
        Field::new("at-least", COUNT, "This or more."),
        Field::new("less-than", COUNT, "Strictly less."),
        Field::new("at-most", COUNT, "This or less."),
        Field::new(
            "between",
            Kind::Any(std::slice::from_ref(&COUNT_ENDS)),
            "`[low, high]`, both included.",
        ),
    ],
    others: None,
    exactly_one: PRECISIONS,
    example: "persons = { rounded = { value = 52_000, to = 1_000 } }\npersons = { more-than = 40_000 }\n",
};

/// The precisions of a figure, one key each.
pub(super) const PRECISIONS: &[&str] = &[
    "exact",
    "rounded",
    "about",
    "more-than",
    "at-least",
    "less-than",
    "at-most",
    "between",
];

static COUNT_ROUNDED: Shape = Shape {
    name: "rounded-persons",
    spelling: "{ value = …, to = … }",
    doc: "A count rounded half up.",
    fields: &[
        Field::new("value", COUNT, "As published.").required(),
        Field::new("to", GRAIN, "To which multiple.").required(),
    ],
    others: None,
    exactly_one: &[],
    example: "",
};

static COUNT_ABOUT: Shape = Shape {
    name: "about-persons",
    spelling: "{ value = …, grain = … }",
    doc: "A count that is only about right.",
    fields: &[
        Field::new("value", COUNT, "As published.").required(),
        Field::new("grain", GRAIN, "How far it may be off.")
            .default("one unit of the last digit that is not zero"),
    ],
    others: None,
    exactly_one: &[],
    example: "",
};

static PERCENT_FIGURE: Shape = Shape {
    name: "percent-figure",
    spelling: "percent = { … }",
    doc: "A percentage and how precisely it was published.",
    fields: &[
        Field::new("exact", PERCENT, "Exactly this percentage."),
        Field::new(
            "rounded",
            Kind::Table(&PERCENT_ROUNDED),
            "Rounded half up to a multiple of `to`.",
        ),
        Field::new(
            "about",
            Kind::Any(&[PERCENT, Kind::Table(&PERCENT_ABOUT)]),
            "About so much: a grain either way.",
        ),
        Field::new("more-than", PERCENT, "Strictly more."),
        Field::new("at-least", PERCENT, "This or more."),
        Field::new("less-than", PERCENT, "Strictly less."),
        Field::new("at-most", PERCENT, "This or less."),
        Field::new(
            "between",
            Kind::Any(std::slice::from_ref(&PERCENT_ENDS)),
            "`[low, high]`, both included.",
        ),
    ],
    others: None,
    exactly_one: PRECISIONS,
    example: "percent = { rounded = { value = 43.9, to = 0.1 } }\npercent = { more-than = 94 }\n",
};

static PERCENT_ROUNDED: Shape = Shape {
    name: "rounded-percent",
    spelling: "{ value = …, to = … }",
    doc: "A percentage rounded half up.",
    fields: &[
        Field::new("value", PERCENT, "As published.").required(),
        Field::new("to", PERCENT_GRAIN, "To which multiple, in percent.").required(),
    ],
    others: None,
    exactly_one: &[],
    example: "",
};

static PERCENT_ABOUT: Shape = Shape {
    name: "about-percent",
    spelling: "{ value = …, grain = … }",
    doc: "A percentage that is only about right.",
    fields: &[
        Field::new("value", PERCENT, "As published.").required(),
        Field::new("grain", PERCENT_GRAIN, "How far it may be off, in percent.")
            .default("one unit of the last digit that is not zero"),
    ],
    others: None,
    exactly_one: &[],
    example: "",
};

pub(super) static CONTEXT: Shape = Shape {
    name: "context",
    spelling: "[[context]]",
    doc: "A figure from elsewhere that the reports are held against: the ballots or the roll of another poll of the same place.",
    fields: &[
        Field::new("id", Kind::Id, "Its name.").default("KIND and its number"),
        Field::new("label", Kind::Text, "What it is called in sentences.").required(),
        Field::new(
            "kind",
            Kind::Choice(&["other-poll", "other-roll"]),
            "`other-poll`: ballots cast there; `other-roll`: electors registered there.",
        )
        .required(),
        Field::new(
            "poll",
            poll_ids(),
            "The poll it is compared with, or several.",
        )
        .required(),
        Field::new("persons", COUNT, "The figure.").required(),
        source(),
        note(),
    ],
    others: None,
    exactly_one: &[],
    example: "[[context]]\nlabel   = \"Presidential vote five years before\"\nkind    = \"other-poll\"\npoll    = \"town\"\npersons = 24_000\n",
};

pub(super) static EXPECT: Shape = Shape {
    name: "expect",
    spelling: "[expect]",
    doc: "What the author expects to come out. A run says which expectations did not come true.",
    fields: &[
        Field::new(
            "standing",
            Kind::Table(&STANDING),
            "Expected standings, by figure.",
        ),
        Field::new(
            "check",
            Kind::Table(&CHECK),
            "Expected findings of the report's own arithmetic, by check.",
        ),
    ],
    others: None,
    exactly_one: &[],
    example: "[expect]\nstanding = { \"town.ballots-cast.final\" = \"outside\", \"own-figures:joint\" = [\"outside\", \"impossible\"] }\ncheck    = { percent-vs-counts = \"hard\" }\n",
};

static STANDING: Shape = Shape {
    name: "expected-standing",
    spelling: "standing = { FIGURE = … }",
    doc: "A key is the id of a reported figure or `joint`; with a variant's id and a colon before it, it speaks of that variant.",
    fields: &[],
    others: Some(Others {
        what: "a reported figure or `joint`, such as \"town.ballots-cast\" or \"own-figures:joint\"",
        kind: Kind::Any(&[
            Kind::Choice(STANDINGS),
            Kind::List(&Kind::Choice(STANDINGS), 1),
        ]),
        doc: "The standing, or several when any of them will do.",
    }),
    exactly_one: &[],
    example: "",
};

static CHECK: Shape = Shape {
    name: "expected-check",
    spelling: "check = { CHECK = … }",
    doc: "A key is the name of a check.",
    fields: &[],
    others: Some(Others {
        what: "a check, such as `percent-vs-counts`",
        kind: Kind::Choice(GRADES),
        doc: "The grade at which it fires, or `quiet`.",
    }),
    exactly_one: &[],
    example: "",
};
