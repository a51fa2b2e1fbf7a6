//! What is said where: data on standard output, talk on standard error.
//!
//! Neither ever panics. A reader who has closed the pipe (`scrutineer … | head`) is no failure; any
//! other trouble with standard output is. Trouble with standard error is ignored, because there is
//! nowhere left to tell it. Whatever would drive a terminal is spelt out on its way.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use super::args::{Color, Talk};
use super::exit::{Exit, Failure};
use crate::words::clean::tame;

/// How much is said, and how.
#[derive(Clone, Copy, Debug)]
pub struct Voice {
    /// Whether notes are held back; errors never are.
    pub quiet: bool,
    /// Whether data are held back: they are wanted for their files only.
    pub mute: bool,
    /// Whether details are told.
    pub verbose: bool,
    /// Whether standard output takes colour.
    pub color_out: bool,
    /// Whether standard error takes colour.
    pub color_err: bool,
    /// Whether progress is shown.
    pub progress: bool,
    /// Whether drawing characters are avoided.
    pub plain: bool,
}

impl Voice {
    /// Reads flags, environment (`NO_COLOR`, `CLICOLOR_FORCE`, `TERM`) and terminals.
    pub fn new(talk: &Talk) -> Self {
        Self {
            quiet: talk.quiet,
            mute: false,
            verbose: talk.verbose,
            color_out: color(talk, &io::stdout()),
            color_err: color(talk, &io::stderr()),
            progress: !talk.quiet && !talk.no_progress,
            plain: talk.plain,
        }
    }

    /// Writes data to standard output, all of it, and flushes.
    ///
    /// # Errors
    /// [`Failure::Stdout`] for anything but a closed pipe.
    pub fn out(&self, data: &str) -> Result<(), Failure> {
        match self.mute {
            true => Ok(()),
            false => {
                let data = tame(data, self.color_out);
                pipe(write_all(&mut io::stdout().lock(), &data)).map_err(Failure::Stdout)
            }
        }
    }

    /// A note for the user; held back by `--quiet`.
    pub fn note(&self, text: impl Display) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// A detail; told only with `--verbose`.
    pub fn detail(&self, text: impl Display) {
        if self.verbose && !self.quiet {
            self.say(text);
        }
    }

    /// One line or block on standard error, whatever the flags.
    pub fn say(&self, text: impl Display) {
        let text = format!("{text}\n");
        let _ = write_all(&mut io::stderr().lock(), &tame(&text, self.color_err));
    }

    /// A failure, with help where there is some.
    pub fn error(&self, failure: &Failure) {
        let (on, off) = if self.color_err {
            ("\x1b[1;31m", "\x1b[0m")
        } else {
            ("", "")
        };
        self.say(format_args!("{on}error{off}: {failure}"));
        if let Some(help) = failure.help() {
            self.say(format_args!("  help: {help}"));
        }
    }
}

/// Shows what the argument parser has to say: help and version on standard output, errors on
/// standard error.
pub fn show_refusal(refusal: &clap::Error) -> Exit {
    let print = |stream: &mut dyn Write, color: bool| {
        let styled = refusal.render();
        let text = match color {
            true => styled.ansi().to_string(),
            false => styled.to_string(),
        };
        stream.write_all(tame(&text, color).as_bytes())?;
        stream.flush()
    };
    let colored = |choice| choice != anstream::ColorChoice::Never;
    let printed = pipe(match refusal.use_stderr() {
        true => {
            let color = colored(anstream::AutoStream::choice(&io::stderr()));
            print(&mut io::stderr().lock(), color)
        }
        false => {
            let color = colored(anstream::AutoStream::choice(&io::stdout()));
            print(&mut io::stdout().lock(), color)
        }
    });
    match (refusal.use_stderr(), printed) {
        (true, _) => Exit::Usage,
        (false, Ok(())) => Exit::Done,
        (false, Err(_)) => Exit::Write,
    }
}

/// Whether this stream takes colour.
fn color(talk: &Talk, stream: &(impl anstream::stream::RawStream + IsTerminal)) -> bool {
    match talk.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            !talk.plain && anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never
        }
    }
}

/// Writes everything and flushes.
fn write_all(stream: &mut impl Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// A closed pipe is quiet success.
fn pipe(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
