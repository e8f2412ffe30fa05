//! `synth report`: an environment on one page, for people who decide about it.

mod document;
mod judged;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::Args;
use domain::EnvironmentName;
use report::{Input, Setting, Source as From};
use settings::{Layers, Origin};
use terraform::json::Json;

use super::source::{Source, environment_name};
use crate::view::ending;
use crate::view::json::document_text;
use crate::view::print::print;
use crate::view::secret;
use engine::environment::Config;
use engine::overriding::Overridden;

pub(super) use document::Document;

/// The arguments of `synth report`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The environment to report on
    #[arg(long = "env", value_name = "NAME", value_parser = environment_name)]
    environment: EnvironmentName,

    #[command(flatten)]
    source: Source,

    /// The file to write, instead of printing
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write what the page says as one JSON document, instead of the page
    #[arg(long)]
    json: bool,
}

/// The endings of what it writes, each with the flag that asks for it.
const WRITTEN: [(&str, &str); 3] = [("html", ""), ("htm", ""), ("json", "--json")];

/// Writes the page.
///
/// # Errors
/// There is no such environment, or the page cannot be written.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { environment, source, output, json } = arguments;
    if let Some(file) = output {
        ending::refuse_another(file, if *json { "--json" } else { "" }, &WRITTEN, |file| {
            let page = file.with_extension("html");
            format!("the report is a page for a browser, which prints it as well: write `-o {}`", page.display())
        })?;
    }
    let Some(synthesized) = source.synthesize_or_tell(environment)? else { return Ok(ExitCode::FAILURE) };
    let all = source.workspace().environments()?;
    let others = all.iter().filter(|other| *other != environment).map(ToString::to_string);
    let input = Input {
        environment: environment.to_string(),
        others: others.collect(),
        documents: synthesized.documents(),
        objectives: synthesized.environment.objectives,
        settings: settings(&synthesized.layers),
        overridden: overridden(&synthesized.environment.overridden),
        rules: Some(judged::rules(&synthesized.outcomes)),
        cost: judged::cost(environment, synthesized.documents()),
    };
    let text = if *json { document_text(&document::document(input))? } else { report::page(&input) };
    match output {
        Some(file) => {
            output::file::write(file, text.as_bytes()).map_err(|error| anyhow!("cannot write {}: {error}", file.display()))?;
        }
        None => print(&text)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// What the settings override, argument by argument.
fn overridden(all: &[Overridden]) -> Vec<report::Overridden> {
    let of_resource = |overridden: &Overridden| -> Vec<report::Overridden> {
        let one = |(argument, value): (&String, &Json)| report::Overridden {
            resource: overridden.resource.to_string(),
            argument: argument.clone(),
            value: secret::shown(argument, value).to_string(),
            reason: overridden.reason.to_string(),
        };
        overridden.set.iter().map(one).collect()
    };
    all.iter().flat_map(of_resource).collect()
}

/// All settings, each with where it comes from.
fn settings(layers: &Layers) -> Vec<Setting> {
    let bases: Vec<String> = layers.extended_files().iter().map(|file| file.display().to_string()).collect();
    let standing = layers.settings().map(|setting| {
        let source = match setting.origin {
            Origin::File { path, line, column: _ } => {
                let place = format!("{path}:{line}");
                if bases.contains(&path) { From::Base(place) } else { From::Environment(place) }
            }
            Origin::Override { text } => From::Override(secret::typed(&text)),
            Origin::Unset { .. } | Origin::Default => From::Default,
        };
        let path = setting.path.to_string();
        let value = report::settings::value(&secret::shown_setting(&path, &setting.value));
        Setting { path, value, source, meaning: String::new() }
    });
    report::settings::with_defaults(standing.collect(), &settings::file_schema_of::<Config>())
}
