//! The seed case's simulated quantiles against an independent script over the same priors.
//!
//! The script knows none of the engine's types: it reads the ranges out of the file, draws people and
//! readiness to take part, and multiplies. What it leaves out (queues, chance within a station) moves
//! the quantiles by less than the stated slack.

use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use scrutineer::engine::{Freeze, Lane};
use scrutineer::random::Seed;
use scrutineer::trials::{Go, Outcome, Settings, TrialTable};
use std::sync::OnceLock;

const FILE: &str = include_str!("../scenarios/south-ossetia-2006.toml");
/// Days that the engine plays.
const TRIALS: u64 = 1_000;
/// Days that the script draws.
const DRAWS: usize = 200_000;
/// Half-width of the band in standard errors; chance of one of the 12 quantiles below beyond: 8e-4.
const BAND: f64 = 4.0;
/// Relative slack for what the script leaves out.
const SLACK: f64 = 0.005;

/// One day of the script: adults who may vote and ballots cast, at either poll.
#[derive(Clone, Copy)]
struct Day {
    eligible: [f64; 2],
    ballots: [f64; 2],
}

// ---- the script ---------------------------------------------------------------------------------

/// Ends of the uniform law at a path of the file; the script knows no other law.
fn ends(file: &toml::Table, path: &str) -> (f64, f64) {
    let mut keys = path.split('.');
    let mut at = &file[keys.next().expect("a path has a beginning")];
    for key in keys {
        at = match key.parse::<usize>() {
            Ok(position) => &at[position],
            Err(_) => &at[key],
        };
    }
    let ends = at["uniform"].as_array().expect("uniform has two ends");
    let number = |i: usize| {
        ends[i]
            .as_float()
            .or(ends[i].as_integer().map(|n| n as f64))
    };
    number(0).zip(number(1)).expect("ends are numbers")
}

fn script() -> Vec<Day> {
    let file: toml::Table = FILE.parse().expect("the scenario is TOML");
    let ends = |path: &str| ends(&file, path);
    let homes = ends("groups.home.residents.value");
    let others = ends("groups.georgians-tskhinvali-area.residents.value");
    let villages = ends("groups.georgian-villages.residents.value");
    let sums = ends("totals.residents.value");
    let shares = ends("inputs.voting-age-share.value");
    let abroad = ends("groups.north-ossetia.adults.value");
    let turnouts = [
        ends("polls.tskhinvali.participation.home.value"),
        ends("polls.tskhinvali.participation.north-ossetia.value"),
        ends("polls.tskhinvali.participation.georgians-tskhinvali-area.value"),
    ];
    let turnout_villages = ends("polls.eredvi.participation.georgian-villages.value");
    let double = ends("overlap.0.share.value");
    let rank = file["polls"]["tskhinvali"]["participation"]["common-factor"]
        .as_float()
        .expect("a rank correlation");
    let rho = 2.0 * (std::f64::consts::PI * rank / 6.0).sin();

    let mut dice = ChaCha8Rng::seed_from_u64(2_006);
    let mut days = Vec::new();
    while days.len() < DRAWS {
        let mut within = |(low, high): (f64, f64)| low + (high - low) * dice.random::<f64>();
        let (home, other, village) = (within(homes), within(others), within(villages));
        let (share, away) = (within(shares), within(abroad));
        let (village_turnout, twice) = (within(turnout_villages), within(double));
        // Three normal scores, each pair with correlation rho, turned into uniform numbers.
        let mut normal = || {
            let (u, v): (f64, f64) = (dice.random(), dice.random());
            (-2.0 * (1.0 - u).ln()).sqrt() * (std::f64::consts::TAU * v).cos()
        };
        let shared = normal();
        let [at_home, at_away, at_others] = [0, 1, 2].map(|i| {
            let score = rho.sqrt() * shared + (1.0 - rho).sqrt() * normal();
            let p = 0.5 * libm::erfc(-score / std::f64::consts::SQRT_2);
            turnouts[i].0 + p * (turnouts[i].1 - turnouts[i].0)
        });
        if (sums.0..=sums.1).contains(&(home + other + village)) {
            let home_ballots = home * share * at_home;
            days.push(Day {
                eligible: [(home + other) * share + away, village * share],
                ballots: [
                    home_ballots + away * at_away + other * share * at_others,
                    village * share * village_turnout + twice * home_ballots,
                ],
            });
        }
    }
    days
}

// ---- the program --------------------------------------------------------------------------------

fn table() -> &'static TrialTable {
    static TABLE: OnceLock<TrialTable> = OnceLock::new();
    TABLE.get_or_init(simulate)
}

fn simulate() -> TrialTable {
    let checked = scrutineer::scenario::read(FILE, "south-ossetia-2006.toml");
    let assumptions = checked.expect("the scenario reads").scenario.assumptions;
    let settings = Settings {
        seed: Seed::default(),
        first: 0,
        trials: TRIALS,
        freeze: Freeze::No,
        lane: Lane::Auto,
        threads: None,
    };
    scrutineer::trials::run(&assumptions, &settings, &|_| Go::On).expect("the days run")
}

fn quantile(sorted: &[f64], p: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * p.clamp(0.0, 1.0)).round() as usize]
}

#[test]
fn quantiles_agree_with_an_independent_script() {
    let days = script();
    let table = table();
    for poll in [0, 1] {
        type Figure = fn(&Day, usize) -> f64;
        let figures: [(Outcome, Figure); 2] = [
            (Outcome::Eligible { poll }, |day, poll| day.eligible[poll]),
            (Outcome::BallotsCast { poll }, |day, poll| day.ballots[poll]),
        ];
        for (outcome, of) in figures {
            let mut expected: Vec<f64> = days.iter().map(|day| of(day, poll)).collect();
            expected.sort_by(f64::total_cmp);
            let counts = table.column(outcome).unwrap();
            let mut found: Vec<f64> = counts.iter().map(|&n| n as f64).collect();
            found.sort_by(f64::total_cmp);
            for p in [0.05, 0.5, 0.95] {
                let error = BAND * (p * (1.0 - p) / TRIALS as f64).sqrt();
                let low = quantile(&expected, p - error) * (1.0 - SLACK);
                let high = quantile(&expected, p + error) * (1.0 + SLACK);
                let found = quantile(&found, p);
                println!(
                    "{outcome:?} {p}: {low:.0} <= {found:.0} <= {high:.0}, script {:.0}",
                    quantile(&expected, p)
                );
                assert!(
                    (low..=high).contains(&found),
                    "{outcome:?} at {p}: {found} not in {low}..{high}"
                );
            }
        }
    }
}

#[test]
fn the_tail_agrees_with_an_independent_script() {
    let days = script();
    let expected =
        days.iter().filter(|day| day.ballots[0] >= 52_163.0).count() as f64 / DRAWS as f64;
    let table = table();
    let ballots = table.column(Outcome::BallotsCast { poll: 0 }).unwrap();
    let found = ballots.iter().filter(|&&n| n >= 52_163).count() as f64 / TRIALS as f64;
    println!("tail: script {expected}, engine {found}");
    let error = BAND * (expected * (1.0 - expected) / TRIALS as f64).sqrt();
    assert!(
        (found - expected).abs() <= error + 0.2 * expected,
        "{found} against {expected}"
    );
}
