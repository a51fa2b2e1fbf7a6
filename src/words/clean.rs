//! Text from outside, made safe to show.
//!
//! Labels, titles and notes are the author's words. They may hold anything: escape sequences that
//! would drive a terminal, characters that turn the direction of a whole line, formulas that a
//! spreadsheet would run. Here they become text and nothing else.

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

#[cfg(test)]
mod tests {
    use super::*;

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
