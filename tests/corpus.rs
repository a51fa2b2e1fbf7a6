//! The kept corpus of the fuzz targets, played in the ordinary suite: what once found a way into the readers
//! goes that way again, and every promise that `fuzz/targets.rs` holds is held here too.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../fuzz/targets.rs"]
mod targets;

fn folder(target: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("fuzz/corpus").join(target)
}

/// The inputs of a target in the order of their names.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder(target)).expect("part of the project");
    let files = entries.map(|it| it.expect("readable").path());
    let mut inputs: Vec<_> = files
        .map(|path| {
            let name = path.display().to_string();
            (name, fs::read(&path).expect("readable"))
        })
        .collect();
    inputs.sort();
    inputs
}

#[test]
fn every_input_of_the_corpus_keeps_the_promises() {
    for (target, play) in targets::ALL {
        let inputs = corpus(target);
        assert!(inputs.len() > 1, "{target} has no corpus");
        for (name, bytes) in inputs {
            let played = std::panic::catch_unwind(|| play(&bytes));
            assert!(played.is_ok(), "{name}");
        }
    }
}

/// Without a whole block the search would have to find one by itself.
#[test]
fn the_corpus_holds_a_block_as_it_is_written() {
    let written = targets::whole_block();
    let held = fs::read(folder("block").join("whole")).unwrap_or_default();
    let shown = String::from_utf8_lossy(&written);
    assert!(
        held == written,
        "fuzz/corpus/block/whole is to be: {shown:?}"
    );
}

/// Every tenth input, cut short at a few places and with single bytes turned.
#[test]
fn damaged_inputs_keep_the_promises_too() {
    for (target, play) in targets::ALL {
        for (name, bytes) in corpus(target).into_iter().step_by(10) {
            for part in 1..8 {
                let at = bytes.len() * part / 8;
                let mut turned = bytes.clone();
                if let Some(byte) = turned.get_mut(at) {
                    *byte ^= 1 << (part - 1);
                }
                let played = std::panic::catch_unwind(|| {
                    play(&bytes[..at]);
                    play(&turned);
                });
                assert!(played.is_ok(), "{name}, at {at}");
            }
        }
    }
}

#[test]
fn every_target_is_built_and_has_its_corpus() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let names = |folder: &str| {
        let entries = fs::read_dir(root.join(folder)).expect("part of the project");
        let stems = entries.map(|it| {
            let path = it.expect("readable").path();
            path.file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        });
        let mut names: Vec<String> = stems.collect();
        names.sort();
        names
    };
    let mut known: Vec<String> = targets::ALL.iter().map(|it| it.0.to_string()).collect();
    known.sort();
    assert_eq!(known, names("fuzz_targets"));
    assert_eq!(known, names("corpus"));
}
