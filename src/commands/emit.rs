//! `synth --env <name>`: reads environments, writes their Terraform folders, says what was done.

use std::path::{Path, PathBuf};

use anyhow::Result;
use domain::EnvironmentName;
use output::{Files, Outcome, RelativePath};
use settings::Report;

use super::formats::print_document;
use super::source::{Refused, Source, Synthesized, Warnings, defect};
use super::{lock, ownership, print, summary, tell, tell_error};
use engine::rules::RuleOutcome;
use engine::synthesis::Synthesis;

/// What was asked for.
#[derive(Debug)]
pub struct Request {
    /// The environments.
    pub which: Which,
    /// Where their settings come from.
    pub source: Source,
    /// Under which folder theirs are written.
    pub out: PathBuf,
    /// What a warning does.
    pub warnings: Warnings,
}

/// Which environments.
#[derive(Clone, Debug)]
pub enum Which {
    /// Every one in the folder.
    All,
    /// These.
    Named(Vec<EnvironmentName>),
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

/// Whether every folder holds what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// They do.
    Written,
    /// At least one does not, and why was told.
    Failed,
}

/// What became of the environments that were asked for.
#[derive(Default)]
pub(super) struct Results {
    pub(super) written: Vec<Written>,
    /// With one of these, nothing was written.
    pub(super) refused: Vec<(EnvironmentName, Report)>,
    /// What stopped the run.
    pub(super) failure: Option<anyhow::Error>,
    /// The files that were not asked for under `--all`, since others extend them.
    pub(super) bases: Vec<PathBuf>,
}

/// An environment that was written.
pub(super) struct Written {
    pub(super) name: EnvironmentName,
    pub(super) folder: PathBuf,
    pub(super) outcome: Outcome,
    pub(super) synthesis: Synthesis,
    /// Its warnings.
    pub(super) report: Report,
    /// How it stands to each rule.
    pub(super) outcomes: Vec<RuleOutcome>,
}

/// An environment that is ready to be written.
struct Ready {
    name: EnvironmentName,
    synthesis: Synthesis,
    files: Files,
    report: Report,
    outcomes: Vec<RuleOutcome>,
}

/// Synthesizes every environment first and writes only then, so that an error in one leaves all as they were.
///
/// # Errors
/// What was done cannot be told. Everything else is told.
pub fn run(request: &Request, style: Style) -> Result<Done> {
    let mut results = Results::default();
    results.failure = write_all(request, &mut results).err();
    match style {
        Style::Json => print_document(&summary::document(&results))?,
        Style::Text | Style::Quiet => tell_people(&results, style)?,
    }
    let is_done = results.refused.is_empty() && results.failure.is_none();
    // The process ends here: to take thousands of small values apart first is a twentieth of what it does.
    std::mem::forget(results);
    Ok(if is_done { Done::Written } else { Done::Failed })
}

fn write_all(request: &Request, results: &mut Results) -> Result<()> {
    let names = match &request.which {
        Which::Named(names) => request.source.names(names, false)?,
        Which::All => {
            results.bases = request.source.folder().bases()?;
            request.source.names(&[], true)?
        }
    };
    let mut ready = Vec::new();
    for synthesized in request.source.synthesize_all(&names, request.warnings)? {
        match synthesized {
            Ok(synthesized) => {
                lock::warn(&request.source, &synthesized)?;
                let Synthesized { name, synthesis, report, outcomes, layers: _, environment: _ } = synthesized;
                let files = files_of(&synthesis)?;
                ready.push(Ready { name, synthesis, files, report, outcomes });
            }
            Err(Refused { name, report }) => results.refused.push((name, report)),
        }
    }
    if results.refused.is_empty() {
        for Ready { name, synthesis, .. } in &ready {
            let files = synthesis.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
            ownership::refuse_another(&request.out.join(name.as_str()), ownership::backend_file(files))?;
        }
        for environment in ready {
            results.written.push(write(&request.out, environment)?);
        }
    }
    Ok(())
}

/// The files of a folder, as they are to be written.
pub(super) fn files_of(synthesis: &Synthesis) -> Result<Files> {
    let mut files = Files::new();
    for (path, text) in &synthesis.files {
        let path = RelativePath::new(path).map_err(|error| defect(&[error]))?;
        files.insert(path, text.as_str()).map_err(|error| defect(&[error]))?;
    }
    Ok(files)
}

fn write(out: &Path, environment: Ready) -> Result<Written> {
    let Ready { name, synthesis, files, report, outcomes } = environment;
    let folder = out.join(name.as_str());
    let outcome = output::replace(&folder, &files)?;
    Ok(Written { name, folder, outcome, synthesis, report, outcomes })
}

fn tell_people(results: &Results, style: Style) -> Result<()> {
    let Results { written, refused, failure, bases: _ } = results;
    let mut told: Vec<String> = Vec::new();
    let warnings = written.iter().map(|environment| (&environment.report, ""));
    for (report, closing) in warnings.chain(refused.iter().map(|(_, report)| (report, closing(report)))) {
        // What is wrong in a file that several environments extend is wrong in each of them, and told once.
        let plain = report.render(false, closing);
        if !told.contains(&plain) {
            tell(|colour| report.render(colour, closing))?;
            told.push(plain);
        }
    }
    if style == Style::Text {
        print(&summary::text(results))?;
    }
    failure.as_ref().map_or(Ok(()), tell_error)
}

/// What the report of a refused environment ends with.
fn closing(report: &Report) -> &'static str {
    if report.errors() > 0 { "nothing was written" } else { "nothing was written, since warnings are denied" }
}
