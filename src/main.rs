//! The command: parses its arguments, runs, prints.

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use mimalloc::MiMalloc;
use synth::cli::Cli;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    match synth::commands::completions::answer(Cli::command) {
        // A shell has asked, and got its answer.
        Ok(true) => return ExitCode::SUCCESS,
        Ok(false) => {}
        // A shell that asks has nobody to tell of an error.
        Err(_) => return ExitCode::FAILURE,
    }
    match Cli::try_parse() {
        Ok(cli) => cli.run(),
        Err(error) => synth::cli::refuse(error),
    }
}
