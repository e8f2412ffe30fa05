//! Loading an environment: its files, laid over one another, typed, checked, with one report of all that is wrong.

use std::io;
use std::path::Path;

use domain::EnvironmentName;
use settings::{Layers, Override, Problems, Report};

use super::{Config, Environment};

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
    let environment = reading.value.take().map(|config| config.check(name.clone(), &mut problems));
    let report = reading.report(&layers, &problems);
    Loaded { environment: environment.filter(|_| report.errors() == 0), layers: Some(layers), report }
}
