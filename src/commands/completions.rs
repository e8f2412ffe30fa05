//! `synth completions`: what a shell needs to complete the command line. It knows verbs and options, and no environment's name.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Command};
use clap_complete::{Shell, generate};

use crate::view::print::print;

/// The arguments of `synth completions`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the shell's script for this command line.
///
/// # Errors
/// It cannot be printed.
pub fn run(arguments: &Arguments, mut command: Command) -> Result<ExitCode> {
    let Arguments { shell } = arguments;
    let mut script = Vec::new();
    generate(*shell, &mut command, "synth", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}
