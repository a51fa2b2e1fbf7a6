//! Ids, and characters that do not belong in a scenario.

/// Whether a word may be an id: small letters, digits and dashes, at most 64.
pub(super) fn is_id(id: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    (1..=64).contains(&id.len())
        && plain(id.as_bytes()[0])
        && id.bytes().all(|b| plain(b) || b == b'-')
}

/// An id near to what was written, if there is one.
pub(super) fn slug(text: &str) -> Option<String> {
    let mut slug = String::new();
    for c in text.chars().take(64) {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_lowercase() || c.is_ascii_digit() => slug.push(c),
            ' ' | '_' | '-' | '.' if !slug.is_empty() => slug.push('-'),
            _ => return None,
        }
    }
    is_id(&slug).then_some(slug)
}

/// A key as it may be shown: cut, with invisible characters escaped.
pub(super) fn shown(key: &str) -> String {
    let mut text: String = key.chars().take(80).flat_map(char::escape_debug).collect();
    if key.chars().nth(80).is_some() {
        text.push('…');
    }
    text
}

/// A text as it may be shown: on one line and with invisible characters escaped.
pub(super) fn on_one_line(text: &str) -> String {
    let visible = |c: char| match c.is_control() || is_bidi(c) {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    };
    text.chars().map(visible).collect()
}

/// The name of a file or the path of a `--set` as it may be shown: on one line, cut, and with invisible
/// characters escaped.
pub(super) fn named(name: &str) -> String {
    let some: String = name.chars().take(400).collect();
    let mut text = on_one_line(&some);
    if name.chars().nth(400).is_some() {
        text.push('…');
    }
    text
}

/// Marks that turn the direction of text.
pub(super) fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
}

/// Control characters other than ends of lines and tabs.
pub(super) fn is_control(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t' && c != '\r'
}
