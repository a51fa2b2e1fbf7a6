//! Who lives where, and what is uncertain: everything a trial may know.

use super::{Law, Overlap, Poll, Support};

/// Position of an input in [`Assumptions::inputs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InputId(pub usize);
/// Position of a group in [`Assumptions::groups`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub usize);
/// Position of a poll in [`Assumptions::polls`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PollId(pub usize);
/// Position of a source in [`Scenario::sources`](super::Scenario).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub usize);

/// Everything the simulation is allowed to know. No reported figure can exist in here.
#[derive(Clone, Debug, Default)]
pub struct Assumptions {
    /// Every scalar assumption of the scenario, certain or not; the structure below points into it.
    /// A quantity used in several places (a shared input) appears once.
    pub inputs: Vec<Input>,
    /// Rank correlations between inputs (Gaussian copula), explicit ones and those that a poll's
    /// common factor implies; at most one entry a pair.
    pub correlations: Vec<Correlation>,
    /// Groups of people, in file order; ids are unique.
    pub groups: Vec<Group>,
    /// Sums of groups that are known better than their parts.
    pub totals: Vec<Total>,
    /// The polls of the day, in file order; ids are unique.
    pub polls: Vec<Poll>,
    /// Persons who take part in one poll and then go on to another.
    pub overlaps: Vec<Overlap>,
    /// What disturbs the day.
    pub disturbances: Vec<super::Disturbance>,
}

/// One scalar assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Where it stands in the file, e.g. `groups.home.residents` or `inputs.voting-age-share`.
    /// Unique; it is also the key of the input's dice and its column name.
    pub path: String,
    /// What it is called in sentences, e.g. `residents of Ossetian-run area`.
    pub label: String,
    /// Unit for display.
    pub unit: Unit,
    /// The law it follows; [`Law::Fixed`] when it is taken as certain.
    pub law: Law,
    /// The values that make sense for the quantity; the law is truncated to it.
    pub support: Support,
    /// Where it comes from; empty when the file names no source.
    pub sources: Vec<SourceId>,
    /// The author's remark, if any.
    pub note: Option<String>,
}

impl Input {
    /// The value at cumulative probability `p` in (0, 1), within the support.
    pub fn quantile(&self, p: f64) -> f64 {
        self.law.quantile(p, &self.support)
    }

    /// The value at a standard normal score, within the support.
    pub fn at_score(&self, score: f64) -> f64 {
        self.law.at_score(score, &self.support)
    }

    /// Smallest and largest possible value; infinite where the law has an open end.
    pub fn range(&self) -> (f64, f64) {
        self.law.range(&self.support)
    }

    /// The median within the support: what the input is held at to see chance alone.
    pub fn median(&self) -> f64 {
        self.law.median(&self.support)
    }

    /// Whether the value is taken as certain.
    pub fn is_fixed(&self) -> bool {
        matches!(self.law, Law::Fixed(_))
    }
}

/// Units in which an input is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Whole persons.
    Persons,
    /// A share in [0, 1], shown in percent.
    Share,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// A plain number: weights, factors, booths.
    Plain,
}

/// A rank correlation between two inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    /// The two inputs; different.
    pub between: (InputId, InputId),
    /// Spearman's rank correlation, in [-1, 1]. The Gaussian copula's parameter is
    /// `2 sin(pi r / 6)` (Pearson 1907).
    pub rank: f64,
    /// Where it comes from.
    pub sources: Vec<SourceId>,
}

/// A group of people who live in one place and are treated alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Unique id from the file.
    pub id: String,
    /// What it is called in sentences.
    pub label: String,
    /// How many they are.
    pub size: GroupSize,
    /// Whether they live outside the territory (and so are not among its residents).
    pub abroad: bool,
    /// Where the description comes from.
    pub sources: Vec<SourceId>,
}

/// How the number of adults of a group is stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GroupSize {
    /// Residents of any age, times the share that may vote by age.
    Residents {
        /// Persons of any age.
        residents: InputId,
        /// Share of voting age, in [0, 1].
        voting_age_share: InputId,
    },
    /// Persons of voting age, directly.
    Adults(InputId),
    /// A share of a total ([`Total`]), times the share of voting age. The shares of all groups of a
    /// total are divided by their sum.
    PartOf {
        /// Position in [`Assumptions::totals`].
        total: usize,
        /// Relative weight, not negative.
        weight: InputId,
        /// Share of voting age, in [0, 1].
        voting_age_share: InputId,
    },
}

/// A number of residents known for several groups together.
#[derive(Clone, Debug, PartialEq)]
pub struct Total {
    /// Unique id from the file.
    pub id: String,
    /// What it is called in sentences.
    pub label: String,
    /// The groups it adds up; at least one.
    pub of: Vec<GroupId>,
    /// The sum's law, persons.
    ///
    /// When the groups are [`GroupSize::PartOf`] it is drawn and divided among them. When they have
    /// laws of their own, the joint law is the product of theirs and this one's density at the sum
    /// (logarithmic pooling; Genest & Zidek 1986): a draw of all inputs is kept with probability
    /// `density(sum) / greatest density`, else drawn anew. A uniform law therefore just bounds it.
    pub value: InputId,
}
