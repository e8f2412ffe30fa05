//! What each system does in its own way: locks, modes, links, and the exchange of two folders. It must not know what is done with them.
//!
//! `portable` needs the standard library only, and keeps the promise as far as a system can that is no Unix. The feature `portable` builds and
//! tests it on Unix as well.

#[cfg(any(not(unix), feature = "portable"))]
mod portable;
mod share;
#[cfg(all(unix, not(feature = "portable")))]
mod unix;

#[cfg(any(not(unix), feature = "portable"))]
pub(crate) use portable::{create_dir_with_mode, exchange, lock, mode, open_for_lock, set_mode, special};
#[cfg(all(unix, not(feature = "portable")))]
pub(crate) use unix::{create_dir_with_mode, exchange, lock, mode, open_for_lock, set_mode, special};

pub(crate) use share::Share;

use std::io;
use std::path::Path;

/// Makes a link; Windows has one kind for files and another for folders.
#[cfg(unix)]
pub(crate) fn symlink(target: &Path, path: &Path, _leads_to_folder: bool) -> io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}

/// Makes a link; Windows has one kind for files and another for folders.
#[cfg(windows)]
pub(crate) fn symlink(target: &Path, path: &Path, leads_to_folder: bool) -> io::Result<()> {
    use std::os::windows::fs::{symlink_dir, symlink_file};

    if leads_to_folder { symlink_dir(target, path) } else { symlink_file(target, path) }
}

/// This system has no links that are known here.
#[cfg(not(any(unix, windows)))]
pub(crate) fn symlink(_target: &Path, _path: &Path, _leads_to_folder: bool) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
