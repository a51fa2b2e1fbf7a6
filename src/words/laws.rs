//! Laws of uncertain inputs in words, with the values they imply.

use super::numbers::{count, in_percent, list, percent, plain_number, trimmed, whole};
use crate::model::{Input, Law, Unit};

/// A value in its unit: `27,000`, `79 %`, `120 s`, `20 min`, `1.4`.
pub fn value(x: f64, unit: Unit) -> String {
    match unit {
        Unit::Persons => count(x),
        Unit::Share if x.is_finite() => percent(x * 100.0),
        Unit::Share => plain_number(x),
        Unit::Seconds => format!("{} s", plain_number(x)),
        Unit::Minutes => format!("{} min", plain_number(x)),
        Unit::Plain => plain_number(x),
    }
}

/// The law in words.
pub fn law(law: &Law, unit: Unit) -> String {
    let v = |x: &f64| value(*x, unit);
    match law {
        Law::Fixed(x) => format!("{}, taken as certain", v(x)),
        Law::Uniform { low, high } => format!("{} to {}, all equally likely", v(low), v(high)),
        Law::Triangular { low, mode, high } => {
            format!(
                "{} to {}, most likely {} (triangular)",
                v(low),
                v(high),
                v(mode)
            )
        }
        Law::Pert { low, mode, high } => {
            format!("{} to {}, most likely {} (PERT)", v(low), v(high), v(mode))
        }
        Law::Normal { mean, sd } => format!(
            "bell-shaped about {}, standard deviation {} (normal)",
            v(mean),
            v(sd)
        ),
        Law::Lognormal { mean, sd } => {
            format!(
                "skewed to the right, mean {}, standard deviation {} (lognormal)",
                v(mean),
                v(sd)
            )
        }
        Law::Beta { mean, sd } => format!(
            "a share with mean {} and standard deviation {} (beta)",
            v(mean),
            v(sd)
        ),
        Law::Between { low, high } => {
            format!("between {} and {} with 90 % certainty", v(low), v(high))
        }
        Law::Discrete(values) => {
            let total: f64 = values.iter().map(|(_, weight)| weight).sum();
            let each: Vec<String> = values
                .iter()
                .map(|(x, weight)| {
                    let share = trimmed(weight / total * 100.0, 1);
                    format!("{} ({})", v(x), in_percent(&share))
                })
                .collect();
            format!("one of {}", list(&each))
        }
    }
}

/// The 5 %, 50 % and 95 % values the law implies within its support; `None` for certain values.
pub fn implied(input: &Input) -> Option<[String; 3]> {
    if input.is_fixed() {
        return None;
    }
    Some([0.05, 0.5, 0.95].map(|p| value(input.quantile(p), input.unit)))
}

/// A rank correlation in words.
pub fn correlation(rank: f64) -> String {
    let how = match rank.abs() {
        r if r >= 0.7 => "strongly",
        r if r >= 0.3 => "moderately",
        r if r > 0.0 => "weakly",
        _ => return "independent".into(),
    };
    let way = if rank > 0.0 {
        "together"
    } else {
        "against each other"
    };
    format!("move {how} {way} (rank correlation {})", trimmed(rank, 2))
}

/// Paths of inputs, the first few and how many more.
pub fn paths(paths: &[String], most: usize) -> String {
    let shown: Vec<String> = paths
        .iter()
        .take(most)
        .map(|p| crate::words::clean::plain(p))
        .collect();
    match paths.len().saturating_sub(most) {
        0 => list(&shown),
        more => format!("{} and {} more", shown.join(", "), whole(more as i64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laws_read_aloud() {
        let uniform = Law::Uniform {
            low: 0.72,
            high: 0.79,
        };
        assert_eq!(
            law(&uniform, Unit::Share),
            "72 % to 79 %, all equally likely"
        );
        assert_eq!(
            law(&Law::Fixed(55_163.0), Unit::Persons),
            "55,163, taken as certain"
        );
        let either = Law::Discrete(vec![(1.0, 1.0), (2.0, 3.0)]);
        assert_eq!(law(&either, Unit::Plain), "one of 1 (25 %) and 2 (75 %)");
        assert_eq!(
            correlation(-0.5),
            "move moderately against each other (rank correlation -0.5)"
        );
    }

    #[test]
    fn long_lists_are_cut() {
        let many: Vec<String> = (1..=5).map(|n| format!("a{n}")).collect();
        assert_eq!(paths(&many, 3), "a1, a2, a3 and 2 more");
        assert_eq!(paths(&many[..2], 3), "a1 and a2");
    }
}
