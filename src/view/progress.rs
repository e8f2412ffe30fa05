//! Progress: what takes long says on a terminal how far it is, on a line that is gone in the end. It must not know what takes long.

use std::env;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// What is done before this has passed says nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// So often the line is written anew, at most.
const PACE: Duration = Duration::from_millis(100);

/// Back to the start of the line, and nothing left on it.
const CLEAR: &str = "\r\u{1b}[2K";

/// A line on standard error about work that is going on.
///
/// Nothing is written where standard error is no terminal, or one that cannot clear a line.
pub(crate) struct Progress {
    what: String,
    is_shown: bool,
    next: Instant,
    is_written: bool,
}

impl Progress {
    /// The start of something that may take long, such as `comparing`.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        let is_dumb = env::var_os("TERM").is_none_or(|terminal| terminal == "dumb");
        Self {
            what: what.into(),
            is_shown: !is_dumb && io::stderr().is_terminal(),
            next: Instant::now() + PATIENCE,
            is_written: false,
        }
    }

    /// Some of it is done.
    pub(crate) fn step(&mut self, done: usize, all: usize) {
        let now = Instant::now();
        if !self.is_shown || now < self.next {
            return;
        }
        self.next = now + PACE;
        self.is_written = true;
        // That the line cannot be written is no reason to stop the work.
        let _ = write!(io::stderr(), "{CLEAR}{}: {done} of {all}", self.what);
        let _ = io::stderr().flush();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_written {
            let _ = write!(io::stderr(), "{CLEAR}");
        }
    }
}
