//! The format: polls, stations and contests.

use super::format::{label, note, source};
use super::measures::*;
use super::shape::{Field, Kind, Others, Shape};

pub(super) static POLL: Shape = Shape {
    name: "poll",
    spelling: "[polls.ID]",
    doc: "A set of stations open on the day, and who may come.",
    fields: &[
        label("What the poll is called in sentences."),
        Field::new("opens", Kind::Time, "Doors open.").required(),
        Field::new(
            "closes",
            Kind::Time,
            "Doors close. Past midnight the hours go on: \"26:00\" is two in the morning.",
        )
        .required(),
        Field::new(
            "queue-may-vote",
            Kind::Flag,
            "Whether whoever is in the queue at closing may still vote.",
        )
        .default("true"),
        Field::new(
            "registered",
            Kind::Any(&[Kind::Choice(&["eligible"]), Kind::Value(&PERSONS)]),
            "Electors on the roll; \"eligible\" for a perfect roll, every adult of every admitted group. A base for percentages; it does not limit who may come.",
        )
        .required(),
        Field::new(
            "participation",
            Kind::Table(&PARTICIPATION),
            "The admitted groups and their readiness to take part.",
        )
        .required(),
        Field::new(
            "excludes",
            Kind::Map(&Kind::Any(&[Kind::Text, Kind::Table(&EXCLUSION)]), 500),
            "Groups shut out, each with the reason.",
        ),
        Field::new("stations", Kind::Map(&Kind::Table(&STATIONS), 1_000), "The stations, in sets of like ones.").required(),
        Field::new("contests", Kind::Map(&Kind::Table(&CONTEST), 100), "What is asked on the ballots."),
        source(),
        note(),
    ],
    others: None,
    exactly_one: &[],
    example: "[polls.town]\nlabel      = \"The town's referendum\"\nopens      = \"08:00\"\ncloses     = \"20:00\"\nregistered = 55_163\nexcludes   = { villages = \"no stations in the villages\" }\n",
};

pub(super) static PARTICIPATION: Shape = Shape {
    name: "participation",
    spelling: "[polls.ID.participation]",
    doc: "How likely a person of each admitted group is to take part. A group that is named here is admitted. A group admitted to several polls takes part in at most one of them as its own.",
    fields: &[
        Field::new(
            "overdispersion",
            Kind::Value(&DISPERSION),
            "How alike voters of one station are in taking part or not: the intraclass correlation. 0 for independent voters; 0.01 is a modest clustering.",
        )
        .required(),
        Field::new(
            "common-factor",
            Kind::Number {
                low: 0.0,
                high: 1.0,
                open: false,
            },
            "Rank correlation between the uncertain participations of the groups: 1 when they are high or low together.",
        )
        .default("0"),
    ],
    others: Some(Others {
        what: "a group",
        kind: Kind::Value(&SHARE),
        doc: "Probability that a person of this group takes part.",
    }),
    exactly_one: &[],
    example: "[polls.town.participation]\nhome           = { uniform = [0.60, 0.90] }\nabroad         = { uniform = [0.40, 0.90] }\noverdispersion = 0.01\n",
};

pub(super) static EXCLUSION: Shape = Shape {
    name: "exclusion",
    spelling: "excludes.GROUP = { reason = …, source = … }",
    doc: "Why a group is shut out.",
    fields: &[
        Field::new("reason", Kind::Text, "The reason.").required(),
        source(),
    ],
    others: None,
    exactly_one: &[],
    example: "",
};

pub(super) static STATIONS: Shape = Shape {
    name: "stations",
    spelling: "[polls.ID.stations.ID]",
    doc: "A set of like polling stations.",
    fields: &[
        label("What the set is called in sentences."),
        Field::new(
            "count",
            Kind::Whole {
                low: 1,
                high: 100_000,
            },
            "How many stations.",
        ),
        Field::new(
            "file",
            Kind::Text,
            "A CSV table that lists the stations one by one, by its path from the scenario's folder, which it may not leave. Columns: `id` (any text, each once), `registered` (electors of the station: the weight by which people are divided among the stations), and if wanted `booths` (in place of the set's, where something stands) and `district`; `ballots-cast`, `valid` and `votes` for what was reported there, see `[[returns]]`; names of further columns begin with `x-`. The order of the rows means nothing, and a station's dice go by its id. At most 1,000,000 rows and 64 MiB.",
        ),
        Field::new(
            "serves",
            Kind::List(&Kind::Ref("group"), 1),
            "The admitted groups that vote here. A group served by several sets is divided among all their stations by size.",
        )
        .default("all admitted groups, when the poll has one set"),
        Field::new(
            "size",
            Kind::Law(&SIZE),
            "How unequal the stations are: each draws its size from this law. Only ratios matter.",
        )
        .default("all alike; the registered electors of the table where there is one"),
        Field::new("booths", Kind::Value(&THINGS), "Voting booths per station.").required(),
        Field::new("service-seconds", Kind::Law(&SECONDS), "How long a person occupies a booth.").required(),
        Field::new(
            "service-pace",
            Kind::Value(&FACTOR),
            "Factor on every service time, drawn once a trial: how uncertain the law as a whole is.",
        )
        .default("1"),
        Field::new(
            "arrivals",
            Kind::List(&Kind::Tuple(&[Kind::Time, Kind::Value(&WEIGHT)]), 2),
            "When people come: times and relative intensities, straight lines between them, from opening to closing.",
        )
        .default("evenly over the day"),
        Field::new(
            "patience-minutes",
            Kind::Law(&MINUTES),
            "How long a person waits in the queue before leaving.",
        )
        .default("for ever"),
        Field::new("patience-pace", Kind::Value(&FACTOR), "Factor on everybody's patience, drawn once a trial.").default("1"),
        Field::new("turn-back-at", Kind::Value(&THINGS), "Who finds so many people already waiting in the queue he would join (the desk's, where there is one) turns back at the door: standing room, or what a line may look like from outside. He counts among those who gave up. A whole number of persons; an uncertain one is rounded.").default("nobody turns back"),
        Field::new("come-back", Kind::Table(&COME_BACK), "Those who gave up and return, once.").default("nobody"),
        Field::new("ballot-papers", Kind::Value(&THINGS_OR_NONE), "Ballot papers per station.").default("enough for everybody"),
        Field::new("desk", Kind::Table(&DESK), "A registration desk before the booths.").default("none"),
        Field::new("mobile", Kind::Table(&MOBILE), "Voting at home with a mobile ballot box.").default("none"),
        source(),
        note(),
    ],
    others: None,
    exactly_one: &["count", "file"],
    example: "[polls.town.stations.schools]\ncount  = 78\nserves = [\"home\"]\nsize   = { lognormal = { mean = 450, sd = 350 } }\nbooths = 3\nservice-seconds  = { lognormal = { mean = 120, sd = 60 } }\narrivals = [[\"08:00\", 0.6], [\"12:00\", 1.2], [\"20:00\", 0.3]]\npatience-minutes = { between = [20, 180] }\n",
};

pub(super) static COME_BACK: Shape = Shape {
    name: "come-back",
    spelling: "come-back = { … }",
    doc: "People who gave up and return, once.",
    fields: &[
        Field::new("share", Kind::Value(&SHARE), "Share of those who gave up.").required(),
        Field::new(
            "after-minutes",
            Kind::Law(&MINUTES),
            "After how many minutes.",
        )
        .required(),
    ],
    others: None,
    exactly_one: &[],
    example: "come-back = { share = 0.3, after-minutes = { between = [60, 240] } }\n",
};

pub(super) static DESK: Shape = Shape {
    name: "desk",
    spelling: "desk = { … }",
    doc: "A first queue, before the booths.",
    fields: &[
        Field::new("clerks", Kind::Value(&THINGS), "Clerks per station.").required(),
        Field::new(
            "service-seconds",
            Kind::Law(&SECONDS),
            "How long a person occupies a clerk.",
        )
        .required(),
        Field::new(
            "service-pace",
            Kind::Value(&FACTOR),
            "Factor on every service time, drawn once a trial.",
        )
        .default("1"),
    ],
    others: None,
    exactly_one: &[],
    example: "desk = { clerks = 2, service-seconds = { lognormal = { mean = 40, sd = 20 } } }\n",
};

pub(super) static MOBILE: Shape = Shape {
    name: "mobile",
    spelling: "mobile = { … }",
    doc: "An official walks from door to door with a box, from opening to closing.",
    fields: &[
        Field::new(
            "share",
            Kind::Value(&SHARE),
            "Share of this set's participants who ask for it.",
        )
        .required(),
        Field::new("boxes", Kind::Value(&THINGS), "Boxes per station.").required(),
        Field::new(
            "visit-minutes",
            Kind::Law(&MINUTES),
            "One visit, way included.",
        )
        .required(),
    ],
    others: None,
    exactly_one: &[],
    example: "mobile = { share = 0.03, boxes = 1, visit-minutes = { uniform = [5, 20] } }\n",
};

pub(super) static CONTEST: Shape = Shape {
    name: "contest",
    spelling: "[polls.ID.contests.ID]",
    doc: "One question on the ballot. Options without a stated share divide equally what the others leave.",
    fields: &[
        label("What the contest is called in sentences."),
        Field::new(
            "options",
            Kind::Any(&[Kind::List(&Kind::Id, 2), Kind::Map(&Kind::Text, 1_000)]),
            "The answers or candidates: a list of ids, or a table of ids and names.",
        )
        .required(),
        Field::new(
            "invalid-share",
            Kind::Value(&SHARE),
            "Share of the ballots cast that are invalid.",
        )
        .required(),
        Field::new(
            "support",
            Kind::Table(&SUPPORT),
            "How the groups divide their valid ballots.",
        )
        .required(),
        Field::new(
            "overdispersion",
            Kind::Value(&DISPERSION),
            "How alike voters of one station are in what they mark: the intraclass correlation; 0 for independent ones. Above 0 each group has shares of its own at each station, around those of `support`.",
        )
        .default("0"),
        source(),
        note(),
    ],
    others: None,
    exactly_one: &[],
    example: "[polls.town.contests.independence]\noptions       = [\"yes\", \"no\"]\ninvalid-share = { beta = { mean = 0.01, sd = 0.005 } }\nsupport.home  = { yes = { beta = { mean = 0.97, sd = 0.02 } } }\nsupport.all   = { yes = 0.9 }\n",
};

pub(super) static SUPPORT: Shape = Shape {
    name: "support",
    spelling: "support.GROUP = { OPTION = … }",
    doc: "Shares of the options among a group's valid ballots. `all` speaks for every group that is not named.",
    fields: &[],
    others: Some(Others {
        what: "a group, or `all`",
        kind: Kind::Table(&SHARES),
        doc: "Shares of the options.",
    }),
    exactly_one: &[],
    example: "",
};

static SHARES: Shape = Shape {
    name: "shares",
    spelling: "{ OPTION = … }",
    doc: "Shares of the options; they need not be all there.",
    fields: &[],
    others: Some(Others {
        what: "an option",
        kind: Kind::Value(&SHARE),
        doc: "Its share of the group's valid ballots.",
    }),
    exactly_one: &[],
    example: "",
};
