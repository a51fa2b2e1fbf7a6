//! The format: assumptions, which may be numbers, laws or references.

use super::format::{note, source};
use super::shape::{Field, Kind, Shape};

/// An assumption written out: value, source, note.
pub(super) static SOURCED: Shape = Shape {
    name: "sourced",
    spelling: "{ value = …, source = … }",
    doc: "An assumption with a source of its own. Without one it inherits the source of the table it stands in.",
    fields: &[
        Field::new("value", Kind::AnyLaw, "The number or its law.").required(),
        source(),
        note(),
        Field::new("label", Kind::Text, "What it is called in sentences.")
            .default("made from its place in the file"),
    ],
    others: None,
    exactly_one: &[],
    example: "residents = { value = { uniform = [20_000, 60_000] }, source = \"census\" }\n",
};

/// A reference to a shared input.
pub(super) static INPUT_REF: Shape = Shape {
    name: "input-reference",
    spelling: "{ input = \"ID\" }",
    doc: "The shared input of that id.",
    fields: &[Field::new("input", Kind::Ref("input"), "The id under `[inputs]`.").required()],
    others: None,
    exactly_one: &[],
    example: "voting-age-share = { input = \"voting-age-share\" }\n",
};

static ENDS: Kind = Kind::Tuple(&[
    Kind::Number {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
        open: false,
    },
    Kind::Number {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
        open: false,
    },
]);

const fn ends() -> Kind {
    Kind::Any(std::slice::from_ref(&ENDS))
}

const fn number(key: &'static str, doc: &'static str) -> Field {
    Field::new(
        key,
        Kind::Number {
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
            open: false,
        },
        doc,
    )
    .required()
}

const fn deviation() -> Field {
    Field::new(
        "sd",
        Kind::Number {
            low: 0.0,
            high: f64::INFINITY,
            open: true,
        },
        "Standard deviation, above 0.",
    )
    .required()
}

static THREE: Shape = Shape {
    name: "three-points",
    spelling: "{ low = …, mode = …, high = … }",
    doc: "Smallest, most likely and largest value.",
    fields: &[
        number("low", "Smallest value."),
        number("mode", "Most likely value."),
        number("high", "Largest value."),
    ],
    others: None,
    exactly_one: &[],
    example: "",
};

static MEAN_SD: Shape = Shape {
    name: "mean-and-sd",
    spelling: "{ mean = …, sd = … }",
    doc: "Mean and standard deviation, of the number itself.",
    fields: &[number("mean", "Mean."), deviation()],
    others: None,
    exactly_one: &[],
    example: "",
};

/// The laws, one key each.
pub(super) static LAWS: Shape = Shape {
    name: "law",
    spelling: "{ LAW = … }",
    doc: "How an uncertain number is distributed. A law that reaches beyond what makes sense for its quantity (a share beyond 0 or 1) is truncated, never clamped.",
    fields: &[
        Field::new(
            "uniform",
            ends(),
            "`[low, high]`: every value between the ends alike.",
        ),
        Field::new(
            "triangular",
            Kind::Table(&THREE),
            "`{ low, mode, high }`: rises straight to the mode and falls straight.",
        ),
        Field::new(
            "pert",
            Kind::Table(&THREE),
            "`{ low, mode, high }`: as triangular, but smooth and closer to the mode (a beta law).",
        ),
        Field::new("normal", Kind::Table(&MEAN_SD), "`{ mean, sd }`."),
        Field::new(
            "lognormal",
            Kind::Table(&MEAN_SD),
            "`{ mean, sd }` of the number itself, not of its logarithm.",
        ),
        Field::new(
            "beta",
            Kind::Table(&MEAN_SD),
            "`{ mean, sd }`; for shares only.",
        ),
        Field::new(
            "between",
            ends(),
            "`[low, high]`: 90 % between the ends, 5 % on either side beyond them. Logit-normal for a share, lognormal for what cannot be negative, else normal.",
        ),
        Field::new(
            "discrete",
            Kind::List(
                &Kind::Any(&[
                    Kind::Number {
                        low: f64::NEG_INFINITY,
                        high: f64::INFINITY,
                        open: false,
                    },
                    Kind::Tuple(&[
                        Kind::Number {
                            low: f64::NEG_INFINITY,
                            high: f64::INFINITY,
                            open: false,
                        },
                        Kind::Number {
                            low: 0.0,
                            high: f64::INFINITY,
                            open: true,
                        },
                    ]),
                ]),
                1,
            ),
            "`[value, …]`, all alike, or `[[value, weight], …]`.",
        ),
    ],
    others: None,
    exactly_one: &[
        "uniform",
        "triangular",
        "pert",
        "normal",
        "lognormal",
        "beta",
        "between",
        "discrete",
    ],
    example: "residents = { uniform = [20_000, 60_000] }\nshare     = { beta = { mean = 0.97, sd = 0.02 } }\nwait      = { between = [20, 180] }\nbooths    = { discrete = [[2, 0.5], [3, 0.5]] }\n",
};
