//! A folder of environments, synthesized and judged: what commands, tests and other programs call.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::{Date, EnvironmentName};
use serde::Deserialize;
use settings::{Layers, Override, Problems, Rejection, Report};
use terraform::DuplicateError;
use terraform::read::Documents;

use crate::addition::Addition;
use crate::called;
use crate::claim;
use crate::disk::Disk;
use crate::draft::{self, Draft, Loaded};
use crate::environment::{
    Config, Environment, EnvironmentFolder, FolderError, FolderPath, Listing, ModuleConfig, ResourceOverride, TerraformName,
};
use crate::in_order::in_order;
use crate::neighbour::{Neighbour, Neighbours, sharing_names};
use crate::one_address;
use crate::own;
use crate::rules::{self, Judgement, RuleOutcome};
use crate::synthesis::{self, Synthesis};

/// A folder of environments, the settings laid over them, and the day on which they are judged.
#[derive(Clone)]
pub struct Workspace<'a> {
    folder: EnvironmentFolder,
    overrides: Vec<Override>,
    disk: &'a dyn Disk,
    today: Date,
    additions: Vec<Arc<dyn Addition>>,
}

/// What a warning does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warnings {
    /// It is told.
    Told,
    /// The environment is refused.
    Denied,
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
    /// How it stands to each rule.
    pub outcomes: Vec<RuleOutcome>,
}

/// An environment that is refused.
#[derive(Debug)]
pub struct Refused {
    /// Its name.
    pub name: EnvironmentName,
    /// Why.
    pub report: Report,
}

/// Why an environment cannot even be looked at.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder cannot be used, or there is no such environment in it.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The modules contradict each other.
    #[error(transparent)]
    Defect(#[from] Defect),
}

/// Two resources of one module with one address: no fault of the settings.
#[derive(Debug, thiserror::Error)]
#[error("synth itself is at fault, please report it: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct Defect(pub Vec<DuplicateError>);

/// The settings that speak of what lies beside what is emitted, or over it.
#[derive(Deserialize)]
struct Beside {
    #[serde(default)]
    own_terraform: Option<FolderPath>,
    #[serde(default, rename = "override")]
    overrides: Vec<ResourceOverride>,
    #[serde(default)]
    modules: BTreeMap<TerraformName, ModuleConfig>,
    #[serde(default)]
    queues: BTreeMap<String, claim::NamedStore>,
    #[serde(default)]
    buckets: BTreeMap<String, claim::NamedStore>,
    #[serde(default)]
    caches: BTreeMap<String, claim::NamedStore>,
}

impl<'a> Workspace<'a> {
    /// The environments of a folder, read from a disk and judged on a day.
    pub fn new(folder: impl Into<PathBuf>, disk: &'a dyn Disk, today: Date) -> Self {
        Self { folder: EnvironmentFolder::new(folder), overrides: Vec::new(), disk, today, additions: Vec::new() }
    }

    /// With modules of the caller's own beside the shipped ones, each with a section of its own in the environments' files.
    pub fn with(self, additions: Vec<Arc<dyn Addition>>) -> Self {
        Self { additions, ..self }
    }

    /// With these settings over what the files say.
    pub fn overridden(self, overrides: Vec<Override>) -> Self {
        Self { overrides, ..self }
    }

    /// The folder.
    pub fn folder(&self) -> &EnvironmentFolder {
        &self.folder
    }

    /// All environments, by name.
    ///
    /// # Errors
    /// The folder cannot be read, or there is no environment in it.
    pub fn environments(&self) -> Result<Vec<EnvironmentName>, FolderError> {
        self.folder.environments(self.disk)
    }

    /// All environments, and the files that they share.
    ///
    /// # Errors
    /// The folder cannot be read, or there is no environment in it.
    pub fn list(&self) -> Result<Listing, FolderError> {
        self.folder.list(self.disk)
    }

    /// The file of an environment.
    ///
    /// # Errors
    /// There is none.
    pub fn find(&self, name: &EnvironmentName) -> Result<PathBuf, FolderError> {
        self.folder.find(name, self.disk)
    }

    /// The text of a file of settings.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(&self, file: &Path) -> std::io::Result<String> {
        self.disk.read(file)
    }

    /// Loads an environment's settings, and lets no rule judge them.
    ///
    /// # Errors
    /// There is no such environment.
    pub fn load(&self, name: &EnvironmentName) -> Result<Loaded, FolderError> {
        let file = self.find(name)?;
        Ok(draft::load_with(name, &file, (&self.overrides, &self.additions), self.disk))
    }

    /// An environment's settings as they stand, or why they cannot be told.
    ///
    /// # Errors
    /// There is no such environment.
    pub fn draft(&self, name: &EnvironmentName) -> Result<Result<Draft, Report>, FolderError> {
        self.draft_with(name, &self.overrides)
    }

    /// What would be emitted for an environment with some settings changed, whatever the rules say of it; or why that is refused.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn tried(&self, name: &EnvironmentName, changes: &[Override]) -> Result<Documents, Rejection> {
        let overrides = [&self.overrides, changes].concat();
        let draft = self.draft_with(name, &overrides).map_err(|error| Rejection::of_text(error.to_string()))?;
        let draft = draft.map_err(|report| report.rejection())?;
        let environment = draft.environment.as_ref().ok_or_else(|| draft.report(Problems::default()).rejection())?;
        synthesis::documents(environment).map_err(|duplicates| Rejection::of_text(Defect(duplicates).to_string()))
    }

    /// Synthesizes and judges one environment.
    ///
    /// # Errors
    /// There is no such environment, or the modules contradict each other.
    pub fn synthesize(&self, name: &EnvironmentName, warnings: Warnings) -> Result<Result<Synthesized, Refused>, Error> {
        let others = self.neighbours(std::slice::from_ref(name))?;
        self.synthesize_beside(name, &others, warnings)
    }

    /// As [`Workspace::synthesize`], all of these.
    ///
    /// # Errors
    /// There is no such environment, or the modules contradict each other.
    pub fn synthesize_all(&self, names: &[EnvironmentName]) -> Result<Vec<Result<Synthesized, Refused>>, Error> {
        let others = self.neighbours(names)?;
        names.iter().map(|name| self.synthesize_beside(name, &others, Warnings::Told)).collect()
    }

    /// Synthesizes and judges each environment on up to `threads` threads, and lets `work` make something small of it there; that is
    /// handed to `take` in the order of the names as it comes, so that no more than a few environments are in memory.
    ///
    /// # Errors
    /// There is no such environment. What is wrong with a single one goes to `work`.
    pub fn for_each<T: Send, B>(
        &self,
        names: &[EnvironmentName],
        (warnings, threads): (Warnings, NonZeroUsize),
        work: impl Fn(&EnvironmentName, Result<Result<Synthesized, Refused>, Error>) -> T + Sync,
        take: impl FnMut(T) -> ControlFlow<B>,
    ) -> Result<ControlFlow<B>, FolderError> {
        let others = self.neighbours(names)?;
        Ok(in_order(names, threads, |name| work(name, self.synthesize_beside(name, &others, warnings)), take))
    }

    fn synthesize_beside(
        &self,
        name: &EnvironmentName,
        others: &Neighbours,
        warnings: Warnings,
    ) -> Result<Result<Synthesized, Refused>, Error> {
        let refused = |report| Ok(Err(Refused { name: name.clone(), report }));
        let draft = match self.draft(name)? {
            Ok(draft) => draft,
            Err(report) => return refused(report),
        };
        let synthesis = match draft.environment.as_ref().map(synthesis::synthesize).transpose() {
            Ok(synthesis) => synthesis,
            Err(duplicates) => match one_address::problems(&draft.layers, &duplicates) {
                Some(problems) => return refused(draft.report(problems)),
                None => return Err(Defect(duplicates).into()),
            },
        };
        let documents = synthesis.as_ref().map(|synthesis| &synthesis.documents);
        let Judgement { report, outcomes } = rules::judge(&draft, documents, others, self.today);
        if report.errors() > 0 || (warnings == Warnings::Denied && report.warnings() > 0) {
            return refused(report);
        }
        let Draft { name, environment, layers, .. } = draft;
        match (environment, synthesis) {
            (Some(environment), Some(synthesis)) => Ok(Ok(Synthesized { name, layers, environment, synthesis, report, outcomes })),
            _ => refused(report),
        }
    }

    fn draft_with(&self, name: &EnvironmentName, overrides: &[Override]) -> Result<Result<Draft, Report>, FolderError> {
        let file = self.folder.file(name);
        let file = if self.disk.holds(&file) { file } else { self.find(name)? };
        let draft = draft::draft_with(name, &file, (overrides, &self.additions), self.disk);
        if draft.as_ref().is_ok_and(Draft::lacks_settings)
            && let Some(base) = self.folder.base(&file, self.disk)?
        {
            return Err(base);
        }
        Ok(draft)
    }

    /// What the rules that compare have to know of the folder's environments; on those that are synthesized the overrides lie as well.
    /// What cannot be read of others is no fault of these.
    fn neighbours(&self, names: &[EnvironmentName]) -> Result<Neighbours, FolderError> {
        let folder = self.list();
        let folder = match &folder {
            Ok(folder) => folder.environments.as_slice(),
            Err(_) => &[],
        };
        let known: BTreeSet<&EnvironmentName> = folder.iter().collect();
        for name in names.iter().filter(|name| !known.contains(name)) {
            self.find(name)?;
        }
        let synthesized: BTreeSet<&EnvironmentName> = names.iter().collect();
        let all: BTreeSet<&EnvironmentName> = folder.iter().chain(names).collect();
        let neighbour = |name: &EnvironmentName| {
            let overrides: &[Override] = if synthesized.contains(name) { &self.overrides } else { &[] };
            let file = self.folder.file(name);
            let layers = Layers::read::<Config>(&file, overrides, &mut |path| self.disk.read(path)).ok()?;
            Some(Neighbour::of(name, &layers)?.naming(self.names_beside(&file, &layers)))
        };
        // The only one that there is has nobody to be compared with.
        if all.len() == 1 {
            return Ok(Neighbours::default());
        }
        let all: Vec<Neighbour> = all.into_iter().filter_map(neighbour).collect();
        let sharing: BTreeSet<EnvironmentName> = sharing_names(&all, &synthesized).into_iter().cloned().collect();
        Ok(all.into_iter().map(|it| if sharing.contains(it.name()) { self.emitting(it, &synthesized) } else { it }).collect())
    }

    /// The names that an environment's stores, its overrides and its own Terraform are given; none where these cannot be read.
    fn names_beside(&self, file: &Path, layers: &Layers) -> Vec<String> {
        let Some(Beside { own_terraform, overrides, modules, queues, buckets, caches }) = layers.sound() else { return Vec::new() };
        let mut listing = own::Listing { tree: &mut |folder| self.disk.tree(folder), read: &mut |path| self.disk.read(path) };
        let named = own_terraform.as_ref().map(FolderPath::path);
        let usual = file.with_extension("");
        let own = own::read(named, &usual, &mut listing, &mut Problems::default());
        let of_modules = called::read(&modules, &usual, &mut listing, &mut Problems::default());
        let stores = [queues, buckets, caches].into_iter().flat_map(BTreeMap::into_values);
        claim::names_beside(&overrides, &own.with(&of_modules), stores)
    }

    /// With the names of what is emitted for it; without where it has a fault of its own.
    fn emitting(&self, neighbour: Neighbour, synthesized: &BTreeSet<&EnvironmentName>) -> Neighbour {
        let overrides: &[Override] = if synthesized.contains(neighbour.name()) { &self.overrides } else { &[] };
        let draft = self.draft_with(neighbour.name(), overrides).ok().and_then(Result::ok);
        let synthesis = draft.and_then(|draft| synthesis::synthesize(draft.environment.as_ref()?).ok());
        match synthesis {
            Some(synthesis) => neighbour.emitting(&synthesis.documents),
            None => neighbour,
        }
    }
}

impl Synthesized {
    /// Its files, read as Terraform reads them.
    pub fn documents(&self) -> &Documents {
        &self.synthesis.documents
    }
}
