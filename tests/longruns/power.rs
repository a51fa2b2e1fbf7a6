//! A power cut while one block is written: every state that it may leave is made on disk and gone on from.
//!
//! `strace` records what is created, written, synced and renamed. What was not synced when the power went may be
//! there or not, in any order: a file without its name, a name whose file is empty, cut or full of zeros, the old
//! name, the new one, or both.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::calls::{can_trace, short, traced};
use super::{Place, is_block, is_whole};

/// One thing done to the folder.
#[derive(Clone, Debug, PartialEq)]
enum Done {
    Created,
    Written,
    Synced,
    Renamed,
    FolderSynced,
}

/// What was done to one file, in order: its temporary and its final name, relative to the folder.
#[derive(Debug)]
struct Way {
    temporary: String,
    last: String,
    done: Vec<Done>,
}

/// Reads a record of `strace`.
fn ways(record: &str) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    let mut open: BTreeMap<String, String> = BTreeMap::new();
    for line in record.lines() {
        let call = line.split_once(' ').map_or(line, |it| it.1).trim_start();
        let (name, rest) = call.split_once('(').unwrap_or((call, ""));
        let texts: Vec<&str> = rest.split('"').skip(1).step_by(2).collect();
        let number = rest
            .split([',', ')'])
            .next()
            .unwrap_or_default()
            .to_string();
        match name {
            "openat" => {
                let result = line.rsplit("= ").next().unwrap_or_default().to_string();
                open.insert(result, texts[0].to_string());
                if rest.contains("O_CREAT") && texts[0].ends_with(".scrutineer-tmp") {
                    ways.push(Way {
                        temporary: texts[0].to_string(),
                        last: String::new(),
                        done: vec![Done::Created],
                    });
                }
            }
            "write" | "fsync" | "fdatasync" => {
                let Some(way) = ways.last_mut() else { continue };
                let path = open.get(&number).cloned().unwrap_or_default();
                let own = path == way.temporary;
                if name == "write" && own {
                    way.done.push(Done::Written);
                } else if name != "write" && own {
                    way.done.push(Done::Synced);
                } else if name != "write" && way.last.starts_with(&format!("{path}/")) {
                    way.done.push(Done::FolderSynced);
                }
            }
            "rename" => {
                let way = ways.last_mut().expect("a file was made before");
                assert_eq!(texts[0], way.temporary);
                way.last = texts[1].to_string();
                way.done.push(Done::Renamed);
            }
            _ => {}
        }
    }
    ways
}

/// What may stand on disk after so much of a way: names and the bytes under them.
fn states(way: &Way, done: &[Done], bytes: &[u8]) -> Vec<Vec<(String, Vec<u8>)>> {
    let has = |what: Done| done.contains(&what);
    let mut contents = vec![bytes.to_vec()];
    if !has(Done::Synced) {
        contents = vec![Vec::new()];
        if has(Done::Written) {
            for tenth in 1..=10 {
                let at = bytes.len() * tenth / 10;
                contents.push(bytes[..at].to_vec());
                contents.push(vec![0; at]);
                contents.push([&bytes[..at], &vec![0; bytes.len() - at][..]].concat());
            }
        }
    }
    let (old, new) = (&way.temporary, &way.last);
    let mut names: Vec<Vec<&String>> = match (has(Done::Created), has(Done::FolderSynced)) {
        (_, true) => vec![vec![new]],
        (true, false) => vec![vec![], vec![old]],
        (false, false) => vec![vec![]],
    };
    if has(Done::Renamed) && !has(Done::FolderSynced) {
        names.extend([vec![new], vec![old, new]]);
    }
    let mut states: Vec<Vec<(String, Vec<u8>)>> = Vec::new();
    for names in names {
        for content in &contents {
            let state = names.iter().map(|it| (it.to_string(), content.clone()));
            states.push(state.collect());
        }
    }
    states.dedup();
    states
}

fn write(place: &Place, name: &str, bytes: &[u8]) {
    let path = place.path(name);
    fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("ours");
    fs::write(path, bytes).expect("ours");
}

#[test]
#[ignore = "a minute"]
fn power_that_goes_while_a_block_is_written_leaves_it_absent_or_whole() {
    if !can_trace() {
        return;
    }
    let place = Place::new();
    let calls = "trace=openat,write,fsync,fdatasync,rename";
    let output = traced(
        &place,
        &["-o", "record", "-e", calls],
        &short(&["--blocks", "3"]),
    );
    assert_eq!(output.status.code(), Some(0), "{}", super::err(&output));
    let record = fs::read_to_string(place.path("record")).expect("recorded");
    let mut lines = record
        .lines()
        .skip_while(|it| !it.contains("scrutineer-unfinished"));
    let synced = |it: &&str| it.contains("fsync(") || it.contains("O_EXCL");
    let first = lines.find(synced).unwrap_or_default();
    let ways = ways(&record);
    assert!(
        first.contains("fsync("),
        "the marker lasts before anything else is written"
    );
    let marker = fs::read(place.path("o/.scrutineer-unfinished")).expect("there");
    let expected = {
        let whole = Place::new();
        whole.well(&short(&[]));
        whole.digests("o")
    };
    let order = [
        Done::Created,
        Done::Written,
        Done::Synced,
        Done::Renamed,
        Done::FolderSynced,
    ];
    assert_eq!(ways.len(), 3, "the scenario, the plan, the block");
    let (mut tried, mut absent) = (0, 0);
    for (at, way) in ways.iter().enumerate() {
        let mut steps = way.done.clone();
        steps.dedup();
        assert_eq!(steps, order, "{}", way.last);
        let bytes = fs::read(place.path(&way.last)).expect("it was written");
        for step in 0..=way.done.len() {
            for state in states(way, &way.done[..step], &bytes) {
                tried += 1;
                let cut = Place::new();
                fs::create_dir_all(cut.path("o/blocks")).expect("ours");
                for earlier in &ways[..at] {
                    write(
                        &cut,
                        &earlier.last,
                        &fs::read(place.path(&earlier.last)).expect("there"),
                    );
                }
                for (name, bytes) in &state {
                    write(&cut, name, bytes);
                }
                // The name of the marker was synced before, what it says was not.
                let says: &[u8] = if tried % 2 == 0 { &marker } else { b"" };
                write(&cut, "o/.scrutineer-unfinished", says);
                let blocks = cut.blocks("o");
                for name in blocks.iter().filter(|it| is_block(it)) {
                    let bytes = fs::read(cut.path("o/blocks").join(name)).expect("listed");
                    assert!(is_whole(&bytes), "{name}: {state:?}");
                }
                absent += u32::from(!blocks.iter().any(|it| is_block(it)));
                cut.well(&short(&["--resume"]));
                assert!(cut.digests("o") == expected, "{}, step {step}", way.last);
            }
        }
    }
    println!("{tried} states, in {absent} of them no block; every run went on to the same bytes");
    assert!(tried >= 50 && absent < tried);
}
