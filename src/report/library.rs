//! The scenarios that come with the command, listed: name, title, question and the authors' answer.

use serde_json::{Value, json};

use super::{clean, words};
use crate::model::Scenario;
pub use crate::words::Shelf;

/// Name and number of the schema of [`as_json`].
pub const SCHEMA: &str = "scrutineer.list/1";

/// One scenario of the list.
pub struct Book {
    /// The name by which the command knows it.
    pub name: &'static str,
    /// Where it stands.
    pub shelf: Shelf,
    /// The checked scenario.
    pub scenario: Scenario,
}

/// For people: shelf by shelf, a few lines each. Lines end with line feeds.
pub fn as_text(books: &[Book]) -> String {
    let of_book = |book: &Book| {
        let said = [Some(clean::inline(&book.scenario.title)), question(book)];
        let lines = said.into_iter().chain([words::authors(&book.scenario)]);
        let lines = lines.flatten().map(|line| format!("    {line}\n"));
        format!("  {}\n{}", book.name, lines.collect::<String>())
    };
    let shelves = full(books).map(|(shelf, books)| {
        let books = books.iter().map(|book| of_book(book));
        format!("{}\n{}", words::shelf(shelf), books.collect::<String>())
    });
    shelves.collect::<Vec<_>>().join("\n")
}

/// One JSON document, schema `scrutineer.list/1`; what a scenario does not state is `null`.
pub fn as_json(books: &[Book]) -> String {
    let of_book = |book: &Book| -> Value {
        let text = |text: &Option<String>| text.as_deref().map(clean::plain);
        json!({
            "name": book.name,
            "kind": book.shelf.word(),
            "title": clean::plain(&book.scenario.title),
            "question": text(&book.scenario.question),
            "authors_answer": text(&book.scenario.answer),
            "date": text(&book.scenario.date),
            "reported_figures": book.scenario.reported.len(),
            "variants": book.scenario.variants.len(),
            "trials": book.scenario.trials,
        })
    };
    let books = full(books).flat_map(|(_, books)| books).map(of_book);
    let document = json!({ "schema": SCHEMA, "scenarios": books.collect::<Vec<_>>() });
    let mut text = serde_json::to_string_pretty(&document).expect("a JSON value always has a text");
    text.push('\n');
    text
}

/// Markdown: a heading and a table a shelf.
pub fn as_markdown(books: &[Book]) -> String {
    let row = |cells: [String; 3]| format!("| {} |\n", cells.join(" | "));
    let of_book = |book: &Book| {
        let answer = book.scenario.answer.as_deref().map(clean::inline);
        row([
            format!("`{}`", book.name),
            cell(&question(book).unwrap_or_default()),
            cell(&answer.unwrap_or_default()),
        ])
    };
    let shelves = full(books).map(|(shelf, books)| {
        let head = row(words::LIBRARY_COLUMNS.map(str::to_string));
        let books = books.into_iter().map(of_book).collect::<String>();
        format!(
            "### {}\n\n{head}|---|---|---|\n{books}",
            words::shelf(shelf)
        )
    });
    shelves.collect::<Vec<_>>().join("\n")
}

/// The shelves that hold anything, each with its books in the order given.
fn full(books: &[Book]) -> impl Iterator<Item = (Shelf, Vec<&Book>)> {
    let of = |shelf| {
        let books = books.iter().filter(|book| book.shelf == shelf);
        (shelf, books.collect::<Vec<_>>())
    };
    Shelf::ALL.map(of).into_iter().filter(|of| !of.1.is_empty())
}

fn question(book: &Book) -> Option<String> {
    book.scenario.question.as_deref().map(clean::inline)
}

/// Text inside a table of Markdown: nothing in it may end the cell or begin a tag.
fn cell(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('|', "\\|");
    escaped.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(name: &'static str, shelf: Shelf, question: &str) -> Book {
        let scenario = Scenario {
            title: format!("Title of {name}"),
            question: Some(question.into()),
            answer: (shelf != Shelf::Lesson).then(|| "Yes.".into()),
            ..Scenario::default()
        };
        Book {
            name,
            shelf,
            scenario,
        }
    }

    fn books() -> [Book; 3] {
        [
            book("last", Shelf::Lesson, "Is it <fair>?"),
            book("first", Shelf::Case, "One | two?"),
            book("then", Shelf::Control, "Quiet?"),
        ]
    }

    #[test]
    fn shelves_come_in_their_order_and_empty_ones_not_at_all() {
        let text = as_text(&books());
        let at = |name: &str| text.find(name).expect(name);
        assert!(
            at("first") < at("then") && at("then") < at("last"),
            "{text}"
        );
        assert_eq!(text.matches("The scenario's authors say: Yes.").count(), 2);
        assert!(!as_text(&books()[..1]).contains("Cases"));
    }

    #[test]
    fn text_of_the_author_cannot_break_the_table() {
        let text = as_markdown(&books());
        assert!(text.contains("| `first` | One \\| two? | Yes. |"), "{text}");
        assert!(text.contains("| `last` | Is it &lt;fair>? |  |"), "{text}");
    }

    #[test]
    fn json_names_the_shelf_and_what_is_not_said() {
        let document: Value = serde_json::from_str(&as_json(&books())).expect("JSON");
        assert_eq!(document["schema"], SCHEMA);
        assert_eq!(document["scenarios"][0]["kind"], "case");
        assert_eq!(document["scenarios"][2]["authors_answer"], Value::Null);
    }
}
