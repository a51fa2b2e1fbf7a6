//! Killed at random points, again and again: nothing finished is lost, nothing half done is taken.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use super::{BLOCKS, Dice, Place, RUN, is_block, is_whole, undisturbed};

/// Waits until there are so many blocks or the process ends, and then a little more. Only where the
/// blow falls depends on the clock.
fn wait(place: &Place, child: &mut Child, blocks: usize, more: Duration) {
    let there = || place.blocks("o").iter().filter(|it| is_block(it)).count();
    while there() < blocks && child.try_wait().expect("ours").is_none() {
        std::thread::yield_now();
    }
    let since = Instant::now();
    while since.elapsed() < more {
        std::thread::yield_now();
    }
}

/// Every block under its final name, which must be whole, with what changes when it is written again.
fn blocks(place: &Place) -> BTreeMap<String, u64> {
    let names = place.blocks("o").into_iter().filter(|it| is_block(it));
    names
        .map(|name| {
            let path = place.path("o/blocks").join(&name);
            let inode = fs::metadata(&path).expect("listed").ino();
            let whole = is_whole(&fs::read(&path).expect("listed"));
            assert!(whole, "{name} is half written under its final name");
            (name, inode)
        })
        .collect()
}

fn resumed() -> Vec<&'static str> {
    [&RUN[..], &["--out", "o", "--resume"]].concat()
}

#[test]
fn two_hundred_kills_leave_no_trace() {
    kills(200);
}

#[test]
#[ignore = "ten minutes"]
fn seven_thousand_kills_leave_no_trace() {
    kills(7_000);
}

/// So many kills must have struck a running process.
fn kills(many: usize) {
    let expected = undisturbed();
    let mut dice = Dice(0x5EED_CAFE);
    let (mut struck, mut campaigns) = (0, 0);
    while struck < many {
        campaigns += 1;
        assert!(campaigns <= many, "the blows fall beside: {struck} struck");
        let place = Place::new();
        let mut before = BTreeMap::new();
        loop {
            let mut child = place.start(&resumed());
            // Mostly a few blocks further on, sometimes at the very start or the very end.
            let step = match dice.below(8) {
                0 => 0,
                1 => BLOCKS,
                _ => 1 + dice.below(12) as usize,
            };
            let more = Duration::from_micros(dice.below(20_000));
            wait(&place, &mut child, before.len() + step, more);
            child.kill().expect("ours");
            if child.wait().expect("ours").success() {
                break; // it was faster
            }
            struck += 1;
            if place.path("o/blocks/plan.json").exists() && !place.path("o/run.json").exists() {
                let now = blocks(&place);
                for (name, inode) in &before {
                    assert_eq!(now.get(name), Some(inode), "{name} was computed again");
                }
                before = now;
            }
        }
        assert!(place.digests("o") == expected, "campaign {campaigns}");
    }
    println!("{struck} kills in {campaigns} runs");
}

#[test]
fn ctrl_c_and_termination_keep_every_block_and_the_run_goes_on() {
    let expected = undisturbed();
    let mut dice = Dice(77);
    let mut told = 0;
    for (at, (signal, code)) in [("-INT", 130), ("-TERM", 143)]
        .into_iter()
        .cycle()
        .take(50)
        .enumerate()
    {
        let place = Place::new();
        let mut child = place.start(&resumed());
        wait(
            &place,
            &mut child,
            1 + at,
            Duration::from_micros(dice.below(3_000)),
        );
        let sent = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .output();
        assert!(sent.is_ok());
        let ended = child.wait().expect("ours").code();
        assert!([Some(0), Some(code)].contains(&ended), "{ended:?}");
        if ended == Some(code) {
            told += 1;
        }
        place.well(&resumed());
        assert!(place.digests("o") == expected, "after {signal}");
    }
    assert!(told >= 25, "hardly any run was interrupted: {told}");
}

#[test]
fn who_does_not_say_resume_is_told_how_to_go_on() {
    let place = Place::new();
    let mut child = place.start(&resumed());
    wait(&place, &mut child, 3, Duration::ZERO);
    child.kill().expect("ours");
    child.wait().expect("ours");
    let words = [&RUN[..], &["--out", "o"]].concat();
    let output = place.output(&words);
    assert_eq!(output.status.code(), Some(3));
    for word in ["unfinished", "of 64 blocks", "--resume", "--force"] {
        assert!(
            super::err(&output).contains(word),
            "{}",
            super::err(&output)
        );
    }
    // Another run is refused with the field that differs, and loses nothing.
    let before = place.blocks("o");
    for (more, differs) in [
        (&["--seed", "7"][..], "seed 20061112, not 7"),
        (&["--variant", "base"], "variants"),
        (&["--lane", "agenda"], "lane auto, not agenda"),
        (
            &["--set", "title='Other'"],
            "another version of this scenario",
        ),
    ] {
        let output = place.output(&[&resumed()[..], more].concat());
        assert_eq!(output.status.code(), Some(3), "{more:?}");
        assert!(
            super::err(&output).contains(differs),
            "{}",
            super::err(&output)
        );
        assert_eq!(place.blocks("o"), before);
    }
    let mut other: Vec<&str> = resumed();
    for (from, to, differs) in [
        ("1000", "1001", "1,000 trials, not 1,001"),
        ("63", "64", "blocks of 63 trials, not 64"),
    ] {
        let at = other.iter().position(|it| *it == from).expect("typed");
        other[at] = to;
        let output = place.output(&other);
        assert_eq!(output.status.code(), Some(3));
        assert!(
            super::err(&output).contains(differs),
            "{}",
            super::err(&output)
        );
        other[at] = from;
    }
    place.well(&[&words[..], &["--force"]].concat());
    assert!(place.digests("o") == undisturbed());
}

#[test]
fn a_finished_run_is_not_run_again_and_a_short_one_keeps_no_blocks() {
    let place = Place::new();
    place.well(&resumed());
    assert!(place.blocks("o").is_empty());
    let again = place.well(&resumed());
    assert!(
        super::err(&again).contains("done already"),
        "{}",
        super::err(&again)
    );
    let mut kept = resumed();
    kept.extend(["--keep-blocks"]);
    kept[10] = "kept";
    place.well(&kept);
    let blocks = place.blocks("kept");
    assert_eq!(blocks.iter().filter(|it| is_block(it)).count(), BLOCKS);
    // Killed between the manifest and the end: finished all the same, and tidied.
    fs::write(place.path("kept/.scrutineer-unfinished"), "").expect("ours");
    kept.pop();
    place.well(&kept);
    assert!(place.blocks("kept").is_empty());
    assert!(place.digests("kept") == place.digests("o"));
}

#[test]
fn two_runs_in_one_folder_are_kept_apart_by_a_lock_that_names_its_process() {
    let place = Place::new();
    let long = [
        "run",
        "hamlet.toml",
        "--trials",
        "1e6",
        "--out",
        "o",
        "--no-progress",
    ];
    let mut child = place.start(&long);
    wait(&place, &mut child, 1, Duration::ZERO);
    let output = place.output(&[&long[..], &["--resume"]].concat());
    let told = format!("another run (process {}) is writing into o", child.id());
    child.kill().expect("it runs");
    child.wait().expect("ours");
    assert_eq!(output.status.code(), Some(3));
    assert!(
        super::err(&output).contains(&told),
        "{}",
        super::err(&output)
    );
}
