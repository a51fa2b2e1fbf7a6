//! The polling day against queueing theory: oracles of topic 8, by simulation with a fixed seed.
//!
//! Every comparison states its standard error, from the spread between independent trials, and
//! allows five of them (a two-sided normal error of 6 in ten million; with the some hundred
//! comparisons below, alpha = 1 in ten thousand for the file). Where an open stream of arrivals is
//! meant, some two thousand million adults come with a tiny probability each, so that their number
//! is as good as Poisson.

#![allow(clippy::unwrap_used)] // the oracles are as they should be, or the test fails

use scrutineer::engine::{self, Freeze, PollingDay, Prepared, Tally, Workspace, samples};
use scrutineer::model::*;
use scrutineer::random::Seed;
use scrutineer::units::SimTime;

const ALLOWED: f64 = 5.0;
const ADULTS: f64 = 2e9;

/// An expected value from the oracles.
fn oracle(id: &str) -> serde_json::Value {
    let file: serde_json::Value = serde_json::from_str(include_str!("data/oracles.json")).unwrap();
    let all = file["oracles"].as_array().unwrap();
    let found = all.iter().find(|oracle| oracle["id"] == id);
    found.unwrap_or_else(|| panic!("no oracle {id}"))["expected"].clone()
}

fn number(id: &str, name: &str) -> f64 {
    oracle(id)[name].as_f64().unwrap()
}

/// The exponential law with mean `mean`, cut into slices that each keep their mean: its own mean is
/// exact, its variance short by 3 parts in 100,000.
fn exponential(mean: f64) -> Law {
    let cuts: Vec<f64> = (0..=1_000).map(|k| f64::from(k) * 0.02).collect();
    let slices = cuts.windows(2).map(|cut| {
        let (a, b) = ((-cut[0]).exp(), (-cut[1]).exp());
        let weight = a - b;
        (
            mean * ((1.0 + cut[0]) * a - (1.0 + cut[1]) * b) / weight,
            weight,
        )
    });
    Law::Discrete(slices.collect())
}

/// A queue at one station, open from 0 h; its unit of time is `unit` milliseconds.
struct Queue {
    unit: f64,
    /// Arrivals a unit, and the whole length of the day in units.
    rate: f64,
    length: f64,
    /// In units.
    service: Law,
    booths: f64,
    desk: Option<(Law, f64)>,
    /// Nobody waits at all: whoever finds no free booth is lost.
    impatient: bool,
    /// Times (units) at which the day is observed.
    seen: Vec<f64>,
    /// Relative intensities; constant if empty.
    profile: Vec<(f64, f64)>,
}

impl Queue {
    fn new(unit: f64, rate: f64, length: f64, service: Law, booths: f64) -> Self {
        Self {
            unit,
            rate,
            length,
            service,
            booths,
            desk: None,
            impatient: false,
            seen: Vec::new(),
            profile: Vec::new(),
        }
    }

    fn assumptions(&self) -> Assumptions {
        let mut a = Assumptions::default();
        let time = |units: f64| SimTime((units * self.unit).round() as i64);
        let all = samples::group(&mut a, "all", ADULTS);
        let mut set = samples::station_set(
            &mut a,
            "set",
            &[all],
            (1, self.booths),
            self.service.clone(),
        );
        set.service.milliseconds_per_unit = self.unit as i64;
        if let Some((law, clerks)) = &self.desk {
            set.desk = Some(Desk {
                clerks: samples::fixed(&mut a, "clerks", *clerks),
                service: samples::person_law(&mut a, "desk", law.clone(), self.unit as i64),
            });
        }
        if self.impatient {
            set.patience = Some(samples::person_law(&mut a, "patience", Law::Fixed(0.0), 1));
        }
        set.arrivals.points[1].0 = time(self.length + 1.0);
        if !self.profile.is_empty() {
            let mut point = |&(at, level): &(f64, f64)| {
                (time(at), samples::fixed(&mut a, &format!("at {at}"), level))
            };
            set.arrivals.points = self.profile.iter().map(&mut point).collect();
        }
        let share = self.rate * self.length / ADULTS;
        let poll = samples::poll(&mut a, "poll", &[(all, share)], vec![set]);
        a.polls[poll.0].opens = SimTime(0);
        a.polls[poll.0].closes = time(self.length);
        a.polls[poll.0].checkpoints = self.seen.iter().map(|&at| time(at)).collect();
        a
    }

    fn days(&self, trials: u64) -> Vec<Tally> {
        play(&self.assumptions(), trials)
    }

    /// Mean and standard error of the wait in units, over long trials.
    fn wait(&self, trials: u64) -> (f64, f64) {
        let of_day = |day: &Tally| {
            let poll = &day.polls[0];
            poll.total_wait as f64 / poll.ballots_cast as f64 / self.unit
        };
        mean_and_error(&self.days(trials).iter().map(of_day).collect::<Vec<f64>>())
    }
}

fn play(a: &Assumptions, trials: u64) -> Vec<Tally> {
    let prepared = Prepared::new(a).expect("sound");
    let mut workspace = Workspace::default();
    let days = (0..trials).map(|trial| {
        let day = PollingDay::draw(&prepared, a, Seed(8), trial, Freeze::No).expect("sound");
        engine::run(&prepared, a, &day, &mut workspace)
    });
    days.collect()
}

fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
    (mean, (square / (n - 1.0) / n).sqrt())
}

/// The mean agrees within five standard errors, and the test could have seen a deviation of `sharp`.
fn agrees(what: &str, (mean, error): (f64, f64), expected: f64, sharp: f64) {
    let far = (mean - expected).abs() / error;
    assert!(
        far < ALLOWED,
        "{what}: {mean} +- {error}, expected {expected}"
    );
    let seen = ALLOWED * error / expected;
    assert!(seen < sharp, "{what}: blind below {seen} of the value");
}

/// Twenty hours of one-second services and more: the empty beginning weighs little.
const SECOND: f64 = 1_000.0;
const LONG: f64 = 100_000.0;

#[test]
fn mean_wait_of_m_m_c() {
    for (id, rate, service, booths) in [
        ("8:mmc_1.8_1_2", 1.8, 1.0, 2.0),
        ("8:mmc_2.5_1_3", 2.5, 1.0, 3.0),
        ("8:mmc_8_1_10", 8.0, 1.0, 10.0),
        ("8:mmc_100_12_9", 100.0 / 12.0, 1.0, 9.0),
        ("8:mmc_95_20_5", 4.75, 1.0, 5.0),
    ] {
        // The last two are told in hours: one service is 1/12 or 1/20 of one.
        let hours = match id {
            "8:mmc_100_12_9" => 12.0,
            "8:mmc_95_20_5" => 20.0,
            _ => 1.0,
        };
        let queue = Queue::new(SECOND, rate, LONG, exponential(service), booths);
        agrees(id, queue.wait(16), number(id, "Wq") * hours, 0.12);
    }
}

#[test]
fn mean_wait_of_m_g_1_pollaczek_khinchine() {
    let hyper = {
        // Two exponential phases with balanced means, squared coefficient of variation 4.
        let p = 0.5 * (1.0 + (3.0f64 / 5.0).sqrt());
        let mut atoms = Vec::new();
        for (weight, mean) in [(p, 0.5 / p), (1.0 - p, 0.5 / (1.0 - p))] {
            let Law::Discrete(phase) = exponential(mean) else {
                unreachable!()
            };
            atoms.extend(phase.into_iter().map(|(value, w)| (value, w * weight)));
        }
        atoms.sort_by(|a, b| a.0.total_cmp(&b.0));
        Law::Discrete(atoms)
    };
    for (id, rate, service) in [
        ("8:pk_M/D/1", 0.8, Law::Fixed(1.0)),
        ("8:pk_M/M/1", 0.8, exponential(1.0)),
        ("8:pk_M/H(cs2=4)/1", 0.8, hyper),
        (
            "8:pk_lognormal cs=.5",
            0.9,
            Law::Lognormal { mean: 1.0, sd: 0.5 },
        ),
    ] {
        let queue = Queue::new(SECOND, rate, LONG, service, 1.0);
        agrees(id, queue.wait(24), number(id, "Wq"), 0.12);
    }
}

#[test]
fn mean_wait_of_m_d_c_crommelin() {
    for (id, rate, booths) in [
        ("8:mdc_1.8_2", 1.8, 2.0),
        ("8:mdc_4_5", 4.0, 5.0),
        ("8:mdc_8_10", 8.0, 10.0),
    ] {
        let queue = Queue::new(SECOND, rate, LONG, Law::Fixed(1.0), booths);
        agrees(id, queue.wait(16), number(id, "Wq"), 0.06);
    }
}

#[test]
fn a_desk_before_the_booths_burke() {
    let id = "8:tandem_burke";
    // In hours: desk M/M/3 at 40 an hour, booths M/M/10 at 12 an hour, 100 arrivals an hour.
    let mut queue = Queue::new(36_000.0, 100.0, 5_000.0, exponential(1.0 / 12.0), 10.0);
    queue.desk = Some((exponential(1.0 / 40.0), 3.0));
    let expected = number(id, "Wq_desk") + number(id, "Wq_booth");
    agrees(id, queue.wait(12), expected, 0.06);
}

#[test]
fn lost_share_when_nobody_waits_erlang_b() {
    for (id, load, booths) in [
        ("8:erlangB_2_1", 1.0, 2.0),
        ("8:erlangB_10_8", 8.0, 10.0),
        ("8:erlangB_10_12", 12.0, 10.0),
        ("8:erlangB_100_90", 90.0, 100.0),
    ] {
        let length = 200_000.0 / load;
        let mut queue = Queue::new(SECOND, load, length, exponential(1.0), booths);
        queue.impatient = true;
        let lost = |day: &Tally| day.polls[0].gave_up as f64 / day.polls[0].came as f64;
        let lost: Vec<f64> = queue.days(12).iter().map(lost).collect();
        agrees(id, mean_and_error(&lost), number(id, "B"), 0.06);
    }
}

/// Mean queue and mean number served at the observed times.
fn transient(id: &str, queue: &Queue, trials: u64, sharp: f64) {
    let days = queue.days(trials);
    let rows = oracle(id);
    for row in rows["rows"].as_array().unwrap() {
        let t = row["t"].as_f64().unwrap();
        let at = queue
            .seen
            .iter()
            .position(|&seen| seen == t)
            .expect("observed");
        let mean = |of: &dyn Fn(&Tally) -> u64| {
            mean_and_error(&days.iter().map(|day| of(day) as f64).collect::<Vec<f64>>())
        };
        let waiting = mean(&|day| day.polls[0].waiting_at[at]);
        agrees(
            &format!("{id} queue at {t}"),
            waiting,
            row["ELq"].as_f64().unwrap(),
            sharp,
        );
        let served = mean(&|day| day.polls[0].cast_by[at]);
        agrees(
            &format!("{id} served by {t}"),
            served,
            row["served"].as_f64().unwrap(),
            sharp,
        );
    }
}

#[test]
fn a_day_is_not_stationary_kolmogorov() {
    let hour = 3_600_000.0;
    for (id, rate, service, booths, seen, trials) in [
        (
            "8:transient_mmc_0.9_1",
            0.9,
            1.0,
            1.0,
            vec![1.0, 5.0, 10.0, 50.0],
            6_000,
        ),
        (
            "8:transient_mmc_1.2_1",
            1.2,
            1.0,
            1.0,
            vec![5.0, 20.0],
            6_000,
        ),
        (
            "8:transient_mmc_100.0_9",
            100.0,
            1.0 / 12.0,
            9.0,
            vec![1.0, 4.0, 12.0],
            2_500,
        ),
        (
            "8:transient_mmc_120.0_9",
            120.0,
            1.0 / 12.0,
            9.0,
            vec![1.0, 12.0],
            1_500,
        ),
    ] {
        let length = seen.last().unwrap() + 0.5;
        let mut queue = Queue::new(hour, rate, length, exponential(service), booths);
        queue.seen = seen;
        transient(id, &queue, trials, 0.2);
    }
}

/// 100 (1 + 0.6 sin(2 pi t / 12)) an hour, in straight lines of two and a half minutes.
fn sine(service: Law, booths: f64) -> Queue {
    let mut queue = Queue::new(3_600_000.0, 100.0, 12.0, service, booths);
    queue.seen = vec![3.0, 6.0, 9.0, 12.0];
    let level = |t: f64| 1.0 + 0.6 * (std::f64::consts::TAU * t / 12.0).sin();
    queue.profile = (0..=288)
        .map(|n| f64::from(n) / 24.0)
        .map(|t| (t, level(t)))
        .collect();
    queue
}

#[test]
fn a_profile_that_swells_kolmogorov() {
    transient(
        "8:transient_mtmc",
        &sine(exponential(1.0 / 12.0), 10.0),
        2_500,
        0.4,
    );
}

#[test]
fn arrivals_in_each_three_hours() {
    // Nobody takes any time, so ballots cast are arrivals.
    let days = sine(Law::Fixed(0.0), 1.0).days(2_000);
    let expected = oracle("8:nhpp_cumulative");
    for at in 0..4 {
        let cast = |day: &Tally, at: usize| day.polls[0].cast_by[at] as f64;
        let counts: Vec<f64> = days
            .iter()
            .map(|day| cast(day, at) - if at > 0 { cast(day, at - 1) } else { 0.0 })
            .collect();
        let expected = expected["counts"][at].as_f64().unwrap();
        agrees("8:nhpp_cumulative", mean_and_error(&counts), expected, 0.02);
        // Poisson: the variance is the mean; the variance of 2,000 values has a relative error of
        // sqrt(2 / 2,000).
        let (mean, error) = mean_and_error(&counts);
        let variance = error * error * 2_000.0;
        assert!((variance / mean - 1.0).abs() < ALLOWED * (2.0 / 2_000.0f64).sqrt());
    }
    // A profile with steps: 50, 120 and 30 an hour.
    let mut steps = Queue::new(3_600_000.0, 760.0 / 12.0, 12.0, Law::Fixed(0.0), 1.0);
    let tiny = 1.0 / 3_600_000.0;
    steps.profile = vec![
        (0.0, 50.0),
        (2.0 - tiny, 50.0),
        (2.0, 120.0),
        (6.0 - tiny, 120.0),
        (6.0, 30.0),
        (12.0, 30.0),
    ];
    steps.seen = vec![4.0];
    let id = "8:nhpp_piecewise";
    let by_four: Vec<f64> = steps
        .days(1_000)
        .iter()
        .map(|d| d.polls[0].cast_by[0] as f64)
        .collect();
    agrees(id, mean_and_error(&by_four), number(id, "at4"), 0.02);
}

#[test]
fn booths_without_end_eick_massey_whitt() {
    // M(t)/M/infinity: the number inside at t is arrivals minus ballots cast.
    let mut queue = sine(exponential(1.0 / 12.0), 5_000.0);
    queue.seen = vec![3.0, 6.0, 12.0];
    let days = queue.days(3_000);
    let expected = oracle("8:mtginf");
    // Arrivals by t: 100 t + 100 * 0.6 * 12 / (2 pi) (1 - cos(2 pi t / 12)).
    for (at, &t) in queue.seen.iter().enumerate() {
        let wave = 1.0 - (std::f64::consts::TAU * t / 12.0).cos();
        let came = 100.0 * t + 60.0 * 12.0 / std::f64::consts::TAU * wave;
        let inside = expected["mean"][at].as_f64().unwrap();
        let cast: Vec<f64> = days
            .iter()
            .map(|day| day.polls[0].cast_by[at] as f64)
            .collect();
        agrees("8:mtginf", mean_and_error(&cast), came - inside, 0.01);
    }
}

/// Everybody comes when the doors open.
fn rush(queue: &mut Queue, length: f64) {
    let tiny = 1.0 / queue.unit;
    queue.profile = vec![(0.0, 1.0), (tiny, 0.0), (length, 0.0)];
}

#[test]
fn a_booth_that_is_never_idle() {
    // Services of a minute, exponential: how many fit into twelve hours is Poisson(720).
    let mut queue = Queue::new(60_000.0, 1_200.0 / 720.0, 720.0, exponential(1.0), 1.0);
    rush(&mut queue, 720.0);
    queue.seen = vec![720.0];
    let served: Vec<f64> = queue
        .days(3_000)
        .iter()
        .map(|d| d.polls[0].cast_by[0] as f64)
        .collect();
    agrees("saturated booth", mean_and_error(&served), 720.0, 0.01);
    let (_, error) = mean_and_error(&served);
    let variance = error * error * 3_000.0;
    assert!(
        (variance / 720.0 - 1.0).abs() < ALLOWED * (2.0 / 3_000.0f64).sqrt(),
        "{variance}"
    );
    for (id, least) in [("8:one_booth_700", 700.0), ("8:one_booth_760", 760.0)] {
        let reached: Vec<f64> = served
            .iter()
            .map(|&n| f64::from(u8::from(n >= least)))
            .collect();
        agrees(id, mean_and_error(&reached), number(id, "prob"), 0.4);
    }
}

#[test]
fn no_more_than_the_booths_can_take() {
    // Constant service, everybody at the door from the first minute: the bound is reached exactly.
    for (id, stations, booths, seconds) in [
        ("8:throughput_78_3_120", 78, 3.0, 120.0),
        ("8:throughput_14_4_300", 14, 4.0, 300.0),
        ("8:throughput_1_1_60", 1, 1.0, 60.0),
    ] {
        let mut a = Assumptions::default();
        let bound = number(id, "max_voters");
        let all = samples::group(&mut a, "all", bound + 20.0 * f64::from(stations));
        let shape = (stations, booths);
        let mut set = samples::station_set(&mut a, "set", &[all], shape, Law::Fixed(seconds));
        let (none, full) = (
            samples::fixed(&mut a, "none", 0.0),
            samples::fixed(&mut a, "full", 1.0),
        );
        let opens = SimTime::from_hm(8, 0);
        set.arrivals.points = vec![
            (opens, full),
            (SimTime(opens.0 + 1), none),
            (SimTime::from_hm(20, 0), none),
        ];
        samples::poll(&mut a, "poll", &[(all, 1.0)], vec![set]);
        a.polls[0].queue_may_vote = false;
        let poll = &play(&a, 1)[0].polls[0];
        assert_eq!(poll.ballots_cast as f64, bound, "{id}");
        assert_eq!(poll.unserved, 20 * u64::from(stations));
    }
}
