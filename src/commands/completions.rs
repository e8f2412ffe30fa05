//! `synth completions`: what a shell needs to complete the command line. It knows verbs and options, and no environment's name.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, CommandFactory as _};
use clap_complete::{Shell, generate};

use super::print;
use crate::cli::Cli;

/// The arguments of `synth completions`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the shell's script.
///
/// # Errors
/// It cannot be printed.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { shell } = arguments;
    let mut script = Vec::new();
    generate(*shell, &mut Cli::command(), "synth", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}
