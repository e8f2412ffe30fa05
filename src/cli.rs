//! The command line: what can be typed, and how the command ends.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgGroup, Args, CommandFactory as _, Parser, Subcommand};
use domain::EnvironmentName;

use engine::Warnings;

use crate::commands::source::{Source, environment_name};
use crate::commands::{
    FAILED, bootstrap, check, completions, cost, diff, emit, explain, graph, init, lock, man, new, pipeline, report, review, schema,
};
use crate::view::print::tell_error;

const EXAMPLES: &str = "\
Examples:
  synth init
  synth --env prod
  synth --env staging --env prod --out build
  synth --env prod --set rds.instance_class=db.t3.medium
  synth --all --json
  synth --all --deny-warnings
  synth bootstrap

Documentation: `synth explain <setting>` and `synth schema --settings` for the settings,
`synth man <verb>` for the verbs, and the guides in the repository's docs/, which docs/README.md
lists by reader.

Exit status: 0 when all is well, 1 on any error.";

/// Turns one TOML file per environment into Terraform JSON for stock Terraform
#[derive(Debug, Parser)]
#[command(name = "synth", version, after_help = EXAMPLES)]
#[command(arg_required_else_help = true, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Cli {
    #[command(subcommand)]
    verb: Option<Verb>,

    #[command(flatten)]
    emit: Emit,
}

/// What can be done besides writing environments.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Write the stack that makes the bucket of Terraform's state, applied once per account
    Bootstrap(bootstrap::Arguments),
    /// Compare environments with the folders that stand there, and recorded addresses
    Check(check::Arguments),
    /// Print a shell's completions of the command line
    Completions(completions::Arguments),
    /// Estimate what an environment costs in a month, from list prices
    Cost(cost::Arguments),
    /// Show what differs between two environments or folders, or an environment then and now
    Diff(diff::Arguments),
    /// Explain a setting, a rule or a resource's address
    Explain(explain::Arguments),
    /// Draw an environment: its architecture as a picture, from what would be written for it
    Graph(graph::Arguments),
    /// Begin a project: write the files of production and staging
    Init(init::Arguments),
    /// Record the addresses of what must not be lost, which `check` then watches
    Lock(lock::Arguments),
    /// Print the manual's page of `synth` or of a verb
    Man(man::Arguments),
    /// Write the file of a new environment, made from one that is there
    New(new::Arguments),
    /// Write the pipeline that delivers a service to the environments that there are
    Pipeline(pipeline::Arguments),
    /// Report on an environment on one HTML page: readiness, availability, settings
    Report(report::Arguments),
    /// Review a Terraform plan: what changes, what is risky, what drifted
    Review(review::Arguments),
    /// Print the JSON Schema of an environment's file, from which editors complete and check
    Schema(schema::Arguments),
}

/// Writing environments.
#[allow(clippy::struct_excessive_bools, reason = "every flag is one, and they are told apart by name at once")]
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").required(true).multiple(true).args(["environments", "all"])))]
struct Emit {
    /// An environment to synthesize; may be given several times
    #[arg(long = "env", value_name = "NAME", value_parser = environment_name)]
    environments: Vec<EnvironmentName>,

    /// Synthesize every environment in the folder
    #[arg(long, conflicts_with = "environments")]
    all: bool,

    #[command(flatten)]
    source: Source,

    /// Where what is emitted goes; without, `out` beside the environments
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Refuse an environment with a warning as one with an error
    #[arg(long)]
    deny_warnings: bool,

    /// Print warnings and errors only
    #[arg(long, short, conflicts_with = "json")]
    quiet: bool,

    /// Print what was done as one JSON document
    #[arg(long)]
    json: bool,
}

impl Cli {
    /// Runs what was asked for: 0 when all is well, 1 on any error, 2 for what a review was to fail on.
    pub fn run(self) -> ExitCode {
        let result = match self.verb {
            Some(Verb::Bootstrap(arguments)) => bootstrap::run(&arguments).map(exit_code),
            Some(Verb::Check(arguments)) => check::run(&arguments),
            Some(Verb::Completions(arguments)) => completions::run(&arguments),
            Some(Verb::Cost(arguments)) => cost::run(&arguments),
            Some(Verb::Diff(arguments)) => diff::run(&arguments),
            Some(Verb::Explain(arguments)) => explain::run(&arguments),
            Some(Verb::Init(arguments)) => init::run(&arguments),
            Some(Verb::Lock(arguments)) => lock::run(&arguments),
            Some(Verb::Man(arguments)) => man::run(&arguments, Self::command()),
            Some(Verb::New(arguments)) => new::run(&arguments),
            Some(Verb::Pipeline(arguments)) => pipeline::run(&arguments),
            Some(Verb::Review(arguments)) => review::run(&arguments),
            Some(Verb::Graph(arguments)) => graph::run(&arguments),
            Some(Verb::Report(arguments)) => report::run(&arguments),
            Some(Verb::Schema(arguments)) => schema::run(&arguments),
            None => self.emit.run(),
        };
        result.unwrap_or_else(|error| {
            // Nothing is left to do where that cannot be printed either.
            let _ = tell_error(&error);
            ExitCode::from(FAILED)
        })
    }
}

impl Emit {
    fn run(self) -> anyhow::Result<ExitCode> {
        let Self { environments, all, source, out, deny_warnings, quiet, json } = self;
        let style = match (quiet, json) {
            (_, true) => emit::Style::Json,
            (true, false) => emit::Style::Quiet,
            (false, false) => emit::Style::Text,
        };
        let which = if all { emit::Which::All } else { emit::Which::Named(environments) };
        let warnings = if deny_warnings { Warnings::Denied } else { Warnings::Told };
        let out = source.out(out.as_deref());
        let request = emit::Request { which, source, out, warnings };
        emit::run(&request, style).map(exit_code)
    }
}

fn exit_code(done: emit::Done) -> ExitCode {
    match done {
        emit::Done::Written => ExitCode::SUCCESS,
        emit::Done::Failed => ExitCode::from(FAILED),
    }
}

/// Prints what clap has to say: help and version are what was asked for, everything else is wrong usage.
pub fn refuse(mut error: clap::Error) -> ExitCode {
    if let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(word))) =
        (error.kind(), error.get(ContextKind::InvalidSubcommand))
        && let Ok(name) = word.parse::<EnvironmentName>()
    {
        let tip = format!("to synthesize an environment of that name, write `--env {name}`");
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(FAILED) } else { ExitCode::SUCCESS }
}
