//! Loading an environment: its files, laid over one another, typed, checked, its moves checked against what is emitted, with one report
//! of all that is wrong.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::EnvironmentName;
use settings::{Layers, Override, Problems, Reading, Report, Setting};
use terraform::read::Documents;

use crate::addition::{self, Addition};
use crate::called::Called;
use crate::disk::Disk;
use crate::environment::{Config, Environment, FolderPath};
use crate::own::{Listing, Own};
use crate::synthesis::{self, Synthesis};
use crate::{called, moves, overriding, own};

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
    /// The same in a row.
    pub(crate) settings: Vec<Setting>,
    /// Terraform of the user's own, as far as it can be read.
    pub(crate) own: Own,
    reading: Reading<Config>,
    problems: Problems,
    /// What else judges it.
    additions: Vec<Arc<dyn Addition>>,
}

/// Loads the environment `name` from `file`, with the overrides on top; `read` reads a file. Terraform of the user's own is not looked for.
pub fn load(
    name: &EnvironmentName,
    file: &Path,
    overrides: &[Override],
    read: &mut dyn FnMut(&Path) -> io::Result<String>,
) -> Loaded {
    Loaded::of(draft(name, file, overrides, read))
}

/// As [`load`], from a disk, with the Terraform of the user's own that lies there.
pub fn load_from(name: &EnvironmentName, file: &Path, overrides: &[Override], disk: &dyn Disk) -> Loaded {
    Loaded::of(draft_from(name, file, overrides, disk))
}

/// As [`load_from`], with modules of the caller's own.
pub(crate) fn load_with(name: &EnvironmentName, file: &Path, over: (&[Override], &[Arc<dyn Addition>]), disk: &dyn Disk) -> Loaded {
    Loaded::of(draft_with(name, file, over, disk))
}

/// Reads the environment `name` from `file`, with the overrides on top; `read` reads a file. Terraform of the user's own is not looked for.
///
/// # Errors
/// The report of files from which no settings can be told.
pub fn draft(
    name: &EnvironmentName,
    file: &Path,
    overrides: &[Override],
    read: &mut dyn FnMut(&Path) -> io::Result<String>,
) -> Result<Draft, Report> {
    drafted(name, file, (overrides, &[]), read, &mut |_| Err(io::ErrorKind::NotFound.into()))
}

/// As [`draft`], from a disk, with the Terraform of the user's own that lies there.
///
/// # Errors
/// As [`draft`].
pub fn draft_from(name: &EnvironmentName, file: &Path, overrides: &[Override], disk: &dyn Disk) -> Result<Draft, Report> {
    draft_with(name, file, (overrides, &[]), disk)
}

/// As [`draft_from`], with modules of the caller's own.
pub(crate) fn draft_with(
    name: &EnvironmentName,
    file: &Path,
    over: (&[Override], &[Arc<dyn Addition>]),
    disk: &dyn Disk,
) -> Result<Draft, Report> {
    drafted(name, file, over, &mut |path| disk.read(path), &mut |folder| disk.tree(folder))
}

fn drafted(
    name: &EnvironmentName,
    file: &Path,
    (overrides, additions): (&[Override], &[Arc<dyn Addition>]),
    read: &mut dyn FnMut(&Path) -> io::Result<String>,
    tree: &mut dyn FnMut(&Path) -> io::Result<Vec<PathBuf>>,
) -> Result<Draft, Report> {
    let layers = Layers::read::<Config>(file, overrides, read).map_err(hidden)?;
    let present = addition::present(additions, &layers);
    let names: Vec<&str> = present.iter().map(|(addition, _)| addition.name()).collect();
    let mut reading = layers.deserialize_without::<Config>(&names);
    crate::environment::explain_other_words(&mut reading.faults);
    let mut problems = Problems::default();
    for (addition, section) in &present {
        reading.absorb(addition.read(section, &mut problems));
    }
    let settings: Vec<Setting> = layers.settings().collect();
    crate::environment::check_texts(&settings, &mut problems);
    let named = reading.value.as_ref().and_then(|config| config.own_terraform.as_ref()).map(FolderPath::path);
    let usual = file.with_extension("");
    let beside = own::read(named, &usual, &mut Listing { tree, read }, &mut problems);
    let modules = match reading.value.as_ref() {
        Some(config) => called::read(&config.modules, &usual, &mut Listing { tree, read }, &mut problems),
        None => Own::default(),
    };
    let own = beside.with(&modules);
    let environment = reading.value.clone().map(|config| config.check(name.clone(), &mut problems));
    let additions = present.iter().map(|(addition, _)| Arc::clone(addition)).collect();
    let mut draft = Draft { name: name.clone(), environment: None, layers, settings, own, reading, problems, additions };
    // What is only counted need not be fit to be read.
    let is_sound = |draft: &Draft| draft.reading.report(&draft.layers, &draft.problems).errors() == 0;
    let Some(mut environment) = environment.filter(|_| is_sound(&draft)) else { return Ok(draft) };
    environment.added = addition::added(&present, &environment, &mut draft.problems);
    // Which addresses there are is known only of an environment without a fault.
    if let Some(config) = &draft.reading.value {
        check_beside(config, (&beside, &modules), &mut environment, &mut draft.problems);
        environment.own = draft.own.clone();
        environment.refactoring = moves::check(config, &environment, &mut draft.problems);
    }
    draft.environment = Some(environment).filter(|_| is_sound(&draft));
    Ok(draft)
}

/// Checks what lies beside what is emitted, or over it.
fn check_beside(config: &Config, (own, modules): (&Own, &Own), environment: &mut Environment, problems: &mut Problems) {
    if own.is_empty()
        && config.overrides.is_empty()
        && config.modules.is_empty()
        && config.providers.is_empty()
        && !called::feeds_containers(config)
    {
        return;
    }
    environment.called = Called::of(config);
    environment.own = modules.clone();
    // Modules that contradict each other are told where the environment is synthesized.
    let Ok(emitted) = synthesis::synthesize(environment) else { return };
    let emitted = wire_containers(config, environment, emitted, problems);
    called::check(config, &emitted, (modules, own), problems);
    own::check(own, &emitted, problems);
    let known = (&emitted.documents, &emitted.output_types);
    environment.overridden = overriding::check(&config.overrides, (&environment.called, own), known, problems);
}

/// Wires what modules give to containers, and tells what does not fit.
fn wire_containers(config: &Config, environment: &mut Environment, emitted: Synthesis, problems: &mut Problems) -> Synthesis {
    let references = called::to_containers(config);
    if references.is_empty() {
        return emitted;
    }
    environment.called.to_containers = called::wire(&references, &emitted, problems);
    // Modules that contradict each other are told where the environment is synthesized.
    let Ok(emitted) = synthesis::synthesize(environment) else { return emitted };
    called::check_order(&references, &emitted, problems);
    emitted
}

impl Loaded {
    fn of(draft: Result<Draft, Report>) -> Self {
        match draft {
            Ok(draft) => {
                Self { report: draft.report(Problems::default()), environment: draft.environment, layers: Some(draft.layers) }
            }
            Err(report) => Self { environment: None, layers: None, report },
        }
    }
}

impl Draft {
    /// The codes of the rules of what is added.
    pub(crate) fn codes_of_additions(&self) -> Vec<&'static str> {
        self.additions.iter().flat_map(|addition| addition.codes().iter().copied()).collect()
    }

    /// What the caller's own modules find in what is emitted.
    pub(crate) fn judge_additions(&self, documents: &Documents, problems: &mut Problems) {
        self.additions.iter().for_each(|addition| addition.judge(documents, problems));
    }

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
        hidden(self.reading.report(&self.layers, &problems))
    }
}

/// Whatever a report quotes and for whatever reason, no credential is among it.
fn hidden(report: Report) -> Report {
    report.hiding(&secrets::stretches)
}
