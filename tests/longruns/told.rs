//! What is told beforehand and checked afterwards: `plan`, `--max-memory`, `verify`.

use std::fs;

use super::{Place, RUN, err, out};

#[test]
fn a_plan_tells_what_a_run_would_take() {
    let place = Place::new();
    let output = place.well(&[
        "plan",
        "hamlet.toml",
        "--trials",
        "1e7",
        "--max-memory",
        "90MB",
    ]);
    let told = out(&output);
    for word in [
        "10,000,000 and 1,000 of chance alone, for 2 sets of assumptions",
        "adults, 1 station",
        "ms a day, measured now",
        "the first 100,000 are held, and all are counted",
        "refused here: a run may take 90 MB (--max-memory)",
        "of trials.csv, and",
        "--resume",
        "4,886 of at most 4,096 days",
    ] {
        assert!(told.contains(word), "{word}: {told}");
    }
    let short = out(&place.well(&["plan", "hamlet.toml"]));
    assert!(short.contains("none: so short a run"), "{short}");
    assert!(!place.path("output").exists(), "nothing is written");
}

#[test]
fn the_disk_that_a_plan_tells_is_the_disk_that_a_run_takes() {
    let place = Place::new();
    let told = out(&place.well(&["plan", "hamlet.toml", "--trials", "5000"]));
    let words: Vec<&str> = told.split_whitespace().collect();
    let at = words
        .iter()
        .position(|it| *it == "trials.csv,")
        .expect("told");
    let told: f64 = match (words[at - 3].parse::<f64>(), words[at - 2]) {
        (Ok(number), "MB") => number * 1e6,
        (Ok(number), "kB") => number * 1e3,
        other => panic!("{other:?}"),
    };
    place.well(&[
        "run",
        "hamlet.toml",
        "--trials",
        "5000",
        "--rare",
        "off",
        "--out",
        "o",
    ]);
    let taken = fs::metadata(place.path("o/trials.csv"))
        .expect("there")
        .len() as f64;
    assert!((0.8..1.2).contains(&(taken / told)), "{taken} of {told}");
}

#[test]
fn a_run_that_needs_too_much_memory_is_refused_before_it_begins() {
    let place = Place::new();
    let words = [
        "run",
        "hamlet.toml",
        "--trials",
        "1e7",
        "--max-memory",
        "90MB",
    ];
    let output = place.output(&words);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    assert!(
        err(&output).contains("of memory, and may take 90 MB"),
        "{}",
        err(&output)
    );
    assert!(!place.path("output/hamlet").exists());
    // Its shards need little.
    let shard = [&words[..], &["--blocks", "0", "--out", "o"]].concat();
    place.well(&shard);
}

#[test]
fn a_run_that_needs_too_much_disk_is_refused_before_it_begins() {
    let place = Place::new();
    let words = ["run", "hamlet.toml", "--trials", "1e7", "--max-disk", "1GB"];
    let output = place.output(&words);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    let talk = err(&output);
    assert!(
        talk.contains("of disk in output/hamlet, and may take 1.0 GB"),
        "{talk}"
    );
    assert!(!place.path("output/hamlet").exists());
    // Its shards write little.
    let shard = [&words[..], &["--blocks", "0", "--out", "o"]].concat();
    place.well(&shard);
}

/// Peak memory of a run of so many trials, kB, as `/usr/bin/time` tells it.
fn peak(place: &Place, trials: &str) -> u64 {
    let mut command = std::process::Command::new("/usr/bin/time");
    let run = ["run", "hamlet.toml", "--rare", "off", "--trials", trials];
    let output = command
        .args(["-f", "peak %M", env!("CARGO_BIN_EXE_scrutineer")])
        .args([&run[..], &["--out", trials, "--no-progress"]].concat())
        .current_dir(place.path("."))
        .output()
        .expect("it starts");
    let talk = err(&output);
    let told = talk.lines().find_map(|it| it.strip_prefix("peak "));
    told.and_then(|it| it.parse().ok()).expect("it tells")
}

#[test]
#[ignore = "a minute of two cores"]
fn memory_does_not_grow_with_the_number_of_trials() {
    if !std::path::Path::new("/usr/bin/time").exists() {
        eprintln!("SKIPPED: no /usr/bin/time to tell the memory of a run");
        return;
    }
    let place = Place::new();
    let (few, many) = (peak(&place, "200000"), peak(&place, "1000000"));
    println!("200,000 trials: {few} kB; 1,000,000: {many} kB");
    assert!(10 * many <= 11 * few, "{few} kB, then {many} kB");
}

/// Files that a run holds open, looked at while it goes on.
#[test]
#[cfg(target_os = "linux")]
#[ignore = "half a minute"]
fn memory_does_not_grow_and_open_files_do_not_either() {
    let place = Place::new();
    let words = [
        "run",
        "hamlet.toml",
        "--rare",
        "off",
        "--trials",
        "300000",
        "--out",
        "o",
    ];
    let mut child = place.start(&words);
    let folder = format!("/proc/{}/fd", child.id());
    let mut most = [0; 4];
    while child.try_wait().expect("ours").is_none() {
        let blocks = place
            .blocks("o")
            .iter()
            .filter(|it| super::is_block(it))
            .count();
        let open = fs::read_dir(&folder).map_or(0, |it| it.count());
        let quarter = (blocks / 40).min(3);
        most[quarter] = most[quarter].max(open);
    }
    println!("open files at most, by quarters of the run: {most:?}");
    assert!(most.iter().all(|&it| it > 2), "{most:?}");
    assert!(most.iter().max() <= most.iter().min().map(|it| it + 4).as_ref());
}

/// A number with its unit that a plan tells in a line.
fn amount(plan: &str, line: &str) -> f64 {
    let line = plan.lines().find(|it| it.trim_start().starts_with(line));
    let words: Vec<&str> = line.expect("told").split_whitespace().collect();
    let at = words.iter().position(|it| *it == "about").expect("told");
    let number: f64 = words[at + 1].replace(',', "").parse().expect("a number");
    let unit = match words[at + 2] {
        "GB" => 1e9,
        "MB" => 1e6,
        "kB" => 1e3,
        other => panic!("{other}"),
    };
    number * unit
}

/// What a plan tells beside what the run takes, of scenarios from one station to hundreds.
#[test]
#[ignore = "five minutes"]
fn what_is_told_before_is_what_a_run_takes() {
    const OF: [(&str, &str); 10] = [
        ("demo", "3000"),
        ("lessons/lesson-1", "3000"),
        ("lessons/lesson-1", "100000"),
        ("lessons/lesson-3", "20000"),
        ("lessons/lesson-5", "3000"),
        ("lessons/lesson-9", "3000"),
        ("controls/falklands-2013", "20000"),
        ("karabakh-2006", "500"),
        ("south-ossetia-2006", "2000"),
        ("catalonia-2017", "300"),
    ];
    let mut wrong = Vec::new();
    for (name, trials) in OF {
        let place = Place::new();
        let file = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let plan = out(&place.well(&["plan", &file, "--trials", trials]));
        let (memory, disk) = (amount(&plan, "memory"), amount(&plan, "disk"));
        let mut command = std::process::Command::new("/usr/bin/time");
        let limit = format!("ulimit -v {}; exec \"$@\"", (1.2 * memory / 1024.0) as u64);
        let run = [
            "run",
            &file,
            "--trials",
            trials,
            "--rare",
            "off",
            "--no-progress",
        ];
        let output = command
            .args(["-f", "peak %M", env!("CARGO_BIN_EXE_scrutineer")])
            .args([&run[..], &["--out", "o"]].concat())
            .current_dir(place.path("."))
            .output()
            .expect("it starts");
        let talk = err(&output);
        let peak = talk.lines().find_map(|it| it.strip_prefix("peak "));
        let peak = 1024.0 * peak.and_then(|it| it.parse::<f64>().ok()).expect("told");
        let taken = fs::metadata(place.path("o/trials.csv"))
            .expect("there")
            .len() as f64;
        let limited = std::process::Command::new("bash")
            .args(["-c", &limit, "-", env!("CARGO_BIN_EXE_scrutineer")])
            .args([&run[..], &["--out", "l", "--threads", "1"]].concat())
            .current_dir(place.path("."))
            .output()
            .expect("it starts");
        let (of_memory, of_disk) = (peak / memory, taken / disk);
        println!(
            "{name} x {trials}: {:.0} MB of {:.0} told ({of_memory:.2}); {:.1} MB of {:.1} on disk ({of_disk:.2}); within 1.2 times as much address space: {:?}",
            peak / 1e6,
            memory / 1e6,
            taken / 1e6,
            disk / 1e6,
            limited.status.code()
        );
        // Of a small run most of what is told is room that the program may want and rarely takes.
        let least = if memory > 1e8 { 0.5 } else { 0.2 };
        let disk_agrees = disk < 5e6 || (0.8..=1.2).contains(&of_disk);
        if !(least..=1.1).contains(&of_memory) || !disk_agrees {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_task_of_a_job_array_knows_its_shard() {
    let place = Place::new();
    for task in ["0", "1", "2"] {
        let words = [&RUN[..], &["--shard", "auto", "--out", "o"]].concat();
        let mut command = place.command(&words);
        command
            .env("SLURM_ARRAY_TASK_ID", task)
            .env("SLURM_ARRAY_TASK_MIN", "0")
            .env("SLURM_ARRAY_TASK_COUNT", "3");
        let output = command.output().expect("it starts");
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    }
    place.well(&["merge", "o", "--rare", "off", "--out", "whole"]);
    assert!(place.digests("whole") == super::undisturbed());
}

#[test]
fn a_run_agrees_with_itself() {
    let place = Place::new();
    place.well(
        &[
            &RUN[..],
            &["--out", "o", "--by-station", "3", "--png", "--seed", "5"],
        ]
        .concat(),
    );
    let output = place.well(&["verify", "o", "--threads", "1"]);
    let told = out(&output);
    assert!(told.contains("files agree, byte for byte"), "{told}");
    for name in [
        "trials.csv",
        "trials-by-station.csv",
        "report.html",
        "comparison.json",
    ] {
        assert!(told.contains(name), "{name}: {told}");
    }
}

#[test]
fn what_was_set_names_no_source_in_one_run_in_its_shards_and_when_verified() {
    for set in [
        "groups.folk.adults={ uniform = [110, 130] }",
        "groups.folk.adults.value=120",
        "polls.one.participation.folk=0.5",
        "polls.one.participation={ folk = 0.5, overdispersion = 0.01 }",
        "polls.one.stations.hall.service-seconds={ lognormal = { mean = 90, sd = 30 } }",
        "polls.one.stations.hall={ label = \"hall\", count = 2, booths = 1, service-seconds = 60 }",
        "polls.one.contests={ one = { label = \"Q\", options = [\"yes\", \"no\"], invalid-share = 0.02, support = { all = { yes = 0.5 } } } }",
        "polls.one.stations={ barn = { label = \"barn\", count = 3, booths = 1, service-seconds = 60 } }",
    ] {
        let place = Place::new();
        let run = [&RUN[..], &["--set", set]].concat();
        place.well(&[&run[..], &["--out", "o"]].concat());
        let told = out(&place.well(&["verify", "o"]));
        assert!(told.contains("files agree, byte for byte"), "{set}: {told}");
        let page = fs::read_to_string(place.path("o/report.html")).expect("there");
        assert!(page.contains("Inputs without a source"), "{set}");
        for shard in ["1/2", "2/2"] {
            place.well(&[&run[..], &["--shard", shard, "--out", "s"]].concat());
        }
        place.well(&["merge", "s", "--rare", "off", "--out", "m"]);
        assert!(place.digests("m") == place.digests("o"), "{set}");
    }
}

#[test]
fn a_file_that_differs_is_named_and_ends_with_1() {
    let place = Place::new();
    place.well(&[&RUN[..], &["--out", "o"]].concat());
    let manifest = fs::read_to_string(place.path("o/run.json")).expect("there");
    fs::write(place.path("o/report.html"), "mine").expect("ours");
    fs::remove_file(place.path("o/comparison.txt")).expect("ours");
    let digest = super::hash(&fs::read(place.path("o/trials.csv")).expect("there"));
    let other = manifest.replace(&digest, &"0".repeat(64));
    assert_ne!(manifest, other);
    fs::write(place.path("o/run.json"), other).expect("ours");
    let output = place.output(&["verify", "o"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    let told = out(&output);
    let line = |name: &str| {
        let line = told.lines().find(|it| it.starts_with(name));
        line.unwrap_or_else(|| panic!("{name}: {told}")).to_string()
    };
    assert!(line("report.html").ends_with("was changed after the run"));
    assert!(line("comparison.txt").ends_with("is missing"));
    assert!(line("trials.csv").ends_with("comes out with other bytes"));
    assert!(line("comparison.csv").ends_with("agrees"));
    // Another seed in the manifest gives other numbers.
    fs::write(place.path("o/run.json"), manifest.replace("20061112", "7")).expect("ours");
    let output = place.output(&["verify", "o"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("trials.csv") && out(&output).contains("other bytes"));
}

#[test]
fn what_cannot_be_verified_is_told() {
    let place = Place::new();
    fs::create_dir(place.path("empty")).expect("ours");
    let output = place.output(&["verify", "empty"]);
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    assert!(
        err(&output).contains("no readable run.json"),
        "{}",
        err(&output)
    );
}
