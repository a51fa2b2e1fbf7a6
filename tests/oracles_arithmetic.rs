//! Exact answers on the arithmetic of reports: topic `7_arithmetic` of `tests/data/oracles.json`.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions

mod common;

use common::oracles::{Oracle, run};
use scrutineer::compare::arithmetic::{
    PercentSpan, Span, chance_of_any, grid_chance, grid_count, must_be_double, nearest_count,
    percentage, splits, steps_of, triples,
};
use scrutineer::model::Precision;
use scrutineer::stats::BetaBinomial;
use scrutineer::units::MicroPercent;

/// What the program does not offer, and why.
const NOT_USED: [(&str, &str); 8] = [
    (
        "7:venezuela_2024_dm",
        "the chance is stated for equally likely splits only; these oracles show that other laws give nearly the same",
    ),
    (
        "7:venezuela_2024_multinomial",
        "as above: a law of the votes is no business of the report's arithmetic",
    ),
    (
        "7:rounded_percent_sum",
        "every sum that rounding can give is accepted, so no chance is needed",
    ),
    (
        "7:benford",
        "digit tests need hundreds of counts; a report has some ten",
    ),
    (
        "7:last_digit_chi2",
        "digit tests need hundreds of counts; a report has some ten",
    ),
    (
        "7:exact_multinomial",
        "digit tests need hundreds of counts; a report has some ten",
    ),
    (
        "7:integer_percent_rate",
        "needs results of single stations, which a report has not",
    ),
    (
        "7:round_nonvoters_36_2",
        "the note states one in the multiple; 7:round_nonvoters_90_6 shows how close that is, this law is further off by 4 %",
    ),
];

#[test]
fn arithmetic() {
    run("7_arithmetic", &NOT_USED, |oracle| {
        let id = oracle.id().to_string();
        match id.trim_start_matches("7:") {
            "venezuela_2024_published" => published(oracle),
            "venezuela_2024_uniform" => uniform(oracle),
            "venezuela_2024_variants" => variants(oracle),
            "venezuela_bayes" => factor(oracle),
            "grid_100" | "grid_200" => grid(oracle),
            "grim_mean" => mean(oracle),
            id if id.starts_with("grim_") => grim(oracle),
            id if id.starts_with("denominators_") => bases(oracle),
            "south_ossetia_2006" => south_ossetia(oracle),
            "round_nonvoters_90_6" => round_abstentions(oracle),
            "forking_paths" => paths(oracle),
            "forking_two_way" => looks_for_even_odds(oracle),
            "exact_product_52030" => product(oracle),
            "turnout_interval" => interval(oracle),
            "overlap_bound" => overlap(oracle),
            _ => return false,
        }
        true
    });
}

fn micro(percent: f64) -> MicroPercent {
    MicroPercent::from_f64(percent).unwrap()
}

fn rounded(percent: f64, decimals: i32) -> PercentSpan {
    PercentSpan::of(&Precision::Rounded {
        value: micro(percent),
        to: micro(10_f64.powi(-decimals)),
    })
}

fn of_oracle(it: &Oracle) -> PercentSpan {
    rounded(it.number("percent"), it.count("decimals") as i32)
}

fn total(it: &Oracle) -> i128 {
    it.count("total").into()
}

fn published(it: &mut Oracle) {
    let total = total(it);
    let counts: Vec<i128> = it.numbers("counts").iter().map(|&n| n as i128).collect();
    let steps: Vec<i128> = it
        .numbers("shares_permille")
        .iter()
        .map(|&n| n as i128)
        .collect();
    assert_eq!(steps_of(&counts, total, 1_000), Some(steps.clone()));
    let products: Vec<f64> = steps.iter().map(|s| (s * total) as f64 / 1_000.0).collect();
    it.check_all("exact_products", &products);
    assert_eq!(it.expected("sum_ok"), counts.iter().sum::<i128>() == total);
    // To six decimals, the finest grain of a percentage here.
    it.loosen(1e-6);
    let percents = counts
        .iter()
        .map(|&k| percentage(k, total, MicroPercent(1)).unwrap().as_f64());
    it.check_all("percent_8", &percents.collect::<Vec<_>>());
}

fn uniform(it: &mut Oracle) {
    let (total, steps) = (total(it), it.count("grid") as u32);
    let valid = triples(total, steps).count();
    let (chance, at_most) = grid_chance(total, 3, steps).unwrap();
    assert!(!at_most);
    let all = splits(steps.into(), 3).unwrap();
    it.check("valid_triples", valid as f64);
    it.check("all_triples", all as f64);
    it.check("compositions", splits(total, 3).unwrap() as f64);
    it.check("prob", chance);
    it.check("one_in", 1.0 / chance);
    it.check(
        "fraction_of_grid_whose_roundings_sum_to_T",
        valid as f64 / all as f64,
    );
}

fn variants(it: &mut Oracle) {
    let total = total(it);
    let ways = splits(total, 3).unwrap() as f64;
    let counts: Vec<i128> = (0..=1_000)
        .map(|step| grid_count(total, step, 1_000))
        .collect();
    let others: i128 = counts.iter().map(|count| total - count + 1).sum();
    it.check("one_candidate", others as f64 / ways);
    let fits = |first: &i128| {
        counts
            .iter()
            .filter(|&second| first + second <= total)
            .count()
    };
    let pairs: usize = counts.iter().map(fits).sum();
    it.check("two_given", pairs as f64 / ways);
    it.check("three_each", grid_chance(total, 3, 1_000).unwrap().0);
    it.check(
        "heuristic_1000_over_T_squared",
        (1_000.0 / total as f64).powi(2),
    );
}

fn factor(it: &mut Oracle) {
    let (chance, _) = grid_chance(10_058_774, 3, 1_000).unwrap();
    it.check("BF_if_1", 1.0 / chance);
    it.check("log10", (1.0 / chance).log10());
    it.check("prior_needed_for_even_odds", chance);
}

fn grid(it: &mut Oracle) {
    let (total, steps) = (total(it), it.count("grid") as u32);
    it.check("valid", triples(total, steps).count() as f64);
    it.check("prob", grid_chance(total, 3, steps).unwrap().0);
}

fn grim(it: &mut Oracle) {
    let base: i128 = it.count("N").into();
    let found = of_oracle(it).counts_of(base);
    let (low, high) = found.unwrap_or((1, 0));
    assert_eq!(it.expected("possible"), found.is_some());
    it.check("count", (high - low + 1) as f64);
    if found.is_some() {
        it.check("k_min", low as f64);
        it.check("k_max", high as f64);
    } else {
        it.leave(&["k_min", "k_max"]);
    }
}

/// A mean of whole numbers is a percentage in disguise: 5.19 is 519 %.
fn mean(it: &mut Oracle) {
    let base: i128 = it.count("N").into();
    let means = it.numbers("mean");
    let possible = means
        .iter()
        .map(|mean| rounded(100.0 * mean, 0).counts_of(base).is_some());
    let possible = serde_json::json!(possible.collect::<Vec<bool>>());
    assert_eq!(it.expected("possible"), possible);
}

fn bases(it: &mut Oracle) {
    let (low, high) = of_oracle(it).bases_of(it.count("k").into()).unwrap();
    it.check("N_min", low as f64);
    it.check("N_max", high as f64);
    for roll in [55_163, 55_000] {
        let contains = (low..=high).contains(&roll);
        assert_eq!(it.expected(&format!("contains_{roll}")), contains);
    }
}

fn south_ossetia(it: &mut Oracle) {
    let of = |name| i128::from(it.count(name));
    let (roll, ballots, yes, no) = (of("registered"), of("participants"), of("yes"), of("no"));
    let percent = |k, n| percentage(k, n, MicroPercent(1)).unwrap().as_f64();
    it.loosen(1e-7);
    it.check("turnout", percent(ballots, roll));
    it.check("non_participants", (roll - ballots) as f64);
    it.check("invalid", (ballots - yes - no) as f64);
    it.check("yes_of_valid", percent(yes, yes + no));
    it.check("yes_of_participants", percent(yes, ballots));
    it.check("yes_of_registered", percent(yes, roll));
    it.loosen(1e-5);
    it.check("no_of_valid", percent(no, yes + no));
    let fits = |span: PercentSpan, k, n| span.fits(&Span::exactly(k), &Span::exactly(n));
    assert_eq!(
        it.expected("reported_turnout_95_1_consistent"),
        fits(rounded(95.1, 1), ballots, roll)
    );
    let yes_percent = rounded(99.88, 2);
    let named = [
        ("valid votes", yes + no),
        ("ballots", ballots),
        ("roll", roll),
    ];
    let fitting = named
        .iter()
        .filter(|(_, base)| fits(yes_percent, yes, *base));
    let fitting: Vec<&str> = fitting.map(|(name, _)| *name).collect();
    assert_eq!(
        [it.expected("reported_99_88_base").as_str().unwrap()],
        fitting[..]
    );
}

/// The note's chance, one in the multiple, against a law of participation.
fn round_abstentions(it: &mut Oracle) {
    let (n, a, b) = (it.count("n"), it.number("a"), it.number("b"));
    let law = BetaBinomial::with_correlation(n, a / (a + b), 1.0 / (a + b + 1.0));
    let chance = |multiple: u64| -> f64 {
        (0..=n / multiple)
            .map(|times| law.exactly(n - times * multiple))
            .sum()
    };
    for (name, multiple) in [("mult1000", 1_000), ("mult500", 500), ("mult100", 100)] {
        let exact = chance(multiple);
        it.check(name, exact);
        assert!((exact * multiple as f64 - 1.0).abs() < 1e-4, "{exact}");
    }
    it.check("exactly_3000", law.exactly(n - 3_000));
}

fn paths(it: &mut Oracle) {
    let looks = it.numbers("m");
    let chances = looks.iter().map(|&m| chance_of_any(0.001, m as u64));
    it.check_all("prob", &chances.collect::<Vec<_>>());
}

fn looks_for_even_odds(it: &mut Oracle) {
    let each = it.number("q");
    let looks = (1..)
        .find(|&looks| chance_of_any(each, looks) >= 0.5)
        .unwrap();
    it.check("m", looks as f64);
}

fn product(it: &mut Oracle) {
    let base: i128 = it.count("N").into();
    let (low, high) = rounded(it.number("percent"), 1).counts_of(base).unwrap();
    it.check(
        "product",
        nearest_count(micro(it.number("percent")), base) as f64,
    );
    it.check("grain", (high - low + 1) as f64);
    it.check("chance", 1.0 / (high - low + 1) as f64);
}

/// The spans of rounded counts, and the percentages at their far ends.
fn interval(it: &mut Oracle) {
    let ends = |value| Span::of(&Precision::Rounded { value, to: 1_000 });
    let (roll, part) = (ends(55_000), ends(52_000));
    let printed = |name: &str| {
        it.numbers(name)
            .iter()
            .map(|&x| x as i128)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        [roll.low, roll.high].map(Option::unwrap),
        printed("reg")[..]
    );
    assert_eq!(
        [part.low, part.high].map(Option::unwrap),
        printed("part")[..]
    );
    it.loosen(1e-7);
    let grain = MicroPercent(1);
    let percent = |k: Option<i128>, n: Option<i128>| percentage(k.unwrap(), n.unwrap(), grain);
    it.check("lo", percent(part.low, roll.high).unwrap().as_f64());
    it.check("hi", percent(part.high, roll.low).unwrap().as_f64());
    assert!(rounded(92.8, 1).fits(&part, &roll) && rounded(96.3, 1).fits(&part, &roll));
    assert!(!rounded(92.7, 1).fits(&part, &roll) && !rounded(96.4, 1).fits(&part, &roll));
}

fn overlap(it: &mut Oracle) {
    let claimed = i128::from(it.count("A") + it.count("B"));
    let persons = it.numbers("E");
    let double = persons
        .iter()
        .map(|&e| must_be_double(claimed, e as i128) as f64);
    it.check_all("min_double", &double.collect::<Vec<_>>());
}
