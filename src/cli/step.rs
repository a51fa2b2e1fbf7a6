//! Step mode: one day, ten days, a thousand, each on Enter.

use std::io::{self, IsTerminal};

use super::exit::Failure;
use super::streams::Voice;
use crate::compare::Comparison;
use crate::model::Scenario;
use crate::report::{self, Style};
use crate::words;

/// Shows the first days of a run beside its first headline figure, in three steps. Waits for Enter
/// between them where somebody can press it.
///
/// # Errors
/// [`Failure::Stdout`].
pub fn show(scenario: &Scenario, comparison: &Comparison, voice: &Voice) -> Result<(), Failure> {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let style = Style {
        width: 80,
        color: voice.color_out,
        ascii: voice.plain || dumb,
    };
    let steps = report::steps(scenario, comparison, style);
    let mut asks = io::stdin().is_terminal() && io::stderr().is_terminal();
    for step in steps {
        voice.out(&format!("{step}\n"))?;
        if asks {
            asks = wait(words::steps::NEXT, voice);
        }
    }
    Ok(())
}

/// Says `prompt` and waits for Enter; whether anything more can be read.
pub fn wait(prompt: &str, voice: &Voice) -> bool {
    voice.say(prompt);
    let mut line = String::new();
    io::stdin()
        .read_line(&mut line)
        .is_ok_and(|bytes| bytes > 0)
}
