//! Loading an environment: its files, laid over one another, typed, checked, with one report of all that is wrong.

use std::io;
use std::path::Path;

use domain::EnvironmentName;
use settings::{Layers, Override, Problems, Report};

use super::{Config, Environment, Refactoring};

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

/// Loads the environment `name` from `file`, with the overrides on top; `read` reads a file.
pub fn load(
    name: &EnvironmentName,
    file: &Path,
    overrides: &[Override],
    read: &mut dyn FnMut(&Path) -> io::Result<String>,
) -> Loaded {
    let layers = match Layers::read(file, overrides, read) {
        Ok(layers) => layers,
        Err(report) => return Loaded { environment: None, layers: None, report },
    };
    let mut reading = layers.deserialize::<Config>();
    let mut problems = Problems::default();
    let checked = reading.value.take().map(|config| (config.clone().check(name.clone(), &mut problems), config));
    let mut report = reading.report(&layers, &problems);
    let Some((mut environment, config)) = checked.filter(|_| report.errors() == 0) else {
        return Loaded { environment: None, layers: Some(layers), report };
    };
    // Which addresses there are is known only of an environment without a fault.
    environment.refactoring = Refactoring::check(&config, &environment, &mut problems);
    report = reading.report(&layers, &problems);
    Loaded { environment: (report.errors() == 0).then_some(environment), layers: Some(layers), report }
}
