//! Signals: the first Ctrl-C (or SIGTERM) asks, the second one stops at once.
//!
//! A write beyond a file-size limit is turned from a deadly signal into an ordinary error, so that
//! it can be reported.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::signal::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::exit::Exit;

/// Whether somebody asked us to stop. Cheap to copy and to ask, from any thread.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    /// The signal that came first; 0 for none.
    signal: Arc<AtomicUsize>,
}

impl Stop {
    /// Listens from now on. Where the system refuses to tell us of a signal, that signal just ends
    /// the process, as it would have done anyway.
    pub fn listen() -> Self {
        let stop = Self::default();
        let asked = Arc::new(AtomicBool::new(false));
        for (signal, exit) in [(SIGINT, Exit::Interrupted), (SIGTERM, Exit::Terminated)] {
            // The order matters: the second signal finds `asked` set and leaves here.
            let code = i32::from(exit.code());
            let _ = flag::register_conditional_shutdown(signal, code, Arc::clone(&asked));
            let number = usize::try_from(signal).expect("signal numbers are positive");
            let _ = flag::register_usize(signal, Arc::clone(&stop.signal), number);
            let _ = flag::register(signal, Arc::clone(&asked));
        }
        #[cfg(unix)]
        {
            let seen = Arc::new(AtomicBool::new(false));
            let _ = flag::register(signal_hook::consts::signal::SIGXFSZ, seen);
        }
        stop
    }

    /// Whether to stop.
    pub fn asked(&self) -> bool {
        self.signal.load(Ordering::Relaxed) != 0
    }

    /// How the process should end after it was asked to; `None` when it was not.
    pub fn exit(&self) -> Option<Exit> {
        match self.signal.load(Ordering::Relaxed) {
            0 => None,
            signal if i32::try_from(signal) == Ok(SIGTERM) => Some(Exit::Terminated),
            _ => Some(Exit::Interrupted),
        }
    }
}
