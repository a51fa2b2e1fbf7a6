//! A text of the terminal in the making: lines, paragraphs, headings, rules.

use super::Style;
use super::layout::{width, wrap};
use crate::compare::Standing;

/// Text in the making.
pub struct Page {
    out: String,
    /// Columns it may use, 40 to 80.
    pub columns: usize,
    style: Style,
}

impl Page {
    /// An empty page.
    pub fn new(style: Style) -> Self {
        Self {
            out: String::new(),
            columns: style.width.clamp(40, 80),
            style,
        }
    }

    /// One line as it is.
    pub fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// An empty line, unless there is one.
    pub fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A paragraph.
    pub fn text(&mut self, text: &str) {
        for line in wrap(text, self.columns) {
            self.line(&line);
        }
    }

    /// A paragraph in bold.
    pub fn bold(&mut self, text: &str) {
        for line in wrap(text, self.columns) {
            let line = self.paint(&line, "1");
            self.line(&line);
        }
    }

    /// A paragraph behind a marker, hanging under its first letter.
    pub fn item(&mut self, marker: &str, text: &str) {
        let hang = width(marker);
        for (at, line) in wrap(text, self.columns - hang).iter().enumerate() {
            let before = if at == 0 {
                marker.to_string()
            } else {
                " ".repeat(hang)
            };
            self.line(&format!("{before}{line}"));
        }
    }

    /// A gap, then bold.
    pub fn heading(&mut self, text: &str) {
        self.gap();
        self.bold(text);
    }

    /// A line across the page.
    pub fn rule(&mut self) {
        let sign = if self.style.ascii { "-" } else { "─" };
        let rule = sign.repeat(self.columns);
        self.line(&rule);
    }

    /// The text in a colour, where colour may be used.
    pub fn paint(&self, text: &str, code: &str) -> String {
        if self.style.color && !text.trim().is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.into()
        }
    }

    /// A standing in its colour.
    pub fn standing(&self, standing: Standing, padded: &str) -> String {
        match standing {
            Standing::Within => padded.into(),
            Standing::Strained => self.paint(padded, "33"),
            Standing::Outside => self.paint(padded, "1;33"),
            Standing::Impossible => self.paint(padded, "1;7"),
        }
    }

    /// The whole text.
    pub fn finish(self) -> String {
        if !self.style.ascii {
            return self.out;
        }
        self.out
            .replace('×', "x")
            .replace(['\u{2068}', '\u{2069}'], "")
    }
}
