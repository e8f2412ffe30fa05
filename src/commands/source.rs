//! Where the settings come from: the arguments that every verb about environments takes, and environments made from them.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::Args;
use domain::EnvironmentName;
use settings::{Layers, Override, Problems, Report};
use terraform::read::Documents;

use super::summary::quoted;
use super::{tell, today};
use engine::environment::{self, Draft, Environment, EnvironmentFolder, Loaded};
use engine::rules::{self, Judgement, Other, RuleOutcome};
use engine::synthesis::{self, Synthesis};
use output::file;

/// The folder of the environments' files where none is given.
pub(super) const USUAL_FOLDER: &str = "environments";

/// Where the settings come from.
#[derive(Clone, Debug, Args)]
pub struct Source {
    /// The folder with a TOML file for each environment
    #[arg(long = "environments", value_name = "DIR", default_value = USUAL_FOLDER)]
    folder: PathBuf,

    /// Set one setting over what the files say; may be given several times
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = Override::parse)]
    overrides: Vec<Override>,

    /// A file that is not written yet, and its text.
    #[arg(skip)]
    unwritten: Option<(PathBuf, String)>,
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
pub struct Refused {
    /// Its name.
    pub name: EnvironmentName,
    /// Why.
    pub report: Report,
}

impl Source {
    /// The environments of this folder, as their files say.
    pub(super) fn of_folder(folder: PathBuf) -> Self {
        Self { folder, overrides: Vec::new(), unwritten: None }
    }

    /// As if this file stood in the folder.
    pub(super) fn with_unwritten(self, file: PathBuf, text: String) -> Self {
        Self { unwritten: Some((file, text)), ..self }
    }

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
        let Self { folder, overrides, unwritten: _ } = self;
        let mut typed = String::new();
        if folder != Path::new(USUAL_FOLDER) {
            let _ = write!(typed, " --environments {}", quoted(&folder.display().to_string()));
        }
        typed.extend(overrides.iter().map(|setting| format!(" --set {}", quoted(setting.text()))));
        typed
    }

    /// Loads an environment's settings, and lets no rule judge them.
    ///
    /// # Errors
    /// There is no such environment.
    pub fn load(&self, name: &EnvironmentName) -> Result<Loaded> {
        let file = self.folder().find(name)?;
        Ok(environment::load(name, &file, &self.overrides, &mut read_text))
    }

    /// Synthesizes environments without writing anything: each, or why it is refused; in the order of the names.
    ///
    /// # Errors
    /// There is no such environment.
    pub fn synthesize_all(&self, names: &[EnvironmentName], warnings: Warnings) -> Result<Vec<Result<Synthesized, Refused>>> {
        let drafts = names.iter().map(|name| self.draft(name, &self.overrides)).collect::<Result<Vec<_>>>()?;
        let neighbours = self.neighbours(names);
        let configs: Vec<Other<'_>> = drafts
            .iter()
            .filter_map(|draft| draft.as_ref().ok())
            .chain(&neighbours)
            .filter_map(|draft| Some(Other { name: &draft.name, config: draft.sound_config()? }))
            .collect();
        let today = today();
        let mut judged = Vec::new();
        for (name, draft) in names.iter().zip(&drafts) {
            let draft = match draft {
                Ok(draft) => draft,
                Err(report) => {
                    judged.push(Err(report.clone()));
                    continue;
                }
            };
            let others: Vec<Other<'_>> = configs.iter().filter(|other| other.name != name).copied().collect();
            let synthesis = draft.environment.as_ref().map(synthesis::synthesize).transpose();
            let synthesis = synthesis.map_err(|duplicates| defect(&duplicates))?;
            let documents = synthesis.as_ref().map(|synthesis| &synthesis.documents);
            let Judgement { report, outcomes } = rules::judge(draft, documents, &others, today);
            let is_refused = report.errors() > 0 || (warnings == Warnings::Denied && report.warnings() > 0);
            judged.push(match synthesis.filter(|_| !is_refused) {
                Some(synthesis) => Ok((synthesis, report, outcomes)),
                None => Err(report),
            });
        }
        let finished = drafts.into_iter().zip(judged).zip(names).map(|((draft, judged), name)| {
            let refused = |report| Refused { name: name.clone(), report };
            let (synthesis, report, outcomes) = judged.map_err(refused)?;
            match draft {
                Ok(Draft { name, environment: Some(environment), layers, .. }) => {
                    Ok(Synthesized { name, layers, environment, synthesis, report, outcomes })
                }
                _ => Err(refused(report)),
            }
        });
        Ok(finished.collect())
    }

    /// As [`Source::synthesize_all`], one environment.
    ///
    /// # Errors
    /// There is no such environment.
    pub fn synthesize(&self, name: &EnvironmentName) -> Result<Result<Synthesized, Report>> {
        let mut all = self.synthesize_all(std::slice::from_ref(name), Warnings::Told)?;
        let one = all.pop().ok_or_else(|| defect(&["an environment was asked for, and none was made"]))?;
        Ok(one.map_err(|Refused { name: _, report }| report))
    }

    /// Synthesizes one environment without writing anything; where it is refused, that is told, and nothing is left to do.
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

    /// What would be emitted for an environment with some settings changed, whatever the rules say of it; or why that is refused.
    pub(super) fn tried(&self, name: &EnvironmentName, changes: &[Override]) -> Result<Documents, String> {
        let overrides = [&self.overrides, changes].concat();
        let draft = self.draft(name, &overrides).map_err(|error| error.to_string())?;
        let refusal = |report: &Report| report.first_error().unwrap_or_default().to_owned();
        let draft = draft.map_err(|report| refusal(&report))?;
        let environment = draft.environment.as_ref().ok_or_else(|| refusal(&draft.report(Problems::default())))?;
        let synthesis = synthesis::synthesize(environment).map_err(|duplicates| defect(&duplicates).to_string())?;
        Ok(synthesis.documents)
    }

    /// An environment's settings as they stand, or why they cannot be told.
    ///
    /// # Errors
    /// There is no such environment.
    pub(super) fn draft_of(&self, name: &EnvironmentName) -> Result<Result<Draft, Report>> {
        self.draft(name, &self.overrides)
    }

    fn draft(&self, name: &EnvironmentName, overrides: &[Override]) -> Result<Result<Draft, Report>> {
        let file = match &self.unwritten {
            Some((file, _)) if *file == self.folder().file(name) => file.clone(),
            _ => self.folder().find(name)?,
        };
        let mut read = |path: &Path| match &self.unwritten {
            Some((file, text)) if file == path => Ok(text.clone()),
            _ => read_text(path),
        };
        let draft = environment::draft(name, &file, overrides, &mut read);
        if draft.as_ref().is_ok_and(Draft::lacks_settings)
            && let Some(base) = self.folder().base(&file)?
        {
            return Err(base.into());
        }
        Ok(draft)
    }

    /// The folder's environments besides these, for the rules that compare. What cannot be read of them is no fault of these.
    fn neighbours(&self, names: &[EnvironmentName]) -> Vec<Draft> {
        let all = self.folder().environments().unwrap_or_default();
        let others = all.iter().filter(|name| !names.contains(name));
        others.filter_map(|name| self.draft(name, &[]).ok()?.ok()).collect()
    }
}

impl Synthesized {
    /// Its files, read as Terraform reads them.
    pub fn documents(&self) -> &Documents {
        &self.synthesis.documents
    }
}

/// The text of a file of settings or of recorded addresses, or what is there instead of text.
///
/// # Errors
/// It cannot be read, is not UTF-8, or is larger than anybody writes.
pub(super) fn read_text(path: &Path) -> io::Result<String> {
    settings::text_of(file::read(path, file::SETTINGS)?)
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

/// The environment's name as an argument.
pub(crate) fn environment_name(text: &str) -> Result<EnvironmentName, String> {
    text.parse().map_err(|error| {
        let path = Path::new(text);
        let of_file = path.file_stem().and_then(|stem| stem.to_str()?.parse::<EnvironmentName>().ok());
        match (of_file, path.extension()) {
            (Some(name), Some(_)) => format!("that is a file: give the environment's name, `--env {name}`"),
            _ => format!("{error}"),
        }
    })
}
