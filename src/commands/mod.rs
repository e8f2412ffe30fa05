//! The verbs. Only these read and write files, and print.

pub mod bootstrap;
pub mod check;
pub mod completions;
pub mod cost;
pub mod diff;
pub mod emit;
pub mod explain;
pub mod formats;
mod git;
pub mod graph;
pub mod lock;
pub mod man;
pub mod new;
mod ownership;
mod progress;
pub mod report;
pub mod review;
pub mod schema;
pub mod source;
mod standing;
mod summary;

use std::fmt;
use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use anyhow::{Result, anyhow};
use domain::Date;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Which day it is, in UTC; it decides which acceptances of rules hold, and nothing that is written.
fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date().into()
}

/// The exit code of any error, wrong usage among them.
pub(crate) const FAILED: u8 = 1;

/// The exit code of a verb that compares or judges, when it finds what it looks for: a difference, a risk.
pub(crate) const DIFFERS: u8 = 2;

/// Prints to standard output.
fn print(text: &str) -> Result<()> {
    written(io::stdout().write_all(text.as_bytes()), "output")
}

/// Prints to standard output what is ready for it, in colour or not.
fn print_coloured(text: impl FnOnce(bool) -> String) -> Result<()> {
    print(&text(AutoStream::choice(&io::stdout()) != ColorChoice::Never))
}

/// Prints to standard error what is ready for it, in colour or not.
fn tell(text: impl FnOnce(bool) -> String) -> Result<()> {
    let colour = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
    written(io::stderr().write_all(text(colour).as_bytes()), "error")
}

/// Prints an error that belongs to no line of a file, in the look of those that do.
pub(crate) fn tell_error(error: impl fmt::Display) -> Result<()> {
    tell(|colour| if colour { format!("\u{1b}[1m\u{1b}[91merror\u{1b}[0m: {error}\n") } else { format!("error: {error}\n") })
}

/// Prints a warning that belongs to no line of a file, in the look of those that do.
fn tell_warning(warning: impl fmt::Display) -> Result<()> {
    tell(
        |colour| if colour { format!("\u{1b}[1m\u{1b}[33mwarning\u{1b}[0m: {warning}\n") } else { format!("warning: {warning}\n") },
    )
}

/// That nobody reads on (`synth … | head`) is no fault.
fn written(result: io::Result<()>, stream: &str) -> Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(anyhow!("cannot write to standard {stream}: {error}")),
        Ok(()) => Ok(()),
    }
}
