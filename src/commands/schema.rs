//! `synth schema`: the JSON Schemas of an environment's file and of what the verbs print with `--json`, and the settings' reference.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::formats::{FORMATS, Format};
use crate::view::print::print;
use engine::environment::Config;
use engine::reference;

/// The arguments of `synth schema`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The schema of what this verb prints with `--json`, instead
    #[arg(long = "json-of", value_name = "VERB", value_parser = verb)]
    json_of: Option<usize>,

    /// The reference of all settings as Markdown, instead
    #[arg(long, conflicts_with = "json_of")]
    settings: bool,
}

/// Prints the schema.
///
/// # Errors
/// It cannot be printed.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    match (arguments.json_of, arguments.settings) {
        (Some(format), _) => print(&FORMATS[format].schema())?,
        (None, true) => print(&reference::markdown())?,
        (None, false) => print(&text())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The schema as it stands in `environments/schema.json`.
pub fn text() -> String {
    format!("{:#}\n", settings::file_schema_of::<Config>())
}

fn verb(text: &str) -> Result<usize, String> {
    FORMATS.iter().position(|format| format.verb == text).ok_or_else(|| {
        let known: Vec<&str> = FORMATS.iter().map(|Format { verb, .. }| *verb).collect();
        format!("the verbs that print JSON are {}", known.join(", "))
    })
}
