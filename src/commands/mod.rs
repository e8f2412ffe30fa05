//! The verbs. Only these read and write files, and print.

pub mod emit;
pub mod schema;
mod summary;

use std::io::{self, Write as _};

use anyhow::{Context as _, Result};

/// Prints; that nobody reads on (`synth … | head`) is no fault.
fn print(text: &str) -> Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot write to standard output"),
    }
}
