//! Names of tables that lead elsewhere: out of the folder, to devices, in circles. None is followed.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use super::{Place, code, err};

const TABLE: &str = "id,registered\nschool,900\n";

/// A scenario that names a table, as a TOML string.
fn naming(place: &Place, name: &str) {
    let text = scrutineer::scenario::template();
    let name = name.replace('\\', "\\\\").replace('"', "\\\"");
    place.write(
        "poll.toml",
        &text.replace("count            = 3", &format!("file = \"{name}\"")),
    );
}

#[test]
fn a_table_that_is_elsewhere_is_never_read() {
    let outside = Place::new();
    outside.write("secret.csv", TABLE);
    let secret = outside.path("secret.csv");
    let inside = outside.path("home");
    fs::create_dir(&inside).expect("ours");
    let place = Place::new();
    fs::create_dir(place.path("sub")).expect("ours");
    let link = |target: &str, name: &str| symlink(target, place.path(name)).expect("ours");
    link(&secret.display().to_string(), "out.csv");
    link(&outside.path(".").display().to_string(), "outfolder");
    link("/proc/self/environ", "environ.csv");
    link("/dev/zero", "zero.csv");
    link("/dev/stdin", "stdin.csv");
    link("/proc/self/fd/0", "fd.csv");
    link("itself.csv", "itself.csv");
    link("b.csv", "a.csv");
    link("a.csv", "b.csv");
    link("nowhere.csv", "dangling.csv");
    link("..", "up");
    for at in 0..60 {
        link(&format!("chain{}.csv", at + 1), &format!("chain{at}.csv"));
    }
    place.write("chain60.csv", TABLE);
    let fifo = Command::new("mkfifo").arg(place.path("pipe.csv")).status();
    assert!(fifo.expect("mkfifo is there").success());
    let folder = place.path(".").display().to_string();
    let name = place.path(".");
    let name = name.canonicalize().expect("ours");
    let own = name
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    place.write("there.csv", TABLE);

    let long = format!("{}there.csv", "./".repeat(5_000));
    let deep = format!("{}there.csv", "sub/../".repeat(100));
    let tries = [
        "../secret.csv".to_string(),
        format!("../{own}/there.csv"),
        "sub/../../secret.csv".into(),
        "sub/../there.csv".into(),
        deep,
        long,
        "/etc/passwd".into(),
        format!("{folder}/there.csv"),
        "//etc/passwd".into(),
        secret.display().to_string(),
        "out.csv".into(),
        "outfolder/secret.csv".into(),
        "up/there.csv/../../x.csv".into(),
        format!("up/{own}/../secret.csv"),
        "environ.csv".into(),
        "zero.csv".into(),
        "stdin.csv".into(),
        "fd.csv".into(),
        "itself.csv".into(),
        "a.csv".into(),
        "dangling.csv".into(),
        "chain0.csv".into(),
        "pipe.csv".into(),
        "/proc/self/environ".into(),
        "/dev/zero".into(),
        "/dev/stdin".into(),
        "C:\\windows\\win.ini".into(),
        "C:/windows/win.ini".into(),
        "c:secret.csv".into(),
        "\\\\server\\share\\a.csv".into(),
        "//server/share/a.csv".into(),
        "..\\secret.csv".into(),
        "~/secret.csv".into(),
        "$HOME/secret.csv".into(),
        "file:///etc/passwd".into(),
        "https://example.org/a.csv".into(),
        "".into(),
        ".".into(),
        "..".into(),
        "sub".into(),
        "there.csv/".into(),
        "there.csv\\u0000.csv".into(),
        "a\\nb.csv".into(),
    ];
    assert!(tries.len() >= 40);
    for name in &tries {
        // Escapes of TOML stay as they are written here.
        match name.contains("\\u") || name.contains("\\n") && !name.contains("windows") {
            true => {
                let text = scrutineer::scenario::template();
                let line = format!("file = \"{name}\"");
                place.write("poll.toml", &text.replace("count            = 3", &line));
            }
            false => naming(&place, name),
        }
        let shown: String = name.chars().take(60).collect();
        let mut command = place.command(&["check", "poll.toml"]);
        let output = command
            .env("HOME", inside.clone())
            .output()
            .expect("it starts");
        let talk = err(&output);
        assert_eq!(code(&output), 1, "{shown}: {talk}");
        assert!(talk.contains("poll.toml:"), "{shown}: {talk}");
        assert!(talk.len() < 3_000, "{shown}: {}", talk.len());
        assert!(!talk.contains("root:"), "{shown}: {talk}");
    }
    // The same folder, asked for plainly.
    naming(&place, "there.csv");
    assert_eq!(code(&place.run(&["check", "poll.toml"])), 0);
}
