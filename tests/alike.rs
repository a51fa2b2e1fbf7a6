//! Voters of one station who mark alike (`overdispersion` of a contest), held against theory.
//!
//! Every comparison allows five standard errors, worked out beside it: with the some forty comparisons
//! below, alpha is about 1 in 40,000 for the file.

#![allow(clippy::unwrap_used)] // the scenarios are sound

mod support;

use scrutineer::engine::{
    self, Freeze, Lane, NOISE_KEYS, PollTally, PollingDay, Prepared, Tally, Workspace, samples,
};
use scrutineer::model::*;
use scrutineer::random::{Seed, Split};
use support::{Range, scenario};

const ALLOWED: f64 = 5.0;

/// So many stations at each of which so many persons of each group come, a contest without invalid
/// ballots, and how alike they mark.
fn town(stations: u32, each: &[f64], shares: &[f64], alike: f64) -> Assumptions {
    let mut a = Assumptions::default();
    let sizes = each.iter().enumerate();
    let groups: Vec<GroupId> = sizes
        .map(|(at, each)| {
            samples::group(&mut a, &format!("group-{at}"), each * f64::from(stations))
        })
        .collect();
    let set = samples::station_set(&mut a, "set", &groups, (stations, 9.0), Law::Fixed(1.0));
    let admits: Vec<(GroupId, f64)> = groups.iter().map(|&group| (group, 1.0)).collect();
    let poll = samples::poll(&mut a, "poll", &admits, vec![set]);
    let mut contest = samples::contest(&mut a, "contest", groups.len(), shares);
    a.inputs[contest.invalid_share.0].law = Law::Fixed(0.0);
    contest.overdispersion = Some(samples::fixed(&mut a, "alike", alike));
    a.polls[poll.0].contests.push(contest);
    a
}

/// A day, and votes of the only contest at every station.
fn day(prepared: &Prepared, a: &Assumptions, day: &PollingDay) -> (Tally, Vec<Vec<u64>>) {
    let mut pages = Vec::new();
    let tell = &mut |page: engine::StationTally| {
        pages.push(page.tally.contests[0].votes.clone());
    };
    let tally = engine::run_by_station(prepared, a, day, &mut Workspace::default(), tell);
    (tally, pages)
}

/// Days of the count lane.
fn days(a: &Assumptions, trials: u64) -> Vec<(Tally, Vec<Vec<u64>>)> {
    let prepared = Prepared::with_lane(a, Lane::Count).unwrap();
    let drawn = |trial| PollingDay::draw(&prepared, a, Seed(31), trial, Freeze::No).unwrap();
    (0..trials)
        .map(|trial| day(&prepared, a, &drawn(trial)))
        .collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Holds independent numbers against the mean they should have.
fn hold(what: &str, values: &[f64], expected: f64) {
    let centre = mean(values);
    let square: f64 = values.iter().map(|it| (it - centre).powi(2)).sum();
    let n = values.len() as f64;
    let error = (square / (n - 1.0) / n).sqrt();
    assert!(
        (centre - expected).abs() < ALLOWED * error,
        "{what}: {centre} for {expected}, standard error {error}"
    );
    assert!(error < 0.1 * expected.abs(), "{what}: {error} says nothing");
}

/// Mean, variance and covariance of the shares of single stations, from independent stations.
fn hold_shares(what: &str, pages: &[&Vec<u64>], shares: &[f64], alike: f64) {
    let n = pages[0].iter().sum::<u64>();
    assert!(pages.iter().all(|page| page.iter().sum::<u64>() == n));
    let n = n as f64;
    let inflated = (1.0 + (n - 1.0) * alike) / n;
    let off = |page: &Vec<u64>, at: usize| page[at] as f64 / n - shares[at];
    for (one, &p) in shares.iter().enumerate() {
        let all: Vec<f64> = pages.iter().map(|page| page[one] as f64 / n).collect();
        hold(&format!("{what}: mean of option {one}"), &all, p);
        for (other, &q) in shares.iter().enumerate().skip(one) {
            // Around the true shares, so that the products are independent of one another.
            let products: Vec<f64> = pages
                .iter()
                .map(|page| off(page, one) * off(page, other))
                .collect();
            let theory = if one == other { p * (1.0 - p) } else { -p * q };
            let what = format!("{what}: options {one} and {other}");
            hold(&what, &products, theory * inflated);
        }
    }
}

#[test]
fn shares_of_stations_vary_as_the_correlation_says() {
    for (shares, alike) in [
        (&[0.7, 0.3][..], 0.02),
        (&[0.5, 0.3, 0.2], 0.05),
        (&[0.1, 0.6, 0.3], 0.4),
        // Independent voters, by the other way of marking.
        (&[0.5, 0.3, 0.2], 0.0),
    ] {
        let days = days(&town(250, &[200.0], shares, alike), 80);
        let pages: Vec<&Vec<u64>> = days.iter().flat_map(|day| &day.1).collect();
        hold_shares(&format!("{alike}"), &pages, shares, alike);
    }
}

/// Each group has its own share at a station, so a station of two groups varies less than one of one
/// group of the same size; and the total of a poll varies as the sum over the cells.
#[test]
fn totals_vary_as_the_sum_of_their_cells() {
    let (stations, each, p, alike) = (12, [150.0, 50.0], 0.3, 0.08);
    let days = days(&town(stations, &each, &[p, 1.0 - p], alike), 6_000);
    let cell = |n: f64| n * p * (1.0 - p) * (1.0 + (n - 1.0) * alike);
    let of_one: f64 = each.map(cell).iter().sum();
    let people = each.iter().sum::<f64>();
    let square = |votes: u64, stations: f64| (votes as f64 - stations * people * p).powi(2);
    let pages: Vec<f64> = days
        .iter()
        .flat_map(|day| &day.1)
        .map(|page| square(page[0], 1.0))
        .collect();
    hold("a station's votes", &pages, of_one);
    let all = f64::from(stations);
    let totals = days.iter().map(|day| day.0.polls[0].contests[0].votes[0]);
    let totals: Vec<f64> = totals.map(|it| square(it, all)).collect();
    hold("the total", &totals, all * of_one);
}

#[test]
fn shares_of_0_and_1_stay_so_at_every_station() {
    for alike in [0.01, 0.9] {
        for (day, pages) in days(&town(30, &[40.0], &[0.0, 1.0, 0.0], alike), 20) {
            assert!(pages.iter().all(|page| page == &[0, 40, 0]));
            assert_eq!(day.polls[0].contests[0].votes, [0, 1_200, 0]);
        }
        for (_, pages) in days(&town(30, &[40.0], &[0.6, 0.4, 0.0], alike), 20) {
            assert!(pages.iter().all(|page| page[2] == 0));
        }
    }
}

/// Invalid ballots are as many as ever, station by station: the correlation is of what is marked.
#[test]
fn invalid_ballots_do_not_hang_together() {
    let mut a = town(250, &[200.0], &[0.7, 0.3], 0.3);
    let invalid = a.polls[0].contests[0].invalid_share;
    a.inputs[invalid.0].law = Law::Fixed(0.1);
    let days = days(&a, 20);
    let pages: Vec<Vec<u64>> = days
        .iter()
        .flat_map(|day| &day.1)
        .map(|page| {
            let valid = page.iter().sum::<u64>();
            vec![200 - valid, valid]
        })
        .collect();
    let pages: Vec<&Vec<u64>> = pages.iter().collect();
    hold_shares("invalid", &pages, &[0.1, 0.9], 0.0);
}

/// Every tally of a day, and of its stations.
fn told(a: &Assumptions, lane: Lane) -> (Tally, Vec<PollTally>) {
    let prepared = Prepared::with_lane(a, lane).unwrap();
    let day = PollingDay::draw(&prepared, a, Seed(7), 3, Freeze::No).unwrap();
    let mut pages = Vec::new();
    let tell = &mut |page: engine::StationTally| pages.push(page.tally.clone());
    let tally = engine::run_by_station(&prepared, a, &day, &mut Workspace::default(), tell);
    (tally, pages)
}

#[test]
fn at_0_nothing_changes_and_asking_changes_no_total() {
    let (mut same, mut other) = (0, 0);
    for seed in 0..300 {
        let mut a = scenario(seed, Range::EVERYTHING);
        let lane = [Lane::Auto, Lane::Count][(seed % 2) as usize];
        let stated = told(&a, lane);
        let prepared = Prepared::with_lane(&a, lane).unwrap();
        let day = PollingDay::draw(&prepared, &a, Seed(7), 3, Freeze::No).unwrap();
        let unasked = engine::run(&prepared, &a, &day, &mut Workspace::default());
        assert_eq!(stated.0, unasked, "scenario {seed}");
        for poll in 0..a.polls.len() {
            let alike = samples::fixed(&mut a, &format!("none-{poll}"), 0.0);
            a.polls[poll].contests[0].overdispersion = Some(alike);
        }
        let none = told(&a, lane);
        for poll in &mut a.polls {
            poll.contests[0].overdispersion = None;
        }
        assert!(told(&a, lane) == none, "scenario {seed}");
        match stated == none {
            true => same += 1,
            false => other += 1,
        }
    }
    assert!(same > 60 && other > 60, "{same} {other}");
}

/// Where a search for rare days moves chance in portions, the law of the marks is the same, and new
/// dice of one key move the day a little only.
#[test]
fn moved_in_portions_the_law_is_the_same() {
    let (shares, alike, each) = ([0.5, 0.3, 0.2], 0.05, 200.0);
    let a = town(3, &[each], &shares, alike);
    let prepared = Prepared::with_lane(&a, Lane::Count).unwrap();
    let mut dice = Split(17);
    let play = |keys: &[u64]| {
        let at = PollingDay::at(&prepared, &a, Seed(31), &[], keys).unwrap();
        day(&prepared, &a, &at.unwrap()).1
    };
    let (mut pages, mut steps) = (Vec::new(), Vec::new());
    for nth in 0..6_000 {
        let mut keys: Vec<u64> = (0..NOISE_KEYS).map(|_| dice.bits()).collect();
        let before = play(&keys);
        keys[nth % NOISE_KEYS] = dice.bits();
        let after = play(&keys);
        let sum = |pages: &[Vec<u64>]| pages.iter().map(|page| page[0]).sum::<u64>() as f64;
        steps.push((sum(&after) - sum(&before)).powi(2));
        pages.extend(before);
    }
    hold_shares(
        "in portions",
        &pages.iter().collect::<Vec<_>>(),
        &shares,
        alike,
    );
    let p = shares[0];
    let total = 3.0 * each * p * (1.0 - p) * (1.0 + (each - 1.0) * alike);
    let step = mean(&steps) / total;
    // Wholly new dice would move it by 2; a 64th of them by 1 / 32 and what hangs on the changed shares.
    assert!((0.02..0.1).contains(&step), "{step}");
}
