//! Progress on standard error: a bar on a terminal, a plain line now and then otherwise.
//!
//! Both tell the rate and the remaining time. Short runs say nothing.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::streams::Voice;
use crate::words::command as says;

/// A run shorter than this shows no plain line.
const FIRST_LINE: Duration = Duration::from_secs(2);
/// Time from one plain line to the next.
const NEXT_LINE: Duration = Duration::from_secs(10);

/// How far a run is. May be told from any thread.
pub struct Progress {
    how: How,
    voice: Voice,
    total: AtomicU64,
    began: Instant,
}

enum How {
    Silent,
    Bar(ProgressBar),
    Lines(Mutex<Lines>),
}

struct Lines {
    done: u64,
    what: String,
    next: Duration,
}

impl Progress {
    /// Progress towards `total` trials.
    pub fn new(voice: &Voice, total: u64) -> Self {
        let how = if !voice.progress {
            How::Silent
        } else if std::io::stderr().is_terminal() {
            How::Bar(bar(total, voice.color_err))
        } else {
            How::Lines(Mutex::new(Lines {
                done: 0,
                what: String::new(),
                next: FIRST_LINE,
            }))
        };
        Self {
            how,
            voice: *voice,
            total: AtomicU64::new(total),
            began: Instant::now(),
        }
    }

    /// Names what is being done from now on.
    pub fn now(&self, what: &str) {
        match &self.how {
            How::Silent => {}
            How::Bar(bar) => bar.set_message(what.to_string()),
            How::Lines(lines) => what.clone_into(&mut lock(lines).what),
        }
    }

    /// `trials` more are done.
    pub fn add(&self, trials: u64) {
        match &self.how {
            How::Silent => {}
            How::Bar(bar) => bar.inc(trials),
            How::Lines(lines) => {
                let mut lines = lock(lines);
                lines.done += trials;
                let elapsed = self.began.elapsed();
                if elapsed >= lines.next {
                    lines.next = elapsed + NEXT_LINE;
                    let total = self.total.load(Ordering::Relaxed);
                    self.voice.say(line(&lines, total, elapsed));
                }
            }
        }
    }

    /// `trials` more than was expected are to be done.
    pub fn expect(&self, trials: u64) {
        self.total.fetch_add(trials, Ordering::Relaxed);
        if let How::Bar(bar) = &self.how {
            bar.inc_length(trials);
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let How::Bar(bar) = &self.how {
            bar.finish_and_clear();
        }
    }
}

/// The bar of a terminal.
fn bar(total: u64, color: bool) -> ProgressBar {
    let template = says::BAR[usize::from(color)];
    let style = ProgressStyle::with_template(template).expect("the template is well formed");
    let target = ProgressDrawTarget::stderr_with_hz(8);
    ProgressBar::with_draw_target(Some(total), target).with_style(style.progress_chars("=> "))
}

/// One plain line.
fn line(lines: &Lines, total: u64, elapsed: Duration) -> String {
    let rate = lines.done as f64 / elapsed.as_secs_f64().max(1e-9);
    let left = (total.saturating_sub(lines.done)) as f64 / rate.max(1e-9);
    says::progress((lines.done, total), rate, left, &lines.what)
}

/// A lock that another thread's panic cannot poison: the count is still a count.
fn lock(lines: &Mutex<Lines>) -> std::sync::MutexGuard<'_, Lines> {
    lines.lock().unwrap_or_else(|broken| broken.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_count_rate_and_time_left() {
        let lines = Lines {
            done: 2_500,
            what: "base".into(),
            next: Duration::ZERO,
        };
        assert_eq!(
            line(&lines, 10_000, Duration::from_secs(10)),
            "progress: 2,500 of 10,000 trials, 250 a second, about 30 s left (base)"
        );
    }
}
