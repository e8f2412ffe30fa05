//! The folder of environment files: which environments there are.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use domain::EnvironmentName;

/// The folder that holds a TOML file for each environment.
#[derive(Clone, Debug)]
pub struct EnvironmentFolder(PathBuf);

/// Why a folder of environments cannot be used.
#[derive(Debug)]
pub enum FolderError {
    /// The folder cannot be listed, or a file in it not read.
    Read {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds no environment.
    Empty {
        /// The path.
        path: PathBuf,
    },
    /// A file's name is no environment's name.
    Name {
        /// The path.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

impl EnvironmentFolder {
    /// The folder at this path.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The file of an environment, which may not exist.
    pub fn file(&self, environment: &EnvironmentName) -> PathBuf {
        self.0.join(format!("{environment}.toml"))
    }

    /// All environments by name: every TOML file but those that another one extends.
    pub fn environments(&self) -> Result<Vec<EnvironmentName>, FolderError> {
        let files = self.toml_files()?;
        let mut bases = BTreeSet::new();
        for path in &files {
            let text = std::fs::read_to_string(path).map_err(|source| FolderError::Read { path: path.clone(), source })?;
            if let Some(base) = settings::extended_by(&text) {
                bases.insert(self.0.join(base));
            }
        }
        let names: Vec<EnvironmentName> =
            files.iter().filter(|path| !bases.contains(*path)).map(|path| name_of(path)).collect::<Result<_, _>>()?;
        if names.is_empty() { Err(FolderError::Empty { path: self.0.clone() }) } else { Ok(names) }
    }

    fn toml_files(&self) -> Result<Vec<PathBuf>, FolderError> {
        let failed = |source| FolderError::Read { path: self.0.clone(), source };
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&self.0).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }
}

fn name_of(path: &Path) -> Result<EnvironmentName, FolderError> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem.parse().map_err(|error| FolderError::Name { path: path.to_owned(), reason: format!("{error}") })
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, source } => write!(f, "cannot read {}: {source}", path.display()),
            Self::Empty { path } => write!(f, "{} holds no environment: add a file such as `prod.toml`", path.display()),
            Self::Name { path, reason } => write!(f, "{} is named after no environment: {reason}", path.display()),
        }
    }
}

impl std::error::Error for FolderError {}
