//! Loading an environment: its files, laid over one another, typed, checked, its moves checked against what is emitted, with one report
//! of all that is wrong.

use std::io;
use std::path::Path;

use domain::EnvironmentName;
use settings::{Layers, Override, Problems, Reading, Report};

use crate::environment::{Config, Environment};
use crate::moves;

/// What came of an environment's files.
#[derive(Debug)]
pub struct Loaded {
    /// The environment; none when there is an error.
    pub environment: Option<Environment>,
    /// The settings as they stand; none when a file cannot be read.
    pub layers: Option<Layers>,
    /// All errors and warnings.
    pub report: Report,
}

/// An environment's files as they were read: what they say, and the faults in them.
///
/// Rules judge it further; a [`Loaded`] is what it comes to without them.
#[derive(Debug)]
pub struct Draft {
    /// The environment's name.
    pub name: EnvironmentName,
    /// The environment; none when there is a fault.
    pub environment: Option<Environment>,
    /// The settings, each with where it stands.
    pub layers: Layers,
    reading: Reading<Config>,
    problems: Problems,
}

/// Loads the environment `name` from `file`, with the overrides on top; `read` reads a file.
pub fn load(
    name: &EnvironmentName,
    file: &Path,
    overrides: &[Override],
    read: &mut dyn FnMut(&Path) -> io::Result<String>,
) -> Loaded {
    match draft(name, file, overrides, read) {
        Ok(draft) => {
            Loaded { report: draft.report(Problems::default()), environment: draft.environment, layers: Some(draft.layers) }
        }
        Err(report) => Loaded { environment: None, layers: None, report },
    }
}

/// Reads the environment `name` from `file`, with the overrides on top; `read` reads a file.
///
/// # Errors
/// The report of files from which no settings can be told.
pub fn draft(
    name: &EnvironmentName,
    file: &Path,
    overrides: &[Override],
    read: &mut dyn FnMut(&Path) -> io::Result<String>,
) -> Result<Draft, Report> {
    let layers = Layers::read::<Config>(file, overrides, read)?;
    let reading = layers.deserialize::<Config>();
    let mut problems = Problems::default();
    crate::environment::check_texts(&layers, &mut problems);
    let environment = reading.value.clone().map(|config| config.check(name.clone(), &mut problems));
    let mut draft = Draft { name: name.clone(), environment: None, layers, reading, problems };
    let is_sound = |draft: &Draft| draft.report(Problems::default()).errors() == 0;
    let Some(mut environment) = environment.filter(|_| is_sound(&draft)) else { return Ok(draft) };
    // Which addresses there are is known only of an environment without a fault.
    if let Some(config) = &draft.reading.value {
        environment.refactoring = moves::check(config, &environment, &mut draft.problems);
    }
    draft.environment = Some(environment).filter(|_| is_sound(&draft));
    Ok(draft)
}

impl Draft {
    /// The settings as typed, if they can be told; where there are faults, some are a repair's.
    pub fn config(&self) -> Option<&Config> {
        self.reading.value.as_ref()
    }

    /// Whether a setting that is needed is missing.
    pub(crate) fn lacks_settings(&self) -> bool {
        self.reading.faults.iter().any(settings::Fault::is_of_missing_setting)
    }

    /// Everything that is wrong: the faults, and what else was found.
    pub fn report(&self, further: Problems) -> Report {
        let mut problems = self.problems.clone();
        problems.extend(further);
        self.reading.report(&self.layers, &problems)
    }
}
