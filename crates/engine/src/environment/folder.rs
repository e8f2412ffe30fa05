//! The folder of environment files: which environments there are. It must not know what their files say.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use domain::EnvironmentName;

use crate::disk::Disk;

/// The name that no environment has: the folder of that name beside the environments' files holds the recorded addresses, and an environment's
/// own Terraform lies in the folder of its name.
pub const RESERVED: &str = "addresses";

/// Why.
const RESERVED_FOR: &str = "the folder `addresses` beside the environments' files holds the recorded addresses of all of them";

/// The folder that holds a TOML file for each environment.
#[derive(Clone, Debug)]
pub struct EnvironmentFolder(PathBuf);

/// The environments of a folder, and the files that they share.
#[derive(Debug)]
pub struct Listing {
    /// Every TOML file's name but those of files that another one extends, in order.
    pub environments: Vec<EnvironmentName>,
    /// The files that others extend, in order.
    pub bases: Vec<PathBuf>,
    /// The files whose names are none for an environment, each with what to do.
    pub misnamed: Vec<FolderError>,
}

/// Why a folder of environments cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is no such folder.
    #[error("there is no folder `{}`: run `synth init` to begin one, or say with `--environments` where the environments' files are", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// The folder cannot be listed, or a file in it not read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds no environment.
    #[error("`{}` holds no environment: run `synth init`, or add a file such as `prod.toml`", path.display())]
    Empty {
        /// The path.
        path: PathBuf,
    },
    /// A file's name is no environment's name.
    #[error("rename `{}` or move it elsewhere, its name is none for an environment: {reason}", path.display())]
    Name {
        /// The path.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The file is what environments extend, and lacks what an environment needs.
    #[error("`{}` is a base that environments extend, and lacks what one needs itself: take {}", file.display(), or(known))]
    Base {
        /// The file.
        file: PathBuf,
        /// The environments that there are.
        known: Vec<String>,
    },
    /// A file of the environment's name is there in another format.
    #[error(
        "there is no `{0}`; `{1}` is there, and synth reads TOML only: write its settings into `{0}`",
        file.display(),
        other.display()
    )]
    OtherFormat {
        /// The file that synth reads.
        file: PathBuf,
        /// The file that is there.
        other: PathBuf,
    },
    /// The folder holds other environments.
    #[error("there is no environment `{name}` in `{}`, which holds {}{}", path.display(), words::list(known), meant(name, known))]
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
    pub fn find(&self, environment: &EnvironmentName, disk: &dyn Disk) -> Result<PathBuf, FolderError> {
        let file = self.file(environment);
        name_of(&file)?;
        if disk.holds(&file) {
            return Ok(file);
        }
        let (environments, _) = self.files(disk)?;
        let other_format = ["yaml", "yml", "json", "tf", "tfvars", "toml.txt", "tml"]
            .into_iter()
            .map(|extension| self.0.join(format!("{environment}.{extension}")))
            .find(|path| disk.holds(path));
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
    pub fn base(&self, file: &Path, disk: &dyn Disk) -> Result<Option<FolderError>, FolderError> {
        let (environments, bases) = self.files(disk)?;
        let known = environments.iter().map(|path| stem(path)).collect();
        Ok(bases.iter().any(|base| base == file).then(|| FolderError::Base { file: file.to_owned(), known }))
    }

    /// All environments, by name: every TOML file but those that another one extends.
    ///
    /// # Errors
    /// The folder cannot be read, or there is no environment in it.
    pub fn environments(&self, disk: &dyn Disk) -> Result<Vec<EnvironmentName>, FolderError> {
        let Listing { environments, bases: _, misnamed } = self.list(disk)?;
        misnamed.into_iter().next().map_or(Ok(environments), Err)
    }

    /// All environments, the files that they share, and those with a name that none can have.
    ///
    /// # Errors
    /// The folder cannot be read, or there is no environment in it.
    pub fn list(&self, disk: &dyn Disk) -> Result<Listing, FolderError> {
        let (environments, bases) = self.files(disk)?;
        let (mut names, mut misnamed) = (Vec::new(), Vec::new());
        for name in environments.iter().map(|path| name_of(path)) {
            match name {
                Ok(name) => names.push(name),
                Err(error) => misnamed.push(error),
            }
        }
        match (names.is_empty(), misnamed.pop()) {
            (true, Some(misnamed)) => Err(misnamed),
            (true, None) => Err(FolderError::Empty { path: self.0.clone() }),
            (false, last) => Ok(Listing { environments: names, bases, misnamed: misnamed.into_iter().chain(last).collect() }),
        }
    }

    /// The environments' files, and those that others extend.
    fn files(&self, disk: &dyn Disk) -> Result<(Vec<PathBuf>, Vec<PathBuf>), FolderError> {
        let files = self.toml_files(disk)?;
        // A file that cannot be read is told of when it is loaded, and takes no other one with it.
        let extended = |path: &PathBuf| disk.read(path).ok().and_then(|text| settings::extended_by(&text));
        let written: Vec<Option<String>> = files.iter().map(extended).collect();
        let mut known: BTreeMap<&String, Option<PathBuf>> = BTreeMap::new();
        for base in written.iter().flatten() {
            // What a file extends may be written with detours, such as `./base.toml`.
            known.entry(base).or_insert_with(|| disk.one_name(&self.0.join(base)).ok());
        }
        if known.is_empty() {
            return Ok((files, Vec::new()));
        }
        let names: Vec<Option<PathBuf>> = files.iter().map(|path| disk.one_name(path).ok()).collect();
        let leads_to: BTreeMap<&PathBuf, &PathBuf> = names
            .iter()
            .zip(&written)
            .filter_map(|(name, base)| Some((name.as_ref()?, known.get(base.as_ref()?)?.as_ref()?)))
            .collect();
        let extended: BTreeSet<&PathBuf> = known.values().flatten().collect();
        let mut led_to: BTreeSet<&PathBuf> = BTreeSet::new();
        for name in names.iter().flatten().filter(|name| !extended.contains(name)) {
            let mut at = name;
            while let Some(next) = leads_to.get(at)
                && led_to.insert(next)
            {
                at = next;
            }
        }
        // Files that extend one another in a circle, to which no other one leads, are environments too: with a fault, which loading tells.
        let is_base = |name: &Option<PathBuf>| name.as_ref().is_some_and(|name| led_to.contains(name));
        let (mut environments, mut bases) = (Vec::new(), Vec::new());
        for (path, name) in files.into_iter().zip(&names) {
            if is_base(name) { bases.push(path) } else { environments.push(path) }
        }
        Ok((environments, bases))
    }

    /// The TOML files by name, without what editors hide there.
    fn toml_files(&self, disk: &dyn Disk) -> Result<Vec<PathBuf>, FolderError> {
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => FolderError::Missing { path: self.0.clone() },
            _ => FolderError::Read { path: self.0.clone(), source },
        };
        let is_toml =
            |path: &PathBuf| path.extension().is_some_and(|extension| extension == "toml") && !stem(path).starts_with('.');
        let mut files: Vec<PathBuf> = disk.files(&self.0).map_err(failed)?.into_iter().filter(is_toml).collect();
        files.sort();
        Ok(files)
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn name_of(path: &Path) -> Result<EnvironmentName, FolderError> {
    if stem(path) == RESERVED {
        return Err(FolderError::Name { path: path.to_owned(), reason: RESERVED_FOR.to_owned() });
    }
    stem(path).parse().map_err(|error| FolderError::Name { path: path.to_owned(), reason: format!("{error}") })
}

fn or(known: &[String]) -> String {
    known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}

fn meant(name: &EnvironmentName, known: &[String]) -> String {
    words::nearest(name.as_str(), known.iter().map(String::as_str))
        .map(|meant| format!(": did you mean `{meant}`?"))
        .unwrap_or_default()
}
