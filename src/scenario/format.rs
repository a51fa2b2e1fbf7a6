//! The format: the file, its sources, inputs, people and variants.

use super::format_day::{EVENT, OVERLAP};
use super::format_held_against::{PARALLEL, THRESHOLD};
use super::format_polls::POLL;
use super::format_reports::{CONTEXT, EXPECT, REPORTED};
use super::format_returns::RETURNS;
use super::format_stories::STORY;
use super::measures::*;
use super::shape::{Field, Kind, Others, Shape};

/// Names of the units an input may state.
pub(super) const UNITS: &[&str] = &["persons", "share", "seconds", "minutes", "plain"];
/// The stages of publication when the file names none.
pub(super) const STAGES: &[&str] = &["day", "evening", "preliminary", "final", "after final"];
/// Trials when the file names no number.
pub(super) const TRIALS: u32 = 10_000;

/// `source = …`, the same everywhere.
pub(super) const fn source() -> Field {
    Field::new(
        "source",
        Kind::Any(&[Kind::Ref("source"), Kind::List(&Kind::Ref("source"), 0)]),
        "Where it comes from: the id of a source, or a list of ids. An empty list says that there is none, not even that of the table it stands in.",
    )
}

/// `source = …` where there must be one.
pub(super) const fn required_source() -> Field {
    Field::new(
        "source",
        Kind::Any(&[Kind::Ref("source"), Kind::List(&Kind::Ref("source"), 1)]),
        "Where it comes from: the id of a source, or a list of ids.",
    )
    .required()
}

/// `label = …`, the same everywhere.
pub(super) const fn label(doc: &'static str) -> Field {
    Field::new("label", Kind::Text, doc).default("the id, with spaces for dashes")
}

/// `note = …`, the same everywhere.
pub(super) const fn note() -> Field {
    Field::new("note", Kind::Text, "A remark, printed beside it.")
}

pub(super) static FILE: Shape = Shape {
    name: "scenario",
    spelling: "the top of the file",
    doc: "What the scenario is about. Everything else hangs from here.",
    fields: &[
        Field::new("title", Kind::Text, "The title of the report.").required(),
        Field::new(
            "question",
            Kind::Text,
            "The question in the author's words.",
        ),
        Field::new(
            "answer",
            Kind::Text,
            "What this scenario's authors take from it: one sentence, shown as theirs.",
        ),
        Field::new("date", Kind::Date, "Polling day."),
        Field::new(
            "description",
            Kind::Text,
            "Background, printed at the top of the report.",
        ),
        Field::new(
            "control",
            Kind::Flag,
            "Whether the figures are trusted: the scenario is used to test this program, see `scrutineer backtest`.",
        )
        .default("false"),
        Field::new(
            "base-label",
            Kind::Text,
            "What the base set of assumptions is called.",
        )
        .default("\"base assumptions\""),
        Field::new(
            "trials",
            Kind::Whole {
                low: 1,
                high: 10_000_000,
            },
            "How many days are simulated unless the command says otherwise.",
        )
        .default("10_000"),
        Field::new(
            "clock",
            Kind::Flag,
            "Whether the day is played by the clock, with hours and queues. Without it whoever comes \
             votes, which is quick for millions of voters; no figure may then have a time of day.",
        )
        .default("true"),
        Field::new(
            "stages",
            Kind::List(&Kind::Text, 1),
            "The stages of publication, earliest first.",
        )
        .default("[\"day\", \"evening\", \"preliminary\", \"final\", \"after final\"]"),
        Field::new(
            "sources",
            Kind::Map(&Kind::Table(&SOURCE), 10_000),
            "The sources.",
        ),
        Field::new(
            "inputs",
            Kind::Map(&Kind::Table(&INPUT), 10_000),
            "Quantities that are used in several places.",
        ),
        Field::new(
            "correlation",
            Kind::List(&Kind::Table(&CORRELATION), 0),
            "Quantities that go together.",
        ),
        Field::new(
            "groups",
            Kind::Map(&Kind::Table(&GROUP), 500),
            "The people.",
        )
        .required(),
        Field::new(
            "totals",
            Kind::Map(&Kind::Table(&TOTAL), 500),
            "Sums of groups that are known better than their parts.",
        ),
        Field::new(
            "polls",
            Kind::Map(&Kind::Table(&POLL), 50),
            "The polls of the day.",
        )
        .required(),
        Field::new(
            "overlap",
            Kind::List(&Kind::Table(&OVERLAP), 0),
            "Persons who vote in one poll and go on to another.",
        ),
        Field::new(
            "events",
            Kind::List(&Kind::Table(&EVENT), 0),
            "What disturbs the day.",
        ),
        Field::new(
            "reported",
            Kind::List(&Kind::Table(&REPORTED), 0),
            "What was reported.",
        ),
        Field::new(
            "context",
            Kind::List(&Kind::Table(&CONTEXT), 0),
            "Figures from elsewhere that the reports are held against.",
        ),
        Field::new(
            "thresholds",
            Kind::List(&Kind::Table(&THRESHOLD), 0),
            "Shares that a result had to reach.",
        ),
        Field::new(
            "parallel",
            Kind::List(&Kind::Table(&PARALLEL), 0),
            "Counts made beside the official one.",
        ),
        Field::new(
            "returns",
            Kind::List(&Kind::Table(&RETURNS), 0),
            "What was reported station by station.",
        ),
        Field::new(
            "stories",
            Kind::Map(&Kind::Table(&STORY), 20),
            "Accounts of how reported figures arose.",
        ),
        Field::new(
            "variants",
            Kind::Map(&Kind::Table(&VARIANT), 50),
            "Rival sets of assumptions.",
        ),
        Field::new(
            "expect",
            Kind::Table(&EXPECT),
            "What the author expects to come out.",
        ),
    ],
    others: None,
    exactly_one: &[],
    example: "title    = \"Riverside, 12 May\"\nquestion = \"Can 4,100 ballots have been cast?\"\ndate     = 2030-05-12\n",
};

pub(super) static SOURCE: Shape = Shape {
    name: "source",
    spelling: "[sources.ID]",
    doc: "Where a number comes from. Assumptions and reported figures name sources by their ids.",
    fields: &[
        Field::new("title", Kind::Text, "What it is.").required(),
        Field::new("url", Kind::Text, "Its address."),
        Field::new("date", Kind::Date, "When it was published."),
        note(),
        Field::new(
            "judgement",
            Kind::Flag,
            "Whether it is a judgement of the scenario's author rather than a publication.",
        )
        .default("false"),
    ],
    others: None,
    exactly_one: &[],
    example: "[sources.commission]\ntitle = \"Statement of the commission, 14 November 2006\"\nurl   = \"https://example.org/statement\"\n",
};

pub(super) static INPUT: Shape = Shape {
    name: "input",
    spelling: "[inputs.ID]",
    doc: "A quantity with a name of its own, used elsewhere as `{ input = \"ID\" }`. Wherever it is used it has the same value in one trial.",
    fields: &[
        Field::new("value", Kind::AnyLaw, "The number or its law.").required(),
        label("What it is called in sentences."),
        Field::new("unit", Kind::Choice(UNITS), "Its unit.")
            .default("the unit of the place that uses it first"),
        source(),
        note(),
    ],
    others: None,
    exactly_one: &[],
    example: "[inputs.voting-age-share]\nvalue  = { uniform = [0.72, 0.79] }\nsource = \"census\"\n",
};

pub(super) static CORRELATION: Shape = Shape {
    name: "correlation",
    spelling: "[[correlation]]",
    doc: "Two uncertain quantities that tend to be high together (or, with a negative rank, one high when the other is low). A Gaussian copula with this Spearman rank correlation.",
    fields: &[
        Field::new(
            "between",
            Kind::Tuple(&[Kind::Path, Kind::Path]),
            "Two assumptions: ids of inputs, or paths such as `groups.home.residents`.",
        )
        .required(),
        Field::new(
            "rank",
            Kind::Number {
                low: -1.0,
                high: 1.0,
                open: false,
            },
            "Spearman's rank correlation, from -1 to 1.",
        )
        .required(),
        source(),
    ],
    others: None,
    exactly_one: &[],
    example: "[[correlation]]\nbetween = [\"groups.home.residents\", \"groups.villages.residents\"]\nrank    = 0.3\n",
};

pub(super) static GROUP: Shape = Shape {
    name: "group",
    spelling: "[groups.ID]",
    doc: "People who live in one place and are treated alike. Say how many they are in one of three ways: `residents` with `voting-age-share`; `adults`; or `share-of` a total with `weight` and `voting-age-share`.",
    fields: &[
        label("What the group is called in sentences."),
        Field::new("residents", Kind::Value(&PERSONS), "Persons of any age."),
        Field::new("adults", Kind::Value(&PERSONS), "Persons of voting age."),
        Field::new(
            "share-of",
            Kind::Ref("total"),
            "The total of which this group is a part.",
        ),
        Field::new(
            "weight",
            Kind::Value(&WEIGHT),
            "The group's part of the total, relative to the other groups' weights (with `share-of`).",
        ),
        Field::new(
            "voting-age-share",
            Kind::Value(&SHARE),
            "Share of the residents who are of voting age (with `residents` or `share-of`).",
        ),
        Field::new(
            "abroad",
            Kind::Flag,
            "Whether they live outside the territory, and so are not among its residents.",
        )
        .default("false"),
        source(),
        note(),
    ],
    others: None,
    exactly_one: &["residents", "adults", "share-of"],
    example: "[groups.home]\nlabel     = \"Residents of the town\"\nresidents = { uniform = [20_000, 60_000] }\nvoting-age-share = { input = \"voting-age-share\" }\nsource    = [\"census\", \"survey\"]\n",
};

pub(super) static TOTAL: Shape = Shape {
    name: "total",
    spelling: "[totals.ID]",
    doc: "The residents of several groups together. When the groups are shares of it, it is divided among them. When they have laws of their own, only draws whose sum this law allows are kept, in proportion to its density there.",
    fields: &[
        label("What the total is called in sentences."),
        Field::new(
            "of",
            Kind::List(&Kind::Ref("group"), 1),
            "The groups it adds up.",
        )
        .required(),
        Field::new("value", Kind::Value(&PERSONS), "Their residents together.").required(),
        source(),
        note(),
    ],
    others: None,
    exactly_one: &[],
    example: "[totals.residents]\nof    = [\"home\", \"villages\"]\nvalue = { uniform = [30_000, 82_500] }\n",
};

pub(super) static VARIANT: Shape = Shape {
    name: "variant",
    spelling: "[variants.ID]",
    doc: "A rival set of assumptions: the base set with some values replaced. Each replacement is a quoted path and the new value. An entry of a list such as `[[overlap]]` is named by its `id`, or by its number from 1.",
    fields: &[
        label("What the variant is called in sentences."),
        note(),
        Field::new(
            "source",
            Kind::Any(&[Kind::Ref("source"), Kind::List(&Kind::Ref("source"), 1)]),
            "Where the replaced values come from, unless they name a source themselves.",
        ),
    ],
    others: Some(Others {
        what: "the path of an assumption, such as \"groups.home.residents\"",
        kind: Kind::Override,
        doc: "The new value at that path.",
    }),
    exactly_one: &[],
    example: "[variants.own-figures]\nlabel = \"The authorities' own population figures\"\n\"groups.home.residents\" = { uniform = [57_000, 61_000] }\n",
};
