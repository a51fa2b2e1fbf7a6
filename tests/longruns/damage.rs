//! Silent damage: whatever happens to the file of a block, it is seen, named and made good.

use std::fs;

use super::{BLOCKS, Dice, Place, RUN, err, undisturbed};

/// A finished run with its blocks.
fn kept(place: &Place, folder: &str, more: &[&str]) {
    place.well(&[&RUN[..], &["--keep-blocks", "--out", folder], more].concat());
}

fn part(folder: &str, number: usize) -> String {
    format!("{folder}/blocks/part-{number:06}.csv")
}

/// Blocks that `merge` tells to be missing.
fn missing(place: &Place) -> Vec<usize> {
    let output = place.output(&["merge", "o", "--out", "never"]);
    if output.status.code() == Some(0) {
        return Vec::new();
    }
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    let talk = err(&output);
    let line = talk
        .lines()
        .find_map(|it| it.strip_prefix("missing: blocks "));
    let ranges = line.unwrap_or_else(|| panic!("{talk}")).split(',');
    ranges
        .flat_map(|range| {
            let (a, b) = range.split_once('-').unwrap_or((range, range));
            a.parse().expect("a number")..=b.parse().expect("a number")
        })
        .collect()
}

/// Damages blocks, one after the other, and demands that every one is found and made good.
fn every_one_is_found(damage: impl Fn(usize, &mut Vec<u8>, &mut Dice), rounds: usize) {
    let place = Place::new();
    kept(&place, "o", &[]);
    fs::remove_file(place.path("o/run.json")).expect("ours");
    let whole: Vec<Vec<u8>> = (0..BLOCKS)
        .map(|it| fs::read(place.path(&part("o", it))).expect("kept"))
        .collect();
    let mut dice = Dice(4711);
    for round in 0..rounds {
        let damaged: Vec<usize> = (0..50).map(|it| (it + round * 7) % BLOCKS).collect();
        for (at, &number) in damaged.iter().enumerate() {
            let mut bytes = whole[number].clone();
            damage(at, &mut bytes, &mut dice);
            assert_ne!(bytes, whole[number], "not damaged at all");
            fs::write(place.path(&part("o", number)), bytes).expect("ours");
        }
        let mut expected = damaged.clone();
        expected.sort_unstable();
        assert_eq!(missing(&place), expected, "round {round}");
        for &number in &damaged {
            fs::write(place.path(&part("o", number)), &whole[number]).expect("ours");
        }
    }
    // The last damage is made good by going on.
    fs::write(place.path(&part("o", 5)), &whole[5][..100]).expect("ours");
    let output = place.well(&[&RUN[..], &["--resume", "--out", "o"]].concat());
    assert!(
        err(&output).contains("part-000005.csv: the block is damaged"),
        "{}",
        err(&output)
    );
    assert!(place.digests("o") == undisturbed());
}

#[test]
fn a_part_cut_to_any_of_fifty_lengths_is_refused() {
    every_one_is_found(|at, bytes, _| bytes.truncate(bytes.len() * at / 50), 1);
}

#[test]
fn two_hundred_flipped_bytes_are_seen() {
    let flip = |_: usize, bytes: &mut Vec<u8>, dice: &mut Dice| {
        let at = dice.below(bytes.len() as u64) as usize;
        bytes[at] ^= 1 + dice.below(255) as u8;
    };
    every_one_is_found(flip, 4);
}

#[test]
fn swapped_foreign_empty_and_odd_files_are_seen() {
    let place = Place::new();
    kept(&place, "o", &[]);
    kept(&place, "other", &["--seed", "7"]);
    fs::remove_file(place.path("o/run.json")).expect("ours");
    let path = |folder: &str, number: usize| place.path(&part(folder, number));
    let read = |folder: &str, number: usize| fs::read(path(folder, number)).expect("kept");
    let (one, two) = (read("o", 1), read("o", 2));
    fs::write(path("o", 1), two).expect("ours"); // swapped
    fs::write(path("o", 2), one).expect("ours");
    fs::write(path("o", 3), read("other", 3)).expect("ours"); // of another seed
    fs::write(path("o", 4), "").expect("ours"); // empty
    fs::write(path("o", 5), [0; 5_000]).expect("ours"); // zeros, as after a power cut
    fs::remove_file(path("o", 6)).expect("ours");
    fs::remove_file(path("o", 7)).expect("ours");
    fs::create_dir(path("o", 7)).expect("ours"); // a folder in its place
    fs::write(path("o", 8), [read("o", 8), read("o", 8)].concat()).expect("ours"); // twice
    assert_eq!(missing(&place), [1, 2, 3, 4, 5, 6, 7, 8]);
    let output = place.output(&["merge", "o", "--out", "never"]);
    let talk = err(&output);
    assert!(
        talk.contains("blocks 4-5,7-8: the block is damaged"),
        "{talk}"
    );
    assert!(
        talk.contains("blocks 1-3: the block belongs to another run or place"),
        "{talk}"
    );
    assert!(talk.contains("--blocks 1-8 --out o"), "{talk}");
    fs::remove_dir(path("o", 7)).expect("ours");
    place.well(&[&RUN[..], &["--resume", "--out", "o"]].concat());
    assert!(place.digests("o") == undisturbed());
}

#[test]
fn temporary_files_of_killed_runs_are_swept_away() {
    let place = Place::new();
    kept(&place, "o", &[]);
    fs::remove_file(place.path("o/run.json")).expect("ours");
    for name in [
        ".part-000003.csv~1-2.scrutineer-tmp",
        ".plan.json~9-9.scrutineer-tmp",
    ] {
        fs::write(place.path("o/blocks").join(name), "half").expect("ours");
    }
    fs::write(place.path("o/.trials.csv.scrutineer-tmp"), "half").expect("ours");
    place.well(&[&RUN[..], &["--resume", "--keep-blocks", "--out", "o"]].concat());
    let left = place
        .blocks("o")
        .into_iter()
        .filter(|it| it.starts_with('.'));
    assert_eq!(left.collect::<Vec<_>>(), Vec::<String>::new());
    fs::remove_dir_all(place.path("o/blocks")).expect("ours");
    assert!(place.digests("o") == undisturbed());
}

#[test]
fn a_damaged_plan_is_written_again_and_a_missing_one_begins_anew() {
    for damage in ["", "{", "{\"schema\": \"scrutineer.plan/1\"}"] {
        let place = Place::new();
        kept(&place, "o", &[]);
        fs::remove_file(place.path("o/run.json")).expect("ours");
        fs::write(place.path("o/blocks/plan.json"), damage).expect("ours");
        let refused = place.output(&["merge", "o", "--out", "never"]);
        assert_eq!(refused.status.code(), Some(3), "{}", err(&refused));
        let output = place.output(&[&RUN[..], &["--resume", "--out", "o"]].concat());
        if damage.len() < 2 {
            assert_eq!(output.status.code(), Some(0), "{}", err(&output));
            assert!(place.digests("o") == undisturbed());
        } else {
            // A plan that can be read and is of nothing: not ours to overwrite.
            assert_eq!(output.status.code(), Some(3), "{}", err(&output));
        }
    }
}
