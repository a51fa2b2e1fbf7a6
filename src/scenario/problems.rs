//! Problems of a scenario: where, which rule, what to do about it.
//!
//! Knows positions and how to show them. Knows nothing of polls.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::letters::{is_bidi, is_control, named, on_one_line};
use super::rule::Rule;
use super::tree::At;

/// How many problems are shown at once; the rest are counted.
const MOST_SHOWN: usize = 40;
/// How many problems are kept at all.
const MOST_KEPT: usize = 200;
/// Longest stretch of a line that is shown, bytes.
const MOST_OF_A_LINE: usize = 160;

/// Whether a problem stops the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario is refused.
    Error,
    /// The scenario is taken; its author should look.
    Warning,
}

/// One problem of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Whether it stops the reading.
    pub severity: Severity,
    /// Which text it is in: 0 is the file, n the n-th `--set`.
    pub text: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Bytes of the text it is about.
    pub span: Range<usize>,
    /// The rule that is broken, in plain words through its `Display`.
    pub rule: Rule,
    /// What to do about it; empty when the rule says it all.
    pub help: String,
    /// The variant under which it arises, when the base set of assumptions is free of it.
    pub variant: Option<String>,
}

/// All problems of a scenario, in the order of their positions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problems {
    /// The problems.
    pub list: Vec<Problem>,
    /// How many more there are than could be kept.
    lost: usize,
    /// Name and content of the file, then of every `--set`.
    texts: Vec<(String, String)>,
}

impl Problems {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are, those beyond the first 200 included, which are only counted.
    pub fn len(&self) -> usize {
        self.list.len() + self.lost
    }

    /// The problems one by one.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.list.iter()
    }

    /// All problems as text for a terminal: the line, a caret, the rule, `help:`. With `color`, ANSI
    /// styles are added; the words are the same. The first 40 are shown and the rest counted.
    pub fn render(&self, color: bool) -> String {
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut out = Vec::new();
        for problem in self.list.iter().take(MOST_SHOWN) {
            out.push(self.render_one(problem, &renderer));
        }
        if self.len() > MOST_SHOWN {
            out.push(format!("… and {} more", self.len() - MOST_SHOWN));
        }
        out.join("\n\n")
    }

    fn render_one(&self, problem: &Problem, renderer: &Renderer) -> String {
        let (name, text) = &self.texts[problem.text];
        let (source, span) = excerpt(text, &problem.span);
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        // What they quote of the file may hold anything.
        let rule = on_one_line(&problem.rule.to_string());
        let help = on_one_line(&problem.help);
        let mut group = level.primary_title(rule).element(
            Snippet::source(source)
                .line_start(problem.line)
                .path(named(name))
                .annotation(AnnotationKind::Primary.span(span)),
        );
        if let Some(variant) = &problem.variant {
            let note = on_one_line(&format!("in the variant `{variant}`"));
            group = group.element(Level::NOTE.message(note));
        }
        if !help.is_empty() {
            group = group.element(Level::HELP.message(help));
        }
        // What the renderer leaves as it is: control characters above 127, which drive some terminals.
        let wild = |c: char| is_bidi(c) || (is_control(c) && !c.is_ascii());
        renderer.render(&[group]).replace(wild, "\u{FFFD}")
    }
}

impl fmt::Display for Problems {
    /// As [`Problems::render`] without colour.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Problems {}

/// The line a span begins on, cut to a bearable length, and the span within it.
fn excerpt<'t>(text: &'t str, span: &Range<usize>) -> (&'t str, Range<usize>) {
    let start = floor(text, span.start.min(text.len()));
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let from = floor(
        text,
        line_start.max(start.saturating_sub(MOST_OF_A_LINE / 2)),
    );
    let to = floor(text, line_end.min(start + MOST_OF_A_LINE / 2));
    let end = floor(text, span.end.clamp(start, to));
    (&text[from..to], start - from..end - from)
}

/// The nearest character boundary at or below a byte.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A problem before its line is known.
#[derive(Clone, Debug)]
struct Raw {
    severity: Severity,
    at: At,
    rule: Rule,
    help: String,
    variant: Option<String>,
}

/// Where problems are collected.
#[derive(Clone, Debug, Default)]
pub(super) struct Sink {
    raw: Vec<Raw>,
    variant: Option<String>,
    lost: usize,
    lost_errors: usize,
}

impl Sink {
    /// Records an error.
    pub fn error(&mut self, at: At, rule: Rule, help: impl Into<String>) {
        self.push(Severity::Error, at, rule, help.into());
    }

    /// Records a warning.
    pub fn warn(&mut self, at: At, rule: Rule, help: impl Into<String>) {
        self.push(Severity::Warning, at, rule, help.into());
    }

    /// Records what the TOML parser found.
    pub fn syntax(&mut self, text: usize, error: &toml::de::Error) {
        let span = error.span().unwrap_or(0..0);
        let at = At {
            text,
            start: span.start,
            end: span.end,
        };
        let (rule, help) = super::rule::of_syntax(error.message(), text, span.is_empty());
        self.error(at, rule, help);
    }

    /// From now on problems arise under this variant; those known already are not repeated.
    pub fn enter_variant(&mut self, id: &str) {
        self.variant = Some(id.to_string());
    }

    /// Whether problems now arise under a variant.
    pub fn in_variant(&self) -> bool {
        self.variant.is_some()
    }

    /// Whether further problems are only counted, so that no help need be thought up for them.
    pub fn is_full(&self) -> bool {
        self.raw.len() >= MOST_KEPT
    }

    /// Counts an error without keeping it.
    pub fn count(&mut self) {
        self.lost += 1;
        self.lost_errors += 1;
    }

    /// How many problems there are so far; a mark for [`Sink::help_since`].
    pub fn mark(&self) -> usize {
        self.raw.len()
    }

    /// Gives every problem since a mark that has no help of its own this one.
    pub fn help_since(&mut self, mark: usize, help: &str) {
        for raw in &mut self.raw[mark..] {
            if raw.help.is_empty() {
                raw.help = help.to_string();
            }
        }
    }

    /// Whether a limit was exceeded, so that going on would cost too much.
    pub fn too_much(&self) -> bool {
        self.lost > 0
            || self
                .raw
                .iter()
                .any(|raw| matches!(raw.rule, Rule::TooMany { .. }))
    }

    /// How many errors there are so far.
    pub fn errors(&self) -> usize {
        let kept = self.raw.iter();
        let kept = kept.filter(|raw| raw.severity == Severity::Error).count();
        kept + self.lost_errors
    }

    fn push(&mut self, severity: Severity, at: At, rule: Rule, help: String) {
        let known = self.variant.is_some()
            && self
                .raw
                .iter()
                .any(|raw| raw.at == at && raw.rule == rule && raw.severity == severity);
        if known {
            return;
        }
        if self.is_full() {
            self.lost += 1;
            self.lost_errors += usize::from(severity == Severity::Error);
            return;
        }
        self.raw.push(Raw {
            severity,
            at,
            rule,
            help,
            variant: self.variant.clone(),
        });
    }

    /// Drops what is not worth saying beside a syntax error: absent keys may only be unreadable.
    pub fn without_echoes(&mut self, text: &str) {
        let deep = self.raw.iter().position(|raw| raw.rule == Rule::TooDeep);
        if let Some(deep) = deep {
            self.raw = vec![self.raw.swap_remove(deep)];
            self.lost = 0;
            return;
        }
        let breaks: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
        let line_of = |at: usize| breaks.partition_point(|&line_break| line_break < at);
        let lines: Vec<usize> = self
            .raw
            .iter()
            .filter(|raw| matches!(raw.rule, Rule::Syntax(_)))
            .map(|raw| line_of(raw.at.start))
            .collect();
        self.raw.retain(|raw| {
            matches!(raw.rule, Rule::Syntax(_) | Rule::TooDeep)
                || (!raw.rule.speaks_of_absence() && !lines.contains(&line_of(raw.at.start)))
        });
    }

    /// The problems in order, each with its line and column.
    pub fn finish(self, texts: Vec<(String, String)>) -> Problems {
        let mut raw = self.raw;
        raw.sort_by(|a, b| {
            (a.at.text, a.at.start, a.severity).cmp(&(b.at.text, b.at.start, b.severity))
        });
        // Several uses of one value meet the same mistake; it is told once.
        raw.dedup_by(|a, b| {
            a.at == b.at && a.rule == b.rule && a.help == b.help && a.variant == b.variant
        });
        let mut lines = Lines::default();
        let list = raw
            .into_iter()
            .map(|raw| {
                let text = &texts[raw.at.text].1;
                let (line, column) = lines.locate(raw.at.text, text, raw.at.start);
                Problem {
                    severity: raw.severity,
                    text: raw.at.text,
                    line,
                    column,
                    span: raw.at.start..raw.at.end,
                    rule: raw.rule,
                    help: raw.help,
                    variant: raw.variant,
                }
            })
            .collect();
        Problems {
            list,
            lost: self.lost,
            texts,
        }
    }
}

/// Counts lines along ascending positions, so that the text is walked once.
#[derive(Default)]
struct Lines {
    text: usize,
    at: usize,
    line: usize,
}

impl Lines {
    fn locate(&mut self, number: usize, text: &str, at: usize) -> (usize, usize) {
        let at = floor(text, at.min(text.len()));
        if number != self.text || self.line == 0 || at < self.at {
            *self = Lines {
                text: number,
                at: 0,
                line: 1,
            };
        }
        let passed = &text.as_bytes()[self.at..at];
        self.line += passed.iter().filter(|&&b| b == b'\n').count();
        self.at = at;
        let line_start = text[..at].rfind('\n').map_or(0, |n| n + 1);
        (self.line, 1 + text[line_start..at].chars().count())
    }
}
