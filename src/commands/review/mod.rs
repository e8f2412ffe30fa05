//! `synth review <plan.json>`: reads a plan, prints the reviewer's page.

mod cost;

use std::fs;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::Args;
use review::Severity;

use super::{DIFFERS, print, written};

pub use cost::costs;

const EXAMPLES: &str = "\
Examples:
  terraform plan -out=tfplan
  terraform show -json tfplan > plan.json
  synth review plan.json > comment.md
  terraform show -json tfplan | synth review - --fail-on high
  synth review plan.json --json

Values that the plan marks as sensitive are never printed. The page fits into a comment on GitHub.

Exit status: 0 when all is well, 1 on any error, 2 when there is a risk as severe as `--fail-on` says.";

/// What was asked for.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The plan, as `terraform show -json <plan file>` prints it; `-` reads standard input
    #[arg(value_name = "PLAN.JSON")]
    plan: PathBuf,

    /// Exit with 2 when there is a risk of this severity or a worse one: critical, high, medium or low
    #[arg(long, value_name = "SEVERITY", value_parser = str::parse::<Severity>)]
    fail_on: Option<Severity>,

    /// Print the whole review as one JSON document; its schema is docs/json/review.schema.json
    #[arg(long)]
    json: bool,
}

/// Prints the review.
///
/// # Errors
/// The file cannot be read, it is no plan, or the review cannot be printed.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { plan, fail_on, json } = arguments;
    let (name, bytes) = read(plan)?;
    let reviewed = review::read(&bytes).and_then(|plan| review::review(&plan, Some(costs(&bytes))));
    let reviewed = reviewed.map_err(|refusal| anyhow!("{name}: {refusal}"))?;
    if *json {
        // Of a large plan the document is several times as long as the plan: it is written as it is made.
        let mut output = BufWriter::new(io::stdout().lock());
        let result = serde_json::to_writer_pretty(&mut output, &reviewed).map_err(io::Error::from);
        written(result.and_then(|()| output.write_all(b"\n")).and_then(|()| output.flush()), "output")?;
    } else {
        print(&review::markdown(&reviewed))?;
    }
    let is_risky = fail_on.is_some_and(|limit| reviewed.verdict.highest.is_some_and(|highest| highest >= limit));
    Ok(if is_risky { ExitCode::from(DIFFERS) } else { ExitCode::SUCCESS })
}

/// The bytes of the plan, and what to call it.
fn read(plan: &Path) -> Result<(String, Vec<u8>)> {
    if plan == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map_err(|error| anyhow!("cannot read standard input: {error}"))?;
        return Ok(("standard input".to_owned(), bytes));
    }
    let name = plan.display().to_string();
    let bytes = fs::read(plan).map_err(|error| anyhow!("cannot read {name}: {error}"))?;
    Ok((name, bytes))
}
