//! `synth check`: whether what stands on the disk is what the settings say, and every recorded address is still there. Writes nothing.

mod document;
mod render;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::{ArgGroup, Args, ValueEnum};
use domain::EnvironmentName;
use settings::Report;
use terraform::compare::{Difference, Subject};
use terraform::read::is_of_configuration;

pub(in crate::commands) use self::document::Document;
use self::document::{Checked, Failed, FileDifference, FileState};
use super::lock;
use super::source::{Source, environment_name, threads};
use super::standing::Standing;
use super::summary::left_out;
use crate::commands::exit::{DIFFERS, FAILED};
use crate::view::json::{FORMAT_VERSION, print_document};
use crate::view::print::{print, print_coloured, tell, tell_error};
use crate::view::secret;
use crate::view::shell::quoted;
use engine::{Error, Refused, Synthesized, Warnings};

/// The arguments of `synth check`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").required(true).multiple(true).args(["names", "all"])))]
#[command(after_help = "Exit status: 0 when nothing differs, 2 when something does, 1 on any error.")]
pub struct Arguments {
    /// An environment; may be given several times
    #[arg(long = "env", value_name = "NAME", value_parser = environment_name)]
    names: Vec<EnvironmentName>,

    /// Every environment in the folder
    #[arg(long, conflicts_with = "names")]
    all: bool,

    #[command(flatten)]
    source: Source,

    /// The folder under which each environment has its own
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// How the result is printed
    #[arg(long, value_enum, default_value_t = Rendering::Text)]
    format: Rendering,

    /// The same as `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

/// How the result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Rendering {
    /// For people at a terminal
    Text,
    /// One JSON document
    Json,
    /// For a pull request's comment
    Markdown,
    /// Annotations of a GitHub workflow
    Github,
    /// A SARIF log, for code scanning: what the rules find in the settings as well
    Sarif,
}

/// Compares each environment and says what differs: 0 nothing, 2 something, 1 on any error.
///
/// # Errors
/// There are no environments, or the result cannot be printed.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { names, all, source, out, format, json } = arguments;
    let out = &source.out(out.as_deref());
    let format = if *json { Rendering::Json } else { *format };
    let mut document = Document { format_version: FORMAT_VERSION, environments: Vec::new(), failed: Vec::new() };
    let mut reports: Vec<String> = Vec::new();
    let names = source.names(names, *all)?;
    let compared = |name: &EnvironmentName, synthesized| (name.clone(), check(source, out, synthesized));
    let mut take = |(name, checked): (EnvironmentName, Result<Result<Checked, Report>>)| {
        match checked {
            Ok(Ok(checked)) => document.environments.push(checked),
            Ok(Err(report)) => {
                // What is wrong in a file that several environments extend is told once.
                let plain = report.render(false, "");
                if !reports.contains(&plain) {
                    tell(|colour| report.render(colour, ""))?;
                    reports.push(plain);
                }
                let error = "its settings are refused".to_owned();
                document.failed.push(Failed { name: name.to_string(), error, problems: report.findings() });
            }
            Err(error) => {
                tell_error(&error)?;
                document.failed.push(Failed { name: name.to_string(), error: error.to_string(), problems: Vec::new() });
            }
        }
        Ok(())
    };
    let take = |checked| take(checked).map_or_else(ControlFlow::Break, ControlFlow::Continue);
    if let ControlFlow::Break(error) = source.workspace().for_each(&names, (Warnings::Told, threads()), compared, take)? {
        return Err(error);
    }
    match format {
        Rendering::Text => print_coloured(|colour| render::text(&document, colour))?,
        Rendering::Json => print_document(&document)?,
        Rendering::Markdown => print(&render::markdown(&document))?,
        Rendering::Github => print(&render::github(&document))?,
        Rendering::Sarif => print_document(&render::sarif(&document))?,
    }
    let Document { format_version: _, environments, failed } = document;
    let all = environments.len() + failed.len();
    if format != Rendering::Json && all > 1 && !failed.is_empty() {
        let names: Vec<String> = failed.iter().map(|failed| failed.name.clone()).collect();
        tell_error(left_out(&names, all, "compared"))?;
    }
    Ok(match (failed.is_empty(), environments.iter().all(|environment| environment.same)) {
        (false, _) => ExitCode::from(FAILED),
        (true, false) => ExitCode::from(DIFFERS),
        (true, true) => ExitCode::SUCCESS,
    })
}

fn check(source: &Source, out: &Path, synthesized: Result<Result<Synthesized, Refused>, Error>) -> Result<Result<Checked, Report>> {
    let synthesized = match synthesized? {
        Ok(synthesized) => synthesized,
        Err(Refused { name: _, report }) => return Ok(Err(report)),
    };
    let name = &synthesized.name;
    let folder = out.join(name.as_str());
    let write = writing(source, out, name);
    let Some(standing) = Standing::of_synth(&folder)? else {
        return Err(anyhow!("{name}: synth has written nothing to `{}`: write it with `{write}`", folder.display()));
    };
    let (stands, emitted) = (standing.documents()?, synthesized.documents());
    let difference = Difference::between(&stands, emitted, Subject::Same, &aws::facts::PROVIDER);
    let mut files = files(&standing, &synthesized, &difference);
    let variables = standing.variable_files()?.into_iter();
    files.extend(variables.map(|path| FileDifference { path, state: FileState::Variables }));
    let addresses = lock::read(source, name)?.unwrap_or_default().violations(emitted, Some(&stands));

    let mut next: Vec<String> = Vec::new();
    for file in files.iter().filter(|file| matches!(file.state, FileState::Foreign | FileState::Variables)) {
        next.push(format!("rm {}", quoted(&folder.join(&file.path).display().to_string())));
    }
    next.extend(files.iter().any(|file| file.state != FileState::Variables).then_some(write));
    if addresses.vanished.is_empty() && addresses.elsewhere.is_empty() && !addresses.is_empty() {
        next.push(format!("synth lock --env {name}{}", source.typed()));
    }
    Ok(Ok(Checked {
        name: name.to_string(),
        folder: folder.display().to_string(),
        same: files.is_empty() && difference.is_empty() && addresses.is_empty(),
        files,
        difference: secret::hiding(difference, [&stands, emitted]),
        lock: lock::file(source, name).display().to_string(),
        addresses,
        next,
        warnings: synthesized.report.findings(),
    }))
}

/// The command that writes an environment.
fn writing(source: &Source, out: &Path, name: &EnvironmentName) -> String {
    let out = if out == source.out(None) { String::new() } else { format!(" --out {}", quoted(&out.display().to_string())) };
    format!("synth --env {name}{}{out}", source.typed())
}

/// The files that differ, by path.
fn files(standing: &Standing, synthesized: &Synthesized, difference: &Difference) -> Vec<FileDifference> {
    let emitted = &synthesized.synthesis.files;
    let changed: BTreeSet<&str> = difference.blocks.iter().map(|block| block.file.as_str()).collect();
    let paths: BTreeSet<&String> = standing.files.keys().chain(emitted.keys()).collect();
    let states = paths.into_iter().filter_map(|path| {
        let state = match (standing.files.get(path), emitted.get(path)) {
            (Some(stands), Some(text)) if stands == text.as_bytes() => return None,
            (Some(_), Some(_)) if is_of_configuration(path) && !changed.contains(path.as_str()) => FileState::Formatting,
            (Some(_), Some(_)) => FileState::Changed,
            (None, _) => FileState::Missing,
            (Some(_), None) if standing.generated.contains(path) => FileState::Leftover,
            (Some(_), None) => FileState::Foreign,
        };
        Some(FileDifference { path: path.clone(), state })
    });
    states.collect()
}
