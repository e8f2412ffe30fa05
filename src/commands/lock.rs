//! `synth lock`: records the addresses of what must not be lost; and the lock's file, as the other verbs read it.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::view::difference::indented;
use anyhow::{Result, anyhow};
use clap::{ArgGroup, Args};
use domain::EnvironmentName;
use schemars::JsonSchema;
use serde::Serialize;
use settings::Report;

use super::source::{Source, environment_name, read_text, threads};
use super::summary::left_out;
use crate::commands::exit::{DIFFERS, FAILED};
use crate::view::json::{FORMAT_VERSION, print_document};
use crate::view::print::{print, tell, tell_error};
use engine::address_lock::{AddressLock, Vanished, Violations};
use engine::consequences::Consequence;
use engine::{Error, Refused, Synthesized, Warnings};
use output::file;

/// The arguments of `synth lock`.
#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 when they are recorded, 2 when one vanished without a word, 1 on any error.")]
#[command(group(ArgGroup::new("which").required(true).multiple(true).args(["names", "all"])))]
pub struct Arguments {
    /// An environment; may be given several times
    #[arg(long = "env", value_name = "NAME", value_parser = environment_name)]
    names: Vec<EnvironmentName>,

    /// Every environment in the folder
    #[arg(long, conflicts_with = "names")]
    all: bool,

    #[command(flatten)]
    source: Source,

    /// Print what became of the locks as one JSON document
    #[arg(long)]
    json: bool,
}

/// What `synth lock --json` prints.
#[derive(Serialize, JsonSchema)]
pub(super) struct Document {
    /// The version of this format.
    format_version: &'static str,
    /// The environments that were asked for; why one is refused is told on standard error.
    environments: Vec<EnvironmentDocument>,
}

/// What became of an environment's lock.
#[derive(Serialize, JsonSchema)]
struct EnvironmentDocument {
    /// The environment.
    name: String,
    /// Where its addresses are recorded.
    file: String,
    /// What became of the file.
    outcome: OutcomeDocument,
    /// The recorded addresses that vanished without a word.
    vanished: Vec<Vanished>,
}

/// What became of a lock's file.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum OutcomeDocument {
    /// It was written.
    Recorded,
    /// It held the same already.
    Unchanged,
    /// It stays as it was, because addresses vanished.
    Vanished,
    /// It stays as it was, because the environment is refused.
    Refused,
}

/// Records the addresses of each environment; 2 when one vanished and no `moved` or `removed` block says where it went.
///
/// # Errors
/// There is no such environment, or a file cannot be read or written.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { names, all, source, json } = arguments;
    let mut environments = Vec::new();
    let names = source.names(names, *all)?;
    let locked = |name: &EnvironmentName, synthesized| (name.clone(), lock(source, synthesized));
    let mut take = |(name, locked): (EnvironmentName, Result<Locked>)| {
        let (outcome, vanished) = match locked? {
            Locked::Refused(report) => {
                tell(|colour| report.render(colour, ""))?;
                (OutcomeDocument::Refused, Vec::new())
            }
            Locked::Told(outcome, vanished) => (outcome, vanished),
        };
        let file = file(source, &name).display().to_string();
        if !json {
            match outcome {
                OutcomeDocument::Recorded => print(&format!("{name}: wrote {file}\n"))?,
                OutcomeDocument::Unchanged => print(&format!("{name}: {file} is up to date\n"))?,
                OutcomeDocument::Vanished => vanished.iter().try_for_each(|vanished| tell_error(told(vanished, &name)))?,
                OutcomeDocument::Refused => {}
            }
        }
        environments.push(EnvironmentDocument { name: name.to_string(), file, outcome, vanished });
        Ok(())
    };
    let take = |locked| take(locked).map_or_else(ControlFlow::Break, ControlFlow::Continue);
    if let ControlFlow::Break(error) = source.workspace().for_each(&names, (Warnings::Told, threads()), locked, take)? {
        return Err(error);
    }
    let any = |wanted: fn(OutcomeDocument) -> bool| environments.iter().any(|environment| wanted(environment.outcome));
    let code = match () {
        () if any(|outcome| matches!(outcome, OutcomeDocument::Refused)) => FAILED,
        () if any(|outcome| matches!(outcome, OutcomeDocument::Vanished)) => DIFFERS,
        () => 0,
    };
    let refused = environments.iter().filter(|environment| matches!(environment.outcome, OutcomeDocument::Refused));
    let refused: Vec<String> = refused.map(|environment| environment.name.clone()).collect();
    if !json && environments.len() > 1 && !refused.is_empty() {
        tell_error(left_out(&refused, environments.len(), "recorded"))?;
    }
    if *json {
        print_document(&Document { format_version: FORMAT_VERSION, environments })?;
    }
    Ok(ExitCode::from(code))
}

/// What became of an environment's lock, before it is told.
enum Locked {
    Refused(Report),
    Told(OutcomeDocument, Vec<Vanished>),
}

/// Records an environment's addresses, unless one vanished or the environment is refused.
fn lock(source: &Source, synthesized: Result<Result<Synthesized, Refused>, Error>) -> Result<Locked> {
    let synthesized = match synthesized? {
        Ok(synthesized) => synthesized,
        Err(Refused { name: _, report }) => return Ok(Locked::Refused(report)),
    };
    let name = &synthesized.name;
    let Violations { vanished, elsewhere, .. } = violations(source, &synthesized)?;
    if let Some(elsewhere) = elsewhere.first() {
        return Err(anyhow!("{}", told_elsewhere(source, name, elsewhere)));
    }
    if !vanished.is_empty() {
        return Ok(Locked::Told(OutcomeDocument::Vanished, vanished));
    }
    let path = file(source, name);
    let text = AddressLock::of(synthesized.documents()).render();
    if read_text(&path).is_ok_and(|stands| stands == text) {
        return Ok(Locked::Told(OutcomeDocument::Unchanged, vanished));
    }
    let failed = |error: io::Error| anyhow!("cannot write `{}`: {error}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    file::write(&path, text.as_bytes()).map_err(failed)?;
    Ok(Locked::Told(OutcomeDocument::Recorded, vanished))
}

/// Where the addresses of an environment are recorded.
pub(super) fn file(source: &Source, name: &EnvironmentName) -> PathBuf {
    source.path().join("addresses").join(format!("{name}.txt"))
}

/// The recorded addresses of an environment; none if it has no lock.
///
/// # Errors
/// The lock cannot be read.
pub(super) fn read(source: &Source, name: &EnvironmentName) -> Result<Option<AddressLock>> {
    let path = file(source, name);
    match read_text(&path) {
        Ok(text) => AddressLock::parse(&text).map(Some).map_err(|error| anyhow!("`{}`, {error}", path.display())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(anyhow!("cannot read `{}`: {error}", path.display())),
    }
}

/// What is said of a region that is another than the recorded one.
pub(super) fn told_elsewhere(source: &Source, name: &EnvironmentName, elsewhere: &Consequence) -> String {
    let file = file(source, name);
    format!("{name}: {}; where nothing was applied yet, delete its line in `{}`", elsewhere.words(), file.display())
}

/// What is said of an address that vanished.
pub(super) fn told(vanished: &Vanished, name: &EnvironmentName) -> String {
    format!("{name}: {}\n{}", vanished.words(), indented(&vanished.remedy(), "    ").trim_end())
}

fn violations(source: &Source, synthesized: &Synthesized) -> Result<Violations> {
    match read(source, &synthesized.name)? {
        Some(lock) => Ok(lock.violations(synthesized.documents(), None)),
        None => Ok(Violations::default()),
    }
}
