//! The command line: what can be typed, and how the command ends.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use domain::EnvironmentName;
use settings::Override;

use crate::commands::{emit, schema};

/// Any error, wrong usage among them.
const FAILED: u8 = 1;

/// Turns one TOML file per environment into Terraform JSON that stock Terraform validates, plans and applies.
#[derive(Debug, Parser)]
#[command(name = "synth", version, arg_required_else_help = true, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    verb: Option<Verb>,

    #[command(flatten)]
    emit: Emit,
}

/// What can be done besides writing environments.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Print the JSON Schema of an environment's file, from which editors complete and check.
    Schema,
}

/// Writing environments.
#[derive(Debug, Args)]
struct Emit {
    /// The environment to synthesize; may be given several times.
    #[arg(long = "env", value_name = "NAME", value_parser = parse::<EnvironmentName>)]
    environments: Vec<EnvironmentName>,

    /// Synthesize every environment in the folder.
    #[arg(long, conflicts_with = "environments")]
    all: bool,

    /// The folder with a TOML file for each environment.
    #[arg(long = "environments", value_name = "DIR", default_value = "environments")]
    folder: PathBuf,

    /// The folder under which each environment gets a folder of its own.
    #[arg(long, value_name = "DIR", default_value = "out")]
    out: PathBuf,

    /// Set one setting over what the files say, such as `rds.instance_class=db.t3.small`; may be given several times.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = |text: &str| Override::parse(text))]
    overrides: Vec<Override>,

    /// Print nothing but warnings and errors.
    #[arg(long, short, conflicts_with = "json")]
    quiet: bool,

    /// Print what was done as one JSON document.
    #[arg(long)]
    json: bool,
}

impl Cli {
    /// Runs what was asked for: 0 when all is well, 1 on any error.
    pub fn run(self) -> ExitCode {
        match self.verb {
            Some(Verb::Schema) => ended(schema::run().map(|()| ExitCode::SUCCESS)),
            None => self.emit.run(),
        }
    }
}

impl Emit {
    fn run(self) -> ExitCode {
        let Self { environments, all, folder, out, overrides, quiet, json } = self;
        if environments.is_empty() && !all {
            return usage("say which environment: `--env prod`, or `--all` for every one");
        }
        let style = match (quiet, json) {
            (_, true) => emit::Style::Json,
            (true, false) => emit::Style::Quiet,
            (false, false) => emit::Style::Text,
        };
        let request = emit::Request { environments, folder: crate::environment::EnvironmentFolder::new(folder), out, overrides };
        ended(emit::run(&request, style).map(|done| match done {
            emit::Done::Written => ExitCode::SUCCESS,
            emit::Done::Refused => ExitCode::from(FAILED),
        }))
    }
}

/// Prints what went wrong, if something did.
fn ended(result: anyhow::Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|error| {
        let _ = writeln!(io::stderr(), "error: {error:#}");
        ExitCode::from(FAILED)
    })
}

/// Prints what clap has to say: help and version are what was asked for, everything else is wrong usage.
pub fn refuse(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(FAILED) } else { ExitCode::SUCCESS }
}

fn usage(message: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "error: {message}\n\nFor more information, try '--help'.");
    ExitCode::from(FAILED)
}

fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| error.to_string())
}
