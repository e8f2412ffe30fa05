//! `synth --env <name>`: reads environments, writes their Terraform folders.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context as _, Result};
use domain::EnvironmentName;
use output::{Files, Outcome, RelativePath};
use serde_json::json;
use settings::{Override, Report};

use crate::commands::print;
use crate::commands::summary::{self, Written};
use crate::environment::{self, EnvironmentFolder};
use crate::synthesis::{self, Synthesis};

/// What was asked for.
#[derive(Debug)]
pub struct Request {
    /// The environments; none means all.
    pub environments: Vec<EnvironmentName>,
    /// Where their files lie.
    pub folder: EnvironmentFolder,
    /// Under which folder theirs are written.
    pub out: PathBuf,
    /// The settings given on the command line.
    pub overrides: Vec<Override>,
}

/// How results are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For people.
    Text,
    /// For people who only want to hear of trouble.
    Quiet,
    /// For programs.
    Json,
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Every folder holds what was asked for.
    Written,
    /// The settings were refused, and nothing was written.
    Refused,
}

/// An environment that is ready to be written.
struct Ready {
    name: EnvironmentName,
    synthesis: Synthesis,
    files: Files,
    report: Report,
}

/// Synthesizes every environment first and writes only then, so that an error in one leaves all as they were.
pub fn run(request: &Request, style: Style) -> Result<Done> {
    let names = if request.environments.is_empty() { request.folder.environments()? } else { distinct(&request.environments) };
    let mut ready = Vec::new();
    let mut refused = Vec::new();
    for name in names {
        match prepare(request, &name)? {
            Ok(environment) => ready.push(environment),
            Err(report) => refused.push((name, report)),
        }
    }
    if !refused.is_empty() {
        tell_refusal(&refused, style)?;
        return Ok(Done::Refused);
    }
    for environment in ready.iter().filter(|_| style != Style::Json) {
        tell_people(&environment.report, "")?;
    }
    let written = ready.into_iter().map(|environment| write(&request.out, environment)).collect::<Result<Vec<_>>>()?;
    match style {
        Style::Text => print(&summary::text(&written)),
        Style::Quiet => Ok(()),
        Style::Json => print(&format!("{:#}\n", summary::json(&written))),
    }?;
    Ok(Done::Written)
}

fn prepare(request: &Request, name: &EnvironmentName) -> Result<Result<Ready, Report>> {
    let file = request.folder.file(name);
    let loaded = environment::load(name, &file, &request.overrides, &mut |path: &Path| fs::read_to_string(path));
    let Some(environment) = loaded.environment else {
        return Ok(Err(loaded.report));
    };
    let synthesis = synthesis::synthesize(&environment).map_err(defect)?;
    let mut files = Files::new();
    for (path, text) in &synthesis.files {
        let path = RelativePath::new(path).with_context(|| format!("`{path}` is no path for an emitted file"))?;
        files.insert(path, text.as_str()).context("two emitted files have the same path")?;
    }
    Ok(Ok(Ready { name: name.clone(), synthesis, files, report: loaded.report }))
}

fn write(out: &Path, environment: Ready) -> Result<Written> {
    let Ready { name, synthesis, files, report } = environment;
    let folder = out.join(name.as_str());
    let outcome: Outcome = output::replace(&folder, &files)?;
    Ok(Written { name, folder, outcome, files: files.len(), resources: synthesis.resources, warnings: report })
}

fn tell_refusal(refused: &[(EnvironmentName, Report)], style: Style) -> Result<()> {
    if style == Style::Json {
        let environments: Vec<_> =
            refused.iter().map(|(name, report)| json!({ "name": name.as_str(), "problems": report.to_json() })).collect();
        return print(&format!("{:#}\n", json!({ "format_version": summary::FORMAT_VERSION, "refused": environments })));
    }
    for (_, report) in refused {
        tell_people(report, "nothing was written")?;
    }
    Ok(())
}

fn tell_people(report: &Report, closing: &str) -> Result<()> {
    let colour = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
    io::stderr().write_all(report.render(colour, closing).as_bytes()).context("cannot write to standard error")
}

/// The names in the order given, each once.
fn distinct(names: &[EnvironmentName]) -> Vec<EnvironmentName> {
    let mut distinct = Vec::new();
    for name in names {
        if !distinct.contains(name) {
            distinct.push(name.clone());
        }
    }
    distinct
}

fn defect(duplicates: Vec<terraform::DuplicateError>) -> anyhow::Error {
    let lines: Vec<String> = duplicates.iter().map(ToString::to_string).collect();
    anyhow::anyhow!("synth itself is at fault, please report it: {}", lines.join("; "))
}
