//! Nothing leaves the machine: no verb asks the system for a connection, each works where there is no network at
//! all, and the program is not even able to make one.
#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Place, code, err};

/// Every verb, with words that keep it short; later ones need what earlier ones wrote.
const VERBS: [&str; 22] = [
    "run hamlet.toml --trials 40 --png --by-station 2 --out o",
    "demo --trials 20 --rare off",
    "check town.toml hamlet.toml",
    "new made.toml",
    "trace town.toml --trial 0",
    "capacity town.toml --trials 10",
    "why hamlet.toml --trials 20",
    "sweep hamlet.toml --trials 10 --vary groups.folk.adults=100..140",
    "compare hamlet.toml --trials 20",
    "backtest control.toml --trials 10",
    "lesson 1",
    "lineup town.toml --out l",
    "list",
    "plan hamlet.toml --trials 1000",
    "verify o",
    "run hamlet.toml --trials 64 --block-trials 32 --shard 1/1 --out s",
    "merge s --rare off",
    "schema",
    "completions bash",
    "man",
    "help",
    "--version",
];

/// A place in which all of them can be run.
fn place() -> Place {
    let place = Place::with_town();
    place.write("hamlet.toml", include_str!("../longruns/hamlet.toml"));
    place.write("control.toml", &super::shipped("norway-1905"));
    place
}

fn starts(program: &str, words: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(words).stdout(Stdio::null());
    let status = command.stderr(Stdio::null()).status();
    status.is_ok_and(|it| it.success())
}

/// Runs every verb through another program.
fn through(program: &str, words: &[&str], after: &dyn Fn(&Place, &str)) {
    let place = place();
    for line in VERBS {
        let typed: Vec<&str> = line.split(' ').collect();
        let command = place.command(&typed);
        let mut all = Command::new(program);
        all.args(words).arg(command.get_program());
        all.args(command.get_args())
            .current_dir(place.path("."))
            .stdin(Stdio::null());
        let output = all.output().expect("it was tried");
        assert_eq!(code(&output), 0, "{line}: {}", err(&output));
        after(&place, line);
    }
}

#[test]
fn no_verb_asks_the_system_for_the_network() {
    if !starts("strace", &["-qq", "-o", "/dev/null", "true"]) {
        eprintln!("SKIPPED: strace is not here or may not trace (apt-get install strace)");
        return;
    }
    let words = ["-f", "-qq", "-e", "trace=%network", "-o", "asked"];
    through("strace", &words, &|place, line| {
        let asked = place.read("asked");
        let calls: Vec<&str> = asked.lines().filter(|it| it.contains('(')).collect();
        assert!(calls.is_empty(), "{line}: {calls:?}");
    });
}

#[test]
fn every_verb_works_where_there_is_no_network() {
    if !starts("unshare", &["-rn", "true"]) {
        eprintln!("SKIPPED: a name space without a network is not permitted here");
        return;
    }
    through("unshare", &["-rn"], &|_, _| {});
}

#[test]
fn every_verb_is_among_them() {
    let output = Place::new().bare(&["--help"]).output().expect("it starts");
    let help = super::out(&output);
    let list = help.split("Commands:\n").nth(1).expect("verbs");
    let verbs = list.lines().take_while(|it| !it.is_empty());
    let named: BTreeSet<&str> = verbs
        .filter_map(|it| it.split_whitespace().next())
        .collect();
    let tried: BTreeSet<&str> = VERBS.iter().filter_map(|it| it.split(' ').next()).collect();
    let left: Vec<_> = named.difference(&tried).collect();
    assert!(named.len() > 15 && left.is_empty(), "{left:?}");
}

/// What is not linked cannot be called: sockets of the standard library are left out by the linker where
/// nothing uses them.
#[test]
fn the_program_has_no_way_to_make_a_connection() {
    let bytes = fs::read(env!("CARGO_BIN_EXE_scrutineer")).expect("it was built");
    let has = |name: &str| {
        let wanted = [b"\0", name.as_bytes(), b"\0"].concat();
        bytes.windows(wanted.len()).any(|it| it == wanted)
    };
    assert!(
        has("fsync") && has("rename"),
        "names of functions are found"
    );
    for name in [
        "socket",
        "connect",
        "bind",
        "listen",
        "accept4",
        "getaddrinfo",
        "sendto",
    ] {
        assert!(!has(name), "{name} is linked");
    }
}

#[test]
fn no_source_file_and_no_crate_is_about_the_network() {
    const WORDS: [&str; 9] = [
        "std::net",
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "UnixStream",
        "UnixListener",
        "UnixDatagram",
        "ToSocketAddrs",
        "SocketAddr",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = Vec::new();
    super::list(&root.join("src"), "", &mut names);
    let sources = names.iter().filter(|it| it.ends_with(".rs"));
    for name in sources {
        let text = fs::read_to_string(root.join("src").join(name)).expect("text");
        for word in WORDS {
            assert!(!text.contains(word), "{name}: {word}");
        }
    }
    const CRATES: [&str; 20] = [
        "reqwest",
        "hyper",
        "ureq",
        "curl",
        "isahc",
        "attohttpc",
        "minreq",
        "tokio",
        "async-std",
        "smol",
        "mio",
        "socket2",
        "native-tls",
        "openssl",
        "rustls",
        "quinn",
        "h2",
        "tungstenite",
        "hickory-resolver",
        "tiny_http",
    ];
    let lock = fs::read_to_string(root.join("Cargo.lock")).expect("committed");
    let lock: toml::Table = lock.parse().expect("TOML");
    let packages = lock["package"].as_array().expect("a list");
    assert!(packages.len() > 50);
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        assert!(!CRATES.contains(&name), "{name}, even if for tests only");
    }
}
