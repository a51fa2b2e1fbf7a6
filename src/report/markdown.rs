//! Markdown as plain text for a terminal: headings, wrapped paragraphs, lists, tables, no raw markup.
//!
//! It reads what the lessons are written in, not all of Markdown: `#` headings, paragraphs, `-` and `1.`
//! lists, fenced blocks, tables, emphasis, code and links.

use super::Style;
use super::layout::{left, width};
use super::page::Page;

/// A text in Markdown as lines of at most the style's columns; fenced blocks and tables keep their own
/// width.
pub fn plain(markdown: &str, style: Style) -> String {
    let mut page = Page::new(style);
    let lines: Vec<&str> = markdown.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        at += block(&mut page, &lines[at..]);
    }
    page.finish()
}

/// Writes the block that `lines` begin with; returns how many lines it takes, at least 1.
fn block(page: &mut Page, lines: &[&str]) -> usize {
    let first = lines[0].trim_end();
    if first.is_empty() {
        page.gap();
        return 1;
    }
    if let Some(title) = heading(first) {
        page.heading(&inline(title));
        if first.starts_with("# ") {
            page.rule();
        } else {
            page.gap();
        }
        return 1;
    }
    if first.starts_with("```") {
        return fenced(page, lines);
    }
    if first.starts_with('|') {
        return table(page, lines);
    }
    let follows = |line: &&&str| !starts_block(line) && item(line).is_none();
    let taken = 1 + lines[1..].iter().take_while(follows).count();
    let parts: Vec<&str> = lines[..taken].iter().map(|line| line.trim()).collect();
    let text = inline(&parts.join(" "));
    match item(first) {
        Some(marker) => page.item(marker, text[marker.len()..].trim_start()),
        None => page.text(&text),
    }
    taken
}

/// The text of a heading.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=4).contains(&level) && text.starts_with(' ')).then(|| text.trim())
}

/// Whether a line cannot go on a paragraph.
fn starts_block(line: &str) -> bool {
    line.trim().is_empty()
        || line.starts_with("```")
        || line.starts_with('|')
        || heading(line).is_some()
}

/// The marker of a list's item: `- `, `3. `.
fn item(line: &str) -> Option<&str> {
    if line.starts_with("- ") {
        return Some(&line[..2]);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && line[digits..].starts_with(". ")).then(|| &line[..digits + 2])
}

/// A fenced block, moved in by four columns and not wrapped.
fn fenced(page: &mut Page, lines: &[&str]) -> usize {
    let inner = lines[1..].iter().take_while(|it| !it.starts_with("```"));
    let mut taken = 1;
    for line in inner {
        page.line(&format!("    {line}"));
        taken += 1;
    }
    (taken + 1).min(lines.len())
}

/// A table, its columns as wide as their widest cell.
fn table(page: &mut Page, lines: &[&str]) -> usize {
    let taken = lines.iter().take_while(|it| it.starts_with('|')).count();
    let rows: Vec<Vec<String>> = lines[..taken]
        .iter()
        .filter(|line| line.contains(|c: char| !"|-: ".contains(c)))
        .map(|line| {
            let cells = line.trim().trim_matches('|').split('|');
            cells.map(|cell| inline(cell.trim())).collect()
        })
        .collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    for (at, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(&widths).map(|(cell, &w)| left(cell, w));
        page.line(&format!("    {}", cells.collect::<Vec<_>>().join("  ")));
        if at == 0 && rows.len() > 1 {
            let rule = widths.iter().map(|&w| "-".repeat(w));
            page.line(&format!("    {}", rule.collect::<Vec<_>>().join("  ")));
        }
    }
    taken
}

/// Text without the marks of emphasis, code and links. An address of the web is kept behind its link.
fn inline(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let taken = match c {
            '`' => code(after, &mut out),
            '[' => link(after, &mut out),
            '*' if mark(&out, after) => Some(0),
            _ => None,
        };
        rest = match taken {
            Some(bytes) => &after[bytes..],
            None => {
                out.push(c);
                after
            }
        };
    }
    out
}

/// Whether a star is a mark of emphasis and not a sign with spaces around it.
fn mark(before: &str, after: &str) -> bool {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    !(space(before.chars().next_back()) && space(after.chars().next()))
}

/// Code up to the next backtick; how many bytes it took.
fn code(after: &str, out: &mut String) -> Option<usize> {
    let end = after.find('`')?;
    out.push_str(&after[..end]);
    Some(end + 1)
}

/// A link's text; how many bytes it took.
fn link(after: &str, out: &mut String) -> Option<usize> {
    let middle = after.find("](")?;
    let end = middle + after[middle..].find(')')?;
    if after[..middle].contains('[') {
        return None;
    }
    out.push_str(&inline(&after[..middle]));
    let target = &after[middle + 2..end];
    if target.starts_with("http") {
        out.push_str(&format!(" ({target})"));
    }
    Some(end + 1)
}

/// The part of a text in Markdown under the heading `title` (of the second level), without it; `None`
/// when there is no such heading.
pub fn section<'a>(markdown: &'a str, title: &str) -> Option<&'a str> {
    let head = format!("\n## {title}\n");
    let from = markdown.find(&head)? + head.len();
    let rest = &markdown[from..];
    Some(rest.split("\n## ").next().unwrap_or(rest).trim())
}

/// A text without its fenced blocks.
pub fn without_blocks(markdown: &str) -> String {
    let mut out = String::new();
    for (at, part) in markdown.split("```").enumerate() {
        if at % 2 == 0 {
            out.push_str(part.trim_start_matches('\n'));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Coins\n\nTake **one** coin and `toss` it;\nsee [the key](answers.md) or\n[a page](https://example.org).\n\n\
        - heads, which is *yes*\n  or not\n- 2 * 3\n\n1. first\n2. second\n\n## Run\n\n```sh\nscrutineer **x**\n```\n\n\
        | a | long head |\n|---|---|\n| `17` | x |\n";

    #[test]
    fn no_markup_is_left_and_code_is_kept() {
        let out = plain(TEXT, Style::default());
        let expected = "Coins\n".to_string()
            + &"─".repeat(80)
            + "\n\nTake one coin and toss it; see the key or a page (https://example.org).\n\n\
               - heads, which is yes or not\n- 2 * 3\n\n1. first\n2. second\n\nRun\n\n    scrutineer **x**\n\n    \
               a   long head\n    --  ---------\n    17  x\n";
        assert_eq!(out, expected);
    }

    #[test]
    fn lines_fit_narrow_terminals() {
        let text = "word ".repeat(50) + "\n\n- " + &"item ".repeat(40);
        let style = Style {
            width: 40,
            ..Style::default()
        };
        assert!(plain(&text, style).lines().all(|line| width(line) <= 40));
    }

    #[test]
    fn sections_are_found_and_blocks_left_out() {
        assert_eq!(
            section(TEXT, "Run").map(without_blocks).as_deref(),
            Some("\n| a | long head |\n|---|---|\n| `17` | x |")
                .map(|it| it.trim_start())
                .map(str::to_string)
                .as_deref()
        );
        assert_eq!(section(TEXT, "Coins"), None);
    }

    #[test]
    fn broken_markup_is_shown_as_it_is() {
        for text in ["a ` b", "a [b", "[a](b", "```", "|", "-", "[[a](b)"] {
            let out = plain(text, Style::default());
            assert!(out.len() <= text.len() + 2, "{text}: {out}");
        }
    }
}
