//! Shards: any division of the blocks, on any number of threads, in any order, gives the same bytes.

use std::fs;
use std::process::Stdio;

use super::{BLOCKS, Dice, Place, RUN, err, is_block, out, undisturbed};

fn shard(number: u64, of: u64, out: &str, more: &[&str]) -> Vec<String> {
    let shard = format!("{number}/{of}");
    let words = ["--shard", &shard, "--out", out];
    let words = [&RUN[..], &words, more].concat();
    words.into_iter().map(String::from).collect()
}

fn well(place: &Place, words: &[String]) {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    place.well(&words);
}

#[test]
fn any_sharding_on_any_number_of_threads_in_any_order_gives_one_digest() {
    let expected = undisturbed();
    let mut dice = Dice(13);
    for threads in ["1", "2", "3", "8"] {
        for shards in [1, 2, 3, 7] {
            let place = Place::new();
            let mut order: Vec<u64> = (1..=shards).collect();
            for at in (1..order.len()).rev() {
                order.swap(at, dice.below(at as u64 + 1) as usize);
            }
            for &number in &order {
                well(&place, &shard(number, shards, "o", &["--threads", threads]));
            }
            assert!(
                !place.path("o/run.json").exists(),
                "a shard writes no report"
            );
            place.well(&["merge", "o", "--rare", "off", "--out", "m"]);
            assert!(
                place.digests("m") == expected,
                "{threads} threads, shards {order:?}"
            );
        }
    }
}

/// What is simulated beside the run, and after it: seeking rare days, and other values of an assumption.
#[test]
fn what_is_sought_and_moved_is_the_same_from_shards_and_on_one_thread() {
    let place = Place::new();
    let hamlet = super::HAMLET.replace("more-than = 75", "more-than = 100");
    fs::write(place.path("hamlet.toml"), hamlet).expect("ours");
    let run = ["run", "hamlet.toml", "--trials", "5000", "--no-progress"];
    place.well(&[&run[..], &["--out", "o"]].concat());
    for chart in ["c8-voters", "c16-voters"] {
        assert!(place.path(&format!("o/charts/{chart}.svg")).exists());
    }
    place.well(&[&run[..], &["--threads", "1", "--out", "one"]].concat());
    for shard in ["2/2", "1/2"] {
        place.well(&[&run[..], &["--shard", shard, "--out", "s"]].concat());
    }
    place.well(&["merge", "s", "--out", "m"]);
    let expected = place.digests("o");
    assert!(place.digests("one") == expected, "one thread");
    assert!(place.digests("m") == expected, "two shards");
}

/// Threads, shards and the order in which these are computed, all of them with all others.
#[test]
#[ignore = "two minutes"]
fn sixty_ways_to_compute_one_run_give_one_digest() {
    let expected = undisturbed();
    let mut dice = Dice(60);
    let mut tried = 0;
    for threads in ["1", "2", "3", "8"] {
        for shards in [1, 2, 3, 7, 64] {
            for turn in ["up", "down", "shuffled"] {
                let place = Place::new();
                let mut order: Vec<u64> = (1..=shards).collect();
                match turn {
                    "up" => {}
                    "down" => order.reverse(),
                    _ => (1..order.len())
                        .rev()
                        .for_each(|at| order.swap(at, dice.below(at as u64 + 1) as usize)),
                }
                for &number in &order {
                    well(&place, &shard(number, shards, "o", &["--threads", threads]));
                }
                place.well(&["merge", "o", "--rare", "off", "--out", "m"]);
                assert!(
                    place.digests("m") == expected,
                    "{threads}, {shards}, {turn}"
                );
                tried += 1;
            }
        }
    }
    println!("{tried} ways, one digest");
    assert_eq!(tried, 60);
}

/// The 16 blocks of a run, divided among two or three folders that are named in any order.
fn partitions(many: u64) {
    let words = RUN.map(|it| if it == "63" { "126" } else { it });
    let words = [
        &words[..],
        &["--variant", "base", "--keep-blocks", "--out", "o"],
    ]
    .concat();
    let place = Place::new();
    place.well(&words);
    let blocks: Vec<String> = place
        .blocks("o")
        .into_iter()
        .filter(|it| is_block(it))
        .collect();
    assert_eq!(blocks.len(), 16);
    let expected: Vec<_> = ["trials.csv", "comparison.json", "report.html"]
        .map(|it| fs::read(place.path("o").join(it)).expect("written"))
        .into();
    let mut dice = Dice(5);
    for number in 0..many {
        let parts = 2 + number % 2;
        let names: Vec<String> = (0..parts).map(|it| format!("part-{number}-{it}")).collect();
        for name in &names {
            let folder = place.path(name).join("blocks/scenario");
            fs::create_dir_all(&folder).expect("ours");
            for file in ["plan.json", "scenario/hamlet.toml"] {
                let from = place.path("o/blocks").join(file);
                fs::copy(from, place.path(name).join("blocks").join(file)).expect("kept");
            }
        }
        for block in &blocks {
            let name = &names[dice.below(parts) as usize];
            let from = place.path("o/blocks").join(block);
            fs::copy(from, place.path(name).join("blocks").join(block)).expect("kept");
        }
        let mut order = names.clone();
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at as u64 + 1) as usize);
        }
        let mut words = vec!["merge", "--rare", "off", "--out", "m", "--force"];
        words.extend(order.iter().map(String::as_str));
        place.well(&words);
        for (name, bytes) in ["trials.csv", "comparison.json", "report.html"]
            .iter()
            .zip(&expected)
        {
            let found = fs::read(place.path("m").join(name)).expect("written");
            assert!(found == *bytes, "{name}, {order:?}");
        }
        fs::remove_dir_all(place.path("m")).expect("ours");
    }
    println!("{many} partitions of 16 blocks, merged in any order: one digest");
}

#[test]
fn blocks_in_several_folders_in_any_order_come_together() {
    partitions(8);
}

#[test]
#[ignore = "two minutes"]
fn three_hundred_partitions_come_together() {
    partitions(300);
}

#[test]
fn sixty_four_shards_of_which_most_are_empty_come_together_where_they_lie() {
    let place = Place::new();
    for number in 1..=64 {
        well(&place, &shard(number, 64, "o", &[]));
    }
    let output = place.well(&["merge", "o", "--rare", "off"]);
    assert!(
        err(&output).contains("written: o/report.html"),
        "{}",
        err(&output)
    );
    fs::remove_dir_all(place.path("o/blocks")).expect("kept by merge");
    assert!(place.digests("o") == undisturbed());
}

#[test]
fn four_shards_at_once_in_one_folder_do_not_disturb_each_other() {
    let place = Place::new();
    let children: Vec<_> = (1..=4)
        .map(|number| {
            let words = shard(number, 4, "o", &["--threads", "1"]);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            place.start(&words)
        })
        .collect();
    for mut child in children {
        assert!(child.wait().expect("ours").success());
    }
    let blocks = place.blocks("o");
    assert_eq!(blocks.iter().filter(|it| is_block(it)).count(), BLOCKS);
    assert!(blocks.iter().all(|it| !it.starts_with('.')), "{blocks:?}");
    place.well(&["merge", "o", "--rare", "off", "--out", "m"]);
    assert!(place.digests("m") == undisturbed());
}

#[test]
fn a_shard_goes_on_with_what_it_has() {
    let place = Place::new();
    well(&place, &shard(1, 2, "o", &[]));
    let part = place.path("o/blocks/part-000002.csv");
    let before = fs::metadata(&part)
        .and_then(|it| it.modified())
        .expect("there");
    fs::remove_file(place.path("o/blocks/part-000004.csv")).expect("ours");
    well(&place, &shard(1, 2, "o", &[]));
    let after = fs::metadata(&part)
        .and_then(|it| it.modified())
        .expect("there");
    assert_eq!(before, after, "a block that was there was computed again");
    assert!(place.path("o/blocks/part-000004.csv").exists());
}

#[test]
fn missing_overlapping_and_foreign_shards_are_named_with_the_command_that_helps() {
    let place = Place::new();
    well(&place, &shard(1, 3, "a", &[]));
    well(&place, &shard(2, 3, "b", &[]));
    well(&place, &shard(1, 3, "again", &[]));
    well(&place, &shard(3, 3, "seven", &["--seed", "7"]));
    let output = place.output(&["merge", "a", "b", "again", "seven", "--out", "m"]);
    assert_eq!(output.status.code(), Some(3));
    let talk = err(&output);
    assert!(
        talk.contains("seven/blocks is left out: it holds a run with seed 7, not 20061112"),
        "{talk}"
    );
    assert!(talk.contains("blocks 0,3,6,9"), "overlapping: {talk}");
    assert!(talk.contains("taken once"), "{talk}");
    assert!(talk.contains("missing: blocks 2,5,8,11,"), "{talk}");
    assert!(
        talk.contains("error: 21 of 64 blocks are missing"),
        "{talk}"
    );
    assert!(!place.path("m").exists(), "nothing is begun");
    // The command that is told does it, word for word.
    let command = talk
        .lines()
        .find_map(|it| it.split("this computes them: scrutineer ").nth(1));
    let words: Vec<&str> = command.expect("told").split(' ').collect();
    place.well(&words);
    place.well(&["merge", "a", "b", "--rare", "off", "--out", "m"]);
    assert!(place.digests("m") == undisturbed());
}

#[test]
fn a_shard_does_not_mix_with_another_run_and_merge_wants_blocks() {
    let place = Place::new();
    well(&place, &shard(1, 2, "o", &[]));
    let words = shard(2, 2, "o", &["--seed", "7"]);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let output = place.output(&words);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        err(&output).contains("seed 20061112, not 7"),
        "{}",
        err(&output)
    );
    let output = place.output(&["merge", "nowhere"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        err(&output).contains("no blocks of a run"),
        "{}",
        err(&output)
    );
    let output = place.output(&["merge", "o", "p"]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    // A later version's blocks are not this one's.
    let plan = fs::read_to_string(place.path("o/blocks/plan.json")).expect("there");
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(plan.contains(&version), "{plan}");
    fs::write(
        place.path("o/blocks/plan.json"),
        plan.replace(&version, "\"version\": \"99.0.0\""),
    )
    .expect("ours");
    let output = place.output(&["merge", "o"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        err(&output).contains("version 99.0.0, not"),
        "{}",
        err(&output)
    );
}

#[test]
fn the_scenario_in_a_folder_of_blocks_is_checked_against_its_plan() {
    let place = Place::new();
    well(&place, &shard(1, 1, "o", &[]));
    let path = place.path("o/blocks/scenario/hamlet.toml");
    let text = fs::read_to_string(&path).expect("there");
    fs::write(&path, text.replace("0.58", "0.59")).expect("ours");
    let output = place.output(&["merge", "o", "--out", "m"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        err(&output).contains("another version of this scenario"),
        "{}",
        err(&output)
    );
}

#[test]
fn a_reader_that_leaves_early_is_no_failure_of_merge() {
    let place = Place::new();
    well(&place, &shard(1, 1, "o", &[]));
    let mut command = place.command(&["merge", "o", "--rare", "off"]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("ours").code(), Some(0));
    assert!(out(&place.well(&["merge", "o", "--rare", "off"])).contains("hamlet"));
}
