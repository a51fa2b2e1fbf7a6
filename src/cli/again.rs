//! A run again, from what a folder tells of it: its manifest or its plan.

use std::path::Path;

use clap::ValueEnum;
use serde_json::Value;

use super::args::{LOOK_SECONDS, SeedArg, Sets, Simulate};
use super::exit::Failure;
use super::lane::LaneArg;
use super::rare::RareArg;
use super::reading;
use super::tables::Beside;
use super::understand::Source;
use crate::random::Seed;

/// The flags that make a run the one that a manifest or a plan tells of; `None` when it tells of none.
pub fn flags(held: &Value) -> Option<Simulate> {
    let number = |key: &str| held.get(key).and_then(Value::as_u64);
    let word = |key: &str| held.get(key).and_then(Value::as_str);
    let sets = held.get("variants")?.as_array()?.iter();
    let mut variants: Vec<String> = sets
        .map(|set| Some(set.get("id")?.as_str()?.to_string()))
        .collect::<Option<_>>()?;
    if variants.len() > 1 {
        variants.retain(|id| id != "base"); // always there; alone it means no variant
    }
    let seed = SeedArg {
        seed: Seed(number("seed")?),
        random: false,
    };
    Some(Simulate {
        seed,
        trials: Some(number("trials")?),
        max_time: LOOK_SECONDS,
        sets: Sets { sets: Vec::new() },
        variants,
        lane: Some(LaneArg::from_str(word("lane")?, false).ok()?),
        rare: match word("rare") {
            None => RareArg::Headline,
            Some(word) => RareArg::from_str(word, false).ok()?,
        },
        threads: None,
        out: None,
        force: false,
        png: false,
        json: false,
        step: false,
        deny: None,
        fail_if: None,
    })
}

/// A resolved scenario in a folder, with the tables beside it, under the name it had.
///
/// # Errors
/// [`Failure::Unreadable`].
pub fn source(folder: &Path, file: &str, name: &str) -> Result<Source, Failure> {
    let path = folder.join(file);
    Ok(Source {
        file: format!("{name}.toml"),
        text: reading::scenario_text(&path)?,
        tables: Beside::file(&path),
    })
}

/// A path as a shell takes it.
pub fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./,=:+@".contains(c);
    match !path.is_empty() && path.chars().all(plain) {
        true => path.into(),
        false => format!("'{}'", path.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_of_a_run_are_those_of_its_manifest() {
        let held = serde_json::json!({
            "seed": 7, "trials": 100, "lane": "count", "rare": "off",
            "variants": [{ "id": "base" }, { "id": "low" }],
        });
        let flags = flags(&held).expect("complete");
        assert_eq!((flags.seed.seed, flags.trials), (Seed(7), Some(100)));
        assert_eq!(flags.variants, ["low"]);
        assert_eq!(
            (flags.lane, flags.rare),
            (Some(LaneArg::Count), RareArg::Off)
        );
        let alone = serde_json::json!({
            "seed": 7, "trials": 100, "lane": "auto", "variants": [{ "id": "base" }],
        });
        assert_eq!(super::flags(&alone).expect("complete").variants, ["base"]);
        assert!(super::flags(&serde_json::json!({ "seed": 7 })).is_none());
    }

    #[test]
    fn paths_with_blanks_are_quoted() {
        assert_eq!(quoted("a/b-1.toml"), "a/b-1.toml");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }
}
