//! How numbers are written: one setting for every number a person reads.
//!
//! A translation changes [`LOCALE`]; tables and documents that other programs read never pass here.

/// The signs with which numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// Between groups of three digits before the decimal sign.
    pub thousands: &'static str,
    /// Before the decimals.
    pub decimal: &'static str,
    /// Before a negative number.
    pub minus: &'static str,
    /// Between a number and its percent sign or unit.
    pub before_unit: &'static str,
}

/// The setting of this program: English, as it is printed.
pub const LOCALE: Locale = Locale {
    thousands: ",",
    decimal: ".",
    minus: "\u{2212}",
    before_unit: "\u{a0}",
};

impl Locale {
    /// The same for text that also goes where there is nothing but ASCII: a hyphen for the minus, an
    /// ordinary blank before the unit.
    pub const fn typed(self) -> Self {
        Self {
            minus: "-",
            before_unit: " ",
            ..self
        }
    }

    /// A whole number: `52,163`.
    pub fn whole(&self, n: i64) -> String {
        self.number(&n.to_string())
    }

    /// A number with exactly so many decimals: `0.10`.
    pub fn fixed(&self, x: f64, places: usize) -> String {
        self.number(&format!("{x:.places$}"))
    }

    /// A number with at most so many decimals and no zeros at the end: `95.1`, `67`.
    pub fn trimmed(&self, x: f64, places: usize) -> String {
        let text = format!("{x:.places$}");
        match text.contains('.') {
            true => self.number(text.trim_end_matches('0').trim_end_matches('.')),
            false => self.number(&text),
        }
    }

    /// A percentage with at most so many decimals and its sign.
    pub fn percent(&self, x: f64, places: usize) -> String {
        self.with_unit(&self.trimmed(x, places), "%")
    }

    /// A number that is written already, and its unit.
    pub fn with_unit(&self, number: &str, unit: &str) -> String {
        format!("{number}{}{unit}", self.before_unit)
    }

    /// A number as programs write it (`-1234.5`) as a person reads it; zero has no sign, and what is
    /// no number stays as it is.
    pub fn number(&self, text: &str) -> String {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (head, tail) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if head.is_empty() || !digits(head) || !digits(tail) {
            return text.into();
        }
        let zero = unsigned.bytes().all(|b| matches!(b, b'0' | b'.'));
        let sign = match unsigned.len() < text.len() && !zero {
            true => self.minus,
            false => "",
        };
        let head = self.grouped(head);
        match tail.is_empty() {
            true => format!("{sign}{head}"),
            false => format!("{sign}{head}{}{tail}", self.decimal),
        }
    }

    /// Digits in groups of three from the right.
    fn grouped(&self, digits: &str) -> String {
        let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(self.thousands);
            }
            out.push(digit);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Another one: decimal comma, thin blanks.
    const COMMA: Locale = Locale {
        thousands: "\u{2009}",
        decimal: ",",
        minus: "\u{2212}",
        before_unit: "\u{202f}",
    };

    #[test]
    fn numbers_are_written_in_english() {
        assert_eq!(LOCALE.whole(-1_234_567), "\u{2212}1,234,567");
        assert_eq!(LOCALE.trimmed(1234.50, 2), "1,234.5");
        assert_eq!(LOCALE.percent(66.5, 2), "66.5\u{a0}%");
        assert_eq!(LOCALE.typed().whole(-1_234), "-1,234");
        assert_eq!(LOCALE.typed().percent(-0.5, 2), "-0.5 %");
    }

    #[test]
    fn another_setting_changes_every_sign() {
        assert_eq!(COMMA.whole(1_234_567), "1\u{2009}234\u{2009}567");
        assert_eq!(COMMA.trimmed(-1234.50, 2), "\u{2212}1\u{2009}234,5");
        assert_eq!(COMMA.fixed(0.1, 2), "0,10");
        assert_eq!(COMMA.percent(66.5, 2), "66,5\u{202f}%");
        assert_eq!(COMMA.typed().percent(-66.5, 2), "-66,5 %");
    }

    #[test]
    fn zero_has_no_sign_and_words_stay_words() {
        assert_eq!(LOCALE.trimmed(-0.001, 2), "0");
        assert_eq!(LOCALE.fixed(-0.001, 2), "0.00");
        assert_eq!(LOCALE.trimmed(100.0, 2), "100");
        for text in ["NaN", "inf", "-inf", "", "-", "08:30", ".5"] {
            assert_eq!(LOCALE.number(text), text);
        }
    }
}
