//! Where the settings come from: the arguments that every verb about environments takes, and an environment made from them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::Args;
use documents::Documents;
use domain::EnvironmentName;
use settings::{Layers, Override, Report};

use super::summary::quoted;
use super::tell;
use crate::environment::{self, Environment, EnvironmentFolder};
use crate::synthesis::{self, Synthesis};

/// Where the environments are unless it is said.
const FOLDER: &str = "environments";

/// Where the settings come from.
#[derive(Clone, Debug, Args)]
pub struct Source {
    /// The folder with a TOML file for each environment
    #[arg(long = "environments", value_name = "DIR", default_value = FOLDER)]
    folder: PathBuf,

    /// Set one setting over what the files say; may be given several times
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = Override::parse)]
    overrides: Vec<Override>,
}

/// An environment in memory, from its settings to its files.
pub struct Synthesized {
    /// Its name.
    pub name: EnvironmentName,
    /// Its settings, each with where it stands.
    pub layers: Layers,
    /// Its settings as checked.
    pub environment: Environment,
    /// Its files.
    pub synthesis: Synthesis,
    /// Its warnings.
    pub report: Report,
}

impl Source {
    /// The folder of the environments.
    pub fn folder(&self) -> EnvironmentFolder {
        EnvironmentFolder::new(&self.folder)
    }

    /// The environments that were asked for, each once: those named, or all in the folder.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn names(&self, named: &[EnvironmentName], all: bool) -> Result<Vec<EnvironmentName>> {
        Ok(if all { self.folder().environments()? } else { distinct(named) })
    }

    /// The path of the folder of the environments.
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// What has to be typed to get the same settings again.
    pub(super) fn typed(&self) -> String {
        let Self { folder, overrides } = self;
        let mut typed = String::new();
        if folder != Path::new(FOLDER) {
            let _ = write!(typed, " --environments {}", quoted(&folder.display().to_string()));
        }
        typed.extend(overrides.iter().map(|setting| format!(" --set {}", quoted(setting.text()))));
        typed
    }

    /// Synthesizes an environment without writing anything: it, or the report of why it is refused.
    ///
    /// # Errors
    /// There is no such environment.
    pub fn synthesize(&self, name: &EnvironmentName) -> Result<Result<Synthesized, Report>> {
        let file = self.folder().find(name)?;
        let loaded = environment::load(name, &file, &self.overrides, &mut |path: &Path| fs::read_to_string(path));
        let (Some(environment), Some(layers)) = (loaded.environment, loaded.layers) else {
            return Ok(Err(loaded.report));
        };
        let synthesis = synthesis::synthesize(&environment).map_err(|duplicates| defect(&duplicates))?;
        Ok(Ok(Synthesized { name: name.clone(), layers, environment, synthesis, report: loaded.report }))
    }

    /// As [`Source::synthesize`] for verbs about one environment: a report is told, and nothing is left to do then.
    ///
    /// # Errors
    /// There is no such environment, or the report cannot be printed.
    pub fn synthesize_or_tell(&self, name: &EnvironmentName) -> Result<Option<Synthesized>> {
        match self.synthesize(name)? {
            Ok(synthesized) => Ok(Some(synthesized)),
            Err(report) => {
                tell(|colour| report.render(colour, ""))?;
                Ok(None)
            }
        }
    }
}

impl Synthesized {
    /// Its files, read as Terraform reads them.
    ///
    /// # Errors
    /// A file is no document: a defect of synth's.
    pub fn documents(&self) -> Result<Documents> {
        Documents::read(&self.synthesis.files).map_err(|error| defect(&[error]))
    }
}

/// An error that is no user's fault.
pub(super) fn defect<E: ToString>(errors: &[E]) -> anyhow::Error {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    anyhow!("synth itself is at fault, please report it: {}", lines.join("; "))
}

/// The names in the order given, each once.
pub(super) fn distinct(names: &[EnvironmentName]) -> Vec<EnvironmentName> {
    let mut distinct = Vec::new();
    for name in names {
        if !distinct.contains(name) {
            distinct.push(name.clone());
        }
    }
    distinct
}
