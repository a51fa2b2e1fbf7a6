//! The shipped scenarios, and what their authors say of them, in words.

use crate::model::Scenario;
use crate::report::clean;
use crate::report::library::Shelf;

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
