//! Why a folder could not be replaced or read, for the one who called it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// How many foreign files a message names; a folder taken by mistake may hold thousands.
const NAMED: usize = 10;

/// Why a folder could not be replaced or read.
///
/// The folder is the old one, whole, unless it is [`Error::Remnant`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder has no name in a folder above it, as `/`.
    #[error("`{}` cannot be replaced as a whole; choose a folder inside it", folder.display())]
    NoName {
        /// The folder as it was given.
        folder: PathBuf,
    },
    /// A symbolic link stands where the folder should be.
    ///
    /// An exchange would replace the link, not the folder that it leads to; and to follow it would delete files in a place
    /// that nobody named.
    #[error(
        "`{}` is a symbolic link to `{}`; synth replaces the folder as a whole, so name the folder itself",
        folder.display(),
        target.display()
    )]
    SymbolicLink {
        /// The link.
        folder: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// Something that is no folder stands where a folder should be.
    #[error("`{}` is not a folder, and synth makes one there; move it elsewhere", path.display())]
    NotAFolder {
        /// Where.
        path: PathBuf,
    },
    /// The folder holds files that synth did not make and Terraform does not keep.
    #[error(
        "`{}` holds files that synth did not make and Terraform would read, or that are in the way of what synth writes: \
         {}; synth replaces the folder as a whole and would delete them: move them elsewhere, or choose another folder with `--out`",
        folder.display(),
        words::some(files, NAMED)
    )]
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// The files, relative to the folder; of a folder that holds nothing of synth's, only its own name, with a slash.
        files: Vec<String>,
    },
    /// The manifest of the folder is no list of paths.
    #[error(
        "`{}` is not the list of files that synth left there ({reason}), so it is not known which files synth made; \
         restore it, or move the folder elsewhere",
        path.display()
    )]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The folder cannot be renamed where it stands.
    #[error(
        "`{}` cannot be replaced as a whole, as where it is a mount point or part of a container's image: {source}; \
         choose a folder inside it",
        folder.display()
    )]
    Fixed {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The new folder stands; but the old one could not be removed.
    #[error("`{}` is replaced, but the rest of the old folder is still at `{}`: {source}", folder.display(), remnant.display())]
    Remnant {
        /// The folder.
        folder: PathBuf,
        /// Where the rest of the old folder is.
        remnant: PathBuf,
        /// Why it is still there.
        source: Box<Error>,
    },
    /// The system refused a step.
    #[error("cannot {action} `{}`: {source}", path.display())]
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
