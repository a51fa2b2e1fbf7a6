//! One day, ten days, a thousand: the first days of a run on one scale, for the terminal and the page.

use super::Style;
use super::layout::width;
use super::page::Page;
use crate::chart::Bins;
use crate::compare::{Comparison, FigureComparison, Side};
use crate::model::{Reported, Scenario};
use crate::words;

/// How many days each step shows.
const DAYS: [usize; 3] = [1, 10, 1_000];
/// Columns of a picture in the terminal, at most.
const COLUMNS: usize = 64;
/// Rows of the tallest column in the terminal.
const ROWS: u64 = 8;
/// Columns an eighth to a whole row high.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Where the reported figure stands on the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// In this column: the first that counts on the high side, the last that counts on the low side.
    At(usize),
    /// Far to the left of the scale.
    Left,
    /// Far to the right of it.
    Right,
}

/// The first days of a run, on one scale of equal columns.
pub struct Steps<'a> {
    /// The figure they are laid beside: the first headline figure that is a test.
    pub figure: &'a FigureComparison,
    /// As it was reported.
    pub reported: &'a Reported,
    /// Where it stands.
    pub mark: Mark,
    /// How many columns the scale has.
    pub columns: usize,
    bins: Bins,
    /// Columns before the first bin.
    before: i64,
}

impl<'a> Steps<'a> {
    /// Lays the first days of the base set out on at most `most` columns; `None` where there is nothing
    /// to lay them beside.
    pub fn of(scenario: &'a Scenario, comparison: &'a Comparison, most: usize) -> Option<Self> {
        let base = comparison.variants.first()?;
        let tests = || {
            let pairs = base.figures.iter();
            pairs
                .filter_map(|f| Some((f, words::reported(scenario, f)?)))
                .filter(|(f, reported)| !reported.used_for_assumptions && !f.values.is_empty())
        };
        let headline = tests().find(|(_, reported)| reported.headline);
        let (figure, reported) = headline.or_else(|| tests().next())?;
        let (values, _) = figure.first_days(DAYS[2]);
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let edge = figure.near_edge();
        let room = 2.0 * (high - low).max(1.0);
        let (far_left, far_right) = (edge < low - room, edge > high + room);
        let (from, to) = match far_left || far_right {
            true => (low, high),
            false => (low.min(edge), high.max(edge)),
        };
        let least = (to - from) / most.saturating_sub(4).max(1) as f64;
        let binned = |align: f64| Bins::of(values, figure.claim.percent, least, align);
        let mut bins = binned(edge);
        if figure.tail.side == Side::Low && figure.claim.highest_included {
            // the edge itself is the last value that counts
            bins = binned(edge + bins.lattice.step);
        }
        let bin = |value: f64| (bins.lattice.index(value) - bins.first).div_euclid(bins.width);
        let before = 1 - bin(from).min(0);
        let columns = before + bin(to).max(bins.counts.len() as i64 - 1) + 2;
        let mark = match (far_left, far_right) {
            (true, _) => Mark::Left,
            (_, true) => Mark::Right,
            _ => Mark::At((bin(edge) + before) as usize),
        };
        Some(Self {
            figure,
            reported,
            mark,
            columns: columns as usize,
            before,
            bins,
        })
    }

    /// How many days the steps show; fewer steps where the run has fewer days.
    pub fn days(&self) -> Vec<usize> {
        let mut days = DAYS.map(|n| n.min(self.figure.values.len())).to_vec();
        days.dedup();
        days
    }

    /// How many of the first `days` days fall into each column.
    pub fn counts(&self, days: usize) -> Vec<u64> {
        let mut counts = vec![0; self.columns];
        for &value in self.figure.first_days(days).0 {
            counts[self.column(value)] += 1;
        }
        counts
    }

    /// The column that a simulated value falls into.
    pub fn column(&self, value: f64) -> usize {
        let step = self.bins.lattice.index(value) - self.bins.first;
        let column = step.div_euclid(self.bins.width) + self.before;
        column.clamp(0, self.columns as i64 - 1) as usize
    }

    /// The values at the two ends of the scale, in words.
    pub fn ends(&self) -> [String; 2] {
        let value = |column: i64| {
            let step = self.bins.first + (column - self.before) * self.bins.width;
            step.max(0) as f64 * self.bins.lattice.step
        };
        [value(0), value(self.columns as i64)].map(|it| words::steps::end(it, self.figure))
    }
}

/// The steps as texts for the terminal, at most three; none where there is nothing to show.
pub fn steps(scenario: &Scenario, comparison: &Comparison, style: Style) -> Vec<String> {
    let most = COLUMNS.min(style.width.clamp(40, 80) - 4);
    let Some(steps) = Steps::of(scenario, comparison, most) else {
        return Vec::new();
    };
    let text = |days: usize| {
        let mut page = Page::new(style);
        page.bold(&words::steps::title(days));
        page.text(&words::steps::sentence(
            scenario,
            steps.figure,
            steps.reported,
            days,
        ));
        page.gap();
        let counts = steps.counts(days);
        let picture = match days <= DAYS[1] {
            true => dots(&counts, style.ascii),
            false => blocks(&counts, style.ascii),
        };
        for line in picture.into_iter().chain(scale(&steps, style.ascii)) {
            page.line(&format!("  {line}"));
        }
        page.finish()
    };
    steps.days().into_iter().map(text).collect()
}

/// A dot a day, stacked.
fn dots(counts: &[u64], ascii: bool) -> Vec<String> {
    let (dot, tallest) = (if ascii { 'o' } else { '●' }, tallest(counts));
    let row = |height: u64| {
        let cells = counts.iter();
        cells
            .map(|&n| if n >= height { dot } else { ' ' })
            .collect()
    };
    (1..=tallest).rev().map(row).collect()
}

/// Columns of blocks, the tallest [`ROWS`] rows high; whoever is there is seen.
fn blocks(counts: &[u64], ascii: bool) -> Vec<String> {
    let eighths = |n: u64| (n * ROWS * 8).div_ceil(tallest(counts).max(1));
    let cell = |n: u64, row: u64| match eighths(n).saturating_sub(8 * row) {
        0 => ' ',
        rest if ascii => ['.', ':', '#'][(rest.min(8) as usize - 1) * 3 / 8],
        rest => BLOCKS[rest.min(8) as usize - 1],
    };
    let row = |row: u64| counts.iter().map(|&n| cell(n, row)).collect();
    (0..ROWS).rev().map(row).collect()
}

fn tallest(counts: &[u64]) -> u64 {
    counts.iter().copied().max().unwrap_or(0)
}

/// The axis, the mark of the reported figure under it, and the values at its ends.
fn scale(steps: &Steps, ascii: bool) -> [String; 3] {
    let sign = |plain: &str, drawn: &str| if ascii { plain } else { drawn }.to_string();
    let text = words::steps::mark(steps.figure, steps.reported);
    let [low, high] = steps.ends();
    let across = steps.columns.max(width(&low) + width(&high) + 2);
    let mark = match steps.mark {
        Mark::Left => format!("{} {text}", sign("<-", "◄")),
        Mark::Right => format!("{:>across$}", format!("{text} {}", sign("->", "►"))),
        Mark::At(at) if at + 2 + width(&text) <= COLUMNS => {
            format!("{}{} {text}", " ".repeat(at), sign("^", "▲"))
        }
        Mark::At(at) => format!(
            "{:>at$} {}",
            text,
            sign("^", "▲"),
            at = at.saturating_sub(1)
        ),
    };
    let gap = across - width(&low) - width(&high);
    [
        sign("-", "─").repeat(steps.columns),
        mark,
        format!("{low}{}{high}", " ".repeat(gap)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn texts(style: Style) -> Vec<String> {
        steps(&sample::scenario(), &sample::comparison(), style)
    }

    #[test]
    fn the_steps_of_the_sample() {
        insta::assert_snapshot!(texts(Style::default()).join("\n"));
    }

    #[test]
    fn ascii_means_ascii_and_lines_fit() {
        for columns in [40, 80] {
            let style = Style {
                width: columns,
                ascii: true,
                ..Style::default()
            };
            for text in texts(style) {
                assert!(text.is_ascii(), "{text}");
                assert!(text.lines().all(|line| width(line) <= 80), "{text}");
            }
        }
    }

    #[test]
    fn every_day_is_in_a_column_and_the_hits_lie_beyond_the_mark() {
        let (scenario, mut comparison) = (sample::scenario(), sample::comparison());
        let figure = &mut comparison.variants[0].figures[0];
        figure.tail.side = crate::compare::Side::High;
        figure.values = (0..3_000).map(|n| f64::from(n * 37 % 101 + 50)).collect();
        for edge in [60.0, 99.0, 150.0] {
            let figure = &mut comparison.variants[0].figures[0];
            (figure.claim.lowest, figure.claim.lowest_included) = (Some(edge), true);
            figure.claim.percent = false;
            let steps = Steps::of(&scenario, &comparison, COLUMNS).expect("a figure");
            assert_eq!(steps.days(), DAYS);
            assert!(steps.columns <= COLUMNS, "{}", steps.columns);
            let Mark::At(mark) = steps.mark else {
                panic!("{edge} is on the scale")
            };
            for days in DAYS {
                let counts = steps.counts(days);
                assert_eq!(counts.iter().sum::<u64>(), days as u64);
                let hits = steps.figure.first_days(days).1;
                assert_eq!(counts[mark..].iter().sum::<u64>(), hits, "{edge}, {days}");
            }
        }
    }
}
