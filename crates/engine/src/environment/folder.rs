//! The folder of environment files: which environments there are. It must not know what their files say.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use domain::EnvironmentName;

/// The folder that holds a TOML file for each environment.
#[derive(Clone, Debug)]
pub struct EnvironmentFolder(PathBuf);

/// Why a folder of environments cannot be used.
#[derive(Debug)]
pub enum FolderError {
    /// There is no such folder.
    Missing {
        /// The path.
        path: PathBuf,
    },
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
    /// The file is what environments extend, and lacks what an environment needs.
    Base {
        /// The file.
        file: PathBuf,
        /// The environments that there are.
        known: Vec<String>,
    },
    /// A file of the environment's name is there in another format.
    OtherFormat {
        /// The file that synth reads.
        file: PathBuf,
        /// The file that is there.
        other: PathBuf,
    },
    /// The folder holds other environments.
    Unknown {
        /// The folder.
        path: PathBuf,
        /// The environment that was asked for.
        name: EnvironmentName,
        /// The environments that there are.
        known: Vec<String>,
    },
}

impl EnvironmentFolder {
    /// The folder at this path.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The file of an environment, which may not exist.
    pub fn file(&self, environment: &EnvironmentName) -> PathBuf {
        self.0.join(format!("{environment}.toml"))
    }

    /// The file of an environment.
    ///
    /// # Errors
    /// There is none; then the error says which environments there are.
    pub fn find(&self, environment: &EnvironmentName) -> Result<PathBuf, FolderError> {
        let file = self.file(environment);
        if fs::symlink_metadata(&file).is_ok() {
            return Ok(file);
        }
        let (environments, _) = self.files()?;
        let other_format = ["yaml", "yml", "json", "tf", "tfvars", "toml.txt", "tml"]
            .into_iter()
            .map(|extension| self.0.join(format!("{environment}.{extension}")))
            .find(|path| path.is_file());
        if let Some(other) = other_format {
            return Err(FolderError::OtherFormat { file, other });
        }
        if environments.is_empty() {
            return Err(FolderError::Empty { path: self.0.clone() });
        }
        let known = environments.iter().map(|path| stem(path)).collect();
        Err(FolderError::Unknown { path: self.0.clone(), name: environment.clone(), known })
    }

    /// What is said of a file that lacks settings, where others extend it; nothing where none does.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn base(&self, file: &Path) -> Result<Option<FolderError>, FolderError> {
        let (environments, bases) = self.files()?;
        let known = environments.iter().map(|path| stem(path)).collect();
        Ok(bases.iter().any(|base| base == file).then(|| FolderError::Base { file: file.to_owned(), known }))
    }

    /// All environments, by name: every TOML file but those that another one extends.
    pub fn environments(&self) -> Result<Vec<EnvironmentName>, FolderError> {
        let (environments, _) = self.files()?;
        let names: Vec<EnvironmentName> = environments.iter().map(|path| name_of(path)).collect::<Result<_, _>>()?;
        if names.is_empty() { Err(FolderError::Empty { path: self.0.clone() }) } else { Ok(names) }
    }

    /// The files that others extend, by name.
    pub fn bases(&self) -> Result<Vec<PathBuf>, FolderError> {
        self.files().map(|(_, bases)| bases)
    }

    /// The environments' files, and those that others extend.
    fn files(&self) -> Result<(Vec<PathBuf>, Vec<PathBuf>), FolderError> {
        let files = self.toml_files()?;
        let mut bases = Vec::new();
        for path in &files {
            // A file that cannot be read is told of when it is loaded, and takes no other one with it.
            let text = text_of(path);
            let base = text.and_then(|text| settings::extended_by(&text)).and_then(|base| fs::canonicalize(self.0.join(base)).ok());
            bases.extend(base);
        }
        // What a file extends may be written with detours, such as `./base.toml`.
        let is_base = |path: &PathBuf| fs::canonicalize(path).is_ok_and(|path| bases.contains(&path));
        let (bases, environments) = files.into_iter().partition(is_base);
        Ok((environments, bases))
    }

    /// The TOML files by name, without what editors hide there.
    fn toml_files(&self) -> Result<Vec<PathBuf>, FolderError> {
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => FolderError::Missing { path: self.0.clone() },
            _ => FolderError::Read { path: self.0.clone(), source },
        };
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.0).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let is_toml = path.extension().is_some_and(|extension| extension == "toml");
            if is_toml && !stem(&path).starts_with('.') && !path.is_dir() {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }
}

fn text_of(path: &Path) -> Option<String> {
    settings::text_of(output::file::read(path, output::file::SETTINGS).ok()?).ok()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn name_of(path: &Path) -> Result<EnvironmentName, FolderError> {
    stem(path).parse().map_err(|error| FolderError::Name { path: path.to_owned(), reason: format!("{error}") })
}

/// The environment that was probably meant: at most one slip in three letters away.
fn nearest<'known>(name: &EnvironmentName, known: &'known [String]) -> Option<&'known String> {
    let furthest = name.as_str().chars().count().div_ceil(3);
    known
        .iter()
        .map(|known| (strsim::osa_distance(name.as_str(), known), known))
        // A word that begins like the other one is an abbreviation of it.
        .filter(|(distance, known)| *distance <= furthest || known.starts_with(name.as_str()) || name.as_str().starts_with(*known))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { path } => write!(
                f,
                "there is no folder `{}`: run synth where it is, or say with `--environments` where the environments' files are",
                path.display()
            ),
            Self::Read { path, source } => write!(f, "cannot read `{}`: {source}", path.display()),
            Self::Empty { path } => write!(f, "`{}` holds no environment: add a file such as `prod.toml`", path.display()),
            Self::Name { path, reason } => {
                write!(f, "rename `{}` or move it elsewhere, its name is none for an environment: {reason}", path.display())
            }
            Self::Base { file, known } => {
                let listed: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                write!(
                    f,
                    "`{}` is a base that environments extend, and lacks what one needs itself: take {}",
                    file.display(),
                    listed.join(" or ")
                )
            }
            Self::OtherFormat { file, other } => write!(
                f,
                "there is no `{}`; `{}` is there, and synth reads TOML only: write its settings into `{}`",
                file.display(),
                other.display(),
                file.display()
            ),
            Self::Unknown { path, name, known } => {
                let listed: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                write!(f, "there is no environment `{name}` in `{}`, which holds {}", path.display(), listed.join(", "))?;
                match nearest(name, known) {
                    Some(meant) => write!(f, ": did you mean `{meant}`?"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for FolderError {}
