//! The shipped scenarios, and what their authors say of them, in words.

use crate::model::Scenario;
use crate::words::clean;

/// Where a shipped scenario stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// A poll whose figures are asked about.
    Case,
    /// A poll whose figures are trusted: nothing may raise an alarm.
    Control,
    /// A made-up poll that teaches one thing.
    Lesson,
}

impl Shelf {
    /// All shelves, in the order of the list.
    pub const ALL: [Shelf; 3] = [Shelf::Case, Shelf::Control, Shelf::Lesson];

    /// The identifier: `case`, `control` or `lesson`.
    pub fn word(self) -> &'static str {
        match self {
            Shelf::Case => "case",
            Shelf::Control => "control",
            Shelf::Lesson => "lesson",
        }
    }
}

/// Headings of the columns of the list as a table.
pub const LIBRARY_COLUMNS: [&str; 3] = ["Scenario", "Question", "Its authors' answer"];

/// The heading of a shelf.
pub fn shelf(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Case => "Cases",
        Shelf::Control => "Controls: trusted figures, on which no alarm may be raised",
        Shelf::Lesson => "Lessons",
    }
}

/// What the scenario's authors take from it, marked as theirs; `None` when they say nothing.
pub fn authors(scenario: &Scenario) -> Option<String> {
    let answer = scenario.answer.as_deref().map(clean::inline)?;
    Some(format!("The scenario's authors say: {answer}"))
}
