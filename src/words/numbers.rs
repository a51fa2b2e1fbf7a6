//! Numbers as a reader sees them: thousands apart, few digits, never a false zero.

use std::fmt::Display;

use super::locale::{LOCALE, Locale};

/// How they are written: these texts also go to terminals, tables and documents.
const TYPED: Locale = LOCALE.typed();

/// A whole number with commas between thousands: `52,163`.
pub fn whole(n: i64) -> String {
    TYPED.whole(n)
}

/// A number of persons, rounded to the unit; a dash when it is not finite.
pub fn count(x: f64) -> String {
    if x.is_finite() && x.abs() < 9e15 {
        whole(x.round() as i64)
    } else {
        NOT_A_NUMBER.into()
    }
}

/// What stands where no number can.
pub const NOT_A_NUMBER: &str = "-";

/// A percentage with at most two decimals and its sign: `94.56 %`, `79 %`.
pub fn percent(x: f64) -> String {
    if !x.is_finite() {
        return NOT_A_NUMBER.into();
    }
    in_percent(&trimmed(x, 2))
}

/// A number that is written already, with a percent sign.
pub fn in_percent(number: &str) -> String {
    TYPED.with_unit(number, "%")
}

/// A percentage as it was printed, with all its decimals.
pub fn printed_percent(p: impl Display) -> String {
    in_percent(&TYPED.number(&p.to_string()))
}

/// A share in [0, 1] as a percentage.
pub fn share(x: f64) -> String {
    percent(x * 100.0)
}

/// Persons, or percent when `percent`.
pub fn amount(x: f64, is_percent: bool) -> String {
    if is_percent { percent(x) } else { count(x) }
}

/// At most `decimals` decimals, zeros at the end dropped, thousands apart.
pub fn trimmed(x: f64, decimals: usize) -> String {
    TYPED.trimmed(x, decimals)
}

/// Exactly so many decimals.
pub fn fixed(x: f64, decimals: usize) -> String {
    TYPED.fixed(x, decimals)
}

/// A plain number with about four significant digits.
pub fn plain_number(x: f64) -> String {
    if !x.is_finite() {
        return NOT_A_NUMBER.into();
    }
    match x.abs() {
        a if a >= 100.0 => trimmed(x, 0),
        a if a >= 1.0 => trimmed(x, 2),
        a if a >= 0.01 => trimmed(x, 4),
        a if a > 0.0 => significant(x, 2),
        _ => "0".into(),
    }
}

/// A cell of a table file as the page shows it: thousands apart, no decimals from 1,000 on, more than
/// three decimals cut to one (to about four digits below 1), anything else as it is.
pub fn cell(text: &str) -> String {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (head, tail) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if head.is_empty() || !digits(head) || !digits(tail) {
        return text.into();
    }
    match (tail.len(), text.parse::<f64>()) {
        (_, Ok(x)) if x.abs() >= 1000.0 => trimmed(x, 0),
        (0..=3, Ok(x)) => trimmed(x, tail.len()),
        (_, Ok(x)) if x.abs() >= 1.0 => trimmed(x, 1),
        (_, Ok(x)) => plain_number(x),
        (_, Err(_)) => text.into(),
    }
}

/// `digits` significant digits, written out without an exponent.
pub fn significant(x: f64, digits: usize) -> String {
    if x == 0.0 || !x.is_finite() {
        return if x == 0.0 {
            "0".into()
        } else {
            NOT_A_NUMBER.into()
        };
    }
    let scientific = format!("{:.*e}", digits.saturating_sub(1), x);
    let Some((_, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let rounded: f64 = scientific.parse().unwrap_or(x);
    let decimals = (digits as i32 - 1 - exponent).clamp(0, 18) as usize;
    if decimals == 0 {
        trimmed(rounded, 0)
    } else {
        fixed(rounded, decimals)
    }
}

/// A probability with two significant digits; never `0` and never `1` unless it is exactly so.
pub fn probability(p: f64) -> String {
    match p {
        p if p >= 1.0 => "1".into(),
        p if p > 0.99 => "over 0.99".into(),
        p if p >= 0.1 => fixed(p, 2),
        p => significant(p, 2),
    }
}

/// `1 in 3,300`: `n` rounded down to two significant digits, so that "fewer than" stays right.
pub fn one_in(n: f64) -> String {
    let mut scale = 1.0;
    while n / scale >= 100.0 {
        scale *= 10.0;
    }
    format!("1 in {}", count((n / scale).floor() * scale))
}

/// A span between two values: `24,812 to 47,310`, the percent sign once.
pub fn span(low: f64, high: f64, is_percent: bool) -> String {
    if is_percent && low.is_finite() && high.is_finite() {
        format!("{} to {}", trimmed(low, 2), percent(high))
    } else {
        format!(
            "{} to {}",
            amount(low, is_percent),
            amount(high, is_percent)
        )
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// `1 day`, `2 days`: a count with its noun.
pub fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", whole(n as i64), if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(whole(-1_234_567), "-1,234,567");
        assert_eq!(whole(999), "999");
        assert_eq!(count(21_330.4), "21,330");
        assert_eq!(count(f64::INFINITY), NOT_A_NUMBER);
        assert_eq!(percent(94.561_2), "94.56 %");
        assert_eq!(share(0.79), "79 %");
        assert_eq!(trimmed(-0.001, 2), "0");
        assert_eq!(trimmed(-0.5, 2), "-0.5");
        assert_eq!(span(12.5, 14.0, true), "12.5 to 14 %");
    }

    #[test]
    fn probabilities_are_never_a_false_zero_or_one() {
        assert_eq!(probability(1.0 / 10_001.0), "0.00010");
        assert_eq!(probability(0.000_799_9), "0.00080");
        assert_eq!(probability(0.123), "0.12");
        assert_eq!(probability(0.9999), "over 0.99");
        assert_eq!(probability(1.0), "1");
        assert_eq!(probability(3.2e-9), "0.0000000032");
    }

    #[test]
    fn cells_of_table_files_read_well() {
        assert_eq!(cell("52163"), "52,163");
        assert_eq!(cell("94.555"), "94.555");
        assert_eq!(cell("61.829534"), "61.8");
        assert_eq!(cell("0.378372"), "0.3784");
        assert_eq!(cell("-1234.6"), "-1,235");
        for text in ["08:30", "", "-", "2006-11-12", "1e5", "x 1.23456", "yes"] {
            assert_eq!(cell(text), text);
        }
    }

    #[test]
    fn one_in_rounds_down() {
        assert_eq!(one_in(3333.3), "1 in 3,300");
        assert_eq!(one_in(6_666.7), "1 in 6,600");
        assert_eq!(one_in(33.3), "1 in 33");
        assert_eq!(one_in(333_333.0), "1 in 330,000");
    }

    #[test]
    fn lists_use_and() {
        let words = |n: usize| {
            ["a", "b", "c"][..n]
                .iter()
                .map(|s| s.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(list(&words(1)), "a");
        assert_eq!(list(&words(2)), "a and b");
        assert_eq!(list(&words(3)), "a, b and c");
    }
}
