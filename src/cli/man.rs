//! `man`: the manual page, made from the same words as `--help`.

use super::args::{self, Man};
use super::exit::{Exit, Failure};
use super::streams::Voice;

/// Prints the page of the command, or of one verb.
pub fn man(args: &Man, voice: &Voice) -> Result<Exit, Failure> {
    let (page, title) = match &args.verb {
        None => (args::command(), "SCRUTINEER".to_string()),
        Some(verb) => (
            page_of(verb)?,
            format!("SCRUTINEER-{}", verb.to_uppercase()),
        ),
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page)
        .title(title)
        .date("") // no date: the same version prints the same page
        .source(concat!("scrutineer ", env!("CARGO_PKG_VERSION")))
        .manual("Scrutineer")
        .render(&mut roff)
        .expect("writing to memory cannot fail");
    voice.out(&String::from_utf8_lossy(&roff))?;
    Ok(Exit::Done)
}

/// The verb's part of the command line, under its full name.
fn page_of(verb: &str) -> Result<clap::Command, Failure> {
    let mut command = args::command();
    command.build();
    command
        .find_subcommand(verb)
        .cloned()
        .ok_or_else(|| Failure::Unknown {
            what: "verb",
            name: verb.into(),
            known: command
                .get_subcommands()
                .map(|known| known.get_name().to_string())
                .collect(),
        })
}
