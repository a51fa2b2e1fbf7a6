//! `list`: what comes with the command.

use super::exit::{Exit, Failure};
use super::shipped::ALL;
use super::streams::Voice;

/// Prints name, title and question of every shipped scenario.
pub fn list(voice: &Voice) -> Result<Exit, Failure> {
    let mut text = String::new();
    for shipped in &ALL {
        let checked = crate::scenario::read(shipped.text, shipped.name)
            .expect("shipped scenarios are checked by the tests");
        let scenario = checked.scenario;
        text += &format!("{}\n    {}\n", shipped.name, scenario.title);
        if let Some(question) = &scenario.question {
            text += &format!("    {question}\n");
        }
    }
    voice.out(&text)?;
    voice.note("\nA copy to change: scrutineer new --from NAME");
    Ok(Exit::Done)
}
