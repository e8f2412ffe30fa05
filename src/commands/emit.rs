//! `synth --env <name>`: reads environments, writes their Terraform folders, says what was done.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use domain::{Date, EnvironmentName};
use output::{Files, Outcome, RelativePath};
use settings::{Override, Report};

use super::{print, summary, tell, tell_error, today};
use crate::environment::{self, Draft, EnvironmentFolder};
use crate::rules::{self, Documents, Other};
use crate::synthesis::{self, Synthesis};

/// What was asked for.
#[derive(Debug)]
pub struct Request {
    /// The environments.
    pub which: Which,
    /// Where their files lie.
    pub folder: EnvironmentFolder,
    /// Under which folder theirs are written.
    pub out: PathBuf,
    /// The settings given on the command line.
    pub overrides: Vec<Override>,
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

/// What a warning does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warnings {
    /// It is told.
    Told,
    /// It stops the run as an error does.
    Denied,
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
}

/// An environment that is ready to be written.
struct Ready {
    name: EnvironmentName,
    synthesis: Synthesis,
    files: Files,
    report: Report,
}

/// Synthesizes every environment first and writes only then, so that an error in one leaves all as they were.
///
/// # Errors
/// What was done cannot be told. Everything else is told.
pub fn run(request: &Request, style: Style) -> Result<Done> {
    let mut results = Results::default();
    results.failure = write_all(request, &mut results).err();
    match style {
        Style::Json => print(&format!("{:#}\n", summary::json(&results)))?,
        Style::Text | Style::Quiet => tell_people(&results, style)?,
    }
    let is_done = results.refused.is_empty() && results.failure.is_none();
    Ok(if is_done { Done::Written } else { Done::Failed })
}

fn write_all(request: &Request, results: &mut Results) -> Result<()> {
    let names = match &request.which {
        Which::Named(names) => distinct(names),
        Which::All => {
            results.bases = request.folder.bases()?;
            request.folder.environments()?
        }
    };
    let mut drafts = Vec::new();
    for name in names {
        match draft(&request.folder, &name, &request.overrides)? {
            Ok(draft) => drafts.push(draft),
            Err(report) => results.refused.push((name, report)),
        }
    }
    let today = today();
    let neighbours = neighbours(&request.folder, &drafts);
    let mut ready = Vec::new();
    for draft in &drafts {
        let others = drafts.iter().filter(|other| other.name != draft.name).chain(&neighbours);
        let others: Vec<Other<'_>> =
            others.filter_map(|other| Some(Other { name: &other.name, config: other.sound_config()? })).collect();
        match prepare(draft, &others, request.warnings, today)? {
            Ok(environment) => ready.push(environment),
            Err(report) => results.refused.push((draft.name.clone(), report)),
        }
    }
    if results.refused.is_empty() {
        for environment in ready {
            results.written.push(write(&request.out, environment)?);
        }
    }
    Ok(())
}

fn draft(folder: &EnvironmentFolder, name: &EnvironmentName, overrides: &[Override]) -> Result<Result<Draft, Report>> {
    let file = folder.find(name)?;
    Ok(environment::draft(name, &file, overrides, &mut |path: &Path| fs::read_to_string(path)))
}

/// The folder's environments besides these, for the rules that compare. What cannot be read of them is no fault of these.
fn neighbours(folder: &EnvironmentFolder, drafts: &[Draft]) -> Vec<Draft> {
    let names = folder.environments().unwrap_or_default();
    let others = names.iter().filter(|name| drafts.iter().all(|draft| draft.name != **name));
    others.filter_map(|name| draft(folder, name, &[]).ok()?.ok()).collect()
}

fn prepare(draft: &Draft, others: &[Other<'_>], warnings: Warnings, today: Date) -> Result<Result<Ready, Report>> {
    let Some(environment) = &draft.environment else {
        return Ok(Err(rules::judge(draft, None, others, today)));
    };
    let synthesis = synthesis::synthesize(environment).map_err(|duplicates| defect(&duplicates))?;
    let report = rules::judge(draft, Some(&Documents::new(&synthesis.files)), others, today);
    if report.errors() > 0 || (warnings == Warnings::Denied && report.warnings() > 0) {
        return Ok(Err(report));
    }
    let mut files = Files::new();
    for (path, text) in &synthesis.files {
        let path = RelativePath::new(path).map_err(|error| defect(&[error]))?;
        files.insert(path, text.as_str()).map_err(|error| defect(&[error]))?;
    }
    Ok(Ok(Ready { name: draft.name.clone(), synthesis, files, report }))
}

fn write(out: &Path, environment: Ready) -> Result<Written> {
    let Ready { name, synthesis, files, report } = environment;
    let folder = out.join(name.as_str());
    let outcome = output::replace(&folder, &files)?;
    Ok(Written { name, folder, outcome, synthesis, report })
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

fn defect<E: ToString>(errors: &[E]) -> anyhow::Error {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    anyhow!("synth itself is at fault, please report it: {}", lines.join("; "))
}
