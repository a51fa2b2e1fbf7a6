//! One day, ten days, a thousand, and day by day: small pictures, and buttons where scripts run.
//!
//! Without a script all stand on the page, and the days that are played one by one ([`super::walk`]) stand there
//! finished. The script is compiled in and allowed by its hash, so that no other can run.

use minijinja::Environment;
use minijinja::value::{Serde, Value};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::walk::{Walk, walk};
use crate::compare::{Comparison, Side};
use crate::model::Scenario;
use crate::report::steps::{Mark, Steps};
use crate::words::steps as words;

const TEMPLATE: &str = include_str!("steps.html");
const SCRIPT: &str = include_str!("steps.js");

/// Columns of a picture, at most.
const COLUMNS: usize = 60;
/// Width of a column, and height of a dot, in units of the picture.
const CELL: usize = 10;
/// Height of the tallest bar.
const TALLEST: u64 = 120;

/// The section and the script behind it.
#[derive(Serialize)]
pub struct Section {
    /// The section, script and all.
    pub html: String,
    /// What the page's policy must allow: `; script-src 'sha256-...'`.
    pub policy: String,
}

#[derive(Serialize)]
struct View {
    title: &'static str,
    about: &'static str,
    choose: &'static str,
    all: &'static str,
    width: usize,
    /// Where the reported figure stands, across.
    line: Option<usize>,
    mark: String,
    low: String,
    high: String,
    steps: Vec<Step>,
    walk: Walk,
}

#[derive(Serialize)]
struct Step {
    title: String,
    sentence: String,
    height: u64,
    /// Across and down.
    dots: Vec<[u64; 2]>,
    /// Across, down, height.
    bars: Vec<[u64; 3]>,
}

/// The section of a page; `None` where there is nothing to show.
pub fn section(
    scenario: &Scenario,
    comparison: &Comparison,
    environment: &Environment,
) -> Option<Section> {
    let steps = Steps::of(scenario, comparison, COLUMNS)?;
    let [low, high] = steps.ends();
    let at = |column: usize| match steps.figure.tail.side {
        Side::High => column * CELL,
        Side::Low => (column + 1) * CELL,
    };
    let far = match steps.mark {
        Mark::At(_) => None,
        Mark::Left => Some(false),
        Mark::Right => Some(true),
    };
    let days = steps.days();
    let view = View {
        title: words::TITLE,
        about: words::ABOUT,
        choose: words::CHOOSE,
        all: words::ALL,
        width: steps.columns * CELL,
        line: match steps.mark {
            Mark::At(column) => Some(at(column)),
            Mark::Left | Mark::Right => None,
        },
        mark: words::beside_line(steps.figure, steps.reported, far),
        low,
        high,
        steps: days
            .iter()
            .map(|&days| step(scenario, &steps, days))
            .collect(),
        walk: walk(scenario, comparison, &steps, CELL),
    };
    let html = environment
        .render_named_str("steps.html", TEMPLATE, Value::from(Serde(view)))
        .expect("the template is compiled in and a test renders it");
    Some(Section {
        html: format!("{html}<script>{SCRIPT}</script>\n"),
        policy: format!("; script-src 'sha256-{}'", base64(&Sha256::digest(SCRIPT))),
    })
}

fn step(scenario: &Scenario, steps: &Steps, days: usize) -> Step {
    let counts = steps.counts(days);
    let tallest = counts.iter().copied().max().unwrap_or(0).max(1);
    let cell = CELL as u64;
    let columns = || (0_u64..).zip(&counts).filter(|it| *it.1 > 0);
    let few = days <= 10;
    let height = if few { (tallest + 1) * cell } else { TALLEST };
    let dots = columns().flat_map(|(at, &n)| {
        (0..n).map(move |row| [at * cell + cell / 2, height - row * cell - cell / 2])
    });
    let bars = columns().map(|(at, &n)| {
        let tall = (n * TALLEST).div_ceil(tallest);
        [at * cell, TALLEST - tall, tall]
    });
    Step {
        title: words::title(days),
        sentence: words::sentence(scenario, steps.figure, steps.reported, days),
        height,
        dots: if few { dots.collect() } else { Vec::new() },
        bars: if few { Vec::new() } else { bars.collect() },
    }
}

/// Bytes in base 64 with padding (RFC 4648), as a policy names a hash.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let all = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            match at <= three.len() {
                true => out.push(char::from(DIGITS[(all >> (18 - 6 * at) & 63) as usize])),
                false => out.push('='),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_as_in_the_standard() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn the_script_reads_nothing_from_outside_and_fits_a_page() {
        for word in ["fetch", "http", "import", "eval", "</", "innerHTML"] {
            assert!(!SCRIPT.contains(word), "{word}");
        }
    }
}
