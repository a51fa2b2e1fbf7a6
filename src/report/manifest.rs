//! `run.json`: how the folder beside it came about, and the hash of every file in it.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Artefact, RunInfo, clean};
use crate::model::Scenario;
use crate::trials::VariantRun;

/// Name and number of the manifest's schema.
pub const SCHEMA: &str = "scrutineer.run/1";

/// The SHA-256 of some bytes, in lower-case hexadecimal digits.
///
/// The hashes of the resolved scenario and of its tables, with the seed, the number of trials and the version, names a
/// run: two folders that agree in all of them hold the same numbers.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The manifest over the other files; the only file with a time of day.
pub fn manifest(
    scenario: &Scenario,
    runs: &[VariantRun],
    run: &RunInfo,
    resolved: &str,
    files: &[Artefact],
) -> String {
    let label = |id: &str| {
        let rival = scenario.variants.iter().find(|v| v.id == id);
        rival.map_or(scenario.base_label.as_str(), |v| v.label.as_str())
    };
    let sets: Vec<Value> = runs
        .iter()
        .map(|r| {
            json!({
                "id": r.id,
                "label": clean::plain(label(&r.id)),
                "trials": r.done,
                "lanes": lanes(run, &r.id),
            })
        })
        .collect();
    let files: Vec<Value> = files
        .iter()
        .map(|f| json!({ "name": f.name, "bytes": f.bytes.len(), "sha256": sha256(&f.bytes) }))
        .chain(
            run.written
                .iter()
                .map(|f| json!({ "name": f.name, "bytes": f.bytes, "sha256": f.sha256 })),
        )
        .collect();
    let document = json!({
        "schema": SCHEMA,
        "scenario": clean::plain(&scenario.name),
        "scenario_sha256": sha256(resolved.as_bytes()),
        "tables": run.tables.iter().map(|(name, hash)| json!({ "name": name, "sha256": hash })).collect::<Vec<_>>(),
        "version": clean::plain(&run.version),
        "seed": run.seed,
        "trials": run.trials,
        "by_station": run.by_station,
        "interrupted": run.interrupted,
        "variants": sets,
        "started": run.started.as_deref().map(clean::plain),
        "command": run.command.iter().map(|w| clean::plain(w)).collect::<Vec<_>>(),
        "threads": run.threads,
        "lane": run.lane,
        "rare": run.rare,
        "dice": "chacha8 and xoshiro256++, keyed by seed, purpose, trial and place",
        "files": files,
    });
    let mut text = serde_json::to_string_pretty(&document).expect("a JSON value always has a text");
    text.push('\n');
    text
}

/// Which lane played which set of stations of a set of assumptions: `poll/set` to the lane's word.
fn lanes(run: &RunInfo, variant: &str) -> Value {
    let played = run.played.iter().find(|played| played.variant == variant);
    let sets = played.into_iter().flat_map(|played| &played.sets);
    let entry = |(set, lane): &(String, String)| (clean::plain(set), json!(lane));
    sets.map(entry).collect::<serde_json::Map<_, _>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn hashes_are_those_of_the_standard() {
        // FIPS 180-4, the example "abc".
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn the_sample_manifest() {
        let files = [Artefact {
            name: "report.html".into(),
            bytes: b"abc".to_vec(),
        }];
        insta::assert_snapshot!(manifest(
            &sample::scenario(),
            &sample::runs(),
            &sample::run(),
            "title = 1\n",
            &files
        ));
    }
}
