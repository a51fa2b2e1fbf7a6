//! What assumptions measure: persons, shares, seconds, …

use super::shape::Measure;
use crate::model::Unit;

const INFINITE: f64 = f64::INFINITY;

const fn measure(
    name: &'static str,
    unit: Unit,
    low: f64,
    high: f64,
    rule: &'static str,
) -> Measure {
    Measure {
        name,
        unit,
        low,
        high,
        low_open: false,
        high_open: false,
        rule,
    }
}

const fn positive(name: &'static str, unit: Unit, rule: &'static str) -> Measure {
    Measure {
        low_open: true,
        ..measure(name, unit, 0.0, INFINITE, rule)
    }
}

/// A number of persons.
pub(super) static PERSONS: Measure = measure(
    "persons",
    Unit::Persons,
    0.0,
    INFINITE,
    "a number of persons is not negative",
);
/// A share or a probability.
pub(super) static SHARE: Measure = measure(
    "share",
    Unit::Share,
    0.0,
    1.0,
    "a share lies between 0 and 1",
);
/// A percentage that somebody names.
pub(super) static PERCENT: Measure = measure(
    "percent",
    Unit::Plain,
    0.0,
    100.0,
    "a percentage lies between 0 and 100",
);
/// An intraclass correlation.
pub(super) static DISPERSION: Measure = Measure {
    high_open: true,
    ..measure(
        "overdispersion",
        Unit::Plain,
        0.0,
        1.0,
        "an overdispersion lies between 0 and 1, 1 excluded",
    )
};
/// Seconds of a person's time.
pub(super) static SECONDS: Measure = positive("seconds", Unit::Seconds, "a duration is above 0");
/// Minutes of a person's time.
pub(super) static MINUTES: Measure = measure(
    "minutes",
    Unit::Minutes,
    0.0,
    INFINITE,
    "a duration is not negative",
);
/// A factor on something else.
pub(super) static FACTOR: Measure = positive("factor", Unit::Plain, "a factor is above 0");
/// A relative weight.
pub(super) static WEIGHT: Measure = measure(
    "weight",
    Unit::Plain,
    0.0,
    INFINITE,
    "a weight is not negative",
);
/// The relative size of a station.
pub(super) static SIZE: Measure = positive("size", Unit::Plain, "a station's size is above 0");
/// A number of things of which there must be one.
pub(super) static THINGS: Measure = measure(
    "at-least-one",
    Unit::Plain,
    1.0,
    INFINITE,
    "there must be at least 1",
);
/// A number of things of which there may be none.
pub(super) static THINGS_OR_NONE: Measure = measure(
    "not-negative",
    Unit::Plain,
    0.0,
    INFINITE,
    "a number of things is not negative",
);
/// A quantity of which nothing is known but its unit.
pub(super) static ANYTHING: Measure = measure(
    "plain",
    Unit::Plain,
    f64::NEG_INFINITY,
    INFINITE,
    "any number",
);
