//! Why a folder could not be replaced or read, for the one who called it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// How many foreign files a message names; a folder taken by mistake may hold thousands.
const NAMED: usize = 10;

/// Why a folder could not be replaced or read.
///
/// The folder is the old one, whole, unless it is [`Error::Remnant`].
#[derive(Debug)]
pub enum Error {
    /// The folder has no name in a folder above it, as `/`.
    NoName {
        /// The folder as it was given.
        folder: PathBuf,
    },
    /// A symbolic link stands where the folder should be.
    ///
    /// An exchange would replace the link, not the folder that it leads to; and to follow it would delete files in a place
    /// that nobody named.
    SymbolicLink {
        /// The link.
        folder: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// Something that is no folder stands where a folder should be.
    NotAFolder {
        /// Where.
        path: PathBuf,
    },
    /// The folder holds files that synth did not make and Terraform does not keep.
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// The files, relative to the folder; of a folder that holds nothing of synth's, only its own name, with a slash.
        files: Vec<String>,
    },
    /// The manifest of the folder is no list of paths.
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The folder cannot be renamed where it stands.
    Fixed {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The new folder stands; but the old one could not be removed.
    Remnant {
        /// The folder.
        folder: PathBuf,
        /// Where the rest of the old folder is.
        remnant: PathBuf,
        /// Why it is still there.
        source: Box<Error>,
    },
    /// The system refused a step.
    Step {
        /// What was being done.
        action: Action,
        /// To what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// A step that the system can refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// To find what stands at a path.
    Find,
    /// To keep other runs away while this one works.
    Lock,
    /// To list a folder.
    List,
    /// To read a file.
    Read,
    /// To make a folder.
    MakeFolder,
    /// To write a file.
    Write,
    /// To take a file of Terraform's over into the new folder.
    CarryOver,
    /// To give the new folder the mode of the old one.
    SetMode,
    /// To put the new folder in the old one's place.
    Exchange,
    /// To put back the old folder that a killed run set aside.
    PutBack,
    /// To remove what is no longer needed.
    Remove,
}

impl Action {
    pub(crate) fn failed(self, path: &Path, source: io::Error) -> Error {
        Error::Step { action: self, path: path.to_path_buf(), source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName { folder } => {
                write!(formatter, "`{}` cannot be replaced as a whole; choose a folder inside it", folder.display())
            }
            Self::SymbolicLink { folder, target } => write!(
                formatter,
                "`{}` is a symbolic link to `{}`; synth replaces the folder as a whole, so name the folder itself",
                folder.display(),
                target.display()
            ),
            Self::NotAFolder { path } => {
                write!(formatter, "`{}` is not a folder, and synth makes one there; move it elsewhere", path.display())
            }
            Self::Foreign { folder, files } => {
                let names: Vec<String> = files.iter().take(NAMED).map(|file| format!("`{file}`")).collect();
                let more = match files.len().saturating_sub(NAMED) {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                write!(
                    formatter,
                    "`{}` holds files that synth did not make and Terraform would read, or that are in the way of what synth writes: \
                     {}{more}; synth replaces the folder as a whole and would delete them: move them elsewhere, or choose another \
                     folder with `--out`",
                    folder.display(),
                    names.join(", ")
                )
            }
            Self::Manifest { path, reason } => write!(
                formatter,
                "`{}` is not the list of files that synth left there ({reason}), so it is not known which files synth made; \
                 restore it, or move the folder elsewhere",
                path.display()
            ),
            Self::Fixed { folder, source } => write!(
                formatter,
                "`{}` cannot be replaced as a whole, as where it is a mount point or part of a container's image: {source}; \
                 choose a folder inside it",
                folder.display()
            ),
            Self::Remnant { folder, remnant, source } => write!(
                formatter,
                "`{}` is replaced, but the rest of the old folder is still at `{}`: {source}",
                folder.display(),
                remnant.display()
            ),
            Self::Step { action, path, source } => write!(formatter, "cannot {action} `{}`: {source}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Fixed { source, .. } | Self::Step { source, .. } => Some(source),
            Self::Remnant { source, .. } => Some(source),
            Self::NoName { .. }
            | Self::SymbolicLink { .. }
            | Self::NotAFolder { .. }
            | Self::Foreign { .. }
            | Self::Manifest { .. } => None,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Find => "look at",
            Self::Lock => "lock the folder",
            Self::List => "list the folder",
            Self::Read => "read",
            Self::MakeFolder => "make the folder",
            Self::Write => "write",
            Self::CarryOver => "carry over terraform's own",
            Self::SetMode => "set the mode of",
            Self::Exchange => "put the new folder in the place of",
            Self::PutBack => "put back the folder",
            Self::Remove => "remove",
        })
    }
}
