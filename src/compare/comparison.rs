//! The finished comparison: everything that charts, pages and files show.

use crate::units::Estimate;

/// How a reported figure stands under a set of assumptions. Formed only in this room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Ordinary: tail area of 5 % or more.
    Within,
    /// Unusual: below 5 %, not below 1 in 1,000.
    Strained,
    /// Below 1 in 1,000.
    Outside,
    /// Beyond a hard bound: no draw from the stated ranges can give it. Only from arithmetic.
    Impossible,
}

impl Standing {
    /// Tail area below which a figure is strained.
    pub const STRAINED_BELOW: f64 = 0.05;
    /// Tail area below which a figure is outside.
    pub const OUTSIDE_BELOW: f64 = 0.001;

    /// The word, as in files and sentences.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Within => "within",
            Standing::Strained => "strained",
            Standing::Outside => "outside",
            Standing::Impossible => "impossible",
        }
    }
}

/// A whole comparison: base set first, then every variant, and the arithmetic of the report.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The base set and the variants, base first.
    pub variants: Vec<VariantComparison>,
    /// Findings of the report's own arithmetic; hard ones first.
    pub findings: Vec<Finding>,
    /// How many looks the arithmetic took in all, silent ones included.
    pub looks: Looks,
    /// How each conclusion fares from one set of assumptions to the next: one entry a reported figure,
    /// in scenario order, then one for the joint claim where there is one. Empty with a single set.
    pub across: Vec<AcrossVariants>,
    /// Expectations of the scenario that did not come true, in words-free form.
    pub unmet: Vec<Unmet>,
    /// How often honest reports would raise an alarm; filled in from [`battery`](super::battery).
    pub battery: Option<super::Battery>,
    /// Reported stations, an entry a table; filled in from [`stations`](super::stations::stations).
    pub stations: Vec<super::stations::StationComparison>,
    /// The chance of unusual headline figures [along](super::along) what drives them most; base set only.
    pub moved: Vec<super::sweep::Sweep>,
}

/// One conclusion under every set of assumptions; "it depends on the assumptions" is one too.
#[derive(Clone, Debug, PartialEq)]
pub struct AcrossVariants {
    /// Position in `figures`; `None` for the joint claim.
    pub figure: Option<usize>,
    /// Id of each set of assumptions and the standing under it, base first.
    pub standings: Vec<(String, Standing)>,
    /// Whether the sets disagree. Outside and impossible count as one answer: the claim does not fit.
    pub depends: bool,
}

/// One set of assumptions compared with every reported figure.
#[derive(Clone, Debug)]
pub struct VariantComparison {
    /// `base`, or the variant's id.
    pub id: String,
    /// What it is called in sentences.
    pub label: String,
    /// Trials with uncertain inputs drawn.
    pub trials: u64,
    /// How many of them, the first, charts and everything that needs days one by one are worked out
    /// from: all, unless the run is very long.
    pub shown: u64,
    /// Trials with every input held at its median.
    pub frozen_trials: u64,
    /// One entry a reported figure, in scenario order.
    pub figures: Vec<FigureComparison>,
    /// Whether the headline claims can hold together; `None` with fewer than two.
    pub joint: Option<Joint>,
    /// Looks at several figures as one day: the headline claims, then the figures of each poll.
    pub together: Vec<super::Together>,
    /// What would have to be true for the headline figures, and for the joint claim; filled in by
    /// [`sharpen`](super::sharpen) for the base set only.
    pub why: Vec<super::Why>,
    /// Accounts of how figures arose, weighed; filled in by [`weigh`](super::weigh) for the base set
    /// only.
    pub accounts: Vec<super::Accounts>,
    /// What drives the headline figures; filled in with `why`.
    pub drivers: Vec<super::Drivers>,
    /// Turnout and queue over the day, one entry a poll.
    pub days: Vec<super::DayBands>,
    /// How inputs came out, one entry an input that is not fixed.
    pub inputs: Vec<InputSummary>,
    /// What the reader must know about this run.
    pub warnings: Vec<Warning>,
}

/// One reported figure beside its simulated values.
#[derive(Clone, Debug)]
pub struct FigureComparison {
    /// Position in `Scenario::reported`; the id and words are there.
    pub reported: usize,
    /// The reported figure's id.
    pub id: String,
    /// The claim as an interval, in persons or in percent.
    pub claim: Claim,
    /// Simulated quantiles with every stated uncertainty.
    pub simulated: Quantiles,
    /// Simulated quantiles with chance only: every input at its median.
    pub chance_only: Quantiles,
    /// The tail area.
    pub tail: Tail,
    /// The hard bound.
    pub bound: Bound,
    /// The verdict.
    pub standing: Standing,
    /// How rare the claim is, where hardly any trial reached it and it was sought.
    pub rare: Option<super::Rare>,
    /// The simulated values (persons or percent), one a trial, in trial order; of the first
    /// [`shown`](VariantComparison::shown) trials.
    pub values: Vec<f64>,
    /// The simulated values with every input at its median, one a frozen trial.
    pub frozen_values: Vec<f64>,
}

/// A reported figure as an interval of the values it may stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    /// Smallest value, persons (whole) or percent; `None` when open below.
    pub lowest: Option<f64>,
    /// Largest value; `None` when open above.
    pub highest: Option<f64>,
    /// Whether `lowest` itself belongs to the claim. Always so for persons.
    pub lowest_included: bool,
    /// Whether `highest` itself belongs to the claim. Always so for persons; not so for a rounded
    /// percentage, because 95.15 % would have been printed as 95.2 %.
    pub highest_included: bool,
    /// The value as printed, for marking on an axis.
    pub printed: f64,
    /// Whether the values are percentages.
    pub percent: bool,
}

/// Quantiles of simulated values.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(missing_docs)] // the names say it: q025 is the 2.5 % quantile
pub struct Quantiles {
    pub q025: f64,
    pub q05: f64,
    pub q10: f64,
    pub q25: f64,
    pub median: f64,
    pub q75: f64,
    pub q90: f64,
    pub q95: f64,
    pub q975: f64,
    pub lowest: f64,
    pub highest: f64,
}

/// A tail area and its Monte Carlo error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tail {
    /// Which side was counted.
    pub side: Side,
    /// Whether the side was declared before looking (one-sided) or chosen after (doubled).
    pub doubled: bool,
    /// Trials at least as extreme as the near edge of the claim.
    pub hits: u64,
    /// Trials in all.
    pub trials: u64,
    /// (hits + 1) / (trials + 1): the valid Monte Carlo p-value of the side (Davison & Hinkley 1997).
    pub p: f64,
    /// The p the standing is formed from: `p`, doubled and capped at 1 when `doubled`. For a joint
    /// claim it is calibrated instead, see [`Joint`].
    pub p_decisive: f64,
    /// hits / trials with its Clopper-Pearson interval.
    pub area: Estimate,
    /// -log2 p.
    pub bits: f64,
}

/// A side of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At least as high as the claim's lower edge.
    High,
    /// At most as high as the claim's upper edge.
    Low,
}

/// The largest and smallest value that any draw from the stated ranges could give.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// Smallest possible value; `None` when there is none.
    pub lowest: Option<f64>,
    /// Largest possible value; `None` when a law with an open end leaves none.
    pub highest: Option<f64>,
    /// How the largest value is reached, factor by factor.
    pub steps: Vec<BoundStep>,
    /// Paths of the inputs whose open ends leave no largest value.
    pub open: Vec<String>,
    /// Whether the claim lies beyond.
    pub broken: bool,
}

/// One line of a hard bound's arithmetic, e.g. 27,000 residents x 79 % of voting age = 21,330 adults.
#[derive(Clone, Debug, PartialEq)]
pub enum BoundStep {
    /// A group at its most numerous.
    Group {
        /// Label of the group.
        label: String,
        /// Residents counted in; `None` when the group is stated in adults.
        residents: Option<f64>,
        /// Share of voting age; `None` when stated in adults.
        share: Option<f64>,
        /// Adults.
        adults: f64,
        /// Whether a total held the residents below the group's own largest value.
        held_by_total: bool,
    },
    /// A total that several groups share.
    Total {
        /// Label of the total.
        label: String,
        /// Largest value, residents.
        residents: f64,
    },
    /// People who also vote in another poll.
    Overlap {
        /// Label of the poll they come from.
        from: String,
        /// Label of the poll they go to.
        to: String,
        /// Largest share.
        share: f64,
        /// Persons.
        persons: f64,
    },
    /// What chance may add to the share of an overlap, which is a probability: exceeded by no more
    /// than 1 trial in 10^12.
    Chance {
        /// Persons.
        persons: f64,
    },
    /// What totals take from the terms before it, which cannot all be at their largest together.
    Held {
        /// Persons.
        persons: f64,
    },
    /// The sum.
    Sum {
        /// Persons.
        persons: f64,
    },
    /// Division by the smallest base.
    Base {
        /// The base, persons.
        persons: f64,
        /// Percentage that comes out.
        percent: f64,
    },
}

/// Whether the headline claims can hold together.
///
/// `tail.p` counts the trials in which all claims hold. That count alone would be harsh on honest
/// reports: two true and independent figures are together further out than either. So the standing is
/// formed from a calibrated p (`tail.p_decisive`): the share of simulated days that are themselves at
/// least as remarkable, in one of the figures or in all together, as the report (Westfall & Young 1993).
#[derive(Clone, Debug)]
pub struct Joint {
    /// Positions in `figures` of the claims: one a poll.
    pub of: Vec<usize>,
    /// Trials in which all hold, with p and interval.
    pub tail: Tail,
    /// Ballots claimed together: sum of the lower edges.
    pub claimed: i64,
    /// Most persons there can be: adults of all groups admitted to any of the polls, with arithmetic.
    pub voters: Bound,
    /// max(0, claimed - voters): persons who must have voted twice or not exist (Frechet bound).
    pub must_be_double: Option<i64>,
    /// Most persons who may vote in both under the stated overlaps; `None` when unbounded.
    pub may_be_double: Option<i64>,
    /// The verdict.
    pub standing: Standing,
    /// How rare it is that all hold, where hardly any trial had it and it was sought.
    pub rare: Option<super::Rare>,
    /// Population lines for the joint plot: label and number of persons.
    pub populations: Vec<(String, f64)>,
}

/// How an uncertain input came out.
#[derive(Clone, Debug)]
pub struct InputSummary {
    /// Position in `Assumptions::inputs` of the variant.
    pub input: usize,
    /// Simulated quantiles.
    pub values: Quantiles,
}

/// Something the reader must know.
#[derive(Clone, Debug, PartialEq)]
pub enum Warning {
    /// Uncertain inputs without a source: their paths.
    Unsourced(Vec<String>),
    /// So few trials that `outside` could not have come out.
    FewTrials(u64),
    /// The run was interrupted: trials done, trials asked for.
    Interrupted(u64, u64),
    /// So many trials that only the first are looked at one by one: how many those are, trials done.
    FirstDays(u64, u64),
    /// A figure was used to set an assumption and is no test: its id.
    NotATest(String),
    /// Laws with more than 1 % of their mass outside the quantity's support: path and mass.
    Truncated(String, f64),
    /// More than 1 in 100 who came to this poll could not vote, in more than half of the trials: its
    /// label.
    CapacityBinds(String),
}

/// How much a finding rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Arithmetic alone: the published figures contradict each other.
    Hard,
    /// Holds only under the scenario's assumptions.
    Assumptions,
    /// Worth a question to the source; proves nothing.
    Note,
}

impl Grade {
    /// The word, as in files.
    pub fn word(self) -> &'static str {
        match self {
            Grade::Hard => "hard",
            Grade::Assumptions => "assumptions",
            Grade::Note => "note",
        }
    }
}

/// One finding of the report's arithmetic.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Name of the check, kebab-case, from the closed list of checks.
    pub check: &'static str,
    /// How much it rests on.
    pub grade: Grade,
    /// What it is about: ids of reported figures, comma separated.
    pub subject: String,
    /// What was found; worded by `words`.
    pub fact: super::Fact,
    /// Exact chance of such a coincidence, where one is defined.
    pub chance: Option<f64>,
}

/// How often the report was looked at, and how many findings chance alone would give.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looks {
    /// Looks per check, in the order of the closed list: name, looks, findings.
    pub by_check: Vec<(&'static str, u64, u64)>,
    /// Coincidence checks only: findings expected by chance, the sum of their chances.
    pub expected_by_chance: f64,
}

/// An expectation of the scenario that did not come true.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmet {
    /// What was expected, e.g. `42,000 in variant low: outside or impossible`.
    pub expected: String,
    /// What came out.
    pub found: String,
}
