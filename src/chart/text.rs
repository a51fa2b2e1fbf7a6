//! Text that fits: cleaning, cutting, wrapping, and how numbers are written.

use super::font;
pub use crate::words::charts::{clean, clip, decimal, sentence, value, whole};

/// `text` cut to `width` pixels, with an ellipsis where something is missing.
pub fn fit(text: &str, width: f64, size: f64, bold: bool) -> String {
    if font::width(text, size, bold) <= width {
        return text.to_string();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.pop().is_some() {
        let shorter = format!("{}…", kept.iter().collect::<String>().trim_end());
        if font::width(&shorter, size, bold) <= width {
            return shorter;
        }
    }
    String::new()
}

/// `text` cleaned and broken into at most `most` lines of at most `width` pixels; words that are too
/// long are broken, and the last line ends in an ellipsis where something is missing.
pub fn wrap(text: &str, width: f64, size: f64, bold: bool, most: usize) -> Vec<String> {
    let text = clip(text, 600);
    let fits = |line: &str| font::width(line, size, bold) <= width;
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let mut rest = word;
        while !rest.is_empty() {
            let line = lines.last_mut().expect("there is always a line");
            let joined = if line.is_empty() {
                rest.to_string()
            } else {
                format!("{line} {rest}")
            };
            if fits(&joined) {
                *line = joined;
                break;
            }
            if !line.is_empty() {
                lines.push(String::new());
                continue;
            }
            let mut cut = rest.len();
            while cut > 0 && !fits(&rest[..cut]) {
                cut = rest[..cut]
                    .char_indices()
                    .next_back()
                    .map_or(0, |(at, _)| at);
            }
            if cut == 0 {
                cut = rest.chars().next().map_or(0, char::len_utf8);
            }
            *line = rest[..cut].to_string();
            rest = &rest[cut..];
            if !rest.is_empty() {
                lines.push(String::new());
            }
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = fit(&format!("{last} …"), width, size, bold);
            if !last.ends_with('…') {
                last.push('…');
            }
        }
    }
    lines
}

/// A value for a table file: decimal point, no separators.
pub fn plain(value: f64) -> String {
    let text = format!("{value:.6}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".into(),
        short if text.contains('.') => short.into(),
        _ => text,
    }
}

/// `text` with the five characters escaped that XML reserves.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(whole(0.0), "0");
        assert_eq!(whole(999.4), "999");
        assert_eq!(whole(52_163.0), "52,163");
        assert_eq!(whole(-1_234_567.0), "−1,234,567");
        assert_eq!(decimal(95.10, 2), "95.1");
        assert_eq!(decimal(-0.0001, 2), "0");
        assert_eq!(decimal(100.0, 2), "100");
        assert_eq!(value(66.5, true), "66.5\u{a0}%");
    }

    #[test]
    fn table_files_know_no_locale() {
        assert_eq!(plain(-1_234_567.25), "-1234567.25");
        assert_eq!((plain(1_200.0), plain(-0.0)), ("1200".into(), "0".into()));
        assert_eq!(plain(f64::NAN), "NaN");
    }

    #[test]
    fn lines_fit_and_nothing_is_lost_unmarked() {
        let text = "a long sentence of many words ".repeat(20);
        let lines = wrap(&text, 300.0, 14.0, false, 3);
        assert_eq!(lines.len(), 3);
        assert!(lines[2].ends_with('…'));
        assert!(
            lines
                .iter()
                .all(|line| font::width(line, 14.0, false) <= 300.0)
        );
        let one = wrap(&"x".repeat(300), 200.0, 14.0, true, 99);
        assert_eq!(one.concat(), "x".repeat(300));
        assert!(
            one.iter()
                .all(|line| font::width(line, 14.0, true) <= 200.0)
        );
    }

    #[test]
    fn hostile_text_becomes_one_harmless_line() {
        assert_eq!(clean("a\u{0}b\n\tc \u{202E}d\u{7f}"), "a b c d");
        assert_eq!(escape("<&>\"'"), "&lt;&amp;&gt;&quot;&apos;");
        assert_eq!(clip("abcdef", 4), "abc…");
        assert_eq!(clip("abcd", 4), "abcd");
    }
}
