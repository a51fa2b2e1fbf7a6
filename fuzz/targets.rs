//! What is done with bytes from outside: one function a reader. Shared by the fuzz targets and by
//! `tests/corpus.rs`, which plays the kept corpus in the ordinary suite.
//!
//! Each returns for every input, and panics when a promise is broken.

use std::sync::{Arc, OnceLock};

use scrutineer::cli;
use scrutineer::engine::{Freeze, Lane};
use scrutineer::model::{Assumptions, Scenario};
use scrutineer::random::Seed;
use scrutineer::report::blocks::{self, Place};
use scrutineer::scenario::{self, NoTable};
use scrutineer::trials::{self, Block, Go, Settings};
use sha2::{Digest, Sha256};

/// What is done with the bytes.
pub type Play = fn(&[u8]);

/// The targets by name.
pub const ALL: [(&str, Play); 4] = [
    ("scenario", scenario),
    ("station_table", station_table),
    ("block", block),
    ("manifest", manifest),
];

/// A table that any scenario may call for.
const TABLE: &str = "id,registered,booths,district\na,900,2,north\nb,1200,3,south\n";

/// The reader of scenarios: text, then (after a NUL) the path and the value of a `--set`.
pub fn scenario(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.splitn(3, '\0');
    let text = parts.next().unwrap_or_default();
    let sets = match (parts.next(), parts.next()) {
        (Some(path), Some(value)) => vec![(path.to_string(), value.to_string())],
        _ => Vec::new(),
    };
    let tables = |_: &str| Ok(Arc::from(TABLE.as_bytes()));
    match scenario::read_with_tables(text, "fuzz.toml", &sets, &tables) {
        Err(problems) => {
            let said = problems.render(false);
            assert!(said.lines().count() > 1, "a refusal says why");
            assert_tame(&said);
        }
        Ok(checked) => {
            assert_tame(&checked.warnings.render(false));
            let resolved = scenario::resolved_with_tables(text, &sets, &tables);
            let Ok(resolved) = resolved else {
                panic!("taken once, refused once");
            };
            match scenario::resolved_with_tables(&resolved, &[], &tables) {
                Ok(again) => assert_eq!(resolved, again, "the canonical text is its own"),
                Err(problems) => panic!("{}\n{resolved}", problems.render(false)),
            }
        }
    }
}

/// Whose figures stand in a table of stations.
const RETURNS: &str = "\n[sources.s]\ntitle = \"S\"\n\n[[returns]]\npoll = \"vote\"\noption = \"yes\"\nsource = \"s\"\n";

/// The reader of tables of stations.
pub fn station_table(data: &[u8]) {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT
        .get_or_init(|| include_str!("small.toml").replace("count = 2", "file = \"stations.csv\""));
    // Whoever writes of votes has a report that somebody must answer for.
    let reports = data.windows(5).any(|five| five == b"votes");
    let text = &match reports {
        true => format!("{text}{RETURNS}"),
        false => text.clone(),
    };
    let bytes: Arc<[u8]> = data.into();
    let tables = |name: &str| match name {
        "stations.csv" => Ok(bytes.clone()),
        _ => Err(NoTable::Missing),
    };
    match scenario::read_with_tables(text, "fuzz.toml", &[], &tables) {
        Err(problems) => assert_tame(&problems.render(false)),
        Ok(checked) => {
            let set = &checked.scenario.assumptions.polls[0].stations[0];
            assert!(set.count > 0, "a set of stations has a station");
            for returns in &checked.scenario.returns {
                assert_eq!(
                    returns.stations.len(),
                    set.count as usize,
                    "each has a place"
                );
            }
        }
    }
}

/// The reader of blocks. A first byte below 128 asks for a last line that fits, so that what
/// stands before it is looked at as well.
pub fn block(data: &[u8]) {
    let (of, place) = (small(), place());
    let empty = || trials::empty(of, Lane::Auto, 6, 2);
    let _ = blocks::number(&String::from_utf8_lossy(data));
    let mut bytes = data.to_vec();
    if let Some((first, body)) = data.split_first()
        && *first < 128
    {
        let sha256 = hexadecimal(&Sha256::digest(body));
        bytes = body.to_vec();
        let last = format!("# scrutineer.block/1 plan=ab12 block=3 rows=2 sha256={sha256}\n");
        bytes.extend_from_slice(last.as_bytes());
    }
    if let Ok(table) = blocks::read(&bytes, &place, empty()) {
        assert!(bytes == blocks::write(&place, &table), "it was written so");
    }
}

/// A block as it is written, with the first byte that [`block`] takes away.
#[allow(dead_code)] // the tests alone want it
pub fn whole_block() -> Vec<u8> {
    let settings = Settings {
        seed: Seed(1),
        first: 6,
        trials: 2,
        freeze: Freeze::No,
        lane: Lane::Auto,
        threads: Some(1),
    };
    let table = trials::run(small(), &settings, &|_| Go::On).expect("a small scenario is played");
    let bytes = blocks::write(&place(), &table);
    let body = bytes.trim_ascii_end();
    let last = body.iter().rposition(|&byte| byte == b'\n').expect("lines");
    [&[0], &bytes[..=last]].concat()
}

/// The reader of `run.json` and `plan.json`, as `merge`, `verify` and `run` meet them.
pub fn manifest(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for said in cli::sayings_of_manifest(&text) {
        assert_tame(&said);
    }
}

fn place() -> Place<'static> {
    Place {
        plan: "ab12",
        variant: "base",
        of: small(),
        block: Block {
            number: 3,
            set: 0,
            freeze: Freeze::No,
            first: 6,
            trials: 2,
        },
    }
}

/// No escape sequence and nothing that turns the direction of text.
fn assert_tame(said: &str) {
    let wild = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(
                c,
                '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            )
    };
    assert!(!said.contains(wild), "{said:?}");
}

fn small() -> &'static Assumptions {
    static SMALL: OnceLock<Scenario> = OnceLock::new();
    let read = || match scenario::read(include_str!("small.toml"), "small.toml") {
        Ok(checked) => checked.scenario,
        Err(problems) => panic!("{}", problems.render(false)),
    };
    &SMALL.get_or_init(read).assumptions
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
