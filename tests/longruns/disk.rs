//! Disks that are full, folders that cannot be written any more: told in one line with the path and
//! the reason, and nothing is lost.

use std::fs;
use std::process::{Command, Output, Stdio};

use super::{Place, RUN, err, is_block, is_whole, out, undisturbed};

/// Runs a script in which `$RUN` is the command of this run, without `--out`.
fn script(place: &Place, shell: &[&str], text: &str) -> Output {
    let run = format!("'{}' {}", env!("CARGO_BIN_EXE_scrutineer"), RUN.join(" "));
    Command::new(shell[0])
        .args(&shell[1..])
        .args(["bash", "-c", &text.replace("$RUN", &run)])
        .env("SOURCE_DATE_EPOCH", "1163289600")
        .current_dir(place.path("."))
        .stdin(Stdio::null())
        .output()
        .expect("it starts")
}

/// Runs a script that mounts, in a name space of its own; `None`, and a word, where that is not
/// permitted.
fn mounting(place: &Place, text: &str) -> Option<Output> {
    for space in [&["unshare", "-m"][..], &["unshare", "-rm"]] {
        let try_it = "mkdir -p try && mount -t tmpfs -o size=64k none try && umount try";
        let tried = Command::new(space[0])
            .args(&space[1..])
            .args(["bash", "-c", try_it])
            .current_dir(place.path("."))
            .output();
        if tried.is_ok_and(|it| it.status.success()) {
            return Some(script(place, space, text));
        }
    }
    eprintln!("SKIPPED: mounting a file system is not permitted here");
    None
}

#[test]
fn a_limit_on_file_sizes_is_told_and_overcome() {
    let place = Place::new();
    let output = script(&place, &["env"], "ulimit -f 4; $RUN --out o");
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    let talk = err(&output);
    let told = "error: cannot write o/blocks/part-000000.csv: File too large";
    assert!(talk.contains(told), "{talk}");
    assert_eq!(talk.lines().count(), 1, "{talk}");
    assert!(place.blocks("o").iter().all(|name| !name.contains("tmp")));
    place.well(&[&RUN[..], &["--out", "o", "--resume"]].concat());
    assert!(place.digests("o") == undisturbed());
}

#[test]
fn a_limit_on_files_that_only_the_last_ones_exceed_keeps_every_block() {
    let place = Place::new();
    let output = script(&place, &["env"], "ulimit -f 64; $RUN --out o");
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    assert!(
        err(&output).contains("o/trials.csv: File too large"),
        "{}",
        err(&output)
    );
    assert_eq!(
        place.blocks("o").iter().filter(|it| is_block(it)).count(),
        64
    );
    place.well(&[&RUN[..], &["--out", "o", "--resume"]].concat());
    assert!(place.digests("o") == undisturbed());
}

#[test]
fn a_disk_that_fills_up_keeps_what_is_written_and_the_run_goes_on_once_there_is_room() {
    let place = Place::new();
    let text = "mkdir o && mount -t tmpfs -o size=256k none o && $RUN --out o
        echo \"code $?\"; cp -r o full; mount -o remount,size=64m o
        $RUN --out o --resume && cp -r o done";
    let Some(output) = mounting(&place, text) else {
        return;
    };
    assert!(
        out(&output).starts_with("code 3\n"),
        "{}{}",
        out(&output),
        err(&output)
    );
    let talk = err(&output);
    let told = |line: &str| {
        line.starts_with("error: cannot write o/") && line.contains("No space left on device")
    };
    assert!(talk.lines().next().is_some_and(told), "{talk}");
    let blocks: Vec<String> = place.blocks("full");
    let blocks = blocks.iter().filter(|it| is_block(it));
    let bytes: Vec<Vec<u8>> = blocks
        .map(|it| fs::read(place.path("full/blocks").join(it)).expect("copied"))
        .collect();
    assert!((4..64).contains(&bytes.len()), "{}", bytes.len());
    assert!(bytes.iter().all(|it| is_whole(it)));
    assert!(place.digests("done") == undisturbed());
}

#[test]
fn a_folder_that_turns_read_only_is_told_and_the_run_goes_on_once_it_can_be_written() {
    let place = Place::new();
    // Enough blocks that it cannot be done before the folder is made read-only under it.
    let text = "mkdir -p o/blocks ro; touch o/.scrutineer-unfinished
        mount --bind o/blocks ro && mount -o remount,ro,bind ro || exit 8
        $RUN --trials 100000 --out o & run=$!
        until [ -e o/blocks/part-000002.csv ]; do kill -0 $run || exit 9; done
        mount --bind ro o/blocks || exit 8
        wait $run; echo \"code $?\"; umount o/blocks
        $RUN --trials 100000 --out o --resume && echo done";
    let text = text.replace("$RUN --trials 100000", &many());
    let Some(output) = mounting(&place, &text) else {
        return;
    };
    assert!(
        out(&output).contains("code 3\n"),
        "{}{}",
        out(&output),
        err(&output)
    );
    let talk = err(&output);
    let told = |line: &str| {
        line.starts_with("error: cannot write o/blocks/") && line.contains("Read-only file system")
    };
    assert!(talk.lines().any(told), "{talk}");
    assert!(out(&output).ends_with("done\n"), "{talk}");
    let whole = Place::new();
    let output = script(&whole, &["env"], &format!("{} --out o", many()));
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(place.digests("o") == whole.digests("o"));
}

/// The command with ten times the trials.
fn many() -> String {
    let run = RUN.join(" ").replace("1000", "10000");
    format!("'{}' {run}", env!("CARGO_BIN_EXE_scrutineer"))
}

#[test]
fn a_folder_that_cannot_be_written_is_told_at_once() {
    let place = Place::new();
    fs::write(place.path("file"), "").expect("ours");
    for words in [
        &["--out", "file/o"][..],
        &["--out", "file"],
        &["--out", "/proc/none", "--shard", "1/2"],
    ] {
        let output = place.output(&[&RUN[..], words].concat());
        assert_eq!(output.status.code(), Some(3), "{words:?}: {}", err(&output));
        assert!(
            err(&output).starts_with("error: cannot write "),
            "{}",
            err(&output)
        );
        assert!(err(&output).contains(words[1]), "{}", err(&output));
    }
}

/// As somebody who may read the folder and not write it.
#[test]
fn a_folder_of_somebody_else_is_told_at_once() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let open = |path: &str, mode| {
        let path = place.path(path);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("ours");
    };
    fs::copy(env!("CARGO_BIN_EXE_scrutineer"), place.path("scrutineer")).expect("ours");
    fs::create_dir(place.path("o")).expect("ours");
    open(".", 0o555);
    open("o", 0o555);
    let who = Command::new("id").arg("-u").output().expect("everywhere");
    let run = format!("./scrutineer {} --out", RUN.join(" "));
    let mut shell = match out(&who).trim() == "0" {
        false => Command::new("bash"),
        true => {
            let mut nobody = Command::new("setpriv");
            nobody.args(["--reuid=65534", "--regid=65534", "--clear-groups", "bash"]);
            nobody
        }
    };
    let tried = shell
        .args([
            "-c",
            &format!("test -x scrutineer || exit 8; {run} o; a=$?; {run} new; exit $((a*10+$?))"),
        ])
        .current_dir(place.path("."))
        .stdin(Stdio::null())
        .output();
    open(".", 0o755);
    let output = tried.ok().filter(|it| it.status.code() != Some(8));
    let Some(output) = output else {
        eprintln!(
            "SKIPPED: nobody else can be asked (setpriv is missing, or the folder is closed to others)"
        );
        return;
    };
    let talk = err(&output);
    assert_eq!(output.status.code(), Some(33), "{talk}");
    let told = talk.matches("error: cannot write ").count();
    assert_eq!(
        (told, talk.matches("Permission denied").count()),
        (2, 2),
        "{talk}"
    );
    assert_eq!(super::names(&place.path("o")).len(), 0);
}
