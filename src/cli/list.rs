//! `list`: what comes with the command.

use clap::Args as ClapArgs;

use super::exit::{Exit, Failure};
use super::shipped;
use super::streams::Voice;
use crate::report::library::{Book, as_json, as_markdown, as_text};
use crate::words::command as says;

/// What may be said after `list`.
#[derive(ClapArgs, Debug)]
pub struct Args {
    /// As one JSON document
    #[arg(long, conflicts_with = "markdown")]
    pub json: bool,
    /// As tables of Markdown
    #[arg(long)]
    pub markdown: bool,
}

/// Prints name, title, question and the authors' answer of every shipped scenario.
pub fn list(args: &Args, voice: &Voice) -> Result<Exit, Failure> {
    let books: Vec<Book> = shipped::all().map(book).collect();
    if args.json {
        voice.out(&as_json(&books))?;
    } else if args.markdown {
        voice.out(&as_markdown(&books))?;
    } else {
        voice.out(&as_text(&books))?;
        voice.note(says::COPY);
    }
    Ok(Exit::Done)
}

fn book(of: &shipped::Shipped) -> Book {
    let source = of.source();
    let tables = |name: &str| source.tables.get(name);
    let checked = crate::scenario::read_with_tables(of.text, of.name, &[], &tables)
        .expect("shipped scenarios are checked by the tests");
    Book {
        name: of.name,
        shelf: of.shelf,
        scenario: checked.scenario,
    }
}
