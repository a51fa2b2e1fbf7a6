//! Laying text out in columns of a terminal.

use unicode_width::UnicodeWidthStr;

/// Columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Breaks a text into lines of at most `columns`, at spaces (but not before a percent sign), or inside
/// a word that is longer.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let glued = text.replace(" %", "\u{a0}%");
    let mut lines = break_lines(&glued, columns);
    if glued != text {
        lines
            .iter_mut()
            .for_each(|l| *l = l.replace("\u{a0}%", " %"));
    }
    lines
}

fn break_lines(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let gap = usize::from(!line.is_empty());
        if width(&line) + gap + width(word) <= columns {
            line.push_str(&" "[..gap]);
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            let mut wider = line.clone();
            wider.push(c);
            if width(&wider) > columns && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                line.push(c);
            } else {
                line = wider;
            }
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// At most `lines` lines; the last one ends in `...` when something is left out.
pub fn wrap_at_most(text: &str, columns: usize, lines: usize) -> Vec<String> {
    let mut all = wrap(text, columns);
    if all.len() <= lines {
        return all;
    }
    all.truncate(lines);
    if let Some(last) = all.last_mut() {
        while width(last) + 3 > columns && last.pop().is_some() {}
        last.push_str("...");
    }
    all
}

/// The text with spaces behind it up to `columns`.
pub fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text with spaces before it up to `columns`.
pub fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_never_exceed_their_columns() {
        for columns in 1..20 {
            for line in wrap("a figure of 52,163 and averyveryverylongword", columns) {
                assert!(width(&line) <= columns, "{line:?} in {columns}");
            }
        }
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("ab cd", 5), ["ab cd"]);
        assert_eq!(wrap("up to 95 % of", 8), ["up to", "95 % of"]);
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(wrap("漢字漢字", 4), ["漢字", "漢字"]);
        assert_eq!(left("漢", 4), "漢  ");
        assert_eq!(right("é", 3), "  é");
    }

    #[test]
    fn what_is_left_out_is_marked() {
        assert_eq!(
            wrap_at_most("one two three four", 7, 2),
            ["one two", "thre..."]
        );
        assert_eq!(wrap_at_most("one", 7, 2), ["one"]);
    }
}
