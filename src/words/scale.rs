//! Words for sizes, always beside their number and with the range they stand for in brackets: words
//! alone are read very differently by different readers (Budescu, Broomell & Por 2009).
//!
//! One scale for each kind of quantity, never mixed: surprise under one set of assumptions, and the
//! ratio of two *named* hypotheses. A p alone never gets the words of the second.

use super::numbers::{significant, trimmed};

/// Below this a probability is said in one fixed sentence: errors of the model outweigh it.
pub const TOO_SMALL: f64 = 1e-6;
/// What is said instead.
pub const LITERALLY: &str = "less than one in a million if the scenario is taken literally";

/// What is said in place of a probability below [`TOO_SMALL`]; `None` for others.
pub fn cap(p: f64) -> Option<&'static str> {
    (p < TOO_SMALL).then_some(LITERALLY)
}

/// Surprise in bits as a word with its range: `unusual (4.3 to 7 bits)`. No number of bits is called
/// impossible; that word is for arithmetic.
pub fn surprise(bits: f64) -> String {
    let (word, range) = match bits {
        bits if bits.is_nan() => return "no number".into(),
        bits if bits < 4.3 => ("ordinary", "below 4.3 bits"),
        bits if bits < 7.0 => ("unusual", "4.3 to 7 bits"),
        bits if bits < 10.0 => ("very unusual", "7 to 10 bits"),
        bits if bits <= 20.0 => ("hardly compatible with this scenario", "10 to 20 bits"),
        _ => (
            "not compatible with this scenario as written",
            "above 20 bits",
        ),
    };
    format!("{word} ({range})")
}

/// The ratio of the likelihoods of two named hypotheses with the word of ENFSI's guideline (2015):
/// `12 times as likely if A holds as if B does: moderate support for A (10 to 100)`. The ratio is that
/// of the first over the second; below 1 the names change places. `None` when it is no positive number.
///
/// It compares these two only: a third may be better than both.
pub fn likelihood_ratio(ratio: f64, first: &str, second: &str) -> Option<String> {
    if ratio.is_nan() || ratio <= 0.0 || ratio.is_infinite() {
        return None;
    }
    let (ratio, first, second) = match ratio {
        ratio if ratio < 1.0 => (1.0 / ratio, second, first),
        ratio => (ratio, first, second),
    };
    let (word, range) = match ratio {
        r if r < 2.0 => {
            return Some(format!(
                "about as likely if {first} as if {second} ({} times): supports neither",
                trimmed(r, 1)
            ));
        }
        r if r < 10.0 => ("weak", "2 to 10"),
        r if r < 100.0 => ("moderate", "10 to 100"),
        r if r < 1e3 => ("moderately strong", "100 to 1,000"),
        r if r < 1e4 => ("strong", "1,000 to 10,000"),
        r if r < 1e6 => ("very strong", "10,000 to 1,000,000"),
        _ => {
            return Some(format!(
                "more than a million times as likely if {first} as if {second}: extremely strong \
                 support for {first}, if both are taken literally"
            ));
        }
    };
    Some(format!(
        "{} times as likely if {first} as if {second}: {word} support for {first} ({range})",
        significant(ratio, 2)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surprise_has_words_and_their_ranges() {
        for (bits, expected) in [
            (0.0, "ordinary (below 4.3 bits)"),
            (4.29, "ordinary (below 4.3 bits)"),
            (4.3, "unusual (4.3 to 7 bits)"),
            (7.0, "very unusual (7 to 10 bits)"),
            (10.0, "hardly compatible with this scenario (10 to 20 bits)"),
            (20.0, "hardly compatible with this scenario (10 to 20 bits)"),
            (
                39.9,
                "not compatible with this scenario as written (above 20 bits)",
            ),
            (f64::NAN, "no number"),
        ] {
            assert_eq!(surprise(bits), expected);
        }
        // However small p is.
        assert!(!surprise(f64::INFINITY).contains("impossible"));
    }

    #[test]
    fn a_ratio_speaks_about_two_named_hypotheses() {
        let said = |ratio| likelihood_ratio(ratio, "A", "B").unwrap();
        assert_eq!(
            said(12.3),
            "12 times as likely if A as if B: moderate support for A (10 to 100)"
        );
        assert_eq!(
            said(1.0 / 3_000.0),
            "3,000 times as likely if B as if A: strong support for B (1,000 to 10,000)"
        );
        assert_eq!(
            said(1.75),
            "about as likely if A as if B (1.8 times): supports neither"
        );
        for (ratio, word) in [
            (2.0, ": weak "),
            (10.0, ": moderate "),
            (100.0, ": moderately strong "),
            (1e3, ": strong "),
            (1e4, ": very strong "),
            (1e6, ": extremely strong "),
        ] {
            assert!(said(ratio).contains(word), "{}", said(ratio));
        }
        assert!(said(1e80).starts_with("more than a million times"));
        for none in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(likelihood_ratio(none, "A", "B"), None);
        }
    }

    #[test]
    fn below_one_in_a_million_there_is_one_sentence() {
        assert_eq!(cap(1e-6), None);
        assert_eq!(cap(9e-7), Some(LITERALLY));
        assert_eq!(cap(0.0), Some(LITERALLY));
    }
}
