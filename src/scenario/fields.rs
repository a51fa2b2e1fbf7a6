//! A line of a CSV table as fields that remember where they stand (RFC 4180, commas, double quotes).
//!
//! Knows bytes, commas and quotes. Never knows what a column means. A quoted field ends on its line,
//! so that a quote that is never closed spoils one line and not the rest of the table.

use std::borrow::Cow;
use std::ops::Range;

/// Longest field, bytes.
pub(super) const LONGEST_FIELD: usize = 1_000;
/// Most fields of one line.
pub(super) const MOST_FIELDS: usize = 200;

/// A field: where it stands in the text, quotes included, and what it says, white space around it
/// left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field<'t> {
    pub span: Range<usize>,
    pub text: Cow<'t, str>,
}

/// Why a line has no fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// A quote is not closed on its line.
    OpenQuote,
    /// Something stands between a closing quote and the next comma.
    AfterQuote,
    /// A field is longer than [`LONGEST_FIELD`].
    TooLong,
    /// There are more than [`MOST_FIELDS`].
    TooMany,
}

/// The lines of a text that hold anything, each as a range of bytes without its end (`\n` or
/// `\r\n`); a byte order mark in front is passed over.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = at;
            let end = text[start..].find('\n').map_or(text.len(), |n| start + n);
            at = end + 1;
            let line = text[start..end].strip_suffix('\r');
            let line = start..line.map_or(end, |line| start + line.len());
            if !text[line.clone()].trim().is_empty() {
                return Some(line);
            }
        }
        None
    })
}

/// Splits a line into `fields`.
///
/// # Errors
/// What is wrong, and where.
pub(super) fn split<'t>(
    text: &'t str,
    line: &Range<usize>,
    fields: &mut Vec<Field<'t>>,
) -> Result<(), (Range<usize>, Broken)> {
    fields.clear();
    let mut at = line.start;
    loop {
        if fields.len() == MOST_FIELDS {
            return Err((at..line.end, Broken::TooMany));
        }
        let rest = &text[at..line.end];
        let (field, next) = match rest.trim_start_matches(' ').starts_with('"') {
            true => quoted(
                text,
                at + rest.len() - rest.trim_start_matches(' ').len(),
                line.end,
            )?,
            false => {
                let end = rest.find(',').map_or(line.end, |comma| at + comma);
                let text = Cow::Borrowed(text[at..end].trim());
                let span = at..end;
                (Field { span, text }, end)
            }
        };
        if field.text.len() > LONGEST_FIELD {
            return Err((field.span, Broken::TooLong));
        }
        fields.push(field);
        if next >= line.end {
            return Ok(());
        }
        at = next + 1; // behind the comma
    }
}

/// A field that begins with a quote at `start`, and where the comma behind it or the line's end is.
fn quoted(
    text: &str,
    start: usize,
    end: usize,
) -> Result<(Field<'_>, usize), (Range<usize>, Broken)> {
    let mut said: Cow<'_, str> = Cow::Borrowed("");
    let mut from = start + 1;
    loop {
        let Some(quote) = text[from..end].find('"').map(|n| from + n) else {
            return Err((start..end, Broken::OpenQuote));
        };
        said += &text[from..quote];
        if text[quote + 1..end].starts_with('"') {
            said += "\"";
            from = quote + 2;
            continue;
        }
        let rest = &text[quote + 1..end];
        let space = rest.len() - rest.trim_start_matches(' ').len();
        let next = quote + 1 + space;
        if next < end && !text[next..end].starts_with(',') {
            return Err((start..end, Broken::AfterQuote));
        }
        let text = match said {
            Cow::Borrowed(said) => Cow::Borrowed(said.trim()),
            Cow::Owned(said) => Cow::Owned(said.trim().to_string()),
        };
        let span = start..quote + 1;
        return Ok((Field { span, text }, next));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<String> {
        let mut fields = Vec::new();
        split(text, &(0..text.len()), &mut fields).expect("well formed");
        fields.iter().map(|it| it.text.to_string()).collect()
    }

    #[test]
    fn commas_part_fields_and_quotes_keep_commas() {
        assert_eq!(fields("a,b,,d"), ["a", "b", "", "d"]);
        assert_eq!(fields(""), [""]);
        assert_eq!(fields("a,"), ["a", ""]);
        assert_eq!(
            fields(" a , \"b, c\" ,\"\"\"d\"\"\""),
            ["a", "b, c", "\"d\""]
        );
        assert_eq!(fields("\"\",x"), ["", "x"]);
    }

    #[test]
    fn positions_are_those_of_the_text() {
        let text = "x\n12, \"ß\",z";
        let mut fields = Vec::new();
        split(text, &(2..text.len()), &mut fields).expect("well formed");
        let spans: Vec<&str> = fields.iter().map(|it| &text[it.span.clone()]).collect();
        assert_eq!(spans, ["12", "\"ß\"", "z"]);
    }

    #[test]
    fn a_broken_line_says_where() {
        let broken = |text: &str| split(text, &(0..text.len()), &mut Vec::new()).unwrap_err();
        assert_eq!(broken("a,\"b"), (2..4, Broken::OpenQuote));
        assert_eq!(broken("\"a\"b,c"), (0..6, Broken::AfterQuote));
        assert_eq!(broken(&"x".repeat(1_001)).1, Broken::TooLong);
        assert_eq!(broken(&",".repeat(200)).1, Broken::TooMany);
    }

    #[test]
    fn lines_end_as_systems_end_them() {
        let text = "\u{FEFF}a\r\n\n  \nb\nc\r";
        let found: Vec<&str> = lines(text).map(|line| &text[line]).collect();
        assert_eq!(found, ["a", "b", "c"]);
        assert_eq!(lines("").count(), 0);
        assert_eq!(lines("\u{FEFF}").count(), 0);
    }
}
