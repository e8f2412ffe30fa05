//! The command: parses its arguments, runs, prints.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use synth::cli::Cli;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => cli.run(),
        Err(error) => synth::cli::refuse(error),
    }
}
