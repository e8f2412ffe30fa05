//! Where the settings come from: the arguments that every verb about environments takes.

use std::env;
use std::fmt::Write as _;
use std::io;
use std::iter;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread;

use anyhow::Result;
use clap::Args;
use domain::{Date, EnvironmentName};
use engine::environment::EnvironmentFolder;
use engine::{Disk as _, LocalDisk, Refused, Synthesized, Warnings, Workspace};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use settings::Override;

use crate::view::print::tell;
use crate::view::secret;
use crate::view::shell::quoted;

/// The folder of the environments' files where none is given.
pub(super) const USUAL_FOLDER: &str = "environments";

/// The folder beside it under which everything is written.
pub(super) const USUAL_OUT: &str = "out";

/// Where the settings come from.
#[derive(Clone, Debug, Args)]
pub struct Source {
    /// The folder with the environments; without, `environments` here or above
    #[arg(long = "environments", value_name = "DIR")]
    folder: Option<PathBuf>,

    /// Set one setting over what the files say; may be given several times
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = Override::parse)]
    overrides: Vec<Override>,
}

impl Source {
    /// The environments of this folder, as their files say.
    pub(super) fn of_folder(folder: Option<PathBuf>) -> Self {
        Self { folder, overrides: Vec::new() }
    }

    /// The environments, read from this machine's disk and judged today.
    pub fn workspace(&self) -> Workspace<'static> {
        Workspace::new(self.path(), &LocalDisk, today()).overridden(self.overrides.clone())
    }

    /// The folder of the environments.
    pub fn folder(&self) -> EnvironmentFolder {
        EnvironmentFolder::new(self.path())
    }

    /// The environments that were asked for, each once: those named, or all in the folder.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn names(&self, named: &[EnvironmentName], all: bool) -> Result<Vec<EnvironmentName>> {
        Ok(if all { self.workspace().environments()? } else { distinct(named) })
    }

    /// The path of the folder of the environments.
    pub fn path(&self) -> PathBuf {
        self.folder.clone().unwrap_or_else(|| project().join(USUAL_FOLDER))
    }

    /// The folder under which everything is written: the one that is named, or `out` beside the environments that were found.
    pub(crate) fn out(&self, named: Option<&Path>) -> PathBuf {
        let usual = || if self.folder.is_some() { PathBuf::from(USUAL_OUT) } else { project().join(USUAL_OUT) };
        named.map_or_else(usual, Path::to_owned)
    }

    /// What has to be typed to get the same settings again.
    pub(super) fn typed(&self) -> String {
        let Self { folder, overrides } = self;
        let mut typed = String::new();
        if let Some(folder) = folder.as_ref().filter(|folder| *folder != Path::new(USUAL_FOLDER)) {
            let _ = write!(typed, " --environments {}", quoted(&folder.display().to_string()));
        }
        typed.extend(overrides.iter().map(|setting| format!(" --set {}", quoted(&secret::typed(setting.text())))));
        typed
    }

    /// Synthesizes one environment without writing anything; where it is refused, that is told, and nothing is left to do.
    ///
    /// # Errors
    /// There is no such environment, or the report cannot be printed.
    pub fn synthesize_or_tell(&self, name: &EnvironmentName) -> Result<Option<Synthesized>> {
        match self.workspace().synthesize(name, Warnings::Told)? {
            Ok(synthesized) => Ok(Some(synthesized)),
            Err(Refused { name: _, report }) => {
                tell(|colour| report.render(colour, ""))?;
                Ok(None)
            }
        }
    }
}

/// The way to the project: from here to the nearest folder that holds the environments, as git and cargo look for theirs.
fn project() -> &'static Path {
    static PROJECT: OnceLock<PathBuf> = OnceLock::new();
    PROJECT.get_or_init(|| {
        // Whatever stands here is meant; further up, a folder of that name may be anybody's.
        if Path::new(USUAL_FOLDER).is_dir() {
            return PathBuf::new();
        }
        let here = env::current_dir().unwrap_or_default();
        let above = here.ancestors().position(|folder| holds_environments(&folder.join(USUAL_FOLDER)));
        iter::repeat_n("..", above.unwrap_or(0)).collect()
    })
}

fn holds_environments(folder: &Path) -> bool {
    let files = LocalDisk.files(folder).unwrap_or_default();
    files.iter().any(|file| file.extension().is_some_and(|extension| extension == "toml"))
}

/// The environments that can be named here.
pub(super) fn known() -> Vec<EnvironmentName> {
    Source::of_folder(None).workspace().environments().unwrap_or_default()
}

/// The text of a file, or what is there instead of text.
///
/// # Errors
/// It cannot be read, or is not UTF-8.
pub(super) fn read_text(path: &Path) -> io::Result<String> {
    LocalDisk.read(path)
}

/// Which day it is, in UTC; it decides which acceptances of rules hold, and nothing that is written.
pub(super) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date().into()
}

/// As many as there are cores.
pub(super) fn threads() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
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
