//! The rules a scenario can break, each worded once.
//!
//! Knows the words. Knows nothing of positions or of how a rule is checked.

use thiserror::Error;

use super::shelf::NoTable;

/// A rule that a scenario breaks. `Display` says it in plain words.
#[derive(Clone, Debug, PartialEq, Error)]
#[allow(missing_docs)] // the words are the documentation; the fields are what they name
pub enum Rule {
    #[error("not TOML: {0}")]
    Syntax(String),
    #[error("nested too deep: tables and lists may lie at most 80 deep in one another")]
    TooDeep,
    #[error("file too long: {0} bytes; a scenario has at most 1 MiB (1,048,576 bytes)")]
    FileTooLong(usize),
    #[error("too many entries: a scenario has at most 100,000 keys and list entries")]
    TooManyEntries,
    #[error("too many {what}: {found}; at most {most} are taken")]
    TooMany {
        what: String,
        found: usize,
        most: usize,
    },
    #[error("number too large: it does not fit a 64-bit integer")]
    NumberTooLarge,
    #[error("not a finite number: `nan` and `inf` mean nothing here")]
    NotFinite,
    #[error("unknown key `{key}` in {table}")]
    UnknownKey { key: String, table: String },
    #[error("missing key `{key}` in {table}")]
    MissingKey { key: String, table: String },
    #[error("{what} takes {expected}; this is {found}")]
    WrongType {
        what: String,
        expected: String,
        found: &'static str,
    },
    #[error("{what} out of range: {rule}")]
    OutOfRange { what: String, rule: String },
    #[error("share {side}: a share lies between 0 and 1")]
    ShareOutside { side: &'static str },
    #[error("`{word}` is not one of the words of {what}")]
    NotAChoice { what: String, word: String },
    #[error("{table} takes exactly one of {of}; this has {found}")]
    ExactlyOne {
        table: String,
        of: String,
        found: String,
    },
    #[error("empty: {what} needs at least {least}")]
    Empty { what: String, least: String },
    #[error("not a time of day: `{0}`")]
    NotATime(String),
    #[error("not a date: `{0}`")]
    NotADate(String),
    #[error("not an id: `{0}`")]
    NotAnId(String),
    #[error("`{0}` cannot be an id here: the word has a meaning of its own")]
    ReservedId(String),
    #[error("text with invisible characters: {0}")]
    InvisibleText(String),
    #[error("no {what} `{id}`")]
    Dangling { what: &'static str, id: String },
    #[error("{what} `{id}` twice")]
    Duplicate { what: &'static str, id: String },
    #[error("distribution without width: {0}")]
    NoWidth(String),
    #[error("distribution out of order: {0}")]
    OutOfOrder(String),
    #[error("distribution that does not exist: {0}")]
    NoSuchLaw(String),
    #[error("distribution outside its support: {0}")]
    OutsideSupport(String),
    #[error("input `{id}` is in {has} but used as {wanted}")]
    WrongUnit {
        id: String,
        has: &'static str,
        wanted: &'static str,
    },
    #[error("input `{0}` refers to another input")]
    InputOfInput(String),
    #[error("input `{0}` is never used")]
    UnusedInput(String),
    #[error("source `{0}` is never used")]
    UnusedSource(String),
    #[error("`{key}` does not go with {with}")]
    DoesNotGoWith { key: String, with: String },
    #[error("`{key}` is needed with {with}")]
    NeededWith { key: String, with: String },
    #[error(
        "an account of which figures? the headline figures are not ballots cast or turnout of one poll's whole day"
    )]
    AboutWhat,
    #[error("an account speaks of ballots cast or turnout of a whole day; `{0}` is neither")]
    NoAccountOf(String),
    #[error("the figures of an account are all of the same polls; `{0}` is of others")]
    AboutSeveralPolls(String),
    #[error("group `{0}` is both admitted and excluded")]
    AdmittedAndExcluded(String),
    #[error("group `{0}` is neither admitted nor excluded")]
    NeitherAdmittedNorExcluded(String),
    #[error("nobody may vote in the poll `{0}`")]
    NobodyMayVote(String),
    #[error("group `{group}` is not admitted to the poll `{poll}`")]
    NotAdmitted { group: String, poll: String },
    #[error("no stations serve the group `{0}`")]
    NotServed(String),
    #[error("the group `{group}` has no stated support: its options divide equally")]
    NoSupport { group: String },
    #[error("two options called `{0}`: a reader cannot tell them apart")]
    SameLabel(String),
    #[error("shares that cannot hold together: they add up to {0}")]
    SharesAboveOne(String),
    #[error("hours that end before they begin: opens {opens}, closes {closes}")]
    HoursReversed { opens: String, closes: String },
    #[error("times out of order: {0}")]
    TimesOutOfOrder(String),
    #[error("arrivals do not cover the hours: {0}")]
    ArrivalsShort(String),
    #[error("nobody arrives: every intensity is 0")]
    NobodyArrives,
    #[error("{what} at {at} lies outside the hours of `{poll}`, {opens} to {closes}")]
    OutsideHours {
        what: String,
        at: String,
        poll: String,
        opens: String,
        closes: String,
    },
    #[error("a poll cannot overlap with itself")]
    OverlapWithItself,
    #[error("a total takes groups stated in residents or as its shares; `{0}` is stated otherwise")]
    TotalTakesResidents(String),
    #[error("a total takes groups stated alike: all as its shares, or all in residents")]
    TotalMixed,
    #[error("group `{group}` is a share of `{total}`, which does not list it")]
    NotInTotal { group: String, total: String },
    #[error("the sum cannot be reached: {0}")]
    TotalUnreachable(String),
    #[error("a correlation needs two different assumptions")]
    CorrelationWithItself,
    #[error("the same two assumptions are correlated twice")]
    CorrelationTwice,
    #[error("`{0}` is certain; a correlation with it says nothing")]
    CorrelationWithCertain(String),
    #[error("correlations that cannot hold together: {0}")]
    CorrelationsClash(String),
    #[error("no `{part}` in {parent}: the path leads nowhere")]
    NoSuchPath { part: String, parent: String },
    #[error("`{0}` cannot be overridden by a variant")]
    NotAnAssumption(String),
    #[error("a percentage of {base} makes no sense for {quantity}")]
    WrongBase { base: String, quantity: String },
    #[error("{value} is not a multiple of {to}")]
    NotAMultiple { value: String, to: String },
    #[error("a percentage has at most six decimals: `{0}`")]
    TooFine(String),
    #[error("a range that ends before it begins: {0}")]
    RangeReversed(String),
    #[error("the contest `{0}` does not stand at the same place in all these polls")]
    ContestMoves(String),
    #[error("`{name}` is not the name of a table beside the scenario: {why}")]
    TableName { name: String, why: &'static str },
    #[error("cannot read the table `{name}`: {why}")]
    NoTable { name: String, why: NoTable },
    #[error("the table `{name}` is not UTF-8 text: see its line {line}")]
    TableNotText { name: String, line: usize },
    #[error("a table without stations")]
    EmptyTable,
    #[error("unknown column `{0}`")]
    UnknownColumn(String),
    #[error("missing column `{0}`")]
    MissingColumn(&'static str),
    #[error("row and columns differ: fields {found}, columns {columns}")]
    FieldCount { found: usize, columns: usize },
    #[error("a broken quote: {0}")]
    BrokenQuote(&'static str),
    #[error("a field of more than 1,000 bytes")]
    FieldTooLong,
    #[error("more than 200 columns")]
    TooManyColumns,
    #[error("nothing in the column `{0}`")]
    EmptyCell(&'static str),
    #[error("`{value}` in the column `{column}`: {rule}")]
    Cell {
        column: &'static str,
        value: String,
        rule: String,
    },
    #[error("a station that reported one thing and not another")]
    HalfReported,
    #[error("the stations of this set have no table in which returns stand")]
    NoReturns,
    #[error(
        "the columns of a report in the table `{0}` belong to nobody: no `[[returns]]` names its set"
    )]
    ReturnsOfNobody(String),
    #[error("the returns of the set `{0}` twice")]
    ReturnsTwice(String),
    #[error("nobody is registered at any station of the table")]
    NobodyRegistered,
    #[error("the stations' tables add up to {stations} registered electors, the poll has {roll}")]
    RollDiffers { stations: u64, roll: u64 },
    #[error("`joint` needs at least two headline figures")]
    NoJoint,
}

impl Rule {
    /// Whether the rule is about something that is not there.
    pub(super) fn speaks_of_absence(&self) -> bool {
        matches!(
            self,
            Rule::MissingKey { .. }
                | Rule::ExactlyOne { .. }
                | Rule::Dangling { .. }
                | Rule::NeededWith { .. }
                | Rule::NobodyMayVote(_)
                | Rule::NotServed(_)
                | Rule::Empty { .. }
                | Rule::NoSuchPath { .. }
                | Rule::NeitherAdmittedNorExcluded(_)
                | Rule::UnusedInput(_)
                | Rule::UnusedSource(_)
                | Rule::NoSupport { .. }
                | Rule::NotAdmitted { .. }
                | Rule::NoJoint
        )
    }
}

/// The rule and the help for a complaint of the TOML parser.
pub(super) fn of_syntax(message: &str, text: usize, at_nothing: bool) -> (Rule, String) {
    if message.contains("recurs") {
        return (
            Rule::TooDeep,
            "write the tables under `[headers]` of their own".into(),
        );
    }
    if at_nothing && message.contains("string values must be quoted") {
        let rule = Rule::Syntax("no value after `=`".into());
        return (rule, "write a value, or remove the line".into());
    }
    let message = message
        .split(", expected literal string")
        .next()
        .unwrap_or(message);
    let help = if message.contains("duplicate key") {
        "every key and every [table] may appear once; give one of them another name"
    } else if text > 0 {
        "a value of `--set` is written as in the file; text needs quotes: --set 'title=\"…\"'"
    } else if message.contains("string") || message.contains("quote") {
        "text stands in straight quotes: \"…\""
    } else {
        ""
    };
    (Rule::Syntax(message.to_string()), help.to_string())
}
