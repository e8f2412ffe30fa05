//! The path of a generated file inside its folder.
//!
//! It must not know which folder that is, nor what stands on disk.

use std::borrow::Borrow;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::names::MANIFEST;
use crate::survivor;

/// A path inside the folder, with forward slashes, at which a generated file may stand.
///
/// Never absolute, never with `.`, `..` or an empty part, and never a name that Terraform or the manifest uses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelativePath(String);

impl RelativePath {
    /// Reads a path.
    pub fn new(path: impl Into<String>) -> Result<Self, PathError> {
        let path = path.into();
        match fault(&path) {
            None => Ok(Self(path)),
            Some(fault) => Err(PathError { path, fault }),
        }
    }

    /// The path as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folders that lead to the file, outermost first: `a` and `a/b` for `a/b/c`.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &str> {
        self.0.match_indices('/').map(|(end, _)| &self.0[..end])
    }

    /// Where the file stands when the folder stands at `folder`.
    pub(crate) fn inside(&self, folder: &Path) -> PathBuf {
        folder.join(&self.0)
    }
}

impl fmt::Display for RelativePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Paths order and compare as their text does, so that a set of them can be asked by text.
impl Borrow<str> for RelativePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A text that is no path for a generated file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` cannot be the path of a generated file: {fault}", path.escape_debug())]
pub struct PathError {
    /// The text.
    pub path: String,
    /// What is wrong with it.
    pub fault: PathFault,
}

/// What is wrong with a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PathFault {
    /// It has no characters.
    #[error("it is empty")]
    Empty,
    /// It starts with a slash.
    #[error("it must not start with `/`")]
    Absolute,
    /// It has a backslash, which other systems read as a separator.
    #[error("its parts are to be separated by `/`, not by a backslash")]
    Backslash,
    /// It has a control character.
    #[error("it has a control character")]
    Control,
    /// A part between two slashes is empty, `.` or `..`.
    #[error("each part between slashes must be a name, not empty, `.` or `..`")]
    Part,
    /// It starts with a name that Terraform uses for its own files.
    #[error("terraform keeps its own files under that name")]
    Terraform,
    /// It is the name of the manifest.
    #[error("the list of the generated files stands there")]
    Manifest,
}

fn fault(path: &str) -> Option<PathFault> {
    let first = path.split('/').next().unwrap_or(path);
    if path.is_empty() {
        Some(PathFault::Empty)
    } else if path.starts_with('/') {
        Some(PathFault::Absolute)
    } else if path.contains('\\') {
        Some(PathFault::Backslash)
    } else if path.contains(char::is_control) {
        Some(PathFault::Control)
    } else if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        Some(PathFault::Part)
    } else if survivor::by_name(first) {
        Some(PathFault::Terraform)
    } else if first == MANIFEST {
        Some(PathFault::Manifest)
    } else {
        None
    }
}
