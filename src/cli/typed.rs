//! What is typed after a flag, read as people write it.

use crate::random::Seed;

/// The seed as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedArg {
    /// The seed to use.
    pub seed: Seed,
    /// Whether it was asked to be fresh.
    pub random: bool,
}

/// Most trials of a run, per set of assumptions: a table of them still fits into memory.
const MOST_TRIALS: u64 = 10_000_000;

/// Reads a number of trials: `10000`, `10_000`, `10,000` or `1e4`.
pub fn parse_trials(text: &str) -> Result<u64, String> {
    let digits = text.replace(['_', ','], "");
    let (digits, zeros) = match digits.split_once(['e', 'E']) {
        Some((digits, zeros)) => (digits.to_string(), zeros.parse::<usize>().unwrap_or(99)),
        None => (digits, 0),
    };
    let whole = (zeros <= 9).then(|| digits + &"0".repeat(zeros));
    let trials = whole.and_then(|digits| digits.parse::<u64>().ok());
    match trials {
        Some(trials) if (1..=MOST_TRIALS).contains(&trials) => Ok(trials),
        _ => Err("a whole number from 1 to 10,000,000".into()),
    }
}

/// Reads a number of days as one of trials, or `all`.
pub fn parse_days(text: &str) -> Result<u64, String> {
    match text {
        "all" => Ok(u64::MAX),
        text => parse_trials(text).map_err(|range| format!("{range}, or `all`")),
    }
}

/// Most booths per station that can be tried.
const MOST_BOOTHS: u32 = 1_000;

/// Reads a range of booths, both ends included: `1..8`, `1..=8`, `1-8` or `5`.
pub fn parse_booths(text: &str) -> Result<(u32, u32), String> {
    let ends = ["..=", "..", "-"].iter().find_map(|it| text.split_once(it));
    let (low, high) = ends.unwrap_or((text, text));
    match (low.trim().parse(), high.trim().parse()) {
        (Ok(low), Ok(high)) if 1 <= low && low <= high && high <= MOST_BOOTHS => Ok((low, high)),
        _ => Err("a range such as 1..8, from 1 to 1,000".into()),
    }
}

/// Reads a seed, or finds a fresh one.
pub fn parse_seed(text: &str) -> Result<SeedArg, String> {
    if text == "random" {
        let seed = Seed(super::clock::fresh_seed());
        return Ok(SeedArg { seed, random: true });
    }
    let seed = text.replace('_', "").parse().map(Seed);
    seed.map(|seed| SeedArg {
        seed,
        random: false,
    })
    .map_err(|_| "a whole number from 0 to 18446744073709551615, or `random`".into())
}

/// Splits `path=value`.
pub fn parse_set(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((path, value)) if !path.trim().is_empty() && !value.trim().is_empty() => {
            Ok((path.trim().to_string(), value.trim().to_string()))
        }
        _ => Err("write it as PATH=VALUE".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_trials_are_read_as_people_write_them() {
        for (text, trials) in [
            ("1", 1),
            ("10_000", 10_000),
            ("10,000", 10_000),
            ("1e6", 1_000_000),
        ] {
            assert_eq!(parse_trials(text), Ok(trials));
        }
        for text in [
            "0", "-1", "", "e3", "1e", "1e99", "1.5e3", "10000001", "ten",
        ] {
            assert!(parse_trials(text).is_err(), "{text}");
        }
    }

    #[test]
    fn days_are_some_or_all() {
        assert_eq!(parse_days("1e3"), Ok(1_000));
        assert_eq!(parse_days("all"), Ok(u64::MAX));
        assert!(parse_days("none").is_err_and(|why| why.ends_with("or `all`")));
    }

    #[test]
    fn booths_are_a_range_with_both_ends() {
        for text in ["1..8", "1..=8", "1-8", " 1 .. 8 "] {
            assert_eq!(parse_booths(text), Ok((1, 8)), "{text}");
        }
        assert_eq!(parse_booths("5"), Ok((5, 5)));
        for text in ["0..3", "8..1", "1..", "..", "x", "1..1001", ""] {
            assert!(parse_booths(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_default_seed_is_the_one_of_the_dice() {
        assert_eq!(
            parse_seed("20061112").map(|read| read.seed),
            Ok(Seed::default())
        );
    }

    #[test]
    fn a_set_is_cut_at_the_first_equals_sign() {
        assert_eq!(
            parse_set("a.b={ x = 1 }"),
            Ok(("a.b".into(), "{ x = 1 }".into()))
        );
        assert!(parse_set("a.b").is_err());
        assert!(parse_set("=1").is_err());
        assert!(parse_set("a=").is_err());
    }
}
