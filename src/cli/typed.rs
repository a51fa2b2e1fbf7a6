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

/// Stands for a number of trials that is still to be chosen; no run has none.
pub const AUTO: u64 = 0;

/// Reads a number of trials, or `auto`.
pub fn parse_trials_or_auto(text: &str) -> Result<u64, String> {
    match text {
        "auto" => Ok(AUTO),
        text => parse_trials(text).map_err(|range| format!("{range}, or `auto`")),
    }
}

/// Reads a length of time: `30s`, `5m`, `2h`, or seconds.
pub fn parse_seconds(text: &str) -> Result<u64, String> {
    let (digits, unit) = match text.char_indices().next_back() {
        Some((at, 's')) => (&text[..at], 1),
        Some((at, 'm')) => (&text[..at], 60),
        Some((at, 'h')) => (&text[..at], 3_600),
        _ => (text, 1),
    };
    let seconds = digits
        .parse::<u64>()
        .ok()
        .filter(|it| (1..=1_000_000).contains(it));
    let seconds = seconds.map(|it| it * unit);
    seconds.ok_or_else(|| "a length of time, such as 30s, 5m or 2h".into())
}

/// Reads a number of days as one of trials, or `all`.
pub fn parse_days(text: &str) -> Result<u64, String> {
    match text {
        "all" => Ok(u64::MAX),
        text => parse_trials(text).map_err(|range| format!("{range}, or `all`")),
    }
}

/// Reads an amount of memory: `16GB`, `500 MB`, `2GiB` or bytes.
pub fn parse_memory(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let unit = match text[digits.len()..].trim().to_ascii_lowercase().as_str() {
        "" => Some(1_u64),
        "k" | "kb" => Some(1_000),
        "m" | "mb" => Some(1_000_000),
        "g" | "gb" => Some(1_000_000_000),
        "t" | "tb" => Some(1_000_000_000_000),
        "kib" => Some(1 << 10),
        "mib" => Some(1 << 20),
        "gib" => Some(1 << 30),
        "tib" => Some(1 << 40),
        _ => None,
    };
    let number = digits
        .parse::<f64>()
        .ok()
        .filter(|it| (0.0..1e6).contains(it) || unit == Some(1));
    match (number, unit) {
        (Some(number), Some(unit)) if number >= 0.0 => Ok((number * unit as f64) as u64),
        _ => Err("an amount such as 500MB or 16GB".into()),
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

/// An assumption to move, and from where to where.
#[derive(Clone, Debug, PartialEq)]
pub struct Vary {
    /// Its path.
    pub path: String,
    /// The first value.
    pub low: f64,
    /// The last value, above the first.
    pub high: f64,
    /// Whether all values are whole.
    pub whole: bool,
}

impl Vary {
    /// About `points` evenly spaced values, both ends included; fewer where whole numbers run out.
    pub fn values(&self, points: u16) -> Vec<f64> {
        let last = f64::from(points.max(2) - 1);
        let at = |n: u16| {
            let value = self.low + (self.high - self.low) * f64::from(n) / last;
            // Twelve digits: 0.545 and not 0.5449999999999999.
            let tidy = format!("{value:.11e}").parse().unwrap_or(value);
            if self.whole { value.round() } else { tidy }
        };
        let mut values: Vec<f64> = (0..points.max(2)).map(at).collect();
        values.dedup();
        values
    }

    /// One value in each of as many equal layers as there are `units`, ascending; a unit in (0, 1) says
    /// where in its layer.
    pub fn layered(&self, units: &[f64]) -> Vec<f64> {
        let layer = (self.high - self.low) / units.len().max(1) as f64;
        let at = |(n, unit): (usize, &f64)| {
            let value = self.low + layer * (n as f64 + unit);
            // Six digits are as many as an assumption can have.
            let tidy = format!("{value:.5e}").parse().unwrap_or(value);
            if self.whole { value.round() } else { tidy }
        };
        units.iter().enumerate().map(at).collect()
    }

    /// A value as it is written in a scenario.
    pub fn written(&self, value: f64) -> String {
        match self.whole {
            true => format!("{value:.0}"),
            false => format!("{value:?}"),
        }
    }
}

/// Reads `path=lo..hi`. Ends without a decimal point make whole numbers.
pub fn parse_vary(text: &str) -> Result<Vary, String> {
    let shape = "write it as PATH=LO..HI, such as polls.council.participation.town=0.5..0.95";
    let (path, range) = parse_set(text).map_err(|_| shape)?;
    let (low, high) = range.split_once("..").ok_or(shape)?;
    let end = |text: &str| -> Result<(f64, bool), String> {
        let digits = text.trim().replace('_', "");
        let number = digits.parse::<f64>().ok().filter(|x| x.is_finite());
        let number = number.ok_or_else(|| format!("`{}` is no number; {shape}", text.trim()))?;
        Ok((number, digits.parse::<i64>().is_ok()))
    };
    let ((low, low_whole), (high, high_whole)) = (end(low)?, end(high)?);
    if low >= high {
        return Err("the first end of the range must be below the second".into());
    }
    Ok(Vary {
        path,
        low,
        high,
        whole: low_whole && high_whole,
    })
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
    fn memory_is_read_with_its_unit() {
        for (text, bytes) in [
            ("16GB", 16_000_000_000),
            ("1.5 gb", 1_500_000_000),
            ("2GiB", 2 << 30),
            ("500m", 500_000_000),
            ("4096", 4096),
        ] {
            assert_eq!(parse_memory(text), Ok(bytes), "{text}");
        }
        for text in ["", "GB", "1 apple", "-1GB", "1e99GB", "nan"] {
            assert!(parse_memory(text).is_err(), "{text}");
        }
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

    #[test]
    fn an_assumption_moves_over_a_range() {
        let shares = parse_vary("a.b=0.5..0.95").expect("a range");
        assert_eq!(shares.values(4), [0.5, 0.65, 0.8, 0.95]);
        assert_eq!(shares.written(0.65), "0.65");
        assert_eq!(shares.values(11)[1], 0.545);
        let whole = parse_vary("a=1_000..1003").expect("a range");
        assert_eq!(whole.values(11), [1000.0, 1001.0, 1002.0, 1003.0]);
        assert_eq!(whole.written(1000.0), "1000");
        assert_eq!(parse_vary("a=1.0..3").expect("a range").written(2.0), "2.0");
        for text in [
            "a", "a=", "a=1", "a=1..", "a=x..2", "a=2..1", "a=1..1", "=1..2", "a=0..inf",
        ] {
            assert!(parse_vary(text).is_err(), "{text}");
        }
    }
}
