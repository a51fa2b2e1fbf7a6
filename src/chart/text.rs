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
    let face = Face { width, size, bold };
    let mut lines = face.lines(&clip(text, 600));
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

/// The same, with a last line that is no shorter than a third of `width` where the others can spare it.
pub fn wrap_even(text: &str, width: f64, size: f64, bold: bool, most: usize) -> Vec<String> {
    let lines = wrap(text, width, size, bold, most);
    let last = |lines: &[String]| font::width(lines.last().map_or("", String::as_str), size, bold);
    let enough = width / 3.0;
    if lines.len() < 2 || last(&lines) >= enough {
        return lines;
    }
    let narrower = (1..=10).map(|step| {
        let width = width * (1.0 - 0.03 * f64::from(step));
        wrap(text, width, size, bold, most + 1)
    });
    let count = lines.len();
    let mut best = lines;
    for lines in narrower.take_while(|it| it.len() == count) {
        if last(&best) < enough && last(&lines) > last(&best) {
            best = lines;
        }
    }
    best
}

/// `text` cleaned and broken into at most `most` lines; where that is too little, the middle is left out,
/// because names of one column often differ at their end.
pub fn wrap_ends(text: &str, width: f64, size: f64, bold: bool, most: usize) -> Vec<String> {
    let face = Face { width, size, bold };
    let text = clip(text, 600);
    let whole = face.lines(&text);
    if whole.len() <= most {
        return whole;
    }
    let letters: Vec<char> = text.chars().collect();
    let kept = (2..letters.len()).rev().map(|kept| {
        let (head, tail) = letters.split_at(kept.div_ceil(2));
        let (head, tail): (String, String) = (
            head.iter().collect(),
            tail[tail.len() - kept / 2..].iter().collect(),
        );
        face.lines(&format!("{}… {}", head.trim_end(), tail.trim_start()))
    });
    let mut fitting = kept.filter(|lines| lines.len() <= most);
    fitting
        .next()
        .unwrap_or_else(|| wrap(&text, width, size, bold, most))
}

/// The letters of lines and the room they have.
struct Face {
    width: f64,
    size: f64,
    bold: bool,
}

impl Face {
    fn fits(&self, line: &str) -> bool {
        font::width(line, self.size, self.bold) <= self.width
    }

    /// As many lines as it takes; words that are too long are broken.
    fn lines(&self, text: &str) -> Vec<String> {
        let mut lines: Vec<String> = vec![String::new()];
        for word in together(text) {
            let word = match self.fits(&word) {
                true => vec![word],
                false => word.split(' ').map(str::to_string).collect(),
            };
            for word in word {
                self.add(&mut lines, &word);
            }
        }
        lines
    }

    fn add(&self, lines: &mut Vec<String>, word: &str) {
        let mut rest = word;
        while !rest.is_empty() {
            let line = lines.last_mut().expect("there is always a line");
            let joined = match line.is_empty() {
                true => rest.to_string(),
                false => format!("{line} {rest}"),
            };
            if self.fits(&joined) {
                *line = joined;
                return;
            }
            if !line.is_empty() {
                lines.push(String::new());
                continue;
            }
            let cut = self.longest(rest);
            *line = rest[..cut].to_string();
            rest = &rest[cut..];
            if !rest.is_empty() {
                lines.push(String::new());
            }
        }
    }

    /// Bytes of the longest beginning of `word` that fits; at least one letter.
    fn longest(&self, word: &str) -> usize {
        let mut cut = word.len();
        while cut > 0 && !self.fits(&word[..cut]) {
            cut = word[..cut]
                .char_indices()
                .next_back()
                .map_or(0, |(at, _)| at);
        }
        match cut {
            0 => word.chars().next().map_or(0, char::len_utf8),
            cut => cut,
        }
    }
}

/// The words of a text; `1 in 20` and `95 %` are one.
fn together(text: &str) -> Vec<String> {
    let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let words: Vec<&str> = text.split(' ').collect();
    let mut all: Vec<String> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = |back: usize| at.checked_sub(back).map_or("", |at| words[at]);
        let next = words.get(at + 1).copied().unwrap_or_default();
        let one_in = *word == "in" && before(1) == "1" && number(next);
        let of_one_in = number(word) && before(1) == "in" && before(2) == "1";
        let percent = word.starts_with('%') && number(before(1));
        match all.last_mut() {
            Some(last) if one_in || of_one_in || percent => {
                last.push(' ');
                last.push_str(word);
            }
            _ => all.push((*word).to_string()),
        }
    }
    all
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
    fn no_line_ends_within_one_in_so_many() {
        let width = font::width("the chance is below 1 in", 14.0, false) + 1.0;
        let lines = wrap(
            "the chance is below 1 in 20 at 95 % of them",
            width,
            14.0,
            false,
            9,
        );
        assert_eq!(
            lines[..2],
            ["the chance is below", "1 in 20 at 95 % of them"]
        );
        let width = font::width("1 in", 14.0, false) + 0.5;
        let narrow = wrap("1 in 20", width, 14.0, false, 9);
        assert_eq!(
            narrow,
            ["1 in", "20"],
            "unless there is no room for all of it"
        );
    }

    #[test]
    fn the_last_line_is_no_single_word_where_others_can_spare_one() {
        let text =
            "longest wait of the day, 200 simulated days for each number of booths, by the hour";
        let width = font::width(text, 14.0, false) - 10.0;
        assert_eq!(wrap(text, width, 14.0, false, 3)[1], "hour");
        let even = wrap_even(text, width, 14.0, false, 3);
        assert_eq!(even.len(), 2);
        assert!(
            font::width(&even[1], 14.0, false) >= width / 3.0,
            "{even:?}"
        );
        assert_eq!(even.join(" "), text);
        let (one, two) = ("x".repeat(90), format!("{} hour", "x".repeat(60)));
        for text in [one.as_str(), two.as_str(), "a", ""] {
            let plain = wrap(text, 400.0, 14.0, false, 3);
            assert_eq!(
                wrap_even(text, 400.0, 14.0, false, 3).concat(),
                plain.concat()
            );
        }
    }

    #[test]
    fn names_keep_both_ends_where_the_middle_has_no_room() {
        let long = "the same words again ".repeat(20);
        let lines = wrap_ends(&format!("first {long} last"), 200.0, 14.0, false, 3);
        assert!(lines.len() == 3 && lines[0].starts_with("first") && lines[2].ends_with("last"));
        assert_eq!(lines.concat().matches('…').count(), 1);
        let fits = |line: &String| font::width(line, 14.0, false) <= 200.0;
        assert!(lines.iter().all(fits));
        assert_eq!(wrap_ends("short", 200.0, 14.0, false, 3), ["short"]);
        let block = wrap_ends(&format!("a{}b", "x".repeat(400)), 200.0, 14.0, false, 2);
        assert!(block.len() == 2 && block[1].ends_with('b'), "{block:?}");
    }

    #[test]
    fn hostile_text_becomes_one_harmless_line() {
        assert_eq!(clean("a\u{0}b\n\tc \u{202E}d\u{7f}"), "a b c d");
        assert_eq!(escape("<&>\"'"), "&lt;&amp;&gt;&quot;&apos;");
        assert_eq!(clip("abcdef", 4), "abc…");
        assert_eq!(clip("abcd", 4), "abcd");
    }
}
