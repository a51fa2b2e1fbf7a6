//! The names of the checks that look at the report's arithmetic.

/// The names of all checks, in the order in which they are reported.
///
/// The first four can contradict a report by arithmetic alone; the next six only ever give notes; the
/// others rest on the scenario's assumptions, or on what it states besides. `near-unanimity` is listed and
/// never fires.
pub const CHECKS: [&str; 25] = [
    "sum-identity",
    "percent-vs-counts",
    "participants-le-eligible",
    "stage-consistency",
    "digit-slip",
    "turnout-base",
    "percent-first",
    "coincidence",
    "same-figure",
    "label-ambiguity",
    "register-vs-population",
    "register-frozen",
    "joint-feasibility",
    "throughput",
    "history",
    "boycott-bound",
    "hourly-curve",
    "parallel-count",
    "exclusion-base",
    "threshold",
    "rival-claims",
    "counts-missing",
    "rejected-vs-margin",
    "representativeness",
    "near-unanimity",
];
