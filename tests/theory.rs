//! The polling day against queueing theory: oracles of topic 8, by simulation with a fixed seed.
//!
//! Every comparison states its standard error, from the spread between independent trials, and
//! allows five of them (a two-sided normal error of 6 in ten million; with the some hundred
//! comparisons below, alpha = 1 in ten thousand for the file). Where an open stream of arrivals is
//! meant, some two thousand million adults come with a tiny probability each, so that their number
//! is as good as Poisson.

#![allow(clippy::unwrap_used)] // the oracles are as they should be, or the test fails

use scrutineer::engine::{
    self, Freeze, Happening, PollingDay, Prepared, Tally, Workspace, samples,
};
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

/// Erlang's law of two phases with mean `mean`, in slices that each keep their mean.
fn erlang_2(mean: f64) -> Law {
    // Phases of mean 1: P(S > x) = (1 + x) e^-x, and x e^-x integrates to -(x^2 + 2x + 2) e^-x.
    let cuts: Vec<f64> = (0..=1_200).map(|k| f64::from(k) * 0.02).collect();
    let slices = cuts.windows(2).map(|cut| {
        let beyond = |x: f64| (1.0 + x) * (-x).exp();
        let rest = |x: f64| (x * x + 2.0 * x + 2.0) * (-x).exp();
        let weight = beyond(cut[0]) - beyond(cut[1]);
        let middle = (rest(cut[0]) - rest(cut[1])) / weight;
        (0.5 * mean * middle, weight)
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
    /// Whoever finds so many waiting is lost.
    room: Option<f64>,
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
            room: None,
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
        set.turn_back_at = self
            .room
            .map(|many| samples::fixed(&mut a, "turn back at", many));
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

    /// Every voter's wait in units, trial by trial.
    fn waits(&self, trials: u64) -> Vec<Vec<f64>> {
        let a = self.assumptions();
        traced(&a, trials, |what, _| match what {
            Happening::EntersBooth { waited, .. } => Some(waited.0 as f64 / self.unit),
            _ => None,
        })
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

/// What a look at every event of every day finds, day by day.
fn traced<T>(
    a: &Assumptions,
    trials: u64,
    look: impl Fn(Happening, SimTime) -> Option<T>,
) -> Vec<Vec<T>> {
    let prepared = Prepared::new(a).expect("sound");
    let mut workspace = Workspace::default();
    let days = (0..trials).map(|trial| {
        let day = PollingDay::draw(&prepared, a, Seed(8), trial, Freeze::No).expect("sound");
        let mut found = Vec::new();
        let mut tell = |event: engine::TraceEvent| found.extend(look(event.what, event.time));
        engine::trace(&prepared, a, &day, &mut workspace, &mut tell);
        found
    });
    days.collect()
}

/// Mean and standard error of a number worked out for each trial.
fn each<T>(trials: &[T], number: impl Fn(&T) -> f64) -> (f64, f64) {
    mean_and_error(&trials.iter().map(number).collect::<Vec<f64>>())
}

/// The share of values above `t`.
fn above(values: &[f64], t: f64) -> f64 {
    values.iter().filter(|&&x| x > t).count() as f64 / values.len() as f64
}

/// Mean and variance of some values.
fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
    (mean, square / n)
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
        ("8:pk_M/E2/1", 0.8, erlang_2(1.0)),
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
        let lost: Vec<f64> = queue.days(20).iter().map(lost).collect();
        agrees(id, mean_and_error(&lost), number(id, "B"), 0.06);
    }
}

#[test]
fn standing_room_for_a_few_m_m_c_k() {
    // Room for K, c of them in booths: whoever finds K - c waiting is lost.
    for (id, rate, booths, all) in [
        ("8:mmcK_0.9_1_10", 0.9, 1.0, 10.0),
        ("8:mmcK_2_1_5", 2.0, 1.0, 5.0),
        ("8:mmcK_12_10_15", 12.0, 10.0, 15.0),
    ] {
        let length = LONG * f64::min(1.0, 2.0 / rate);
        let mut queue = Queue::new(SECOND, rate, length, exponential(1.0), booths);
        queue.room = Some(all - booths);
        queue.seen = (1..=100).map(|n| f64::from(n) * length / 100.0).collect();
        let days = queue.days(20);
        let poll = |day: &Tally| day.polls[0].clone();
        let lost = each(&days, |day| {
            poll(day).gave_up as f64 / poll(day).came as f64
        });
        agrees(id, lost, number(id, "pK"), 0.06);
        let served = each(&days, |day| poll(day).ballots_cast as f64 / length);
        agrees(id, served, number(id, "throughput"), 0.01);
        let wait = each(&days, |day| {
            poll(day).total_wait as f64 / SECOND / poll(day).ballots_cast as f64
        });
        agrees(id, wait, number(id, "Wq"), 0.03);
        // The number in the room without those in the booths, seen a hundred times a day.
        let waiting = number(id, "L") - number(id, "throughput");
        let seen = each(&days, |day| {
            poll(day).waiting_at.iter().sum::<u64>() as f64 / 100.0
        });
        agrees(id, seen, waiting, 0.1);
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

#[test]
fn the_law_of_the_wait_in_m_m_c_erlang_c() {
    for (id, rate, booths, t) in [
        ("8:mmc_1.8_1_2", 1.8, 2.0, 2.0),
        ("8:mmc_2.5_1_3", 2.5, 3.0, 1.0),
        ("8:mmc_8_1_10", 8.0, 10.0, 0.5),
    ] {
        let queue = Queue::new(SECOND, rate, 30_000.0, exponential(1.0), booths);
        let days = queue.waits(24);
        let look = |name: &str, found: (f64, f64), sharp| {
            agrees(&format!("{id} {name}"), found, number(id, name), sharp);
        };
        look("ErlangC", each(&days, |waits| above(waits, 0.0)), 0.1);
        look("P_wait_gt_t", each(&days, |waits| above(waits, t)), 0.1);
        let late = number(id, "wait_q95");
        let beyond = each(&days, |waits| above(waits, late));
        agrees(&format!("{id} beyond wait_q95"), beyond, 0.05, 0.4);
        // The error of a variance is small against it: the root's mean is the mean's root.
        let spread = each(&days, |waits| moments(waits).1.sqrt());
        look("sd_Wq", spread, 0.2);
    }
}

#[test]
fn variance_of_the_wait_in_m_g_1_takacs() {
    for (name, service) in [("md1", Law::Fixed(1.0)), ("mm1", exponential(1.0))] {
        let days = Queue::new(SECOND, 0.8, LONG, service, 1.0).waits(24);
        let variance = each(&days, |waits| moments(waits).1);
        agrees(name, variance, number("8:mg1_var", name), 0.25);
    }
}

#[test]
fn a_stream_that_is_not_poisson_kingman() {
    // A clerk who is never idle and takes an Erlang law of mean 1.25 sends people to the booth in a
    // stream of rate 0.8 with squared coefficient of variation 0.5. With one booth and with booths
    // for all, the same dice: the difference of the waits is the wait for the booth.
    let service = Law::Lognormal { mean: 1.0, sd: 0.5 };
    let days = |booths: f64| {
        let mut queue = Queue::new(SECOND, 0.8, LONG, service.clone(), booths);
        queue.desk = Some((erlang_2(1.25), 1.0));
        rush(&mut queue, LONG);
        queue.days(12)
    };
    let (one, many) = (days(1.0), days(5_000.0));
    let waits: Vec<f64> = one
        .iter()
        .zip(&many)
        .map(|(one, many)| {
            let (one, many) = (&one.polls[0], &many.polls[0]);
            assert_eq!(one.ballots_cast, many.ballots_cast);
            (one.total_wait - many.total_wait) as f64 / SECOND / one.ballots_cast as f64
        })
        .collect();
    let (mean, error) = mean_and_error(&waits);
    let (bound, near) = (number("8:kingman", "bound"), number("8:kingman", "vut"));
    assert!(
        mean + ALLOWED * error < bound,
        "{mean} +- {error} below {bound}"
    );
    // The second formula is an approximation, known to be a little high where arrivals are calmer
    // than Poisson (Kraemer & Langenbach-Belz 1976: by a factor of 0.946 here).
    assert!((mean / near - 1.0).abs() < 0.12, "{mean} near {near}");
}

#[test]
fn a_fluid_day_and_its_backlog() {
    // The same day a hundred times as large, which leaves chance a tenth of its weight: 12,000 come
    // an hour, nine booths take 10,800.
    let hour = 3_600_000.0;
    let days = Queue::new(hour, 12_000.0, 12.0, Law::Fixed(9.0 / 10_800.0), 9.0).days(40);
    let poll = |day: &Tally| day.polls[0].clone();
    let id = "8:fluid_backlog";
    let backlog = each(&days, |day| poll(day).waiting_at_close as f64 / 100.0);
    let longest = each(&days, |day| poll(day).longest_wait as f64 / hour);
    let clear = each(&days, |day| poll(day).last_ballot_at as f64 / hour - 12.0);
    for (name, (mean, error)) in [
        ("backlog", backlog),
        ("max_wait_h", longest),
        ("clear_h", clear),
    ] {
        let expected = number(id, name);
        // The fluid has no idle minute at the beginning: half a per cent for that.
        let allowed = ALLOWED * error + 0.005 * expected;
        assert!(allowed < 0.05 * expected, "{name}: blind, {error}");
        assert!(
            (mean - expected).abs() < allowed,
            "{name}: {mean} +- {error}"
        );
    }
}

#[test]
fn the_first_of_a_growing_stream_rayleigh() {
    // lambda(t) = 2 b t with b = 1/2: t^2 / 2 arrivals by t, 50 by the tenth hour.
    let hour = 3_600_000.0;
    let mut queue = Queue::new(hour, 5.0, 10.0, Law::Fixed(0.0), 1.0);
    queue.profile = vec![(0.0, 0.0), (10.0, 1.0)];
    queue.seen = vec![1.5];
    let id = "8:nhpp_linear";
    let none = |day: &Tally| f64::from(u8::from(day.polls[0].cast_by[0] == 0));
    agrees(id, each(&queue.days(6_000), none), number(id, "surv"), 0.12);
    let joins = traced(&queue.assumptions(), 3_000, |what, time| match what {
        Happening::Joins { .. } => Some(time.0 as f64 / hour),
        _ => None,
    });
    let first = |times: &Vec<f64>| times.iter().copied().fold(f64::INFINITY, f64::min);
    agrees(id, each(&joins, first), number(id, "mean"), 0.06);
}

/// The day of Edelstein & Edelstein (2010): 13 hours, so many tenths of the voters in each.
const HOURS: [f64; 13] = [
    0.1, 0.1, 0.05, 0.05, 0.05, 0.1, 0.1, 0.05, 0.05, 0.05, 0.1, 0.1, 0.1,
];

/// That day in minutes, with constant service.
fn edelstein(voters: f64, minutes: f64, machines: f64) -> Queue {
    let service = Law::Fixed(minutes);
    let mut queue = Queue::new(60_000.0, voters / 780.0, 780.0, service, machines);
    let tiny = 1.0 / queue.unit;
    let hours = HOURS.iter().zip((0..).map(|hour| 60.0 * f64::from(hour)));
    queue.profile = hours
        .flat_map(|(&share, from)| [(from, share), (from + 60.0 - tiny, share)])
        .collect();
    queue.seen = (1..=13).map(|hour| 60.0 * f64::from(hour)).collect();
    queue
}

/// Waits where everybody takes the same time: the i-th begins when he has come and the one `machines`
/// before him is done. Nothing else is asked of the machines.
fn in_turn(arrivals: &[f64], minutes: f64, machines: usize) -> Vec<f64> {
    let mut begins: Vec<f64> = Vec::with_capacity(arrivals.len());
    for (at, &arrives) in arrivals.iter().enumerate() {
        let free = at
            .checked_sub(machines)
            .map_or(0.0, |before| begins[before] + minutes);
        begins.push(arrives.max(free));
    }
    begins
        .iter()
        .zip(arrivals)
        .map(|(begin, arrives)| begin - arrives)
        .collect()
}

/// One such day that the engine has no part in: a Poisson stream by exponential gaps, bent to the
/// hours. Arrivals in minutes.
fn stream(voters: f64, dice: &mut u64) -> Vec<f64> {
    let mut arrivals = Vec::new();
    let (mut hour, mut before, mut level) = (0, 0.0, 0.0);
    loop {
        // A linear congruence with Knuth's multiplier; the upper 53 bits.
        *dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let uniform = ((*dice >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
        level -= libm::log(uniform);
        while hour < 13 && level >= before + voters * HOURS[hour] {
            before += voters * HOURS[hour];
            hour += 1;
        }
        if hour == 13 {
            return arrivals;
        }
        arrivals.push(60.0 * (hour as f64 + (level - before) / (voters * HOURS[hour])));
    }
}

/// The queue of a fluid of voters at the end of each hour.
fn fluid(voters: f64, minutes: f64, machines: f64) -> Vec<f64> {
    let mut backlog = 0.0;
    let hour = |&share: &f64| {
        backlog = f64::max(0.0, backlog + voters * share - machines * 60.0 / minutes);
        backlog
    };
    HOURS.iter().map(hour).collect()
}

#[test]
fn waits_on_the_day_of_edelstein_are_those_of_another_calculation() {
    let mut dice = 2010;
    let mut jammed = 0;
    for voters in [600.0, 1_000.0, 1_400.0] {
        for machines in [5.0, 7.0, 9.0] {
            let (minutes, seats) = (5.0, machines as usize);
            let what = format!("{voters} voters, {machines} machines");
            let queue = edelstein(voters, minutes, machines);
            // Voter by voter, to the millisecond, from the arrivals alone.
            let seen = traced(&queue.assumptions(), 3, |what, time| match what {
                Happening::Joins { .. } => Some((time.0 as f64 / queue.unit, None)),
                Happening::EntersBooth { waited, .. } => Some((
                    time.0 as f64 / queue.unit,
                    Some(waited.0 as f64 / queue.unit),
                )),
                _ => None,
            });
            for day in seen {
                let arrivals: Vec<f64> =
                    day.iter().filter(|e| e.1.is_none()).map(|e| e.0).collect();
                let waits: Vec<f64> = day.iter().filter_map(|e| e.1).collect();
                let expected = in_turn(&arrivals, minutes, seats);
                assert_eq!(waits.len(), expected.len());
                let far = waits.iter().zip(&expected).map(|(a, b)| (a - b).abs());
                assert!(far.fold(0.0, f64::max) < 1e-6, "{what}");
            }
            // Means and longest waits of other days with other dice.
            let days = queue.days(300);
            let others: Vec<Vec<f64>> = (0..300)
                .map(|_| in_turn(&stream(voters, &mut dice), minutes, seats))
                .collect();
            let poll = |day: &Tally| day.polls[0].clone();
            let mean = |waits: &Vec<f64>| waits.iter().sum::<f64>() / waits.len() as f64;
            let longest = |waits: &Vec<f64>| waits.iter().copied().fold(0.0, f64::max);
            let ours = each(&days, |day| {
                poll(day).total_wait as f64 / queue.unit / poll(day).ballots_cast as f64
            });
            for (name, ours, theirs) in [
                ("mean", ours, each(&others, mean)),
                (
                    "longest",
                    each(&days, |day| poll(day).longest_wait as f64 / queue.unit),
                    each(&others, longest),
                ),
            ] {
                let error = ours.1.hypot(theirs.1);
                let allowed = ALLOWED * error;
                assert!(
                    allowed < 0.5 * theirs.0.max(0.5),
                    "{what}, {name}: blind, {error}"
                );
                assert!(
                    (ours.0 - theirs.0).abs() < allowed,
                    "{what}, {name}: {ours:?} {theirs:?}"
                );
            }
            // No queue is shorter in the mean than the fluid's: the queue is the largest of the
            // surpluses since any moment, which is convex in the arrivals (Jensen), and a machine
            // begins at most one service more in a span than fit into it.
            for (hour, backlog) in fluid(voters, minutes, machines).into_iter().enumerate() {
                let (waiting, error) = each(&days, |day| poll(day).waiting_at[hour] as f64);
                let least = backlog - machines;
                assert!(
                    waiting + ALLOWED * error > least,
                    "{what}, hour {hour}: {waiting}, {least}"
                );
                if backlog > 100.0 {
                    // Chance adds little to a long queue: what the idle moments before have cost.
                    let most = backlog + machines + 0.1 * backlog;
                    assert!(
                        waiting - ALLOWED * error < most,
                        "{what}, hour {hour}: {waiting}"
                    );
                    jammed += 1;
                }
            }
        }
    }
    assert!(jammed > 10, "{jammed}");
}

#[test]
fn more_machines_or_a_quicker_service_never_wait_longer_edelstein() {
    // With the same dice every voter waits at most as long.
    let day = |minutes: f64, machines: f64| edelstein(1_000.0, minutes, machines);
    let waits = |minutes, machines| day(minutes, machines).waits(4);
    let no_longer = |less: &[Vec<f64>], more: &[Vec<f64>]| {
        let (less, more) = (less.iter().flatten(), more.iter().flatten());
        assert!(less.clone().count() > 3_000);
        assert!(less.clone().sum::<f64>() < more.clone().sum::<f64>());
        assert!(less.zip(more).all(|(less, more)| less <= more));
    };
    for minutes in [3.0, 5.0, 7.0] {
        for machines in [3.0, 4.0, 5.0, 6.0] {
            no_longer(&waits(minutes, machines + 1.0), &waits(minutes, machines));
            no_longer(&waits(minutes, machines), &waits(minutes + 1.0, machines));
        }
    }
    // Who comes follows the hours: with no service at all, ballots by the hour are arrivals.
    let days = day(0.0, 1.0).days(400);
    let mut before = 0.0;
    for (hour, share) in HOURS.iter().enumerate() {
        before += 1_000.0 * share;
        let cast = each(&days, |day| day.polls[0].cast_by[hour] as f64);
        agrees(&format!("by hour {hour}"), cast, before, 0.05);
    }
}

#[test]
fn every_oracle_of_the_topic_is_checked() {
    let file: serde_json::Value = serde_json::from_str(include_str!("data/oracles.json")).unwrap();
    let here = include_str!("theory.rs");
    let by_hand = include_str!("../src/engine/hand_days.rs");
    let mut checked = 0;
    for oracle in file["oracles"].as_array().unwrap() {
        let id = oracle["id"].as_str().unwrap();
        if oracle["topic"] != "8_capacity_queues" {
            continue;
        }
        let used = here.contains(&format!("\"{id}\"")) || by_hand.contains(id);
        assert!(used, "{id} is not checked");
        checked += 1;
    }
    assert_eq!(checked, 40);
}
