//! What printed numbers may stand for, held against trying every number.

#![allow(clippy::type_complexity, clippy::needless_range_loop)] // prints beside what they mean

use scrutineer::compare::arithmetic::{
    PercentSpan, Span, ceil_div, chance_of_any, floor_div, grid_count, must_be_double,
    nearest_count, percentage, printed_grain, splits, steps_of, triples,
};
use scrutineer::model::Precision;
use scrutineer::units::MicroPercent;

/// Whole percent as they are held.
const fn percent(whole: i64) -> MicroPercent {
    MicroPercent(whole * 1_000_000)
}

/// Every way to print a number, with what it means written out, in halves of a unit.
fn prints(value: i64, grain: i64) -> Vec<(Precision<i64>, Box<dyn Fn(i64) -> bool>)> {
    let twice = 2 * value;
    vec![
        (
            Precision::Rounded { value, to: grain },
            Box::new(move |n| twice - grain <= n && n < twice + grain),
        ),
        (
            Precision::About { value, grain },
            Box::new(move |n| twice - 2 * grain < n && n < twice + 2 * grain),
        ),
        (Precision::MoreThan(value), Box::new(move |n| n > twice)),
        (Precision::AtLeast(value), Box::new(move |n| n >= twice)),
        (Precision::LessThan(value), Box::new(move |n| n < twice)),
        (Precision::AtMost(value), Box::new(move |n| n <= twice)),
        (
            Precision::Between(value, value + grain),
            Box::new(move |n| twice <= n && n <= twice + 2 * grain),
        ),
    ]
}

#[test]
fn a_count_stands_for_the_numbers_that_its_print_means() {
    for value in [10, 37] {
        for grain in [1, 2, 5, 10] {
            for (print, means) in prints(value, grain) {
                let span = Span::of(&print);
                for n in -40_i64..=100 {
                    let inside = span.low.is_none_or(|low| low <= n.into())
                        && span.high.is_none_or(|high| i128::from(n) <= high);
                    assert_eq!(inside, means(2 * n), "{print:?} {n}");
                }
            }
        }
        let exact = Span::of(&Precision::Exact(value));
        assert_eq!(exact, Span::exactly(value.into()));
        assert_eq!(exact.exact(), Some(value.into()));
    }
    assert_eq!(Span::of(&Precision::Between(3, 4)).exact(), None);
    assert_eq!(Span::of(&Precision::AtLeast(3)).exact(), None);
}

#[test]
fn sums_differences_and_gaps_of_spans_are_those_of_their_numbers() {
    let span = |low: i128, high: i128| Span {
        low: Some(low),
        high: Some(high),
    };
    for (a, b) in [(3, 5), (0, 0), (7, 9)] {
        for (c, d) in [(3, 4), (5, 6), (6, 8), (0, 1), (10, 12)] {
            let numbers = (a..=b).flat_map(|x| (c..=d).map(move |y| (x, y)));
            let all: Vec<(i128, i128)> = numbers.collect();
            let ends = |of: &dyn Fn(i128, i128) -> i128| {
                let values = all.iter().map(|&(x, y)| of(x, y));
                span(values.clone().min().unwrap(), values.max().unwrap())
            };
            let (one, other) = (span(a, b), span(c, d));
            assert_eq!(one.plus(&other), ends(&|x, y| x + y));
            assert_eq!(one.minus(&other), ends(&|x, y| x - y));
            let nearest = all.iter().map(|(x, y)| x - y).min_by_key(|gap| gap.abs());
            assert_eq!(Some(one.gap(&other)), nearest, "{one:?} {other:?}");
        }
    }
    let open = Span {
        low: Some(10),
        high: None,
    };
    assert_eq!((open.gap(&span(2, 7)), span(2, 7).gap(&open)), (3, -3));
    assert_eq!(open.gap(&span(2, 20)), 0);
    assert_eq!(open.plus(&span(1, 2)).low, Some(11));
    assert_eq!(open.minus(&span(1, 2)).low, Some(8));
    assert_eq!(open.minus(&span(1, 2)).high, None);
}

/// Every way to print a percentage, with what it means for `part` of `base`.
fn percent_prints(
    value: i64,
    grain: i64,
) -> Vec<(Precision<MicroPercent>, impl Fn(i64, i64) -> bool)> {
    let micro = |figure: Precision<i64>| match figure {
        Precision::Exact(v) => Precision::Exact(percent(v)),
        Precision::Rounded { value, to } => Precision::Rounded {
            value: percent(value),
            to: percent(to),
        },
        Precision::About { value, grain } => Precision::About {
            value: percent(value),
            grain: percent(grain),
        },
        Precision::MoreThan(v) => Precision::MoreThan(percent(v)),
        Precision::AtLeast(v) => Precision::AtLeast(percent(v)),
        Precision::LessThan(v) => Precision::LessThan(percent(v)),
        Precision::AtMost(v) => Precision::AtMost(percent(v)),
        Precision::Between(low, high) => Precision::Between(percent(low), percent(high)),
    };
    let kinds = prints(value, grain).len();
    (0..kinds)
        .map(|kind| {
            let (print, _) = prints(value, grain).swap_remove(kind);
            // 200 part / base in halves of a percent, everything times the base.
            let means = move |part: i64, base: i64| {
                let (twice, ratio) = (2 * value * base, 200 * part);
                let (half, whole) = (grain * base, 2 * grain * base);
                match kind {
                    0 => twice - half <= ratio && ratio < twice + half,
                    1 => twice - whole < ratio && ratio < twice + whole,
                    2 => ratio > twice,
                    3 => ratio >= twice,
                    4 => ratio < twice,
                    5 => ratio <= twice,
                    _ => twice <= ratio && ratio <= twice + whole,
                }
            };
            (micro(print), means)
        })
        .collect()
}

#[test]
fn a_percentage_fits_the_ratios_that_its_print_means() {
    for (value, grain) in [(25, 1), (50, 5), (50, 10), (96, 2), (0, 1), (100, 20)] {
        for (print, means) in percent_prints(value, grain) {
            let span = PercentSpan::of(&print);
            let mut smallest_bases = [None; 13];
            let mut largest_bases = [None; 13];
            for base in 1..=60_i64 {
                let fitting: Vec<i64> = (0..=base + 20).filter(|&k| means(k, base)).collect();
                for part in 0..=base + 20 {
                    let one = |n: i64| Span::exactly(n.into());
                    let fits = span.fits(&one(part), &one(base));
                    assert_eq!(fits, means(part, base), "{print:?} {part} of {base}");
                }
                let two_sided = matches!(
                    print,
                    Precision::Rounded { .. } | Precision::About { .. } | Precision::Between(..)
                );
                let ends = fitting.first().zip(fitting.last());
                let ends = ends.filter(|_| two_sided);
                let ends = ends.map(|(a, b)| (i128::from(*a), i128::from(*b)));
                assert_eq!(span.counts_of(base.into()), ends, "{print:?} of {base}");
                for part in 1..=12_i64 {
                    if means(part, base) {
                        smallest_bases[part as usize].get_or_insert(base);
                        largest_bases[part as usize] = Some(base);
                    }
                }
            }
            for part in 1..=12_usize {
                let Some((from, to)) = span.bases_of(part as i128) else {
                    continue;
                };
                if to < 60 {
                    assert_eq!(smallest_bases[part].map(i128::from), Some(from));
                    assert_eq!(largest_bases[part].map(i128::from), Some(to));
                }
            }
        }
    }
    // 3 of 12 and 13 are 25.0 % and 23.1 %; of 11 they are 27.3 %.
    let bases = |print| PercentSpan::of(&print).bases_of(3);
    let rounded = |value, to| Precision::Rounded {
        value: percent(value),
        to: percent(to),
    };
    assert_eq!(bases(rounded(25, 1)), Some((12, 12)));
    assert_eq!(bases(rounded(25, 4)), Some((12, 13)));
    assert_eq!(bases(rounded(0, 1)), None);
    assert_eq!(bases(Precision::Between(percent(24), percent(24))), None);
    assert_eq!(PercentSpan::of(&rounded(25, 1)).bases_of(0), None);
}

#[test]
fn some_ratio_of_two_spans_is_enough() {
    let print = Precision::Rounded {
        value: percent(40),
        to: percent(2),
    };
    let span = PercentSpan::of(&print);
    let one = |n: i128| Span::exactly(n);
    let range = |low: i128, high: i128| Span {
        low: Some(low),
        high: Some(high),
    };
    // 39 % to below 41 %, of whole numbers.
    assert!(span.fits(&range(30, 39), &one(100)) && !span.fits(&range(30, 38), &one(100)));
    assert!(span.fits(&range(40, 90), &one(100)) && !span.fits(&range(41, 90), &one(100)));
    assert!(span.fits(&one(39), &range(50, 100)) && !span.fits(&one(38), &range(98, 200)));
    assert!(span.fits(&one(41), &range(20, 101)) && !span.fits(&one(41), &range(20, 100)));
    let open = |low, high| Span { low, high };
    assert!(span.fits(&open(None, Some(39)), &one(100)));
    assert!(!span.fits(&open(None, Some(38)), &one(100)));
    assert!(span.fits(&open(Some(40), None), &one(100)));
    assert!(span.fits(&one(50), &open(Some(80), None)));
    assert!(!span.fits(&one(1), &open(None, Some(0))));
}

#[test]
fn above_a_hundred_and_above_another_are_meant_strictly() {
    let above = |print| PercentSpan::of(&print).above_hundred();
    assert!(!above(Precision::AtLeast(percent(100))) && above(Precision::MoreThan(percent(100))));
    assert!(above(Precision::AtLeast(MicroPercent(100_000_001))));
    assert!(!above(Precision::MoreThan(MicroPercent(99_999_999))));
    assert!(!above(Precision::AtMost(percent(200))));
    let over = |one, other| PercentSpan::of(&one).wholly_above(&PercentSpan::of(&other));
    use Precision::{AtLeast, AtMost, LessThan, MoreThan};
    let fifty = percent(50);
    assert!(!over(AtLeast(fifty), AtMost(fifty)));
    assert!(over(MoreThan(fifty), AtMost(fifty)));
    assert!(over(AtLeast(fifty), LessThan(fifty)));
    assert!(over(MoreThan(fifty), LessThan(fifty)));
    assert!(!over(MoreThan(MicroPercent(49_999_999)), AtMost(fifty)));
    assert!(!over(AtMost(percent(90)), AtMost(fifty)));
    assert!(!over(AtLeast(percent(90)), AtLeast(fifty)));
}

#[test]
fn the_grain_of_a_printed_percentage_is_its_last_digit() {
    for (micro, grain) in [
        (95_000_000, 1_000_000),
        (95_100_000, 100_000),
        (95_120_000, 10_000),
        (95_123_456, 1),
        (10, 10),
        (0, 1_000_000),
    ] {
        let value = MicroPercent(micro);
        let told = printed_grain(&Precision::Exact(value));
        assert_eq!(told, Some((value, MicroPercent(grain))));
    }
    let rounded = Precision::Rounded {
        value: percent(3),
        to: percent(2),
    };
    assert_eq!(printed_grain(&rounded), Some((percent(3), percent(2))));
    assert_eq!(printed_grain(&Precision::AtMost(percent(3))), None);
    // Cut off or rounded up: up to a whole grain either way, the ends not reached.
    let loose = PercentSpan::loosely(&rounded);
    let strict = Precision::About {
        value: percent(3),
        grain: percent(2),
    };
    assert_eq!(loose, Some(PercentSpan::of(&strict)));
    assert_eq!(PercentSpan::loosely(&Precision::AtMost(percent(3))), None);
}

#[test]
fn percentages_and_counts_are_rounded_half_up() {
    let whole = percent(1);
    for (part, base, told) in [
        (1, 8, 13),
        (3, 8, 38),
        (1, 3, 33),
        (2, 3, 67),
        (5, 4, 125),
        (0, 4, 0),
    ] {
        assert_eq!(percentage(part, base, whole), Some(percent(told)));
    }
    assert_eq!(percentage(1, 8, percent(5)), Some(percent(15)));
    assert_eq!(percentage(-1, 8, whole), Some(percent(-12)));
    assert_eq!(percentage(1, 0, whole), None);
    assert_eq!(percentage(1, -5, whole), None);
    // Without a grain, to the millionth.
    assert_eq!(
        percentage(1, 3, MicroPercent(0)),
        Some(MicroPercent(33_333_333))
    );
    assert_eq!(
        (nearest_count(percent(50), 3), nearest_count(percent(50), 5)),
        (2, 3)
    );
    assert_eq!(
        (
            nearest_count(percent(33), 100),
            nearest_count(percent(25), 9)
        ),
        (33, 2)
    );
    for a in -12_i128..=12 {
        for b in 1..=5_i128 {
            let floor = (-20..=20).filter(|n| n * b <= a).max();
            let ceil = (-20..=20).filter(|n| n * b >= a).min();
            assert_eq!((Some(floor_div(a, b)), Some(ceil_div(a, b))), (floor, ceil));
        }
    }
    assert_eq!((must_be_double(10, 7), must_be_double(7, 10)), (3, 0));
    assert!((chance_of_any(0.5, 3) - 0.875).abs() < 1e-15);
    assert_eq!(chance_of_any(0.5, 0), 0.0);
}

#[test]
fn counts_on_a_grid_are_those_that_trying_all_finds() {
    for (total, steps) in [(7_i128, 4_u32), (23, 10), (50, 10), (101, 10), (12, 5)] {
        let nearest = |step: i128| {
            // Halves up: the last of the nearest.
            let far = |n: &i128| (n * i128::from(steps) - step * total).abs();
            let least = (0..=total).map(|n| far(&n)).min();
            (0..=total).filter(|n| Some(far(n)) == least).max()
        };
        let grid: Vec<i128> = (0..=i128::from(steps))
            .map(|step| grid_count(total, step, steps))
            .collect();
        for (step, &count) in grid.iter().enumerate() {
            assert_eq!(
                Some(count),
                nearest(step as i128),
                "{step} of {steps}, {total}"
            );
        }
        let mut tried = Vec::new();
        for first in 0..=total {
            let on_grid = |n: i128| grid.iter().position(|&count| count == n);
            let pair = [first, total - first];
            let steps_found = on_grid(pair[0]).zip(on_grid(pair[1]));
            let adds_up = steps_found.filter(|(a, b)| a + b == steps as usize);
            if total > 2 * i128::from(steps) {
                let expected = adds_up.map(|(a, b)| vec![a as i128, b as i128]);
                assert_eq!(steps_of(&pair, total, steps), expected, "{pair:?} {steps}");
            }
            tried.push(first);
        }
        assert_eq!(splits(total, 2), Some(tried.len() as i128));
        let mut triple: Vec<[i128; 3]> = triples(total, steps).collect();
        let mut expected = Vec::new();
        for (a, first) in grid.iter().enumerate() {
            for (b, second) in grid.iter().enumerate().take(grid.len() - a) {
                let third = grid[steps as usize - a - b];
                if first + second + third == total {
                    expected.push([*first, *second, third]);
                }
            }
        }
        triple.sort_unstable();
        expected.sort_unstable();
        assert_eq!(triple, expected);
    }
    assert_eq!(steps_of(&[3, 4], 8, 4), None);
    assert_eq!(steps_of(&[0, 0], 0, 4), None);
    assert_eq!(
        (splits(4, 3), splits(10, 1), splits(2, 4)),
        (Some(15), Some(1), Some(10))
    );
}
