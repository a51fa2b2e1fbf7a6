//! Trials: the same table whatever the threads, more trials extend, a stop keeps a prefix, frozen
//! inputs stand at their medians.

use std::sync::atomic::{AtomicU64, Ordering};

use scrutineer::engine::{Freeze, Lane, samples};
use scrutineer::model::{Assumptions, GroupSize, Law, Support, Total};
use scrutineer::random::Seed;
use scrutineer::trials::{Go, Outcome, Settings, TrialTable, TrialsError, run};
use scrutineer::units::whole_persons;

fn settings(first: u64, trials: u64) -> Settings {
    Settings {
        seed: Seed(7),
        first,
        trials,
        freeze: Freeze::No,
        lane: Lane::Auto,
        threads: Some(2),
    }
}

fn table(assumptions: &Assumptions, settings: Settings) -> TrialTable {
    run(assumptions, &settings, &|_| Go::On).expect("sound assumptions")
}

#[test]
fn any_number_of_threads_gives_the_same_table() {
    let assumptions = samples::seed_sized();
    let tables: Vec<TrialTable> = [1, 2, 8]
        .map(|threads| {
            let threads = Some(threads);
            table(
                &assumptions,
                Settings {
                    threads,
                    ..settings(0, 24)
                },
            )
        })
        .into();
    assert_eq!(tables[0], tables[1]);
    assert_eq!(tables[0], tables[2]);
    assert_eq!(tables[0].len, 24);
}

#[test]
fn more_trials_extend_and_never_rewrite() {
    let assumptions = samples::seed_sized();
    let all = table(&assumptions, settings(0, 10));
    let (head, tail) = (
        table(&assumptions, settings(0, 4)),
        table(&assumptions, settings(4, 6)),
    );
    assert_eq!(tail.first, 4);
    for (at, column) in all.counts.iter().enumerate() {
        assert_eq!(
            *column,
            [&head.counts[at][..], &tail.counts[at][..]].concat()
        );
    }
    for (at, column) in all.inputs.iter().enumerate() {
        assert_eq!(
            *column,
            [&head.inputs[at][..], &tail.inputs[at][..]].concat()
        );
    }
}

#[test]
fn a_stop_keeps_the_longest_finished_prefix() {
    let assumptions = samples::seed_sized();
    let all = table(&assumptions, settings(0, 60));
    let done = AtomicU64::new(0);
    let progress = |since: u64| match done.fetch_add(since, Ordering::Relaxed) + since {
        0..16 => Go::On,
        _ => Go::Stop,
    };
    let part = run(&assumptions, &settings(0, 10_000), &progress).expect("sound assumptions");
    assert!((8..60).contains(&part.len), "{}", part.len);
    for (whole, part) in all.counts.iter().zip(&part.counts) {
        assert_eq!(whole[..part.len()], part[..]);
    }
}

#[test]
fn progress_adds_up() {
    let done = AtomicU64::new(0);
    let tell = |since: u64| {
        done.fetch_add(since, Ordering::Relaxed);
        Go::On
    };
    run(&samples::seed_sized(), &settings(0, 21), &tell).expect("sound assumptions");
    assert_eq!(done.into_inner(), 21);
}

#[test]
fn frozen_inputs_stand_at_their_medians_and_chance_stays() {
    let assumptions = samples::seed_sized();
    let freeze = Freeze::Inputs;
    let frozen = table(
        &assumptions,
        Settings {
            freeze,
            ..settings(0, 12)
        },
    );
    let turnout = frozen
        .input("turnout-0-0")
        .expect("an uncertain input has a column");
    assert!(turnout.iter().all(|&value| (value - 0.75).abs() < 1e-12));
    let cast = frozen
        .column(Outcome::BallotsCast { poll: 0 })
        .expect("every poll has it");
    assert!(cast.iter().any(|&n| n != cast[0]));
    assert!(
        frozen.input("groups.town.adults").is_none(),
        "certain inputs have no column"
    );
}

/// Two groups with laws of their own and a total over both.
fn bounded(total: Law) -> Assumptions {
    let mut a = Assumptions::default();
    let even = Law::Uniform {
        low: 0.0,
        high: 1_000.0,
    };
    for id in ["one", "two"] {
        let group = samples::group(&mut a, id, 0.0);
        let adults = samples::input(&mut a, id, even.clone(), Support::NOT_NEGATIVE);
        a.groups[group.0].size = GroupSize::Adults(adults);
    }
    let value = samples::input(&mut a, "sum", total, Support::NOT_NEGATIVE);
    a.totals.push(Total {
        id: "sum".into(),
        label: "sum".into(),
        of: vec![scrutineer::model::GroupId(0), scrutineer::model::GroupId(1)],
        value,
    });
    a
}

#[test]
fn a_uniform_total_bounds_the_sum_of_its_groups() {
    let a = bounded(Law::Uniform {
        low: 0.0,
        high: 500.0,
    });
    let drawn = table(&a, settings(0, 4_000));
    let (one, two) = (drawn.input("one").unwrap(), drawn.input("two").unwrap());
    assert!(one.iter().zip(two).all(|(x, y)| x + y <= 500.0));
    // Uniform on the triangle x + y <= 500: E x = 500/3, sd = 500/sqrt(18); 4,000 draws, 5 sigma.
    let mean = one.iter().sum::<f64>() / 4_000.0;
    assert!(
        (mean - 500.0 / 3.0).abs() < 5.0 * 500.0 / 18f64.sqrt() / 4_000f64.sqrt(),
        "{mean}"
    );
    // Frozen: the medians 500 + 500 are scaled into the range.
    let freeze = Freeze::Inputs;
    let frozen = table(
        &a,
        Settings {
            freeze,
            ..settings(0, 1)
        },
    );
    assert_eq!(frozen.input("one").unwrap(), [250.0]);
}

#[test]
fn a_total_out_of_reach_is_named() {
    let a = bounded(Law::Uniform {
        low: 5_000.0,
        high: 6_000.0,
    });
    let error = run(&a, &settings(3, 5), &|_| Go::On).unwrap_err();
    assert!(
        matches!(error, TrialsError::Day { trial: 3, .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains("total sum"), "{error}");
}

#[test]
fn a_divided_total_adds_up() {
    let mut a = bounded(Law::Uniform {
        low: 30_000.0,
        high: 80_000.0,
    });
    let share = samples::fixed(&mut a, "age", 0.5);
    for (group, weight) in [(0, 3.0), (1, 1.0)] {
        let weight = samples::fixed(&mut a, &format!("weight-{group}"), weight);
        a.groups[group].size = GroupSize::PartOf {
            total: 0,
            weight,
            voting_age_share: share,
        };
    }
    let drawn = table(&a, settings(0, 50));
    let sum = drawn.input("sum").unwrap();
    for (group, part) in [(0, 0.75), (1, 0.25)] {
        let adults = drawn.column(Outcome::Adults { group }).unwrap();
        for (&adults, &sum) in adults.iter().zip(sum) {
            assert_eq!(adults, whole_persons(sum * part * 0.5) as i64);
        }
    }
}
