//! Where the settings come from: the arguments that every verb about environments takes, and an environment made from them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::Args;
use documents::Documents;
use domain::EnvironmentName;
use settings::{Layers, Override, Report};

use super::tell;
use crate::environment::{self, Environment, EnvironmentFolder, Loaded};
use crate::synthesis::{self, Synthesis};

/// The folder of the environments' files where none is given.
const USUAL_FOLDER: &str = "environments";

/// Where the settings come from.
#[derive(Clone, Debug, Args)]
pub struct Source {
    /// The folder with a TOML file for each environment
    #[arg(long = "environments", value_name = "DIR", default_value = USUAL_FOLDER)]
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

    /// Loads an environment's settings.
    ///
    /// # Errors
    /// There is no such environment.
    pub fn load(&self, name: &EnvironmentName) -> Result<Loaded> {
        let file = self.folder().find(name)?;
        Ok(environment::load(name, &file, &self.overrides, &mut |path: &Path| fs::read_to_string(path)))
    }

    /// These arguments as they would be typed again, but for what is usual anyway.
    pub(super) fn typed(&self) -> Vec<(&'static str, String)> {
        let folder = Some(("--environments", self.folder.display().to_string())).filter(|(_, folder)| folder != USUAL_FOLDER);
        folder.into_iter().chain(self.overrides.iter().map(|setting| ("--set", setting.text().to_owned()))).collect()
    }

    /// Synthesizes an environment without writing anything: it, or the report of why it is refused.
    ///
    /// # Errors
    /// There is no such environment.
    pub fn synthesize(&self, name: &EnvironmentName) -> Result<Result<Synthesized, Report>> {
        let loaded = self.load(name)?;
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
