//! `synth graph`: an environment's architecture or its resources as a picture or a chart, from what would be written for it.

use std::path::PathBuf;
use std::process::ExitCode;

use ::graph::architecture::Architecture;
use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use domain::EnvironmentName;
use schemars::JsonSchema;
use serde::Serialize;

use super::source::{Source, environment_name};
use crate::view::ending;
use crate::view::json::{FORMAT_VERSION, document_text};
use crate::view::print::print;

/// The arguments of `synth graph`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The environment to draw
    #[arg(long = "env", value_name = "NAME", value_parser = environment_name)]
    environment: EnvironmentName,

    #[command(flatten)]
    source: Source,

    /// The language in which it is drawn
    #[arg(long, value_enum, default_value_t = Format::Svg)]
    format: Format,

    /// How much is drawn
    #[arg(long, value_enum, default_value_t = Detail::Architecture)]
    detail: Detail,

    /// The file to write, instead of printing
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write the architecture as one JSON document, instead of drawing it
    #[arg(long, conflicts_with_all = ["format", "detail"])]
    json: bool,
}

/// What `synth graph --json` prints.
#[derive(Serialize, JsonSchema)]
pub(super) struct Document {
    /// The version of this format.
    format_version: &'static str,
    /// The environment.
    environment: String,
    /// What stands where, and who may speak to whom.
    architecture: Architecture,
}

/// The languages.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A picture for every browser
    Svg,
    /// A Mermaid flowchart, which Markdown viewers draw
    Mermaid,
    /// A graph for Graphviz
    Dot,
}

/// How much is drawn.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Detail {
    /// What stands where, and who may speak to whom
    Architecture,
    /// Every resource, with what it refers to
    Resources,
}

/// The endings of what it writes, each with the flag that asks for it.
const WRITTEN: [(&str, &str); 6] = [
    ("svg", "--format svg"),
    ("mmd", "--format mermaid"),
    ("mermaid", "--format mermaid"),
    ("dot", "--format dot"),
    ("gv", "--format dot"),
    ("json", "--json"),
];

/// Draws the environment.
///
/// # Errors
/// There is no such environment, or the picture cannot be written.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { environment, source, format, detail, output, json } = arguments;
    let flag = match format {
        _ if *json => "--json",
        Format::Svg => "--format svg",
        Format::Mermaid => "--format mermaid",
        Format::Dot => "--format dot",
    };
    if let Some(file) = output {
        ending::refuse_another(file, flag, &WRITTEN, |file| {
            format!(
                "pictures are written as SVG, which every browser shows: write `-o {}`, and turn that into another format with a program \
                 that does, such as `rsvg-convert`",
                file.with_extension("svg").display()
            )
        })?;
    }
    let Some(synthesized) = source.synthesize_or_tell(environment)? else { return Ok(ExitCode::FAILURE) };
    let documents = synthesized.documents();
    let format = match format {
        Format::Svg => graph::Format::Svg,
        Format::Mermaid => graph::Format::Mermaid,
        Format::Dot => graph::Format::Dot,
    };
    let drawn = match detail {
        _ if *json => {
            let architecture = Architecture::read(documents);
            document_text(&Document { format_version: FORMAT_VERSION, environment: environment.to_string(), architecture })?
        }
        Detail::Architecture => graph::architecture(documents, format),
        Detail::Resources => graph::resources(documents, format),
    };
    match output {
        Some(file) => {
            output::file::write(file, drawn.as_bytes()).map_err(|error| anyhow!("cannot write {}: {error}", file.display()))?;
        }
        None => print(&drawn)?,
    }
    Ok(ExitCode::SUCCESS)
}
