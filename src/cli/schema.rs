//! `schema`: the JSON Schema of scenario files.

use super::exit::{Exit, Failure};
use super::streams::Voice;

/// Prints the schema; an editor that is told of it completes and checks scenario files.
pub fn schema(voice: &Voice) -> Result<Exit, Failure> {
    voice.out(&crate::scenario::schema())?;
    Ok(Exit::Done)
}
