//! Text from outside, made safe to show.
//!
//! Labels, titles and notes are the author's words. They may hold anything: escape sequences that
//! would drive a terminal, characters that turn the direction of a whole line, formulas that a
//! spreadsheet would run. Here they become text and nothing else.

use std::borrow::Cow;

/// Invisible characters that turn or reorder the text around them (Unicode bidirectional controls).
fn turns_text(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Letters written from right to left: Hebrew, Arabic and their neighbours.
fn right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// The text without control characters and direction controls, white space run together.
pub fn plain(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
            c if c.is_control()
                || turns_text(c)
                || matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}') =>
            {
                None
            }
            c => Some(c),
        })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// [`plain`] text for use inside a sentence: text with right-to-left letters is enclosed in isolates
/// (U+2068, U+2069), so that the numbers beside it keep their place.
pub fn inline(text: &str) -> String {
    let text = plain(text);
    if text.chars().any(right_to_left) {
        format!("\u{2068}{text}\u{2069}")
    } else {
        text
    }
}

/// Text for a CSV field: [`plain`], and with a leading apostrophe where a spreadsheet would take it
/// for a formula (`=`, `+`, `-`, `@` in front).
pub fn field(text: &str) -> String {
    let text = plain(text);
    if text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text
    }
}

/// An address that may become a link: `http` or `https`, no white space or control characters.
pub fn link(address: &str) -> Option<&str> {
    let address = address.trim();
    let known = ["https://", "http://"].iter().any(|scheme| {
        address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    let safe = !address
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || turns_text(c));
    (known && safe).then_some(address)
}

/// A whole text on its way to a terminal: control characters other than ends of lines and tabs, and
/// characters that turn text, are spelt out as `\\u001b` (which also keeps a JSON document one). Names of
/// files and values of flags come this way unseen by the reader of scenarios. With `color`, sequences
/// that set colours stay, unless they hide text. Isolates (U+2066 to U+2069) stay: [`inline`] makes them.
///
/// ```
/// use scrutineer::words::clean::tame;
/// assert_eq!(tame("a\u{1b}[31m.toml", false), "a\\u001b[31m.toml");
/// assert_eq!(tame("\u{1b}[1mbold\u{1b}[0m \u{9b}2J", true), "\u{1b}[1mbold\u{1b}[0m \\u009b2J");
/// ```
pub fn tame(text: &str, color: bool) -> Cow<'_, str> {
    if !text.chars().any(drives) {
        return text.into();
    }
    let mut tamed = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        match drives(c) && !(color && sets_colour(&text[at..])) {
            true => tamed.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => tamed.push(c),
        }
    }
    tamed.into()
}

/// Whether a character would drive a terminal, or turn what it shows.
fn drives(c: char) -> bool {
    let isolates = matches!(c, '\u{2066}'..='\u{2069}');
    (c.is_control() && c != '\n' && c != '\t') || (turns_text(c) && !isolates)
}

/// Whether a text begins with a sequence that sets a colour or a weight, and hides nothing.
fn sets_colour(text: &str) -> bool {
    let Some((numbers, _)) = text
        .strip_prefix("\u{1b}[")
        .and_then(|it| it.split_once('m'))
    else {
        return false;
    };
    let number = |it: &str| it != "8" && it.len() < 4 && it.bytes().all(|b| b.is_ascii_digit());
    numbers.split(';').all(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_drives_a_terminal_is_spelt_out() {
        for (text, color, shown) in [
            ("plain\n\ttext \u{2068}שלום\u{2069}", false, None),
            ("a\u{202e}b\r\u{7f}", false, Some("a\\u202eb\\u000d\\u007f")),
            ("\u{1b}[31mred", false, Some("\\u001b[31mred")),
            ("\u{1b}[38;5;1mred\u{1b}[0m", true, None),
            ("\u{1b}[8mhidden", true, Some("\\u001b[8mhidden")),
            ("\u{1b}[2Jm", true, Some("\\u001b[2Jm")),
            ("\u{1b}]0;title\u{7}", true, Some("\\u001b]0;title\\u0007")),
        ] {
            assert_eq!(tame(text, color), shown.unwrap_or(text));
        }
    }

    #[test]
    fn escape_sequences_and_direction_controls_are_dropped() {
        assert_eq!(plain("a\u{1b}[31mb\u{7}\u{202e}c\nd \u{0}"), "a[31mbc d");
        assert_eq!(plain("\u{9b}31m"), "31m");
    }

    #[test]
    fn right_to_left_words_are_enclosed_in_sentences() {
        assert_eq!(inline("שלום 12"), "\u{2068}שלום 12\u{2069}");
        assert_eq!(inline("Eredvi"), "Eredvi");
    }

    #[test]
    fn formulas_become_text() {
        for text in ["=1+1", "+1", "-1", "@sum", "\t=1", "\r\n@x", "\u{1b}=1"] {
            assert!(field(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(field("a=b"), "a=b");
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(link("https://a.org/b?c=d"), Some("https://a.org/b?c=d"));
        for text in [
            "javascript:alert(1)",
            "data:text/html,x",
            "https://a b",
            "HTTPS",
            "ftp://x",
        ] {
            assert_eq!(link(text), None, "{text}");
        }
    }
}
